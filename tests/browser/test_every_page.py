"""Every page of the address table: by axe, at 320 px, with wide text spacing, and after its form was sent with nothing in it."""

import datetime
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.urls import get_resolver
from playwright.sync_api import BrowserContext, Page, Response, expect

from milestones import operations as journey
from milestones.models import Answer
from milestones.starts import ProjectStart
from projects.clock import today
from projects.models import (
    Activity,
    BuyingProject,
    CommunicationItem,
    ContactTopic,
    Decision,
    Expertise,
    Held,
    HeldElsewhere,
    OpenItemKind,
    ProjectState,
    Role,
)
from projects.operations.expertise import decide_expertise
from projects.operations.people import remove_stakeholder
from projects.operations.project import stop_project
from tests.browser.conftest import PHONE, WIDE, Complaints
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
    PersonalLinkFactory,
    PersonFactory,
    ProjectDraftFactory,
    ProjectFactory,
    RiskFactory,
    SessionFactory,
    StakeholderFactory,
    SuccessMeasureFactory,
    ToolFactory,
    WorkingAgreementFactory,
    answer_criterion,
    complete,
    confirm,
    criterion_of,
    identify_everyone,
    make_ready,
    meet,
    milestone_of,
    plan,
    reopen,
)
from tests.summary_rows import fill_summary
from tests.test_access import names

