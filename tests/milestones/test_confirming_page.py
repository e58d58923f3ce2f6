import pytest

from milestones.operations import withdraw_confirmation
from projects.models import Role
from tests.factories import (
    ProjectFactory,
    SessionFactory,
    StakeholderFactory,
    answer_criterion,
    buyer_of,
    complete,
    confirm,
    identify_everyone,
    make_ready,
    milestone_of,
    officer_of,
    reopen,
)


def url(project, page, position=1):
    return f"/projects/{project.ref}/milestones/{position}/{page}/"


def live(project, position=1):
    return milestone_of(project, position).confirmations.live()


# ---- Confirming ---------------------------------------------------------------------------------------------------


def test_the_confirm_page_names_what_is_missing_and_who_can(client_of, project, buyer):
    response = client_of(buyer).get(url(project, "confirm"))
    assert "Still to be answered" in response.text
    assert "Only the procurement officer, Omar Wattle, can answer these." in response.text
    assert "No approver is listed yet." in response.text
    assert '<button class="button">Confirm' not in response.text


def test_the_confirm_page_says_that_the_session_is_not_recorded_as_held(client_of, project, buyer, member):
    words, link = "The alignment session is not recorded as held.", "Record when it was held"
    page = client_of(buyer).get(url(project, "confirm")).text
    assert (words in page, link in page) == (True, True)
    assert page.index("<h2>Read these first</h2>") < page.index(words)
    assert words not in client_of(buyer).get(url(project, "confirm", 2)).text
    SessionFactory(milestone=milestone_of(project, 1), held=True)
    assert words not in client_of(buyer).get(url(project, "confirm")).text


def test_the_confirm_page_lists_every_reason_up_to_this_milestone(client_of, project, buyer):
    complete(project, 1)
    answer_criterion(project, "2.1", "not_needed", reason="There is no team yet.")
    make_ready(project, 2)
    response = client_of(buyer).get(url(project, "confirm", 2))
    assert [row.key for row in response.context["declared"]] == ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "2.4", "2.5"]
    assert "Not needed, because: There is no team yet." in response.text
    assert "This is not approval to spend or to go to market." in response.text


def test_both_sides_confirm_and_it_is_complete(client_of, project, buyer, officer):
    version = {"version": make_ready(project, 1).version}
    clients = [client_of(officer), client_of(buyer)]
    there = [client.post(url(project, "confirm"), version) for client in clients]
    assert [r.status_code for r in there] == [303, 303]
    assert milestone_of(project, 1).is_complete
    assert "You confirmed milestone 1. It is complete once the other side has confirmed too." in clients[0].get(there[0].url).text
    assert "You confirmed milestone 1. Milestone 1 is complete." in clients[1].get(there[1].url).text


def test_confirming_on_behalf_of_the_buyer_says_so(client_of, project, agent):
    make_ready(project, 1)
    assert "You confirm on behalf of the buyer, Ruth Banksia." in client_of(agent).get(url(project, "confirm")).text


def test_a_cover_confirms_for_the_officer_and_is_told(client_of, project, cover):
    make_ready(project, 1)
    assert "You confirm covering for Omar Wattle." in client_of(cover).get(url(project, "confirm")).text


def test_confirming_what_is_not_ready_is_refused_with_the_page(client_of, project, buyer):
    response = client_of(buyer).post(url(project, "confirm"), {"version": milestone_of(project, 1).version})
    assert response.status_code == 409
    assert "Milestone 1 cannot be confirmed yet." in response.text
    assert not live(project).exists()


def test_confirming_a_version_not_seen_is_a_conflict_that_can_be_sent_again(client_of, project, buyer):
    old = make_ready(project, 1).version
    answer_criterion(project, "1.2", "not_needed")
    response = client_of(buyer).post(url(project, "confirm"), {"version": old})
    assert response.status_code == 409
    assert f'name="version" value="{milestone_of(project, 1).version}"' in response.text
    assert not live(project).exists()


@pytest.mark.parametrize("sent", [{}, {"version": "x"}, {"version": 0}])
def test_confirming_without_a_version_is_refused(client_of, project, buyer, sent):
    make_ready(project, 1)
    assert client_of(buyer).post(url(project, "confirm"), sent).status_code == 422
    assert not live(project).exists()


def test_confirming_waits_until_everything_has_been_looked_at(client_of, project, buyer):
    identify_everyone(project)
    answer_criterion(project, "1.1", "met")
    complete(project, 1)
    version = make_ready(project, 2).version
    StakeholderFactory(project=project, part="", person__name="Lee Banksia", person__agency=project.agency)
    response = client_of(buyer).get(url(project, "confirm", 2))
    assert "Missing since: Lee Banksia." in response.text
    assert '<button class="button">Confirm' not in response.text
    assert client_of(buyer).post(url(project, "confirm", 2), {"version": version}).status_code == 409


