"""What a press does while the page stays: one POST, the focus, the sentence that is read out; and what happens when it cannot be done."""

import re
from urllib.parse import urlencode

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from milestones.models import Answer
from tests.browser.conftest import Held, path_of
from tests.factories import CoverFactory, PersonFactory, answer_criterion, criterion_of, identify_everyone

MET = "Criterion 1.1 marked as met. 1 of 4 criteria met."
OLD = "the server responded with a status of 409"
LEFT_BLANK = "the server responded with a status of 422"


@pytest.fixture
def project(project):
    """One press marks 1.1 as met."""
    return identify_everyone(project)


@pytest.fixture
def address(project):
    return f"/projects/{project.ref}/milestones/1/"


def mark(page):
    return page.get_by_role("button", name="Mark 1.1 as met")


def answers(project):
    """What was ever answered, oldest first."""
    return list(project.history.filter(verb__startswith="criterion").order_by("pk").values_list("verb", flat=True))


def press(page, key="Enter"):
    page.keyboard.press(key)


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_press_puts_the_focus_on_the_state_and_reads_out_what_was_done(live_server, project, officer, open_page, address, key):
    page = open_page(officer, address)
    mark(page).focus()
    press(page, key)
    expect(page.locator("#live")).to_have_text(MET)
    state = page.locator("p#criterion-1-1-act")
    expect(state).to_be_focused()
    expect(state).to_contain_text("Met")
    expect(page.locator("#completing")).to_contain_text("1 of 4 met")
    expect(page.locator("#panel-line")).to_contain_text("1 of 4 met")
    expect(page).to_have_title(re.compile("^Define the buying project outcome"))
    assert path_of(page) == address


def test_a_second_enter_after_the_press_does_nothing(live_server, project, officer, open_page, address):
    page = open_page(officer, address)
    mark(page).focus()
    press(page)
    expect(page.locator("#live")).to_have_text(MET)
    press(page)
    page.wait_for_timeout(300)
    expect(page.locator("p#criterion-1-1-act")).to_be_focused()
    assert (path_of(page), answers(project)) == (address, ["criterion marked as met"])


def test_three_quick_presses_send_one_post(live_server, project, officer, open_page, address):
    page = open_page(officer, address)
    held = Held(page)
    mark(page).focus()
    for _ in range(3):
        press(page)
    page.wait_for_timeout(300)
    assert len(held.routes) == 1
    held.let_go()
    expect(page.locator("#live")).to_have_text(MET)
    assert (len(held.routes), answers(project)) == (1, ["criterion marked as met"])


def test_three_quick_presses_on_a_page_of_its_own_send_one_post(live_server, project, officer, open_page, address):
    page = open_page(officer, address + "criteria/2/change/")
    page.get_by_label("Why is it met all the same?").fill("Agreed on the phone.")
    held = Held(page)
    page.get_by_role("button", name="Mark 1.2 as met, with a reason").focus()
    for _ in range(3):
        press(page)
    page.wait_for_timeout(300)
    assert len(held.routes) == 1
    held.let_go()
    page.wait_for_url("**" + address)
    assert (len(held.routes), answers(project)) == (1, ["criterion marked as met, with a reason"])


def test_three_presses_without_javascript_change_one_thing(live_server, project, officer, open_page, address):
    page = open_page(officer, address, java_script_enabled=False)
    mark(page).focus()
    for _ in range(3):
        press(page)
    expect(page.locator(".messages")).to_contain_text("Criterion 1.1 marked as met.")
    assert answers(project) == ["criterion marked as met"]


def test_a_press_on_an_old_page_says_who_changed_what_and_writes_nothing(live_server, project, officer, open_page, address, complaints):
    complaints.expect(OLD)
    cover = CoverFactory(officer=officer, covered_by=PersonFactory(agency=project.agency, name="Cleo Saltbush")).covered_by
    old, page = open_page(officer, address), open_page(cover, address + "criteria/1/change/")
    page.get_by_text("Not needed", exact=True).click()
    page.get_by_label("Not needed, because").fill("One person does it all.")
    page.get_by_role("button", name="Mark 1.1 as not needed").click()
    page.wait_for_url("**" + address)

    mark(old).focus()
    press(old)
    refused = old.locator("#criterion-1-1-refusal")
    expect(refused).to_be_focused()
    expect(refused).to_contain_text("Cleo Saltbush")
    expect(old.locator("#live")).to_contain_text("Cleo Saltbush")
    expect(old.locator("#criterion-1-1")).to_contain_text("Not needed, because: One person does it all.")
    expect(old).to_have_title(re.compile("^Error: "))
    assert criterion_of(project, "1.1").answer == Answer.NOT_NEEDED
    assert answers(project) == ["criterion marked as not needed"]


