"""The pages of personal links: made by either side, opened by whoever holds one."""

import logging
import re
import uuid
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from mobilisation.logs import JsonFormatter, struck
from projects.clock import today
from projects.models import ProjectState
from projects.operations.links import live_link
from projects.operations.project import stop_project
from tests.factories import PersonalLinkFactory, ProjectFactory, StakeholderFactory

DONE, TAKEN, WRONG = HTTPStatus.SEE_OTHER, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY


@pytest.fixture(autouse=True)
def no_tries_yet(db):
    cache.clear()


@pytest.fixture
def me(project, member):
    return project.stakeholders.get(person=member)


@pytest.fixture
def link(me):
    return PersonalLinkFactory(stakeholder=me)


def at(row, name="personal_link"):
    return reverse(f"projects:{name}", args=[row.project.ref, row.pk])


def make(client, row):
    return client.post(at(row), {"seen": client.get(at(row)).context["form"]["seen"].value()})


def address_on(page):
    found = re.search(r'<input[^>]* id="address" value="([^"]+)" readonly', page.text)
    return found and found[1]


def who(client):
    return client.session.get(SESSION_KEY)


# ---- personal_link ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("side", ["buyer", "agent", "officer"])
def test_made_on_a_persons_page_and_shown_once(request, project, me, client_of, side):
    client = client_of(request.getfixturevalue(side))
    assert f'<a href="{at(me)}">Send them a personal link</a>' in client.get(at(me, "person")).text
    page = make(client, me)
    assert (page.status_code, page["Cache-Control"]) == (HTTPStatus.OK, "no-store, private")
    path = urlsplit(address_on(page)).path
    assert Client().get(path).status_code == HTTPStatus.OK
    again = client.get(at(me))
    assert (address_on(again), path in again.text, "Make a new link" in again.text) == (None, False, True)


def test_the_same_press_twice_makes_one(me, buyer, client_of):
    client = client_of(buyer)
    answers = [client.post(at(me), {"seen": 0}) for _ in range(2)]
    assert [(a.status_code, bool(address_on(a))) for a in answers] == [(HTTPStatus.OK, True), (TAKEN, False)]
    assert "was made already" in answers[1].text
    assert me.personal_links.count() == 1


def test_the_secret_is_not_in_the_session_of_who_made_it(me, buyer, client_of):
    client = client_of(buyer)
    secret = urlsplit(address_on(make(client, me))).path.split("/")[2]
    assert secret not in str(dict(client.session))


def test_the_email_is_written(project, me, buyer, client_of):
    page = make(client_of(buyer), me)
    mail = urlsplit(page.context["mail"])
    said = parse_qs(mail.query)
    assert (mail.scheme, said["subject"]) == ("mailto", ["Your part in “Telephony for the contact centre”"])
    assert address_on(page) in said["body"][0]
    assert "Ruth Banksia" in said["body"][0]


def test_what_is_not_a_press_of_the_page(me, buyer, client_of):
    client = client_of(buyer)
    assert [client.post(at(me), {"seen": seen}).status_code for seen in ("", "x", "-1")] == [WRONG] * 3


def test_those_who_sign_in_have_none(project, officer, buyer, client_of):
    row, client = project.stakeholders.get(person=officer), client_of(buyer)
    page = client.get(at(row))
    assert ("takes signing in by e-mail" in page.text, 'id="make"' in page.text) == (True, False)
    assert client.post(at(row), {"seen": 0}).status_code == TAKEN
    assert "personal link" not in client.get(at(row, "person")).text


def test_none_is_made_while_paused(project, me, buyer, client_of):
    stop_project(project=project, state=ProjectState.PAUSED, reason="No money.", by=buyer)
    client = client_of(buyer)
    page = client.get(at(me))
    assert ("so no link can be made" in page.text, 'id="make"' in page.text) == (True, False)
    assert client.post(at(me), {"seen": 0}).status_code == TAKEN


def test_ended_by_a_press(me, link, officer, client_of):
    client = client_of(officer)
    answer = client.post(at(me, "personal_link_end"), follow=True)
    assert answer.redirect_chain == [(at(me), DONE)]
    assert "opens nothing any more" in answer.text
    assert live_link(me) is None


