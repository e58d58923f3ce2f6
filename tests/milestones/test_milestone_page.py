import datetime
import re
import uuid

import pytest

from milestones.models import Evidence
from milestones.operations import withdraw_confirmation
from milestones.panel import ended_words
from milestones.seats import Seats
from projects.access import open_project
from tests.factories import (
    EvidenceFactory,
    ObjectiveFactory,
    ProjectFactory,
    StakeholderFactory,
    answer_criterion,
    buyer_of,
    complete,
    confirm,
    criterion_of,
    identify_everyone,
    make_ready,
    milestone_of,
    officer_of,
    reopen,
)


def page(client_of, person, project, position=1):
    return client_of(person).get(f"/projects/{project.ref}/milestones/{position}/")


def panel(response):
    return re.search(r'<section class="panel.*?</section>', response.text, re.DOTALL)[0]


def row(response, key):
    opens = f'<li class="criterion" id="criterion-{key.replace(".", "-")}">'
    return " ".join(response.text.split(opens)[1].split('<li class="criterion"')[0].split())


def findings(response):
    return re.findall(r'data-finding="([^"]+)"', response.text)


# ---- The page -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("position", "status"), [(0, 404), (1, 200), (2, 200), (3, 200), (4, 404)])
def test_there_are_three_milestones(client_of, project, officer, position, status):
    assert page(client_of, officer, project, position).status_code == status


@pytest.mark.parametrize(
    ("who", "status"), [("buyer", 200), ("agent", 200), ("member", 200), ("viewer", 200), ("cover", 200), ("wider", 403), ("outsider", 404)]
)
def test_who_opens_the_page(client_of, project, request, who, status):
    assert page(client_of, request.getfixturevalue(who), project).status_code == status


def test_each_computed_fact_is_shown_whether_or_not_it_holds(client_of, project, officer, viewer):
    keys = ["1.1.buyer", "1.1.officer", "1.1.approver", "1.1.affected", "1.1.parts", "1.1.expertise", "1.1.support"]
    keys += ["1.2.activities", "1.2.rules", "1.2.notices", "1.3.objective", "1.3.work_plan", "1.3.communication"]
    keys += ["1.3.measures"]
    keys += ["1.4.buyer", "1.4.officer", "1.4.writing"]
    for person in (officer, viewer):
        response = page(client_of, person, project)
        assert findings(response) == keys
        assert "Still needed:" in row(response, "1.1")
    complete(project, 1)
    assert findings(page(client_of, officer, project)) == keys
    reopen(project, 1)
    assert findings(page(client_of, officer, project)) == keys


def test_a_link_to_mend_a_fact_is_only_for_who_may_open_it(client_of, project, officer, member):
    where = f'href="/projects/{project.ref}/objective/edit/"'
    assert where in row(page(client_of, officer, project), "1.3")
    shown = row(page(client_of, member, project), "1.3")
    assert where not in shown
    assert "Who can fix this: Buyer’s side or procurement officer." in shown


@pytest.mark.parametrize("position", [1, 2, 3])
def test_nothing_is_on_the_teams_word(client_of, project, officer, position):
    shown = page(client_of, officer, project, position).text
    assert "team’s word" not in shown
    assert shown.count('class="criterion"') == {1: 4, 2: 5, 3: 7}[position]


def test_an_answer_shows_who_with_position_when_and_why(client_of, project, member, clock):
    answer_criterion(project, "1.2", reason="Met, except Mei Chen (on leave).")
    shown = row(page(client_of, member, project), "1.2")
    assert "Omar Wattle, Procurement manager, Thursday 12 November 2026, 10 am." in shown
    assert "Reason: Met, except Mei Chen (on leave)." in shown


# ---- The one action -----------------------------------------------------------------------------------------------


def test_one_press_is_a_button_exactly_when_it_suffices(client_of, project, officer):
    assert "<button" not in row(page(client_of, officer, project), "1.1")
    assert "Met, with a reason<span" in row(page(client_of, officer, project), "1.1")
    identify_everyone(project)
    assert ">Mark 1.1 as met</button>" in row(page(client_of, officer, project), "1.1")


def test_who_covers_for_the_officer_is_offered_the_same(client_of, project, cover):
    identify_everyone(project)
    assert ">Mark 1.1 as met</button>" in row(page(client_of, cover, project), "1.1")


