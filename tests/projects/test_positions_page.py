"""The page on which somebody in the project fills a position; letters on the pages of people."""

import json
from http import HTTPStatus

import pytest
from django.urls import reverse

from projects.models import ProjectState
from projects.operations.people import edit_stakeholder, fill_position, remove_stakeholder
from projects.operations.project import stop_project
from projects.operations.raci import set_letters
from projects.positions import filling_of
from tests.factories import ActivityFactory, OpenItemFactory, ProjectFactory, StakeholderFactory, buyer_of

DONE, TAKEN, WRONG, NOWHERE = HTTPStatus.SEE_OTHER, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.NOT_FOUND


def at(project, name, *args):
    return reverse(f"projects:{name}", args=[project.ref, *args])


@pytest.fixture
def position(project, member, wider):
    return StakeholderFactory(project=project, position_only=True)


@pytest.fixture
def mine(project, member):
    return project.stakeholders.get(person=member)


@pytest.fixture
def draft(project, position, mine):
    return ActivityFactory(project=project, title="Draft terms", letters={position: "A", mine: "R"})


@pytest.fixture
def of_officer(client_of, officer):
    return client_of(officer)


@pytest.fixture
def url(project, position):
    return at(project, "position_fill", position.pk)


def test_position_fill_asks_who(of_officer, url, mine, position, project):
    answer = of_officer.get(url)
    assert f'value="{mine.pk}"' in answer.text
    assert of_officer.get(url, {"chosen": "1"}).status_code == WRONG
    assert url in of_officer.get(at(project, "person", position.pk)).text


def test_position_fill_shows_what_becomes_theirs_and_does_nothing(of_officer, url, project, position, mine, draft):
    OpenItemFactory(project=project, owner=position, text="Which law holds?")
    length = project.history.count()
    answer = of_officer.get(url, {"chosen": "1", "to": mine.pk})
    assert "Accountable and responsible: accountable by the position, responsible already." in answer.text
    assert "1 open item of the position becomes theirs" in answer.text
    assert json.loads(answer.context["seen"]) == {str(draft.pk): "AR"}
    assert project.history.count() == length


def test_position_fill_says_who_stays_outside_the_core_team(of_officer, url, project, wider):
    answer = of_officer.get(url, {"chosen": "1", "to": project.stakeholders.get(person=wider).pk})
    assert "The position is in the core buying team, and they are not" in answer.text
    assert "The position has no part in any activity" in answer.text


def test_position_fill_done_twice_is_once(of_officer, url, project, position, mine, draft):
    sent = {"to": mine.pk, "seen": json.dumps(filling_of(position, mine).stamp)}
    first, again = of_officer.post(url, sent), of_officer.post(url, sent)
    assert (first.status_code, again.status_code) == (DONE, DONE)
    assert f"{mine.name} fills the position “A lawyer”." in of_officer.get(first.url).text
    assert [row.letters for row in mine.assignments.all()] == ["AR"]


def test_position_fill_shows_anew_what_changed_meanwhile(of_officer, url, project, position, mine, draft, buyer):
    sent = {"to": mine.pk, "seen": json.dumps(filling_of(position, mine).stamp)}
    set_letters(project=project, base={(draft.pk, mine.pk): "R"}, wanted={(draft.pk, mine.pk): "C"}, by=buyer)
    answer = of_officer.post(url, sent)
    assert answer.status_code == TAKEN
    assert json.loads(answer.context["seen"]) == {str(draft.pk): "A"}


@pytest.mark.parametrize("seen", ["[1]", '{"1": 2}', "{", '"x"'])
def test_position_fill_refuses_what_the_page_did_not_write(of_officer, url, mine, seen):
    assert of_officer.post(url, {"to": mine.pk, "seen": seen}).status_code == WRONG


