"""The RACI matrix of a project, read: the same queries for any number of activities and people."""

from __future__ import annotations

from collections.abc import Sequence

from projects.models import Assignment, BuyingProject, Stakeholder
from projects.raci import Matrix


def matrix_of(project: BuyingProject, people: Sequence[Stakeholder] | None = None) -> Matrix:
    """Its current activities; everyone in it now, and leavers with letters left; the letters.

    Three queries, one less where those in it now are in hand as `people`, one more where somebody who left has letters.
    """
    activities = tuple(project.activities.current())
    letters = Assignment.objects.filter(activity__project=project, activity__removed_at=None)
    cells = {(activity, stakeholder): held for activity, stakeholder, held in letters.values_list("activity", "stakeholder", "letters")}
    current = project.stakeholders.current().in_reading_order() if people is None else people
    gone = {stakeholder for _, stakeholder in cells} - {s.pk for s in current}
    leavers = project.stakeholders.filter(pk__in=gone).in_reading_order() if gone else ()
    return Matrix(activities, (*current, *leavers), cells)
