"""The rows of a register: working agreements, as the simplest of them."""

import uuid

import pytest

from projects.models import ProjectState, WorkingAgreement
from projects.operations.project import stop_project
from projects.operations.risks import RISKS
from projects.operations.rows import add_row, edit_row, remove_row
from projects.operations.working import AGREEMENTS, CADENCE
from projects.refusals import ChangedMeanwhile, FieldNeeded, NotNow, NotYourPart, ProjectStopped, SentElsewhere
from projects.telling.words import SENTENCES
from tests.factories import REGISTERS, ProjectFactory, RiskFactory, StakeholderFactory, WorkingAgreementFactory, buyer_of

TEXT = "We decide by Friday."


def add(project, by, nonce=None, **wanted):
    return add_row(
        register=AGREEMENTS, project=project, by=by, nonce=nonce or uuid.uuid4(), **{"topic": "Deciding", "text": TEXT, **wanted}
    )


@pytest.fixture
def row(project, buyer):
    return add(project, buyer)


def test_a_row_is_added_with_its_history(project, officer):
    row = add(project, officer, topic="  Deciding ")
    assert (row.topic, row.text, row.version, row.added_by) == ("Deciding", TEXT, 1, officer)
    entry = project.history.last()
    assert (entry.verb, entry.label, entry.after) == ("working agreement added", "Deciding", {"topic": "Deciding", "text": TEXT})


def test_the_same_form_twice_adds_one(project, buyer):
    nonce = uuid.uuid4()
    assert add(project, buyer, nonce) == add(project, buyer, nonce)
    assert project.working_agreements.count() == 1


def test_a_form_sent_in_another_project_is_refused(project, buyer):
    nonce = uuid.uuid4()
    add(project, buyer, nonce)
    with pytest.raises(SentElsewhere):
        add(ProjectFactory(buyer=buyer, agency=project.agency), buyer, nonce)


@pytest.mark.parametrize("name", ["topic", "text"])
def test_a_needed_field_is_asked_for(project, buyer, name):
    with pytest.raises(FieldNeeded) as refused:
        add(project, buyer, **{name: "  "})
    assert refused.value.missing == [AGREEMENTS.needed[name]]
    assert project.working_agreements.count() == 0


def test_a_member_adds_none(project, member):
    with pytest.raises(NotYourPart):
        add(project, member)


def test_a_row_is_changed_only_where_it_differs(row, officer):
    assert edit_row(register=AGREEMENTS, row=row, version=1, by=officer, topic="Deciding", text="By Monday.") is True
    entry = row.project.history.last()
    assert (entry.verb, entry.before, entry.after) == ("working agreement changed", {"text": TEXT}, {"text": "By Monday."})
    assert WorkingAgreement.objects.get().version == 2


def test_the_same_again_changes_nothing(row, officer):
    length = row.project.history.count()
    assert edit_row(register=AGREEMENTS, row=row, version=9, by=officer, topic="Deciding", text=f" {TEXT} ") is False
    assert row.project.history.count() == length


def test_a_row_that_changed_meanwhile_is_a_conflict_that_names_who_did_it(row, buyer, officer):
    edit_row(register=AGREEMENTS, row=row, version=1, by=officer, text="By Monday.")
    with pytest.raises(ChangedMeanwhile) as refused:
        edit_row(register=AGREEMENTS, row=row, version=1, by=buyer, text="By Tuesday.")
    assert officer.name in refused.value.says


def test_a_needed_field_cannot_be_emptied(row, buyer):
    with pytest.raises(FieldNeeded):
        edit_row(register=AGREEMENTS, row=row, version=1, by=buyer, text="")


def test_a_member_changes_and_takes_off_none(row, member):
    with pytest.raises(NotYourPart):
        edit_row(register=AGREEMENTS, row=row, version=1, by=member, text="Never.")
    with pytest.raises(NotYourPart):
        remove_row(register=AGREEMENTS, row=row, by=member)


def test_a_row_taken_off_stays_as_it_was(row, buyer):
    remove_row(register=AGREEMENTS, row=row, by=buyer)
    row.refresh_from_db()
    assert (row.is_current, row.removed_by, row.text) == (False, buyer, TEXT)
    assert list(row.project.working_agreements.current()) == []
    assert row.project.history.last().verb == "working agreement removed"


def test_taking_off_once_more_changes_nothing(row, buyer):
    remove_row(register=AGREEMENTS, row=row, by=buyer)
    length = row.project.history.count()
    remove_row(register=AGREEMENTS, row=row, by=buyer)
    assert row.project.history.count() == length


