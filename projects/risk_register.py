"""The risk register read from the database, each risk with its level, its mitigants and what it lacks."""

from __future__ import annotations

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404

from projects.models import BuyingProject, Mitigant, Risk
from projects.models.rows import RowQuerySet
from projects.risks import Rated, rated


def risks_of(project: BuyingProject) -> RowQuerySet[Risk]:
    """The risks that were not taken off, each with its owner and its current mitigants: two queries."""
    mitigants = Mitigant.objects.current().select_related("owner")
    return project.risks.current().select_related("owner").prefetch_related(Prefetch("mitigants", mitigants))


def register_of(project: BuyingProject) -> list[Rated]:
    """The register, the worst first, and of equals the oldest."""
    rows = sorted(risks_of(project), key=lambda risk: (-risk.rating, risk.pk))
    return [rated(risk, project.agency, list(risk.mitigants.all())) for risk in rows]


def one(project: BuyingProject, pk: int) -> Rated:
    """One risk of the register, also who raised, accepted and closed it. 404 for one that is not there or was taken off."""
    risk = get_object_or_404(risks_of(project).select_related("owner", "added_by", "accepted_by", "closed_by"), pk=pk)
    mitigants = list(risk.mitigants.all())
    for mitigant in mitigants:
        mitigant.risk = risk
    return rated(risk, project.agency, mitigants)
