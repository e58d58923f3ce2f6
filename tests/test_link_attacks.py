"""What a personal link does not open, by whatever means: the whole table of addresses, and what happens to the link meanwhile."""

import datetime
import re
import uuid
from http import HTTPStatus

import pytest
import time_machine
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from mobilisation.context import BY_LINK
from projects.models import HistoryEntry, Invitation, OpenItem, Person, PersonalLink, Role
from projects.operations.links import revoke_link
from projects.operations.people import edit_stakeholder, give_role, remove_stakeholder
from projects.telling import changes, names_for
from tests.factories import (
    ActivityFactory,
    CoverFactory,
    InvitationFactory,
    OpenItemFactory,
    PersonalLinkFactory,
    PersonFactory,
    ProjectFactory,
    StakeholderFactory,
)
from tests.test_access import ROWS, THIRD_PARTY, places  # noqa: F401 (a fixture)
from tests.test_sign_in import ask as ask_for_code
from tests.test_sign_in import code_in

FORBIDDEN = HTTPStatus.FORBIDDEN
ENDED = "Your personal link no longer opens anything."

# What opens in a session by a link, of the whole table, and with what status; the rest is 403.
OPEN = {
    ("projects:my_part", "GET"): 200,
    ("projects:my_part", "POST"): 422,
    ("projects:my_details", "GET"): 200,
    ("projects:my_details", "POST"): 422,
    ("projects:contacts", "GET"): 200,
    ("projects:tool_access", "GET"): 200,
    ("projects:tool_access", "POST"): 422,
    ("projects:activity_status", "POST"): 422,
    ("projects:objection_add", "GET"): 200,
    ("projects:objection_add", "POST"): 422,
    ("milestones:said_it_back", "POST"): 422,
    ("milestones:meeting_read", "POST"): 409,
    ("projects:open_link", "GET"): 404,
    ("projects:open_link", "POST"): 404,
    ("milestones:my_work", "GET"): 302,
    ("account_login", "GET"): 200,
    ("account_login", "POST"): 422,
    ("account_signup", "GET"): 200,
    ("account_signup", "POST"): 422,
    ("account_confirm_login_code", "GET"): 302,
    ("account_confirm_login_code", "POST"): 302,
    ("sign_in_as", "GET"): 405,
    ("sign_in_as", "POST"): 404,
    ("account_logout", "GET"): 200,
    ("account_logout", "POST"): 302,
    ("site:guide", "GET"): 200,
    ("site:help", "GET"): 200,
    ("site:accessibility", "GET"): 200,
    ("site:privacy", "GET"): 200,
    ("health:live", "GET"): 200,
    ("health:live", "POST"): 405,
    ("health:ready", "GET"): 200,
    ("health:ready", "POST"): 405,
}


@pytest.fixture(autouse=True)
def no_tries_yet(db):
    cache.clear()


@pytest.fixture
def me(project, member):
    return project.stakeholders.get(person=member)


@pytest.fixture
def link(me):
    return PersonalLinkFactory(stakeholder=me)


@pytest.fixture
def visitor(link):
    return visiting(link)


def visiting(link):
    """Somebody who pressed “Continue”."""
    client = Client()
    assert client.post(link.path).status_code == HTTPStatus.SEE_OTHER
    return client


def mine(project, name="my_part"):
    return reverse(f"projects:{name}", args=[project.ref])


def is_in(client):
    return SESSION_KEY in client.session


# ---- Nothing else ------------------------------------------------------------------------------------------------


def test_of_all_addresses_only_the_persons_own_part_opens(places, link):
    answers = {}
    for row in ROWS:
        cache.clear()
        answer = getattr(visiting(link), row.method.lower())(row.path.format(**places))
        answers[row.name, row.method] = answer.status_code
    wrong = {key: status for key, status in answers.items() if status != OPEN.get(key, FORBIDDEN)}
    assert wrong == {}
    assert set(OPEN) <= set(answers)


def test_what_is_refused_changes_nothing(places, link, django_assert_num_queries):
    before = (HistoryEntry.objects.count(), list(Person.objects.values()))
    visitor = visiting(link)
    for row in ROWS:
        if row.method == "POST" and (row.name, row.method) not in OPEN:
            assert visitor.post(row.path.format(**places)).status_code == FORBIDDEN
    assert (HistoryEntry.objects.count(), list(Person.objects.values())) == before


