"""Who missed a meeting and all that each still owes: the same words before Finish, in the notes and on the milestone's page."""

import datetime

import pytest

from milestones.absent import absent_from, told_of
from milestones.journey import Journey
from milestones.models import Answer
from milestones.operations import agree_since, brief_separately, finish_meeting, outcome_of, read_notes, record_presence
from milestones.operations.meeting import attendance_of, core_team
from projects.clock import today
from projects.models import Readable, Role
from projects.operations.open_items import edit_open_item
from projects.operations.reading import record_reading
from projects.words import listed
from tests.factories import (
    ActivityFactory,
    CriterionFactory,
    InvitationFactory,
    ObjectiveFactory,
    OpenItemFactory,
    StakeholderFactory,
    complete,
    criterion_of,
    meet,
    milestone_of,
)

NOTES, BACK, YES = "read the notes, or be briefed", "say the project back", "say yes to taking part"
PART = "say yes to their part in the RACI matrix"


@pytest.fixture
def mine(project, member):
    """The member's row; they miss the meetings."""
    return project.stakeholders.get(person=member)


def owed(project, position):
    """What everybody who missed a meeting owes now, by name."""
    milestone = milestone_of(project, position)
    session, journey = milestone.session, Journey(project)
    session.milestone = milestone
    rows = absent_from(session, core_team(project).values(), attendance_of(session), told_of(session), journey.criteria_up_to(milestone))
    return {row.stakeholder.name: (row.says, row.owes) for row in rows}


def agree(project, position, officer, **more):
    """The meeting, finished, with the cadence agreed by both sides."""
    meet(project, position, agreed=["cadence"], finished=True, **more)
    return milestone_of(project, position)


def test_somebody_who_missed_the_briefing_owes_all_that_is_theirs(project, mine):
    ActivityFactory(project=project, letters={mine: "R"})
    InvitationFactory(stakeholder=mine)
    meet(project, 2, finished=True)
    assert owed(project, 2) == {mine.name: ("Was not there", (NOTES, BACK, YES, PART))}


def test_who_was_not_asked_owes_no_yes(project, mine):
    meet(project, 2, finished=True)
    assert owed(project, 2) == {mine.name: ("Was not there", (NOTES, BACK, PART))}


def test_an_apology_is_said(project, mine):
    meet(project, 2, apologies=[mine.pk], finished=True)
    assert owed(project, 2)[mine.name][0] == "Sent an apology"


def test_each_thing_done_is_owed_no_more(project, officer, member, mine):
    meet(project, 2, finished=True)
    read_notes(milestone=milestone_of(project, 2), stakeholder=mine, by=member)
    assert owed(project, 2) == {mine.name: ("Has read the notes", (BACK, PART))}
    brief_separately(milestone=milestone_of(project, 2), stakeholder=mine, briefed_on=today(), by=officer)
    assert owed(project, 2)[mine.name][0].startswith("Briefed separately on ")


def test_what_was_agreed_is_named_until_they_know_of_it(project, officer, member, mine):
    workshop = agree(project, 3, officer)
    assert owed(project, 3)[mine.name][1][0] == f"{NOTES}, on what was agreed: the cadence"
    read_notes(milestone=workshop, stakeholder=mine, by=member)
    assert owed(project, 3)[mine.name] == ("Has read the notes", (BACK, PART))


def test_who_read_the_notes_before_something_was_agreed_reads_them_again(project, buyer, officer, member, mine, clock):
    clock.set(mine.joined_at + datetime.timedelta(days=1))
    meet(project, 3, finished=True)
    workshop = milestone_of(project, 3)
    read_notes(milestone=workshop, stakeholder=mine, by=member)
    clock.move(days=2)
    both = [s.pk for s in project.stakeholders.filter(person__in=[buyer, officer])]
    agree_since(milestone=workshop, about="ways", agreed_on=today(), present=both, by=officer)
    assert owed(project, 3)[mine.name][1][0] == f"{NOTES}, on what was agreed: tools and ways of working"
    read_notes(milestone=workshop, stakeholder=mine, by=member)
    assert owed(project, 3)[mine.name][1] == (BACK, PART)


def test_a_side_that_missed_the_alignment_says_it_back_later(project, buyer, officer):
    there = project.stakeholders.get(person=buyer)
    record_presence(milestone=milestone_of(project, 1), seen={}, by=buyer, present=[there.pk])
    finish_meeting(
        milestone=milestone_of(project, 1), version=milestone_of(project, 1).session.version, held_on=today(), ticks={}, by=buyer
    )
    agent, procurement = (project.stakeholders.get(role=role).name for role in (Role.BUYERS_AGENT, Role.PROCUREMENT_OFFICER))
    assert owed(project, 1) == {agent: ("Was not there", (NOTES, BACK)), procurement: ("Was not there", (NOTES, BACK))}


