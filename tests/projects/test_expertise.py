"""Which kinds of expertise a buy needs."""

import pytest

from projects.models import Decision, Expertise, Function, Kind, ProjectState, Role
from projects.operations.expertise import decide_expertise, state_of
from projects.operations.people import add_stakeholder
from projects.operations.project import stop_project
from projects.refusals import ChangedMeanwhile, NotYourPart, ProjectStopped
from tests.factories import ProjectFactory


def decide(project, by, decisions, notes=None, seen=None):
    decide_expertise(project=project, decisions=decisions, notes=notes or {}, by=by, seen=seen)


def decided(project):
    return {need.kind: state_of(need) for need in project.expertise_needs.all()}


@pytest.mark.parametrize("who", ["buyer", "agent", "officer", "cover"])
def test_decided_by_either_side(request, project, clock, who):
    by = request.getfixturevalue(who)
    decide(project, by, {"cyber": "needed", "legal": "not_needed"}, {"legal": " In the panel's terms. "})
    assert decided(project) == {"cyber": ("needed", ""), "legal": ("not_needed", "In the panel's terms.")}
    need = project.expertise_needs.get(kind="legal")
    assert (need.decided_at, need.decided_by) == (clock.now, by)
    entry = project.history.filter(verb="expertise decided", label="Legal").get()
    assert (entry.before, entry.after) == ({}, {"decision": "not_needed", "note": "In the panel's terms."})


@pytest.mark.parametrize("who", ["member", "wider", "viewer", "outsider"])
def test_decided_by_nobody_else(request, project, who):
    with pytest.raises(NotYourPart):
        decide(project, request.getfixturevalue(who), {"legal": "needed"})
    assert decided(project) == {}


def test_needed_and_nobody_has_it_becomes_a_position(project, officer):
    decide(project, officer, {"legal": "needed"})
    position = project.stakeholders.get(kind=Kind.POSITION)
    assert (position.name, position.role, position.function, position.expertise) == (
        "Legal expert",
        Role.TEAM_MEMBER,
        Function.EXPERT,
        Expertise.LEGAL,
    )


def test_needed_and_somebody_has_it_adds_nobody(project, officer):
    add_stakeholder(project=project, name="Mei Chen", expertise=Expertise.LEGAL, by=officer)
    before = project.stakeholders.count()
    decide(project, officer, {"legal": "needed"})
    assert project.stakeholders.count() == before


def test_the_same_decisions_again_write_nothing(project, officer):
    decide(project, officer, {"legal": "needed"}, {"legal": "Terms"})
    before = project.history.count()
    decide(project, officer, {"legal": Decision.NEEDED}, {"legal": "Terms"}, seen={})
    assert (project.history.count(), project.stakeholders.filter(expertise="legal").count()) == (before, 1)


def test_kinds_left_out_stay_as_they_are(project, officer):
    decide(project, officer, {"legal": "needed"})
    decide(project, officer, {"cyber": "not_needed"})
    assert decided(project) == {"legal": ("needed", ""), "cyber": ("not_needed", "")}


def test_a_changed_mind_tells_before_and_after(project, officer):
    decide(project, officer, {"legal": "needed"})
    decide(project, officer, {"legal": "not_needed"}, seen={"legal": ("needed", "")})
    entry = project.history.filter(verb="expertise decided").last()
    assert (entry.before, entry.after) == ({"decision": "needed", "note": ""}, {"decision": "not_needed", "note": ""})


def test_a_decision_meanwhile_is_a_conflict_that_names_who_and_what(project, buyer, officer):
    decide(project, buyer, {"legal": "needed"})
    with pytest.raises(ChangedMeanwhile) as refusal:
        decide(project, officer, {"legal": "not_needed", "cyber": "needed"}, seen={})
    assert refusal.value.says.startswith("Ruth Banksia decided on the same expertise while you had this page open: Legal.")
    assert decided(project) == {"legal": ("needed", "")}


def test_decisions_on_other_kinds_meanwhile_are_none(project, buyer, officer):
    decide(project, buyer, {"legal": "needed"})
    decide(project, officer, {"cyber": "needed"}, seen={})
    assert decided(project) == {"legal": ("needed", ""), "cyber": ("needed", "")}


def test_nothing_is_decided_in_another_project_or_while_stopped(project, buyer):
    with pytest.raises(NotYourPart):
        decide(ProjectFactory(), buyer, {"legal": "needed"})
    stop_project(project=project, state=ProjectState.PAUSED, reason="No money.", by=buyer)
    with pytest.raises(ProjectStopped):
        decide(project, buyer, {"legal": "needed"})
