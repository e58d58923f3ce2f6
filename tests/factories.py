"""Real rows for tests, one factory per model. What the gate guards comes about as in life: through the operations.

`ProjectFactory()` is a started project with a buyer and an officer. `ProjectFactory(complete=2)`, `MilestoneFactory(position=2,
ready=True)` or `CriterionFactory(key="1.4", answer="not_needed")` answer with a reason, by its officer, and confirm, by both sides.
"""

import datetime
import uuid

import factory
from django.utils import timezone

from milestones import operations as journey
from milestones.agenda import USUAL
from milestones.journey import Journey
from milestones.models import (
    Answer,
    Completion,
    Confirmation,
    Evidence,
    EvidenceKind,
    Explanation,
    Milestone,
    ProjectDraft,
    Reopening,
    Session,
    Side,
    SuccessCriterion,
)
from projects.access import SIDES
from projects.changes import change
from projects.clock import now, today
from projects.communication import version_of
from projects.models import (
    AccessProblem,
    Acknowledgement,
    Activity,
    Agency,
    AgencyContact,
    AgencyEntry,
    AgencyPost,
    AgencyPostKind,
    BuyingProject,
    CadenceItem,
    Circulation,
    CommunicationItem,
    CommunicationRevision,
    ContactSending,
    ContactTopic,
    Cover,
    Decision,
    Expertise,
    ExpertiseNeed,
    Held,
    HeldElsewhere,
    HistoryEntry,
    Invitation,
    KeyMilestone,
    Kind,
    ManagementPlan,
    Mitigant,
    Objection,
    Objective,
    OpenItem,
    OpenItemKind,
    Person,
    PersonalLink,
    ProjectState,
    Readable,
    Reading,
    Risk,
    RiskLook,
    Role,
    Stakeholder,
    SuccessMeasure,
    Tool,
    WorkingAgreement,
)
from projects.models.asking import digest_of
from projects.operations.agency import set_word_for_buyer
from projects.operations.asking import acknowledge_part, invite, letters_now, record_answer
from projects.operations.communication import COMMUNICATION, send_communication
from projects.operations.contacts import add_topic, send_contacts, use_topics
from projects.operations.elsewhere import ELSEWHERE
from projects.operations.expertise import decide_expertise
from projects.operations.links import make_link
from projects.operations.management import write_management_plan
from projects.operations.objections import cannot_get_in, object_to
from projects.operations.objective import MEASURE, write_objective
from projects.operations.open_items import add_open_item
from projects.operations.people import add_stakeholder, remove_stakeholder
from projects.operations.plans import KEY_MILESTONES, plan_activity
from projects.operations.project import stop_project
from projects.operations.raci import add_activity, remove_activity, set_letters
from projects.operations.reading import record_reading
from projects.operations.risks import MITIGANTS, RISKS, accept_risk, close_risk, record_look
from projects.operations.rows import add_row, remove_row
from projects.operations.working import AGREEMENTS, CADENCE, TOOLS
from projects.readers import versions_of

REASON = "The team agreed on this."

# The register of each model of rows.
REGISTERS = {
    register.model: register for register in [AGREEMENTS, CADENCE, TOOLS, COMMUNICATION, ELSEWHERE, KEY_MILESTONES, MITIGANTS, RISKS]
}


# ---- Steps: from where things are to where a test wants them ------------------------------------------------------


def holder(project: BuyingProject, role: str) -> Person:
    """Who holds the role in the project now; the first by name, where several do."""
    return project.stakeholders.current().filter(role=role, kind=Kind.PERSON).in_reading_order()[0].person


def buyer_of(project: BuyingProject) -> Person:
    """Its buyer."""
    return holder(project, Role.BUYER)


def officer_of(project: BuyingProject) -> Person:
    """Its procurement officer."""
    return holder(project, Role.PROCUREMENT_OFFICER)


def milestone_of(project: BuyingProject, position: int) -> Milestone:
    """Its milestone at 1 to 3, as it is now."""
    return Milestone.objects.select_related("project").get(project=project, position=position)


def criterion_of(project: BuyingProject, key: str) -> SuccessCriterion:
    """Its criterion with this number, as it is now."""
    position, place = key.split(".")
    rows = SuccessCriterion.objects.select_related("milestone__project")
    return rows.get(milestone__project=project, milestone__position=position, position=place)


