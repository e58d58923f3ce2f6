"""A session that ended while somebody typed: what they typed is given back, by the page, and by the tab once they are signed in again."""

import re

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import expect

from tests.browser.conftest import path_of

OUTCOME = "Nine of ten callers are answered within a minute."
SIGNED_OUT = "the server responded with a status of 401"


@pytest.fixture
def address(project):
    return f"/projects/{project.ref}/objective/edit/"


def type_and_save(page, address):
    page.locator("#id_desired_outcome").fill(OUTCOME)
    Session.objects.all().delete()
    page.get_by_role("button", name=re.compile("^Save")).first.click()


def sign_in_again(page, person, live_server):
    """As by a code from another window: the same tab goes on with a session."""
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])


def test_without_scripts_the_page_gives_back_what_was_typed(live_server, project, buyer, open_page, address, complaints):
    complaints.expect(SIGNED_OUT)
    page = open_page(buyer, address, java_script_enabled=False)
    type_and_save(page, address)
    expect(page.get_by_role("heading", level=1)).to_have_text("You were signed out")
    expect(page.get_by_label("Desired outcome")).to_have_value(OUTCOME)
    assert page.get_by_role("link", name="Sign in").get_attribute("href").endswith("objective%2Fedit%2F")


def test_in_the_same_tab_it_is_back_in_its_field_and_not_saved_yet(live_server, project, buyer, open_page, address, complaints):
    complaints.expect(SIGNED_OUT)
    page = open_page(buyer, address)
    type_and_save(page, address)
    expect(page.get_by_label("Desired outcome")).to_have_value(OUTCOME)
    sign_in_again(page, buyer, live_server)
    page.goto(address)
    expect(page.locator("#id_desired_outcome")).to_have_value(OUTCOME)
    expect(page.locator("#not-saved")).to_contain_text("It is not saved yet.")
    assert project.objectives.count() == 0
    page.reload()
    expect(page.locator("#id_desired_outcome")).to_have_value("")


def test_somebody_else_in_the_same_tab_does_not_see_it(live_server, project, buyer, officer, open_page, address, complaints):
    complaints.expect(SIGNED_OUT)
    page = open_page(buyer, address)
    type_and_save(page, address)
    sign_in_again(page, officer, live_server)
    page.goto(address)
    expect(page.locator("#id_desired_outcome")).to_have_value("")
    assert path_of(page) == address
    assert page.evaluate("sessionStorage.getItem('typed')") is None


def test_what_was_typed_in_a_meeting_is_back_where_the_part_moved_the_page_to_sign_in(live_server, project, buyer, open_page, complaints):
    complaints.expect(SIGNED_OUT)
    meeting = f"/projects/{project.ref}/milestones/1/meeting/"
    page = open_page(buyer, meeting)
    page.get_by_text("Decision", exact=True).click()
    page.get_by_label("In a sentence").fill(OUTCOME)
    Session.objects.all().delete()
    page.get_by_role("button", name="Record it").click()
    page.wait_for_url("**/sign-in/**")
    sign_in_again(page, buyer, live_server)
    page.goto(meeting)
    expect(page.get_by_label("In a sentence")).to_have_value(OUTCOME)
    expect(page.locator("#not-saved")).to_contain_text("It is not saved yet.")
    assert project.open_items.count() == 0
