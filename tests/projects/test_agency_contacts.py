"""An agency's topics of contact and its own contacts, and what its projects make of them."""

import pytest

from projects.contacts import TOPICS, offered
from projects.models import AgencyContact
from projects.operations.agency import change_contact, choose_topics, name_contact, remove_contact, set_word_for_buyer
from projects.operations.contacts import set_contact, use_topics
from projects.refusals import ChangedMeanwhile, FieldNeeded, NotNow, NotYourPart
from tests.factories import AgencyContactFactory, AgencyFactory, AgencyPostFactory

pytestmark = pytest.mark.django_db

PAGE = "/agency/DES/"
DESK = {"name": "Media desk", "email": "media@des.example", "phone": ""}


@pytest.fixture
def client(administrator, client_of):
    return client_of(administrator)


def name(agency, by, topic="Media", **wanted) -> AgencyContact:
    return name_contact(agency=agency, topic=topic, by=by, **{**DESK, **wanted})


def change(contact, by, version, **wanted) -> None:
    change_contact(contact=contact, version=version, by=by, **{**DESK, **wanted})


def verbs(agency) -> list[tuple[str, str]]:
    return [(entry.verb, entry.label) for entry in agency.entries.order_by("sequence")]


@pytest.fixture
def asked_there(project, agency, administrator, buyer):
    """A project that asks the agency's media desk."""
    contact = name(agency, administrator)
    use_topics(project=project, put_on=["Media"], by=buyer)
    row = project.contact_topics.get()
    set_contact(topic=row, version=row.version, first_of_agency=contact, by=buyer)
    return contact


def missing(project) -> list[str]:
    """What the line on contacts misses, as stored."""
    criterion = project.milestones.get(position=2).criteria.get(position=4)
    return [thing["name"] for finding in criterion.findings if finding["needed"] for thing in finding["missing"]]


# ---- Topics ---------------------------------------------------------------------------------------------------------


def test_topics_are_left_out_and_added(agency, administrator):
    choose_topics(agency=agency, left_out=["Media", "No such topic"], own=["Unions", "unions"], version=1, by=administrator)
    assert (agency.topics_left_out, agency.own_topics) == (["Media"], ["Unions"])
    assert offered(agency) == [*(topic for topic in TOPICS if topic != "Media"), "Unions"]


@pytest.mark.parametrize("own", ["privacy", "x" * 81])
def test_an_own_topic_that_cannot_be(agency, administrator, own):
    with pytest.raises(FieldNeeded):
        choose_topics(agency=agency, left_out=[], own=[own], version=1, by=administrator)


def test_topics_are_saved_from_their_page(agency, client):
    form = client.get(f"{PAGE}topics/").context["form"]
    assert client.post(f"{PAGE}topics/", {field.name: field.value() for field in form}).status_code == 303
    assert agency.entries.count() == 0
    client.post(f"{PAGE}topics/", {"usual": ["Privacy"], "own": "Unions", "version": 1})
    agency.refresh_from_db()
    assert offered(agency) == ["Privacy", "Unions"]
    page = client.post(f"{PAGE}topics/", {"usual": ["Privacy"], "own": "x" * 81, "version": 2})
    assert (page.status_code, page.context["form"]["own"].value()) == (422, "x" * 81)


# ---- Contacts -------------------------------------------------------------------------------------------------------


def test_a_contact_is_named_once(agency, administrator):
    first = name(agency, administrator)
    assert (name(agency, administrator), first.topic, first.email) == (first, "Media", "media@des.example")
    assert verbs(agency) == [("contact named", "Media")]


def test_no_contact_details_go_into_history(agency, administrator):
    contact = name(agency, administrator, phone="02 5550 1234")
    change(contact, administrator, agency.version, email="press@des.example")
    remove_contact(contact=contact, by=administrator)
    written = str(list(agency.entries.values("label", "before", "after")))
    assert [words in written for words in ("des.example", "5550", "Media desk")] == [False, False, False]


def test_a_topic_has_one_contact(agency, administrator):
    contact = name(agency, administrator)
    with pytest.raises(NotNow) as refused:
        name(agency, administrator, name="Somebody else")
    assert (refused.value.says, refused.value.where) == (
        "Media has a contact already: Media desk.",
        f"/agency/DES/contacts/{contact.pk}/",
    )


@pytest.mark.parametrize(
    ("topic", "wanted"), [("No such topic", {}), ("Media", {"name": " "}), ("Media", {"email": ""}), ("Privacy", {"email": " "})]
)
def test_what_is_missing(agency, administrator, topic, wanted):
    with pytest.raises(FieldNeeded):
        name(agency, administrator, topic, **wanted)
    assert verbs(agency) == []


def test_a_contact_is_changed_for_every_project(project, asked_there, agency, administrator):
    for _ in range(2):
        change(asked_there, administrator, agency.version, name="Press office")
    assert project.contact_topics.get().first_of_agency.name == "Press office"
    assert verbs(agency)[1:] == [("contact changed", "Media")]


