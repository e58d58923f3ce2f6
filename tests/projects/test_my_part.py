"""My part: the page of one member, their own details, leaving."""

import datetime
import json
import uuid
from http import HTTPStatus

import pytest
from django.urls import reverse
from pytest_django.asserts import assertNumQueries

from projects.asked import asked_of
from projects.clock import today
from projects.models import ProjectState
from projects.operations.asking import acknowledge_part, invite
from projects.operations.objective import write_objective
from projects.operations.people import edit_stakeholder
from projects.operations.project import stop_project
from projects.roster import dial
from tests.factories import (
    ActivityFactory,
    InvitationFactory,
    OpenItemFactory,
    PersonalLinkFactory,
    ProjectFactory,
    StakeholderFactory,
    answer_criterion,
    buyer_of,
    identify_everyone,
    make_ready,
    meet,
    plan_work,
)

DONE, REFUSED, TAKEN, WRONG = HTTPStatus.SEE_OTHER, HTTPStatus.FORBIDDEN, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY


def at(project, name, *args):
    return reverse(f"projects:{name}", args=[project.ref, *args])


def stake(project, person):
    return project.stakeholders.get(person=person, left_at=None)


def typed(row, **fields):
    return {**{name: getattr(row, name) for name in ("position", "organisation", "email", "phone", "version")}, **fields}


# ---- my_part ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("buyer", "You are the buyer"),
        ("agent", "You act on behalf of the buyer"),
        ("officer", "You are the procurement officer"),
        ("member", "You are a team member"),
        ("wider", "You are a wider stakeholder"),
    ],
)
def test_my_part_says_the_role(request, project, client_of, who, words):
    page = client_of(request.getfixturevalue(who)).get(at(project, "my_part"))
    assert f"{words} in “Telephony for the contact centre”." in page.text


def test_my_part_says_what_i_do_why_and_whom_i_turn_to(project, client_of, buyer, officer, member):
    edit_stakeholder(stakeholder=stake(project, member), version=1, by=buyer, part="Draws the maps.", why_it_matters="People find us.")
    edit_stakeholder(stakeholder=stake(project, officer), version=1, by=buyer, phone="(02) 5550 0101 ext 4")
    write_objective(project=project, seen=0, by=buyer, problem_or_opportunity="People wait.", desired_outcome="Nobody waits.")
    page = client_of(member).get(at(project, "my_part"))
    for words in ("Draws the maps.", "People find us.", "People wait.", "Nobody waits."):
        assert words in page.text
    assert [line.stakeholder.name for line in page.context["key_people"]] == ["Ruth Banksia", "Ada Grevillea", "Omar Wattle"]
    assert 'href="tel:0255500101"' in page.text
    assert f'href="mailto:{officer.email}"' in page.text


def test_my_part_says_who_can_write_what_is_missing(project, client_of, buyer, member):
    edit_stakeholder(stakeholder=stake(project, member), version=1, by=buyer, part="")
    page = client_of(member).get(at(project, "my_part")).text
    assert page.count("Nobody has written it yet. Ruth Banksia or Ada Grevillea or Omar Wattle can write it.") == 2
    assert "The problem and the desired outcome are not written yet. Ruth Banksia or Ada Grevillea or Omar Wattle can write them." in page


def test_my_part_of_a_side_links_to_writing_it(project, client_of, officer):
    page = client_of(officer).get(at(project, "my_part")).text
    assert f'href="{at(project, "person", stake(project, officer).pk)}"' in page
    assert f'href="{at(project, "objective_edit")}"' in page


def test_my_part_lists_my_open_items(project, client_of, member, officer):
    for person in (member, officer):
        OpenItemFactory(project=project, owner=stake(project, person), text=f"For {person.name}?")
    OpenItemFactory(project=project, owner=stake(project, member), text="Sooner?", due_on=datetime.date(2026, 12, 4))
    page = client_of(member).get(at(project, "my_part"))
    assert [item.text for item in page.context["open_items"]] == ["Sooner?", "For Mei Waratah?"]
    assert "due Friday 4 December 2026" in page.text


