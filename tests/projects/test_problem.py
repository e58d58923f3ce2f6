"""Whether a problem names a thing to buy."""

import json

import pytest

from milestones.demo.load import DATA
from projects.problem import thing_to_buy


@pytest.mark.parametrize(
    ("problem", "named"),
    [
        ("We need to buy a case management system for intake.", "We need to buy a case management system"),
        ("Staff need a new rostering platform.", "need a new rostering platform"),
        ("The agency wants an app for rangers.", "The agency wants an app"),
        ("We lack a single customer database.", "We lack a single customer database"),
        ("A new booking system is needed.", "A new booking system is needed"),
        ("We plan to replace the phone system with a cloud one.", "We plan to replace the phone system with a cloud one"),
        ("Calls drop. Replace the old telephony system with cloud telephony.", "Replace the old telephony system with cloud telephony"),
        ("The telephony software must be replaced.\nIt must be replaced by a cloud platform.", "must be replaced by a cloud platform"),
        ("Buy 400 licences.", ""),
        ("Procurement needs to procure 400 software licences by June.", "needs to procure 400 software licences by"),
        ("Implement a new  CRM platform.", "Implement a new CRM platform"),
        ("Teams need more software licences.", ""),
        ("We need more software licences.", "We need more software licences"),
    ],
)
def test_a_thing_to_buy_is_named(problem, named):
    assert thing_to_buy(problem) == named


@pytest.mark.parametrize(
    "problem",
    [
        "",
        "Callers wait 11 minutes, and one in four gives up.",
        "Customers have to buy a second ticket when the first train is late.",
        "The old system loses one call in ten, and its licence ends in June.",
        "Staff were given a new system in 2019 and still keep paper lists.",
        "People replace lost cards with temporary ones every day.",
        "The platform at the station is crowded by 7 am.",
        "Customers need an app to renew, and half have no smartphone.",
        "Software updates take the counters down twice a month.",
        "The database cannot be searched by address.",
        "Nobody can say who must approve a licence.",
        "We need to answer faster: people who replace parts with worn ones are hurt.",
        "Batteries need to be replaced every two years.",
    ],
)
def test_what_is_wrong_today_is_no_thing_to_buy(problem):
    assert thing_to_buy(problem) == ""


def test_no_problem_of_the_demo_is_scolded():
    problems = [project["problem"] for project in json.loads(DATA.read_text(encoding="utf-8"))["projects"]]
    assert len(problems) == 12
    assert [problem for problem in problems if thing_to_buy(problem)] == []
