"""Risks: their levels and matrix; raised, mitigated, accepted and closed; the pages."""

import datetime
import re
import uuid

import pytest

from projects.models import Mitigant, ProjectState, Risk
from projects.operations.people import remove_stakeholder
from projects.operations.project import stop_project
from projects.operations.risks import MITIGANTS, RISKS, accept_risk, add_risk, close_risk, record_look
from projects.operations.rows import add_row, edit_row, remove_row
from projects.refusals import ChangedMeanwhile, FieldNeeded, NotNow, NotYourPart, ProjectStopped, SentElsewhere
from projects.risk_register import register_of
from projects.risks import Level, in_words, level_of, matrix, say_levels, wrong_levels
from projects.telling import deed, names_for
from tests.factories import AgencyFactory, MitigantFactory, ProjectFactory, RiskFactory, RiskLookFactory, StakeholderFactory, buyer_of

WISH = {"title": "Delivery is late", "cause": "", "effect": "", "likelihood": 4, "consequence": 3, "owner": None}


def me(project, person):
    return project.stakeholders.current().get(person=person)


def told(project):
    return deed(project.history.last(), names_for(project))


# ---- Levels and the matrix ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rating", "level"),
    [(1, "low"), (4, "low"), (5, "medium"), (9, "medium"), (10, "high"), (16, "high"), (17, "extreme"), (25, "extreme")],
)
def test_the_usual_levels(rating, level):
    assert level_of(rating, AgencyFactory.build()) == level


def test_the_levels_are_the_agencys():
    agency = AgencyFactory.build(medium_from=2, high_from=12, extreme_from=25)
    assert [level_of(rating, agency) for rating in (1, 2, 12, 25)] == list(Level)
    assert say_levels(agency) == "1 low, 2–11 medium, 12–24 high, 25 extreme"
    assert say_levels(AgencyFactory.build()) == "1–4 low, 5–9 medium, 10–16 high, 17–25 extreme"


@pytest.mark.parametrize(
    ("starts", "wrong"),
    [
        ((2, 3, 4), {}),
        ((23, 24, 25), {}),
        ((1, 10, 17), {"medium_from": "Medium must begin above 1, the lowest rating there is"}),
        ((12, 10, 17), {"high_from": "High must begin above 12, where medium begins"}),
        ((5, 17, 17), {"extreme_from": "Extreme must begin above 17, where high begins"}),
        ((5, 10, 26), {"extreme_from": "Extreme must begin at 25 at the latest, the highest rating there is"}),
        (
            (9, 9, 9),
            {"high_from": "High must begin above 9, where medium begins", "extreme_from": "Extreme must begin above 9, where high begins"},
        ),
    ],
)
def test_levels_rise_and_what_does_not_is_said(starts, wrong):
    assert wrong_levels(dict(zip(("medium_from", "high_from", "extreme_from"), starts, strict=True))) == wrong


def test_the_matrix_counts_open_risks_where_they_are_and_says_the_level_of_each_cell():
    agency = AgencyFactory.build()
    rows = matrix([Risk(likelihood=5, consequence=4), Risk(likelihood=5, consequence=4), Risk(likelihood=1, consequence=1)], agency)
    assert [likelihood.label for likelihood, _ in rows] == ["Almost certain", "Likely", "Possible", "Unlikely", "Rare"]
    cells = {(likelihood.value, cell.consequence.value): cell for likelihood, row in rows for cell in row}
    assert len(cells) == 25
    assert (cells[5, 4].says, cells[5, 4].level, cells[5, 4].rating) == ("2 risks", "extreme", 20)
    assert (cells[1, 1].says, cells[3, 3].says) == ("1 risk", "")


def test_the_matrix_in_words():
    agency = AgencyFactory.build()
    assert in_words([20, 6, 6], agency) == "3 open risks: 1 extreme, 2 medium."
    assert in_words([1], agency) == "1 open risk: 1 low."
    assert in_words([], agency) == "No risk is open."


def test_the_register_is_the_worst_first_and_says_where_each_stands(project, buyer):
    owner = me(project, buyer)
    bare = RiskFactory(project=project, likelihood=1, consequence=1)
    owned = RiskFactory(project=project, likelihood=1, consequence=2, owner=owner)
    done = RiskFactory(project=project, likelihood=5, consequence=5, owner=owner)
    MitigantFactory(risk=done)
    MitigantFactory(risk=done)
    taken = RiskFactory(project=project, likelihood=1, consequence=3, accepted="It is cheap.")
    closed = RiskFactory(project=project, likelihood=1, consequence=4, closed="It cannot happen.")
    RiskFactory(project=project, removed=True)
    rows = register_of(project)
    assert [row.risk for row in rows] == [done, closed, taken, owned, bare]
    assert [row.says for row in rows] == [
        "Owned and mitigated",
        "Closed",
        "Accepted by the buyer’s side",
        "No mitigant yet",
        "No owner and no mitigant yet",
    ]
    assert (rows[0].more, rows[1].more) == (1, 0)


