"""A finding, and the facts that findings are made of."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, F
from django.urls import reverse

from milestones.models import Agreement, Attendance, Explanation, NotesRead, Session
from projects.clock import today
from projects.communication import items_of, to_see
from projects.contacts import in_order
from projects.matrix import matrix_of
from projects.models import (
    AccessProblem,
    Acknowledgement,
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
    Kind,
    ManagementPlan,
    Objection,
    Objective,
    OpenItemKind,
    Readable,
    Reading,
    Risk,
    RiskLook,
    Role,
    Stakeholder,
    Tool,
    WorkingAgreement,
)
from projects.raci import Matrix
from projects.readers import last_read, versions_of
from projects.reading import unread
from projects.risk_register import risks_of
from projects.working import open_problems

SIDES_CAN = "Buyer’s side or procurement officer"


@dataclass(frozen=True)
class Missing:
    """A person or thing that a finding misses: a stable mark ("stakeholder:12") and its name on the page."""

    mark: str
    name: str


@dataclass(frozen=True)
class Finding:
    """One computed fact under a criterion. It holds when it misses nothing.

    `key` is stable and begins with the criterion's number; `needed` or worth checking; `says` is the fact in words;
    `who` can mend it, at `where`.
    """

    key: str
    needed: bool
    says: str
    missing: tuple[Missing, ...] = ()
    who: str = SIDES_CAN
    where: str = ""
    where_label: str = ""

    @property
    def holds(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing

    def as_stored(self) -> dict[str, Any]:
        """As kept in JSON on the criterion. A finding that holds needs nobody and no page."""
        mend = {"who": self.who, "where": self.where, "where_label": self.where_label} if self.missing else {}
        missing = [{"mark": m.mark, "name": m.name} for m in self.missing]
        return {"key": self.key, "needed": self.needed, "holds": self.holds, "says": self.says, "missing": missing, **mend}


class Facts:
    """What findings read of a project, each read once: a constant number of queries, whatever the number of people."""

    def __init__(self, project: BuyingProject) -> None:
        self.project = project

    @cached_property
    def stakeholders(self) -> list[Stakeholder]:
        """Everyone listed now, in reading order."""
        return list(self.project.stakeholders.current().in_reading_order())

    @cached_property
    def team(self) -> list[Stakeholder]:
        """The people of the core buying team now: buyer, on behalf of the buyer, officer and members, without positions nobody fills."""
        return [s for s in self.stakeholders if s.is_core and s.kind == Kind.PERSON]

    @cached_property
    def expertise(self) -> dict[str, ExpertiseNeed]:
        """The decisions on expertise, by kind."""
        return {need.kind: need for need in self.project.expertise_needs.all()}

    @cached_property
    def objective(self) -> Objective | None:
        """The current version of the objective, with `measure_count`."""
        return self.project.objectives.order_by("-version").annotate(measure_count=Count("measures")).first()

    @cached_property
    def objective_unread(self) -> list[Stakeholder] | None:
        """Who of the team has not read a change of the objective that the team needs to see; nothing where there is none to see."""
        versions = list(versions_of(self.project, Readable.OBJECTIVE))
        if not any(version.team_needs_to_see for version in versions):
            return None
        return unread(self.team, versions, last_read(self.project, Readable.OBJECTIVE))

    @cached_property
    def elsewhere(self) -> dict[str, HeldElsewhere]:
        """The records kept in the agency's own system that count like one held here, by `Held` value."""
        checked = self.project.held_elsewhere.current().filter(checked_on__isnull=False).select_related("checked_by")
        return {row.what: row for row in checked}

    @cached_property
    def today(self) -> datetime.date:
        """The day on which all this is so. Nothing that is needed may depend on it: a day that passes takes nothing away."""
        return today()

    @cached_property
    def communication_items(self) -> list[CommunicationItem]:
        """The lines of the communication plan, with owners and the people they name."""
        return items_of(self.project)

    @cached_property
    def circulation(self) -> Circulation | None:
        """The last time that plan went to the team, if it ever did."""
        return self.project.circulations.last()

    @cached_property
    def communication_to_see(self) -> CommunicationRevision | None:
        """The latest change of it since then that the team needs to see."""
        return to_see(self.project)

    @cached_property
    def communication_read(self) -> set[int]:
        """Who has read that change, or a later one, as they are now: by stakeholder id."""
        version = self.communication_to_see.version if self.communication_to_see else 0
        read = Reading.objects.filter(stakeholder__project=self.project, what=Readable.COMMUNICATION, version__gte=version)
        return set(read.filter(by=F("stakeholder__person")).values_list("stakeholder", flat=True))

    @cached_property
    def management_plan(self) -> ManagementPlan | None:
        """The written parts of the management plan."""
        return ManagementPlan.objects.filter(project=self.project).first()

    @cached_property
    def decisions_made(self) -> int:
        """How many decisions say what was decided."""
        return self.project.open_items.filter(kind=OpenItemKind.DECISION).exclude(answered_at=None).count()

    @cached_property
    def matrix(self) -> Matrix:
        """The RACI matrix."""
        return matrix_of(self.project, self.stakeholders)

    @cached_property
    def invitations(self) -> dict[int, Invitation]:
        """The latest invitation of each stakeholder who was asked, by stakeholder id."""
        asked = Invitation.objects.live().filter(stakeholder__project=self.project)
        return {invitation.stakeholder_id: invitation for invitation in asked}

    @cached_property
    def acknowledgements(self) -> dict[int, Acknowledgement]:
        """What each stakeholder last said yes to, as the person they are now, by stakeholder id."""
        said = Acknowledgement.objects.counting().filter(stakeholder__project=self.project).order_by("at", "pk")
        return {acknowledgement.stakeholder_id: acknowledgement for acknowledgement in said}

    @cached_property
    def contact_topics(self) -> list[ContactTopic]:
        """The topics on the list of who to contact for what, in its order, with their contacts."""
        rows = self.project.contact_topics.filter(is_used=True).select_related("first", "first_of_agency", "backup")
        return in_order(rows, self.project.agency)

    @cached_property
    def contacts_sent(self) -> ContactSending | None:
        """The last time that list went to everyone, if it ever did."""
        return self.project.contact_sendings.last()

    def kept(self, what: str) -> str:
        """Where the record of this kind is kept and who checked it, as a sentence that says what holds; nothing where it is not."""
        row = self.elsewhere.get(what)
        if row is None:
            return ""
        return f"{row.get_what_display()}: kept elsewhere as “{row.title}”, {row.says_checked}."

    @cached_property
    def key_milestones(self) -> list[KeyMilestone]:
        """The days of the plan that everybody looks to."""
        return list(self.project.key_milestones.current())

    @cached_property
    def sessions(self) -> dict[int, Session]:
        """The three meetings, by the position of their milestone."""
        rows = Session.objects.filter(milestone__project=self.project).select_related("milestone").defer("notes", "agenda")
        for session in rows:
            session.milestone.project = self.project
        return {session.milestone.position: session for session in rows}

    @cached_property
    def explanations(self) -> list[Explanation]:
        """Who said the project back, as it was recorded: the oldest first."""
        return list(self.project.explanations.all())

    @cached_property
    def cadence(self) -> list[CadenceItem]:
        """What is regular now."""
        return list(self.project.cadence.current())

    @cached_property
    def agreements(self) -> list[Agreement]:
        """What was agreed at the meetings or since."""
        return list(Agreement.objects.filter(session__milestone__project=self.project))

    @cached_property
    def briefed(self) -> dict[int, datetime.date]:
        """Who was briefed separately on the workshop, by id of the stakeholder, and when."""
        told = Attendance.objects.filter(session=self.sessions[3], briefed_on__isnull=False)
        return {row.stakeholder_id: row.briefed_on for row in told if row.briefed_on}

    @cached_property
    def notes_read(self) -> dict[tuple[int, int], datetime.datetime]:
        """Who read the notes of the workshop, by stakeholder and person, and when."""
        read = NotesRead.objects.filter(session=self.sessions[3])
        return {(row.stakeholder_id, row.by_id): row.at for row in read}

    @cached_property
    def tools(self) -> list[Tool]:
        """What the team works with."""
        return list(self.project.tools.current())

    @cached_property
    def working_agreements(self) -> list[WorkingAgreement]:
        """What the team agreed on."""
        return list(self.project.working_agreements.current())

    @cached_property
    def access_problems(self) -> list[AccessProblem]:
        """Who of those still here cannot get into which tool."""
        return list(open_problems(self.project))

    @cached_property
    def objections(self) -> list[Objection]:
        """The objections that nobody has closed yet."""
        return list(self.project.objections.filter(closed_at=None).select_related("stakeholder"))

    @cached_property
    def risks(self) -> list[Risk]:
        """The risks that were not taken off, in the order they were raised, with their owners and current mitigants."""
        return list(risks_of(self.project))

    @cached_property
    def risk_look(self) -> RiskLook | None:
        """The last time the team looked for risks and found nothing above low."""
        return self.project.risk_looks.last()

    @cached_property
    def mobilised_at(self) -> datetime.datetime | None:
        """When milestone 3 was completed, while that stands."""
        third = self.project.milestones.filter(position=3).select_related("completion").first()
        return third.completion.at if third and third.completion else None

    def holder(self, role: Role) -> Stakeholder | None:
        """Who holds a role that one person holds, if anybody does."""
        return next((s for s in self.stakeholders if s.role == role), None)


def people_page(facts: Facts) -> dict[str, str]:
    """Where who is listed is mended."""
    return {"where": reverse("projects:people", args=[facts.project.ref]), "where_label": "Go to people"}


def raci_page(facts: Facts) -> dict[str, str]:
    """Where who does what is mended."""
    return {"where": reverse("projects:raci", args=[facts.project.ref]), "where_label": "Go to the RACI matrix"}