def test_what_two_tabs_wish_alike_is_no_error(live_server, project, officer, open_page, address):
    page = open_page(officer, address)
    answer_criterion(project, "1.1", Answer.MET)
    mark(page).focus()
    press(page)
    expect(page.locator("#live")).to_have_text(MET)
    assert answers(project) == ["criterion marked as met"]


def test_offline_nothing_moves_and_the_page_says_it_was_not_saved(live_server, project, officer, open_page, address, complaints):
    complaints.expect("net::ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest")  # htmx says so itself
    page = open_page(officer, address)
    banner = page.get_by_role("region", name="Not saved")
    expect(banner).to_be_hidden()
    mark(page).focus()
    page.context.set_offline(True)
    press(page)
    expect(banner).to_be_visible()
    expect(banner).to_contain_text("Not saved: you are offline.")
    expect(page.locator("#live")).to_contain_text("Not saved: you are offline. Nothing was changed on the page.")
    expect(mark(page)).to_be_focused()
    expect(page.locator("#completing")).to_contain_text("0 of 4 met")
    assert answers(project) == []

    page.context.set_offline(False)
    press(page)
    expect(page.locator("#live")).to_have_text(MET)
    expect(banner).to_be_hidden()
    assert answers(project) == ["criterion marked as met"]


@pytest.mark.parametrize("how", ["ended", "forgotten"])
def test_when_the_session_is_over_the_whole_page_goes_to_sign_in_and_says_why(
    live_server, project, officer, open_page, address, complaints, how
):
    complaints.expect("the server responded with a status of 401")
    page = open_page(officer, address)
    if how == "ended":
        Session.objects.all().delete()
    else:
        page.context.clear_cookies(name="session")
    mark(page).focus()
    press(page)
    page.wait_for_url("**/sign-in/**")
    assert path_of(page) == f"/sign-in/?{urlencode({'next': address})}"
    expect(page.get_by_text("You were signed out, so nothing was saved. Sign in to go on where you were.")).to_be_visible()
    assert answers(project) == []


def test_a_form_left_blank_puts_the_focus_on_what_is_wrong(live_server, project, officer, open_page, address, complaints):
    complaints.expect(LEFT_BLANK)
    page = open_page(officer, address + "criteria/2/change/")
    page.get_by_role("button", name="Mark 1.2 as met, with a reason").click()
    summary = page.locator("#error-summary")
    expect(summary).to_be_focused()
    expect(page).to_have_title(re.compile("^Error: "))
    assert (criterion_of(project, "1.2").answer, answers(project)) == (Answer.NOT_MET, [])


def test_each_error_leads_to_its_field_and_nothing_typed_is_lost(live_server, project, buyer, open_page, complaints):
    complaints.expect(LEFT_BLANK)
    page = open_page(buyer, f"/projects/{project.ref}/people/add/")
    page.get_by_label("What they do here").fill("Answers the phone.")
    page.get_by_role("button", name="Add").first.click()
    expect(page.locator("#error-summary")).to_be_focused()
    page.get_by_role("link", name="Enter a name").focus()
    press(page)
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    expect(page.get_by_label("What they do here")).to_have_value("Answers the phone.")


def test_what_others_change_is_told_and_nothing_under_the_readers_hands_moves(live_server, project, buyer, officer, open_page, address):
    page = open_page(buyer, address)
    reading = page.get_by_role("link", name="Add evidence to criterion 1.2")
    reading.focus()
    with page.expect_response("**/news/**") as asked:
        page.locator("[data-poll]").dispatch_event("poll")
    assert asked.value.status == 204
    answer_criterion(project, "1.1", Answer.MET)
    page.locator("[data-poll]").dispatch_event("poll")
    expect(page.locator("#latest")).to_contain_text(officer.name)
    expect(page.locator("#latest").get_by_role("link")).to_be_visible()
    expect(reading).to_be_focused()
    expect(page.locator("#completing")).to_contain_text("0 of 4 met")


@pytest.mark.parametrize("leaves", [True, False])
def test_leaving_something_typed_and_not_saved_is_asked_first(live_server, project, officer, open_page, address, leaves):
    asked = []
    page = open_page(officer, address + "criteria/2/change/")
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept() if leaves else dialog.dismiss()))
    page.get_by_label("Why is it met all the same?").press_sequentially("Agreed")
    page.get_by_role("link", name="Back to milestone 1").click(no_wait_after=True)
    if leaves:
        page.wait_for_url(f"**{address}#criterion-1-2")
    else:
        expect(page.get_by_label("Why is it met all the same?")).to_have_value("Agreed")
    assert asked == ["beforeunload"]
