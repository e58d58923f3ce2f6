"""The pages of people: the list, adding, pasting, expertise, one person, roles, handing over, removing."""

import json
import uuid
from http import HTTPStatus

import pytest
from django.urls import reverse
from pytest_django.asserts import assertNumQueries

from projects.forms.people import PersonForm
from projects.models import Kind, ProjectState, Role
from projects.operations.expertise import decide_expertise
from projects.operations.people import add_stakeholder, edit_stakeholder, remove_stakeholder
from projects.operations.project import stop_project
from projects.sending import drawn
from tests.factories import ExpertiseNeedFactory, ProjectFactory, StakeholderFactory, buyer_of

DONE, REFUSED, TAKEN, WRONG = HTTPStatus.SEE_OTHER, HTTPStatus.FORBIDDEN, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY
OTHERS = ["member", "wider", "viewer"]


def at(project, name, *args):
    return reverse(f"projects:{name}", args=[project.ref, *args])


def stake(project, person):
    return project.stakeholders.get(person=person, left_at=None)


def typed(row, **fields):
    """The form of a person as their page sends it."""
    names = ("name", "email", "part", "phone", "position", "organisation", "function", "expertise", "why_it_matters", "interest")
    whole = {name: getattr(row, name) for name in (*names, "support_criteria", "version")}
    return {**whole, **{n: "on" for n in ("is_affected", "is_high_interest", "is_approver", "is_delegate") if getattr(row, n)}, **fields}


def new(**fields):
    return {"kind": "person", "name": "Tom Okafor", "role": "team_member", "nonce": str(uuid.uuid4()), **fields}


@pytest.fixture
def of_buyer(client_of, buyer):
    return client_of(buyer)


@pytest.fixture
def of_officer(client_of, officer):
    return client_of(officer)


def stop(project):
    stop_project(project=project, state=ProjectState.PAUSED, reason="No money this year.", by=buyer_of(project))


# ---- people -------------------------------------------------------------------------------------------------------


def test_people_core_first_then_the_others(project, of_buyer):
    StakeholderFactory(project=project, group=True, name="Call centre staff")
    StakeholderFactory(project=project, position_only=True, name="Legal expert")
    roster = of_buyer.get(at(project, "people")).context["roster"]
    assert [line.role for line in roster.core] == ["Buyer", "On behalf of the buyer", "Procurement officer", "Team member"]
    assert [line.stakeholder.name for line in roster.wider] == ["Call centre staff", "Noor Correa"]
    assert [line.stakeholder.name for line in roster.positions] == ["Legal expert"]
    assert roster.counted == "5 people, 1 group, 1 position nobody fills yet"


def test_people_says_the_agencys_word_for_the_buyer(project, agency, of_buyer):
    agency.word_for_buyer = "Sponsor"
    agency.save()
    page = of_buyer.get(at(project, "people"))
    assert page.context["roster"].core[0].role == "Sponsor"


def test_people_by_the_sides_with_their_actions(project, buyer, of_buyer, member):
    page = of_buyer.get(at(project, "people")).text
    for name, args in {"person_add": (), "people_paste": (), "expertise": (), "person": (stake(project, member).pk,)}.items():
        assert f'href="{at(project, name, *args)}"' in page
    assert page.count("Hand over") == 1
    assert f'href="{at(project, "hand_over", stake(project, buyer).pk)}"' in page


def test_people_by_a_member_without_actions(project, client_of, member, buyer):
    page = client_of(member).get(at(project, "people")).text
    assert "add and change people" in page
    assert at(project, "person_add") not in page
    assert "Hand over" not in page
    assert f'href="{at(project, "person", stake(project, buyer).pk)}">Ruth Banksia</a>' in page


def test_people_shows_each_reader_what_is_theirs_to_read(project, request, client_of):
    wanted = {"part": "Approves the money.", "is_approver": True, "support_criteria": "A named owner.", "phone": "02 5550 0101"}
    by = {who: request.getfixturevalue(who) for who in ("buyer", "member", "viewer", "wider")}
    add_stakeholder(project=project, name="Ana Ruiz", email="ana@des.example", by=by["buyer"], **wanted)
    pages = {who: client_of(person).get(at(project, "people")).text for who, person in by.items()}
    for words, readers in {
        "Ana Ruiz": {"buyer", "member", "viewer", "wider"},
        'href="mailto:ana@des.example"': {"buyer", "member", "viewer", "wider"},
        'href="tel:0255500101"': {"buyer", "member", "viewer", "wider"},
        "Approves the money.": {"buyer", "member", "viewer"},
        "Approves this buy": {"buyer", "member", "viewer"},
        "A named owner.": {"buyer"},
    }.items():
        assert {who for who, page in pages.items() if words in page} == readers, words


