"""The meeting: run in the product, finished in one press, and what is left afterwards."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.messages import get_messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from milestones.blocks import BLOCKS, Block, blocks_for
from milestones.forms.meeting import AgreedForm, BriefedForm, FallForm, FinishForm, PresenceForm, presence_again
from milestones.journey import Journey, journey_of
from milestones.meeting import form_of, meeting_page
from milestones.models import Milestone
from milestones.operations import agree_since, brief_separately, finish_meeting, outcome_of, read_notes, record_presence
from milestones.operations.afterwards import require_agreeing
from milestones.operations.meeting import attendance_of, core_team, record_fallen
from milestones.places import milestone_at
from mobilisation.htmx import answer
from projects.access import CORE, OFFICER, READERS, SIDES, names_of, opens_by_link, project_view
from projects.changes import require_active
from projects.clock import today
from projects.comparing import clashes_of, keeping_theirs, show_again
from projects.models import BuyingProject
from projects.pages import page_context, project_page
from projects.refusals import BothChanged, FieldNeeded, NotNow, Refusal
from projects.words import listed

# The part of the page in which each of these stands; every other name is of a block.
PARTS = {"who": "who", "fall": "fall", "briefed": "absent"}


@project_view(READERS)
def meeting(request: HttpRequest, project: BuyingProject, position: int) -> HttpResponse:
    """The meeting as it runs, for a shared screen and a phone; its notes once it is over."""
    at = request.GET.get("at", "")
    saved = " ".join(str(message) for message in get_messages(request)) if at else ""
    context = {**meeting_page(project, position, where=at), "at": at, "saved": saved}
    return project_page(request, project, "milestones:meeting", context, under=_under(position))


@require_POST
@project_view(CORE)
def meeting_who(request: HttpRequest, project: BuyingProject, position: int) -> HttpResponse:
    """Say who is here."""
    wanted = milestone_at(project, position)
    team = core_team(project)
    form = PresenceForm(request.POST, session=wanted.session, team=team, there=attendance_of(wanted.session))
    return _save(request, project, position, "who", form, lambda wish: record_presence(milestone=wanted, by=request.user, **wish))


@require_POST
@project_view(CORE)
def meeting_fall(request: HttpRequest, project: BuyingProject, position: int) -> HttpResponse:
    """A decision, question or action as it falls."""
    wanted = milestone_at(project, position)
    form = FallForm(request.POST, team=project.stakeholders.current().in_reading_order())
    return _save(request, project, position, "fall", form, lambda wish: record_fallen(milestone=wanted, by=request.user, **wish))


@require_POST
@project_view(SIDES)
def meeting_block(request: HttpRequest, project: BuyingProject, position: int, block: str) -> HttpResponse:
    """Something typed under an item of the agenda, saved into its record."""
    keys = [criterion.key for criterion in journey_of(project).criteria_of(milestone_at(project, position))]
    if BLOCKS.get(block) not in blocks_for(keys):
        raise Http404("There is nothing of that name to be typed in this meeting.")
    form = form_of(BLOCKS[block], project, request.POST)
    return _save(
        request,
        project,
        position,
        block,
        form,
        lambda wish: BLOCKS[block].save(project, keeping_theirs(request.POST, wish), request.user),
    )


@project_view(SIDES)
def meeting_finish(request: HttpRequest, project: BuyingProject, position: int) -> HttpResponse:
    """What finishing does, listed; then done in one press."""
    wanted, data = milestone_at(project, position), request.POST if request.method == "POST" else None
    if wanted.session.is_finished:
        return _finished_already(request, project, wanted)
    try:
        outcome = outcome_of(milestone=wanted, held_on=wanted.session.held_on or today(), by=request.user)
    except NotNow:  # finished by somebody else a moment ago
        return _finished_already(request, project, wanted)
    except FieldNeeded as refusal:
        return _finish_page(request, project, wanted, None, refusal=refusal, status=200 if data is None else refusal.status)
    form = FinishForm(data, session=wanted.session, supported=outcome.supported if project.access.is_officer else [])
    if not form.is_valid():
        return _finish_page(request, project, wanted, form, outcome=outcome, status=422 if form.is_bound else 200)
    try:
        is_new = finish_meeting(milestone=wanted, by=request.user, **form.wish())
    except Refusal as refusal:
        data = {**request.POST.dict(), "ticks": request.POST.getlist("ticks"), "version": milestone_at(project, position).session.version}
        form = FinishForm(data, session=wanted.session, supported=outcome.supported if project.access.is_officer else [])
        return _finish_page(request, project, wanted, form, outcome=outcome, refusal=refusal, status=refusal.status)
    return _done(request, project, position, _said_of(project, wanted)) if is_new else _finished_already(request, project, wanted)


@require_POST
@project_view(CORE)
def meeting_briefed(request: HttpRequest, project: BuyingProject, position: int) -> HttpResponse:
    """Somebody who was not there was briefed separately."""
    wanted, team = milestone_at(project, position), core_team(project)
    form = BriefedForm(request.POST, absent=team.values())

    def brief(wish: dict[str, Any]) -> str:
        brief_separately(milestone=wanted, stakeholder=team[wish["stakeholder"]], briefed_on=wish["briefed_on"], by=request.user)
        return f"{team[wish['stakeholder']].name} is recorded as briefed."

    return _save(request, project, position, "briefed", form, brief)


@project_view(CORE)
def meeting_agreed(request: HttpRequest, project: BuyingProject, position: int) -> HttpResponse:
    """Record what was agreed since the meeting, and by whom."""
    wanted = milestone_at(project, position)
    require_agreeing(wanted.session, project.access)
    agreed = list(wanted.session.agreements.values_list("about", flat=True))
    if request.method != "POST":
        require_active(project)
        return _agreed_page(request, project, wanted, AgreedForm(team=core_team(project).values(), agreed=agreed))
    form = AgreedForm(request.POST, team=core_team(project).values(), agreed=())
    if not form.is_valid():
        return _agreed_page(request, project, wanted, form, status=422)
    try:
        is_new = agree_since(milestone=wanted, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        return _agreed_page(request, project, wanted, form, refusal=refusal, status=refusal.status)
    return _done(request, project, position, "What was agreed is recorded." if is_new else "It was recorded as agreed already.")


@require_POST
@opens_by_link("POST")
@project_view(CORE)
def meeting_read(request: HttpRequest, project: BuyingProject, position: int) -> HttpResponse:
    """“I've read the notes.”"""
    wanted = milestone_at(project, position)
    read_notes(milestone=wanted, stakeholder=project.stakeholders.get(pk=project.access.stake), by=request.user)
    where = reverse("projects:my_part", args=[project.ref])
    return answer(request, template="milestones/meeting.html", redirect_to=where, message="Thank you. That you read the notes is recorded.")


