"""Every change to the journey. All are keyword-only, run under the project's lock, and raise a Refusal or write history."""

from milestones.operations.afterwards import agree_since, brief_separately, explain, hear_explanation, read_notes
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
from milestones.operations.meeting import Outcome, finish_meeting, may_run, outcome_of, record_presence
from milestones.operations.reopening import Undoing, reopen_milestone, undoing
from milestones.operations.sessions import cancel_session, plan_session, record_session
from milestones.operations.starting import discard_draft, save_draft, start_project
from milestones.starts import ProjectStart

__all__ = [
    "Outcome",
    "ProjectStart",
    "Undoing",
    "add_evidence",
    "agree_since",
    "brief_separately",
    "cancel_session",
    "confirm_milestone",
    "discard_draft",
    "explain",
    "finish_meeting",
    "hear_explanation",
    "look_again",
    "mark_not_needed",
    "may_run",
    "outcome_of",
    "plan_session",
    "read_notes",
    "record_presence",
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
