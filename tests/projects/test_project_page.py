"""The title, who sees the value band, pausing and stopping, resuming."""

from http import HTTPStatus

import pytest
from django.urls import reverse

from projects.models import ProjectState
from projects.operations.project import edit_project, stop_project
from tests.factories import ProjectFactory, buyer_of

REASON = "No money this year."


@pytest.fixture
def url(project):
    return lambda name: reverse(f"projects:{name}", args=[project.ref])


@pytest.fixture
def paused(project, buyer, clock):
    stop_project(project=project, state=ProjectState.PAUSED, reason=REASON, by=buyer)
    return project


# ---- project_edit -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["buyer", "agent", "officer", "cover"])
def test_project_edit_by_both_sides(request, project, client_of, url, who):
    client = client_of(request.getfixturevalue(who))
    assert 'value="Telephony for the contact centre"' in client.get(url("project_edit")).text
    answer = client.post(url("project_edit"), {"title": "Telephony", "version": "1"})
    assert (answer.status_code, answer["Location"]) == (HTTPStatus.SEE_OTHER, reverse("milestones:overview", args=[project.ref]))
    project.refresh_from_db()
    assert (project.title, project.version) == ("Telephony", 2)


@pytest.mark.parametrize("title", ["", " ", "x" * 201])
def test_project_edit_without_a_title_that_fits(project, client_of, buyer, url, title):
    answer = client_of(buyer).post(url("project_edit"), {"title": title, "version": "1"})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert '<a href="#id_title">' in answer.text


def test_project_edit_shows_theirs_and_yours_and_keeps_mine(project, client_of, buyer, officer, url):
    edit_project(project=project, title="Theirs", version=1, by=buyer)
    client = client_of(officer)
    answer = client.post(url("project_edit"), {"title": "Mine", "version": "1"})
    assert answer.status_code == HTTPStatus.CONFLICT
    assert [(row.theirs, row.yours) for row in answer.context["differences"]] == [("Theirs", "Mine")]
    assert client.post(url("project_edit"), answer.context["form"].data).status_code == HTTPStatus.SEE_OTHER
    project.refresh_from_db()
    assert project.title == "Mine"


def test_project_edit_while_paused(paused, client_of, buyer, url):
    client = client_of(buyer)
    assert client.get(url("project_edit")).status_code == HTTPStatus.CONFLICT
    answer = client.post(url("project_edit"), {"title": "Mine", "version": "1"})
    assert answer.status_code == HTTPStatus.CONFLICT
    assert 'value="Mine"' in answer.text
    assert REASON in answer.text


# ---- value --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["buyer", "agent"])
def test_value_is_restricted_and_shown_again_by_the_buyers_side(request, project, client_of, url, who):
    client, seen = client_of(request.getfixturevalue(who)), []
    for choice in ("yes", "yes", "no"):
        answer = client.post(url("value"), {"is_restricted": choice})
        assert (answer.status_code, answer["Location"]) == (HTTPStatus.SEE_OTHER, url("objective"))
        project.refresh_from_db()
        seen.append(project.is_value_restricted)
    assert seen == [True, True, False]


def test_value_shows_what_is_chosen_now(client_of, buyer, url):
    client = client_of(buyer)
    client.post(url("value"), {"is_restricted": "yes"})
    assert client.get(url("value")).context["form"]["is_restricted"].value() == "yes"


def test_value_needs_a_choice(client_of, buyer, url):
    assert client_of(buyer).post(url("value")).status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_value_is_not_chosen_by_the_officer(project, client_of, officer, url):
    assert client_of(officer).post(url("value"), {"is_restricted": "yes"}).status_code == HTTPStatus.FORBIDDEN
    project.refresh_from_db()
    assert project.is_value_restricted is False


def test_value_while_paused(paused, client_of, buyer, url):
    client = client_of(buyer)
    assert client.get(url("value")).status_code == HTTPStatus.CONFLICT
    assert client.post(url("value"), {"is_restricted": "yes"}).status_code == HTTPStatus.CONFLICT
    paused.refresh_from_db()
    assert paused.is_value_restricted is False


