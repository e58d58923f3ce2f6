"""What waits for somebody's word on "My part", over all their projects."""

import pytest

from projects.asked import asked_over_all
from projects.models import ProjectState
from projects.operations.people import edit_stakeholder, remove_stakeholder
from projects.operations.project import stop_project
from tests.factories import AcknowledgementFactory, ActivityFactory, InvitationFactory, complete


@pytest.fixture
def row(project, member):
    return project.stakeholders.get(person=member)


def words(person):
    return [said for _, said in asked_over_all(person)]


def test_an_invitation_waits_until_it_is_answered(project, row, member):
    assert words(member) == []
    InvitationFactory(stakeholder=row)
    assert asked_over_all(member) == [(project, "Say whether you can take part")]
    InvitationFactory(stakeholder=row, answer="yes")
    assert words(member) == []


def test_a_yes_to_the_part_waits_from_milestone_2_on_once_there_is_something_to_say_yes_to(project, row, member, buyer):
    ActivityFactory(project=project, letters={row: "R"})
    edit_stakeholder(stakeholder=row, version=row.version, why_it_matters="Callers wait less.", by=buyer)
    assert words(member) == []
    complete(project, 1)
    assert words(member) == ["Say whether your part is yours"]
    AcknowledgementFactory(stakeholder=row)
    assert words(member) == []
    ActivityFactory(project=project, letters={row: "C"})
    assert words(member) == ["Your part has changed: say whether it is yours"]


def test_another_person_on_the_row_is_asked_for_their_own_yes(project, row, member, buyer):
    ActivityFactory(project=project, letters={row: "R"})
    edit_stakeholder(stakeholder=row, version=row.version, why_it_matters="Callers wait less.", by=buyer)
    complete(project, 1)
    AcknowledgementFactory(stakeholder=row)
    edit_stakeholder(stakeholder=row, version=row.version, email="somebody.else@des.example", by=buyer)
    row.refresh_from_db()
    assert (words(member), words(row.person)) == ([], ["Say whether your part is yours"])


def test_nothing_waits_without_a_letter_or_a_sentence(project, row, member):
    complete(project, 1)
    ActivityFactory(project=project, letters={row: "R"})
    assert words(member) == []


def test_nothing_waits_in_a_paused_project(project, row, member, buyer):
    InvitationFactory(stakeholder=row)
    stop_project(project=project, state=ProjectState.PAUSED, reason="No money.", by=buyer)
    assert words(member) == []


def test_whoever_left_is_asked_nothing(row, member, buyer):
    InvitationFactory(stakeholder=row)
    remove_stakeholder(stakeholder=row, by=buyer)
    assert words(member) == []


def test_my_work_shows_it(row, member, client_of):
    InvitationFactory(stakeholder=row)
    page = client_of(member).get("/").text
    assert "Say whether you can take part" in page
    assert "Nothing waits on you" not in page
