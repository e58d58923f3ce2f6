"""The session of a milestone: planned, called off, held on a day that has been."""

import datetime

import pytest

from milestones.models import Attendance, Presence, Session
from milestones.operations import cancel_session, record_session
from projects.models import Role
from projects.refusals import ChangedMeanwhile, FieldNeeded, NotNow, NotYourPart, ProjectStopped, ReasonNeeded
from projects.telling import changes, names_for, tell
from tests.factories import ProjectFactory, SessionFactory, StakeholderFactory, buyer_of, milestone_of, plan

THIRD = datetime.date(2026, 10, 3)


def record(project, by, version=1, **wanted):
    record_session(milestone=milestone_of(project, 1), version=version, by=by, **{"held_on": None, "notes": "", **wanted})
    return milestone_of(project, 1).session


def cancel(project, by, version=2, reason="The minister needs us."):
    cancel_session(milestone=milestone_of(project, 1), reason=reason, version=version, by=by)
    return milestone_of(project, 1).session


def on_the_list(project):
    rows = Attendance.objects.filter(session__milestone__project=project).order_by("stakeholder__name")
    return [(row.stakeholder.name, row.presence) for row in rows]


def stake(project, role):
    return project.stakeholders.get(role=role)


def last_told(project):
    entry = project.history.select_related("actor", "covers_for").last()
    names = names_for(project)
    return tell(entry, names), [(line.field, line.before, line.after) for line in changes(entry, names)]


def finished(session, by):
    Session.objects.filter(pk=session.pk).update(finished_at=session.held_recorded_at, finished_by=by)


# ---- Planned ------------------------------------------------------------------------------------------------------


def test_a_session_is_planned_with_who_runs_it_who_comes_and_its_agenda(project, buyer):
    agenda = [{"title": "A first RACI", "minutes": 15, "criteria": ["1.2"]}]
    session = plan(milestone_of(project, 1), by=buyer, agenda=agenda)
    assert (session.place, session.runner.person, session.agenda, session.version) == ("Room 4", buyer, agenda, 2)
    assert on_the_list(project) == [("Ada Grevillea", "expected"), ("Omar Wattle", "expected"), ("Ruth Banksia", "expected")]


def test_history_tells_the_plan_by_name(project, buyer, clock):
    plan(milestone_of(project, 1), by=buyer, agenda=[{"title": "A first RACI", "minutes": 15, "criteria": ["1.2"]}])
    sentence, told = last_told(project)
    assert sentence == "Ruth Banksia, buyer, planned the alignment session, milestone 1."
    assert told == [
        ("Planned for", "Nothing", "Thursday 19 November 2026, 10 am"),
        ("Place", "Nothing", "Room 4"),
        ("Who runs it", "Nothing", "Ruth Banksia"),
        ("Who is asked to come", "Nothing", "Ruth Banksia, Omar Wattle, Ada Grevillea"),
        ("Agenda", "Nothing", "A first RACI, 15 minutes (1.2)"),
    ]


def test_only_what_differs_is_in_history(project, buyer):
    plan(milestone_of(project, 1), by=buyer)
    plan(milestone_of(project, 1), by=buyer, place="Room 5")
    assert (project.history.last().before, project.history.last().after) == ({"place": "Room 4"}, {"place": "Room 5"})


def test_the_same_plan_again_writes_nothing(project, buyer):
    plan(milestone_of(project, 1), by=buyer)
    length = project.history.count()
    assert plan(milestone_of(project, 1), by=buyer).version == 2
    assert project.history.count() == length


def test_an_old_version_of_the_plan_is_a_conflict_that_names_who_changed_it(project, buyer, officer):
    plan(milestone_of(project, 1), by=buyer)
    with pytest.raises(ChangedMeanwhile) as refused:
        plan(milestone_of(project, 1), by=officer, place="Room 5", version=1)
    assert "Ruth Banksia made the last change" in refused.value.says


