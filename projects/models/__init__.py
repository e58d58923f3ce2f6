"""The record, as rows. One module per part of it; import from here."""

from projects.models.agency_entries import AgencyEntry
from projects.models.asking import Acknowledgement, Invitation, PersonalLink
from projects.models.contacts import AgencyContact, ContactSending, ContactTopic
from projects.models.history import Audience, HistoryEntry
from projects.models.people import Agency, AgencyPost, Cover, ExpertiseNeed, Person, Stakeholder
from projects.models.plans import (
    Circulation,
    CommunicationItem,
    CommunicationRevision,
    HeldElsewhere,
    KeyMilestone,
    ManagementPlan,
    Reading,
)
from projects.models.project import BuyingProject, Objective, SuccessMeasure
from projects.models.raci import Activity, Assignment
from projects.models.risks import Mitigant, OpenItem, Risk, RiskLook
from projects.models.rows import RegisterRow
from projects.models.words import (
    ActivityStage,
    ActivityStatus,
    AgencyPostKind,
    CadenceKind,
    Decision,
    Expertise,
    Function,
    Held,
    InvitationAnswer,
    Kind,
    Letters,
    ObjectionAbout,
    OpenItemKind,
    ProjectState,
    Readable,
    Role,
    ToolPurpose,
)
from projects.models.working import AccessProblem, CadenceItem, Objection, Tool, WorkingAgreement

__all__ = [
    "AccessProblem",
    "Acknowledgement",
    "Activity",
    "ActivityStage",
    "ActivityStatus",
    "Agency",
    "AgencyContact",
    "AgencyEntry",
    "AgencyPost",
    "AgencyPostKind",
    "Assignment",
    "Audience",
    "BuyingProject",
    "CadenceItem",
    "CadenceKind",
    "Circulation",
    "CommunicationItem",
    "CommunicationRevision",
    "ContactSending",
    "ContactTopic",
    "Cover",
    "Decision",
    "Expertise",
    "ExpertiseNeed",
    "Function",
    "Held",
    "HeldElsewhere",
    "HistoryEntry",
    "Invitation",
    "InvitationAnswer",
    "KeyMilestone",
    "Kind",
    "Letters",
    "ManagementPlan",
    "Mitigant",
    "Objection",
    "ObjectionAbout",
    "Objective",
    "OpenItem",
    "OpenItemKind",
    "Person",
    "PersonalLink",
    "ProjectState",
    "Readable",
    "Reading",
    "RegisterRow",
    "Risk",
    "RiskLook",
    "Role",
    "Stakeholder",
    "SuccessMeasure",
    "Tool",
    "ToolPurpose",
    "WorkingAgreement",
]
