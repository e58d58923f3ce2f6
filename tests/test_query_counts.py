"""How many queries each page takes: literals, the same with one row of everything and with three, with one project and with thirty."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from milestones.operations import start_project
from milestones.starts import ProjectStart
from projects.models import Held, Role
from projects.operations.agency import set_domains
from projects.operations.people import import_people
from tests.factories import (
    AccessProblemFactory,
    ActivityFactory,
    AgencyContactFactory,
    AgencyPostFactory,
    CadenceItemFactory,
    CirculationFactory,
    CommunicationItemFactory,
    ContactSendingFactory,
    ContactTopicFactory,
    CoverFactory,
    EvidenceFactory,
    ExplanationFactory,
    HeldElsewhereFactory,
    InvitationFactory,
    KeyMilestoneFactory,
    MitigantFactory,
    ObjectionFactory,
    ObjectiveFactory,
    OpenItemFactory,
    PersonFactory,
    ProjectFactory,
    RiskFactory,
    RiskLookFactory,
    SessionFactory,
    StakeholderFactory,
    SuccessMeasureFactory,
    ToolFactory,
    WorkingAgreementFactory,
    buyer_of,
    complete,
    criterion_of,
    make_ready,
    meet,
    milestone_of,
    plan,
    reopen,
)

# url, as the officer; two of them are session and user.
PAGES = {
    "/projects/{ref}/": 8,
    "/projects/{ref}/news/": 3,
    "/projects/{ref}/milestones/1/": 13,
    "/projects/{ref}/milestones/2/": 9,
    "/projects/{ref}/milestones/3/": 8,
    "/projects/{ref}/milestones/1/completed/": 5,
    "/projects/{ref}/milestones/1/reopen/": 5,
    "/projects/{ref}/milestones/1/meeting/": 13,
    "/projects/{ref}/milestones/2/meeting/": 14,
    "/projects/{ref}/milestones/2/meeting/finish/": 45,
    "/projects/{ref}/milestones/1/meeting/agreed/": 6,
    "/projects/{ref}/said-it-back/": 5,
    "/projects/{ref}/milestones/2/session/": 8,
    "/projects/{ref}/milestones/2/session/held/": 7,
    "/projects/{ref}/milestones/2/session/cancel/": 5,
    "/projects/{ref}/milestones/2/session.ics": 6,
    "/projects/{ref}/milestones/2/pre-read/": 8,
    "/projects/{ref}/milestones/2/confirm/": 6,
    "/projects/{ref}/milestones/2/criteria/1/change/": 5,
    "/projects/{ref}/milestones/2/criteria/1/evidence/": 4,
    "/projects/{ref}/summary/": 28,
    "/projects/{ref}/summary.docx": 28,
    "/projects/{ref}/summary.xlsx": 28,
    "/projects/{ref}/project.json": 28,
    "/projects/{ref}/raci.csv": 7,
    "/projects/{ref}/history.csv": 5,
    "/projects/{ref}/people/": 4,
    "/projects/{ref}/people/add/": 4,
    "/projects/{ref}/copy/": 4,
    "/projects/{ref}/copy/?source={another}&parts=people&parts=activities&parts=cadence&parts=tools&parts=agreements": 19,
    "/projects/{ref}/people/ask/": 4,
    "/projects/{ref}/people/why/": 7,
    "/projects/{ref}/people/paste/": 3,
    "/projects/{ref}/people/import/": 4,
    "/projects/{ref}/people/import/template.csv": 3,
    "/projects/{ref}/people/expertise/": 5,
    "/projects/{ref}/people/{stakeholder}/": 6,
    "/projects/{ref}/people/{stakeholder}/invite/": 4,
    "/projects/{ref}/people/{stakeholder}/invite/answer/": 5,
    "/projects/{ref}/people/{stakeholder}/link/": 6,
    "/projects/{ref}/people/{position}/fill/": 5,
    "/projects/{ref}/people/{position}/fill/?chosen=1&to={stakeholder}": 8,
    "/projects/{ref}/people/{stakeholder}/role/": 5,
    "/projects/{ref}/people/{stakeholder}/remove/": 9,
    "/projects/{ref}/people/{officer}/hand-over/": 5,
    "/projects/{ref}/my-part/": 26,
    "/projects/{ref}/my-part/details/": 4,
    "/projects/{ref}/my-part/leave/": 8,
    "/projects/{ref}/objective/": 8,
    "/projects/{ref}/objective/compare/": 5,
    "/projects/{ref}/objective/edit/": 5,
    "/projects/{ref}/raci/": 6,
    "/projects/{ref}/raci/edit/": 6,
    "/projects/{ref}/raci/usual/": 5,
    "/projects/{ref}/raci/add/": 3,
    "/projects/{ref}/raci/{activity}/": 7,
    "/projects/{ref}/raci/{activity}/rename/": 4,
    "/projects/{ref}/raci/{activity}/remove/": 4,
    "/projects/{ref}/contacts/": 5,
    "/projects/{ref}/contacts/use/": 8,
    "/projects/{ref}/contacts/add/": 5,
    "/projects/{ref}/contacts/send/": 6,
    "/projects/{ref}/contacts/{topic}/": 6,
    "/projects/{ref}/open-items/": 5,
    "/projects/{ref}/open-items/?kind=question&owner={stakeholder}": 5,
    "/projects/{ref}/open-items/add/": 4,
    "/projects/{ref}/open-items/{item}/": 5,
    "/projects/{ref}/plan/": 8,
    "/projects/{ref}/plan/dates/": 4,
    "/projects/{ref}/plan/{activity}/": 6,
    "/projects/{ref}/plan/milestones/add/": 3,
    "/projects/{ref}/plan/milestones/{key_milestone}/": 4,
    "/projects/{ref}/plan/milestones/{key_milestone}/remove/": 4,
    "/projects/{ref}/risks/": 7,
    "/projects/{ref}/risks/add/": 4,
    "/projects/{ref}/risks/looked/": 3,
    "/projects/{ref}/risks/{risk}/": 5,
    "/projects/{ref}/risks/{risk}/edit/": 6,
    "/projects/{ref}/risks/{risk}/remove/": 4,
    "/projects/{ref}/risks/{risk}/close/": 4,
    "/projects/{ref}/risks/{risk}/mitigants/add/": 5,
    "/projects/{ref}/risks/{risk}/mitigants/{mitigant}/": 7,
    "/projects/{ref}/risks/{risk}/mitigants/{mitigant}/remove/": 5,
    "/projects/{ref}/ways-of-working/": 9,
    "/projects/{ref}/ways-of-working/cadence/add/": 4,
    "/projects/{ref}/ways-of-working/object/": 4,
    "/projects/{ref}/ways-of-working/tools/{tool}/access/": 5,
    "/projects/{ref}/ways-of-working/agreements/add/": 3,
    "/projects/{ref}/ways-of-working/agreements/{agreement}/": 4,
    "/projects/{ref}/ways-of-working/agreements/{agreement}/remove/": 4,
    "/projects/{ref}/plan/management/": 14,
    "/projects/{ref}/plan/management/edit/": 4,
    "/projects/{ref}/communication/": 11,
    "/projects/{ref}/communication/add/": 6,
    "/projects/{ref}/communication/{line}/": 9,
    "/projects/{ref}/communication/{line}/remove/": 5,
    "/projects/{ref}/communication/send/": 9,
    "/projects/{ref}/held-elsewhere/": 4,
    "/projects/{ref}/held-elsewhere/add/": 3,
    "/projects/{ref}/held-elsewhere/{elsewhere}/": 4,
    "/projects/{ref}/held-elsewhere/{elsewhere}/remove/": 4,
    "/projects/{ref}/history/": 6,
    "/projects/{ref}/edit/": 3,
    "/projects/{ref}/stop/": 3,
    "/projects/{ref}/resume/": 3,
}
OVER_ALL = {"/": 25, "/projects/": 6, "/projects/new/": 4, "/account/": 2, "/account/cover/": 7}


# url, as an administrator; beside session and user.
OF_AN_AGENCY = {
    "/agency/DES/": 8,
    "/agency/DES/domains/": 3,
    "/agency/DES/word/": 3,
    "/agency/DES/risk-levels/": 3,
    "/agency/DES/activities/": 3,
    "/agency/DES/topics/": 3,
    "/agency/DES/expertise/": 3,
    "/agency/DES/contacts/add/": 3,
    "/agency/DES/contacts/{contact}/": 4,
    "/agency/DES/contacts/{contact}/remove/": 5,
    "/agency/DES/people/add/officer/": 3,
    "/agency/DES/people/{post}/": 4,
    "/agency/DES/people/{post}/end/": 7,
}


def queries(client, path):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
        assert response.status_code in {200, 204}, path
        response.getvalue()  # what is sent while it is read asks as it goes
    return len(captured)


def differing(wanted, few, many):
    """The pages that took another number than wanted: wanted, with few rows, with many."""
    found = {path: (number, few[path], many[path]) for path, number in wanted.items()}
    return {path: numbers for path, numbers in found.items() if len(set(numbers)) > 1}


@pytest.fixture
def places(project, officer, member):
    """One of everything: a completion and a reopening behind it, an answer in the open milestone."""
    complete(project, 1)
    reopen(project, 1)
    complete(project, 1)
    meet(project, 1, finished=True)
    meet(project, 2)
    StakeholderFactory(project=project, position_only=True)
    SessionFactory(milestone=milestone_of(project, 1), planned=True, held=True)
    SessionFactory(milestone=milestone_of(project, 2), planned=True)
    add_to(project)
    stakeholders, another = project.stakeholders, ProjectFactory(agency=project.agency, officer=officer)
    ActivityFactory(project=another, letters={StakeholderFactory(project=another): "R"})
    return {
        "ref": project.ref,
        "another": another.pk,
        "stakeholder": InvitationFactory(stakeholder=stakeholders.get(person=member)).stakeholder.pk,
        "position": stakeholders.get(kind="position").pk,
        "officer": stakeholders.get(person=officer).pk,
        "item": project.open_items.first().pk,
        "activity": project.activities.first().pk,
        "topic": project.contact_topics.first().pk,
        "line": project.communication_items.first().pk,
        "risk": project.risks.first().pk,
        "mitigant": project.mitigants.first().pk,
        "elsewhere": project.held_elsewhere.first().pk,
        "key_milestone": project.key_milestones.first().pk,
        "tool": ToolFactory(project=project).pk,
        "agreement": project.working_agreements.first().pk,
    }


def add_to(project):
    """One row more of everything that a page lists."""
    owner = StakeholderFactory(project=project)
    StakeholderFactory(project=project, group=True, affected=True)
    StakeholderFactory(project=project, approver=True, left=True)
    OpenItemFactory(project=project, owner=owner)
    position = project.stakeholders.get(kind="position")
    ActivityFactory(project=project, letters={owner: "R", position: "C"})
    OpenItemFactory(project=project, owner=position)
    ContactTopicFactory(project=project, backup=owner)
    ContactSendingFactory(project=project)
    WorkingAgreementFactory(project=project)
    CadenceItemFactory(project=project)
    AccessProblemFactory(stakeholder=owner)
    ObjectionFactory(stakeholder=owner)
    KeyMilestoneFactory(project=project)
    CommunicationItemFactory(project=project, stakeholders=[owner], owner=owner)
    CirculationFactory(project=project)
    CommunicationItemFactory(project=project, beside={"team_needs_to_see": True})
    MitigantFactory(risk=RiskFactory(project=project, owner=owner), owner=owner)
    RiskFactory(project=project, closed="It happened.")
    RiskLookFactory(project=project)
    taken = project.held_elsewhere.values_list("what", flat=True)
    HeldElsewhereFactory(project=project, what=next(what for what in Held.values if what not in taken))
    AgencyContactFactory(agency=project.agency, topic=f"Topic of the agency {owner.pk}")
    SuccessMeasureFactory(project=project)
    ObjectiveFactory(project=project, team_needs_to_see=True)
    EvidenceFactory(criterion=criterion_of(project, "2.1"))
    EvidenceFactory(criterion=criterion_of(project, "1.1"))
    ExplanationFactory(project=project)
    plan(milestone_of(project, 2), by=buyer_of(project), coming=project.stakeholders.current().filter(kind="person"))


def test_pages_of_a_project_take_the_same_queries_however_much_is_in_it(project, officer, places, client_of):
    client = client_of(officer)
    few = {path: queries(client, path.format(**places)) for path in PAGES}
    add_to(project)
    add_to(project)
    many = {path: queries(client, path.format(**places)) for path in PAGES}
    assert differing(PAGES, few, many) == {}


# The workshop and its milestone, as the officer.
OF_THE_WORKSHOP = {
    "/projects/{ref}/milestones/3/": 12,
    "/projects/{ref}/milestones/3/meeting/": 22,
    "/projects/{ref}/milestones/3/meeting/finish/": 56,
}


def test_the_workshop_takes_the_same_queries_with_three_members_and_with_sixty(project, officer, buyer, client_of):
    client, place = client_of(officer), {"ref": project.ref}
    members = project.stakeholders.current().filter(role=Role.TEAM_MEMBER)
    StakeholderFactory.create_batch(2, project=project)
    meet(project, 3, agreed=["cadence"])
    SessionFactory(milestone=milestone_of(project, 3), held=True)

    def counted() -> dict[str, int]:
        return {path: queries(client, path.format(**place)) for path in OF_THE_WORKSHOP}

    few, number = counted(), members.count()
    rows = [{"kind": "person", "name": f"Member {n}", "email": f"m{n}@des.example", "role": Role.TEAM_MEMBER} for n in range(57)]
    import_people(project=project, rows=rows, by=buyer, nonce=uuid.uuid4())
    assert (number, members.count()) == (3, 60)
    assert differing(OF_THE_WORKSHOP, few, counted()) == {}


def test_pages_over_all_projects_take_the_same_queries_with_one_and_with_thirty(project, officer, agency, client_of):
    client = client_of(officer)
    few = {path: queries(client, path) for path in OVER_ALL}
    for number in range(29):
        other = ProjectFactory(agency=agency, officer=officer)
        OpenItemFactory(project=other, owner=other.stakeholders.get(role=Role.PROCUREMENT_OFFICER))
        if number % 10 == 0:
            make_ready(other, 1)
    many = {path: queries(client, path) for path in OVER_ALL}
    assert differing(OVER_ALL, few, many) == {}


def test_pages_of_an_agency_take_the_same_queries_however_much_is_in_it(project, officer, administrator, agency_officer, client_of):
    client, agency, post = client_of(administrator), project.agency, agency_officer.posts.get().pk
    contact = AgencyContactFactory(agency=agency).pk

    def add() -> None:
        AgencyPostFactory(agency=agency)
        AgencyContactFactory(agency=agency, topic=f"Topic {uuid.uuid4()}")
        CoverFactory(officer=officer)
        start = ProjectStart(title="Waiting", agency=agency, part="buyer", ask_for_officer=True)
        start_project(start=start, by=PersonFactory(agency=agency, email=f"{uuid.uuid4()}@des.example"))
        ProjectFactory(agency=agency, officer=agency_officer)
        set_domains(agency=agency, domains=["des.example", f"{uuid.uuid4()}.example"], version=9, by=administrator)

    def counted() -> dict[str, int]:
        return {path: queries(client, path.format(post=post, contact=contact)) for path in OF_AN_AGENCY}

    add()
    few = counted()
    add()
    add()
    assert differing(OF_AN_AGENCY, few, counted()) == {}
