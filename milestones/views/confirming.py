"""Confirming, withdrawing, reopening; as completed on."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from milestones.forms.confirming import ConfirmForm, ReopenForm
from milestones.journey import journey_of
from milestones.operations import confirm_milestone, reopen_milestone, undoing, withdraw_confirmation
from milestones.panel import confirm_page, undone
from milestones.places import milestone_at
from milestones.records import completions_of, running_title
from mobilisation.htmx import answer
from projects.access import READERS, SIDES, project_view, require
from projects.changes import require_active
from projects.models import BuyingProject
from projects.pages import project_page
from projects.refusals import FieldNeeded, ReasonNeeded, Refusal


@project_view(SIDES)
def confirm(request: HttpRequest, project: BuyingProject, position: int) -> HttpResponse:
    """What is missing, or all that should be read before confirming, and the one press that confirms."""
    wanted = milestone_at(project, position)
    if request.method != "POST":
        return _page(request, project, "confirm", position, confirm_page(project, position))
    form = ConfirmForm(request.POST)
    try:
        if not form.is_valid():
            raise FieldNeeded("Open the page again and read it before you confirm.", missing=["the version of the milestone you saw"])
        confirm_milestone(milestone=wanted, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        require(project, READERS)
        return _page(request, project, "confirm", position, confirm_page(project, position, refusal), refusal.status)
    now_is = milestone_at(project, position)
    complete = f"Milestone {position} is complete." if now_is.is_complete else "It is complete once the other side has confirmed too."
    return _done(request, project, position, f"You confirmed milestone {position}. {complete}")


@require_POST
@project_view(SIDES)
def withdraw(request: HttpRequest, project: BuyingProject, position: int) -> HttpResponse:
    """Take back the confirmation of one's side."""
    withdraw_confirmation(milestone=milestone_at(project, position), by=request.user)
    return _done(request, project, position, f"The confirmation of milestone {position} by your side is withdrawn.")


@project_view(SIDES)
def reopen(request: HttpRequest, project: BuyingProject, position: int) -> HttpResponse:
    """Everything that reopening undoes, the reason, and the press."""
    wanted = milestone_at(project, position)
    if request.method != "POST":
        require_active(project)
        return _reopen(request, project, position, ReopenForm(initial={"stamp": undoing(journey_of(project), wanted).stamp}))
    form = ReopenForm(request.POST)
    try:
        if not form.is_valid():
            raise FieldNeeded("The reason is too long.", missing=["a shorter reason"])
        reopen_milestone(milestone=wanted, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        return _reopen_refused(request, project, position, form, refusal)
    return _done(request, project, position, f"Milestone {position} is reopened. Its answers stay as they are.")


@project_view(READERS)
def completed(request: HttpRequest, project: BuyingProject, position: int) -> HttpResponse:
    """The milestone as completed on its day, and earlier completions that no longer stand."""
    wanted = milestone_at(project, position)
    all_of_them = completions_of(wanted)
    stands = [c for c in all_of_them if c.completion.pk == wanted.completion_id]
    context = {"milestone": wanted, "standing": stands[0] if stands else None, "earlier": [c for c in all_of_them if c not in stands]}
    if stands:
        context["running"] = running_title(project, position, stands[0])
    return _page(request, project, "completed", position, context)


def _page(
    request: HttpRequest, project: BuyingProject, name: str, position: int, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    return project_page(request, project, f"milestones:{name}", context, under=f"milestones:milestone/{position}", status=status)


def _reopen(request: HttpRequest, project: BuyingProject, position: int, form: ReopenForm, **more: Any) -> HttpResponse:
    status, wanted = more.pop("status", 200), milestone_at(project, position)
    context = {"milestone": wanted, "undone": undone(undoing(journey_of(project), wanted)), "form": form, **more}
    return _page(request, project, "reopen", position, context, status)


def _reopen_refused(request: HttpRequest, project: BuyingProject, position: int, form: ReopenForm, refusal: Refusal) -> HttpResponse:
    """The page with the list as it is now and the reason as it was typed."""
    require(project, READERS)
    if isinstance(refusal, ReasonNeeded):
        form.add_error("reason", refusal.says)
    shown = None if form.errors else refusal
    stamp = undoing(journey_of(project), milestone_at(project, position)).stamp
    return _reopen(request, project, position, form.at(stamp), refusal=shown, status=refusal.status)


def _done(request: HttpRequest, project: BuyingProject, position: int, message: str) -> HttpResponse:
    where = reverse("milestones:milestone", args=[project.ref, position])
    return answer(request, template="milestones/milestone.html", redirect_to=where, message=message)
