"""A position that somebody in the project fills: what becomes theirs, and what is said of letters."""

import pytest

from projects.history import broken_links
from projects.models import Assignment, Kind, Role
from projects.operations.open_items import edit_open_item
from projects.operations.people import add_stakeholder, edit_stakeholder, fill_from_team, fill_position, remove_stakeholder
from projects.operations.raci import remove_activity, set_letters
from projects.positions import filling_of, letters_in_words, who_can_fill
from projects.raci import merged
from projects.refusals import ChangedMeanwhile, NotNow, NotYourPart
from tests.factories import ActivityFactory, OpenItemFactory, ProjectFactory, StakeholderFactory, buyer_of


@pytest.fixture
def position(project, buyer, member):
    told = {"part": "Advises on terms.", "expertise": "legal", "is_approver": True, "support_criteria": "Fair terms."}
    return add_stakeholder(project=project, name="A lawyer", kind=Kind.POSITION, by=buyer, **told)


@pytest.fixture
def mine(project, member):
    return project.stakeholders.get(person=member)


def fill(position, filler, by=None, seen=None):
    stamp = filling_of(position, filler).stamp
    fill_from_team(stakeholder=position, filler=filler, seen=stamp if seen is None else seen, by=by or buyer_of(position.project))


def letters(stakeholder):
    return {row.activity.title: row.letters for row in Assignment.objects.filter(stakeholder=stakeholder).select_related("activity")}


def activity(title, *held, project=None):
    return ActivityFactory(project=project or held[0][0].project, title=title, letters=dict(held))


# ---- What is said -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "becomes"),
    [
        ("A", "R", "AR"),
        ("R", "A", "AR"),
        ("AR", "C", "AR"),
        ("A", "C", "A"),
        ("I", "R", "R"),
        ("C", "I", "C"),
        ("I", "I", "I"),
        ("R", "", "R"),
        ("", "", ""),
    ],
)
def test_letters_in_the_same_activity_are_merged(one, other, becomes):
    assert merged(one, other) == becomes


def test_a_filling_says_what_becomes_of_each_letter(position, mine):
    activity("Draft terms", (position, "A"), (mine, "R"))
    activity("Check terms", (position, "C"), (mine, "R"))
    activity("Own terms", (position, "A"), (mine, "C"))
    activity("Keep terms", (position, "I"), (mine, "I"))
    activity("Sign terms", (position, "R"))
    activity("Read terms", (mine, "I"))
    assert [(move.activity.title, move.says) for move in filling_of(position, mine).moves] == [
        ("Draft terms", "Accountable and responsible: accountable by the position, responsible already"),
        ("Check terms", "Responsible, as they are already; the position was consulted"),
        ("Own terms", "Accountable, instead of consulted"),
        ("Keep terms", "Informed, as they are already"),
        ("Sign terms", "Responsible"),
    ]


def test_a_filling_takes_over_what_is_not_recorded_of_them_yet(position, mine, buyer):
    assert filling_of(position, mine).fields == {
        "expertise": "legal",
        "is_approver": True,
        "support_criteria": "Fair terms.",
    }
    edit_stakeholder(stakeholder=mine, version=mine.version, by=buyer, expertise="cyber", is_approver=True)
    assert set(filling_of(position, mine).fields) == {"support_criteria"}


def test_letters_in_words_the_strongest_first(position):
    gone = activity("Gone", (position, "A"))
    remove_activity(activity=gone, by=buyer_of(position.project))
    for title, held in {"One": "I", "Two": "A", "Three": "AR", "Four": "R", "Five": "C", "Six": "A"}.items():
        activity(title, (position, held))
    assert letters_in_words(position) == [
        ("Accountable for", ["Two", "Six"]),
        ("Accountable and responsible for", ["Three"]),
        ("Responsible for", ["Four"]),
        ("Consulted on", ["Five"]),
        ("Informed about", ["One"]),
    ]


def test_people_can_fill_it_groups_positions_and_leavers_cannot(project, position, mine):
    StakeholderFactory(project=project, group=True)
    StakeholderFactory(project=project, left=True)
    people = project.stakeholders.current().filter(kind=Kind.PERSON)
    assert {pk for pk, _ in who_can_fill(project)} == {row.pk for row in people}
    assert (mine.pk, f"{mine.name}, Adviser") in who_can_fill(project)


# ---- fill_from_team -----------------------------------------------------------------------------------------------


def test_fill_from_team_moves_and_merges_letters_with_history(project, position, mine, buyer):
    draft = activity("Draft terms", (position, "A"), (mine, "R"))
    activity("Sign terms", (position, "R"))
    fill(position, mine)
    assert (letters(position), letters(mine)) == ({}, {"Draft terms": "AR", "Sign terms": "R"})
    entry = project.history.filter(verb="letters changed", about_id=draft.pk).order_by("sequence").last()
    assert (entry.before["letters"], entry.after["letters"]) == (
        {str(position.pk): "A", str(mine.pk): "R"},
        {str(position.pk): "", str(mine.pk): "AR"},
    )
    filled = project.history.get(verb="position filled")
    assert (filled.about_id, filled.label, filled.after, filled.actor) == (mine.pk, "A lawyer", {"position": position.pk}, buyer)
    assert broken_links(project) == []