def answer_criterion(project: BuyingProject, key: str, answer: str = Answer.MET_WITH_REASON, reason: str = REASON) -> SuccessCriterion:
    """The officer answers one criterion, whose milestone is open."""
    criterion, by = criterion_of(project, key), officer_of(project)
    wish = {"criterion": criterion, "version": criterion.version, "by": by}
    if answer == Answer.MET:
        journey.tick_criterion(**wish)
    elif answer == Answer.NOT_NEEDED:
        journey.mark_not_needed(**wish, reason=reason)
    elif answer == Answer.NOT_MET:
        journey.take_back_criterion(**wish, reason=reason)
    else:
        journey.tick_with_reason(**wish, reason=reason)
    return criterion_of(project, key)


def open_up(project: BuyingProject, position: int) -> Milestone:
    """All milestones before this one are complete."""
    for before in range(1, position):
        complete(project, before)
    return milestone_of(project, position)


def make_ready(project: BuyingProject, position: int) -> Milestone:
    """The milestone is open and each of its criteria is answered."""
    milestone = open_up(project, position)
    for criterion in milestone.criteria.filter(answer=Answer.NOT_MET):
        answer_criterion(project, f"{position}.{criterion.position}")
    return milestone_of(project, position)


def confirm(project: BuyingProject, position: int, by: Person) -> Milestone:
    """One of the two sides confirms the milestone as it is now."""
    milestone = milestone_of(project, position)
    journey.confirm_milestone(milestone=milestone, version=milestone.version, by=by)
    return milestone_of(project, position)


def complete(project: BuyingProject, position: int) -> Milestone:
    """The milestone is complete, and so are all before it: answered by the officer, confirmed by officer and buyer."""
    if milestone_of(project, position).is_complete:
        return milestone_of(project, position)
    make_ready(project, position)
    confirm(project, position, officer_of(project))
    return confirm(project, position, buyer_of(project))


def reopen(project: BuyingProject, position: int, by: Person | None = None, reason: str = "The scope has changed.") -> Milestone:
    """A complete milestone is reopened, with all that this undoes."""
    milestone = milestone_of(project, position)
    stamp = journey.undoing(Journey(project), milestone).stamp
    journey.reopen_milestone(milestone=milestone, stamp=stamp, reason=reason, by=by or officer_of(project))
    return milestone_of(project, position)


def meet(project: BuyingProject, position: int, **more) -> Milestone:
    """Both sides are at the meeting and said the project back; it is not finished. `finished=True`: it is, by the officer."""
    milestone, finished = milestone_of(project, position), more.pop("finished", False)
    there = [s.pk for s in project.stakeholders.current().filter(role__in=SIDES)]
    by = officer_of(project)
    journey.record_presence(milestone=milestone, seen={}, present=there, said_it_back=there, by=by, **more)
    if finished:
        version = milestone_of(project, position).session.version
        journey.finish_meeting(milestone=milestone, version=version, held_on=today(), ticks={}, by=by)
    return milestone_of(project, position)


def plan_work(activity, **wanted) -> None:
    """Plan an activity, by the buyer: stage, deliverable, starts_on, ends_on, approval_days, status, depends_on."""
    version = type(activity).objects.get(pk=activity.pk).version
    plan_activity(activity=activity, version=version, by=buyer_of(activity.project), **wanted)


def identify_everyone(project: BuyingProject) -> BuyingProject:
    """All that is needed for 1.1 holds: an approver, an affected group, and everybody's part in words."""
    for stakeholder in project.stakeholders.current().filter(part=""):
        stakeholder.part = "Does their part of the work."
        stakeholder.save(update_fields=["part"])
    by = buyer_of(project)
    wanted = {"kind": Kind.GROUP, "role": Role.WIDER, "is_affected": True, "part": "Use what is bought, every day."}
    add_stakeholder(project=project, name="Call centre staff", by=by, **wanted)
    add_stakeholder(project=project, name="Priya Grevillea", by=by, role=Role.WIDER, is_approver=True, part="Approves the spending.")
    return project


def engage_everyone(project: BuyingProject) -> BuyingProject:
    """All that is needed for 2.1 and 2.3 holds: everybody of the core team was asked and said yes, has a letter and a sentence, and
    said yes to their part."""
    team = list(project.stakeholders.current().core().filter(kind=Kind.PERSON))
    project.stakeholders.filter(why_it_matters="").update(why_it_matters="Callers wait less.")
    ActivityFactory(project=project, letters={s: "AR" if s.role == Role.BUYER else "I" for s in team})
    for stakeholder in team:
        if stakeholder.role not in {Role.BUYER, Role.PROCUREMENT_OFFICER} and not stakeholder.invitations.live().exists():
            InvitationFactory(stakeholder=stakeholder, answer="yes")
        AcknowledgementFactory(stakeholder=stakeholder)
    return project


