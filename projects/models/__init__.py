"""The record, as rows. One module per part of it; import from here."""

from projects.models.agency_entries import AgencyEntry
from projects.models.asking import Acknowledgement, Invitation, PersonalLink
from projects.models.contacts import AgencyContact, ContactSending, ContactTopic
from projects.models.history import Audience, HistoryEntry
from projects.models.people import Agency, AgencyPost, Cover, ExpertiseNeed, Person, Stakeholder
from projects.models.project import BuyingProject, Objective, SuccessMeasure
from projects.models.raci import Activity, Assignment
from projects.models.risks import OpenItem
from projects.models.words import (
    AgencyPostKind,
    Decision,
    Expertise,
    Function,
    InvitationAnswer,
    Kind,
    Letters,
    OpenItemKind,
    ProjectState,
    Role,
)

__all__ = [
    "Acknowledgement",
    "Activity",
    "Agency",
    "AgencyContact",
    "AgencyEntry",
    "AgencyPost",
    "AgencyPostKind",
    "Assignment",
    "Audience",
    "BuyingProject",
    "ContactSending",
    "ContactTopic",
    "Cover",
    "Decision",
    "Expertise",
    "ExpertiseNeed",
    "Function",
    "HistoryEntry",
    "Invitation",
    "InvitationAnswer",
    "Kind",
    "Letters",
    "Objective",
    "OpenItem",
    "OpenItemKind",
    "Person",
    "PersonalLink",
    "ProjectState",
    "Role",
    "Stakeholder",
    "SuccessMeasure",
]
