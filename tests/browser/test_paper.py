"""What comes out of the printer: the pages of the PDF that the browser makes, and which way each lies."""

import re

import pytest
from playwright.sync_api import Page

from projects.raci import USUAL
from tests.factories import ActivityFactory, StakeholderFactory

NAMES = ["Konstantina Papadimitriou-Featherstonehaugh", "Noor Wattle", "Bartholomew Kurrajong", "Isla Correa", "Tomasi Cypress"]


def pages_of(page: Page) -> list[str]:
    """Each page of the PDF, upright or across, in its order."""
    boxes = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", page.pdf(prefer_css_page_size=True))
    return ["across" if float(width) > float(height) else "upright" for width, height in boxes]


@pytest.fixture
def sixteen(project):
    """Sixteen people and the twenty usual activities, each with all kinds of letters."""
    people = list(project.stakeholders.current())
    people += [StakeholderFactory(project=project, name=f"{NAMES[n % 5]} {n}") for n in range(16 - len(people))]
    for number, usual in enumerate(USUAL):
        letters = dict(zip(people[number % 16 :] + people[: number % 16], ["A", *"RRCCCCCIIIIIIII"], strict=True))
        ActivityFactory(project=project, title=usual.title, letters=letters)
    return project


def test_a_matrix_of_sixteen_and_twenty_is_one_page_across_in_the_summary(sixteen, officer, open_page):
    page = open_page(officer, f"/projects/{sixteen.ref}/summary/")
    pages = pages_of(page)
    assert pages.count("across") == 1
    assert pages[0] == pages[-1] == "upright"


def test_a_matrix_of_sixteen_and_twenty_is_one_page_across_by_itself(sixteen, officer, open_page):
    assert pages_of(open_page(officer, f"/projects/{sixteen.ref}/raci/")) == ["across"]
