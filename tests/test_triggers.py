"""Raw SQL against history, completions and the gate is refused by the database, on both engines, each by the law that says so."""

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models.signals import pre_migrate

from milestones.models import Completion, Confirmation, Milestone
from milestones.triggers import LAWS as GATE
from mobilisation import triggers
from projects.clock import now
from projects.models import BuyingProject, HistoryEntry
from projects.triggers import LAWS as RECORD
from tests.factories import (
    AgencyEntryFactory,
    ProjectFactory,
    SuccessMeasureFactory,
    buyer_of,
    complete,
    confirm,
    criterion_of,
    identify_everyone,
    make_ready,
    milestone_of,
    officer_of,
    reopen,
)

LAWS = {law.name: law for law in [*RECORD, *GATE]}
MODELS = {model._meta.db_table: model for model in apps.get_models()}


# ---- The states that a project is in before the SQL ---------------------------------------------------------------


def fresh() -> BuyingProject:
    """Nothing is answered; the objective has a version with a measure."""
    return SuccessMeasureFactory().objective.project


def set_up() -> BuyingProject:
    """Nothing is answered; the agency's word for the buyer was changed."""
    return ProjectFactory(agency=AgencyEntryFactory().agency)


def ready() -> BuyingProject:
    """Milestone 1 is answered."""
    return make_ready(ProjectFactory(), 1).project


def confirmed_once() -> BuyingProject:
    """Milestone 1 is answered and confirmed by the officer."""
    project = ready()
    return confirm(project, 1, officer_of(project)).project


def confirmed_twice() -> BuyingProject:
    """Milestone 1 is confirmed by both, by SQL, without a completion."""
    project = confirmed_once()
    milestone, by = milestone_of(project, 1), buyer_of(project)
    Confirmation.objects.create(milestone=milestone, side="buyer", person=by, role="buyer", version=milestone.version, given_at=now())
    return project


def completed_on_paper() -> BuyingProject:
    """The completion of milestone 1 is written, and does not stand yet."""
    project = confirmed_twice()
    Completion.objects.create(milestone=milestone_of(project, 1), at=now(), by=buyer_of(project), record={})
    return project


def complete_1() -> BuyingProject:
    """Milestone 1 is complete."""
    return ProjectFactory(complete=1)


def complete_2() -> BuyingProject:
    """Milestones 1 and 2 are complete."""
    return ProjectFactory(complete=2)


def reopened() -> BuyingProject:
    """Milestone 1 was complete and is open again, confirmed by nobody."""
    return reopen(complete_1(), 1).project


def complete_again() -> BuyingProject:
    """Milestone 1 is complete by its second completion."""
    return complete(reopened(), 1).project


def reopened_on_paper() -> BuyingProject:
    """The reopening of milestone 1 is written, and the milestone does not say so yet."""
    project = complete_1()
    run("INSERT INTO milestones_reopening (completion_id, at, by_id, reason) VALUES ({done_1}, CURRENT_TIMESTAMP, {buyer}, 'why')", project)
    return project


# ---- SQL ----------------------------------------------------------------------------------------------------------


def names(project: BuyingProject) -> dict[str, int]:
    """The ids that SQL here speaks of: the project, its people, milestones, first criteria, first and last completions, the newest of the
    rest."""
    milestones = {f"m{m.position}": m.pk for m in project.milestones.all()}
    done = {f"done_{c.milestone.position}": c.pk for c in Completion.objects.filter(milestone__project=project).order_by("pk")}
    first = {f"first_{c.milestone.position}": c.pk for c in Completion.objects.filter(milestone__project=project).order_by("-pk")}
    newest = {
        "given": Confirmation.objects.filter(milestone__project=project).last(),
        "entry": project.history.last(),
        "agency_entry": project.agency.entries.first(),
        "objective": project.objectives.first(),
        "measure": project.objectives.first() and project.objectives.first().measures.first(),
        "c1": criterion_of(project, "1.1"),
        "c2": criterion_of(project, "2.1"),
        "buyer": buyer_of(project),
        "officer": officer_of(project),
        "project": project,
    }
    return {**milestones, **done, **first, **{name: row.pk for name, row in newest.items() if row}}


