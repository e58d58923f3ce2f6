"""The journey, as rows; import from here."""

from milestones.models.journey import Answer, Milestone, SuccessCriterion
from milestones.models.proof import Completion, Confirmation, Ending, Evidence, EvidenceKind, Reopening, Side
from milestones.models.start import ProjectDraft, Session

__all__ = [
    "Answer",
    "Completion",
    "Confirmation",
    "Ending",
    "Evidence",
    "EvidenceKind",
    "Milestone",
    "ProjectDraft",
    "Reopening",
    "Session",
    "Side",
    "SuccessCriterion",
]
