"""My part: what changed, and “I've read it”."""

from http import HTTPStatus

import pytest
from django.urls import reverse

from projects.asked import asked_over_all
from projects.models import ProjectState
from projects.operations.links import make_link
from projects.operations.project import restrict_value, stop_project
from tests.factories import CommunicationRevisionFactory, ObjectiveFactory, ReadingFactory

BUTTON = "I’ve read it"


@pytest.fixture
def revised(clock, project):
    """The problem changed, and then its wording and the value band, by the buyer; the team needs to see the second version."""
    clock.move(days=1)
    ObjectiveFactory(project=project, problem_or_opportunity="People wait.", why_now="The contract ends.")
    ObjectiveFactory(project=project, problem_or_opportunity="People give up.", team_needs_to_see=True)
    ObjectiveFactory(project=project, problem_or_opportunity="People give up.", why_now="It ends.", value_band="$1 million")
    return project


@pytest.fixture
def page(project):
    return reverse("projects:my_part", args=[project.ref])


def pressed(version, what="objective"):
    return {"read": "1", "read-what": what, "read-version": str(version)}


def unread(answer):
    return [(unread.what, unread.since, unread.version) for unread, _ in answer.context["to_read"]]


def test_my_part_shows_what_changed_since_the_version_before_the_first_unread(revised, client_of, member, page):
    answer = client_of(member).get(page)
    assert unread(answer) == [("objective", 1, 3)]
    [(objective, _)] = answer.context["to_read"]
    questions = ["What is the problem or opportunity?", "Why now?", "About how much is it worth?"]
    assert [change.question for change in objective.changes] == questions
    for words in ("Ruth Banksia wrote version 3.", BUTTON, "?from=1&amp;to=3", "Read what changed, above, and say so."):
        assert words in answer.text


def test_my_part_takes_that_i_have_read_it(revised, client_of, member, page):
    client = client_of(member)
    answer = client.post(page, pressed(3))
    assert (answer.status_code, answer["Location"]) == (HTTPStatus.SEE_OTHER, page)
    assert member.stakes.get().readings.get().version == 3
    after = client.get(page)
    assert (unread(after), BUTTON in after.text) == ([], False)
    assert client.post(page, pressed(3)).status_code == HTTPStatus.SEE_OTHER
    assert member.stakes.get().readings.count() == 1


def test_my_part_refuses_a_press_on_an_older_version_and_shows_the_newer(revised, client_of, member, page):
    answer = client_of(member).post(page, pressed(2))
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "Ruth Banksia wrote another version of the objective while you were reading." in answer.text
    assert [form["version"].value() for _, form in answer.context["to_read"]] == [3]
    assert not member.stakes.get().readings.exists()


@pytest.mark.parametrize(("what", "version"), [("objective", "x"), ("risks", "3"), ("", ""), ("objective", "99999999999")])
def test_my_part_refuses_a_press_that_is_none(revised, client_of, member, page, what, version):
    answer = client_of(member).post(page, pressed(version, what))
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert unread(answer) == [("objective", 1, 3)]


def test_my_part_asks_neither_its_writer_nor_wider_stakeholders(revised, client_of, buyer, wider, page):
    assert unread(client_of(buyer).get(page)) == []
    assert unread(client_of(wider).get(page)) == []
    assert client_of(wider).post(page, pressed(3)).status_code == HTTPStatus.FORBIDDEN


def test_my_part_shows_no_restricted_value(revised, client_of, buyer, member, page):
    restrict_value(project=revised, is_restricted=True, by=buyer)
    assert "$1 million" not in client_of(member).get(page).text


def test_my_part_says_when_nothing_that_i_can_read_differs(clock, project, client_of, buyer, member, page):
    clock.move(days=1)
    restrict_value(project=project, is_restricted=True, by=buyer)
    ObjectiveFactory(project=project)
    last = project.objectives.first().problem_or_opportunity
    ObjectiveFactory(project=project, problem_or_opportunity=last, value_band="$1 million", team_needs_to_see=True)
    shown = client_of(member).get(page).text
    assert "What you can read of it is the same as before." in shown
    assert BUTTON in shown


def test_my_part_takes_it_by_a_personal_link(revised, client, member, buyer, page):
    secret = make_link(stakeholder=member.stakes.get(), by=buyer)
    client.post(reverse("projects:open_link", args=[secret]))
    shown = client.get(page)
    assert (unread(shown), "?from=1&amp;to=3" in shown.text) == ([("objective", 1, 3)], False)
    assert "$1 million" not in shown.text
    assert client.post(page, pressed(3)).status_code == HTTPStatus.SEE_OTHER
    assert member.stakes.get().readings.get().version == 3
    assert revised.history.last().after == {"version": 3, "by_link": True}


def test_my_part_shows_what_changed_in_the_communication_plan_in_words(clock, project, client_of, member, officer, page):
    clock.move(days=1)
    for needs, says in ((False, "Begun."), (True, "Guards are told too."), (False, "A comma."), (True, "Weekly.")):
        CommunicationRevisionFactory(project=project, by=officer, team_needs_to_see=needs, what_changed=says)
    client = client_of(member)
    answer = client.get(page)
    assert unread(answer) == [("communication", 1, 4)]
    [(plan, _)] = answer.context["to_read"]
    assert plan.notes == ["Guards are told too.", "A comma.", "Weekly."]
    assert client.post(page, pressed(4, "communication")).status_code == HTTPStatus.SEE_OTHER
    assert unread(client.get(page)) == []


def test_my_part_offers_no_button_while_paused(revised, client_of, buyer, member, page):
    stop_project(project=revised, state=ProjectState.PAUSED, reason="No money.", by=buyer)
    shown = client_of(member).get(page)
    assert (unread(shown), BUTTON in shown.text) == ([("objective", 1, 3)], False)
    assert client_of(member).post(page, pressed(3)).status_code == HTTPStatus.CONFLICT


def test_my_work_names_it_until_it_is_read(revised, member, client_of):
    says = (revised, "Read what changed in the objective")
    assert says in asked_over_all(member)
    assert says[1] in client_of(member).get("/").text
    ReadingFactory(stakeholder=member.stakes.get())
    assert says not in asked_over_all(member)
