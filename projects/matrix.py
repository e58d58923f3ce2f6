"""The RACI matrix of a project, read: the same queries for any number of activities and people."""

from __future__ import annotations

from django.db.models import Q

from projects.models import Assignment, BuyingProject
from projects.raci import Matrix


def matrix_of(project: BuyingProject) -> Matrix:
    """Its current activities; everyone in it now, and leavers with letters left; the letters. Three queries."""
    activities = tuple(project.activities.current())
    letters = Assignment.objects.filter(activity__project=project, activity__removed_at=None)
    cells = {(activity, stakeholder): held for activity, stakeholder, held in letters.values_list("activity", "stakeholder", "letters")}
    lettered = {stakeholder for _, stakeholder in cells}
    people = project.stakeholders.filter(Q(left_at=None) | Q(pk__in=lettered)).in_reading_order()
    return Matrix(activities, tuple(sorted(people, key=lambda s: not s.is_current)), cells)
