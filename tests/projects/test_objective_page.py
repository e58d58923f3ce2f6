"""The page of the objective, and writing it."""

from http import HTTPStatus

import pytest
from django.urls import reverse

from projects.models import Role
from projects.operations.objective import write_objective
from projects.operations.project import restrict_value
from tests.factories import ObjectiveFactory, ProjectFactory, ReadingFactory, SuccessMeasureFactory, buyer_of, holder

VALUE = "$1 million to $3 million"


@pytest.fixture
def page(project):
    return reverse("projects:objective", args=[project.ref])


@pytest.fixture
def edit(project):
    return reverse("projects:objective_edit", args=[project.ref])


def typed(**fields):
    """A posted form: version 0 seen, no measures, unless said."""
    rows = fields.pop("rows", [])
    data = {"seen": "0", "measures-TOTAL_FORMS": str(len(rows)), "measures-INITIAL_FORMS": "0", **fields}
    return data | {f"measures-{number}-{name}": value for number, row in enumerate(rows) for name, value in row.items()}


# ---- objective ----------------------------------------------------------------------------------------------------


def test_objective_is_empty_at_first_and_says_the_next_thing(client_of, buyer, page, edit):
    answer = client_of(buyer).get(page)
    assert answer.status_code == HTTPStatus.OK
    assert f'href="{edit}">Write the objective' in answer.text


def test_objective_shows_the_current_version_in_full(project, client_of, member, page, clock):
    measures = [{"measure": "Calls answered", "target": "90%"}]
    ObjectiveFactory(project=project, problem_or_opportunity="People wait.", scope_out="E-mail", value_band=VALUE, measures=measures)
    shown = client_of(member).get(page).text
    for words in ("What is the problem or opportunity?", "People wait.", "E-mail", VALUE, "Calls answered", "90%", "Not said"):
        assert words in shown
    assert "Version 1, written by Ruth Banksia, Thursday 12 November 2026, 10 am" in shown


def test_objective_shows_an_earlier_version_that_is_asked_for(project, client_of, member, page):
    ObjectiveFactory(project=project, problem_or_opportunity="People wait.")
    ObjectiveFactory(project=project, problem_or_opportunity="People give up.")
    shown = client_of(member).get(page, {"version": 1}).text
    assert "People wait." in shown
    assert "People give up." not in shown
    assert "This is an earlier version" in shown


@pytest.mark.parametrize("version", ["9", "0", "x", ""])
def test_objective_of_a_version_there_never_was(project, client_of, member, page, version):
    ObjectiveFactory(project=project)
    assert client_of(member).get(page, {"version": version}).status_code == HTTPStatus.NOT_FOUND


def test_objective_keeps_a_restricted_value_from_the_team(project, client_of, buyer, officer, member, viewer, page):
    ObjectiveFactory(project=project, value_band=VALUE)
    restrict_value(project=project, is_restricted=True, by=buyer)
    seen = {person.name: VALUE in client_of(person).get(page, {"version": 1}).text for person in (buyer, officer, member, viewer)}
    assert list(seen.values()) == [True, True, False, False]


def test_objective_says_who_can_change_it(project, client_of, member, page, edit):
    shown = client_of(member).get(page).text
    assert "or the procurement officer can change the objective." in shown
    assert edit not in shown


def test_objective_offers_no_change_while_paused(client_of):
    project = ProjectFactory(paused=True)
    shown = client_of(buyer_of(project)).get(reverse("projects:objective", args=[project.ref])).text
    assert "This project is paused, so nothing can be changed until it is resumed." in shown
    assert reverse("projects:objective_edit", args=[project.ref]) not in shown


def test_objective_is_not_for_wider_stakeholders(client_of, wider, outsider, page):
    assert client_of(wider).get(page).status_code == HTTPStatus.FORBIDDEN
    assert client_of(outsider).get(page).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("rows", [1, 3])
def test_objective_asks_as_many_queries_for_three_versions_as_for_one(project, client_of, member, page, django_assert_num_queries, rows):
    for _ in range(rows):
        SuccessMeasureFactory(project=project)
    client = client_of(member)
    client.get(page)
    with django_assert_num_queries(7):
        client.get(page)


# ---- objective_edit -----------------------------------------------------------------------------------------------


def test_objective_edit_offers_four_rows_of_measures(client_of, buyer, edit):
    answer = client_of(buyer).get(edit)
    assert answer.status_code == HTTPStatus.OK
    assert len(answer.context["measures"].forms) == 4
    assert "Does the team need to see this change?" not in answer.text


