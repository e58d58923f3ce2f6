"""Reopening a complete milestone, with everything that it undoes."""

from __future__ import annotations

from dataclasses import dataclass

from milestones.journey import Journey, journey_of
from milestones.models import Confirmation, Ending, Milestone, Reopening
from milestones.operations.asking import require_reason
from milestones.operations.ending import end_confirmation
from projects.access import SIDES
from projects.changes import History, change
from projects.clock import now
from projects.models import Person
from projects.refusals import ChangedMeanwhile, NotNow


@dataclass(frozen=True)
class Undoing:
    """What reopening would undo: completions of this and later milestones, last first, and their live confirmations."""

    milestones: list[Milestone]
    confirmations: list[Confirmation]
    stamp: str

    @property
    def completions(self) -> list[Milestone]:
        """The milestones whose completion would no longer stand, last first."""
        return [m for m in self.milestones if m.is_complete]


def undoing(journey: Journey, milestone: Milestone) -> Undoing:
    """What reopening the milestone would undo now; the form carries its `stamp`, so that a change in between is seen."""
    touched = [m for m in reversed(journey.milestones) if m.position >= milestone.position]
    confirmations = [c for m in touched for c in journey.confirmations_of(m)]
    stamp = ",".join(f"{m.position}:{m.version}:{m.completion_id or 0}" for m in touched)
    given = ",".join(str(c.pk) for c in confirmations)
    return Undoing(touched, confirmations, f"{stamp};{given}")


def reopen_milestone(*, milestone: Milestone, stamp: str, reason: str, by: Person) -> None:
    """Reopen a complete milestone: its completion and those of later milestones no longer stand (last first), confirmations there end.

    Answers stay. Raises NotNow if it is not complete, ReasonNeeded, and ChangedMeanwhile if what would be undone is not what was listed.
    """
    with change(milestone.project, by=by, roles=SIDES) as history:
        journey = journey_of(history.project)
        now_is = journey.milestone(milestone.position)
        if not now_is.is_complete:
            raise NotNow(f"Milestone {now_is.position} is not complete, so there is nothing to reopen.")
        wanted = require_reason(reason, f"Say why milestone {now_is.position} is reopened.", ["a reason"])
        undo = undoing(journey, now_is)
        require_stamp(undo, stamp)
        for touched in undo.milestones:
            _undo(history, journey, touched, wanted, by)


def require_stamp(undo: Undoing, stamp: str) -> None:
    """Raise ChangedMeanwhile unless what would be undone is what was listed."""
    if undo.stamp != stamp:
        raise ChangedMeanwhile("What reopening would undo has changed since you opened this page. Here is the list as it is now.")


def _undo(history: History, journey: Journey, milestone: Milestone, reason: str, by: Person) -> None:
    completion = milestone.completion_id
    if completion:
        Reopening.objects.create(completion_id=completion, at=now(), by=by, reason=reason)
        milestone.completion = None
    milestone.version += 1
    milestone.save(update_fields=["completion", "version"])
    for confirmation in journey.confirmations_of(milestone):
        end_confirmation(history, journey, confirmation, Ending.REOPENED, by)
    if completion:
        before, after = {"completion": completion}, {"completion": None, "version": milestone.version, "because": reason}
        history.add("milestone reopened", milestone, before=before, after=after, label=f"Milestone {milestone.position}")
