"""A position, filled by somebody who is in the project."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from projects.access import SIDES, project_view
from projects.changes import require_active
from projects.forms.people import FillFromTeamForm
from projects.models import BuyingProject, Stakeholder
from projects.operations import people as operations
from projects.positions import filling_of, who_can_fill
from projects.refusals import Refusal
from projects.roster import role_words
from projects.views.people.common import find, page_of_one, to_people


@project_view(SIDES)
def position_fill(request: HttpRequest, project: BuyingProject, stakeholder: int) -> HttpResponse:
    """Choose who fills a position, see what becomes theirs, then do it."""
    row, is_sent = find(project, stakeholder), request.method == "POST"
    form = _form(request, project)
    if not is_sent:
        _require_open(project, row)
    if not form.is_valid():
        return _page(request, project, row, form, status=422 if form.is_bound else 200)
    filler = get_object_or_404(project.stakeholders, pk=form.cleaned_data["to"])
    if not is_sent:
        return _page(request, project, row, form, filler=filler)
    try:
        operations.fill_from_team(stakeholder=row, filler=filler, seen=form.cleaned_data["seen"], by=request.user)
    except Refusal as refusal:
        return _page(request, project, row, form, filler=filler, refusal=refusal, status=refusal.status)
    return to_people(request, project, f"{filler.name} fills the position “{row.name}”.")


def _require_open(project: BuyingProject, row: Stakeholder) -> None:
    """Raise the refusal where there is nothing to fill now."""
    require_active(project)
    operations.require_current(row)
    operations.require_position(row)


def _form(request: HttpRequest, project: BuyingProject) -> FillFromTeamForm:
    asked = request.GET if "chosen" in request.GET else None
    return FillFromTeamForm(request.POST if request.method == "POST" else asked, people=who_can_fill(project))


def _page(request: HttpRequest, project: BuyingProject, row: Stakeholder, form: FillFromTeamForm, **more: Any) -> HttpResponse:
    """The choice; with `filler`, what becomes theirs and the button that does it, as things are now."""
    status, filler = more.pop("status", 200), more.get("filler")
    context: dict[str, Any] = {"row": row, "form": form, **more}
    if filler:
        filling = filling_of(row, filler)
        role = {"role": role_words(project, filler.role), "becomes_core": row.is_core and not filler.is_core}
        context |= {"filling": filling, "seen": json.dumps(filling.stamp), **role}
    return page_of_one(request, project, "projects:position_fill", context, status=status)
