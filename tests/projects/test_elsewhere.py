"""Records held elsewhere: one of a kind, where it is, and who checked it when."""

import datetime
import uuid

import pytest

from milestones.findings import Facts
from projects.clock import today
from projects.models import Held, HeldElsewhere, ProjectState
from projects.operations.elsewhere import ELSEWHERE
from projects.operations.project import stop_project
from projects.operations.rows import add_row, edit_row, remove_row
from projects.refusals import ChangedMeanwhile, FieldNeeded, NotNow, NotYourPart
from projects.telling import changes, names_for, tell
from tests.factories import HeldElsewhereFactory, buyer_of

TYPED = {"what": "risks", "title": "Risk register", "where": "File 26/1041", "checked_on": ""}
YESTERDAY = datetime.timedelta(days=1)


def add(project, by, **wanted):
    given = {"what": Held.RISKS, "title": "Risk register", "where": "File 26/1041", "checked_on": None, **wanted}
    return add_row(register=ELSEWHERE, project=project, by=by, nonce=uuid.uuid4(), **given)


def edit(row, by, **wanted):
    return edit_row(register=ELSEWHERE, row=row, version=row.version, by=by, **wanted)


@pytest.fixture
def row(project, buyer):
    return add(project, buyer, checked_on=today())


@pytest.fixture
def pages(project):
    return f"/projects/{project.ref}/held-elsewhere/"


def test_who_says_that_it_was_checked_has_checked_it(project, officer):
    row = add(project, officer, checked_on=today() - YESTERDAY)
    assert (row.checked_by, row.checked_on, row.counts) == (officer, today() - YESTERDAY, True)


def test_unchecked_it_does_not_count(project, officer):
    row = add(project, officer)
    assert (row.checked_by, row.counts, row.says_checked, Facts(project).elsewhere) == (None, False, "not checked yet", {})


def test_one_checked_counts_and_one_taken_off_does_not(row, buyer):
    assert Facts(row.project).elsewhere == {Held.RISKS: row}
    remove_row(register=ELSEWHERE, row=row, by=buyer)
    assert (Facts(row.project).elsewhere, row.counts) == ({}, False)


def test_a_second_of_a_kind_is_refused_and_told_where_the_other_is(row, officer):
    with pytest.raises(NotNow) as refused:
        add(row.project, officer, title="Another")
    assert refused.value.says == "Risk register is recorded already: “Risk register”, File 26/1041. Change that one, or take it off first."
    assert HeldElsewhere.objects.count() == 1


def test_none_becomes_a_second_of_a_kind(row, officer):
    other = add(row.project, officer, what=Held.OBJECTIVE)
    with pytest.raises(NotNow):
        edit(other, officer, what=Held.RISKS)


def test_one_taken_off_makes_room(row, officer):
    remove_row(register=ELSEWHERE, row=row, by=officer)
    assert add(row.project, officer).is_current


def test_a_day_to_come_is_refused(project, row, officer):
    with pytest.raises(FieldNeeded):
        add(project, officer, what=Held.WAYS, checked_on=today() + YESTERDAY)
    with pytest.raises(FieldNeeded):
        edit(row, officer, checked_on=today() + YESTERDAY)


def test_who_gives_another_link_has_checked_that_one(row, officer):
    edit(row, officer, where="File 27/2")
    assert (row.checked_by, row.checked_on) == (officer, today())


def test_another_title_leaves_who_checked_it(row, buyer, officer):
    edit(row, officer, title="Risks")
    row.refresh_from_db()
    assert (row.title, row.checked_by) == ("Risks", buyer)


def test_a_check_is_taken_back(row, officer):
    edit(row, officer, checked_on=None)
    row.refresh_from_db()
    assert (row.checked_by, row.counts) == (None, False)


def test_a_member_records_none(project, row, member):
    with pytest.raises(NotYourPart):
        add(project, member, what=Held.WAYS)
    with pytest.raises(NotYourPart):
        edit(row, member, title="Mine")


def test_an_old_version_is_a_conflict(row, buyer, officer):
    edit(row, officer, where="File 27/2")
    with pytest.raises(ChangedMeanwhile):
        edit_row(register=ELSEWHERE, row=row, version=1, by=buyer, where="File 28/1")


