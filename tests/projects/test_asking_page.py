"""Asking somebody, and recording what they answered: the pages."""

import uuid
from http import HTTPStatus

import pytest
from django.urls import reverse

from projects.clock import today
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
