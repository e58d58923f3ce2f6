"""The rules of the RACI matrix, each both ways, with unsaved rows."""

from itertools import count

import pytest

from projects.clock import now
from projects.models import Activity, Kind, Letters, Role, Stakeholder
from projects.raci import USUAL, Matrix, errors, in_words, left_of_usual, left_without, letters_for, notices, problems

keys = count(1)


def person(name, role=Role.TEAM_MEMBER, **fields):
    return Stakeholder(pk=next(keys), name=name, role=role, **fields)


def activity(title="Draft contract terms", **fields):
    return Activity(pk=next(keys), title=title, **fields)


@pytest.fixture
def tom():
    return person("Tom Okafor")


@pytest.fixture
def mei():
    return person("Mei Chen")


@pytest.fixture
def draft():
    return activity()


def matrix(cells, *, people=(), activities=()):
    """From letters by (activity, stakeholder)."""
    rows = tuple(dict.fromkeys([*activities, *(a for a, _ in cells)]))
    columns = tuple(dict.fromkeys([*people, *(s for _, s in cells)]))
    return Matrix(rows, columns, {(a.pk, s.pk): letters for (a, s), letters in cells.items()})


def said(found):
    return [problem.says for problem in found]


def test_one_accountable_and_one_responsible_is_right(draft, tom, mei):
    assert problems(matrix({(draft, tom): "A", (draft, mei): "R"})) == []


def test_one_who_does_both_is_right(draft, tom):
    assert problems(matrix({(draft, tom): "AR"})) == []


def test_nobody_accountable(draft, tom):
    assert said(errors(matrix({(draft, tom): "R"}))) == ["Draft contract terms has nobody accountable."]


@pytest.mark.parametrize("letters", ["A", "AR"])
def test_two_accountable_names_both(draft, tom, mei, letters):
    found = errors(matrix({(draft, tom): "AR", (draft, mei): letters}))
    assert said(found) == ["2 people are accountable for Draft contract terms: Tom Okafor and Mei Chen. It takes exactly one."]
    assert [(p.rule, p.activity) for p in found] == [("accountable", draft)]


def test_nobody_responsible(draft, tom):
    assert said(errors(matrix({(draft, tom): "A"}))) == ["Draft contract terms has nobody responsible."]


def test_an_activity_without_letters_has_neither(draft, tom):
    assert [p.rule for p in errors(matrix({}, activities=[draft], people=[tom]))] == ["accountable", "responsible"]


def test_a_leavers_letter_counts_for_nothing_and_is_named(draft, mei):
    gone = person("Dan Kelly", left_at=now())
    found = errors(matrix({(draft, gone): "A", (draft, mei): "R"}))
    assert said(found) == [
        "Draft contract terms has nobody accountable.",
        "Dan Kelly has left, so being accountable for Draft contract terms counts for nothing.",
    ]
    assert found[1].stakeholder == gone


@pytest.mark.parametrize(("letters", "is_wrong"), [("R", True), ("A", True), ("AR", True), ("C", False), ("I", False)])
def test_a_group_is_only_consulted_or_informed(draft, tom, letters, is_wrong):
    group = person("Customers", kind=Kind.GROUP, role=Role.WIDER)
    found = problems(matrix({(draft, tom): "AR", (draft, group): letters}))
    assert any(p.rule == "group" and p.is_error for p in found) is is_wrong


def test_a_letter_on_a_position_is_worth_a_look(draft, tom):
    lawyer = person("Legal expert", kind=Kind.POSITION)
    found = problems(matrix({(draft, tom): "A", (draft, lawyer): "R"}))
    assert said(found) == ["Nobody fills Legal expert yet, who has a part in Draft contract terms."]
    assert not found[0].is_error


def test_a_member_without_a_letter_is_named_and_others_are_not(draft, tom, mei):
    others = [person("Noor Wattle", Role.WIDER), person("A lawyer", kind=Kind.POSITION), person("Dan Kelly", left_at=now())]
    found = notices(matrix({(draft, tom): "AR"}, people=[tom, mei, *others]))
    assert said(found) == ["Mei Chen has no part in any activity."]
    assert found[0].stakeholder == mei


