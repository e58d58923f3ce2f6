"""The main job, by two people: a buyer starts a project, the officer ticks it, both confirm, and the next milestone opens.

Once by pressed keys alone, once without JavaScript.
"""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from projects.models import BuyingProject
from tests.browser.conftest import path_of
from tests.factories import PersonFactory, milestone_of

LOCKED = "Opens when milestone 1 is complete"
IS_FOCUSED = "element => element === document.activeElement"
IS_CHOSEN_GROUP = "element => document.activeElement?.type === 'radio' && document.activeElement.name === element.name"


class Keys:
    """Somebody who has no mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def go(self, wanted: Locator) -> None:
        """Press what leads to another page."""
        self.reach(wanted)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def press(self, wanted: Locator) -> None:
        """Press what stays on this page."""
        self.reach(wanted)
        self.page.keyboard.press("Enter")

    def write(self, field: Locator, text: str) -> None:
        """Type into a field."""
        self.reach(field)
        self.page.keyboard.type(text)

    def tick(self, box: Locator) -> None:
        """Tick a box."""
        self.reach(box)
        self.page.keyboard.press("Space")
        expect(box).to_be_checked()

    def choose(self, radio: Locator) -> None:
        """Choose one of several: Tab leads to the group, arrows and Space choose in it."""
        self.reach(radio, IS_CHOSEN_GROUP)
        for _ in range(10):
            if radio.evaluate(IS_FOCUSED):
                break
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Space")
        expect(radio).to_be_checked()

    def reach(self, wanted: Locator, question: str = IS_FOCUSED) -> None:
        """Press Tab until the focus is there."""
        expect(wanted).to_have_count(1)
        for _ in range(250):
            if wanted.evaluate(question):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not lead to {wanted}.")


class Mouse:
    """Somebody who clicks."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def go(self, wanted: Locator) -> None:
        with self.page.expect_navigation():
            wanted.click()

    press = go  # without JavaScript every press leads to a page

    def write(self, field: Locator, text: str) -> None:
        field.fill(text)

    def tick(self, box: Locator) -> None:
        self.page.locator(f"label[for='{box.get_attribute('id')}']").click()  # the box itself is drawn beside it
        expect(box).to_be_checked()

    choose = tick


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def link(page: Page, name: str) -> Locator:
    return page.get_by_role("link", name=name, exact=True)


def with_a_reason(page: Page, key: str) -> Locator:
    return page.get_by_role("link", name=re.compile(f"^Met, with a reason ?: criterion {key}$"))


def field(page: Page, label: str) -> Locator:
    return page.get_by_label(re.compile(rf"^{re.escape(label)}( \(optional\))?$"))


# ---- The buyer ----------------------------------------------------------------------------------------------------


def start(hand, officer) -> str:
    """The buyer starts the project; its reference."""
    page = hand.page
    hand.go(link(page, "Start a project"))
    hand.write(field(page, "What is this buying project called?"), "Telephony for the contact centre")
    hand.go(button(page, "Continue"))
    hand.choose(field(page, "I’m the buyer"))
    hand.go(button(page, "Continue"))
    hand.write(field(page, "Procurement officer’s name"), officer.name)
    hand.write(field(page, "Procurement officer’s e-mail"), officer.email)
    hand.go(button(page, "Continue"))
    hand.write(field(page, "What is the problem or opportunity?"), "People wait 20 minutes on the phone.")
    hand.write(field(page, "What will be different when it is solved?"), "Nobody waits longer than two minutes.")
    hand.go(button(page, "Continue"))
    hand.go(button(page, "Start the project"))
    expect(page.locator(".messages")).to_contain_text("has started. Send this address to the people you named")
    return path_of(page).strip("/").split("/")[-1]


def add_people(hand, buyer, officer) -> None:
    """The buyer says who is affected, who approves, and what everybody does."""
    page = hand.page
    hand.go(link(page, "People and RACI"))
    hand.go(link(page, "Add a person, group or position"))
    hand.choose(page.get_by_role("radio", name="Group"))
    hand.write(field(page, "Name"), "Call centre staff")
    hand.write(field(page, "What they do here"), "Answer the phones every day.")
    hand_open(hand, "More about them")
    hand.tick(field(page, "Affected by what is bought"))
    hand.go(button(page, "Add"))
    hand.go(link(page, "Add a person, group or position"))
    hand.write(field(page, "Name"), "Mei Waratah")
    hand.write(field(page, "E-mail"), "mei.waratah@des.example")
    hand.write(field(page, "What they do here"), "Advises on contract terms.")
    hand.go(button(page, "Add"))
    describe(hand, buyer, "Decides and answers for it.", approves=True)
    describe(hand, officer, "Leads the buying process.")


