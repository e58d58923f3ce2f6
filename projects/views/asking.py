"""Asking a person to take part, and recording what they answered elsewhere, by either side."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html

from mobilisation.htmx import answer
from projects.access import SIDES, project_view
from projects.asked import to_ask
from projects.changes import require_active
from projects.forms.asking import AskTeamForm, InviteForm, RecordAnswerForm
from projects.models import BuyingProject, Stakeholder
from projects.operations import asking
from projects.operations.links import why_no_link
from projects.pages import project_page
from projects.refusals import Refusal
from projects.words import listed


@project_view(SIDES)
def invite(request: HttpRequest, project: BuyingProject, stakeholder: int) -> HttpResponse:
    """Ask somebody, in the names of the buyer and the procurement officer."""
    row = get_object_or_404(project.stakeholders, pk=stakeholder)
    form = InviteForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        require_active(project)
        return _page(request, project, "invite", row, form)
    if not form.is_valid():
        return _page(request, project, "invite", row, form, status=422)
    try:
        asking.invite(stakeholder=row, by=request.user, **form.wish())
    except Refusal as refusal:
        return _page(request, project, "invite", row, form, refusal=refusal, status=refusal.status)
    return _done(request, project, row, _asked(row))


@project_view(SIDES)
def ask_team(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """Ask everybody of the core team who was not asked yet, in one go."""
    data = request.POST if request.method == "POST" else None
    form = AskTeamForm(data, people=to_ask(project, AskTeamForm.chosen_in(request.POST)))
    if not form.is_bound:
        require_active(project)
        return _team_page(request, project, form)
    if not form.is_valid():
        return _team_page(request, project, form, status=422)
    try:
        asked = asking.invite_several(project=project, by=request.user, **form.wish())
    except Refusal as refusal:
        return _team_page(request, project, form, refusal=refusal, status=refusal.status)
    where = reverse("projects:people", args=[project.ref])
    return answer(request, template="projects/ask_team.html", redirect_to=where, message=_who_was_asked(asked))


def _who_was_asked(asked: asking.Asked) -> str:
    """Who was asked now, and who was before, so that nothing of theirs was changed."""
    made, before = ([invitation.stakeholder.name for invitation in rows] for rows in (asked.now, asked.before))
    if not made:
        return f"{listed(before)} {_were(before)} asked already, so nothing was changed."
    said = f"It is recorded that {listed(made)} {_were(made)} asked. They find it under “My part”."
    stays = "stays" if len(before) == 1 else "stay"
    return f"{said} {listed(before)} {_were(before)} asked already and {stays} as asked." if before else said


def _were(names: list[str]) -> str:
    return "was" if len(names) == 1 else "were"


def _team_page(request: HttpRequest, project: BuyingProject, form: AskTeamForm, **more: Any) -> HttpResponse:
    status = more.pop("status", 200)
    return project_page(request, project, "projects:ask_team", {"form": form, **more}, under="projects:people", status=status)


@project_view(SIDES)
def invitation_answer(request: HttpRequest, project: BuyingProject, stakeholder: int) -> HttpResponse:
    """Record what somebody answered elsewhere."""
    row = get_object_or_404(project.stakeholders, pk=stakeholder)
    invitation = get_object_or_404(row.invitations.live())
    form = RecordAnswerForm(request.POST if request.method == "POST" else None, initial={"version": invitation.version})
    if not form.is_bound:
        require_active(project)
        return _page(request, project, "invitation_answer", row, form, invitation=invitation)
    if not form.is_valid():
        return _page(request, project, "invitation_answer", row, form, invitation=invitation, status=422)
    try:
        asking.record_answer(invitation=invitation, by=request.user, **form.wish())
    except Refusal as refusal:
        return _page(request, project, "invitation_answer", row, form, invitation=invitation, refusal=refusal, status=refusal.status)
    return _done(request, project, row, f"What {row.name} answered is recorded.")


def _page(request: HttpRequest, project: BuyingProject, name: str, row: Stakeholder, form: Any, **more: Any) -> HttpResponse:
    status = more.pop("status", 200)
    return project_page(request, project, f"projects:{name}", {"row": row, "form": form, **more}, under="projects:people", status=status)


def _done(request: HttpRequest, project: BuyingProject, row: Stakeholder, message: str) -> HttpResponse:
    where = reverse("projects:person", args=[project.ref, row.pk])
    return answer(request, template="projects/person.html", redirect_to=where, message=message)


def _asked(row: Stakeholder) -> str:
    """That somebody was asked, and how they find it."""
    said = f"It is recorded that {row.name} was asked. They find it under “My part”."
    if why_no_link(row):
        return said
    where = reverse("projects:personal_link", args=[row.project.ref, row.pk])
    return format_html('{} <a href="{}">Send them a personal link</a>', said, where)