@pytest.mark.parametrize("who", ["buyer", "agent", "member", "viewer"])
def test_others_read_who_can(client_of, project, request, who):
    identify_everyone(project)
    shown = row(page(client_of, request.getfixturevalue(who), project), "1.1")
    assert "Only the procurement officer, Omar Wattle, can mark this." in shown
    assert "<button" not in shown


def test_an_answered_criterion_offers_change(client_of, project, officer):
    answer_criterion(project, "1.2")
    assert 'Change<span class="sr-only"> criterion 1.2</span>' in row(page(client_of, officer, project), "1.2")


@pytest.mark.parametrize("who", ["officer", "buyer", "member"])
def test_a_locked_milestone_offers_no_answer(client_of, project, request, who):
    response = page(client_of, request.getfixturevalue(who), project, 2)
    for offered in ('<button class="button"', "Met, with a reason<span", "/change/", "can mark this", "Look again"):
        assert offered not in re.sub(r"<header.*?</header>", "", response.text, flags=re.DOTALL)
    assert "Add evidence" in response.text


def test_a_complete_milestone_offers_no_answer_but_another_look(client_of, project, officer, member):
    identify_everyone(project)
    answer_criterion(project, "1.1", "met")
    complete(project, 1)
    assert "/change/" not in page(client_of, officer, project).text
    StakeholderFactory(project=project, part="", person__name="Lee Banksia", person__agency=project.agency)
    shown = row(page(client_of, officer, project), "1.1")
    assert "Needs another look" in shown
    assert "Missing since: Lee Banksia." in shown
    assert 'Look again<span class="sr-only"> at criterion 1.1</span>' in shown
    assert "Only the procurement officer, Omar Wattle, can look at this again." in row(page(client_of, member, project), "1.1")


def test_the_last_criterion_offers_to_confirm_in_the_same_press(client_of, project, officer):
    identify_everyone(project)
    answer_criterion(project, "1.2")
    answer_criterion(project, "1.3")
    assert "confirm milestone 1" not in page(client_of, officer, project).text
    answer_criterion(project, "1.4")
    assert ">Mark 1.1 as met and confirm milestone 1</button>" in row(page(client_of, officer, project), "1.1")


def test_a_paused_project_offers_nothing(client_of, agency):
    project = ProjectFactory(agency=agency, everyone_identified=True, paused=True)
    response = page(client_of, officer_of(project), project)
    for offered in ("Mark 1.1", "/change/", "Add evidence", "/session/", '/people/expertise/">Decide'):
        assert offered not in response.text
    assert "This project is paused: No money this year." in panel(response)
    assert "can resume it" in panel(response)


# ---- The panel ----------------------------------------------------------------------------------------------------


def test_an_open_panel_says_what_is_still_to_do_and_whom_it_waits_on(client_of, project, member):
    answer_criterion(project, "1.2")
    response = page(client_of, member, project)
    assert "Criterion 1.1</a>" in panel(response)
    assert "Waiting on Ruth Banksia and Omar Wattle." in panel(response)
    assert '<a href="#completing">1 of 4 met. Waiting on Ruth Banksia and Omar Wattle</a>' in response.text


@pytest.mark.parametrize("position", [2, 3])
def test_a_locked_panel_says_what_opens_it(client_of, project, member, position):
    assert f"Opens when milestone {position - 1} is complete" in panel(page(client_of, member, project, position))


def test_no_other_panel_says_opens_when(client_of, project, buyer):
    shown = [panel(page(client_of, buyer, project))]
    make_ready(project, 1)
    shown += [panel(page(client_of, buyer, project))]
    complete(project, 1)
    shown += [panel(page(client_of, buyer, project)), panel(page(client_of, buyer, project, 2))]
    assert ["opens when" in words.lower() for words in shown] == [False] * 4


def test_what_is_not_needed_is_counted_apart(client_of, project, member):
    answer_criterion(project, "1.2")
    answer_criterion(project, "1.3", "not_needed")
    assert "1 of 4 met, 1 not needed" in panel(page(client_of, member, project))


def test_a_ready_panel_offers_each_side_to_confirm(client_of, project, buyer, member):
    make_ready(project, 1)
    assert "This is not approval to spend or to go to market." in panel(page(client_of, buyer, project))
    assert "/confirm/" in panel(page(client_of, buyer, project))
    assert "/confirm/" not in panel(page(client_of, member, project))


