"""What can be typed in a meeting, by the criteria it serves: each block is a few fields of a record, saved into that very record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms

from milestones.forms.blocks import AimForm, DoingForm, SomebodyForm
from projects.forms.working import AgreementForm
from projects.models import BuyingProject, Person
from projects.operations.objective import write_objective
from projects.operations.people import add_stakeholder
from projects.operations.raci import add_activity
from projects.operations.rows import Register, add_row
from projects.operations.working import AGREEMENTS

Save = Callable[[BuyingProject, dict[str, Any], Person], str]


@dataclass(frozen=True)
class Block:
    """One block: the criteria it serves, its form, how what was typed is saved (returning what is said then), its page in full."""

    name: str
    heading: str
    serves: frozenset[str]
    form: Callable[..., forms.Form]
    save: Save
    button: str
    page: str
    page_words: str


def _aim(project: BuyingProject, wanted: dict[str, Any], by: Person) -> str:
    seen = wanted["seen"]
    written = write_objective(project=project, by=by, **wanted)
    return "The objective is saved." if written and written.version != seen else "Nothing was different, so nothing was saved."


def _somebody(project: BuyingProject, wanted: dict[str, Any], by: Person) -> str:
    return f"{add_stakeholder(project=project, by=by, **wanted).name} added."


def _doing(project: BuyingProject, wanted: dict[str, Any], by: Person) -> str:
    return f"“{add_activity(project=project, by=by, **wanted).title}” added."


def row_saver(register: Register, thing: str) -> Save:
    """How a row of a register is added from a block."""

    def save(project: BuyingProject, wanted: dict[str, Any], by: Person) -> str:
        return f"{thing} “{add_row(register=register, project=project, by=by, **wanted)}” added."

    return save


BLOCKS = {
    block.name: block
    for block in [
        Block(
            "objective",
            "What the project is for",
            frozenset({"1.3", "1.4", "2.2"}),
            AimForm,
            _aim,
            "Save the objective",
            "projects:objective_edit",
            "The whole objective",
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
            frozenset({"1.2", "2.3"}),
            DoingForm,
            _doing,
            "Add it",
            "projects:raci",
            "The RACI matrix",
        ),
        Block(
            "agreements",
            "Something we agree on",
            frozenset({"3.6"}),
            AgreementForm,
            row_saver(AGREEMENTS, "Working agreement"),
            "Add it",
            "projects:ways_of_working",
            "Ways of working",
        ),
    ]
}


def blocks_for(keys: Iterable[str]) -> list[Block]:
    """The blocks that serve any of these criteria, in the order of their list."""
    wanted = set(keys)
    return [block for block in BLOCKS.values() if block.serves & wanted]
