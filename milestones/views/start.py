"""Starting a project: a few short pages, each kept as it is sent, and one press that creates it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html

from milestones.draft import NO_AGENCY, address, after, agency_of, cannot_start, names_others, start_of, summary, what_is_missing
from milestones.forms.start import FirstForm, OutcomeForm, PartForm, PeopleForm, TitleForm
from milestones.models import ProjectDraft
from milestones.operations import discard_draft, save_draft, start_project
from mobilisation.htmx import SeeOther, answer
from mobilisation.refusals import Refusal
from projects.access import may_start_in, signed_in
from projects.models import BuyingProject
from projects.sending import drawn


def own_draft(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view is handed a draft of who is signed in: 404 for any other. One that became a project leads to the project."""

    @wraps(view)
    def guarded(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
        found = get_object_or_404(request.user.drafts.select_related("project"), pk=draft)
        return SeeOther(overview_of(found.project)) if found.project else view(request, found)

    return signed_in(guarded)


@signed_in
def start(request: HttpRequest) -> HttpResponse:
    """Ask for title and agency; sent, that makes a draft. Who may start projects nowhere reads why, and who can help."""
    agencies = may_start_in(request.user)
    if not agencies:
        refusal = cannot_start(request.user)
        return render(request, "milestones/start.html", {"refusal": refusal}, status=refusal.status)
    if request.method != "POST":
        return _page(request, "start", FirstForm(agencies=agencies))
    form = FirstForm(request.POST, agencies=agencies)
    if not form.is_valid():
        return _page(request, "start", form)
    draft = save_draft(person=request.user, typed=form.typed(), nonce=form.cleaned_data["nonce"])
    return SeeOther(overview_of(draft.project) if draft.project else address(draft, "start_part"))


@own_draft
def start_title(request: HttpRequest, draft: ProjectDraft) -> HttpResponse:
    """Change title and agency."""
    return _step(request, draft, "start_title", TitleForm, agencies=may_start_in(request.user))


@own_draft
def start_part(request: HttpRequest, draft: ProjectDraft) -> HttpResponse:
    """Ask what the starter is in the project."""
    return _step(request, draft, "start_part", PartForm, agency=agency_of(draft) or NO_AGENCY)


@own_draft
def start_people(request: HttpRequest, draft: ProjectDraft) -> HttpResponse:
    """Ask for the other side, or both; only once the starter's part is known, for that decides whom to ask for."""
    part = draft.typed.get("part", "")
    if not part:
        return SeeOther(address(draft, "start_part"))
    return _step(
        request, draft, "start_people", PeopleForm, part=part, own_email=request.user.email or "", agency=agency_of(draft) or NO_AGENCY
    )


@own_draft
def start_outcome(request: HttpRequest, draft: ProjectDraft) -> HttpResponse:
    """Ask for problem or opportunity and desired outcome; both can wait."""
    return _step(request, draft, "start_outcome", OutcomeForm)


@own_draft
def start_check(request: HttpRequest, draft: ProjectDraft) -> HttpResponse:
    """Show all that was said, and what is missing; one press creates the project."""
    agency, missing = agency_of(draft), what_is_missing(draft)
    page = {"template": "milestones/start_check.html", "context": {"draft": draft, "lines": summary(draft, agency), "problems": missing}}
    if request.method != "POST" or missing or agency is None:
        page["context"]["has_errors"] = request.method == "POST"
        return render(request, page["template"], page["context"], status=422 if request.method == "POST" else 200)
    try:
        project = start_project(start=start_of(draft, agency), by=request.user)
    except Refusal as refusal:
        return answer(request, **page, refusal=refusal)
    return answer(request, **page, redirect_to=overview_of(project), message=_welcome(request, draft, project))


@own_draft
def start_discard(request: HttpRequest, draft: ProjectDraft) -> HttpResponse:
    """Ask whether to throw the draft away; sent, it is gone."""
    if request.method != "POST":
        return render(request, "milestones/start_discard.html", {"draft": draft})
    discard_draft(draft=draft)
    message = f"The draft “{draft}” is thrown away."
    return answer(request, template="milestones/start_discard.html", redirect_to=reverse("milestones:my_work"), message=message)


def overview_of(project: BuyingProject) -> str:
    """The address of a project's overview."""
    return reverse("milestones:overview", args=[project.ref])


def _step(request: HttpRequest, draft: ProjectDraft, step: str, form_class: type, **about: Any) -> HttpResponse:
    """One page of the draft: asked with what it has, kept when sent."""
    if request.method != "POST":
        return _page(request, step, form_class(initial=draft.typed, **about), draft, **about)
    form = form_class(request.POST, **about)
    if not form.is_valid():
        return _page(request, step, form, draft, **about)
    draft = save_draft(person=request.user, typed=form.typed(), draft=draft)
    return SeeOther(after(draft, step, changing="change" in request.GET))


def _page(request: HttpRequest, name: str, form: Any, draft: ProjectDraft | None = None, **about: Any) -> HttpResponse:
    context = {"form": form, "draft": draft, "changing": "change" in request.GET, **about}
    return render(request, f"milestones/{name}.html", context, status=422 if form.errors else 200)


def _welcome(request: HttpRequest, draft: ProjectDraft, project: BuyingProject) -> str:
    said = f"{project.ref} has started."
    if not names_others(draft):
        return said
    url = request.build_absolute_uri(overview_of(project))
    return format_html("{} Send this address to the people you named; they sign in there by their e-mail: {}", said, drawn(url))
