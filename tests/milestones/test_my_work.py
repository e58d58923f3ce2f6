"""My work: what waits on whom, in which words, at a bounded cost; taking on from the queue."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from milestones.asked import asked_by_meetings
from milestones.operations import ProjectStart, agree_since, hear_explanation, start_project
from projects.clock import today
from projects.models import BuyingProject, Person, ProjectState, Role
from projects.operations.people import add_stakeholder, hand_over
from projects.operations.project import stop_project
from tests.factories import (
    AgencyFactory,
    AgencyPostFactory,
    ConfirmationFactory,
    CoverFactory,
    ExplanationFactory,
    OpenItemFactory,
    PersonFactory,
    ProjectDraftFactory,
    ProjectFactory,
    SessionFactory,
    StakeholderFactory,
    answer_criterion,
    complete,
    confirm,
    identify_everyone,
    make_ready,
    meet,
    milestone_of,
    reopen,
)

pytestmark = pytest.mark.django_db


def work(client: Client) -> Any:
    page = client.get("/")
    assert page.status_code == 200
    return page.context


def things(client: Client) -> list[str]:
    return [thing.what for thing in work(client)["things"]]


@pytest.fixture
def queued(agency) -> BuyingProject:
    starter = PersonFactory(agency=agency, name="Stella Acacia")
    start = ProjectStart(title="Chairs", agency=agency, part="buyer", ask_for_officer=True)
    return start_project(start=start, by=starter)


# ---- Asked by the meetings -----------------------------------------------------------------------------------------


def asked(client: Client) -> list[tuple[str, str]]:
    return [(words, where) for _, words, where in work(client)["asked"]]


def test_who_missed_a_meeting_has_its_notes_to_read(project, client_of, member, officer):
    meet(project, 2, finished=True)
    mine = f"/projects/{project.ref}/my-part/#meeting-2-title"
    assert asked(client_of(member)) == [("Read the notes of the project briefing", mine)]
    assert asked(client_of(officer)) == []
    client_of(member).post(f"/projects/{project.ref}/milestones/2/meeting/read/")
    assert asked(client_of(member)) == []


def test_who_was_not_asked_when_something_was_agreed_since_has_the_notes_to_read(project, client_of, member, officer, buyer):
    meet(project, 3, agreed=["cadence"], finished=True)
    client_of(member).post(f"/projects/{project.ref}/milestones/3/meeting/read/")
    present = [s.pk for s in project.stakeholders.filter(person__in=[officer, member])]
    agree_since(milestone=milestone_of(project, 3), about="ways", agreed_on=today(), present=present, by=officer)
    assert [words for words, _ in asked(client_of(buyer))] == ["Read the notes of the kick-off workshop"]
    assert asked(client_of(member)) == []


def test_a_meeting_recorded_as_held_asks_nobody(project, client_of, member):
    SessionFactory(milestone=milestone_of(project, 2), held=True)
    assert asked(client_of(member)) == []


def test_both_sides_hear_each_other_and_the_members(project, client_of, buyer, agent, officer, member):
    where = f"/projects/{project.ref}/said-it-back/"
    for stakeholder in project.stakeholders.filter(person__in=[buyer, member]):
        ExplanationFactory(project=project, stakeholder=stakeholder)
    assert asked(client_of(officer)) == [(f"Hear how {buyer.name} and {member.name} say what it is for", where)]
    assert asked(client_of(agent)) == asked(client_of(buyer)) == [(f"Hear how {member.name} says what it is for", where)]
    assert asked(client_of(member)) == []


def test_who_wants_to_talk_still_has_it_to_hear_and_nobody_else(project, client_of, buyer, officer, member):
    written = ExplanationFactory(project=project, stakeholder=project.stakeholders.get(person=member))
    hear_explanation(explanation=written, hearing="talk", by=officer)
    assert (len(asked(client_of(officer))), asked(client_of(buyer))) == (1, [])
    hear_explanation(explanation=written, hearing="heard", by=officer)
    assert asked(client_of(officer)) == []


def test_meetings_of_a_stopped_project_ask_nobody(project, client_of, member, buyer, officer):
    meet(project, 2, finished=True)
    ExplanationFactory(project=project, stakeholder=project.stakeholders.get(person=member))
    stop_project(project=project, state=ProjectState.PAUSED, reason="Budget.", by=buyer)
    assert asked(client_of(member)) == asked(client_of(officer)) == []


def test_meetings_of_somebody_elses_project_ask_nobody(agency, client_of, member):
    theirs = ProjectFactory(agency=agency)
    meet(theirs, 2, finished=True)
    ExplanationFactory(project=theirs)
    assert asked(client_of(member)) == []


@pytest.mark.parametrize("number", [1, 3])
def test_what_meetings_ask_costs_the_same_for_one_project_and_for_three(agency, member, django_assert_num_queries, number):
    for _ in range(number):
        mine = ProjectFactory(agency=agency, buyer=member)
        meet(mine, 2, finished=True)
        agree_since(
            milestone=milestone_of(mine, 2),
            about="agreed",
            agreed_on=today(),
            present=[mine.stakeholders.get(role=Role.PROCUREMENT_OFFICER).pk],
            by=member,
        )
        ExplanationFactory(project=mine, stakeholder=mine.stakeholders.get(role=Role.PROCUREMENT_OFFICER))
    with django_assert_num_queries(6):
        assert len(asked_by_meetings(member)) == 2 * number


# ---- Waiting on you ------------------------------------------------------------------------------------------------


def test_the_officer_has_criteria_to_answer(project, client_of, officer):
    (thing,) = work(client_of(officer))["things"]
    assert (thing.what, thing.url) == ("Answer the 4 criteria of milestone 1", f"/projects/{project.ref}/milestones/1/")


@pytest.mark.parametrize(
    ("answered", "what"),
    [(["1.1"], "Answer 3 more criteria of milestone 1"), (["1.1", "1.2", "1.3"], "Answer the last criterion of milestone 1")],
)
def test_it_says_how_many_are_left(project, client_of, officer, answered, what):
    for key in answered:
        answer_criterion(project, key)
    assert things(client_of(officer)) == [what]


@pytest.mark.parametrize("who", ["member", "wider", "viewer", "administrator", "agency_officer", "outsider"])
def test_nobody_else_has_to_answer(project, client_of, who, request):
    assert things(client_of(request.getfixturevalue(who))) == []


def test_the_buyers_side_has_to_add_what_is_needed_until_everything_is_supported(project, client_of, buyer, agent, officer):
    (thing,) = work(client_of(agent))["things"]
    assert (thing.what, thing.url, thing.hint) == (
        "Add what milestone 1 still needs",
        f"/projects/{project.ref}/milestones/1/",
        "On behalf of Ruth Banksia, who can add it too.",
    )
    identify_everyone(project)
    for key in ("1.2", "1.3", "1.4"):
        assert things(client_of(buyer)) == ["Add what milestone 1 still needs"]
        answer_criterion(project, key)
    assert (things(client_of(buyer)), things(client_of(officer))) == ([], ["Answer the last criterion of milestone 1"])


def test_both_sides_have_to_confirm_a_milestone_that_is_ready(project, client_of, buyer, agent, officer, member):
    make_ready(project, 1)
    assert [things(client_of(p)) for p in (buyer, agent, officer, member)] == [["Confirm milestone 1"]] * 3 + [[]]
    (thing,) = work(client_of(agent))["things"]
    url = reverse("milestones:confirm", args=[project.ref, 1])
    assert (thing.url, thing.hint, thing.is_ready) == (url, "On behalf of Ruth Banksia, who can confirm too.", True)


def test_a_side_that_has_confirmed_has_nothing_to_do(project, client_of, buyer, agent, officer):
    make_ready(project, 1)
    confirm(project, 1, buyer)
    assert [things(client_of(p)) for p in (buyer, agent, officer)] == [[], [], ["Confirm milestone 1"]]


def test_the_officer_looks_again_by_name_and_where(project, client_of, officer, buyer):
    complete(project, 1)
    add_stakeholder(project=project, name="Dan Kelly", by=buyer)
    look, answer = work(client_of(officer))["things"]
    assert (look.what, look.hint) == ("Look again at 1.1", "Changed since you looked: Dan Kelly.")
    assert look.url == f"/projects/{project.ref}/milestones/1/#criterion-1-1"
    assert answer.what == "Answer the 5 criteria of milestone 2"


def test_many_changes_are_named_in_part(project, client_of, officer, buyer):
    answer_criterion(project, "1.1")
    for name in ("Ann", "Bob", "Cem", "Dee", "Eva"):
        add_stakeholder(project=project, name=name, by=buyer)
    assert work(client_of(officer))["things"][0].hint == "Changed since you looked: Ann, Bob, Cem and 2 more."


def test_a_mobilised_project_waits_only_where_something_changed(project, client_of, officer, buyer):
    complete(project, 3)
    assert things(client_of(officer)) == []
    add_stakeholder(project=project, name="Dan Kelly", by=buyer)
    assert things(client_of(officer)) == ["Look again at 1.1, 2.1, 2.2 and 2.3"]
    assert [work(client_of(p))["rows"][0].waits for p in (officer, buyer)] == ["you", "Omar Wattle"]


def test_ready_but_changed_is_looked_at_before_it_is_confirmed(project, client_of, officer, buyer):
    make_ready(project, 1)
    add_stakeholder(project=project, name="Dan Kelly", by=buyer)
    assert (things(client_of(officer)), things(client_of(buyer))) == (["Look again at 1.1"], [])


def test_a_change_in_a_milestone_that_is_locked_again_waits_on_nobody(project, client_of, officer):
    complete(project, 2)
    reopen(project, 1)
    assert things(client_of(officer)) == ["Confirm milestone 1"]


def test_empty_seats_wait_on_the_side_that_can_fill_them(agency, client_of):
    starter, officer = PersonFactory(agency=agency), PersonFactory(agency=agency)
    project = start_project(start=ProjectStart(title="Chairs", agency=agency, part="preparing"), by=starter)
    assert things(client_of(starter)) == ["Name the buyer", "Name the procurement officer"]
    start_project(start=ProjectStart(title="Desks", agency=agency, part="officer"), by=officer)
    assert things(client_of(officer)) == ["Answer the 4 criteria of milestone 1", "Name the buyer"]
    assert work(client_of(starter))["things"][0].url == reverse("projects:person_add", args=[project.ref])


def test_an_officer_asked_for_is_not_named_by_the_buyer(queued, client_of):
    page = work(client_of(queued.started_by))
    assert [thing.what for thing in page["things"]] == ["Add what milestone 1 still needs"]
    assert page["rows"][0].waits == "you and the procurement team, asked for an officer"


def test_a_stopped_project_waits_on_nobody(project, client_of, officer, buyer):
    stop_project(project=project, state=ProjectState.PAUSED, reason="No money.", by=buyer)
    page = work(client_of(officer))
    assert (page["things"], page["rows"][0].stands, page["rows"][0].waits) == ([], "Paused. Milestone 1: 0 of 4 met", "")


def test_a_cover_has_what_the_officer_has_and_is_told_for_whom(project, client_of, cover):
    (thing,) = work(client_of(cover))["things"]
    assert (thing.what, thing.hint) == ("Answer the 4 criteria of milestone 1", "You cover for Omar Wattle.")


def test_a_cover_on_the_buyers_side_has_nothing_of_the_officers(project, client_of, buyer, officer):
    CoverFactory(officer=officer, covered_by=buyer)
    assert things(client_of(buyer)) == ["Add what milestone 1 still needs"]


def test_whoever_was_handed_over_from_has_nothing_left(project, client_of, officer, member):
    hand_over(seat=Role.PROCUREMENT_OFFICER, to=project.stakeholders.get(person=member), by=officer)
    assert (things(client_of(officer)), len(things(client_of(member)))) == ([], 1)


def test_at_most_ten_things_are_shown_and_the_rest_is_a_link_away(client_of, agency):
    officer = PersonFactory(agency=agency)
    for _ in range(11):
        ProjectFactory(agency=agency, officer=officer)
    page = client_of(officer).get("/")
    assert (len(page.context["things"]), len(page.context["rows"]), page.context["more_rows"]) == (10, 10, True)
    assert "/projects/?show=waiting" in page.content.decode()


# ---- Confirmations that lapsed -------------------------------------------------------------------------------------


def test_a_confirmation_that_lapsed_is_said_to_its_giver(project, client_of, buyer, officer):
    make_ready(project, 1)
    confirm(project, 1, buyer)
    answer_criterion(project, "1.2", "not_met")
    page = client_of(buyer).get("/").content.decode()
    assert "Your confirmation of milestone 1 no longer counts" in page
    assert "Omar Wattle changed an answer or looked again after you gave it" in page
    assert work(client_of(officer))["lapsed"] == []


def test_it_is_said_no_more_once_given_again(project, client_of, buyer):
    make_ready(project, 1)
    confirm(project, 1, buyer)
    answer_criterion(project, "1.2", "not_met")
    make_ready(project, 1)
    assert len(work(client_of(buyer))["lapsed"]) == 1
    confirm(project, 1, buyer)
    assert work(client_of(buyer))["lapsed"] == []


def test_one_that_was_withdrawn_has_not_lapsed(project, client_of, officer):
    ConfirmationFactory(milestone=make_ready(project, 1), withdrawn=True)
    assert work(client_of(officer))["lapsed"] == []


def test_it_is_not_said_to_whoever_has_left_that_side(project, client_of, officer, member):
    make_ready(project, 1)
    confirm(project, 1, officer)
    answer_criterion(project, "1.2", "not_met")
    assert len(work(client_of(officer))["lapsed"]) == 1
    hand_over(seat=Role.PROCUREMENT_OFFICER, to=project.stakeholders.get(person=member), by=officer)
    assert [work(client_of(p))["lapsed"] for p in (officer, member)] == [[], []]


# ---- Open items ----------------------------------------------------------------------------------------------------


def test_open_items_i_own_overdue_first(project, client_of, member, clock):
    mine = project.stakeholders.get(person=member)
    whenever = OpenItemFactory(project=project, owner=mine)
    later = OpenItemFactory(project=project, owner=mine, due_on=clock.today + datetime.timedelta(days=1))
    overdue = OpenItemFactory(project=project, owner=mine, due_on=clock.today - datetime.timedelta(days=1))
    OpenItemFactory(project=project)
    page = client_of(member).get("/")
    assert page.context["items"] == [overdue, later, whenever]
    assert page.content.decode().count(">Overdue<") == 1
    assert reverse("projects:open_item", args=[project.ref, overdue.pk]) in page.content.decode()


def test_a_wider_stakeholder_sees_no_open_items(project, client_of, wider):
    OpenItemFactory(project=project, owner=project.stakeholders.get(person=wider))
    assert work(client_of(wider))["items"] == []


def test_ten_open_items_are_shown(project, client_of, member):
    mine = project.stakeholders.get(person=member)
    for _ in range(11):
        OpenItemFactory(project=project, owner=mine)
    page = work(client_of(member))
    assert (len(page["items"]), page["more_items"]) == (10, True)


# ---- My projects, drafts, starting ---------------------------------------------------------------------------------


def test_where_each_of_my_projects_stands(project, client_of, officer, buyer, member, wider, viewer):
    answer_criterion(project, "1.1")
    add_stakeholder(project=project, name="Dan Kelly", by=buyer)
    rows = [work(client_of(p))["rows"] for p in (officer, buyer, member, wider, viewer)]
    assert [[(row.stands, row.waits, row.part, row.look) for row in of] for of in rows] == [
        [("Milestone 1: 1 of 4 met", "you", "Procurement officer", "1 thing has changed")],
        [("Milestone 1: 1 of 4 met", "Omar Wattle", "Buyer", "1 thing has changed")],
        [("Milestone 1: 1 of 4 met", "Omar Wattle", "Team member", "1 thing has changed")],
        [("Milestone 1: 1 of 4 met", "Omar Wattle", "Wider stakeholder", "")],
        [],
    ]


def test_a_cover_finds_the_officers_projects(project, client_of, cover):
    assert [row.part for row in work(client_of(cover))["rows"]] == ["Covering for Omar Wattle"]


def test_who_is_a_member_and_covers_reads_both(project, client_of, officer, member):
    CoverFactory(officer=officer, covered_by=member)
    assert [row.part for row in work(client_of(member))["rows"]] == ["Team member. Covering for Omar Wattle"]


def test_an_empty_seat_that_is_waited_on_says_so(agency, client_of):
    starter = PersonFactory(agency=agency)
    start_project(start=ProjectStart(title="Chairs", agency=agency, part="buyer"), by=starter)
    assert work(client_of(starter))["rows"][0].waits == "you and a procurement officer, not named yet"


def test_drafts_of_mine_that_are_no_project_yet(client_of, outsider):
    draft = ProjectDraftFactory(person=outsider)
    ProjectDraftFactory()
    page = client_of(outsider).get("/")
    assert page.context["drafts"] == [draft]
    for step in ("start_check", "start_discard"):
        assert reverse(f"milestones:{step}", args=[draft.pk]) in page.content.decode()


def test_who_may_start_finds_the_button_and_who_may_not_reads_why(client_of, agency, outsider, administrator):
    guest = PersonFactory(agency=agency, email="guest@elsewhere.example")
    assert 'href="/projects/new/"' in client_of(outsider).get("/").content.decode()
    page = client_of(guest).get("/").content.decode()
    assert 'href="/projects/new/"' not in page
    assert "Who can help: Anh Quandong, administrator of Department of Examples." in page


def test_covers_are_said_to_both(client_of, cover, officer):
    assert "You cover for Omar Wattle" in client_of(cover).get("/").content.decode()
    assert "Cleo Saltbush covers for you" in client_of(officer).get("/").content.decode()


@pytest.mark.parametrize(
    ("who", "finds"), [("officer", True), ("agency_officer", True), ("administrator", True), ("buyer", False), ("outsider", False)]
)
def test_who_keeps_covers_finds_the_page(project, client_of, who, finds, request):
    page = client_of(request.getfixturevalue(who)).get("/").content.decode()
    assert (reverse("projects:cover") in page) is finds


# ---- The queue -----------------------------------------------------------------------------------------------------


def test_an_officer_of_the_agency_finds_the_queue_and_takes_on(queued, client_of, agency_officer):
    client = client_of(agency_officer)
    page = client.get("/")
    assert page.context["queue"] == [queued]
    assert "Started by Stella Acacia" in page.content.decode()
    answer = client.post(reverse("milestones:take_on", args=[queued.ref]))
    assert (answer.status_code, answer.url) == (303, f"/projects/{queued.ref}/")
    assert queued.stakeholders.get(role=Role.PROCUREMENT_OFFICER).person == agency_officer
    assert work(client)["queue"] == []


def test_taking_on_asks_first_without_javascript(queued, client_of, agency_officer):
    page = client_of(agency_officer).get(reverse("milestones:take_on", args=[queued.ref]))
    assert (page.status_code, page.context["project"]) == (200, queued)


def test_taking_on_twice_is_once(queued, client_of, agency_officer):
    client, url = client_of(agency_officer), reverse("milestones:take_on", args=[queued.ref])
    assert [client.post(url).status_code, client.post(url).status_code, client.get(url).status_code] == [303, 303, 303]
    assert queued.stakeholders.filter(role=Role.PROCUREMENT_OFFICER).count() == 1


@pytest.mark.parametrize("who", ["outsider", "administrator", "viewer", "buyer", "officer"])
def test_nobody_else_takes_on(project, queued, client_of, who, request):
    client = client_of(request.getfixturevalue(who))
    for method in (client.get, client.post):
        assert method(reverse("milestones:take_on", args=[queued.ref])).status_code == 404


def test_an_officer_of_another_agency_does_not(queued, client_of):
    elsewhere = AgencyPostFactory(kind="officer").person
    client = client_of(elsewhere)
    assert work(client)["queue"] == []
    assert client.post(reverse("milestones:take_on", args=[queued.ref])).status_code == 404


def test_what_is_not_in_the_queue_is_not_there(project, client_of, agency_officer):
    client = client_of(agency_officer)
    assert client.post(reverse("milestones:take_on", args=[project.ref])).status_code == 404
    assert work(client)["queue"] == []


def test_a_stopped_project_leaves_the_queue(queued, client_of, agency_officer):
    stop_project(project=queued, state=ProjectState.STOPPED, reason="No need.", by=queued.started_by)
    client = client_of(agency_officer)
    assert work(client)["queue"] == []
    assert client.post(reverse("milestones:take_on", args=[queued.ref])).status_code == 404


def test_an_officer_on_the_buyers_side_reads_that_another_takes_it_on(queued, client_of, agency):
    own = AgencyPostFactory(agency=agency, person=queued.started_by, kind="officer").person
    client, url = client_of(own), reverse("milestones:take_on", args=[queued.ref])
    assert "another officer takes it on" in client.get("/").content.decode()
    assert "Another procurement officer of the agency takes it on" in client.get(url).content.decode()
    assert client.post(url).status_code == 409
    assert not queued.stakeholders.filter(role=Role.PROCUREMENT_OFFICER).exists()


# ---- The administrator ---------------------------------------------------------------------------------------------


def test_an_administrator_knows_the_queue_without_a_way_in(queued, client_of, administrator):
    page = client_of(administrator).get("/")
    text = page.content.decode()
    assert (page.context["queue"], page.context["queue_known"]) == ([], [queued])
    assert all(words in text for words in (queued.ref, "Chairs", "Stella Acacia"))
    assert f"/projects/{queued.ref}/" not in text


def test_an_administrator_who_is_an_officer_too_finds_the_queue_once(queued, client_of, administrator, agency):
    AgencyPostFactory(agency=agency, person=administrator, kind="officer")
    page = work(client_of(administrator))
    assert (page["queue"], page["queue_known"]) == ([queued], [])


def test_an_administrator_finds_the_seats_whose_holder_has_gone(project, client_of, administrator, officer):
    client = client_of(administrator)
    assert work(client)["seats_left"] == []
    Person.objects.filter(pk=officer.pk).update(is_active=False)
    page = client.get("/")
    assert [(seat.project, seat.role) for seat in page.context["seats_left"]] == [(project, Role.PROCUREMENT_OFFICER)]
    assert reverse("projects:agency_hand_over", args=[project.ref]) in page.content.decode()


def test_an_administrator_of_another_agency_finds_none_of_it(project, queued, client_of, officer):
    Person.objects.filter(pk=officer.pk).update(is_active=False)
    page = work(client_of(AgencyPostFactory(agency=AgencyFactory(), kind="administrator").person))
    assert (page["queue_known"], page["seats_left"]) == ([], [])


# ---- What it costs -------------------------------------------------------------------------------------------------


def full_of(agency, person: Person, number: int) -> None:
    """So many projects with something of everything, all of them this person's."""
    for _ in range(number):
        project = ProjectFactory(agency=agency, officer=person)
        OpenItemFactory(project=project, owner=project.stakeholders.get(person=person))
        make_ready(project, 1)
        confirm(project, 1, person)
        answer_criterion(project, "1.2", "not_met")
        StakeholderFactory(project=project, part="")
        ProjectDraftFactory(person=person)
        CoverFactory(officer=PersonFactory(agency=agency), covered_by=person)
        Person.objects.filter(pk=project.stakeholders.get(role=Role.BUYER).person_id).update(is_active=False)
        starter = PersonFactory(agency=agency)
        start_project(start=ProjectStart(title="Chairs", agency=agency, part="buyer", ask_for_officer=True), by=starter)


