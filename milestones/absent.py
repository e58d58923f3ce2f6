"""Who missed a meeting, and all that each of them still owes. The page before Finish, the notes and the milestone's page say it from here.

Asks no database: what a person owes beside the notes is read from what the project shows, where findings name them by their mark.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from milestones.models import Agreement, Answer, Attendance, NotesRead, Presence, Session, SuccessCriterion
from projects.access import BUYERS_SIDE, OFFICER, SIDES
from projects.models import ObjectionAbout, OpenItem, Stakeholder
from projects.words import listed, say_day, say_short_day

# What somebody owes where a finding with this key names them, in the order in which it is said.
OWED = {
    "1.4.buyer": "say the project back",
    "1.4.officer": "say the project back",
    "2.2.said": "say the project back",
    "2.1.yes": "say yes to taking part",
    "2.3.yes": "say yes to their part in the RACI matrix",
    "2.2.read": "read what changed in the objective",
    "2.5.changes": "read what changed in the stakeholder communication plan",
}
READ = "read the notes, or be briefed"


@dataclass(frozen=True)
class Told:
    """What came of a meeting afterwards: who read its notes and when, what was agreed, and what fell to whom."""

    read: Mapping[tuple[int, int], datetime.datetime] = field(default_factory=dict)
    agreements: Collection[Agreement] = ()
    items: Collection[OpenItem] = ()


@dataclass(frozen=True)
class Absent:
    """Somebody the meeting was for who was not there, how they were told since, and what they still owe."""

    stakeholder: Stakeholder
    says: str
    is_told: bool
    owes: tuple[str, ...]

    @property
    def owed(self) -> str:
        """All of it in a sentence, the same on every page."""
        return f"Still to do: {'; '.join(self.owes)}." if self.owes else "Nothing is left to do."


def told_of(session: Session) -> Told:
    """What came of a meeting. Three queries."""
    read = {(row.stakeholder_id, row.by_id): row.at for row in NotesRead.objects.filter(session=session)}
    items = session.items.select_related("owner").order_by("pk")
    return Told(read, list(session.agreements.all()), list(items))


def meant_for(session: Session, team: Iterable[Stakeholder], there: Collection[int]) -> list[Stakeholder]:
    """Whom a meeting is for: the first for both sides and whoever else was asked to come, the others for the whole core team."""
    return [s for s in team if session.milestone.position > 1 or s.role in SIDES or s.pk in there]


def was_there(row: Attendance | None) -> bool:
    """Whether this attendance says that they were there."""
    return row is not None and row.presence == Presence.PRESENT


def absent_from(
    session: Session, team: Iterable[Stakeholder], there: Mapping[int, Attendance], told: Told, criteria: Iterable[SuccessCriterion]
) -> list[Absent]:
    """Who missed it, in reading order. `criteria` are those of its milestone and of all before, with what the project shows for them."""
    named = _named(criteria)
    missed = [s for s in meant_for(session, team, there.keys()) if not was_there(there.get(s.pk))]
    return [_absent(session, s, there.get(s.pk), told, named) for s in missed]


def knows(agreement: Agreement, stakeholder: Stakeholder, briefed_on: datetime.date | None, read_at: datetime.datetime | None) -> bool:
    """Whether somebody knows of what was agreed: was there; was briefed or read the notes since; or joined since, and has it by joining."""
    return (
        stakeholder.pk in agreement.present
        or stakeholder.joined_at > agreement.recorded_at
        or (briefed_on is not None and briefed_on >= agreement.agreed_on)
        or (read_at is not None and read_at >= agreement.recorded_at)
    )


def is_to_read(
    session: Session, stakeholder: Stakeholder, row: Attendance | None, read_at: datetime.datetime | None, agreements: Iterable[Agreement]
) -> bool:
    """Whether somebody is asked to read the notes: who missed a finished meeting and was not told, or does not know of what was agreed."""
    briefed_on = row.briefed_on if row else None
    if any(not knows(a, stakeholder, briefed_on, read_at) for a in agreements):
        return True
    is_told = was_there(row) or bool(briefed_on or read_at)
    return session.is_finished and not is_told and bool(meant_for(session, [stakeholder], {stakeholder.pk} if row else ()))


def say_agreement(agreement: Agreement, session: Session, names: Mapping[int, str]) -> str:
    """What was agreed, and by whom: those present at the meeting, or since it by those named. `names` are of the core team now."""
    about = agreement.get_about_display()
    if session.finished_at and agreement.recorded_at <= session.finished_at:
        return f"{about}, by those present"
    by = [names.get(pk, "somebody who has left") for pk in agreement.present]
    return f"{about}, since the meeting, on {say_day(agreement.agreed_on)}, by {listed(by, len(by))}"


def _named(criteria: Iterable[SuccessCriterion]) -> dict[str, set[str]]:
    """The marks that each finding names, by its key; what is not needed asks nobody."""
    asked = [c for c in criteria if c.answer != Answer.NOT_NEEDED]
    return {f["key"]: {m["mark"] for m in f["missing"]} for c in asked for f in c.findings if f["key"] in {*OWED, "2.1.asked"}}


def _absent(session: Session, stakeholder: Stakeholder, row: Attendance | None, told: Told, named: Mapping[str, set[str]]) -> Absent:
    briefed_on, read_at = row.briefed_on if row else None, told.read.get((stakeholder.pk, stakeholder.person_id or 0))
    unknown = [a for a in told.agreements if not knows(a, stakeholder, briefed_on, read_at)]
    is_told = bool(briefed_on or read_at) and not unknown
    owes = [] if is_told else [f"{READ}{_on(unknown)}"]
    owes += dict.fromkeys(words for key, words in OWED.items() if _owes(stakeholder, key, named))
    owes += [_action(item) for item in told.items if item.owner_id == stakeholder.pk and item.answered_at is None]
    return Absent(stakeholder, _says(session, stakeholder, row, briefed_on, read_at), is_told, tuple(owes))


def _says(
    session: Session,
    stakeholder: Stakeholder,
    row: Attendance | None,
    briefed_on: datetime.date | None,
    read_at: datetime.datetime | None,
) -> str:
    if briefed_on:
        return f"Briefed separately on {say_short_day(briefed_on)}"
    if read_at:
        return "Has read the notes"
    if row and row.presence == Presence.APOLOGY:
        return "Sent an apology"
    return "Joined since" if session.finished_at and stakeholder.joined_at > session.finished_at else "Was not there"


def _on(agreements: Collection[Agreement]) -> str:
    """What they do not know of: " on what was agreed: the cadence"."""
    words = [ObjectionAbout(a.about).label for a in agreements]
    return f", on what was agreed: {listed([w[:1].lower() + w[1:] for w in words])}" if words else ""


def _owes(stakeholder: Stakeholder, key: str, named: Mapping[str, set[str]]) -> bool:
    """Whether the finding names them, or their side; who was not asked yet owes no answer."""
    marks = {f"stakeholder:{stakeholder.pk}"}
    marks |= {"side:buyer’s side"} if stakeholder.role in BUYERS_SIDE else set()
    marks |= {"side:procurement officer"} if stakeholder.role in OFFICER else set()
    is_asked = key != "2.1.yes" or not marks & named.get("2.1.asked", set())
    return is_asked and bool(marks & named.get(key, set()))


def _action(item: OpenItem) -> str:
    due = f", by {say_short_day(item.due_on)}" if item.due_on else ""
    return f"the {item.get_kind_display().lower()} “{item.text.strip().rstrip('.')}”{due}"