@pytest.mark.parametrize(
    ("where", "link"),
    [
        ("https://records.example/1", "https://records.example/1"),
        ("http://records.example/1", "http://records.example/1"),
        ("File 26/1041", ""),
        ("javascript:alert(1)", ""),
        ("https:///nowhere", ""),
        ("https://[half", ""),
        ("https://records.example/ and a cupboard", ""),
        ("data:text/html,<b>", ""),
    ],
)
def test_only_an_address_of_the_web_is_a_link(where, link):
    assert HeldElsewhere(where=where).link == link


def test_history_tells_it_in_words(row):
    entry = row.project.history.last()
    names = names_for(row.project)
    assert tell(entry, names).endswith("recorded where “Risk register” is kept.")
    assert {told.field: told.after for told in changes(entry, names)}["Record"] == "Risk register"


# ---- The pages ----------------------------------------------------------------------------------------------------


def test_held_elsewhere_is_added_by_its_page(project, officer, client_of, pages):
    answered = client_of(officer).post(f"{pages}add/", {**TYPED, "nonce": str(uuid.uuid4())}, follow=True)
    assert answered.redirect_chain == [(pages, 303)]
    assert "Not yet, so it does not count yet" in answered.text


def test_held_elsewhere_begins_with_the_kind_asked_for(officer, client_of, pages):
    begun = [client_of(officer).get(f"{pages}add/?what={what}").context["form"]["what"].value() for what in ("risks", "nothing")]
    assert begun == ["risks", None]


def test_elsewhere_refuses_a_second_of_a_kind_and_keeps_what_was_typed(row, officer, client_of, pages):
    answered = client_of(officer).post(f"{pages}add/", {**TYPED, "title": "Another", "nonce": str(uuid.uuid4())})
    assert answered.status_code == 409
    assert "“Risk register”, File 26/1041" in answered.text
    assert 'value="Another"' in answered.text


def test_elsewhere_check_is_one_press(project, officer, client_of, pages):
    row = add(project, officer)
    answered = client_of(officer).post(f"{pages}{row.pk}/check/", {"version": 1}, follow=True)
    assert "You checked “Risk register” today." in answered.text
    row.refresh_from_db()
    assert (row.checked_by, row.checked_on) == (officer, today())


def test_elsewhere_check_of_what_changed_meanwhile_is_a_conflict(project, buyer, officer, client_of, pages):
    row = add(project, officer)
    edit(row, buyer, where="File 27/2")
    answered = client_of(officer).post(f"{pages}{row.pk}/check/", {"version": 1})
    assert (answered.status_code, buyer.name in answered.text) == (409, True)
    row.refresh_from_db()
    assert row.checked_on is None


@pytest.mark.parametrize("page", ["", "check/", "remove/"])
def test_elsewhere_of_another_project_is_not_found(officer, client_of, pages, page):
    theirs = HeldElsewhereFactory()
    assert client_of(officer).post(f"{pages}{theirs.pk}/{page}", {"version": 1}).status_code == 404
    theirs.refresh_from_db()
    assert (theirs.version, theirs.is_current) == (1, True)


@pytest.mark.parametrize(("what", "page"), [(Held.OBJECTIVE, "objective/"), (Held.WAYS, "ways-of-working/")])
def test_a_page_says_where_its_record_is_kept(project, officer, member, client_of, what, page):
    address = f"/projects/{project.ref}/{page}"
    assert f"held-elsewhere/add/?what={what}" in client_of(officer).get(address).text
    assert "held-elsewhere/add" not in client_of(member).get(address).text
    row = HeldElsewhereFactory(project=project, what=what, by=officer)
    shown = client_of(member).get(address).text
    assert f'Kept in <a href="{row.where}" rel="noreferrer">Proposal folder</a>, checked by {officer.name} on' in shown


def test_a_file_number_is_no_link(project, member, client_of, pages):
    HeldElsewhereFactory(project=project, where="javascript:alert(1)")
    assert 'href="javascript' not in client_of(member).get(pages).text


def test_a_stopped_project_is_told_so(row, officer, client_of, pages):
    stop_project(project=row.project, state=ProjectState.PAUSED, reason="Waiting.", by=buyer_of(row.project))
    assert client_of(officer).post(f"{pages}{row.pk}/check/", {"version": 1}).status_code == 409
