"""The invitation, read back by another library than wrote it."""

import datetime
import re
from zoneinfo import ZoneInfo

import pytest
import vobject
from django.test import override_settings

from milestones.models import Session
from projects.models import Role
from tests.factories import ProjectFactory, SessionFactory, buyer_of, milestone_of, plan

SYDNEY = ZoneInfo("Australia/Sydney")
AGENDA = [{"title": "A first RACI; who, what", "minutes": 15, "criteria": ["1.2"]}, {"title": "Next steps", "minutes": 60, "criteria": []}]


def fetch(client_of, person, project, position=1):
    return client_of(person).get(f"/projects/{project.ref}/milestones/{position}/session.ics")


def read(client_of, person, project):
    return vobject.readOne(fetch(client_of, person, project).content.decode())


@pytest.fixture
def planned(project, buyer, clock):
    return plan(milestone_of(project, 1), by=buyer, agenda=AGENDA)


def test_invitation_is_read_by_another_library(client_of, project, buyer, planned):
    calendar = read(client_of, buyer, project)
    event = calendar.vevent
    assert (calendar.method.value, event.status.value, event.summary.value) == (
        "REQUEST",
        "CONFIRMED",
        f"Alignment session: {project.title}",
    )
    assert event.dtstart.value == datetime.datetime(2026, 11, 19, 10, tzinfo=SYDNEY)
    assert event.dtend.value == datetime.datetime(2026, 11, 19, 11, 15, tzinfo=SYDNEY)
    assert (event.location.value, int(event.sequence.value)) == ("Room 4", planned.sequence)


def test_invitation_carries_the_time_zone_it_names(client_of, project, buyer, planned):
    text = fetch(client_of, buyer, project).content.decode()
    assert ("BEGIN:VTIMEZONE\r\nTZID:Australia/Sydney" in text, "DTSTART;TZID=Australia/Sydney:20261119T100000" in text) == (True, True)


@pytest.mark.parametrize(
    "day",
    [
        datetime.date(2026, 4, 4),
        datetime.date(2026, 4, 6),
        datetime.date(2027, 10, 2),
        datetime.date(2027, 10, 4),
        datetime.date(2036, 7, 1),
    ],
    ids=str,
)
def test_the_time_zone_of_the_file_is_sydneys(client_of, project, buyer, clock, day):
    at = datetime.datetime.combine(day, datetime.time(10), SYDNEY)
    plan(milestone_of(project, 1), by=buyer, planned_at=at)
    starts = read(client_of, buyer, project).vevent.dtstart.value
    assert (starts, starts.utcoffset()) == (at, at.utcoffset())


def test_invitation_names_who_runs_it_and_who_is_asked(client_of, project, buyer, planned):
    event = read(client_of, buyer, project).vevent
    assert event.organizer.value == f"mailto:{planned.runner.email}"
    asked = {(a.value, a.params["CN"][0], a.params["RSVP"][0]) for a in event.attendee_list}
    people = [row.stakeholder for row in planned.attendances.select_related("stakeholder")]
    assert asked == {(f"mailto:{s.email}", s.name, "TRUE") for s in people}


def test_invitation_tells_the_agenda_and_where_to_read_on(client_of, project, buyer, planned):
    with override_settings(SITE_ADDRESS="https://mobilise.example"):
        event = read(client_of, buyer, project).vevent
    address = f"https://mobilise.example/projects/{project.ref}/milestones/1/"
    assert (event.url.value, address in event.description.value) == (address, True)
    assert "- A first RACI; who, what, 15 minutes (1.2)\n- Next steps, 60 minutes" in event.description.value


def test_invitation_folds_its_lines_and_loses_nothing(client_of, project, buyer, clock):
    place = "Level 4; the room behind the kitchen, left – ask “reception” " + "é" * 120
    plan(milestone_of(project, 1), by=buyer, place=place)
    content = fetch(client_of, buyer, project).content
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert vobject.readOne(content.decode()).vevent.location.value == place


@pytest.mark.parametrize("typed", ["Room 4\\nATTENDEE:mailto:eve@example.com", "a:b;c,d\\", '"quoted"'])
def test_what_was_typed_stays_text(client_of, project, buyer, clock, typed):
    plan(milestone_of(project, 1), by=buyer, place=typed, coming=[])
    event = read(client_of, buyer, project).vevent
    assert (event.location.value, hasattr(event, "attendee")) == (typed, False)