def test_my_part_of_a_wider_stakeholder_has_no_open_items(project, client_of, wider):
    OpenItemFactory(project=project, owner=stake(project, wider), text="Who pays?")
    page = client_of(wider).get(at(project, "my_part")).text
    assert "Who pays?" not in page
    assert "open items" not in page
    assert at(project, "objective") not in page


@pytest.mark.parametrize(("who", "words"), [("viewer", "read it as a portfolio viewer"), ("cover", "cover for Omar Wattle")])
@pytest.mark.parametrize("name", ["my_part", "my_details", "leave"])
def test_my_part_of_those_without_one_says_why(request, project, client_of, who, words, name):
    client = client_of(request.getfixturevalue(who))
    answer = client.get(at(project, name))
    assert (answer.status_code, words in answer.text) == (REFUSED, True)
    assert client.post(at(project, name)).status_code in {REFUSED, HTTPStatus.METHOD_NOT_ALLOWED}


def test_my_part_of_an_outsider_is_not_there(project, client_of, outsider):
    for name in ("my_part", "my_details", "leave"):
        assert client_of(outsider).get(at(project, name)).status_code == HTTPStatus.NOT_FOUND
        assert client_of(outsider).post(at(project, name)).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("rows", [1, 3])
def test_my_part_asks_as_often_for_one_as_for_three(project, client_of, member, rows):
    for _ in range(rows):
        OpenItemFactory(project=project, owner=stake(project, member))
        StakeholderFactory(project=project, agent=True)
    client = client_of(member)
    client.get(at(project, "my_part"))
    with assertNumQueries(22):
        client.get(at(project, "my_part"))


# ---- What is asked of me ------------------------------------------------------------------------------------------


def asked(project, *people):
    project.refresh_from_db()
    return [[ask.says for ask in asked_of(project, stake(project, person))] for person in people]


def test_asked_of_both_sides_while_something_is_needed_and_of_the_officer_once_only_ticks_are_left(project, buyer, officer, member):
    words = ["Milestone 1 waits on you: 0 of 4 met."]
    assert asked(project, buyer, officer, member) == [words, words, []]
    identify_everyone(project)
    for key in ("1.2", "1.3", "1.4"):
        answer_criterion(project, key)
    words = ["Milestone 1 waits on you: 3 of 4 met."]
    assert asked(project, buyer, officer, member) == [[], words, []]


def test_asked_of_both_sides_once_it_is_ready(project, buyer, agent, officer, wider):
    make_ready(project, 1)
    words = ["Milestone 1 waits on you: 4 of 4 met."]
    assert asked(project, buyer, agent, officer, wider) == [words, words, words, []]


def test_asked_of_nobody_once_mobilised_or_while_stopped(project, officer, agency):
    stop_project(project=project, state=ProjectState.PAUSED, reason="No money.", by=officer)
    assert asked(project, officer) == [[]]
    done = ProjectFactory(agency=agency, complete=3)
    assert asked(done, buyer_of(done)) == [[]]


def test_my_part_shows_what_is_asked(project, client_of, officer, member):
    link = reverse("milestones:milestone", args=[project.ref, 1])
    assert f'<a class="button" href="{link}">Go to milestone 1</a>' in client_of(officer).get(at(project, "my_part")).text
    client, page = client_of(member), at(project, "my_part")
    assert "Nothing else is asked of you at this moment." in client.get(page).text
    acknowledge_part(stakeholder=stake(project, member), letters_shown={}, by=member)
    assert "Nothing is asked of you at this moment." in client.get(page).text
    InvitationFactory(stakeholder=stake(project, member))
    assert "Your answer is asked for, above." in client.get(page).text


@pytest.mark.parametrize(
    ("phone", "number"),
    [("02 5550 0101", "0255500101"), ("+61 (2) 5550-0101", "+61255500101"), ("02 5550 0101 x4", "0255500101"), ("ask Mei", ""), ("", "")],
)
def test_the_number_to_dial(phone, number):
    assert dial(phone) == number


