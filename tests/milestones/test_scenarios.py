"""The scenarios of the domain that the gate has to get right, each by its number and name."""

import pytest
from django.db import DatabaseError, connection, transaction

from milestones import operations as journey
from milestones.journey import Journey
from milestones.models import Answer, Completion
from projects.models import BuyingProject, Person, ProjectState, Role, Stakeholder
from projects.operations.communication import COMMUNICATION
from projects.operations.objective import write_objective
from projects.operations.people import give_role, hand_over, remove_contact_details, remove_stakeholder
from projects.operations.project import edit_project, resume_project, stop_project
from projects.operations.risks import MITIGANTS
from projects.operations.rows import edit_row, remove_row
from projects.refusals import AlreadyComplete, ChangedMeanwhile, GateClosed, NotNow, NotReady, NotYourPart, ProjectStopped, ReasonNeeded
from tests.factories import (
    AcknowledgementFactory,
    ActivityFactory,
    CirculationFactory,
    CommunicationItemFactory,
    ContactSendingFactory,
    ContactTopicFactory,
    InvitationFactory,
    MitigantFactory,
    ProjectFactory,
    RiskFactory,
    StakeholderFactory,
    answer_criterion,
    complete,
    confirm,
    criterion_of,
    engage_everyone,
    identify_everyone,
    make_ready,
    milestone_of,
    open_up,
)


def row_of(project: BuyingProject, person: Person) -> Stakeholder:
    return project.stakeholders.current().get(person=person)


def test_scenario_1_two_accountables_are_saved_and_1_2_names_the_activity_and_both(project, buyer, officer):
    cells = {row_of(project, buyer): "A", row_of(project, officer): "AR"}
    draft = ActivityFactory(project=project, title="Draft contract terms", letters=cells)
    rules = next(f for f in criterion_of(project, "1.2").findings if f["key"] == "1.2.rules")
    assert draft.assignments.count() == 2
    assert rules["missing"] == [{"mark": f"activity:{draft.pk}", "name": "Draft contract terms"}]
    assert rules["says"] == "2 people are accountable for Draft contract terms: Ruth Banksia and Omar Wattle. It takes exactly one."


def things(project: BuyingProject, key: str) -> list[str]:
    """What needs another look under a criterion, by name."""
    return [thing["name"] for thing in criterion_of(project, key).newly_missing]


def organised(project: BuyingProject) -> BuyingProject:
    """Milestone 2 complete, 2.1 and 2.3 by one press."""
    open_up(project, 2)
    engage_everyone(project)
    for key in ("2.1", "2.3"):
        answer_criterion(project, key, Answer.MET)
    complete(project, 2)
    return BuyingProject.objects.get(pk=project.pk)


def test_scenario_2_a_member_joins_a_complete_milestone_and_only_they_are_named(project, officer, client_of):
    before = organised(project)
    answers = list(milestone_of(before, 2).criteria.values_list("answer", flat=True))
    dan = StakeholderFactory(project=before, name="Dan Kelly")
    assert (things(before, "2.1"), things(before, "2.3")) == (["Dan Kelly"], ["Dan Kelly"])
    page = client_of(officer).get(f"/projects/{before.ref}/milestones/2/").text
    assert "1 thing has changed since" in page
    assert milestone_of(before, 2).is_complete
    assert list(milestone_of(before, 2).criteria.values_list("answer", flat=True)) == answers
    assert answer_criterion(before, "3.1").answer == Answer.MET_WITH_REASON
    make_ready(before, 3)
    with pytest.raises(NotReady):
        confirm(before, 3, officer)
    InvitationFactory(stakeholder=dan, answer="yes")
    assert things(before, "2.1") == []


def test_scenario_2_it_clears_by_the_members_own_act_or_by_looking_again(project, officer):
    organised(project)
    dan = StakeholderFactory(project=project, name="Dan Kelly", why_it_matters="Callers wait less.")
    ActivityFactory(project=project, letters={dan: "AR"})
    AcknowledgementFactory(stakeholder=dan)
    assert (things(project, "2.3"), things(project, "2.1")) == ([], ["Dan Kelly"])
    for criterion in (criterion_of(project, "2.1"), criterion_of(project, "2.2")):
        journey.look_again(criterion=criterion, version=criterion.version, still_stands="Dan starts next week.", by=officer)
    assert BuyingProject.objects.get(pk=project.pk).things_changed == 0
    make_ready(project, 3)
    assert confirm(project, 3, officer).confirmations.live().count() == 1


