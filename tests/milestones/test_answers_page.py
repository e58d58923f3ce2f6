import datetime
import re

import pytest

from milestones.models import Answer
from projects.models import OpenItem, Role
from projects.operations.people import remove_stakeholder
from tests.factories import (
    ProjectFactory,
    StakeholderFactory,
    answer_criterion,
    complete,
    confirm,
    criterion_of,
    identify_everyone,
    make_ready,
    milestone_of,
    officer_of,
)

HTMX = {"HX-Request": "true"}


def url(project, key, page=""):
    position, place = key.split(".")
    return f"/projects/{project.ref}/milestones/{position}/criteria/{place}/{page}"


def wish(project, key, what, **more):
    versions = {"version": criterion_of(project, key).version, "milestone_version": milestone_of(project, int(key[0])).version}
    return {"wish": what, **versions, **more}


def send(client_of, person, project, key, what, headers=None, **more):
    return client_of(person).post(url(project, key), wish(project, key, what, **more), headers=headers)


def answer_of(project, key):
    return criterion_of(project, key).answer


# ---- Ticking ------------------------------------------------------------------------------------------------------


def test_tick_by_a_browser_is_answered_by_the_page_and_a_message(client_of, project, officer):
    identify_everyone(project)
    client = client_of(officer)
    response = client.post(url(project, "1.1"), wish(project, "1.1", "met"))
    assert (response.status_code, response.url) == (303, f"/projects/{project.ref}/milestones/1/")
    assert "Criterion 1.1 marked as met. 1 of 4 criteria met." in client.get(response.url).text
    assert answer_of(project, "1.1") == Answer.MET


def test_tick_by_htmx_is_answered_by_the_row_the_panel_and_a_sentence(client_of, project, officer):
    identify_everyone(project)
    response = send(client_of, officer, project, "1.1", "met", HTMX)
    assert response.status_code == 200
    assert response.text.lstrip().startswith('<li class="criterion" id="criterion-1-1">')
    for out_of_band in ('data-hx-swap-oob="true" class="panel panel--open" id="completing"', 'data-hx-swap-oob="true" class="panel-line"'):
        assert out_of_band in response.text
    assert '<div data-hx-swap-oob="innerHTML:#live">Criterion 1.1 marked as met. 1 of 4 criteria met.</div>' in response.text
    assert "<h1" not in response.text


def test_after_a_tick_the_status_line_takes_the_id_of_the_button(client_of, project, officer):
    identify_everyone(project)
    response = send(client_of, officer, project, "1.1", "met", HTMX)
    assert re.findall(r'<(\w+)[^>]* id="criterion-1-1-act"([^>]*)>', response.text) == [("p", ' tabindex="-1" data-takes-focus')]


def test_the_last_row_left_is_drawn_again_with_its_second_button(client_of, project, officer):
    identify_everyone(project)
    answer_criterion(project, "1.3")
    answer_criterion(project, "1.4")
    response = send(client_of, officer, project, "1.2", "met_with_reason", HTMX, reason="The team agreed.")
    assert '<li data-hx-swap-oob="true" class="criterion" id="criterion-1-1">' in response.text
    assert "Mark 1.1 as met and confirm milestone 1" in response.text


def test_the_same_press_from_a_second_tab_is_no_error(client_of, project, officer):
    identify_everyone(project)
    old = wish(project, "1.1", "met")
    assert [client_of(officer).post(url(project, "1.1"), old).status_code for _ in range(2)] == [303, 303]


def test_tick_is_never_by_get(client_of, project, officer):
    identify_everyone(project)
    assert client_of(officer).get(url(project, "1.1")).status_code == 405
    assert answer_of(project, "1.1") == Answer.NOT_MET


@pytest.mark.parametrize(
    ("who", "status"), [("buyer", 403), ("agent", 403), ("member", 403), ("viewer", 403), ("wider", 403), ("outsider", 404), ("cover", 303)]
)
def test_who_may_answer(client_of, project, request, who, status):
    person = request.getfixturevalue(who)
    identify_everyone(project)
    assert send(client_of, person, project, "1.1", "met").status_code == status
    assert (answer_of(project, "1.1") == Answer.MET) == (status == 303)


