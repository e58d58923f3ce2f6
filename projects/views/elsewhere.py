"""Records that the agency keeps in its own system."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from mobilisation.htmx import answer
from projects.access import READERS, SIDES, project_view
from projects.clock import today
from projects.forms.elsewhere import CheckForm, ElsewhereForm
from projects.models import BuyingProject, Held
from projects.operations.elsewhere import ELSEWHERE
from projects.operations.rows import edit_row
from projects.pages import project_page
from projects.refusals import FieldNeeded, Refusal
from projects.views.rows import Pages, add_page, edit_page, remove_page

PAGES = Pages(
    ELSEWHERE,
    ElsewhereForm,
    list="projects:held_elsewhere",
    add="projects:elsewhere_add",
    edit="projects:elsewhere",
    remove="projects:elsewhere_remove",
    thing="Record",
)


@project_view(READERS)
def held_elsewhere(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """What is kept elsewhere, where, and who checked it when."""
    return _list_page(request, project)


@project_view(SIDES)
def elsewhere_add(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """Record one; of the kind that `?what=` names."""
    kind = request.GET.get("what", "")
    return add_page(request, project, PAGES, begins_with={"what": kind} if kind in Held.values else {})


@project_view(SIDES)
def elsewhere(request: HttpRequest, project: BuyingProject, row: int) -> HttpResponse:
    """Change one."""
    return edit_page(request, project, PAGES, row)


@project_view(SIDES)
def elsewhere_remove(request: HttpRequest, project: BuyingProject, row: int) -> HttpResponse:
    """Take one off."""
    return remove_page(request, project, PAGES, row)


@require_POST
@project_view(SIDES)
def elsewhere_check(request: HttpRequest, project: BuyingProject, row: int) -> HttpResponse:
    """“I checked it today”: one press."""
    record = get_object_or_404(project.held_elsewhere.all(), pk=row)
    form = CheckForm(request.POST)
    if not form.is_valid():
        return _list_page(request, project, refusal=FieldNeeded("The page was not sent whole. Open it again."))
    try:
        edit_row(register=ELSEWHERE, row=record, by=request.user, checked_on=today(), **form.cleaned_data)
    except Refusal as refusal:
        return _list_page(request, project, refusal=refusal)
    where = reverse("projects:held_elsewhere", args=[project.ref])
    message = f"You checked “{record.title}” today."
    return answer(request, template="projects/held_elsewhere.html", redirect_to=where, message=message)


def _list_page(request: HttpRequest, project: BuyingProject, *, refusal: Refusal | None = None) -> HttpResponse:
    context: dict[str, Any] = {
        "rows": list(project.held_elsewhere.current().select_related("checked_by")),
        "today": today(),
        "may_edit": project.access.edits and project.is_active,
        "refusal": refusal,
    }
    return project_page(request, project, "projects:held_elsewhere", context, status=refusal.status if refusal else 200)