def test_people_says_what_is_missing_in_words(project, of_buyer, buyer):
    add_stakeholder(project=project, name="Tom Okafor", by=buyer)
    page = of_buyer.get(at(project, "people")).text
    assert "What they do here is not written yet" in page
    assert "No contact details" in page


def test_people_says_who_can_fill_an_empty_seat(agency, client_of):
    project = ProjectFactory(agency=agency, without_officer=True)
    buyer = buyer_of(project)
    wider = StakeholderFactory(project=project, wider=True).person
    link = f'href="{at(project, "person_add")}?role=procurement_officer"'
    pages = [client_of(person).get(at(project, "people")).text for person in (buyer, wider)]
    assert all("Procurement officer: not named yet" in page and f"{buyer.name} can name them." in page for page in pages)
    assert [link in page for page in pages] == [True, False]


def test_people_lists_who_left_apart_to_those_who_read_the_record(project, client_of, buyer, member, wider):
    StakeholderFactory(project=project, left=True, name="Lea Leptospermum")
    pages = {person: client_of(person).get(at(project, "people")) for person in (buyer, member, wider)}
    assert ["Left (1)" in page.text for page in pages.values()] == [True, True, False]
    assert ["Lea Leptospermum" in page.text for page in pages.values()] == [True, True, False]
    assert "Lea Leptospermum" not in [line.stakeholder.name for line in pages[buyer].context["roster"].core]


def test_people_while_stopped_says_so(project, of_buyer):
    stop(project)
    page = of_buyer.get(at(project, "people")).text
    assert "This project is paused, so people cannot be added or changed until it is resumed." in page
    assert f'class="button" id="add" href="{at(project, "person_add")}"' not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_people_asks_as_often_for_one_as_for_three(project, of_buyer, rows):
    for number in range(rows):
        StakeholderFactory(project=project)
        StakeholderFactory(project=project, group=True, name=f"Group {number}")
        StakeholderFactory(project=project, left=True)
    of_buyer.get(at(project, "people"))
    with assertNumQueries(4):
        of_buyer.get(at(project, "people"))


def test_people_of_somebody_elses_project_is_not_there(client_of, outsider, project):
    assert client_of(outsider).get(at(project, "people")).status_code == HTTPStatus.NOT_FOUND


# ---- person_add ---------------------------------------------------------------------------------------------------


def test_person_add_says_what_to_send_them(project, of_officer):
    answer = of_officer.post(at(project, "person_add"), new(email="Tom@DES.example", part="Advises.\r\nAlways."), follow=True)
    assert answer.redirect_chain == [(at(project, "people"), DONE)]
    added = project.stakeholders.get(name="Tom Okafor")
    assert (added.email, added.part, added.role) == ("tom@des.example", "Advises.\nAlways.", Role.TEAM_MEMBER)
    address = f"http://testserver{at(project, 'my_part')}"
    assert f"Send Tom Okafor this address: {drawn(address)}" in answer.text
    assert "They sign in by their e-mail address, tom@des.example." in answer.text


def test_person_add_without_an_address_says_that_nobody_signs_in(project, of_officer):
    answer = of_officer.post(at(project, "person_add"), new(name="<b>Tom</b>"), follow=True)
    assert "&lt;b&gt;Tom&lt;/b&gt; is added. Without an e-mail address, &lt;b&gt;Tom&lt;/b&gt; cannot sign in." in answer.text


def test_person_add_of_a_group_makes_it_wider(project, of_officer):
    assert of_officer.post(at(project, "person_add"), new(kind="group", name="Suppliers")).status_code == DONE
    assert project.stakeholders.get(name="Suppliers").role == Role.WIDER


def test_person_add_twice_adds_one_even_a_seat(agency, client_of):
    project = ProjectFactory(agency=agency, without_officer=True)
    client, same = client_of(buyer_of(project)), new(role="procurement_officer", email="tom@des.example")
    assert [client.post(at(project, "person_add"), same).status_code for _ in range(2)] == [DONE, DONE]
    assert project.stakeholders.filter(role=Role.PROCUREMENT_OFFICER).count() == 1


def test_person_add_offers_the_roles_that_may_be_given(project, client_of, buyer, officer, agency):
    unfilled = ProjectFactory(agency=agency, without_officer=True)
    offered = {}
    for label, person, place in (("buyer", buyer, project), ("officer", officer, project), ("new", buyer_of(unfilled), unfilled)):
        page = client_of(person).get(at(place, "person_add"))
        offered[label] = [value for value, _ in page.context["form"].fields["role"].choices]
    assert offered == {
        "buyer": ["buyers_agent", "team_member", "wider"],
        "officer": ["team_member", "wider"],
        "new": ["buyers_agent", "procurement_officer", "team_member", "wider"],
    }


