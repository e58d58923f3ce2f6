"""Completing a milestone, in words: where it stands, what is still to do, whom it waits on, who has confirmed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.timezone import localdate

from milestones import gate
from milestones.absent import Absent, absent_from, told_of
from milestones.gate import State
from milestones.journey import Journey, journey_of
from milestones.models import Answer, Attendance, Confirmation, Ending, Milestone, Side, SuccessCriterion
from milestones.operations.confirming import side_of
from milestones.operations.meeting import core_team
from milestones.operations.reopening import Undoing
from milestones.places import milestone_at
from milestones.planning import attendance_of, who_was_there
from milestones.rows import Row, count_words, row_of, rows_of
from milestones.seats import Seats, seats_of
from milestones.standing import things_changed
from mobilisation.refusals import Refusal
from projects.access import SIDES
from projects.models import BuyingProject, Role
from projects.words import say_moment, say_short_day


@dataclass(frozen=True)
class SideLine:
    """One side's confirmation: who gave it, or that nobody has, and what became of the last one."""

    side: str
    given: str = ""
    note: str = ""


@dataclass
class Panel:
    """What the completing panel says and offers."""

    milestone: Milestone
    state: State
    count: str
    answered: int
    total: int
    line: str
    says: str = ""
    waits: str = ""
    resumers: str = ""
    left: list[SuccessCriterion] = field(default_factory=list)
    looks: list[SuccessCriterion] = field(default_factory=list)
    sides: list[SideLine] = field(default_factory=list)
    may_confirm: bool = False
    may_withdraw: bool = False
    may_reopen: bool = False
    cannot_confirm: str = ""
    blocks: int = 0
    next: int = 0


def milestone_page(project: BuyingProject, position: int, **more: Any) -> dict[str, Any]:
    """All that the page of a milestone is drawn from, and each of its parts. Raises Http404 for a position that is not 1 to 3.

    Queries: the journey, seats, confirmations, evidence, who is on the list of the session, what those who missed it owe.
    """
    milestone, journey = milestone_at(project, position), journey_of(project)
    seats = seats_of(project)
    rows = rows_of(project, journey, milestone, seats)
    panel = completing(project, journey, milestone, seats)
    attendance = attendance_of(milestone.session)
    there = who_was_there(attendance)
    absent = absent_on(project, milestone, attendance) if there and milestone.session.held_on else []
    shown = {"attendance": attendance, "there": there, "absent": absent}
    return {"milestone": milestone, "rows": rows, "panel": panel, "seats": seats, **shown, **more}


def absent_on(project: BuyingProject, milestone: Milestone, attendance: list[Attendance]) -> list[Absent]:
    """Who missed its meeting and what each still owes, in the words of its notes. Four queries."""
    session, criteria = milestone.session, journey_of(project).criteria_up_to(milestone)
    there = {row.stakeholder_id: row for row in attendance}
    return absent_from(session, core_team(project).values(), there, told_of(session), criteria)


def confirm_page(project: BuyingProject, position: int, refusal: Refusal | None = None) -> dict[str, Any]:
    """All that the confirm page is drawn from: what is missing, or what to read before confirming."""
    milestone, journey = milestone_at(project, position), journey_of(project)
    seats = seats_of(project)
    criteria = journey.criteria_up_to(milestone)
    panel = completing(project, journey, milestone, seats)
    return {
        "milestone": milestone,
        "panel": panel,
        "seats": seats,
        "left": [row_of(criterion, project) for criterion in panel.left],
        "looks": [row_of(criterion, project) for criterion in gate.to_look_at(criteria)],
        "is_unheld": panel.state in {State.OPEN, State.READY} and milestone.session.held_on is None,
        "declared": [row_of(criterion, project) for criterion in declared(criteria)],
        "on_behalf": project.access.acting(SIDES)[0] == Role.BUYERS_AGENT if project.access.edits else False,
        "refusal": refusal,
    }


def completing(project: BuyingProject, journey: Journey, milestone: Milestone, seats: Seats) -> Panel:
    """The panel of one milestone. One query, for the confirmations given and ended."""
    criteria, state = journey.criteria_of(milestone), journey.state(milestone)
    answered = len(criteria) - len(gate.unanswered(criteria))
    panel = Panel(milestone, state, count_words(criteria), answered, len(criteria), line="")
    if not project.is_active:
        panel.resumers = seats.either
    {State.LOCKED: _locked, State.COMPLETE: _complete, State.OPEN: _open, State.READY: _open}[state](panel, project, journey, seats)
    panel.line = _line(panel, project)
    return panel


def _locked(panel: Panel, project: BuyingProject, journey: Journey, seats: Seats) -> None:
    before = gate.held_back_by(panel.milestone, journey.milestones)
    panel.blocks = before[0].position
    panel.says = f"Opens when milestone {before[-1].position} is complete"


