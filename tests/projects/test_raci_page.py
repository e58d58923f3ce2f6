"""The pages of the RACI matrix."""

import json
import uuid
from http import HTTPStatus

import pytest
from django.urls import reverse

from projects.models import Function
from projects.operations.people import remove_stakeholder
from projects.operations.raci import set_letters
from projects.views.raci import added_words
from tests.factories import ActivityFactory, ProjectFactory, StakeholderFactory

WRONG, CONFLICT, DONE = HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT, HTTPStatus.SEE_OTHER


@pytest.fixture
def mei(project, member):
    return project.stakeholders.get(person=member)


@pytest.fixture
def draft(project, mei):
    return ActivityFactory(project=project, title="Draft contract terms", letters={mei: "R"})


@pytest.fixture
def at(project):
    """`at("raci_edit")` is the address of that page."""
    return lambda name, *args: reverse(f"projects:{name}", args=[project.ref, *args])


def cell(activity, stakeholder, letters):
    return {f"cell-{activity.pk}-{stakeholder.pk}": letters}


def base(*cells):
    return {"base": json.dumps({f"{a.pk}-{s.pk}": letters for a, s, letters in cells})}


def held(project):
    return {
        (a.activity.title, a.stakeholder.name): a.letters for activity in project.activities.current() for a in activity.assignments.all()
    }


# ---- Reading ------------------------------------------------------------------------------------------------------


def test_raci_reads_in_words_and_says_what_is_wrong(client_of, member, mei, draft, at):
    page = client_of(member).get(at("raci")).text
    assert '<td data-label="Mei Waratah"><span class="letter letter--r">Responsible</span></td>' in page
    assert '<span class="letter letter--none">no role</span>' in page
    assert '<p class="row-error">Draft contract terms has nobody accountable.</p>' in page
    assert "1 activity needs attention." in page
    assert "Only the buyer’s side and the procurement officer can change the matrix." in page


def test_raci_names_a_leaver_with_letters(project, client_of, officer, mei, draft, at):
    remove_stakeholder(stakeholder=mei, by=officer)
    page = client_of(officer).get(at("raci")).text
    assert "Mei Waratah <small>has left</small>" in page
    assert "Mei Waratah has left, so being responsible for Draft contract terms counts for nothing." in page


def test_raci_without_activities_offers_the_usual(client_of, buyer, member, at):
    assert "Add the first 8" in client_of(buyer).get(at("raci")).text
    page = client_of(member).get(at("raci")).text
    assert ("No activity is in the matrix yet." in page, "Add the first 8" in page) == (True, False)


# ---- The usual list -----------------------------------------------------------------------------------------------


def test_raci_usual_adds_the_first_then_the_rest(project, client_of, buyer, mei, at):
    client = client_of(buyer)
    answer = client.post(at("raci_usual"), {"which": "first", "day_to_day": mei.pk}, follow=True)
    assert answer.redirect_chain == [(at("raci"), DONE)]
    assert "8 activities added." in answer.text
    client.post(at("raci_usual"), {"which": "rest", "day_to_day": ""})
    assert project.activities.current().count() == 20
    assert "All usual activities are in the matrix." in client.get(at("raci_usual")).text
    assert "Add the" not in client.get(at("raci")).text


@pytest.mark.parametrize("sent", [{}, {"which": "all"}, {"which": "first", "day_to_day": "999999"}])
def test_raci_usual_refuses_what_makes_no_sense(project, client_of, buyer, at, sent):
    assert client_of(buyer).post(at("raci_usual"), sent).status_code == WRONG
    assert not project.activities.exists()


# ---- Activities ---------------------------------------------------------------------------------------------------


def test_activity_add_leads_to_its_letters(project, client_of, officer, at):
    answer = client_of(officer).post(at("activity_add"), {"title": "Evaluate proposals", "nonce": str(uuid.uuid4())})
    added = project.activities.get()
    assert (answer.status_code, answer["Location"]) == (DONE, at("activity", added.pk))


