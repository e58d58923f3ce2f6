"""The meeting as it runs, and its end: who is here, who said the project back, what is agreed; then Finish, in one press.

Within the meeting people type into the same records as anywhere else. What is only the meeting's own is kept here.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from milestones import gate
from milestones.absent import Absent, absent_from, told_of, was_there
from milestones.journey import Journey, journey_of
from milestones.models import Agreement, Answer, Attendance, Explanation, Hearing, Milestone, Presence, Session, SuccessCriterion
from milestones.operations.answers import tick_within
from milestones.presence import SHOWN, Marks, agreed_in, marks, marks_of, merge_marks, people_in, said_from_afar
from milestones.standing import look, refresh
from projects.access import BUYERS_SIDE, CORE, OFFICER, SIDES, Access, require
from projects.changes import History, change, differences, locked, require_active, who_changed
from projects.clock import now, today
from projects.models import BuyingProject, Kind, ObjectionAbout, OpenItemKind, Person, Role, Stakeholder
from projects.operations.asking import accept_by_attending
from projects.operations.open_items import add_open_item_within, answer_within
from projects.refusals import BothChanged, ChangedMeanwhile, FieldNeeded, NotNow, NotYourPart
from projects.words import listed, say_day


@dataclass(frozen=True)
class Outcome:
    """What finishing a meeting would do: who is recorded as there, who says yes by having come, who said it back and who heard it, what is
    agreed; and the criteria that everything needed then supports, while its milestone is open: else `opens_after` which it opens."""

    present: list[Stakeholder]
    absent: list[Absent]
    accepting: list[Stakeholder]
    said: list[tuple[Stakeholder, Stakeholder]]
    agreed: list[ObjectionAbout]
    supported: list[SuccessCriterion]
    opens_after: int = 0


def may_run(session: Session, access: Access) -> bool:
    """Whether somebody may say who is here: buyer's side, officer, or the member of the core team who runs the meeting."""
    return access.holds(SIDES) or (access.holds(CORE) and access.stake is not None and access.stake == session.runner_id)


def record_presence(
    *,
    milestone: Milestone,
    seen: Marks,
    by: Person,
    present: Collection[int],
    apologies: Collection[int] = (),
    said_it_back: Collection[int] = (),
    hearer: int | None = None,
    agreed: Collection[str] = (),
) -> None:
    """Say who is at the meeting, who sent an apology, who of those present said the project back, who hears the members, what is agreed.

    All by id of stakeholder. `seen` is what the page showed (`milestones.presence`): only what differs from it is written, so that several
    can say it at once. The same again changes nothing. Raises NotYourPart for who does not run it, NotNow once it is finished or for
    somebody who is not in the core team, FieldNeeded where somebody who is not there speaks or hears, or nobody is chosen who hears;
    BothChanged where somebody else changed the same mark.
    """
    with change(milestone.project, by=by, roles=CORE) as history:
        session = session_of(history, milestone)
        _require_runs(session, history.access)
        _require_running(session)
        team, there = core_team(history.project), attendance_of(session)
        wanted = marks(present=present, apologies=apologies, said_it_back=said_it_back, hearer=hearer, agreed=agreed)
        if not people_in(wanted) <= set(team):
            raise NotNow("Somebody on this page is not in the core team any more.", missing=["people of the core team"])
        shown = {name: value for name, value in seen.items() if people_in([name]) <= set(team)}  # who left since stays as they were
        merged, clashes = merge_marks(seen=shown, kept=marks_of(session, there.values()), wanted=wanted)
        if clashes:
            by_whom = who_changed(history.project, session)
            raise BothChanged(f"Somebody else changed the same while you were looking. {by_whom} Yours is not saved yet.", clashes)
        _require_sensible(team, merged)
        moved = _move(history, session, there, merged)
        before, after = differences(session, {"hearer_id": merged["hearer"], "agreed": agreed_in(merged)})
        if not moved and not after:
            return
        for name, value in after.items():
            setattr(session, name, value)
        session.version += 1
        session.save(update_fields=["hearer", "agreed", "version"])
        told = [{**_told(moved, which), **_agreed(values)} for which, values in enumerate((before, after))]
        history.add("meeting attended", session, before=told[0], after=told[1], label=name_of(milestone))


