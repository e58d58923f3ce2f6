"""A project with something in every section of its summary, each text of its own, so that a test can look for all of them."""

import datetime
from collections.abc import Iterator
from itertools import cycle

from milestones.models import Agreement, Attendance, Explanation, Hearing, Presence, Session
from projects.clock import now, today
from projects.models import (
    ActivityStage,
    ActivityStatus,
    BuyingProject,
    CadenceItem,
    CadenceKind,
    Circulation,
    CommunicationItem,
    CommunicationRevision,
    Held,
    HeldElsewhere,
    KeyMilestone,
    Kind,
    ManagementPlan,
    Mitigant,
    ObjectionAbout,
    Risk,
    RiskLook,
    Role,
    Stakeholder,
    Tool,
    ToolPurpose,
)
from projects.operations.open_items import edit_open_item
from tests.factories import (
    ActivityFactory,
    ContactSendingFactory,
    ContactTopicFactory,
    ObjectiveFactory,
    OpenItemFactory,
    PersonFactory,
    StakeholderFactory,
    WorkingAgreementFactory,
    buyer_of,
)

# Texts only for some: the value band, and what buyer's side and officer alone read.
VALUE, INTEREST, SUPPORT = "value band", "interest", "what they need"


class Texts:
    """Makes the text of each field: one of `begins`, in turn, the word, and the number of the row. Remembers them all by word."""

    def __init__(self, *begins: str, number: int = 1) -> None:
        self.begins, self.number = cycle(begins or ("",)), number
        self.written: dict[str, str] = {}

    def __call__(self, word: str) -> str:
        self.written[word] = f"{next(self.begins)}{word} {self.number}"
        return self.written[word]


def fill_summary(project: BuyingProject, *begins: str, number: int = 1) -> dict[str, str]:
    """One row of everything that a summary shows; the texts, by what they are."""
    text = Texts(*begins, number=number)
    owner = _people(project, text)
    _objective(project, text)
    _plan(project, text, owner)
    _communication(project, text, owner)
    _risks(project, text, owner)
    _open_items(project, text, owner)
    _ways(project, text, owner)
    _contacts(project, text, owner)
    _meeting(project, text, owner)
    return text.written


def _added(project: BuyingProject) -> dict[str, object]:
    return {"project": project, "added_at": now(), "added_by": buyer_of(project)}


def _written(project: BuyingProject) -> dict[str, object]:
    return {"project": project, "written_at": now(), "written_by": buyer_of(project)}


def _people(project: BuyingProject, text: Texts) -> Stakeholder:
    staff = {"project": project, "part": text("part of the owner")}
    owner = StakeholderFactory(person=PersonFactory(agency=project.agency, name=text("owner"), position=text("position")), **staff)
    wants = {"is_approver": True, "support_criteria": text(SUPPORT), "interest": text(INTEREST), "is_high_interest": True}
    approver = PersonFactory(agency=project.agency, name=text("approver"))
    StakeholderFactory(project=project, person=approver, role=Role.WIDER, part=text("part of the approver"), **wants)
    StakeholderFactory(project=project, group=True, name=text("group"), affected=True)
    StakeholderFactory(project=project, position_only=True, name=text("position nobody fills"))
    return owner


def _objective(project: BuyingProject, text: Texts) -> None:
    fields = ("problem_or_opportunity", "desired_outcome", "procurement_outcome", "business_objective", "scope_in", "scope_out")
    texts = {name: text(name) for name in (*fields, "constraints", "why_now", "funding_status")}
    last = project.objectives.first()
    kept = [] if last is None else list(last.measures.values("measure", "baseline", "target", "by_when"))
    measure = {name: text(f"measure, {name}") for name in ("measure", "baseline", "target", "by_when")}
    ObjectiveFactory(project=project, value_band=text(VALUE), measures=[*kept, measure], **texts)


def _plan(project: BuyingProject, text: Texts, owner: Stakeholder) -> None:
    buyer = project.stakeholders.get(role=Role.BUYER, left_at=None)
    first = ActivityFactory(project=project, title=text("activity before"))
    activity = ActivityFactory(project=project, title=text("activity"), letters={owner: "R", buyer: "A"})
    activity.stage, activity.deliverable, activity.status = ActivityStage.BEFORE, text("deliverable"), ActivityStatus.UNDER_WAY
    activity.starts_on, activity.ends_on, activity.approval_days = today(), today() + datetime.timedelta(days=30), 15
    activity.save()
    activity.depends_on.add(first)
    KeyMilestone.objects.create(title=text("key milestone"), due_on=today() + datetime.timedelta(days=60), **_added(project))
    parts = {name: text(name) for name in ("approach", "governance", "change_control")}
    ManagementPlan.objects.update_or_create(project=project, defaults={**parts, **_written(project)})
    held = list(Held)[text.number % len(Held)]
    checked = {"checked_by": buyer_of(project), "checked_on": today()}
    wanted = {"what": held, "title": text("record elsewhere"), "where": text("file number"), **checked}
    HeldElsewhere.objects.create(**wanted, **_added(project))