def test_person_add_takes_from_its_address_what_was_chosen(project, of_officer):
    asked = of_officer.get(at(project, "person_add") + "?role=wider&kind=group&expertise=legal&part=x").context["form"].initial
    assert (asked["role"], asked["kind"], asked["expertise"], "part" in asked) == ("wider", "group", "legal", False)
    nonsense = of_officer.get(at(project, "person_add") + "?role=buyer&kind=x&expertise=y").context["form"].initial
    assert (nonsense["role"], "kind" in nonsense, "expertise" in nonsense) == ("team_member", False, False)


def test_person_add_refused_keeps_what_was_typed(project, of_officer, member):
    answer = of_officer.post(at(project, "person_add"), new(email=member.email, part="Draws the maps."))
    assert (answer.status_code, "Draws the maps." in answer.text) == (TAKEN, True)
    assert "Mei Waratah is in this project already." in answer.text
    answer = of_officer.post(at(project, "person_add"), new(role="buyers_agent", part="Draws the maps."))
    assert (answer.status_code, "Draws the maps." in answer.text) == (REFUSED, True)
    assert not project.stakeholders.filter(name="Tom Okafor").exists()


def test_person_add_in_error_opens_the_rest(project, of_officer):
    answer = of_officer.post(at(project, "person_add"), new(name="", email="nonsense", phone="1" * 50))
    assert answer.status_code == WRONG
    assert '<a href="#id_name">Enter a name</a>' in answer.text
    assert '<details class="more" open>' in answer.text
    assert '<details class="more">' in of_officer.get(at(project, "person_add")).text


def test_person_add_while_stopped(project, of_officer):
    stop(project)
    assert of_officer.get(at(project, "person_add")).status_code == TAKEN
    answer = of_officer.post(at(project, "person_add"), new(part="Draws the maps."))
    assert (answer.status_code, "Draws the maps." in answer.text) == (TAKEN, True)


# ---- people_paste -------------------------------------------------------------------------------------------------

LINE = 'Mei Chen <mei@x.example>, "Kelly, Dan" <dan@x.example>; ana.ruiz@x.example\r\nSomebody Unknown'


def test_people_paste_shows_and_writes_nothing(project, of_officer, member):
    text = f"{LINE}; {member.email}"
    answer = of_officer.post(at(project, "people_paste"), {"text": text, "role": "wider"})
    assert (answer.status_code, project.stakeholders.count()) == (HTTPStatus.OK, 5)
    assert [person.name for person in answer.context["fresh"]] == ["Mei Chen", "Dan Kelly", "Ana Ruiz"]
    assert [name for _, name in answer.context["listed"]] == ["Mei Waratah"]
    assert answer.context["unread"] == ("Somebody Unknown",)
    assert "Will be added as wider stakeholders" in answer.text


def test_people_paste_confirmed_adds_them_once(project, of_officer):
    sure = {"text": LINE, "role": "wider", "confirm": "1"}
    answer = of_officer.post(at(project, "people_paste"), sure, follow=True)
    assert answer.redirect_chain == [(at(project, "people"), DONE)]
    assert "3 people are added." in answer.text
    names = project.stakeholders.filter(email__endswith="@x.example").order_by("pk").values_list("name", "role")
    assert list(names) == [("Mei Chen", "wider"), ("Dan Kelly", "wider"), ("Ana Ruiz", "wider")]
    again = of_officer.post(at(project, "people_paste"), sure)
    assert (again.status_code, project.stakeholders.count()) == (HTTPStatus.OK, 8)


def test_people_paste_knows_who_is_listed_by_the_address_they_sign_in_by(project, of_officer, member):
    row = stake(project, member)
    row.email = ""
    row.save()
    answer = of_officer.post(at(project, "people_paste"), {"text": member.email, "role": "wider", "confirm": "1"})
    assert (answer.status_code, answer.context["fresh"]) == (HTTPStatus.OK, [])
    assert "Everyone you pasted is listed already" in answer.text


def test_people_paste_tells_one_from_many(project, of_officer):
    answer = of_officer.post(at(project, "people_paste"), {"text": "mei@x.example", "role": "wider", "confirm": "1"}, follow=True)
    assert "1 person is added." in answer.text


@pytest.mark.parametrize("text", ["", "x" * 20_001, ",".join(f"a{n}@x.example" for n in range(201))])
def test_people_paste_has_its_limits(project, of_officer, text):
    answer = of_officer.post(at(project, "people_paste"), {"text": text, "role": "wider", "confirm": "1"})
    assert (answer.status_code, project.stakeholders.count()) == (WRONG, 5)