def record_fallen(
    *,
    milestone: Milestone,
    kind: str,
    text: str,
    by: Person,
    nonce: uuid.UUID,
    owner: Stakeholder | None = None,
    due_on: datetime.date | None = None,
) -> str:
    """Record a decision, question or action as it falls in the meeting, by anybody of the core team; return what is said then.

    It is an open item like any other; a decision is decided with it. The same form twice is once. Raises as `add_open_item` does.
    """
    with change(milestone.project, by=by, roles=CORE) as history:
        session = session_of(history, milestone)
        item = add_open_item_within(history, nonce, kind=kind, text=text, owner=owner, due_on=due_on)
        if not session.items.filter(pk=item.pk).exists():
            session.items.add(item)
            if kind == OpenItemKind.DECISION:
                answer_within(history, item, f"Decided at the {session.milestone.stage.sitting.name.lower()}.")
        return f"{item.get_kind_display()} recorded."


def finish_meeting(
    *,
    milestone: Milestone,
    version: int,
    held_on: datetime.date,
    by: Person,
    ticks: Mapping[str, int],
    notes: str = "",
    minutes_taken: int | None = None,
) -> bool:
    """Finish the meeting, by either side: everything it says happens in one transaction, each with its own history, or nothing does.

    Those present who were asked and had not answered say yes; who said it back is recorded with who heard it; what is agreed is recorded
    for all present; and the criteria in `ticks` (key to version) are marked as met, by the officer, as `tick_criterion` would.
    A meeting that is finished is finished: once more changes nothing, and is False. Raises FieldNeeded where nobody was there or for a day
    to come, NotYourPart for ticks of somebody else, ChangedMeanwhile if the session is not at `version`, and as `tick_criterion` does.
    """
    with change(milestone.project, by=by) as history:
        session = session_of(history, milestone)
        if session.is_finished:
            return False
        _require_version(session, version)
        if ticks and not history.access.holds(OFFICER):
            raise NotYourPart("Only the procurement officer can mark criteria as met.", who="The procurement officer")
        _hold(history, session, held_on, core_team(history.project), attendance_of(session))
        _close(history, session, held_on, notes, minutes_taken)
        refresh(history.project, history.written.take())
        for key, seen in ticks.items():
            tick_within(history, journey_of(history.project), key, seen, by)
        return True


def outcome_of(*, milestone: Milestone, held_on: datetime.date, by: Person) -> Outcome:
    """What finishing the meeting now would do. It is done and rolled back, so that it says what would be so, not what might be.

    Raises as `finish_meeting` does, ProjectStopped, and NotNow where it is finished: somebody else pressed at the same moment.
    """
    project = BuyingProject.objects.select_related("agency").get(pk=milestone.project_id)
    with transaction.atomic():
        with locked(project, by=by) as written:
            require(project, SIDES)
            require_active(project)
            history = History(project, project.access, *project.access.acting(SIDES), written)
            session = session_of(history, milestone)
            _require_running(session)
            team, there = core_team(project), attendance_of(session)
            accepting, said = _hold(history, session, held_on, team, there)
            _close(history, session, held_on, session.notes, session.minutes_taken)
            journey = Journey(project)
            wanted = journey.milestone(milestone.position)
            look(journey, journey.keys_up_to(wanted))
            absent = absent_from(session, team.values(), there, told_of(session), journey.criteria_up_to(wanted))
        transaction.set_rollback(True)
    present = [s for pk, s in team.items() if was_there(there.get(pk))]
    before = gate.held_back_by(wanted, journey.milestones)
    supported = [c for c in journey.criteria_of(wanted) if is_supported(c)] if gate.is_open(wanted, journey.milestones) else []
    opens_after = before[-1].position if before else 0
    return Outcome(present, absent, accepting, said, [ObjectionAbout(about) for about in session.agreed], supported, opens_after)


def is_supported(criterion: SuccessCriterion) -> bool:
    """Whether one press would mark it as met, and it is not."""
    return criterion.one_press_suffices and (criterion.answer in {Answer.NOT_MET, Answer.MET_WITH_REASON} or criterion.needs_another_look)


def core_team(project: BuyingProject) -> dict[int, Stakeholder]:
    """The people of the core buying team now, by id, in reading order. One query."""
    people = project.stakeholders.current().filter(kind=Kind.PERSON, role__in=CORE).select_related("person").in_reading_order()
    return {stakeholder.pk: stakeholder for stakeholder in people}