def test_scenario_3_a_second_who_joins_under_a_reason_is_named_alone(project):
    open_up(project, 2)
    engage_everyone(project)
    StakeholderFactory(project=project, name="Mei Chen")
    answer_criterion(project, "2.1", reason="Met, except Mei Chen (on leave), to follow by 20 November.")
    assert things(project, "2.1") == []
    StakeholderFactory(project=project, name="Dan Kelly")
    assert things(project, "2.1") == ["Dan Kelly"]


def test_scenario_4_a_member_leaves_and_activities_without_who_counts_are_named(project, buyer, member):
    mei = row_of(project, member)
    left = ActivityFactory(project=project, title="Draft contract terms", letters={mei: "AR"})
    ActivityFactory(project=project, title="Evaluate proposals", letters={mei: "C", row_of(project, buyer): "AR"})
    answer_criterion(project, "1.2", Answer.MET)
    remove_stakeholder(stakeholder=mei, by=buyer)
    criterion = criterion_of(project, "1.2")
    assert [thing["name"] for thing in criterion.newly_missing] == ["Draft contract terms", "Evaluate proposals"]
    says = next(f for f in criterion.findings if f["key"] == "1.2.rules")["says"]
    assert "Draft contract terms has nobody accountable." in says
    assert left.assignments.get().stakeholder == mei


def test_scenario_4_contact_topics_are_named(project, buyer, member, client_of):
    mei, ruth = row_of(project, member), row_of(project, buyer)
    ContactTopicFactory(project=project, topic="Media", first=mei, backup=ruth)
    ContactTopicFactory(project=project, topic="Records", first=ruth, backup=mei)
    complete(project, 1)
    ContactSendingFactory(project=project)
    answer_criterion(project, "2.4", Answer.MET)
    remove_stakeholder(stakeholder=mei, by=buyer)
    criterion = criterion_of(project, "2.4")
    assert [thing["name"] for thing in criterion.newly_missing] == ["Media"]
    said = {finding["key"]: finding["says"] for finding in criterion.findings}
    assert said["2.4.reachable"] == "Mei Waratah, whom to ask first about Media, has left."
    assert said["2.4.backups"] == "Mei Waratah, the back-up for Records, has left."
    page = client_of(buyer).get(f"/projects/{project.ref}/contacts/").text
    assert "Mei Waratah, whom to ask first about Media, has left." in page


def test_scenario_5_a_change_of_the_sent_plan_that_the_team_needs_to_see_is_worth_checking_and_one_of_wording_is_not(
    project, buyer, member
):
    complete(project, 1)
    line = CommunicationItemFactory(project=project, audience="Team leaders")
    CirculationFactory(project=project)
    answer_criterion(project, "2.5", Answer.MET)

    def edit(message: str, *, see: bool) -> None:
        line.refresh_from_db()
        wish = {"version": line.version, "by": buyer, "message": message, "beside": {"team_needs_to_see": see}}
        edit_row(register=COMMUNICATION, row=line, **wish)

    def changes() -> dict:
        return next(f for f in criterion_of(project, "2.5").findings if f["key"] == "2.5.changes")

    edit("Letters change from March, in your inbox.", see=False)
    assert (changes()["holds"], changes()["says"]) == (True, "Nothing has changed since that the team needs to see.")
    edit("Letters change from May.", see=True)
    assert (changes()["needed"], changes()["holds"]) == (False, False)
    assert changes()["says"].startswith("Changed since it was sent (version 3): Changed: Team leaders (message). Not read yet by ")
    assert row_of(project, member).name in [thing["name"] for thing in changes()["missing"]]
    assert criterion_of(project, "2.5").answer == Answer.MET
    assert things(project, "2.5") == []


