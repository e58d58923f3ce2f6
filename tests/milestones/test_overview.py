import datetime

import pytest

from milestones.gate import State
from milestones.journey import Journey
from milestones.overview import news_words, noun, waiting_on
from milestones.steps import steps
from projects.access import access_of
from projects.clock import now
from projects.models import HistoryEntry, Person, Role
from projects.operations.people import add_stakeholder
from tests.factories import (
    OpenItemFactory,
    ProjectFactory,
    StakeholderFactory,
    answer_criterion,
    buyer_of,
    complete,
    confirm,
    identify_everyone,
    make_ready,
    officer_of,
)


def overview(client_of, person, project):
    return client_of(person).get(f"/projects/{project.ref}/")


def news(client_of, person, project, seen):
    return client_of(person).get(f"/projects/{project.ref}/news/", {"v": seen})


def things(response):
    shown = response.context
    return [thing.says for thing in [*shown["next_things"], *shown["more_things"]]]


def needs(response):
    return [thing.says for thing in [*response.context["needs"], *response.context["more_needs"]]]


def test_a_first_day_shows_one_next_step(client_of, project, buyer):
    response = overview(client_of, buyer, project)
    assert response.context["first"].title == "Next: book the alignment session with Omar"
    assert "Bring what you know; blanks are fine." in response.text
    assert "Everything open (11)" in response.text


def test_the_officer_books_with_the_buyer(client_of, project, officer):
    assert overview(client_of, officer, project).context["first"].title == "Next: book the alignment session with Ruth"


def test_without_an_officer_the_next_step_is_to_name_one(client_of, agency):
    project = ProjectFactory(agency=agency, without_officer=True)
    assert overview(client_of, project.started_by, project).context["first"].title == "Next: name the procurement officer"


def test_while_the_queue_looks_for_an_officer_the_next_step_is_the_objective(client_of, agency, clock):
    project = ProjectFactory(agency=agency, without_officer=True)
    project.officer_wanted_at = clock.now
    project.save(update_fields=["officer_wanted_at"])
    assert overview(client_of, project.started_by, project).context["first"].title == "Next: say what the problem is"


def test_a_member_is_told_who_books(client_of, project, member):
    first = overview(client_of, member, project).context["first"]
    assert (first.says, first.where) == ("It is booked by Ruth Banksia and Omar Wattle.", "")


def test_at_most_three_next_things_the_rest_folded(client_of, project, officer):
    answer_criterion(project, "1.2")
    for _ in range(4):
        OpenItemFactory(project=project, owner=project.stakeholders.get(person=officer))
    response = overview(client_of, officer, project)
    assert (len(response.context["next_things"]), len(response.context["needs"])) == (3, 3)
    assert f"Everything open ({len(response.context['more_things'])} more)" in response.text
    assert f"Everything needed ({len(response.context['more_needs'])} more)" in response.text


def test_what_either_side_can_add_waits_on_nobody_in_particular(client_of, project, buyer, officer, member):
    answer_criterion(project, "1.2")
    for person in (buyer, officer, member):
        response = overview(client_of, person, project)
        assert "Book the alignment session" in needs(response)
        assert "Who can add it: Ruth Banksia, Ada Grevillea or Omar Wattle." in response.text
    assert things(overview(client_of, buyer, project))[-1] == "Answer 1.1, 1.3 and 1.4"
    assert [who for who, _ in overview(client_of, buyer, project).context["waiting"]] == ["Omar Wattle"]


def without(project, role):
    project.stakeholders.filter(role=role).update(left_at=now(), left_by=project.started_by)


def changed_since(project):
    complete(project, 3)
    add_stakeholder(project=project, name="Dan Kelly", by=buyer_of(project))


STATES = {
    "fresh": lambda project: answer_criterion(project, "1.2"),
    "everyone is identified": lambda project: identify_everyone(project),
    "ready": lambda project: make_ready(project, 1),
    "ready, and the buyer has confirmed": lambda project: (make_ready(project, 1), confirm(project, 1, buyer_of(project))),
    "milestone 2": lambda project: complete(project, 1),
    "no buyer": lambda project: without(project, Role.BUYER),
    "no officer": lambda project: without(project, Role.PROCUREMENT_OFFICER),
    "mobilised": lambda project: complete(project, 3),
    "mobilised, and changed since": changed_since,
}