def test_objective_edit_has_room_below_the_measures_there_are(project, client_of, buyer, edit):
    measures = [{"measure": f"Measure {number}"} for number in range(4)]
    write_objective(project=project, seen=0, by=buyer, measures=measures)
    answer = client_of(buyer).get(edit)
    assert len(answer.context["measures"].forms) == 6
    assert "Does the team need to see this change?" in answer.text


def test_objective_edit_writes_a_version(project, client_of, officer, page, edit):
    row = {"measure": "Calls answered", "baseline": "40%", "target": "90%", "by_when": "2027"}
    answer = client_of(officer).post(edit, typed(desired_outcome="Nobody waits.", value_band=VALUE, rows=[row, {"measure": " "}]))
    assert (answer.status_code, answer["Location"]) == (HTTPStatus.SEE_OTHER, page)
    written = project.objectives.get()
    assert (written.desired_outcome, written.value_band, written.written_by) == ("Nobody waits.", VALUE, officer)
    assert [row.measure for row in written.measures.all()] == ["Calls answered"]


def test_objective_edit_asks_whether_the_team_needs_to_see_it(project, client_of, officer, edit):
    ObjectiveFactory(project=project)
    client_of(officer).post(edit, typed(seen="1", desired_outcome="Nobody waits.", team_needs_to_see="yes"))
    assert project.objectives.get(version=2).team_needs_to_see is True


def test_objective_edit_without_a_difference_writes_nothing(project, client_of, officer, edit):
    ObjectiveFactory(project=project, problem_or_opportunity="One.\nTwo.", desired_outcome="")
    answer = client_of(officer).post(edit, typed(seen="1", problem_or_opportunity="One.\r\nTwo."), follow=True)
    assert "Nothing was different, so no new version was written." in answer.text
    assert project.objectives.count() == 1


def test_objective_edit_keeps_what_was_typed_when_a_row_is_half(project, client_of, officer, edit):
    answer = client_of(officer).post(edit, typed(desired_outcome="Nobody waits.", rows=[{"target": "90%"}]))
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert '<a href="#id_measures-0-measure">Enter what is measured, or clear the row: measure 1</a>' in answer.text
    assert "Nobody waits." in answer.text
    assert "<title>Error: " in answer.text
    assert not project.objectives.exists()


def test_objective_edit_refuses_more_than_fits(project, client_of, officer, edit):
    answer = client_of(officer).post(edit, typed(value_band="x" * 101))
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not project.objectives.exists()


def sent_again(page, **more):
    """The forms of the page, as a browser would send them."""
    form, measures = page.context["form"], page.context["measures"]
    rows = [{name: row[name].value() or "" for name in row.fields} for row in measures]
    return typed(rows=rows, **{name: form[name].value() or "" for name in form.fields}, **more)


def test_objective_edit_asks_only_of_what_both_changed(project, client_of, buyer, officer, edit):
    write_objective(project=project, seen=0, by=buyer, desired_outcome="Theirs.", why_now="Same.", measures=[{"measure": "Their measure"}])
    rows = [{"measure": "My measure"}]
    answer = client_of(officer).post(edit, typed(desired_outcome="Mine.", why_now="Same.", scope_in="Telephony.", rows=rows))
    assert answer.status_code == HTTPStatus.CONFLICT
    clashes = [(row.label, row.theirs, row.yours) for row in answer.context["clashes"]]
    measures = ("Measures of success", "Their measure", "My measure")
    assert clashes == [("What will be different when it is solved?", "Theirs.", "Mine."), measures]
    form = answer.context["form"]
    assert [form[name].value() for name in ("seen", "desired_outcome", "scope_in")] == [1, "Mine.", "Telephony."]
    assert "Keep mine" in answer.text
    assert project.objectives.count() == 1


def test_objective_edit_merges_what_two_wrote_in_different_places(project, client_of, buyer, officer, edit):
    write_objective(project=project, seen=0, by=buyer, desired_outcome="Theirs.", measures=[{"measure": "Their measure"}])
    assert client_of(officer).post(edit, typed(scope_in="Telephony.")).status_code == HTTPStatus.SEE_OTHER
    last = project.objectives.first()
    assert (last.version, last.desired_outcome, last.scope_in) == (2, "Theirs.", "Telephony.")
    assert [row.measure for row in last.measures.all()] == ["Their measure"]