# `blank`: its form, sent with nothing in it, comes back with 422 and says what is wrong. A number: the status of the page.
# url name                  who            page
TABLE = """
milestones:my_work          officer        /
milestones:my_work          buyer          /
milestones:my_work          agency_officer /
milestones:my_work          administrator  /
milestones:my_work          newcomer       /
milestones:portfolio        officer        /projects/
milestones:portfolio        viewer         /projects/?q=nothing+is+called+this
milestones:portfolio        newcomer       /projects/
milestones:start            buyer          /projects/new/ blank
milestones:start            guest          /projects/new/ 403
milestones:start_title      buyer          /projects/new/{draft}/ blank
milestones:start_part       buyer          /projects/new/{new_draft}/part/ blank
milestones:start_people     buyer          /projects/new/{draft}/people/
milestones:start_outcome    buyer          /projects/new/{draft}/outcome/
milestones:start_check      buyer          /projects/new/{draft}/check/
milestones:start_check      buyer          /projects/new/{new_draft}/check/
milestones:start_discard    buyer          /projects/new/{draft}/discard/
milestones:take_on          agency_officer /projects/{queued}/take-on/
milestones:overview         buyer          /projects/{new}/
milestones:overview         buyer          /projects/{busy}/
milestones:overview         wider          /projects/{busy}/
milestones:overview         viewer         /projects/{done}/
milestones:overview         officer        /projects/{paused}/
milestones:milestone        buyer          /projects/{new}/milestones/1/
milestones:milestone        member         /projects/{new}/milestones/2/
milestones:milestone        officer        /projects/{busy}/milestones/1/
milestones:milestone        officer        /projects/{busy}/milestones/2/
milestones:milestone        officer        /projects/{ready}/milestones/1/
milestones:milestone        viewer         /projects/{done}/milestones/3/
milestones:milestone        member         /projects/{paused}/milestones/1/
milestones:meeting          officer        /projects/{busy}/milestones/2/meeting/
milestones:meeting          member         /projects/{busy}/milestones/3/meeting/
milestones:meeting          buyer          /projects/{busy}/milestones/1/meeting/
milestones:meeting          viewer         /projects/{paused}/milestones/1/meeting/
milestones:meeting_finish   officer        /projects/{busy}/milestones/2/meeting/finish/
milestones:meeting_finish   buyer          /projects/{busy}/milestones/3/meeting/finish/ blank
milestones:meeting_agreed   officer        /projects/{busy}/milestones/1/meeting/agreed/ blank
milestones:meeting_agreed   buyer          /projects/{new}/milestones/1/meeting/agreed/ 409
milestones:said_it_back     member         /projects/{busy}/said-it-back/ blank
milestones:session          buyer          /projects/{busy}/milestones/2/session/
milestones:session          officer        /projects/{paused}/milestones/1/session/ 409
milestones:session          officer        /projects/{new}/milestones/1/session/ blank
milestones:session_held     officer        /projects/{busy}/milestones/1/session/held/
milestones:session_held     buyer          /projects/{new}/milestones/1/session/held/ blank
milestones:session_cancel   buyer          /projects/{busy}/milestones/3/session/cancel/ blank
milestones:session_cancel   officer        /projects/{busy}/milestones/1/session/cancel/
milestones:pre_read         viewer         /projects/{new}/milestones/1/pre-read/
milestones:pre_read         member         /projects/{busy}/milestones/2/pre-read/
milestones:change           officer        /projects/{busy}/milestones/2/criteria/1/change/
milestones:change           officer        /projects/{busy}/milestones/2/criteria/4/change/ blank
milestones:change           officer        /projects/{busy}/milestones/1/criteria/1/change/
milestones:change           officer        /projects/{busy}/milestones/3/criteria/1/change/
milestones:evidence_add     member         /projects/{busy}/milestones/2/criteria/1/evidence/ blank
milestones:evidence_remove  member         /projects/{busy}/milestones/2/criteria/1/evidence/{evidence}/remove/
milestones:confirm          buyer          /projects/{ready}/milestones/1/confirm/
milestones:confirm          officer        /projects/{ready}/milestones/1/confirm/
milestones:confirm          buyer          /projects/{busy}/milestones/2/confirm/
milestones:reopen           officer        /projects/{done}/milestones/1/reopen/ blank
milestones:completed        viewer         /projects/{busy}/milestones/1/completed/
milestones:summary          officer        /projects/{busy}/summary/
milestones:summary          viewer         /projects/{new}/summary/
projects:people             buyer          /projects/{new}/people/
projects:people             officer        /projects/{busy}/people/
projects:people             wider          /projects/{busy}/people/
projects:people             viewer         /projects/{queued}/people/
projects:person_add         buyer          /projects/{busy}/people/add/ blank
projects:people_paste       officer        /projects/{busy}/people/paste/ blank
projects:people_import      officer        /projects/{busy}/people/import/ blank
projects:expertise          buyer          /projects/{busy}/people/expertise/
projects:expertise          member         /projects/{busy}/people/expertise/
projects:person             buyer          /projects/{busy}/people/{person}/ blank
projects:person             buyer          /projects/{busy}/people/{position}/
projects:person             member         /projects/{busy}/people/{person}/
projects:person             officer        /projects/{busy}/people/{left}/
projects:person_role        buyer          /projects/{busy}/people/{person}/role/
projects:position_fill      buyer          /projects/{busy}/people/{position}/fill/ blank
projects:position_fill      buyer          /projects/{busy}/people/{position}/fill/?chosen=1&to={person}
projects:hand_over          officer        /projects/{busy}/people/{seat}/hand-over/ blank
projects:invite             buyer          /projects/{busy}/people/{person}/invite/ blank
projects:copy_from          officer        /projects/{busy}/copy/
projects:copy_from          officer        /projects/{new}/copy/?source={busy_pk}&parts=people&parts=activities&parts=cadence&parts=tools
projects:ask_team           buyer          /projects/{busy}/people/ask/ blank
projects:why_it_matters     buyer          /projects/{busy}/people/why/
projects:invitation_answer  officer        /projects/{busy}/people/{person}/invite/answer/ blank
projects:personal_link      buyer          /projects/{busy}/people/{linked}/link/
projects:personal_link      buyer          /projects/{busy}/people/{person}/link/
projects:person_remove      officer        /projects/{busy}/people/{person}/remove/
projects:contact_remove     buyer          /projects/{busy}/people/{person}/remove-contact-details/
projects:my_part            member         /projects/{new}/my-part/
projects:my_part            member         /projects/{busy}/my-part/
projects:my_part            wider          /projects/{busy}/my-part/
projects:my_part            officer        /projects/{busy}/my-part/
projects:my_details         member         /projects/{busy}/my-part/details/
projects:leave              member         /projects/{busy}/my-part/leave/
projects:leave              buyer          /projects/{busy}/my-part/leave/
projects:objective          buyer          /projects/{new}/objective/
projects:objective          member         /projects/{busy}/objective/
projects:objective_compare  member         /projects/{busy}/objective/compare/
projects:objective_compare  buyer          /projects/{new}/objective/compare/
projects:objective_edit     buyer          /projects/{busy}/objective/edit/
projects:raci               buyer          /projects/{busy}/raci/
projects:raci               buyer          /projects/{new}/raci/
projects:raci               member         /projects/{busy}/raci/
projects:raci_edit          officer        /projects/{busy}/raci/edit/
projects:raci_usual         buyer          /projects/{new}/raci/usual/ blank
projects:activity_add       buyer          /projects/{busy}/raci/add/ blank
projects:activity           officer        /projects/{busy}/raci/{activity}/
projects:activity_rename    buyer          /projects/{busy}/raci/{activity}/rename/ blank
projects:activity_remove    buyer          /projects/{busy}/raci/{activity}/remove/
projects:contacts           officer        /projects/{busy}/contacts/
projects:contacts           buyer          /projects/{new}/contacts/
projects:contacts           wider          /projects/{busy}/contacts/?q=privacy
projects:contacts           viewer         /projects/{busy}/contacts/?q=nothing+is+called+this
projects:contacts           officer        /projects/{paused}/contacts/
projects:contacts_use       buyer          /projects/{new}/contacts/use/
projects:contacts_use       buyer          /projects/{busy}/contacts/use/
projects:contacts_send      officer        /projects/{busy}/contacts/send/
projects:contact_add        buyer          /projects/{busy}/contacts/add/ blank
projects:contact            officer        /projects/{busy}/contacts/{topic}/
projects:plan               officer        /projects/{busy}/plan/
projects:plan               member         /projects/{empty}/plan/
projects:plan_dates         officer        /projects/{busy}/plan/dates/
projects:plan_activity_edit officer        /projects/{busy}/plan/{activity}/
projects:key_milestone_add  officer        /projects/{busy}/plan/milestones/add/ blank
projects:key_milestone      officer        /projects/{busy}/plan/milestones/{key_milestone}/ blank
projects:key_milestone_remove officer      /projects/{busy}/plan/milestones/{key_milestone}/remove/
projects:risks              member         /projects/{busy}/risks/
projects:risks              officer        /projects/{new}/risks/
projects:risks              viewer         /projects/{busy}/risks/
projects:risk_add           member         /projects/{busy}/risks/add/ blank
projects:risks_looked       officer        /projects/{new}/risks/looked/ blank
projects:risk               member         /projects/{busy}/risks/{risk}/
projects:risk               buyer          /projects/{busy}/risks/{risk}/
projects:risk_edit          officer        /projects/{busy}/risks/{risk}/edit/ blank
projects:risk_remove        officer        /projects/{busy}/risks/{risk}/remove/
projects:risk_accept        buyer          /projects/{busy}/risks/{risk}/accept/ blank
projects:risk_close         officer        /projects/{busy}/risks/{risk}/close/ blank
projects:mitigant_add       member         /projects/{busy}/risks/{risk}/mitigants/add/ blank
projects:mitigant           officer        /projects/{busy}/risks/{risk}/mitigants/{mitigant}/ blank
projects:mitigant_remove    officer        /projects/{busy}/risks/{risk}/mitigants/{mitigant}/remove/
projects:ways_of_working    member         /projects/{busy}/ways-of-working/
projects:ways_of_working    officer        /projects/{new}/ways-of-working/
projects:cadence_add        officer        /projects/{busy}/ways-of-working/cadence/add/ blank
projects:cadence            officer        /projects/{busy}/ways-of-working/cadence/{cadence}/ blank
projects:cadence_remove     officer        /projects/{busy}/ways-of-working/cadence/{cadence}/remove/
projects:tool_add           officer        /projects/{busy}/ways-of-working/tools/add/ blank
projects:tool               officer        /projects/{busy}/ways-of-working/tools/{tool}/ blank
projects:tool_remove        officer        /projects/{busy}/ways-of-working/tools/{tool}/remove/
projects:tool_access        member         /projects/{busy}/ways-of-working/tools/{tool}/access/ blank
projects:objection_add      member         /projects/{busy}/ways-of-working/object/ blank
projects:objection_close    buyer          /projects/{busy}/ways-of-working/objections/{objection}/close/ blank
projects:agreement_add      officer        /projects/{busy}/ways-of-working/agreements/add/ blank
projects:agreement          officer        /projects/{busy}/ways-of-working/agreements/{agreement}/ blank
projects:agreement_remove   officer        /projects/{busy}/ways-of-working/agreements/{agreement}/remove/
projects:management_plan    member         /projects/{busy}/plan/management/
projects:management_plan    officer        /projects/{new}/plan/management/
projects:management_plan_edit officer      /projects/{busy}/plan/management/edit/
projects:communication      member         /projects/{busy}/communication/
projects:communication      officer        /projects/{busy}/communication/
projects:communication      officer        /projects/{new}/communication/
projects:communication_add  officer        /projects/{busy}/communication/add/ blank
projects:communication_item officer        /projects/{busy}/communication/{line}/ blank
projects:communication_remove officer      /projects/{busy}/communication/{line}/remove/
projects:communication_send officer        /projects/{busy}/communication/send/ blank
projects:held_elsewhere     member         /projects/{busy}/held-elsewhere/
projects:held_elsewhere     officer        /projects/{busy}/held-elsewhere/
projects:held_elsewhere     officer        /projects/{new}/held-elsewhere/
projects:elsewhere_add      officer        /projects/{busy}/held-elsewhere/add/ blank
projects:elsewhere          officer        /projects/{busy}/held-elsewhere/{elsewhere}/ blank
projects:elsewhere_remove   officer        /projects/{busy}/held-elsewhere/{elsewhere}/remove/
projects:open_items         member         /projects/{busy}/open-items/
projects:open_items         viewer         /projects/{busy}/open-items/?show=answered
projects:open_items         member         /projects/{busy}/open-items/?kind=gap&owner=nobody
projects:open_item_add      member         /projects/{busy}/open-items/add/ blank
projects:open_item          member         /projects/{busy}/open-items/{item}/ blank
projects:open_item          viewer         /projects/{busy}/open-items/{item}/
projects:history            viewer         /projects/{busy}/history/
projects:history            officer        /projects/{new}/history/?q=nothing+says+this
projects:project_edit       buyer          /projects/{busy}/edit/ blank
projects:project_edit       member         /projects/{busy}/edit/ 403
projects:value              buyer          /projects/{busy}/value/
projects:stop               officer        /projects/{busy}/stop/ blank
projects:stop               officer        /projects/{paused}/stop/
projects:resume             buyer          /projects/{paused}/resume/
projects:agency_hand_over   administrator  /agency/hand-over/{left_alone}/ blank
projects:agency_choice      twofold        /agency/
projects:agency             administrator  /agency/DES/
projects:agency_domains     administrator  /agency/DES/domains/
projects:agency_word        administrator  /agency/DES/word/ blank
projects:agency_risk_levels administrator  /agency/DES/risk-levels/ blank
projects:agency_activities  administrator  /agency/DES/activities/
projects:agency_topics      administrator  /agency/DES/topics/
projects:agency_contact_add administrator  /agency/DES/contacts/add/ blank
projects:agency_contact     administrator  /agency/DES/contacts/{agency_contact}/ blank
projects:agency_contact_remove administrator /agency/DES/contacts/{agency_contact}/remove/
projects:agency_expertise   administrator  /agency/DES/expertise/
projects:agency_post_add    administrator  /agency/DES/people/add/viewer/ blank
projects:agency_post_add    administrator  /agency/DES/people/add/officer/ blank
projects:agency_post        administrator  /agency/DES/people/{post}/ blank
projects:agency_post_end    administrator  /agency/DES/people/{officers_post}/end/
projects:cover              officer        /account/cover/ blank
projects:cover              member         /account/cover/
projects:cover_end          officer        /account/cover/{cover}/end/
projects:open_link          stranger       /link/{secret}/
projects:open_link          officer        /link/{secret}/
projects:open_link          stranger       /link/nobody-made-this/ 404
account_login               stranger       /sign-in/ blank
account_logout              member         /sign-out/
account_confirm_login_code  stranger       /sign-in/code/ blank
site:account                officer        /account/
site:guide                  stranger       /guide/
site:guide                  member         /guide/
site:help                   stranger       /help/
site:accessibility          stranger       /accessibility/
site:privacy                stranger       /privacy/
no_such_page                member         /projects/DES-999/ 404
no_such_page                stranger       /nothing/here/ 404
"""

