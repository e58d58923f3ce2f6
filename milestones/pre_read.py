"""What people read before a session, on one page: what it is about, what is not met yet, who brings what."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from milestones import gate
from milestones.invitation import minutes_of
from milestones.journey import journey_of
from milestones.planning import attendance_of, milestone_with_session, who_was_there
from milestones.rows import Row, row_of
from projects.models import BuyingProject, OpenItem, Stakeholder

MOST_FACTS = 2  # of one criterion: the page is one sheet
MOST_ITEMS = 4  # of one person


@dataclass(frozen=True)
class ToTalkAbout:
    """A criterion that is not met yet, with the first of what it still needs, and how many more there are."""

    row: Row
    says: list[str]
    more: int


@dataclass(frozen=True)
class Brings:
    """What one person is asked to bring: the first of their open items, and how many more there are. Nobody: those without an owner."""

    owner: Stakeholder | None
    items: list[OpenItem]
    more: int


def pre_read_page(project: BuyingProject, position: int) -> dict[str, Any]:
    """All that the page is drawn from. Queries: the journey, session, list, objective, open items."""
    milestone, journey = milestone_with_session(project, position), journey_of(project)
    rows = attendance_of(milestone.session)
    criteria = journey.criteria_of(milestone)
    not_met = [c for c in criteria if c in gate.unanswered(criteria) or c.newly_missing]
    return {
        "milestone": milestone,
        "attendance": rows,
        "there": who_was_there(rows),
        "minutes": minutes_of(milestone),
        "objective": project.objectives.first(),
        "to_talk_about": [_to_talk_about(row_of(criterion, project)) for criterion in not_met],
        "brings": brings(project),
    }


def _to_talk_about(row: Row) -> ToTalkAbout:
    says = [fact.says for fact in row.needed if fact.shape == "missing"]
    return ToTalkAbout(row, says[:MOST_FACTS], len(says[MOST_FACTS:]))


def brings(project: BuyingProject) -> list[Brings]:
    """The open items by owner, by name; last those that nobody has. One query."""
    items = sorted(project.open_items.unanswered().select_related("owner"), key=_place)
    groups = [list(those) for _, those in groupby(items, key=lambda item: item.owner_id)]
    return [Brings(those[0].owner, those[:MOST_ITEMS], len(those[MOST_ITEMS:])) for those in groups]


def _place(item: OpenItem) -> tuple[Any, ...]:
    """By owner, nobody last; then by day, none last."""
    owner = (item.owner is None, item.owner.name if item.owner else "", item.owner_id or 0)
    return (*owner, item.due_on is None, item.due_on, item.pk)
