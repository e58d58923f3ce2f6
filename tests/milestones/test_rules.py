"""The rules 1 to 11 of the gate, each by its number."""

import datetime

import pytest

from milestones import operations as journey
from milestones.journey import Journey
from milestones.models import Answer
from projects.models import BuyingProject, OpenItem, Role
from projects.operations.people import hand_over
from projects.refusals import AlreadyComplete, ChangedMeanwhile, GateClosed, NotNow, NotReady, NotYourPart, ReasonNeeded
from tests.factories import (
    StakeholderFactory,
    answer_criterion,
    buyer_of,
    complete,
    confirm,
    criterion_of,
    identify_everyone,
    make_ready,
    milestone_of,
    plan,
    reopen,
)


def wish(project, key, by, **more):
    criterion = criterion_of(project, key)
    return {"criterion": criterion, "version": criterion.version, "by": by, **more}


def test_rule_1_preparing_is_never_blocked(project, buyer):
    plan(milestone_of(project, 3), by=buyer)
    assert milestone_of(project, 3).session.place == "Room 4"


@pytest.mark.parametrize("position", [2, 3])
def test_rule_2_a_locked_milestone_is_not_confirmed(project, buyer, position):
    with pytest.raises(GateClosed):
        confirm(project, position, buyer)
    assert milestone_of(project, position).confirmations.count() == 0


def test_rule_2_a_complete_milestone_is_not_confirmed_by_somebody_else(project, agent):
    complete(project, 1)
    with pytest.raises(AlreadyComplete):
        confirm(project, 1, agent)
    assert milestone_of(project, 1).confirmations.count() == 2


@pytest.mark.parametrize("who", ["buyer", "agent", "member", "wider", "viewer", "outsider", "administrator"])
def test_rule_3_only_the_officer_answers(project, who, request):
    with pytest.raises(NotYourPart):
        journey.tick_with_reason(**wish(project, "1.2", request.getfixturevalue(who), reason="Agreed."))
    assert criterion_of(project, "1.2").answer == Answer.NOT_MET


def test_rule_3_so_does_who_covers_today_and_it_is_recorded_so(project, officer, cover):
    journey.tick_with_reason(**wish(project, "1.2", cover, reason="Agreed."))
    entry = project.history.last()
    assert (entry.actor, entry.actor_role, entry.covers_for) == (cover, Role.PROCUREMENT_OFFICER, officer)


def test_rule_3_after_a_handover_the_cover_of_the_one_before_does_not(project, officer, member, cover):
    hand_over(seat=Role.PROCUREMENT_OFFICER, to=project.stakeholders.current().get(person=member), by=officer)
    with pytest.raises(NotYourPart):
        journey.tick_with_reason(**wish(project, "1.2", cover, reason="Agreed."))


def test_rule_4_met_by_one_press_where_all_that_is_needed_holds(project, officer):
    identify_everyone(project)
    journey.tick_criterion(**wish(project, "1.1", officer))
    criterion = criterion_of(project, "1.1")
    assert (criterion.answer, criterion.answered_by, criterion.answered_position) == (Answer.MET, officer, officer.position)
    assert [f["holds"] for f in criterion.kept if f["needed"]] == [True] * 5


@pytest.mark.parametrize("key", ["1.1", "1.2", "1.3", "1.4"])
def test_rule_4_not_by_one_press_where_something_is_missing_or_not_computed(project, officer, key):
    with pytest.raises(ReasonNeeded):
        journey.tick_criterion(**wish(project, key, officer))
    assert criterion_of(project, key).answer == Answer.NOT_MET


def test_rule_4_with_a_reason_what_was_missing_is_kept(project, officer):
    journey.tick_with_reason(**wish(project, "1.1", officer, reason="Met, except the approver."))
    kept = criterion_of(project, "1.1").kept
    assert "1.1.approver" in [f["key"] for f in kept if not f["holds"]]


def test_rule_4_a_day_to_follow_up_makes_an_open_item(project, officer, member):
    owner, day = project.stakeholders.get(person=member).pk, datetime.date(2026, 11, 20)
    journey.tick_with_reason(**wish(project, "1.1", officer, reason="Except Mei Chen.", follow_up_on=day, owner=owner))
    item = OpenItem.objects.get(project=project)
    assert (item.text, item.owner_id, item.due_on) == ("Criterion 1.1, met with a reason: Except Mei Chen.", owner, day)


