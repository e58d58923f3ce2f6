"""Rule 10: a criterion needs another look when a needed finding names something it did not name when the officer last looked."""

import pytest

from milestones import operations as journey
from milestones.findings import FINDERS, Finding, Missing
from milestones.findings.registry import Finder
from milestones.models import Answer
from milestones.standing import refresh
from projects.changes import change
from projects.models import BuyingProject, Stakeholder
from projects.operations.people import add_stakeholder, edit_stakeholder, remove_stakeholder
from projects.operations.project import edit_project
from projects.refusals import GateClosed, NotReady, ReasonNeeded
from tests.factories import answer_criterion, complete, confirm, criterion_of, identify_everyone, make_ready, milestone_of, reopen


@pytest.fixture
def ready(project):
    """Everything that 1.1 needs holds, and milestone 1 is answered: 1.1 by one press."""
    identify_everyone(project)
    answer_criterion(project, "1.1", Answer.MET)
    make_ready(project, 1)
    return project


def join(project, by, name="Mei Chen", part=""):
    return add_stakeholder(project=BuyingProject.objects.get(pk=project.pk), name=name, part=part, by=by)


def names(project, key="1.1"):
    return [thing["name"] for thing in criterion_of(project, key).newly_missing]


def test_somebody_new_without_a_part_is_named_and_nothing_is_unticked(ready, buyer):
    join(ready, buyer)
    assert names(ready) == ["Mei Chen"]
    assert criterion_of(ready, "1.1").answer == Answer.MET


def test_it_clears_by_itself_when_it_holds_again(ready, buyer):
    mei = join(ready, buyer)
    edit_stakeholder(stakeholder=mei, version=mei.version, part="Advises on law.", by=buyer)
    assert names(ready) == []


def test_a_leaver_is_no_longer_missing(ready, buyer):
    remove_stakeholder(stakeholder=join(ready, buyer), by=buyer)
    assert names(ready) == []


def test_the_change_of_a_name_or_a_title_says_nothing(ready, buyer):
    version = BuyingProject.objects.get(pk=ready.pk).version
    edit_project(project=ready, title="Another title", version=version, by=buyer)
    assert names(ready) == []


def test_confirming_waits_until_it_was_looked_at(ready, buyer, officer):
    join(ready, buyer)
    with pytest.raises(NotReady) as refused:
        confirm(ready, 1, buyer)
    assert refused.value.missing == ["criterion 1.1 needs another look: Mei Chen"]
    assert refused.value.who == officer.name


def test_looking_again_needs_a_reason_while_something_is_missing(ready, buyer, officer):
    join(ready, buyer)
    criterion = criterion_of(ready, "1.1")
    with pytest.raises(ReasonNeeded) as refused:
        journey.look_again(criterion=criterion, version=criterion.version, still_stands=" ", by=officer)
    assert "Mei Chen has no part in words yet" in refused.value.missing[0]


def test_looking_again_sets_the_baseline_and_only_somebody_further_is_named_then(ready, buyer, officer):
    join(ready, buyer)
    criterion = criterion_of(ready, "1.1")
    journey.look_again(criterion=criterion, version=criterion.version, still_stands="She starts on Monday.", by=officer)
    assert names(ready) == []
    join(ready, buyer, name="Dan Kelly")
    assert names(ready) == ["Dan Kelly"]


def test_looking_again_raises_the_version_and_confirmations_lapse(ready, buyer, officer):
    confirm(ready, 1, buyer)
    join(ready, buyer)
    before, criterion = milestone_of(ready, 1).version, criterion_of(ready, "1.1")
    journey.look_again(criterion=criterion, version=criterion.version, still_stands="She starts on Monday.", by=officer)
    assert milestone_of(ready, 1).version == before + 1
    assert [c.ended_why for c in milestone_of(ready, 1).confirmations.all()] == ["lapsed"]


def test_in_a_complete_milestone_answer_and_completion_stay(ready, buyer, officer):
    complete(ready, 1)
    join(ready, buyer)
    before, criterion = milestone_of(ready, 1), criterion_of(ready, "1.1")
    assert BuyingProject.objects.get(pk=ready.pk).things_changed == 1
    journey.look_again(criterion=criterion, version=criterion.version, still_stands="She starts on Monday.", by=officer)
    after = milestone_of(ready, 1)
    assert (after.version, after.completion_id, criterion_of(ready, "1.1").answer) == (before.version, before.completion_id, Answer.MET)
    assert BuyingProject.objects.get(pk=ready.pk).things_changed == 0


def test_a_later_milestone_can_be_answered_meanwhile_and_confirmed_only_after(ready, buyer, officer):
    complete(ready, 1)
    join(ready, buyer)
    make_ready(ready, 2)
    with pytest.raises(NotReady) as refused:
        confirm(ready, 2, buyer)
    assert refused.value.missing == ["criterion 1.1 needs another look: Mei Chen"]


def test_in_a_locked_milestone_nothing_is_looked_at(ready, buyer, officer):
    complete(ready, 2)
    reopen(ready, 1)
    criterion = criterion_of(ready, "2.1")
    with pytest.raises(GateClosed):
        journey.look_again(criterion=criterion, version=criterion.version, still_stands="It stands.", by=officer)


def test_with_nothing_to_look_at_it_writes_nothing(ready, officer):
    length, criterion = BuyingProject.objects.get(pk=ready.pk).history_length, criterion_of(ready, "1.1")
    journey.look_again(criterion=criterion, version=criterion.version, still_stands="", by=officer)
    assert BuyingProject.objects.get(pk=ready.pk).history_length == length


def test_what_is_not_needed_is_not_looked_at_again(ready, buyer, officer):
    answer_criterion(ready, "1.1", Answer.NOT_NEEDED)
    join(ready, buyer)
    assert names(ready) == []


def test_met_except_somebody_names_only_the_second(project, buyer, officer):
    identify_everyone(project)
    join(project, buyer)
    answer_criterion(project, "1.1", Answer.MET_WITH_REASON)
    join(project, buyer, name="Dan Kelly")
    assert names(project) == ["Dan Kelly"]


def test_an_answer_given_before_its_criterion_was_computed_takes_the_first_findings_as_its_baseline(project, buyer, monkeypatch):
    monkeypatch.delitem(FINDERS, "1.4")
    answer_criterion(project, "1.4")
    rows = [1]

    def late(facts):
        return [Finding("1.4.said", needed=True, says="…", missing=tuple(Missing(f"row:{n}", f"Row {n}") for n in rows))]

    monkeypatch.setitem(FINDERS, "1.4", Finder(late, (Stakeholder,)))
    join(project, buyer)
    assert (criterion_of(project, "1.4").is_computed, names(project, "1.4")) == (True, [])
    rows.append(2)
    join(project, buyer, name="Dan Kelly")
    assert names(project, "1.4") == ["Row 2"]


def test_refreshing_again_changes_nothing(ready, buyer):
    join(ready, buyer)
    project = BuyingProject.objects.get(pk=ready.pk)
    before = list(project.milestones.values_list("criteria__newly_missing", "criteria__baseline"))
    refresh(project)
    assert list(project.milestones.values_list("criteria__newly_missing", "criteria__baseline")) == before


def test_a_change_that_adds_no_history_stores_nothing(ready, buyer):
    changed_at = BuyingProject.objects.get(pk=ready.pk).changed_at
    with change(ready, by=buyer):
        pass
    assert BuyingProject.objects.get(pk=ready.pk).changed_at == changed_at