def test_an_officer_answers_nothing_in_somebody_elses_project(client_of, project):
    other = ProjectFactory()
    identify_everyone(project)
    assert client_of(officer_of(other)).post(url(project, "1.1"), wish(project, "1.1", "met")).status_code == 404
    assert answer_of(project, "1.1") == Answer.NOT_MET


@pytest.mark.parametrize("key", ["1.5", "4.1", "1.0", "0.1"])
def test_a_criterion_there_is_not(client_of, project, officer, key):
    sent = {"wish": "met", "version": 1}
    assert client_of(officer).post(url(project, key), sent).status_code == 404
    assert client_of(officer).get(url(project, key, "change/")).status_code == 404


def test_a_refused_tick_shows_the_page_with_the_refusal_at_the_criterion(client_of, project, officer):
    response = send(client_of, officer, project, "1.1", "met")
    assert response.status_code == 422
    assert "<title>Error: Define the buying project outcome" in response.text
    assert 'id="criterion-1-1-refusal"' in response.text
    assert "No approver is listed yet." in response.text


def test_a_tick_refused_to_htmx_is_the_row_with_the_refusal(client_of, project, officer, member):
    response = send(client_of, officer, project, "1.1", "met", HTMX)
    assert response.status_code == 422
    assert response.text.lstrip().startswith('<li class="criterion" id="criterion-1-1">')
    assert 'id="criterion-1-1-refusal"' in response.text
    refused = send(client_of, member, project, "1.1", "met", HTMX)
    assert (refused.status_code, 'id="criterion-1-1-refusal"' in refused.text) == (403, True)
    assert "<button" not in refused.text


def test_a_press_on_an_old_version_names_the_other_change(client_of, project, officer):
    identify_everyone(project)
    old = wish(project, "1.1", "met")
    answer_criterion(project, "1.1", "not_needed")
    response = client_of(officer).post(url(project, "1.1"), old, headers=HTMX)
    assert response.status_code == 409
    assert "Omar Wattle made the last change" in response.text
    assert answer_of(project, "1.1") == Answer.NOT_NEEDED


@pytest.mark.parametrize("sent", [{}, {"wish": "toggle", "version": 1}, {"wish": "met"}, {"wish": "met", "version": "x"}])
def test_what_is_no_wish_is_refused(client_of, project, officer, sent):
    identify_everyone(project)
    response = client_of(officer).post(url(project, "1.1"), sent)
    assert response.status_code == 422
    assert "What was sent is not an answer to criterion 1.1." in response.text
    assert answer_of(project, "1.1") == Answer.NOT_MET


@pytest.mark.parametrize("what", ["met", "met_with_reason", "not_needed", "take_back", "look_again", "met_and_confirm"])
@pytest.mark.parametrize("headers", [None, HTMX])
def test_a_locked_milestone_takes_no_answer(client_of, project, officer, what, headers):
    response = send(client_of, officer, project, "2.1", what, headers, reason="Because.")
    assert response.status_code == 409
    assert "Milestone 2 opens when milestone 1 is complete." in response.text
    assert answer_of(project, "2.1") == Answer.NOT_MET


def test_an_officer_who_left_meanwhile_is_refused(client_of, project, officer, buyer):
    identify_everyone(project)
    client, sent = client_of(officer), wish(project, "1.1", "met")
    mine = project.stakeholders.get(person=officer)
    type(mine).objects.filter(pk=mine.pk).update(role=Role.TEAM_MEMBER)
    assert client.post(url(project, "1.1"), sent).status_code == 403
    mine.refresh_from_db()
    remove_stakeholder(stakeholder=mine, by=buyer)
    assert client.post(url(project, "1.1"), sent).status_code == 404
    assert answer_of(project, "1.1") == Answer.NOT_MET


# ---- With a reason, and back --------------------------------------------------------------------------------------


def test_met_with_a_reason_and_a_day_makes_an_open_item(client_of, project, officer, member):
    mine = project.stakeholders.get(person=member)
    more = {"page": "change", "reason": "Met, except Mei.", "follow_up_on": "2026-11-20", "owner": mine.pk}
    assert send(client_of, officer, project, "1.2", "met_with_reason", **more).status_code == 303
    item = OpenItem.objects.get()
    assert (item.owner, item.due_on) == (mine, datetime.date(2026, 11, 20))
    assert criterion_of(project, "1.2").reason == "Met, except Mei."


