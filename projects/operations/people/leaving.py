"""People gone, and their contact details removed."""

from __future__ import annotations

from projects.access import MEMBERS, SIDES
from projects.changes import change
from projects.clock import now
from projects.models import Kind, Person, Role, Stakeholder
from projects.operations.links import end_link
from projects.operations.people.checks import SEATS, hand_over_first, require_may_give
from projects.operations.raci import write_letters_within


def remove_stakeholder(*, stakeholder: Stakeholder, by: Person) -> None:
    """End a stakeholder's part in the project, by either side or by themselves; what they did stays. Allowed while stopped; twice is once.

    The letters of a position that nobody filled go with it: nobody is missed.

    Raises NotNow for buyer and officer, who hand over first, NotYourPart for the buyer's agent unless by the buyer or themselves.
    """
    own = stakeholder.person_id == by.pk
    with change(stakeholder.project, by=by, roles=MEMBERS if own else SIDES, while_stopped=True) as history:
        stakeholder.refresh_from_db()
        if stakeholder.left_at:
            return
        if stakeholder.role in SEATS:
            raise hand_over_first(stakeholder)
        if stakeholder.role == Role.BUYERS_AGENT and not own:
            require_may_give(history, Role.BUYERS_AGENT)
        end_link(history, stakeholder)
        if stakeholder.kind == Kind.POSITION:
            held = stakeholder.assignments.filter(activity__removed_at=None).values_list("activity", flat=True)
            write_letters_within(history, {(activity, stakeholder.pk): "" for activity in held})
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
