"""What a summary is made of: sections of facts and tables. Plain values, already as the reader may see them; no database behind them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from projects.words import say_date, say_moment

Value = str | int | bool | datetime.date | None


@dataclass(frozen=True)
class Fact:
    """One thing with a name: `key` for machines, `label` for people."""

    key: str
    label: str
    value: Value

    @property
    def words(self) -> str:
        """The value as people read it."""
        return say(self.value) or "Not written yet"


@dataclass(frozen=True)
class Column:
    """One column of a table: `key` for machines, `label` for people."""

    key: str
    label: str

    @property
    def shape(self) -> str:
        """How its cells break: "long" anywhere, as an address does; "nowrap" nowhere, as a telephone number; else between words."""
        if self.key.endswith(("email", "address", "where")):
            return "long"
        return "nowrap" if self.key.endswith("phone") else ""


@dataclass(frozen=True)
class Table:
    """Rows under columns. `empty` is said where there is none."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    empty: str

    @property
    def lines(self) -> list[list[tuple[Column, str]]]:
        """Each row as (column, words)."""
        return [[(column, say(value)) for column, value in zip(self.columns, row, strict=True)] for row in self.rows]

    @property
    def labels(self) -> list[str]:
        """What stands over the columns."""
        return [column.label for column in self.columns]


@dataclass(frozen=True)
class GridLine:
    """One activity of the matrix: the letters of each person in the order of the people, as letters and in words, and what is wrong."""

    activity: str
    letters: tuple[str, ...]
    words: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def named_wrong(self) -> str:
        """The activity, and what is wrong with it, a line each."""
        return "\n".join([self.activity, *self.wrong])


@dataclass(frozen=True)
class Grid:
    """The RACI matrix: activities down, people across."""

    people: tuple[str, ...]
    lines: tuple[GridLine, ...]
    empty: str

    @property
    def drawn(self) -> list[tuple[GridLine, list[tuple[str, str, str]]]]:
        """Each activity with its cells: whose, letters, words."""
        return [(line, list(zip(self.people, line.letters, line.words, strict=True))) for line in self.lines]

    def as_table(self, first: int = 0, last: int | None = None) -> Table:
        """The matrix as a table of words, with the people from `first` up to `last`."""
        columns = (Column("activity", "Activity"), *(Column("person", name) for name in self.people[first:last]))
        rows = tuple((line.named_wrong, *line.words[first:last]) for line in self.lines)
        return Table("matrix", "RACI matrix", columns, rows, self.empty)


@dataclass(frozen=True)
class Section:
    """One part of the summary: a sentence, facts, and either tables or the matrix."""

    key: str
    title: str
    says: str = ""
    facts: tuple[Fact, ...] = ()
    tables: tuple[Table, ...] = ()
    grid: Grid | None = None

    @property
    def all_tables(self) -> tuple[Table, ...]:
        """Its tables, the matrix among them."""
        return (*self.tables, self.grid.as_table()) if self.grid else self.tables


@dataclass(frozen=True)
class Summary:
    """All of it, as one reader may see it at one moment."""

    ref: str
    title: str
    agency: str
    as_at: datetime.datetime
    history_length: int
    note: str
    sections: tuple[Section, ...]

    @property
    def says_when(self) -> str:
        """As in "As at Thursday 12 November 2026, 10 am, history to entry 132"."""
        return f"As at {say_moment(self.as_at)}, history to entry {self.history_length}"

    @property
    def running(self) -> str:
        """What stands at the top of each printed page."""
        return f"{self.ref} {self.title}. Summary as at {say_moment(self.as_at)}"


def say(value: Value) -> str:
    """A value in words: "Yes", "12 November 2026", "12"; nothing for nothing."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime.date):
        return say_date(value)
    return "" if value is None else str(value)


def table(key: str, title: str, columns: dict[str, str], rows: Iterable[tuple[Value, ...]], empty: str) -> Table:
    """A table with these columns, key to label."""
    return Table(key, title, tuple(Column(*column) for column in columns.items()), tuple(rows), empty)