def test_activity_add_without_a_title_keeps_the_rest(project, client_of, officer, at):
    answer = client_of(officer).post(at("activity_add"), {"title": "", "needs_delegate": "on", "nonce": str(uuid.uuid4())})
    assert (answer.status_code, "Enter what is done" in answer.text, "checked" in answer.text) == (WRONG, True, True)


def test_activity_rename_and_its_conflict(project, client_of, officer, draft, at):
    client, page = client_of(officer), at("activity_rename", draft.pk)
    assert client.post(page, {"title": "Prepare contract terms", "version": 1})["Location"] == at("raci")
    answer = client.post(page, {"title": "Write contract terms", "version": 1})
    assert (answer.status_code, "Write contract terms" in answer.text) == (CONFLICT, True)
    assert project.activities.get().title == "Prepare contract terms"


def test_activity_remove_asks_first(project, client_of, officer, draft, at):
    client, page = client_of(officer), at("activity_remove", draft.pk)
    assert "Take Draft contract terms off the list?" in client.get(page).text
    assert project.activities.current().exists()
    assert client.post(page)["Location"] == at("raci")
    assert not project.activities.current().exists()


@pytest.mark.parametrize("name", ["activity", "activity_rename", "activity_remove"])
def test_an_activity_of_another_project_is_not_found(client_of, officer, at, name):
    other = ActivityFactory(project=ProjectFactory())
    client = client_of(officer)
    assert [ask(at(name, other.pk)).status_code for ask in (client.get, client.post)] == [404, 404]


# ---- Letters ------------------------------------------------------------------------------------------------------


def test_activity_saves_what_was_chosen(project, client_of, officer, buyer, mei, draft, at):
    client, ruth = client_of(officer), project.stakeholders.get(person=buyer)
    page = client.get(at("activity", draft.pk))
    assert json.loads(page.context["base"]) == {f"{draft.pk}-{mei.pk}": "R"}
    sent = {"base": page.context["base"], **cell(draft, ruth, "A"), **cell(draft, mei, "R")}
    assert client.post(at("activity", draft.pk), sent)["Location"] == at("raci")
    assert held(project) == {("Draft contract terms", "Ruth Banksia"): "A", ("Draft contract terms", "Mei Waratah"): "R"}


def test_activity_selects_are_named_for_person_and_activity(client_of, officer, mei, draft, at):
    page = client_of(officer).get(at("raci_edit")).text
    assert f'name="cell-{draft.pk}-{mei.pk}" id="cell-{draft.pk}-{mei.pk}" aria-label="Mei Waratah, Draft contract terms"' in page
    assert '<option value="R" selected>Responsible</option>' in page


def test_a_group_is_offered_consulted_and_informed_only(project, client_of, officer, draft, at):
    group = StakeholderFactory(project=project, group=True, name="Customers")
    select = client_of(officer).get(at("raci_edit")).text.partition(f'id="cell-{draft.pk}-{group.pk}"')[2].partition("</select>")[0]
    assert [v for v in ("A", "R", "AR", "C", "I") if f'value="{v}"' in select] == ["C", "I"]


def test_names_are_escaped_in_the_selects(project, client_of, officer, at):
    StakeholderFactory(project=project, person__name='"><b>Bo</b>')
    ActivityFactory(project=project, title="<i>Terms</i>")
    page = client_of(officer).get(at("raci_edit")).text
    assert ("<b>Bo" in page, "<i>Terms" in page, "&quot;&gt;&lt;b&gt;Bo&lt;/b&gt;, &lt;i&gt;Terms" in page) == (False, False, True)


def test_raci_edit_writes_only_what_differs(project, client_of, officer, buyer, mei, draft, at):
    ruth = project.stakeholders.get(person=buyer)
    shown = base((draft, mei, "R"))
    set_letters(project=project, base={}, wanted={(draft.pk, ruth.pk): "C"}, by=buyer)  # meanwhile, another cell
    sent = {**shown, **cell(draft, mei, "AR"), **cell(draft, ruth, "")}
    assert client_of(officer).post(at("raci_edit"), sent).status_code == DONE
    assert held(project) == {("Draft contract terms", "Mei Waratah"): "AR", ("Draft contract terms", "Ruth Banksia"): "C"}