def test_somebody_left_out_is_asked_no_longer(project, buyer):
    plan(milestone_of(project, 1), by=buyer)
    plan(milestone_of(project, 1), by=buyer, coming=[stake(project, Role.BUYER)])
    assert on_the_list(project) == [("Ruth Banksia", "expected")]


def test_somebody_who_was_present_stays_so_when_left_out_of_the_plan(project, buyer):
    plan(milestone_of(project, 1), by=buyer)
    record(project, buyer, version=2, held_on=THIRD, present=[stake(project, Role.PROCUREMENT_OFFICER)])
    plan(milestone_of(project, 1), by=buyer, coming=[])
    assert on_the_list(project) == [("Omar Wattle", "present")]


def test_somebody_who_left_stays_on_the_list_and_in_the_chair(project, buyer):
    gone = StakeholderFactory(project=project, role=Role.TEAM_MEMBER)
    plan(milestone_of(project, 1), by=buyer, runner=gone, coming=[gone])
    project.stakeholders.filter(pk=gone.pk).update(left_at=gone.joined_at, left_by=buyer)
    session = plan(milestone_of(project, 1), by=buyer, runner=gone, coming=[gone], place="Room 5")
    assert (session.runner, on_the_list(project)) == (gone, [(gone.name, "expected")])


@pytest.mark.parametrize("who", ["group", "position_only", "left", "elsewhere"])
def test_only_people_of_this_project_are_asked(project, buyer, who):
    there = ProjectFactory(agency=project.agency) if who == "elsewhere" else project
    somebody = StakeholderFactory(project=there, **({} if who == "elsewhere" else {who: True}))
    with pytest.raises(FieldNeeded) as refused:
        plan(milestone_of(project, 1), by=buyer, coming=[somebody])
    assert (refused.value.says, on_the_list(project)) == ("Choose people who are in this project.", [])


@pytest.mark.parametrize("who", ["wider", "elsewhere"])
def test_only_the_core_team_of_this_project_runs_it(project, buyer, who):
    there = ProjectFactory(agency=project.agency) if who == "elsewhere" else project
    with pytest.raises(FieldNeeded) as refused:
        plan(milestone_of(project, 1), by=buyer, runner=stake(there, Role.WIDER if who == "wider" else Role.BUYER))
    assert refused.value.says == "Choose somebody of the core buying team to run it."


def test_a_member_does_not_plan_it(project, member):
    with pytest.raises(NotYourPart):
        plan(milestone_of(project, 1), by=member)


def test_a_paused_project_plans_nothing(agency):
    project = ProjectFactory(agency=agency, paused=True)
    with pytest.raises(ProjectStopped):
        plan(milestone_of(project, 1), by=buyer_of(project))


# ---- What those who come have to know -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"planned_at": datetime.datetime(2026, 11, 20, 14, tzinfo=datetime.UTC)},
        {"place": "Room 5"},
        {"runner": None},
        {"coming": []},
        {"agenda": [{"title": "Longer", "minutes": 120, "criteria": []}]},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_what_those_who_come_have_to_know_raises_the_sequence(project, buyer, changes):
    before = plan(milestone_of(project, 1), by=buyer).sequence
    assert plan(milestone_of(project, 1), by=buyer, **changes).sequence == before + 1


def test_another_order_of_the_agenda_does_not(project, buyer):
    session = plan(milestone_of(project, 1), by=buyer)
    assert plan(milestone_of(project, 1), by=buyer, agenda=session.agenda[::-1]).sequence == session.sequence


def test_a_session_that_is_held_does_not(project, buyer):
    before = plan(milestone_of(project, 1), by=buyer).sequence
    assert record(project, buyer, version=2, held_on=THIRD).sequence == before


# ---- Called off ---------------------------------------------------------------------------------------------------


