"""Theirs and yours, side by side: what two people wrote in the same place at the same time."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.forms import BaseForm

from projects.forms.objective import BaseMeasures
from projects.models import Objective
from projects.questions import MEASURE_WORDS, QUESTIONS
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


def compare_objective(form: BaseForm, measures: BaseMeasures, theirs: Objective) -> list[Difference]:
    """The questions answered differently, and the measures where they differ."""
    rows = compare(form, {name: getattr(theirs, name) for name in QUESTIONS})
    kept = [{name: getattr(row, name) for name in MEASURE_WORDS} for row in theirs.measures.all()]
    told = ["\n".join(say_measure(row) for row in rows if row.get("measure")) for rows in (kept, measures.wish())]
    return rows if told[0] == told[1] else [*rows, Difference("Measures of success", *told)]


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