@pytest.mark.parametrize("path", [*THIRD_PARTY.values(), "/admin/projects/person/", "/admin/milestones/milestone/1/change/"])
def test_the_admin_does_not_open_even_to_staff(visitor, member, path):
    Person.objects.filter(pk=member.pk).update(is_staff=True, is_superuser=True)
    assert visitor.get(path).status_code == FORBIDDEN


def test_the_front_page_leads_to_my_part(project, visitor):
    assert visitor.get("/")["Location"] == mine(project)


def test_the_refusal_says_what_opens_and_how_to_see_more(project, visitor):
    page = visitor.get(f"/projects/{project.ref}/history/").text
    assert f"It opens your part in “{project.title}”, and nothing else." in page
    assert "sign in with your e-mail address" in page
    assert '<a class="button" href="/">Go to my part</a>' in page


@pytest.mark.parametrize("name", ["my_part", "my_details"])
def test_in_another_project_of_theirs_nothing_opens(agency, member, visitor, name):
    other = ProjectFactory(agency=agency)
    StakeholderFactory(project=other, person=member)
    assert visitor.get(mine(other, name)).status_code == FORBIDDEN
    assert visitor.post(mine(other, name), {"yes": "1"}).status_code == FORBIDDEN


def test_a_project_that_is_there_looks_like_one_that_is_not(visitor):
    there, nowhere = ProjectFactory().ref, "XYZ-999"
    pages = [visitor.get(f"/projects/{ref}/my-part/") for ref in (there, nowhere)]
    assert [page.status_code for page in pages] == [FORBIDDEN, FORBIDDEN]
    words = [re.sub(r'value="\w{64}"', "", page.text) for page in pages]
    assert words[0].replace(there, "") == words[1].replace(nowhere, "")


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options", "trace"])
def test_no_other_method_opens(project, visitor, method):
    assert getattr(visitor, method)(mine(project)).status_code in {FORBIDDEN, HTTPStatus.METHOD_NOT_ALLOWED}


def test_every_link_of_the_pages_opens(project, me, member, link):
    OpenItemFactory(project=project, owner=me)
    InvitationFactory(stakeholder=me)
    seen = set()
    for page in (
        mine(project),
        mine(project, "my_details"),
        mine(project, "contacts"),
        "/nothing/here/",
        f"/projects/{project.ref}/history/",
    ):
        visitor = visiting(link)
        for address in {a for a in _links(visitor.get(page).text) if a.startswith("/")} - seen:
            seen.add(address)
            assert visitor.get(address, follow=True).status_code == HTTPStatus.OK, (page, address)
    assert mine(project, "my_details") in seen


def _links(html):

    return re.findall(r'<a [^>]*href="([^"#]+)"', html)


def test_the_menu_has_only_what_opens(project, visitor):
    labels = [entry["label"] for entry in visitor.get(mine(project)).context["menu"]]
    assert labels == ["Who to contact", "My part"]


def test_covering_for_the_officer_adds_nothing(project, officer, member, visitor):
    CoverFactory(officer=officer, covered_by=member)
    page = visitor.get(mine(project))
    access = page.context["access"]
    assert (access.role, set(access.roles), access.edits, access.reads_record) == (Role.TEAM_MEMBER, {Role.TEAM_MEMBER}, False, False)


def test_covering_for_the_officer_changes_nothing_more_by_a_link(project, officer, member, visitor, client_of):
    CoverFactory(officer=officer, covered_by=member)
    activity = ActivityFactory(project=project)  # in which the member has no letter
    at = reverse("projects:activity_status", args=[project.ref, activity.pk])
    assert visitor.post(at, {"status": "done"}).status_code == FORBIDDEN
    assert client_of(member).post(at, {"status": "done"}).status_code == HTTPStatus.SEE_OTHER


# ---- What may be said and changed ---------------------------------------------------------------------------------


def test_what_the_person_says_is_theirs(project, me, member, visitor):
    invitation = InvitationFactory(stakeholder=me)
    said = {"answer": "1", "answer-answer": "yes", "answer-version": invitation.version}
    assert visitor.post(mine(project), said).status_code == HTTPStatus.SEE_OTHER
    asked = {"question": "1", "question-text": "How long?", "question-nonce": str(uuid.uuid4())}
    assert visitor.post(mine(project), asked).status_code == HTTPStatus.SEE_OTHER
    assert (Invitation.objects.get().answered_by, OpenItem.objects.get().raised_by) == (member, member)