# ---- People and agencies ------------------------------------------------------------------------------------------


class AgencyFactory(factory.django.DjangoModelFactory):
    """An agency whose staff may start projects."""

    class Meta:
        model = Agency

    code = factory.Sequence(lambda n: f"A{n:03}")
    name = factory.LazyAttribute(lambda agency: f"Department {agency.code}")
    email_domains = factory.LazyAttribute(lambda agency: [f"{agency.code.lower()}.example"])


class PersonFactory(factory.django.DjangoModelFactory):
    """Somebody on the staff of an agency; `PersonFactory(without_email=True)` cannot sign in."""

    class Meta:
        model = Person

    class Params:
        without_email = factory.Trait(email=None)
        site_administrator = factory.Trait(is_staff=True, is_superuser=True)

    agency = factory.SubFactory(AgencyFactory)
    name = factory.Sequence(lambda n: f"Person {n}")
    position = "Adviser"
    email = factory.Sequence(lambda n: f"person{n}@example.org")
    password = "!"

    @classmethod
    def _adjust_kwargs(cls, **fields):
        """The e-mail address is one of the agency's domain, where the agency lists one and the test gives none."""
        agency, email = fields["agency"], fields["email"] or ""
        if agency and agency.email_domains and email.endswith("@example.org"):
            fields["email"] = email.replace("example.org", agency.email_domains[0])
        return fields


class AgencyPostFactory(factory.django.DjangoModelFactory):
    """A post that runs today: portfolio viewer, unless said."""

    class Meta:
        model = AgencyPost

    agency = factory.SubFactory(AgencyFactory)
    person = factory.SubFactory(PersonFactory, agency=factory.SelfAttribute("..agency"))
    kind = AgencyPostKind.VIEWER
    starts_on = factory.LazyFunction(lambda: today() - datetime.timedelta(days=30))


class AgencyEntryFactory(factory.django.DjangoModelFactory):
    """The latest of an agency's history: its administrator changed the word for the buyer."""

    class Meta:
        model = AgencyEntry

    post = factory.SubFactory(AgencyPostFactory, kind=AgencyPostKind.ADMINISTRATOR)
    word = factory.Sequence(lambda n: f"Sponsor {n}")

    @classmethod
    def _create(cls, model_class, *args, post, word):
        set_word_for_buyer(agency=post.agency, word=word, version=post.agency.version, by=post.person)
        return post.agency.entries.first()


class CoverFactory(factory.django.DjangoModelFactory):
    """Somebody covers for an officer this week."""

    class Meta:
        model = Cover

    officer = factory.SubFactory(PersonFactory)
    covered_by = factory.SubFactory(PersonFactory, agency=factory.SelfAttribute("..officer.agency"))
    starts_on = factory.LazyFunction(today)
    ends_on = factory.LazyFunction(lambda: today() + datetime.timedelta(days=7))
    recorded_at = factory.LazyFunction(now)
    recorded_by = factory.SelfAttribute("officer")


# ---- The record ---------------------------------------------------------------------------------------------------


class ProjectFactory(factory.django.DjangoModelFactory):
    """A project started by its buyer, with an officer. `complete=2`: so many milestones are complete; `everyone_identified`: all that is
    needed for 1.1 holds; `stopped` or `paused`; `without_officer`: that seat was never filled."""

    class Meta:
        model = BuyingProject

    agency = factory.SubFactory(AgencyFactory)
    title = factory.Sequence(lambda n: f"Buying project {n}")
    buyer = factory.SubFactory(PersonFactory, agency=factory.SelfAttribute("..agency"), position="Director")
    officer = factory.SubFactory(PersonFactory, agency=factory.SelfAttribute("..agency"), position="Procurement manager")
    problem_or_opportunity = ""
    desired_outcome = ""
    complete = 0
    everyone_identified = False
    without_officer = False
    paused = False
    stopped = False

    @classmethod
    def _create(cls, model_class, *args, **wanted):
        project = cls._start(wanted)
        if wanted["everyone_identified"]:
            identify_everyone(project)
        if wanted["complete"]:
            complete(project, wanted["complete"])
        for state in (ProjectState.PAUSED, ProjectState.STOPPED):
            if wanted[state.value]:
                stop_project(project=project, state=state, reason="No money this year.", by=buyer_of(project))
        return BuyingProject.objects.get(pk=project.pk)

    @classmethod
    def _start(cls, wanted):
        officer = None if wanted["without_officer"] else wanted["officer"]
        named = {"officer_name": officer.name, "officer_email": officer.email} if officer else {}
        texts = {name: wanted[name] for name in ("title", "agency", "problem_or_opportunity", "desired_outcome")}
        return journey.start_project(start=journey.ProjectStart(part="buyer", **texts, **named), by=wanted["buyer"])


