"""The RACI matrix: read, and edited by one activity or as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from mobilisation.htmx import answer
from projects import grid
from projects.access import READERS, SIDES, project_view
from projects.changes import require_active
from projects.forms.raci import AddActivityForm, CellsForm, RenameActivityForm, UsualForm, stored_base
from projects.matrix import matrix_of
from projects.models import Activity, BuyingProject
from projects.operations.raci import CellsChanged, add_activity, edit_activity, gone, remove_activity, require_there, set_letters
from projects.operations.usual import add_usual
from projects.pages import project_page
from projects.raci import Matrix, left_of_usual, problems
from projects.refusals import Refusal
from projects.words import listed


@project_view(READERS)
def raci(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """The matrix in words, and what is wrong in it."""
    matrix = matrix_of(project)
    found, usual = problems(matrix), UsualForm(team=matrix.stakeholders) if project.access.edits else None
    drawn = {"rows": grid.rows_of(matrix, found), "people": grid.about_people(found), "attention": grid.attention_words(found)}
    return _page(request, project, "raci", {"matrix": matrix, "usual": usual, "wide": True, **drawn, **left_of(project, matrix.activities)})


@project_view(SIDES)
def raci_usual(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """Add the first of the usual activities, or the rest."""
    form = UsualForm(request.POST if request.method == "POST" else None, team=project.stakeholders.current().core().in_reading_order())
    shown = {"form": form, **left_of(project, project.activities.current())}
    if not form.is_bound:
        require_active(project)
        return _page(request, project, "raci_usual", shown)
    if not form.is_valid():
        return _page(request, project, "raci_usual", shown, status=422)
    try:
        added = add_usual(project=project, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        return _page(request, project, "raci_usual", {**shown, "refusal": refusal}, status=refusal.status)
    return _done(request, project, added_words(len(added), [position.name for position in added.positions]))


@project_view(SIDES)
def activity_add(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """Add one activity, then give its letters."""
    form = AddActivityForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        require_active(project)
        return _page(request, project, "activity_add", {"form": form})
    if not form.is_valid():
        return _page(request, project, "activity_add", {"form": form}, status=422)
    try:
        added = add_activity(project=project, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        return _page(request, project, "activity_add", {"form": form, "refusal": refusal}, status=refusal.status)
    where = reverse("projects:activity", args=[project.ref, added.pk])
    return answer(request, template="projects/activity_add.html", redirect_to=where, message="Added. Say who does what in it.")


@project_view(SIDES)
def activity(request: HttpRequest, project: BuyingProject, activity: int) -> HttpResponse:
    """Who does what in one activity. Where it was removed meanwhile, what was chosen is said back."""
    row, matrix = get_object_or_404(project.activities, pk=activity), matrix_of(project)
    if row.removed_at:
        chosen = CellsForm(request.POST, matrix=matrix, activities=[row]).chosen
        raise gone(row, {s.name: chosen.get((row.pk, s.pk), "") for s in matrix.stakeholders})
    return _editor(request, project, matrix, [row], "activity", {"activity": row})


@project_view(SIDES)
def raci_edit(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """Who does what in every activity, in one form."""
    matrix = matrix_of(project)
    return _editor(request, project, matrix, matrix.activities, "raci_edit", {"wide": True})


@require_POST
@project_view(SIDES)
def raci_check(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """What would be wrong with the cells as they are chosen now. Writes nothing."""
    matrix = matrix_of(project)
    form = CellsForm(request.POST, matrix=matrix, activities=matrix.activities)
    chosen = _with(matrix, form.cleaned_data["wanted"]) if form.is_valid() else matrix
    found = [p for p in problems(chosen) if form.is_whole or (p.activity and p.activity.pk in form.rows)]
    context = {"found": found, "attention": grid.attention_words(found), "is_part": True}
    return render(request, "projects/raci_check.html", context, status=200 if form.is_valid() else 422)


@project_view(SIDES)
def activity_rename(request: HttpRequest, project: BuyingProject, activity: int) -> HttpResponse:
    """What one activity is called."""
    row = get_object_or_404(project.activities, pk=activity)
    if request.method != "POST":
        require_there(row)
        form = RenameActivityForm(initial={"title": row.title, "needs_delegate": row.needs_delegate, "version": row.version})
        return _page(request, project, "activity_rename", {"activity": row, "form": form})
    form = RenameActivityForm(request.POST)
    if not form.is_valid():
        return _page(request, project, "activity_rename", {"activity": row, "form": form}, status=422)
    try:
        edit_activity(activity=row, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        return _page(request, project, "activity_rename", {"activity": row, "form": form, "refusal": refusal}, status=refusal.status)
    return _done(request, project, f"{row.title} is saved.")


@project_view(SIDES)
def activity_remove(request: HttpRequest, project: BuyingProject, activity: int) -> HttpResponse:
    """Ask, then take one activity off the list."""
    row = get_object_or_404(project.activities, pk=activity)
    if request.method != "POST":
        return _page(request, project, "activity_remove", {"activity": row})
    remove_activity(activity=row, by=request.user)
    return _done(request, project, f"{row.title} is off the list.")


def _editor(
    request: HttpRequest, project: BuyingProject, matrix: Matrix, activities: Sequence[Activity], name: str, more: dict[str, Any]
) -> HttpResponse:
    """The editor of these activities. Refused, it shows what is there now beside what was chosen, which another press would write."""
    if request.method != "POST":
        require_active(project)
        return _cells(request, project, name, matrix, activities, more)
    form = CellsForm(request.POST, matrix=matrix, activities=activities)
    if not form.is_valid():
        return _cells(request, project, name, matrix, activities, {**more, "form": form}, chosen=form.chosen, status=422)
    base, wanted = form.cleaned_data["base"], form.cleaned_data["wanted"]
    try:
        set_letters(project=project, base=base, wanted=wanted, by=request.user)
    except Refusal as refusal:
        now_is, clashing = matrix_of(project), refusal.cells if isinstance(refusal, CellsChanged) else {}
        shown = {**more, "refusal": refusal, "clashes": grid.clashes(now_is, clashing)}
        mine = {cell: letters for cell, letters in wanted.items() if letters != base.get(cell, "")}  # what others changed stays theirs
        return _cells(request, project, name, now_is, activities, shown, chosen=mine, status=refusal.status)
    return _done(request, project, "Saved.")


def _cells(
    request: HttpRequest,
    project: BuyingProject,
    name: str,
    matrix: Matrix,
    activities: Sequence[Activity],
    more: dict[str, Any],
    *,
    chosen: dict[tuple[int, int], str] | None = None,
    status: int = 200,
) -> HttpResponse:
    drawn = _with(matrix, chosen or {})
    found = [p for p in problems(drawn) if name != "activity" or p.activity in activities]
    shown = {"matrix": matrix, "rows": grid.editor_rows(drawn, activities, found), "base": stored_base(matrix, activities)}
    context = {**shown, "found": found, "attention": grid.attention_words(found)}
    return _page(request, project, name, {**context, **more}, status=status)


def added_words(number: int, positions: list[str]) -> str:
    """How many activities were added, and which positions came with them, as nobody in the project does that work yet."""
    said = f"{number} activit{'y' if number == 1 else 'ies'} added."
    if not positions:
        return said
    came = "a position that nobody fills yet" if len(positions) == 1 else "positions that nobody fills yet"
    return f"{said} With letters in them {'is' if len(positions) == 1 else 'are'} {listed(positions)}, {came}."


def left_of(project: BuyingProject, activities: Sequence[Activity]) -> dict[str, list[str]]:
    """What is left to add of the first and of the other usual activities, by title."""
    first, rest = left_of_usual(activities, project.agency.activities_left_out)
    there = {activity.title for activity in activities}
    own = [title for title in project.agency.own_activities if title not in there] if rest else []
    return {"first_left": [usual.title for usual in first], "rest_left": [*(usual.title for usual in rest), *own]}


def _with(matrix: Matrix, chosen: dict[tuple[int, int], str]) -> Matrix:
    cells = {**matrix.cells, **chosen}
    return replace(matrix, cells={cell: letters for cell, letters in cells.items() if letters})


def _page(request: HttpRequest, project: BuyingProject, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return project_page(request, project, f"projects:{name}", context, under="projects:raci", status=status)


def _done(request: HttpRequest, project: BuyingProject, message: str) -> HttpResponse:
    where = reverse("projects:raci", args=[project.ref])
    return answer(request, template="projects/raci.html", redirect_to=where, message=message)
