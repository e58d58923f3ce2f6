"""My part: what one person has to do with a project, and how to change it or leave."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from mobilisation.htmx import answer
from projects.access import EVERYONE, OFFICER, SIDES, names_of, opens_by_link, project_view
from projects.asked import asked_of
from projects.changes import require_active
from projects.clock import today
from projects.communication import share_of
from projects.comparing import compare
from projects.contact_list import lines_of
from projects.forms.asking import CannotForm, OwnAnswerForm, QuestionForm, SeenForm
from projects.forms.my_part import MyDetailsForm, ReadForm, stored
from projects.forms.plans import StatusForm
from projects.leaving import left_behind
from projects.models import BuyingProject, Stakeholder
from projects.my_part import Doing, Part, part_of
from projects.operations import asking
from projects.operations.people import SEATS, edit_stakeholder, remove_stakeholder
from projects.operations.reading import record_reading
from projects.pages import project_page
from projects.refusals import ChangedMeanwhile, FieldNeeded, NotNow, NotYourPart, Refusal
from projects.revising import to_read_by
from projects.roster import key_people, role_in_a_sentence, role_words, what_they_bring, whom_to_ask
from projects.working import tools_of

# What can be said on this page: the button's name with its form, and the answer to it.
PRESSES: dict[str, tuple[Any, str]] = {
    "answer": (OwnAnswerForm, "Your answer is saved."),
    "yes": (SeenForm, "Thank you. You said yes to your part."),
    "read": (ReadForm, "Thank you. It is noted that you have read it."),
    "cannot": (CannotForm, "It is recorded that you can’t. The buyer’s side has it as an open item."),
    "question": (QuestionForm, "Your question is with the buyer’s side."),
}


@opens_by_link("GET", "POST")
@project_view(EVERYONE)
def my_part(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """My role, what I do and why, the people I turn to, what is open for me; and what I say to it."""
    me = _me(project)
    if request.method != "POST":
        return _part_page(request, project, me)
    press = next((name for name in PRESSES if name in request.POST), "")
    if not press:
        refusal = FieldNeeded("Press one of the buttons of this page.", missing=["what you say"])
        return _part_page(request, project, me, refusal=refusal, status=refusal.status)
    form = PRESSES[press][0](request.POST, prefix=press)
    if not form.is_valid():
        return _part_page(request, project, me, **{press: form}, form=form, status=422)
    try:
        _say(me, press, form.wish(), request.user)
    except Refusal as refusal:
        return _part_page(request, project, me, **{press: form}, refusal=refusal, status=refusal.status)
    where = reverse("projects:my_part", args=[project.ref])
    return answer(request, template="projects/my_part.html", redirect_to=where, message=_thanks(me, press))


def _thanks(me: Stakeholder, press: str) -> str:
    """What is answered to a press; to a yes that was one to the part, too, that it was."""
    words = PRESSES[press][1]
    return f"{words} You said yes to your part." if press == "answer" and part_of(me).is_said else words


def _say(me: Stakeholder, press: str, wish: dict[str, Any], by: Any) -> None:
    """The one call for the button that was pressed."""
    if press == "answer":
        invitation = me.invitations.live().first()
        if invitation is None:
            raise NotNow("You were not asked anything to answer yes or no to.")
        asking.answer_invitation(invitation=invitation, by=by, **wish)
    elif press == "yes":
        asking.acknowledge_part(stakeholder=me, by=by, **wish)
    elif press == "read":
        record_reading(stakeholder=me, by=by, **wish)
    elif press == "cannot":
        asking.cannot_do_part(stakeholder=me, by=by, **wish)
    else:
        asking.ask_question(stakeholder=me, by=by, **wish)


def _forms(part: Part) -> dict[str, Any]:
    """The forms of the page, fresh."""
    return {
        "yes": SeenForm(prefix="yes", initial={"seen": part.seen}),
        "answer": _answer_form(part),
        "cannot": CannotForm(prefix="cannot"),
        "question": QuestionForm(prefix="question"),
    }


def _answer_form(part: Part) -> OwnAnswerForm | None:
    if part.invitation is None:
        return None
    return OwnAnswerForm(prefix="answer", initial={"version": part.invitation.version, "seen": part.seen})


def _part_page(request: HttpRequest, project: BuyingProject, me: Stakeholder, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page, with what was typed. What was seen is of the page as it is now: after a refusal the next press is about that."""
    part = part_of(me)
    items = list(me.open_items.unanswered().order_by(F("due_on").asc(nulls_last=True), "pk")) if project.access.contributes else []
    turn_to = key_people(project)
    context = {
        **_about(project, me),
        "asked": asked_of(project, me, items),
        **_to_read(project, me),
        "contacts": lines_of(project),
        "tools": tools_of(project, me) if project.access.contributes else [],
        "share": share_of(project, me),
        "key_people": turn_to,
        "ask_first": whom_to_ask(turn_to, me),
        "open_items": items,
        "who_writes": names_of(project, SIDES).replace(", ", " or "),
        **_said(project, part),
    }
    more = {name: value for name, value in more.items() if name not in {"yes", "read"}}
    return project_page(request, project, "projects:my_part", {**context, **more}, status=status)


