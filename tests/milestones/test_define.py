"""What the project shows for the criteria of milestone 1."""

from milestones.findings import Facts
from milestones.findings.define import objective_and_plans, responsibilities_identified, stakeholders_identified
from projects.clock import today
from projects.models import Agency, BuyingProject, Decision, Expertise, Held
from projects.operations.elsewhere import ELSEWHERE
from projects.operations.expertise import decide_expertise
from projects.operations.objective import write_objective
from projects.operations.people import edit_stakeholder
from projects.operations.rows import edit_row
from projects.raci import Matrix
from projects.words import listed
from tests.factories import ActivityFactory, HeldElsewhereFactory, StakeholderFactory, identify_everyone


def shown(finder, project):
    return {finding.key: finding for finding in finder(Facts(project))}


def test_a_new_project_names_what_1_1_still_needs(project):
    found = shown(stakeholders_identified, project)
    needed = {key: finding.holds for key, finding in found.items() if finding.needed}
    assert needed == {"1.1.buyer": True, "1.1.officer": True, "1.1.approver": False, "1.1.affected": False, "1.1.parts": False}
    assert found["1.1.approver"].says == "No approver is listed yet."
    assert found["1.1.affected"].missing[0].name == "an affected group or person"
    assert found["1.1.parts"].where == f"/projects/{project.ref}/people/"


def test_with_everybody_identified_all_that_1_1_needs_holds(project):
    found = shown(stakeholders_identified, identify_everyone(project))
    assert [finding.key for finding in found.values() if finding.needed and not finding.holds] == []
    assert found["1.1.parts"].says == "7 listed, each with a part in words."


def test_one_without_a_part_is_named(project):
    identify_everyone(project)
    mei = StakeholderFactory(project=project, part="")
    found = shown(stakeholders_identified, project)["1.1.parts"]
    assert (found.says, [m.mark for m in found.missing]) == (f"8 listed. {mei.name} has no part in words yet.", [f"stakeholder:{mei.pk}"])


def test_empty_seats_and_nobody_listed_are_said_in_words():
    facts = Facts(BuyingProject(ref="DES-001", agency=Agency(code="DES")))
    facts.stakeholders, facts.expertise, facts.objective, facts.elsewhere, facts.communication_items = [], {}, None, {}, []
    facts.matrix = Matrix((), (), {})
    found = {finding.key: finding.says for finding in stakeholders_identified(facts)}
    assert found["1.1.buyer"] == "The buyer is not named yet."
    assert found["1.1.parts"] == "Nobody is listed yet."
    assert objective_and_plans(facts)[0].says == "The objective does not say the problem or opportunity and the desired outcome yet."


def test_one_listed_with_a_part(project):
    facts = Facts(project)
    facts.stakeholders = [identify_everyone(project).stakeholders.first()]
    assert {f.key: f.says for f in stakeholders_identified(facts)}["1.1.parts"] == "1 listed, with a part in words."


def test_expertise_is_worth_checking_until_each_kind_is_decided(project, buyer):
    found = shown(stakeholders_identified, project)["1.1.expertise"]
    assert (found.needed, found.says, len(found.missing)) == (False, "0 of 14 kinds of expertise decided.", 14)
    decisions = {kind.value: Decision.NOT_NEEDED.value for kind in Expertise}
    decide_expertise(project=project, decisions=decisions, notes={}, by=buyer)
    assert shown(stakeholders_identified, project)["1.1.expertise"].says == "Each kind of expertise is decided: 0 needed."


def test_what_approvers_need_is_worth_checking(project, buyer):
    assert shown(stakeholders_identified, project)["1.1.support"].holds is False
    approver = StakeholderFactory(project=project, approver=True)
    assert approver.name in shown(stakeholders_identified, project)["1.1.support"].says
    edit_stakeholder(stakeholder=approver, version=approver.version, support_criteria="A clear problem.", by=buyer)
    assert shown(stakeholders_identified, project)["1.1.support"].says == "What each approver needs to say yes is written."


def test_the_objective_part_of_1_3_holds_once_problem_and_outcome_are_written(project, buyer):
    last = project.objectives.first()
    wanted = {"problem_or_opportunity": "Long waits.", "desired_outcome": "Short waits.", "measures": [{"measure": "Minutes"}]}
    write_objective(project=project, seen=last.version if last else 0, by=buyer, **wanted)
    found = shown(objective_and_plans, project)
    assert {key: found[key].holds for key in ("1.3.objective", "1.3.measures")} == {"1.3.objective": True, "1.3.measures": True}
    assert found["1.3.measures"].says == "1 measure of success."


def test_names_in_a_sentence():
    assert [listed(list("abcde"[:n])) for n in range(1, 6)] == ["a", "a and b", "a, b and c", "a, b and 2 more", "a, b and 3 more"]
    assert [listed(list("abcd"[:n]), most=4) for n in (3, 4)] == ["a, b and c", "a, b, c and d"]


# ---- 1.2 ----------------------------------------------------------------------------------------------------------


def test_without_an_activity_1_2_is_not_shown(project):
    found = shown(responsibilities_identified, project)
    assert {key: (finding.needed, finding.holds) for key, finding in found.items()} == {
        "1.2.activities": (True, False),
        "1.2.rules": (True, True),
        "1.2.notices": (False, True),
    }
    assert (found["1.2.activities"].says, found["1.2.activities"].where) == (
        "No activity is in the RACI matrix yet.",
        f"/projects/{project.ref}/raci/",
    )


def test_with_a_matrix_that_is_right_1_2_holds(project, member):
    mei = project.stakeholders.get(person=member)
    ActivityFactory(project=project, letters={mei: "AR"})
    found = shown(responsibilities_identified, project)
    assert [key for key, finding in found.items() if finding.needed and not finding.holds] == []
    assert found["1.2.activities"].says == "1 activity in the RACI matrix."
    assert found["1.2.notices"].says.startswith("Ruth Banksia has no part in any activity. Ada Grevillea")
    assert "stakeholder" in found["1.2.notices"].missing[0].mark


def test_what_is_wrong_in_1_2_names_each_activity_once_and_the_first_three_in_words(project):
    rows = [ActivityFactory(project=project, title=f"Activity {n}") for n in range(2)]
    rules = shown(responsibilities_identified, project)["1.2.rules"]
    assert [(m.mark, m.name) for m in rules.missing] == [(f"activity:{row.pk}", row.title) for row in rows]
    assert rules.says == (
        "Activity 0 has nobody accountable. Activity 0 has nobody responsible. Activity 1 has nobody accountable. And 1 more."
    )


def test_an_objective_kept_elsewhere_and_checked_counts_like_one_here(project, buyer):
    row = HeldElsewhereFactory(project=project, what=Held.OBJECTIVE, checked_on=None)
    assert not shown(objective_and_plans, project)["1.3.objective"].holds
    edit_row(register=ELSEWHERE, row=row, version=1, by=buyer, checked_on=today())
    found = shown(objective_and_plans, project)["1.3.objective"]
    assert (found.holds, found.says) == (True, f"Objective: kept elsewhere as “Proposal folder”, {row.says_checked}.")