def _complete(panel: Panel, project: BuyingProject, journey: Journey, seats: Seats) -> None:
    criteria = journey.criteria_of(panel.milestone)
    panel.says = complete_words(panel.milestone, criteria)
    panel.looks = gate.to_look_at(criteria)
    panel.next = panel.milestone.position + 1 if panel.milestone is not journey.milestones[-1] else 0
    panel.may_reopen = project.access.edits and project.is_active
    panel.sides = side_lines(given_and_ended(panel.milestone), project.access.person.pk)


def _open(panel: Panel, project: BuyingProject, journey: Journey, seats: Seats) -> None:
    panel.left = gate.unanswered(journey.criteria_of(panel.milestone))
    panel.looks = gate.to_look_at(journey.criteria_up_to(panel.milestone))
    panel.waits = seats.waiting_on(project.waits_on, project.access)
    confirmations = given_and_ended(panel.milestone)
    panel.sides = side_lines(confirmations, project.access.person.pk)
    if project.access.edits and project.is_active:
        _offer(panel, project, [c for c in confirmations if c.ended_at is None])


def _offer(panel: Panel, project: BuyingProject, live: list[Confirmation]) -> None:
    """Set what the panel offers to somebody of either side."""
    side = side_of(project.access.acting(SIDES)[0])
    panel.may_withdraw = any(c.side == side for c in live)
    both = any(c.person_id == project.access.person.pk and c.side != side for c in live)
    if both:
        panel.cannot_confirm = "You have confirmed for the other side, and it takes two different people."
    panel.may_confirm = panel.state == State.READY and not (panel.looks or panel.may_withdraw or both)


def _line(panel: Panel, project: BuyingProject) -> str:
    """The one line that a phone shows first."""
    if panel.state in {State.LOCKED, State.COMPLETE}:
        return panel.says
    if not project.is_active:
        return f"{panel.count}. {project.get_state_display()}"
    return f"{panel.count}. Waiting on {panel.waits}"


def complete_words(milestone: Milestone, criteria: list[SuccessCriterion]) -> str:
    """Since when it is complete, and how many things have changed since: each person or thing counted once."""
    words = f"Complete {say_short_day(localdate(milestone.completion.at))}."  # type: ignore[union-attr]  # it is complete
    changed = things_changed(criteria)
    if not changed:
        return words
    return f"{words} {changed} thing{' has' if changed == 1 else 's have'} changed since."


def given_and_ended(milestone: Milestone) -> list[Confirmation]:
    """Every confirmation of a milestone that was given, oldest first, with its people."""
    return list(Confirmation.objects.filter(milestone=milestone).select_related("person", "covers_for", "ended_by"))


def side_lines(confirmations: list[Confirmation], person: int) -> list[SideLine]:
    """What both sides have confirmed, as read by this person."""
    return [_side_line(side, [c for c in confirmations if c.side == side], person) for side in Side]


def _side_line(side: Side, given: list[Confirmation], person: int) -> SideLine:
    last = given[-1] if given else None
    if last is None:
        return SideLine(side.label)
    if last.ended_at is None:
        return SideLine(side.label, given=given_words(last))
    return SideLine(side.label, note=ended_words(last, person))


def given_words(confirmation: Confirmation) -> str:
    """Who confirmed, with their position then, for whom, and when."""
    who = ", ".join(words for words in (confirmation.person.name, confirmation.position) if words)
    behalf = " on behalf of the buyer" if confirmation.is_on_behalf else ""
    cover = f" covering for {confirmation.covers_for}" if confirmation.covers_for else ""
    return f"{who}{behalf}{cover}, {say_moment(confirmation.given_at)}"


def ended_words(confirmation: Confirmation, person: int) -> str:
    """Why a confirmation no longer counts; to its giver as theirs."""
    when = say_moment(confirmation.ended_at)  # type: ignore[arg-type]  # it has ended
    if confirmation.ended_why == Ending.REOPENED:
        return ""
    if confirmation.ended_why == Ending.WITHDRAWN:
        return f"{confirmation.ended_by} withdrew the confirmation on {when}."
    whose = "Your" if confirmation.person_id == person else f"{confirmation.person}'s"
    return f"{whose} confirmation lapsed: {confirmation.ended_by} changed an answer on {when}."


def declared(criteria: list[SuccessCriterion]) -> list[SuccessCriterion]:
    """What whoever confirms should read first: met with a reason, not needed, still stands."""
    return [c for c in criteria if c.answer in {Answer.MET_WITH_REASON, Answer.NOT_NEEDED} or c.still_stands]


def undone(undo: Undoing) -> list[tuple[Milestone, list[Confirmation]]]:
    """What reopening undoes, milestone by milestone, last first; those where it undoes nothing are left out."""
    touched = [(m, [c for c in undo.confirmations if c.milestone_id == m.pk]) for m in undo.milestones]
    return [(m, confirmations) for m, confirmations in touched if m.is_complete or confirmations]


def row_at(rows: list[Row], place: int) -> Row:
    """The row at this place."""
    return next(row for row in rows if row.position == place)
