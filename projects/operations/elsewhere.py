"""Records that the agency keeps in its own system: where each is, and who checked it when."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from projects.changes import History
from projects.clock import today
from projects.models import HeldElsewhere
from projects.operations.rows import Register
from projects.refusals import FieldNeeded, NotNow


def fits(history: History, row: HeldElsewhere, wanted: dict[str, Any]) -> None:
    """There is one of its kind, and it was checked by who says so, today or before.

    Raises NotNow, saying where the other is, and FieldNeeded for a day to come.
    """
    kind = wanted.get("what", row.what)
    other = history.project.held_elsewhere.current().filter(what=kind).exclude(pk=row.pk).first()
    if other:
        raise NotNow(
            f"{other.get_what_display()} is recorded already: “{other.title}”, {other.where}. Change that one, or take it off first.",
            missing=["one record of each kind"],
            where=reverse("projects:held_elsewhere", args=[history.project.ref]),
            where_label="See the records kept elsewhere",
        )
    checked_on = wanted.get("checked_on", row.checked_on)
    if checked_on and checked_on > today():
        raise FieldNeeded("The day you checked it cannot be in the future.", missing=["the day you checked it"])
    if {"where", "checked_on"} & set(wanted):
        row.checked_by = wanted["checked_by"] = history.access.person if checked_on else None


NEEDED = {"what": "Say which record it is", "title": "Say what it is called there", "where": "Give its link or file number"}
ELSEWHERE = Register(HeldElsewhere, "record held elsewhere", NEEDED, check=fits)