# Addresses that are no page to look at.
NO_PAGES = {
    "milestones:tick": "POST only",
    "projects:activity_status": "POST only",
    "projects:access_solved": "POST only",
    "milestones:hear": "POST only",
    "milestones:meeting_who": "POST only",
    "milestones:meeting_fall": "POST only",
    "milestones:meeting_block": "POST only",
    "milestones:meeting_briefed": "POST only",
    "milestones:meeting_read": "POST only",
    "milestones:withdraw": "POST only",
    "milestones:invitation": "a file for calendars",
    "milestones:news": "a part, asked for by the milestone page",
    "milestones:summary_docx": "a file",
    "milestones:summary_xlsx": "a file",
    "milestones:raci_csv": "a file",
    "milestones:history_csv": "a file",
    "milestones:project_json": "a file",
    "projects:people_import_template": "a file",
    "projects:raci_check": "a part, asked for by the editors",
    "projects:personal_link_end": "POST only",
    "sign_in_as": "POST only",
    "account_signup": "the address of account_login",
    "site:sign_out_elsewhere": "POST only",
    "projects:elsewhere_check": "POST only",
    "health:live": "for machines",
    "health:ready": "for machines",
}
ON_THEIR_OWN = [400, "403_csrf", 413, 422, 429, 500, 503]  # pages that answer when nothing else can

