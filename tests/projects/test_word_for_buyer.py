"""The agency's word for the buyer, wherever a page names the role."""

import uuid

import pytest
from django.utils.html import strip_tags

from milestones.work import waiting_words
from projects.clock import today
from projects.models import Agency, HistoryEntry, Person, Role
from projects.operations.asking import invite
from projects.operations.links import why_no_link
from projects.operations.people import add_stakeholder, hand_over
from projects.refusals import NotYourPart
from projects.telling import changes, names_for, tell
from tests.factories import PersonFactory, ProjectDraftFactory, confirm, make_ready

pytestmark = pytest.mark.django_db


@pytest.fixture
def sponsored(project):
    """The agency calls the buyer a sponsor."""
    Agency.objects.filter(pk=project.agency_id).update(word_for_buyer="Sponsor")
    project.refresh_from_db()
    return project


@pytest.mark.parametrize(
    ("word", "role", "titled", "said"),
    [
        ("Buyer", Role.BUYER, "Buyer", "buyer"),
        ("Sponsor", Role.BUYER, "Sponsor", "sponsor"),
        ("SRO", Role.BUYER, "SRO", "SRO"),
        ("SRO", Role.BUYERS_AGENT, "On behalf of the SRO", "on behalf of the SRO"),
        ("Sponsor", Role.BUYERS_AGENT, "On behalf of the sponsor", "on behalf of the sponsor"),
        ("Sponsor", Role.PROCUREMENT_OFFICER, "Procurement officer", "procurement officer"),
    ],
)
def test_a_role_in_the_agencys_words(word, role, titled, said):
    agency = Agency(word_for_buyer=word)
    assert (agency.word_for(role), agency.say(role)) == (titled, said)


def test_people_overview_and_lists_say_it(sponsored, client_of, buyer):
    client = client_of(buyer)
    for path in ("people/", "", "my-part/"):
        page = client.get(f"/projects/{sponsored.ref}/{path}").text
        assert ("sponsor" in page.lower(), ">Buyer<" in page) == (True, False), path
    for path in ("/projects/", "/"):
        assert ">Buyer<" not in client.get(path).text


def test_the_forms_offer_it(sponsored, client_of, buyer, member):
    client = client_of(buyer)
    add = client.get(f"/projects/{sponsored.ref}/people/add/").context["form"]
    assert ("buyers_agent", "On behalf of the sponsor") in add.fields["role"].choices
    page = client.get(f"/projects/{sponsored.ref}/people/{sponsored.stakeholders.get(person=member).pk}/role/")
    assert ("buyers_agent", "On behalf of the sponsor") in page.context["form"].fields["role"].choices


def test_refusals_say_it(sponsored, agent, member):
    with pytest.raises(NotYourPart, match="Only the sponsor can hand this over"):
        hand_over(to=sponsored.stakeholders.get(person=member), seat=Role.BUYER, by=agent)


def test_the_administrator_hands_over_in_its_words(sponsored, client_of, buyer, administrator):
    Person.objects.filter(pk=buyer.pk).update(is_active=False)
    client = client_of(administrator)
    assert "Hand over the part of sponsor" in client.get("/").text
    page = client.get(f"/agency/hand-over/{sponsored.ref}/")
    assert page.context["form"].fields["seat"].choices == [("buyer", "Sponsor, held by Ruth Banksia")]
    assert "the sponsor, no longer has an account" in page.text


def test_nobody_named_yet_is_said_in_its_words(sponsored, client_of, officer):
    sponsored.waits_on = ["buyer"]
    assert waiting_words(officer, sponsored, {}) == "a sponsor, not named yet"
    sponsored.agency.word_for_buyer = "Owner"
    assert waiting_words(officer, sponsored, {}) == "an owner, not named yet"


