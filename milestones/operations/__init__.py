"""Every change to the journey. All are keyword-only, run under the project's lock, and raise a Refusal or write history."""

from milestones.operations.answers import (
    look_again,
    mark_not_needed,
    take_back_criterion,
    tick_and_confirm,
    tick_criterion,
    tick_with_reason,
)
from milestones.operations.confirming import confirm_milestone, withdraw_confirmation
from milestones.operations.evidence import add_evidence, remove_evidence
from milestones.operations.reopening import Undoing, reopen_milestone, undoing
from milestones.operations.sessions import record_session
from milestones.operations.starting import discard_draft, save_draft, start_project
from milestones.starts import ProjectStart

__all__ = [
    "ProjectStart",
    "Undoing",
    "add_evidence",
    "confirm_milestone",
    "discard_draft",
    "look_again",
    "mark_not_needed",
    "record_session",
    "remove_evidence",
    "reopen_milestone",
    "save_draft",
    "start_project",
    "take_back_criterion",
    "tick_and_confirm",
    "tick_criterion",
    "tick_with_reason",
    "undoing",
    "withdraw_confirmation",
]