def test_the_confirm_page_of_a_locked_a_complete_and_a_paused_one(client_of, project, buyer, agency):
    assert "Opens when milestone 1 is complete" in client_of(buyer).get(url(project, "confirm", 2)).text
    complete(project, 1)
    assert "As completed on" in client_of(buyer).get(url(project, "confirm")).text
    paused = ProjectFactory(agency=agency, paused=True)
    assert "This project is paused" in client_of(buyer_of(paused)).get(url(paused, "confirm")).text


def test_who_became_buyer_after_confirming_as_officer_is_told(client_of, project, officer, buyer):
    make_ready(project, 1)
    confirm(project, 1, officer)
    rows = project.stakeholders.current()
    rows.filter(person=buyer).update(role=Role.TEAM_MEMBER)
    rows.filter(person=officer).update(role=Role.BUYER)
    response = client_of(officer).get(url(project, "confirm"))
    assert "You have confirmed for the other side, and it takes two different people." in response.text
    refused = client_of(officer).post(url(project, "confirm"), {"version": milestone_of(project, 1).version})
    assert refused.status_code == 409


NOT_THEIRS = [("member", 403), ("viewer", 403), ("wider", 403), ("outsider", 404)]


@pytest.mark.parametrize(("who", "status"), NOT_THEIRS)
@pytest.mark.parametrize("page", ["confirm", "withdraw", "reopen"])
def test_others_neither_confirm_nor_withdraw_nor_reopen(client_of, project, request, who, status, page):
    version = make_ready(project, 1).version
    client = client_of(request.getfixturevalue(who))
    assert client.post(url(project, page), {"version": version, "reason": "Because.", "stamp": "x"}).status_code == status
    assert not live(project).exists()


@pytest.mark.parametrize("page", ["confirm", "withdraw", "reopen"])
def test_nobody_acts_in_somebody_elses_project(client_of, project, page):
    version = make_ready(project, 1).version
    client = client_of(buyer_of(ProjectFactory()))
    assert client.post(url(project, page), {"version": version}).status_code == 404
    assert not live(project).exists()


@pytest.mark.parametrize("page", ["confirm", "reopen", "completed"])
def test_there_is_no_fourth_milestone(client_of, project, buyer, page):
    assert client_of(buyer).get(url(project, page, 4)).status_code == 404


# ---- Withdrawing --------------------------------------------------------------------------------------------------


def test_a_side_withdraws_by_post_only(client_of, project, buyer, agent):
    make_ready(project, 1)
    confirm(project, 1, agent)
    assert client_of(buyer).get(url(project, "withdraw")).status_code == 405
    assert live(project).exists()
    assert client_of(buyer).post(url(project, "withdraw")).status_code == 303
    assert not live(project).exists()


def test_withdrawing_from_a_complete_milestone_is_refused(client_of, project, buyer):
    complete(project, 1)
    assert client_of(buyer).post(url(project, "withdraw")).status_code == 409
    assert live(project).count() == 2


def test_the_confirm_page_offers_to_withdraw(client_of, project, buyer):
    make_ready(project, 1)
    confirm(project, 1, buyer)
    assert "Withdraw the confirmation of your side" in client_of(buyer).get(url(project, "confirm")).text
    withdraw_confirmation(milestone=milestone_of(project, 1), by=buyer)
    assert "Withdraw the confirmation of your side" not in client_of(buyer).get(url(project, "confirm")).text


# ---- Reopening ----------------------------------------------------------------------------------------------------


def stamp(response):
    return response.context["form"]["stamp"].value()


def test_reopening_names_all_that_it_undoes_last_first(client_of, agency):
    project = ProjectFactory(agency=agency, complete=3)
    response = client_of(buyer_of(project)).get(url(project, "reopen"))
    assert [m.position for m, _ in response.context["undone"]] == [3, 2, 1]
    assert response.text.count("<li>The completion of milestone") == 3
    assert response.text.count("<li>The confirmation of milestone") == 6


def test_reopening_undoes_it(client_of, project, officer):
    complete(project, 1)
    client = client_of(officer)
    sent = {"stamp": stamp(client.get(url(project, "reopen"))), "reason": "The scope has changed."}
    assert client.post(url(project, "reopen"), sent).status_code == 303
    assert not milestone_of(project, 1).is_complete


