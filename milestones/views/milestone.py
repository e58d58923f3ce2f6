"""One milestone: its criteria and evidence."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from milestones.forms.milestone import EvidenceForm
from milestones.models import SuccessCriterion
from milestones.operations import add_evidence, remove_evidence
from milestones.panel import milestone_page
from milestones.places import criterion_at
from milestones.rows import may_remove
from mobilisation.htmx import answer
from projects.access import CORE, READERS, project_view
from projects.changes import require_active
from projects.models import BuyingProject
from projects.pages import project_page
from projects.refusals import NotYourPart, Refusal


@project_view(READERS)
def milestone(request: HttpRequest, project: BuyingProject, position: int) -> HttpResponse:
    """Its session, its criteria with what the project shows for each, and the completing panel."""
    return _page(request, project, "milestone", position, milestone_page(project, position))


@project_view(CORE)
def evidence_add(request: HttpRequest, project: BuyingProject, position: int, criterion: int) -> HttpResponse:
    """Attach a link or a note to a criterion, whatever the state of its milestone."""
    wanted = criterion_at(project, position, criterion)
    if request.method != "POST":
        require_active(project)
        return _evidence(request, project, "evidence_add", wanted, {"form": EvidenceForm()})
    form = EvidenceForm(request.POST)
    if not form.is_valid():
        return _evidence(request, project, "evidence_add", wanted, {"form": form}, status=422)
    try:
        add_evidence(criterion=wanted, by=request.user, **form.wish())
    except Refusal as refusal:
        context = {"form": form, "refusal": refusal}
        return _evidence(request, project, "evidence_add", wanted, context, status=refusal.status)
    return _done(request, project, position, f"Evidence added to criterion {wanted.key}.")


@project_view(CORE)
def evidence_remove(request: HttpRequest, project: BuyingProject, position: int, criterion: int, evidence: int) -> HttpResponse:
    """Ask whether evidence is to be taken off the page, and take it off."""
    wanted = criterion_at(project, position, criterion)
    row = get_object_or_404(wanted.evidence.select_related("added_by", "criterion"), pk=evidence)
    row.criterion = wanted
    if request.method == "POST":
        remove_evidence(evidence=row, by=request.user)
        return _done(request, project, position, f"Evidence removed from criterion {wanted.key}. It stays in the history.")
    require_active(project)
    if not may_remove(row, project.access):
        says = "Only who added this, the buyer’s side or the procurement officer can remove it."
        raise NotYourPart(says, who=row.added_by.name)
    return _evidence(request, project, "evidence_remove", wanted, {"evidence": row})


def _page(
    request: HttpRequest, project: BuyingProject, name: str, position: int, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    return project_page(request, project, f"milestones:{name}", context, under=f"milestones:milestone/{position}", status=status)


def _evidence(
    request: HttpRequest, project: BuyingProject, name: str, criterion: SuccessCriterion, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    position = criterion.milestone.position
    return _page(request, project, name, position, {"milestone": criterion.milestone, "criterion": criterion, **context}, status)


def _done(request: HttpRequest, project: BuyingProject, position: int, message: str) -> HttpResponse:
    where = reverse("milestones:milestone", args=[project.ref, position])
    return answer(request, template="milestones/milestone.html", redirect_to=where, message=message)