AXE = (Path(__file__).parent.parent / "vendor" / "axe.min.js").read_text()
RUN_AXE = """async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"], preload: false });
  return found.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(" ")}: ${n.failureSummary}`));
}"""
UNFOLD = "() => document.querySelectorAll('details').forEach((fold) => { fold.open = true; })"
SPACE_OUT = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }" +
                    "p { margin-bottom: 2em !important }");
  document.adoptedStyleSheets = [sheet];
}"""
TOO_WIDE = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= 320) return [];
  const wide = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > 320.5);
  return wide.slice(-3).map((e) => `${root.scrollWidth} px: ${e.localName}.${e.className} ${e.textContent.trim().slice(0, 40)}`);
}"""
UNSEEN = """() => {
  const choices = [...document.querySelectorAll(".nsw-form__radio-input, .nsw-form__checkbox-input")];
  return choices.filter((e) => e.nextElementSibling?.localName !== "label").map((e) => `no label right after ${e.name}, which draws it`);
}"""
SEND_NOTHING = """() => {
  const form = document.querySelector("main form[novalidate]");
  form.querySelectorAll("input:not([type=hidden]), textarea, select").forEach((field) => {
    if (field.type === "radio" || field.type === "checkbox") field.checked = false; else field.value = "";
  });
  form.requestSubmit();
}"""


