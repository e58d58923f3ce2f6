"""From nothing to the third confirmation with five people, by three meetings: by pressed keys with JavaScript, and without it."""

import datetime
import re

import pytest
from playwright.sync_api import Locator, expect

from milestones.models import Answer, SuccessCriterion
from projects.clock import today
from projects.models import BuyingProject
from tests.browser.test_main_job import Keys, Mouse, button, describe, start
from tests.factories import PersonFactory, buyer_of, meet, milestone_of, officer_of

WHY = "Callers wait less when this is done well."
# A day that reads the same whether a browser asks for its day or its month first.
SOON = next(day for day in (today() + datetime.timedelta(days=n) for n in range(10, 400)) if day.day == day.month)
TEAM = {"Ada Grevillea": "Runs the work.", "Mei Waratah": "Advises on contract terms.", "Dan Kelly": "Speaks for the call centre."}


@pytest.fixture
def buyer(agency):
    return PersonFactory(agency=agency, name="Ruth Banksia", position="Executive Director", email="ruth.banksia@des.example")


@pytest.fixture
def officer(agency):
    return PersonFactory(agency=agency, name="Omar Wattle", position="Procurement manager", email="omar.wattle@des.example")


class Hand:
    """Somebody at a page of the project: by keys, or by the mouse where there is no JavaScript."""

    def __init__(self, hand: Keys | Mouse, ref: str) -> None:
        self.hand, self.page, self.ref = hand, hand.page, ref
        self.has_script = isinstance(hand, Keys)

    def open(self, path: str) -> None:
        self.page.goto(f"/projects/{self.ref}/{path}")

    def unfold(self, within: str) -> None:
        """An item of the agenda is unfolded to be typed in; one is so from the start."""
        folded = self.page.locator("details.agenda__fold:not([open])", has=self.page.locator(within))
        if within != "main" and folded.count():
            summary = folded.locator("summary")
            self.hand.press(summary) if self.has_script else summary.click()
            expect(folded).to_have_count(0)

    def write(self, label: str, text: str, within: str = "main") -> None:
        self.unfold(within)
        self.hand.write(self.page.locator(within).get_by_label(re.compile(rf"^{re.escape(label)}( \(optional\))?$")), text)

    def day(self, label: str, day: datetime.date, within: str = "main") -> None:
        """A day is typed in the browser's own field, part by part."""
        self.unfold(within)
        wanted = self.page.locator(within).get_by_label(re.compile(rf"^{re.escape(label)}( \(optional\))?$"))
        if self.has_script:
            self.hand.reach(wanted)
            self.page.keyboard.type(f"{day:%d%m%Y}")
            expect(wanted).to_have_value(day.isoformat())
        else:
            wanted.fill(day.isoformat())

    def select(self, label: str, words: str, within: str = "main") -> None:
        self.unfold(within)
        wanted = self.page.locator(within).get_by_label(re.compile(rf"^{re.escape(label)}( \(optional\))?$"))
        if self.has_script:
            self.hand.reach(wanted)
            self.page.keyboard.type(words)
        else:
            wanted.select_option(value=wanted.locator("option", has_text=words).first.get_attribute("value"))

    def untick(self, box: Locator) -> None:
        if self.has_script:
            self.hand.reach(box)
            self.page.keyboard.press("Space")
        else:
            self.page.locator(f"label[for='{box.get_attribute('id')}']").click()

    def save(self, name: str, within: str, says: str) -> None:
        """Press what saves a part of the page: with JavaScript the page stays."""
        wanted = self.page.locator(within).get_by_role("button", name=name, exact=True)
        self.hand.press(wanted)
        expect(self.page.locator("#live" if self.has_script else ".messages")).to_contain_text(says)

    def go(self, name: str) -> None:
        self.hand.go(self.page.get_by_role("main").get_by_role("button", name=re.compile(name)))


def all_here(hand: Hand, position: int, names, agreed=()) -> None:
    """Everybody named is here and said it back; the officer hears the members."""
    hand.open(f"milestones/{position}/meeting/")
    page = hand.page
    for name in names:
        row = page.get_by_role("group", name=name, exact=True)
        hand.hand.choose(row.get_by_label("Here", exact=True))
        hand.hand.tick(row.get_by_label(re.compile("^Said it back")))
    if position > 1:
        hand.select("Who hears the members say it back?", "Omar Wattle", "#who")
    for words in agreed:
        hand.hand.tick(page.get_by_label(words, exact=True))
    hand.save("Save who is here", "#who", "Saved.")