def test_rule_4_nobody_outside_the_project_follows_up(project, officer):
    other = StakeholderFactory().pk
    with pytest.raises(NotNow):
        journey.tick_with_reason(
            **wish(project, "1.1", officer, reason="Except Mei.", follow_up_on=datetime.date(2026, 11, 20), owner=other)
        )
    assert criterion_of(project, "1.1").answer == Answer.NOT_MET


def test_rule_4_evidence_never_changes_an_answer(project, officer, member):
    import uuid

    answer_criterion(project, "1.2")
    before = criterion_of(project, "1.2")
    journey.add_evidence(criterion=before, kind="note", title="Minutes", text="Agreed.", nonce=uuid.uuid4(), by=member)
    after = criterion_of(project, "1.2")
    assert (after.answer, after.version, after.reason) == (before.answer, before.version, before.reason)


def test_rule_5_not_needed_has_its_reason(project, officer):
    with pytest.raises(ReasonNeeded):
        journey.mark_not_needed(**wish(project, "1.2", officer, reason=" "))
    journey.mark_not_needed(**wish(project, "1.2", officer, reason="A small buy."))
    assert (criterion_of(project, "1.2").answer, criterion_of(project, "1.2").reason) == (Answer.NOT_NEEDED, "A small buy.")


def test_rule_6_taking_back_needs_a_reason(project, officer):
    answer_criterion(project, "1.2")
    with pytest.raises(ReasonNeeded):
        journey.take_back_criterion(**wish(project, "1.2", officer, reason=""))
    assert criterion_of(project, "1.2").answer == Answer.MET_WITH_REASON


@pytest.mark.parametrize("operation", [journey.tick_with_reason, journey.mark_not_needed, journey.take_back_criterion])
def test_rule_6_the_same_wish_again_writes_nothing(project, officer, operation):
    answer_criterion(project, "1.2")
    operation(**wish(project, "1.2", officer, reason="The second time."))
    old, length = criterion_of(project, "1.2"), BuyingProject.objects.get(pk=project.pk).history_length
    operation(criterion=old, version=1, reason="The second time.", by=officer)
    assert BuyingProject.objects.get(pk=project.pk).history_length == length


def test_rule_7_not_before_every_criterion_is_answered(project, buyer):
    answer_criterion(project, "1.2")
    with pytest.raises(NotReady) as refused:
        confirm(project, 1, buyer)
    assert refused.value.missing == [f"criterion 1.{n} is not answered yet" for n in (1, 3, 4)]
    assert milestone_of(project, 1).confirmations.count() == 0


def test_rule_7_the_second_confirmation_completes_and_opens_the_next(project, buyer, officer):
    make_ready(project, 1)
    assert confirm(project, 1, buyer).is_complete is False
    assert confirm(project, 1, officer).is_complete is True
    record = milestone_of(project, 1).completion.record
    assert [c["answer"] for c in record["criteria"]] == ["met_with_reason"] * 4
    assert [c["person"]["name"] for c in record["confirmations"]] == [buyer.name, officer.name]
    answer_criterion(project, "2.1")
    assert criterion_of(project, "2.1").answer == Answer.MET_WITH_REASON


def test_rule_7_a_side_confirms_once(project, buyer, agent):
    make_ready(project, 1)
    confirm(project, 1, agent)
    with pytest.raises(NotNow) as refused:
        confirm(project, 1, buyer)
    assert "Ada Grevillea has already confirmed" in refused.value.says


def test_rule_7_nobody_confirms_on_behalf_of_nobody(project, agent, officer, buyer):
    make_ready(project, 1)
    seat = project.stakeholders.get(person=buyer)
    type(seat).objects.filter(pk=seat.pk).update(role=Role.TEAM_MEMBER)
    with pytest.raises(NotNow) as refused:
        confirm(project, 1, agent)
    assert refused.value.missing == ["the buyer"]


def test_rule_7_the_last_answer_and_the_confirmation_in_one_press(project, officer, buyer):
    for key in ("1.1", "1.2", "1.3"):
        answer_criterion(project, key)
    confirm_too = wish(project, "1.4", officer, reason="Said back.", milestone_version=milestone_of(project, 1).version)
    journey.tick_and_confirm(**confirm_too)
    journey.tick_and_confirm(**confirm_too)
    assert [c.side for c in milestone_of(project, 1).confirmations.live()] == ["officer"]
    assert confirm(project, 1, buyer).is_complete is True