@pytest.mark.parametrize("who", ["buyer", "agent", "officer", "member"])
@pytest.mark.parametrize("state", STATES)
def test_the_overview_and_my_work_agree_on_whether_something_waits_on_somebody(request, client_of, project, agent, state, who):
    person = request.getfixturevalue(who)
    STATES[state](project)
    if not project.stakeholders.current().filter(person=person).exists():
        return
    work = client_of(person).get("/").context["things"]
    response = overview(client_of, person, project)
    shown, adds = response.context["next_things"] + response.context["more_things"], response.context["adds_what_is_needed"]
    assert (any(thing.is_mine for thing in shown) or adds) is bool(work)
    assert not adds or response.context["needs"]
    assert ("Nothing waits on you now." in response.text) is (bool(shown) and not work and not response.context["first"])


def test_what_waits_on_who_is_looking_comes_first(client_of, project, officer, member):
    answer_criterion(project, "1.2")
    mine = StakeholderFactory(project=project, role=Role.WIDER)
    OpenItemFactory(project=project, text="Ask the bank.", owner=project.stakeholders.get(person=member))
    assert things(overview(client_of, member, project))[0] == "Ask the bank."
    assert mine.name not in things(overview(client_of, member, project))
    assert "Ask the bank." not in things(overview(client_of, officer, project))


def test_one_press_is_offered_to_the_officer_and_told_to_others(client_of, project, officer, buyer):
    identify_everyone(project)
    answer_criterion(project, "1.2")
    assert "Mark 1.1 as met" in things(overview(client_of, officer, project))
    assert "1.1 can be marked as met" in things(overview(client_of, buyer, project))


def test_a_ready_milestone_waits_on_each_side_that_has_not_confirmed(client_of, project, buyer, officer):
    make_ready(project, 1)
    confirm(project, 1, officer)
    response = overview(client_of, buyer, project)
    assert response.context["next_things"][-1].says == "Confirm milestone 1"
    assert [who for who, _ in response.context["waiting"]] == ["You"]


def test_something_changed_since_is_to_be_looked_at_again_by_the_officer(client_of, project, officer):
    identify_everyone(project)
    answer_criterion(project, "1.1", "met")
    complete(project, 1)
    StakeholderFactory(project=project, part="")
    response = overview(client_of, officer, project)
    assert response.context["next_things"][0].says.startswith("Look again at criterion 1.1: Person")
    assert "1 thing has changed since." in response.text


def test_a_session_planned_and_past_is_to_be_recorded(client_of, project, buyer, clock):
    project.milestones.get(position=1).session.__class__.objects.filter(milestone__project=project, milestone__position=1).update(
        planned_at=clock.now - datetime.timedelta(hours=3)
    )
    assert "Record that the alignment session was held" in needs(overview(client_of, buyer, project))
    clock.move(hours=-5)
    assert "Record that the alignment session was held" not in needs(overview(client_of, buyer, project))


def test_mobilised_says_what_comes_next(client_of, agency):
    project = ProjectFactory(agency=agency, complete=3)
    response = overview(client_of, project.started_by, project)
    assert "What comes next: scope the challenge. That is the guidance’s next step" in response.text
    assert response.context["first"] is None


def test_a_paused_project_says_so_with_reason_and_who_resumes(client_of, agency):
    project = ProjectFactory(agency=agency, paused=True)
    response = overview(client_of, project.started_by, project)
    assert "This project is paused" in response.text
    assert "No money this year." in response.text
    assert things(response) == []


def test_a_wider_stakeholder_sees_neither_findings_nor_history_nor_open_items(client_of, project, wider):
    OpenItemFactory(project=project, text="A secret question?")
    response = overview(client_of, wider, project)
    assert response.status_code == 200
    assert "data-finding" not in response.text
    for hidden in ("A secret question?", "Latest", "Open items", f"/projects/{project.ref}/milestones/", "/history/", "/objective/"):
        assert hidden not in response.text
    assert "Ruth Banksia" in response.text


def test_history_on_the_overview_goes_by_audience(client_of, project, buyer, member):
    add_stakeholder(project=project, name="Ann", by=buyer, is_approver=True, support_criteria="A business case.", role=Role.WIDER)
    assert "needs to say yes" in overview(client_of, buyer, project).text
    assert "needs to say yes" not in overview(client_of, member, project).text


