"""What an attacker tried and got: each fault found, tried again."""

import datetime
import json
import uuid
from http import HTTPStatus

import pytest

from milestones.models import Evidence
from projects.models import OpenItem, Role, Stakeholder
from projects.operations.people import add_stakeholder, edit_stakeholder, give_role, hand_over, remove_contact_details
from projects.refusals import NotNow
from tests.factories import ProjectFactory, StakeholderFactory

DONE, TAKEN, WRONG = HTTPStatus.SEE_OTHER, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY


def stake(project, person):
    return project.stakeholders.get(person=person, left_at=None)


@pytest.fixture
def newcomer(project, officer):
    """Somebody whom the officer added, and who has never signed in."""
    return add_stakeholder(project=project, name="Tom Okafor", email="tom@des.example", by=officer)


@pytest.fixture
def elsewhere(agency, officer):
    """Another project of the same officer."""
    return ProjectFactory(agency=agency, officer=officer)


# ---- Both sides of the gate in one hand ---------------------------------------------------------------------------


def takes_over(row, by):
    """Give the part of somebody who never signed in another address, which is another person's."""
    row.refresh_from_db()
    edit_stakeholder(stakeholder=row, version=row.version, email="accomplice@des.example", by=by)


def test_the_officer_does_not_readdress_the_buyer_whom_the_buyer_chose(project, buyer, officer, newcomer):
    hand_over(seat=Role.BUYER, to=newcomer, by=buyer)
    with pytest.raises(NotNow, match="hand it over instead"):
        takes_over(newcomer, officer)
    newcomer.refresh_from_db()
    assert (newcomer.person.email, newcomer.email) == ("tom@des.example", "tom@des.example")


def test_the_officer_does_not_readdress_who_acts_on_behalf_of_the_buyer(buyer, officer, newcomer):
    give_role(stakeholder=newcomer, role=Role.BUYERS_AGENT, by=buyer)
    with pytest.raises(NotNow, match="hand it over instead"):
        takes_over(newcomer, officer)


def test_who_gave_the_part_corrects_the_address(buyer, newcomer):
    give_role(stakeholder=newcomer, role=Role.BUYERS_AGENT, by=buyer)
    takes_over(newcomer, buyer)
    newcomer.refresh_from_db()
    assert newcomer.person.email == "accomplice@des.example"


# ---- A form's nonce, used elsewhere -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "form", "model"),
    [
        ("people/add/", {"kind": "group", "role": "wider", "name": "Call centre staff"}, Stakeholder),
        ("open-items/add/", {"kind": "action", "text": "Ask the panel."}, OpenItem),
        ("milestones/1/criteria/1/evidence/", {"kind": "note", "title": "Minutes", "text": "Agreed."}, Evidence),
    ],
)
def test_a_nonce_of_another_project_is_a_refusal(project, elsewhere, client_of, officer, address, form, model):
    client, sent = client_of(officer), {**form, "nonce": str(uuid.uuid4())}
    answers = [client.post(f"/projects/{p.ref}/{address}", sent) for p in (project, elsewhere, project)]
    assert [answer.status_code for answer in answers] == [DONE, TAKEN, DONE]
    assert "This form was sent already" in answers[1].text
    assert model.objects.filter(nonce=sent["nonce"]).count() == 1


def test_a_nonce_of_another_criterion_is_a_refusal(project, client_of, officer):
    client, sent = client_of(officer), {"kind": "note", "title": "Minutes", "text": "Agreed.", "nonce": str(uuid.uuid4())}
    answers = [client.post(f"/projects/{project.ref}/milestones/1/criteria/{n}/evidence/", sent) for n in (1, 2)]
    assert [answer.status_code for answer in answers] == [DONE, TAKEN]


# ---- What no browser sends ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("header", ["HX-Current-URL", "Referer"])
def test_an_address_that_is_none_leads_to_sign_in(stranger, header):
    headers = {header: "http://[evil", **({"HX-Request": "true"} if header == "HX-Current-URL" else {})}
    answer = stranger.post("/projects/new/", headers=headers)
    assert answer.headers.get("HX-Redirect", answer.headers.get("Location")) == "/sign-in/"


@pytest.mark.parametrize(
    "seen",
    ["[" * 50_000, '{"a":' * 5_000, "1" * 5_000, json.dumps({"legal": ["\ud800", "a", "b"]}), json.dumps({"legal": ["\ud800"]}), "null"],
    ids=["deep list", "deep object", "long number", "half a character", "half a character alone", "nothing"],
)
def test_what_the_expertise_page_showed_comes_back_broken(project, client_of, officer, seen):
    answer = client_of(officer).post(f"/projects/{project.ref}/people/expertise/", {"seen": seen, "legal": "on"})
    assert answer.status_code == WRONG
    assert "The page was not sent whole" in answer.text
    assert not project.expertise_needs.exists()


def test_half_a_character_seen_is_kept_as_it_was_sent(project, client_of, officer):
    sent = {"seen": json.dumps({"legal": ["\ud800", ""]}), "legal_note": "x" * 400}
    assert client_of(officer).post(f"/projects/{project.ref}/people/expertise/", sent).status_code == WRONG


def test_a_session_before_there_were_days(project, client_of, officer):
    sent = {"planned_on": datetime.date.min.isoformat(), "planned_time": "00:00", "version": 1}
    answer = client_of(officer).post(f"/projects/{project.ref}/milestones/1/session/", sent)
    assert answer.status_code == WRONG
    assert "Check the year of the planned day: it is more than ten years away" in answer.text


@pytest.mark.parametrize("breaks", ["Tom\nOkafor", "Tom\r\nOkafor", "Tom\rOkafor", "\u202e", "\u2066"])
def test_names_and_titles_are_on_one_line(project, client_of, officer, breaks):
    client, at = client_of(officer), f"/projects/{project.ref}/"
    row, nonce = stake(project, officer), str(uuid.uuid4())
    answers = {
        "person": client.post(f"{at}people/{row.pk}/", {"name": breaks, "version": row.version}),
        "added": client.post(f"{at}people/add/", {"kind": "group", "role": "wider", "name": breaks, "nonce": nonce}),
        "title": client.post(f"{at}edit/", {"title": breaks, "version": 1}),
        "evidence": client.post(
            f"{at}milestones/1/criteria/1/evidence/", {"kind": "note", "title": breaks, "text": "Agreed.", "nonce": nonce}
        ),
    }
    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(answers, WRONG)
    assert all("Write it on one line" in answer.text for answer in answers.values())


# ---- What was to be forgotten -------------------------------------------------------------------------------------


def test_an_address_removed_on_request_is_not_shown_as_the_one_to_sign_in_by(project, client_of, officer):
    row = StakeholderFactory(project=project, email="mei@des.example")
    assert row.person.email
    remove_contact_details(stakeholder=row, by=officer)
    page = client_of(officer).get(f"/projects/{project.ref}/people/{row.pk}/")
    assert row.person.email not in page.text
