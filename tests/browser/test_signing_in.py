"""Signing in, in a real browser: in the demo, by one press for each of its people."""

import re

import pytest
from playwright.sync_api import expect

from projects.models import Role
from tests.browser.conftest import path_of
from tests.factories import AgencyFactory, PersonFactory, ProjectFactory, StakeholderFactory


@pytest.fixture
def demo(settings, db):
    """A demo with one project and four people."""
    settings.IS_DEMO = True
    settings.MOBILISE_MODE = "demo"
    agency = AgencyFactory(code="DES", name="Department of Examples (fictional)", email_domains=["example.org"])
    buyer = PersonFactory(agency=agency, name="Helena Waratah", position="Executive Director")
    officer = PersonFactory(agency=agency, name="Ruth Melaleuca", position="Senior procurement officer")
    project = ProjectFactory(agency=agency, buyer=buyer, officer=officer)
    for name, role in {"Dominic Lomandra": Role.TEAM_MEMBER, "Noor Wattle": Role.WIDER}.items():
        StakeholderFactory(project=project, person=PersonFactory(agency=agency, name=name), role=role)
    return project


@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_one_press_signs_in_as_somebody_and_leads_back_to_the_page_asked_for(live_server, demo, open_page, java_script_enabled):
    address = f"/projects/{demo.ref}/milestones/1/"
    page = open_page(None, address, java_script_enabled=java_script_enabled)
    expect(page).to_have_title("Sign in – Mobilise")
    for role in ("Buyer", "Procurement officer", "Team member", "Wider stakeholder"):
        expect(page.get_by_role("heading", name=role, exact=True)).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Sign in as "))).to_have_count(4)
    page.get_by_role("button", name="Sign in as Ruth Melaleuca").press("Enter")
    page.wait_for_url(f"**{address}")
    expect(page.get_by_role("link", name="Ruth Melaleuca", exact=True)).to_be_visible()
    page.get_by_role("button", name="Sign out").press("Enter")
    expect(page).to_have_title("Sign in – Mobilise")
    page.goto(address)
    assert path_of(page).startswith("/sign-in/?next=")


def test_outside_the_demo_the_page_offers_nobody(live_server, demo, open_page, settings):
    settings.IS_DEMO = False
    page = open_page(None, "/sign-in/")
    expect(page.get_by_role("button", name="Send me a code")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Sign in as "))).to_have_count(0)