def hand_open(hand, summary: str) -> None:
    """Open a fold, which is no page of its own with or without JavaScript."""
    words = hand.page.locator("summary", has_text=summary)
    hand.press(words) if isinstance(hand, Keys) else words.click()


def describe(hand, person, part: str, approves: bool = False) -> None:
    page = hand.page
    hand.go(link(page, f"Edit {person.name}"))
    hand.write(field(page, "What they do here"), part)
    if approves:
        hand.tick(field(page, "Approves this buy"))
    hand.go(button(page, "Save"))
    hand.go(link(page, "People and RACI"))


# ---- The officer --------------------------------------------------------------------------------------------------


def tick_all(hand, ref: str) -> None:
    """The officer ticks 1.1 by one press, and the others with a reason."""
    page = hand.page
    hand.go(page.get_by_role("row").get_by_role("link", name=re.compile("Telephony for the contact centre")))
    hand.go(link(page, "Milestones"))
    hand.press(button(page, "Mark 1.1 as met"))
    expect(page.get_by_text("Criterion 1.1 marked as met. 1 of 4 criteria met.")).to_have_count(1)
    for key, count in {"1.2": 2, "1.3": 3, "1.4": 4}.items():
        hand.go(with_a_reason(page, key))
        hand.write(field(page, "Why is it met all the same?"), "We talked it through together.")
        hand.go(button(page, f"Mark {key} as met, with a reason"))
        expect(page.locator(".messages")).to_contain_text(f"Criterion {key} marked as met, with a reason. {count} of 4 criteria met.")
    assert path_of(page) == f"/projects/{ref}/milestones/1/"


def confirm(hand, says: str) -> None:
    page = hand.page
    hand.go(link(page, "Confirm milestone 1"))
    expect(page.get_by_text("This is not approval to spend or to go to market.")).to_be_visible()
    hand.go(button(page, "Confirm milestone 1"))
    expect(page.locator(".messages")).to_contain_text(says)


# ---- Together -----------------------------------------------------------------------------------------------------


def do_the_job(buyers, officers, buyer, officer) -> BuyingProject:
    ref = start(buyers, officer)
    add_people(buyers, buyer, officer)
    buyers.go(link(buyers.page, "Milestones"))
    buyers.go(link(buyers.page, "Milestone 2"))
    expect(buyers.page.locator("#completing")).to_contain_text(LOCKED)
    expect(buyers.page.get_by_role("button", name=re.compile("^Mark 2"))).to_have_count(0)

    officers.page.reload()
    tick_all(officers, ref)
    confirm(officers, "You confirmed milestone 1. It is complete once the other side has confirmed too.")
    buyers.go(link(buyers.page, "Milestone 1"))
    confirm(buyers, "You confirmed milestone 1. Milestone 1 is complete.")

    officers.go(link(officers.page, "Milestone 2"))
    expect(officers.page.locator("#completing")).to_contain_text("0 of 5 met")
    expect(officers.page.locator("#completing")).not_to_contain_text("Opens when")
    expect(with_a_reason(officers.page, "2.1")).to_be_visible()
    return BuyingProject.objects.get(ref=ref)


@pytest.fixture
def buyer(agency):
    return PersonFactory(agency=agency, name="Ruth Banksia", position="Executive Director", email="ruth.banksia@des.example")


@pytest.fixture
def officer(agency):
    return PersonFactory(agency=agency, name="Omar Wattle", position="Procurement manager", email="omar.wattle@des.example")


def test_the_main_job_by_pressed_keys_only(live_server, buyer, officer, open_page):
    project = do_the_job(Keys(open_page(buyer)), Keys(open_page(officer)), buyer, officer)
    assert [milestone_of(project, n).is_complete for n in (1, 2, 3)] == [True, False, False]


def test_the_main_job_without_javascript_and_a_member_sees_role_and_contacts(live_server, buyer, officer, open_page):
    hands = [Mouse(open_page(person, java_script_enabled=False)) for person in (buyer, officer)]
    project = do_the_job(*hands, buyer, officer)
    member = project.stakeholders.get(name="Mei Waratah").person
    page = open_page(member, java_script_enabled=False)
    Mouse(page).go(page.get_by_role("row").get_by_role("link", name=re.compile("Telephony for the contact centre")))
    Mouse(page).go(link(page, "My part"))
    expect(page.get_by_role("heading", level=1)).to_have_text("My part")
    main = page.get_by_role("main")
    expect(main).to_contain_text("Advises on contract terms.")
    expect(main).to_contain_text("You are a team member in “Telephony for the contact centre”")
    for contact in (buyer, officer):
        expect(main).to_contain_text(contact.name)
        expect(link(page, contact.email)).to_be_visible()
