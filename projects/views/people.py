"""The people of a project."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html

from mobilisation.htmx import answer
from projects.access import EVERYONE, MEMBERS, READERS, SIDES, project_view, require
from projects.changes import require_active
from projects.comparing import Difference, compare
from projects.forms.people import ExpertiseForm, FillForm, HandOverForm, PasteForm, PersonAddForm, PersonForm, RoleForm, stored
from projects.models import BuyingProject, Kind, Role, Stakeholder
from projects.operations import expertise as experts
from projects.operations import people as operations
from projects.pages import project_page
from projects.paste import Pasted
from projects.refusals import ChangedMeanwhile, NotYourPart, Refusal
from projects.roster import (
    dial,
    facts_of,
    kinds_of_expertise,
    role_words,
    roles_for,
    roster,
    say_decision,
    who_can_take_over,
    why_role_stays,
)
from projects.sending import drawn


@project_view(EVERYONE)
def people(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """Everyone: the core team, the others, empty seats, who left."""
    address = drawn(_address(request, project)) if _may_write(project) else ""
    return project_page(request, project, "projects:people", {"roster": roster(project), "address": address})


@project_view(SIDES)
def person_add(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """Add a person, a group or a position."""
    is_sent = request.method == "POST"
    form = PersonAddForm(request.POST if is_sent else None, roles=operations.roles_to_give(project), asked=request.GET)
    if not is_sent:
        require_active(project)
        return project_page(request, project, "projects:person_add", {"form": form})
    if not form.is_valid():
        return project_page(request, project, "projects:person_add", {"form": form}, status=422)
    try:
        added = operations.add_stakeholder(project=project, by=request.user, **form.wish())
    except Refusal as refusal:
        return project_page(request, project, "projects:person_add", {"form": form, "refusal": refusal}, status=refusal.status)
    return _to_people(request, project, format_html("{} is added. {}", added.name, _how_they_sign_in(request, project, added)))


@project_view(SIDES)
def people_paste(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """Add many from an e-mail's To line: first a list of what will be added, then the press that adds it."""
    if request.method != "POST":
        require_active(project)
        return _paste_page(request, project, PasteForm())
    form = PasteForm(request.POST)
    if not form.is_valid():
        return _paste_page(request, project, form, status=422)
    fresh, listed = _sorted_out(project, form.reading.people)
    if not (form.cleaned_data["confirm"] and fresh):
        return _paste_page(request, project, form, fresh=fresh, listed=listed, is_read=True)
    try:
        named = [(person.name, person.email) for person in fresh]
        added = operations.add_many(project=project, people=named, role=Role(form.cleaned_data["role"]), by=request.user)
    except Refusal as refusal:
        return _paste_page(request, project, form, refusal=refusal, status=refusal.status)
    return _to_people(request, project, _added_many(request, project, len(added)))


