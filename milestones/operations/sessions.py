"""The session of a milestone: planned, called off, recorded as held. Preparing is never held back by an earlier milestone."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from milestones.agenda import say_item, total_minutes
from milestones.models import Attendance, Milestone, Presence, Session
from milestones.operations.meeting import attendance_of, name_of
from projects.changes import History, change, differences, who_changed
from projects.clock import now, today
from projects.models import Kind, Person, Stakeholder
from projects.refusals import ChangedMeanwhile, FieldNeeded, NotNow, ReasonNeeded
from projects.words import say_day

# What those who come have to know: a change of it raises the sequence of the invitation.
TOLD = {"planned_at", "place", "runner_id", "coming", "minutes", "cancelled_at"}


def plan_session(
    *,
    milestone: Milestone,
    planned_at: datetime.datetime | None,
    place: str,
    runner: Stakeholder | None,
    coming: Iterable[Stakeholder],
    agenda: list[dict[str, Any]],
    version: int,
    by: Person,
) -> None:
    """Plan the session: when, where, who runs it, who is asked to come, the agenda. A day given to a cancelled one plans it again.

    Leaving somebody out takes back only that they are asked to come: who was present stays so. Raises FieldNeeded for a runner who is
    not in the core team, or somebody asked who is no current person of the project; ChangedMeanwhile if it is not at `version`.
    """
    with change(milestone.project, by=by) as history:
        session, rows = _locked(milestone)
        asked = list(coming)
        _require_runner(milestone, runner)
        _require_people(milestone, rows, asked)
        wanted: dict[str, Any] = {
            "planned_at": planned_at,
            "place": place.strip(),
            "runner_id": runner.pk if runner else None,
            "agenda": agenda,
        }
        if session.cancelled_at:
            wanted |= {"cancelled_at": None} if planned_at else {"planned_at": session.planned_at}
        before, after = differences(session, wanted)
        people = _ids_after_asking(rows, asked)
        if people != sorted(rows):
            before, after = {**before, "coming": sorted(rows)}, {**after, "coming": people}
        if not after:
            return
        _require_version(milestone, version)
        if total_minutes(session.agenda) != total_minutes(agenda):
            after["minutes"] = total_minutes(agenda)
        session.sequence += bool(TOLD & after.keys())
        _store(session, {name: after[name] for name in wanted if name in after})
        _ask(session, rows, {s.pk for s in asked}, by)
        _tell(history, "session planned", milestone, before, after)


def cancel_session(*, milestone: Milestone, reason: str, version: int, by: Person) -> None:
    """Call the planned session off, with a reason; its invitation then says so. It can be planned again. Twice is once.

    Raises ReasonNeeded without a reason, NotNow where none is planned or it was held, ChangedMeanwhile if it is not at `version`.
    """
    if not reason.strip():
        raise ReasonNeeded("Say why it is cancelled.", missing=["a reason"])
    with change(milestone.project, by=by) as history:
        session, _ = _locked(milestone)
        if session.cancelled_at:
            return
        if session.planned_at is None or session.held_on:
            words = "was held already" if session.held_on else "is not planned"
            raise NotNow(f"The {milestone.stage.sitting.name.lower()} {words}, so it cannot be cancelled.")
        _require_version(milestone, version)
        session.sequence += 1
        _store(session, {"cancelled_at": now()})
        _tell(history, "session cancelled", milestone, {}, {"planned_at": session.planned_at, "reason": reason.strip()})


def record_session(
    *,
    milestone: Milestone,
    held_on: datetime.date | None,
    notes: str,
    version: int,
    by: Person,
    minutes_taken: int | None = None,
    present: Iterable[Stakeholder] | None = None,
) -> None:
    """Record that the session was held, on a day in the past too: who was there (where `present` is given), how long it took, notes.

    Without a day it takes back that it was held. Raises FieldNeeded for a day still to come or a stranger to the project, NotNow for
    taking back, or changing who was there, once it was finished; ChangedMeanwhile if it is not at `version`.
    """
    if held_on and held_on > today():
        raise FieldNeeded(
            f"{say_day(held_on)} is still to come; a session is held on a day that has been.", missing=["the day it was held"]
        )
    with change(milestone.project, by=by) as history:
        session, rows = _locked(milestone)
        there = sorted(pk for pk, row in rows.items() if row.presence == Presence.PRESENT)
        people = there if present is None else _require_people(milestone, rows, list(present))
        wanted = {"held_on": held_on, "minutes_taken": minutes_taken, "notes": notes.strip()}
        wanted |= {"cancelled_at": None} if held_on else {}
        before, after = differences(session, wanted)
        if people != there:
            before, after = {**before, "present": there}, {**after, "present": people}
        if not after:
            return
        _require_version(milestone, version)
        if session.is_finished and (held_on is None or people != there):
            raise NotNow("This meeting is finished: that it was held, and who was there, stays as recorded then.")
        if "held_on" in after:
            session.held_recorded_at = now() if held_on else None
        _store(session, {name: after[name] for name in wanted if name in after})
        _mark_present(session, rows, set(people), by)
        _tell(history, "session recorded", milestone, before, after)


def _locked(milestone: Milestone) -> tuple[Session, dict[int, Attendance]]:
    """The session as it is now, and its attendance by stakeholder."""
    session = milestone.session
    session.refresh_from_db()
    return session, attendance_of(session)


def _require_version(milestone: Milestone, version: int) -> None:
    if milestone.session.version != version:
        by = who_changed(milestone.project, milestone.session)
        raise ChangedMeanwhile(f"Somebody else changed this session while you were typing. {by}")


def _require_runner(milestone: Milestone, runner: Stakeholder | None) -> None:
    """Whoever runs it is in the core team; who ran it and has left since stays."""
    if runner is None or runner.pk == milestone.session.runner_id:
        return
    here = milestone.project.stakeholders.current().core().filter(kind=Kind.PERSON, pk=runner.pk)
    if not here.exists():
        raise FieldNeeded("Choose somebody of the core buying team to run it.", missing=["who runs it"])


def _require_people(milestone: Milestone, rows: dict[int, Attendance], asked: list[Stakeholder]) -> list[int]:
    """The ids of those asked. Whoever is on the list stays, even having left; anybody else is a person who is in the project now."""
    wanted = {stakeholder.pk for stakeholder in asked}
    new = wanted - rows.keys()
    if new and milestone.project.stakeholders.current().filter(kind=Kind.PERSON, pk__in=new).count() != len(new):
        raise FieldNeeded("Choose people who are in this project.", missing=["people of this project"])
    return sorted(wanted)


def _ids_after_asking(rows: dict[int, Attendance], asked: list[Stakeholder]) -> list[int]:
    """Who is on the list then: those asked, and those of whom more is recorded than that they were asked."""
    return sorted({s.pk for s in asked} | {pk for pk, row in rows.items() if row.presence != Presence.EXPECTED})


def _ask(session: Session, rows: dict[int, Attendance], wanted: set[int], by: Person) -> None:
    gone = [row.pk for pk, row in rows.items() if pk not in wanted and row.presence == Presence.EXPECTED]
    session.attendances.filter(pk__in=gone).delete()
    _add(session, sorted(wanted - rows.keys()), Presence.EXPECTED, by)


def _mark_present(session: Session, rows: dict[int, Attendance], wanted: set[int], by: Person) -> None:
    """Those named were there. Who was marked so by mistake is one who was asked to come."""
    _add(session, sorted(wanted - rows.keys()), Presence.PRESENT, by)
    for pk, row in rows.items():
        was = row.presence == Presence.PRESENT
        if was != (pk in wanted):
            row.presence, row.briefed_on = Presence.EXPECTED if was else Presence.PRESENT, None
            row.recorded_at, row.recorded_by = now(), by
            row.save()


def _add(session: Session, stakeholders: Iterable[int], presence: Presence, by: Person) -> None:
    at = now()
    Attendance.objects.bulk_create(
        Attendance(session=session, stakeholder_id=pk, presence=presence, recorded_at=at, recorded_by=by) for pk in stakeholders
    )


def _store(session: Session, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(session, name, value)
    session.version += 1
    session.save()


def _tell(history: History, verb: str, milestone: Milestone, before: dict[str, Any], after: dict[str, Any]) -> None:
    history.add(verb, milestone.session, before=_plain(before), after=_plain(after), label=name_of(milestone))


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """As history keeps it: days as text, the agenda in words, who runs it by id."""
    told = {name.removesuffix("_id"): _as_told(name, value) for name, value in values.items()}
    return {name: value for name, value in told.items() if name not in {"minutes", "cancelled_at"}}


def _as_told(name: str, value: Any) -> Any:
    if name == "agenda":
        return "\n".join(say_item(item) for item in value)
    return value.isoformat() if isinstance(value, datetime.date) else value