@pytest.mark.parametrize("role", ["buyer", "procurement_officer", "buyers_agent", ""])
def test_people_paste_gives_no_seat(project, of_officer, role):
    answer = of_officer.post(at(project, "people_paste"), {"text": "a@x.example", "role": role, "confirm": "1"})
    assert (answer.status_code, project.stakeholders.count()) == (WRONG, 5)


def test_people_paste_while_stopped(project, of_officer):
    stop(project)
    assert of_officer.get(at(project, "people_paste")).status_code == TAKEN
    answer = of_officer.post(at(project, "people_paste"), {"text": "a@x.example", "role": "wider", "confirm": "1"})
    assert (answer.status_code, "a@x.example" in answer.text) == (TAKEN, True)


# ---- expertise ----------------------------------------------------------------------------------------------------


def pressed(page, *ticked, rest="not_needed", **notes):
    """The form of the page with these kinds ticked."""
    seen = json.dumps(page.context["form"].initial["seen"])
    return {"seen": seen, "rest": rest, **dict.fromkeys(ticked, "on"), **{f"{kind}_note": note for kind, note in notes.items()}}


def decided(project):
    return {need.kind: (need.decision, need.note) for need in project.expertise_needs.all()}


def test_expertise_in_one_press(project, of_officer):
    page = of_officer.get(at(project, "expertise"))
    assert "14 of 14 kinds not decided yet." in page.text
    answer = of_officer.post(at(project, "expertise"), pressed(page, "legal", legal="Terms", cyber="No data"), follow=True)
    assert answer.redirect_chain == [(at(project, "expertise"), DONE)]
    assert (len(decided(project)), decided(project)["legal"]) == (14, ("needed", "Terms"))
    assert decided(project)["cyber"] == ("not_needed", "No data")
    assert "Each kind is decided." in answer.text
    assert "Nobody yet: <a" in answer.text


def test_expertise_leaves_the_rest_for_later(project, of_officer):
    page = of_officer.get(at(project, "expertise"))
    of_officer.post(at(project, "expertise"), pressed(page, "legal", rest="later"))
    assert decided(project) == {"legal": ("needed", "")}
    page = of_officer.get(at(project, "expertise"))
    of_officer.post(at(project, "expertise"), pressed(page, "cyber", rest="later"))
    assert decided(project) == {"legal": ("not_needed", ""), "cyber": ("needed", "")}


def test_expertise_keeps_a_note_that_has_no_decision(project, of_officer):
    page = of_officer.get(at(project, "expertise"))
    answer = of_officer.post(at(project, "expertise"), pressed(page, rest="later", legal="Maybe"))
    assert (answer.status_code, decided(project)) == (WRONG, {})
    assert 'value="Maybe"' in answer.text
    assert "a note goes with a decision" in answer.text


def test_expertise_decided_meanwhile_shows_theirs_and_yours(project, of_officer, buyer):
    page = of_officer.get(at(project, "expertise"))
    decide_expertise(project=project, decisions={"legal": "needed", "cyber": "needed"}, notes={"cyber": "Theirs"}, by=buyer)
    answer = of_officer.post(at(project, "expertise"), pressed(page, "cyber", rest="later", cyber="Mine"))
    assert answer.status_code == TAKEN
    assert [(d.label, d.theirs, d.yours) for d in answer.context["differences"]] == [("Cyber security", "Needed\nTheirs", "Needed\nMine")]
    mine = answer.context["form"]
    assert (mine["legal"].value(), mine["cyber_note"].value()) == (True, "Mine")  # what only they changed is taken over
    kept = {"seen": mine["seen"].value(), "rest": "later", "legal": "on", "cyber": "on", "cyber_note": "Mine"}
    assert of_officer.post(at(project, "expertise"), kept).status_code == DONE
    assert decided(project) == {"legal": ("needed", ""), "cyber": ("needed", "Mine")}


def test_expertise_pressed_twice_is_no_conflict(project, of_officer):
    same = pressed(of_officer.get(at(project, "expertise")), "legal")
    assert [of_officer.post(at(project, "expertise"), same).status_code for _ in range(2)] == [DONE, DONE]
    assert project.stakeholders.filter(kind=Kind.POSITION).count() == 1


@pytest.mark.parametrize("seen", ["", "null", "[]", '{"legal": "needed"}', '{"legal": ["needed"]}', '{"legal": [1, 2]}', "{"])
def test_expertise_of_a_broken_form_is_refused(project, of_officer, seen):
    assert of_officer.post(at(project, "expertise"), {"seen": seen, "legal": "on"}).status_code == WRONG
    assert decided(project) == {}


