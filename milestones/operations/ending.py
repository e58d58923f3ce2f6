"""Ending a confirmation: withdrawn, lapsed, or ended by reopening."""

from __future__ import annotations

from milestones.journey import Journey
from milestones.models import Confirmation, Ending
from projects.changes import History
from projects.clock import now
from projects.models import Person

WORDS = {
    Ending.LAPSED: "confirmation lapsed",
    Ending.WITHDRAWN: "confirmation withdrawn",
    Ending.REOPENED: "confirmation ended by reopening",
}


def end_confirmation(history: History, journey: Journey, confirmation: Confirmation, why: Ending, by: Person) -> None:
    """End a live confirmation: an ended row says who, when and why; nothing is deleted."""
    confirmation.ended_at, confirmation.ended_by, confirmation.ended_why = now(), by, why
    confirmation.save(update_fields=["ended_at", "ended_by", "ended_why"])
    journey.confirmations.remove(confirmation)
    after = {"side": confirmation.side, "person": confirmation.person_id, "ended": why.value, "milestone": confirmation.milestone_id}
    position = next(m.position for m in journey.milestones if m.pk == confirmation.milestone_id)
    history.add(WORDS[why], confirmation, after=after, label=f"Milestone {position}")
