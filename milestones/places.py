"""From an address to what it names: the milestone or the criterion of a project, or 404."""

from __future__ import annotations

from django.http import Http404

from milestones.journey import journey_of
from milestones.models import Milestone, SuccessCriterion
from projects.models import BuyingProject


def milestone_at(project: BuyingProject, position: int) -> Milestone:
    """The milestone at 1 to 3. Raises Http404 elsewhere."""
    for milestone in journey_of(project).milestones:
        if milestone.position == position:
            return milestone
    raise Http404("A project has three milestones.")


def criterion_at(project: BuyingProject, position: int, place: int) -> SuccessCriterion:
    """The criterion at this place in this milestone. Raises Http404 where there is none."""
    for criterion in journey_of(project).criteria_of(milestone_at(project, position)):
        if criterion.position == place:
            return criterion
    raise Http404("There is no criterion with this number.")
