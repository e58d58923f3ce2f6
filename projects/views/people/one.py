"""One stakeholder: to read, to change, to remove."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html

from projects.access import EVERYONE, MEMBERS, SIDES, project_view, require
from projects.comparing import clashes_of, keeping_theirs, show_again
from projects.forms.people import FillForm, PersonForm
from projects.leaving import left_behind
from projects.models import BuyingProject, Kind, Stakeholder
from projects.operations import people as operations
from projects.operations.links import why_no_link
from projects.positions import letters_in_words
from projects.refusals import ChangedMeanwhile, Refusal
from projects.roster import dial, facts_of, role_words, why_role_stays
from projects.views.people.common import find, how_they_sign_in, may_write, page_of_one, to_people


@project_view(EVERYONE)
def person(request: HttpRequest, project: BuyingProject, stakeholder: int) -> HttpResponse:
    """One stakeholder: to change, by either side; to read, by the others."""
    row = find(project, stakeholder)
    if request.method != "POST":
        return _person_page(request, project, row)
    require(project, SIDES)
    return _fill(request, project, row) if "fill-name" in request.POST else _edit(request, project, row)


@project_view(SIDES)
def person_remove(request: HttpRequest, project: BuyingProject, stakeholder: int) -> HttpResponse:
    """Ask, then end a stakeholder's part in the project."""
    row = find(project, stakeholder)
    if row.pk == project.access.stake:
        return redirect("projects:leave", project.ref)
    if request.method != "POST":
        why_not = why_role_stays(project, row, operations.roles_to_give(project))
        context = {"row": row, "why_not": why_not, "left_behind": left_behind(project, row)}
        return page_of_one(request, project, "projects:person_remove", context)
    operations.remove_stakeholder(stakeholder=row, by=request.user)
    return to_people(request, project, f"{row.name} is no longer in this project. What they did stays in its record.")


@project_view(MEMBERS)
def contact_remove(request: HttpRequest, project: BuyingProject, stakeholder: int) -> HttpResponse:
    """Ask, then remove a stakeholder's phone and e-mail from the project, by either side or themselves."""
    row = find(project, stakeholder)
    if row.pk != project.access.stake:
        require(project, SIDES)
    if request.method != "POST":
        return page_of_one(request, project, "projects:contact_remove", {"row": row, "is_mine": row.pk == project.access.stake})
    operations.remove_contact_details(stakeholder=row, by=request.user)
    return to_people(request, project, f"The phone number and e-mail address of {row.name} are removed.")


def _person_page(request: HttpRequest, project: BuyingProject, row: Stakeholder, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page with its forms, for who may change it now; else only to read."""
    may_edit = may_write(project) and row.is_current
    forms: dict[str, Any] = {"form": PersonForm(stakeholder=row)} if may_edit else {}
    if may_edit and row.kind == Kind.POSITION:
        forms["fill_form"] = FillForm()
    context = {
        "row": row,
        "role": role_words(project, row.role),
        "is_mine": row.pk == project.access.stake,
        "is_seat": row.role in operations.SEATS,
        "facts": facts_of(project, row),
        "letters": letters_in_words(row) if project.access.reads_record else [],
        "dial": dial(row.phone),
        "invitation": row.invitations.live().first() if project.access.edits else None,
        "can_have_link": may_edit and not why_no_link(row),
        "sign_in": how_they_sign_in(request, project, row) if row.is_current and row.pk != project.access.stake else "",
    }
    return page_of_one(request, project, "projects:person", {**context, **forms, **more}, status=status)


def _edit(request: HttpRequest, project: BuyingProject, row: Stakeholder) -> HttpResponse:
    form = PersonForm(request.POST, stakeholder=row)
    had_no_way_in = not (row.person and row.person.email)
    if not form.is_valid():
        return _person_page(request, project, row, form=form, status=422)
    try:
        operations.edit_stakeholder(stakeholder=row, by=request.user, **keeping_theirs(request.POST, form.wish()))
    except ChangedMeanwhile as refusal:
        return _person_conflict(request, project, row, form, refusal)
    except Refusal as refusal:
        return _person_page(request, project, row, form=form, refusal=refusal, status=refusal.status)
    can_sign_in = had_no_way_in and row.person and row.person.email
    news = format_html("{} can sign in now. {}", row.name, how_they_sign_in(request, project, row)) if can_sign_in else ""
    return to_people(request, project, format_html("What is recorded of {} is saved. {}", row.name, news))


def _fill(request: HttpRequest, project: BuyingProject, row: Stakeholder) -> HttpResponse:
    fill_form, position = FillForm(request.POST), row.name
    if not fill_form.is_valid():
        return _person_page(request, project, row, fill_form=fill_form, status=422)
    try:
        operations.fill_position(stakeholder=row, by=request.user, **fill_form.cleaned_data)
    except Refusal as refusal:
        return _person_page(request, project, row, fill_form=fill_form, refusal=refusal, status=refusal.status)
    words = format_html("{} fills the position “{}”. {}", row.name, position, how_they_sign_in(request, project, row))
    return to_people(request, project, words)


def _person_conflict(
    request: HttpRequest, project: BuyingProject, row: Stakeholder, form: PersonForm, refusal: ChangedMeanwhile
) -> HttpResponse:
    """What both changed, to choose; the form carries what is kept now, with yours where you changed something."""
    fresh = PersonForm(stakeholder=row)
    show_again(fresh, form, form.shown())
    clashes = clashes_of(form, getattr(refusal, "fields", {}))
    return _person_page(request, project, row, form=fresh, clashes=clashes, refusal=refusal, status=refusal.status)