def test_a_side_that_confirmed_may_withdraw(client_of, project, buyer, agent, officer):
    make_ready(project, 1)
    confirm(project, 1, agent)
    shown = panel(page(client_of, buyer, project))
    assert "Ada Grevillea" in shown
    assert "on behalf of the buyer" in shown
    assert "Withdraw the confirmation of your side" in shown
    assert "Withdraw the confirmation of your side" not in panel(page(client_of, officer, project))


def test_a_lapsed_confirmation_is_told_to_its_giver(client_of, project, buyer, officer, clock):
    make_ready(project, 1)
    confirm(project, 1, buyer)
    answer_criterion(project, "1.2", "not_needed")
    said = "confirmation lapsed: Omar Wattle changed an answer on Thursday 12 November 2026, 10 am."
    assert f"Your {said}" in panel(page(client_of, buyer, project))
    assert f"Ruth Banksia&#x27;s {said}" in panel(page(client_of, officer, project))


def test_a_withdrawn_confirmation_is_told(client_of, project, buyer, officer):
    make_ready(project, 1)
    confirm(project, 1, buyer)
    withdraw_confirmation(milestone=milestone_of(project, 1), by=buyer)
    assert "Ruth Banksia withdrew the confirmation on" in panel(page(client_of, officer, project))


def test_who_covers_is_shown_with_the_confirmation(client_of, project, cover, buyer):
    make_ready(project, 1)
    confirm(project, 1, cover)
    assert "covering for Omar Wattle" in panel(page(client_of, buyer, project))


def test_a_complete_panel_says_since_when_and_how_much_has_changed(client_of, project, buyer, member, clock):
    identify_everyone(project)
    answer_criterion(project, "1.1", "met")
    complete(project, 1)
    assert "Complete 12 November.</strong>" in panel(page(client_of, buyer, project))
    assert "/reopen/" in panel(page(client_of, buyer, project))
    StakeholderFactory(project=project, part="")
    assert "Complete 12 November. 1 thing has changed since." in panel(page(client_of, member, project))
    StakeholderFactory(project=project, part="")
    assert "Complete 12 November. 2 things have changed since." in panel(page(client_of, member, project))
    assert "/reopen/" not in panel(page(client_of, member, project))


def test_a_day_is_a_day_in_sydney(client_of, project, buyer, clock):
    clock.set(datetime.datetime(2026, 11, 12, 20, tzinfo=datetime.UTC))
    complete(project, 1)
    assert "Complete 13 November." in panel(page(client_of, buyer, project))


def test_a_confirmation_ended_by_reopening_says_nothing(project, buyer):
    complete(project, 1)
    reopen(project, 1)
    assert ended_words(milestone_of(project, 1).confirmations.first(), buyer.pk) == ""


def test_to_whom_it_waits_on_the_panel_says_you(project, client_of, officer, member):
    path = f"/projects/{project.ref}/milestones/1/"
    assert client_of(officer).get(path).context["panel"].line == "0 of 4 met. Waiting on Ruth Banksia and you"
    assert client_of(member).get(path).context["panel"].line == "0 of 4 met. Waiting on Ruth Banksia and Omar Wattle"


@pytest.mark.parametrize(("position", "after"), [(1, 2), (2, 3), (3, 0)])
def test_a_complete_milestone_leads_to_the_next(project, client_of, member, position, after):
    complete(project, position)
    page = client_of(member).get(f"/projects/{project.ref}/milestones/{position}/")
    assert page.context["panel"].next == after
    assert (f'<a href="/projects/{project.ref}/milestones/{after}/">Go to milestone {after}</a>' in page.text) is bool(after)


def test_seats_that_nobody_holds(project, member):
    seats = ["buyer", "procurement_officer"]
    assert Seats().waiting_on(seats, open_project(member, project.ref).access) == (
        "the buyer, who is not named yet and the procurement officer, who is not named yet"
    )
    assert Seats().either == "nobody yet"
    assert Seats().only_officer == "Only the procurement officer, who is not named yet, can"
    assert Seats("Priya", ("Ada",), "Ruth").either == "Priya, Ada or Ruth"


