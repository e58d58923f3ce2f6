"""The buying project management plan: its written parts, and the page that is composed of the rest."""

import json

import pytest

from projects.clock import today
from projects.models import KeyMilestone, ManagementPlan, ProjectState
from projects.operations.management import write_management_plan
from projects.operations.project import stop_project
from projects.refusals import ChangedMeanwhile, NotYourPart
from projects.telling import changes, tell
from tests.factories import ActivityFactory, CirculationFactory, ManagementPlanFactory, StakeholderFactory


def write(project, by, version=0, **wanted):
    return write_management_plan(project=project, version=version, by=by, **{"approach": "Trial, then buy.", **wanted})


@pytest.fixture
def page(project):
    return f"/projects/{project.ref}/plan/management/"


def test_a_plan_is_written_with_its_history(project, officer):
    assert write(project, officer, approach="  Trial, then buy. ", governance="") is True
    plan = ManagementPlan.objects.get()
    assert (plan.project, plan.approach, plan.version, plan.written_by) == (project, "Trial, then buy.", 1, officer)
    entry = project.history.last()
    assert tell(entry, {}).endswith("wrote the management plan, version 1.")
    assert [(told.field, told.after) for told in changes(entry, {})] == [("Approach", "Trial, then buy.")]


def test_the_same_again_writes_nothing(project, officer):
    write(project, officer)
    length = project.history.count()
    assert write(project, officer, version=7) is False
    assert project.history.count() == length


def test_a_version_between_is_a_conflict_that_names_who_wrote_it(project, buyer, officer):
    write(project, officer)
    with pytest.raises(ChangedMeanwhile) as refused:
        write(project, buyer, approach="Buy at once.")
    assert officer.name in refused.value.says


def test_a_member_writes_none(project, member):
    with pytest.raises(NotYourPart):
        write(project, member)


# ---- The pages ----------------------------------------------------------------------------------------------------


def test_management_plan_is_composed_of_what_the_project_holds(project, buyer, member, client_of, page):
    mei = StakeholderFactory(project=project, name="Mei Chen", part="Runs the trial.")
    dated = ActivityFactory(project=project, title="Run the trial", letters={mei: "AR"})
    type(dated).objects.filter(pk=dated.pk).update(starts_on=today())
    ActivityFactory(project=project)
    KeyMilestone.objects.create(project=project, title="Trial begins", due_on=today(), added_at=mei.joined_at, added_by=buyer)
    CirculationFactory(project=project)
    ManagementPlanFactory(project=project)
    shown = client_of(member).get(page).text
    said = [
        "Trial, then buy.",
        "Runs the trial.",
        "Run the trial",
        "1 more has no date yet.",
        "Trial begins",
        "No open risk.",
        "1 line in the",
    ]
    assert [words for words in said if words not in shown] == []


def test_management_plan_begins_with_what_to_do(project, officer, member, client_of, page):
    assert "Write the approach" in client_of(officer).get(page).text
    assert "Write the approach" not in client_of(member).get(page).text


def test_management_plan_edit_saves_and_says_so(project, officer, client_of, page):
    typed = {"approach": "Trial.", "governance": "", "change_control": "Ruth decides.", "version": 0}
    answered = client_of(officer).post(f"{page}edit/", typed, follow=True)
    assert answered.redirect_chain == [(page, 303)]
    assert "The management plan is saved." in answered.text
    again = client_of(officer).post(f"{page}edit/", {**typed, "version": 1}, follow=True)
    assert "Nothing was different" in again.text


SEEN = json.dumps({"approach": "", "governance": "", "change_control": ""})


def test_management_plan_edit_by_two_in_one_part_is_chosen(project, buyer, officer, client_of, page):
    write(project, buyer)
    client, typed = client_of(officer), {"approach": "Buy at once.", "governance": "Ruth decides.", "version": 0, "seen": SEEN}
    answered = client.post(f"{page}edit/", typed)
    assert answered.status_code == 409
    assert all(words in answered.text for words in ("Trial, then buy.", "Buy at once.", "Keep mine", 'name="version" value="1"'))
    seen = answered.context["form"]["seen"].value()
    assert client.post(f"{page}edit/", {**typed, "version": 1, "seen": seen, "take-approach": "theirs"}).status_code == 303
    plan = ManagementPlan.objects.get()
    assert (plan.approach, plan.governance) == ("Trial, then buy.", "Ruth decides.")


def test_management_plan_edit_by_two_in_different_parts_has_both(project, buyer, officer, client_of, page):
    write(project, buyer)
    typed = {"approach": "", "governance": "Ruth decides.", "version": 0, "seen": SEEN}
    assert client_of(officer).post(f"{page}edit/", typed).status_code == 303
    plan = ManagementPlan.objects.get()
    assert (plan.approach, plan.governance) == ("Trial, then buy.", "Ruth decides.")


def test_management_plan_edit_of_a_stopped_project_is_refused(project, buyer, officer, client_of, page):
    stop_project(project=project, state=ProjectState.PAUSED, reason="Waiting.", by=buyer)
    typed = {"approach": "Trial.", "version": 0}
    assert [client_of(officer).get(f"{page}edit/").status_code, client_of(officer).post(f"{page}edit/", typed).status_code] == [409, 409]
    assert ManagementPlan.objects.count() == 0


def test_management_plan_of_another_project_is_not_found(officer, client_of):
    theirs = ManagementPlanFactory().project
    address = f"/projects/{theirs.ref.replace('DES', 'XYZ')}/plan/management/edit/"
    assert client_of(officer).post(address, {"approach": "Mine.", "version": 1}).status_code == 404
    assert ManagementPlan.objects.get().approach == "Trial, then buy."