class StakeholderFactory(factory.django.DjangoModelFactory):
    """A team member, added by the buyer. `wider`, `agent`, `group`, `position_only`, `approver`, `affected`; `left`: they have left
    again."""

    class Meta:
        model = Stakeholder

    class Params:
        wider = factory.Trait(role=Role.WIDER)
        agent = factory.Trait(role=Role.BUYERS_AGENT)
        group = factory.Trait(kind=Kind.GROUP, role=Role.WIDER, person=None, name="Everyone concerned")
        position_only = factory.Trait(kind=Kind.POSITION, person=None, name="A lawyer")
        approver = factory.Trait(is_approver=True)
        affected = factory.Trait(is_affected=True)

    project = factory.SubFactory(ProjectFactory)
    kind = Kind.PERSON
    role = Role.TEAM_MEMBER
    person = factory.SubFactory(PersonFactory, agency=factory.SelfAttribute("..project.agency"))
    part = "Does their part of the work."
    left = False

    @classmethod
    def _create(cls, model_class, *args, project, person, left, **wanted):
        by = buyer_of(project)
        if person:
            wanted = {"name": person.name, "email": person.email or "", "position": person.position, **wanted}
        stakeholder = add_stakeholder(project=project, by=by, **wanted)
        if left:
            remove_stakeholder(stakeholder=stakeholder, by=by)
        return Stakeholder.objects.get(pk=stakeholder.pk)


class ExpertiseNeedFactory(factory.django.DjangoModelFactory):
    """A kind of expertise that was decided on: not needed, unless said."""

    class Meta:
        model = ExpertiseNeed

    project = factory.SubFactory(ProjectFactory)
    kind = Expertise.LEGAL
    decision = Decision.NOT_NEEDED
    note = ""

    @classmethod
    def _create(cls, model_class, *args, project, kind, decision, note):
        decide_expertise(project=project, decisions={kind: decision}, notes={kind: note}, by=buyer_of(project))
        return model_class.objects.get(project=project, kind=kind)


class ObjectiveFactory(factory.django.DjangoModelFactory):
    """The next version of a project's objective, by its buyer."""

    class Meta:
        model = Objective

    project = factory.SubFactory(ProjectFactory)
    problem_or_opportunity = factory.Sequence(lambda n: f"People wait {n + 10} minutes on the phone.")
    desired_outcome = "Nobody waits longer than two minutes."

    @classmethod
    def _create(cls, model_class, *args, project, **wanted):
        last = project.objectives.first()
        return write_objective(project=project, seen=last.version if last else 0, by=wanted.pop("by", None) or buyer_of(project), **wanted)


class SuccessMeasureFactory(factory.django.DjangoModelFactory):
    """A measure of success, which comes with a new version of the objective; those of the version before are kept."""

    class Meta:
        model = SuccessMeasure

    project = factory.SubFactory(ProjectFactory)
    measure = factory.Sequence(lambda n: f"Calls answered within {n + 2} minutes")
    baseline = "40%"
    target = "90%"
    by_when = "June 2027"

    @classmethod
    def _create(cls, model_class, *args, project, **wanted):
        last = project.objectives.first()
        kept = [{name: getattr(row, name) for name in MEASURE} for row in last.measures.all()] if last else []
        return ObjectiveFactory(project=project, measures=[*kept, wanted]).measures.last()


class AgencyContactFactory(factory.django.DjangoModelFactory):
    """The agency's privacy team."""

    class Meta:
        model = AgencyContact

    agency = factory.SubFactory(AgencyFactory)
    topic = "Privacy"
    name = factory.LazyAttribute(lambda contact: f"{contact.topic} team")
    email = factory.LazyAttribute(lambda contact: f"{contact.topic.lower().replace(' ', '.')}@des.example")
    phone = "02 5550 0100"


