"""Laws kept by the database itself, with the same words on SQLite and PostgreSQL. The mechanism only; each app says its own laws.

PostgreSQL gets them by ordinary migrations and never loses them. SQLite drops a table's triggers when Django rebuilds it, and a trigger
that names a rebuilt table makes the migration fail: there they are dropped before a migration and installed after it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig
from django.apps.registry import Apps
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models.signals import post_migrate, pre_migrate

LONGEST_NAME = 63  # of anything in PostgreSQL


@dataclass(frozen=True)
class Law:
    """What one trigger refuses: a change of `table` by `event`, in one sentence. A deletion is always refused, and truncation with it.

    `when` looks at NEW and OLD alone; `refuses` may look at other rows, after taking the lock `lock`, which PostgreSQL needs ("FROM … FOR
    UPDATE"). Both are conditions in the SQL both engines know, and IS DISTINCT FROM; empty means always. `only` names the one engine that
    needs the law.
    """

    name: str
    table: str
    event: str
    says: str
    when: str = ""
    refuses: str = ""
    lock: str = ""
    only: str = ""

    def holds_on(self, vendor: str) -> bool:
        """Whether this engine needs it."""
        return self.only in {"", vendor}


@dataclass(frozen=True)
class Trigger:
    """A trigger as one engine is told of it: its statements, and a text that is found again in the database unless somebody changed it."""

    name: str
    table: str
    create: tuple[str, ...]
    found_as: str


_laws: dict[str, Law] = {}


def keep(app: AppConfig, laws: Iterable[Law]) -> None:
    """Register an app's laws, and on SQLite take them down before each migration and put them up after it."""
    for law in laws:
        if len(law.name) > LONGEST_NAME - len("_truncate") or _laws.setdefault(law.name, law) != law:
            raise ValueError(f"{law.name}: the name is too long, or another law has it.")
    pre_migrate.connect(_before_migrating, sender=app, dispatch_uid=f"laws of {app.label}")
    post_migrate.connect(_after_migrating, sender=app, dispatch_uid=f"laws of {app.label}")


def install(connection: BaseDatabaseWrapper) -> None:
    """Have the database keep every law whose table it has, in its present words. Again is the same."""
    wanted, found = triggers(connection), _found(connection)
    stale = [name for name, trigger in wanted.items() if name in found and found[name] != trigger.found_as]
    stale += [name for name in found if name not in wanted and connection.vendor == "sqlite"]
    _drop(connection, stale)
    fresh = [trigger for name, trigger in wanted.items() if name not in found or name in stale]
    _execute(connection, [statement for trigger in fresh for statement in trigger.create])


def uninstall(connection: BaseDatabaseWrapper) -> None:
    """Drop all of them. For migrations on SQLite, and for tests that flush; nothing else calls it."""
    _drop(connection, list(_found(connection)))


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The triggers that the database does not have, has switched off, or has in other words; empty when every law is kept."""
    found = _found(connection)
    return sorted(name for name, trigger in _all(connection.vendor).items() if found.get(name) != trigger.found_as)


def install_on_postgresql(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """A migration's step: PostgreSQL keeps the laws from here on; on SQLite nothing happens.

    A law that is added or changed later takes another such step; one that is renamed or given up takes DROP TRIGGER before it.
    """
    if schema_editor.connection.vendor == "postgresql":
        install(schema_editor.connection)


def triggers(connection: BaseDatabaseWrapper) -> dict[str, Trigger]:
    """The triggers for the tables that are there: midway through migrating some may not be."""
    tables = set(connection.introspection.table_names())
    return {name: trigger for name, trigger in _all(connection.vendor).items() if trigger.table in tables}


def written_once(table: str, what: str, *keys: Sequence[str]) -> list[Law]:
    """Laws of a table whose rows are written once: never changed, deleted or (SQLite's INSERT OR REPLACE) written over by one of `keys`."""
    return [
        Law(f"no_{what}_changed", table, "UPDATE", f"A row of {what} is written once and never changes."),
        *kept(table, what, *keys),
    ]


def kept(table: str, what: str, *keys: Sequence[str]) -> list[Law]:
    """Laws of a table whose rows stay: never deleted, nor written over by one of `keys`."""
    same = [" AND ".join(f"there.{column} = NEW.{column}" for column in key) for key in [("id",), *keys]]
    exists = f"EXISTS (SELECT 1 FROM {table} there WHERE {' OR '.join(f'({key})' for key in same)})"  # noqa: S608 (our own names)
    return [
        Law(f"no_{what}_deleted", table, "DELETE", f"A row of {what} is never deleted."),
        Law(f"no_{what}_written_over", table, "INSERT", f"A row of {what} is never written over.", refuses=exists, only="sqlite"),
    ]


def changed(*columns: str) -> str:
    """The condition that an UPDATE changes one of these columns."""
    return " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)


# ---- SQLite and PostgreSQL ----------------------------------------------------------------------------------------


def _all(vendor: str) -> dict[str, Trigger]:
    compile_law = _COMPILERS[vendor]
    return {trigger.name: trigger for law in _laws.values() if law.holds_on(vendor) for trigger in compile_law(law)}


def _for_sqlite(law: Law) -> list[Trigger]:
    condition = " AND ".join(f"({part})" for part in (law.when, law.refuses) if part)
    when = f" WHEN {condition.replace('IS DISTINCT FROM', 'IS NOT')}" if condition else ""
    head = f'CREATE TRIGGER "{law.name}" BEFORE {law.event} ON "{law.table}" FOR EACH ROW{when}'
    create = f"{head} BEGIN SELECT RAISE(ABORT, {_quoted(law.says)}); END"
    return [Trigger(law.name, law.table, (create,), create)]


def _for_postgresql(law: Law) -> list[Trigger]:
    """The trigger, with a function of its own. Its text is kept as the trigger's comment, because PostgreSQL rewrites the condition.

    Tables are looked up in the schema of `current_schema()` only: a temporary table of the same name is not asked.
    """
    lock = f"PERFORM 1 {law.lock}; " if law.lock else ""
    refuse = f"RAISE EXCEPTION USING MESSAGE = {_quoted(law.says)}, ERRCODE = 'check_violation', CONSTRAINT = {_quoted(law.name)}; "
    body = f"{lock}IF {law.refuses} THEN {refuse}END IF; RETURN NEW;" if law.refuses else refuse
    when = f" WHEN ({law.when})" if law.when else ""
    rows = [_postgresql_trigger(law.name, law, body, f"BEFORE {law.event} ON {law.table} FOR EACH ROW{when}")]
    if law.event == "DELETE":
        rows.append(_postgresql_trigger(f"{law.name}_truncate", law, body, f"BEFORE TRUNCATE ON {law.table} FOR EACH STATEMENT"))
    return rows


def _postgresql_trigger(name: str, law: Law, body: str, event: str) -> Trigger:
    source = f"BEGIN {body} END"
    text = f"{event}: {source}"
    digest = hashlib.sha256(text.encode()).hexdigest()
    create = (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $law${source}$law$",
        f"DO $$ BEGIN EXECUTE format('ALTER FUNCTION {name}() SET search_path = %I, pg_temp', current_schema()); END $$",
        f"CREATE OR REPLACE TRIGGER {name} {event} EXECUTE FUNCTION {name}()",
        f"COMMENT ON TRIGGER {name} ON {law.table} IS '{digest}'",
    )
    return Trigger(name, law.table, create, f"{digest} {source}")


_COMPILERS: dict[str, Callable[[Law], list[Trigger]]] = {"sqlite": _for_sqlite, "postgresql": _for_postgresql}

_FIND = {
    "sqlite": "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE(ABORT%'",
    "postgresql": """
        SELECT t.tgname, t.tgrelid::regclass::text, concat(obj_description(t.oid, 'pg_trigger'), ' ', p.prosrc)
        FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_class c ON c.oid = t.tgrelid
        WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND c.relnamespace = current_schema()::regnamespace
    """,
}


def _rows(connection: BaseDatabaseWrapper) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(_FIND[connection.vendor])
        return cursor.fetchall()


def _found(connection: BaseDatabaseWrapper) -> dict[str, str]:
    return {name: text for name, _, text in _rows(connection)}


def _drop(connection: BaseDatabaseWrapper, names: list[str]) -> None:
    on = {name: f" ON {table}" if connection.vendor == "postgresql" else "" for name, table, _ in _rows(connection)}
    _execute(connection, [f'DROP TRIGGER IF EXISTS "{name}"{on[name]}' for name in names])


def _execute(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _quoted(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"


def _before_migrating(using: str, plan: list[Any], **_: Any) -> None:
    if plan and connections[using].vendor == "sqlite":
        uninstall(connections[using])


def _after_migrating(using: str, **_: Any) -> None:
    if connections[using].vendor == "sqlite":
        install(connections[using])
