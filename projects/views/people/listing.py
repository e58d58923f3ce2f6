"""Everyone of a project, and people added to it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html

from projects.access import EVERYONE, SIDES, project_view
from projects.changes import require_active
from projects.forms.people import PasteForm, PersonAddForm
from projects.models import BuyingProject, Kind, Role
from projects.operations import people as operations
from projects.pages import project_page
from projects.paste import Pasted
from projects.refusals import Refusal
from projects.roster import roster
from projects.sending import drawn
from projects.views.people.common import address_of, how_they_sign_in, may_write, to_people


@project_view(EVERYONE)
def people(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """Everyone: the core team, the others, empty seats, who left."""
    address = drawn(address_of(request, project)) if may_write(project) else ""
    return project_page(request, project, "projects:people", {"roster": roster(project), "address": address})


@project_view(SIDES)
def person_add(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """Add a person, a group or a position."""
    is_sent = request.method == "POST"
    form = PersonAddForm(
        request.POST if is_sent else None, roles=operations.roles_to_give(project), agency=project.agency, asked=request.GET
    )
    if not is_sent:
        require_active(project)
        return project_page(request, project, "projects:person_add", {"form": form})
    if not form.is_valid():
        return project_page(request, project, "projects:person_add", {"form": form}, status=422)
    try:
        added = operations.add_stakeholder(project=project, by=request.user, **form.wish())
    except Refusal as refusal:
        return project_page(request, project, "projects:person_add", {"form": form, "refusal": refusal}, status=refusal.status)
    return to_people(request, project, format_html("{} is added. {}", added.name, how_they_sign_in(request, project, added)))


@project_view(SIDES)
def people_paste(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """Add many from an e-mail's To line: first a list of what will be added, then the press that adds it."""
    if request.method != "POST":
        require_active(project)
        return _paste_page(request, project, PasteForm())
    form = PasteForm(request.POST)
    if not form.is_valid():
        return _paste_page(request, project, form, status=422)
    fresh, listed = _sorted_out(project, form.reading.people)
    if not (form.cleaned_data["confirm"] and fresh):
        return _paste_page(request, project, form, fresh=fresh, listed=listed, is_read=True)
    try:
        named = [(person.name, person.email) for person in fresh]
        added = operations.add_many(project=project, people=named, role=Role(form.cleaned_data["role"]), by=request.user)
    except Refusal as refusal:
        return _paste_page(request, project, form, refusal=refusal, status=refusal.status)
    return to_people(request, project, _added_many(request, project, len(added)))


def _sorted_out(project: BuyingProject, read: tuple[Pasted, ...]) -> tuple[list[Pasted], list[tuple[Pasted, str]]]:
    """Those read who are new, and those listed already, with the name they have here."""
    here = project.stakeholders.current().filter(kind=Kind.PERSON).select_related("person")
    known = {address: s.name for s in here for address in (s.email, s.person.email if s.person else None) if address}
    fresh = [person for person in read if person.email not in known]
    return fresh, [(person, known[person.email]) for person in read if person.email in known]


def _paste_page(request: HttpRequest, project: BuyingProject, form: PasteForm, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {"form": form, **more}
    if more.get("is_read"):
        context |= {"unread": form.reading.unread, "role_chosen": Role(form.cleaned_data["role"]).label.lower()}
    return project_page(request, project, "projects:people_paste", context, under="projects:people", status=status)


def _added_many(request: HttpRequest, project: BuyingProject, number: int) -> str:
    if not number:
        return "Everyone was listed already, so nobody was added."
    said, address = "1 person is" if number == 1 else f"{number} people are", address_of(request, project)
    return format_html("{} added. They sign in by their e-mail address. Send them this address: {}", said, drawn(address))
