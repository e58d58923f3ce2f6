"""Who still has to read what, and “I've read it”."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.models import Audience, CommunicationRevision, Kind, Objective, ProjectState, Readable, Role, Stakeholder
from projects.operations.people import fill_position, remove_stakeholder
from projects.operations.project import stop_project
from projects.operations.reading import record_reading
from projects.readers import asked_to_read, last_read, team_of, unread, versions_of, who_read
from projects.reading import to_read
from projects.reading import who_read as far_read
from projects.refusals import ChangedMeanwhile, NotNow, NotYourPart, ProjectStopped
from tests.factories import (
    CirculationFactory,
    CommunicationRevisionFactory,
    ObjectiveFactory,
    PersonFactory,
    ProjectFactory,
    ReadingFactory,
    StakeholderFactory,
)

OBJECTIVE, PLAN = Readable.OBJECTIVE, Readable.COMMUNICATION
DAY = datetime.datetime(2026, 11, 12, tzinfo=datetime.UTC)


# ---- The rule -----------------------------------------------------------------------------------------------------


def version(number, *, needs=True, by=1, day=0):
    written_at = DAY + datetime.timedelta(days=day or number)
    return Objective(version=number, team_needs_to_see=needs, written_at=written_at, written_by_id=by)


def row(*, person=7, role=Role.TEAM_MEMBER, joined=0, left=False, kind=Kind.PERSON):
    joined_at = DAY + datetime.timedelta(days=joined)
    return Stakeholder(pk=70 + (person or 0), person_id=person, role=role, kind=kind, joined_at=joined_at, left_at=DAY if left else None)


VERSIONS = [version(4, needs=False), version(3), version(2), version(1, needs=False)]


@pytest.mark.parametrize(
    ("who", "read", "left"),
    [
        (row(), 0, [2, 3]),
        (row(), 1, [2, 3]),
        (row(), 2, [3]),
        (row(), 3, []),
        (row(), 4, []),
        (row(joined=2), 0, [3]),
        (row(joined=3), 0, []),
        (row(person=1), 0, []),
        (row(role=Role.WIDER), 0, []),
        (row(left=True), 0, []),
        (row(person=None, kind=Kind.POSITION), 0, []),
    ],
)
def test_what_is_left_to_read(who, read, left):
    assert to_read(who, VERSIONS, read) == left


def test_whoever_wrote_a_later_version_has_read_those_before():
    assert to_read(row(), [version(3, needs=False, by=7), version(2), version(1)], 0) == []


def test_a_wording_change_asks_nobody_and_nothing_is_told():
    versions = [version(2, needs=False), version(1, needs=False)]
    assert to_read(row(), versions, 0) == []
    assert far_read([row()], versions, {}) is None


def test_how_far_it_is_read_counts_those_who_were_asked():
    wrote, joined, read, mei, dan = (row(person=n, joined=5 * (n == 2)) for n in (1, 2, 3, 4, 5))
    mei.name, dan.name = "Mei Chen", "Dan Kelly"
    found = far_read([wrote, joined, read, mei, dan], VERSIONS, {read.pk: 4, mei.pk: 2})
    assert (found.version, found.asked, found.not_yet) == (3, [read, mei, dan], [mei, dan])
    assert found.says == "1 of 3 has read version 3. Not yet: Mei Chen, Dan Kelly."
    assert far_read([read, mei, dan], VERSIONS, {read.pk: 4, dan.pk: 3}).says == "2 of 3 have read version 3. Not yet: Mei Chen."
    assert far_read([read, mei], VERSIONS, {read.pk: 4, mei.pk: 3}).says == "Everyone who was asked has read version 3: 2 people."
    assert far_read([read], VERSIONS, {read.pk: 4}).says == "Everyone who was asked has read version 3: 1 person."


def test_nobody_is_asked_who_wrote_it_or_joined_since():
    assert far_read([row(person=1), row(joined=9)], VERSIONS, {}).says == (
        "Nobody is asked to read version 3: whoever is in the team wrote it, or joined since."
    )


# ---- I've read it -------------------------------------------------------------------------------------------------


@pytest.fixture
def revised(clock, project):
    """Two versions by the buyer, a day after everybody joined; the team needs to see the second."""
    clock.move(days=1)
    ObjectiveFactory(project=project)
    ObjectiveFactory(project=project, team_needs_to_see=True)
    return project


@pytest.fixture
def mine(project, member):
    return project.stakeholders.get(person=member)


def names(project, what=OBJECTIVE):
    return [s.name for s in unread(project, what)]


def test_each_of_the_team_but_its_writer_has_it_to_read(revised, buyer):
    assert names(revised) == [s.name for s in team_of(revised) if s.person != buyer]
    assert len(names(revised)) == 3


def test_i_have_read_it_is_kept_once_with_its_history_for_both_sides(revised, mine, member, clock):
    read = record_reading(stakeholder=mine, what=OBJECTIVE, version=2, by=member)
    assert (read.stakeholder, read.by, read.version, read.at) == (mine, member, 2, clock.now)
    entry = revised.history.last()
    assert (entry.verb, entry.label, entry.audience) == ("version read", "Objective, version 2", Audience.SIDES)
    assert record_reading(stakeholder=mine, what=OBJECTIVE, version=2, by=member) == read
    assert revised.history.last() == entry
    assert member.name not in names(revised)


def test_who_has_nothing_to_read_writes_nothing(revised, buyer):
    assert record_reading(stakeholder=revised.stakeholders.get(person=buyer), what=OBJECTIVE, version=2, by=buyer) is None
    assert revised.history.filter(verb="version read").count() == 0


def test_a_version_that_came_meanwhile_is_a_conflict_that_names_its_writer(revised, mine, member, officer):
    ObjectiveFactory(project=revised, by=officer)
    with pytest.raises(ChangedMeanwhile, match=f"{officer.name} wrote another version of the objective while you were reading"):
        record_reading(stakeholder=mine, what=OBJECTIVE, version=2, by=member)
    assert not mine.readings.exists()
    assert record_reading(stakeholder=mine, what=OBJECTIVE, version=3, by=member).version == 3


def test_what_was_read_stays_read_when_it_is_pressed_after_another_version(revised, mine, member):
    read = ReadingFactory(stakeholder=mine)
    ObjectiveFactory(project=revised, team_needs_to_see=True)
    assert record_reading(stakeholder=mine, what=OBJECTIVE, version=2, by=member) == read
    assert member.name in names(revised)


@pytest.mark.parametrize("who", ["buyer", "officer", "wider", "outsider"])
def test_nobody_says_it_for_another(request, revised, mine, who):
    with pytest.raises(NotYourPart):
        record_reading(stakeholder=mine, what=OBJECTIVE, version=2, by=request.getfixturevalue(who))
    assert not mine.readings.exists()


def test_not_in_somebody_elses_project(revised, member):
    theirs = StakeholderFactory(project=ProjectFactory())
    with pytest.raises(NotYourPart):
        record_reading(stakeholder=theirs, what=OBJECTIVE, version=2, by=member)


def test_a_leaver_says_nothing_any_more(revised, mine, member, buyer):
    remove_stakeholder(stakeholder=mine, by=buyer)
    with pytest.raises(NotYourPart):
        record_reading(stakeholder=mine, what=OBJECTIVE, version=2, by=member)
    StakeholderFactory(project=revised, person=member)
    with pytest.raises(NotNow):
        record_reading(stakeholder=mine, what=OBJECTIVE, version=2, by=member)
    assert member.name not in names(revised)  # joined again, with what is current


def test_not_while_stopped(revised, mine, member, buyer):
    stop_project(project=revised, state=ProjectState.STOPPED, reason="No money.", by=buyer)
    with pytest.raises(ProjectStopped):
        record_reading(stakeholder=mine, what=OBJECTIVE, version=2, by=member)


def test_a_reading_counts_for_the_person_in_the_row_alone(revised, mine, member):
    ReadingFactory(stakeholder=mine)
    assert last_read(revised, OBJECTIVE) == {mine.pk: 2}
    mine.person = PersonFactory(agency=revised.agency)
    mine.save()
    assert last_read(revised, OBJECTIVE) == {}


def test_whoever_fills_a_position_joins_with_what_is_current(clock, project, buyer):
    position = StakeholderFactory(project=project, position_only=True)
    clock.move(days=1)
    ObjectiveFactory(project=project)
    ObjectiveFactory(project=project, team_needs_to_see=True)
    clock.move(days=1)
    fill_position(stakeholder=position, name="Lee Correa", email="lee@des.example", by=buyer)
    assert "Lee Correa" not in names(project)


def test_the_communication_plan_is_read_in_the_same_way(clock, project, mine, member, officer):
    clock.move(days=1)
    CommunicationRevisionFactory(project=project, by=officer)
    CommunicationRevisionFactory(project=project, by=officer, team_needs_to_see=True)
    assert member.name in names(project, PLAN)
    assert (officer.name in names(project, PLAN), names(project)) == (False, [])
    record_reading(stakeholder=mine, what=PLAN, version=2, by=member)
    assert member.name not in names(project, PLAN)
    assert project.history.last().label == "Stakeholder communication plan, version 2"
    assert who_read(project, PLAN, list(versions_of(project, PLAN))).not_yet != []


def test_a_communication_plan_sent_since_is_asked_about_no_more(clock, project, member):
    clock.move(days=1)
    CommunicationRevisionFactory(project=project, team_needs_to_see=True)
    assert member.name in names(project, PLAN)
    CirculationFactory(project=project)
    assert names(project, PLAN) == []
    CommunicationRevisionFactory(project=project, team_needs_to_see=True)
    assert member.name in names(project, PLAN)


def test_nothing_is_looked_up_where_nobody_was_ever_asked(project, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert who_read(project, OBJECTIVE, [version(1, needs=False)]) is None


def test_over_all_projects_the_same_queries_for_one_and_for_three(revised, mine, member, clock):
    def asked(rows):
        with CaptureQueriesContext(connection) as captured:
            found = [(row.project_id, what) for row, what in asked_to_read(member, rows)]
        return len(captured), found

    assert asked([mine]) == (3, [(revised.pk, OBJECTIVE)])
    rows = [mine, *(StakeholderFactory(project=ProjectFactory(agency=revised.agency), person=member) for _ in range(2))]
    clock.move(days=1)
    for each in rows[1:]:
        ObjectiveFactory(project=each.project)
        ObjectiveFactory(project=each.project, team_needs_to_see=True)
        CommunicationRevisionFactory(project=each.project, team_needs_to_see=True)
    ReadingFactory(stakeholder=rows[1])
    wanted = [(rows[0].project_id, OBJECTIVE), (rows[2].project_id, OBJECTIVE), *((each.project_id, PLAN) for each in rows[1:])]
    assert asked(rows) == (3, wanted)


@pytest.mark.parametrize("more", [0, 3])
def test_who_still_has_to_read_takes_three_queries(revised, django_assert_num_queries, more):
    for _ in range(more):
        StakeholderFactory(project=revised)
    with django_assert_num_queries(3):
        unread(revised)


def test_versions_come_newest_first(project):
    CommunicationRevisionFactory(project=project)
    CommunicationRevisionFactory(project=project)
    assert [v.version for v in versions_of(project, PLAN)] == [2, 1]
    assert CommunicationRevision.objects.count() == 2
