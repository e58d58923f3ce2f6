"""Risks: the register with its matrix, each risk with what mitigates it, and what is decided about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from mobilisation.htmx import answer
from projects.access import BUYERS_SIDE, CORE, READERS, SIDES, names_of, project_view
from projects.changes import require_active
from projects.clock import today
from projects.forms.risks import BecauseForm, LookForm, MitigantForm, NewRiskForm, RiskForm
from projects.models import BuyingProject, Risk
from projects.operations.risks import MITIGANTS, RISKS, accept_risk, add_risk, close_risk, may_edit, may_edit_mitigant, record_look
from projects.pages import project_page
from projects.refusals import NotNow, NotYourPart, Refusal
from projects.risk_register import one, register_of
from projects.risks import Consequence, in_words, matrix, say_levels
from projects.views.rows import Pages, add_page, edit_page, remove_page

OF_RISKS = Pages(
    RISKS,
    RiskForm,
    list="projects:risks",
    add="projects:risk_add",
    edit="projects:risk_edit",
    remove="projects:risk_remove",
    thing="Risk",
)
OF_MITIGANTS = Pages(
    MITIGANTS,
    MitigantForm,
    list="projects:risk",
    add="projects:mitigant_add",
    edit="projects:mitigant",
    remove="projects:mitigant_remove",
    thing="Mitigant",
)


@project_view(READERS)
def risks(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """Every risk, the worst first; how many stand where, as a picture and in words; the closed ones after."""
    rows, agency = register_of(project), project.agency
    still_open = [row for row in rows if row.risk.is_open]
    context = {
        "rows": still_open,
        "closed": [row for row in rows if not row.risk.is_open],
        "matrix": matrix((row.risk for row in still_open), agency),
        "consequences": list(Consequence),
        "says": in_words((row.risk.rating for row in still_open), agency),
        "levels": say_levels(agency),
        "look": project.risk_looks.select_related("recorded_by").last(),
    }
    return project_page(request, project, "projects:risks", context)


@project_view(CORE)
def risk_add(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """Raise one, with its first mitigant."""
    return add_page(request, project, replace(OF_RISKS, form=NewRiskForm, adds=add_risk))


@project_view(READERS)
def risk(request: HttpRequest, project: BuyingProject, risk: int) -> HttpResponse:
    """One risk: what it is, what is done about it, and what is decided."""
    row, access = one(project, risk), project.access
    context = {
        "row": row,
        "levels": say_levels(project.agency),
        "may_edit": may_edit(row.risk, access),
        "mitigants": [(each, access.contributes and may_edit_mitigant(each, access)) for each in row.mitigants],
        "today": today(),
    }
    return project_page(request, project, "projects:risk", context, under="projects:risks")


@project_view(CORE)
def risk_edit(request: HttpRequest, project: BuyingProject, risk: int) -> HttpResponse:
    """Change one."""
    return edit_page(request, project, OF_RISKS, risk)


@project_view(CORE)
def risk_remove(request: HttpRequest, project: BuyingProject, risk: int) -> HttpResponse:
    """Take one off that was never a risk."""
    return remove_page(request, project, OF_RISKS, risk)


@project_view(CORE)
def mitigant_add(request: HttpRequest, project: BuyingProject, risk: int) -> HttpResponse:
    """Add what is done about a risk."""
    of = get_object_or_404(project.risks, pk=risk)
    if not of.is_open:
        raise NotNow("This risk is closed or taken off, so nothing is added to it.", missing=["an open risk"])
    return add_page(request, project, replace(OF_MITIGANTS, within=(risk,)), risk=of)


@project_view(CORE)
def mitigant(request: HttpRequest, project: BuyingProject, risk: int, row: int) -> HttpResponse:
    """Change it, or say that it is done."""
    get_object_or_404(project.mitigants, pk=row, risk=risk)
    return edit_page(request, project, replace(OF_MITIGANTS, within=(risk,)), row)


@project_view(CORE)
def mitigant_remove(request: HttpRequest, project: BuyingProject, risk: int, row: int) -> HttpResponse:
    """Take it off."""
    get_object_or_404(project.mitigants, pk=row, risk=risk)
    return remove_page(request, project, replace(OF_MITIGANTS, within=(risk,)), row)


@dataclass(frozen=True)
class Deciding:
    """A page that decides about a risk: its name, its operation, the field it writes, what it asks, and what is said then."""

    name: str
    decides: Callable[..., bool]
    field: str
    asks: str
    said: str
    taken_back: str


ACCEPTING = Deciding(
    "projects:risk_accept",
    accept_risk,
    "accepted_because",
    "Why does the buyer’s side accept it as it is?",
    "The risk is accepted.",
    "The risk is no longer accepted.",
)
CLOSING = Deciding(
    "projects:risk_close", close_risk, "closed_because", "Why is it closed?", "The risk is closed.", "The risk is open again."
)


@project_view(BUYERS_SIDE)
def risk_accept(request: HttpRequest, project: BuyingProject, risk: int) -> HttpResponse:
    """Accept one as it is, because …"""
    return _decide(request, project, get_object_or_404(project.risks, pk=risk), ACCEPTING)


@project_view(CORE)
def risk_close(request: HttpRequest, project: BuyingProject, risk: int) -> HttpResponse:
    """Close one, because …"""
    row = get_object_or_404(project.risks, pk=risk)
    if not may_edit(row, project.access):
        raise NotYourPart(RISKS.who_can, who=names_of(project, SIDES))
    return _decide(request, project, row, CLOSING)


def _decide(request: HttpRequest, project: BuyingProject, risk: Risk, deciding: Deciding) -> HttpResponse:
    """Ask for the reason; sent, write it."""
    if request.method != "POST":
        require_active(project)
        return _decide_page(request, project, risk, deciding, BecauseForm(**_of(risk, deciding)))
    form = BecauseForm(request.POST, **_of(risk, deciding))
    if not form.is_valid():
        return _decide_page(request, project, risk, deciding, form, status=422)
    try:
        deciding.decides(risk=risk, by=request.user, **form.wish())
    except Refusal as refusal:
        data = {**request.POST.dict(), "version": risk.version}
        form = BecauseForm(data, **_of(risk, deciding))
        return _decide_page(request, project, risk, deciding, form, refusal=refusal, status=refusal.status)
    where = reverse("projects:risk", args=[project.ref, risk.pk])
    message = deciding.said if form.cleaned_data["because"] else deciding.taken_back
    return answer(request, template="projects/risk.html", redirect_to=where, message=message)


def _of(risk: Risk, deciding: Deciding) -> dict[str, Any]:
    return {"risk": risk, "field": deciding.field, "label": deciding.asks}


def _decide_page(
    request: HttpRequest, project: BuyingProject, risk: Risk, deciding: Deciding, form: BecauseForm, **more: Any
) -> HttpResponse:
    status = more.pop("status", 200)
    stored = getattr(risk, deciding.field)
    return project_page(
        request, project, deciding.name, {"risk": risk, "form": form, "stored": stored, **more}, under="projects:risks", status=status
    )


@project_view(SIDES)
def risks_looked(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """Record that the team looked, and found nothing above low."""
    form = LookForm(request.POST) if request.method == "POST" else LookForm(initial={"looked_on": today()})
    if not form.is_bound:
        require_active(project)
        return _looked_page(request, project, form)
    if not form.is_valid():
        return _looked_page(request, project, form, status=422)
    try:
        record_look(project=project, by=request.user, **form.wish())
    except Refusal as refusal:
        return _looked_page(request, project, form, refusal=refusal, status=refusal.status)
    where = reverse("projects:risks", args=[project.ref])
    return answer(request, template="projects/risks.html", redirect_to=where, message="Recorded: you looked, and found nothing above low.")


def _looked_page(request: HttpRequest, project: BuyingProject, form: LookForm, *, status: int = 200, **more: Any) -> HttpResponse:
    return project_page(request, project, "projects:risks_looked", {"form": form, **more}, under="projects:risks", status=status)
