"""From an empty project to 1.2, 2.1, 2.3 and 2.4 met by one press each: five people and one position, by pressed keys alone."""

import re

import pytest
from playwright.sync_api import expect

from milestones.models import Answer
from tests.browser.test_main_job import Keys, button, field, hand_open, link
from tests.factories import PersonFactory, ProjectFactory, complete, criterion_of

ACTIVITIES = {
    "Draft contract terms": {"Mei Waratah": "Respon", "Omar Wattle": "Accountable", "A lawyer": "Con", "Ruth Banksia": "Inf"},
    "Scope the challenge": {"Ruth Banksia": "Accountable", "Dan Kelly": "Respon", "Ada Grevillea": "Con", "Omar Wattle": "Inf"},
}
JOIN = {
    "Ada Grevillea": "Runs the work day to day.",
    "Mei Waratah": "Advises on contract terms.",
    "Dan Kelly": "Speaks for the call centre.",
}
WHY = "Callers wait less when this is done well."


@pytest.fixture
def buyer(agency):
    return PersonFactory(agency=agency, name="Ruth Banksia", email="ruth.banksia@des.example")


@pytest.fixture
def officer(agency):
    return PersonFactory(agency=agency, name="Omar Wattle", email="omar.wattle@des.example")


@pytest.fixture
def empty(agency, buyer, officer):
    """Buyer and officer, and nothing else."""
    return ProjectFactory(agency=agency, buyer=buyer, officer=officer)


def go_to(hand, *names):
    """Through the project menu."""
    for name in names:
        hand.go(hand.page.get_by_role("navigation", name="Project").get_by_role("link", name=name, exact=True))


def add(hand, name, part):
    page = hand.page
    hand.go(link(page, "Add a person, group or position"))
    hand.write(field(page, "Name"), name)
    hand.write(field(page, "E-mail"), f"{name.lower().replace(' ', '.')}@des.example")
    hand.write(field(page, "What they do here"), part)
    hand_open(hand, "More about them")
    hand.write(field(page, "Why their part matters"), WHY)
    hand.go(button(page, "Add"))


def add_everybody(hand):
    """Three people and a position; and why the two who are there already matter."""
    page = hand.page
    go_to(hand, "People and RACI")
    for name, part in JOIN.items():
        add(hand, name, part)
    hand.go(link(page, "Add a person, group or position"))
    hand.choose(page.get_by_role("radio", name="Position"))
    hand.write(field(page, "Name"), "A lawyer")
    hand.go(button(page, "Add"))
    for name in ("Ruth Banksia", "Omar Wattle"):
        hand.go(link(page, f"Edit {name}"))
        hand.write(field(page, "Why their part matters"), WHY)
        hand.go(button(page, "Save"))
        go_to(hand, "People and RACI")


def fill_the_matrix(hand):
    page = hand.page
    go_to(hand, "People and RACI", "RACI matrix")
    for title, letters in ACTIVITIES.items():
        hand.go(page.get_by_role("link", name=re.compile("^Add an activity")))
        hand.write(field(page, "What is done?"), title)
        hand.go(button(page, "Add it"))
        for name, typed in letters.items():
            hand.reach(page.get_by_label(f"{name}, {title}"))
            page.keyboard.type(typed)
        hand.go(button(page, "Save"))
        go_to(hand, "People and RACI", "RACI matrix")
    expect(page.get_by_text("No activity needs attention.")).to_be_visible()


def ask_the_team(hand):
    page = hand.page
    go_to(hand, "People and RACI")
    hand.go(link(page, "Ask the team to take part"))
    hand.write(field(page, "About how much time?"), "about a day a week")
    hand.go(button(page, "Ask them"))
    expect(page.locator(".messages")).to_contain_text("It is recorded that Ada Grevillea, Dan Kelly and Mei Waratah were asked.")


def list_the_contacts(hand):
    """The usual topics, those that nobody answers for taken off, and the list sent."""
    page = hand.page
    go_to(hand, "People and RACI", "Who to contact")
    hand.go(link(page, "Choose the topics"))
    for box in page.get_by_role("checkbox").all():
        if box.get_attribute("value") not in {"Objective and scope", "Process, rules and timing"}:
            hand.reach(box)
            page.keyboard.press("Space")
    hand.go(button(page, "Save the topics"))
    expect(page.get_by_role("row")).to_have_count(3)
    expect(page.locator("#gaps")).to_have_count(0)
    hand.go(link(page, "Send the list to everyone"))
    hand.go(page.get_by_role("button", name=re.compile("^Put the list")))


def say_yes(open_page, project, name, is_asked=True):
    """On "My part", by the person themselves."""
    person = project.stakeholders.get(name=name).person
    hand = Keys(open_page(person, f"/projects/{project.ref}/my-part/"))
    page = hand.page
    if is_asked:
        expect(page.get_by_role("main")).to_contain_text("about a day a week")
        hand.choose(page.get_by_role("radio", name="Yes"))
        hand.go(button(page, "Save my answer"))  # one yes for both
    else:
        hand.go(button(page, "Yes, that’s my part"))
    expect(page.locator(".messages")).to_contain_text("You said yes to your part.")
    page.context.close()


def mark(hand, key):
    """By one press, on the page of its milestone."""
    hand.press(button(hand.page, f"Mark {key} as met"))
    expect(hand.page.locator("#live")).to_contain_text(f"Criterion {key} marked as met.")


def test_five_people_and_one_position_meet_the_criteria_by_one_press_each(live_server, empty, buyer, officer, open_page):
    buyers, officers = Keys(open_page(buyer, f"/projects/{empty.ref}/")), Keys(open_page(officer, f"/projects/{empty.ref}/"))
    add_everybody(buyers)
    fill_the_matrix(buyers)
    go_to(officers, "Milestones")
    mark(officers, "1.2")
    complete(empty, 1)  # the rest of milestone 1 is another test's

    ask_the_team(buyers)
    for name in JOIN:
        say_yes(open_page, empty, name)
    for name in ("Ruth Banksia", "Omar Wattle"):
        say_yes(open_page, empty, name, is_asked=False)
    list_the_contacts(buyers)

    officers.go(link(officers.page, "Milestone 2"))
    for key in ("2.1", "2.3", "2.4"):
        mark(officers, key)
    assert [criterion_of(empty, key).answer for key in ("1.2", "2.1", "2.3", "2.4")] == [Answer.MET] * 4