def test_objective_edit_shows_their_measures_where_mine_are_as_they_were(project, client_of, buyer, officer, edit):
    write_objective(project=project, seen=0, by=buyer, desired_outcome="Theirs.", measures=[{"measure": "Their measure"}])
    answer = client_of(officer).post(edit, typed(desired_outcome="Mine."))
    assert next(iter(answer.context["measures"]))["measure"].value() == "Their measure"


@pytest.mark.parametrize(("take", "stays"), [("mine", "Mine."), ("theirs", "Theirs.")])
def test_objective_edit_takes_what_was_chosen_field_by_field(project, client_of, buyer, officer, edit, take, stays):
    write_objective(project=project, seen=0, by=buyer, desired_outcome="Theirs.", measures=[{"measure": "Their measure"}])
    client = client_of(officer)
    page = client.post(edit, typed(desired_outcome="Mine.", scope_in="Telephony.", rows=[{"measure": "My measure"}]))
    again = sent_again(page, **{"take-desired_outcome": take, "take-measures": "theirs"})
    assert client.post(edit, again).status_code == HTTPStatus.SEE_OTHER
    last = project.objectives.first()
    assert (last.desired_outcome, last.scope_in, last.measures.get().measure) == (stays, "Telephony.", "Their measure")


def test_objective_edit_with_nothing_different_says_so_although_another_wrote(project, client_of, buyer, officer, edit):
    write_objective(project=project, seen=0, by=buyer, desired_outcome="Theirs.")
    answer = client_of(officer).post(edit, typed(), follow=True)
    assert "Nothing was different" in answer.text
    assert project.objectives.count() == 1


def test_objective_edit_of_a_stopped_project(client_of):
    project = ProjectFactory(stopped=True)
    client, edit = client_of(buyer_of(project)), reverse("projects:objective_edit", args=[project.ref])
    assert client.get(edit).status_code == HTTPStatus.CONFLICT
    answer = client.post(edit, typed(desired_outcome="Nobody waits."))
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "No money this year." in answer.text
    assert "Nobody waits." in answer.text


@pytest.mark.parametrize("role", [Role.TEAM_MEMBER, Role.WIDER])
def test_objective_edit_is_for_both_sides(project, client_of, edit, role):
    client = client_of(holder(project, role))
    assert client.get(edit).status_code == HTTPStatus.FORBIDDEN
    assert client.post(edit, typed(desired_outcome="Nobody waits.")).status_code == HTTPStatus.FORBIDDEN
    assert not project.objectives.exists()


def test_objective_edit_not_in_somebody_elses_project(client_of, buyer):
    other = ProjectFactory()
    answer = client_of(buyer).post(reverse("projects:objective_edit", args=[other.ref]), typed(desired_outcome="Mine."))
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert not other.objectives.exists()


def test_objective_edit_by_a_cover(project, client_of, cover, edit):
    assert client_of(cover).post(edit, typed(desired_outcome="Nobody waits.")).status_code == HTTPStatus.SEE_OTHER
    assert project.history.last().covers_for == project.stakeholders.get(role=Role.PROCUREMENT_OFFICER).person


# ---- objective_compare --------------------------------------------------------------------------------------------


@pytest.fixture
def side_by_side(project):
    return reverse("projects:objective_compare", args=[project.ref])


@pytest.fixture
def three(project):
    """Three versions; the value band changes with the last."""
    ObjectiveFactory(project=project, problem_or_opportunity="People wait long.", value_band="$1 million")
    ObjectiveFactory(project=project, problem_or_opportunity="People wait.")
    ObjectiveFactory(project=project, problem_or_opportunity="People wait.", value_band=VALUE, team_needs_to_see=True)
    return project


def questions(answer):
    return [change.question for change in answer.context["compared"].changes]


def test_objective_compare_marks_what_went_and_what_came_also_in_words(project, client_of, member, side_by_side):
    ObjectiveFactory(project=project, problem_or_opportunity="People wait long.")
    ObjectiveFactory(project=project, problem_or_opportunity="People <b>wait</b>.")
    shown = client_of(member).get(side_by_side).text
    went = '<del><span class="sr-only"> removed: </span>wait long.<span class="sr-only"> (end of what was removed) </span></del>'
    came = '<ins><span class="sr-only"> added: </span>&lt;b&gt;wait&lt;/b&gt;.<span class="sr-only"> (end of what was added) </span></ins>'
    assert went in shown
    assert came in shown


