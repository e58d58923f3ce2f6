"""The RACI matrix changed: activities, letters, the usual list."""

import uuid

import pytest

from projects.matrix import matrix_of
from projects.models import Activity, Kind, Role
from projects.operations.people import remove_stakeholder
from projects.operations.raci import CellsChanged, add_activity, edit_activity, remove_activity, set_letters
from projects.operations.usual import add_usual
from projects.raci import errors
from projects.refusals import ChangedMeanwhile, FieldNeeded, NotNow, NotYourPart, SentElsewhere
from tests.factories import ActivityFactory, ExpertiseNeedFactory, ProjectFactory, StakeholderFactory


@pytest.fixture
def mei(project, member):
    return project.stakeholders.get(person=member)


@pytest.fixture
def tom(project, mei):
    return StakeholderFactory(project=project, person__name="Tom Okafor")


@pytest.fixture
def draft(project):
    return ActivityFactory(project=project, title="Draft contract terms")


def letters(project):
    return {(a.title, s.name): held for a in matrix_of(project).activities for s, held in matrix_of(project).row(a).items()}


def last(project):
    entry = project.history.last()
    return entry.verb, entry.before, entry.after


# ---- Activities ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["buyer", "agent", "officer"])
def test_added_by_either_side_at_the_end(request, project, draft, who):
    added = add_activity(project=project, title=" Evaluate proposals ", by=request.getfixturevalue(who))
    assert (added.title, added.position, list(project.activities.current())) == ("Evaluate proposals", 2, [draft, added])
    assert last(project) == ("activity added", {}, {"title": "Evaluate proposals", "needs_delegate": False, "letters": {}})


@pytest.mark.parametrize("who", ["member", "wider", "viewer", "outsider"])
def test_changed_by_nobody_else(request, project, draft, who):
    by = request.getfixturevalue(who)
    for act in (
        lambda: add_activity(project=project, title="Evaluate", by=by),
        lambda: add_usual(project=project, which="first", by=by),
        lambda: edit_activity(activity=draft, version=1, title="Evaluate", needs_delegate=False, by=by),
        lambda: remove_activity(activity=draft, by=by),
        lambda: set_letters(project=project, base={}, wanted={(draft.pk, 1): "R"}, by=by),
    ):
        with pytest.raises(NotYourPart):
            act()
    assert list(project.activities.current()) == [draft]


def test_the_same_form_twice_adds_one(project, buyer):
    nonce = uuid.uuid4()
    first, second = (add_activity(project=project, title="Evaluate", nonce=nonce, by=buyer) for _ in range(2))
    assert (first, project.activities.count()) == (second, 1)


def test_a_form_of_another_project_is_refused(project, buyer):
    nonce = uuid.uuid4()
    other = ProjectFactory(agency=project.agency, buyer=buyer)
    add_activity(project=other, title="Evaluate", nonce=nonce, by=buyer)
    with pytest.raises(SentElsewhere):
        add_activity(project=project, title="Evaluate", nonce=nonce, by=buyer)
    assert not project.activities.exists()


def test_nothing_without_a_title(project, buyer, draft):
    with pytest.raises(FieldNeeded):
        add_activity(project=project, title="  ", by=buyer)
    with pytest.raises(FieldNeeded):
        edit_activity(activity=draft, version=1, title=" ", needs_delegate=False, by=buyer)


def test_renamed(project, buyer, draft):
    edit_activity(activity=draft, version=1, title="Prepare contract terms", needs_delegate=True, by=buyer)
    before, after = {"title": "Draft contract terms", "needs_delegate": False}, {"title": "Prepare contract terms", "needs_delegate": True}
    assert (Activity.objects.get(pk=draft.pk).version, last(project)) == (2, ("activity changed", before, after))


