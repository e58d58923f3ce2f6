"""The journey of one project, read once: its milestones, criteria and live confirmations."""

from __future__ import annotations

from functools import cached_property

from milestones import gate
from milestones.models import Confirmation, Milestone, SuccessCriterion
from projects.models import BuyingProject


class Journey:
    """Three milestones, sixteen criteria, in order. Two queries, however many of anything."""

    def __init__(self, project: BuyingProject) -> None:
        self.project = project
        joined = ("milestone__completion", "milestone__session__runner", "answered_by", "looked_by")
        rows = SuccessCriterion.objects.filter(milestone__project=project).select_related(*joined)
        rows = rows.defer("milestone__completion__record", "milestone__session__notes", "milestone__session__agenda").order_by(
            "milestone__position", "position"
        )
        by_position: dict[int, Milestone] = {}
        self.criteria: list[SuccessCriterion] = []
        for criterion in rows:
            milestone = by_position.setdefault(criterion.milestone.position, criterion.milestone)
            milestone.project = project
            criterion.milestone = milestone
            self.criteria.append(criterion)
        self.milestones = list(by_position.values())

    def milestone(self, position: int) -> Milestone:
        """The milestone at 1 to 3. Raises StopIteration elsewhere."""
        return next(m for m in self.milestones if m.position == position)

    def criterion(self, key: str) -> SuccessCriterion:
        """The criterion with this number."""
        return next(c for c in self.criteria if c.key == key)

    def criteria_of(self, milestone: Milestone) -> list[SuccessCriterion]:
        """The criteria of one milestone, in order."""
        return [c for c in self.criteria if c.milestone_id == milestone.pk]

    def keys_up_to(self, milestone: Milestone) -> frozenset[str]:
        """The keys of the criteria of this milestone and all before it."""
        return frozenset(c.key for c in self.criteria_up_to(milestone))

    def criteria_up_to(self, milestone: Milestone) -> list[SuccessCriterion]:
        """The criteria of this milestone and all before it."""
        return [c for c in self.criteria if c.milestone.position <= milestone.position]

    def state(self, milestone: Milestone) -> gate.State:
        """Where the milestone stands."""
        return gate.state_of(milestone, self.milestones, self.criteria_of(milestone))

    @property
    def current(self) -> Milestone | None:
        """The one being worked on; nothing once mobilised."""
        return next((m for m in self.milestones if not m.is_complete), None)

    @cached_property
    def confirmations(self) -> list[Confirmation]:
        """The live confirmations of all milestones, oldest first."""
        live = Confirmation.objects.live().filter(milestone__project=self.project).select_related("person")
        return list(live)

    def confirmations_of(self, milestone: Milestone) -> list[Confirmation]:
        """The live confirmations of one milestone."""
        return [c for c in self.confirmations if c.milestone_id == milestone.pk]


def journey_of(project: BuyingProject) -> Journey:
    """The project's journey; within a change it is read once, under the lock."""
    if "journey" not in project.__dict__:
        project.__dict__["journey"] = Journey(project)
    return project.__dict__["journey"]