def _said(project: BuyingProject, part: Part) -> dict[str, Any]:
    """My part, what I do in each activity, and the forms by which I say something to it."""
    return {"part": part, "does": _does(project, part), **_forms(part)}


def _does(project: BuyingProject, part: Part) -> list[tuple[Doing, StatusForm | None]]:
    """What I do in each activity; with it a form for how far it is, where I own it and can say so."""
    can = project.access.contributes and project.is_active
    return [(line, _far(line) if can and line.is_owned else None) for line in part.does(today())]


def _far(line: Doing) -> StatusForm:
    return StatusForm(auto_id=f"far-{line.activity.pk}_%s", initial={"status": line.activity.status})


def _to_read(project: BuyingProject, me: Stakeholder) -> dict[str, Any]:
    """The objective as it is now; and what I am asked to read, each with its form. The forms are told apart by what they are about."""
    objective, unread = to_read_by(me, with_value=project.access.sees_value(project))
    forms = [ReadForm(prefix="read", auto_id=f"{u.what}_%s", initial={"what": u.what, "version": u.version}) for u in unread]
    return {"objective": objective, "to_read": list(zip(unread, forms, strict=True))}


def _about(project: BuyingProject, me: Stakeholder) -> dict[str, Any]:
    """Who I am here."""
    return {"me": me, "role": role_in_a_sentence(project, me.role), "brings": what_they_bring(me), "is_seat": me.role in SEATS}


@opens_by_link("GET", "POST")
@project_view(EVERYONE)
def my_details(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """Change how I am reached."""
    me = _me(project)
    if request.method != "POST":
        require_active(project)
        return _details_page(request, project, me, _details_form(project, me))
    form = _details_form(project, me, request.POST)
    if not form.is_valid():
        return _details_page(request, project, me, form, status=422)
    try:
        edit_stakeholder(stakeholder=me, by=request.user, **form.wish())
    except ChangedMeanwhile as refusal:
        return _conflict(request, project, me, form, refusal)
    except Refusal as refusal:
        return _details_page(request, project, me, form, refusal=refusal, status=refusal.status)
    return answer(
        request,
        template="projects/my_details.html",
        redirect_to=reverse("projects:my_part", args=[project.ref]),
        message="Your details are saved.",
    )


@project_view(EVERYONE)
def leave(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """Ask, then leave the project."""
    me = _me(project)
    if request.method != "POST":
        context = {"me": me, "role": role_words(project, me.role), "is_seat": me.role in SEATS, "left_behind": left_behind(project, me)}
        return project_page(request, project, "projects:leave", context, under="projects:my_part")
    remove_stakeholder(stakeholder=me, by=request.user)
    message = f"You have left {project.ref} {project.title}. What you did stays in its record."
    return answer(request, template="projects/leave.html", redirect_to=reverse("milestones:my_work"), message=message)


def _me(project: BuyingProject) -> Stakeholder:
    """My row in the project. Raises NotYourPart, with the reason, for those who open it without being in it."""
    if not project.access.has_part:
        what = f"cover for {names_of(project, OFFICER)}" if project.access.covers_for else "read it as a portfolio viewer of the agency"
        raise NotYourPart(f"You have no part of your own in this project: you {what}.", who=names_of(project, SIDES))
    return get_object_or_404(project.stakeholders.select_related("person"), pk=project.access.stake)


def _details_form(project: BuyingProject, me: Stakeholder, data: Any = None) -> MyDetailsForm:
    return MyDetailsForm(data, stakeholder=me, by_link=project.access.by_link)


def _details_page(request: HttpRequest, project: BuyingProject, me: Stakeholder, form: MyDetailsForm, **more: Any) -> HttpResponse:
    status = more.pop("status", 200)
    return project_page(request, project, "projects:my_details", {"me": me, "form": form, **more}, under="projects:my_part", status=status)


def _conflict(
    request: HttpRequest, project: BuyingProject, me: Stakeholder, form: MyDetailsForm, refusal: ChangedMeanwhile
) -> HttpResponse:
    """Theirs and yours; the form below carries the version that is current now, so that it can be kept."""
    data = request.POST.copy()
    data["version"] = str(me.version)
    shown = [difference for difference in compare(form, stored(me)) if difference.label != "Version"]
    return _details_page(request, project, me, _details_form(project, me, data), differences=shown, refusal=refusal, status=refusal.status)
