"""Everything current of a project, as one reader may see it. The same queries for any number of anything."""

from __future__ import annotations

from milestones.gate import State
from milestones.journey import Journey, journey_of
from milestones.models import Confirmation, Milestone, SuccessCriterion
from milestones.summary.known import Known, day_of, known_of, named
from milestones.summary.of_meetings import meetings
from milestones.summary.of_people import contacts, people, raci
from milestones.summary.of_plans import communication, elsewhere, management, objective, plan
from milestones.summary.of_risks import open_items, risks, ways
from milestones.summary.shapes import Fact, Section, Summary, Value, table
from projects.clock import now
from projects.models import BuyingProject

SECTIONS = (meetings, objective, people, raci, plan, management, communication, risks, open_items, ways, contacts, elsewhere)

FOR_SIDES = "Made for the buyer’s side and the procurement officer: it holds what only they may read."
FOR_THE_TEAM = "Made for the core team: what only the buyer’s side and the procurement officer may read is left out."


def summary_of(project: BuyingProject) -> Summary:
    """The project now, for the person in `project.access`: what they may not see is not in it."""
    known = known_of(project)
    return Summary(
        ref=project.ref,
        title=project.title,
        agency=project.agency.name,
        as_at=now(),
        history_length=project.history_length,
        note=FOR_SIDES if known.access.sees_influence else FOR_THE_TEAM,
        sections=(standing(known), *(section(known) for section in SECTIONS)),
    )


MILESTONES = {
    "milestone": "Milestone",
    "title": "Title",
    "state": "State",
    "met": "Criteria met",
    "not_needed": "Not needed",
    "of": "Of",
    "completed_on": "Completed on",
    "confirmed_by": "Confirmed by",
}
CRITERIA = {
    "criterion": "Criterion",
    "words": "In the guide’s words",
    "answer": "Answer",
    "reason": "Reason",
    "answered_by": "Answered by",
    "answered_on": "Answered on",
    "needs_another_look": "Needs another look",
}
SHOWN = {"criterion": "Criterion", "kind": "Needed, or worth checking", "holds": "It is so", "says": "What the project shows"}
STATES = {State.COMPLETE: "Complete", State.READY: "Ready to confirm", State.OPEN: "Open", State.LOCKED: "Not open yet"}


def standing(known: Known) -> Section:
    """Where the three milestones stand, the answer to each criterion, and what the project shows for it."""
    project, journey = known.project, journey_of(known.project)
    return Section(
        "standing",
        "Where it stands",
        facts=(
            Fact("state", "The project is", project.get_state_display()),
            *((Fact("state_reason", "Because", project.state_reason),) if project.state_reason else ()),
        ),
        tables=(
            table("milestones", "Milestones", MILESTONES, (_milestone(journey, m) for m in journey.milestones), ""),
            table("criteria", "Success criteria", CRITERIA, map(_criterion, journey.criteria), ""),
            table("shown", "What the project shows for each", SHOWN, (row for c in journey.criteria for row in _shown(c)), ""),
        ),
    )


def _milestone(journey: Journey, milestone: Milestone) -> tuple[Value, ...]:
    criteria = journey.criteria_of(milestone)
    not_needed = sum(c.answer == "not_needed" for c in criteria)
    met = sum(c.is_answered for c in criteria) - not_needed
    completed = day_of(milestone.completion.at) if milestone.completion else None
    confirmed = ", ".join(_confirmation(one) for one in journey.confirmations_of(milestone))
    return (
        milestone.position,
        milestone.stage.title,
        STATES[journey.state(milestone)],
        met,
        not_needed,
        len(criteria),
        completed,
        confirmed,
    )


def _confirmation(given: Confirmation) -> str:
    return f"{given.person.name} (on behalf of the buyer)" if given.is_on_behalf else given.person.name


def _criterion(criterion: SuccessCriterion) -> tuple[Value, ...]:
    answered = (named(criterion.answered_by), day_of(criterion.answered_at))
    return (criterion.key, criterion.words, criterion.get_answer_display(), criterion.reason, *answered, criterion.needs_another_look)


def _shown(criterion: SuccessCriterion) -> list[tuple[Value, ...]]:
    kinds = {True: "Needed", False: "Worth checking"}
    return [(criterion.key, kinds[finding["needed"]], finding["holds"], finding["says"]) for finding in criterion.findings]