def test_rule_7_one_press_and_confirm_by_what_the_project_shows(project, officer):
    identify_everyone(project)
    for key in ("1.2", "1.3", "1.4"):
        answer_criterion(project, key)
    journey.tick_and_confirm(**wish(project, "1.1", officer, milestone_version=milestone_of(project, 1).version))
    assert (criterion_of(project, "1.1").answer, milestone_of(project, 1).confirmations.live().count()) == (Answer.MET, 1)


def test_rule_7_both_or_neither(project, officer):
    with pytest.raises(NotReady):
        journey.tick_and_confirm(**wish(project, "1.4", officer, reason="Said back.", milestone_version=1))
    assert criterion_of(project, "1.4").answer == Answer.NOT_MET


def test_rule_8_a_confirmation_counts_at_the_version_that_was_seen(project, buyer, officer):
    seen = make_ready(project, 1)
    answer_criterion(project, "1.2", Answer.NOT_NEEDED)
    with pytest.raises(ChangedMeanwhile) as refused:
        journey.confirm_milestone(milestone=seen, version=seen.version, by=buyer)
    assert "criterion marked as not needed (Criterion 1.2)" in refused.value.says
    assert milestone_of(project, 1).confirmations.count() == 0


def test_rule_8_withdrawing_nothing_writes_nothing(project, buyer):
    make_ready(project, 1)
    length = BuyingProject.objects.get(pk=project.pk).history_length
    journey.withdraw_confirmation(milestone=milestone_of(project, 1), by=buyer)
    assert BuyingProject.objects.get(pk=project.pk).history_length == length


def test_rule_8_each_side_withdraws_its_own_only(project, buyer, officer):
    make_ready(project, 1)
    confirm(project, 1, officer)
    journey.withdraw_confirmation(milestone=milestone_of(project, 1), by=buyer)
    assert [c.side for c in milestone_of(project, 1).confirmations.live()] == ["officer"]


@pytest.mark.parametrize("who", ["buyer", "agent"])
def test_rule_8_after_completion_neither_side_withdraws(project, who, request):
    complete(project, 1)
    with pytest.raises(AlreadyComplete):
        journey.withdraw_confirmation(milestone=milestone_of(project, 1), by=request.getfixturevalue(who))


def test_rule_9_reopening_needs_a_reason_and_a_complete_milestone(project, buyer):
    with pytest.raises(NotNow):
        reopen(project, 1, by=buyer)
    complete(project, 1)
    with pytest.raises(ReasonNeeded):
        reopen(project, 1, by=buyer, reason=" ")
    assert milestone_of(project, 1).is_complete is True


def test_rule_9_answers_stay_and_confirmations_are_given_again(project, buyer, officer):
    complete(project, 1)
    old = milestone_of(project, 1).completion
    reopen(project, 1, by=buyer)
    assert [c.answer for c in Journey(project).criteria[:4]] == [Answer.MET_WITH_REASON] * 4
    assert milestone_of(project, 1).confirmations.live().count() == 0
    assert complete(project, 1).completion_id != old.pk
    assert (old.reopening.by, old.reopening.reason) == (buyer, "The scope has changed.")


def test_rule_9_unfinished_confirmations_of_later_milestones_end_too(project, buyer):
    make_ready(project, 2)
    confirm(project, 2, buyer)
    reopen(project, 1, by=buyer)
    assert [c.ended_why for c in milestone_of(project, 2).confirmations.all()] == ["reopened"]


def test_rule_11_a_refusal_names_what_is_missing_who_and_where(project, officer):
    with pytest.raises(ReasonNeeded) as refused:
        journey.tick_criterion(**wish(project, "1.1", officer))
    assert "No approver is listed yet." in refused.value.missing
    assert refused.value.who == "Buyer’s side or procurement officer"


def test_rule_11_a_locked_milestone_says_where_to_go(project, officer):
    with pytest.raises(GateClosed) as refused:
        answer_criterion(project, "2.1")
    assert (refused.value.status, refused.value.where) == (409, f"/projects/{project.ref}/milestones/1/")
    assert refused.value.who == f"{buyer_of(project).name}, Ada Grevillea, {officer.name}"
