"""The session of a milestone: planned, invited to, read up on, called off, recorded as held."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from milestones.forms.sessions import BaseAgenda, CancelForm, HeldForm, PlanForm, agenda_of, say_agenda, stored_held, stored_plan
from milestones.invitation import calendar_of
from milestones.journey import journey_of
from milestones.models import Milestone
from milestones.operations import cancel_session, plan_session, record_session
from milestones.planning import attendance_of, milestone_with_session, suggestion_for, who_is_suggested
from milestones.pre_read import pre_read_page
from mobilisation.htmx import answer
from projects.access import READERS, SIDES, project_view
from projects.changes import require_active
from projects.comparing import Difference, compare
from projects.models import BuyingProject
from projects.pages import project_page
from projects.refusals import ChangedMeanwhile, FieldNeeded, NotNow, Refusal


@project_view(SIDES)
def session(request: HttpRequest, project: BuyingProject, position: int) -> HttpResponse:
    """Plan the session. Two buttons save nothing: one asks for more rows, one for the suggested agenda."""
    wanted = milestone_with_session(project, position)
    if request.method != "POST":
        require_active(project)
        return _plan(request, project, wanted, *_stored(wanted))
    if "use" in request.POST:
        form, agenda = _typed(wanted, request.POST)
        return _plan(request, project, wanted, form, agenda, status=422 if agenda.is_bound else 200)
    form = PlanForm(request.POST, milestone=wanted, is_recorded=wanted.session.is_recorded)
    agenda = agenda_of(wanted, [], request.POST)
    if not (form.is_valid() & agenda.is_valid()):
        return _plan(request, project, wanted, form, agenda, status=422)
    try:
        plan_session(milestone=wanted, by=request.user, agenda=agenda.wish(), **form.wish())
    except Refusal as refusal:
        return _plan_refused(request, project, position, form, agenda, refusal)
    return _done(request, project, position, f"The plan of the {wanted.stage.sitting.name.lower()} is saved.")


@project_view(SIDES)
def session_held(request: HttpRequest, project: BuyingProject, position: int) -> HttpResponse:
    """Record that it was held, on a day that has been."""
    wanted = milestone_with_session(project, position)
    if request.method != "POST":
        require_active(project)
        initial = stored_held(wanted.session, attendance_of(wanted.session))
        return _held(request, project, wanted, HeldForm(initial=initial, milestone=wanted))
    form = HeldForm(request.POST, milestone=wanted)
    if not form.is_valid():
        return _held(request, project, wanted, form, status=422)
    try:
        record_session(milestone=wanted, by=request.user, **form.wish())
    except Refusal as refusal:
        return _held_refused(request, project, position, form, refusal)
    return _done(request, project, position, f"What is recorded of the {wanted.stage.sitting.name.lower()} is saved.")


@project_view(SIDES)
def session_cancel(request: HttpRequest, project: BuyingProject, position: int) -> HttpResponse:
    """Ask why it is called off, and do it."""
    wanted = milestone_with_session(project, position)
    if request.method != "POST":
        require_active(project)
        return _page(request, project, "session_cancel", wanted, form=CancelForm(initial={"version": wanted.session.version}))
    form = CancelForm(request.POST)
    if not form.is_valid():
        return _page(request, project, "session_cancel", wanted, form=form, status=422)
    try:
        cancel_session(milestone=wanted, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        data = {"reason": form.cleaned_data["reason"], "version": milestone_with_session(project, position).session.version}
        return _page(request, project, "session_cancel", wanted, form=CancelForm(initial=data), refusal=refusal, status=refusal.status)
    return _done(request, project, position, f"The {wanted.stage.sitting.name.lower()} is cancelled. Send its invitation again to say so.")


@require_safe
@project_view(READERS)
def invitation(request: HttpRequest, project: BuyingProject, position: int) -> HttpResponse:
    """The calendar entry: an invitation, its change, or its cancellation. Refused while no day is planned."""
    wanted = milestone_with_session(project, position)
    if wanted.session.planned_at is None:
        raise NotNow(f"The {wanted.stage.sitting.name.lower()} is not planned yet.", missing=["the day it is planned for"])
    calendar = calendar_of(wanted, attendance_of(wanted.session))
    name = f'attachment; filename="{project.ref}-{wanted.stage.sitting.name.lower().replace(" ", "-")}.ics"'
    kind = f"text/calendar; charset=utf-8; method={calendar['method']}"
    return HttpResponse(calendar.to_ical(), content_type=kind, headers={"Content-Disposition": name})


@project_view(READERS)
def pre_read(request: HttpRequest, project: BuyingProject, position: int) -> HttpResponse:
    """One sheet to read before it: when and where, the agenda, what is not met yet, who brings what."""
    return project_page(request, project, "milestones:pre_read", pre_read_page(project, position), under=f"milestones:milestone/{position}")


def _stored(milestone: Milestone) -> tuple[PlanForm, BaseAgenda]:
    """The plan as it is; what nobody has planned yet begins with what is suggested."""
    session, rows = milestone.session, attendance_of(milestone.session)
    initial, is_new = stored_plan(session, rows), not (session.planned_at or session.held_on)
    if is_new and not rows:
        initial["coming"] = who_is_suggested(milestone)
    items = suggestion_for(milestone).as_stored() if is_new and not session.agenda else session.agenda
    return PlanForm(initial=initial, milestone=milestone), agenda_of(milestone, items)


def _typed(milestone: Milestone, data: Any) -> tuple[PlanForm, BaseAgenda]:
    """What was typed, not judged yet, with what is suggested and not on it yet, or with the rows in their order and more below."""
    names = ("planned_on", "planned_time", "place", "runner", "version")
    typed = {**{name: data.get(name, "") for name in names}, "coming": data.getlist("coming")}
    agenda = agenda_of(milestone, [], data)
    if agenda.is_valid():
        rows = agenda.wish()
        titles = {row["title"].casefold() for row in rows}
        more = suggestion_for(milestone).as_stored() if data["use"] == "suggested" else []
        agenda = agenda_of(milestone, [*rows, *(row for row in more if row["title"].casefold() not in titles)])
    return PlanForm(initial=typed, milestone=milestone), agenda


def _plan(
    request: HttpRequest, project: BuyingProject, milestone: Milestone, form: PlanForm, agenda: BaseAgenda, **more: Any
) -> HttpResponse:
    problems = agenda.problems if agenda.is_bound else []
    context = {"form": form, "agenda": agenda, "problems": problems, "has_errors": bool(problems), **_said_beside(milestone, agenda)}
    return _page(request, project, "session", milestone, **{**context, **more})


def _said_beside(milestone: Milestone, agenda: BaseAgenda) -> dict[str, Any]:
    """The criteria it serves, and whether its agenda is the suggested one, and why that is as it is."""
    suggestion, criteria = suggestion_for(milestone), journey_of(milestone.project).criteria_of(milestone)
    suggested = suggestion.as_stored()
    is_suggested = suggested != milestone.session.agenda and all(row in agenda.rows for row in suggested)
    return {"suggestion": suggestion, "is_suggested": is_suggested, "criteria": criteria}


def _plan_refused(
    request: HttpRequest, project: BuyingProject, position: int, form: PlanForm, agenda: BaseAgenda, refusal: Refusal
) -> HttpResponse:
    """The page with what was typed; where somebody else changed it, theirs and yours, and forms that can be kept."""
    wanted = milestone_with_session(project, position)
    if not isinstance(refusal, ChangedMeanwhile):
        return _plan(request, project, wanted, form, agenda, refusal=refusal, status=refusal.status)
    differing = compare(form, stored_plan(wanted.session, attendance_of(wanted.session)))
    told = Difference("Agenda", say_agenda(wanted.session.agenda), say_agenda(agenda.wish()))
    differing += [told] if told.theirs != told.yours else []
    data = request.POST.copy()
    data["version"] = str(wanted.session.version)
    mine = PlanForm(data, milestone=wanted, is_recorded=True), agenda_of(wanted, [], data)
    return _plan(request, project, wanted, *mine, refusal=refusal, differences=differing, status=refusal.status)


def _held(request: HttpRequest, project: BuyingProject, milestone: Milestone, form: HeldForm, **more: Any) -> HttpResponse:
    return _page(request, project, "session_held", milestone, form=form, **more)


def _held_refused(request: HttpRequest, project: BuyingProject, position: int, form: HeldForm, refusal: Refusal) -> HttpResponse:
    """As with the plan; a day still to come is told at its field."""
    wanted = milestone_with_session(project, position)
    if isinstance(refusal, FieldNeeded):
        form.add_error("held_on", refusal.says)
        return _held(request, project, wanted, form, status=refusal.status)
    if not isinstance(refusal, ChangedMeanwhile):
        return _held(request, project, wanted, form, refusal=refusal, status=refusal.status)
    differing = compare(form, stored_held(wanted.session, attendance_of(wanted.session)))
    data = request.POST.copy()
    data["version"] = str(wanted.session.version)
    mine = HeldForm(data, milestone=wanted)
    return _held(request, project, wanted, mine, refusal=refusal, differences=differing, status=refusal.status)


def _page(request: HttpRequest, project: BuyingProject, name: str, milestone: Milestone, **context: Any) -> HttpResponse:
    status = context.pop("status", 200)
    shown = {"milestone": milestone, "sitting": milestone.stage.sitting, **context}
    return project_page(request, project, f"milestones:{name}", shown, under=f"milestones:milestone/{milestone.position}", status=status)


def _done(request: HttpRequest, project: BuyingProject, position: int, message: str) -> HttpResponse:
    where = reverse("milestones:milestone", args=[project.ref, position])
    return answer(request, template="milestones/milestone.html", redirect_to=where, message=message)