def test_an_outsider_gets_404(client_of, project, outsider):
    assert overview(client_of, outsider, project).status_code == 404
    assert news(client_of, outsider, project, 0).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_overview_asks_the_same_number_of_queries_for_any_number_of_rows(client_of, project, officer, rows, django_assert_num_queries):
    for _ in range(rows):
        StakeholderFactory(project=project, part="")
        OpenItemFactory(project=project, owner=project.stakeholders.get(person=officer))
    client = client_of(officer)
    with django_assert_num_queries(8):
        client.get(f"/projects/{project.ref}/")


# ---- News ---------------------------------------------------------------------------------------------------------


def test_nothing_new_is_204(client_of, project, buyer):
    project.refresh_from_db()
    assert news(client_of, buyer, project, project.history_length).status_code == 204


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30, "٣"])
def test_news_since_nonsense_is_204(client_of, project, buyer, seen):
    assert news(client_of, buyer, project, seen).status_code == 204


def test_news_says_who_changed_what(client_of, project, buyer, officer):
    seen = project.history_length
    answer_criterion(project, "1.2")
    response = news(client_of, buyer, project, seen)
    assert '<p>Omar Wattle changed criterion 1.2. <a href="">Show the latest</a></p>' in response.text
    assert news(client_of, officer, project, seen).status_code == 204


def test_a_confirmation_that_lapsed_is_no_news_of_its_own(client_of, project, buyer, agent):
    make_ready(project, 1)
    confirm(project, 1, buyer)
    project.refresh_from_db()
    seen = project.history_length
    answer_criterion(project, "1.2", "not_needed")
    assert "Omar Wattle changed criterion 1.2. " in news(client_of, agent, project, seen).text


def test_news_goes_by_audience(client_of, project, buyer, officer, member, wider):
    ann = add_stakeholder(project=project, name="Ann", by=buyer, role=Role.WIDER, part="Approves.")
    project.refresh_from_db()
    seen = project.history_length
    from projects.operations.people import edit_stakeholder

    edit_stakeholder(stakeholder=ann, version=ann.version, by=buyer, support_criteria="A business case.")
    assert news(client_of, officer, project, seen).status_code == 200
    assert news(client_of, member, project, seen).status_code == 204
    assert "Something in this project changed." in news(client_of, wider, project, seen).text
    assert "Ruth Banksia" not in news(client_of, wider, project, seen).text


def test_news_asks_few_queries(client_of, project, buyer, officer, django_assert_num_queries):
    answer_criterion(project, "1.2")
    client = client_of(buyer)
    with django_assert_num_queries(4):
        client.get(f"/projects/{project.ref}/news/", {"v": 0})


def entry(name, about, label=""):
    return HistoryEntry(actor=Person(name=name), about=about, label=label)


def test_news_of_several_by_several():
    many = [entry("Ruth", "successcriterion", "Criterion 1.2"), entry("Priya", "stakeholder"), entry("Ruth", "stakeholder")]
    assert news_words(many) == "Ruth and Priya changed criterion 1.2 and the people."
    many += [entry("Mei", "objective", "Objective, version 2")]
    assert news_words(many) == "Ruth, Priya and more changed criterion 1.2, the people and more."


def test_a_thing_without_a_name_is_something():
    assert noun(entry("Ruth", "comet")) == "something"


# ---- Steps --------------------------------------------------------------------------------------------------------


def test_three_steps_in_words(project, buyer):
    complete(project, 1)
    project = buyer.projects.get(pk=project.pk)
    project.access = access_of(buyer, project)
    journey = Journey(project)
    shown = steps(project, journey, here=2)
    assert [step.shape for step in shown] == ["complete", "open", "locked"]
    assert [step.is_here for step in shown] == [False, True, False]
    assert [step.says.split(".")[0] for step in shown][1:] == ["Open", "Opens when milestone 2 is complete"]
    assert journey.state(journey.milestone(2)) == State.OPEN


def test_nobody_waits_for_nothing():
    assert waiting_on([]) == []


def test_the_first_officer_is_named_once(project):
    assert officer_of(project).name == "Omar Wattle"