@pytest.mark.parametrize("who", ["member", "viewer"])
def test_expertise_is_read_by_those_who_read_the_record(request, project, client_of, who):
    ExpertiseNeedFactory(project=project, note="In the panel's terms.")
    client = client_of(request.getfixturevalue(who))
    page = client.get(at(project, "expertise"))
    assert "In the panel&#x27;s terms." in page.text
    assert '<button class="button" id="save-all"' not in page.text
    assert client.post(at(project, "expertise"), {"seen": "{}", "legal": "on"}).status_code == REFUSED


def test_expertise_while_stopped_is_read_only(project, of_officer):
    page = of_officer.get(at(project, "expertise"))
    stop(project)
    assert of_officer.get(at(project, "expertise")).context["form"] is None
    assert of_officer.post(at(project, "expertise"), pressed(page, "legal")).status_code == TAKEN


@pytest.mark.parametrize("rows", [1, 3])
def test_expertise_asks_as_often_for_one_as_for_three(project, of_officer, rows):
    for _ in range(rows):
        StakeholderFactory(project=project, expertise="legal")
    of_officer.get(at(project, "expertise"))
    with assertNumQueries(5):
        of_officer.get(at(project, "expertise"))


# ---- person -------------------------------------------------------------------------------------------------------


def test_person_is_changed_by_either_side(project, of_officer, member):
    row = stake(project, member)
    answer = of_officer.post(at(project, "person", row.pk), typed(row, part="Draws the maps.", is_affected="on"))
    assert (answer.status_code, answer["Location"]) == (DONE, at(project, "people"))
    row.refresh_from_db()
    assert (row.part, row.is_affected, row.version) == ("Draws the maps.", True, 2)


def test_person_saved_unchanged_writes_nothing(project, of_officer, member):
    row, before = stake(project, member), project.history.count()
    assert of_officer.post(at(project, "person", row.pk), typed(row)).status_code == DONE
    assert project.history.count() == before


@pytest.mark.parametrize("who", OTHERS)
def test_person_is_read_by_the_others(request, project, client_of, buyer, member, who):
    client, row = client_of(request.getfixturevalue(who)), stake(project, member)
    edit_stakeholder(stakeholder=row, version=1, by=buyer, support_criteria="A named owner.", is_approver=True)
    page = client.get(at(project, "person", row.pk))
    assert page.status_code == HTTPStatus.OK
    assert "form" not in page.context
    assert "A named owner." not in page.text
    assert ("Does their part of the work." in page.text) == (who != "wider")
    assert "Remove" not in page.text
    assert client.post(at(project, "person", row.pk), typed(row, part="Mine.")).status_code == REFUSED


def seen_of(row):
    """What the page of a person carries of what it showed."""
    return json.dumps(PersonForm(stakeholder=row).initial["seen"])


def test_person_changed_by_two_in_different_fields_has_both(project, of_officer, buyer, member):
    row = stake(project, member)
    edit_stakeholder(stakeholder=stake(project, member), version=1, by=buyer, part="Theirs.", is_affected=True)
    assert of_officer.post(at(project, "person", row.pk), typed(row, interest="Mine.", seen=seen_of(row))).status_code == DONE
    row.refresh_from_db()
    assert (row.part, row.is_affected, row.interest) == ("Theirs.", True, "Mine.")


@pytest.mark.parametrize(("take", "stays"), [("mine", "Mine."), ("theirs", "Theirs.")])
def test_person_changed_by_two_in_one_field_is_chosen_field_by_field(project, of_officer, buyer, member, take, stays):
    row = stake(project, member)
    edit_stakeholder(stakeholder=stake(project, member), version=1, by=buyer, part="Theirs.", is_affected=True)
    answer = of_officer.post(at(project, "person", row.pk), typed(row, part="Mine.", interest="Mine too.", seen=seen_of(row)))
    assert answer.status_code == TAKEN
    assert buyer.name in answer.text
    assert [(c.label, c.theirs, c.yours) for c in answer.context["clashes"]] == [("What they do here", "Theirs.", "Mine.")]
    form = answer.context["form"]
    assert [form[name].value() for name in ("version", "part", "interest", "is_affected")] == [2, "Mine.", "Mine too.", True]
    again = typed(row, part="Mine.", interest="Mine too.", is_affected="on", version="2", seen=form["seen"].value(), **{"take-part": take})
    assert of_officer.post(at(project, "person", row.pk), again).status_code == DONE
    row.refresh_from_db()
    assert (row.part, row.is_affected, row.interest) == (stays, True, "Mine too.")


@pytest.mark.parametrize("seen", ["[]", "{", "1"])
def test_person_page_that_is_not_sent_whole_changes_nothing(project, of_officer, member, seen):
    row = stake(project, member)
    assert of_officer.post(at(project, "person", row.pk), typed(row, part="Mine.", seen=seen)).status_code == WRONG


