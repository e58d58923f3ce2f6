"""“I can't get in”, and “I object, because …”: said by people themselves; closed by who can mend it."""

from __future__ import annotations

import uuid

from projects.access import BUYERS_SIDE, CORE, SIDES
from projects.changes import History, change
from projects.clock import now
from projects.models import AccessProblem, Objection, ObjectionAbout, Person, Stakeholder, Tool
from projects.refusals import FieldNeeded, NotNow, NotYourPart, ReasonNeeded, SentElsewhere


def cannot_get_in(*, tool: Tool, stakeholder: Stakeholder, by: Person, note: str = "") -> AccessProblem:
    """“I can't get in”, by the person themselves. While it is open, once more changes nothing.

    Raises NotYourPart for others, NotNow for a tool that was taken off.
    """
    with change(tool.project, by=by, roles=CORE) as history:
        tool.refresh_from_db()
        require_own(history, stakeholder, by)
        if tool.removed_at:
            raise NotNow(f"{tool.name} is not used any more.", missing=["a tool that is used"])
        there = tool.access_problems.filter(stakeholder=stakeholder, solved_at=None).first()
        if there:
            return there
        problem = tool.access_problems.create(stakeholder=stakeholder, note=note.strip(), said_at=now(), said_by=by)
        history.add("cannot get in", stakeholder, after={"note": problem.note}, label=tool.name)
        return problem


def can_get_in(*, tool: Tool, stakeholder: Stakeholder, by: Person) -> None:
    """“I can get in now”, by the person themselves or either side. Where nobody said otherwise, it changes nothing."""
    with change(tool.project, by=by, roles=CORE) as history:
        if not history.access.holds(SIDES):
            require_own(history, stakeholder, by)
        problem = AccessProblem.objects.filter(tool=tool, stakeholder=stakeholder, solved_at=None).first()
        if problem is None:
            return
        problem.solved_at, problem.solved_by = now(), by
        problem.save(update_fields=["solved_at", "solved_by"])
        history.add("can get in", stakeholder, label=tool.name)


def object_to(*, stakeholder: Stakeholder, about: str, because: str, nonce: uuid.UUID, by: Person) -> Objection:
    """Object to what was agreed, with a reason, by the person themselves. The same form twice is once.

    Raises NotYourPart for others, ReasonNeeded without a reason, FieldNeeded for something one cannot object to, SentElsewhere.
    """
    with change(stakeholder.project, by=by, roles=CORE) as history:
        require_own(history, stakeholder, by)
        twin = Objection.objects.filter(nonce=nonce).first()
        if twin:
            if twin.stakeholder_id != stakeholder.pk:
                raise SentElsewhere
            return twin
        if about not in ObjectionAbout.values:
            raise FieldNeeded("Choose what you object to.", missing=["what you object to"])
        if not because.strip():
            raise ReasonNeeded("Say why you object.", missing=["a reason"])
        stamp = {"said_at": now(), "said_by": by, "nonce": nonce}
        said = Objection.objects.create(project=history.project, stakeholder=stakeholder, about=about, because=because.strip(), **stamp)
        history.add("objected", stakeholder, after={"about": about, "because": said.because})
        return said


def close_objection(*, objection: Objection, reason: str, by: Person) -> None:
    """Close an objection with a reason, by the buyer's side. Once more changes nothing. Raises ReasonNeeded without a reason."""
    with change(objection.project, by=by, roles=BUYERS_SIDE) as history:
        objection.refresh_from_db()
        if objection.closed_at:
            return
        if not reason.strip():
            raise ReasonNeeded("Say why the objection is closed.", missing=["a reason"])
        objection.closing_reason, objection.closed_at, objection.closed_by = reason.strip(), now(), by
        objection.save(update_fields=["closing_reason", "closed_at", "closed_by"])
        history.add("objection closed", objection.stakeholder, after={"about": objection.about, "reason": objection.closing_reason})


def require_own(history: History, stakeholder: Stakeholder, by: Person) -> None:
    """Raise NotYourPart unless the actor is this stakeholder now."""
    if stakeholder.person_id != by.pk or history.access.stake != stakeholder.pk:
        raise NotYourPart(f"Only {stakeholder.name} can say this.", who=stakeholder.name)
