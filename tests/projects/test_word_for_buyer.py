"""The agency's word for the buyer, wherever a page names the role."""

import pytest

from milestones.work import waiting_words
from projects.models import Agency, Person, Role
from projects.operations.people import hand_over
from projects.refusals import NotYourPart

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
