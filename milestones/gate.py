"""The gate: whether a milestone may be worked on, and what holds it back. Knows no database, clock or web."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from milestones.models import Milestone, SuccessCriterion


class State(StrEnum):
    """Where a milestone stands. Ready is a kind of open."""

    LOCKED = "locked"
    OPEN = "open"
    READY = "ready"
    COMPLETE = "complete"


def held_back_by(milestone: Milestone, journey: Iterable[Milestone]) -> list[Milestone]:
    """The earlier milestones that are not complete; empty when the gate is open."""
    return [m for m in journey if m.position < milestone.position and not m.is_complete]


def is_open(milestone: Milestone, journey: Iterable[Milestone]) -> bool:
    """Whether its criteria may be answered and it may be confirmed: all before it are complete and it is not complete itself."""
    return not milestone.is_complete and not held_back_by(milestone, journey)


def unanswered(criteria: Iterable[SuccessCriterion]) -> list[SuccessCriterion]:
    """The criteria that are neither met, met with a reason, nor not needed."""
    return [criterion for criterion in criteria if not criterion.is_answered]


def to_look_at(criteria: Iterable[SuccessCriterion]) -> list[SuccessCriterion]:
    """The criteria that need another look before anything over them is confirmed."""
    return [criterion for criterion in criteria if criterion.needs_another_look]


def is_ready(criteria: Iterable[SuccessCriterion]) -> bool:
    """Whether every criterion is answered. No criteria are not ready: what has nothing to show is not proved."""
    criteria = list(criteria)
    return bool(criteria) and not unanswered(criteria)


def state_of(milestone: Milestone, journey: Iterable[Milestone], criteria: Iterable[SuccessCriterion]) -> State:
    """Complete, locked, ready or open: exactly one of them."""
    if milestone.is_complete:
        return State.COMPLETE
    if held_back_by(milestone, journey):
        return State.LOCKED
    return State.READY if is_ready(criteria) else State.OPEN


def newly_missing(now: dict[str, list[str]], baseline: dict[str, list[str]]) -> list[str]:
    """The marks that needed findings name now and did not name when the officer last looked; each once, in order.

    Both map a finding's key to the marks of the persons or things missing. A key that the baseline does not have was not computed then: it
    says nothing new.
    """
    return list(dict.fromkeys(mark for key, marks in now.items() for mark in marks if mark not in baseline.get(key, marks)))


def may_count(sides: Iterable[tuple[str, int]]) -> bool:
    """Whether live confirmations, as (side, person), complete a milestone: one of each side, by two different people."""
    given = list(sides)
    return {side for side, _ in given} == {"buyer", "officer"} and len({person for _, person in given}) == len(given) == 2
