"""The rows of a register: added, changed, taken off. What a register is, its noun's module says (`operations/working.py` is the shortest).

A rule that only one register has stands in that noun's module, as its `check` or around these calls.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from projects.access import SIDES, Access
from projects.changes import History, change, who_changed
from projects.clock import now
from projects.models import BuyingProject, Person, RegisterRow, Role, Stakeholder
from projects.refusals import ChangedMeanwhile, FieldNeeded, NotNow, NotYourPart, SentElsewhere


def sides_may(row: Any, access: Access) -> bool:
    """Whether buyer's side or officer is looking: who may change a row, unless its register says more."""
    return access.holds(SIDES)


def fits(history: History, row: Any, wanted: dict[str, Any]) -> None:
    """Nothing more is asked of a row than its register's fields say."""


def nothing_more(history: History, row: Any, beside: dict[str, Any]) -> None:
    """Nothing else follows from a row."""


@dataclass(frozen=True)
class Register:
    """A register: its rows' model, what one is called in history, and its rules.

    `needed` maps each field that may not be empty to what to say then. `many` are fields of several rows of the project (kept in history by
    id). `adders` may add; `may_edit` says who may change or take off one row, `who_can` says so in words. `check` is called under the
    lock with the row (not yet saved for a new one) and the values that change; it raises what does not fit. `after` is called once the
    row and its history are written, with what was said `beside` the row's fields.
    """

    model: type[RegisterRow]
    noun: str
    needed: dict[str, str]
    many: tuple[str, ...] = ()
    adders: frozenset[Role] = SIDES
    editors: frozenset[Role] = SIDES
    may_edit: Callable[[Any, Access], bool] = sides_may
    who_can: str = "Only the buyer’s side or the procurement officer can change this."
    check: Callable[[History, Any, dict[str, Any]], None] = fits
    after: Callable[[History, Any, dict[str, Any]], None] = nothing_more


def add_row(
    *, register: Register, project: BuyingProject, by: Person, nonce: uuid.UUID, beside: dict[str, Any] | None = None, **wanted: Any
) -> Any:
    """Add a row. The same form twice adds one. `beside` goes to the register's `after`.

    Raises FieldNeeded where a needed field is empty, NotNow for somebody who is not in the project, SentElsewhere for a form sent in
    another project, and what the register's `check` raises.
    """
    with change(project, by=by, roles=register.adders) as history:
        return add_row_within(history, register, nonce, beside=beside, **wanted)


def add_row_within(history: History, register: Register, nonce: uuid.UUID, *, beside: dict[str, Any] | None = None, **wanted: Any) -> Any:
    """Add a row within a change that is under way; `add_row` says what it guarantees and raises."""
    project = history.project
    twin = register.model._default_manager.filter(nonce=nonce).first()
    if twin:
        if twin.project_id != project.pk:  # type: ignore[attr-defined]  # each register's model has its project
            raise SentElsewhere
        return twin
    wanted = _clean(wanted)
    _require_whole(register, wanted)
    _require_here(project, wanted.values())
    stamp = {"project": project, "nonce": nonce, "added_at": now(), "added_by": history.access.person}
    row: Any = register.model(**stamp, **_without(wanted, register.many))
    register.check(history, row, wanted)
    row.save()
    for name in register.many:
        getattr(row, name).set(wanted.get(name, []))
    history.add(f"{register.noun} added", row, after=plain(wanted), label=str(row))
    register.after(history, row, beside or {})
    return row


def edit_row(*, register: Register, row: Any, version: int, by: Person, beside: dict[str, Any] | None = None, **wanted: Any) -> bool:
    """Change a row; return whether anything was different. The same again changes nothing.

    Raises NotYourPart for who may not, NotNow once it is taken off, ChangedMeanwhile if it is not at `version`, and as `add_row` does.
    """
    with change(row.project, by=by, roles=register.editors) as history:
        _read_again(register, row, history)
        before, after = _differences(register, row, _clean(wanted))
        if not after:
            return False
        if row.version != version:
            raise ChangedMeanwhile(f"This changed while you were typing. {who_changed(row.project, row)}")
        _require_whole(register, after)
        _require_here(row.project, (_newly(before[name], value) for name, value in after.items()))
        register.check(history, row, after)
        store(row, _without(after, register.many))
        for name in register.many:
            if name in after:
                getattr(row, name).set(after[name])
        history.add(f"{register.noun} changed", row, before=plain(before), after=plain(after), label=str(row))
        register.after(history, row, beside or {})
        return True


def remove_row(*, register: Register, row: Any, by: Person, beside: dict[str, Any] | None = None) -> None:
    """Take a row off its register; what it said stays in the database and in history. Once more changes nothing. Raises NotYourPart."""
    with change(row.project, by=by, roles=register.editors) as history:
        row.refresh_from_db()
        if row.removed_at:
            return
        _require_may(register, row, history)
        row.removed_at, row.removed_by = now(), by
        row.save(update_fields=["removed_at", "removed_by"])
        history.add(f"{register.noun} removed", row, label=str(row))
        register.after(history, row, beside or {})


def store(row: Any, values: dict[str, Any]) -> None:
    """Write these fields of a row, and raise its version."""
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*values, "version"])


def plain(values: dict[str, Any]) -> dict[str, Any]:
    """As history keeps values: people and rows by id, days as text."""
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.pk if hasattr(value, "pk") else value


def _clean(wanted: dict[str, Any]) -> dict[str, Any]:
    """Text without the blanks around it; several rows as a list in the order of their ids."""
    return {name: _cleaned(value) for name, value in wanted.items()}


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip()
    is_several = isinstance(value, Iterable)
    return sorted(value, key=lambda each: each.pk) if is_several else value


def _differences(register: Register, row: Any, wanted: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    there = {name: list(getattr(row, name).order_by("pk")) if name in register.many else getattr(row, name) for name in wanted}
    changed = {name: value for name, value in wanted.items() if there[name] != value}
    return {name: there[name] for name in changed}, changed


def _without(values: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}


def _read_again(register: Register, row: Any, history: History) -> None:
    row.refresh_from_db()
    if row.removed_at:
        raise NotNow(f"This was taken off by {row.removed_by.name}, so it cannot be changed.", missing=["a row that is still there"])
    _require_may(register, row, history)


def _require_may(register: Register, row: Any, history: History) -> None:
    if not register.may_edit(row, history.access):
        raise NotYourPart(register.who_can)


def _require_whole(register: Register, wanted: dict[str, Any]) -> None:
    missing = [says for name, says in register.needed.items() if name in wanted and wanted[name] in ("", None)]
    if missing:
        raise FieldNeeded(f"{missing[0]}.", missing=missing)


def _newly(before: Any, after: Any) -> Any:
    """Of several rows, those that were not there before: who was named and has left since may stay named."""
    return [each for each in after if each not in before] if isinstance(after, list) else after


def _require_here(project: BuyingProject, values: Iterable[Any]) -> None:
    """Everybody named is in this project and has not left."""
    people = [each for value in values for each in (value if isinstance(value, list) else [value]) if isinstance(each, Stakeholder)]
    if any(s.project_id != project.pk or not s.is_current for s in people):
        raise NotNow("Somebody named here is not in this project any more.", missing=["people who are in the project"])
