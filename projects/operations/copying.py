"""Copying from another project: people, activities, the shape of the plan, ways of working, in one transaction."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any

from projects.access import CORE, access_in
from projects.changes import History, change
from projects.copying import Coming, assignments_by_activity, coming_from, letters_here, matching
from projects.models import Activity, BuyingProject, Person, Stakeholder
from projects.operations.people import add_within
from projects.operations.raci import add_activity_within
from projects.operations.rows import Register, add_row_within
from projects.operations.working import AGREEMENTS, CADENCE, TOOLS
from projects.plan import edges_of
from projects.refusals import FieldNeeded, NotYourPart

COPIED = ("kind", "role", "function", "expertise", "part", "why_it_matters", "organisation", "position", "is_affected", "is_high_interest")
CADENCE_FIELDS = ("kind", "name", "purpose", "frequency", "day_and_time", "duration", "attendees")
TOOL_FIELDS = ("purpose", "name", "address")


def copy_from(*, project: BuyingProject, source: BuyingProject, parts: Collection[str], by: Person) -> Coming:
    """Copy these parts of another project into this one, by either side of this one who is in the core team of the other.

    Each thing has its own history here. What is here already stays as it is, so once more copies nothing. Raises NotYourPart where the
    other project is not theirs, FieldNeeded without a part or from the project itself.
    """
    with change(project, by=by) as history:
        if not parts or source.pk == project.pk:
            raise FieldNeeded("Choose what to copy, from another project.", missing=["something to copy"])
        if not access_in(by, BuyingProject.objects.with_stake_of(by).get(pk=source.pk)).holds(CORE):
            raise NotYourPart("Only who is in the core team of the other project can copy from it.")
        coming = coming_from(source, project, parts)
        if coming.is_nothing:
            return coming
        history.add("copied from another project", project, label=source.ref)
        for row in coming.people:
            _person(history, row)
        here = matching(source, project)
        _activities(history, coming.activities, source, here)
        for register, rows, fields in _registers(coming):
            for row in rows:
                _row(history, register, row, fields, here)
        return coming


def _registers(coming: Coming) -> list[tuple[Register, list[Any], tuple[str, ...]]]:
    return [
        (CADENCE, list(coming.cadence), CADENCE_FIELDS),
        (TOOLS, list(coming.tools), TOOL_FIELDS),
        (AGREEMENTS, list(coming.agreements), ("topic", "text")),
    ]


def _person(history: History, row: Stakeholder) -> None:
    add_within(history, name=row.name, email=row.email, **{name: getattr(row, name) for name in COPIED})


def _activities(history: History, rows: list[Activity], source: BuyingProject, here: dict[int, Stakeholder]) -> None:
    """The activities with the letters of who stands for whom here, then what each waits for among them."""
    held, taken = assignments_by_activity(source), set(history.project.activities.current().values_list("usual", flat=True))
    added: dict[int, Activity] = {}
    for row in rows:
        letters = letters_here(held.get(row.pk, []), here)
        words: dict[str, Any] = {"title": row.title, "needs_delegate": row.needs_delegate, "stage": row.stage}
        usual = row.usual if row.usual not in taken else None
        added[row.pk] = add_activity_within(history, usual=usual, letters=letters, **words)
    edges = edges_of(source)
    for row in rows:
        _plan(history, row, added[row.pk], [added[pk] for pk in edges.get(row.pk, []) if pk in added])


def _plan(history: History, row: Activity, new: Activity, needs: list[Activity]) -> None:
    """The shape of the plan of one activity, with its history: what comes out of it, the time of its approval, what it waits for."""
    new.deliverable, new.approval_days = row.deliverable, row.approval_days
    new.save(update_fields=["deliverable", "approval_days"])
    new.depends_on.set(needs)
    shape = {"stage": new.stage, "deliverable": new.deliverable, "approval_days": new.approval_days, "depends_on": [n.title for n in needs]}
    said = {name: value for name, value in shape.items() if value}
    if said:
        history.add("activity planned", new, after=said, label=new.title)


def _row(history: History, register: Register, row: Any, fields: tuple[str, ...], here: dict[int, Stakeholder]) -> None:
    wanted: dict[str, Any] = {name: getattr(row, name) for name in fields}
    owner = here.get(getattr(row, "owner_id", None) or 0)
    if owner:
        wanted["owner"] = owner
    add_row_within(history, register, uuid.uuid4(), **wanted)
