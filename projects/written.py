"""Which tables were written: what a change touches is seen where it happens, so nobody has to declare it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

_WRITES = re.compile(r'\s*(?:INSERT(?: OR IGNORE)? INTO|UPDATE|DELETE FROM) "(\w+)"', re.IGNORECASE)


class Written:
    """The tables written since this was last taken."""

    def __init__(self) -> None:
        self._tables: set[str] = set()

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        """Django's wrapper around each statement: note the table it writes, and run it."""
        if found := _WRITES.match(sql):
            self._tables.add(found[1])
        return execute(sql, params, many, context)

    def take(self) -> frozenset[str]:
        """The tables, by name; from here on anew."""
        taken, self._tables = frozenset(self._tables), set()
        return taken


@contextmanager
def tables_written() -> Iterator[Written]:
    """Within it, every table that the ORM writes on this connection is noted."""
    written = Written()
    with connection.execute_wrapper(written):
        yield written