@pytest.mark.parametrize(
    ("query", "versions", "differs"),
    [
        ({}, (2, 3), ["About how much is it worth?"]),
        ({"from": "1", "to": "2"}, (1, 2), ["What is the problem or opportunity?"]),
        ({"from": "1", "to": "3"}, (1, 3), ["What is the problem or opportunity?", "About how much is it worth?"]),
        ({"from": "3", "to": "2"}, (2, 3), ["About how much is it worth?"]),
        ({"to": "2"}, (1, 2), ["What is the problem or opportunity?"]),
        ({"from": "2"}, (2, 3), ["About how much is it worth?"]),
        ({"from": "2", "to": "2"}, (2, 2), []),
    ],
)
def test_objective_compare_of_the_versions_asked_for(three, client_of, buyer, side_by_side, query, versions, differs):
    answer = client_of(buyer).get(side_by_side, query)
    assert (answer.context["old"].version, answer.context["new"].version) == versions
    assert questions(answer) == differs


@pytest.mark.parametrize("query", [{"from": "4"}, {"to": "0"}, {"from": "x", "to": "2"}, {"from": "1", "to": ""}])
def test_objective_compare_of_a_version_there_never_was(three, client_of, buyer, side_by_side, query):
    assert client_of(buyer).get(side_by_side, query).status_code == HTTPStatus.NOT_FOUND


def test_objective_compare_keeps_a_restricted_value_from_the_team(three, client_of, buyer, member, side_by_side):
    restrict_value(project=three, is_restricted=True, by=buyer)
    answer = client_of(member).get(side_by_side)
    assert questions(answer) == []
    assert "million" not in answer.text
    assert "Nothing that you can read differs between the two." in answer.text
    assert "to $3 million" in client_of(buyer).get(side_by_side).text


@pytest.mark.parametrize(("number", "says"), [(0, "Nothing is written yet"), (1, "There is one version so far.")])
def test_objective_compare_with_nothing_to_compare_says_so(project, client_of, member, side_by_side, number, says):
    for _ in range(number):
        ObjectiveFactory(project=project)
    assert says in client_of(member).get(side_by_side).text


def test_objective_compare_is_linked_from_the_list_of_versions(three, client_of, member, page, side_by_side):
    client = client_of(member)
    assert f'href="{side_by_side}">What changed since the version before' in client.get(page).text
    assert f'href="{side_by_side}?from=1">What changed since version 1' in client.get(page, {"version": 1}).text


def test_objective_compare_not_in_somebody_elses_project(client_of, buyer):
    other = ProjectFactory()
    assert client_of(buyer).get(reverse("projects:objective_compare", args=[other.ref])).status_code == HTTPStatus.NOT_FOUND


# ---- who has read it; a product in the problem --------------------------------------------------------------------


def test_objective_says_to_both_sides_who_has_read_it(clock, project, client_of, officer, member, page):
    clock.move(days=1)
    ObjectiveFactory(project=project)
    ObjectiveFactory(project=project, team_needs_to_see=True)
    ReadingFactory(stakeholder=project.stakeholders.get(person=officer))
    says = "1 of 3 has read version 2. Not yet: Ada Grevillea, Mei Waratah."
    assert says in client_of(officer).get(page).text
    assert "Who has read it" not in client_of(member).get(page).text


def test_objective_says_nothing_of_reading_where_nobody_was_asked(project, client_of, officer, page):
    ObjectiveFactory(project=project)
    assert "Who has read it" not in client_of(officer).get(page).text


def test_objective_says_when_the_problem_names_a_thing_to_buy_to_both_sides_alone(project, client_of, buyer, member, page, edit):
    ObjectiveFactory(project=project, problem_or_opportunity="Staff need a new rostering platform.")
    says = "The problem names a thing to buy: “need a new rostering platform”. Say what is wrong today, not what to buy."
    assert says in client_of(buyer).get(page).text
    assert says in client_of(buyer).get(edit).text
    assert "names a thing to buy" not in client_of(member).get(page).text


def test_objective_edit_is_never_held_up_by_a_thing_to_buy(project, client_of, buyer, edit):
    answer = client_of(buyer).post(edit, typed(problem_or_opportunity="Staff need a new rostering platform."), follow=True)
    assert "Version 1 of the objective is saved." in answer.text
    assert "The problem names a thing to buy" in answer.text
