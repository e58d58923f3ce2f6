"""The meeting: who is here, what falls, Finish and what it does, and what is said afterwards."""

import datetime
import uuid

import pytest

from milestones.findings.base import Facts
from milestones.findings.explained import everyone_explains
from milestones.models import Agreement, Answer, Attendance, Explanation, Presence
from milestones.operations import (
    agree_since,
    brief_separately,
    explain,
    finish_meeting,
    hear_explanation,
    outcome_of,
    read_notes,
    record_presence,
)
from milestones.operations.meeting import record_fallen
from milestones.presence import marks_of
from projects.clock import now, today
from projects.models import ObjectionAbout, Role
from projects.operations.people import remove_stakeholder
from projects.refusals import BothChanged, FieldNeeded, NotNow, NotYourPart, ReasonNeeded, SentElsewhere
from tests.factories import (
    InvitationFactory,
    ObjectiveFactory,
    ProjectFactory,
    StakeholderFactory,
    complete,
    criterion_of,
    identify_everyone,
    milestone_of,
    reopen,
)


@pytest.fixture
def team(project, buyer, officer, member):
    """The four of the core team, by what they are."""
    rows = {s.person: s for s in project.stakeholders.all()}
    agent = project.stakeholders.get(role=Role.BUYERS_AGENT)
    return {"buyer": rows[buyer], "officer": rows[officer], "member": rows[member], "agent": agent}


def meet(project, position, team, by, *, said=("buyer", "officer"), present=("buyer", "officer"), **more):
    """Say who is there and who said it back."""
    session = milestone_of(project, position).session
    ids = {name: row.pk for name, row in team.items()}
    if "member" in said:
        more.setdefault("hearer", ids["officer"])
    record_presence(
        milestone=session.milestone,
        seen=more.pop("seen", marks_of(session, session.attendances.all())),
        by=by,
        present=[ids[name] for name in present],
        said_it_back=[ids[name] for name in said],
        **more,
    )


def finish(project, position, by, **more):
    milestone = milestone_of(project, position)
    wanted = {"version": milestone.session.version, "held_on": today(), "ticks": {}, **more}
    return finish_meeting(milestone=milestone, by=by, **wanted)


# ---- Who is here --------------------------------------------------------------------------------------------------


def test_who_is_here_is_recorded_with_its_history(project, buyer, team):
    meet(project, 1, team, buyer, said=["buyer"])
    there = {a.stakeholder: (a.presence, a.said_it_back) for a in Attendance.objects.all()}
    assert there == {team["buyer"]: (Presence.PRESENT, True), team["officer"]: (Presence.PRESENT, False)}
    entry = project.history.last()
    assert entry.verb == "meeting attended"
    assert entry.after["said_it_back"] == [team["buyer"].pk]


def test_the_same_again_changes_nothing(project, buyer, team):
    meet(project, 1, team, buyer)
    length = project.history.count()
    milestone = milestone_of(project, 1)
    ids = [team["buyer"].pk, team["officer"].pk]
    record_presence(milestone=milestone, seen={}, by=buyer, present=ids, said_it_back=ids)
    assert project.history.count() == length


def test_who_is_not_named_any_more_goes_back_to_expected(project, buyer, team):
    meet(project, 1, team, buyer)
    meet(project, 1, team, buyer, present=["buyer"], said=[])
    assert Attendance.objects.get(stakeholder=team["officer"]).presence == Presence.EXPECTED


NOTHING_SEEN = {"hearer": None}


def there(project):
    """Who is marked how, by stakeholder."""
    return {a.stakeholder: (a.presence, a.said_it_back) for a in Attendance.objects.filter(stakeholder__project=project)}


def test_two_who_mark_different_people_at_once_both_have_it(project, buyer, officer, team):
    meet(project, 1, team, buyer, said=[])
    meet(project, 1, team, officer, seen=NOTHING_SEEN, present=["member"], said=[])
    here = (Presence.PRESENT, False)
    assert there(project) == {team["buyer"]: here, team["officer"]: here, team["member"]: here}