# ---- my_details ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["buyer", "member", "wider"])
def test_my_details_are_mine_to_change(request, project, client_of, who):
    person = request.getfixturevalue(who)
    row, client = stake(project, person), client_of(person)
    assert f"You sign in by {person.email}. That address cannot be changed here" in client.get(at(project, "my_details")).text
    answer = client.post(at(project, "my_details"), typed(row, phone="02 5550 0101", email="Other@DES.example"))
    assert (answer.status_code, answer["Location"]) == (DONE, at(project, "my_part"))
    row.refresh_from_db()
    person.refresh_from_db()
    assert (row.phone, row.email, row.person_id) == ("02 5550 0101", "other@des.example", person.pk)
    assert person.email != "other@des.example"


def test_my_details_change_nothing_else(project, client_of, member):
    row = stake(project, member)
    client_of(member).post(at(project, "my_details"), typed(row, name="The boss", role="buyer", part="Everything", is_approver="on"))
    row.refresh_from_db()
    assert (row.name, row.role, row.part, row.is_approver) == ("Mei Waratah", "team_member", "Does their part of the work.", False)


def test_my_details_changed_meanwhile_shows_theirs_and_mine(project, client_of, buyer, member):
    row = stake(project, member)
    edit_stakeholder(stakeholder=stake(project, member), version=1, by=buyer, phone="1")
    answer = client_of(member).post(at(project, "my_details"), typed(row, phone="2"))
    assert answer.status_code == TAKEN
    assert [(d.label, d.theirs, d.yours) for d in answer.context["differences"]] == [("Phone", "1", "2")]
    assert client_of(member).post(at(project, "my_details"), typed(row, phone="2", version="2")).status_code == DONE


def test_my_details_in_error_keep_what_was_typed(project, client_of, member):
    answer = client_of(member).post(at(project, "my_details"), typed(stake(project, member), email="nonsense", phone="02 5550 0101"))
    assert answer.status_code == WRONG
    assert 'value="02 5550 0101"' in answer.text


def test_my_details_while_stopped(project, client_of, member, buyer):
    stop_project(project=project, state=ProjectState.PAUSED, reason="No money.", by=buyer)
    client, row = client_of(member), stake(project, member)
    assert client.get(at(project, "my_details")).status_code == TAKEN
    answer = client.post(at(project, "my_details"), typed(row, phone="02 5550 0101"))
    assert (answer.status_code, 'value="02 5550 0101"' in answer.text) == (TAKEN, True)


# ---- leave --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["agent", "member", "wider"])
def test_leave_asks_then_leaves(request, project, client_of, who):
    person = request.getfixturevalue(who)
    client = client_of(person)
    assert "What stays" in client.get(at(project, "leave")).text
    answer = client.post(at(project, "leave"))
    assert (answer.status_code, answer["Location"]) == (DONE, reverse("milestones:my_work"))
    assert client.get(at(project, "my_part")).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("who", ["buyer", "officer"])
def test_leave_of_a_seat_says_to_hand_over_first(request, project, client_of, who):
    person = request.getfixturevalue(who)
    client, row = client_of(person), stake(project, person)
    page = client.get(at(project, "leave")).text
    assert f'<a class="button" href="{at(project, "hand_over", row.pk)}">Hand over</a>' in page
    assert client.post(at(project, "leave")).status_code == TAKEN
    assert stake(project, person).left_at is None


def test_an_open_item_of_mine_is_asked_of_me(project, client_of, member):
    row = stake(project, member)
    item = OpenItemFactory(project=project, owner=row, kind="action", text="Hear legal say it back.", due_on=datetime.date(2026, 12, 4))
    page = client_of(member).get(at(project, "my_part"))
    (ask,) = page.context["asked"]
    assert (ask.says, ask.label) == ("Action: Hear legal say it back. By 4 December.", "Go to the action")
    assert ask.where == at(project, "open_item", item.pk)
    assert "Nothing is asked of you" not in page.text