class ContactTopicFactory(factory.django.DjangoModelFactory):
    """A topic of the project's own, put on the list by the buyer: asked of the buyer first. `left_out`: taken off the list again."""

    class Meta:
        model = ContactTopic

    project = factory.SubFactory(ProjectFactory)
    topic = factory.Sequence(lambda n: f"Topic {n}")
    left_out = False

    @classmethod
    def _create(cls, model_class, *args, project, left_out, **wanted):
        by = wanted.pop("by", None) or buyer_of(project)
        if not wanted.get("first_of_agency"):
            wanted.setdefault("first", project.stakeholders.current().get(role=Role.BUYER))
        row = add_topic(project=project, by=by, **wanted)
        if left_out:
            use_topics(project=project, take_off=[row.topic], by=by)
        return ContactTopic.objects.get(pk=row.pk)


class ContactSendingFactory(factory.django.DjangoModelFactory):
    """The list of contacts went to everyone today, sent by the buyer; there is a topic on it."""

    class Meta:
        model = ContactSending

    project = factory.SubFactory(ProjectFactory)

    @classmethod
    def _create(cls, model_class, *args, project, **wanted):
        by = wanted.pop("by", None) or buyer_of(project)
        if not project.contact_topics.filter(is_used=True).exists():
            ContactTopicFactory(project=project)
        return send_contacts(**{"project": project, "sent_on": today(), "by": by, "nonce": uuid.uuid4(), **wanted})


class ActivityFactory(factory.django.DjangoModelFactory):
    """An activity of the RACI matrix, added by the buyer, with `letters` by stakeholder. `removed`: taken off the list again."""

    class Meta:
        model = Activity

    project = factory.SubFactory(ProjectFactory)
    title = factory.Sequence(lambda n: f"Activity {n}")
    letters = factory.LazyFunction(dict)
    removed = False

    @classmethod
    def _create(cls, model_class, *args, project, letters, removed, **wanted):
        by = wanted.pop("by", None) or buyer_of(project)
        activity = add_activity(project=project, by=by, **wanted)
        cells = {(activity.pk, stakeholder.pk): held for stakeholder, held in letters.items()}
        set_letters(project=project, base={}, wanted=cells, by=by)
        if removed:
            remove_activity(activity=activity, by=by)
        return activity


class CommunicationRevisionFactory(factory.django.DjangoModelFactory):
    """The next version of the communication plan, by the buyer."""

    class Meta:
        model = CommunicationRevision

    project = factory.SubFactory(ProjectFactory)
    what_changed = factory.Sequence(lambda n: f"Line {n} is new.")
    written_at = factory.LazyFunction(now)
    written_by = factory.LazyAttribute(lambda revision: revision.by or buyer_of(revision.project))
    version = factory.LazyAttribute(lambda revision: revision.project.communication_revisions.count() + 1)

    class Params:
        by = None


class ReadingFactory(factory.django.DjangoModelFactory):
    """Somebody has read the objective as it is now, which the team needs to see."""

    class Meta:
        model = Reading

    stakeholder = factory.SubFactory(StakeholderFactory)
    what = Readable.OBJECTIVE

    @classmethod
    def _create(cls, model_class, *args, stakeholder, what):
        version = versions_of(stakeholder.project, what)[0].version
        return record_reading(stakeholder=stakeholder, what=what, version=version, by=stakeholder.person)


class InvitationFactory(factory.django.DjangoModelFactory):
    """A person is asked today, by the buyer; not answered yet, or what they told the buyer by phone."""

    class Meta:
        model = Invitation

    stakeholder = factory.SubFactory(StakeholderFactory)
    for_what = "Advice on contract terms"

    @classmethod
    def _create(cls, model_class, *args, stakeholder, **wanted):
        by = wanted.pop("by", None) or buyer_of(stakeholder.project)
        said = {"answer": wanted.pop("answer", ""), "reason": wanted.pop("reason", "")}
        asked = invite(**{"stakeholder": stakeholder, "asked_on": today(), "by": by, "nonce": uuid.uuid4(), **wanted})
        if said["answer"]:
            record_answer(invitation=asked, version=asked.version, how="by phone", answered_on=today(), by=by, **said)
        return Invitation.objects.get(pk=asked.pk)


class AcknowledgementFactory(factory.django.DjangoModelFactory):
    """“Yes, that's my part”, by the stakeholder, to their letters and sentence as they are."""

    class Meta:
        model = Acknowledgement

    stakeholder = factory.SubFactory(StakeholderFactory)

    @classmethod
    def _create(cls, model_class, *args, stakeholder):
        return acknowledge_part(stakeholder=stakeholder, letters_shown=letters_now(stakeholder), by=stakeholder.person)


