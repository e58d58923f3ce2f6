"""What the project shows of its documentation (3.1) and its management plan (3.2)."""

import datetime

import pytest

from milestones.findings import Facts
from milestones.findings.documented import management_plan_written, work_documented
from projects.clock import today
from projects.models import Held, OpenItemKind
from projects.operations.management import write_management_plan
from projects.operations.objective import write_objective
from projects.operations.open_items import edit_open_item
from tests.factories import ActivityFactory, HeldElsewhereFactory, OpenItemFactory

OLD = datetime.timedelta(days=91)


def shown(finder, project):
    return {finding.key: finding for finding in finder(Facts(project))}


def holds(finder, project):
    return {key: finding.holds for key, finding in shown(finder, project).items()}


def write(project, by, **texts):
    last = project.objectives.first()
    write_objective(project=project, seen=last.version if last else 0, by=by, **texts)


# ---- 3.1 ----------------------------------------------------------------------------------------------------------


def test_objective_scope_and_a_dated_activity_document_the_work(project, buyer):
    write(project, buyer, problem_or_opportunity="", desired_outcome="")
    ActivityFactory(project=project)
    needed = {"3.1.objective", "3.1.scope", "3.1.plan"}
    assert {key for key, f in shown(work_documented, project).items() if f.needed and not f.holds} == needed
    write(project, buyer, problem_or_opportunity="Calls wait.", desired_outcome="Calls are answered.", scope_out="Chat")
    project.activities.update(ends_on=today())
    found = shown(work_documented, project)
    assert {key: found[key].holds for key in needed} == dict.fromkeys(needed, True)
    assert found["3.1.plan"].says == "1 activity has a date."


@pytest.mark.parametrize("half", ["problem_or_opportunity", "desired_outcome"])
def test_half_an_objective_is_none(project, buyer, half):
    write(project, buyer, **{"problem_or_opportunity": "", "desired_outcome": "", half: "Half."})
    assert not shown(work_documented, project)["3.1.objective"].holds


@pytest.mark.parametrize("scope", ["scope_in", "scope_out"])
def test_either_side_of_the_scope_is_a_scope(project, buyer, scope):
    assert not holds(work_documented, project)["3.1.scope"]
    write(project, buyer, **{scope: "The contact centre."})
    assert holds(work_documented, project)["3.1.scope"]


def test_one_checked_link_is_the_single_source_of_truth(project):
    row = HeldElsewhereFactory(project=project, checked_on=None)
    assert "3.1.documentation" not in shown(work_documented, project)
    type(row).objects.filter(pk=row.pk).update(checked_on=today(), checked_by=row.added_by)
    found = shown(work_documented, project)
    assert {key: f.holds for key, f in found.items() if f.needed} == {"3.1.documentation": True}
    assert "“Proposal folder”" in found["3.1.documentation"].says


def test_an_objective_and_a_plan_kept_elsewhere_count_each_for_themselves(project):
    HeldElsewhereFactory(project=project, what=Held.OBJECTIVE)
    needed = {key: f.holds for key, f in shown(work_documented, project).items() if f.needed}
    assert needed == {"3.1.objective": True, "3.1.scope": True, "3.1.plan": False}
    HeldElsewhereFactory(project=project, what=Held.WORK_PLAN)
    assert holds(work_documented, project)["3.1.plan"]


def test_a_decision_counts_once_it_says_what_was_decided(project, buyer):
    item = OpenItemFactory(project=project, kind=OpenItemKind.DECISION)
    found = shown(work_documented, project)["3.1.decisions"]
    assert (found.needed, found.holds) == (False, False)
    edit_open_item(item=item, version=item.version, answer="Two suppliers.", by=buyer)
    assert shown(work_documented, project)["3.1.decisions"].says == "1 decision recorded."


def test_an_old_check_is_worth_checking_and_takes_nothing_away(project):
    assert shown(work_documented, project)["3.1.links"].says == "No record is kept elsewhere."
    row = HeldElsewhereFactory(project=project)
    facts = Facts(project)
    assert {f.key: f.holds for f in work_documented(facts)}["3.1.links"]
    late = Facts(project)
    late.today = today() + OLD
    found = {f.key: f for f in work_documented(late)}
    assert (found["3.1.links"].needed, found["3.1.links"].missing[0].mark) == (False, f"heldelsewhere:{row.pk}")
    assert all(f.holds for f in found.values() if f.needed)


# ---- 3.2 ----------------------------------------------------------------------------------------------------------


def test_an_approach_in_a_sentence_is_needed_and_the_rest_worth_checking(project, buyer):
    assert {key: (f.needed, f.holds) for key, f in shown(management_plan_written, project).items()} == {
        "3.2.approach": (True, False),
        "3.2.governance": (False, False),
        "3.2.change_control": (False, False),
    }
    write_management_plan(project=project, version=0, by=buyer, approach="Trial, then buy.", governance="Ruth decides.")
    assert holds(management_plan_written, project) == {"3.2.approach": True, "3.2.governance": True, "3.2.change_control": False}
    assert shown(management_plan_written, project)["3.2.approach"].says == "The management plan says the approach: Trial, then buy."


def test_a_long_approach_is_shortened(project, buyer):
    write_management_plan(project=project, version=0, by=buyer, approach="word " * 60)
    assert shown(management_plan_written, project)["3.2.approach"].says.endswith("word …")


def test_a_management_plan_kept_elsewhere_is_one(project):
    HeldElsewhereFactory(project=project, what=Held.MANAGEMENT, title="PMP")
    assert holds(management_plan_written, project) == {"3.2.approach": True}


def test_an_approach_here_beside_a_plan_kept_elsewhere_is_shown(project, buyer):
    HeldElsewhereFactory(project=project, what=Held.MANAGEMENT)
    write_management_plan(project=project, version=0, by=buyer, approach="Trial.")
    assert set(holds(management_plan_written, project)) == {"3.2.approach", "3.2.governance", "3.2.change_control"}
