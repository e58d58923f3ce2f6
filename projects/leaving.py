"""What somebody leaves behind who leaves a project, said before they go. Four queries."""

from __future__ import annotations

from projects.matrix import matrix_of
from projects.models import BuyingProject, Stakeholder
from projects.raci import left_without


def left_behind(project: BuyingProject, stakeholder: Stakeholder) -> list[str]:
    """The activities and the topics of contact that would be without somebody, a sentence each."""
    matrix = matrix_of(project)
    topics = project.contact_topics.filter(is_used=True, first=stakeholder).order_by("pk")
    return [*left_without(matrix, stakeholder), *(f"Nobody would be asked first about {row.topic}." for row in topics)]