def _communication(project: BuyingProject, text: Texts, owner: Stakeholder) -> None:
    fields = ("audience", "message", "channel", "frequency", "trigger", "feedback_route")
    item = CommunicationItem.objects.create(owner=owner, **{name: text(name) for name in fields}, **_added(project))
    item.stakeholders.add(project.stakeholders.filter(kind=Kind.GROUP).last())
    version = CommunicationRevision.objects.filter(project=project).count() + 1  # a project with its own plan already has some
    wanted = {"version": version, "what_changed": text("what changed"), "team_needs_to_see": True}
    CommunicationRevision.objects.create(**wanted, **_written(project))
    recorded = {"recorded_at": now(), "recorded_by": buyer_of(project)}
    Circulation.objects.create(
        project=project, plan_version=version, sent_on=today(), how=text("how it was sent"), sent_to=[owner.pk], **recorded
    )


def _meeting(project: BuyingProject, text: Texts, owner: Stakeholder) -> None:
    """The briefing was planned and held: the owner of everything ran it, was there and said the project back, and the buyer heard it."""
    session, buyer = Session.objects.get(milestone__project=project, milestone__position=2), buyer_of(project)
    session.runner, session.held_on, session.minutes_taken, session.notes = owner, today(), 40, text("notes of the meeting")
    session.save()
    stamp = {"recorded_at": now(), "recorded_by": buyer}
    Attendance.objects.create(session=session, stakeholder=owner, presence=Presence.PRESENT, **stamp)
    heard = {"hearing": Hearing.HEARD, "heard_by": buyer, "heard_as": Role.BUYER, "heard_at": now()}
    Explanation.objects.create(project=project, stakeholder=owner, person=owner.person, session=session, said_on=today(), **heard, **stamp)
    if not session.agreements.exists():  # each thing is agreed once at a meeting
        Agreement.objects.create(session=session, about=ObjectionAbout.CADENCE, agreed_on=today(), present=[owner.pk], **stamp)


def _risks(project: BuyingProject, text: Texts, owner: Stakeholder) -> None:
    texts = {"title": text("risk"), "cause": text("cause"), "effect": text("effect")}
    accepted = {"accepted_because": text("accepted because"), "accepted_at": now(), "accepted_by": buyer_of(project)}
    risk = Risk.objects.create(likelihood=4, consequence=5, owner=owner, **texts, **accepted, **_added(project))
    due = today() + datetime.timedelta(days=14)
    Mitigant.objects.create(risk=risk, action=text("mitigant"), owner=owner, due_on=due, **_added(project))
    recorded = {"recorded_at": now(), "recorded_by": buyer_of(project)}
    RiskLook.objects.create(project=project, looked_on=today(), note=text("look"), **recorded)


def _open_items(project: BuyingProject, text: Texts, owner: Stakeholder) -> None:
    OpenItemFactory(project=project, text=text("open item"), owner=owner, due_on=today())
    item = OpenItemFactory(project=project, text=text("answered item"))
    edit_open_item(item=item, version=item.version, by=buyer_of(project), answer=text("answer"))


def _ways(project: BuyingProject, text: Texts, owner: Stakeholder) -> None:
    fields = ("name", "purpose", "frequency", "day_and_time", "duration", "attendees")
    cadence = {name: text(f"cadence, {name}") for name in fields}
    CadenceItem.objects.create(kind=CadenceKind.MEETING, owner=owner, first_on=today(), **cadence, **_added(project))
    wanted = {"name": text("tool"), "address": text("address of the tool"), "purpose": ToolPurpose.DOCUMENTS}
    Tool.objects.create(owner=owner, **wanted, **_added(project))
    WorkingAgreementFactory(project=project, topic=text("topic agreed"), text=text("agreement"))


def _contacts(project: BuyingProject, text: Texts, owner: Stakeholder) -> None:
    ContactTopicFactory(project=project, topic=text("topic of contact"), first=owner)
    ContactSendingFactory(project=project)


def found_in(texts: dict[str, str], where: str, without: tuple[str, ...] = ()) -> Iterator[str]:
    """The texts that are not found where they should be, and those found that should not be."""
    for word, text in texts.items():
        if (text in where) == (word in without):
            yield word
