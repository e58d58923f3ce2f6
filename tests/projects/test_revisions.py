"""Two versions of the objective, word by word."""

import pytest

from projects import revisions
from projects.revisions import Piece, compare_versions, words_changed
from tests.factories import ObjectiveFactory, SuccessMeasureFactory


def same(text):
    return Piece(text, False)


def moved(text):
    return Piece(text, True)


@pytest.mark.parametrize(
    ("before", "after", "old", "new"),
    [
        ("Nobody waits.", "Nobody waits.", [same("Nobody waits.")], [same("Nobody waits.")]),
        ("Nobody waits long.", "Nobody waits.", [same("Nobody "), moved("waits long.")], [same("Nobody "), moved("waits.")]),
        ("", "Nobody waits.", [], [moved("Nobody waits.")]),
        ("Nobody waits.", "", [moved("Nobody waits.")], []),
        ("a b c", "a x c", [same("a "), moved("b "), same("c")], [same("a "), moved("x "), same("c")]),
        ("a c", "a b\nc", [same("a c")], [same("a "), moved("b\n"), same("c")]),
        (" a\n\n b", "a b", [same(" a\n\n b")], [same("a b")]),
    ],
)
def test_words_that_differ_are_marked(before, after, old, new):
    assert words_changed(before, after) == (old, new)


def test_texts_too_long_to_compare_are_told_whole(monkeypatch):
    monkeypatch.setattr(revisions, "MOST_PAIRS", 3)
    assert words_changed("a b", "a c") == ([moved("a b")], [moved("a c")])


def test_only_what_differs_is_told_and_what_is_alike_is_named(project):
    old = ObjectiveFactory(project=project, desired_outcome="Nobody waits long.", why_now="The contract ends.", value_band="$1 million")
    SuccessMeasureFactory(project=project, measure="Calls answered", baseline="", target="90%", by_when="")
    new = ObjectiveFactory(
        project=project, problem_or_opportunity=old.problem_or_opportunity, desired_outcome="Nobody waits.", value_band="$2 million"
    )
    compared = compare_versions(old, new, with_value=True)
    questions = ["What will be different when it is solved?", "About how much is it worth?", "Measures of success"]
    assert [change.question for change in compared.changes] == questions
    assert compared.changes[2].after == [moved("Calls answered: to 90%")]
    assert compared.same == ["What is the problem or opportunity?", "Why now?"]


def test_the_value_band_only_for_those_who_see_it(project):
    old = ObjectiveFactory(project=project, value_band="$1 million", problem_or_opportunity="People wait.")
    new = ObjectiveFactory(project=project, value_band="$2 million", problem_or_opportunity="People wait.")
    compared = compare_versions(old, new, with_value=False)
    assert (compared.changes, "About how much is it worth?" in compared.same) == ([], False)