def test_scenario_6_a_risk_with_neither_mitigant_nor_acceptance_stands_in_the_way_of_3_7(project, buyer):
    open_up(project, 3)
    risk = RiskFactory(project=project, owner=row_of(project, buyer))
    with pytest.raises(ReasonNeeded) as refused:
        answer_criterion(project, "3.7", Answer.MET)
    assert any(risk.title in words for words in refused.value.missing)
    MitigantFactory(risk=risk)
    assert answer_criterion(project, "3.7", Answer.MET).answer == Answer.MET


def test_scenario_6_a_risk_raised_after_completion_disturbs_nothing(project, buyer, clock):
    open_up(project, 3)
    before = RiskFactory(project=project, owner=row_of(project, buyer))
    mitigant = MitigantFactory(risk=before)
    answer_criterion(project, "3.7", Answer.MET)
    complete(project, 3)
    clock.move(days=1)
    RiskFactory(project=project, title="Raised since")
    assert things(project, "3.7") == []
    assert BuyingProject.objects.get(pk=project.pk).things_changed == 0
    remove_row(register=MITIGANTS, row=mitigant, by=buyer)
    assert things(project, "3.7") == [before.title]


def test_scenario_7_confirmed_on_behalf_of_the_buyer_is_recorded_so_and_the_buyer_may_withdraw_it(project, buyer, agent, officer):
    make_ready(project, 1)
    confirm(project, 1, agent)
    given = milestone_of(project, 1).confirmations.live().get()
    assert (given.side, given.person, given.role, given.is_on_behalf) == ("buyer", agent, Role.BUYERS_AGENT, True)
    assert project.history.last().verb == "milestone confirmed on behalf of the buyer"
    journey.withdraw_confirmation(milestone=milestone_of(project, 1), by=buyer)
    given.refresh_from_db()
    assert (given.ended_why, given.ended_by) == ("withdrawn", buyer)


def test_scenario_7_after_completion_it_is_not_withdrawn_any_more(project, buyer, agent, officer):
    make_ready(project, 1)
    confirm(project, 1, agent)
    confirm(project, 1, officer)
    with pytest.raises(AlreadyComplete):
        journey.withdraw_confirmation(milestone=milestone_of(project, 1), by=buyer)
    assert milestone_of(project, 1).confirmations.live().count() == 2


def test_scenario_8_an_officer_who_became_buyer_cannot_confirm_for_both_sides(project, buyer, officer, member):
    make_ready(project, 1)
    confirm(project, 1, officer)
    hand_over(seat=Role.PROCUREMENT_OFFICER, to=row_of(project, member), by=officer)
    hand_over(seat=Role.BUYER, to=row_of(project, officer), by=buyer)
    with pytest.raises(NotNow) as refused:
        confirm(project, 1, officer)
    assert "two different people" in refused.value.says
    assert milestone_of(project, 1).is_complete is False
    journey.withdraw_confirmation(milestone=milestone_of(project, 1), by=member)
    confirm(project, 1, member)
    assert confirm(project, 1, officer).is_complete is True


def test_scenario_9_taking_an_answer_back_lets_the_buyers_confirmation_lapse_and_says_so(project, buyer, officer):
    make_ready(project, 1)
    confirm(project, 1, buyer)
    answer_criterion(project, "1.2", Answer.NOT_MET)
    lapsed = milestone_of(project, 1).confirmations.get()
    assert (lapsed.ended_why, lapsed.ended_by) == ("lapsed", officer)
    said = [entry.verb for entry in project.history.order_by("sequence")][-2:]
    assert said == ["criterion taken back", "confirmation lapsed"]


def test_scenario_10_a_wider_stakeholder_does_not_see_the_value(project, buyer, member, wider, client_of):
    write_objective(project=project, seen=0, value_band="$1.5 million to $2 million", by=buyer)
    for path in ("", "my-part/", "people/", "objective/", "history/", "milestones/1/"):
        assert "$1.5 million" not in client_of(wider).get(f"/projects/{project.ref}/{path}").text
    assert "$1.5 million" in client_of(member).get(f"/projects/{project.ref}/objective/").text


