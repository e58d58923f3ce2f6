"""What was tried against what is newest: forged numbers, forms sent at once, things removed meanwhile; each fault found, tried again."""

import json
import uuid

import pytest
from django.test import Client

from milestones.operations import outcome_of
from projects.changes import change
from projects.clock import now, today
from projects.models import AgencyPostKind, Cover, OpenItem, OpenItemKind, Role
from projects.operations.people import add_stakeholder, hand_over
from projects.operations.project import hand_over_for_leaver
from projects.operations.raci import remove_activity
from projects.refusals import NotYourPart, SentElsewhere
from tests.factories import ActivityFactory, CommunicationItemFactory, SessionFactory, milestone_of

TOO_LARGE = "9" * 23

# ---- Numbers that no row has --------------------------------------------------------------------------------------


def test_a_number_too_large_for_any_row_is_no_choice(project, buyer, client_of):
    line, activity = CommunicationItemFactory(project=project), ActivityFactory(project=project)
    SessionFactory(milestone=milestone_of(project, 1), held=True)
    sent = {
        f"communication/{line.pk}/": {"stakeholders": TOO_LARGE, "audience": "All", "message": "Hello", "version": line.version},
        f"plan/{activity.pk}/": {"depends_on": TOO_LARGE, "status": "not_started", "version": activity.version},
        "milestones/1/session/": {"coming": TOO_LARGE, "version": 1},
        "milestones/1/session/held/": {"present": TOO_LARGE, "held_on": today().isoformat(), "version": 2},
    }
    answers = {at: client_of(buyer).post(f"/projects/{project.ref}/{at}", form).status_code for at, form in sent.items()}
    assert answers == dict.fromkeys(sent, 422)


# ---- Characters that turn what follows them -------------------------------------------------------------------------


def test_the_short_answers_of_the_objective_are_on_one_line(project, buyer, client_of):
    rows = {
        "measures-TOTAL_FORMS": "1",
        "measures-INITIAL_FORMS": "0",
        "measures-0-measure": "Calls\nanswered",
        "measures-0-target": "\u202e09",
    }
    answer = client_of(buyer).post(f"/projects/{project.ref}/objective/edit/", {"value_band": "\u202e5 to 1", "seen": "0", **rows})
    assert (answer.status_code, answer.text.count("Write it on one line, with plain letters") >= 3) == (422, True)
    assert not project.objectives.filter(value_band__contains="\u202e").exists()


def test_a_note_on_expertise_is_on_one_line(project, buyer, client_of):
    answer = client_of(buyer).post(f"/projects/{project.ref}/people/expertise/", {"seen": "{}", "legal": "on", "legal_note": "\u202eon"})
    assert (answer.status_code, "Write it on one line, with plain letters" in answer.text) == (422, True)


def test_a_pasted_name_comes_without_them(project, buyer, client_of):
    typed = {"role": "wider", "text": "\u202aEv\u202eil One <\u202aev1@des.example\u202c>", "confirm": "1"}
    assert client_of(buyer).post(f"/projects/{project.ref}/people/paste/", typed).status_code == 303
    assert project.stakeholders.get(email="ev1@des.example").name == "Evil One"


# ---- Words of another site ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://testserver.evil.example", "https://testserver"])
def test_what_another_site_sends_is_not_shown_as_what_somebody_typed(project, buyer, origin):
    signed_in = Client(enforce_csrf_checks=True)
    signed_in.force_login(buyer)
    for client in (Client(), signed_in):
        sent = {"title": "Your account is locked. Ring this number."}
        answer = client.post(f"/projects/{project.ref}/edit/", sent, headers={"Origin": origin})
        assert (answer.status_code in {302, 403}, "Ring this number" in answer.text) == (True, False)
        again = client.post(f"/projects/{project.ref}/edit/", sent, headers={"Origin": "http://testserver"})
        assert (again.status_code in {401, 403}, "Ring this number" in again.text) == (True, True)


# ---- At the same moment -------------------------------------------------------------------------------------------


def test_a_nonce_taken_at_this_very_moment_is_a_refusal(project, buyer):
    same = {"kind": OpenItemKind.ACTION, "text": "Ask.", "raised_at": now(), "raised_by": buyer, "nonce": uuid.uuid4()}

    def twice():
        with change(project, by=buyer):
            project.open_items.create(**same)
            project.open_items.create(**same)

    with pytest.raises(SentElsewhere):
        twice()
    assert not OpenItem.objects.exists()


