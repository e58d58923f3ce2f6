"""The pages of a meeting: run it, finish it, and what others find afterwards."""

import datetime
import json
import uuid

import pytest

from milestones.models import Answer, Attendance, Explanation, Presence, SuccessCriterion
from projects.clock import today
from projects.models import ManagementPlan, ProjectState, Role
from projects.operations.management import write_management_plan
from projects.operations.objective import write_objective
from projects.operations.project import stop_project
from projects.words import say_day
from tests.factories import (
    ActivityFactory,
    ExplanationFactory,
    PersonalLinkFactory,
    ProjectFactory,
    SessionFactory,
    StakeholderFactory,
    buyer_of,
    complete,
    criterion_of,
    make_ready,
    meet,
    milestone_of,
    plan_work,
)

HTMX = {"HX-Request": "true"}
WAYS = ["cadence", "tools", "agreements"]


@pytest.fixture
def base(project):
    return f"/projects/{project.ref}/milestones/1/meeting/"


@pytest.fixture
def ids(project):
    """The ids of the core team, by role; the last of each."""
    return {s.role: s.pk for s in project.stakeholders.all()}


def who(project, ids, **more):
    typed = {"seen": json.dumps({"hearer": None}), "hearer": ""}
    for role in (Role.BUYER, Role.PROCUREMENT_OFFICER):
        typed |= {f"at_{ids[role]}": "present", f"said_{ids[role]}": "on"}
    return {**typed, **more}


def test_who_is_here_is_saved_and_said(project, officer, client_of, base, ids):
    answered = client_of(officer).post(f"{base}who/", who(project, ids), follow=True)
    assert answered.redirect_chain == [(f"{base}?at=who#who", 303)]
    there = dict(Attendance.objects.values_list("stakeholder__role", "presence"))
    assert there == {Role.BUYER: Presence.PRESENT, Role.PROCUREMENT_OFFICER: Presence.PRESENT}


def test_htmx_gets_the_part_and_what_is_still_needed(project, officer, client_of, base, ids):
    answered = client_of(officer).post(f"{base}who/", who(project, ids), headers=HTMX)
    assert answered.status_code == 200
    assert answered.text.count('id="who"') == 1
    assert 'id="who-save"' in answered.text
    assert '<section data-hx-swap-oob="true" class="panel" id="still"' in answered.text


def test_two_who_mark_different_people_at_once_lose_nothing(project, buyer, officer, client_of, base, ids):
    client_of(officer).post(f"{base}who/", who(project, ids))
    other = {"seen": json.dumps({"hearer": None}), f"at_{ids[Role.TEAM_MEMBER]}": "apology", "hearer": ""}
    assert client_of(buyer).post(f"{base}who/", other).status_code == 303
    there = dict(Attendance.objects.values_list("stakeholder__role", "presence"))
    here = Presence.PRESENT
    assert there == {Role.BUYER: here, Role.PROCUREMENT_OFFICER: here, Role.TEAM_MEMBER: Presence.APOLOGY}


def test_one_person_marked_by_two_is_shown_with_theirs_and_yours_and_pressed_again_it_is_yours(
    project, buyer, officer, client_of, base, ids
):
    client_of(officer).post(f"{base}who/", who(project, ids))
    other = {"seen": json.dumps({"hearer": None}), f"at_{ids[Role.BUYER]}": "apology", f"at_{ids[Role.TEAM_MEMBER]}": "present"}
    answered = client_of(buyer).post(f"{base}who/", other, headers=HTMX)
    assert answered.status_code == 409
    assert f"{officer.name} marked meanwhile: here, said it back." in answered.text
    assert Attendance.objects.count() == 2
    form = answered.context["presence"]
    chosen = {name: form[name].value() for name in form.fields if name.startswith(("at_", "said_")) and form[name].value()}
    assert chosen == {
        f"at_{ids[Role.BUYER]}": "apology",
        f"said_{ids[Role.BUYER]}": True,
        f"at_{ids[Role.PROCUREMENT_OFFICER]}": "present",
        f"said_{ids[Role.PROCUREMENT_OFFICER]}": True,
        f"at_{ids[Role.TEAM_MEMBER]}": "present",
    }
    again = {**chosen, "seen": form["seen"].value(), "hearer": ""}
    del again[f"said_{ids[Role.BUYER]}"]
    again[f"said_{ids[Role.PROCUREMENT_OFFICER]}"] = ""
    assert client_of(buyer).post(f"{base}who/", again).status_code == 303
    rows = Attendance.objects.values_list("stakeholder__role", "presence", "said_it_back")
    there = {role: (presence, said) for role, presence, said in rows}
    assert there == {
        Role.BUYER: (Presence.APOLOGY, False),
        Role.PROCUREMENT_OFFICER: (Presence.PRESENT, False),
        Role.TEAM_MEMBER: (Presence.PRESENT, False),
    }


