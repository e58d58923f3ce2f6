"""The RACI matrix as its pages draw it: rows of cells, what is wrong at each row, and selects made without a template a cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import format_html, format_html_join

from projects.models import Activity, Letters, Stakeholder
from projects.raci import Matrix, Problem, in_words, letters_for

NO_ROLE = "no role"
OPTION, SELECTED = '<option value="{}">{}</option>', '<option value="{}" selected>{}</option>'


@dataclass(frozen=True)
class Cell:
    """One cell: whose, what it holds in words, and in the editor its select."""

    stakeholder: Stakeholder
    letters: str
    words: str
    select: str = ""


@dataclass(frozen=True)
class GridRow:
    """One activity, its cells in the order of the columns, and what is wrong or worth a look there."""

    activity: Activity
    cells: list[Cell]
    wrong: list[str]
    noticed: list[str]


def rows_of(matrix: Matrix, found: list[Problem]) -> list[GridRow]:
    """The rows to read."""
    return [_row(matrix, activity, found, has_selects=False) for activity in matrix.activities]


def editor_rows(matrix: Matrix, activities: Iterable[Activity], found: list[Problem]) -> list[GridRow]:
    """The rows to edit, with what is chosen in them."""
    return [_row(matrix, activity, found, has_selects=True) for activity in activities]


def about_people(found: list[Problem]) -> list[str]:
    """What concerns a person and no one activity."""
    return [problem.says for problem in found if problem.activity is None]


def attention_words(found: list[Problem]) -> str:
    """How many activities have something wrong: "2 activities need attention"."""
    number = len({p.activity.pk for p in found if p.is_error and p.activity})
    if not number:
        return "No activity needs attention"
    return f"{number} activit{'y needs' if number == 1 else 'ies need'} attention"


@dataclass(frozen=True)
class Clash:
    """A cell that somebody else changed meanwhile: its key, whose and in what, what is there now and what was chosen, in words."""

    key: str
    stakeholder: Stakeholder
    activity: Activity
    theirs: str
    mine: str


def clashes(matrix: Matrix, cells: Mapping[tuple[int, int], tuple[str, str]]) -> list[Clash]:
    """The cells changed meanwhile, in words."""
    activities = {a.pk: a for a in matrix.activities}
    return [
        Clash(f"{a}-{s}", matrix.by_id[s], activities[a], in_words(theirs) or NO_ROLE, in_words(mine) or NO_ROLE)
        for (a, s), (theirs, mine) in cells.items()
    ]


def _row(matrix: Matrix, activity: Activity, found: list[Problem], *, has_selects: bool) -> GridRow:
    here = [p for p in found if p.activity == activity]
    drawn = [_cell(activity, s, matrix.cells.get((activity.pk, s.pk), ""), has_selects) for s in matrix.stakeholders]
    return GridRow(activity, drawn, [p.says for p in here if p.is_error], [p.says for p in here if not p.is_error])


def _cell(activity: Activity, stakeholder: Stakeholder, letters: str, has_selects: bool) -> Cell:
    if not has_selects:
        return Cell(stakeholder, letters.lower(), in_words(letters))
    select = format_html(
        '<select class="nsw-form__select select--cell" name="cell-{0}-{1}" id="cell-{0}-{1}" aria-label="{2}, {3}">{4}</select>',
        activity.pk,
        stakeholder.pk,
        stakeholder.name,
        activity.title,
        _options(_offered(stakeholder, letters), letters),
    )
    return Cell(stakeholder, letters.lower(), in_words(letters), select)


def _offered(stakeholder: Stakeholder, letters: str) -> tuple[str, ...]:
    """What the cell may hold, and what it holds: a leaver's letters can only be taken."""
    possible = [*letters_for(stakeholder)] if stakeholder.is_current else []
    return tuple(letter.value for letter in Letters if letter in possible or letter.value == letters)


@lru_cache(maxsize=64)
def _options(offered: tuple[str, ...], chosen: str) -> str:
    rows = [("", NO_ROLE), *((letters, in_words(letters)) for letters in offered)]
    drawn = [format_html(SELECTED if value == chosen else OPTION, value, words) for value, words in rows]
    return format_html_join("", "{}", ((option,) for option in drawn))
