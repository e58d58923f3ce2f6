"""Positions that nobody fills yet, filled."""

from __future__ import annotations

from collections.abc import Mapping

from projects.changes import History, change
from projects.clock import now
from projects.models import Kind, OpenItem, Person, Stakeholder
from projects.operations.people.checks import person_for, require_current, require_not_listed
from projects.operations.people.recording import INFLUENCE, RECORDED, record_influence
from projects.operations.raci import write_letters_within
from projects.positions import Filling, filling_of
from projects.refusals import ChangedMeanwhile, FieldNeeded, NotNow


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
        require_position(stakeholder)
        if not name:
            raise FieldNeeded("Enter a name.", missing=["a name"])
        person = person_for(name=name, email=email, agency=history.project.agency, position=stakeholder.position)
        require_not_listed(history.project, person)
        stakeholder.kind, stakeholder.person, stakeholder.name, stakeholder.email = Kind.PERSON, person, name, email
        stakeholder.joined_at = now()  # the person joins now, with what is current
        stakeholder.version += 1
        stakeholder.save(update_fields=["kind", "person", "name", "email", "joined_at", "version"])
        history.add("position filled", stakeholder, before={"kind": Kind.POSITION.value}, after={"kind": Kind.PERSON.value}, label=position)


def fill_from_team(*, stakeholder: Stakeholder, filler: Stakeholder, seen: Mapping[str, str], by: Person) -> None:
    """Have somebody who is in the project fill a position, by either side: its letters, open items and what is recorded become theirs.

    In an activity where both hold letters, accountable and responsible come together, else the stronger stays. The position is then listed
    no more. Filled by them already: nothing changes. `seen` is the stamp of the `filling_of` that the actor was shown; raises
    ChangedMeanwhile where it is another now, NotNow where it is not a position that nobody fills, or they are no person in the project.
    """
    project = stakeholder.project
    with change(project, by=by) as history:
        stakeholder.refresh_from_db()
        filler.refresh_from_db()
        if _is_filled_by(stakeholder, filler):
            return
        require_current(stakeholder)
        require_position(stakeholder)
        _require_able(stakeholder, filler)
        filling = filling_of(stakeholder, filler)
        if filling.stamp != dict(seen):
            raise ChangedMeanwhile(f"Who does what changed while you were looking. Nothing of “{stakeholder.name}” was moved.")
        _move(history, filling, stakeholder, filler)
        stakeholder.left_at, stakeholder.left_by = now(), by
        stakeholder.save(update_fields=["left_at", "left_by"])
        history.add("position filled", filler, after={"position": stakeholder.pk}, label=stakeholder.name)


def require_position(stakeholder: Stakeholder) -> None:
    """Raise NotNow unless it is a position."""
    if stakeholder.kind != Kind.POSITION:
        raise NotNow(f"{stakeholder.name} is not a position that nobody fills.", missing=["a position"])


def _is_filled_by(position: Stakeholder, filler: Stakeholder) -> bool:
    filled = position.project.history.filter(verb="position filled", about_id=filler.pk, after__position=position.pk)
    return not position.is_current and filled.exists()


def _require_able(position: Stakeholder, filler: Stakeholder) -> None:
    if filler.project_id != position.project_id or not filler.is_current:
        raise NotNow(f"{filler.name} is not in this project.", missing=["a person who is in the project"])
    if filler.kind != Kind.PERSON:
        raise NotNow("Only a person can fill a position.", missing=["a person"])


def _move(history: History, filling: Filling, position: Stakeholder, filler: Stakeholder) -> None:
    cells = {(move.activity.pk, position.pk): "" for move in filling.moves}
    write_letters_within(history, cells | {(move.activity.pk, filler.pk): move.becomes for move in filling.moves})
    for item in filling.items:
        item.owner, item.version = filler, item.version + 1
        history.add("open item edited", item, before={"owner": position.pk}, after={"owner": filler.pk}, label=item.text)
    OpenItem.objects.bulk_update(filling.items, ["owner", "version"])
    before = {name: getattr(filler, name) for name in filling.fields}
    if filling.fields:
        for name, value in filling.fields.items():
            setattr(filler, name, value)
        filler.version += 1
        filler.save(update_fields=[*filling.fields, "version"])
    told = {name: value for name, value in filling.fields.items() if name in RECORDED}
    if told:
        history.add("stakeholder edited", filler, before={name: before[name] for name in told}, after=told)
    record_influence(history, filler, before, {name: filling.fields[name] for name in INFLUENCE if name in filling.fields})
