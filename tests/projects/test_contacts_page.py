"""The pages of who to contact for what."""

import json
import uuid
from http import HTTPStatus

import pytest
from django.urls import reverse

from projects.contacts import TOPICS
from projects.models import ProjectState, Role
from projects.operations.contacts import set_contact, use_topics
from projects.operations.people import edit_stakeholder, remove_contact_details, remove_stakeholder
from projects.operations.project import stop_project
from tests.factories import AgencyContactFactory, ContactSendingFactory, ContactTopicFactory, ProjectFactory, StakeholderFactory

WRONG, CONFLICT, DONE = HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT, HTTPStatus.SEE_OTHER


@pytest.fixture
def ruth(project):
    return project.stakeholders.get(role=Role.BUYER)


@pytest.fixture
def mei(project, member, buyer):
    row = project.stakeholders.get(person=member)
    edit_stakeholder(stakeholder=row, version=row.version, phone="02 5550 1234 ext 5", position="Adviser", by=buyer)
    return row


@pytest.fixture
def media(project, mei, ruth):
    return ContactTopicFactory(project=project, topic="Media", first=mei, backup=ruth)


@pytest.fixture
def at(project):
    """`at("contacts")` is the address of that page."""
    return lambda name, *args: reverse(f"projects:{name}", args=[project.ref, *args])


def key(row):
    return f"{row._meta.model_name}:{row.pk}"


def kept(project):
    return {row.topic: row.is_used for row in project.contact_topics.all()}


# ---- Taken off meanwhile ------------------------------------------------------------------------------------------


def test_what_was_chosen_for_a_topic_taken_off_meanwhile_is_kept(project, client_of, buyer, media, mei, ruth, at):
    use_topics(project=project, take_off=["Media"], by=buyer)
    page = client_of(buyer).post(at("contact", media.pk), {"first": key(ruth), "backup": key(mei), "version": media.version})
    assert (page.status_code, page.context["form"]["first"].value()) == (CONFLICT, key(ruth))
    assert ("Media was taken off the list." in page.text, f'href="{at("contacts")}"' in page.text) == (True, True)


# ---- Reading ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["buyer", "agent", "officer", "member", "wider", "viewer"])
def test_contacts_shows_everyone_whom_to_ask_and_how(request, client_of, media, mei, at, who):
    page = client_of(request.getfixturevalue(who)).get(at("contacts")).text
    assert '<a href="tel:0255501234">02 5550 1234 ext 5</a>' in page
    assert f'<a href="mailto:{mei.email}">{mei.email}</a>' in page
    assert '<strong>Mei Waratah</strong> <span class="muted">Team member, Adviser</span>' in page
    assert ("Send the list to everyone" in page) == (who in {"buyer", "agent", "officer"})
    assert ("The buyer’s side and the procurement officer keep this list." in page) == (who in {"member", "wider", "viewer"})


def test_contacts_is_in_the_menu_of_everyone(client_of, wider, at):
    assert f'href="{at("contacts")}"' in client_of(wider).get(at("people")).text


def test_contacts_names_a_leaver_without_their_details_and_how_to_mend_it(project, client_of, buyer, member, mei, media, at):
    remove_stakeholder(stakeholder=mei, by=buyer)
    page = client_of(buyer).get(at("contacts")).text
    assert "1 of 1 topic has nobody to ask" in page
    assert "Mei Waratah, whom to ask first about Media, has left." in page
    assert f'<a href="{at("contact", media.pk)}">Choose somebody<span class="sr-only"> for Media</span></a>' in page
    assert '<p class="row-error">Mei Waratah has left</p>' in page
    assert mei.email not in page


def test_contacts_tells_others_who_can_mend_a_gap(project, client_of, wider, at):
    ContactTopicFactory(project=project, topic="Media", first=None)
    page = client_of(wider).get(at("contacts")).text
    assert "Media has nobody to ask yet." in page
    assert ("The buyer’s side and the procurement officer can choose somebody." in page, "Choose somebody" in page) == (True, False)
    assert "Worth checking" not in page