@dataclass(frozen=True)
class Look:
    """One page, and who looks at it."""

    name: str
    who: str
    path: str
    how: tuple[str, ...] = field(default=())

    @property
    def status(self) -> int:
        """What the page is answered with."""
        return next((int(word) for word in self.how if word.isdigit()), 200)


LOOKS = [Look(name, who, path, tuple(how)) for name, who, path, *how in (line.split() for line in TABLE.strip().splitlines())]


# ---- What there is to see -----------------------------------------------------------------------------------------


def fill(project: BuyingProject) -> BuyingProject:
    """A project in its second milestone, with something of everything, some of it long."""
    identify_everyone(project)
    by = project.stakeholders.get(role=Role.BUYER).person
    for role, name in {Role.TEAM_MEMBER: "Mei Waratah", Role.WIDER: "Noor Correa"}.items():
        StakeholderFactory(project=project, person=PersonFactory(agency=project.agency, name=name), role=role)
    long_name = "Konstantina Papadimitriou-Featherstonehaugh"
    long_mail = "konstantina.papadimitriou-featherstonehaugh@procurement-and-supply.des.example"
    person = PersonFactory(agency=project.agency, name=long_name, email=long_mail, position="Director, Whole-of-Department Services")
    StakeholderFactory(
        project=project, person=person, role=Role.BUYERS_AGENT, is_high_interest=True, support_criteria="A tested exit plan."
    )
    StakeholderFactory(project=project, position_only=True, name="Accessibility adviser", expertise=Expertise.ACCESSIBILITY)
    StakeholderFactory(project=project, person=PersonFactory(agency=project.agency, name="Leo Hakea"), left=True)
    decide_expertise(project=project, decisions={Expertise.LEGAL: Decision.NEEDED, Expertise.CYBER: Decision.NOT_NEEDED}, notes={}, by=by)
    ObjectiveFactory(project=project)
    SuccessMeasureFactory(project=project)
    SuccessMeasureFactory(project=project)
    complete(project, 1)
    reopen(project, 1)
    complete(project, 1)
    SessionFactory(milestone=milestone_of(project, 1), held=True)
    plan(milestone_of(project, 2), by=by, place="Room 3.14, or https://meet.example/" + "a-long-address-that-does-not-break/" * 6)
    meet(project, 2)
    SessionFactory(milestone=milestone_of(project, 3), planned=True)
    meet(project, 3, agreed=["cadence"])
    ExplanationFactory(project=project)
    answer_criterion(project, "2.1")
    answer_criterion(project, "2.2", Answer.NOT_NEEDED)
    address = "https://records.example/" + "a-long-address-that-does-not-break/" * 6
    mine = project.stakeholders.get(name="Mei Waratah")
    EvidenceFactory(criterion=criterion_of(project, "2.1"), by=mine.person)
    EvidenceFactory(criterion=criterion_of(project, "2.1"), title=address, address=address)
    EvidenceFactory(criterion=criterion_of(project, "1.1"), note=True)
    OpenItemFactory(project=project, owner=mine, due_on=today() - datetime.timedelta(days=3))
    OpenItemFactory(project=project, kind=OpenItemKind.DECISION, text="Which states does it serve? " * 12)
    StakeholderFactory(project=project, person=PersonFactory(agency=project.agency, name="Joi Banksia"), part="")  # 1.1 needs another look
    return project


@pytest.fixture
def newcomer(agency):
    return PersonFactory(agency=agency, name="Nia Paperbark")


