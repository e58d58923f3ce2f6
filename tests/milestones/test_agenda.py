"""The agenda suggested: the usual one, shortened or left out where nothing is left to do."""

import pytest

from milestones.agenda import USUAL, Item, say_item, suggest, total_minutes
from milestones.playbook import CURRENT, stages

RACI, SCOPE, TALK = Item("A first RACI", 15, ("1.2",)), Item("Outcomes", 20, ("1.3", "1.4")), Item("Records", 3)


def suggested(*usual, met=(), not_needed=()):
    found = suggest(usual, met=met, not_needed=not_needed)
    return [(item.title, item.minutes) for item in found.items], found.reasons


@pytest.mark.parametrize("stage", stages(CURRENT), ids=lambda stage: stage.key)
def test_the_usual_agenda_fits_the_guides_duration_and_serves_every_criterion(stage):
    usual = USUAL[stage.key]
    assert sum(item.minutes for item in usual) == stage.sitting.suggested_minutes
    keys = [stage.criterion_key(number) for number in range(1, len(stage.criteria) + 1)]
    assert sorted({key for item in usual for key in item.criteria}) == keys


def test_before_anything_is_met_the_usual_agenda_is_suggested():
    assert suggested(RACI, SCOPE, TALK) == ([("A first RACI", 15), ("Outcomes", 20), ("Records", 3)], [])


def test_what_is_met_gets_five_minutes_to_check_and_says_why():
    says = ["1.2 is met: 5 minutes to check, instead of 15, for “A first RACI”."]
    assert suggested(RACI, SCOPE, met={"1.2"}) == ([("A first RACI", 5), ("Outcomes", 20)], says)


def test_an_item_of_which_one_criterion_is_not_met_keeps_its_minutes():
    assert suggested(SCOPE, met={"1.3"}) == ([("Outcomes", 20)], [])


def test_an_item_all_of_whose_criteria_are_met_names_them():
    says = ["1.3 and 1.4 are met: 5 minutes to check, instead of 20, for “Outcomes”."]
    assert suggested(SCOPE, met={"1.3", "1.4"}) == ([("Outcomes", 5)], says)


def test_what_is_not_needed_is_left_out_and_says_why():
    assert suggested(RACI, TALK, not_needed={"1.2"}) == ([("Records", 3)], ["1.2 is not needed, which leaves out “A first RACI”."])


def test_of_met_and_not_needed_what_is_met_is_checked():
    says = ["1.3 is met: 5 minutes to check, instead of 20, for “Outcomes”."]
    assert suggested(SCOPE, met={"1.3"}, not_needed={"1.4"}) == ([("Outcomes", 5)], says)


def test_an_item_of_five_minutes_or_fewer_stays_as_it_is():
    assert suggested(Item("Say it back", 4, ("2.2",)), met={"2.2"}) == ([("Say it back", 4)], [])


def test_an_agenda_is_said_in_words():
    assert say_item(SCOPE.as_stored()) == "Outcomes, 20 minutes (1.3, 1.4)"
    assert say_item({"title": "Hello", "minutes": 1, "criteria": []}) == "Hello, 1 minute"
    assert total_minutes([RACI.as_stored(), TALK.as_stored()]) == 18