def test_contacts_says_who_cannot_be_reached(client_of, buyer, mei, media, at):
    remove_contact_details(stakeholder=mei, by=buyer)
    assert '<p class="row-error">No e-mail and no telephone</p>' in client_of(buyer).get(at("contacts")).text


def test_contacts_shows_a_contact_of_the_agency(project, client_of, member, at):
    desk = AgencyContactFactory(agency=project.agency, topic="Media", phone="")
    ContactTopicFactory(project=project, topic="Media", first_of_agency=desk)
    page = client_of(member).get(at("contacts")).text
    assert '<strong>Media team</strong> <span class="muted">Department of Examples</span>' in page
    assert ("mailto:media@des.example" in page, "tel:" in page) == (True, False)


def test_contacts_says_that_a_contact_of_the_agency_is_none_any_more(project, client_of, member, at, clock):
    desk = AgencyContactFactory(agency=project.agency, topic="Media")
    ContactTopicFactory(project=project, topic="Media", first_of_agency=desk)
    desk.removed_at = clock.now
    desk.save()
    page = client_of(member).get(at("contacts")).text
    assert "no longer a contact of Department of Examples" in page
    assert "mailto:media@des.example" not in page


@pytest.mark.parametrize(
    ("q", "found"), [("MEDIA", ["Media"]), ("waratah", ["Media"]), ("ruth", ["Privacy", "Media"]), ("", ["Privacy", "Media"])]
)
def test_contacts_is_searched_by_topic_and_name(project, client_of, wider, media, at, q, found):
    ContactTopicFactory(project=project, topic="Privacy")
    answer = client_of(wider).get(at("contacts"), {"q": q})
    assert [line.topic.topic for line in answer.context["lines"]] == found


def test_contacts_says_that_nothing_was_found_and_keeps_what_was_typed(client_of, wider, media, at):
    page = client_of(wider).get(at("contacts"), {"q": "<zebra>"}).text
    assert "Nothing in the list has “&lt;zebra&gt;” in its topic, name or part." in page
    assert 'value="&lt;zebra&gt;"' in page
    assert client_of(wider).get(at("contacts"), {"q": "x" * 101}).context["q"] == ""


def test_contacts_without_topics_says_what_to_do(client_of, buyer, wider, at):
    assert "Choose the topics" in client_of(buyer).get(at("contacts")).text
    page = client_of(wider).get(at("contacts")).text
    assert ("No topic is on the list yet." in page, "Choose the topics" in page) == (True, False)


def test_contacts_of_a_paused_project_are_read_only(project, client_of, buyer, media, at):
    stop_project(project=project, state=ProjectState.PAUSED, reason="No money.", by=buyer)
    page = client_of(buyer).get(at("contacts")).text
    assert "This project is paused, so the list cannot be changed until it is resumed." in page
    assert at("contacts_send") not in page
    for name, args in {"contacts_use": [], "contact_add": [], "contacts_send": [], "contact": [media.pk]}.items():
        assert client_of(buyer).get(at(name, *args)).status_code == CONFLICT


def test_my_part_shows_whom_to_ask_short(project, client_of, member, wider, media, mei, at):
    page = client_of(wider).get(at("my_part")).text
    assert "<dt>Media</dt>" in page
    assert f'<a href="mailto:{mei.email}">{mei.email}</a>' in page
    assert at("contacts") in page


# ---- Which topics -------------------------------------------------------------------------------------------------


def test_contacts_use_offers_the_usual_topics_with_whom_they_begin(client_of, buyer, at):
    page = client_of(buyer).get(at("contacts_use")).text
    assert "Process, rules and timing: ask Omar Wattle first" in page
    assert page.count(" checked") == len(TOPICS)


def test_contacts_use_puts_on_what_is_ticked(project, client_of, officer, at):
    sent = client_of(officer).post(at("contacts_use"), {"topics": ["Media", "Records"], "seen": "[]"}, follow=True)
    assert (sent.redirect_chain, kept(project)) == ([(at("contacts"), DONE)], {"Media": True, "Records": True})
    assert "The topics are saved." in sent.text