def attendance_of(session: Session) -> dict[int, Attendance]:
    """Who was asked, is here, or is not, by stakeholder. One query."""
    return {row.stakeholder_id: row for row in session.attendances.order_by("pk")}


def name_of(milestone: Milestone) -> str:
    """What the meeting is called in history: "Project briefing, milestone 2"."""
    return f"{milestone.stage.sitting.name}, milestone {milestone.position}"


def session_of(history: History, milestone: Milestone) -> Session:
    """The session under the lock, of the project in hand."""
    session = Session.objects.select_related("milestone").get(milestone=milestone)
    session.milestone.project = history.project
    return session


def _require_runs(session: Session, access: Access) -> None:
    if not may_run(session, access):
        raise NotYourPart("Only the buyer’s side, the procurement officer or who runs the meeting can say who is here.")


def _require_running(session: Session) -> None:
    if session.is_finished:
        raise NotNow(
            "This meeting is finished, so who was there stays as it is. Record who was briefed since instead.",
            missing=["a meeting that runs"],
        )


def _require_version(session: Session, version: int) -> None:
    if session.version != version:
        by = who_changed(session.milestone.project, session)
        raise ChangedMeanwhile(f"Who is here, or the plan of this meeting, changed while you were looking. {by} Check it, and press again.")


def _require_sensible(team: Mapping[int, Stakeholder], merged: Marks) -> None:
    away = [s.name for pk, s in team.items() if said_from_afar(merged, pk)]
    if away:
        raise FieldNeeded(f"Only who is present can say it back here: {listed(away)}.", missing=["their presence"])
    hearer = merged["hearer"]
    if hearer is not None and merged.get(f"at_{hearer}") != Presence.PRESENT:
        raise FieldNeeded("Who hears the members has to be present.", missing=["somebody present who hears"])
    unheard = [s.name for pk, s in team.items() if merged.get(f"said_{pk}") and not _across(s)]
    if unheard and hearer is None:
        raise FieldNeeded(
            f"Choose who hears {listed(unheard)} say it back.",
            missing=["who hears them"],
            where="#id_hearer",
            where_label="Choose who hears them",
        )


Moved = dict[int, tuple[tuple[str, bool], tuple[str, bool]]]


def _move(history: History, session: Session, there: Mapping[int, Attendance], merged: Marks) -> Moved:
    """Write who is there, where it is not so yet; return, by stakeholder, what each was and became."""
    moved: Moved = {}
    rows = dict(there)
    for pk in sorted(people_in(merged)):
        row = rows.setdefault(pk, Attendance(session=session, stakeholder_id=pk, presence=""))
        was = (row.presence, row.said_it_back)
        became = (merged.get(f"at_{pk}") or Presence.EXPECTED.value, bool(merged.get(f"said_{pk}")))
        if became != (was[0] if was[0] in SHOWN else Presence.EXPECTED.value, was[1]):
            row.presence, row.said_it_back = became
            row.briefed_on = None
            row.recorded_at, row.recorded_by = now(), history.access.person
            moved[pk] = (was, became)
    Attendance.objects.bulk_update(
        [there[pk] for pk in moved if pk in there], ["presence", "said_it_back", "briefed_on", "recorded_at", "recorded_by"]
    )
    Attendance.objects.bulk_create([rows[pk] for pk in moved if pk not in there])
    return moved


def _told(moved: Moved, which: int) -> dict[str, list[int]]:
    """For history: who was, or became, present or an apology, and who said it back; of those who moved."""
    states = {pk: pair[which] for pk, pair in moved.items()}
    return {
        "present": sorted(pk for pk, (presence, _) in states.items() if presence == Presence.PRESENT),
        "apologies": sorted(pk for pk, (presence, _) in states.items() if presence == Presence.APOLOGY),
        "said_it_back": sorted(pk for pk, (_, said) in states.items() if said),
    }


def _agreed(values: Mapping[str, object]) -> dict[str, object]:
    return {name.removesuffix("_id"): value for name, value in values.items()}