def test_who_hears_and_what_is_agreed_by_two_is_said(project, buyer, officer, client_of, base, ids):
    workshop = base.replace("milestones/1", "milestones/3")
    meet(project, 3, hearer=ids[Role.BUYER], agreed=["cadence"])
    wanted = {"seen": json.dumps({"agrees_cadence": "gone", "hearer": ids[Role.TEAM_MEMBER]}), "hearer": ids[Role.PROCUREMENT_OFFICER]}
    answered = client_of(officer).post(f"{workshop}who/", wanted)
    assert answered.status_code == 409
    assert f"Somebody else chose meanwhile who hears the members: {buyer.name}." in answered.text
    assert "Somebody else changed meanwhile whether this is agreed: the cadence." in answered.text


@pytest.mark.parametrize("seen", ["", "[]", "{", '{"at_x": 1}', '"at_1"'])
def test_a_page_that_is_not_sent_whole_writes_nothing(project, officer, client_of, base, ids, seen):
    answered = client_of(officer).post(f"{base}who/", {**who(project, ids), "seen": seen})
    assert answered.status_code == 422
    assert Attendance.objects.count() == 0


def test_a_person_who_never_was_marked_and_is_said_to_have_been_is_no_error(project, officer, client_of, base, ids):
    wanted = {"seen": json.dumps({f"at_{ids[Role.BUYER]}": "present"}), f"at_{ids[Role.BUYER]}": "apology"}
    assert client_of(officer).post(f"{base}who/", wanted).status_code == 409


def test_who_hears_the_members_is_asked_for_and_never_made_up(project, officer, client_of, base, ids):
    member = {f"at_{ids[Role.TEAM_MEMBER]}": "present", f"said_{ids[Role.TEAM_MEMBER]}": "on"}
    answered = client_of(officer).post(f"{base}who/", who(project, ids, **member))
    assert answered.status_code == 422
    assert "Choose who hears" in answered.text
    assert 'href="#id_hearer"' in answered.text
    assert Attendance.objects.count() == 0


def test_somebody_who_speaks_without_being_there_is_said_on_the_page(project, officer, client_of, base, ids):
    answered = client_of(officer).post(f"{base}who/", {"seen": json.dumps({"hearer": None}), f"said_{ids[Role.BUYER]}": "on", "hearer": ""})
    assert answered.status_code == 422
    assert "Only who is present can say it back here" in answered.text


@pytest.mark.parametrize(
    ("block", "typed", "says"),
    [
        ("objective", {"seen": 0, "procurement_outcome": "A service for everybody."}, "The objective is saved."),
        ("people", {"who": "group", "name": "Callers", "is_affected": "on", "nonce": str(uuid.uuid4())}, "Callers added."),
        ("people", {"who": "position", "name": "Records adviser", "nonce": str(uuid.uuid4())}, "Records adviser added."),
        ("activities", {"title": "Write the brief", "nonce": str(uuid.uuid4())}, "“Write the brief” added."),
    ],
)
def test_what_is_typed_goes_into_the_record(project, officer, client_of, base, block, typed, says):
    if block == "objective":
        typed["seen"] = project.objectives.first().version if project.objectives.exists() else 0
    answered = client_of(officer).post(f"{base}{block}/", {f"{block}-{name}": value for name, value in typed.items()}, headers=HTMX)
    assert answered.status_code == 200, answered.text[:400]
    assert says.replace("“", "“") in answered.text


@pytest.mark.parametrize(
    ("position", "places"),
    [
        (1, [["objective"], ["measures"], ["scope"], ["people"], ["activities"], ["dates", "communication"]]),
        (2, [["objective"], [], ["people", "activities"], ["communication"], [], []]),
        (3, [["objective", "scope"], ["approach"], ["dates", "milestones"], ["people", "activities"], WAYS, ["risks"], []]),
    ],
)
def test_each_block_stands_once_under_the_item_it_belongs_to(project, officer, client_of, position, places):
    page = client_of(officer).get(f"/projects/{project.ref}/milestones/{position}/meeting/")
    assert [[typing.id for typing in item.typing] for item in page.context["items"]] == places


def test_the_plan_is_typed_in_the_meeting(project, officer, client_of, base):
    activity = ActivityFactory(project=project)
    client_of(officer).post(f"{base}dates/", {"dates-activity": activity.pk, "dates-starts_on": "", "dates-ends_on": "2026-12-04"})
    activity.refresh_from_db()
    assert (activity.starts_on, activity.ends_on) == (None, datetime.date(2026, 12, 4))
    backwards = {"dates-activity": activity.pk, "dates-starts_on": "2026-12-05", "dates-ends_on": "2026-12-04"}
    assert "It cannot end before it starts" in client_of(officer).post(f"{base}dates/", backwards).text


