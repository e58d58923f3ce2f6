"""Saying the project back in one's own words, and hearing how others say it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from milestones.explanations import voices_of
from milestones.forms.meeting import HearingForm, WordsForm
from milestones.operations import explain, hear_explanation
from mobilisation.htmx import answer
from projects.access import CORE, opens_by_link, project_view
from projects.models import BuyingProject
from projects.pages import project_page
from projects.refusals import FieldNeeded, NotYourPart, Refusal


@opens_by_link("POST")
@project_view(CORE)
def said_it_back(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """How everybody in the core team says what the project is for; and one's own words."""
    by_link = project.access.by_link
    if request.method != "POST":
        return _page(request, project, WordsForm())
    form = WordsForm(request.POST)
    if by_link and not form.is_valid():  # the page itself shows the words of others, which a link does not open
        raise FieldNeeded("Write it in your own words, in a sentence or two.", missing=["your words"])
    if not form.is_valid():
        return _page(request, project, form, status=422)
    if not project.access.has_part:
        raise NotYourPart("Only who is in the core team themselves can say it back.")
    try:
        explain(stakeholder=project.stakeholders.get(pk=project.access.stake), by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        if by_link:
            raise
        return _page(request, project, form, refusal=refusal, status=refusal.status)
    return _done(request, project, "Your words are saved. Somebody else in the core team hears them next.", by_link)


@require_POST
@project_view(CORE)
def hear(request: HttpRequest, project: BuyingProject, explanation: int) -> HttpResponse:
    """“I heard it” or “Let's talk”."""
    row = get_object_or_404(project.explanations, pk=explanation)
    form = HearingForm(request.POST)
    if not form.is_valid():
        raise FieldNeeded("Choose “I heard it” or “Let’s talk”.", missing=["one of the two"])
    hear_explanation(explanation=row, hearing=form.cleaned_data["hearing"], by=request.user)
    return _done(request, project, f"What you said to {row.person.name} is recorded.")


def _page(request: HttpRequest, project: BuyingProject, form: WordsForm, **more: object) -> HttpResponse:
    status = int(str(more.pop("status", 200)))
    context = {"form": form, "label_class": "sr-only", **voices_of(project), **more}
    return project_page(request, project, "milestones:said_it_back", context, status=status)


def _done(request: HttpRequest, project: BuyingProject, message: str, by_link: bool = False) -> HttpResponse:
    """Back to where it was pressed: my part, or the page of all."""
    name = "projects:my_part" if by_link or request.POST.get("back") == "my-part" else "milestones:said_it_back"
    return answer(request, template="milestones/said_it_back.html", redirect_to=reverse(name, args=[project.ref]), message=message)
