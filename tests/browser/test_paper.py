"""What comes out of the printer: the pages of the PDF that the browser makes, and which way each lies."""

import datetime
import re

import pytest
from playwright.sync_api import Page

from milestones.models import Session
from projects.clock import today
from projects.contacts import TOPICS
from projects.raci import USUAL
from tests.factories import ActivityFactory, ContactSendingFactory, ContactTopicFactory, StakeholderFactory, meet, plan_work

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


def test_my_part_is_a_card_of_one_page(project, member, buyer, open_page):
    """With five activities, two of them owned, notes of a meeting as long as notes get, and fourteen topics of contact."""
    me = project.stakeholders.get(person=member)
    for number, usual in enumerate(USUAL[:5]):
        activity = ActivityFactory(project=project, title=usual.title, letters={me: "R" if number < 2 else "C"})
        plan_work(activity, starts_on=today() - datetime.timedelta(30), ends_on=today() - datetime.timedelta(9))
    meet(project, 1, finished=True)
    Session.objects.update(notes="We agreed on the problem, on what will be different, and on whom to bring in.\n" * 30)
    for topic in TOPICS:
        ContactTopicFactory(project=project, topic=topic, first=project.stakeholders.get(person=buyer))
    ContactSendingFactory(project=project)
    page = open_page(member, f"/projects/{project.ref}/my-part/")
    assert pages_of(page) == ["upright"]