def test_before_there_is_an_activity_nobody_is_without_a_letter(mei):
    assert problems(matrix({}, people=[mei])) == []


@pytest.mark.parametrize(("needs", "holds", "number"), [(True, False, 1), (True, True, 0), (False, False, 0)])
def test_who_answers_for_money_holds_the_delegation(needs, holds, number):
    pay, buyer = activity("Confirm funding", needs_delegate=needs), person("Ruth Banksia", Role.BUYER, is_delegate=holds)
    found = notices(matrix({(pay, buyer): "AR"}))
    words = "Ruth Banksia is accountable for Confirm funding and does not hold the financial delegation."
    assert said(found) == [words] * number


@pytest.mark.parametrize(("responsible", "number"), [(3, 0), (4, 1)])
def test_more_than_three_responsible(draft, tom, responsible, number):
    cells = {(draft, tom): "A", **{(draft, person(f"Person {n}")): "R" for n in range(responsible)}}
    assert [p.rule for p in notices(matrix(cells))] == ["many_responsible"] * number


@pytest.mark.parametrize(("activities", "held", "team", "number"), [(8, 5, 5, 1), (8, 4, 5, 0), (7, 7, 5, 0), (8, 8, 4, 0), (9, 5, 5, 1)])
def test_one_person_accountable_for_more_than_half(tom, activities, held, team, number):
    rows, others = [activity(f"Activity {n}") for n in range(activities)], [person(f"Person {n}") for n in range(team - 1)]
    cells = {(row, tom if n < held else others[0]): "AR" for n, row in enumerate(rows)} | {(rows[0], other): "I" for other in others[1:]}
    found = [p for p in notices(matrix(cells, people=[tom, *others])) if p.rule == "overloaded"]
    assert said(found) == [f"Tom Okafor is accountable for {held} of {activities} activities."] * number


def test_rows_and_letters_are_read_in_order(draft, tom, mei):
    other = activity("Evaluate proposals")
    grid = matrix({(draft, tom): "A", (other, tom): "C", (draft, mei): "R"}, people=[mei, tom])
    assert (grid.row(draft), grid.letters_of(tom)) == ({mei: "R", tom: "A"}, {draft: "A", other: "C"})


def test_letters_in_words():
    assert [in_words(letters) for letters in ("R", "A", "AR", "C", "I", "")] == [
        "Responsible",
        "Accountable",
        "Accountable and responsible",
        "Consulted",
        "Informed",
        "",
    ]


def test_what_each_may_be_given(tom):
    assert letters_for(tom) == list(Letters)
    assert letters_for(person("Customers", kind=Kind.GROUP)) == [Letters.C, Letters.I]


def test_the_usual_list_is_the_guides_twenty():
    assert [usual.number for usual in USUAL] == list(range(1, 21))
    assert [usual.number for usual in USUAL if usual.needs_delegate] == [5, 16, 19]
    assert USUAL[5].letters == {"procurement_officer": "AR", "probity": "C", "buyer": "I", "core_team": "I"}


def test_what_is_left_of_the_usual():
    there = [
        Activity(usual=1),
        Activity(title="Tell the union"),
        Activity(title="Complete the  AI assessment"),
        Activity(title="draft the work plan"),
    ]
    first, rest = left_of_usual(there, [2, 20])
    assert ([usual.number for usual in first], [usual.number for usual in rest]) == ([4, 5, 6, 7, 8], [9, 10, *range(12, 20)])


def test_what_would_be_lacking_if_somebody_left(draft, tom, mei):
    evaluate = activity("Evaluate proposals")
    found = matrix({(draft, tom): "A", (draft, mei): "R", (evaluate, tom): "AR", (evaluate, mei): "R"})
    assert left_without(found, tom) == [
        "Draft contract terms would have nobody accountable.",
        "Evaluate proposals would have nobody accountable.",
    ]
    assert left_without(found, mei) == ["Draft contract terms would have nobody responsible."]