def test_a_session_is_cancelled_with_its_reason_in_history(project, buyer, officer, clock):
    before = plan(milestone_of(project, 1), by=buyer).sequence
    session = cancel(project, officer)
    assert (session.cancelled_at, session.sequence) == (clock.now, before + 1)
    sentence, told = last_told(project)
    assert sentence == "Omar Wattle, procurement officer, cancelled the alignment session, milestone 1."
    assert told == [("Reason", None, "The minister needs us."), ("Planned for", None, "Thursday 19 November 2026, 10 am")]


def test_cancelling_twice_is_once(project, buyer):
    plan(milestone_of(project, 1), by=buyer)
    assert (cancel(project, buyer).version, cancel(project, buyer).version) == (3, 3)


def test_a_new_day_plans_a_cancelled_session_again(project, buyer):
    SessionFactory(milestone=milestone_of(project, 1), cancelled=True)
    before = milestone_of(project, 1).session.sequence
    session = plan(milestone_of(project, 1), by=buyer)
    assert (session.cancelled_at, session.sequence) == (None, before + 1)


def test_a_cancelled_session_without_a_new_day_stays_cancelled_and_keeps_its_day(project, buyer):
    cancelled = SessionFactory(milestone=milestone_of(project, 1), cancelled=True)
    session = plan(milestone_of(project, 1), by=buyer, planned_at=None, place="Room 5")
    assert (session.cancelled_at, session.planned_at, session.place) == (cancelled.cancelled_at, cancelled.planned_at, "Room 5")


def test_a_session_is_not_cancelled_without_a_reason(project, buyer):
    plan(milestone_of(project, 1), by=buyer)
    with pytest.raises(ReasonNeeded):
        cancel(project, buyer, reason=" ")


def test_what_is_not_planned_is_not_cancelled(project, buyer):
    with pytest.raises(NotNow) as refused:
        cancel(project, buyer, version=1)
    assert refused.value.says == "The alignment session is not planned, so it cannot be cancelled."


def test_what_was_held_is_not_cancelled(project, buyer):
    SessionFactory(milestone=milestone_of(project, 1), planned=True, held=True)
    with pytest.raises(NotNow) as refused:
        cancel(project, buyer, version=3)
    assert refused.value.says == "The alignment session was held already, so it cannot be cancelled."


def test_a_session_moved_meanwhile_is_not_cancelled_unseen(project, buyer, officer):
    plan(milestone_of(project, 1), by=buyer)
    plan(milestone_of(project, 1), by=buyer, place="Room 5")
    with pytest.raises(ChangedMeanwhile):
        cancel(project, officer)


def test_a_member_does_not_cancel_it(project, buyer, member):
    plan(milestone_of(project, 1), by=buyer)
    with pytest.raises(NotYourPart):
        cancel(project, member)


# ---- Held ---------------------------------------------------------------------------------------------------------


def test_a_day_in_the_past_can_be_recorded(project, officer, clock):
    session = record(project, officer, held_on=THIRD)
    assert (session.held_on, session.held_recorded_at, session.version) == (THIRD, clock.now, 2)
    assert project.history.last().after == {"held_on": "2026-10-03"}


def test_history_tells_when_it_was_held_how_long_it_took_and_who_was_there(project, officer):
    present = [stake(project, Role.BUYER), stake(project, Role.PROCUREMENT_OFFICER)]
    record(project, officer, held_on=THIRD, minutes_taken=95, present=present)
    sentence, told = last_told(project)
    assert sentence == "Omar Wattle, procurement officer, recorded the alignment session, milestone 1."
    assert told == [
        ("Held on", "Nothing", "Saturday 3 October 2026"),
        ("Present", "Nothing", "Ruth Banksia, Omar Wattle"),
        ("Minutes it took", "Nothing", "95"),
    ]


