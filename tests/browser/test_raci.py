"""The RACI matrix in a browser: letters given by keys alone, with JavaScript and without, and on a phone."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, path_of
from tests.browser.test_main_job import Keys
from tests.factories import ActivityFactory

WRONG = "Draft contract terms has nobody accountable."


@pytest.fixture
def draft(project, member):
    """An activity that nobody is accountable for."""
    return ActivityFactory(project=project, title="Draft contract terms", letters={project.stakeholders.get(person=member): "R"})


@pytest.fixture
def whole(project):
    return f"/projects/{project.ref}/raci/edit/"


def letters(page, name):
    return page.get_by_label(f"{name}, Draft contract terms")


def pick(page, keys, name, typed):
    """Tab to a cell and type the beginning of what is wanted."""
    keys.reach(letters(page, name))
    page.keyboard.type(typed)


def save(page, keys, project):
    keys.go(page.get_by_role("button", name="Save"))
    assert path_of(page) == f"/projects/{project.ref}/raci/"
    expect(page.get_by_text("No activity needs attention.")).to_be_visible()
    expect(page.locator(".row-error")).to_have_count(0)


def test_letters_by_keys_alone_and_what_is_wrong_follows(live_server, project, buyer, officer, draft, whole, open_page):
    page = open_page(officer, whole)
    keys = Keys(page)
    expect(page.locator("#raci-check")).to_contain_text(WRONG)
    pick(page, keys, "Ruth Banksia", "A")
    expect(letters(page, "Ruth Banksia")).to_have_value("A")
    expect(page.locator("#live")).to_have_text("No activity needs attention")
    expect(page.locator("#raci-check")).not_to_contain_text(WRONG)
    expect(letters(page, "Ruth Banksia")).to_be_focused()
    save(page, keys, project)


def test_letters_by_keys_alone_without_javascript(live_server, project, buyer, officer, draft, whole, open_page):
    page = open_page(officer, whole, java_script_enabled=False)
    expect(page.locator("#raci-check")).to_contain_text(WRONG)
    cell = letters(page, "Ruth Banksia")
    cell.focus()
    page.keyboard.type("A")
    expect(cell).to_have_value("A")
    page.get_by_role("button", name="Save").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_text("No activity needs attention.")).to_be_visible()
    expect(page.locator(".row-error")).to_have_count(0)


@pytest.mark.parametrize("page_of", ["raci/", "raci/edit/", "raci/{activity}/"])
def test_on_a_phone_nothing_scrolls_sideways(live_server, project, officer, draft, open_page, page_of):
    page = open_page(officer, f"/projects/{project.ref}/{page_of.format(activity=draft.pk)}", viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
