"""What pages of a session are drawn from: the session whole, who is on its list, what its agenda could be."""

from __future__ import annotations

from milestones.agenda import USUAL, Suggestion, suggest
from milestones.journey import Journey, journey_of
from milestones.models import Answer, Attendance, Milestone, Presence, Session
from milestones.places import milestone_at
from projects.access import SIDES
from projects.models import BuyingProject, Kind, Role, Stakeholder

ORDER = {role: place for place, role in enumerate(Role.in_a_project())}


def milestone_with_session(project: BuyingProject, position: int) -> Milestone:
    """The milestone with its session whole: agenda, notes, who runs it. One query beside the journey's; Http404 as `milestone_at`."""
    milestone = milestone_at(project, position)
    milestone.session = Session.objects.select_related("runner").get(milestone=milestone)
    return milestone


def attendance_of(session: Session) -> list[Attendance]:
    """Everybody on its list, in reading order. One query."""
    rows = list(session.attendances.select_related("stakeholder"))
    return sorted(rows, key=lambda row: (ORDER[Role(row.stakeholder.role)], row.stakeholder.name, row.pk))


def who_was_there(rows: list[Attendance]) -> list[Attendance]:
    """Those of them who were present."""
    return [row for row in rows if row.presence == Presence.PRESENT]


def suggestion_for(milestone: Milestone, journey: Journey | None = None) -> Suggestion:
    """The agenda suggested now. Met with a reason still has something to talk about, and so has what changed since."""
    criteria = (journey or journey_of(milestone.project)).criteria_of(milestone)
    met = {c.key for c in criteria if c.answer == Answer.MET and not c.newly_missing}
    not_needed = {c.key for c in criteria if c.answer == Answer.NOT_NEEDED}
    return suggest(USUAL[milestone.stage.key], met=met, not_needed=not_needed)


def who_is_suggested(milestone: Milestone) -> list[Stakeholder]:
    """Who usually comes: buyer's side and officer to the first, the core team to the others. One query."""
    people = milestone.project.stakeholders.current().core().filter(kind=Kind.PERSON)
    return list((people.filter(role__in=SIDES) if milestone.position == 1 else people).in_reading_order())