def test_contacts_use_changes_only_what_was_changed_on_the_page(project, client_of, officer, buyer, media, at):
    page = client_of(officer).get(at("contacts_use"))
    assert page.context["form"]["seen"].value() == '["Media"]'
    use_topics(project=project, put_on=["Privacy"], by=buyer)
    client_of(officer).post(at("contacts_use"), {"topics": ["Records"], "seen": json.dumps(["Media"])})
    assert kept(project) == {"Media": False, "Privacy": True, "Records": True}


@pytest.mark.parametrize("typed", [{"topics": ["Parking"], "seen": "[]"}, {"topics": ["Media"], "seen": '{"a": 1}'}, {"topics": ["Media"]}])
def test_contacts_use_refuses_what_it_did_not_offer(project, client_of, officer, at, typed):
    assert client_of(officer).post(at("contacts_use"), typed).status_code == WRONG
    assert kept(project) == {}


# ---- A topic of one's own -----------------------------------------------------------------------------------------


def test_contact_add_adds_one_with_its_contacts(project, client_of, buyer, mei, ruth, at):
    typed = {"topic": "Site visits", "first": key(mei), "backup": key(ruth)}
    for _ in range(2):
        assert client_of(buyer).post(at("contact_add"), typed).status_code == DONE
    row = project.contact_topics.get()
    assert (row.topic, row.first, row.backup) == ("Site visits", mei, ruth)


def test_contact_add_keeps_what_was_typed_where_it_is_refused(project, client_of, buyer, media, mei, at):
    answer = client_of(buyer).post(at("contact_add"), {"topic": "Media", "first": key(mei), "backup": ""})
    assert (answer.status_code, answer.context["form"]["first"].value()) == (CONFLICT, key(mei))
    assert "Media is on the list already." in answer.text
    assert client_of(buyer).post(at("contact_add"), {"topic": ""}).status_code == WRONG


def test_contact_add_offers_nobody_of_another_project(project, client_of, buyer, at):
    stranger, desk = StakeholderFactory(), AgencyContactFactory()
    for row in (stranger, desk):
        assert client_of(buyer).post(at("contact_add"), {"topic": "Parking", "first": key(row)}).status_code == WRONG
    assert kept(project) == {}


# ---- One topic ----------------------------------------------------------------------------------------------------


def test_contact_chooses_somebody_of_the_project_or_of_the_agency(project, client_of, buyer, media, mei, ruth, at):
    desk = AgencyContactFactory(agency=project.agency, topic="Media")
    client, where = client_of(buyer), at("contact", media.pk)
    assert "Media team, the agency’s contact for media" in client.get(where).text
    done = client.post(where, {"first": key(desk), "backup": key(mei), "version": 1}, follow=True)
    assert "Media is saved." in done.text
    media.refresh_from_db()
    assert (media.first, media.first_of_agency, media.backup) == (None, desk, mei)
    client.post(where, {"first": key(ruth), "backup": "", "version": 2})
    media.refresh_from_db()
    assert (media.first, media.first_of_agency, media.backup) == (ruth, None, None)


def test_contact_shows_a_leaver_as_left_and_who_cannot_be_reached(project, client_of, buyer, media, mei, at):
    StakeholderFactory(project=project, person__name="Una Unreachable", email="", position="")
    remove_stakeholder(stakeholder=mei, by=buyer)
    page = client_of(buyer).get(at("contact", media.pk)).text
    assert "Mei Waratah, who has left" in page
    assert "Una Unreachable, no e-mail and no telephone" in page


def test_contact_refuses_one_person_twice_and_a_group(project, client_of, buyer, media, ruth, at):
    where = at("contact", media.pk)
    answer = client_of(buyer).post(where, {"first": key(ruth), "backup": key(ruth), "version": 1})
    assert (answer.status_code, "Choose somebody else as the back-up." in answer.text) == (WRONG, True)
    group = StakeholderFactory(project=project, group=True)
    assert client_of(buyer).post(where, {"first": key(group), "backup": "", "version": 1}).status_code == WRONG