def test_two_who_change_the_same_contact_conflict_and_others_do_not(agency, administrator):
    contact, other = name(agency, administrator), name(agency, administrator, "Privacy", name="Privacy team")
    seen = agency.version
    set_word_for_buyer(agency=agency, word="Sponsor", version=seen, by=administrator)
    change(other, administrator, seen, name="Privacy and data team")
    change(contact, administrator, seen, name="Press office")
    with pytest.raises(ChangedMeanwhile):
        change(contact, administrator, seen, name="Newsroom")


def test_a_project_is_told_when_whom_it_asks_is_gone(project, asked_there, agency, administrator):
    assert "Media" not in missing(project)
    for _ in range(2):
        remove_contact(contact=asked_there, by=administrator)
    assert "Media" in missing(project)
    with pytest.raises(NotNow):
        change(asked_there, administrator, agency.version, name="Press office")
    assert name(agency, administrator).pk != asked_there.pk


def test_nobody_else_names_changes_or_removes(agency, agency_officer, administrator):
    contact = name(agency, administrator)
    other = AgencyPostFactory(agency=AgencyFactory(), kind="administrator").person
    for who in (agency_officer, other):
        for act in (
            lambda by: name(agency, by, "Privacy"),
            lambda by: change(contact, by, 9),
            lambda by: remove_contact(contact=contact, by=by),
        ):
            with pytest.raises(NotYourPart):
                act(who)
    assert verbs(agency) == [("contact named", "Media")]


# ---- The pages ------------------------------------------------------------------------------------------------------


def test_a_contact_is_named_on_a_page_and_shown(agency, client):
    answer = client.post(f"{PAGE}contacts/add/", {"topic": "Media", **DESK}, follow=True)
    assert answer.redirect_chain == [(PAGE, 303)]
    assert [str(contact) for contact in answer.context["contacts"]] == ["Media desk (Media)"]
    page = client.post(f"{PAGE}contacts/add/", {"topic": "Media", **DESK, "name": "Another"})
    assert (page.status_code, page.context["form"]["name"].value()) == (409, "Another")


def test_the_page_says_what_is_missing(client):
    page = client.post(f"{PAGE}contacts/add/", {})
    assert (page.status_code, sorted(page.context["form"].errors)) == (422, ["email", "name", "topic"])
    page = client.post(f"{PAGE}contacts/add/", {"topic": "Media", "name": "Desk", "email": "no address"})
    assert page.context["form"].errors == {"email": ["Enter a valid email address."]}


def test_theirs_and_yours(agency, administrator, client):
    contact = name(agency, administrator)
    url, seen = f"{PAGE}contacts/{contact.pk}/", agency.version
    assert client.get(url).context["form"]["version"].value() == seen
    change(contact, administrator, seen, name="Press office")
    page = client.post(url, {**DESK, "name": "Newsroom", "version": seen})
    (row,) = page.context["differences"]
    assert (page.status_code, row.label, row.theirs, row.yours) == (409, "Name", "Press office", "Newsroom")
    assert client.post(url, {**DESK, "name": "Newsroom", "version": page.context["form"]["version"].value()}).status_code == 303
    assert client.post(url, {**DESK, "email": "", "version": 9}).status_code == 422
    assert AgencyContact.objects.get().name == "Newsroom"


def test_a_contact_removed_meanwhile_is_not_there(agency, administrator, client):
    contact = name(agency, administrator)
    url = f"{PAGE}contacts/{contact.pk}/"
    assert [client.post(f"{url}remove/").status_code for _ in range(2)] == [303, 303]
    assert [client.get(url).status_code, client.get(f"{url}remove/").status_code] == [404, 200]


def test_what_was_typed_for_a_contact_removed_meanwhile_is_kept(agency, administrator, client):
    contact = name(agency, administrator)
    remove_contact(contact=contact, by=administrator)
    page = client.post(f"{PAGE}contacts/{contact.pk}/", {**DESK, "name": "Newsroom", "version": 2})
    assert (page.status_code, page.context["form"]["name"].value()) == (409, "Newsroom")
    assert "Media desk is not the agency’s contact for Media any more." in page.text
    assert ('href="/agency/DES/contacts/add/"' in page.text, "Remove this contact" in page.text) == (True, False)
    assert verbs(agency) == [("contact named", "Media"), ("contact removed", "Media")]


def test_how_many_ask_there_is_said_first(asked_there, client):
    page = client.get(f"{PAGE}contacts/{asked_there.pk}/remove/")
    assert "1 project asks there." in page.content.decode()


def test_no_contact_of_another_agency_is_touched(client):
    contact = AgencyContactFactory(agency=AgencyFactory(code="RIV"))
    for path in (f"contacts/{contact.pk}/", f"contacts/{contact.pk}/remove/"):
        for place in (PAGE, "/agency/RIV/"):
            assert [client.get(place + path).status_code, client.post(place + path).status_code] == [404, 404]
    contact.refresh_from_db()
    assert contact.removed_at is None