def test_an_owner_who_left_and_a_mitigant_taken_off_count_for_nothing(project, buyer):
    leaver = StakeholderFactory(project=project)
    risk = RiskFactory(project=project, owner=leaver)
    MitigantFactory(risk=risk, removed=True)
    remove_stakeholder(stakeholder=leaver, by=buyer)
    assert register_of(project)[0].lacks == ["an owner", "a mitigant"]


# ---- Raising and changing -----------------------------------------------------------------------------------------


def test_a_member_raises_a_risk_with_its_first_mitigant(project, member):
    owner, nonce = me(project, member), uuid.uuid4()
    wish = {**WISH, "owner": owner, "action": " Order early. ", "due_on": datetime.date(2026, 12, 4)}
    risk = add_risk(project=project, by=member, nonce=nonce, **wish)
    assert add_risk(project=project, by=member, nonce=nonce, **wish) == risk
    mitigant = Mitigant.objects.get()
    assert (risk.rating, mitigant.risk, mitigant.action, mitigant.owner) == (12, risk, "Order early.", owner)
    assert told(project) == "added what is done about a risk: “Order early”"


def test_a_risk_alone(project, member):
    add_risk(project=project, by=member, nonce=uuid.uuid4(), **WISH)
    assert Mitigant.objects.count() == 0
    assert told(project) == "raised the risk “Delivery is late”"


@pytest.mark.parametrize("name", ["title", "likelihood", "consequence"])
def test_what_a_risk_needs(project, member, name):
    with pytest.raises(FieldNeeded) as refused:
        add_risk(project=project, by=member, nonce=uuid.uuid4(), **{**WISH, name: None})
    assert refused.value.missing == [RISKS.needed[name]]


def test_a_wider_stakeholder_raises_none(project, wider):
    with pytest.raises(NotYourPart):
        add_risk(project=project, by=wider, nonce=uuid.uuid4(), **WISH)


def test_who_raised_it_owns_it_or_is_of_a_side_changes_it(project, buyer, officer, member, agent):
    other = StakeholderFactory(project=project)
    mine = RiskFactory(project=project, by=member)
    theirs = RiskFactory(project=project, by=other.person)
    owned = RiskFactory(project=project, by=other.person, owner=me(project, member))
    for by, risk in ((member, mine), (member, owned), (agent, theirs), (officer, mine)):
        assert edit_row(register=RISKS, row=risk, version=risk.version, by=by, cause=f"Because of {by}") is True
    with pytest.raises(NotYourPart):
        edit_row(register=RISKS, row=theirs, version=2, by=member, cause="Me")


def test_who_has_been_made_a_wider_stakeholder_changes_none_of_theirs(project, member, wider, buyer):
    risk = RiskFactory(project=project, owner=me(project, wider))
    with pytest.raises(NotYourPart):
        edit_row(register=RISKS, row=risk, version=1, by=wider, cause="Me")


def test_the_owner_of_a_risk_changes_its_mitigants_and_others_do_not(project, member):
    other = StakeholderFactory(project=project)
    mitigant = MitigantFactory(risk=RiskFactory(project=project, owner=me(project, member)))
    assert edit_row(register=MITIGANTS, row=mitigant, version=1, by=member, action="Order in May.") is True
    with pytest.raises(NotYourPart):
        remove_row(register=MITIGANTS, row=mitigant, by=other.person)


def test_a_mitigant_is_of_an_open_risk_of_the_project(project, buyer):
    for risk in (RiskFactory(project=project, closed="Over."), RiskFactory(project=project, removed=True), RiskFactory()):
        with pytest.raises(NotNow):
            add_row(register=MITIGANTS, project=project, by=buyer, nonce=uuid.uuid4(), risk=risk, action="Do")


def test_a_mitigant_of_a_closed_risk_can_still_be_said_to_be_done(project, buyer, clock):
    mitigant = MitigantFactory(risk=RiskFactory(project=project))
    close_risk(risk=mitigant.risk, because="Over.", version=1, by=buyer)
    assert edit_row(register=MITIGANTS, row=mitigant, version=1, by=buyer, done_on=clock.today) is True