@pytest.mark.parametrize("number", [1, 3, pytest.param(30, marks=pytest.mark.slow)])
def test_it_costs_the_same_for_one_project_and_for_thirty(agency, client_of, number, django_assert_num_queries):
    person = PersonFactory(agency=agency)
    for kind in ("officer", "administrator"):
        AgencyPostFactory(agency=agency, person=person, kind=kind)
    full_of(agency, person, number)
    client = client_of(person)
    client.get("/")
    with django_assert_num_queries(27):
        page = client.get("/")
    assert (len(page.context["things"]), len(page.context["seats_left"])) == (min(number * 2, 10), min(number, 20))


def test_who_views_for_an_agency_is_led_to_its_projects(project, client_of, viewer):
    page = client_of(viewer).get("/").text
    assert ("You are in no project yet" in page, "See the agency’s projects</a>" in page) == (False, True)


def test_starting_a_project_is_offered_once(client_of, administrator):
    page = client_of(administrator).get("/").text
    assert page.count('<a class="button" href="/projects/new/">Start a project</a>') == 1


def test_a_number_stays_with_what_it_counts_and_a_cell_begins_large(project, client_of, officer):
    page = client_of(officer).get("/").text
    assert "Milestone\N{NO-BREAK SPACE}1: 0\N{NO-BREAK SPACE}of\N{NO-BREAK SPACE}4\N{NO-BREAK SPACE}met" in page
    assert '<td data-label="Waiting on">Ruth Banksia and you</td>' in page
