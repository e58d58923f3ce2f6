"""Adding, changing and answering open items."""

import datetime
import uuid

import pytest

from projects.changes import who_changed
from projects.models import OpenItemKind
from projects.operations.open_items import add_open_item, edit_open_item, may_edit
from projects.operations.people import remove_stakeholder
from projects.refusals import ChangedMeanwhile, FieldNeeded, NotNow, NotYourPart, ProjectStopped
from tests.factories import OpenItemFactory, ProjectFactory, StakeholderFactory, buyer_of

DAY = datetime.date(2026, 12, 4)


def add(project, by, **wanted):
    return add_open_item(**{"project": project, "kind": "question", "text": "Who pays?", "by": by, "nonce": uuid.uuid4(), **wanted})


@pytest.fixture
def item(project, buyer):
    return add(project, buyer)


# ---- add_open_item ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["buyer", "agent", "officer", "member", "cover"])
def test_added_by_the_core_team(request, project, clock, who):
    by = request.getfixturevalue(who)
    owner = StakeholderFactory(project=project)
    item = add(project, by, text=" Who pays? ", owner=owner, due_on=DAY)
    assert (item.text, item.owner, item.due_on, item.raised_by, item.raised_at) == ("Who pays?", owner, DAY, by, clock.now)
    entry = project.history.last()
    assert (entry.verb, entry.label) == ("open item added", "Who pays?")
    assert entry.after == {"kind": "question", "text": "Who pays?", "owner": owner.pk, "due_on": "2026-12-04"}


def test_the_same_form_twice_adds_one(project, buyer):
    nonce = uuid.uuid4()
    first = add(project, buyer, nonce=nonce)
    assert add(project, buyer, nonce=nonce) == first
    assert project.open_items.count() == 1
    assert project.history.filter(verb="open item added").count() == 1


def test_not_without_a_text(project, buyer):
    with pytest.raises(FieldNeeded):
        add(project, buyer, text="  ")
    assert not project.open_items.exists()


def test_not_with_an_owner_who_has_left_or_is_elsewhere(project, buyer):
    for owner in (StakeholderFactory(project=project, left=True), StakeholderFactory()):
        with pytest.raises(NotNow):
            add(project, buyer, owner=owner)
    assert not project.open_items.exists()


@pytest.mark.parametrize("who", ["wider", "viewer", "outsider", "administrator"])
def test_added_by_nobody_else(request, project, who):
    with pytest.raises(NotYourPart):
        add(project, request.getfixturevalue(who))
    assert not project.open_items.exists()


def test_not_while_stopped(db):
    project = ProjectFactory(stopped=True)
    with pytest.raises(ProjectStopped):
        add(project, buyer_of(project))


# ---- edit_open_item -----------------------------------------------------------------------------------------------


def test_edited(project, buyer, member, item):
    owner = project.stakeholders.get(person=member)
    edit_open_item(item=item, version=1, kind=OpenItemKind.GAP, owner=owner, due_on=DAY, by=buyer)
    item.refresh_from_db()
    assert (item.kind, item.owner, item.due_on, item.version, item.answered_at) == ("gap", owner, DAY, 2, None)
    entry = project.history.last()
    assert (entry.verb, entry.label) == ("open item edited", "Who pays?")
    assert entry.before == {"kind": "question", "owner": None, "due_on": None}
    assert entry.after == {"kind": "gap", "owner": owner.pk, "due_on": "2026-12-04"}


def test_answered_and_opened_again(project, buyer, officer, item, clock):
    edit_open_item(item=item, version=1, answer=" We do. ", by=officer)
    assert (item.answer, item.answered_by, item.answered_at) == ("We do.", officer, clock.now)
    assert project.history.last().verb == "open item answered"
    edit_open_item(item=item, version=2, answer="", by=buyer)
    assert (item.answer, item.answered_by, item.answered_at) == ("", None, None)
    assert project.history.last().verb == "open item edited"


def test_the_same_again_changes_nothing_even_from_an_old_version(project, buyer, item):
    edit_open_item(item=item, version=1, answer="We do.", by=buyer)
    length = project.history.count()
    edit_open_item(item=item, version=1, text="Who pays? ", answer="We do.", by=buyer)
    assert (item.version, project.history.count()) == (2, length)


def test_a_change_meanwhile_is_a_conflict_that_names_who(buyer, officer, item, clock):
    edit_open_item(item=item, version=1, answer="We do.", by=buyer)
    with pytest.raises(ChangedMeanwhile, match="Ruth Banksia made the last change on Thursday 12 November 2026, 10 am"):
        edit_open_item(item=item, version=1, answer="They do.", by=officer)
    item.refresh_from_db()
    assert item.answer == "We do."


def test_who_changed_what_nobody_has_changed(project, agency):
    assert who_changed(project, agency) == ""


def test_not_to_no_text(buyer, item):
    with pytest.raises(FieldNeeded):
        edit_open_item(item=item, version=1, text=" ", by=buyer)


def test_not_to_an_owner_who_has_left(project, buyer, item):
    gone = StakeholderFactory(project=project, left=True)
    with pytest.raises(NotNow):
        edit_open_item(item=item, version=1, owner=gone, by=buyer)


def test_an_owner_who_leaves_can_be_kept_and_taken_off(project, buyer, item):
    owner = StakeholderFactory(project=project)
    edit_open_item(item=item, version=1, owner=owner, by=buyer)
    remove_stakeholder(stakeholder=owner, by=buyer)
    edit_open_item(item=item, version=2, owner=owner, due_on=DAY, by=buyer)
    edit_open_item(item=item, version=3, owner=None, by=buyer)
    assert (item.due_on, item.owner) == (DAY, None)


def test_changed_by_who_raised_it_and_by_its_owner(project, buyer, member):
    raised = add(project, member)
    edit_open_item(item=raised, version=1, answer="I do.", by=member)
    owned = add(project, buyer, owner=project.stakeholders.get(person=member))
    edit_open_item(item=owned, version=1, answer="I do.", by=member)
    assert [raised.answer, owned.answer] == ["I do.", "I do."]


def test_not_changed_by_another_member(item, member):
    with pytest.raises(NotYourPart) as refused:
        edit_open_item(item=item, version=1, answer="I do.", by=member)
    assert refused.value.who == "Ruth Banksia"


@pytest.mark.parametrize("who", ["wider", "viewer", "outsider"])
def test_not_changed_outside_the_core_team(request, item, who):
    with pytest.raises(NotYourPart):
        edit_open_item(item=item, version=1, answer="I do.", by=request.getfixturevalue(who))


def test_not_in_somebody_elses_project(buyer):
    theirs = OpenItemFactory()
    with pytest.raises(NotYourPart):
        edit_open_item(item=theirs, version=1, answer="I do.", by=buyer)


def test_who_may_edit_without_a_stake(item, outsider, buyer):
    assert [may_edit(item, None, True, outsider), may_edit(item, None, False, outsider), may_edit(item, None, False, buyer)] == [
        True,
        False,
        True,
    ]
