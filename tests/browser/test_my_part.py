"""My part on a phone, by keys alone, from a personal link that the buyer made: open, continue, read, answer, say yes, ask."""

import pytest
from playwright.sync_api import expect

from projects.models import InvitationAnswer, OpenItem
from tests.browser.conftest import PHONE, path_of
from tests.browser.test_every_page import AXE, RUN_AXE
from tests.browser.test_main_job import Keys
from tests.factories import ActivityFactory, InvitationFactory


@pytest.fixture
def me(project, member):
    """Asked for something, responsible for something."""
    row = project.stakeholders.get(person=member)
    InvitationFactory(stakeholder=row, for_what="Advice on contract terms", time_asked="about 6 hours")
    ActivityFactory(project=project, title="Draft contract terms", letters={row: "R"})
    return row


def make_link(page, keys):
    """As the buyer, on the person's page."""
    keys.go(page.get_by_role("link", name="Send them a personal link"))
    keys.go(page.get_by_role("button", name="Make a link"))
    address = page.get_by_label("The link for Mei Waratah")
    expect(address).to_have_attribute("readonly", "")
    assert page.get_by_role("link", name="Write the e-mail").get_attribute("href").startswith("mailto:")
    return address.input_value()


def axe_finds(page):
    page.evaluate(AXE)
    return page.evaluate(RUN_AXE)


def holds(page):
    """Nothing is wrong with the page, and nothing scrolls sideways."""
    assert axe_finds(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "without"])
def test_from_a_link_to_the_answer(live_server, project, buyer, me, open_page, javascript):
    made = open_page(buyer, f"/projects/{project.ref}/people/{me.pk}/")
    address = make_link(made, Keys(made))

    page = open_page(None, address, viewport=PHONE, java_script_enabled=javascript)
    keys = Keys(page)
    expect(page.get_by_role("heading", name="Continue as Mei Waratah")).to_be_visible()
    keys.go(page.get_by_role("button", name="Continue as Mei Waratah"))
    assert path_of(page) == f"/projects/{project.ref}/my-part/"
    expect(page.get_by_text("Advice on contract terms")).to_be_visible()
    expect(page.get_by_role("term").filter(has_text="Draft contract terms")).to_be_visible()

    keys.choose(page.get_by_label("Yes", exact=True))
    keys.go(page.get_by_role("button", name="Save my answer"))
    expect(page.get_by_text("Your answer is saved.")).to_be_visible()
    keys.go(page.get_by_role("button", name="Yes, that’s my part"))
    expect(page.get_by_text("You said yes to it as it is now.")).to_be_visible()
    keys.press(page.locator("summary", has_text="I have a question"))
    keys.write(page.get_by_label("Your question"), "Who signs the terms?")
    keys.go(page.get_by_role("button", name="Send my question"))
    expect(page.get_by_text("Your question is with the buyer’s side.")).to_be_visible()

    assert me.invitations.get().answer == InvitationAnswer.YES
    assert me.acknowledgements.count() == 1
    assert [item.text for item in OpenItem.objects.all()] == ["Who signs the terms?"]


def test_the_pages_hold_on_a_phone(live_server, project, buyer, me, open_page, complaints):
    complaints.expect("the server responded with a status of 403")
    made = open_page(buyer, f"/projects/{project.ref}/people/{me.pk}/", viewport=PHONE)
    made.get_by_role("link", name="Send them a personal link").click()
    made.get_by_role("button", name="Make a link").click()
    address = made.get_by_label("The link for Mei Waratah").input_value()
    holds(made)
    page = open_page(None, address, viewport=PHONE)
    holds(page)
    page.get_by_role("button", name="Continue as Mei Waratah").click()
    expect(page.get_by_role("heading", name="My part")).to_be_visible()
    holds(page)
    for path in (f"/projects/{project.ref}/my-part/details/", f"/projects/{project.ref}/contacts/", f"/projects/{project.ref}/history/"):
        page.goto(path)
        holds(page)
