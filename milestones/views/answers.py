"""Answering a criterion."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from milestones.changing import change_page, granted_words
from milestones.forms.answers import AnswerForm, wish_in
from milestones.models import SuccessCriterion
from milestones.operations import (
    look_again,
    mark_not_needed,
    take_back_criterion,
    tick_and_confirm,
    tick_criterion,
    tick_with_reason,
)
from milestones.panel import milestone_page, row_at
from milestones.places import criterion_at
from mobilisation.htmx import answer
from projects.access import OFFICER, READERS, project_view, require
from projects.models import BuyingProject, Person
from projects.pages import page_context, project_page
from projects.refusals import FieldNeeded, ReasonNeeded, Refusal

# Each wish: the operation that grants it, and what of the form it takes beside the version.
FOLLOW_UP = {"reason": "reason", "follow_up_on": "follow_up_on", "owner": "owner"}
GRANTS: dict[str, tuple[Any, dict[str, str]]] = {
    "met": (tick_criterion, {}),
    "met_with_reason": (tick_with_reason, FOLLOW_UP),
    "not_needed": (mark_not_needed, {"reason": "reason"}),
    "take_back": (take_back_criterion, {"reason": "reason"}),
    "look_again": (look_again, {"reason": "still_stands"}),
    "met_and_confirm": (tick_and_confirm, {**FOLLOW_UP, "milestone_version": "milestone_version"}),
}


@require_POST
@project_view(READERS)
def tick(request: HttpRequest, project: BuyingProject, position: int, criterion: int) -> HttpResponse:
    """Grant one wish for one criterion, to the officer alone; refused, the page it came from comes back with what was typed."""
    wanted = criterion_at(project, position, criterion)
    form = AnswerForm(request.POST, wish=wish_in(request.POST))
    try:
        require(project, OFFICER)
        grant(wanted, form, request.user)
    except Refusal as refusal:
        return _refused(request, project, wanted, form, refusal)
    return _granted(request, project, wanted, form.cleaned_data["wish"])


@project_view(OFFICER)
def change(request: HttpRequest, project: BuyingProject, position: int, criterion: int) -> HttpResponse:
    """What the project shows for one criterion, and every wish that may be granted now; or why none may."""
    return _change(request, project, change_page(project, criterion_at(project, position, criterion)))


def grant(criterion: SuccessCriterion, form: AnswerForm, by: Person) -> None:
    """Ask the operation for what the form says. Raises FieldNeeded for a form that says nothing, and what the operation raises."""
    if not form.is_valid():
        raise FieldNeeded(f"What was sent is not an answer to criterion {criterion.key}.", missing=["a whole form"])
    operation, takes = GRANTS[form.cleaned_data["wish"]]
    operation(criterion=criterion, version=form.cleaned_data["version"], by=by, **_taken(form, takes))


def _taken(form: AnswerForm, takes: dict[str, str]) -> dict[str, Any]:
    return {argument: form.cleaned_data[name] for name, argument in takes.items()}


def _granted(request: HttpRequest, project: BuyingProject, criterion: SuccessCriterion, wish: str) -> HttpResponse:
    position, now_is = criterion.milestone.position, criterion_at(project, criterion.milestone.position, criterion.position)
    said = {"template": "milestones/milestone.html", "message": granted_words(now_is, wish)}
    if not request.htmx:  # type: ignore[attr-defined]  # set by HtmxMiddleware
        return answer(request, redirect_to=reverse("milestones:milestone", args=[project.ref, position]), **said)
    context, parts = _parts(project, position, criterion.position)
    context["row"].takes_focus = True
    return answer(request, parts=parts, context=page_context(project, "", context), **said)


def _refused(request: HttpRequest, project: BuyingProject, criterion: SuccessCriterion, form: AnswerForm, refusal: Refusal) -> HttpResponse:
    require(project, READERS)
    position, place = criterion.milestone.position, criterion.position
    if form.data.get("page") == "change":
        if isinstance(refusal, ReasonNeeded) and "reason" in form.fields:
            form.add_error("reason", refusal.says)
            refusal.where, refusal.where_label = f"#{form['reason'].auto_id}", "Write it below"
        return _change(request, project, change_page(project, criterion_at(project, position, place), form, refusal), refusal.status)
    context, parts = _parts(project, position, place)
    context["row"].refusal = refusal
    under = f"milestones:milestone/{position}"
    template = "milestones/milestone.html"
    return answer(request, template=template, parts=parts, context=page_context(project, under, context), refusal=refusal)


def _change(request: HttpRequest, project: BuyingProject, context: dict[str, Any], status: int = 200) -> HttpResponse:
    under = f"milestones:milestone/{context['milestone'].position}"
    return project_page(request, project, "milestones:change", context, under=under, status=status)


def _parts(project: BuyingProject, position: int, place: int) -> tuple[dict[str, Any], list[str]]:
    """The page with one of its rows, and its parts that an answer to that row moves: the last row left, which may offer more now, too."""
    context = milestone_page(project, position)
    row = row_at(context["rows"], place)
    left = [r for r in context["rows"] if not r.criterion.is_answered]
    last = left[0] if len(left) == 1 and left[0] is not row else None
    parts = ["criterion", "completing", "panel_line", *(["last_row"] if last else [])]
    return {**context, "row": row, "last_row": last}, parts
