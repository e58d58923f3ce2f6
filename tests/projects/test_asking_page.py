"""Asking somebody, and recording what they answered: the pages."""

import datetime
import uuid
from http import HTTPStatus

import pytest
from django.urls import reverse

from projects.asked import to_ask
from projects.clock import today
from projects.models import BuyingProject, Invitation
from projects.operations.asking import invite_several
from projects.refusals import FieldNeeded, NotNow
from tests.factories import InvitationFactory, ProjectFactory, StakeholderFactory

DONE, WRONG = HTTPStatus.SEE_OTHER, HTTPStatus.UNPROCESSABLE_ENTITY


def at(row, name):
    return reverse(f"projects:{name}", args=[row.project.ref, row.pk])


@pytest.fixture
def row(project, member):
    return project.stakeholders.get(person=member)


def test_asked_then_answered_by_phone(row, buyer, client_of):
    client, day = client_of(buyer), today().isoformat()
    assert "Ask them" in client.get(at(row, "person")).text
    typed = {"for_what": "Advice", "asked_on": day, "nonce": uuid.uuid4()}
    assert client.post(at(row, "invite"), typed).status_code == DONE
    assert "not answered yet" in client.get(at(row, "person")).text
    said = {"answer": "yes", "how": "by phone", "answered_on": day, "version": "1"}
    assert client.post(at(row, "invitation_answer"), said).status_code == DONE
    assert "by phone" in client.get(at(row, "person")).text


def test_what_was_typed_is_kept(row, buyer, client_of):
    client, day = client_of(buyer), today().isoformat()
    page = client.post(at(row, "invite"), {"time_asked": "about 6 hours"})
    assert (page.status_code, "about 6 hours" in page.text) == (WRONG, True)
    InvitationFactory(stakeholder=row)
    page = client.post(at(row, "invitation_answer"), {"answer": "no", "how": "by phone", "answered_on": day, "version": "1"})
    assert (page.status_code, "Say why the answer is no." in page.text) == (WRONG, True)


def test_not_in_one_name(db, client_of):
    row = StakeholderFactory(project=ProjectFactory(without_officer=True))
    buyer = row.project.stakeholders.get(role="buyer").person
    page = client_of(buyer).post(at(row, "invite"), {"for_what": "Advice", "asked_on": today().isoformat(), "nonce": uuid.uuid4()})
    assert (page.status_code, "the procurement officer is not named yet" in page.text) == (HTTPStatus.CONFLICT, True)


@pytest.mark.parametrize("name", ["invite", "invitation_answer"])
def test_nobody_is_asked_in_somebody_elses_project(row, project, buyer, client_of, name):
    other = InvitationFactory().stakeholder
    assert client_of(buyer).post(at(other, name)).status_code == HTTPStatus.NOT_FOUND
    assert client_of(buyer).post(reverse(f"projects:{name}", args=[project.ref, other.pk])).status_code == HTTPStatus.NOT_FOUND


# ---- Several in one go --------------------------------------------------------------------------------------------


def team_form(project, **changes):
    rows = {f"ask-{s.pk}": "on" for s in to_ask(project)} | {f"for-{s.pk}": f"What {s.name} does" for s in to_ask(project)}
    return {**rows, "asked_on": today().isoformat(), "nonce": uuid.uuid4(), **changes}


def ask_page(project):
    return reverse("projects:ask_team", args=[project.ref])


def test_the_whole_team_is_asked_by_one_press_and_pressing_twice_asks_once(project, buyer, client_of):
    client, typed = client_of(buyer), team_form(project, time_asked="a day a week")
    page = client.post(ask_page(project), typed, follow=True)
    assert "It is recorded that Ada Grevillea and Mei Waratah were asked." in page.text
    length = BuyingProject.objects.get(pk=project.pk).history_length
    page = client.post(ask_page(project), typed, follow=True)
    assert page.redirect_chain == [(reverse("projects:people", args=[project.ref]), DONE)]
    assert "Ada Grevillea and Mei Waratah were asked already, so nothing was changed." in page.text
    assert BuyingProject.objects.get(pk=project.pk).history_length == length
    asked = Invitation.objects.filter(stakeholder__project=project).order_by("pk")
    assert [(i.stakeholder.name, i.for_what, i.time_asked) for i in asked] == [
        ("Ada Grevillea", "What Ada Grevillea does", "a day a week"),
        ("Mei Waratah", "What Mei Waratah does", "a day a week"),
    ]
    assert "Everybody in the core team was asked." in client.get(ask_page(project)).text


