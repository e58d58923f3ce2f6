"""The stakeholder communication plan, read: its lines, whom none names, what the team has to see, and what is for one person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max, Prefetch

from projects.models import BuyingProject, Circulation, CommunicationItem, CommunicationRevision, Held, HeldElsewhere, Stakeholder


def items_of(project: BuyingProject) -> list[CommunicationItem]:
    """The lines of the plan now, each with its owner and the people it names by name: two queries."""
    named = Prefetch("stakeholders", project.stakeholders.order_by("name", "pk"))
    return list(project.communication_items.current().select_related("owner").prefetch_related(named))


def version_of(project: BuyingProject) -> int:
    """The version of the plan now; 0 while nothing of it was written."""
    last = project.communication_revisions.first()
    return last.version if last else 0


def to_see(project: BuyingProject) -> CommunicationRevision | None:
    """The latest version that the team needs to see and was not sent since: what "I've read it" is asked about. Two queries."""
    sent = project.circulations.aggregate(version=Max("plan_version"))["version"]
    return project.communication_revisions.filter(team_needs_to_see=True, version__gt=sent or 0).first()


def without_item(people: Iterable[Stakeholder], items: Iterable[CommunicationItem]) -> list[Stakeholder]:
    """Those of high interest whom no line names."""
    named = {stakeholder.pk for item in items for stakeholder in item.stakeholders.all()}
    return [s for s in people if s.is_high_interest and s.is_current and s.pk not in named]


@dataclass(frozen=True)
class Share:
    """The plan as one person of the team has it: sent when, the lines that name them, the others; where it is kept, if elsewhere."""

    sent: Circulation
    mine: list[CommunicationItem]
    others: list[CommunicationItem]
    elsewhere: HeldElsewhere | None


def share_of(project: BuyingProject, me: Stakeholder) -> Share | None:
    """What of the plan somebody of the team has; nothing until it was sent. Whoever joins after that has it by joining."""
    sent = project.circulations.last()
    if sent is None or not me.is_core:
        return None
    items = items_of(project)
    mine = [item for item in items if me in item.stakeholders.all()]
    elsewhere = project.held_elsewhere.current().filter(what=Held.COMMUNICATION).first()
    return Share(sent, mine, [item for item in items if item not in mine], elsewhere)