def test_contact_on_an_old_version_shows_theirs_and_yours(client_of, buyer, officer, media, mei, ruth, at):
    set_contact(topic=media, version=1, first=ruth, by=officer)
    answer = client_of(buyer).post(at("contact", media.pk), {"first": key(mei), "backup": key(ruth), "version": 1})
    assert answer.status_code == CONFLICT
    told = [(row.label, row.theirs, row.yours) for row in answer.context["differences"]]
    assert told == [
        ("Whom to ask first", "Ruth Banksia, Executive Director", "Mei Waratah, Adviser"),
        ("Who stands in", "Nobody yet", "Ruth Banksia, Executive Director"),
    ]
    assert answer.context["form"]["version"].value() == "2"
    done = client_of(buyer).post(at("contact", media.pk), {"first": key(mei), "backup": key(ruth), "version": 2})
    assert done.status_code == DONE


def test_contact_of_another_project_is_not_there(project, client_of, buyer, at):
    other = ContactTopicFactory(project=ProjectFactory())
    assert client_of(buyer).get(at("contact", other.pk)).status_code == HTTPStatus.NOT_FOUND
    assert client_of(buyer).post(at("contact", other.pk), {"version": 1}).status_code == HTTPStatus.NOT_FOUND


# ---- The list sent ------------------------------------------------------------------------------------------------


def test_contacts_send_says_to_whom_what_is_missing_and_when_it_last_went(project, client_of, buyer, media, at, clock):
    ContactTopicFactory(project=project, topic="Records", first=None)
    page = client_of(buyer).get(at("contacts_send")).text
    assert "Ruth Banksia, Ada Grevillea, Omar Wattle, Mei Waratah. Whoever joins later has it by joining." in page
    assert "2 topics. 1 has nobody to ask yet: Records" in page
    assert "Never yet" in page
    ContactSendingFactory(project=project, how="by e-mail")
    assert "Thursday 12 November 2026, by e-mail" in client_of(buyer).get(at("contacts_send")).text
    assert (
        "It went to everyone in the core buying team on Thursday 12 November 2026, by e-mail." in client_of(buyer).get(at("contacts")).text
    )


def test_contacts_send_records_one_sending(project, client_of, buyer, media, at, clock):
    typed = {"how": "by e-mail", "sent_on": "10/11/2026", "nonce": str(uuid.uuid4())}
    for _ in range(2):
        assert client_of(buyer).post(at("contacts_send"), typed).status_code == DONE
    sending = project.contact_sendings.get()
    assert (sending.how, sending.sent_on.isoformat()) == ("by e-mail", "2026-11-10")


def test_contacts_send_refuses_a_day_to_come_and_an_empty_list(project, client_of, buyer, at, clock):
    typed = {"how": "", "sent_on": "12/11/2026", "nonce": str(uuid.uuid4())}
    answer = client_of(buyer).post(at("contacts_send"), typed)
    assert (answer.status_code, "There is nothing on the list to send yet." in answer.text) == (CONFLICT, True)
    ContactTopicFactory(project=project)
    answer = client_of(buyer).post(at("contacts_send"), {**typed, "sent_on": "13/11/2026"})
    assert (answer.status_code, "The day it was sent cannot be in the future." in answer.text) == (WRONG, True)
    assert project.contact_sendings.count() == 0


# ---- History ------------------------------------------------------------------------------------------------------


def test_history_tells_it_by_name_without_contact_details(project, client_of, buyer, media, mei, ruth, at, clock):
    set_contact(topic=media, version=1, first=ruth, by=buyer)
    ContactSendingFactory(project=project, how="by e-mail")
    page = client_of(buyer).get(at("history")).text
    for words in (
        "put “media” on the list of who to contact for what",
        "changed who to contact for “media”",
        "sent everyone the list of who to contact for what",
        "by e-mail",
    ):
        assert words in page
    assert mei.email not in page
