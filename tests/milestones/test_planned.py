"""What the project shows of its work plan: for 1.3, 3.3 and 3.4."""

import datetime

import pytest

from projects.clock import today
from projects.models import ActivityStage, Decision, Expertise, Role
from projects.operations.expertise import decide_expertise
from projects.operations.people import remove_stakeholder
from projects.operations.usual import add_usual
from tests.factories import (
    ActivityFactory,
    HeldElsewhereFactory,
    KeyMilestoneFactory,
    StakeholderFactory,
    criterion_of,
    plan_work,
)

DAY = datetime.date(2026, 12, 4)


def shows(project, key):
    """Each finding, and what it misses by name; those worth checking in brackets."""
    return {f["key"] if f["needed"] else f"({f['key']})": [m["name"] for m in f["missing"]] for f in criterion_of(project, key).findings}


@pytest.fixture
def people(project):
    return {s.role: s for s in project.stakeholders.all()}


# ---- 1.3 ----------------------------------------------------------------------------------------------------------


def test_1_3_needs_an_activity_with_a_date(project):
    row = ActivityFactory(project=project)
    assert shows(project, "1.3")["1.3.work_plan"] == ["a work plan: an activity with a date"]
    plan_work(row, starts_on=DAY)
    assert shows(project, "1.3")["1.3.work_plan"] == []
    assert shows(project, "1.3")["(1.3.dates)"] == [row.title]


def test_1_3_takes_a_work_plan_held_elsewhere(project):
    HeldElsewhereFactory(project=project, what="work_plan")
    assert shows(project, "1.3")["1.3.work_plan"] == []


def test_1_3_has_nothing_to_check_with_owners_and_ends_throughout(project, people):
    row = ActivityFactory(project=project, letters={people[Role.BUYER]: "AR"})
    plan_work(row, ends_on=DAY)
    assert shows(project, "1.3")["(1.3.dates)"] == []


# ---- 3.3 ----------------------------------------------------------------------------------------------------------


def test_3_3_names_what_has_nobody_by_name(project, buyer):
    found = shows(project, "3.3")
    assert found["3.3.buyer"] == found["3.3.officer"] == []
    assert found["3.3.approver"] == ["an approver, by name"]
    assert found["3.3.accountable"] == ["an activity before going to market"]


def test_3_3_takes_an_expert_by_name_and_no_position(project, buyer):
    decide_expertise(project=project, decisions={Expertise.LEGAL: Decision.NEEDED}, notes={}, by=buyer)
    assert shows(project, "3.3")["3.3.experts"] == ["Legal"]
    StakeholderFactory(project=project, expertise=Expertise.LEGAL, approver=True)
    assert shows(project, "3.3")["3.3.experts"] == []
    assert shows(project, "3.3")["3.3.approver"] == []


def test_3_3_asks_who_is_accountable_before_going_to_market_and_checks_the_rest(project, people):
    position = StakeholderFactory(project=project, position_only=True)
    soon = ActivityFactory(project=project, title="Write the brief", letters={position: "A"})
    later = ActivityFactory(project=project, title="Evaluate", letters={position: "A"})
    plan_work(later, stage="market", starts_on=DAY)
    found = shows(project, "3.3")
    assert (found["3.3.accountable"], found["(3.3.later)"]) == ([soon.title], [later.title])
    says = next(f["says"] for f in criterion_of(project, "3.3").findings if f["key"] == "3.3.later")
    assert says == "Nobody is accountable by name for Evaluate (to be named by Friday 4 December 2026)."


def test_3_3_does_not_take_who_has_left(project, buyer):
    somebody = StakeholderFactory(project=project)
    row = ActivityFactory(project=project, letters={somebody: "A"})
    assert shows(project, "3.3")["3.3.accountable"] == []
    remove_stakeholder(stakeholder=somebody, by=buyer)
    assert shows(project, "3.3")["3.3.accountable"] == [row.title]


# ---- 3.4 ----------------------------------------------------------------------------------------------------------


def test_3_4_of_an_empty_project(project):
    assert shows(project, "3.4") == {
        "3.4.approach": ["the approach in a sentence"],
        "3.4.milestones": ["a key milestone with a date"],
        "3.4.activities": ["an activity before going to market"],
    }


def test_3_4_names_a_key_milestone_without_a_date(project):
    KeyMilestoneFactory(project=project, title="Tender opens")
    assert shows(project, "3.4")["3.4.milestones"] == ["Tender opens"]
    KeyMilestoneFactory(project=project, title="Contract signed", due_on=DAY)
    assert shows(project, "3.4")["3.4.milestones"] == ["Tender opens"]


def test_3_4_takes_dated_key_milestones(project):
    KeyMilestoneFactory(project=project, due_on=DAY)
    assert shows(project, "3.4")["3.4.milestones"] == []


def test_3_4_names_activities_without_owner_or_end(project, people):
    owned = ActivityFactory(project=project, title="Write the brief", letters={people[Role.BUYER]: "AR"})
    loose = ActivityFactory(project=project, title="Ask the callers")
    later = ActivityFactory(project=project, title="Evaluate")
    plan_work(owned, ends_on=DAY)
    plan_work(later, stage="after")
    found = shows(project, "3.4")
    assert (found["3.4.activities"], found["(3.4.later)"]) == ([loose.title], [later.title])


def test_3_4_takes_plans_held_elsewhere(project):
    ActivityFactory(project=project)
    HeldElsewhereFactory(project=project, what="work_plan")
    HeldElsewhereFactory(project=project, what="management")
    assert {key for key, missing in shows(project, "3.4").items() if missing} == set()


def test_the_usual_activities_come_with_their_stage(project, buyer):
    for which in ("first", "rest"):
        add_usual(project=project, which=which, by=buyer)
    stages = dict(project.activities.values_list("usual", "stage"))
    before = {*range(1, 14), 15, 16}
    assert {number for number, stage in stages.items() if stage == ActivityStage.BEFORE} == before
    assert {number for number, stage in stages.items() if stage == ActivityStage.MARKET} == {14, 17, 18, 19}
    assert stages[20] == ActivityStage.AFTER


def test_a_day_that_passes_changes_no_finding(project, people):
    row = ActivityFactory(project=project, letters={people[Role.BUYER]: "AR"})
    plan_work(row, ends_on=today() - datetime.timedelta(1))
    assert shows(project, "3.4")["3.4.activities"] == []