def test_several_open_items_are_counted_and_the_first_due_is_said(project, client_of, member):
    row = stake(project, member)
    OpenItemFactory(project=project, owner=row, kind="question", text="Who signs?")
    OpenItemFactory(project=project, owner=row, kind="gap", text="Who has the budget?", due_on=datetime.date(2026, 12, 4))
    (ask,) = client_of(member).get(at(project, "my_part")).context["asked"]
    assert (ask.says, ask.label) == ("2 open items are yours. The first is: gap: Who has the budget? By 4 December.", "Go to the gap")


# ---- What I say to it ---------------------------------------------------------------------------------------------


def part_page(project, client, **data):
    return client.post(at(project, "my_part"), data)


def test_yes_by_one_press_and_asked_again_when_it_changes(project, client_of, buyer, member):
    me, client = stake(project, member), client_of(member)
    ActivityFactory(project=project, title="Draft the plan", letters={me: "R"})
    page = client.get(at(project, "my_part"))
    assert [(line.activity.title, line.words) for line, _ in page.context["does"]] == [("Draft the plan", "Responsible")]
    seen = json.dumps(page.context["part"].seen)
    assert part_page(project, client, **{"yes": "1", "yes-seen": seen}).status_code == DONE
    assert "You said yes to it as it is now." in client.get(at(project, "my_part")).text
    edit_stakeholder(stakeholder=me, version=me.version, by=buyer, why_it_matters="People find us.")
    assert "Changed since you said yes: why your part matters." in client.get(at(project, "my_part")).text
    assert part_page(project, client, **{"yes": "1", "yes-seen": seen}).status_code == TAKEN
    for wrong in ("1", "{}", "no"):
        assert part_page(project, client, **{"yes": "1", "yes-seen": wrong}).status_code == WRONG


def test_yes_or_no_to_an_invitation(project, client_of, buyer, member):
    me, client = stake(project, member), client_of(member)
    answer = {"answer": "1", "answer-answer": "no", "answer-version": "1"}
    assert part_page(project, client, **answer).status_code == TAKEN
    invite(stakeholder=me, asked_on=today(), for_what="Advice on contract terms", by=buyer, nonce=uuid.uuid4())
    assert "Advice on contract terms" in client.get(at(project, "my_part")).text
    assert part_page(project, client, **answer).status_code == WRONG
    assert part_page(project, client, **answer, **{"answer-reason": "On leave."}).status_code == DONE
    assert me.invitations.get().answer == "no"


def test_a_question_and_i_cannot_become_open_items(project, client_of, wider):
    client = client_of(wider)
    assert part_page(project, client, **{"question": "1", "question-text": "When?", "question-nonce": uuid.uuid4()}).status_code == DONE
    assert part_page(project, client, **{"cannot": "1", "cannot-reason": "On leave."}).status_code == DONE
    assert set(project.open_items.values_list("kind", flat=True)) == {"question", "action"}
    refused = part_page(project, client, **{"cannot": "1", "cannot-instead": "Mei Chen"})
    assert (refused.status_code, "Mei Chen" in refused.text) == (WRONG, True)


def test_nothing_is_said_in_somebody_elses_project(project, client_of, outsider):
    assert part_page(project, client_of(outsider), cannot="1").status_code == HTTPStatus.NOT_FOUND


# ---- The activities I own -----------------------------------------------------------------------------------------


@pytest.fixture
def owned(clock, project, member):
    """An activity that the member is responsible for, dated, and overdue since yesterday."""
    mine = ActivityFactory(project=project, title="Write the brief", letters={project.stakeholders.get(person=member): "R"})
    yesterday = today() - datetime.timedelta(days=1)
    plan_work(mine, starts_on=yesterday - datetime.timedelta(days=7), ends_on=yesterday)
    return mine


def test_my_part_shows_the_activities_i_own_with_days_and_how_far(owned, project, client_of, member):
    ActivityFactory(project=project, title="Approve it", letters={project.stakeholders.get(person=member): "I"})
    page = client_of(member).get(at(project, "my_part"))
    own, other = page.context["does"]
    assert [(line.activity.title, line.is_owned, form is not None) for line, form in (own, other)] == [
        ("Write the brief", True, True),
        ("Approve it", False, False),
    ]
    assert own[0].when == "4 November to 11 November 2026"
    assert "4 November to 11 November 2026. <strong>Was to end on Wednesday 11 November 2026</strong>" in page.text
    assert '<option value="not_started" selected>Not started</option>' in page.text