def test_person_sent_without_what_was_seen_is_held_by_its_version(project, of_officer, buyer, member):
    row = stake(project, member)
    edit_stakeholder(stakeholder=stake(project, member), version=1, by=buyer, part="Theirs.")
    answer = of_officer.post(at(project, "person", row.pk), typed(row, part="Mine."))
    assert (answer.status_code, answer.context["form"]["part"].value()) == (TAKEN, "Mine.")


def test_person_given_an_address_can_sign_in_and_the_page_says_so(project, of_buyer, buyer):
    row = add_stakeholder(project=project, name="Tom Okafor", by=buyer)
    assert "Without an e-mail address, Tom Okafor cannot sign in." in of_buyer.get(at(project, "person", row.pk)).text
    answer = of_buyer.post(at(project, "person", row.pk), typed(row, email="tom@des.example"), follow=True)
    assert "Tom Okafor can sign in now. They sign in by their e-mail address, tom@des.example." in answer.text


def test_person_refused_keeps_what_was_typed(project, of_officer, buyer, member):
    row = stake(project, buyer)
    answer = of_officer.post(at(project, "person", row.pk), typed(row, email="mine@des.example", part="Draws the maps."))
    assert (answer.status_code, "Draws the maps." in answer.text) == (TAKEN, True)
    row = stake(project, member)
    answer = of_officer.post(at(project, "person", row.pk), typed(row, name="", part="Draws the maps."))
    assert (answer.status_code, "Draws the maps." in answer.text) == (WRONG, True)


def test_person_who_left_is_read_only(project, of_officer, buyer):
    gone = StakeholderFactory(project=project, left=True)
    page = of_officer.get(at(project, "person", gone.pk))
    assert "form" not in page.context
    assert at(project, "contact_remove", gone.pk) in page.text
    assert of_officer.post(at(project, "person", gone.pk), typed(gone, part="Changed.")).status_code == TAKEN


def test_person_while_stopped_is_read_only(project, of_officer, member):
    stop(project)
    assert "form" not in of_officer.get(at(project, "person", stake(project, member).pk)).context


def test_person_fills_a_position(project, of_officer):
    position = StakeholderFactory(project=project, position_only=True, name="Legal expert")
    page = of_officer.get(at(project, "person", position.pk))
    assert "Name the person who fills this position" in page.text
    filled = {"fill-name": "Mei Chen", "fill-email": "mei@des.example"}
    answer = of_officer.post(at(project, "person", position.pk), filled, follow=True)
    assert answer.redirect_chain == [(at(project, "people"), DONE)]
    assert "Mei Chen fills the position “Legal expert”." in answer.text
    position.refresh_from_db()
    assert (position.kind, position.name) == (Kind.PERSON, "Mei Chen")


def test_person_filling_in_error_keeps_what_was_typed(project, of_officer, member):
    position = StakeholderFactory(project=project, position_only=True)
    answer = of_officer.post(at(project, "person", position.pk), {"fill-name": " ", "fill-email": "mei@des.example"})
    assert answer.status_code == WRONG
    assert '<a href="#id_fill-name">Enter a name</a>' in answer.text
    answer = of_officer.post(at(project, "person", position.pk), {"fill-name": "Mei", "fill-email": member.email})
    assert (answer.status_code, f'value="{member.email}"' in answer.text) == (TAKEN, True)


# ---- person_role --------------------------------------------------------------------------------------------------


def test_person_role_gives_another(project, of_officer, wider):
    row = stake(project, wider)
    page = of_officer.get(at(project, "person_role", row.pk))
    assert [value for value, _ in page.context["form"].fields["role"].choices] == ["team_member", "wider"]
    answer = of_officer.post(at(project, "person_role", row.pk), {"role": "team_member"}, follow=True)
    assert answer.redirect_chain == [(at(project, "people"), DONE)]
    assert "Noor Correa: team member from now on." in answer.text


def test_person_role_offers_what_fits(project, of_buyer):
    for made, roles in (
        (StakeholderFactory(project=project, group=True), ["wider"]),
        (StakeholderFactory(project=project, position_only=True), ["team_member", "wider"]),
        (StakeholderFactory(project=project), ["buyers_agent", "team_member", "wider"]),
    ):
        page = of_buyer.get(at(project, "person_role", made.pk))
        assert [value for value, _ in page.context["form"].fields["role"].choices] == roles


@pytest.mark.parametrize(
    ("who", "words"),
    [("buyer", "Only they can hand that part over"), ("agent", "Only the buyer gives and takes the role on behalf of the buyer.")],
)
def test_person_role_says_why_not(request, project, of_officer, who, words):
    row = stake(project, request.getfixturevalue(who))
    page = of_officer.get(at(project, "person_role", row.pk))
    assert words in page.text
    assert '<button class="button" id="save"' not in page.text
    assert of_officer.post(at(project, "person_role", row.pk), {"role": "wider"}).status_code in {REFUSED, TAKEN}
    assert stake(project, row.person).role == row.role


