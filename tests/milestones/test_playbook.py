"""The playbook's words are the guide's: `tests/data/guide.txt` is its published text."""

from pathlib import Path

import pytest

from milestones.playbook import CURRENT, PLAYBOOKS, stage_at, stages

GUIDE = (Path(__file__).parent.parent / "data" / "guide.txt").read_text(encoding="utf-8").splitlines()
LOOKS_LIKE = "Success for this milestone looks like:"
MILESTONES = [1, 2, 3]


def part(stage):
    """The lines of the guide from a milestone's title to its resources."""
    begin = GUIDE.index(stage.title)
    return GUIDE[begin : GUIDE.index("Resources", begin)]


def bullets(stage):
    """The criteria in the guide; the full stop that ends each of its lists is left out."""
    lines = part(stage)
    return [line.removeprefix("- ").removesuffix(".") for line in lines[lines.index(LOOKS_LIKE) + 1 :]]


def test_three_milestones_in_the_guides_order():
    titles = [stage.title for stage in stages(CURRENT)]
    assert [stage.position for stage in stages(CURRENT)] == MILESTONES
    assert titles == [line for line in GUIDE if line in titles]


def test_sixteen_criteria():
    assert [len(stage.criteria) for stage in stages(CURRENT)] == [4, 5, 7]


@pytest.mark.parametrize("position", MILESTONES)
def test_the_criteria_are_the_guides_word_for_word(position):
    stage = stage_at(CURRENT, position)
    assert list(stage.criteria) == bullets(stage)


@pytest.mark.parametrize("position", MILESTONES)
def test_title_lead_and_introduction_are_the_guides(position):
    stage = stage_at(CURRENT, position)
    title, words, about, looks_like, *_ = part(stage)
    assert (stage.title, stage.guide_words, stage.about, LOOKS_LIKE) == (title, words, about, looks_like)


@pytest.mark.parametrize("position", MILESTONES)
def test_the_sessions_words_are_the_guides(position):
    sitting = stage_at(CURRENT, position).sitting
    assert any(line.startswith("- ") and line.endswith(f": {sitting.guide_words}") for line in GUIDE)


@pytest.mark.parametrize("position", MILESTONES)
def test_the_suggested_meeting_lasts_as_long_as_the_guide_says(position):
    sitting = stage_at(CURRENT, position).sitting
    shortest, longest = sitting.minutes
    assert shortest <= sitting.suggested_minutes <= max(longest, 60)
    assert ("30 minute" in sitting.guide_words) == (shortest == 30)
    assert ("1-2 hr*" in sitting.guide_words or "1-2hr*" in sitting.guide_words) == (sitting.minutes == (60, 120))


def test_criteria_are_numbered_by_milestone_and_place():
    assert stage_at(CURRENT, 2).criterion_key(3) == "2.3"


def test_hints_belong_to_criteria_there_are():
    assert all(1 <= place <= len(stage.criteria) for stage in stages(CURRENT) for place in stage.hints)


def test_a_version_there_never_was():
    assert list(PLAYBOOKS) == [CURRENT]
    with pytest.raises(KeyError):
        stages("nsw-1999")