def test_nothing_is_done_on_a_day_to_come(project, buyer, clock):
    mitigant = MitigantFactory(risk=RiskFactory(project=project))
    with pytest.raises(FieldNeeded):
        edit_row(register=MITIGANTS, row=mitigant, version=1, by=buyer, done_on=clock.today + datetime.timedelta(days=1))


# ---- Accepting, closing, looking ----------------------------------------------------------------------------------


def test_the_buyers_side_accepts_a_risk_and_takes_it_back(project, agent):
    risk = RiskFactory(project=project)
    assert accept_risk(risk=risk, because=" It is cheap. ", version=1, by=agent) is True
    risk.refresh_from_db()
    assert (risk.accepted_because, risk.accepted_by, risk.version) == ("It is cheap.", agent, 2)
    assert told(project) == f"accepted the risk “{risk.title}”"
    assert accept_risk(risk=risk, because="It is cheap.", version=1, by=agent) is False
    assert accept_risk(risk=risk, because="", version=2, by=agent) is True
    risk.refresh_from_db()
    assert (risk.accepted_because, risk.accepted_by, risk.accepted_at) == ("", None, None)
    assert told(project) == f"no longer accepts the risk “{risk.title}”"


@pytest.mark.parametrize("who", ["officer", "member"])
def test_nobody_else_accepts_one(project, request, who):
    with pytest.raises(NotYourPart):
        accept_risk(risk=RiskFactory(project=project), because="Why not", version=1, by=request.getfixturevalue(who))


@pytest.mark.parametrize("state", [{"closed": "Over."}, {"removed": True}])
def test_what_is_over_is_not_accepted(project, buyer, state):
    risk = RiskFactory(project=project, **state)
    with pytest.raises(NotNow):
        accept_risk(risk=risk, because="Why not", version=risk.version, by=buyer)


def test_who_owns_it_closes_it_and_opens_it_again(project, member):
    risk = RiskFactory(project=project, owner=me(project, member))
    assert close_risk(risk=risk, because="It cannot happen now.", version=1, by=member) is True
    assert (risk.is_open, risk.closed_by) == (False, member)
    assert told(project) == f"closed the risk “{risk.title}”"
    assert close_risk(risk=risk, because="", version=2, by=member) is True
    assert risk.is_open is True
    assert told(project) == f"opened the risk “{risk.title}” again"


def test_others_close_none_and_what_was_taken_off_is_not_closed(project, member, buyer):
    with pytest.raises(NotYourPart):
        close_risk(risk=RiskFactory(project=project), because="Over.", version=1, by=member)
    with pytest.raises(NotNow):
        close_risk(risk=RiskFactory(project=project, removed=True), because="Over.", version=1, by=buyer)


def test_a_decision_on_what_changed_meanwhile_is_a_conflict(project, buyer, officer):
    risk = RiskFactory(project=project)
    edit_row(register=RISKS, row=risk, version=1, by=officer, likelihood=5)
    with pytest.raises(ChangedMeanwhile) as refused:
        accept_risk(risk=risk, because="It is cheap.", version=1, by=buyer)
    assert officer.name in refused.value.says


def test_we_looked_and_found_nothing_above_low(project, officer, clock):
    nonce = uuid.uuid4()
    look = record_look(project=project, looked_on=clock.today, note=" All of us. ", nonce=nonce, by=officer)
    assert record_look(project=project, looked_on=clock.today, nonce=nonce, by=officer) == look
    assert (look.note, look.recorded_by) == ("All of us.", officer)
    assert told(project) == "recorded that the team looked for risks, and found nothing above low"
    with pytest.raises(SentElsewhere):
        record_look(project=ProjectFactory(officer=officer), looked_on=clock.today, nonce=nonce, by=officer)
    with pytest.raises(FieldNeeded):
        record_look(project=project, looked_on=clock.today + datetime.timedelta(days=1), nonce=uuid.uuid4(), by=officer)


def test_a_member_records_no_look(project, member, clock):
    with pytest.raises(NotYourPart):
        RiskLookFactory(project=project, by=member)


def test_nothing_is_raised_or_decided_in_a_stopped_project(project, buyer, member):
    risk = RiskFactory(project=project)
    stop_project(project=project, state=ProjectState.PAUSED, reason="Waiting for funding.", by=buyer)
    for press in (
        lambda: add_risk(project=project, by=member, nonce=uuid.uuid4(), **WISH),
        lambda: accept_risk(risk=risk, because="Fine", version=1, by=buyer),
        lambda: close_risk(risk=risk, because="Over", version=1, by=buyer),
        lambda: RiskLookFactory(project=project),
    ):
        with pytest.raises(ProjectStopped):
            press()


# ---- The pages ----------------------------------------------------------------------------------------------------