def run(sql: str, project: BuyingProject) -> None:
    """Run it in a transaction of its own, past all of Django."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(**names(project)))


def copy(table: str, row: str, insert: str = "INSERT", **columns: str) -> str:
    """SQL that inserts a copy of a row, with these columns otherwise; with another id, unless it is given."""
    own = {field.column: f'"{field.column}"' for field in MODELS[table]._meta.concrete_fields if field.column != "id"} | columns
    wanted = ", ".join(f'"{name}"' for name in own)
    return f"{insert} INTO {table} ({wanted}) SELECT {', '.join(own.values())} FROM {table} WHERE id = {row}"  # noqa: S608 (our own names)


def over(table: str, row: str, **columns: str) -> str:
    """SQL that writes over a row, which only SQLite knows."""
    return copy(table, row, "INSERT OR REPLACE", **columns)


COMPLETE_1 = "INSERT INTO milestones_completion (milestone_id, at, by_id, record) VALUES ({m1}, CURRENT_TIMESTAMP, {buyer}, '{{}}')"
COMPLETE_2 = COMPLETE_1.replace("{m1}", "{m2}")
STAND_1 = "UPDATE milestones_milestone SET completion_id = {done_1} WHERE id = {m1}"
STAND_2 = "UPDATE milestones_milestone SET completion_id = {done_1} WHERE id = {m2}"
REOPEN_1 = "INSERT INTO milestones_reopening (completion_id, at, by_id, reason) VALUES ({done_1}, CURRENT_TIMESTAMP, {buyer}, 'why')"
OPEN_1 = "UPDATE milestones_milestone SET completion_id = NULL, version = version + 1 WHERE id = {m1}"
CONFIRM_1 = (
    "INSERT INTO milestones_confirmation (milestone_id, side, person_id, role, position, version, given_at, ended_why) SELECT "
    "id, 'buyer', {buyer}, 'buyer', '', version, CURRENT_TIMESTAMP, '' FROM milestones_milestone WHERE id = {m1}"
)
CONFIRM_2 = CONFIRM_1.replace("{m1}", "{m2}")
END = "UPDATE milestones_confirmation SET ended_at = CURRENT_TIMESTAMP, ended_by_id = {buyer}, ended_why = 'lapsed' WHERE id = {given}"
ANSWER = "UPDATE milestones_successcriterion SET answer = 'met', answered_at = CURRENT_TIMESTAMP, answered_by_id = {officer} WHERE id = "
UNANSWERED = {"answer": "'not_met'", "answered_at": "NULL", "answered_by_id": "NULL"}
ENDED = {"ended_at": "CURRENT_TIMESTAMP", "ended_by_id": "{buyer}", "ended_why": "'lapsed'"}
TAKE_BACK = "UPDATE milestones_successcriterion SET answer = 'not_met', answered_at = NULL, answered_by_id = NULL WHERE id = {c1}"


@dataclass(frozen=True)
class Try:
    """What is tried on a project in a state, and the law that refuses it. Without any law it would go through, unless a constraint
    refuses it too."""

    law: str
    state: Callable[[], BuyingProject]
    sql: str
    goes_through: bool = True


TRIES = [
    Try("no_history_changed", fresh, "UPDATE projects_historyentry SET verb = 'nothing happened' WHERE id = {entry}"),
    Try("no_history_changed", fresh, "UPDATE projects_historyentry SET digest = '' WHERE project_id = {project}"),
    Try("no_history_deleted", fresh, "DELETE FROM projects_historyentry WHERE id = {entry}"),
    Try("no_history_deleted", fresh, "DELETE FROM projects_historyentry"),
    Try("no_history_written_over", fresh, over("projects_historyentry", "{entry}", id="id", sequence="sequence + 1")),
    Try("history_goes_on_where_it_ended", fresh, copy("projects_historyentry", "{entry}", sequence="sequence + 2")),
    Try("history_goes_on_where_it_ended", fresh, copy("projects_historyentry", "{entry}", sequence="0")),
    Try("no_objectives_changed", fresh, "UPDATE projects_objective SET desired_outcome = 'Another' WHERE id = {objective}"),
    Try("no_objectives_deleted", fresh, "DELETE FROM projects_objective WHERE id = {objective}"),
    Try("no_objectives_written_over", fresh, over("projects_objective", "{objective}")),
    Try("no_measures_changed", fresh, "UPDATE projects_successmeasure SET target = '1%' WHERE id = {measure}"),
    Try("no_measures_deleted", fresh, "DELETE FROM projects_successmeasure WHERE id = {measure}"),
    Try("no_measures_written_over", fresh, over("projects_successmeasure", "{measure}")),
    Try("no_projects_deleted", fresh, "DELETE FROM projects_buyingproject WHERE id = {project}"),
    Try("no_projects_written_over", fresh, over("projects_buyingproject", "{project}", started_from="NULL")),
    Try("a_project_stays_what_it_began_as", fresh, "UPDATE projects_buyingproject SET playbook = 'easy' WHERE id = {project}"),
    Try("a_project_stays_what_it_began_as", fresh, "UPDATE projects_buyingproject SET ref = 'X-1' WHERE id = {project}"),
    Try("a_project_stays_what_it_began_as", fresh, "UPDATE projects_buyingproject SET started_by_id = {officer} WHERE id = {project}"),
    Try("no_agency_history_changed", set_up, "UPDATE projects_agencyentry SET verb = 'nothing happened' WHERE id = {agency_entry}"),
    Try("no_agency_history_deleted", set_up, "DELETE FROM projects_agencyentry WHERE id = {agency_entry}"),
    Try("no_agency_history_written_over", set_up, over("projects_agencyentry", "{agency_entry}", id="id", sequence="sequence + 1")),
    # Milestones
    Try("no_milestones_deleted", fresh, "DELETE FROM milestones_milestone WHERE id = {m3}"),
    Try("no_milestones_written_over", complete_1, over("milestones_milestone", "{m1}", completion_id="NULL")),
    Try("a_milestone_keeps_its_place", fresh, "UPDATE milestones_milestone SET id = id + 1000 WHERE id = {m1}"),
    Try("a_milestone_keeps_its_place", fresh, "UPDATE milestones_milestone SET key = 'align' WHERE id = {m1}"),
    Try("a_milestone_begins_incomplete", complete_1, copy("milestones_milestone", "{m1}"), goes_through=False),
    Try("a_milestone_version_only_rises", ready, "UPDATE milestones_milestone SET version = version - 1 WHERE id = {m1}"),
    Try("a_milestone_version_only_rises", complete_1, "UPDATE milestones_milestone SET version = version + 1 WHERE id = {m1}"),
    Try("a_milestone_version_only_rises", reopened_on_paper, "UPDATE milestones_milestone SET completion_id = NULL WHERE id = {m1}"),
    Try("a_completion_is_never_exchanged", complete_again, STAND_1.replace("done_1", "first_1")),
    Try("a_milestone_has_a_completion_of_its_own", reopened, STAND_2),
    Try("a_milestone_has_a_completion_of_its_own", reopened, STAND_1),
    Try("a_milestone_comes_after_those_before_it", reopened, STAND_2.replace("{m2}", "{m3}")),
    Try("a_complete_milestone_has_every_answer", fresh, STAND_1.replace("{done_1}", "0")),
    Try("a_complete_milestone_has_two_confirmations", ready, STAND_1.replace("{done_1}", "0")),
    Try("a_complete_milestone_has_two_confirmations", confirmed_twice, STAND_1.replace("{done_1}", "0, version = version + 1")),
    Try("milestones_are_reopened_last_first", complete_2, OPEN_1),
    Try("a_milestone_is_reopened_by_a_reopening", complete_1, OPEN_1),
    # Criteria
    Try("no_criteria_deleted", fresh, "DELETE FROM milestones_successcriterion WHERE milestone_id = {m1}"),
    Try("no_criteria_written_over", fresh, over("milestones_successcriterion", "{c1}")),
    Try("a_criterion_keeps_its_place", fresh, "UPDATE milestones_successcriterion SET milestone_id = {m2}, position = 9 WHERE id = {c1}"),
    Try("a_criterion_version_only_rises", ready, "UPDATE milestones_successcriterion SET version = version - 1 WHERE id = {c1}"),
    Try("a_criterion_begins_unanswered", ready, copy("milestones_successcriterion", "{c1}", position="9")),
    Try(
        "a_criterion_begins_before_its_milestone_is_complete",
        complete_1,
        copy("milestones_successcriterion", "{c1}", position="9", **UNANSWERED),
    ),
    Try("an_answer_changes_only_in_an_open_milestone", fresh, ANSWER + "{c2}"),
    Try("an_answer_changes_only_in_an_open_milestone", complete_1, ANSWER + "{c1}"),
    Try("an_answer_changes_only_in_an_open_milestone", complete_1, TAKE_BACK),
    Try("an_answer_changes_only_in_an_open_milestone", completed_on_paper, TAKE_BACK),
    Try("an_answer_changes_only_in_an_open_milestone", reopened_on_paper, ANSWER + "{c2}"),
    Try("an_answer_changes_only_in_an_open_milestone", complete_1, "UPDATE milestones_successcriterion SET reason = 'x' WHERE id = {c1}"),
    Try("an_answer_changes_only_in_an_open_milestone", complete_1, "UPDATE milestones_successcriterion SET kept = '[1]' WHERE id = {c1}"),
    # Confirmations
    Try("no_confirmations_deleted", confirmed_once, "DELETE FROM milestones_confirmation WHERE id = {given}"),
    Try("no_confirmations_written_over", reopened, over("milestones_confirmation", "{given}", id="id")),
    Try("a_live_confirmation_is_never_written_over", confirmed_once, over("milestones_confirmation", "{given}", person_id="{buyer}")),
    Try("a_live_confirmation_is_never_written_over", confirmed_once, over("milestones_confirmation", "{given}", side="'buyer'")),
    Try("a_confirmation_begins_live", confirmed_once, copy("milestones_confirmation", "{given}", **ENDED)),
    Try("only_an_open_milestone_is_confirmed", complete_1, CONFIRM_1, goes_through=False),
    Try("only_an_open_milestone_is_confirmed", fresh, CONFIRM_2),
    Try("only_an_open_milestone_is_confirmed", completed_on_paper, CONFIRM_1, goes_through=False),
    Try("only_an_answered_milestone_is_confirmed", fresh, CONFIRM_1),
    Try("a_confirmation_is_of_the_present_version", ready, CONFIRM_1.replace("'', version", "'', version + 1")),
    Try("a_confirmation_only_ends_and_once", confirmed_once, "UPDATE milestones_confirmation SET side = 'buyer' WHERE id = {given}"),
    Try("a_confirmation_only_ends_and_once", confirmed_once, "UPDATE milestones_confirmation SET person_id = {buyer} WHERE id = {given}"),
    Try("a_confirmation_only_ends_and_once", confirmed_once, "UPDATE milestones_confirmation SET version = 99 WHERE id = {given}"),
    Try("a_confirmation_only_ends_and_once", reopened, END),
    Try("a_confirmation_of_a_complete_milestone_stands", complete_1, END),
    Try("a_confirmation_of_a_complete_milestone_stands", completed_on_paper, END),
    # Completions and reopenings
    Try("no_completions_changed", complete_1, "UPDATE milestones_completion SET record = '{{}}' WHERE id = {done_1}"),
    Try("no_completions_deleted", reopened, "DELETE FROM milestones_completion WHERE id = {done_1}"),
    Try("no_completions_written_over", reopened, over("milestones_completion", "{done_1}", id="id")),
    Try("a_completion_is_of_an_open_milestone", complete_1, COMPLETE_1),
    Try("a_completion_is_of_an_open_milestone", fresh, COMPLETE_2),
    Try("a_completion_is_of_an_open_milestone", completed_on_paper, COMPLETE_1),
    Try("a_completion_has_every_answer", fresh, COMPLETE_1),
    Try("a_completion_has_two_confirmations", ready, COMPLETE_1),
    Try("a_completion_has_two_confirmations", confirmed_once, COMPLETE_1),
    Try("no_reopenings_changed", reopened, "UPDATE milestones_reopening SET reason = 'another' WHERE completion_id = {done_1}"),
    Try("no_reopenings_deleted", reopened, "DELETE FROM milestones_reopening WHERE completion_id = {done_1}"),
    Try("no_reopenings_written_over", reopened_on_paper, REOPEN_1.replace("INSERT", "INSERT OR REPLACE")),
    Try("only_what_stands_is_reopened", completed_on_paper, REOPEN_1),
    Try("only_what_stands_is_reopened", reopened, REOPEN_1, goes_through=False),
    Try("reopenings_are_written_last_first", complete_2, REOPEN_1),
]


# ---- What is refused ----------------------------------------------------------------------------------------------


def here(tries: list[Try]) -> list[pytest.param]:
    """Each as a case of its own, those of laws that this engine needs."""
    wanted = [t for t in tries if LAWS[t.law].holds_on(connection.vendor)]
    return [pytest.param(t, id=f"{t.law}-{t.state.__name__}-{number}") for number, t in enumerate(wanted)]


def keep_only(law: str) -> None:
    """The database keeps this law and no other."""
    connection.check_constraints()
    triggers.uninstall(connection)
    with connection.cursor() as cursor:
        for statement in triggers.triggers(connection)[law].create if law else ():
            cursor.execute(statement)


def rehearse(sql: str, project: BuyingProject) -> None:
    """Run it and take it back."""
    with transaction.atomic():
        run(sql, project)
        transaction.set_rollback(True)


@pytest.mark.slow
@pytest.mark.parametrize("wrong", here(TRIES))
def test_the_law_refuses_what_goes_through_without_it(db, wrong):
    project = wrong.state()
    with pytest.raises(IntegrityError):
        run(wrong.sql, project)
    keep_only("")
    if wrong.goes_through:
        rehearse(wrong.sql, project)
    keep_only(wrong.law)
    with pytest.raises(IntegrityError, match=re.escape(LAWS[wrong.law].says)):
        run(wrong.sql, project)


def test_every_law_is_tried():
    assert {t.law for t in TRIES} == set(LAWS)


if connection.vendor == "postgresql":  # SQLite has no TRUNCATE

    @pytest.mark.parametrize("table", sorted({law.table for law in LAWS.values()}))
    def test_no_table_is_emptied(db, table):
        with pytest.raises(IntegrityError, match="is never deleted"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {table} CASCADE")


def test_django_cannot_flush_past_the_laws(db):
    project = fresh()
    with pytest.raises(CommandError), transaction.atomic():
        call_command("flush", interactive=False, verbosity=0)
    assert project.history.count() == project.history_length


def test_a_law_refuses_in_its_own_words(db):
    project = fresh()
    with pytest.raises(IntegrityError) as refused:
        run("DELETE FROM projects_historyentry", project)
    assert str(refused.value).splitlines()[0] == "A row of history is never deleted."


# ---- What is allowed ----------------------------------------------------------------------------------------------

ALLOWED = [
    Try("the next entry of history", fresh, copy("projects_historyentry", "{entry}", sequence="sequence + 1")),
    Try("another version of the objective", fresh, copy("projects_objective", "{objective}", version="version + 1")),
    Try("another title", fresh, "UPDATE projects_buyingproject SET title = 'Another' WHERE id = {project}"),
    Try("an answer in an open milestone", fresh, ANSWER + "{c1}"),
    Try("an answer in the next milestone", complete_1, ANSWER + "{c2}"),
    Try("an answer after reopening", reopened, TAKE_BACK),
    Try("findings in a locked milestone", fresh, "UPDATE milestones_successcriterion SET findings = '[1]' WHERE id = {c2}"),
    Try(
        "another look, complete",
        complete_1,
        "UPDATE milestones_successcriterion SET version = version + 1, baseline = '{{}}' WHERE id = {c1}",
    ),
    Try("a version that rises", ready, "UPDATE milestones_milestone SET version = version + 1 WHERE id = {m1}"),
    Try("a second confirmation", confirmed_once, CONFIRM_1),
    Try("a confirmation that ends", confirmed_once, END),
    Try("a completion", confirmed_twice, COMPLETE_1),
    Try("a completion that stands", completed_on_paper, STAND_1),
    Try("a reopening", complete_1, REOPEN_1),
    Try("a milestone that is open again", reopened_on_paper, OPEN_1),
]


@pytest.mark.parametrize("right", [pytest.param(t, id=t.law) for t in ALLOWED])
def test_what_the_operations_write_goes_through(db, right):
    rehearse(right.sql, right.state())


def test_a_whole_journey_goes_through(db):
    project = identify_everyone(ProjectFactory())
    complete(project, 3)
    reopen(project, 1)
    complete(project, 3)
    assert [m.is_complete for m in project.milestones.all()] == [True, True, True]
    assert Completion.objects.filter(milestone__project=project, reopening=None).count() == 3


# ---- The mechanism ------------------------------------------------------------------------------------------------


def drop(name: str) -> None:
    table = f" ON {LAWS[name].table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{table}")


def test_nothing_is_missing(db):
    assert triggers.missing(connection) == []


def test_a_dropped_trigger_is_missing_until_it_is_installed(db):
    drop("no_history_changed")
    assert triggers.missing(connection) == ["no_history_changed"]
    triggers.install(connection)
    assert triggers.missing(connection) == []


def test_a_trigger_in_other_words_is_missing_until_it_is_installed(db):
    law = LAWS["no_history_changed"]
    with connection.cursor() as cursor:
        for statement in weakened(law):
            cursor.execute(statement)
    assert triggers.missing(connection) == ["no_history_changed"]
    triggers.install(connection)
    assert triggers.missing(connection) == []


def weakened(law: triggers.Law) -> list[str]:
    """The law, undone under its own name."""
    if connection.vendor == "postgresql":
        return [f"CREATE OR REPLACE FUNCTION {law.name}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"]
    never = f"CREATE TRIGGER {law.name} BEFORE UPDATE ON {law.table} WHEN 0 BEGIN SELECT RAISE(ABORT, 'no'); END"
    return [f"DROP TRIGGER {law.name}", never]


if connection.vendor == "postgresql":  # SQLite cannot switch a trigger off

    def test_a_trigger_that_is_switched_off_is_missing(db):
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE projects_historyentry DISABLE TRIGGER no_history_changed")
        assert triggers.missing(connection) == ["no_history_changed"]


def test_uninstalling_misses_all_and_installing_twice_none(db):
    triggers.uninstall(connection)
    assert len(triggers.missing(connection)) == len(triggers.triggers(connection))
    triggers.install(connection)
    triggers.install(connection)
    assert triggers.missing(connection) == []


@pytest.mark.django_db(transaction=True)
def test_a_transactional_test_leaves_rows_behind():
    project = ProjectFactory(complete=1)
    assert HistoryEntry.objects.count() == project.history_length


@pytest.mark.django_db(transaction=True)
def test_and_the_next_one_finds_none_and_every_law():
    assert HistoryEntry.objects.count() == 0
    assert triggers.missing(connection) == []


if connection.vendor == "sqlite":  # PostgreSQL does not rebuild tables

    @pytest.mark.django_db(transaction=True)
    def test_sqlite_rebuilds_a_table_between_dropping_and_installing():
        constraint = Milestone._meta.constraints[1]
        pre_migrate.send(apps.get_app_config("milestones"), using="default", plan=["something"])
        with connection.schema_editor() as editor:
            editor.remove_constraint(Milestone, constraint)
            editor.add_constraint(Milestone, constraint)
        assert "a_milestone_keeps_its_place" in triggers.missing(connection)
        call_command("migrate", verbosity=0)
        assert triggers.missing(connection) == []


def test_a_migration_without_a_plan_drops_nothing(db):
    pre_migrate.send(apps.get_app_config("milestones"), using="default", plan=[])
    assert triggers.missing(connection) == []


if connection.vendor == "postgresql":  # SQLite has one writer at a time

    @pytest.mark.django_db(transaction=True)
    def test_a_law_waits_for_the_lock_of_the_project():
        project, refused = ready(), []

        def answer_past_django() -> None:
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute("SET LOCAL lock_timeout = '200ms'")
                    cursor.execute(TAKE_BACK.format(**names(project)))
            except OperationalError as error:
                refused.append(error.__cause__.sqlstate)
            connection.close()

        with transaction.atomic():
            BuyingProject.objects.select_for_update().get(pk=project.pk)
            other = threading.Thread(target=answer_past_django)
            other.start()
            other.join()
        assert refused == ["55P03"]


def test_two_laws_cannot_share_a_name():
    law = triggers.Law("no_history_changed", "projects_historyentry", "UPDATE", "Another rule.")
    with pytest.raises(ValueError, match="no_history_changed"):
        triggers.keep(apps.get_app_config("projects"), [law])
