"""Theirs and yours, side by side: what two people wrote in the same place at the same time."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.forms import BaseForm

from projects.merging import rebased
from projects.telling import say_measure
from projects.words import say_day


@dataclass(frozen=True)
class Difference:
    """One field that differs, with what is stored now and what was typed, in words; empty for nothing."""

    label: str
    theirs: str
    yours: str


def compare(form: BaseForm, theirs: Mapping[str, Any]) -> list[Difference]:
    """The fields of a valid form whose value differs from what is stored now, in the form's order."""
    shared = [field.name for field in form.visible_fields() if field.name in theirs]
    rows = [_difference(form, name, theirs[name], form.cleaned_data[name]) for name in shared]
    return [row for row in rows if row.theirs != row.yours]


@dataclass(frozen=True)
class Clash(Difference):
    """A field that both changed: whoever wrote last chooses theirs or their own, field by field (`parts/both_changed.html`)."""

    name: str


def clashes_of(form: BaseForm, fields: Mapping[str, tuple[Any, Any]]) -> list[Clash]:
    """The fields of a refusal `BothChanged` that are on this form, in its order."""
    named = [field.name for field in form.visible_fields() if field.name in fields]
    return [Clash(**vars(_difference(form, name, *fields[name])), name=name) for name in named]


def keeping_theirs(data: Mapping[str, Any], wish: Mapping[str, Any]) -> dict[str, Any]:
    """What is asked for, without the fields for which theirs was chosen: what was typed there is not asked for."""
    return {name: value for name, value in wish.items() if data.get(f"take-{name}") != "theirs"}


def show_again(fresh: BaseForm, sent: BaseForm, seen: Mapping[str, Any]) -> None:
    """Let a fresh form show what was typed where it was changed there, and elsewhere what is kept now. `seen` had been shown."""
    names = [name for name in sent.cleaned_data if name in seen]
    kept = {name: fresh.get_initial_for_field(fresh.fields[name], name) for name in names}
    fresh.initial.update(rebased(seen=seen, kept=kept, wanted={name: sent.cleaned_data[name] for name in names}))
    others = [field.name for field in sent.visible_fields() if field.name not in seen]
    fresh.initial.update({name: sent[name].value() for name in others})


def objective_clashes(form: BaseForm, fields: Mapping[str, tuple[Any, Any]]) -> list[Clash]:
    """As `clashes_of`, with the measures of success as one field."""
    rows = clashes_of(form, fields)
    if "measures" not in fields:
        return rows
    theirs, yours = ("\n".join(say_measure(row) for row in rows) for rows in fields["measures"])
    return [*rows, Clash("Measures of success", theirs, yours, "measures")]


def _difference(form: BaseForm, name: str, *values: Any) -> Difference:
    return Difference(str(form.fields[name].label), *(_say(form, name, value) for value in values))


def _say(form: BaseForm, name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime.date):
        return say_day(value)
    if isinstance(value, (list, QuerySet)):
        return ", ".join(sorted(str(each) for each in value))
    labels = dict(getattr(form.fields[name], "choices", [])) if isinstance(value, str) else {}
    return str(labels.get(value, "" if value is None else value)).strip()