def test_renamed_to_the_same_changes_nothing(project, buyer, draft):
    edit_activity(activity=draft, version=99, title="Draft contract terms", needs_delegate=False, by=buyer)
    assert (Activity.objects.get(pk=draft.pk).version, last(project)[0]) == (1, "activity added")


def test_renamed_meanwhile_is_a_conflict(project, buyer, officer, draft):
    edit_activity(activity=draft, version=1, title="Prepare contract terms", needs_delegate=False, by=officer)
    with pytest.raises(ChangedMeanwhile, match="Omar Wattle made the last change"):
        edit_activity(activity=draft, version=1, title="Write contract terms", needs_delegate=False, by=buyer)


def test_removed_it_stays_as_a_row_and_is_not_listed(project, buyer, draft):
    remove_activity(activity=draft, by=buyer)
    remove_activity(activity=draft, by=buyer)
    assert (list(project.activities.current()), project.activities.get().removed_by) == ([], buyer)
    assert project.history.filter(verb="activity removed").count() == 1
    with pytest.raises(NotNow, match="was removed"):
        edit_activity(activity=draft, version=1, title="Again", needs_delegate=False, by=buyer)


# ---- Letters ------------------------------------------------------------------------------------------------------


def test_letters_are_given_changed_and_taken_in_one_entry_an_activity(project, buyer, draft, tom, mei):
    set_letters(project=project, base={}, wanted={(draft.pk, tom.pk): "A", (draft.pk, mei.pk): "R"}, by=buyer)
    base = {(draft.pk, tom.pk): "A", (draft.pk, mei.pk): "R"}
    set_letters(project=project, base=base, wanted={(draft.pk, tom.pk): "AR", (draft.pk, mei.pk): ""}, by=buyer)
    assert letters(project) == {("Draft contract terms", "Tom Okafor"): "AR"}
    told = [{"title": draft.title, "letters": {str(tom.pk): t, str(mei.pk): m}} for t, m in (("A", "R"), ("AR", ""))]
    assert last(project) == ("letters changed", *told)


def test_what_was_not_changed_is_not_written(project, buyer, officer, draft, tom, mei):
    set_letters(project=project, base={}, wanted={(draft.pk, mei.pk): "C"}, by=officer)
    shown = {(draft.pk, tom.pk): "", (draft.pk, mei.pk): ""}  # as somebody saw it before
    set_letters(project=project, base={}, wanted={**shown, (draft.pk, tom.pk): "R"}, by=buyer)
    assert letters(project) == {(draft.title, "Tom Okafor"): "R", (draft.title, mei.name): "C"}


def test_the_same_again_writes_nothing(project, buyer, draft, tom):
    for _ in range(2):
        set_letters(project=project, base={}, wanted={(draft.pk, tom.pk): "R"}, by=buyer)
    set_letters(project=project, base={(draft.pk, tom.pk): "R"}, wanted={(draft.pk, tom.pk): "R"}, by=buyer)
    assert project.history.filter(verb="letters changed").count() == 1


def test_the_same_cell_changed_meanwhile_is_a_conflict_that_shows_both(project, buyer, officer, draft, tom, mei):
    set_letters(project=project, base={}, wanted={(draft.pk, tom.pk): "C"}, by=officer)
    with pytest.raises(CellsChanged, match="Tom Okafor, Draft contract terms: now consulted, you chose responsible") as refused:
        set_letters(project=project, base={}, wanted={(draft.pk, tom.pk): "R", (draft.pk, mei.pk): "A"}, by=buyer)
    assert refused.value.cells == {(draft.pk, tom.pk): ("C", "R")}
    assert letters(project) == {(draft.title, "Tom Okafor"): "C"}


def test_a_cell_emptied_meanwhile_says_no_role(project, buyer, draft, tom):
    with pytest.raises(CellsChanged, match="now no role, you chose informed"):
        set_letters(project=project, base={(draft.pk, tom.pk): "C"}, wanted={(draft.pk, tom.pk): "I"}, by=buyer)


