"""The page of a meeting: who is here, the agenda with what can be typed under each item, what falls, and what is left afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django import forms

from milestones.absent import absent_from, say_agreement, told_of, was_there
from milestones.agenda import USUAL
from milestones.blocks import Block, placed
from milestones.forms.meeting import BriefedForm, FallForm, PresenceForm
from milestones.journey import journey_of
from milestones.models import Attendance, Milestone, Presence, Session, SuccessCriterion
from milestones.operations.meeting import attendance_of, core_team, is_supported, may_run
from milestones.places import milestone_at
from milestones.rows import row_of
from projects.access import OFFICER, names_of
from projects.models import BuyingProject, ObjectionAbout, Stakeholder
from projects.words import listed


@dataclass(frozen=True)
class Typing:
    """One block on the page, with its form: fresh, or as it was sent."""

    block: Block
    form: forms.Form

    @property
    def id(self) -> str:
        """Its id on the page, and its place in the address."""
        return self.block.name


@dataclass(frozen=True)
class Item:
    """One item of the agenda: the criteria it serves, and what can be typed under it."""

    number: int
    title: str
    minutes: int | None
    criteria: list[SuccessCriterion]
    typing: list[Typing] = field(default_factory=list)
    is_open: bool = False
    hint: str = ""
    place: str = ""


def meeting_page(project: BuyingProject, position: int, sent: forms.Form | None = None, where: str = "") -> dict[str, Any]:
    """All that the page is drawn from. `sent` is a form as it came, with its errors, for the block or part named `where`.

    Raises Http404 for a position that is not 1 to 3. Queries: the journey, the core team, attendance, what the blocks choose among.
    """
    milestone = milestone_at(project, position)
    criteria = journey_of(project).criteria_of(milestone)
    session = milestone.session
    session.milestone = milestone
    team, there = core_team(project), attendance_of(session)
    runs = project.is_active and not session.is_finished
    here = PresenceForm(session=session, team=team, there=there) if runs and may_run(session, project.access) else None
    return {
        "milestone": milestone,
        "session": session,
        "sitting": milestone.stage.sitting,
        "rows": [row_of(criterion, project) for criterion in criteria],
        "ready": ready_of(criteria),
        "next": _next(project, milestone, criteria),
        "presence": sent if sent is not None and where == "who" else here,
        "present": [team[pk] for pk in team if pk in there and there[pk].presence == Presence.PRESENT],
        "items": items_of(project, milestone, sent, where) if runs else [],
        "fall": _fall(project, sent if where == "fall" else None) if runs else None,
        "fallen": list(session.items.select_related("owner").order_by("pk")),
        "form": sent,
        **afterwards(project, session, team, there),
    }


def ready_of(criteria: Iterable[SuccessCriterion]) -> list[str]:
    """The keys of those that one press would mark as met."""
    return [criterion.key for criterion in criteria if is_supported(criterion) and not criterion.is_answered]


def _next(project: BuyingProject, milestone: Milestone, criteria: Sequence[SuccessCriterion]) -> str:
    """What comes after the meeting, and who does it."""
    ready, left = ready_of(criteria), [criterion.key for criterion in criteria if not criterion.is_answered]
    if milestone.is_complete:
        return f"Milestone {milestone.position} is complete."
    if ready:
        who = "Mark" if project.access.is_officer else f"{names_of(project, OFFICER)} marks"
        return f"{who} {listed(ready, most=len(ready))} as met: everything needed for it is there."
    if left:
        keys = listed(left, most=len(left))
        return f"Something is still needed for {keys}: it is listed on this page, and can be supplied without another meeting."
    return f"Every criterion is answered: the buyer and the procurement officer confirm milestone {milestone.position}."


def _fall(project: BuyingProject, sent: forms.Form | None) -> forms.Form:
    return sent if sent is not None else FallForm(team=project.stakeholders.current().in_reading_order())


def items_of(project: BuyingProject, milestone: Milestone, sent: forms.Form | None = None, where: str = "") -> list[Item]:
    """The agenda, or the usual one where none is planned, each block once under its item; that with `where` is unfolded."""
    criteria = {criterion.key: criterion for criterion in journey_of(project).criteria_of(milestone)}
    agenda = milestone.session.agenda or [item.as_stored() for item in USUAL[milestone.key]]
    rows = [(row["title"], row["minutes"], [key for key in row["criteria"] if key in criteria]) for row in agenda]
    blocks = placed([(title, keys) for title, _, keys in rows], criteria)
    items = []
    for number, (title, minutes, keys) in enumerate([*rows, ("Also for this meeting", None, [])]):
        here = blocks[number] if project.access.edits else []
        typing = [Typing(block, sent if sent is not None and where == block.name else form_of(block, project)) for block in here]
        if number < len(rows) or typing:
            items.append(Item(number + 1, title, minutes, [criteria[key] for key in keys], typing))
    opened = _to_open(items, where)
    return [replace(item, is_open=item is opened, **_elsewhere(item, items)) for item in items]


def _elsewhere(item: Item, items: Iterable[Item]) -> dict[str, str]:
    """Where what is said under an item goes, if it has nothing to type into: in words, and as a place on the page."""
    if item.typing:
        return {}
    if any(words in item.title.casefold() for words in ("say it back", "agree")):
        return {"hint": "Who said it back, and what is agreed, is marked by person, under “Who is here”.", "place": "who"}
    keys = {criterion.key for criterion in item.criteria}
    found = next((other for other in items if any(typing.block.serves & keys for typing in other.typing)), None)
    if found:
        return {"hint": f"Type what is said under “{found.title}”.", "place": found.typing[0].id}
    return {"hint": "Record what is decided, asked or to be done under “Decisions, questions, actions”.", "place": "fall"}


def _to_open(items: list[Item], where: str) -> Item | None:
    """The one item that is unfolded: where something was just typed, else the first that serves what is not answered yet."""
    typed = [item for item in items if any(typing.id == where for typing in item.typing)]
    left = [item for item in items if item.typing and any(not criterion.is_answered for criterion in item.criteria)]
    return next(iter([*typed, *left]), None)


def form_of(block: Block, project: BuyingProject, data: Any = None) -> forms.Form:
    """The form of a block: its fields begin with its name, since others stand on the same page."""
    return block.form(data, project=project, prefix=block.name)


def afterwards(project: BuyingProject, session: Session, team: dict[int, Stakeholder], there: dict[int, Attendance]) -> dict[str, Any]:
    """What is shown once the meeting is finished: what was agreed, who was not there and what each still owes."""
    if not session.held_on or not any(was_there(row) for row in there.values()):
        return {"absent": [], "agreements": [], "briefed": None, "may_agree": False, "said": []}
    told = told_of(session)
    absent = absent_from(session, team.values(), there, told, journey_of(project).criteria_up_to(session.milestone))
    untold = [a.stakeholder for a in absent if not a.is_told]
    may = project.is_active and may_run(session, project.access)
    return {
        "absent": absent,
        "said": list(session.explanations.select_related("stakeholder", "heard_by")),
        "agreements": [say_agreement(a, session, {pk: s.name for pk, s in team.items()}) for a in told.agreements],
        "briefed": BriefedForm(absent=untold) if may and untold else None,
        "may_agree": may and len(told.agreements) < len(ObjectionAbout),
    }
