"""The session of a milestone: when it is planned, and when it was held."""

from __future__ import annotations

import datetime

from milestones.models import Milestone
from projects.changes import change, differences
from projects.clock import now, today
from projects.models import Person
from projects.refusals import ChangedMeanwhile, FieldNeeded
from projects.words import say_day


def record_session(
    *,
    milestone: Milestone,
    planned_at: datetime.datetime | None,
    place: str,
    held_on: datetime.date | None,
    notes: str,
    version: int,
    by: Person,
) -> None:
    """Plan the session, or record that it was held, on a day in the past too. Preparing is never held back by an earlier milestone.

    Raises FieldNeeded for a day held in the future, ChangedMeanwhile if somebody else changed it.
    """
    if held_on and held_on > today():
        raise FieldNeeded(
            f"{say_day(held_on)} is still to come; a session is held on a day that has been.", missing=["the day it was held"]
        )
    with change(milestone.project, by=by) as history:
        session = milestone.session
        session.refresh_from_db()
        wanted = {"planned_at": planned_at, "place": place.strip(), "held_on": held_on, "notes": notes.strip()}
        before, after = differences(session, wanted)
        if not after:
            return
        if session.version != version:
            raise ChangedMeanwhile("Somebody else changed this session while you were typing.")
        for name, value in after.items():
            setattr(session, name, value)
        session.held_recorded_at = now() if held_on and "held_on" in after else session.held_recorded_at
        session.version += 1
        session.save()
        label = f"{milestone.stage.sitting.name}, milestone {milestone.position}"
        history.add("session recorded", session, before=_plain(before), after=_plain(after), label=label)


def _plain(values: dict[str, object]) -> dict[str, object]:
    return {name: value.isoformat() if isinstance(value, datetime.date) else value for name, value in values.items()}
