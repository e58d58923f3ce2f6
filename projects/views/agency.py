"""What is done for a whole agency: handing over for somebody who has gone, and covers."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from mobilisation.htmx import answer
from mobilisation.refusals import Refusal
from projects.access import signed_in
from projects.agency import covers_of, covers_to_manage, officers_for, seats_to_hand_over, successors
from projects.clock import today
from projects.forms.agency import CoverForm, LeaverForm
from projects.operations.covers import end_cover, record_cover
from projects.operations.project import hand_over_for_leaver
from projects.words import say_day


@signed_in
def agency_hand_over(request: HttpRequest, ref: str) -> HttpResponse:
    """As an administrator of the agency, hand over a part whose holder's account is off; 404 for anybody and anything else."""
    seats = list(seats_to_hand_over(request.user, ref))
    if not seats:
        raise Http404("There is nothing here for you to hand over.")
    project = seats[0].project
    form = LeaverForm(request.POST if request.method == "POST" else None, seats=seats, people=successors(project))
    page = {"template": "projects/agency_hand_over.html", "context": {"project": project, "seats": seats, "form": form}}
    if not form.is_valid():
        return render(request, page["template"], page["context"], status=422 if form.is_bound else 200)
    try:
        hand_over_for_leaver(project=project, by=request.user, **form.wish())
    except Refusal as refusal:
        return answer(request, **page, refusal=refusal)
    said = f"{form.new_holder} is the {project.agency.say(form.cleaned_data['seat'])} of {project.ref} now."
    return answer(request, **page, redirect_to=reverse("milestones:my_work"), message=said)


@signed_in
def cover(request: HttpRequest) -> HttpResponse:
    """Who covers for whom; an officer, or an administrator for officers of the agency, records another."""
    officers = officers_for(request.user)
    if request.method != "POST" or not officers:
        form = CoverForm(officers=officers, me=request.user, today=today()) if officers else None
        return _covers(request, form, status=403 if request.method == "POST" else 200)
    form = CoverForm(request.POST, officers=officers, me=request.user, today=today())
    if not form.is_valid():
        return _covers(request, form, status=422)
    try:
        kept = record_cover(by=request.user, **form.wish())
    except Refusal as refusal:
        return _covers(request, form, refusal=refusal, status=refusal.status)
    said = f"{kept.covered_by} covers for {kept.officer} from {say_day(kept.starts_on)} to {say_day(kept.ends_on)}."
    return answer(request, template="projects/cover.html", redirect_to=reverse("projects:cover"), message=said)


@signed_in
def cover_end(request: HttpRequest, cover: int) -> HttpResponse:
    """Ask whether to end a cover early; sent, it has ended. Twice is once."""
    found = get_object_or_404(covers_to_manage(request.user), pk=cover)
    if request.method != "POST":
        return render(request, "projects/cover_end.html", {"cover": found})
    end_cover(cover=found, by=request.user)
    said = f"{found.covered_by} no longer covers for {found.officer}."
    return answer(request, template="projects/cover_end.html", redirect_to=reverse("projects:cover"), message=said)


def _covers(request: HttpRequest, form: CoverForm | None, **more: Any) -> HttpResponse:
    status = more.pop("status")
    mine = covers_of(request.user).filter(covered_by=request.user)
    context = {"form": form, "managed": covers_to_manage(request.user), "mine": mine, "today": today(), **more}
    return render(request, "projects/cover.html", context, status=status)