@pytest.fixture
def twofold(agency):
    """Administers two agencies."""
    post = AgencyPostFactory(agency=agency, kind="administrator", person=PersonFactory(agency=agency, name="Tia Paperbark"))
    return AgencyPostFactory(person=post.person, kind="administrator").person


@pytest.fixture
def guest(db):
    return PersonFactory(agency=None, name="Gus Lilly Pilly")


def activity_in(project: BuyingProject) -> Activity:
    """An activity with much to say: one who does both, a group that is asked, nobody told."""
    people = list(project.stakeholders.current().in_reading_order())
    letters = {people[0]: "AR", people[-1]: "C"}
    ActivityFactory(project=project, title="Write the buying strategy")
    title = "Complete the cyber security and privacy assessments of whole-of-department telephony"
    return ActivityFactory(project=project, title=title, letters=letters)


def topic_in(project: BuyingProject) -> ContactTopic:
    """A list of who to contact for what: a leaver, a contact of the agency, a long topic that nobody is asked about; sent."""
    people = project.stakeholders
    leo = StakeholderFactory(project=project, person=PersonFactory(agency=project.agency, name="Lou Hakea"))
    long_one = people.get(name="Konstantina Papadimitriou-Featherstonehaugh")
    ContactTopicFactory(project=project, topic="Privacy", first=leo, backup=long_one)
    remove_stakeholder(stakeholder=leo, by=people.get(role=Role.BUYER, left_at=None).person)
    desk = AgencyContactFactory(agency=project.agency, topic="Media")
    ContactTopicFactory(project=project, topic="Media", first_of_agency=desk)
    ContactTopicFactory(project=project, topic="Technical", first=long_one)
    ContactSendingFactory(project=project, how="by e-mail, and handed round at the briefing")
    return ContactTopicFactory(project=project, topic="Whole-of-department telephony in regional offices, and parking", first=None)


def line_in(project: BuyingProject) -> CommunicationItem:
    """A communication plan sent, by e-mail, and changed since: the team needs to see it. Somebody of high interest is in no line."""
    CommunicationItemFactory(project=project)
    CirculationFactory(project=project, how="by e-mail, and read out at the briefing")
    everyone = list(project.stakeholders.current())
    StakeholderFactory(project=project, name="Residents of the hinterland", group=True, is_high_interest=True)
    long_one = project.stakeholders.get(name="Konstantina Papadimitriou-Featherstonehaugh")
    said = {"frequency": "every second Thursday", "trigger": "the tender has closed", "feedback_route": "to the project’s mailbox"}
    beside = {"team_needs_to_see": True}
    return CommunicationItemFactory(project=project, stakeholders=everyone, owner=long_one, beside=beside, **said)


def elsewhere_in(project: BuyingProject) -> HeldElsewhere:
    """Records held elsewhere: a long address, and a file number that nobody has checked."""
    HeldElsewhereFactory(project=project, what=Held.RISKS, where="File 26/1041, volume 3, in the registry", checked_on=None)
    HeldElsewhereFactory(project=project, what=Held.OBJECTIVE, where="SharePoint")
    return HeldElsewhereFactory(project=project, where=f"https://records.example/{'a-long-address/' * 20}")


