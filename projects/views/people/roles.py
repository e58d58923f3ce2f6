"""Another role for somebody, and a seat handed over."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from projects.access import MEMBERS, SIDES, project_view
from projects.changes import require_active
from projects.forms.people import HandOverForm, RoleForm
from projects.models import BuyingProject, Role, Stakeholder
from projects.operations import people as operations
from projects.refusals import NotYourPart, Refusal
from projects.roster import role_words, roles_for, who_can_take_over, why_role_stays
from projects.views.people.common import find, page_of_one, to_people


@project_view(SIDES)
def person_role(request: HttpRequest, project: BuyingProject, stakeholder: int) -> HttpResponse:
    """Give somebody another role."""
    row = find(project, stakeholder)
    givable = operations.roles_to_give(project)
    context = {"row": row, "role": role_words(project, row.role), "why_not": why_role_stays(project, row, givable)}
    is_sent = request.method == "POST"
    form = RoleForm(request.POST if is_sent else None, roles=roles_for(row, givable), agency=project.agency, initial={"role": row.role})
    if not is_sent:
        require_active(project)
        return page_of_one(request, project, "projects:person_role", {**context, "form": form})
    if not form.is_valid():
        return page_of_one(request, project, "projects:person_role", {**context, "form": form}, status=422)
    role = Role(form.cleaned_data["role"])
    try:
        operations.give_role(stakeholder=row, role=role, by=request.user)
    except Refusal as refusal:
        return page_of_one(request, project, "projects:person_role", {**context, "form": form, "refusal": refusal}, status=refusal.status)
    return to_people(request, project, f"{row.name}: {role_words(project, role).lower()} from now on.")


@project_view(MEMBERS)
def hand_over(request: HttpRequest, project: BuyingProject, stakeholder: int) -> HttpResponse:
    """Hand the seat of buyer or procurement officer over, by who holds it."""
    row = find(project, stakeholder)
    if row.pk != project.access.stake:
        raise NotYourPart(f"Only {row.name} can hand this over.", who=row.name)
    is_sent = request.method == "POST"
    takers = who_can_take_over(project)
    form = HandOverForm(request.POST if is_sent else None, people=takers, initial={"seat": row.role})
    if not is_sent or not form.is_valid():
        return _hand_over_page(request, project, row, form, people=takers, status=422 if is_sent else 200)
    to, seat = get_object_or_404(project.stakeholders, pk=form.cleaned_data["to"]), Role(form.cleaned_data["seat"])
    try:
        operations.hand_over(seat=seat, to=to, by=request.user)
    except Refusal as refusal:
        return _hand_over_page(request, project, row, form, people=takers, refusal=refusal, status=refusal.status)
    words = role_words(project, seat).lower()
    return to_people(request, project, f"{to.name} is the {words} from now on. You stay in the project as a team member.")


def _hand_over_page(request: HttpRequest, project: BuyingProject, row: Stakeholder, form: HandOverForm, **more: Any) -> HttpResponse:
    status = more.pop("status", 200)
    context = {"row": row, "form": form, "role": role_words(project, row.role), "is_seat": row.role in operations.SEATS, **more}
    return page_of_one(request, project, "projects:hand_over", context, status=status)