def test_invitation_keeps_its_uid_and_raises_its_sequence_when_the_meeting_moves(client_of, project, buyer, planned):
    before = read(client_of, buyer, project).vevent
    plan(milestone_of(project, 1), by=buyer, agenda=AGENDA, planned_at=planned.planned_at + datetime.timedelta(days=1))
    after = read(client_of, buyer, project).vevent
    assert (after.uid.value, int(after.sequence.value)) == (before.uid.value, int(before.sequence.value) + 1)
    assert after.dtstart.value - before.dtstart.value == datetime.timedelta(days=1)


def test_each_session_of_each_project_has_its_own_uid(client_of, project, buyer, planned):
    other = ProjectFactory(agency=project.agency)
    for milestone in (milestone_of(project, 2), milestone_of(other, 1)):
        SessionFactory(milestone=milestone, planned=True)
    files = [fetch(client_of, buyer, project, 1), fetch(client_of, buyer, project, 2), fetch(client_of, buyer_of(other), other, 1)]
    assert len({vobject.readOne(file.content.decode()).vevent.uid.value for file in files}) == 3


def test_a_cancelled_session_cancels_its_invitation(client_of, project, buyer, clock):
    SessionFactory(milestone=milestone_of(project, 1), planned=True)
    before = read(client_of, buyer, project)
    cancelled = SessionFactory(milestone=milestone_of(project, 1), cancelled=True)
    after = read(client_of, buyer, project)
    assert (after.method.value, after.vevent.status.value) == ("CANCEL", "CANCELLED")
    assert (after.vevent.uid.value, int(after.vevent.sequence.value)) == (before.vevent.uid.value, cancelled.sequence)


def test_without_an_address_to_answer_to_it_is_published_and_asks_nobody(client_of, project, buyer, clock):
    plan(milestone_of(project, 1), by=buyer, runner=None)
    calendar = read(client_of, buyer, project)
    names = [hasattr(calendar.vevent, name) for name in ("organizer", "attendee")]
    assert (calendar.method.value, names, "Asked to come: Ruth Banksia" in calendar.vevent.description.value) == (
        "PUBLISH",
        [False, False],
        True,
    )


def test_who_has_no_address_or_has_left_is_not_asked_by_mail(client_of, project, buyer, planned):
    project.stakeholders.filter(role=Role.PROCUREMENT_OFFICER).update(email="")
    agent = project.stakeholders.get(role=Role.BUYERS_AGENT)
    project.stakeholders.filter(pk=agent.pk).update(left_at=agent.joined_at, left_by=buyer)
    event = read(client_of, buyer, project).vevent
    assert [a.params["CN"][0] for a in event.attendee_list] == ["Ruth Banksia"]
    assert "Asked to come: Ruth Banksia, Omar Wattle\n" in event.description.value


def test_a_session_without_agenda_and_place_takes_the_minutes_suggested(client_of, project, buyer, clock):
    plan(milestone_of(project, 1), by=buyer, agenda=[], place="")
    event = read(client_of, buyer, project).vevent
    assert (event.dtend.value - event.dtstart.value, hasattr(event, "location")) == (datetime.timedelta(minutes=90), False)


def test_invitation_is_a_file_for_calendars(client_of, project, member, planned):
    response = fetch(client_of, member, project)
    assert response["Content-Type"] == "text/calendar; charset=utf-8; method=REQUEST"
    assert response["Content-Disposition"] == f'attachment; filename="{project.ref}-alignment-session.ics"'
    assert re.search(r"no-store", response["Cache-Control"])


def test_what_is_not_planned_invites_nobody(client_of, project, buyer):
    response = fetch(client_of, buyer, project)
    assert (response.status_code, "The alignment session is not planned yet." in response.text) == (409, True)
    assert Session.objects.get(milestone=milestone_of(project, 1)).sequence == 0


def test_invitation_of_another_project_is_not_there(client_of, project, buyer):
    other = ProjectFactory(agency=project.agency)
    SessionFactory(milestone=milestone_of(other, 1), planned=True)
    assert fetch(client_of, buyer, other).status_code == 404