@pytest.fixture
def places(agency, project, buyer, officer, member, wider, viewer, agency_officer, administrator) -> dict[str, object]:
    """Projects in the states that look different, and what their addresses name."""

    def another(**wanted) -> BuyingProject:
        made = ProjectFactory(agency=agency, **{"buyer": buyer, "officer": officer, **wanted})
        for person, role in {member: Role.TEAM_MEMBER, wider: Role.WIDER}.items():
            StakeholderFactory(project=made, person=person, role=role)
        return made

    queue = ProjectStart(title="Waiting for an officer", agency=agency, part="buyer", ask_for_officer=True)
    busy = fill(
        ProjectFactory(agency=agency, buyer=buyer, officer=officer, title="Whole-of-department telephony and contact-centre services")
    )
    for person, role in {member: Role.TEAM_MEMBER, wider: Role.WIDER}.items():
        StakeholderFactory(project=busy, person=person, role=role, part="")
    ready = another(title="Ready to confirm")
    make_ready(ready, 1)
    confirm(ready, 1, officer)
    paused = another(title="On hold")
    stop_project(project=paused, state=ProjectState.PAUSED, reason="No money before July.", by=buyer)
    gone = PersonFactory(agency=agency, name="Gia Kurrajong")
    left_alone = another(title="Its buyer has gone", buyer=gone)
    gone.is_active = False
    gone.save()
    typed = {"title": "Plain-language letters", "agency": agency.pk, "part": "preparing", "buyer_name": "Ruth Banksia"}
    seats = busy.stakeholders
    risk = RiskFactory(project=busy, title="The incumbent leaves the market before the new service is running", likelihood=4, consequence=5)
    RiskFactory(project=busy, closed="It cannot happen any more.")
    link = PersonalLinkFactory(stakeholder=seats.get(person=member))
    return {
        "new": project.ref,
        "busy": busy.ref,
        "busy_pk": busy.pk,
        "ready": ready.ref,
        "empty": another(title="Nothing written yet").ref,
        "done": another(title="All done", complete=3).ref,
        "paused": paused.ref,
        "queued": journey.start_project(start=queue, by=buyer).ref,
        "left_alone": left_alone.ref,
        "draft": ProjectDraftFactory(person=buyer, typed=typed).pk,
        "new_draft": ProjectDraftFactory(person=buyer).pk,
        "person": InvitationFactory(stakeholder=seats.get(name="Konstantina Papadimitriou-Featherstonehaugh")).stakeholder.pk,
        "linked": link.stakeholder.pk,
        "secret": link.secret,
        "position": seats.get(name="Accessibility adviser").pk,
        "left": seats.get(name="Leo Hakea").pk,
        "seat": seats.get(person=officer).pk,
        "evidence": EvidenceFactory(criterion=criterion_of(busy, "2.1"), by=member).pk,
        "activity": activity_in(busy).pk,
        "topic": topic_in(busy).pk,
        "line": line_in(busy).pk,
        "elsewhere": elsewhere_in(busy).pk,
        "key_milestone": KeyMilestoneFactory(project=busy, due_on=today()).pk,
        "cadence": CadenceItemFactory(project=busy).pk,
        "tool": (tool := ToolFactory(project=busy, address="https://records.example/")).pk,
        "problem": AccessProblemFactory(tool=tool, stakeholder=seats.get(person=member)).pk,
        "objection": ObjectionFactory(stakeholder=seats.get(person=member)).pk,
        "agreement": WorkingAgreementFactory(project=busy).pk,
        "summary": fill_summary(busy)["risk"],
        "risk": risk.pk,
        "mitigant": MitigantFactory(risk=risk, due_on=today(), owner=seats.get(person=officer)).pk,
        "item": OpenItemFactory(project=busy, owner=seats.get(person=member), due_on=today()).pk,
        "cover": CoverFactory(officer=officer, covered_by=PersonFactory(agency=agency, name="Cleo Saltbush")).pk,
        "agency_contact": AgencyContactFactory(agency=agency, topic="Probity").pk,
        "post": viewer.posts.get().pk,
        "officers_post": agency_officer.posts.get().pk,
    }


@pytest.fixture
def page_of(request, open_context: Callable[..., BrowserContext]) -> Callable[[str], Page]:
    """One page for each person, signed in when it is first asked for."""
    pages: dict[str, Page] = {}

    def page(who: str) -> Page:
        if who not in pages:
            pages[who] = open_context(None if who == "stranger" else request.getfixturevalue(who)).new_page()
        return pages[who]

    return page


# ---- Looking ------------------------------------------------------------------------------------------------------


def wrong_on(page: Page) -> Iterator[str]:
    """What is wrong with the page as it stands: at two widths, unfolded on the narrow one; at 320 px; with wide text spacing."""
    page.evaluate(AXE)
    yield from page.evaluate(UNSEEN)
    page.set_viewport_size(WIDE)
    yield from (f"at 1280: {found}" for found in page.evaluate(RUN_AXE))
    page.set_viewport_size(PHONE)
    page.evaluate(UNFOLD)
    yield from (f"at 390: {found}" for found in page.evaluate(RUN_AXE))
    page.set_viewport_size({"width": 320, "height": 640})
    yield from (f"at 320: {found}" for found in page.evaluate(TOO_WIDE))
    page.evaluate(SPACE_OUT)
    yield from (f"at 320, spaced out: {found}" for found in page.evaluate(TOO_WIDE))
    page.set_viewport_size(WIDE)


def come_to_the_code_page(page: Page) -> None:
    """It is there only for somebody who asked for a code."""
    page.goto("/sign-in/")
    page.get_by_label("Your work e-mail address").fill("nobody@elsewhere.example")
    page.get_by_role("button", name="Send me a code").click()
    page.wait_for_url("**/sign-in/code/")


def keep(answer: Response, look: Look) -> None:
    """Keep the page as it was sent, for a validator, where `KEEP_PAGES` names a folder."""
    if folder := os.environ.get("KEEP_PAGES"):
        file = Path(folder) / f"{LOOKS.index(look):03}-{look.name.replace(':', '.')}-{look.who}-{answer.status}.html"
        file.write_text(answer.text(), encoding="utf-8")


