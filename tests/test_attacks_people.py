"""What was tried against the pages about people: ids of another project in the fields of a form of this one."""

import json
import uuid

import pytest

from projects.clock import today
from projects.models import Assignment, ContactTopic, Invitation, Role, Stakeholder
from projects.operations.covers import record_cover
from projects.refusals import NotYourPart
from tests.factories import ActivityFactory, ContactTopicFactory, PersonFactory, ProjectFactory, StakeholderFactory


@pytest.fixture
def theirs(agency):
    """A member of another project, whose officer the attacker is not."""
    return StakeholderFactory(project=ProjectFactory(agency=agency))


def test_a_contact_of_another_project_is_not_chosen(project, buyer, theirs, client_of):
    topic = ContactTopicFactory(project=project, topic="Privacy")
    before = ContactTopic.objects.values().get(pk=topic.pk)
    for field in ("first", "backup"):
        sent = {"first": "", "backup": "", field: f"person-{theirs.pk}", "version": topic.version}
        page = client_of(buyer).post(f"/projects/{project.ref}/contacts/{topic.pk}/", sent)
        sent[field] = theirs.pk
        again = client_of(buyer).post(f"/projects/{project.ref}/contacts/{topic.pk}/", sent)
        assert (page.status_code, again.status_code, theirs.name in page.text) == (422, 422, False)
    assert ContactTopic.objects.values().get(pk=topic.pk) == before


def test_a_position_is_not_filled_by_somebody_of_another_project(project, buyer, theirs, client_of):
    position = StakeholderFactory(project=project, position_only=True)
    page = client_of(buyer).post(f"/projects/{project.ref}/people/{position.pk}/fill/", {"to": theirs.pk, "chosen": "1", "seen": "{}"})
    assert (page.status_code in {404, 422}, theirs.name in page.text) == (True, False)
    assert Stakeholder.objects.get(pk=position.pk).left_at is None


def test_letters_are_not_given_to_somebody_of_another_project_nor_in_its_activities(project, buyer, theirs, client_of):
    mine, other = ActivityFactory(project=project), ActivityFactory(project=theirs.project)
    for activity, stakeholder in ((mine, theirs), (other, theirs)):
        cell = f"{activity.pk}-{stakeholder.pk}"
        client_of(buyer).post(f"/projects/{project.ref}/raci/edit/", {"base": "{}", f"cell-{cell}": "A"})
        client_of(buyer).post(f"/projects/{project.ref}/raci/edit/", {"base": json.dumps({cell: "A"}), f"cell-{cell}": ""})
    assert not Assignment.objects.filter(stakeholder=theirs).exists()


def test_the_day_to_day_work_is_not_given_to_somebody_of_another_project(project, buyer, theirs, client_of):
    page = client_of(buyer).post(f"/projects/{project.ref}/raci/usual/", {"which": "first", "day_to_day": theirs.pk})
    assert (page.status_code, project.activities.count(), theirs.name in page.text) == (422, 0, False)


def test_somebody_of_another_project_is_not_asked_along_with_the_team(project, buyer, theirs, client_of):
    typed = {f"ask-{theirs.pk}": "on", f"for-{theirs.pk}": "Advice", "asked_on": today().isoformat(), "nonce": uuid.uuid4()}
    page = client_of(buyer).post(f"/projects/{project.ref}/people/ask/", typed)
    assert (page.status_code, Invitation.objects.filter(stakeholder=theirs).exists()) == (422, False)


@pytest.mark.parametrize("role", [Role.BUYER, Role.PROCUREMENT_OFFICER, "Buyer", "procurement officer"])
def test_a_seat_is_not_taken_through_a_table_of_people(project, buyer, officer, client_of, role):
    person = PersonFactory(agency=project.agency)
    table = f"Name,E-mail,Role\n{person.name},{person.email},{role}\n"
    client = client_of(buyer)
    for confirm in ({}, {"confirm": "1", "nonce": str(uuid.uuid4())}):
        client.post(f"/projects/{project.ref}/people/import/", {"text": table, **confirm})
    held = {s.role: s.person for s in project.stakeholders.current().filter(role__in=[Role.BUYER, Role.PROCUREMENT_OFFICER])}
    assert held == {Role.BUYER: buyer, Role.PROCUREMENT_OFFICER: officer}
    assert not project.stakeholders.filter(person=person).exists()
    as_member = {"text": table.replace(str(role), "Team member"), "confirm": "1", "nonce": str(uuid.uuid4())}
    assert client.post(f"/projects/{project.ref}/people/import/", as_member).status_code == 303
    assert project.stakeholders.get(person=person).role == Role.TEAM_MEMBER


def test_a_word_said_on_my_part_is_ones_own_whatever_the_form_says(project, member, buyer, client_of):
    ruth = project.stakeholders.get(person=buyer)
    seen = json.dumps({"letters": {}, "sentence": ruth.why_it_matters})
    sent = {"yes": "1", "yes-seen": seen, "stakeholder": ruth.pk, "by": buyer.pk}
    assert client_of(member).post(f"/projects/{project.ref}/my-part/", sent).status_code == 303
    assert not ruth.acknowledgements.exists()
    assert project.stakeholders.get(person=member).acknowledgements.get().by == member


@pytest.mark.parametrize("seen", ["[" * 100_000, "9" * 10_000, "{", '"a"'])
def test_whatever_is_sent_as_seen_is_answered_in_words(project, member, client_of, seen):
    page = client_of(member).post(f"/projects/{project.ref}/my-part/", {"yes": "1", "yes-seen": seen})
    assert page.status_code == 422
    assert not project.stakeholders.get(person=member).acknowledgements.exists()


def test_a_table_of_very_many_columns_is_refused_at_once(project, buyer, client_of):
    page = client_of(buyer).post(f"/projects/{project.ref}/people/import/", {"text": "Name" + ",x" * 80_000})
    assert (page.status_code, "It has 80001 columns. Leave at most 100." in page.text) == (422, True)


def test_an_administrator_reaches_no_other_agencys_projects_by_a_cover(agency, administrator, officer):
    days = {"starts_on": today(), "ends_on": today(), "covered_by": administrator, "by": administrator}
    ProjectFactory(officer=officer)
    with pytest.raises(NotYourPart, match="projects of another agency"):
        record_cover(officer=officer, **days)
    assert record_cover(officer=officer, **{**days, "by": officer}).covered_by == administrator