def test_who_lost_their_part_meanwhile_is_not_told_what_finishing_would_do(project, buyer, officer, member):
    milestone = milestone_of(project, 1)
    hand_over(seat=Role.BUYER, to=project.stakeholders.get(person=member), by=buyer)
    with pytest.raises(NotYourPart):
        outcome_of(milestone=milestone, held_on=today(), by=buyer)


# ---- Removed meanwhile --------------------------------------------------------------------------------------------


def test_letters_chosen_for_an_activity_that_was_removed_are_said_back(project, buyer, officer, client_of):
    activity = ActivityFactory(project=project, title="Draft the terms")
    mei, omar = (project.stakeholders.get(role=role) for role in (Role.TEAM_MEMBER, Role.PROCUREMENT_OFFICER))
    remove_activity(activity=activity, by=officer)
    at = f"/projects/{project.ref}/raci/{activity.pk}/"
    sent = {"base": json.dumps({}), f"cell-{activity.pk}-{mei.pk}": "R", f"cell-{activity.pk}-{omar.pk}": ""}
    answer = client_of(buyer).post(at, sent)
    says = "Draft the terms was removed from the list. Nothing was written of what you chose. Mei Waratah: responsible."
    assert (answer.status_code, says in answer.text, "See the RACI matrix" in answer.text) == (409, True, True)
    page = client_of(buyer).get(at)
    assert (page.status_code, "Draft the terms was removed from the list." in page.text) == (409, True)


def test_what_was_typed_of_an_activity_that_was_removed_stays_on_its_page(project, buyer, officer, client_of):
    activity = ActivityFactory(project=project, title="Draft the terms")
    remove_activity(activity=activity, by=officer)
    typed = {
        f"raci/{activity.pk}/rename/": {"title": "Draft all terms", "version": 1},
        f"plan/{activity.pk}/": {"deliverable": "Draft all terms", "status": "done", "version": 1},
    }
    for at, form in typed.items():
        client = client_of(buyer)
        answer, page = client.post(f"/projects/{project.ref}/{at}", form), client.get(f"/projects/{project.ref}/{at}")
        assert (answer.status_code, 'value="Draft all terms"' in answer.text) == (409, True)
        assert (page.status_code, "Draft the terms was removed from the list." in page.text) == (409, True)


# ---- An administrator alone -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [AgencyPostKind.OFFICER, AgencyPostKind.VIEWER])
def test_an_administrator_gives_themselves_no_post(agency, administrator, client_of, kind):
    sent = {"name": administrator.name, "email": administrator.email, "ends_on": today().isoformat()}
    answer = client_of(administrator).post(f"/agency/{agency.code}/people/add/{kind}/", sent)
    assert (answer.status_code, "Nobody gives this to themselves." in answer.text) == (403, True)
    assert [post.kind for post in administrator.posts.all()] == [AgencyPostKind.ADMINISTRATOR]


def test_an_administrator_does_not_make_themselves_an_officers_cover(project, administrator, officer, client_of):
    days = {"starts_on": today().isoformat(), "ends_on": today().isoformat()}
    answer = client_of(administrator).post("/account/cover/", {"officer": officer.pk, "email": administrator.email, **days})
    assert (answer.status_code, "Nobody gives this to themselves." in answer.text) == (403, True)
    assert not Cover.objects.exists()


@pytest.mark.parametrize("is_in_it", [True, False])
def test_an_administrator_does_not_take_a_leavers_seat(project, administrator, officer, buyer, is_in_it):
    officer.is_active = False
    officer.save()
    mine = add_stakeholder(project=project, name="Anh", email=administrator.email, by=buyer) if is_in_it else None
    new = {"name": "", "email": ""} if is_in_it else {"name": "Anh", "email": administrator.email}
    seat = Role.PROCUREMENT_OFFICER
    with pytest.raises(NotYourPart, match="Nobody gives this to themselves"):
        hand_over_for_leaver(project=project, seat=seat, to=mine, reason="Left us.", by=administrator, **new)
    assert project.stakeholders.current().get(role=seat).person == officer
    assert project.stakeholders.current().filter(person=administrator).count() == is_in_it