# ---- Two who type the same -----------------------------------------------------------------------------------------


def test_the_objective_by_two_is_shown_beside_mine_and_chosen(project, buyer, officer, client_of, base):
    write_objective(project=project, seen=0, by=buyer, procurement_outcome="Theirs.", scope_in="Telephony.")
    client, typed = client_of(officer), {"objective-seen": 0, "objective-procurement_outcome": "Mine.", "objective-desired_outcome": "All."}
    answered = client.post(f"{base}objective/", typed, headers=HTMX)
    assert answered.status_code == 409
    assert [(c.theirs, c.yours) for c in answered.context["clashes"]] == [("Theirs.", "Mine.")]
    assert 'name="take-procurement_outcome"' in answered.text
    assert 'name="objective-seen" value="1"' in answered.text
    assert all(words in answered.text for words in ("Mine.", "All."))
    client.post(f"{base}objective/", {**typed, "objective-seen": 1, "take-procurement_outcome": "theirs"})
    last = project.objectives.first()
    assert (last.procurement_outcome, last.desired_outcome, last.scope_in) == ("Theirs.", "All.", "Telephony.")


def test_the_objective_by_two_in_different_places_has_both(project, buyer, officer, client_of, base):
    write_objective(project=project, seen=0, by=buyer, procurement_outcome="Theirs.")
    assert client_of(officer).post(f"{base}objective/", {"objective-seen": 0, "objective-desired_outcome": "Mine."}).status_code == 303
    last = project.objectives.first()
    assert (last.procurement_outcome, last.desired_outcome) == ("Theirs.", "Mine.")


def test_the_approach_by_two_is_shown_beside_mine_and_chosen(project, buyer, officer, client_of, base):
    write_management_plan(project=project, version=0, by=buyer, approach="Theirs.")
    workshop, client = base.replace("milestones/1", "milestones/3"), client_of(officer)
    typed = {"approach-approach": "Mine.", "approach-version": 0, "approach-seen": json.dumps({"approach": ""})}
    answered = client.post(f"{workshop}approach/", typed, headers=HTMX)
    assert answered.status_code == 409
    assert [(c.theirs, c.yours) for c in answered.context["clashes"]] == [("Theirs.", "Mine.")]
    client.post(f"{workshop}approach/", {**typed, "approach-seen": json.dumps({"approach": "Theirs."})})
    assert ManagementPlan.objects.get().approach == "Mine."


DATES_SEEN = {"dates-starts_on": "", "dates-ends_on": "2026-12-04"}


def test_the_days_by_two_are_shown_beside_mine_and_chosen(project, officer, client_of, base):
    activity = ActivityFactory(project=project)
    plan_work(activity, ends_on=datetime.date(2026, 12, 1))
    client, seen = client_of(officer), json.dumps({activity.pk: ["", ""]})
    typed = {**DATES_SEEN, "dates-activity": activity.pk, "dates-seen": seen}
    answered = client.post(f"{base}dates/", typed, headers=HTMX)
    assert answered.status_code == 409
    assert [c.theirs for c in answered.context["clashes"]] == ["Tuesday 1 December 2026"]
    assert 'value="2026-12-04"' in answered.text
    client.post(f"{base}dates/", {**typed, "take-ends_on": "theirs"})
    activity.refresh_from_db()
    assert activity.ends_on == datetime.date(2026, 12, 1)
    client.post(f"{base}dates/", {**typed, "dates-seen": json.dumps({activity.pk: ["", "2026-12-01"]})})
    activity.refresh_from_db()
    assert activity.ends_on == datetime.date(2026, 12, 4)


def test_a_start_by_one_and_an_end_by_the_other_are_both_kept(project, officer, client_of, base):
    activity = ActivityFactory(project=project)
    plan_work(activity, starts_on=datetime.date(2026, 12, 1))
    typed = {**DATES_SEEN, "dates-activity": activity.pk, "dates-seen": json.dumps({activity.pk: ["", ""]})}
    assert client_of(officer).post(f"{base}dates/", typed).status_code == 303
    activity.refresh_from_db()
    assert (activity.starts_on, activity.ends_on) == (datetime.date(2026, 12, 1), datetime.date(2026, 12, 4))


@pytest.mark.parametrize("seen", ["[]", '{"1": "x"}', '{"1": [1, 2]}'])
def test_days_of_a_page_that_is_not_sent_whole_are_not_written(project, officer, client_of, base, seen):
    activity = ActivityFactory(project=project)
    typed = {**DATES_SEEN, "dates-activity": activity.pk, "dates-seen": seen}
    expected = 303 if seen == "[]" else 422  # an empty list says as little as nothing
    assert client_of(officer).post(f"{base}dates/", typed).status_code == expected