def _save(request: HttpRequest, project: BuyingProject, position: int, where: str, form: forms.Form, save: Any) -> HttpResponse:
    """One part of the page saved: htmx gets that part and what is still needed, a browser the page."""
    if not form.is_valid():
        return _again(request, project, position, where, form, status=422)
    try:
        says = save(form.wish() if hasattr(form, "wish") else form.cleaned_data)
    except Refusal as refusal:
        return _again(request, project, position, where, form, refusal=refusal, status=refusal.status)
    return _done(request, project, position, says or "Saved.", where)


def _again(request: HttpRequest, project: BuyingProject, position: int, where: str, form: forms.Form, **more: Any) -> HttpResponse:
    if isinstance(form, PresenceForm) and "refusal" in more:
        session = milestone_at(project, position).session
        form = presence_again(form, session, attendance_of(session), getattr(more["refusal"], "fields", {}))
    elif isinstance(more.get("refusal"), BothChanged):
        more["clashes"] = clashes_of(form, more["refusal"].fields)
        form = _as_typed(BLOCKS[where], project, form)
    context = {**_drawn(project, position, where, form), "clashes": more.pop("clashes", [])}
    parts = [PARTS.get(where, "typing"), "still"]
    return answer(request, template="milestones/meeting.html", parts=parts, context=context, **more)


def _as_typed(block: Block, project: BuyingProject, sent: Any) -> forms.Form:
    """A block that knows what is kept now, with what was typed where it was changed."""
    fresh = form_of(block, project)
    show_again(fresh, sent, sent.shown())
    return fresh


def _done(request: HttpRequest, project: BuyingProject, position: int, message: str, where: str = "") -> HttpResponse:
    to = reverse("milestones:meeting", args=[project.ref, position])
    to += (f"?at={where}" if where else "") + (f"#{where}" if where else "")
    page: dict[str, Any] = {"template": "milestones/meeting.html", "redirect_to": to, "message": message}
    if request.htmx and where:
        page |= {"parts": [PARTS.get(where, "typing"), "still"], "context": {**_drawn(project, position, where), "saved": message}}
    return answer(request, **page)


def _drawn(project: BuyingProject, position: int, where: str, form: forms.Form | None = None) -> dict[str, Any]:
    """What the page, or its part `where`, is drawn from."""
    context = meeting_page(project, position, form, where)
    typing = next((t for item in context["items"] for t in item.typing if t.id == where), None)
    return page_context(project, _under(position), {**context, "typing": typing, "at": where})


def _finish_page(request: HttpRequest, project: BuyingProject, milestone: Milestone, form: FinishForm | None, **more: Any) -> HttpResponse:
    status = more.pop("status", 200)
    context = {"milestone": milestone, "sitting": milestone.stage.sitting, "form": form, **more}
    context["officer"] = names_of(project, OFFICER)
    return project_page(request, project, "milestones:meeting_finish", context, under=_under(milestone.position), status=status)


def _finished_already(request: HttpRequest, project: BuyingProject, milestone: Milestone) -> HttpResponse:
    """Nothing is done twice; notes that somebody typed while another finished it are given back to them."""
    milestone.session.refresh_from_db()
    notes = request.POST.get("notes", "").replace("\r\n", "\n").strip()
    if notes in ("", milestone.session.notes):
        return _done(request, project, milestone.position, "This meeting is finished already. Nothing was done twice.")
    says = f"{milestone.session.finished_by} finished this meeting while you were typing. Your notes are not saved; they stand below."
    return _finish_page(request, project, milestone, None, refusal=NotNow(says), notes=notes, status=NotNow.status)


def _said_of(project: BuyingProject, milestone: Milestone) -> str:
    """What is said of a meeting that was just finished: whether anything is left is not said otherwise than it is."""
    name = f"The {milestone.stage.sitting.name.lower()} is finished"
    left = [c.key for c in Journey(project).criteria_of(milestone) if not c.is_answered]
    return (
        f"{name}, and its paperwork is done."
        if not left
        else f"{name}, and what was said in it is recorded. Not marked yet: {listed(left, most=len(left))}."
    )


def _agreed_page(request: HttpRequest, project: BuyingProject, milestone: Milestone, form: AgreedForm, **more: Any) -> HttpResponse:
    status = more.pop("status", 200)
    context = {"milestone": milestone, "sitting": milestone.stage.sitting, "form": form, **more}
    return project_page(request, project, "milestones:meeting_agreed", context, under=_under(milestone.position), status=status)


def _under(position: int) -> str:
    return f"milestones:milestone/{position}"