def test_history_says_what_was_done_by_a_link(project, me, member, visitor, client_of):
    """Whoever had the link did it: its maker could."""
    for client, text in ((visitor, "By link?"), (client_of(member), "By sign-in?")):
        client.post(mine(project), {"question": "1", "question-text": text, "question-nonce": str(uuid.uuid4())})
    told = [
        (entry.label, ("By a personal link", "Yes") in said(entry, project)) for entry in project.history.filter(verb="open item added")
    ]
    assert told == [("By link?", True), ("By sign-in?", False)]


def said(entry, project):
    return [(line.field, line.after) for line in changes(entry, names_for(project))]


def test_the_address_to_sign_in_by_is_not_changed(project, me, member, visitor):
    page = visitor.get(mine(project, "my_details"))
    assert ("cannot be changed here" in page.text, 'name="email"' in page.text) == (True, False)
    typed = {"phone": "02 5550 0199", "position": me.position, "organisation": me.organisation, "version": me.version}
    refused = visitor.post(mine(project, "my_details"), {**typed, "email": "thief@elsewhere.example"})
    assert (refused.status_code, "cannot be changed by a personal link" in refused.text) == (HTTPStatus.UNPROCESSABLE_ENTITY, True)
    me.refresh_from_db()
    assert (me.phone, me.person) == ("", member)
    assert visitor.post(mine(project, "my_details"), typed).status_code == HTTPStatus.SEE_OTHER
    me.refresh_from_db()
    assert (me.phone, me.email, me.person) == ("02 5550 0199", me.person.email if me.email else "", member)


def test_somebody_without_an_address_does_not_get_one(project):
    row = StakeholderFactory(project=project, person=PersonFactory(agency=project.agency, email=None, name="Nan Lilly"), email="")
    visitor = visiting(PersonalLinkFactory(stakeholder=row))
    typed = {"phone": "", "position": "", "organisation": "", "version": row.version, "email": "thief@elsewhere.example"}
    assert visitor.post(mine(project, "my_details"), typed).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not Person.objects.filter(email="thief@elsewhere.example").exists()


# ---- The link, meanwhile ------------------------------------------------------------------------------------------


def _revoked(me, buyer):
    revoke_link(stakeholder=me, by=buyer)


def _new_one(me, buyer):
    PersonalLinkFactory(stakeholder=me, by=buyer)


def _run_out(me, buyer):
    PersonalLink.objects.update(expires_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))


def _left(me, buyer):
    remove_stakeholder(stakeholder=me, by=buyer)


def _on_behalf(me, buyer):
    give_role(stakeholder=me, role=Role.BUYERS_AGENT, by=buyer)


def _another_person(me, buyer):
    edit_stakeholder(stakeholder=me, version=me.version, email="right@des.example", by=buyer)


@pytest.mark.parametrize("happens", [_revoked, _new_one, _run_out, _left, _on_behalf, _another_person])
@pytest.mark.parametrize("press", ["get", "post"])
def test_the_session_ends_with_the_link(project, me, buyer, link, happens, press):
    visitor = visiting(link)
    happens(me, buyer)
    answer = getattr(visitor, press)(mine(project))
    assert (answer.status_code, answer["Location"].split("?")[0]) == (HTTPStatus.FOUND, "/sign-in/")
    assert ENDED in visitor.get(answer["Location"]).text
    assert not is_in(visitor)
    assert Client().post(link.path).status_code == HTTPStatus.NOT_FOUND


def test_a_closed_account_is_out_at_once(project, member, visitor, link):
    Person.objects.filter(pk=member.pk).update(is_active=False)
    assert visitor.get(mine(project)).status_code == HTTPStatus.FOUND
    assert Client().post(link.path).status_code == HTTPStatus.NOT_FOUND


def test_public_pages_stay_when_the_link_ends(me, buyer, visitor):
    revoke_link(stakeholder=me, by=buyer)
    page = visitor.get("/help/")
    assert (page.status_code, "Mei Waratah" in page.text, is_in(visitor)) == (HTTPStatus.OK, False, False)


def test_it_runs_out_in_the_middle(project, me, link):
    with time_machine.travel(link.expires_at - datetime.timedelta(minutes=1), tick=False):
        visitor = visiting(link)
        assert visitor.get(mine(project)).status_code == HTTPStatus.OK
    with time_machine.travel(link.expires_at, tick=False):
        assert visitor.get(mine(project)).status_code == HTTPStatus.FOUND
        assert Client().get(link.path).status_code == HTTPStatus.NOT_FOUND