@pytest.mark.parametrize(("what", "after"), [("not_needed", Answer.NOT_NEEDED), ("take_back", Answer.NOT_MET)])
def test_the_other_answers_with_a_reason(client_of, project, officer, what, after):
    answer_criterion(project, "1.2")
    assert send(client_of, officer, project, "1.2", what, page="change", reason="Because.").status_code == 303
    assert answer_of(project, "1.2") == after


@pytest.mark.parametrize("what", ["met_with_reason", "not_needed", "take_back"])
def test_without_a_reason_the_change_page_comes_back(client_of, project, officer, what):
    answer_criterion(project, "1.2")
    response = send(client_of, officer, project, "1.2", what, page="change", reason="  ")
    assert response.status_code == 422
    assert "<title>Error: Change criterion 1.2" in response.text
    assert f'href="#{what}_reason"' in response.text
    assert f'id="{what}_reason"' in response.text
    assert answer_of(project, "1.2") == Answer.MET_WITH_REASON


def test_somebody_to_follow_up_needs_a_day(client_of, project, officer):
    more = {"page": "change", "reason": "Met.", "follow_up_on": "", "owner": project.stakeholders.first().pk}
    response = send(client_of, officer, project, "1.2", "met_with_reason", **more)
    assert response.status_code == 422
    assert 'href="#met_with_reason_follow_up_on">Enter the day to follow up by' in response.text
    assert "Met.</textarea>" in response.text


def test_a_conflict_on_the_change_page_shows_theirs_and_yours_and_can_be_kept(client_of, project, officer):
    old = wish(project, "1.2", "met_with_reason", page="change", reason="Mine.")
    answer_criterion(project, "1.2", "not_needed", reason="Theirs.")
    client = client_of(officer)
    response = client.post(url(project, "1.2"), old)
    assert response.status_code == 409
    differing = [(d.label, d.theirs, d.yours) for d in response.context["differences"]]
    assert differing == [("Answer", "Not needed, by Omar Wattle", "Met, with a reason"), ("Reason", "Theirs.", "Mine.")]
    assert "Keep mine" in response.text
    kept = next(choice.form for choice in response.context["choices"] if choice.wish == "met_with_reason")
    assert client.post(url(project, "1.2"), {**old, "version": kept["version"].value()}).status_code == 303
    assert criterion_of(project, "1.2").reason == "Mine."


def test_what_was_typed_is_shown_where_it_can_no_longer_be_sent(client_of, project, officer):
    old = wish(project, "1.2", "not_needed", page="change", reason="Typed for long.")
    complete(project, 1)
    response = client_of(officer).post(url(project, "1.2"), old)
    assert response.status_code == 409
    assert '<p class="text">Typed for long.</p>' in response.text
    assert response.context["choices"] == []


def test_typed_by_somebody_who_is_not_the_officer_any_more(client_of, project, member):
    response = send(client_of, member, project, "1.2", "not_needed", page="change", reason="Typed.")
    assert response.status_code == 403
    assert '<p class="text">Typed.</p>' in response.text


# ---- The last one, with its confirmation --------------------------------------------------------------------------


def last_one(project):
    identify_everyone(project)
    for key in ("1.2", "1.3", "1.4"):
        answer_criterion(project, key)


def test_the_last_tick_confirms_too(client_of, project, officer):
    last_one(project)
    assert send(client_of, officer, project, "1.1", "met_and_confirm").status_code == 303
    assert [c.person for c in milestone_of(project, 1).confirmations.live()] == [officer]


def test_the_last_answer_with_a_reason_confirms_too(client_of, project, officer):
    last_one(project)
    response = client_of(officer).get(url(project, "1.1", "change/"))
    assert response.text.count("Mark 1.1 as met and confirm milestone 1") == 2
    assert send(client_of, officer, project, "1.1", "met_and_confirm", page="change", reason="Enough.").status_code == 303
    assert criterion_of(project, "1.1").answer == Answer.MET_WITH_REASON


def test_confirming_a_version_not_seen_does_neither(client_of, project, officer):
    last_one(project)
    old = wish(project, "1.1", "met_and_confirm")
    answer_criterion(project, "1.2", "not_needed")
    assert client_of(officer).post(url(project, "1.1"), old).status_code == 409
    assert answer_of(project, "1.1") == Answer.NOT_MET


