"""Two people type into one meeting at the same time, each in a browser of their own: nothing of either is lost."""

import re

from playwright.sync_api import expect

from milestones.models import Attendance
from tests.factories import milestone_of

OLD = "the server responded with a status of 409"


def tick(page, name, words):
    page.get_by_role("group", name=name, exact=True).get_by_text(words, exact=True).click()


def said(page, part, words):
    """What was saved is seen beside the button, and read out."""
    expect(page.locator(f"{part} .saved")).to_contain_text(words)
    expect(page.locator(f"{part} .saved")).to_be_in_viewport()
    expect(page.locator("#live")).to_contain_text(words)


def test_who_is_here_by_two_at_once(live_server, project, buyer, officer, member, open_page, complaints):
    address = f"/projects/{project.ref}/milestones/2/meeting/"
    first, second = open_page(officer, address), open_page(buyer, address, viewport={"width": 390, "height": 844})
    tick(first, buyer.name, "Here")
    first.get_by_role("button", name="Save who is here").click()
    said(first, "#who", "Saved.")
    tick(second, member.name, "Here")  # of a page that was opened before
    second.get_by_role("button", name="Save who is here").click()
    said(second, "#who", "Saved.")
    assert set(Attendance.objects.values_list("stakeholder__person__name", "presence")) == {
        (buyer.name, "present"),
        (member.name, "present"),
    }
    expect(second.get_by_role("group", name=buyer.name, exact=True).get_by_label("Here", exact=True)).to_be_checked()
    complaints.expect(OLD)
    tick(first, member.name, "Apology")
    first.get_by_role("button", name="Save who is here").click()
    line = first.get_by_role("group", name=member.name, exact=True)
    expect(line).to_contain_text(f"{buyer.name} marked meanwhile: here.")
    expect(line.get_by_label("Apology", exact=True)).to_be_checked()
    first.get_by_role("button", name="Save who is here").click()
    said(first, "#who", "Saved.")
    assert Attendance.objects.get(stakeholder__person=member).presence == "apology"


def test_the_objective_by_two_at_once_is_chosen_field_by_field(live_server, project, buyer, officer, open_page, complaints):
    address = f"/projects/{project.ref}/milestones/1/meeting/"
    first, second = open_page(officer, address), open_page(buyer, address, viewport={"width": 390, "height": 844})
    needs = re.compile("^What must the buying achieve")
    first.locator("#objective").get_by_label(needs).fill("A service that anybody can use.")
    first.get_by_role("button", name="Save the objective").click()
    said(first, "#objective", "The objective is saved.")
    second.locator("#objective").get_by_label(needs).fill("Something else.")
    second.locator("#objective").get_by_label(re.compile("^What will be different")).fill("Nobody waits.")
    complaints.expect(OLD)
    second.get_by_role("button", name="Save the objective").click()
    choice = second.get_by_role("group", name=re.compile("^Both of you changed this: What must the buying achieve"))
    expect(choice).to_contain_text("A service that anybody can use.")
    expect(second.locator("#objective").get_by_label(needs)).to_have_value("Something else.")
    choice.get_by_text("Use theirs:").click()
    second.get_by_role("button", name="Save the objective").click()
    said(second, "#objective", "The objective is saved.")
    last = milestone_of(project, 1).project.objectives.first()
    assert (last.version, last.procurement_outcome, last.desired_outcome) == (2, "A service that anybody can use.", "Nobody waits.")
