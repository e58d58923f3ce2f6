"""The buying project management plan: written parts, and the rest composed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from mobilisation.htmx import answer
from projects.access import READERS, SIDES, project_view
from projects.changes import require_active
from projects.comparing import clashes_of, keeping_theirs, show_again
from projects.forms.management import ManagementPlanForm
from projects.management import composed_of, plan_of
from projects.models import BuyingProject
from projects.operations.management import write_management_plan
from projects.pages import project_page
from projects.refusals import ChangedMeanwhile, Refusal


@project_view(READERS)
def management_plan(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """The whole plan on one page, to read and to print."""
    context = {"plan": plan_of(project), **composed_of(project), "may_edit": project.access.edits and project.is_active}
    return project_page(request, project, "projects:management_plan", context)


@project_view(SIDES)
def management_plan_edit(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """Write its parts."""
    if request.method != "POST":
        require_active(project)
        return _edit_page(request, project, ManagementPlanForm(plan=plan_of(project)))
    form = ManagementPlanForm(request.POST, plan=plan_of(project))
    if not form.is_valid():
        return _edit_page(request, project, form, status=422)
    try:
        changed = write_management_plan(project=project, by=request.user, **keeping_theirs(request.POST, form.wish()))
    except ChangedMeanwhile as refusal:
        return _conflict(request, project, form, refusal)
    except Refusal as refusal:
        return _edit_page(request, project, form, refusal=refusal, status=refusal.status)
    where = reverse("projects:management_plan", args=[project.ref])
    message = "The management plan is saved." if changed else "Nothing was different, so nothing was saved."
    return answer(request, template="projects/management_plan_edit.html", redirect_to=where, message=message)


def _conflict(request: HttpRequest, project: BuyingProject, form: ManagementPlanForm, refusal: Refusal) -> HttpResponse:
    """What both changed, to choose; the form carries what is kept now, with yours where you changed something."""
    fresh, fields = ManagementPlanForm(plan=plan_of(project)), getattr(refusal, "fields", {})
    show_again(fresh, form, form.shown())
    return _edit_page(request, project, fresh, refusal=refusal, clashes=clashes_of(form, fields), status=refusal.status)


def _edit_page(request: HttpRequest, project: BuyingProject, form: ManagementPlanForm, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {"form": form, **more}
    return project_page(request, project, "projects:management_plan_edit", context, under="projects:management_plan", status=status)