def test_two_marks_of_one_person_by_two_are_both_kept(project, buyer, officer, team):
    meet(project, 1, team, buyer, said=[])
    seen = marks_of(milestone_of(project, 1).session, Attendance.objects.all())
    meet(project, 1, team, buyer, said=["officer"], seen=seen)
    meet(project, 1, team, officer, said=["buyer"], seen=seen)
    assert {s.pk for s, (_, said) in there(project).items() if said} == {team["buyer"].pk, team["officer"].pk}


def test_one_person_marked_differently_by_two_is_a_conflict_and_nothing_is_written(project, buyer, officer, team):
    meet(project, 1, team, buyer, present=["buyer", "officer", "member"], said=[])
    length = project.history.count()
    with pytest.raises(BothChanged) as refused:
        meet(project, 1, team, officer, seen=NOTHING_SEEN, present=["agent"], said=[], apologies=[team["member"].pk])
    assert refused.value.fields == {f"at_{team['member'].pk}": ("present", "apology")}
    assert buyer.name in refused.value.says
    assert project.history.count() == length


def test_gone_by_one_and_said_it_back_by_the_other_is_a_conflict(project, buyer, officer, team):
    meet(project, 1, team, buyer, said=[])
    seen = marks_of(milestone_of(project, 1).session, Attendance.objects.all())
    meet(project, 1, team, officer, present=["buyer"], said=[], seen=seen)
    with pytest.raises(BothChanged) as refused:
        meet(project, 1, team, buyer, said=["officer"], seen=seen)
    assert refused.value.fields == {f"said_{team['officer'].pk}": (None, True)}


def test_who_hears_and_what_is_agreed_are_each_a_mark(project, buyer, officer, team):
    meet(project, 3, team, buyer, said=[], hearer=team["officer"].pk, agreed=["cadence"])
    meet(project, 3, team, officer, seen=NOTHING_SEEN, present=[], said=[], agreed=["ways"])
    session = milestone_of(project, 3).session
    assert (session.hearer, session.agreed) == (team["officer"], ["cadence", "ways"])


def test_marks_of_somebody_who_left_since_stay_as_they_were(project, buyer, team):
    meet(project, 2, team, buyer, present=["buyer", "officer", "member"], said=[])
    seen = marks_of(milestone_of(project, 2).session, Attendance.objects.all())
    remove_stakeholder(stakeholder=team["member"], by=buyer)
    meet(project, 2, team, buyer, said=[], seen=seen)
    assert there(project)[team["member"]] == (Presence.PRESENT, False)


def test_somebody_briefed_who_came_after_all_is_present(project, buyer, team):
    session = milestone_of(project, 1).session
    told = {"presence": Presence.BRIEFED, "briefed_on": today(), "recorded_at": now(), "recorded_by": buyer}
    Attendance.objects.create(session=session, stakeholder=team["member"], **told)
    meet(project, 1, team, buyer, said=[], present=["buyer"])
    assert there(project)[team["member"]][0] == Presence.BRIEFED
    meet(project, 1, team, buyer, said=[], present=["buyer", "member"])
    assert there(project)[team["member"]][0] == Presence.PRESENT


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ({"present": ["buyer"], "said_it_back": ["officer"]}, "Only who is present can say it back"),
        ({"present": ["buyer"], "hearer": "officer"}, "Who hears the members has to be present"),
        ({"present": ["buyer", "officer", "member"], "said_it_back": ["member"]}, "Choose who hears .* say it back"),
    ],
)
def test_what_cannot_be_is_said(project, buyer, team, wanted, says):
    ids = {name: team[value].pk if isinstance(value, str) else [team[one].pk for one in value] for name, value in wanted.items()}
    with pytest.raises(FieldNeeded, match=says):
        record_presence(milestone=milestone_of(project, 1), seen={}, by=buyer, **ids)


def test_only_the_core_team_is_there(project, buyer, wider):
    outside = project.stakeholders.get(person=wider)
    with pytest.raises(NotNow):
        record_presence(milestone=milestone_of(project, 1), seen={}, by=buyer, present=[outside.pk])