@pytest.fixture
def pages(project):
    return f"/projects/{project.ref}/risks/"


def test_the_page_shows_matrix_words_and_register(project, member, client_of, pages):
    RiskFactory(project=project, title="Fire in the depot", likelihood=5, consequence=5)
    RiskFactory(project=project, title="Rain", closed="It stopped.")
    page = client_of(member).get(pages).text
    assert "1 open risk: 1 extreme." in page
    assert "1–4 low, 5–9 medium, 10–16 high, 17–25 extreme" in page
    assert '<strong>1 risk</strong> <span><span class="risk-word">Extreme, </span>25</span>' in page
    assert all(
        words in page for words in ("Fire in the depot", "Extreme, 25", "No owner and no mitigant yet", "Closed risks (1)", "It stopped.")
    )


def test_each_cell_of_the_matrix_says_its_level_and_its_risks_in_words(project, member, client_of, pages):
    for _ in range(2):
        RiskFactory(project=project, likelihood=5, consequence=4)
    page = client_of(member).get(pages).text
    cells = [" ".join(re.sub(r"<[^>]*>", "", cell).split()) for cell in re.findall(r'<td class="risk-cell.*?</td>', page)]
    assert (len(cells), cells[3], cells[0], cells[-5]) == (25, "2 risks Extreme, 20", "Medium, 5", "Low, 1")
    heads = [" ".join(re.sub(r"<[^>]*>", " ", head).split()) for head in re.findall(r'<th scope="(?:row|col)">.*?</th>', page)][:7]
    assert heads[1:] == [
        *("Insignificant consequence 1", "Minor consequence 2", "Moderate consequence 3", "Major consequence 4", "Severe consequence 5"),
        "Almost certain likelihood 5",
    ]


def test_an_empty_register_says_the_next_thing_to_do(officer, member, client_of, pages):
    page = client_of(officer).get(pages).text
    assert all(words in page for words in ("Add the first risk", "We looked, and found nothing above low"))
    assert "We looked, and found nothing above low" not in client_of(member).get(pages).text


def test_the_page_raises_a_risk_with_its_mitigant(project, member, client_of, pages):
    typed = {"title": "Late", "likelihood": "4", "consequence": "3", "action": "Order early", "nonce": str(uuid.uuid4())}
    answered = client_of(member).post(f"{pages}add/", typed, follow=True)
    assert answered.redirect_chain == [(pages, 303)]
    assert all(words in answered.text for words in ("Risk added.", "High, 12", "Order early", "No owner yet"))


def test_what_is_missing_is_said_and_what_was_typed_stays(member, client_of, pages):
    answered = client_of(member).post(f"{pages}add/", {"title": "Late", "likelihood": "", "nonce": str(uuid.uuid4())})
    assert answered.status_code == 422
    assert all(words in answered.text for words in ('value="Late"', "Choose how likely it is", "Choose how much it would hurt"))


def test_the_page_of_a_risk_says_what_is_overdue_and_what_is_done(project, buyer, client_of, pages, clock):
    risk = RiskFactory(project=project)
    MitigantFactory(risk=risk, action="Late one", due_on=clock.today - datetime.timedelta(days=1))
    MitigantFactory(risk=risk, action="Done one", due_on=clock.today, done_on=clock.today)
    page = client_of(buyer).get(f"{pages}{risk.pk}/").text
    assert page.count("Overdue") == 1
    assert "Done 12 November" in page
    assert "Unlikely (2) times moderate (3)" in page


def test_the_mitigants_pages_lead_back_to_the_risk(project, member, client_of, pages):
    risk = RiskFactory(project=project, by=member)
    client, here = client_of(member), f"{pages}{risk.pk}/"
    added = client.post(f"{here}mitigants/add/", {"action": "Order early", "nonce": str(uuid.uuid4())}, follow=True)
    assert added.redirect_chain == [(here, 303)]
    row = Mitigant.objects.get()
    changed = client.post(f"{here}mitigants/{row.pk}/", {"action": "Order in May", "version": 1}, follow=True)
    assert (changed.redirect_chain, "Order in May" in changed.text) == ([(here, 303)], True)
    gone = client.post(f"{here}mitigants/{row.pk}/remove/", follow=True)
    assert (gone.redirect_chain, "Order in May" in gone.text) == ([(here, 303)], False)


def test_nothing_is_added_to_a_closed_risk(project, buyer, client_of, pages):
    risk = RiskFactory(project=project, closed="Over.")
    assert client_of(buyer).get(f"{pages}{risk.pk}/mitigants/add/").status_code == 409


