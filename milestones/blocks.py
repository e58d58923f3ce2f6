"""What can be typed in a meeting, by the criteria it serves: each block is a few fields of a record, saved into that very record."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from milestones.forms.blocks import (
    AimForm,
    ApproachForm,
    DoingForm,
    MeasuredForm,
    MeetForm,
    ScopeForm,
    SomebodyForm,
    TellForm,
    UseForm,
    WhenForm,
)
from projects.forms.plans import KeyMilestoneForm
from projects.forms.risks import NewRiskForm
from projects.forms.working import AgreementForm
from projects.merging import merge
from projects.models import BuyingProject, Person
from projects.operations.communication import COMMUNICATION
from projects.operations.management import write_management_plan
from projects.operations.objective import fields_of, write_objective, wrote
from projects.operations.people import add_stakeholder
from projects.operations.plans import KEY_MILESTONES, date_activities, dates_of
from projects.operations.raci import add_activity
from projects.operations.risks import add_risk
from projects.operations.rows import Register, add_row
from projects.operations.working import AGREEMENTS, CADENCE, TOOLS
from projects.refusals import BothChanged

Save = Callable[[BuyingProject, dict[str, Any], Person], str]


@dataclass(frozen=True)
class Block:
    """One block: the criteria it serves, its form, how what was typed is saved (returning what is said then), its page in full.

    It stands once in a meeting: under the item of the agenda that is `about` it, else under the first that serves one of its criteria, or
    under the last if it `comes_late`.
    """

    name: str
    heading: str
    serves: frozenset[str]
    form: Callable[..., forms.Form]
    save: Save
    button: str
    page: str
    page_words: str
    comes_late: bool = False
    about: tuple[str, ...] = ()  # words in the title of the item that it belongs under, where there is one


def _aim(project: BuyingProject, wanted: dict[str, Any], by: Person) -> str:
    seen = wanted["seen"]
    written = write_objective(project=project, by=by, **wanted)
    return "The objective is saved." if written and wrote(written, seen, by) else "Nothing was different, so nothing was saved."


def _measure(project: BuyingProject, wanted: dict[str, Any], by: Person) -> str:
    """The same measure once more adds nothing."""
    last = project.objectives.first()
    there = fields_of(last)["measures"]
    if wanted not in there:
        write_objective(project=project, by=by, seen=last.version if last else 0, measures=[*there, wanted])
    return f"Measure “{wanted['measure']}” added."


def _somebody(project: BuyingProject, wanted: dict[str, Any], by: Person) -> str:
    return f"{add_stakeholder(project=project, by=by, **wanted).name} added."


def _doing(project: BuyingProject, wanted: dict[str, Any], by: Person) -> str:
    return f"“{add_activity(project=project, by=by, **wanted).title}” added."


def _when(project: BuyingProject, wanted: dict[str, Any], by: Person) -> str:
    """Raises BothChanged where somebody else moved the same day; a day that only one of the two moved is no conflict."""
    activity, seen = wanted.pop("activity"), wanted.pop("seen")
    stage, *days = dates_of(activity)
    kept = dict(zip(("starts_on", "ends_on"), days, strict=True))
    fresh, clashes = merge(seen=seen, kept=kept, wanted=wanted)
    if clashes:
        says = f"Somebody else dated “{activity.title}” while you were typing."
        raise BothChanged(says, {name: (_day(theirs), _day(mine)) for name, (theirs, mine) in clashes.items()})
    base, after = {activity.pk: (stage, *days)}, {**kept, **fresh}
    number = date_activities(project=project, by=by, base=base, wanted={activity.pk: (stage, after["starts_on"], after["ends_on"])})
    return "The days are saved." if number else "Nothing was different, so nothing was saved."


def _day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def _approach(project: BuyingProject, wanted: dict[str, Any], by: Person) -> str:
    changed = write_management_plan(project=project, by=by, **wanted)
    return "The approach is saved." if changed else "Nothing was different, so nothing was saved."


def _risk(project: BuyingProject, wanted: dict[str, Any], by: Person) -> str:
    return f"Risk “{add_risk(project=project, by=by, **wanted)}” added."


def row_saver(register: Register, thing: str) -> Save:
    """How a row of a register is added from a block."""

    def save(project: BuyingProject, wanted: dict[str, Any], by: Person) -> str:
        return f"{thing} “{add_row(register=register, project=project, by=by, **wanted)}” added."

    return save


ADD = "Add it"
WAYS = ("projects:ways_of_working", "Ways of working")

BLOCKS = {
    block.name: block
    for block in [
        Block(
            "objective",
            "What the project is for",
            frozenset({"1.4", "2.2", "3.1"}),
            AimForm,
            _aim,
            "Save the objective",
            "projects:objective_edit",
            "The whole objective",
        ),
        Block(
            "measures",
            "How we will see that the outcome is there",
            frozenset({"1.4"}),
            MeasuredForm,
            _measure,
            ADD,
            "projects:objective",
            "All measures",
            about=("measure",),
        ),
        Block(
            "scope",
            "Scope, funding and timing",
            frozenset({"1.4", "3.1"}),
            ScopeForm,
            _aim,
            "Save it",
            "projects:objective_edit",
            "The whole objective",
            about=("scale", "scope", "funding"),
        ),
        Block(
            "people",
            "Somebody who belongs in this",
            frozenset({"1.1", "2.1", "3.3"}),
            SomebodyForm,
            _somebody,
            "Add them",
            "projects:people",
            "Everyone",
        ),
        Block(
            "activities",
            "Something that has to be done",
            frozenset({"1.2", "2.3", "3.3"}),
            DoingForm,
            _doing,
            ADD,
            "projects:raci",
            "The RACI matrix",
        ),
        Block(
            "dates",
            "When something is done",
            frozenset({"1.3", "3.4"}),
            WhenForm,
            _when,
            "Save the days",
            "projects:plan",
            "The work plan",
            comes_late=True,
        ),
        Block(
            "communication",
            "Who is told what",
            frozenset({"1.3", "2.5"}),
            TellForm,
            row_saver(COMMUNICATION, "The line for"),
            ADD,
            "projects:communication",
            "The communication plan",
            comes_late=True,
        ),
        Block(
            "approach",
            "How we go about it",
            frozenset({"3.2", "3.4"}),
            ApproachForm,
            _approach,
            "Save the approach",
            "projects:management_plan",
            "The management plan",
        ),
        Block(
            "milestones",
            "A day that everybody looks to",
            frozenset({"3.4"}),
            KeyMilestoneForm,
            row_saver(KEY_MILESTONES, "Key milestone"),
            ADD,
            "projects:plan",
            "The work plan",
            comes_late=True,
        ),
        Block("cadence", "When we meet", frozenset({"3.5"}), MeetForm, row_saver(CADENCE, "Regular meeting"), ADD, *WAYS),
        Block("tools", "What we work with", frozenset({"3.6"}), UseForm, row_saver(TOOLS, "Tool"), ADD, *WAYS),
        Block(
            "agreements", "Something we agree on", frozenset({"3.6"}), AgreementForm, row_saver(AGREEMENTS, "Working agreement"), ADD, *WAYS
        ),
        Block("risks", "Something that may go wrong", frozenset({"3.7"}), NewRiskForm, _risk, ADD, "projects:risks", "All risks"),
    ]
}


def blocks_for(keys: Collection[str]) -> list[Block]:
    """The blocks that serve any of these criteria, in the order of their list."""
    return [block for block in BLOCKS.values() if block.serves & set(keys)]


def placed(agenda: Sequence[tuple[str, Collection[str]]], keys: Collection[str]) -> list[list[Block]]:
    """Each block of a meeting once, by the item of the agenda (its title, its criteria) it stands under: one list an item, and one more
    for what no item serves."""
    lists: list[list[Block]] = [[] for _ in (*agenda, ())]
    for block in blocks_for(keys):
        about = [number for number, (title, _) in enumerate(agenda) if any(word in title.casefold() for word in block.about)]
        serving = [number for number, (_, criteria) in enumerate(agenda) if block.serves & set(criteria)] or [len(agenda)]
        lists[(about or serving)[-1 if block.comes_late else 0]].append(block)
    return lists
