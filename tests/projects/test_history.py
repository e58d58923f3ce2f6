"""History: each digest is over the one before and its row; it is written with its change, or neither is."""

from collections.abc import Callable

import pytest
from django.db import connection

from milestones.operations import tick_with_reason
from mobilisation import triggers
from projects.changes import change
from projects.history import broken_links
from projects.models import Audience, BuyingProject, HistoryEntry, Person
from projects.operations.project import edit_project
from projects.refusals import GateClosed, NotYourPart
from tests.factories import HistoryEntryFactory, ProjectFactory, answer_criterion, buyer_of, criterion_of, reopen


def as_stored(project: BuyingProject) -> BuyingProject:
    return BuyingProject.objects.get(pk=project.pk)


@pytest.fixture
def tamper(db) -> Callable[..., None]:
    """`tamper(project, 2, verb="…")`: somebody who owns the database drops the triggers and alters an entry; without fields, deletes it."""

    def alter(project: BuyingProject, sequence: int, **fields: object) -> None:
        connection.check_constraints()
        triggers.uninstall(connection)
        row = HistoryEntry.objects.filter(project=project, sequence=sequence)
        assert row.update(**fields) if fields else row.delete()
        triggers.install(connection)

    return alter


# ---- The chain ----------------------------------------------------------------------------------------------------


def test_the_history_of_a_whole_journey_fits(db):
    project = ProjectFactory(complete=3)
    reopen(project, 2)
    assert broken_links(as_stored(project)) == []


def test_words_of_every_kind_fit_after_they_are_read_back(db):
    project = ProjectFactory(title="Zoë\u2019s \u201cphones\u201d \u2013 电话\n\t\\u0041")
    HistoryEntryFactory(project=project, before={"b": [1, 2.5, None, True], "a": {"ü": "Δ"}}, after={"audience": Audience.TEAM})
    assert broken_links(as_stored(project)) == []


def test_entries_are_numbered_from_1_in_each_project(db):
    first, second = ProjectFactory(), ProjectFactory()
    for project in (first, second):
        assert [e.sequence for e in project.history.all()] == list(range(1, as_stored(project).history_length + 1))
        assert project.history.first().digest_after("") == project.history.first().digest


def test_the_project_keeps_the_end_of_its_history(db):
    entry = HistoryEntryFactory()
    project = as_stored(entry.project)
    assert (project.history_length, project.history_digest) == (entry.sequence, entry.digest)


@pytest.mark.parametrize(
    "fields",
    [
        {"verb": "nothing happened"},
        {"actor_position": "Minister"},
        {"after": {"title": "Another"}},
        {"audience": Audience.SIDES},
        {"at": "2020-01-01T00:00:00Z"},
        {"request_id": "another"},
        {"digest": "0" * 64},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_an_altered_entry_does_not_fit(tamper, project, fields):
    tamper(project, 2, **fields)
    assert 2 in broken_links(project)


def test_an_entry_altered_with_its_digest_breaks_the_next(tamper, project):
    first, second = project.history.all()[:2]
    second.verb = "nothing happened"
    tamper(project, 2, verb=second.verb, digest=second.digest_after(first.digest))
    assert broken_links(project) == [3]


def test_a_deleted_entry_breaks_the_next(tamper, project):
    tamper(project, 2)
    assert broken_links(project) == [3]


def test_a_history_cut_at_its_end_does_not_fit_the_project(tamper, project):
    tamper(project, project.history_length)
    assert broken_links(project) == [project.history_length]


def test_an_entry_added_past_the_operations_does_not_fit(project):
    entry = project.history.last()
    entry.pk, entry.sequence = None, entry.sequence + 1
    entry.save(force_insert=True)
    assert broken_links(project) == [entry.sequence]


# ---- Written with its change, or neither --------------------------------------------------------------------------


def ends_at(project: BuyingProject) -> tuple[int, int, str]:
    """How many entries there are, and what the project's row says."""
    stored = as_stored(project)
    return stored.history.count(), stored.history_length, stored.history_digest


def test_a_change_is_written_with_who_and_what(project, officer, clock):
    answer_criterion(project, "1.4", reason="Both said it back.")
    entry = project.history.last()
    assert (entry.actor, entry.actor_role, entry.actor_position) == (officer, "procurement_officer", "Procurement manager")
    assert (entry.verb, entry.about_id, entry.at) == ("criterion marked as met, with a reason", criterion_of(project, "1.4").pk, clock.now)
    assert (entry.before["answer"], entry.after["answer"]) == ("not_met", "met_with_reason")


def test_a_closed_gate_leaves_no_entry(project, officer):
    before, locked = ends_at(project), criterion_of(project, "2.1")
    with pytest.raises(GateClosed):
        tick_with_reason(criterion=locked, version=locked.version, reason="All engaged.", by=officer)
    assert ends_at(project) == before


def test_somebody_else_leaves_no_entry(project, member):
    before = ends_at(project)
    with pytest.raises(NotYourPart):
        edit_project(project=project, title="Mine", version=project.version, by=member)
    assert ends_at(project) == before


def fail_half_way(project: BuyingProject, by: Person) -> None:
    with change(project, by=by) as history:
        BuyingProject.objects.filter(pk=project.pk).update(title="Half done")
        history.add("title changed", project)
        history.write()
        raise ZeroDivisionError


def test_a_change_that_fails_after_it_is_written_leaves_neither(project, buyer):
    before = ends_at(project)
    with pytest.raises(ZeroDivisionError):
        fail_half_way(project, buyer)
    assert ends_at(project) == before
    assert as_stored(project).title == "Telephony for the contact centre"


def test_the_same_wish_again_writes_nothing(project, buyer):
    edit_project(project=project, title="Phones", version=project.version, by=buyer)
    before = ends_at(project)
    edit_project(project=as_stored(project), title="Phones", version=1, by=buyer)
    assert ends_at(project) == before


def test_a_later_position_does_not_change_what_was_written(project):
    Person.objects.filter(pk=buyer_of(project).pk).update(position="Secretary", name="Somebody Else")
    assert project.history.first().actor_position == "Executive Director"
    assert broken_links(project) == []