def test_who_is_told_what_is_typed_in_the_meeting(project, officer, client_of, base):
    typed = {"audience": "Team leaders", "message": "Letters change.", "nonce": uuid.uuid4()}
    client_of(officer).post(f"{base}communication/", {f"communication-{name}": value for name, value in typed.items()})
    assert project.communication_items.get().audience == "Team leaders"


def test_approach_key_milestones_and_risks_are_typed_in_the_workshop(project, officer, client_of, base):
    workshop, client = base.replace("milestones/1", "milestones/3"), client_of(officer)
    client.post(f"{workshop}approach/", {"approach-approach": "Try, then choose.", "approach-version": 0})
    client.post(
        f"{workshop}milestones/", {"milestones-title": "Tender opens", "milestones-due_on": "2027-02-01", "milestones-nonce": uuid.uuid4()}
    )
    risk = {"title": "Nobody offers", "likelihood": 2, "consequence": 4, "action": "Talk to the market first.", "nonce": uuid.uuid4()}
    client.post(f"{workshop}risks/", {f"risks-{name}": value for name, value in risk.items()})
    assert project.management_plan.approach == "Try, then choose."
    assert project.key_milestones.get().title == "Tender opens"
    assert project.risks.get().mitigants.get().action == "Talk to the market first."


def test_an_agreement_is_typed_in_the_workshop_and_only_there(project, officer, client_of, base):
    typed = {"agreements-topic": "Answers", "agreements-text": "Within a day.", "agreements-nonce": uuid.uuid4()}
    assert client_of(officer).post(f"{base}agreements/", typed).status_code == 404
    workshop = base.replace("milestones/1", "milestones/3")
    assert "Working agreement “Answers” added." in client_of(officer).post(f"{workshop}agreements/", typed, headers=HTMX).text
    assert project.working_agreements.get().text == "Within a day."


def test_an_activity_comes_with_both_letters(project, officer, client_of, base, ids):
    typed = {
        "title": "Write the brief",
        "accountable": ids[Role.BUYER],
        "responsible": ids[Role.PROCUREMENT_OFFICER],
        "nonce": uuid.uuid4(),
    }
    client_of(officer).post(f"{base}activities/", {f"activities-{name}": value for name, value in typed.items()})
    held = dict(project.activities.get().assignments.values_list("stakeholder_id", "letters"))
    assert held == {ids[Role.BUYER]: "A", ids[Role.PROCUREMENT_OFFICER]: "R"}


def test_one_who_answers_for_it_and_does_it_holds_both(project, officer, client_of, base, ids):
    typed = {"title": "Write the brief", "accountable": ids[Role.BUYER], "responsible": ids[Role.BUYER], "nonce": uuid.uuid4()}
    client_of(officer).post(f"{base}activities/", {f"activities-{name}": value for name, value in typed.items()})
    assert project.activities.get().assignments.get().letters == "AR"


def test_what_is_missing_in_a_block_is_said_in_it(officer, client_of, base):
    answered = client_of(officer).post(f"{base}activities/", {"activities-title": "", "activities-nonce": uuid.uuid4()}, headers=HTMX)
    assert answered.status_code == 422
    assert 'id="activities"' in answered.text
    assert "Enter what is done" in answered.text


def test_a_person_of_another_project_gets_no_letter(project, officer, client_of, base):
    stranger = StakeholderFactory()
    typed = {"title": "Write the brief", "accountable": stranger.pk, "nonce": uuid.uuid4()}
    answered = client_of(officer).post(f"{base}activities/", {f"activities-{name}": value for name, value in typed.items()})
    assert answered.status_code == 422
    assert project.activities.count() == 0


def test_an_item_with_nothing_to_type_into_says_where_it_goes(project, officer, client_of, base):
    def hints(position):
        items = client_of(officer).get(base.replace("milestones/1", f"milestones/{position}")).context["items"]
        return {item.title: (item.hint, item.place) for item in items if not item.typing}

    marked = ("Who said it back, and what is agreed, is marked by person, under “Who is here”.", "who")
    fallen = ("Record what is decided, asked or to be done under “Decisions, questions, actions”.", "fall")
    assert hints(1) == {}
    assert hints(2) == {
        "The outcomes we want": ("Type what is said under “The problem or opportunity”.", "objective"),
        "Conflicts, confidentiality, records": fallen,
        "Say it back": marked,
    }
    assert hints(3) == {"Agree or object": marked}


