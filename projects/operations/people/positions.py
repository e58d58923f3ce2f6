"""Positions that nobody fills yet, filled."""

from __future__ import annotations

from projects.changes import change
from projects.models import Kind, Person, Stakeholder
from projects.operations.people.checks import person_for, require_current, require_not_listed
from projects.refusals import FieldNeeded, NotNow


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