def test_what_fell_to_them_is_owed_until_it_is_done(project, officer, mine):
    meet(project, 2, finished=True)
    session = milestone_of(project, 2).session
    session.items.add(OpenItemFactory(project=project, kind="action", text="Book the room.", owner=mine, due_on=datetime.date(2026, 12, 4)))
    paid = OpenItemFactory(project=project, owner=mine)
    edit_open_item(item=paid, answer="Finance does.", version=paid.version, by=officer)
    session.items.add(paid)
    assert owed(project, 2)[mine.name][1][-1] == "the action “Book the room”, by 4 December"


def test_changes_to_be_seen_are_owed_until_they_are_read(project, member, mine):
    ObjectiveFactory(project=project)
    newest = ObjectiveFactory(project=project, team_needs_to_see=True)
    meet(project, 2, finished=True)
    assert owed(project, 2)[mine.name][1] == (NOTES, BACK, PART, "read what changed in the objective")
    record_reading(stakeholder=mine, what=Readable.OBJECTIVE, version=newest.version, by=member)
    assert owed(project, 2)[mine.name][1] == (NOTES, BACK, PART)


def test_2_2_says_who_has_not_read_a_change_of_the_objective(project, mine, officer, member):
    def shown():
        return [(f["says"], f["needed"], f["missing"]) for f in criterion_of(project, "2.2").findings if f["key"] == "2.2.read"]

    ObjectiveFactory(project=project)
    assert shown() == []
    newest = ObjectiveFactory(project=project, team_needs_to_see=True)
    names = [s.name for s in core_team(project).values() if s.role != Role.BUYER]
    said = f"What changed in the objective is not read yet by {listed(names)}."
    assert [(says, needed) for says, needed, _ in shown()] == [(said, False)]
    for stakeholder in project.stakeholders.exclude(role__in=[Role.BUYER, Role.WIDER]):
        record_reading(stakeholder=stakeholder, what=Readable.OBJECTIVE, version=newest.version, by=stakeholder.person)
    assert shown() == [("Everyone has read what changed in the objective.", False, [])]


def test_a_criterion_that_is_not_needed_asks_nobody(project, mine):
    complete(project, 1)
    meet(project, 2, finished=True)
    for key in ("2.2", "2.3"):
        CriterionFactory(project=project, key=key, answer=Answer.NOT_NEEDED, reason="Two people.")
    assert owed(project, 2)[mine.name][1] == (NOTES,)


def test_who_joins_later_joined_since(project, mine, clock):
    clock.set(mine.joined_at)
    meet(project, 2, finished=True)
    clock.move(days=1)
    joiner = StakeholderFactory(project=project)
    assert owed(project, 2)[joiner.name][0] == "Joined since"


def test_finish_says_before_what_the_notes_say_after(project, officer, mine, client_of):
    meet(project, 3, agreed=["cadence"])
    before = outcome_of(milestone=milestone_of(project, 3), held_on=today(), by=officer).absent
    client, base = client_of(officer), f"/projects/{project.ref}/milestones/3/"
    line = f"<strong>{mine.name}</strong>: Was not there. Still to do: {NOTES}, on what was agreed: the cadence; {BACK}; {PART}."
    assert line in client.get(f"{base}meeting/finish/").text
    version = milestone_of(project, 3).session.version
    finish_meeting(milestone=milestone_of(project, 3), version=version, held_on=today(), ticks={}, by=officer)
    assert line in client.get(f"{base}meeting/").text
    assert line in client.get(base).text
    assert owed(project, 3) == {row.stakeholder.name: (row.says, row.owes) for row in before}


def test_nothing_left_is_said(project, member, officer, mine, client_of):
    complete(project, 1)
    meet(project, 2, finished=True)
    for key in ("2.2", "2.3"):
        CriterionFactory(project=project, key=key, answer=Answer.NOT_NEEDED, reason="Two people.")
    read_notes(milestone=milestone_of(project, 2), stakeholder=mine, by=member)
    assert (
        f"{mine.name}</strong>: Has read the notes. Nothing is left to do."
        in client_of(officer).get(f"/projects/{project.ref}/milestones/2/").text
    )
