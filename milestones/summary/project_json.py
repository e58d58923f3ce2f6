"""The summary as JSON, as docs/schema/project-1.json describes it: facts and rows by their keys, days as ISO days."""

from __future__ import annotations

import datetime
from typing import Any

from milestones.summary.shapes import Grid, Section, Summary, Table, Value

SCHEMA = "project-1"  # another one whenever a key goes or changes its meaning; a key that comes is one too, as the schema is closed


def document_of(summary: Summary) -> dict[str, Any]:
    """The whole document. What the reader may not see has no key."""
    return {
        "schema": SCHEMA,
        "project": {"ref": summary.ref, "title": summary.title, "agency": summary.agency},
        "as_at": summary.as_at.isoformat(),
        "history_length": summary.history_length,
        "note": summary.note,
        **{section.key: _section(section) for section in summary.sections},
    }


def _section(section: Section) -> dict[str, Any]:
    facts = {fact.key: _value(fact.value) for fact in section.facts}
    tables = {table.key: _table(table) for table in section.tables}
    return {**facts, **tables, **({"activities": _grid(section.grid)} if section.grid else {})}


def _table(table: Table) -> list[dict[str, Any]]:
    keys = [column.key for column in table.columns]
    return [dict(zip(keys, map(_value, row), strict=True)) for row in table.rows]


def _grid(grid: Grid) -> list[dict[str, Any]]:
    """Each activity with those who have letters in it."""
    return [
        {
            "activity": line.activity,
            "letters": [{"name": name, "letters": held} for name, held in zip(grid.people, line.letters, strict=True) if held],
            "wrong": list(line.wrong),
        }
        for line in grid.lines
    ]


def _value(value: Value) -> str | int | bool | None:
    return value.isoformat() if isinstance(value, datetime.date) else value