def test_a_member_says_who_is_here_only_where_they_run_the_meeting(project, member, team):
    milestone = milestone_of(project, 2)
    with pytest.raises(NotYourPart):
        record_presence(milestone=milestone, seen={}, by=member, present=[team["member"].pk])
    milestone.session.runner = team["member"]
    milestone.session.save()
    record_presence(milestone=milestone, seen={}, by=member, present=[team["member"].pk])
    assert Attendance.objects.get().presence == Presence.PRESENT


# ---- What falls ---------------------------------------------------------------------------------------------------


def fall(project, by, kind="decision", nonce=None, **more):
    return record_fallen(
        milestone=milestone_of(project, 1), kind=kind, text="We buy in two stages.", nonce=nonce or uuid.uuid4(), by=by, **more
    )


def test_a_decision_falls_decided(project, member):
    assert fall(project, member) == "Decision recorded."
    item = project.open_items.get()
    assert (item.answer, item.answered_by, list(item.sessions.all())) == (
        "Decided at the alignment session.",
        member,
        [milestone_of(project, 1).session],
    )


def test_a_question_falls_open(project, member):
    fall(project, member, kind="question")
    assert project.open_items.unanswered().count() == 1


def test_the_same_form_twice_records_one(project, member):
    nonce = uuid.uuid4()
    fall(project, member, nonce=nonce)
    fall(project, member, nonce=nonce)
    assert project.open_items.count() == 1


def test_a_wider_stakeholder_records_nothing(project, wider):
    with pytest.raises(NotYourPart):
        fall(project, wider)


# ---- Finish -------------------------------------------------------------------------------------------------------


def test_finish_records_what_was_said_back_and_who_heard_it(project, buyer, officer, team):
    meet(project, 1, team, buyer)
    finish(project, 1, officer, notes="Short and good.", minutes_taken=80)
    session = milestone_of(project, 1).session
    assert (session.held_on, session.finished_by, session.notes, session.minutes_taken) == (today(), officer, "Short and good.", 80)
    heard = {e.stakeholder: (e.heard_by, e.heard_as) for e in Explanation.objects.all()}
    assert heard == {team["buyer"]: (officer, Role.PROCUREMENT_OFFICER), team["officer"]: (buyer, Role.BUYER)}


def test_finish_computes_1_4_and_marks_it_in_the_same_press(project, buyer, officer, team):
    meet(project, 1, team, buyer)
    assert criterion_of(project, "1.4").one_press_suffices is False
    outcome = outcome_of(milestone=milestone_of(project, 1), held_on=today(), by=officer)
    assert [c.key for c in outcome.supported] == ["1.4"]
    finish(project, 1, officer, ticks={"1.4": criterion_of(project, "1.4").version})
    assert criterion_of(project, "1.4").answer == Answer.MET
    assert criterion_of(project, "1.4").kept == criterion_of(project, "1.4").findings


def test_what_the_briefing_would_support_counts_it_as_held(project, buyer, officer, team):
    complete(project, 1)
    meet(project, 2, team, buyer, present=list(team), said=list(team))
    outcome = outcome_of(milestone=milestone_of(project, 2), held_on=today(), by=officer)
    assert "2.2" in [c.key for c in outcome.supported]


def test_in_a_milestone_that_is_not_open_nothing_is_offered_to_be_marked(project, buyer, officer, team):
    ObjectiveFactory(project=project, procurement_outcome="A service that anybody can use.")
    meet(project, 2, team, buyer, present=list(team), said=list(team))
    outcome = outcome_of(milestone=milestone_of(project, 2), held_on=today(), by=officer)
    assert (outcome.supported, outcome.opens_after) == ([], 1)
    complete(project, 2)
    outcome = outcome_of(milestone=milestone_of(project, 2), held_on=today(), by=officer)
    assert (outcome.supported, outcome.opens_after) == ([], 0)


def test_what_finishing_would_do_writes_nothing(project, officer, buyer, team):
    meet(project, 1, team, buyer)
    before = (project.history.count(), criterion_of(project, "1.4").findings, milestone_of(project, 1).session.version)
    outcome_of(milestone=milestone_of(project, 1), held_on=today(), by=officer)
    project.refresh_from_db()
    assert (project.history.count(), criterion_of(project, "1.4").findings, milestone_of(project, 1).session.version) == before
    assert Explanation.objects.count() == 0