def test_those_who_were_there_are_present_and_the_others_stay_asked(project, buyer):
    plan(milestone_of(project, 1), by=buyer)
    record(project, buyer, version=2, held_on=THIRD, present=[stake(project, Role.BUYER), stake(project, Role.TEAM_MEMBER)])
    people = [("Ada Grevillea", "expected"), ("Mei Waratah", "present"), ("Omar Wattle", "expected"), ("Ruth Banksia", "present")]
    assert on_the_list(project) == people


def test_who_was_marked_as_present_by_mistake_is_one_who_was_asked(project, buyer, officer):
    record(project, buyer, held_on=THIRD, present=[stake(project, Role.BUYER)])
    record(project, officer, version=2, held_on=THIRD, present=[])
    row = Attendance.objects.get(session__milestone__project=project)
    assert (row.presence, row.recorded_by) == (Presence.EXPECTED, officer)


def test_somebody_briefed_separately_who_was_there_after_all_is_present(project, buyer):
    session = plan(milestone_of(project, 1), by=buyer)
    session.attendances.filter(stakeholder__role=Role.BUYER).update(presence=Presence.BRIEFED, briefed_on=THIRD)
    record(project, buyer, version=2, held_on=THIRD, present=[stake(project, Role.BUYER)])
    row = session.attendances.get(stakeholder__role=Role.BUYER)
    assert (row.presence, row.briefed_on) == (Presence.PRESENT, None)


def test_who_was_there_is_left_as_it_is_where_nothing_is_said_of_it(project, buyer):
    record(project, buyer, held_on=THIRD, present=[stake(project, Role.BUYER)])
    record(project, buyer, version=2, held_on=THIRD, notes="It went well.")
    assert on_the_list(project) == [("Ruth Banksia", "present")]


def test_nobody_of_another_project_was_there(project, buyer):
    with pytest.raises(FieldNeeded):
        record(project, buyer, held_on=THIRD, present=[stake(ProjectFactory(agency=project.agency), Role.BUYER)])


def test_a_session_is_not_held_on_a_day_to_come(project, officer, clock):
    with pytest.raises(FieldNeeded) as refused:
        record(project, officer, held_on=clock.today + datetime.timedelta(days=1))
    assert "Friday 13 November 2026 is still to come" in refused.value.says


def test_a_cancelled_session_that_was_held_after_all_is_cancelled_no_longer(project, buyer):
    version = SessionFactory(milestone=milestone_of(project, 1), cancelled=True).version
    assert record(project, buyer, version=version, held_on=THIRD).cancelled_at is None


def test_that_it_was_held_can_be_taken_back(project, buyer):
    record(project, buyer, held_on=THIRD)
    session = record(project, buyer, version=2)
    assert (session.held_on, session.held_recorded_at) == (None, None)


@pytest.mark.parametrize("wanted", [{"held_on": None}, {"held_on": THIRD, "present": []}], ids=["held", "present"])
def test_what_finish_recorded_is_not_taken_back(project, buyer, wanted):
    finished(record(project, buyer, held_on=THIRD, present=[stake(project, Role.BUYER)]), buyer)
    with pytest.raises(NotNow):
        record(project, buyer, version=2, **wanted)
    assert on_the_list(project) == [("Ruth Banksia", "present")]


def test_notes_and_minutes_of_a_finished_session_can_be_corrected(project, buyer):
    finished(record(project, buyer, held_on=THIRD), buyer)
    session = record(project, buyer, version=2, held_on=THIRD, minutes_taken=95, notes="It went well.")
    assert (session.minutes_taken, session.notes) == (95, "It went well.")


def test_the_same_again_writes_nothing(project, officer):
    record(project, officer, held_on=THIRD)
    assert record(project, officer, held_on=THIRD).version == 2


def test_an_old_version_is_a_conflict(project, officer, buyer):
    record(project, officer, held_on=THIRD)
    with pytest.raises(ChangedMeanwhile):
        record(project, buyer, held_on=THIRD, notes="Mine.")


def test_a_member_does_not_record_it(project, member):
    with pytest.raises(NotYourPart):
        record(project, member, held_on=THIRD)
