"""The project itself: its title, who sees its value, pausing, stopping, resuming."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from mobilisation.htmx import answer
from projects.access import BUYERS_SIDE, SIDES, project_view
from projects.changes import require_active
from projects.comparing import compare
from projects.forms.project import ProjectForm, StopForm, ValueForm
from projects.models import BuyingProject
from projects.operations.project import edit_project, restrict_value, resume_project, stop_project
from projects.pages import project_page
from projects.refusals import ChangedMeanwhile, Refusal

OVERVIEW = "milestones:overview"


@project_view(SIDES)
def project_edit(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """Change the title."""
    if request.method != "POST":
        require_active(project)
        return _page(request, project, "project_edit", ProjectForm(initial={"title": project.title, "version": project.version}))
    form = ProjectForm(request.POST)
    if not form.is_valid():
        return _page(request, project, "project_edit", form, status=422)
    try:
        edit_project(project=project, by=request.user, **form.cleaned_data)
    except ChangedMeanwhile as refusal:
        return _conflict(request, project, form, refusal)
    except Refusal as refusal:
        return _page(request, project, "project_edit", form, refusal=refusal, status=refusal.status)
    return _done(request, project, OVERVIEW, "The title is saved.")


@project_view(BUYERS_SIDE)
def value(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """Choose who sees the value band."""
    if request.method != "POST":
        require_active(project)
        return _page(request, project, "value", ValueForm(initial={"is_restricted": "yes" if project.is_value_restricted else "no"}))
    form = ValueForm(request.POST)
    if not form.is_valid():
        return _page(request, project, "value", form, status=422)
    restrict_value(project=project, by=request.user, **form.cleaned_data)
    seen_by = "only the buyer’s side and the procurement officer see" if project.is_value_restricted else "the core buying team sees"
    return _done(request, project, "projects:objective", f"From now on {seen_by} the value band.")


@project_view(SIDES)
def stop(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """Say what pausing or stopping does, ask which and why, and do it."""
    if request.method != "POST":
        return _page(request, project, "stop", StopForm())
    form = StopForm(request.POST)
    if not form.is_valid():
        return _page(request, project, "stop", form, status=422)
    try:
        stop_project(project=project, by=request.user, **form.wish())
    except Refusal as refusal:
        return _page(request, project, "stop", form, refusal=refusal, status=refusal.status)
    return _done(request, project, OVERVIEW, f"The project is {project.get_state_display().lower()}.")


@project_view(SIDES)
def resume(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """Why it is paused or stopped, by whom and since when; one press resumes it."""
    if request.method != "POST":
        return project_page(request, project, "projects:resume", under=OVERVIEW)
    resume_project(project=project, by=request.user)
    return _done(request, project, OVERVIEW, "The project goes on: everything can be changed again.")


def _page(request: HttpRequest, project: BuyingProject, name: str, form: Any, **more: Any) -> HttpResponse:
    status = more.pop("status", 200)
    return project_page(request, project, f"projects:{name}", {"form": form, **more}, under=OVERVIEW, status=status)


def _conflict(request: HttpRequest, project: BuyingProject, form: ProjectForm, refusal: Refusal) -> HttpResponse:
    """Theirs and yours; the form below carries the version that is current now, so that it can be kept."""
    project.refresh_from_db(fields=["title", "version"])
    data = request.POST.copy()
    data["version"] = str(project.version)
    mine = ProjectForm(data)
    more = {"refusal": refusal, "differences": compare(form, {"title": project.title}), "status": refusal.status}
    return _page(request, project, "project_edit", mine, **more)


def _done(request: HttpRequest, project: BuyingProject, name: str, message: str) -> HttpResponse:
    where = reverse(name, args=[project.ref])
    return answer(request, template="projects/project_edit.html", redirect_to=where, message=message)