def test_finishing_twice_does_it_once(project, buyer, officer, team):
    meet(project, 1, team, buyer)
    version = milestone_of(project, 1).session.version
    is_new = finish(project, 1, officer)
    length = project.history.count()
    assert (is_new, finish(project, 1, officer, version=version, notes="Again.")) == (True, False)
    assert (project.history.count(), Explanation.objects.count()) == (length, 2)


def test_the_buyer_finishes_and_marks_nothing(project, buyer, team):
    meet(project, 1, team, buyer)
    with pytest.raises(NotYourPart):
        finish(project, 1, buyer, ticks={"1.4": 1})
    assert Explanation.objects.count() == 0
    finish(project, 1, buyer)
    assert criterion_of(project, "1.4").answer == Answer.NOT_MET
    assert criterion_of(project, "1.4").one_press_suffices is True


def test_a_tick_that_is_not_supported_undoes_everything(project, buyer, officer, team):
    meet(project, 1, team, buyer)
    length = project.history.count()
    with pytest.raises(ReasonNeeded):
        finish(project, 1, officer, ticks={"1.3": criterion_of(project, "1.3").version})
    assert (Explanation.objects.count(), project.history.count()) == (0, length)
    assert milestone_of(project, 1).session.is_finished is False


def test_a_role_lost_in_the_middle_is_refused_with_nothing_done(project, buyer, officer, member, team):
    meet(project, 2, team, buyer, present=["buyer", "officer", "member"], said=["member"])
    remove_stakeholder(stakeholder=team["member"], by=buyer)
    with pytest.raises(NotYourPart):
        finish(project, 2, member)
    assert Explanation.objects.count() == 0


def test_who_left_in_the_middle_says_nothing_back(project, buyer, officer, team):
    meet(project, 2, team, buyer, present=["buyer", "officer", "member"], said=["member", "buyer"])
    remove_stakeholder(stakeholder=team["member"], by=buyer)
    finish(project, 2, officer)
    assert [e.stakeholder for e in Explanation.objects.all()] == [team["buyer"]]


def test_without_anybody_there_nothing_is_finished(project, officer):
    with pytest.raises(FieldNeeded, match="Say who was there first"):
        finish(project, 1, officer)


def test_a_meeting_is_not_finished_tomorrow(project, buyer, officer, team):
    meet(project, 1, team, buyer)
    with pytest.raises(FieldNeeded, match="still to come"):
        finish(project, 1, officer, held_on=today() + datetime.timedelta(days=1))


@pytest.mark.parametrize("present", [["buyer"], ["buyer", "member"]])
def test_nobody_hears_themselves_and_nobody_is_made_up(project, buyer, officer, team, present):
    meet(project, 1, team, buyer, present=present, said=["buyer"], hearer=team["buyer"].pk)
    with pytest.raises(FieldNeeded, match=r"Choose who hears .*: somebody else"):
        finish(project, 1, officer)
    assert Explanation.objects.count() == 0


def test_who_hears_the_members_and_says_it_back_too_is_heard_by_a_side(project, buyer, officer, team):
    meet(project, 2, team, buyer, present=["buyer", "member"], said=["member", "buyer"], hearer=team["member"].pk)
    finish(project, 2, officer)
    assert {e.stakeholder: e.heard_by for e in Explanation.objects.all()} == {
        team["member"]: buyer,
        team["buyer"]: team["member"].person,
    }


def test_a_member_is_heard_by_who_hears_the_members(project, buyer, officer, team):
    meet(project, 2, team, buyer, present=["buyer", "officer", "member"], said=["member"], hearer=team["officer"].pk)
    finish(project, 2, buyer)
    assert Explanation.objects.get().heard_by == officer


def test_attending_counts_as_yes_for_who_was_asked(project, buyer, officer, team):
    InvitationFactory(stakeholder=team["member"])
    meet(project, 2, team, buyer, present=["buyer", "officer", "member"], said=[])
    finish(project, 2, officer)
    invitation = team["member"].invitations.get()
    assert (invitation.answer, invitation.how) == ("yes", "attended the project briefing")