def test_offered_after_asking(me, agent, project, buyer, client_of):
    client = client_of(buyer)
    for row, offered in ((me, True), (project.stakeholders.get(person=agent), False)):
        typed = {"for_what": "Advice", "asked_on": today().isoformat(), "nonce": uuid.uuid4()}
        page = client.post(at(row, "invite"), typed, follow=True)
        messages = [str(message) for message in page.context["messages"]]
        assert [at(row) in said for said in messages] == [offered]


@pytest.mark.parametrize("name", ["personal_link", "personal_link_end"])
def test_nobody_makes_or_ends_one_in_somebody_elses_project(project, buyer, client_of, name):
    other = PersonalLinkFactory(stakeholder=StakeholderFactory(project=ProjectFactory())).stakeholder
    client = client_of(buyer)
    for address in (at(other, name), reverse(f"projects:{name}", args=[project.ref, other.pk])):
        assert client.post(address, {"seen": 0}).status_code == HTTPStatus.NOT_FOUND
    assert live_link(other) is not None


# ---- open_link ----------------------------------------------------------------------------------------------------


def test_opened_by_one_press(project, me, link, stranger):
    page = stranger.get(link.path)
    assert (page.status_code, "Continue as Mei Waratah" in page.text, project.title in page.text) == (HTTPStatus.OK, True, True)
    answer = stranger.post(link.path)
    assert (answer.status_code, answer["Location"]) == (DONE, reverse("projects:my_part", args=[project.ref]))
    assert "You are a team member in" in stranger.get(answer["Location"]).text


def test_what_is_told_with_the_page(link, stranger):
    for answer in (stranger.get(link.path), stranger.get("/link/nobody-made-this/"), stranger.post(link.path)):
        assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("no-store, private", "strict-origin")
        assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_signed_in_as_somebody_else(link, officer, member, client_of):
    client = client_of(officer)
    assert "You are signed in as Omar Wattle. Continuing signs you out first." in client.get(link.path).text
    key = client.session.session_key
    client.post(link.path)
    assert (who(client), client.session.session_key == key) == (str(member.pk), False)


def test_signed_in_as_the_same_person_stays_so(project, link, member, client_of):
    client = client_of(member)
    assert "You are signed in as Mei Waratah already" in client.get(link.path).text
    assert client.post(link.path).status_code == DONE
    assert client.get(reverse("milestones:overview", args=[project.ref])).status_code == HTTPStatus.OK


def test_it_does_not_count_as_signing_in(link, member, stranger):
    stranger.post(link.path)
    member.refresh_from_db()
    assert member.last_login is None


def test_tries_are_limited_by_network(link):
    here, there = Client(REMOTE_ADDR="192.0.2.1"), Client(REMOTE_ADDR="192.0.2.2")
    answers = {here.get("/link/nobody-made-this/").status_code for _ in range(60)}
    assert answers == {HTTPStatus.NOT_FOUND}
    assert here.post(link.path).status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert there.post(link.path).status_code == DONE


def test_logs_strike_the_secret_out(link, stranger, monkeypatch, caplog):
    def fails(*args, **kwargs):
        raise RuntimeError(f"broken at {link.path}")

    stranger.raise_request_exception = False
    monkeypatch.setattr("projects.views.links.link_for", fails)
    with caplog.at_level(logging.DEBUG):
        assert stranger.get(link.path).status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    formatted = [JsonFormatter().format(record) for record in caplog.records]
    assert any("/link/[secret]" in line for line in formatted)
    assert [line for line in formatted if link.secret in line] == []


@pytest.mark.parametrize("said", ["GET /link/{}/ HTTP/1.1", "at '/link/{}'", "http://x/link/{}?a=b"])
def test_the_secret_is_struck_out_of_any_line(said):
    assert struck(said.format("aB3-_x")) == said.format("[secret]")


def test_the_secret_is_never_where_to_go_on(link, stranger):
    answer = stranger.get(reverse("site:account"), headers={"Referer": f"http://testserver{link.path}"})
    assert link.secret not in answer["Location"]
    answer = stranger.post(reverse("site:sign_out_elsewhere"), headers={"Referer": f"http://testserver{link.path}"})
    assert answer["Location"] == "/sign-in/"
    assert link.secret not in re.sub(r"<form.*?</form>", "", stranger.get(link.path).text, flags=re.DOTALL)