# ---- Queries ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_number_of_queries_for_any_number_of_rows(client_of, project, officer, rows, django_assert_num_queries):
    for _ in range(rows):
        StakeholderFactory(project=project, part="")
        EvidenceFactory(criterion=criterion_of(project, "1.1"))
        answer_criterion(project, f"1.{rows}")
    client = client_of(officer)
    with django_assert_num_queries(9):
        client.get(f"/projects/{project.ref}/milestones/1/")


# ---- Evidence -----------------------------------------------------------------------------------------------------


def evidence_form(**more):
    return {"kind": "link", "title": "List", "address": "https://records.example/1", "text": "", "nonce": uuid.uuid4(), **more}


def test_a_member_adds_evidence_once_to_a_locked_milestone(client_of, project, member):
    form, client = evidence_form(), client_of(member)
    for _ in range(2):
        assert client.post(f"/projects/{project.ref}/milestones/2/criteria/1/evidence/", form).status_code == 303
    assert Evidence.objects.get().criterion == criterion_of(project, "2.1")
    assert 'href="https://records.example/1"' in page(client_of, member, project, 2).text


def test_evidence_never_changes_an_answer(client_of, project, member):
    before = criterion_of(project, "1.2").version
    client_of(member).post(f"/projects/{project.ref}/milestones/1/criteria/2/evidence/", evidence_form())
    assert (criterion_of(project, "1.2").answer, criterion_of(project, "1.2").version) == ("not_met", before)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"address": ""}, "address"),
        ({"address": "javascript:alert(1)"}, "address"),
        ({"address": "ftp://records.example/"}, "address"),
        ({"kind": "note"}, "text"),
        ({"title": ""}, "title"),
        ({"kind": ""}, "kind"),
    ],
)
def test_evidence_that_is_not_whole_is_refused_with_what_was_typed(client_of, project, member, typed, field):
    response = client_of(member).post(f"/projects/{project.ref}/milestones/1/criteria/1/evidence/", evidence_form(**typed))
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("viewer", 403), ("wider", 403), ("outsider", 404)])
def test_others_add_no_evidence(client_of, project, request, who, status):
    client = client_of(request.getfixturevalue(who))
    assert client.post(f"/projects/{project.ref}/milestones/1/criteria/1/evidence/", evidence_form()).status_code == status
    assert not Evidence.objects.exists()


def test_no_evidence_while_paused(client_of, agency):
    project = ProjectFactory(agency=agency, paused=True)
    client, url = client_of(buyer_of(project)), f"/projects/{project.ref}/milestones/1/criteria/1/evidence/"
    assert client.get(url).status_code == 409
    assert client.post(url, evidence_form(title="Mine")).status_code == 409
    assert 'value="Mine"' in client.post(url, evidence_form(title="Mine")).text


def test_evidence_is_removed_after_a_question(client_of, project, buyer):
    evidence = EvidenceFactory(criterion=criterion_of(project, "1.1"))
    url = f"/projects/{project.ref}/milestones/1/criteria/1/evidence/{evidence.pk}/remove/"
    assert "It goes from the page and stays in the history." in client_of(buyer).get(url).text
    assert client_of(buyer).post(url).status_code == 303
    assert evidence.title not in page(client_of, buyer, project).text
    assert "It was removed on" in client_of(buyer).get(url).text


def test_a_member_removes_only_their_own_evidence(client_of, project, member):
    url = f"/projects/{project.ref}/milestones/1/criteria/1/evidence/%s/remove/"
    theirs = EvidenceFactory(criterion=criterion_of(project, "1.1"))
    own = EvidenceFactory(criterion=criterion_of(project, "1.1"), by=member)
    shown = page(client_of, member, project).text
    assert (url % theirs.pk in shown, url % own.pk in shown) == (False, True)
    assert [client_of(member).get(url % e.pk).status_code for e in (theirs, own)] == [403, 200]
    assert [client_of(member).post(url % e.pk).status_code for e in (theirs, own)] == [403, 303]


def test_evidence_of_somebody_elses_project_is_not_found(client_of, project, buyer):
    other = EvidenceFactory()
    response = client_of(buyer).post(f"/projects/{project.ref}/milestones/1/criteria/1/evidence/{other.pk}/remove/")
    assert response.status_code == 404
    other.refresh_from_db()
    assert other.removed_at is None


def test_an_objective_that_is_written_shows_in_its_criterion(client_of, project, member):
    ObjectiveFactory(project=project)
    assert "The objective says the problem or opportunity" in row(page(client_of, member, project), "1.3")
