"""What the pages about people share."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html

from mobilisation.htmx import answer
from projects.models import BuyingProject, Kind, Stakeholder
from projects.pages import project_page
from projects.sending import drawn


def find(project: BuyingProject, stakeholder: int) -> Stakeholder:
    """A stakeholder of this project, or Http404."""
    return get_object_or_404(project.stakeholders.select_related("person"), pk=stakeholder)


def may_write(project: BuyingProject) -> bool:
    """Whether who is looking may change the people now."""
    return project.access.edits and project.is_active


def at(project: BuyingProject, name: str, *args: Any) -> str:
    """The address of a page of the record of this project."""
    return reverse(f"projects:{name}", args=[project.ref, *args])


def to_people(request: HttpRequest, project: BuyingProject, message: str) -> HttpResponse:
    """Back to the people, with a message."""
    return answer(request, template="projects/people.html", redirect_to=at(project, "people"), message=message)


def page_of_one(request: HttpRequest, project: BuyingProject, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page about one stakeholder, under People in the menu."""
    return project_page(request, project, name, context, under="projects:people", status=status)


def address_of(request: HttpRequest, project: BuyingProject) -> str:
    """The address to send somebody: their part in the project."""
    return request.build_absolute_uri(at(project, "my_part"))


def how_they_sign_in(request: HttpRequest, project: BuyingProject, row: Stakeholder) -> str:
    """What to send a person so that they come here; nothing for groups and positions, and where their address was removed on request."""
    if row.kind != Kind.PERSON or (not row.email and row.person and row.person.email):
        return ""
    if not (row.person and row.person.email):
        return f"Without an e-mail address, {row.name} cannot sign in."
    address = address_of(request, project)
    words = "They sign in by their e-mail address, {}. Send {} this address: {}"
    return format_html(words, row.person.email, row.name, drawn(address))
