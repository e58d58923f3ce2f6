"""The journey, as rows; import from here."""

from milestones.models.journey import Answer, Milestone, SuccessCriterion
from milestones.models.meeting import Agreement, Attendance, Explanation, Hearing, NotesRead, Presence, Session
from milestones.models.proof import Completion, Confirmation, Ending, Evidence, EvidenceKind, Reopening, Side
from milestones.models.start import ProjectDraft

__all__ = [
    "Agreement",
    "Answer",
    "Attendance",
    "Completion",
    "Confirmation",
    "Ending",
    "Evidence",
    "EvidenceKind",
    "Explanation",
    "Hearing",
    "Milestone",
    "NotesRead",
    "Presence",
    "ProjectDraft",
    "Reopening",
    "Session",
    "Side",
    "SuccessCriterion",
]