def test_scenario_10_a_wider_stakeholder_sees_no_risks(project, member, wider, client_of):
    risk = RiskFactory(project=project, title="The incumbent goes broke")
    seen = client_of(wider)
    assert seen.get(f"/projects/{project.ref}/risks/").status_code == 403
    assert seen.get(f"/projects/{project.ref}/risks/{risk.pk}/").status_code == 403
    for page in ("", "my-part/", "people/", "contacts/"):
        assert "goes broke" not in seen.get(f"/projects/{project.ref}/{page}").text
    assert "goes broke" in client_of(member).get(f"/projects/{project.ref}/risks/").text


def test_scenario_10_risks_of_another_project_are_404(project, member, client_of):
    theirs = MitigantFactory(risk=RiskFactory())
    other, client = theirs.project, client_of(member)
    assert client.get(f"/projects/{other.ref}/risks/").status_code == 404
    assert client.get(f"/projects/{other.ref}/risks/{theirs.risk_id}/").status_code == 404
    assert client.get(f"/projects/{project.ref}/risks/{theirs.risk_id}/").status_code == 404


def test_scenario_10_a_member_of_one_project_gets_404_on_another(project, member, client_of):
    other = ProjectFactory(agency=project.agency)
    for path in ("", "my-part/", "people/", "objective/", "history/", "milestones/1/", "raci/"):
        assert client_of(member).get(f"/projects/{other.ref}/{path}").status_code == 404


def test_scenario_11_the_second_of_two_tabs_is_not_an_error(project, officer):
    identify_everyone(project)
    answer_criterion(project, "1.2")
    first, second = criterion_of(project, "1.1"), criterion_of(project, "1.1")
    journey.tick_criterion(criterion=first, version=first.version, by=officer)
    length = BuyingProject.objects.get(pk=project.pk).history_length
    journey.tick_criterion(criterion=second, version=second.version, by=officer)
    assert BuyingProject.objects.get(pk=project.pk).history_length == length


def test_scenario_11_a_press_on_an_old_version_names_the_other_change(project, officer):
    old = criterion_of(project, "1.2")
    answer_criterion(project, "1.2")
    with pytest.raises(ChangedMeanwhile) as refused:
        journey.mark_not_needed(criterion=old, version=old.version, reason="Small buy.", by=officer)
    assert "Omar Wattle made the last change" in refused.value.says
    assert "marked as met, with a reason" in refused.value.says


@pytest.mark.parametrize("key", ["2.1", "3.7"])
def test_scenario_12_answering_in_a_locked_milestone_is_refused(project, officer, key):
    with pytest.raises(GateClosed) as refused:
        answer_criterion(project, key)
    assert refused.value.missing[0] == "milestone 1 is not complete"
    assert criterion_of(project, key).answer == Answer.NOT_MET


def test_scenario_12_answering_in_a_complete_milestone_is_refused(project, officer):
    complete(project, 1)
    with pytest.raises(AlreadyComplete):
        answer_criterion(project, "1.2", Answer.NOT_MET)
    assert criterion_of(project, "1.2").answer == Answer.MET_WITH_REASON


@pytest.mark.parametrize("headers", [None, {"HX-Request": "true"}])
@pytest.mark.parametrize("place", [(2, 1), (1, 2)])
def test_scenario_12_there_is_no_button_and_a_forged_post_of_page_or_part_is_refused(project, officer, client_of, headers, place):
    position, criterion = place
    if position == 1:
        complete(project, 1)
    page = f"/projects/{project.ref}/milestones/{position}/"
    wanted = criterion_of(project, f"{position}.{criterion}")
    assert f'id="criterion-{position}-{criterion}-act"' not in client_of(officer).get(page).text
    forged = {"wish": "not_needed", "reason": "Because.", "version": wanted.version}
    answered = client_of(officer).post(f"{page}criteria/{criterion}/", forged, headers=headers)
    assert answered.status_code == 409
    assert criterion_of(project, wanted.key).answer == wanted.answer


def test_scenario_12_the_admin_changes_no_answer(project, client_of):
    root = Person.objects.create_superuser("root@admin.example", "a long password", name="Root")
    wanted = criterion_of(project, "2.1")
    page = f"/admin/milestones/successcriterion/{wanted.pk}/change/"
    assert client_of(root).post(page, {"answer": "met"}).status_code == 403
    assert criterion_of(project, "2.1").answer == Answer.NOT_MET