def test_a_conflict_shows_both_and_another_press_writes_mine(project, client_of, officer, buyer, mei, draft, at):
    set_letters(project=project, base={(draft.pk, mei.pk): "R"}, wanted={(draft.pk, mei.pk): "C"}, by=buyer)
    client = client_of(officer)
    answer = client.post(at("raci_edit"), {**base((draft, mei, "R")), **cell(draft, mei, "A")})
    assert answer.status_code == CONFLICT
    assert "Mei Waratah, Draft contract terms: now consulted, you chose accountable" in answer.text
    assert '<option value="A" selected>Accountable</option>' in answer.text
    assert held(project) == {("Draft contract terms", "Mei Waratah"): "C"}
    client.post(at("raci_edit"), {"base": answer.context["base"], **cell(draft, mei, "A")})
    assert held(project) == {("Draft contract terms", "Mei Waratah"): "A"}


def test_a_conflict_offers_theirs_cell_by_cell(project, client_of, officer, buyer, mei, draft, at):
    ruth = project.stakeholders.get(person=buyer)
    meanwhile = {(draft.pk, mei.pk): "C", (draft.pk, ruth.pk): "I"}
    set_letters(project=project, base={(draft.pk, mei.pk): "R"}, wanted=meanwhile, by=buyer)
    client, mine = client_of(officer), {**cell(draft, mei, "A"), **cell(draft, ruth, "R")}
    answer = client.post(at("raci_edit"), {**base((draft, mei, "R")), **mine})
    said = [(clash.key, clash.theirs, clash.mine) for clash in answer.context["clashes"]]
    assert said == [(f"{draft.pk}-{ruth.pk}", "Informed", "Responsible"), (f"{draft.pk}-{mei.pk}", "Consulted", "Accountable")]
    assert ("Keep mine: Accountable" in answer.text, "Use theirs: Consulted" in answer.text) == (True, True)
    taken = {f"take-{draft.pk}-{mei.pk}": "theirs", f"take-{draft.pk}-{ruth.pk}": "mine"}
    assert client.post(at("raci_edit"), {"base": answer.context["base"], **mine, **taken}).status_code == DONE
    assert held(project) == {("Draft contract terms", "Mei Waratah"): "C", ("Draft contract terms", "Ruth Banksia"): "R"}


def test_after_a_conflict_what_others_chose_elsewhere_stays(project, client_of, officer, buyer, mei, draft, at):
    ruth = project.stakeholders.get(person=buyer)
    meanwhile = {(draft.pk, mei.pk): "C", (draft.pk, ruth.pk): "I"}
    set_letters(project=project, base={(draft.pk, mei.pk): "R"}, wanted=meanwhile, by=buyer)
    sent = {**base((draft, mei, "R")), **cell(draft, mei, "A"), **cell(draft, ruth, "")}  # the second was never touched
    page = client_of(officer).post(at("raci_edit"), sent).text
    shown = page.partition(f'id="cell-{draft.pk}-{ruth.pk}"')[2].partition("</select>")[0]
    assert '<option value="I" selected>Informed</option>' in shown


def test_what_was_chosen_is_kept_when_the_page_was_not_sent_whole(client_of, officer, mei, draft, at):
    answer = client_of(officer).post(at("raci_edit"), {"base": "[]", **cell(draft, mei, "AR")})
    assert (answer.status_code, '<option value="AR" selected>Accountable and responsible</option>' in answer.text) == (WRONG, True)


def test_raci_check_of_one_activity_says_nothing_of_the_others(project, client_of, officer, mei, draft, at):
    ActivityFactory(project=project, title="Evaluate proposals")
    found = client_of(officer).post(at("raci_check"), {**base((draft, mei, "R")), **cell(draft, mei, "R")}).context["found"]
    assert [problem.says for problem in found] == ["Draft contract terms has nobody accountable."]