def send_nothing(page: Page) -> Response:
    """Send the form with nothing in it: the page comes back, says what is wrong and has the focus there."""
    with page.expect_navigation() as sent:
        page.evaluate(SEND_NOTHING)
    assert sent.value.status == 422
    expect(page.locator("#error-summary")).to_be_focused()
    expect(page).to_have_title(re.compile("^Error: "))
    return sent.value


def look_at(page: Page, look: Look, places: dict[str, object], complaints: Complaints) -> list[str]:
    """Everything that is wrong with one page of the table."""
    if look.name == "account_confirm_login_code":
        come_to_the_code_page(page)
    answer = page.goto(look.path.format(**places))
    assert answer is not None
    assert answer.status == look.status
    keep(answer, look)
    expect(page).to_have_title(re.compile(r" – Mobilise$"))
    wrong = list(wrong_on(page))
    if "blank" in look.how:
        page.reload()
        keep(send_nothing(page), look)
        wrong += [f"with errors, {found}" for found in wrong_on(page)]
    return wrong + complaints.take()


def answer_with(page: Page, html: str) -> None:
    """From now on the address /broken/ is answered so."""
    page.route("**/broken/", lambda route: route.fulfill(status=500, body=html, content_type="text/html; charset=utf-8"))


def test_every_address_is_in_the_table():
    ours = {name for name in names(get_resolver().url_patterns) if not name.startswith("admin:")}
    assert ours == {look.name for look in LOOKS} - {"no_such_page"} | set(NO_PAGES)


def test_every_page_holds(live_server, places, page_of, complaints, subtests):
    complaints.expect("the server responded with a status of 4")
    for look in LOOKS:
        with subtests.test(look.name, who=look.who, path=look.path):
            assert look_at(page_of(look.who), look, places, complaints) == []


def test_pages_that_answer_when_nothing_else_can(live_server, open_page, complaints, subtests):
    complaints.expect("the server responded with a status of")
    page = open_page(None, "/help/")
    for name in ON_THEIR_OWN:
        answer_with(page, render_to_string(f"{name}.html"))
        with subtests.test(str(name)):
            page.goto("/broken/")
            assert list(wrong_on(page)) + complaints.take() == []


def test_the_milestone_page_holds_after_a_swap(live_server, project, officer, open_page, complaints):
    complaints.expect("the server responded with a status of 409", "ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest")
    identify_everyone(project)
    page = open_page(officer, f"/projects/{project.ref}/milestones/1/")
    mark = page.get_by_role("button", name="Mark 1.1 as met")
    page.context.set_offline(True)
    mark.click()
    expect(page.get_by_role("region", name="Not saved")).to_be_visible()
    assert list(wrong_on(page)) == []

    page.context.set_offline(False)
    answer_criterion(project, "1.1", Answer.NOT_NEEDED)
    mark.click()
    expect(page.locator("#criterion-1-1-refusal")).to_be_focused()
    assert list(wrong_on(page)) == []

    page.reload()
    answer_criterion(project, "1.1", Answer.NOT_MET)
    page.reload()
    mark.click()
    expect(page.locator("#live")).to_contain_text("Criterion 1.1 marked as met.")
    assert list(wrong_on(page)) == []


# ---- Other ways of looking ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("medium", ["forced colours", "print"])
def test_the_milestone_page_says_the_states_in_words_in(live_server, project, officer, open_page, medium):
    identify_everyone(project)
    answer_criterion(project, "1.1", Answer.MET)
    answer_criterion(project, "1.2")
    answer_criterion(project, "1.3", Answer.NOT_NEEDED)
    page = open_page(officer, f"/projects/{project.ref}/milestones/1/", forced_colors="active" if medium == "forced colours" else "none")
    if medium == "print":
        page.emulate_media(media="print")
        expect(page.get_by_role("button")).to_have_count(0)
        expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    states = page.locator(".criterion__state .tag")
    for place, words in enumerate(["Met", "Met, with a reason", "Not needed", "Not met"]):
        expect(states.nth(place)).to_be_visible()
        expect(states.nth(place)).to_have_text(words)
    expect(page.locator("#completing").get_by_text("2 of 4 met")).to_be_visible()
    expect(page.locator("[data-finding='1.1.approver']")).to_be_visible()
    shape = states.first.evaluate("tag => getComputedStyle(tag, '::before').backgroundColor")
    assert shape not in {"rgba(0, 0, 0, 0)", "transparent"}