class ExplanationFactory(factory.django.DjangoModelFactory):
    """The project in the words of a member of the team; nobody has heard it yet."""

    class Meta:
        model = Explanation

    project = factory.SubFactory(ProjectFactory)

    @classmethod
    def _create(cls, model_class, *args, project, stakeholder=None, **wanted):
        stakeholder = stakeholder or StakeholderFactory(project=project)
        words = wanted.get("words", "Letters are hard to read; we want them clear; the contact centre helps.")
        return journey.explain(stakeholder=stakeholder, words=words, nonce=uuid.uuid4(), by=stakeholder.person)


class PersonalLinkFactory(factory.django.DjangoModelFactory):
    """A personal link, made by the buyer; its secret is `link.secret`, and where it leads `link.path`."""

    class Meta:
        model = PersonalLink

    stakeholder = factory.SubFactory(StakeholderFactory)

    @classmethod
    def _create(cls, model_class, *args, stakeholder, **wanted):
        secret = make_link(stakeholder=stakeholder, by=wanted.pop("by", None) or buyer_of(stakeholder.project))
        link = stakeholder.personal_links.get(digest=digest_of(secret))
        link.secret, link.path = secret, f"/link/{secret}/"
        return link


class OpenItemFactory(factory.django.DjangoModelFactory):
    """A question that nobody has answered yet, raised by the buyer."""

    class Meta:
        model = OpenItem

    project = factory.SubFactory(ProjectFactory)
    kind = OpenItemKind.QUESTION
    text = factory.Sequence(lambda n: f"Question {n}: who pays for the licences?")
    owner = None
    due_on = None

    @classmethod
    def _create(cls, model_class, *args, project, **wanted):
        by = wanted.pop("by", None) or buyer_of(project)
        return add_open_item(project=project, by=by, nonce=uuid.uuid4(), **wanted)


class RowFactory(factory.django.DjangoModelFactory):
    """A row of a register, added by the buyer. `removed=True`: taken off since."""

    class Meta:
        abstract = True

    project = factory.SubFactory(ProjectFactory)

    @classmethod
    def _create(cls, model_class, *args, project, removed=False, **wanted):
        register, by = REGISTERS[model_class], wanted.pop("by", None) or buyer_of(project)
        row = add_row(register=register, project=project, by=by, nonce=uuid.uuid4(), **wanted)
        if removed:
            remove_row(register=register, row=row, by=by)
        return row


class KeyMilestoneFactory(RowFactory):
    """A day that everybody looks to."""

    class Meta:
        model = KeyMilestone

    title = factory.Sequence(lambda n: f"Tender {n} opens")
    due_on = None


class AccessProblemFactory(factory.django.DjangoModelFactory):
    """Somebody cannot get into a tool."""

    class Meta:
        model = AccessProblem

    @classmethod
    def _create(cls, model_class, *args, stakeholder, tool=None):
        return cannot_get_in(tool=tool or ToolFactory(project=stakeholder.project), stakeholder=stakeholder, by=stakeholder.person)


class ObjectionFactory(factory.django.DjangoModelFactory):
    """Somebody objects to the ways of working; nobody has closed it."""

    class Meta:
        model = Objection

    @classmethod
    def _create(cls, model_class, *args, stakeholder, about="ways", because="It shuts out who works part-time."):
        return object_to(stakeholder=stakeholder, about=about, because=because, nonce=uuid.uuid4(), by=stakeholder.person)


class CadenceItemFactory(RowFactory):
    """A meeting every Monday, whose first has a day."""

    class Meta:
        model = CadenceItem

    name = factory.Sequence(lambda n: f"Stand-up {n}")
    frequency = "Every Monday"
    first_on = factory.LazyFunction(today)


class ToolFactory(RowFactory):
    """Where documents live."""

    class Meta:
        model = Tool

    purpose = "documents"
    name = factory.Sequence(lambda n: f"Records folder {n}")


class WorkingAgreementFactory(RowFactory):
    """The team answers each other within a day."""

    class Meta:
        model = WorkingAgreement

    topic = factory.Sequence(lambda n: f"Answering, {n}")
    text = "We answer each other within one working day."


class CommunicationItemFactory(RowFactory):
    """Team leaders are told when letters change, for nobody of the list by name."""

    class Meta:
        model = CommunicationItem

    audience = factory.Sequence(lambda n: f"Team leaders, {n}")
    message = "Letters change from March."
    channel = "By e-mail"


