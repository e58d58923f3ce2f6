"""Roles given, and the seats of buyer and procurement officer handed over."""

from __future__ import annotations

from projects.access import MEMBERS, SIDES
from projects.changes import History, change
from projects.models import BuyingProject, Kind, Person, Role, Stakeholder
from projects.operations.links import end_link
from projects.operations.people.checks import SEATS, hand_over_first, require_current, require_may_give, require_whole
from projects.refusals import NotNow, NotYourPart


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
            raise hand_over_first(stakeholder)
        if stakeholder.role == Role.BUYERS_AGENT:
            require_may_give(history, Role.BUYERS_AGENT)
        require_may_give(history, role)
        require_whole(stakeholder.kind, role)
        change_role(history, stakeholder, role)


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
            raise NotYourPart(f"Only the {to.project.agency.say(seat)} can hand this over.", who=holder.name if holder else "nobody yet")
        hand_over_within(history, seat, holder, to)


def hand_over_within(history: History, seat: Role, holder: Stakeholder, to: Stakeholder, reason: str = "") -> None:
    """Hand a seat over within a change that is under way; raises NotNow as `hand_over` does."""
    if to.kind != Kind.PERSON:
        raise NotNow("Only a person can take this over.", missing=["a person"])
    if to.role in SEATS:
        raise hand_over_first(to)
    change_role(history, holder, Role.TEAM_MEMBER, reason)
    change_role(history, to, seat, reason)


def change_role(history: History, stakeholder: Stakeholder, role: Role, reason: str = "") -> None:
    """Give another role within a change that is under way, with its history; `reason` is told with it."""
    before = {"role": stakeholder.role}
    if role in SIDES:
        end_link(history, stakeholder)
    stakeholder.role = role
    if role == Role.BUYER:
        stakeholder.is_delegate = True
    stakeholder.version += 1
    stakeholder.save(update_fields=["role", "is_delegate", "version"])
    history.add("role changed", stakeholder, before=before, after={"role": role.value, **({"because": reason} if reason else {})})
    out_of_queue(history.project, role)


def out_of_queue(project: BuyingProject, role: Role) -> None:
    """Take the project out of the agency's queue once it has a procurement officer."""
    if role == Role.PROCUREMENT_OFFICER and project.officer_wanted_at:
        project.officer_wanted_at = None
        project.save(update_fields=["officer_wanted_at"])
