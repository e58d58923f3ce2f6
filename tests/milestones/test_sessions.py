"""The session of a milestone: planned, held, on a day that has been."""

import datetime

import pytest

from milestones.operations import record_session
from projects.refusals import ChangedMeanwhile, FieldNeeded, NotYourPart
from tests.factories import milestone_of

BLANK = {"planned_at": None, "place": "", "held_on": None, "notes": ""}


def record(project, by, version=1, **wanted):
    record_session(milestone=milestone_of(project, 1), version=version, by=by, **{**BLANK, **wanted})
    return milestone_of(project, 1).session


def test_a_day_in_the_past_can_be_recorded(project, officer, clock):
    session = record(project, officer, held_on=datetime.date(2026, 10, 3))
    assert (session.held_on, session.held_recorded_at, session.version) == (datetime.date(2026, 10, 3), clock.now, 2)
    assert project.history.last().after == {"held_on": "2026-10-03"}


def test_a_session_is_not_held_on_a_day_to_come(project, officer, clock):
    with pytest.raises(FieldNeeded) as refused:
        record(project, officer, held_on=clock.today + datetime.timedelta(days=1))
    assert "Friday 13 November 2026 is still to come" in refused.value.says


def test_the_same_again_writes_nothing(project, officer):
    record(project, officer, place="Room 4")
    assert record(project, officer, place="Room 4").version == 2


def test_an_old_version_is_a_conflict(project, officer, buyer):
    record(project, officer, place="Room 4")
    with pytest.raises(ChangedMeanwhile):
        record(project, buyer, place="Room 5")


def test_a_member_does_not_record_it(project, member):
    with pytest.raises(NotYourPart):
        record(project, member, place="Room 4")
