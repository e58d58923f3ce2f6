"""The record, as rows. One module per part of it; import from here."""

from projects.models.history import Audience, HistoryEntry
from projects.models.people import Agency, AgencyPost, Cover, ExpertiseNeed, Person, Stakeholder
from projects.models.project import BuyingProject, Objective, SuccessMeasure
from projects.models.risks import OpenItem
from projects.models.words import AgencyPostKind, Decision, Expertise, Function, Kind, OpenItemKind, ProjectState, Role

__all__ = [
    "Agency",
    "AgencyPost",
    "AgencyPostKind",
    "Audience",
    "BuyingProject",
    "Cover",
    "Decision",
    "Expertise",
    "ExpertiseNeed",
    "Function",
    "HistoryEntry",
    "Kind",
    "Objective",
    "OpenItem",
    "OpenItemKind",
    "Person",
    "ProjectState",
    "Role",
    "Stakeholder",
    "SuccessMeasure",
]
