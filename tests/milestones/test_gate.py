"""The gate, pure: unsaved rows, no database."""

import pytest

from milestones import gate
from milestones.gate import State
from milestones.models import Answer, Milestone, SuccessCriterion


def milestone(position, *, complete=False):
    return Milestone(position=position, completion_id=position if complete else None)


def criterion(answer=Answer.MET, new=()):
    return SuccessCriterion(answer=answer, newly_missing=list(new))


@pytest.mark.parametrize(
    ("complete", "held_back", "open_ones"),
    [((), [[], [1], [1, 2]], [1]), ((1,), [[], [], [2]], [2]), ((1, 2), [[], [], []], [3]), ((1, 2, 3), [[], [], []], [])],
)
def test_a_milestone_opens_when_all_before_it_are_complete(complete, held_back, open_ones):
    journey = [milestone(n, complete=n in complete) for n in (1, 2, 3)]
    assert [[m.position for m in gate.held_back_by(one, journey)] for one in journey] == held_back
    assert [m.position for m in journey if gate.is_open(m, journey)] == open_ones


@pytest.mark.parametrize(
    ("complete", "answers", "states"),
    [
        ((), [Answer.MET, Answer.NOT_MET], [State.OPEN, State.LOCKED]),
        ((), [Answer.MET, Answer.NOT_NEEDED, Answer.MET_WITH_REASON], [State.READY, State.LOCKED]),
        ((), [], [State.OPEN, State.LOCKED]),
        ((1,), [Answer.NOT_MET], [State.COMPLETE, State.OPEN]),
        ((1,), [Answer.MET], [State.COMPLETE, State.READY]),
    ],
)
def test_a_milestone_is_in_exactly_one_state(complete, answers, states):
    journey, criteria = [milestone(n, complete=n in complete) for n in (1, 2)], [criterion(answer) for answer in answers]
    assert [gate.state_of(one, journey, criteria) for one in journey] == states


def test_what_needs_another_look_is_told_from_what_is_not_answered():
    looked, new, open_one = criterion(), criterion(new=[{"mark": "stakeholder:1", "name": "Mei"}]), criterion(Answer.NOT_MET)
    assert gate.to_look_at([looked, new, open_one]) == [new]
    assert [c is open_one for c in gate.unanswered([looked, new, open_one])] == [True]


@pytest.mark.parametrize(
    ("now", "baseline", "new"),
    [
        ({"1.1.parts": ["a", "b"]}, {"1.1.parts": ["a"]}, ["b"]),
        ({"1.1.parts": ["a"]}, {"1.1.parts": ["a", "b"]}, []),
        ({"1.1.parts": [], "1.1.buyer": ["seat:buyer"]}, {"1.1.parts": ["a"], "1.1.buyer": []}, ["seat:buyer"]),
        ({"1.1.parts": ["a"], "1.1.approver": ["a"]}, {"1.1.parts": [], "1.1.approver": []}, ["a"]),
        ({"1.2.rules": ["row:1"]}, {}, []),
    ],
)
def test_only_what_was_not_named_when_the_officer_looked_is_new(now, baseline, new):
    assert gate.newly_missing(now, baseline) == new


@pytest.mark.parametrize(
    ("given", "counts"),
    [
        ([("buyer", 1), ("officer", 2)], True),
        ([("buyer", 1), ("officer", 1)], False),
        ([("buyer", 1)], False),
        ([("buyer", 1), ("buyer", 2)], False),
        ([], False),
    ],
)
def test_two_sides_by_two_people_complete_a_milestone(given, counts):
    assert gate.may_count(given) is counts
