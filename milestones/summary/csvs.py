"""Tables as CSV for spreadsheets: with a byte order mark, and no cell that a spreadsheet would take for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from django.utils import timezone

from milestones.summary.known import known_of
from milestones.summary.of_people import raci
from projects.models import BuyingProject, HistoryEntry
from projects.telling import Names, changes, names_for, tell, who

BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # at the end as East Asian keyboards write them
MARK = "\ufeff"
HISTORY = ("Entry", "Date", "Time", "Who", "Position at the time", "What happened", "Field", "Before", "After")
AT_A_TIME = 500


def defused(cell: str) -> str:
    """The cell with an apostrophe before it where a spreadsheet would take it for a formula, blanks before it or not."""
    return f"'{cell}" if cell.lstrip(" \n").startswith(BEGINS_A_FORMULA) else cell


def line(cells: Iterable[object]) -> str:
    """One row, ended as CSV ends rows."""
    written = io.StringIO(newline="")
    csv.writer(written).writerow([defused(str(cell)) for cell in cells])
    return written.getvalue()


def raci_csv_of(project: BuyingProject) -> Iterator[str]:
    """The matrix in words: activities down, people across, and last what is wrong with each. As text, row by row."""
    grid = raci(known_of(project)).grid
    yield MARK + line(("Activity", *grid.people, "Still needed"))
    for row in grid.lines:
        yield line((row.activity, *row.words, " ".join(row.wrong)))


def history_csv_of(project: BuyingProject) -> Iterator[str]:
    """What the person in `project.access` may read of the history, oldest first: a row for each field changed, as text, row by row."""
    names = names_for(project)
    entries = project.history.filter(audience__in=project.access.audiences(project)).select_related("actor", "covers_for")
    yield MARK + line(HISTORY)
    for entry in entries.order_by("sequence").iterator(chunk_size=AT_A_TIME):
        yield from _rows(entry, names)


def _rows(entry: HistoryEntry, names: Names) -> Iterator[str]:
    at = timezone.localtime(entry.at)
    begins = (entry.sequence, f"{at:%Y-%m-%d}", f"{at:%H:%M}", who(entry), entry.actor_position, tell(entry, names))
    told = [(change.field, change.before or "", change.after) for change in changes(entry, names)]
    for change in told or [("", "", "")]:
        yield line((*begins, *change))