def test_sent_twice_while_others_wait_asks_once(project, row, buyer, client_of):
    client, typed = client_of(buyer), team_form(project)
    del typed[f"ask-{row.pk}"]
    pages = [client.post(ask_page(project), typed, follow=True) for _ in range(2)]
    assert "It is recorded that Ada Grevillea was asked." in pages[0].text
    assert "Ada Grevillea was asked already, so nothing was changed." in pages[1].text
    assert ([s.name for s in to_ask(project)], Invitation.objects.filter(stakeholder__project=project).count()) == (["Mei Waratah"], 1)


def test_whom_somebody_else_asked_meanwhile_stays_as_asked(project, row, buyer, officer, client_of):
    typed = team_form(project)
    InvitationFactory(stakeholder=row, by=officer, answer="yes")
    page = client_of(buyer).post(ask_page(project), typed, follow=True)
    said = "It is recorded that Ada Grevillea was asked. They find it under “My part”. Mei Waratah was asked already and stays as asked."
    assert said in page.text
    assert (row.invitations.get().answer, row.invitations.get().for_what) == ("yes", "Advice on contract terms")


def test_whoever_was_asked_already_is_kept_on_a_page_that_is_refused(project, row, buyer, client_of):
    typed = team_form(project, asked_on="no day")
    InvitationFactory(stakeholder=row)
    page = client_of(buyer).post(ask_page(project), typed)
    assert (page.status_code, "What Mei Waratah does" in page.text, "Mei Waratah was asked already" in page.text) == (WRONG, True, True)


@pytest.mark.parametrize("key", ["ask-", "ask-x", "ask-9" * 30, "ask-99999999999999999999", "ask--1"])
def test_a_choice_that_names_nobody_is_left_out(project, buyer, client_of, key):
    page = client_of(buyer).post(ask_page(project), {key: "on", "asked_on": today().isoformat(), "nonce": uuid.uuid4()})
    assert (page.status_code, "Choose at least one person to ask" in page.text) == (WRONG, True)


def test_only_those_chosen_are_asked(project, row, buyer, client_of):
    typed = team_form(project)
    del typed[f"ask-{row.pk}"]
    assert client_of(buyer).post(ask_page(project), typed).status_code == DONE
    assert [s.name for s in to_ask(project)] == ["Mei Waratah"]


def test_whoever_is_chosen_is_asked_for_something_and_nothing_is_lost(project, row, buyer, client_of):
    page = client_of(buyer).post(ask_page(project), team_form(project, time_asked="a day", **{f"for-{row.pk}": " "}))
    assert (page.status_code, "Say what you ask Mei Waratah for" in page.text, "a day" in page.text) == (WRONG, True, True)
    assert not Invitation.objects.filter(stakeholder__project=project).exists()


def test_nobody_chosen_is_said_so(project, buyer, client_of):
    page = client_of(buyer).post(ask_page(project), {"asked_on": today().isoformat(), "nonce": uuid.uuid4()})
    assert (page.status_code, "Choose at least one person to ask" in page.text) == (WRONG, True)


def test_a_day_to_come_is_refused_and_kept(project, buyer, client_of):
    later = (today() + datetime.timedelta(days=3)).isoformat()
    page = client_of(buyer).post(ask_page(project), team_form(project, asked_on=later))
    assert (page.status_code, later in page.text) == (WRONG, True)
    assert "Enter the day they were asked: today or before." in page.text


def test_people_of_another_project_are_not_asked_along(project, buyer):
    other = StakeholderFactory()
    with pytest.raises(NotNow):
        invite_several(project=project, for_what={other.pk: "Advice"}, asked_on=today(), by=buyer, nonce=uuid.uuid4())
    assert not other.invitations.exists()


def test_asking_nobody_is_refused(project, buyer):
    with pytest.raises(FieldNeeded):
        invite_several(project=project, for_what={}, asked_on=today(), by=buyer, nonce=uuid.uuid4())


def test_ask_team_takes_each_managers_agreement_apart(project, row, buyer, client_of):
    assert client_of(buyer).post(ask_page(project), team_form(project, **{f"manager-{row.pk}": "on"})).status_code == DONE
    agrees = {i.stakeholder.name: i.has_managers_agreement for i in Invitation.objects.filter(stakeholder__project=project)}
    assert agrees == {"Mei Waratah": True, "Ada Grevillea": False}


def test_my_part_says_who_pressed_and_in_whose_names(project, row, buyer, member, client_of):
    invite_several(project=project, for_what={row.pk: "Advice"}, asked_on=today(), by=buyer, nonce=uuid.uuid4())
    page = client_of(member).get(f"/projects/{project.ref}/my-part/").text
    assert "Asked by Ruth Banksia, in the names of Ruth Banksia and Omar Wattle." in page