class CirculationFactory(factory.django.DjangoModelFactory):
    """The communication plan went to the team today, sent by the buyer; there is a line in it."""

    class Meta:
        model = Circulation

    project = factory.SubFactory(ProjectFactory)

    @classmethod
    def _create(cls, model_class, *args, project, **wanted):
        by = wanted.pop("by", None) or buyer_of(project)
        if not project.communication_items.current().exists():
            CommunicationItemFactory(project=project)
        given = {"sent_on": today(), "nonce": uuid.uuid4(), "version": version_of(project), **wanted}
        return send_communication(project=project, by=by, **given)


class ManagementPlanFactory(factory.django.DjangoModelFactory):
    """The approach in a sentence, written by the buyer."""

    class Meta:
        model = ManagementPlan

    project = factory.SubFactory(ProjectFactory)
    approach = "Trial, then buy."

    @classmethod
    def _create(cls, model_class, *args, project, **wanted):
        write_management_plan(project=project, version=0, by=wanted.pop("by", None) or buyer_of(project), **wanted)
        return ManagementPlan.objects.get(project=project)


class HeldElsewhereFactory(RowFactory):
    """The documentation of the proposed work is in the records system, checked today. `checked_on=None`: by nobody yet."""

    class Meta:
        model = HeldElsewhere

    what = Held.DOCUMENTATION
    title = "Proposal folder"
    where = "https://records.example/26-1041"
    checked_on = factory.LazyFunction(today)


class RiskFactory(RowFactory):
    """A medium risk without owner or mitigant. `accepted="because …"`, `closed="because …"`: by the buyer."""

    class Meta:
        model = Risk

    title = factory.Sequence(lambda n: f"Risk {n}: the supplier leaves the market")
    likelihood = 2
    consequence = 3

    @classmethod
    def _create(cls, model_class, *args, accepted="", closed="", **wanted):
        risk = super()._create(model_class, *args, **wanted)
        for because, decide in ((accepted, accept_risk), (closed, close_risk)):
            if because:
                decide(risk=risk, because=because, version=risk.version, by=buyer_of(risk.project))
        return risk


class MitigantFactory(RowFactory):
    """What is done about a risk."""

    class Meta:
        model = Mitigant

    risk = factory.SubFactory(RiskFactory)
    project = factory.SelfAttribute("risk.project")
    action = "Ask a second supplier for a price."


class RiskLookFactory(factory.django.DjangoModelFactory):
    """The team looked today, and found nothing above low."""

    class Meta:
        model = RiskLook

    project = factory.SubFactory(ProjectFactory)
    looked_on = factory.LazyFunction(today)

    @classmethod
    def _create(cls, model_class, *args, project, **wanted):
        return record_look(project=project, by=wanted.pop("by", None) or buyer_of(project), nonce=uuid.uuid4(), **wanted)


class HistoryEntryFactory(factory.django.DjangoModelFactory):
    """The next entry of a project's history, about the project itself, by its buyer."""

    class Meta:
        model = HistoryEntry

    project = factory.SubFactory(ProjectFactory)
    verb = "title changed"

    @classmethod
    def _create(cls, model_class, *args, project, verb, **wanted):
        with change(project, by=wanted.pop("by", None) or buyer_of(project)) as history:
            history.add(verb, project, **wanted)
        return project.history.last()


# ---- The journey --------------------------------------------------------------------------------------------------


class MilestoneFactory(factory.django.DjangoModelFactory):
    """One of a project's three milestones, the first unless said. `open`, `ready` or `complete`; otherwise as it is, the second and third
    locked."""

    class Meta:
        model = Milestone

    project = factory.SubFactory(ProjectFactory)
    position = 1
    open = False
    ready = False
    complete = False

    @classmethod
    def _create(cls, model_class, *args, project, position, **wanted):
        for state, step in {"complete": complete, "ready": make_ready, "open": open_up}.items():
            if wanted[state]:
                return step(project, position)
        return milestone_of(project, position)


class CriterionFactory(factory.django.DjangoModelFactory):
    """One of a project's sixteen criteria, 1.1 unless said; with an `answer` its milestone is open."""

    class Meta:
        model = SuccessCriterion

    project = factory.SubFactory(ProjectFactory)
    key = "1.1"
    answer = Answer.NOT_MET
    reason = REASON

    @classmethod
    def _create(cls, model_class, *args, project, key, answer, reason):
        if answer == Answer.NOT_MET:
            return criterion_of(project, key)
        open_up(project, int(key[0]))
        return answer_criterion(project, key, answer, reason)


