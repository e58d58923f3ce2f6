"""Which function shows which criterion, and what each reads: all sixteen are computed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Model

from milestones.findings.agreed import cadence_agreed, ways_agreed
from milestones.findings.base import Facts, Finding
from milestones.findings.communication import plan_circulated
from milestones.findings.define import objective_and_plans, responsibilities_identified, stakeholders_identified
from milestones.findings.documented import management_plan_written, work_documented
from milestones.findings.explained import both_explain, everyone_explains
from milestones.findings.organise import contacts_known, roles_known, team_engaged
from milestones.findings.planned import key_stakeholders, timelines
from milestones.findings.risks import risks_mitigated
from milestones.models import Agreement, Attendance, Completion, Explanation, NotesRead, Reopening, Session
from projects.models import (
    AccessProblem,
    Acknowledgement,
    Activity,
    AgencyContact,
    Assignment,
    BuyingProject,
    CadenceItem,
    Circulation,
    CommunicationItem,
    CommunicationRevision,
    ContactSending,
    ContactTopic,
    ExpertiseNeed,
    HeldElsewhere,
    Invitation,
    KeyMilestone,
    ManagementPlan,
    Mitigant,
    Objection,
    Objective,
    OpenItem,
    Person,
    Reading,
    Risk,
    RiskLook,
    Stakeholder,
    SuccessMeasure,
    Tool,
    WorkingAgreement,
)

MATRIX = (Activity, Assignment, Stakeholder)
ELSEWHERE = (HeldElsewhere, Person)
OBJECTIVE = (Objective, SuccessMeasure)
COMMUNICATION = (CommunicationItem, CommunicationItem.stakeholders.through, Stakeholder)


@dataclass(frozen=True)
class Finder:
    """The function of one criterion, and the models it reads: when none of them was written, it shows what it showed.

    Milestones are read as well, for their positions, which never change; one is completed and reopened by rows of its own.
    The tests watch every query and know a model that is read and not named here.
    """

    find: Callable[[Facts], list[Finding]]
    reads: tuple[type[Model], ...]

    @cached_property
    def tables(self) -> frozenset[str]:
        """The tables it reads, by name."""
        return frozenset(model._meta.db_table for model in self.reads)

    def __call__(self, facts: Facts) -> list[Finding]:
        """Its findings now."""
        return self.find(facts)


FINDERS: dict[str, Finder] = {
    "1.1": Finder(stakeholders_identified, (Stakeholder, ExpertiseNeed)),
    "1.2": Finder(responsibilities_identified, MATRIX),
    "1.3": Finder(objective_and_plans, (*OBJECTIVE, *MATRIX, *COMMUNICATION, *ELSEWHERE)),
    "1.4": Finder(both_explain, (Explanation, Session, Stakeholder)),
    "2.1": Finder(team_engaged, (Invitation, Stakeholder)),
    "2.2": Finder(everyone_explains, (Explanation, Session, Stakeholder, *OBJECTIVE, Reading)),
    "2.3": Finder(roles_known, (*MATRIX, Acknowledgement)),
    "2.4": Finder(contacts_known, (ContactTopic, ContactSending, AgencyContact, Stakeholder)),
    "2.5": Finder(plan_circulated, (*COMMUNICATION, CommunicationRevision, Circulation, Reading, *ELSEWHERE)),
    "3.1": Finder(work_documented, (*OBJECTIVE, *MATRIX, OpenItem, *ELSEWHERE)),
    "3.2": Finder(management_plan_written, (ManagementPlan, *ELSEWHERE)),
    "3.3": Finder(key_stakeholders, (*MATRIX, ExpertiseNeed)),
    "3.4": Finder(timelines, (*MATRIX, ManagementPlan, KeyMilestone, *ELSEWHERE)),
    "3.5": Finder(cadence_agreed, (CadenceItem, Agreement, Session, Attendance, NotesRead, Objection, Stakeholder, *ELSEWHERE)),
    "3.6": Finder(ways_agreed, (Tool, WorkingAgreement, AccessProblem, Objection, Stakeholder, *ELSEWHERE)),
    "3.7": Finder(risks_mitigated, (Risk, Mitigant, RiskLook, Completion, Reopening, Stakeholder, *ELSEWHERE)),
}


def reading(written: frozenset[str]) -> frozenset[str]:
    """The keys of the criteria that read one of the tables written."""
    return frozenset(key for key, finder in FINDERS.items() if finder.tables & written)


def is_computed(key: str) -> bool:
    """Whether the criterion has a function; a playbook to come may bring one that has none yet."""
    return key in FINDERS


def show(project: BuyingProject, keys: frozenset[str] | None = None) -> dict[str, list[Finding]]:
    """The findings of the project now, by criterion key: all, or those of these criteria. A constant number of queries."""
    facts = Facts(project)
    return {key: finder(facts) for key, finder in FINDERS.items() if keys is None or key in keys}