# ---- stop ---------------------------------------------------------------------------------------------------------


def test_stop_says_what_it_does(client_of, officer, url):
    shown = client_of(officer).get(url("stop"))
    assert shown.status_code == HTTPStatus.OK
    for words in ("every change to it is refused", "resuming", "handing over", "leaving", "contact details"):
        assert words in shown.text


@pytest.mark.parametrize("state", ["paused", "stopped"])
def test_stop_with_a_reason_and_twice(project, client_of, officer, url, state):
    client = client_of(officer)
    for _ in range(2):
        assert client.post(url("stop"), {"state": state, "reason": REASON}).status_code == HTTPStatus.SEE_OTHER
    project.refresh_from_db()
    assert (project.state, project.state_reason, project.state_by) == (state, REASON, officer)
    assert project.history.filter(verb=f"project {state}").count() == 1


@pytest.mark.parametrize("typed", [{"state": "paused", "reason": " "}, {"reason": REASON}, {"state": "active", "reason": REASON}])
def test_stop_needs_a_choice_and_a_reason(project, client_of, officer, url, typed):
    assert client_of(officer).post(url("stop"), typed).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    project.refresh_from_db()
    assert project.is_active


def test_stop_says_that_it_is_paused_already(paused, client_of, officer, url):
    assert "It is paused already, by Ruth Banksia since Thursday 12 November 2026, 10 am." in client_of(officer).get(url("stop")).text


# ---- resume -------------------------------------------------------------------------------------------------------


def test_resume_says_who_paused_it_when_and_why(paused, client_of, officer, url):
    shown = client_of(officer).get(url("resume")).text
    for words in ("Paused", "Thursday 12 November 2026, 10 am", "Ruth Banksia", REASON):
        assert words in shown


def test_resume_and_twice(paused, client_of, officer, url):
    client = client_of(officer)
    assert [client.post(url("resume")).status_code for _ in range(2)] == [HTTPStatus.SEE_OTHER] * 2
    paused.refresh_from_db()
    assert paused.is_active
    assert paused.history.filter(verb="project resumed").count() == 1


def test_resume_of_an_active_project_has_nothing_to_press(client_of, officer, url):
    shown = client_of(officer).get(url("resume")).text
    assert "There is nothing to resume" in shown
    assert "Resume the project" not in shown


# ---- Who may ------------------------------------------------------------------------------------------------------

POSTS = {
    "project_edit": {"title": "Mine", "version": "1"},
    "value": {"is_restricted": "yes"},
    "stop": {"state": "paused", "reason": REASON},
    "resume": {},
}


@pytest.mark.parametrize("name", POSTS)
@pytest.mark.parametrize("who", ["member", "wider", "viewer"])
def test_not_for_members_wider_stakeholders_and_viewers(request, project, client_of, url, name, who):
    client = client_of(request.getfixturevalue(who))
    assert [client.get(url(name)).status_code, client.post(url(name), POSTS[name]).status_code] == [HTTPStatus.FORBIDDEN] * 2
    length = project.history_length
    project.refresh_from_db()
    assert project.history_length == length


@pytest.mark.parametrize("name", POSTS)
def test_not_in_somebody_elses_project(client_of, buyer, name):
    other = ProjectFactory()
    assert client_of(buyer).post(reverse(f"projects:{name}", args=[other.ref]), POSTS[name]).status_code == HTTPStatus.NOT_FOUND
    assert client_of(buyer_of(other)).get(reverse(f"projects:{name}", args=[other.ref])).status_code == HTTPStatus.OK


@pytest.mark.parametrize(("name", "queries"), [("project_edit", 3), ("value", 3), ("stop", 3), ("resume", 3)])
def test_queries(client_of, buyer, url, django_assert_num_queries, name, queries):
    client = client_of(buyer)
    client.get(url(name))
    with django_assert_num_queries(queries):
        client.get(url(name))
