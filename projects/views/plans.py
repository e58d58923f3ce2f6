"""The work plan: read, one activity planned, many dated at once, a status said; key milestones."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from mobilisation.htmx import answer
from projects.access import CORE, READERS, SIDES, opens_by_link, project_view
from projects.changes import require_active
from projects.clock import today
from projects.comparing import compare
from projects.forms.plans import ActivityPlanForm, DatesForm, KeyMilestoneForm, StatusForm, stored
from projects.gantt import NARROW, draw
from projects.models import Activity, BuyingProject
from projects.operations.plans import KEY_MILESTONES, date_activities, dates_of, may_set_status, plan_activity, set_status
from projects.operations.raci import require_there
from projects.pages import project_page
from projects.plan import plan_of
from projects.refusals import ChangedMeanwhile, FieldNeeded, NotYourPart, Refusal
from projects.views.rows import Pages, add_page, edit_page, remove_page

OF_KEY_MILESTONES = Pages(
    KEY_MILESTONES,
    KeyMilestoneForm,
    list="projects:plan",
    add="projects:key_milestone_add",
    edit="projects:key_milestone",
    remove="projects:key_milestone_remove",
    thing="Key milestone",
)


@project_view(READERS)
def plan(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """The plan as a table, and over time as a picture."""
    shown = plan_of(project, today(), me=project.access.stake)
    pictures = {"picture": draw(shown, today()), "narrow": draw(shown, today(), NARROW)}
    return project_page(request, project, "projects:plan", {"plan": shown, **pictures, "wide": True})


@project_view(SIDES)
def plan_dates(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """Stage, start and end of every activity, on one page."""
    activities = list(project.activities.current())
    form = DatesForm(
        request.POST if request.method == "POST" else None, activities=activities, shown={a.pk: dates_of(a) for a in activities}
    )
    if not form.is_bound:
        require_active(project)
        return _page(request, project, "plan_dates", {"form": form, "wide": True})
    if not form.is_valid():
        return _page(request, project, "plan_dates", {"form": form, "wide": True}, status=422)
    try:
        number = date_activities(project=project, by=request.user, **form.wish())
    except Refusal as refusal:
        return _page(request, project, "plan_dates", {"form": form, "refusal": refusal, "wide": True}, status=refusal.status)
    return _done(request, project, f"{number} activit{'y' if number == 1 else 'ies'} changed." if number else "Nothing was different.")


@project_view(CORE)
def plan_activity_edit(request: HttpRequest, project: BuyingProject, activity: int) -> HttpResponse:
    """Plan one activity; or only say how far it is, for who is responsible for it."""
    row = _activity(project, activity)
    if request.method != "POST":
        require_there(row)
    if not project.access.edits:
        return _status_page(request, project, row)
    form = ActivityPlanForm(request.POST if request.method == "POST" else None, activity=row)
    if not form.is_bound:
        require_active(project)
    if not form.is_valid():
        return _page(request, project, "plan_activity_edit", {"form": form, "activity": row}, status=422 if form.is_bound else 200)
    try:
        changed = plan_activity(activity=row, by=request.user, **form.wish())
    except ChangedMeanwhile as refusal:
        return _conflict(request, project, row, form, refusal)
    except Refusal as refusal:
        return _page(request, project, "plan_activity_edit", {"form": form, "activity": row, "refusal": refusal}, status=refusal.status)
    return _done(request, project, f"“{row.title}” is planned." if changed else "Nothing was different, so nothing was saved.")


@require_POST
@opens_by_link("POST")
@project_view(CORE)
def activity_status(request: HttpRequest, project: BuyingProject, activity: int) -> HttpResponse:
    """How far one activity is, said on my part by who is responsible for it."""
    row = _activity(project, activity)
    form = StatusForm(request.POST)
    if not form.is_valid():
        raise FieldNeeded("Choose how far it is.", missing=["a status"])
    set_status(activity=row, by=request.user, **form.cleaned_data)
    where, says = reverse("projects:my_part", args=[project.ref]), f"“{row.title}”: {row.get_status_display().lower()}."
    return answer(request, template="projects/my_part.html", redirect_to=where, message=says)


@project_view(SIDES)
def key_milestone_add(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """Add one."""
    return add_page(request, project, OF_KEY_MILESTONES)


@project_view(SIDES)
def key_milestone(request: HttpRequest, project: BuyingProject, row: int) -> HttpResponse:
    """Change one."""
    return edit_page(request, project, OF_KEY_MILESTONES, row)


@project_view(SIDES)
def key_milestone_remove(request: HttpRequest, project: BuyingProject, row: int) -> HttpResponse:
    """Take one off."""
    return remove_page(request, project, OF_KEY_MILESTONES, row)


def _activity(project: BuyingProject, pk: int) -> Activity:
    """An activity, one that was removed too: what is typed of it meanwhile is refused in words."""
    row = get_object_or_404(project.activities, pk=pk)
    row.project = project
    return row


def _status_page(request: HttpRequest, project: BuyingProject, row: Activity) -> HttpResponse:
    """How far it is, said by who is responsible. Raises NotYourPart for other members."""
    if not may_set_status(row, project.access):
        raise NotYourPart("Only who is responsible for this, the buyer’s side or the procurement officer can change it.")
    form = StatusForm(request.POST if request.method == "POST" else None, initial={"status": row.status})
    if not form.is_bound:
        require_active(project)
    if not form.is_valid():
        return _page(request, project, "plan_activity_edit", {"form": form, "activity": row}, status=422 if form.is_bound else 200)
    set_status(activity=row, by=request.user, **form.cleaned_data)
    return _done(request, project, f"“{row.title}”: {row.get_status_display().lower()}.")


def _conflict(request: HttpRequest, project: BuyingProject, row: Activity, form: ActivityPlanForm, refusal: Refusal) -> HttpResponse:
    """Theirs and yours; the form below carries the version that is current now, so that it can be kept."""
    data = request.POST.copy()
    data["version"] = str(row.version)
    mine = ActivityPlanForm(data, activity=row)
    context = {"form": mine, "activity": row, "refusal": refusal, "differences": compare(form, stored(row))}
    return _page(request, project, "plan_activity_edit", context, status=refusal.status)


def _page(request: HttpRequest, project: BuyingProject, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return project_page(request, project, f"projects:{name}", context, under="projects:plan", status=status)


def _done(request: HttpRequest, project: BuyingProject, message: str) -> HttpResponse:
    return answer(request, template="projects/plan.html", redirect_to=reverse("projects:plan", args=[project.ref]), message=message)