def test_position_fill_of_what_is_filled_gone_or_no_position(of_officer, url, project, position, mine, buyer):
    assert of_officer.get(at(project, "position_fill", mine.pk)).status_code == TAKEN
    fill_position(stakeholder=position, name="Tom Okafor", email="", by=buyer)
    assert of_officer.get(url).status_code == TAKEN
    gone = StakeholderFactory(project=project, position_only=True, left=True)
    assert of_officer.get(at(project, "position_fill", gone.pk)).status_code == TAKEN


def test_position_fill_while_stopped(of_officer, url, project, mine, buyer):
    stop_project(project=project, state=ProjectState.PAUSED, reason="No money.", by=buyer)
    assert of_officer.get(url).status_code == TAKEN
    assert of_officer.post(url, {"to": mine.pk, "seen": "{}"}).status_code == TAKEN


def test_position_fill_not_from_somebody_elses_project(of_officer, url, project):
    elsewhere = StakeholderFactory(project=ProjectFactory(agency=project.agency))
    assert of_officer.get(url, {"chosen": "1", "to": elsewhere.pk}).status_code == NOWHERE
    assert of_officer.post(url, {"to": elsewhere.pk, "seen": "{}"}).status_code == NOWHERE
    theirs = StakeholderFactory(project=elsewhere.project, position_only=True)
    assert of_officer.get(at(elsewhere.project, "position_fill", theirs.pk)).status_code == NOWHERE
    assert of_officer.get(at(project, "position_fill", theirs.pk)).status_code == NOWHERE


# ---- Letters on the pages of people -------------------------------------------------------------------------------


@pytest.mark.parametrize(("who", "sees"), [("officer", True), ("member", True), ("viewer", True), ("wider", False)])
def test_person_shows_what_they_do_in_words_to_those_who_read_the_matrix(request, client_of, project, mine, draft, who, sees):
    page = client_of(request.getfixturevalue(who)).get(at(project, "person", mine.pk)).text
    assert ("<strong>Responsible for:</strong> Draft terms" in page) == sees


@pytest.mark.parametrize(("who", "link"), [("officer", True), ("member", False)])
def test_people_names_leavers_who_still_hold_letters(request, client_of, project, mine, draft, who, link):
    other = StakeholderFactory(project=project)
    ActivityFactory(project=project, letters={other: "R"})
    StakeholderFactory(project=project, left=True)
    remove_stakeholder(stakeholder=other, by=buyer_of(project))
    page = client_of(request.getfixturevalue(who)).get(at(project, "people"))
    assert [(line.stakeholder, line.activities) for line in page.context["roster"].letters_left] == [(other, 1)]
    assert f"{other.name} has left and still has a part in 1 activity" in page.text
    assert (at(project, "raci_edit") in page.text) == link


def test_people_says_nothing_of_leavers_letters_to_wider_stakeholders(client_of, project, wider, mine, draft):
    remove_stakeholder(stakeholder=mine, by=buyer_of(project))
    assert "still has a part" not in client_of(wider).get(at(project, "people")).text


@pytest.mark.parametrize(("who", "sees"), [("officer", True), ("buyer", True), ("agent", True), ("member", False), ("viewer", False)])
def test_people_lists_what_approvers_need_to_say_yes_to_the_two_sides(request, client_of, project, mine, who, sees):
    edit_stakeholder(stakeholder=mine, version=mine.version, by=buyer_of(project), is_approver=True, is_high_interest=True)
    StakeholderFactory(project=project, approver=True, support_criteria="A named owner.")
    page = client_of(request.getfixturevalue(who)).get(at(project, "people")).text
    assert ("What approvers need to say yes" in page, "Not written yet. Ask them." in page) == (sees, sees)
    assert page.count("A named owner.") == sees
    assert "Approves this buy. High interest" in page


def test_people_does_not_say_that_a_position_left(client_of, project, position, buyer):
    remove_stakeholder(stakeholder=position, by=buyer)
    page = client_of(buyer).get(at(project, "people")).text
    assert ("Not listed since" in page, "until then" in page) == (True, False)