def test_what_is_agreed_is_recorded_once_for_all_present(project, buyer, officer, team):
    meet(project, 3, team, buyer, said=[], agreed=["cadence"])
    finish(project, 3, officer)
    agreement = Agreement.objects.get()
    assert (agreement.about, agreement.present) == ("cadence", sorted([team["buyer"].pk, team["officer"].pk]))
    assert project.history.filter(verb="something agreed").count() == 1


def test_a_finished_meeting_keeps_who_was_there(project, buyer, officer, team):
    meet(project, 1, team, buyer)
    finish(project, 1, officer)
    with pytest.raises(NotNow, match="finished"):
        meet(project, 1, team, buyer, present=["buyer"], said=[])


def test_ticks_of_a_locked_milestone_are_refused(project, buyer, officer, team):
    ObjectiveFactory(project=project, procurement_outcome="A service that anybody can use.")
    meet(project, 2, team, buyer, present=["buyer", "officer", "member"], said=["member", "buyer", "officer"])
    with pytest.raises(Exception, match="Milestone 2 opens when"):
        finish(project, 2, officer, ticks={"2.2": criterion_of(project, "2.2").version})
    assert Explanation.objects.count() == 0


# ---- Afterwards ---------------------------------------------------------------------------------------------------


@pytest.fixture
def held(project, buyer, officer, team):
    """The workshop, held by the two sides; the member was not there."""
    meet(project, 3, team, buyer, present=["buyer", "officer", "agent"], said=[], agreed=["cadence"])
    finish(project, 3, officer)
    return milestone_of(project, 3)


def test_who_was_not_there_is_briefed(held, officer, team):
    brief_separately(milestone=held, stakeholder=team["member"], briefed_on=today(), by=officer)
    row = Attendance.objects.get(stakeholder=team["member"])
    assert (row.presence, row.briefed_on, row.recorded_by) == (Presence.BRIEFED, today(), officer)


def test_briefing_twice_is_once(held, project, officer, team):
    brief_separately(milestone=held, stakeholder=team["member"], briefed_on=today(), by=officer)
    length = project.history.count()
    brief_separately(milestone=held, stakeholder=team["member"], briefed_on=today(), by=officer)
    assert project.history.count() == length


def test_who_was_there_is_not_briefed(held, officer, team):
    with pytest.raises(NotNow, match="was at the meeting"):
        brief_separately(milestone=held, stakeholder=team["buyer"], briefed_on=today(), by=officer)


@pytest.mark.parametrize("days", [-1, 1])
def test_a_briefing_is_between_the_meeting_and_today(held, officer, team, days):
    with pytest.raises(FieldNeeded):
        brief_separately(milestone=held, stakeholder=team["member"], briefed_on=today() + datetime.timedelta(days=days), by=officer)


def test_a_member_who_did_not_run_it_records_no_briefing(held, member, team):
    with pytest.raises(NotYourPart):
        brief_separately(milestone=held, stakeholder=team["member"], briefed_on=today(), by=member)


def test_nobody_is_briefed_on_a_meeting_to_come(project, officer, team):
    with pytest.raises(NotNow, match="not been held"):
        brief_separately(milestone=milestone_of(project, 2), stakeholder=team["member"], briefed_on=today(), by=officer)


def test_somebody_of_another_project_is_not_briefed(held, officer):
    with pytest.raises(NotNow):
        brief_separately(milestone=held, stakeholder=StakeholderFactory(), briefed_on=today(), by=officer)


def test_the_notes_are_read_once(held, project, member, team):
    read_notes(milestone=held, stakeholder=team["member"], by=member)
    read_notes(milestone=held, stakeholder=team["member"], by=member)
    assert (held.session.notes_read.count(), project.history.filter(verb="notes read").count()) == (1, 1)


def test_nobody_reads_them_for_another(held, officer, team):
    with pytest.raises(NotYourPart):
        read_notes(milestone=held, stakeholder=team["member"], by=officer)


def test_what_was_agreed_since_is_recorded_once(held, project, officer, team):
    for _ in range(2):
        agree_since(milestone=held, about="ways", agreed_on=today(), present=[team["member"].pk], by=officer)
    assert [(a.about, a.present) for a in held.session.agreements.filter(about="ways")] == [("ways", [team["member"].pk])]


