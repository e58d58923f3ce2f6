"""The queries of a finding, watched: each table it reads is one of the models that the registry names for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.db import connection

from milestones.findings import Facts, Finding
from milestones.findings.registry import Finder
from milestones.models import Milestone
from projects.models import Agency

_READS = re.compile(r'(?:FROM|JOIN) "(\w+)"')
ALWAYS = {Milestone._meta.db_table, Agency._meta.db_table}  # where one stands never changes; the agency's changes look at everything


FIND = Finder.__call__  # as it is, before the tests watch it


def find_as_declared(finder: Finder, facts: Facts) -> list[Finding]:
    """Find as ever. AssertionError, naming the tables, where the finding reads what it does not declare."""
    declared = finder.tables | ALWAYS

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        undeclared = set(_READS.findall(sql)) - declared
        assert not undeclared, f"{finder.find.__name__} reads {sorted(undeclared)}: name it in milestones/findings/registry.py"
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        return FIND(finder, facts)