def test_a_measure_is_added_in_the_meeting_and_the_same_once_more_adds_none(project, buyer, officer, client_of, base):
    write_objective(project=project, seen=0, by=buyer, desired_outcome="Nobody waits.", measures=[{"measure": "Calls answered"}])
    typed = {"measures-measure": "Complaints", "measures-baseline": "40", "measures-target": "10", "measures-by_when": "2027"}
    for _ in range(2):
        assert "Measure “Complaints” added." in client_of(officer).post(f"{base}measures/", typed, headers=HTMX).text
    last = project.objectives.first()
    assert (last.version, [row.measure for row in last.measures.all()]) == (2, ["Calls answered", "Complaints"])
    assert client_of(officer).post(f"{base}measures/", {"measures-target": "10"}).status_code == 422


def test_scope_and_funding_are_typed_in_the_workshop(project, officer, client_of, base):
    workshop = base.replace("milestones/1", "milestones/3")
    typed = {"scope-seen": 0, "scope-scope_in": "Telephony.", "scope-funding_status": "Approved."}
    client_of(officer).post(f"{workshop}scope/", typed)
    last = project.objectives.first()
    assert (last.scope_in, last.funding_status) == ("Telephony.", "Approved.")


def test_what_was_saved_is_said_beside_its_button(project, officer, client_of, base, ids):
    typed = {"activities-title": "Write the brief", "activities-nonce": uuid.uuid4()}
    part = client_of(officer).post(f"{base}activities/", typed, headers=HTMX).text
    assert '<p class="saved">“Write the brief” added.</p>' in part
    page = client_of(officer).post(f"{base}who/", who(project, ids), follow=True).text
    assert page.count('<p class="saved">Saved.</p>') == 1
    assert "saved" not in client_of(officer).get(f"{base}?at=who").context["saved"]


def test_there_is_no_block_of_another_name(officer, client_of, base):
    assert client_of(officer).post(f"{base}spells/").status_code == 404


def test_a_member_types_decisions_and_nothing_else(project, member, client_of, base):
    page = client_of(member).get(base)
    assert 'id="fall-save"' in page.text
    assert 'id="objective-save"' not in page.text
    answered = client_of(member).post(f"{base}fall/", {"kind": "decision", "text": "Two stages.", "nonce": uuid.uuid4()}, follow=True)
    assert "Two stages." in answered.text
    assert client_of(member).post(f"{base}objective/", {}).status_code == 403


def test_the_agenda_says_which_criteria_each_item_serves(project, officer, client_of, base):
    session = milestone_of(project, 1).session
    session.agenda = [
        {"title": "Problem", "minutes": 15, "criteria": ["1.3"]},
        {"title": "People", "minutes": 20, "criteria": ["1.1", "1.2"]},
    ]
    session.save()
    items = client_of(officer).get(base).context["items"]
    assert [(i.title, i.minutes, [c.key for c in i.criteria], [t.id for t in i.typing][:1]) for i in items] == [
        ("Problem", 15, ["1.3"], ["dates"]),
        ("People", 20, ["1.1", "1.2"], ["people"]),
        ("Also for this meeting", None, [], ["objective"]),
    ]


def unfolded(page):
    """The blocks of the items of the agenda that are unfolded."""
    return [typing.id for item in page.context["items"] if item.is_open for typing in item.typing]


def test_the_first_item_with_something_left_is_unfolded_and_the_others_are_not(project, officer, client_of, base):
    page = client_of(officer).get(base)
    assert unfolded(page) == ["objective"]
    assert page.text.count('<details class="agenda__fold"') == 6
    complete(project, 1)
    assert unfolded(client_of(officer).get(base)) == []


def test_the_item_that_was_typed_in_stays_unfolded(officer, client_of, base):
    typed = {"activities-title": "Write the brief", "activities-nonce": uuid.uuid4()}
    answered = client_of(officer).post(f"{base}activities/", typed, follow=True)
    assert answered.redirect_chain == [(f"{base}?at=activities#activities", 303)]
    assert unfolded(answered) == ["activities"]


def test_what_is_wrong_is_never_folded_away(officer, client_of, base):
    answered = client_of(officer).post(f"{base}activities/", {"activities-title": "", "activities-nonce": uuid.uuid4()})
    assert (answered.status_code, unfolded(answered)) == (422, ["activities"])
    assert "Enter what is done" in answered.text


def test_each_person_is_a_group_of_their_own_in_the_list_of_who_is_here(officer, member, client_of, base):
    page = client_of(officer).get(base).text
    assert page.count('<fieldset class="who__line">') == 4
    assert f'<legend class="who__name">{member.name}</legend>' in page


# ---- Finish -------------------------------------------------------------------------------------------------------


def test_the_finish_page_lists_what_it_will_do(project, officer, buyer, client_of, base):
    meet(project, 1)
    page = client_of(officer).get(f"{base}finish/")
    assert f"{buyer.name}, heard by {officer.name}" in page.text
    assert "Mark 1.4 as met" in page.text
    assert Explanation.objects.count() == 0


