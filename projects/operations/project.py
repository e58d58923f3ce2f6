"""The project itself: its title, who sees the value, pausing, stopping, resuming; its seats, seen from the agency."""

from __future__ import annotations

from typing import Any

from projects.access import BUYERS_SIDE
from projects.agency_changes import require_another
from projects.changes import change, change_from_agency, differences, who_changed
from projects.clock import now
from projects.models import BuyingProject, Person, ProjectState, Role, Stakeholder
from projects.operations.people import SEATS, add_within, change_role, hand_over_within, require_current
from projects.refusals import ChangedMeanwhile, FieldNeeded, NotNow, ReasonNeeded


def edit_project(*, project: BuyingProject, title: str, version: int, by: Person) -> None:
    """Change the title, by either side. Raises FieldNeeded without one, ChangedMeanwhile if it is not at `version`."""
    if not title.strip():
        raise FieldNeeded("Enter a title.", missing=["a title"])
    with change(project, by=by) as history:
        before, after = differences(project, {"title": title.strip()})
        if not after:
            return
        if project.version != version:
            raise ChangedMeanwhile(f"The title changed while you were typing. {who_changed(project, project)}")
        project.title, project.version = after["title"], project.version + 1
        project.save(update_fields=["title", "version"])
        history.add("title changed", project, before=before, after=after)


def restrict_value(*, project: BuyingProject, is_restricted: bool, by: Person) -> None:
    """Let only both sides see the value band, or the whole core team; by the buyer's side. The same wish again changes nothing."""
    with change(project, by=by, roles=BUYERS_SIDE) as history:
        if project.is_value_restricted == is_restricted:
            return
        project.is_value_restricted = is_restricted
        project.save(update_fields=["is_value_restricted"])
        history.add(
            "value restricted" if is_restricted else "value shown to the team", project, after={"is_value_restricted": is_restricted}
        )


def stop_project(*, project: BuyingProject, state: ProjectState, reason: str, by: Person) -> None:
    """Pause or stop the project, by either side: until it is resumed every other change is refused. The same wish again changes nothing.

    Raises ReasonNeeded without a reason.
    """
    with change(project, by=by, while_stopped=True) as history:
        if project.state == state:
            return
        if not reason.strip():
            raise ReasonNeeded(f"Say why the project is {state.label.lower()}.", missing=["a reason"])
        before = {"state": project.state}
        project.state, project.state_reason, project.state_at, project.state_by = state, reason.strip(), now(), by
        project.save(update_fields=["state", "state_reason", "state_at", "state_by"])
        history.add(f"project {state.label.lower()}", project, before=before, after={"state": state.value, "reason": reason.strip()})


def resume_project(*, project: BuyingProject, by: Person) -> None:
    """Resume a paused or stopped project, by either side. An active one stays as it is."""
    with change(project, by=by, while_stopped=True) as history:
        if project.is_active:
            return
        before = {"state": project.state, "reason": project.state_reason}
        project.state, project.state_reason, project.state_at, project.state_by = ProjectState.ACTIVE, "", now(), by
        project.save(update_fields=["state", "state_reason", "state_at", "state_by"])
        history.add("project resumed", project, before=before, after={"state": ProjectState.ACTIVE.value})


def take_on(*, project: BuyingProject, by: Person) -> None:
    """Become the officer of a project that waits in the agency's queue, as a procurement officer of that agency. Twice is once.

    Raises NotYourPart for anybody else, NotNow where the seat was filled meanwhile or the person is on the buyer's side.
    """
    with change_from_agency(project, by=by, post=Role.AGENCY_OFFICER) as history:
        holder = project.stakeholders.current().filter(role=Role.PROCUREMENT_OFFICER).first()
        if holder and holder.person_id == by.pk:
            return
        if holder or not project.officer_wanted_at:
            name = holder.name if holder else "Nobody"
            raise NotNow(f"This project is no longer in the queue. {name} is its procurement officer.", missing=["nothing"])
        if project.access.is_buyers_side:
            raise NotNow("You are on the buyer's side of this project, and it takes two different people.", missing=["another officer"])
        mine = project.stakeholders.current().filter(person=by).first()
        if mine:
            change_role(history, mine, Role.PROCUREMENT_OFFICER)
        else:
            details: dict[str, Any] = {"email": by.email or "", "position": by.position, "part": "Runs the buying process with the buyer."}
            add_within(history, name=by.name, role=Role.PROCUREMENT_OFFICER, **details)


def hand_over_for_leaver(
    *, project: BuyingProject, seat: Role, to: Stakeholder | None, name: str, email: str, reason: str, by: Person
) -> None:
    """Hand over a seat whose holder has gone (their account is off), as an administrator of the agency, with a reason; while stopped too.

    To a current stakeholder, or to somebody new by name and e-mail. Raises NotYourPart for anybody else and for who would take it over
    themselves, ReasonNeeded, NotNow where the holder has not gone.
    """
    with change_from_agency(project, by=by, post=Role.ADMINISTRATOR, while_stopped=True) as history:
        holder = project.stakeholders.current().filter(role=seat).select_related("person").first()
        if holder is None or holder.person is None or holder.person.is_active or seat not in SEATS:
            raise NotNow("Whoever holds this part can hand it over themselves.", missing=["a holder who has gone"])
        if not reason.strip():
            raise ReasonNeeded("Say why this is handed over.", missing=["a reason"])
        successor = _successor(to, project) or add_within(history, name=name, email=email)
        require_another(successor.person, by)
        hand_over_within(history, seat, holder, successor, reason.strip())


def _successor(to: Stakeholder | None, project: BuyingProject) -> Stakeholder | None:
    """Who takes over, read again under the lock: they may have left meanwhile."""
    if to is not None:
        to = project.stakeholders.get(pk=to.pk)
        require_current(to)
    return to