def test_met_and_confirm_says_both(client_of, project, officer):
    last_one(project)
    client = client_of(officer)
    there = client.post(url(project, "1.1"), wish(project, "1.1", "met_and_confirm")).url
    assert "Criterion 1.1 marked as met, and milestone 1 confirmed. 4 of 4 criteria met." in client.get(there).text


# ---- Looking again ------------------------------------------------------------------------------------------------


def changed_since(project):
    identify_everyone(project)
    answer_criterion(project, "1.1", "met")
    complete(project, 1)
    StakeholderFactory(project=project, part="")


def test_look_again_in_a_complete_milestone(client_of, project, officer):
    changed_since(project)
    shown = client_of(officer).get(url(project, "1.1", "change/"))
    assert [choice.wish for choice in shown.context["choices"]] == ["look_again"]
    refused = send(client_of, officer, project, "1.1", "look_again", page="change", reason="")
    assert (refused.status_code, 'href="#look_again_reason"' in refused.text) == (422, True)
    assert send(client_of, officer, project, "1.1", "look_again", page="change", reason="She starts in May.").status_code == 303
    now_is = criterion_of(project, "1.1")
    assert (now_is.still_stands, now_is.newly_missing, now_is.milestone.is_complete) == ("She starts in May.", [], True)


# ---- The change page ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"), [("officer", 200), ("cover", 200), ("buyer", 403), ("member", 403), ("wider", 403), ("outsider", 404)]
)
def test_who_opens_the_change_page(client_of, project, request, who, status):
    assert client_of(request.getfixturevalue(who)).get(url(project, "1.1", "change/")).status_code == status


def wishes(client_of, officer, project, key):
    return [choice.wish for choice in client_of(officer).get(url(project, key, "change/")).context["choices"]]


def test_only_what_may_be_wished_now_is_offered(client_of, project, officer):
    assert wishes(client_of, officer, project, "1.1") == ["met_with_reason", "not_needed"]
    answer_criterion(project, "1.1")
    assert wishes(client_of, officer, project, "1.1") == ["met_with_reason", "not_needed", "take_back"]
    identify_everyone(project)
    assert wishes(client_of, officer, project, "1.1") == ["met", "met_with_reason", "not_needed", "take_back"]
    assert wishes(client_of, officer, project, "2.1") == []


def test_a_locked_milestones_change_page_says_what_opens_it(client_of, project, officer):
    response = client_of(officer).get(url(project, "2.1", "change/"))
    assert "Milestone 2 opens when milestone 1 is complete." in response.text
    assert "<textarea" not in response.text


def test_a_complete_milestones_change_page_says_how_it_is_reopened(client_of, project, officer):
    complete(project, 1)
    response = client_of(officer).get(url(project, "1.1", "change/"))
    assert "Milestone 1 is complete, so its answers stay as they are." in response.text
    assert f"/projects/{project.ref}/milestones/1/reopen/" in response.text


def test_a_paused_projects_change_page_says_so(client_of, agency):
    project = ProjectFactory(agency=agency, paused=True)
    response = client_of(officer_of(project)).get(url(project, "1.1", "change/"))
    assert "This project is paused: No money this year." in response.text
    assert response.context["choices"] == []


# ---- Queries ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_a_tick_asks_the_same_number_of_queries_for_any_number_of_people(client_of, project, officer, rows, django_assert_num_queries):
    identify_everyone(project)
    for _ in range(rows):
        StakeholderFactory(project=project)
    client, sent = client_of(officer), wish(project, "1.1", "met")
    with django_assert_num_queries(17):
        assert client.post(url(project, "1.1"), sent).status_code == 303


@pytest.mark.parametrize("rows", [1, 3])
def test_the_change_page_asks_the_same_number_of_queries_for_any_number_of_people(
    client_of, project, officer, rows, django_assert_num_queries
):
    for _ in range(rows):
        StakeholderFactory(project=project)
    client = client_of(officer)
    with django_assert_num_queries(5):
        client.get(url(project, "1.1", "change/"))


def test_an_answer_after_a_confirmation_makes_it_lapse_on_the_page(client_of, project, officer, buyer):
    make_ready(project, 1)
    confirm(project, 1, buyer)
    response = send(client_of, officer, project, "1.2", "not_needed", HTMX, reason="Because.")
    assert "lapsed" in response.text