def test_fill_from_team_ends_the_position_and_tells_what_is_recorded(project, position, mine, buyer):
    fill(position, mine)
    position.refresh_from_db()
    mine.refresh_from_db()
    assert (position.is_current, position.left_by, mine.expertise, mine.is_approver, mine.support_criteria) == (
        False,
        buyer,
        "legal",
        True,
        "Fair terms.",
    )
    edited = project.history.get(verb="stakeholder edited", about_id=mine.pk)
    assert (edited.before, edited.after) == ({"expertise": "", "is_approver": False}, {"expertise": "legal", "is_approver": True})
    told = project.history.filter(verb="what they need to say yes", about_id=mine.pk).get()
    assert (told.before, told.after, told.audience) == ({"support_criteria": ""}, {"support_criteria": "Fair terms."}, "sides")


def test_fill_from_team_hands_over_what_is_still_open(project, position, mine):
    open_item, done = OpenItemFactory(project=project, owner=position), OpenItemFactory(project=project, owner=position)
    edit_open_item(item=done, version=1, by=buyer_of(project), answer="The usual one.")
    fill(position, mine)
    open_item.refresh_from_db()
    done.refresh_from_db()
    assert (open_item.owner, open_item.version, done.owner) == (mine, 2, position)
    entry = project.history.get(verb="open item edited", about_id=open_item.pk)
    assert (entry.before, entry.after) == ({"owner": position.pk}, {"owner": mine.pk})


def test_fill_from_team_of_a_bare_position_only_ends_it(project, mine, buyer):
    bare = add_stakeholder(project=project, name="A tester", kind=Kind.POSITION, by=buyer)
    version = mine.version
    fill(bare, mine)
    mine.refresh_from_db()
    assert mine.version == version
    assert [entry.verb for entry in project.history.order_by("-sequence")[:2]] == ["position filled", "stakeholder added"]


def test_fill_from_team_twice_is_once(project, position, mine):
    activity("Sign terms", (position, "R"))
    seen = filling_of(position, mine).stamp
    for _ in range(2):
        fill(position, mine, seen=seen)
    assert project.history.filter(verb="position filled").count() == 1


def test_fill_from_team_refuses_what_was_not_shown(project, position, mine, buyer):
    sign = activity("Sign terms", (position, "R"))
    seen = filling_of(position, mine).stamp
    set_letters(project=project, base={}, wanted={(sign.pk, mine.pk): "A"}, by=buyer)
    with pytest.raises(ChangedMeanwhile):
        fill(position, mine, seen=seen)
    assert (letters(position), letters(mine)) == ({"Sign terms": "R"}, {"Sign terms": "A"})


def test_fill_from_team_leaves_letters_of_removed_activities(project, position, mine, buyer):
    gone = activity("Gone", (position, "R"))
    remove_activity(activity=gone, by=buyer)
    fill(position, mine)
    assert (letters(position), letters(mine)) == ({"Gone": "R"}, {})


def test_fill_from_team_of_a_position_only(project, mine, buyer):
    other = StakeholderFactory(project=project)
    with pytest.raises(NotNow, match="is not a position that nobody fills"):
        fill(other, mine)


def test_fill_from_team_by_a_person_who_is_here(project, position, mine, buyer):
    group = StakeholderFactory(project=project, group=True)
    with pytest.raises(NotNow, match="Only a person"):
        fill(position, group)
    remove_stakeholder(stakeholder=mine, by=buyer)
    with pytest.raises(NotNow, match="is not in this project"):
        fill(position, mine)


def test_fill_from_team_once_it_was_filled_or_removed(project, position, mine, buyer):
    other = StakeholderFactory(project=project)
    remove_stakeholder(stakeholder=position, by=buyer)
    with pytest.raises(NotNow, match="has left"):
        fill(position, mine)
    named = StakeholderFactory(project=project, position_only=True, name="A tester")
    fill_position(stakeholder=named, name="Tom Okafor", email="", by=buyer)
    with pytest.raises(NotNow):
        fill(named, other)


def test_fill_from_team_not_from_somebody_elses_project(project, position, mine, buyer):
    elsewhere = StakeholderFactory(project=ProjectFactory(agency=project.agency))
    with pytest.raises(NotNow, match="is not in this project"):
        fill(position, elsewhere)
    theirs = StakeholderFactory(project=elsewhere.project, position_only=True)
    with pytest.raises(NotYourPart):
        fill(theirs, elsewhere, by=buyer)


@pytest.mark.parametrize("who", ["member", "wider", "viewer", "outsider"])
def test_fill_from_team_by_nobody_else(request, position, mine, who):
    with pytest.raises(NotYourPart):
        fill(position, mine, by=request.getfixturevalue(who))


def test_fill_from_team_by_who_holds_a_seat(project, position, officer):
    seat = project.stakeholders.get(person=officer)
    activity("Sign terms", (position, "R"))
    fill(position, seat, by=officer)
    seat.refresh_from_db()
    assert (seat.role, letters(seat)) == (Role.PROCUREMENT_OFFICER, {"Sign terms": "R"})