def test_person_role_of_a_leaver(project, of_officer):
    gone = StakeholderFactory(project=project, left=True)
    assert "has left this project." in of_officer.get(at(project, "person_role", gone.pk)).text
    assert of_officer.post(at(project, "person_role", gone.pk), {"role": "wider"}).status_code == TAKEN
    assert of_officer.post(at(project, "person_role", gone.pk), {"role": "viewer"}).status_code == WRONG


# ---- hand_over ----------------------------------------------------------------------------------------------------


def test_hand_over_twice_is_once(project, client_of, officer, member):
    client, mine, to = client_of(officer), stake(project, officer), stake(project, member)
    page = client.get(at(project, "hand_over", mine.pk))
    assert "You stop being the procurement officer and stay in the project as a team member." in page.text
    same = {"seat": "procurement_officer", "to": to.pk}
    assert [client.post(at(project, "hand_over", mine.pk), same).status_code for _ in range(2)] == [DONE, DONE]
    assert (stake(project, member).role, stake(project, officer).role) == (Role.PROCUREMENT_OFFICER, Role.TEAM_MEMBER)


def test_hand_over_offers_people_who_are_here(project, of_officer, officer):
    StakeholderFactory(project=project, group=True)
    StakeholderFactory(project=project, left=True, name="Lea Leptospermum")
    add_stakeholder(project=project, name="Tom Okafor", by=officer)
    offered = [
        words.partition(",")[0] for _, words in of_officer.get(at(project, "hand_over", stake(project, officer).pk)).context["people"]
    ]
    assert offered == ["Ada Grevillea", "Mei Waratah", "Tom Okafor", "Noor Correa"]
    assert (
        "Tom Okafor, who has no e-mail address, so cannot sign in"
        in of_officer.get(at(project, "hand_over", stake(project, officer).pk)).text
    )


@pytest.mark.parametrize("who", ["agent", "member", "wider", "cover"])
def test_hand_over_by_nobody_else(request, project, client_of, officer, member, who):
    client, row = client_of(request.getfixturevalue(who)), stake(project, officer)
    sent = {"seat": "procurement_officer", "to": stake(project, member).pk}
    assert client.get(at(project, "hand_over", row.pk)).status_code == REFUSED
    assert client.post(at(project, "hand_over", row.pk), sent).status_code == REFUSED
    assert stake(project, officer).role == Role.PROCUREMENT_OFFICER


def test_hand_over_by_who_holds_no_seat(project, client_of, member, agent):
    client, row = client_of(member), stake(project, member)
    assert "by who holds them" in client.get(at(project, "hand_over", row.pk)).text
    assert client.post(at(project, "hand_over", row.pk), {"seat": "buyer", "to": stake(project, agent).pk}).status_code == REFUSED


def test_hand_over_to_nobody_or_to_the_other_seat(project, of_officer, officer, buyer):
    page = at(project, "hand_over", stake(project, officer).pk)
    assert of_officer.post(page, {"seat": "procurement_officer"}).status_code == WRONG
    assert of_officer.post(page, {"seat": "procurement_officer", "to": stake(project, buyer).pk}).status_code == TAKEN


def test_hand_over_to_somebody_of_another_project_is_not_there(project, of_officer, officer):
    elsewhere = StakeholderFactory()
    sent = {"seat": "procurement_officer", "to": elsewhere.pk}
    assert of_officer.post(at(project, "hand_over", stake(project, officer).pk), sent).status_code == HTTPStatus.NOT_FOUND


def test_hand_over_where_nobody_can_take_it(agency, client_of):
    project = ProjectFactory(agency=agency)
    page = client_of(buyer_of(project)).get(at(project, "hand_over", stake(project, buyer_of(project)).pk))
    assert "Nobody in this project can take it over yet." in page.text


def test_hand_over_works_while_stopped(project, of_officer, officer, member):
    stop(project)
    page, sent = at(project, "hand_over", stake(project, officer).pk), {"seat": "procurement_officer", "to": stake(project, member).pk}
    assert of_officer.get(page).status_code == HTTPStatus.OK
    assert of_officer.post(page, sent).status_code == DONE


# ---- person_remove and contact_remove -----------------------------------------------------------------------------


def test_person_remove_asks_then_removes_once(project, of_officer, member):
    row = stake(project, member)
    assert "What stays" in of_officer.get(at(project, "person_remove", row.pk)).text
    assert [of_officer.post(at(project, "person_remove", row.pk)).status_code for _ in range(2)] == [DONE, DONE]
    row.refresh_from_db()
    assert row.left_at is not None
    assert "has left this project." in of_officer.get(at(project, "person_remove", row.pk)).text


