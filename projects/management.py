"""The buying project management plan, composed: its written parts, and what the project holds of the rest."""

from __future__ import annotations

from typing import Any

from projects.matrix import matrix_of
from projects.models import Activity, BuyingProject, Letters, ManagementPlan
from projects.raci import Matrix


def plan_of(project: BuyingProject) -> ManagementPlan | None:
    """Its written parts, with who wrote them last; nothing while nobody has."""
    return ManagementPlan.objects.filter(project=project).select_related("written_by").first()


def composed_of(project: BuyingProject) -> dict[str, Any]:
    """What its page shows, by name: the same queries for any number of people and activities."""
    matrix = matrix_of(project)
    dated = [activity for activity in matrix.activities if activity.starts_on or activity.ends_on]
    return {
        "objective": project.objectives.first(),
        "team": [s for s in matrix.stakeholders if s.is_current and s.is_core],
        "dated": [(activity, *_who(matrix, activity)) for activity in sorted(dated, key=_begins)],
        "undated": len(matrix.activities) - len(dated),
        "key_milestones": list(project.key_milestones.current().order_by("due_on", "pk")),
        "open_risks": project.risks.current().filter(closed_at=None).count(),
        "cadence": list(project.cadence.current().select_related("owner")),
        "lines": project.communication_items.current().count(),
        "sent": project.circulations.last(),
    }


def _begins(activity: Activity) -> Any:
    return activity.starts_on or activity.ends_on, activity.position


def _who(matrix: Matrix, activity: Activity) -> tuple[list[str], list[str]]:
    """The names of who answers for it, and of who does the work."""
    held = [(s.name, matrix.cells.get((activity.pk, s.pk), "")) for s in matrix.stakeholders if s.is_current]
    does = [name for name, letters in held if letters in {Letters.R, Letters.AR}]
    return [name for name, letters in held if letters in {Letters.A, Letters.AR}], does