@pytest.mark.parametrize("held", ["R", "A", "AR"])
def test_a_group_does_no_work(project, buyer, draft, held):
    group = StakeholderFactory(project=project, group=True)
    with pytest.raises(FieldNeeded, match="Everyone concerned is a group"):
        set_letters(project=project, base={}, wanted={(draft.pk, group.pk): held}, by=buyer)
    set_letters(project=project, base={}, wanted={(draft.pk, group.pk): "C"}, by=buyer)
    assert letters(project) == {(draft.title, "Everyone concerned"): "C"}


def test_a_position_may_hold_any_letter(project, buyer, draft):
    position = StakeholderFactory(project=project, position_only=True)
    set_letters(project=project, base={}, wanted={(draft.pk, position.pk): "AR"}, by=buyer)
    assert letters(project) == {(draft.title, "A lawyer"): "AR"}


def test_a_leavers_letter_stays_and_can_only_be_taken(project, buyer, draft, tom):
    set_letters(project=project, base={}, wanted={(draft.pk, tom.pk): "A"}, by=buyer)
    remove_stakeholder(stakeholder=tom, by=buyer)
    assert letters(project) == {(draft.title, "Tom Okafor"): "A"}
    base = {(draft.pk, tom.pk): "A"}
    with pytest.raises(NotNow, match="Tom Okafor has left"):
        set_letters(project=project, base=base, wanted={(draft.pk, tom.pk): "R"}, by=buyer)
    set_letters(project=project, base=base, wanted={(draft.pk, tom.pk): ""}, by=buyer)
    assert letters(project) == {}


def test_nothing_of_another_project(project, buyer, draft, tom):
    other = ProjectFactory(agency=project.agency)
    foreign, stranger = ActivityFactory(project=other), StakeholderFactory(project=other)
    removed = ActivityFactory(project=project, removed=True)
    for cell in ((foreign.pk, tom.pk), (draft.pk, stranger.pk), (removed.pk, tom.pk)):
        with pytest.raises(NotNow, match="no longer in the project"):
            set_letters(project=project, base={}, wanted={cell: "R"}, by=buyer)
    assert (letters(project), letters(other)) == ({}, {})


@pytest.mark.parametrize("size", [1, 6])
def test_any_number_of_cells_is_written_in_the_same_queries(project, buyer, size, django_assert_num_queries):
    rows = [ActivityFactory(project=project, title=f"Activity {n}") for n in range(size)]
    people = [StakeholderFactory(project=project) for _ in range(size)]
    cells = {(row.pk, person.pk): "C" for row in rows for person in people}
    set_letters(project=project, base={}, wanted={next(iter(cells)): "I"}, by=buyer)
    wanted = {**cells, next(iter(cells)): ""}
    wanted = wanted if size > 1 else {**wanted, (rows[0].pk, project.stakeholders.get(person=buyer).pk): "R"}
    with django_assert_num_queries(25):
        set_letters(project=project, base={next(iter(cells)): "I"}, wanted=wanted, by=buyer)


# ---- The usual activities -----------------------------------------------------------------------------------------


def test_the_first_eight_come_with_letters_by_function(project, buyer, officer):
    owner = StakeholderFactory(project=project, person__name="Priya Nair", function="product_owner")
    added = add_usual(project=project, which="first", by=buyer)
    assert [activity.usual for activity in added] == list(range(1, 9))
    held = letters(project)
    first = "Define the business objective and desired outcome"
    assert [
        held[(first, name)] for name in (owner.name, "Ruth Banksia", "Omar Wattle", "End user", "Project manager", "Finance expert")
    ] == [
        "R",
        "A",
        "C",
        "C",
        "I",
        "I",
    ]
    assert held[("Manage probity and conflict of interest declarations", "Omar Wattle")] == "AR"
    assert held[("Draft the work plan", "Mei Waratah")] == "I"
    assert errors(matrix_of(project)) == []