@pytest.mark.parametrize("position", [1, 2])
def test_scenario_12_raw_sql_is_refused_too(project, position):
    complete(project, 1)
    answer = "not_met" if position == 1 else "met"
    change = "UPDATE milestones_successcriterion SET answer = %s, answered_at = NULL, answered_by_id = NULL WHERE milestone_id = %s"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change, [answer, milestone_of(project, position).pk])
    assert {c.answer for c in milestone_of(project, 2).criteria.all()} == {Answer.NOT_MET}


def test_scenario_13_reopening_the_first_lists_three_completions_and_six_confirmations(project, buyer):
    complete(project, 3)
    undo = journey.undoing(Journey(project), milestone_of(project, 1))
    assert [m.position for m in undo.completions] == [3, 2, 1]
    assert len(undo.confirmations) == 6
    journey.reopen_milestone(milestone=milestone_of(project, 1), stamp=undo.stamp, reason="The scope moved.", by=buyer)
    assert [m.is_complete for m in project.milestones.all()] == [False, False, False]
    assert Completion.objects.filter(milestone__project=project, reopening__reason="The scope moved.").count() == 3
    assert {c.answer for c in Journey(project).criteria} == {Answer.MET_WITH_REASON}


def test_scenario_13_a_change_in_between_is_a_conflict(project, buyer):
    complete(project, 2)
    stamp = journey.undoing(Journey(project), milestone_of(project, 1)).stamp
    complete(project, 3)
    with pytest.raises(ChangedMeanwhile):
        journey.reopen_milestone(milestone=milestone_of(project, 1), stamp=stamp, reason="The scope moved.", by=buyer)
    assert [m.is_complete for m in project.milestones.all()] == [True, True, True]


def test_scenario_14_demoted_in_mid_session_the_next_post_is_refused(project, officer, member, client_of):
    open_tab, criterion = client_of(officer), criterion_of(project, "1.2")
    hand_over(seat=Role.PROCUREMENT_OFFICER, to=row_of(project, member), by=officer)
    wish = {"wish": "met_with_reason", "version": criterion.version, "reason": "Agreed."}
    assert open_tab.post(f"/projects/{project.ref}/milestones/1/criteria/2/", wish).status_code == 403
    assert criterion_of(project, "1.2").answer == Answer.NOT_MET


def test_scenario_14_in_a_stopped_project_every_write_is_refused_with_the_reason(project, buyer, officer):
    make_ready(project, 1)
    stop_project(project=project, state=ProjectState.PAUSED, reason="The budget is being decided.", by=buyer)
    writes = [
        lambda: answer_criterion(project, "1.2", Answer.NOT_MET),
        lambda: confirm(project, 1, buyer),
        lambda: edit_project(project=project, title="Other", version=1, by=buyer),
        lambda: write_objective(project=project, seen=0, by=buyer, why_now="Because"),
        lambda: give_role(stakeholder=row_of(project, officer), role=Role.TEAM_MEMBER, by=buyer),
    ]
    for write in writes:
        with pytest.raises(ProjectStopped) as refused:
            write()
        assert "The budget is being decided." in refused.value.says


def test_scenario_14_handing_over_leaving_and_removing_contact_details_go_on_while_stopped(project, buyer, officer, member, wider):
    stop_project(project=project, state=ProjectState.STOPPED, reason="The need has gone.", by=officer)
    hand_over(seat=Role.BUYER, to=row_of(project, member), by=buyer)
    remove_contact_details(stakeholder=row_of(project, wider), by=wider)
    remove_stakeholder(stakeholder=row_of(project, wider), by=wider)
    assert row_of(project, member).role == Role.BUYER
    assert project.stakeholders.get(person=wider).left_by == wider
    resume_project(project=project, by=member)
    assert BuyingProject.objects.get(pk=project.pk).state == ProjectState.ACTIVE


def test_a_demoted_buyers_agent_cannot_confirm(project, buyer, agent):
    make_ready(project, 1)
    give_role(stakeholder=row_of(project, agent), role=Role.TEAM_MEMBER, by=buyer)
    with pytest.raises(NotYourPart):
        confirm(project, 1, agent)
    assert milestone_of(project, 1).confirmations.count() == 0
