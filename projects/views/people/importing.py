"""People brought in from a table."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from projects.access import SIDES, project_view
from projects.changes import require_active
from projects.forms.people_import import PeopleImportForm
from projects.models import BuyingProject, Kind, Stakeholder
from projects.operations import people as operations
from projects.pages import project_page
from projects.refusals import Refusal
from projects.roster import counted
from projects.sending import drawn
from projects.sheet import TEMPLATE
from projects.views.people.common import address_of, to_people


@project_view(SIDES)
def people_import(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """Bring many in from a CSV file or pasted rows: first a table of what will be added, then the press that adds it."""
    if request.method != "POST":
        require_active(project)
        return _page(request, project, _form(project))
    form = _form(project, request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, project, form, status=413 if form.is_too_large else 422)
    rows = [row.wish for row in form.rows]
    if not form.cleaned_data["confirm"]:
        return _page(request, project, form, found=operations.sort_out(project=project, rows=rows))
    try:
        added = operations.import_people(project=project, rows=rows, by=request.user, nonce=form.cleaned_data["nonce"])
    except Refusal as refusal:
        return _page(request, project, form, refusal=refusal, status=refusal.status)
    return to_people(request, project, _said(request, project, added))


@require_safe
@project_view(SIDES)
def people_import_template(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """An empty table with the headings, for a spreadsheet."""
    name = {"Content-Disposition": f'attachment; filename="people-{project.ref}.csv"'}
    return HttpResponse(TEMPLATE.encode("utf-8-sig"), content_type="text/csv; charset=utf-8", headers=name)


def _form(project: BuyingProject, *sent: Any) -> PeopleImportForm:
    return PeopleImportForm(*sent, roles=operations.roles_to_give(project), agency=project.agency)


def _page(request: HttpRequest, project: BuyingProject, form: PeopleImportForm, **more: Any) -> HttpResponse:
    """The form, holding what was sent as text; with `found`, first who will be added and who is left out."""
    status, found = more.pop("status", 200), more.pop("found", None)
    context = {"form": form, **more}
    if found:
        context |= {"is_read": True, "fresh": [form.rows[place] for place in found.fresh]}
        context["left_out"] = [(form.rows[place], why) for place, why in found.left_out.items()]
    return project_page(request, project, "projects:people_import", context, under="projects:people", status=status)


def _said(request: HttpRequest, project: BuyingProject, added: list[Stakeholder]) -> str:
    if not added:
        return "Everyone was listed already, so nobody was added."
    words = f"Added: {counted([row.kind for row in added])}."
    if not any(row.kind == Kind.PERSON and row.email for row in added):
        return words
    return format_html("{} They sign in by their e-mail address. Send them this address: {}", words, drawn(address_of(request, project)))