def finish(hand: Hand, position: int, count: int) -> None:
    hand.open(f"milestones/{position}/meeting/finish/")
    expect(hand.page.get_by_role("checkbox", name=re.compile("^Mark "))).to_have_count(count)
    hand.write("Notes", "What was said, in short.")
    hand.go("^Finish: mark what we covered")
    expect(hand.page.locator(".messages")).to_contain_text("its paperwork is done")


def confirm(hand: Hand, position: int) -> None:
    hand.open(f"milestones/{position}/confirm/")
    hand.go(f"^Confirm milestone {position}")
    expect(hand.page.locator(".messages")).to_contain_text(f"You confirmed milestone {position}.")


def alignment_session(officers: Hand, buyers: Hand, buyer, officer) -> None:
    hand = officers
    hand.open("people/")
    for person in (buyer, officer):
        describe(hand.hand, person, "Leads for one side.", approves=True)
    all_here(hand, 1, [buyer.name, officer.name])
    hand.write("What must the buying achieve?", "A telephone service that anybody can use.", "#objective")
    hand.save("Save the objective", "#objective", "The objective is saved.")
    for name, part in TEAM.items():
        hand.write("Name", name, "#people")
        hand.write("E-mail", f"{name.lower().replace(' ', '.')}@des.example", "#people")
        hand.write("What they do here", part, "#people")
        if name == "Dan Kelly":
            hand.hand.tick(hand.page.locator("#people").get_by_label(re.compile("^Affected")))
        hand.save("Add them", "#people", f"{name} added.")
    hand.write("What is done?", "Write the brief", "#activities")
    hand.select("Who answers for it (accountable)?", "Ruth", "#activities")
    hand.select("Who does it (responsible)?", "Omar", "#activities")
    hand.save("Add it", "#activities", "“Write the brief” added.")
    hand.page.reload()  # the activity is there to be dated
    hand.select("What is done?", "Write the brief", "#dates")
    hand.day("Ends on", SOON, "#dates")
    hand.save("Save the days", "#dates", "The days are saved.")
    hand.write("Who is told?", "Call centre staff", "#communication")
    hand.write("What are they told?", "What changes, and when.", "#communication")
    hand.save("Add it", "#communication", "added.")
    finish(hand, 1, 4)
    confirm(officers, 1)
    confirm(buyers, 1)


def briefing(officers: Hand, buyers: Hand, open_page, **options) -> None:
    """Before it: letters for everybody, why each part matters, the team asked, contacts and plan sent; then the briefing itself."""
    project = BuyingProject.objects.get(ref=officers.ref)
    buyers.open("raci/edit/")
    for name in TEAM:
        cell = buyers.page.get_by_label(f"{name}, Write the brief")
        if buyers.has_script:
            buyers.hand.reach(cell)
            buyers.page.keyboard.type("Con")
        else:
            cell.select_option("C")
    buyers.go("^Save")
    buyers.open("people/why/")
    for name in ("Ruth Banksia", "Omar Wattle", *TEAM):
        buyers.hand.write(buyers.page.get_by_label(re.compile(name)), WHY)
    buyers.go("^Save")
    buyers.open("people/ask/")
    buyers.go("^Ask them")
    buyers.open("contacts/use/")
    for box in buyers.page.get_by_role("checkbox").all():
        if box.get_attribute("value") not in {"Objective and scope", "Process, rules and timing"}:
            buyers.untick(box)
    buyers.go("^Save the topics")
    buyers.open("contacts/send/")
    buyers.go("^Put the list")
    buyers.open("communication/send/")
    buyers.go("^Put the plan")
    for stakeholder in project.stakeholders.current().core().in_reading_order():
        page = open_page(stakeholder.person, f"/projects/{project.ref}/my-part/", **options)
        hand = Keys(page) if buyers.has_script else Mouse(page)
        hand.go(button(page, "Yes, that’s my part"))
        page.context.close()
    all_here(officers, 2, ["Ruth Banksia", "Omar Wattle", *TEAM])
    finish(officers, 2, 5)
    confirm(officers, 2)
    confirm(buyers, 2)


