"""After the meeting: who was briefed, who read the notes, who explained the project in writing, who heard that, what was agreed since."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection

from milestones.models import Agreement, Attendance, Explanation, Hearing, Milestone, NotesRead, Presence, Session
from milestones.operations.meeting import core_team, may_run, name_of, session_of
from projects.access import CORE, Access
from projects.changes import History, change
from projects.clock import now, today
from projects.models import ObjectionAbout, Person, Stakeholder
from projects.operations.objections import require_own
from projects.refusals import FieldNeeded, NotNow, NotYourPart, SentElsewhere
from projects.words import say_day


def brief_separately(*, milestone: Milestone, stakeholder: Stakeholder, briefed_on: datetime.date, by: Person) -> None:
    """Record that somebody of the core team who was not at a meeting was told since what it did. The same again changes nothing.

    By either side, or who ran the meeting. Raises NotYourPart for others, NotNow before the meeting was held, for somebody who was there or
    is not in the core team, FieldNeeded for a day before the meeting or to come.
    """
    with change(milestone.project, by=by, roles=CORE) as history:
        session = _held(history, milestone)
        if not may_run(session, history.access):
            raise NotYourPart("Only the buyer’s side, the procurement officer or who ran the meeting can record who was briefed.")
        _require_in_team(history, [stakeholder.pk])
        row = session.attendances.filter(stakeholder=stakeholder).first() or Attendance(session=session, stakeholder=stakeholder)
        if row.presence == Presence.PRESENT:
            raise NotNow(f"{stakeholder.name} was at the meeting.", missing=["somebody who was not there"])
        _require_since(session, briefed_on, "they were briefed")
        if (row.presence, row.briefed_on) == (Presence.BRIEFED, briefed_on):
            return
        row.presence, row.briefed_on, row.said_it_back = Presence.BRIEFED, briefed_on, False
        row.recorded_at, row.recorded_by = now(), by
        row.save()
        history.add("briefed separately", stakeholder, after={"briefed_on": briefed_on.isoformat()}, label=name_of(milestone))


def read_notes(*, milestone: Milestone, stakeholder: Stakeholder, by: Person) -> None:
    """“I've read the notes”, by the person themselves; once more where something was agreed since.

    Raises NotYourPart for others, NotNow before it was held.
    """
    with change(milestone.project, by=by, roles=CORE) as history:
        session = _held(history, milestone)
        require_own(history, stakeholder, by)
        row = NotesRead.objects.filter(session=session, stakeholder=stakeholder, by=by).first()
        if row and not session.agreements.filter(recorded_at__gt=row.at).exists():
            return
        NotesRead.objects.update_or_create(session=session, stakeholder=stakeholder, by=by, defaults={"at": now()})
        history.add("notes read", session, label=name_of(milestone))


def explain(*, stakeholder: Stakeholder, words: str, nonce: uuid.UUID, by: Person) -> Explanation:
    """Explain the project in one's own words; another then says “I heard it” or “Let's talk”. The same form twice is once.

    Raises NotYourPart for others, FieldNeeded without words, SentElsewhere for a form sent elsewhere. History does not keep the words: they
    are for the core team.
    """
    with change(stakeholder.project, by=by, roles=CORE) as history:
        require_own(history, stakeholder, by)
        twin = Explanation.objects.filter(nonce=nonce).first()
        if twin:
            if twin.stakeholder_id != stakeholder.pk:
                raise SentElsewhere
            return twin
        if not words.strip():
            raise FieldNeeded("Write it in your own words, in a sentence or two.", missing=["your words"])
        stamp = {"said_on": today(), "nonce": nonce, "recorded_at": now(), "recorded_by": by}
        written = Explanation.objects.create(project=history.project, stakeholder=stakeholder, person=by, words=words.strip(), **stamp)
        history.add("project explained", stakeholder)
        return written


def hear_explanation(*, explanation: Explanation, hearing: str, by: Person) -> None:
    """“I heard it” or “Let's talk”, by another of the core team. The same again changes nothing; what was heard stays heard.

    Raises NotYourPart for the one who wrote it, FieldNeeded for neither of the two, NotNow where somebody heard it already.
    """
    with change(explanation.project, by=by, roles=CORE) as history:
        explanation.refresh_from_db()
        if hearing not in Hearing.values:
            raise FieldNeeded("Choose “I heard it” or “Let’s talk”.", missing=["one of the two"])
        if explanation.person_id == by.pk:
            raise NotYourPart("Somebody else has to hear what you wrote.", who="Anybody else in the core team")
        if explanation.is_heard or (explanation.hearing, explanation.heard_by_id) == (hearing, by.pk):
            return
        explanation.hearing, explanation.heard_by = hearing, by
        explanation.heard_as, explanation.heard_at = history.role, now()
        explanation.save(update_fields=["hearing", "heard_by", "heard_as", "heard_at"])
        verb = "explanation heard" if hearing == Hearing.HEARD else "explanation to be talked about"
        history.add(verb, explanation.stakeholder)


def require_agreeing(session: Session, access: Access) -> None:
    """Raise NotYourPart for who neither is of a side nor ran the meeting, NotNow while it was not held."""
    if not may_run(session, access):
        raise NotYourPart("Only the buyer’s side, the procurement officer or who ran the meeting can record what was agreed.")
    if session.held_on is None:
        raise NotNow("This meeting has not been held yet.", missing=["the day it was held"])


def agree_since(*, milestone: Milestone, about: str, agreed_on: datetime.date, present: Collection[int], by: Person) -> bool:
    """Record that something was agreed after the meeting, by those named; whether it is new. Once agreed, once more changes nothing.

    By either side, or who ran the meeting. Raises as `require_agreeing`, FieldNeeded where nobody agreed, for a day before the meeting or
    to come.
    """
    with change(milestone.project, by=by, roles=CORE) as history:
        session = session_of(history, milestone)
        require_agreeing(session, history.access)
        if session.agreements.filter(about=about).exists():
            return False
        if about not in ObjectionAbout.values or not present:
            raise FieldNeeded("Say what was agreed, and by whom.", missing=["what was agreed, and who was there"])
        _require_in_team(history, present)
        _require_since(session, agreed_on, "it was agreed")
        stamp = {"agreed_on": agreed_on, "present": sorted(present), "recorded_at": now(), "recorded_by": by}
        Agreement.objects.create(session=session, about=about, **stamp)
        after = {"about": about, "present": sorted(present), "agreed_on": agreed_on.isoformat()}
        history.add("something agreed", session, after=after, label=name_of(milestone))
        return True


def _held(history: History, milestone: Milestone) -> Session:
    """The session under the lock. Raises NotNow while it was not held."""
    session = session_of(history, milestone)
    if session.held_on is None:
        raise NotNow("This meeting has not been held yet.", missing=["the day it was held"])
    return session


def _require_in_team(history: History, wanted: Collection[int]) -> None:
    if not set(wanted) <= set(core_team(history.project)):
        raise NotNow("Somebody named here is not in the core team any more.", missing=["people of the core team"])


def _require_since(session: Session, day: datetime.date, what: str) -> None:
    if day > today() or (session.held_on and day < session.held_on):
        raise FieldNeeded(f"Enter the day {what}: from {say_day(session.held_on or day)} to today.", missing=[f"the day {what}"])
