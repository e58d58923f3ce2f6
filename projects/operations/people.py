"""People of a project: added, edited, given roles, handed over to, gone."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse

from projects.access import MEMBERS, SIDES, Access
from projects.changes import History, change, differences, who_changed
from projects.clock import now
from projects.models import Agency, Audience, BuyingProject, Kind, Person, Role, Stakeholder
from projects.refusals import ChangedMeanwhile, FieldNeeded, NotNow, NotYourPart, Refusal, SentElsewhere

# What history records of a stakeholder; people appear by id, contact details are only said to have changed.
RECORDED = (
    "kind",
    "role",
    "function",
    "expertise",
    "part",
    "why_it_matters",
    "interest",
    "is_affected",
    "is_high_interest",
    "is_approver",
    "is_delegate",
)
CONTACT = {"name", "email", "phone", "organisation", "position"}
INFLUENCE = ("support_criteria",)
OWN = frozenset({"position", "organisation", "email", "phone"})
SEATS = (Role.BUYER, Role.PROCUREMENT_OFFICER)


def add_stakeholder(
    *, project: BuyingProject, name: str, by: Person, nonce: uuid.UUID | None = None, email: str = "", **details: Any
) -> Stakeholder:
    """Add a person, group or position. An e-mail address that somebody has already links that person; the same form twice adds one.

    Raises FieldNeeded without a name, NotNow where the person is listed already or the seat is held, NotYourPart for a role the actor may
    not give, SentElsewhere for a form sent in another project.
    """
    with change(project, by=by) as history:
        twin = Stakeholder.objects.filter(nonce=nonce).first() if nonce else None
        if twin and twin.project_id != project.pk:
            raise SentElsewhere
        return twin or add_within(history, name=name, email=email, nonce=nonce, **details)


def add_within(history: History, *, name: str, email: str = "", nonce: uuid.UUID | None = None, **details: Any) -> Stakeholder:
    """Add a stakeholder within a change that is under way; `add_stakeholder` says what it guarantees and raises."""
    project, by = history.project, history.access.person
    if not name.strip():
        raise FieldNeeded("Enter a name.", missing=["a name"])
    kind = details.setdefault("kind", Kind.PERSON)
    role = Role(details.setdefault("role", Role.TEAM_MEMBER if kind != Kind.GROUP else Role.WIDER))
    require_may_give(history, role)
    person = (
        person_for(name=name, email=email, agency=project.agency, position=details.get("position", "")) if kind == Kind.PERSON else None
    )
    require_not_listed(project, person)
    require_whole(kind, role)
    if role == Role.BUYER:
        details.setdefault("is_delegate", True)
    stakeholder = Stakeholder.objects.create(
        project=project, person=person, name=name.strip(), email=email.strip().lower(), nonce=nonce, joined_at=now(), added_by=by, **details
    )
    history.add("stakeholder added", stakeholder, after=_recorded(stakeholder, RECORDED))
    _record_influence(history, stakeholder, {}, _recorded(stakeholder, INFLUENCE))
    _out_of_queue(project, role)
    return stakeholder


def add_many(*, project: BuyingProject, people: Iterable[tuple[str, str]], role: Role, by: Person) -> list[Stakeholder]:
    """Add many people, each as (name, e-mail), leaving out those listed already. All or none."""
    with change(project, by=by) as history:
        listed = set(project.stakeholders.current().exclude(email="").values_list("email", flat=True))
        fresh = {email.lower(): name for name, email in people if email.lower() not in listed}
        return [add_within(history, name=name, email=email, role=role) for email, name in fresh.items()]


def edit_stakeholder(*, stakeholder: Stakeholder, version: int, by: Person, **wanted: Any) -> None:
    """Change what is recorded of a stakeholder, by either side; or one's own contact details. Roles: `give_role`, `hand_over`.

    Raises ChangedMeanwhile if it is not at `version`, FieldNeeded without a name, NotYourPart for anything but one's own details, and
    NotNow where a new address would sign in somebody else.
    """
    own = stakeholder.person_id == by.pk and set(wanted) <= OWN
    with change(stakeholder.project, by=by, roles=MEMBERS if own else SIDES) as history:
        stakeholder.refresh_from_db()
        require_current(stakeholder)
        wanted = {name: value.strip() if isinstance(value, str) else value for name, value in wanted.items()}
        before, after = differences(stakeholder, wanted)
        if not after:
            return
        require_version(stakeholder, version)
        if "name" in after and not after["name"]:
            raise FieldNeeded("Enter a name.", missing=["a name"])
        if "email" in after:
            after["email"] = after["email"].lower()
            _link(history, stakeholder, after["email"])
        _store(history, stakeholder, before, after)


def fill_position(*, stakeholder: Stakeholder, name: str, email: str, by: Person) -> None:
    """Name the person who fills a position from now on, by either side: the same row, with its part and all that hangs on it.

    The same name and address again change nothing. Raises FieldNeeded without a name, NotNow where it is not a position that nobody
    fills or the person is listed already.
    """
    with change(stakeholder.project, by=by) as history:
        stakeholder.refresh_from_db()
        require_current(stakeholder)
        name, email, position = name.strip(), email.strip().lower(), stakeholder.name
        if stakeholder.kind == Kind.PERSON and (stakeholder.name, stakeholder.email) == (name, email):
            return
        if stakeholder.kind != Kind.POSITION:
            raise NotNow(f"{position} is not a position that nobody fills.", missing=["a position"])
        if not name:
            raise FieldNeeded("Enter a name.", missing=["a name"])
        person = person_for(name=name, email=email, agency=history.project.agency, position=stakeholder.position)
        require_not_listed(history.project, person)
        stakeholder.kind, stakeholder.person, stakeholder.name, stakeholder.email = Kind.PERSON, person, name, email
        stakeholder.version += 1
        stakeholder.save(update_fields=["kind", "person", "name", "email", "version"])
        history.add("position filled", stakeholder, before={"kind": Kind.POSITION.value}, after={"kind": Kind.PERSON.value}, label=position)


def give_role(*, stakeholder: Stakeholder, role: Role, by: Person) -> None:
    """Give a current stakeholder another role. A seat that was never filled is filled so; a held one is handed over (`hand_over`).

    Raises NotYourPart for a role the actor may not give or take, NotNow where the seat is held or would be left empty.
    """
    with change(stakeholder.project, by=by) as history:
        stakeholder.refresh_from_db()
        require_current(stakeholder)
        if stakeholder.role == role:
            return
        if stakeholder.role in SEATS:
            raise _hand_over_first(stakeholder)
        if stakeholder.role == Role.BUYERS_AGENT:
            require_may_give(history, Role.BUYERS_AGENT)
        require_may_give(history, role)
        require_whole(stakeholder.kind, role)
        _change_role(history, stakeholder, role)


def hand_over(*, seat: Role, to: Stakeholder, by: Person) -> None:
    """Hand the seat of buyer or procurement officer over to another current stakeholder; who had it stays as a team member.

    Allowed while stopped. Raises NotYourPart unless the actor holds the seat, NotNow where the other holds the opposite seat, has left,
    or is not a person. Handing over to who holds it already changes nothing.
    """
    with change(to.project, by=by, roles=MEMBERS, while_stopped=True) as history:
        to.refresh_from_db()
        require_current(to)
        holder = to.project.stakeholders.current().filter(role=seat).first()
        if holder and holder.pk == to.pk:
            return
        if holder is None or holder.person_id != by.pk:
            raise NotYourPart(f"Only the {seat.label.lower()} can hand this over.", who=holder.name if holder else "nobody yet")
        _hand_over(history, seat, holder, to)


def _hand_over(history: History, seat: Role, holder: Stakeholder, to: Stakeholder, reason: str = "") -> None:
    if to.kind != Kind.PERSON:
        raise NotNow("Only a person can take this over.", missing=["a person"])
    if to.role in SEATS:
        raise _hand_over_first(to)
    _change_role(history, holder, Role.TEAM_MEMBER, reason)
    _change_role(history, to, seat, reason)


def remove_stakeholder(*, stakeholder: Stakeholder, by: Person) -> None:
    """End a stakeholder's part in the project, by either side or by themselves; what they did stays. Allowed while stopped; twice is once.

    Raises NotNow for buyer and officer, who hand over first, NotYourPart for the buyer's agent unless by the buyer or themselves.
    """
    own = stakeholder.person_id == by.pk
    with change(stakeholder.project, by=by, roles=MEMBERS if own else SIDES, while_stopped=True) as history:
        stakeholder.refresh_from_db()
        if stakeholder.left_at:
            return
        if stakeholder.role in SEATS:
            raise _hand_over_first(stakeholder)
        if stakeholder.role == Role.BUYERS_AGENT and not own:
            require_may_give(history, Role.BUYERS_AGENT)
        stakeholder.left_at, stakeholder.left_by = now(), by
        stakeholder.save(update_fields=["left_at", "left_by"])
        history.add("left the project" if own else "stakeholder removed", stakeholder, before={"role": stakeholder.role})


def remove_contact_details(*, stakeholder: Stakeholder, by: Person) -> None:
    """Remove a stakeholder's phone and e-mail from this project, on request, by either side or themselves.

    For leavers and while stopped too; twice is once.
    """
    own = stakeholder.person_id == by.pk
    with change(stakeholder.project, by=by, roles=MEMBERS if own else SIDES, while_stopped=True) as history:
        stakeholder.refresh_from_db()
        if not (stakeholder.email or stakeholder.phone):
            return
        stakeholder.email = stakeholder.phone = ""
        stakeholder.version += 1
        stakeholder.save(update_fields=["email", "phone", "version"])
        history.add("contact details removed", stakeholder)


def roles_to_give(project: BuyingProject) -> list[Role]:
    """The roles that `project.access` may give now, by the rule that `require_may_give` holds them to."""
    held = _seats_held(project)
    return [role for role in Role.in_a_project() if not _why_not(project, project.access, held, role)]


def require_may_give(history: History, role: Role) -> None:
    """Raise NotYourPart or NotNow unless the actor may give this role now: the table "Who gives roles" of the domain."""
    refusal = _why_not(history.project, history.access, _seats_held(history.project), role)
    if refusal:
        raise refusal


def _seats_held(project: BuyingProject) -> dict[str, Stakeholder]:
    """Who holds the seats of buyer and procurement officer now."""
    return {holder.role: holder for holder in project.stakeholders.current().filter(role__in=SEATS)}


def _why_not(project: BuyingProject, access: Access, held: Mapping[str, Stakeholder], role: Role) -> Refusal | None:
    """Why the role cannot be given by this access now; None where it can."""
    buyer = held.get(Role.BUYER)
    if role == Role.BUYERS_AGENT and not (access.role == Role.BUYER or (access.is_buyers_side and buyer is None)):
        who = buyer.name if buyer else "whoever acts on behalf of the buyer"
        return NotYourPart("Only the buyer gives and takes the role on behalf of the buyer.", who=who)
    if role not in held:
        return None
    holder, where = held[role], reverse("projects:people", args=[project.ref])
    says = f"{holder.name} is the {role.label.lower()} and can hand this over."
    return NotNow(says, missing=["a handover"], who=holder.name, where=where, where_label="See the people")


def require_current(stakeholder: Stakeholder) -> None:
    """Raise NotNow for somebody who has left."""
    if not stakeholder.is_current:
        raise NotNow(f"{stakeholder.name} has left this project.", missing=["a person who is in the project"])


def require_version(stakeholder: Stakeholder, version: int) -> None:
    """Raise ChangedMeanwhile unless the stakeholder is at this version."""
    if stakeholder.version != version:
        changed = f"What is recorded of {stakeholder.name} changed while you were typing."
        raise ChangedMeanwhile(f"{changed} {who_changed(stakeholder.project, stakeholder)}")


def require_not_listed(project: BuyingProject, person: Person | None) -> None:
    """Raise NotNow where the person is in the project already."""
    twin = project.stakeholders.current().filter(person=person).first() if person else None
    if twin:
        where = reverse("projects:person", args=[project.ref, twin.pk])
        raise NotNow(f"{twin.name} is in this project already.", where=where, where_label=f"See {twin.name}")


def require_whole(kind: str, role: Role) -> None:
    """Raise FieldNeeded for a role that this kind of stakeholder cannot hold."""
    if kind == Kind.GROUP and role != Role.WIDER:
        raise FieldNeeded("A group is a wider stakeholder.", missing=["the role wider stakeholder"])
    if kind == Kind.POSITION and role not in {Role.TEAM_MEMBER, Role.WIDER}:
        raise FieldNeeded("A position nobody fills yet cannot hold this role; name a person.", missing=["a person"])


def person_for(*, name: str, email: str, agency: Agency, position: str = "") -> Person:
    """The person with this e-mail address, or a new one. Without an address always a new one, as whom nobody can sign in."""
    address = email.strip().lower()
    known = Person.objects.filter(email=address).first() if address else None
    return known or Person.objects.create_user(address or None, name=name.strip(), agency=agency, position=position)


def _change_role(history: History, stakeholder: Stakeholder, role: Role, reason: str = "") -> None:
    before = {"role": stakeholder.role}
    stakeholder.role = role
    if role == Role.BUYER:
        stakeholder.is_delegate = True
    stakeholder.version += 1
    stakeholder.save(update_fields=["role", "is_delegate", "version"])
    history.add("role changed", stakeholder, before=before, after={"role": role.value, **({"because": reason} if reason else {})})
    _out_of_queue(history.project, role)


def _out_of_queue(project: BuyingProject, role: Role) -> None:
    if role == Role.PROCUREMENT_OFFICER and project.officer_wanted_at:
        project.officer_wanted_at = None
        project.save(update_fields=["officer_wanted_at"])


def _hand_over_first(holder: Stakeholder) -> NotNow:
    seat = Role(holder.role).label.lower()
    where = reverse("projects:hand_over", args=[holder.project.ref, holder.pk])
    says = f"{holder.name} is the {seat}, a part that is handed over and never just left empty."
    return NotNow(says, missing=["a handover"], who=holder.name, where=where, where_label="Hand over")


def _link(history: History, stakeholder: Stakeholder, email: str) -> None:
    """A new address of somebody who has never signed in is the address they will sign in by; one who has keeps their own.

    Of a buyer, an officer and who acts on behalf of the buyer only who gave them the part corrects it: another address is another person.
    """
    person = stakeholder.person
    if person is None or not email or person.email == email or (person.email and person.last_login):
        return
    if stakeholder.role in SIDES and _who_gave_the_role(history, stakeholder) != history.access.person.pk:
        raise NotNow("Another address would give this part to somebody else; hand it over instead.", who=stakeholder.name)
    known = person_for(name=stakeholder.name, email=email, agency=history.project.agency, position=stakeholder.position)
    require_not_listed(history.project, known)
    stakeholder.person = known
    stakeholder.save(update_fields=["person"])


def _who_gave_the_role(history: History, stakeholder: Stakeholder) -> int | None:
    """The id of the person who gave the role that the stakeholder has now: who added them, unless it was given or handed over later."""
    given = history.project.history.filter(about="stakeholder", about_id=stakeholder.pk, verb="role changed").order_by("sequence").last()
    return given.actor_id if given else stakeholder.added_by_id


def _store(history: History, stakeholder: Stakeholder, before: dict[str, Any], after: dict[str, Any]) -> None:
    for name, value in after.items():
        setattr(stakeholder, name, value)
    stakeholder.version += 1
    stakeholder.save()
    recorded = [name for name in RECORDED if name in after]
    if recorded:
        history.add("stakeholder edited", stakeholder, before={n: before[n] for n in recorded}, after={n: after[n] for n in recorded})
    if CONTACT & set(after):
        history.add("contact details changed", stakeholder)
    _record_influence(history, stakeholder, before, {n: after[n] for n in INFLUENCE if n in after})


def _record_influence(history: History, stakeholder: Stakeholder, before: dict[str, Any], after: dict[str, Any]) -> None:
    if any(after.values()) or any(before.get(name) for name in after):
        old = {name: before.get(name, "") for name in after}
        history.add("what they need to say yes", stakeholder, before=old, after=after, audience=Audience.SIDES)


def _recorded(stakeholder: Stakeholder, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(stakeholder, name) for name in names}