class ConfirmationFactory(factory.django.DjangoModelFactory):
    """One side's confirmation of a milestone that is ready; the officer's, unless said. `withdrawn`: taken back again."""

    class Meta:
        model = Confirmation

    milestone = factory.SubFactory(MilestoneFactory, ready=True)
    side = Side.OFFICER
    person = None
    withdrawn = False

    @classmethod
    def _create(cls, model_class, *args, milestone, side, person, withdrawn):
        project = milestone.project
        by = person or (officer_of(project) if side == Side.OFFICER else buyer_of(project))
        confirm(project, milestone.position, by)
        if withdrawn:
            journey.withdraw_confirmation(milestone=milestone, by=by)
        return milestone.confirmations.filter(side=side).last()


class CompletionFactory(factory.django.DjangoModelFactory):
    """The standing completion of a milestone."""

    class Meta:
        model = Completion

    milestone = factory.SubFactory(MilestoneFactory)

    @classmethod
    def _create(cls, model_class, *args, milestone):
        return complete(milestone.project, milestone.position).completion


class ReopeningFactory(factory.django.DjangoModelFactory):
    """The reopening of a milestone that was complete, by its officer."""

    class Meta:
        model = Reopening

    completion = factory.SubFactory(CompletionFactory)
    reason = "The scope has changed."

    @classmethod
    def _create(cls, model_class, *args, completion, reason):
        reopen(completion.milestone.project, completion.milestone.position, reason=reason)
        return model_class.objects.get(completion=completion)


class EvidenceFactory(factory.django.DjangoModelFactory):
    """A link beside a criterion, added by the officer. `note`: a note."""

    class Meta:
        model = Evidence

    class Params:
        note = factory.Trait(kind=EvidenceKind.NOTE, address="", text="Agreed on the phone.")

    criterion = factory.SubFactory(CriterionFactory)
    kind = EvidenceKind.LINK
    title = factory.Sequence(lambda n: f"Stakeholder list {n}")
    address = factory.Sequence(lambda n: f"https://records.example/{n}")
    text = ""

    @classmethod
    def _create(cls, model_class, *args, criterion, **wanted):
        nonce, by = uuid.uuid4(), wanted.pop("by", None) or officer_of(criterion.milestone.project)
        journey.add_evidence(criterion=criterion, nonce=nonce, by=by, **wanted)
        return model_class.objects.get(nonce=nonce)


class SessionFactory(factory.django.DjangoModelFactory):
    """The session of a milestone, as it came with the project. `planned`: for a day in a week, run by its buyer, who comes with the
    officer, with the suggested agenda; `cancelled`: that, and called off; `held`: held yesterday, as its buyer recorded."""

    class Meta:
        model = Session

    milestone = factory.SubFactory(MilestoneFactory)
    planned = False
    cancelled = False
    held = False

    @classmethod
    def _create(cls, model_class, *args, milestone, planned, cancelled, held):
        by = buyer_of(milestone.project)
        if planned or cancelled:
            plan(milestone, by=by)
        if cancelled:
            version = model_class.objects.get(milestone=milestone).version
            journey.cancel_session(milestone=milestone, reason="The minister needs us.", version=version, by=by)
        if held:
            blank = {"notes": "", "version": model_class.objects.get(milestone=milestone).version}
            journey.record_session(milestone=milestone, held_on=today() - datetime.timedelta(days=1), by=by, **blank)
        return model_class.objects.get(milestone=milestone)


def plan(milestone: Milestone, *, by: Person, **changes: object) -> Session:
    """Plan the session of a milestone: in a week at ten, by the buyer with the officer, unless said otherwise."""
    session = Session.objects.get(milestone=milestone)
    people = milestone.project.stakeholders.current()
    usual = {
        "planned_at": timezone.make_aware(datetime.datetime.combine(today() + datetime.timedelta(days=7), datetime.time(10))),
        "place": "Room 4",
        "runner": people.get(role=Role.BUYER),
        "coming": people.filter(role__in=SIDES).in_reading_order(),
        "agenda": [item.as_stored() for item in USUAL[milestone.stage.key]],
        "version": session.version,
    }
    journey.plan_session(milestone=milestone, by=by, **{**usual, **changes})
    return Session.objects.get(milestone=milestone)


class ProjectDraftFactory(factory.django.DjangoModelFactory):
    """A project somebody has begun to type."""

    class Meta:
        model = ProjectDraft

    person = factory.SubFactory(PersonFactory)
    typed = factory.LazyFunction(lambda: {"title": "Telephony for the contact centre"})
    saved_at = factory.LazyFunction(now)
