"""Who covers for an officer on leave: recorded and ended early; told in the history of the officer's agency."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager

from projects.access import agencies_served
from projects.agency_changes import AgencyHistory, require_another, write_in_agency
from projects.clock import now
from projects.models import AgencyPostKind, Cover, Person, Role, Stakeholder
from projects.refusals import FieldNeeded, NotYourPart


def record_cover(*, officer: Person, covered_by: Person, starts_on: datetime.date, ends_on: datetime.date, by: Person) -> Cover:
    """Record who covers for an officer, from the first day to the last: by the officer, over all their projects; by an administrator of the
    officer's agency, over those of that agency, also as they become (`StakeholderQuerySet.covered_by`). The same again records nothing.

    Raises NotYourPart for others, and for an administrator who would cover themselves or where the officer has projects of another agency
    now; FieldNeeded for days in the wrong order or for oneself; Busy.
    """
    own = by.pk == officer.pk
    if not own and not _administers(by, officer):
        raise NotYourPart("Only the officer or an administrator of the agency records who covers.", who=officer.name)
    if not own and _serves_elsewhere(officer):
        raise NotYourPart("This officer has projects of another agency too, so only they record who covers.", who=officer.name)
    if not own:
        require_another(covered_by, by)
    if covered_by.pk == officer.pk:
        raise FieldNeeded("Choose somebody else to cover.", missing=["another person"])
    if ends_on < starts_on:
        raise FieldNeeded("The last day is before the first.", missing=["a last day on or after the first"])
    wanted = {"officer": officer, "covered_by": covered_by, "starts_on": starts_on, "ends_on": ends_on, "ended_at": None}
    with _noting(officer, by) as history:
        there = Cover.objects.filter(**wanted, **({"recorded_by": by} if own else {})).first()  # an officer's own reaches further
        if there:
            return there
        cover = Cover.objects.create(recorded_at=now(), recorded_by=by, **wanted)
        _note(history, "cover recorded", cover)
        return cover


def end_cover(*, cover: Cover, by: Person) -> None:
    """End a cover early, by the officer or an administrator of the officer's agency. Twice is once. Raises NotYourPart for others, Busy."""
    if by.pk != cover.officer_id and not _administers(by, cover.officer):
        raise NotYourPart("Only the officer or an administrator of the agency ends a cover.", who=cover.officer.name)
    with _noting(cover.officer, by) as history:
        if Cover.objects.filter(pk=cover.pk, ended_at=None).update(ended_at=now()):
            _note(history, "cover ended", cover)


@contextmanager
def _noting(officer: Person, by: Person) -> Iterator[AgencyHistory | None]:
    """The history of the officer's agency to write into; nothing for an officer of no agency."""
    if officer.agency is None:
        yield None
        return
    with write_in_agency(officer.agency, by=by) as history:
        yield history


def _note(history: AgencyHistory | None, verb: str, cover: Cover) -> None:
    if history:
        days = {"starts_on": cover.starts_on.isoformat(), "ends_on": cover.ends_on.isoformat()}
        history.note(verb, person=cover.officer, label=cover.covered_by.name, after={"covered_by": cover.covered_by_id, **days})


def _serves_elsewhere(officer: Person) -> bool:
    """Whether they are the officer of a project of another agency than their own."""
    seats = Stakeholder.objects.current().filter(person=officer, role=Role.PROCUREMENT_OFFICER)
    return seats.exclude(project__agency=officer.agency_id).exists()


def _administers(person: Person, officer: Person) -> bool:
    return officer.agency_id in agencies_served(person, AgencyPostKind.ADMINISTRATOR)