def test_nobody_presses_for_long(project, link):
    visitor = visiting(link)
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=3)):
        answer = visitor.get(mine(project))
        assert "Open your personal link again" in visitor.get(answer["Location"]).text
        assert visiting(link).get(mine(project)).status_code == HTTPStatus.OK


# ---- Scanners, replays, forgeries ---------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_scanner_changes_nothing(link, method):
    before = (list(PersonalLink.objects.values()), HistoryEntry.objects.count(), Session.objects.count())
    client = Client()
    for _ in range(3):
        answer = getattr(client, method)(link.path)
        assert (answer.status_code, "session" in answer.cookies) == (HTTPStatus.OK, False)
    assert (list(PersonalLink.objects.values()), HistoryEntry.objects.count(), Session.objects.count()) == before
    assert not is_in(client)


def test_the_press_again_is_a_new_session_of_the_same(project, link, visitor):
    key = visitor.session.session_key
    visitor.post(link.path)
    assert visitor.session.session_key != key
    assert not Session.objects.filter(pk=key).exists()
    assert visitor.get(mine(project)).status_code == HTTPStatus.OK


def test_a_press_from_another_site_does_nothing(link):
    client = Client(enforce_csrf_checks=True)
    answer = client.post(link.path, headers={"Origin": "https://evil.example"})
    assert (answer.status_code, is_in(client)) == (FORBIDDEN, False)


def forgeries(link):
    return [link.secret[:-1], link.secret + "A", link.secret.swapcase(), link.digest, str(link.pk), "é" * 40, "%00", "x" * 5000]


def test_what_opens_nothing_is_one_page(me, buyer, link):
    old = PersonalLinkFactory(stakeholder=StakeholderFactory(project=me.project))
    revoke_link(stakeholder=old.stakeholder, by=buyer)
    paths = [f"/link/{secret}/" for secret in forgeries(link)] + [old.path]
    answers = [Client().get(path) for path in paths]
    assert {answer.status_code for answer in answers} == {HTTPStatus.NOT_FOUND}
    assert len({answer.text for answer in answers}) == 1
    assert "Ask whoever sent it for a new one, or sign in with your e-mail address." in answers[0].text
    assert {Client().post(path).status_code for path in paths} == {HTTPStatus.NOT_FOUND}


def test_the_link_of_another_is_the_other(project, wider, visitor):
    other = PersonalLinkFactory(stakeholder=project.stakeholders.get(person=wider))
    assert "You are signed in as Mei Waratah. Continuing signs you out first." in visitor.get(other.path).text
    visitor.post(other.path)
    assert visitor.session[SESSION_KEY] == str(wider.pk)
    assert visitor.get(mine(project)).context["me"].person == wider


def test_a_mark_that_is_not_ones_own_opens_nothing(project, wider, link):
    """Were a session to carry the link of somebody else, it would be over."""
    client = visiting(PersonalLinkFactory(stakeholder=project.stakeholders.get(person=wider)))
    session = client.session
    session[BY_LINK] = link.pk
    session.save()
    assert client.get(mine(project)).status_code == HTTPStatus.FOUND
    assert not is_in(client)


# ---- Signing in in the same browser -------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["member", "officer"])
def test_signing_in_by_email_drops_the_mark(request, project, visitor, who, mailoutbox):
    person, key = request.getfixturevalue(who), visitor.session.session_key
    ask_for_code(visitor, person.email)
    assert BY_LINK in visitor.session
    answer = visitor.post("/sign-in/code/", {"code": code_in(mailoutbox[0])})
    assert (answer.status_code, visitor.session[SESSION_KEY]) == (HTTPStatus.FOUND, str(person.pk))
    assert (BY_LINK in visitor.session, visitor.session.session_key == key) == (False, False)
    assert visitor.get(reverse("milestones:overview", args=[project.ref])).status_code == HTTPStatus.OK
    person.refresh_from_db()
    assert person.last_login is not None


def test_signing_out_ends_it(project, visitor):
    visitor.post("/sign-out/")
    assert visitor.get(mine(project)).status_code == HTTPStatus.FOUND


def test_corrections_of_an_address_go_on_after_a_visit(me, member, buyer, visitor):
    """Who came by a link has not shown that the address is theirs."""
    edit_stakeholder(stakeholder=me, version=me.version, email="right@des.example", by=buyer)
    me.refresh_from_db()
    assert (me.person.email, me.person == member) == ("right@des.example", False)
