"""Writing the objective: a version for each difference, with its measures and its history."""

import pytest

from projects.models import Audience, Objective
from projects.operations.objective import write_objective
from projects.refusals import ChangedMeanwhile, NotYourPart, ProjectStopped
from tests.factories import ProjectFactory, buyer_of

CALLS = {"measure": "Calls answered", "baseline": "40%", "target": "90%", "by_when": "2027"}


@pytest.fixture
def write(project, buyer):
    def write(seen=0, **wanted):
        return write_objective(project=project, seen=seen, **{"by": buyer, **wanted})

    return write


def last_entry(project):
    return project.history.filter(about="objective").last()


def test_the_first_version(project, buyer, write, clock):
    objective = write(desired_outcome="  Nobody waits. ", measures=[CALLS], team_needs_to_see=True)
    assert (objective.version, objective.desired_outcome, objective.written_by) == (1, "Nobody waits.", buyer)
    assert objective.written_at == clock.now
    assert objective.team_needs_to_see is False
    entry = last_entry(project)
    assert (entry.verb, entry.label, entry.audience) == ("objective written", "Objective, version 1", Audience.TEAM)
    assert entry.before == {"desired_outcome": "", "measures": []}
    assert entry.after == {"desired_outcome": "Nobody waits.", "measures": [CALLS], "team_needs_to_see": False}


def test_a_revision_is_a_new_row_and_the_one_before_stays(project, write):
    first = write(desired_outcome="Nobody waits.", why_now="The contract ends.")
    second = write(1, desired_outcome="Nobody waits long.", team_needs_to_see=True)
    assert (second.version, second.why_now, second.team_needs_to_see) == (2, "The contract ends.", True)
    first.refresh_from_db()
    assert first.desired_outcome == "Nobody waits."
    assert last_entry(project).before == {"desired_outcome": "Nobody waits."}


def test_measures_left_out_stay_and_empty_rows_are_none(write):
    write(measures=[CALLS, {"measure": " ", "target": "90%"}, {"measure": "Complaints"}])
    kept = write(1, why_now="Because.")
    assert [(row.place, row.measure, row.target) for row in kept.measures.all()] == [(1, "Calls answered", "90%"), (2, "Complaints", "")]
    assert write(2, measures=[]).measures.count() == 0


def test_the_same_again_writes_nothing_even_from_an_old_version(project, write):
    written = write(desired_outcome="Nobody waits.", measures=[CALLS])
    length = project.history_length
    assert write(0, desired_outcome="Nobody waits. ", measures=[CALLS]) == written
    assert (project.objectives.count(), project.history_length) == (1, length)


def test_nothing_at_all_writes_nothing(project, write):
    assert write(desired_outcome=" ") is None
    assert not project.objectives.exists()


def test_another_version_meanwhile_is_a_conflict_that_names_its_writer(project, officer, write):
    write(desired_outcome="Nobody waits.")
    with pytest.raises(ChangedMeanwhile, match="Ruth Banksia wrote another version"):
        write(0, desired_outcome="All are happy.", by=officer)
    assert project.objectives.count() == 1


def test_what_two_wrote_in_different_places_is_in_one_version(project, officer, write):
    write(desired_outcome="Nobody waits.", measures=[CALLS])
    merged = write(0, scope_in="Telephony.", desired_outcome="", measures=[], by=officer)
    assert (merged.version, merged.desired_outcome, merged.scope_in) == (2, "Nobody waits.", "Telephony.")
    assert merged.measures.count() == 1


def test_a_version_that_is_not_there_is_a_conflict(project, write):
    with pytest.raises(ChangedMeanwhile, match="Somebody wrote another version"):
        write(3, desired_outcome="Nobody waits.")
    assert not Objective.objects.exists()


def test_the_value_band_has_an_entry_of_its_own_for_those_who_see_it(project, write):
    write(desired_outcome="Nobody waits.", value_band="$1 million")
    entries = project.history.filter(about="objective")
    assert [(entry.verb, entry.audience) for entry in entries] == [("objective written", "team"), ("value band changed", "value")]
    assert "value_band" not in entries[0].after
    assert (entries[1].before, entries[1].after) == ({"value_band": ""}, {"value_band": "$1 million"})


@pytest.mark.parametrize("who", ["agent", "officer", "cover"])
def test_written_by_either_side(request, write, who):
    assert write(desired_outcome="Nobody waits.", by=request.getfixturevalue(who)).version == 1


@pytest.mark.parametrize("who", ["member", "wider", "viewer", "outsider", "administrator"])
def test_written_by_nobody_else(request, project, write, who):
    with pytest.raises(NotYourPart):
        write(desired_outcome="Nobody waits.", by=request.getfixturevalue(who))
    assert not project.objectives.exists()


def test_not_in_somebody_elses_project(write, officer):
    other = ProjectFactory()
    with pytest.raises(NotYourPart):
        write_objective(project=other, seen=0, by=officer, desired_outcome="Nobody waits.")


def test_not_while_stopped(db):
    project = ProjectFactory(stopped=True)
    with pytest.raises(ProjectStopped):
        write_objective(project=project, seen=0, by=buyer_of(project), desired_outcome="Nobody waits.")