def test_person_remove_of_a_seat_is_refused_with_the_reason(project, of_officer, buyer):
    row = stake(project, buyer)
    page = of_officer.get(at(project, "person_remove", row.pk))
    assert "never just left empty" in page.text
    assert "<h1>Ruth Banksia cannot be removed</h1>" in page.text
    assert of_officer.post(at(project, "person_remove", row.pk)).status_code == TAKEN


def test_person_remove_of_oneself_is_leaving(project, client_of, agent):
    answer = client_of(agent).post(at(project, "person_remove", stake(project, agent).pk))
    assert (answer.status_code, answer["Location"]) == (HTTPStatus.FOUND, at(project, "leave"))


@pytest.mark.parametrize("who", ["officer", "member"])
def test_contact_remove_asks_then_removes_once(request, project, client_of, member, who):
    client, row = client_of(request.getfixturevalue(who)), stake(project, member)
    assert member.email in client.get(at(project, "contact_remove", row.pk)).text
    assert [client.post(at(project, "contact_remove", row.pk)).status_code for _ in range(2)] == [DONE, DONE]
    row.refresh_from_db()
    assert (row.email, row.phone) == ("", "")
    assert "No phone number or e-mail address is recorded." in client.get(at(project, "contact_remove", row.pk)).text


def test_contact_remove_of_others_by_a_side_only(project, client_of, member, wider):
    client, page = client_of(wider), at(project, "contact_remove", stake(project, member).pk)
    assert (client.get(page).status_code, client.post(page).status_code) == (REFUSED, REFUSED)
    assert stake(project, member).email == member.email


# ---- Other people's projects --------------------------------------------------------------------------------------

OF_ONE = ["person", "person_role", "hand_over", "person_remove", "contact_remove"]


@pytest.mark.parametrize("name", OF_ONE)
def test_an_id_of_another_project_is_not_there(project, of_buyer, name):
    elsewhere = StakeholderFactory()
    page = at(project, name, elsewhere.pk)
    answers = [of_buyer.get(page), of_buyer.post(page, typed(elsewhere, part="Mine.", role="wider", seat="buyer", to=elsewhere.pk))]
    assert [answer.status_code for answer in answers] == [HTTPStatus.NOT_FOUND] * 2
    elsewhere.refresh_from_db()
    assert (elsewhere.part, elsewhere.left_at, bool(elsewhere.email)) == ("Does their part of the work.", None, True)


@pytest.mark.parametrize("name", [*OF_ONE, "person_add", "people_paste", "expertise"])
def test_another_project_is_not_there(project, of_buyer, name):
    elsewhere = StakeholderFactory()
    page = at(elsewhere.project, name, *([elsewhere.pk] if name in OF_ONE else []))
    assert [of_buyer.get(page).status_code, of_buyer.post(page, new()).status_code] == [HTTPStatus.NOT_FOUND] * 2


@pytest.mark.parametrize("who", OTHERS)
@pytest.mark.parametrize("name", ["person_add", "people_paste", "person_role", "person_remove"])
def test_pages_of_the_sides_are_refused_to_the_others(request, project, client_of, officer, who, name):
    client = client_of(request.getfixturevalue(who))
    page = at(project, name, *([stake(project, officer).pk] if name in OF_ONE else []))
    assert [client.get(page).status_code, client.post(page, new()).status_code] == [REFUSED, REFUSED]


def test_who_was_removed_cannot_open_it(project, client_of, buyer, member):
    remove_stakeholder(stakeholder=stake(project, member), by=buyer)
    assert client_of(member).get(at(project, "people")).status_code == HTTPStatus.NOT_FOUND


# ---- The address to send ------------------------------------------------------------------------------------------


def test_people_says_the_address_to_send_to_who_may_add(project, client_of, buyer, member):
    words = f"Send them this address: {drawn(f'http://testserver/projects/{project.ref}/my-part/')}"
    assert (words in client_of(buyer).get(f"/projects/{project.ref}/people/").text) is True
    assert (words in client_of(member).get(f"/projects/{project.ref}/people/").text) is False


def test_somebody_in_the_project_already_is_named_and_nothing_is_missing(project, client_of, buyer, member):
    row = project.stakeholders.get(person=member)
    sent = {"kind": "person", "role": "team_member", "name": "Mei", "email": member.email, "nonce": str(uuid.uuid4())}
    page = client_of(buyer).post(f"/projects/{project.ref}/people/add/", sent)
    assert (page.status_code, "What is missing" in page.text) == (409, False)
    assert f'<a href="/projects/{project.ref}/people/{row.pk}/">See {row.name}</a>' in page.text
