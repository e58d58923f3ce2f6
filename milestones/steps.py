"""The three steps of a project, in words and shapes."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from milestones import gate
from milestones.gate import State
from milestones.journey import Journey
from milestones.panel import complete_words
from milestones.rows import count_words
from projects.models import BuyingProject


@dataclass(frozen=True)
class Step:
    """One of the three: its shape and its state in words; an address for who may open it."""

    position: int
    title: str
    shape: str
    says: str
    address: str
    is_here: bool


def steps(project: BuyingProject, journey: Journey, here: int = 0) -> list[Step]:
    """All three, in order; `here` is the position of the page they stand on. No query."""
    return [_step(project, journey, position, here) for position in (1, 2, 3)]


def _step(project: BuyingProject, journey: Journey, position: int, here: int) -> Step:
    milestone = journey.milestone(position)
    criteria, state = journey.criteria_of(milestone), journey.state(milestone)
    address = reverse("milestones:milestone", args=[project.ref, position]) if project.access.reads_record else ""
    if state == State.COMPLETE:
        says = complete_words(milestone, criteria) if project.access.reads_record else complete_words(milestone, [])
    elif state == State.LOCKED:
        says = f"Opens when milestone {gate.held_back_by(milestone, journey.milestones)[-1].position} is complete"
    else:
        says = f"{'Ready to confirm' if state == State.READY else 'Open'}. {count_words(criteria)}"
    shape = {State.COMPLETE: "complete", State.LOCKED: "locked"}.get(state, "open")
    return Step(position, milestone.stage.title, shape, says, address, position == here)
