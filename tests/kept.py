"""The project of the tests, made once through the operations and then put back as rows: a test costs what it tests.

Making it takes eight changes, a quarter of a second; most tests want the same one. So it is made at the start of a run, on the clock
that tests set and on the one that runs, its rows are kept and rolled back, and each test inserts them. Rows made later have higher keys,
because the sequences have moved past it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.apps import apps
from django.db import connection, models, transaction

from projects.models import Agency, BuyingProject

MODELS = [model for app in ("projects", "milestones") for model in apps.get_app_config(app).get_models(include_auto_created=True)]


@dataclass
class Kept:
    """An agency as it was before its project, and every row that came with the project."""

    agency: Agency
    project: BuyingProject | None = None
    statements: list[tuple[str, tuple]] = field(default_factory=list)

    def put_back_agency(self) -> Agency:
        """The agency alone, as it was before its first project."""
        for sql, values in _inserts(Agency, [self.agency]):
            _execute(sql, values)
        return Agency.objects.get(pk=self.agency.pk)

    def put_back_project(self) -> BuyingProject:
        """The project and everything around it; its agency is there already."""
        with transaction.atomic():  # keys may point at rows that come after
            for sql, values in self.statements:
                _execute(sql, values)
        Agency.objects.filter(pk=self.agency.pk).update(next_number=models.F("next_number") + 1)
        return BuyingProject.objects.get(pk=self.project.pk)


def keep(make_agency: Callable[[], Agency], make_project: Callable[[Agency], BuyingProject]) -> Kept:
    """Make both in an empty database, keep their rows, and leave it empty."""
    with transaction.atomic():
        kept = Kept(agency=make_agency())
        kept.project = make_project(Agency.objects.get(pk=kept.agency.pk))
        rows = {model: list(model._base_manager.order_by("pk")) for model in MODELS if model is not Agency}
        kept.statements = [statement for model, found in rows.items() if found for statement in _inserts(model, found)]
        sequences = _sequences()
        transaction.set_rollback(True)
    _move_on(sequences)
    return kept


def _inserts(model: type[models.Model], rows: list[models.Model]) -> list[tuple[str, tuple]]:
    """The statements that insert these rows as they are, with their keys."""
    query = models.sql.InsertQuery(model)
    query.insert_values(model._meta.concrete_fields, rows, raw=True)
    return query.get_compiler(connection=connection).as_sql()


def _execute(sql: str, values: tuple) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def _sequences() -> list[tuple[str, int]]:
    """On SQLite, where they roll back: each table and the last key it gave."""
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence")
        return cursor.fetchall()


def _move_on(sequences: list[tuple[str, int]]) -> None:
    """Give no key again that a kept row has."""
    for table, last in sequences:
        _execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
        _execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])