def test_reopening_without_a_reason_is_refused_at_its_field(client_of, project, officer):
    complete(project, 1)
    client = client_of(officer)
    response = client.post(url(project, "reopen"), {"stamp": stamp(client.get(url(project, "reopen"))), "reason": " "})
    assert response.status_code == 422
    assert response.context["form"].errors["reason"] == ["Say why milestone 1 is reopened."]
    assert milestone_of(project, 1).is_complete


def test_a_change_in_between_is_a_conflict_with_the_new_list_and_the_reason_typed(client_of, project, officer):
    complete(project, 1)
    client = client_of(officer)
    old = {"stamp": stamp(client.get(url(project, "reopen"))), "reason": "The scope has changed."}
    complete(project, 2)
    response = client.post(url(project, "reopen"), old)
    assert response.status_code == 409
    assert "The completion of milestone 2" in response.text
    assert "The scope has changed.</textarea>" in response.text
    assert client.post(url(project, "reopen"), {**old, "stamp": stamp(response)}).status_code == 303
    assert not milestone_of(project, 2).is_complete


def test_a_reason_too_long_is_kept(client_of, project, officer):
    complete(project, 1)
    response = client_of(officer).post(url(project, "reopen"), {"stamp": "", "reason": "x" * 4001})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["reason"])


def test_there_is_nothing_to_reopen(client_of, project, officer):
    assert "so there is nothing to reopen." in client_of(officer).get(url(project, "reopen")).text
    response = client_of(officer).post(url(project, "reopen"), {"stamp": "", "reason": "Typed."})
    assert response.status_code == 409
    assert "Typed.</textarea>" in response.text


def test_a_paused_project_is_not_reopened(client_of, agency):
    project = ProjectFactory(agency=agency, complete=1, paused=True)
    assert client_of(officer_of(project)).get(url(project, "reopen")).status_code == 409


# ---- As completed -------------------------------------------------------------------------------------------------


def test_as_completed_stays_as_it_was(client_of, project, member, clock):
    complete(project, 1)
    StakeholderFactory(project=project, person__name="Lee Banksia", person__agency=project.agency)
    response = client_of(member).get(url(project, "completed"))
    assert "as completed on 12 November" in response.text
    assert "Omar Wattle, Procurement manager" in response.text
    assert "Lee Banksia" not in response.text


def test_an_earlier_completion_says_who_reopened_it_and_why(client_of, project, member, clock):
    complete(project, 1)
    clock.move(days=1)
    reopen(project, 1, reason="The scope grew.")
    response = client_of(member).get(url(project, "completed"))
    assert response.context["standing"] is None
    assert "Reopened by Omar Wattle, Friday 13 November 2026, 10 am" in response.text
    assert "The scope grew." in response.text
    complete(project, 1)
    response = client_of(member).get(url(project, "completed"))
    assert response.context["standing"].completion == milestone_of(project, 1).completion
    assert len(response.context["earlier"]) == 1


def test_what_was_never_completed(client_of, project, member):
    assert "Milestone 2 is not complete." in client_of(member).get(url(project, "completed", 2)).text


@pytest.mark.parametrize(("who", "status"), [("viewer", 200), ("wider", 403), ("outsider", 404)])
def test_who_reads_a_completion(client_of, project, request, who, status):
    complete(project, 1)
    assert client_of(request.getfixturevalue(who)).get(url(project, "completed")).status_code == status


# ---- Queries ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("again", [0, 2])
def test_as_completed_asks_the_same_number_of_queries_for_any_number_of_completions(
    client_of, project, member, again, django_assert_num_queries
):
    complete(project, 1)
    for _ in range(again):
        reopen(project, 1)
        complete(project, 1)
    client = client_of(member)
    with django_assert_num_queries(6):
        client.get(url(project, "completed"))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_confirm_and_reopen_pages_ask_the_same_number_of_queries(client_of, project, buyer, rows, django_assert_num_queries):
    for _ in range(rows):
        StakeholderFactory(project=project)
    make_ready(project, 1)
    confirm(project, 1, buyer)
    client = client_of(buyer)
    with django_assert_num_queries(6):
        client.get(url(project, "confirm"))
    with django_assert_num_queries(5):
        client.get(url(project, "reopen"))


def test_completed_prints_with_its_title_on_every_page(clock, project, member, client_of):
    """The title comes from an attribute of the page, which its style sheet puts on top of each sheet of paper."""
    address = f"/projects/{project.ref}/milestones/1/completed/"
    assert "data-running" not in client_of(member).get(address).content.decode()
    complete(project, 1)
    title = f"{project.ref} {project.title}. Milestone 1 as completed on Thursday 12 November 2026, 10 am"
    assert f'data-running="{title}"' in client_of(member).get(address).content.decode()