def _hold(
    history: History, session: Session, held_on: datetime.date, team: Mapping[int, Stakeholder], there: Mapping[int, Attendance]
) -> tuple[list[Stakeholder], list[tuple[Stakeholder, Stakeholder]]]:
    """Write what the meeting did for those present: their yes, what they said back, what they agreed."""
    if held_on > today():
        raise FieldNeeded(
            f"{say_day(held_on)} is still to come; a meeting is finished on a day that has been.", missing=["the day it was held"]
        )
    rows = [row for pk, row in there.items() if was_there(row) and pk in team]
    if not rows:
        raise FieldNeeded("Say who was there first.", missing=["who was there"])
    present = [team[row.stakeholder_id] for row in rows]
    said = _say_back(history, session, held_on, present, [team[row.stakeholder_id] for row in rows if row.said_it_back])
    others = [s for s in present if s.role not in (Role.BUYER, Role.PROCUREMENT_OFFICER)]
    accepting = accept_by_attending(history, others, f"attended the {session.milestone.stage.sitting.name.lower()}", held_on)
    _agree(history, session, held_on, present)
    return accepting, said


def _say_back(
    history: History, session: Session, held_on: datetime.date, present: list[Stakeholder], speaking: list[Stakeholder]
) -> list[tuple[Stakeholder, Stakeholder]]:
    pairs = [(speaker, _hearer(session, speaker, present)) for speaker in speaking]
    stamp = {"project": history.project, "session": session, "said_on": held_on, "hearing": Hearing.HEARD, "heard_at": now()}
    by = {"recorded_at": now(), "recorded_by": history.access.person}
    Explanation.objects.bulk_create(
        Explanation(stakeholder=s, person=s.person, heard_by=hearer.person, heard_as=hearer.role, **stamp, **by) for s, hearer in pairs
    )
    for speaker, hearer in pairs:
        history.add(
            "project said back", speaker, after={"heard_by": hearer.pk, "held_on": held_on.isoformat()}, label=name_of(session.milestone)
        )
    return pairs


def _hearer(session: Session, speaker: Stakeholder, present: Sequence[Stakeholder]) -> Stakeholder:
    """Buyer's side and officer are heard by each other; members, and a side alone, by who was chosen to hear; who hears, by the sides.

    Nobody is made up: raises FieldNeeded where nobody was chosen, or nobody else is there.
    """
    others = [s for s in present if s.pk != speaker.pk]
    hearing = [s for s in others if s.role in _across(speaker)] or [s for s in others if s.pk == session.hearer_id]
    if not hearing and speaker.pk == session.hearer_id:
        hearing = [s for s in others if s.role in SIDES]
    if not hearing:
        says = f"Choose who hears {speaker.name} say it back: somebody else who is present."
        raise FieldNeeded(says, missing=[f"somebody who hears {speaker.name}"])
    return min(hearing, key=lambda s: s.pk != session.hearer_id)


def _across(speaker: Stakeholder) -> frozenset[Role]:
    """The roles of the other side; for a member, none."""
    if speaker.role == Role.PROCUREMENT_OFFICER:
        return BUYERS_SIDE
    return OFFICER if speaker.role in BUYERS_SIDE else frozenset()


def _agree(history: History, session: Session, held_on: datetime.date, present: list[Stakeholder]) -> None:
    ids = sorted(s.pk for s in present)
    stamp = {"agreed_on": held_on, "present": ids, "recorded_at": now(), "recorded_by": history.access.person}
    Agreement.objects.bulk_create(Agreement(session=session, about=about, **stamp) for about in session.agreed)
    for about in session.agreed:
        after = {"about": about, "present": ids, "agreed_on": held_on.isoformat()}
        history.add("something agreed", session, after=after, label=name_of(session.milestone))


def _close(history: History, session: Session, held_on: datetime.date, notes: str, minutes_taken: int | None) -> None:
    before, after = differences(session, {"held_on": held_on, "notes": notes.strip() or session.notes, "minutes_taken": minutes_taken})
    session.held_on, session.minutes_taken = held_on, minutes_taken
    session.notes = notes.strip() or session.notes
    session.held_recorded_at = session.finished_at = now()
    session.finished_by = history.access.person
    session.version += 1
    session.save()
    told = [{name: value.isoformat() if isinstance(value, datetime.date) else value for name, value in v.items()} for v in (before, after)]
    history.add("meeting finished", session, before=told[0], after=told[1], label=name_of(session.milestone))
