"""What holds of the people of a project: who may give which role, who is listed, what is whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from projects.access import Access
from projects.changes import History, who_changed
from projects.models import Agency, BuyingProject, Kind, Person, Role, Stakeholder
from projects.refusals import ChangedMeanwhile, FieldNeeded, NotNow, NotYourPart, Refusal

SEATS = (Role.BUYER, Role.PROCUREMENT_OFFICER)


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
        who = buyer.name if buyer else f"whoever acts {project.agency.say(Role.BUYERS_AGENT)}"
        word = project.agency.buyer_in_a_sentence
        return NotYourPart(f"Only the {word} gives and takes the role on behalf of the {word}.", who=who)
    if role not in held:
        return None
    holder, where = held[role], reverse("projects:people", args=[project.ref])
    says = f"{holder.name} is the {project.agency.say(role)} and can hand this over."
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
    fields: dict[str, Any] = {"name": name.strip(), "agency": agency, "position": position}
    return Person.objects.with_address(email, **fields) if email.strip() else Person.objects.create_user(**fields)


def hand_over_first(holder: Stakeholder) -> NotNow:
    """The refusal to leave a seat empty: it is handed over."""
    seat = holder.project.agency.say(holder.role)
    where = reverse("projects:hand_over", args=[holder.project.ref, holder.pk])
    says = f"{holder.name} is the {seat}, a part that is handed over and never just left empty."
    return NotNow(says, missing=["a handover"], who=holder.name, where=where, where_label="Hand over")
