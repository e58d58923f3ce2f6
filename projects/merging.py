"""Two who change the same thing at once: what only one of them changed is no conflict. Knows no database, clock or web."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Clashes = dict[str, tuple[Any, Any]]


def merge(*, seen: Mapping[str, Any], kept: Mapping[str, Any], wanted: Mapping[str, Any]) -> tuple[dict[str, Any], Clashes]:
    """What is to be written, field by field; and where both changed a field differently, what is kept now and what is wanted.

    A field that is wanted as it was `seen` was not changed by whoever wants it. Nothing, in whatever form, is nothing.
    """
    fresh = {name: value for name, value in wanted.items() if not _same(value, seen.get(name)) and not _same(value, kept.get(name))}
    clashes = {name: (kept.get(name), value) for name, value in fresh.items() if not _same(kept.get(name), seen.get(name))}
    return fresh, clashes


def rebased(*, seen: Mapping[str, Any], kept: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """What a page shows after a refusal: what is wanted where it was changed there, and elsewhere what is kept now."""
    mine = {name: value for name, value in wanted.items() if not _same(value, seen.get(name))}
    return {**kept, **mine}


def _same(one: Any, other: Any) -> bool:
    return bool(one == other or (not one and not other))