def test_history_tells_it(sponsored, buyer, agent, member, client_of):
    mei = sponsored.stakeholders.get(person=member)
    invite(stakeholder=mei, asked_on=today(), for_what="Advice.", by=buyer, nonce=uuid.uuid4())
    add_stakeholder(project=sponsored, name="Tom Okafor", role=Role.BUYERS_AGENT, by=buyer)
    hand_over(to=mei, seat=Role.BUYER, by=buyer)
    names = names_for(sponsored)
    told = [tell(entry, names) for entry in sponsored.history.select_related("actor").order_by("sequence")]
    assert told[-4:] == [
        "Ruth Banksia, sponsor, asked Mei Waratah to take part, in the names of the sponsor and the procurement officer.",
        "Ruth Banksia, sponsor, added Tom Okafor to act on behalf of the sponsor.",
        "Ruth Banksia, sponsor, changed the role of Ruth Banksia from sponsor to team member.",
        "Ruth Banksia, sponsor, changed the role of Mei Waratah from team member to sponsor.",
    ]
    entry = HistoryEntry(
        project=sponsored, verb="stakeholder edited", about="stakeholder", before={"role": "team_member"}, after={"role": "buyer"}
    )
    assert [(line.before, line.after) for line in changes(entry, names)] == [("Team member", "Sponsor")]
    started = HistoryEntry(project=sponsored, verb="project started", about="buyingproject", after={"part": "preparing"})
    assert [line.after for line in changes(started, names)] == ["Preparing this for the sponsor"]
    assert "sponsor" in client_of(agent).get(f"/projects/{sponsored.ref}/history/").text


def test_why_somebody_has_no_link_says_it(sponsored, agent):
    says = "Ada Grevillea is here as on behalf of the sponsor, which takes signing in by e-mail."
    assert why_no_link(sponsored.stakeholders.get(person=agent)) == says


def test_a_table_of_people_knows_it(sponsored, buyer, officer, client_of):
    table = "Name,Role\nTom Okafor,On behalf of the sponsor\nAn Other,Sponsor\n"
    url = f"/projects/{sponsored.ref}/people/import/"
    page = client_of(buyer).post(url, {"text": table})
    assert "“Sponsor” is not given by a list." in page.text
    page = client_of(buyer).post(url, {"text": table.partition("An Other")[0]})
    assert "On behalf of the sponsor" in page.text
    page = client_of(officer).post(url, {"text": table.partition("An Other")[0]})
    assert "Only the sponsor gives the role on behalf of the sponsor" in page.text
    page = client_of(buyer).post(url, {"text": "Name,Kind,Role\nPanel,position,agent\n"})
    assert "A position nobody fills yet cannot act on behalf of the sponsor" in page.text


def test_a_completion_is_read_in_its_words(sponsored, buyer, agent, officer, client_of):
    make_ready(sponsored, 1)
    for by in (agent, officer):
        confirm(sponsored, 1, by)
    page = client_of(buyer).get(f"/projects/{sponsored.ref}/milestones/1/completed/").text
    assert (page.count(", on behalf of the sponsor"), "Ruth Banksia, sponsor" in page, "n behalf of the buyer" in page) == (2, True, False)


def test_starting_a_project_asks_in_its_words(agency, client_of):
    Agency.objects.filter(pk=agency.pk).update(word_for_buyer="SRO", email_domains=["des.example"])
    starter = PersonFactory(agency=agency, email="sam@des.example")
    draft = ProjectDraftFactory(person=starter, typed={"title": "Letters", "agency": agency.pk, "part": "preparing", "buyer_name": "Ann"})
    client = client_of(starter)
    part, people, check = (client.get(f"/projects/new/{draft.pk}/{step}/").text for step in ("part", "people", "check"))
    assert ("I’m preparing this for the SRO" in part, "The SRO is accountable for the project" in part) == (True, True)
    assert ("SRO’s name" in people, "Who are the SRO and the procurement officer?" in people) == (True, True)
    assert ("I’m preparing this for the SRO" in check, ">SRO<" in check) == (True, True)
    sent = {"buyer_name": "Ann", "buyer_email": "a@des.example", "officer_name": "Ann", "officer_email": "a@des.example"}
    assert "SRO and procurement officer are two different people" in client.post(f"/projects/new/{draft.pk}/people/", sent).text
    assert [strip_tags(page.partition("<main")[2].partition("<footer")[0]).count("uyer") for page in (part, people)] == [0, 0]