def test_a_row_taken_off_is_not_changed(row, buyer, officer):
    remove_row(register=AGREEMENTS, row=row, by=buyer)
    with pytest.raises(NotNow) as refused:
        edit_row(register=AGREEMENTS, row=row, version=1, by=officer, text="By Monday.")
    assert buyer.name in refused.value.says


def test_nothing_is_added_to_a_stopped_project(project, buyer):
    stop_project(project=project, state=ProjectState.PAUSED, reason="Waiting for funding.", by=buyer_of(project))
    with pytest.raises(ProjectStopped):
        add(project, buyer)


@pytest.mark.parametrize("register", REGISTERS.values(), ids=lambda register: register.noun)
@pytest.mark.parametrize("deed", ["added", "changed", "removed"])
def test_history_tells_what_is_done_to_each_register(register, deed):
    assert f"{register.noun} {deed}" in SENTENCES


# ---- The pages ----------------------------------------------------------------------------------------------------


@pytest.fixture
def pages(project):
    return f"/projects/{project.ref}/ways-of-working/"


def test_the_page_adds_one_and_says_so(project, officer, client_of, pages):
    typed = {"topic": "Deciding", "text": TEXT, "nonce": str(uuid.uuid4())}
    answered = client_of(officer).post(f"{pages}agreements/add/", typed, follow=True)
    assert answered.redirect_chain == [(pages, 303)]
    assert "Working agreement added." in answered.text
    assert TEXT in answered.text


def test_what_is_missing_is_said_and_what_was_typed_stays(officer, client_of, pages):
    answered = client_of(officer).post(f"{pages}agreements/add/", {"topic": "Deciding", "text": "", "nonce": str(uuid.uuid4())})
    assert answered.status_code == 422
    assert 'value="Deciding"' in answered.text


def test_the_page_changes_one(row, officer, client_of, pages):
    answered = client_of(officer).post(
        f"{pages}agreements/{row.pk}/", {"topic": "Deciding", "text": "By Monday.", "version": 1}, follow=True
    )
    assert "Working agreement saved." in answered.text
    row.refresh_from_db()
    assert row.text == "By Monday."


def test_the_page_shows_theirs_and_yours(row, buyer, officer, client_of, pages):
    edit_row(register=AGREEMENTS, row=row, version=1, by=buyer, text="By Monday.")
    answered = client_of(officer).post(f"{pages}agreements/{row.pk}/", {"topic": "Deciding", "text": "By Tuesday.", "version": 1})
    assert answered.status_code == 409
    assert all(words in answered.text for words in ("By Monday.", "By Tuesday.", "Keep mine", 'name="version" value="2"'))


def test_the_page_takes_one_off(row, officer, client_of, pages):
    answered = client_of(officer).post(f"{pages}agreements/{row.pk}/remove/", follow=True)
    assert "Working agreement taken off." in answered.text
    assert TEXT not in answered.text


@pytest.mark.parametrize("page", ["", "remove/"])
def test_a_row_of_another_project_is_not_found(officer, client_of, pages, page):
    theirs = WorkingAgreementFactory()
    assert client_of(officer).post(f"{pages}agreements/{theirs.pk}/{page}").status_code == 404


@pytest.mark.parametrize("page", ["agreements/add/", "agreements/{row}/", "agreements/{row}/remove/"])
def test_nothing_can_be_typed_while_the_project_is_stopped(row, officer, client_of, pages, page):
    stop_project(project=row.project, state=ProjectState.PAUSED, reason="Waiting for funding.", by=buyer_of(row.project))
    assert client_of(officer).get(pages + page.format(row=row.pk)).status_code == 409


# ---- What registers add to that -----------------------------------------------------------------------------------


def test_somebody_of_another_project_owns_no_row(project, buyer):
    with pytest.raises(NotNow):
        add_row(register=CADENCE, project=project, by=buyer, nonce=uuid.uuid4(), name="Stand-up", owner=StakeholderFactory())
    assert project.cadence.count() == 0


def test_a_row_whose_register_says_who_may_change_it_is_changed_by_nobody_else(project, member, buyer):
    risk = RiskFactory(project=project, by=buyer)
    with pytest.raises(NotYourPart):
        edit_row(register=RISKS, row=risk, version=1, by=member, title="Mine now")
    risk.refresh_from_db()
    assert risk.title != "Mine now"
