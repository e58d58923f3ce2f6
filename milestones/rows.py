"""The criteria of a milestone as pages show them: what the project shows, evidence, and the one thing to do about each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import Resolver404, resolve, reverse

from milestones import gate
from milestones.journey import Journey
from milestones.models import Answer, Evidence, Milestone, SuccessCriterion
from milestones.seats import Seats
from mobilisation.refusals import Refusal
from projects.access import Access
from projects.models import BuyingProject

STATES = {
    Answer.NOT_MET: "not-met",
    Answer.MET: "met",
    Answer.MET_WITH_REASON: "reason",
    Answer.NOT_NEEDED: "not-needed",
}


@dataclass(frozen=True)
class Fact:
    """One thing the project shows. `where` is empty for who may not open that page."""

    key: str
    says: str
    shape: str
    word: str = ""
    who: str = ""
    where: str = ""
    label: str = ""


@dataclass(frozen=True)
class Attached:
    """Evidence on the page, with the address that takes it off, for who may."""

    evidence: Evidence
    remove: str = ""


@dataclass
class Row:
    """One criterion on a page. `offer` is what the officer may do in the row: "press", "reason" or nothing."""

    criterion: SuccessCriterion
    needed: list[Fact]
    checks: list[Fact]
    evidence: list[Attached] = field(default_factory=list)
    offer: str = ""
    also_confirms: bool = False
    may_change: bool = False
    may_look: bool = False
    who_can: str = ""
    add_evidence: str = ""
    refusal: Refusal | None = None
    takes_focus: bool = False

    @property
    def key(self) -> str:
        """Its number."""
        return self.criterion.key

    @property
    def position(self) -> int:
        """Its place in the milestone."""
        return self.criterion.position

    @property
    def shape(self) -> str:
        """The shape of its answer, beside the words."""
        return STATES[Answer(self.criterion.answer)]

    @property
    def changed(self) -> str:
        """What is missing now and was not when the officer last looked, by name."""
        return ", ".join(thing["name"] for thing in self.criterion.newly_missing)


def row_of(criterion: SuccessCriterion, project: BuyingProject) -> Row:
    """The criterion with what the project shows for it, needed and worth checking apart."""
    shown = [(finding["needed"], fact_of(finding, project)) for finding in criterion.findings]
    return Row(criterion, [fact for needed, fact in shown if needed], [fact for needed, fact in shown if not needed])


def fact_of(finding: dict[str, Any], project: BuyingProject) -> Fact:
    """One stored finding; with who can mend it and where, while it does not hold and the project is not stopped."""
    access = project.access
    if finding["holds"]:
        return Fact(finding["key"], finding["says"], "holds")
    shape, word = ("missing", "Still needed:") if finding["needed"] else ("check", "Worth checking:")
    where = finding["where"] if project.is_active and may_open(access, finding["where"]) else ""
    label = finding["where_label"] if access.edits else "See where"
    return Fact(finding["key"], finding["says"], shape, word, "" if access.edits else finding["who"], where, label)


def may_open(access: Access, address: str) -> bool:
    """Whether the page at this address is open to them, by the rule that its view carries."""
    try:
        rule = getattr(resolve(address).func, "access_rule", None)
    except Resolver404:
        return False
    return isinstance(rule, frozenset) and access.holds(rule)


def rows_of(project: BuyingProject, journey: Journey, milestone: Milestone, seats: Seats) -> list[Row]:
    """The rows of a milestone's page, each with its evidence and its action. One query, for the evidence of all."""
    rows = [row_of(criterion, project) for criterion in journey.criteria_of(milestone)]
    attached = evidence_of(project, milestone)
    for row in rows:
        row.evidence = attached.get(row.criterion.pk, [])
        row.add_evidence = _to_add(project, milestone, row)
        _offer(row, project, journey, seats)
    return rows


def evidence_of(project: BuyingProject, milestone: Milestone) -> dict[int, list[Attached]]:
    """What is attached to the criteria of a milestone now, by criterion."""
    attached: dict[int, list[Attached]] = {}
    rows = Evidence.objects.filter(criterion__milestone=milestone, removed_at=None).select_related("added_by", "criterion")
    for evidence in rows:
        place = [project.ref, milestone.position, evidence.criterion.position, evidence.pk]
        may = project.is_active and may_remove(evidence, project.access)
        remove = reverse("milestones:evidence_remove", args=place) if may else ""
        attached.setdefault(evidence.criterion_id, []).append(Attached(evidence, remove))
    return attached


def may_remove(evidence: Evidence, access: Access) -> bool:
    """Whether they may take this off the page: who added it, and either side."""
    return access.edits or (access.contributes and evidence.added_by_id == access.person.pk)


def _to_add(project: BuyingProject, milestone: Milestone, row: Row) -> str:
    if not (project.access.contributes and project.is_active):
        return ""
    return reverse("milestones:evidence_add", args=[project.ref, milestone.position, row.position])


def _offer(row: Row, project: BuyingProject, journey: Journey, seats: Seats) -> None:
    """Set what the row offers: to the officer an action, to others who can. Nothing in a locked milestone or a stopped project."""
    criterion, milestone = row.criterion, row.criterion.milestone
    if not project.is_active or gate.held_back_by(milestone, journey.milestones):
        return
    is_open = not milestone.is_complete
    if not project.access.is_officer:
        row.who_can = _who_can(criterion, is_open, seats)
        return
    row.may_look = criterion.needs_another_look
    row.may_change = is_open and criterion.is_answered
    if is_open and not criterion.is_answered:
        row.offer = "press" if criterion.one_press_suffices else "reason"
        row.also_confirms = row.offer == "press" and would_confirm(journey, criterion)


def _who_can(criterion: SuccessCriterion, is_open: bool, seats: Seats) -> str:
    if criterion.needs_another_look:
        return f"{seats.only_officer} look at this again."
    return f"{seats.only_officer} mark this." if is_open and not criterion.is_answered else ""


def would_confirm(journey: Journey, criterion: SuccessCriterion) -> bool:
    """Whether answering this criterion may confirm its milestone in the same press: it is the last, and nothing needs another look."""
    left = gate.unanswered(journey.criteria_of(criterion.milestone))
    return [c.pk for c in left] == [criterion.pk] and not gate.to_look_at(journey.criteria_up_to(criterion.milestone))


def count_words(criteria: Iterable[SuccessCriterion], noun: str = "") -> str:
    """How far it is: "2 of 4 met"; what is not needed is counted apart."""
    answers = [criterion.answer for criterion in criteria]
    met = sum(answer in {Answer.MET, Answer.MET_WITH_REASON} for answer in answers)
    apart = answers.count(Answer.NOT_NEEDED)
    return f"{met} of {len(answers)} {noun}met{f', {apart} not needed' if apart else ''}"