def test_the_page_accepts_and_takes_back(project, buyer, client_of, pages):
    risk, client = RiskFactory(project=project), client_of(buyer)
    here = f"{pages}{risk.pk}/"
    assert client.post(f"{here}accept/", {"because": "", "version": 1}).status_code == 422
    accepted = client.post(f"{here}accept/", {"because": "It is cheap.", "version": 1}, follow=True)
    assert all(words in accepted.text for words in ("The risk is accepted.", "It is cheap.", buyer.name))
    back = client.post(f"{here}accept/", {"because": "", "version": 2}, follow=True)
    assert "The risk is no longer accepted." in back.text


def test_a_conflict_keeps_what_was_typed_and_can_be_sent_again(project, buyer, officer, client_of, pages):
    risk = RiskFactory(project=project)
    edit_row(register=RISKS, row=risk, version=1, by=officer, likelihood=5)
    answered = client_of(buyer).post(f"{pages}{risk.pk}/accept/", {"because": "It is cheap.", "version": 1})
    assert answered.status_code == 409
    assert all(words in answered.text for words in ("It is cheap.", 'name="version" value="2"', officer.name))


def test_a_member_closes_only_their_own_by_the_page(project, member, client_of, pages):
    mine, theirs, client = RiskFactory(project=project, by=member), RiskFactory(project=project), client_of(member)
    assert "The risk is closed." in client.post(f"{pages}{mine.pk}/close/", {"because": "Over.", "version": 1}, follow=True).text
    assert client.post(f"{pages}{theirs.pk}/close/", {"because": "Over.", "version": 1}).status_code == 403


def test_the_page_records_a_look(officer, client_of, pages, clock):
    typed = {"looked_on": clock.today.isoformat(), "note": "All of us", "nonce": str(uuid.uuid4())}
    answered = client_of(officer).post(f"{pages}looked/", typed, follow=True)
    assert "We looked on Thursday 12 November 2026, and found nothing above low." in answered.text
    assert client_of(officer).post(f"{pages}looked/", {**typed, "looked_on": "2027-01-01"}).status_code == 422


@pytest.mark.parametrize(
    "page", ["", "edit/", "remove/", "accept/", "close/", "mitigants/add/", "mitigants/{row}/", "mitigants/{row}/remove/"]
)
def test_a_risk_of_another_project_is_not_found(buyer, client_of, pages, page):
    theirs = MitigantFactory(risk=RiskFactory())
    assert client_of(buyer).post(f"{pages}{theirs.risk_id}/{page.format(row=theirs.pk)}").status_code == 404


def test_a_mitigant_is_found_under_its_own_risk_only(project, buyer, client_of, pages):
    row, other = MitigantFactory(risk=RiskFactory(project=project)), RiskFactory(project=project)
    assert client_of(buyer).get(f"{pages}{other.pk}/mitigants/{row.pk}/").status_code == 404
    assert client_of(buyer).get(f"{pages}{other.pk}/mitigants/{row.pk}/remove/").status_code == 404


def test_an_owner_of_another_project_is_refused(project, member, client_of, pages):
    owner = StakeholderFactory()
    typed = {"title": "Late", "likelihood": "4", "consequence": "3", "owner": owner.pk, "nonce": str(uuid.uuid4())}
    assert client_of(member).post(f"{pages}add/", typed).status_code == 422
    assert Risk.objects.count() == 0


@pytest.mark.parametrize("page", ["add/", "looked/", "{risk}/edit/", "{risk}/remove/", "{risk}/accept/", "{risk}/mitigants/add/"])
def test_nothing_can_be_typed_while_the_project_is_stopped(project, client_of, pages, page):
    risk, by = RiskFactory(project=project), buyer_of(project)
    stop_project(project=project, state=ProjectState.PAUSED, reason="Waiting for funding.", by=by)
    assert client_of(by).get(pages + page.format(risk=risk.pk)).status_code == 409


def test_a_hundred_risks_take_the_queries_of_one(project, member, client_of, pages, django_assert_num_queries):
    client = client_of(member)
    owner = me(project, member)
    client.get(pages)
    for number in range(100):
        risk = Risk.objects.create(
            project=project, title=f"R{number}", likelihood=1 + number % 5, consequence=3, owner=owner, **stamp(risk_by=member)
        )
        Mitigant.objects.create(project=project, risk=risk, action="Do", owner=owner, **stamp(risk_by=member))
        if number in {0, 99}:
            with django_assert_num_queries(8):
                client.get(pages)


def stamp(risk_by):
    return {"added_at": datetime.datetime(2026, 11, 12, tzinfo=datetime.UTC), "added_by": risk_by}