def test_before_the_milestone_opens_finish_says_when_and_marks_nothing(project, officer, client_of, base):
    meet(project, 3, agreed=["cadence"])
    page = client_of(officer).get(base.replace("milestones/1", "milestones/3") + "finish/")
    assert "Milestone 3 opens when milestone 2 is complete. What this meeting supports can be marked then." in page.text
    assert "ticks" not in page.context["form"].fields


def test_a_complete_milestone_keeps_its_answers_at_finish(project, officer, client_of, base):
    complete(project, 1)
    meet(project, 1)
    assert "Milestone 1 is complete, so its answers stay as they are." in client_of(officer).get(f"{base}finish/").text


def typed_to_finish(project, **more):
    session = milestone_of(project, 1).session
    return {"held_on": today().isoformat(), "minutes_taken": "", "notes": "All said.", "version": session.version, **more}


def test_finish_is_one_press_and_pressed_again_does_nothing(project, officer, client_of, base):
    meet(project, 1)
    typed = typed_to_finish(project, ticks=[f"1.4:{criterion_of(project, '1.4').version}"])
    answered = client_of(officer).post(f"{base}finish/", typed, follow=True)
    assert "what was said in it is recorded. Not marked yet: 1.1, 1.2 and 1.3." in answered.text
    assert criterion_of(project, "1.4").answer == Answer.MET
    length = project.history.count()
    again = client_of(officer).post(f"{base}finish/", typed, follow=True)
    assert "finished already" in again.text
    assert project.history.count() == length


def test_to_the_buyer_the_criteria_are_for_the_officer_to_mark(project, buyer, officer, client_of, base):
    meet(project, 1)
    page = client_of(buyer).get(f"{base}finish/")
    assert f"For {officer.name} to mark" in page.text
    assert "ticks" not in page.context["form"].fields
    forged = typed_to_finish(project, ticks=[f"1.4:{criterion_of(project, '1.4').version}"])
    client_of(buyer).post(f"{base}finish/", forged)
    assert criterion_of(project, "1.4").answer == Answer.NOT_MET


def test_a_forged_tick_is_refused_and_what_was_typed_stays(project, officer, client_of, base):
    meet(project, 1)
    answered = client_of(officer).post(f"{base}finish/", typed_to_finish(project, ticks=["1.3:1"]))
    assert answered.status_code == 422
    assert "What the project shows has changed" in answered.text
    assert "All said." in answered.text
    assert milestone_of(project, 1).session.is_finished is False


def test_an_old_version_is_a_conflict(project, officer, client_of, base):
    meet(project, 1)
    answered = client_of(officer).post(f"{base}finish/", typed_to_finish(project, version=1))
    assert answered.status_code == 409
    assert "All said." in answered.text
    again = typed_to_finish(project, version=answered.context["form"]["version"].value())
    assert client_of(officer).post(f"{base}finish/", again).status_code == 303  # pressed again, once what is new was shown


def test_notes_typed_while_another_finished_it_are_given_back(project, buyer, officer, client_of, base):
    meet(project, 1)
    typed = typed_to_finish(project)
    client_of(buyer).post(f"{base}finish/", {**typed, "notes": "Theirs."})
    answered = client_of(officer).post(f"{base}finish/", {**typed, "notes": "Mine."})
    assert answered.status_code == 409
    assert f"{buyer.name} finished this meeting while you were typing." in answered.text
    assert '<p class="text">Mine.</p>' in answered.text
    assert milestone_of(project, 1).session.notes == "Theirs."


def test_a_finished_meeting_says_who_said_it_back_and_what_is_next(project, buyer, officer, client_of, base):
    meet(project, 1, finished=True)
    page = client_of(officer).get(base)
    assert all(words in page.text for words in ("Who was there", f"{buyer.name}, heard by {officer.name}", "Ready to mark"))
    assert (page.context["next"], page.context["ready"]) == ("Mark 1.4 as met: everything needed for it is there.", ["1.4"])
    assert client_of(buyer).get(base).context["next"] == f"{officer.name} marks 1.4 as met: everything needed for it is there."


def test_after_a_meeting_what_is_next_is_said_as_it_is(project, officer, client_of, base):
    def says():
        return client_of(officer).get(base).context["next"]

    meet(project, 1, finished=True)
    SuccessCriterion.objects.filter(milestone__project=project).update(findings=[])
    assert says() == (
        "Something is still needed for 1.1, 1.2, 1.3 and 1.4: it is listed on this page, and can be supplied without another meeting."
    )
    make_ready(project, 1)
    assert says() == "Every criterion is answered: the buyer and the procurement officer confirm milestone 1."
    complete(project, 1)
    assert says() == "Milestone 1 is complete."