@project_view(READERS)
def expertise(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """The kinds of expertise: which are needed, and who has them."""
    states = {need.kind: experts.state_of(need) for need in project.expertise_needs.all()}
    if request.method != "POST":
        return _expertise_page(request, project, states, ExpertiseForm(states=states) if _may_write(project) else None)
    require(project, SIDES)
    form = ExpertiseForm(request.POST, states=states)
    if not form.is_valid():
        return _expertise_page(request, project, states, form, status=422)
    try:
        experts.decide_expertise(project=project, by=request.user, **form.wish())
    except ChangedMeanwhile as refusal:
        return _expertise_conflict(request, project, form, refusal)
    except Refusal as refusal:
        return _expertise_page(request, project, states, form, refusal=refusal, status=refusal.status)
    return answer(
        request,
        template="projects/expertise.html",
        redirect_to=_at(project, "expertise"),
        message="What expertise this buy needs is saved.",
    )


@project_view(EVERYONE)
def person(request: HttpRequest, project: BuyingProject, stakeholder: int) -> HttpResponse:
    """One stakeholder: to change, by either side; to read, by the others."""
    row = _find(project, stakeholder)
    if request.method != "POST":
        return _person_page(request, project, row)
    require(project, SIDES)
    return _fill(request, project, row) if "fill-name" in request.POST else _edit(request, project, row)


@project_view(SIDES)
def person_role(request: HttpRequest, project: BuyingProject, stakeholder: int) -> HttpResponse:
    """Give somebody another role."""
    row = _find(project, stakeholder)
    givable = operations.roles_to_give(project)
    context = {"row": row, "role": role_words(project, row.role), "why_not": why_role_stays(project, row, givable)}
    is_sent = request.method == "POST"
    form = RoleForm(request.POST if is_sent else None, roles=roles_for(row, givable), initial={"role": row.role})
    if not is_sent:
        require_active(project)
        return _page_of_one(request, project, "projects:person_role", {**context, "form": form})
    if not form.is_valid():
        return _page_of_one(request, project, "projects:person_role", {**context, "form": form}, status=422)
    role = Role(form.cleaned_data["role"])
    try:
        operations.give_role(stakeholder=row, role=role, by=request.user)
    except Refusal as refusal:
        return _page_of_one(request, project, "projects:person_role", {**context, "form": form, "refusal": refusal}, status=refusal.status)
    return _to_people(request, project, f"{row.name}: {role_words(project, role).lower()} from now on.")


@project_view(MEMBERS)
def hand_over(request: HttpRequest, project: BuyingProject, stakeholder: int) -> HttpResponse:
    """Hand the seat of buyer or procurement officer over, by who holds it."""
    row = _find(project, stakeholder)
    if row.pk != project.access.stake:
        raise NotYourPart(f"Only {row.name} can hand this over.", who=row.name)
    is_sent = request.method == "POST"
    takers = who_can_take_over(project)
    form = HandOverForm(request.POST if is_sent else None, people=takers, initial={"seat": row.role})
    if not is_sent or not form.is_valid():
        return _hand_over_page(request, project, row, form, people=takers, status=422 if is_sent else 200)
    to, seat = get_object_or_404(project.stakeholders, pk=form.cleaned_data["to"]), Role(form.cleaned_data["seat"])
    try:
        operations.hand_over(seat=seat, to=to, by=request.user)
    except Refusal as refusal:
        return _hand_over_page(request, project, row, form, people=takers, refusal=refusal, status=refusal.status)
    words = role_words(project, seat).lower()
    return _to_people(request, project, f"{to.name} is the {words} from now on. You stay in the project as a team member.")


@project_view(SIDES)
def person_remove(request: HttpRequest, project: BuyingProject, stakeholder: int) -> HttpResponse:
    """Ask, then end a stakeholder's part in the project."""
    row = _find(project, stakeholder)
    if row.pk == project.access.stake:
        return redirect("projects:leave", project.ref)
    if request.method != "POST":
        why_not = why_role_stays(project, row, operations.roles_to_give(project))
        return _page_of_one(request, project, "projects:person_remove", {"row": row, "why_not": why_not})
    operations.remove_stakeholder(stakeholder=row, by=request.user)
    return _to_people(request, project, f"{row.name} is no longer in this project. What they did stays in its record.")


@project_view(MEMBERS)
def contact_remove(request: HttpRequest, project: BuyingProject, stakeholder: int) -> HttpResponse:
    """Ask, then remove a stakeholder's phone and e-mail from the project, by either side or themselves."""
    row = _find(project, stakeholder)
    if row.pk != project.access.stake:
        require(project, SIDES)
    if request.method != "POST":
        return _page_of_one(request, project, "projects:contact_remove", {"row": row, "is_mine": row.pk == project.access.stake})
    operations.remove_contact_details(stakeholder=row, by=request.user)
    return _to_people(request, project, f"The phone number and e-mail address of {row.name} are removed.")


def _find(project: BuyingProject, stakeholder: int) -> Stakeholder:
    """A stakeholder of this project, or Http404."""
    return get_object_or_404(project.stakeholders.select_related("person"), pk=stakeholder)


def _may_write(project: BuyingProject) -> bool:
    return project.access.edits and project.is_active


def _at(project: BuyingProject, name: str, *args: Any) -> str:
    return reverse(f"projects:{name}", args=[project.ref, *args])


def _to_people(request: HttpRequest, project: BuyingProject, message: str) -> HttpResponse:
    return answer(request, template="projects/people.html", redirect_to=_at(project, "people"), message=message)


def _page_of_one(request: HttpRequest, project: BuyingProject, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page about one stakeholder, under People in the menu."""
    return project_page(request, project, name, context, under="projects:people", status=status)


def _address(request: HttpRequest, project: BuyingProject) -> str:
    """The address to send somebody: their part in the project."""
    return request.build_absolute_uri(_at(project, "my_part"))


def _how_they_sign_in(request: HttpRequest, project: BuyingProject, row: Stakeholder) -> str:
    """What to send a person so that they come here; nothing for groups and positions, and where their address was removed on request."""
    if row.kind != Kind.PERSON or (not row.email and row.person and row.person.email):
        return ""
    if not (row.person and row.person.email):
        return f"Without an e-mail address, {row.name} cannot sign in."
    address = _address(request, project)
    words = "They sign in by their e-mail address, {}. Send {} this address: {}"
    return format_html(words, row.person.email, row.name, drawn(address))


def _person_page(request: HttpRequest, project: BuyingProject, row: Stakeholder, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page with its forms, for who may change it now; else only to read."""
    may_edit = _may_write(project) and row.is_current
    forms: dict[str, Any] = {"form": PersonForm(stakeholder=row)} if may_edit else {}
    if may_edit and row.kind == Kind.POSITION:
        forms["fill_form"] = FillForm()
    context = {
        "row": row,
        "role": role_words(project, row.role),
        "is_mine": row.pk == project.access.stake,
        "is_seat": row.role in operations.SEATS,
        "facts": facts_of(project, row),
        "dial": dial(row.phone),
        "invitation": row.invitations.live().first() if project.access.edits else None,
        "sign_in": _how_they_sign_in(request, project, row) if row.is_current and row.pk != project.access.stake else "",
    }
    return _page_of_one(request, project, "projects:person", {**context, **forms, **more}, status=status)


def _edit(request: HttpRequest, project: BuyingProject, row: Stakeholder) -> HttpResponse:
    form = PersonForm(request.POST, stakeholder=row)
    had_no_way_in = not (row.person and row.person.email)
    if not form.is_valid():
        return _person_page(request, project, row, form=form, status=422)
    try:
        operations.edit_stakeholder(stakeholder=row, by=request.user, **form.wish())
    except ChangedMeanwhile as refusal:
        return _person_conflict(request, project, row, form, refusal)
    except Refusal as refusal:
        return _person_page(request, project, row, form=form, refusal=refusal, status=refusal.status)
    can_sign_in = had_no_way_in and row.person and row.person.email
    news = format_html("{} can sign in now. {}", row.name, _how_they_sign_in(request, project, row)) if can_sign_in else ""
    return _to_people(request, project, format_html("What is recorded of {} is saved. {}", row.name, news))


def _fill(request: HttpRequest, project: BuyingProject, row: Stakeholder) -> HttpResponse:
    fill_form, position = FillForm(request.POST), row.name
    if not fill_form.is_valid():
        return _person_page(request, project, row, fill_form=fill_form, status=422)
    try:
        operations.fill_position(stakeholder=row, by=request.user, **fill_form.cleaned_data)
    except Refusal as refusal:
        return _person_page(request, project, row, fill_form=fill_form, refusal=refusal, status=refusal.status)
    words = format_html("{} fills the position “{}”. {}", row.name, position, _how_they_sign_in(request, project, row))
    return _to_people(request, project, words)


def _person_conflict(
    request: HttpRequest, project: BuyingProject, row: Stakeholder, form: PersonForm, refusal: ChangedMeanwhile
) -> HttpResponse:
    """Theirs and yours; the form below carries the version that is current now, so that it can be kept."""
    data = request.POST.copy()
    data["version"] = str(row.version)
    mine, differences = PersonForm(data, stakeholder=row), compare(form, stored(row))
    return _person_page(request, project, row, form=mine, differences=differences, refusal=refusal, status=refusal.status)


def _hand_over_page(request: HttpRequest, project: BuyingProject, row: Stakeholder, form: HandOverForm, **more: Any) -> HttpResponse:
    status = more.pop("status", 200)
    context = {"row": row, "form": form, "role": role_words(project, row.role), "is_seat": row.role in operations.SEATS, **more}
    return _page_of_one(request, project, "projects:hand_over", context, status=status)


def _sorted_out(project: BuyingProject, read: tuple[Pasted, ...]) -> tuple[list[Pasted], list[tuple[Pasted, str]]]:
    """Those read who are new, and those listed already, with the name they have here."""
    here = project.stakeholders.current().filter(kind=Kind.PERSON).select_related("person")
    known = {address: s.name for s in here for address in (s.email, s.person.email if s.person else None) if address}
    fresh = [person for person in read if person.email not in known]
    return fresh, [(person, known[person.email]) for person in read if person.email in known]


def _paste_page(request: HttpRequest, project: BuyingProject, form: PasteForm, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {"form": form, **more}
    if more.get("is_read"):
        context |= {"unread": form.reading.unread, "role_chosen": Role(form.cleaned_data["role"]).label.lower()}
    return project_page(request, project, "projects:people_paste", context, under="projects:people", status=status)


def _added_many(request: HttpRequest, project: BuyingProject, number: int) -> str:
    if not number:
        return "Everyone was listed already, so nobody was added."
    said, address = "1 person is" if number == 1 else f"{number} people are", _address(request, project)
    return format_html("{} added. They sign in by their e-mail address. Send them this address: {}", said, drawn(address))


def _expertise_page(
    request: HttpRequest, project: BuyingProject, states: dict[str, tuple[str, str]], form: ExpertiseForm | None, **more: Any
) -> HttpResponse:
    """Each kind with what is decided and who has it, and its two fields where there is a form."""
    status = more.pop("status", 200)
    kinds = kinds_of_expertise(project, states)
    rows = [{"kind": k, "box": form[k.kind.value] if form else None, "note": form[f"{k.kind.value}_note"] if form else None} for k in kinds]
    undecided = len([kind for kind in kinds if kind.kind not in states])
    context = {"form": form, "rows": rows, "undecided": undecided, **more}
    return project_page(request, project, "projects:expertise", context, status=status)


def _expertise_conflict(request: HttpRequest, project: BuyingProject, form: ExpertiseForm, refusal: ChangedMeanwhile) -> HttpResponse:
    """Theirs and yours; what only they changed is taken over, and the form carries what is there now, so that yours can be kept."""
    states = {need.kind: experts.state_of(need) for need in project.expertise_needs.all()}
    data = request.POST.copy()
    data["seen"] = json.dumps({kind: list(state) for kind, state in states.items()})
    for kind, (decision, note) in form.changed_elsewhere(states).items():
        data[f"{kind}_note"] = note
        data[kind] = "on" if decision == "needed" else ""
    mine = ExpertiseForm(data, states=states)
    clashes = [Difference(label, _say(theirs), _say(yours)) for label, theirs, yours in form.clashes(states)]
    context = {"differences": clashes, "refusal": refusal, "rest": request.POST.get("rest", "")}
    return _expertise_page(request, project, states, mine, status=refusal.status, **context)


def _say(state: tuple[str, str]) -> str:
    """Decision and note in words."""
    return "\n".join(words for words in (say_decision(state[0]), state[1]) if words)