def test_agreed_by_nobody_is_not_agreed(held, officer):
    with pytest.raises(FieldNeeded):
        agree_since(milestone=held, about="ways", agreed_on=today(), present=[], by=officer)


def test_a_member_who_did_not_run_it_records_no_agreement(held, member, team):
    with pytest.raises(NotYourPart):
        agree_since(milestone=held, about="ways", agreed_on=today(), present=[team["member"].pk], by=member)


WORDS = "Letters are hard to read; we want them clear; the contact centre is involved."


def test_in_ones_own_words_and_heard_by_another(project, member, officer, team):
    written = explain(stakeholder=team["member"], words=f" {WORDS} ", nonce=uuid.uuid4(), by=member)
    hear_explanation(explanation=written, hearing="heard", by=officer)
    written.refresh_from_db()
    assert (written.words, written.heard_by, written.heard_as, written.is_heard) == (WORDS, officer, Role.PROCUREMENT_OFFICER, True)
    assert WORDS not in str([entry.after for entry in project.history.all()])


def test_the_same_words_sent_twice_are_one(project, member, team):
    nonce = uuid.uuid4()
    assert explain(stakeholder=team["member"], words=WORDS, nonce=nonce, by=member) == explain(
        stakeholder=team["member"], words=WORDS, nonce=nonce, by=member
    )


def test_a_form_of_another_project_is_refused(project, agency, member, buyer, officer, team):
    nonce = uuid.uuid4()
    explain(stakeholder=team["member"], words=WORDS, nonce=nonce, by=member)
    other = StakeholderFactory(project=ProjectFactory(agency=agency, buyer=buyer), person=member)
    with pytest.raises(SentElsewhere):
        explain(stakeholder=other, words=WORDS, nonce=nonce, by=member)


def test_without_words_nothing_is_explained(member, team):
    with pytest.raises(FieldNeeded):
        explain(stakeholder=team["member"], words="  ", nonce=uuid.uuid4(), by=member)


def test_nobody_explains_for_another(officer, team):
    with pytest.raises(NotYourPart):
        explain(stakeholder=team["member"], words=WORDS, nonce=uuid.uuid4(), by=officer)


@pytest.fixture
def written(member, team):
    return explain(stakeholder=team["member"], words=WORDS, nonce=uuid.uuid4(), by=member)


def test_nobody_hears_what_they_wrote(written, member):
    with pytest.raises(NotYourPart):
        hear_explanation(explanation=written, hearing="heard", by=member)


def test_it_is_heard_or_to_be_talked_about(written, officer):
    with pytest.raises(FieldNeeded):
        hear_explanation(explanation=written, hearing="", by=officer)


def test_after_a_talk_it_can_be_heard_and_then_it_stays(written, project, officer, buyer):
    hear_explanation(explanation=written, hearing="talk", by=officer)
    hear_explanation(explanation=written, hearing="talk", by=officer)
    hear_explanation(explanation=written, hearing="heard", by=buyer)
    hear_explanation(explanation=written, hearing="talk", by=officer)
    written.refresh_from_db()
    assert (written.hearing, written.heard_by) == ("heard", buyer)
    assert project.history.filter(about_id=written.stakeholder_id, verb__contains="explanation").count() == 2


# ---- 1.4, 2.2, 3.5 ------------------------------------------------------------------------------------------------


def missing(project, key):
    return {f["key"]: [m["name"] for m in f["missing"]] for f in criterion_of(project, key).findings if f["needed"]}


def test_1_4_needs_both_sides_heard_by_the_other(project, buyer, officer, team):
    assert missing(project, "1.4") == {"1.4.buyer": ["the buyer’s side"], "1.4.officer": ["the procurement officer"]}
    meet(project, 1, team, buyer, said=["buyer"])
    finish(project, 1, buyer)
    assert missing(project, "1.4") == {"1.4.buyer": [], "1.4.officer": ["the procurement officer"]}
    written = explain(stakeholder=team["officer"], words=WORDS, nonce=uuid.uuid4(), by=officer)
    hear_explanation(explanation=written, hearing="heard", by=buyer)
    assert missing(project, "1.4") == {"1.4.buyer": [], "1.4.officer": []}