def test_without_anybody_there_the_page_says_what_comes_first(officer, client_of, base):
    page = client_of(officer).get(f"{base}finish/")
    assert "Say who was there first." in page.text
    assert "Say who is here" in page.text


def test_a_stopped_project_finishes_no_meeting(project, officer, client_of, base):
    meet(project, 1)
    stop_project(project=project, state=ProjectState.PAUSED, reason="Waiting for funding.", by=buyer_of(project))
    assert client_of(officer).get(f"{base}finish/").status_code == 409
    assert "Waiting for funding." in client_of(officer).get(base).text


# ---- Afterwards ---------------------------------------------------------------------------------------------------


def test_who_was_not_there_is_named_until_told(project, officer, member, client_of):
    meet(project, 2, finished=True)
    base = f"/projects/{project.ref}/milestones/2/meeting/"
    absent = client_of(officer).get(base).context["absent"]
    assert [(line.stakeholder.person, line.says) for line in absent] == [(member, "Was not there")]
    mine = project.stakeholders.get(person=member)
    client_of(officer).post(f"{base}briefed/", {"stakeholder": mine.pk, "briefed_on": today().isoformat()})
    assert [line.is_told for line in client_of(officer).get(base).context["absent"]] == [True]


# ---- Agreed since --------------------------------------------------------------------------------------------------


@pytest.fixture
def since(project):
    """The page of what was agreed since the workshop, which both sides held without agreeing on anything."""
    meet(project, 3, finished=True)
    return f"/projects/{project.ref}/milestones/3/meeting/agreed/"


def typed_agreement(ids, *who, about="cadence"):
    return {"about": about, "agreed_on": today().isoformat(), "present": [ids[role] for role in who]}


def test_what_was_agreed_since_is_recorded_for_all_who_agreed(project, officer, member, client_of, since, ids):
    client, notes = client_of(officer), since.removesuffix("agreed/")
    assert since in client.get(notes).text
    answered = client.post(since, typed_agreement(ids, Role.PROCUREMENT_OFFICER, Role.TEAM_MEMBER), follow=True)
    assert answered.redirect_chain == [(notes, 303)]
    assert "What was agreed is recorded." in answered.text
    assert f"The cadence, since the meeting, on {say_day(today())}, by {officer.name} and {member.name}." in answered.text
    entry = project.history.filter(verb="something agreed").get()
    assert (entry.actor, entry.after["present"]) == (officer, sorted([ids[Role.PROCUREMENT_OFFICER], ids[Role.TEAM_MEMBER]]))


def test_agreed_already_changes_nothing_and_says_so(project, officer, client_of, since, ids):
    client_of(officer).post(since, typed_agreement(ids, Role.PROCUREMENT_OFFICER))
    length = project.history.count()
    again = client_of(officer).post(since, typed_agreement(ids, Role.BUYER), follow=True)
    assert "It was recorded as agreed already." in again.text
    assert project.history.count() == length
    assert "cadence" not in dict(client_of(officer).get(since).context["form"].fields["about"].choices)


def test_once_all_is_agreed_the_page_says_so(officer, client_of, since, ids):
    for about in ("cadence", "ways", "agreed"):
        client_of(officer).post(since, typed_agreement(ids, Role.PROCUREMENT_OFFICER, about=about))
    assert "All that can be agreed is recorded as agreed." in client_of(officer).get(since).text
    assert since not in client_of(officer).get(since.removesuffix("agreed/")).text


def test_a_day_before_the_meeting_is_refused_and_what_was_typed_stays(officer, client_of, since, ids):
    typed = {**typed_agreement(ids, Role.BUYER), "agreed_on": "2020-01-01"}
    answered = client_of(officer).post(since, typed)
    assert answered.status_code == 422
    assert "Enter the day it was agreed" in answered.text
    assert answered.text.count("checked") == 2


def test_only_who_ran_the_meeting_or_a_side_records_what_was_agreed(project, member, client_of, since, ids):
    assert client_of(member).get(since).status_code == 403
    assert client_of(member).post(since, typed_agreement(ids, Role.TEAM_MEMBER)).status_code == 403
    session = milestone_of(project, 3).session
    session.runner_id = ids[Role.TEAM_MEMBER]
    session.save()
    client_of(member).post(since, typed_agreement(ids, Role.TEAM_MEMBER))
    assert [a.present for a in session.agreements.all()] == [[ids[Role.TEAM_MEMBER]]]


def test_nobody_of_another_project_agrees(project, officer, client_of, since, ids):
    stranger = StakeholderFactory()
    answered = client_of(officer).post(since, {**typed_agreement(ids), "present": [stranger.pk]})
    assert answered.status_code == 422
    assert milestone_of(project, 3).session.agreements.count() == 0