@pytest.mark.parametrize("sent", ["[]", "{", '{"0-0": "R"}', "9" * 6000, "[" * 50_000, '{"x": 1}'])
def test_a_base_this_page_did_not_write_is_refused(project, client_of, officer, mei, draft, at, sent):
    answer = client_of(officer).post(at("raci_edit"), {"base": sent, **cell(draft, mei, "A")})
    assert (answer.status_code, "The page was not sent whole" in answer.text) == (WRONG, True)
    assert held(project) == {("Draft contract terms", "Mei Waratah"): "R"}


def test_letters_that_are_none_are_refused(project, client_of, officer, mei, draft, at):
    answer = client_of(officer).post(at("activity", draft.pk), {**base((draft, mei, "R")), **cell(draft, mei, "X")})
    assert (answer.status_code, "Choose a letter from the list" in answer.text) == (WRONG, True)


def test_raci_check_says_what_would_be_wrong_and_writes_nothing(project, client_of, officer, mei, draft, at):
    client, before = client_of(officer), project.history.count()
    answer = client.post(at("raci_check"), {**base((draft, mei, "R")), **cell(draft, mei, "AR")}, headers={"HX-Request": "true"})
    assert '<div data-hx-swap-oob="innerHTML:#live">No activity needs attention</div>' in answer.text
    wrong = client.post(at("raci_check"), {**base((draft, mei, "R")), **cell(draft, mei, "")}, headers={"HX-Request": "true"}).text
    assert ("1 activity needs attention" in wrong, "Draft contract terms has nobody responsible." in wrong) == (True, True)
    assert (held(project), project.history.count()) == ({("Draft contract terms", "Mei Waratah"): "R"}, before)


@pytest.mark.slow
def test_forty_by_thirty_opens_and_saves_in_the_queries_of_a_small_one(
    project, client_of, officer, at, django_assert_num_queries, django_assert_max_num_queries
):
    rows = [ActivityFactory(project=project, title=f"Activity {n}") for n in range(40)]
    for _ in range(30 - project.stakeholders.count()):
        StakeholderFactory(project=project)
    people, client = list(project.stakeholders.current()), client_of(officer)
    with django_assert_num_queries(6):
        page = client.get(at("raci_edit"))
    assert page.text.count("<select") == 1200
    sent = {key: value for row in rows for person in people for key, value in cell(row, person, "C").items()}
    with django_assert_max_num_queries(49):  # SQLite writes 1,200 rows in four statements; all sixteen criteria are looked at
        assert client.post(at("raci_edit"), {"base": page.context["base"], **sent}).status_code == DONE
    assert len(held(project)) == 1200


def suggested(client, at):
    return client.get(at("raci_usual")).context["form"].initial["day_to_day"]


def test_raci_usual_suggests_who_acts_for_the_buyer_else_the_buyer_for_the_day_to_day_work(project, client_of, buyer, agent, at):
    client, ada = client_of(buyer), project.stakeholders.get(person=agent)
    assert suggested(client, at) == ada.pk
    remove_stakeholder(stakeholder=ada, by=buyer)
    assert suggested(client, at) == project.stakeholders.get(person=buyer).pk


def test_raci_usual_suggests_nobody_where_somebody_is_project_manager(project, client_of, buyer, at):
    StakeholderFactory(project=project, function=Function.PROJECT_MANAGER)
    assert suggested(client_of(buyer), at) is None


@pytest.mark.parametrize(
    ("number", "positions", "says"),
    [
        (1, [], "1 activity added."),
        (8, ["End user"], "8 activities added. With letters in them is End user, a position that nobody fills yet."),
        (8, ["A", "B"], "8 activities added. With letters in them are A and B, positions that nobody fills yet."),
    ],
)
def test_raci_usual_says_which_positions_came(number, positions, says):
    assert added_words(number, positions) == says


def test_raci_usual_lists_what_would_be_added(project, client_of, buyer):
    page = client_of(buyer).get(f"/projects/{project.ref}/raci/usual/").text
    for title in ("Draft the work plan", "Evaluate proposals", "Which are the first 8?", "Which are the others?"):
        assert title in page
