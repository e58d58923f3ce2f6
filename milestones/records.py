"""Completions as they were written, read back: times as times, labels for choices. Nothing here is computed anew."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from milestones.models import Answer, Completion, Milestone, Reopening, Side
from projects.models import Agency, Role


@dataclass(frozen=True)
class AsCompleted:
    """One completion: its record, and who reopened it, when and why, if somebody did."""

    completion: Completion
    record: dict[str, Any]
    reopening: Reopening | None


def completions_of(milestone: Milestone) -> list[AsCompleted]:
    """Every completion of a milestone, the newest first. The one that stands, if one does, is first and has no reopening. One query."""
    rows = milestone.completions.select_related("by", "reopening__by").order_by("-at", "-pk")
    return [AsCompleted(row, read(row.record, milestone.project.agency), getattr(row, "reopening", None)) for row in rows]


def read(record: dict[str, Any], agency: Agency) -> dict[str, Any]:
    """A frozen record for the page, its roles as the agency calls them."""
    return {
        **record,
        "criteria": [_criterion(row) for row in record["criteria"]],
        "confirmations": [_confirmation(row, agency) for row in record["confirmations"]],
        "people": [{**row, "role": agency.say(row["role"])} for row in record.get("people", [])],
    }


def _criterion(row: dict[str, Any]) -> dict[str, Any]:
    looked = row.get("looked_again")
    return {
        **row,
        "label": Answer(row["answer"]).label,
        "shape": {"met": "met", "met_with_reason": "reason"}.get(row["answer"], "not-needed"),
        "answered_at": _moment(row["answered_at"]),
        "looked_again": {**looked, "at": _moment(looked["at"])} if looked else None,
    }


def _confirmation(row: dict[str, Any], agency: Agency) -> dict[str, Any]:
    return {
        **row,
        "side": Side(row["side"]).label,
        "on_behalf": agency.say(row["role"]) if row["role"] == Role.BUYERS_AGENT else "",
        "given_at": _moment(row["given_at"]),
    }


def _moment(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)