def test_nothing_is_agreed_since_a_meeting_of_somebody_elses_project(agency, officer, client_of, ids):
    theirs = ProjectFactory(agency=agency)
    meet(theirs, 3, finished=True)
    page = f"/projects/{theirs.ref}/milestones/3/meeting/agreed/"
    assert client_of(officer).get(page).status_code == 404
    assert client_of(officer).post(page, typed_agreement(ids, Role.PROCUREMENT_OFFICER)).status_code == 404
    assert milestone_of(theirs, 3).session.agreements.count() == 0


def test_who_was_at_the_meeting_and_not_asked_since_reads_what_was_agreed(project, buyer, officer, client_of, since, ids):
    client_of(officer).post(since, typed_agreement(ids, Role.PROCUREMENT_OFFICER))
    mine, client = f"/projects/{project.ref}/my-part/", client_of(buyer)
    assert "Something was agreed since." in client.get(mine).text
    assert buyer.name in criterion_of(project, "3.5").findings[2]["says"]
    client.post(f"{since.removesuffix('agreed/')}read/")
    assert "Something was agreed since." not in client.get(mine).text
    assert buyer.name not in criterion_of(project, "3.5").findings[2]["says"]


def test_my_part_offers_the_notes_and_takes_that_they_are_read(project, member, client_of):
    meet(project, 2, finished=True)
    mine = f"/projects/{project.ref}/my-part/"
    client = client_of(member)
    assert "I’ve read the notes" in client.get(mine).text
    answered = client.post(f"/projects/{project.ref}/milestones/2/meeting/read/", follow=True)
    assert answered.redirect_chain == [(mine, 303)]
    assert "You have read the notes." in answered.text
    assert "I’ve read the notes" not in answered.text


def test_a_wider_stakeholder_is_shown_no_notes(project, wider, client_of):
    meet(project, 2, finished=True)
    assert "Project briefing" not in client_of(wider).get(f"/projects/{project.ref}/my-part/").text


def test_in_ones_own_words_from_my_part_by_a_personal_link(project, member, client):
    link = PersonalLinkFactory(stakeholder=project.stakeholders.get(person=member))
    client.post(link.path)
    typed = {"words": "Callers wait too long.", "nonce": uuid.uuid4()}
    answered = client.post(f"/projects/{project.ref}/said-it-back/", typed, follow=True)
    assert answered.redirect_chain[-1] == (f"/projects/{project.ref}/my-part/", 303)
    assert Explanation.objects.get().words == "Callers wait too long."
    assert client.get(f"/projects/{project.ref}/said-it-back/").status_code == 403
    others = ExplanationFactory(project=project, words="What only the team reads.")
    for sent in ({"words": "", "nonce": uuid.uuid4()}, {"words": "Again.", "nonce": others.nonce}):
        refused = client.post(f"/projects/{project.ref}/said-it-back/", sent)
        assert refused.status_code in {409, 422}
        assert "What only the team reads." not in refused.text


def test_both_sides_stand_side_by_side(project, buyer, officer, client_of):
    meet(project, 1, finished=True)
    page = client_of(officer).get(f"/projects/{project.ref}/said-it-back/")
    assert page.context["buyers"][0].stakeholder.person == buyer
    assert [v.stakeholder.person for v in page.context["officers"]] == [officer]
    assert f"Heard by {officer.name}." in page.text


def test_another_hears_it_or_wants_to_talk(project, officer, client_of):
    written = ExplanationFactory(project=project)
    page = f"/projects/{project.ref}/said-it-back/"
    assert f'id="heard-{written.pk}"' in client_of(officer).get(page).text
    client_of(officer).post(f"{page}{written.pk}/", {"hearing": "talk"})
    assert "let’s talk" in client_of(officer).get(page).text
    client_of(officer).post(f"{page}{written.pk}/", {"hearing": "heard"})
    assert f'id="heard-{written.pk}"' not in client_of(officer).get(page).text


def test_an_explanation_of_another_project_is_not_found(project, officer, client_of):
    theirs = ExplanationFactory()
    assert client_of(officer).post(f"/projects/{project.ref}/said-it-back/{theirs.pk}/", {"hearing": "heard"}).status_code == 404


def test_a_meeting_of_another_project_stays_closed(project, agency, officer, client_of):
    theirs = ProjectFactory(agency=agency)
    SessionFactory(milestone=milestone_of(theirs, 1))
    assert client_of(officer).get(f"/projects/{theirs.ref}/milestones/1/meeting/").status_code == 404
    assert client_of(officer).post(f"/projects/{theirs.ref}/milestones/1/meeting/finish/").status_code == 404
