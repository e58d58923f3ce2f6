"""manage.py verify: says what is stored otherwise than it follows, for every project, and changes nothing."""

import os
import subprocess
import sys
from collections.abc import Callable
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from milestones.models import Completion, Confirmation, Milestone, Reopening, SuccessCriterion
from mobilisation import triggers
from projects.clock import now
from projects.models import BuyingProject, HistoryEntry
from tests.factories import ProjectFactory, buyer_of, complete, confirm, identify_everyone, make_ready, milestone_of, officer_of, reopen


def verify() -> tuple[str, str]:
    """What it printed, and how it ended."""
    out = StringIO()
    try:
        call_command("verify", stdout=out)
    except CommandError as error:
        return out.getvalue(), f"exit {error.returncode}: {error}"
    return out.getvalue(), "fine"


@pytest.fixture
def past_the_laws(db) -> Callable[[], None]:
    """Called: from here on no trigger is there, as in a database that somebody mended by hand."""

    def lift() -> None:
        connection.check_constraints()
        triggers.uninstall(connection)

    return lift


def test_sound_projects_in_every_state(db):
    ProjectFactory()
    ProjectFactory(without_officer=True, paused=True)
    identify_everyone(ProjectFactory(complete=1))
    confirm(make_ready(ProjectFactory(complete=1), 2).project, 2, by=officer_of(BuyingProject.objects.last()))
    reopen(ProjectFactory(complete=3), 1)
    assert verify() == ("5 projects, none broken.\n", "fine")


def test_no_project_is_none_broken(db):
    assert verify() == ("0 projects, none broken.\n", "fine")


def test_one_line_for_each_broken_project_and_exit_code_1(db):
    first, second = ProjectFactory(), ProjectFactory()
    ProjectFactory()
    BuyingProject.objects.filter(pk__in=[first.pk, second.pk]).update(criteria_met=4, waits_on=["buyer"])
    words = 'criteria_met is stored as 4 and counted as 0; waits_on is stored as ["buyer"] and counted as ["buyer", "procurement_officer"]'
    assert verify() == (f"{first.ref}: {words}.\n{second.ref}: {words}.\n", "exit 1: 2 of 3 projects broken.")


def broken(project: BuyingProject) -> list[str]:
    """What it says is broken in the only project."""
    printed, _ = verify()
    return printed.removeprefix(f"{project.ref}: ").removesuffix(".\n").split("; ")


def test_altered_history(past_the_laws):
    project = ProjectFactory()
    past_the_laws()
    HistoryEntry.objects.filter(project=project, sequence=2).update(verb="nothing happened")
    assert broken(project) == ["history entry 2 does not fit what is before it"]


def test_other_findings(db):
    project = ProjectFactory()
    SuccessCriterion.objects.filter(milestone__project=project, milestone__position=1, position=1).update(findings=[])
    assert broken(project) == ["1.1 stores other findings than the project shows"]


def test_a_person_added_past_the_operations(db):
    project = ProjectFactory()
    project.stakeholders.create(kind="group", name="Everyone", role="wider", joined_at=now())
    assert broken(project) == ["1.1 stores other findings than the project shows"]


def test_a_missing_criterion(past_the_laws):
    project = ProjectFactory()
    past_the_laws()
    SuccessCriterion.objects.get(milestone__project=project, milestone__position=3, position=7).delete()
    assert broken(project) == ["its criteria are not those of its guide"]


def test_an_answer_missing_in_a_complete_milestone(past_the_laws):
    project = ProjectFactory(complete=1)
    past_the_laws()
    row = SuccessCriterion.objects.filter(milestone__project=project, milestone__position=1, position=2)
    row.update(answer="not_met", reason="", answered_at=None, answered_by=None, baseline={})
    assert broken(project) == ["milestone 1 is complete without every answer"]


def test_a_confirmation_missing_in_a_complete_milestone(past_the_laws):
    project = ProjectFactory(complete=1)
    past_the_laws()
    Confirmation.objects.filter(milestone__project=project, side="buyer").delete()
    assert broken(project) == ["milestone 1 is complete without two confirmations by two people"]


def test_a_confirmation_of_another_version(past_the_laws):
    project = ProjectFactory(complete=1)
    past_the_laws()
    Milestone.objects.filter(pk=milestone_of(project, 1).pk).update(version=99)
    assert broken(project) == ["milestone 1 has a live confirmation of another version"]


def test_a_completion_nobody_reopened(past_the_laws):
    project = ProjectFactory(complete=2)
    past_the_laws()
    Milestone.objects.filter(pk=milestone_of(project, 1).pk).update(completion=None)
    says = broken(project)
    assert "milestone 1 has a completion that neither stands nor was reopened" in says
    assert "milestone 2 is complete before one that comes first" in says
    assert "current_milestone is stored as 3 and counted as 1" in says


def test_a_reopening_that_the_milestone_does_not_say(db):
    project = ProjectFactory(complete=1)
    Reopening.objects.create(completion=milestone_of(project, 1).completion, at=now(), by=buyer_of(project), reason="Scope")
    assert broken(project) == ["milestone 1 is complete by a completion that is not its own or was reopened"]


def test_it_changes_nothing(db):
    project = complete(ProjectFactory(), 1).project
    SuccessCriterion.objects.filter(milestone__project=project, milestone__position=1, position=1).update(findings=[])
    assert verify() == verify()
    assert Completion.objects.count() == 1


def test_refresh_computes_anew_what_older_rules_stored_and_again_changes_nothing(db):
    project = ProjectFactory(complete=1)
    SuccessCriterion.objects.filter(milestone__project=project).update(findings=[], is_computed=False, baseline={})
    BuyingProject.objects.filter(pk=project.pk).update(criteria_met=4)
    assert verify()[1] == "exit 1: 1 of 1 projects broken."
    for _ in range(2):
        out = StringIO()
        call_command("refresh", stdout=out)
        assert out.getvalue() == "Projects computed anew: 1.\n"
        assert verify() == ("1 projects, none broken.\n", "fine")


@pytest.mark.slow
@pytest.mark.parametrize("command", ["verify", "refresh"])
def test_without_tables_it_says_what_to_do(tmp_path, command):
    env = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3", "DJANGO_SETTINGS_MODULE": "mobilisation.settings"}
    done = subprocess.run(  # noqa: S603  our own command and a fixed list of words
        [sys.executable, "manage.py", command], cwd=settings.BASE_DIR, env=env, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("CommandError: This database has no tables of Mobilise yet. Set DATABASE_URL")