def workshop(officers: Hand, buyers: Hand) -> None:
    hand = officers
    hand.open("objective/edit/")
    hand.write("What is in scope?", "Telephony of the contact centre.")
    hand.go("^Save the objective")
    all_here(hand, 3, ["Ruth Banksia", "Omar Wattle", *TEAM], agreed=["The cadence", "Tools and ways of working"])
    hand.write("What is the approach, in a sentence?", "Talk to the market, then choose.", "#approach")
    hand.save("Save the approach", "#approach", "The approach is saved.")
    hand.write("What is reached?", "Tender opens", "#milestones")
    hand.day("When is it due?", SOON, "#milestones")
    hand.save("Add it", "#milestones", "added.")
    hand.write("What is it called?", "Stand-up", "#cadence")
    hand.write("How often?", "Every Monday", "#cadence")
    hand.day("When is the first?", SOON, "#cadence")
    hand.save("Add it", "#cadence", "added.")
    for purpose, name in {"Where documents live": "Records folder", "How we talk": "Team channel"}.items():
        hand.select("What is it for?", purpose, "#tools")
        hand.write("What is it called?", name, "#tools")
        hand.save("Add it", "#tools", f"“{name}” added.")
    hand.write("What is it about?", "Answers", "#agreements")
    hand.write("What is agreed?", "Within a day.", "#agreements")
    hand.save("Add it", "#agreements", "added.")
    hand.write("What may go wrong?", "Nobody offers", "#risks")
    hand.select("How likely is it?", "2", "#risks")
    hand.select("How much would it hurt?", "4", "#risks")
    hand.select("Who keeps an eye on it?", "Mei", "#risks")
    hand.write("What do you do about it?", "Talk to the market first.", "#risks")
    hand.save("Add it", "#risks", "“Nobody offers” added.")
    finish(hand, 3, 7)
    confirm(officers, 3)
    confirm(buyers, 3)


def mobilise(open_page, buyer, officer, make, **options) -> BuyingProject:
    buyers_page, officers_page = open_page(buyer, **options), open_page(officer, **options)
    ref = start(make(buyers_page), officer)
    buyers, officers = Hand(make(buyers_page), ref), Hand(make(officers_page), ref)
    alignment_session(officers, buyers, buyer, officer)
    briefing(officers, buyers, open_page, **options)
    workshop(officers, buyers)
    return BuyingProject.objects.get(ref=ref)


def check(project: BuyingProject) -> None:
    assert [milestone_of(project, n).is_complete for n in (1, 2, 3)] == [True, True, True]
    answers = SuccessCriterion.objects.filter(milestone__project=project).values_list("answer", flat=True)
    assert set(answers) == {Answer.MET.value}


def test_three_meetings_by_pressed_keys(live_server, buyer, officer, open_page):
    check(mobilise(open_page, buyer, officer, Keys))


def test_three_meetings_without_javascript(live_server, buyer, officer, open_page):
    check(mobilise(open_page, buyer, officer, Mouse, java_script_enabled=False))


def test_two_type_in_the_same_meeting_at_once_and_nothing_is_lost(live_server, project, open_page):
    path = f"/projects/{project.ref}/milestones/1/meeting/"
    hands = [Hand(Keys(open_page(person, path)), project.ref) for person in (buyer_of(project), officer_of(project))]
    hands[0].write("What is done?", "Write the brief", "#activities")
    hands[1].write("In a sentence", "We buy in two stages.", "#fall")
    hands[1].hand.choose(hands[1].page.locator("#fall").get_by_role("radio", name="Decision"))
    hands[1].save("Record it", "#fall", "Decision recorded.")
    hands[0].save("Add it", "#activities", "“Write the brief” added.")
    expect(hands[1].page.locator("#fall")).to_contain_text("We buy in two stages.")
    assert (project.activities.get().title, project.open_items.get().text) == ("Write the brief", "We buy in two stages.")


def test_three_quick_presses_of_finish_do_it_once(live_server, project, open_page):

    meet(project, 1)
    page = open_page(officer_of(project), f"/projects/{project.ref}/milestones/1/meeting/finish/")
    with page.expect_navigation():
        page.evaluate("() => { const press = document.querySelector('#finish'); press.click(); press.click(); press.click(); }")
    expect(page.locator(".messages")).to_be_visible()
    assert project.history.filter(verb="meeting finished").count() == 1