def test_functions_with_nobody_become_positions_with_a_part(project, buyer):
    add_usual(project=project, which="first", by=buyer)
    positions = project.stakeholders.current().filter(kind=Kind.POSITION)
    assert {p.name for p in positions} == {
        "Product owner",
        "Project manager",
        "End user",
        "Finance expert",
        "Probity expert",
        "Technical and enterprise architecture expert",
        "Legal expert",
    }
    assert all(position.part for position in positions)


def test_expertise_that_is_not_needed_gets_no_position(project, buyer):
    for kind in ("probity", "operations", "technical"):
        ExpertiseNeedFactory(project=project, kind=kind, decision="not_needed")
    added = add_usual(project=project, which="first", by=buyer)
    assert {p.name for p in added.positions} == {"Product owner", "Project manager", "Finance expert", "Legal expert"}
    assert set(project.stakeholders.current().filter(kind=Kind.POSITION)) == set(added.positions)
    assert add_usual(project=project, which="first", by=buyer).positions == []


def test_product_owner_and_project_manager_fold_into_one(project, buyer, mei):
    add_usual(project=project, which="first", day_to_day=mei, by=buyer)
    assert letters(project)[("Draft the work plan", mei.name)] == "AR"
    assert not project.stakeholders.filter(name__in=["Product owner", "Project manager"]).exists()


def test_again_it_adds_nothing_and_the_rest_comes_after(project, buyer):
    add_usual(project=project, which="first", by=buyer)
    assert add_usual(project=project, which="first", by=buyer) == []
    assert [a.usual for a in add_usual(project=project, which="rest", by=buyer)] == list(range(9, 21))
    assert [a.usual for a in project.activities.current()] == list(range(1, 21))
    assert errors(matrix_of(project)) == []


def test_one_typed_by_its_usual_name_is_not_added_again(project, buyer):
    add_activity(project=project, title="Scope the challenge", by=buyer)
    added = add_usual(project=project, which="first", by=buyer)
    assert [activity.usual for activity in added] == [1, 2, 3, 4, 5, 6, 8]


def test_what_the_agency_leaves_out_is_left_out_and_its_own_come_with_the_rest(project, buyer):
    project.agency.activities_left_out, project.agency.own_activities = [3, 11], ["Tell the union"]
    project.agency.save()
    add_usual(project=project, which="first", by=buyer)
    for _ in range(2):
        add_usual(project=project, which="rest", by=buyer)
    usual = [a.usual for a in project.activities.current()]
    assert usual == [*(n for n in range(1, 9) if n != 3), *(n for n in range(9, 21) if n != 11), None]
    assert project.activities.current().last().title == "Tell the union"


def test_a_seat_that_nobody_holds_gets_no_letters(agency):
    project = ProjectFactory(agency=agency, without_officer=True)
    buyer = project.stakeholders.get(role=Role.BUYER).person
    add_usual(project=project, which="first", by=buyer)
    assert "Manage probity and conflict of interest declarations has nobody accountable." in [p.says for p in errors(matrix_of(project))]


def test_a_group_gets_no_letters_by_what_it_knows(project, buyer):
    StakeholderFactory(project=project, group=True, name="Legal branch", expertise="legal")
    add_usual(project=project, which="first", by=buyer)
    assert letters(project)[("Market research and supplier engagement", "Legal expert")] == "I"
    assert not any(name == "Legal branch" for _, name in letters(project))


def test_an_activity_is_added_with_letters_of_this_projects_people_only(project, buyer, officer):
    here = project.stakeholders.get(person=officer)
    assert add_activity(project=project, title="Write the brief", by=buyer, letters={here: "AR"}).assignments.get().letters == "AR"
    with pytest.raises(NotNow, match="not in this project"):
        add_activity(project=project, title="Ask the callers", by=buyer, letters={StakeholderFactory(): "R"})
    assert project.activities.count() == 1