def test_my_part_takes_how_far_mine_is_and_shows_it(owned, project, client_of, member):
    answered = client_of(member).post(f"/projects/{project.ref}/plan/{owned.pk}/status/", {"status": "under_way"}, follow=True)
    assert answered.redirect_chain == [(at(project, "my_part"), 303)]
    assert '<option value="under_way" selected>Under way</option>' in answered.text
    owned.refresh_from_db()
    assert owned.status == "under_way"


def test_my_part_takes_it_by_a_personal_link(owned, project, client, member):
    client.post(PersonalLinkFactory(stakeholder=project.stakeholders.get(person=member)).path)
    answered = client.post(f"/projects/{project.ref}/plan/{owned.pk}/status/", {"status": "done"}, follow=True)
    assert answered.redirect_chain == [(at(project, "my_part"), 303)]
    owned.refresh_from_db()
    assert owned.status == "done"


def test_how_far_an_activity_is_says_nobody_else(owned, project, client_of, member, buyer):
    others = ActivityFactory(project=project, letters={project.stakeholders.get(person=member): "C"})
    theirs = ActivityFactory(letters={})
    client = client_of(member)
    paths = [f"/projects/{project.ref}/plan/{row.pk}/status/" for row in (others, theirs)]
    paths.append(f"/projects/{theirs.project.ref}/plan/{theirs.pk}/status/")
    assert [client.post(path, {"status": "done"}).status_code for path in paths] == [403, 404, 404]
    assert client.post(f"/projects/{project.ref}/plan/{owned.pk}/status/", {"status": "gone"}).status_code == 422
    assert client_of(buyer).post(paths[0], {"status": "done"}).status_code == 303


def test_my_part_says_how_far_without_a_button_while_paused(owned, project, client_of, member, buyer):
    stop_project(project=project, state=ProjectState.PAUSED, reason="Elections", by=buyer)
    page = client_of(member).get(at(project, "my_part"))
    assert [form for _, form in page.context["does"]] == [None]
    assert "11 November 2026. Not started. <strong>" in page.text


def test_my_part_offers_to_object_beside_the_notes_of_a_meeting(project, client_of, member):
    meet(project, 1, finished=True)
    page = client_of(member).get(at(project, "my_part")).text
    assert f'<a href="{at(project, "objection_add")}">I object<span class="sr-only"> to something that was agreed at the alignment' in page


# ---- I can't, said on the page --------------------------------------------------------------------------------------


def test_my_part_says_that_i_said_i_cant_and_names_nobody(project, client_of, member):
    client = client_of(member)
    page = client.post(at(project, "my_part"), {"cannot": "1", "cannot-reason": "On long leave."}, follow=True).text
    for said in (
        "It is recorded that you can’t.",
        "You said on ",
        "On long leave.",
        "If you can after all, say yes.",
        "Nothing is asked of you",
    ):
        assert said in page
    assert "whom to ask" not in page


def test_my_part_takes_one_yes_for_both(project, client_of, buyer, member):
    me, client = stake(project, member), client_of(member)
    ActivityFactory(project=project, letters={me: "R"})
    edit_stakeholder(stakeholder=me, version=me.version, by=buyer, why_it_matters="People find us.")
    invite(stakeholder=me, asked_on=today(), for_what="Advice", by=buyer, nonce=uuid.uuid4())
    page = client.get(at(project, "my_part"))
    assert "With a yes you also say that the part below is yours." in page.text
    sent = {"answer": "1", "answer-answer": "yes", "answer-version": "1", "answer-seen": json.dumps(page.context["part"].seen)}
    page = client.post(at(project, "my_part"), sent, follow=True).text
    assert ("Your answer is saved. You said yes to your part." in page, "You said yes to it as it is now." in page) == (True, True)