def test_1_4_is_not_heard_by_a_member(project, member, officer, team):
    written = explain(stakeholder=team["officer"], words=WORDS, nonce=uuid.uuid4(), by=officer)
    hear_explanation(explanation=written, hearing="heard", by=member)
    assert missing(project, "1.4")["1.4.officer"] == ["the procurement officer"]


def test_2_2_names_each_who_has_not_said_it_back(project, buyer, officer, member, team):
    meet(project, 2, team, buyer, present=["buyer", "officer", "agent"], said=["buyer", "officer", "agent"])
    finish(project, 2, officer)
    assert missing(project, "2.2") == {"2.2.said": [member.name]}
    written = explain(stakeholder=team["member"], words=WORDS, nonce=uuid.uuid4(), by=member)
    hear_explanation(explanation=written, hearing="talk", by=officer)
    assert missing(project, "2.2") == {"2.2.said": [member.name]}
    hear_explanation(explanation=written, hearing="heard", by=officer)
    assert missing(project, "2.2") == {"2.2.said": []}


def test_2_2_takes_over_what_both_sides_said_once_the_procurement_outcome_is_written(project, buyer, officer, member, team):
    meet(project, 1, team, buyer, present=["buyer", "officer", "agent"], said=["buyer", "officer", "agent"])
    finish(project, 1, officer)
    assert missing(project, "2.2") == {"2.2.said": [buyer.name, team["agent"].name, officer.name, member.name]}
    ObjectiveFactory(project=project, procurement_outcome="A service that anybody can use.")
    assert missing(project, "2.2") == {"2.2.said": [member.name]}


def test_2_2_of_nobody_is_not_met(project):
    facts = Facts(project)
    facts.team = []
    assert [(f.key, f.holds, f.says) for f in everyone_explains(facts)] == [("2.2.said", False, "Nobody is in the core team yet.")]


def test_2_2_names_a_joiner_only(project, buyer, officer, team):
    meet(project, 2, team, buyer, present=list(team), said=list(team))
    finish(project, 2, officer)
    joiner = StakeholderFactory(project=project)
    assert missing(project, "2.2") == {"2.2.said": [joiner.name]}


def test_reopening_keeps_what_was_said(project, buyer, officer, team):
    identify_everyone(project)
    meet(project, 1, team, buyer)
    finish(project, 1, officer)
    complete(project, 1)
    reopen(project, 1)
    assert missing(project, "1.4") == {"1.4.buyer": [], "1.4.officer": []}


def test_3_5_names_the_absent_until_they_are_told(held, project, member, officer, team):
    assert missing(project, "3.5")["3.5.told"] == [member.name]
    read_notes(milestone=held, stakeholder=team["member"], by=member)
    assert missing(project, "3.5")["3.5.told"] == []


def test_3_5_takes_a_briefing_too(held, project, officer, team):
    brief_separately(milestone=held, stakeholder=team["member"], briefed_on=today(), by=officer)
    assert missing(project, "3.5")["3.5.told"] == []


def test_3_5_asks_no_joiner(held, project, member):
    StakeholderFactory(project=project)
    assert missing(project, "3.5")["3.5.told"] == [member.name]


def test_3_5_needs_an_agreement(project, buyer, officer, team):
    assert missing(project, "3.5")["3.5.agreed"] == ["an agreement on the cadence"]
    meet(project, 3, team, buyer, said=[], agreed=[ObjectionAbout.CADENCE])
    finish(project, 3, officer)
    assert missing(project, "3.5")["3.5.agreed"] == []


def test_what_finishing_would_do_is_not_asked_of_a_meeting_that_somebody_finished_a_moment_ago(project, buyer, officer, team):
    meet(project, 1, team, buyer)
    stale = milestone_of(project, 1)
    finish(project, 1, officer)
    with pytest.raises(NotNow, match="This meeting is finished"):
        outcome_of(milestone=stale, held_on=today(), by=buyer)
    assert project.explanations.count() == 2
