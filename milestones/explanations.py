"""Who said the project back, side by side, and what is still to be heard. No scores, no ranking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from milestones.models import Explanation, Hearing
from milestones.operations.meeting import core_team
from projects.access import BUYERS_SIDE, OFFICER
from projects.models import BuyingProject, Stakeholder
from projects.words import say_day


@dataclass(frozen=True)
class Line:
    """One explanation: in words or at a meeting; what became of it; whether who is looking may say that they heard it."""

    explanation: Explanation
    says: str
    may_hear: bool


@dataclass(frozen=True)
class Voice:
    """One person of the core team, and how they said the project back: the latest first."""

    stakeholder: Stakeholder
    lines: list[Line]


def voices_of(project: BuyingProject) -> dict[str, Any]:
    """All that the page is drawn from: buyer's side, officer, and everybody else. Two queries."""
    team = core_team(project)
    rows = project.explanations.select_related("heard_by", "session__milestone").order_by("-recorded_at", "-pk")
    by_person: dict[tuple[int, int], list[Line]] = {}
    for row in rows:
        by_person.setdefault((row.stakeholder_id, row.person_id), []).append(line_of(row, project))
    voices = [Voice(s, by_person.get((pk, s.person_id), [])) for pk, s in team.items()]
    return {
        "buyers": [v for v in voices if v.stakeholder.role in BUYERS_SIDE],
        "officers": [v for v in voices if v.stakeholder.role in OFFICER],
        "others": [v for v in voices if v.stakeholder.role not in BUYERS_SIDE | OFFICER],
    }


def line_of(row: Explanation, project: BuyingProject) -> Line:
    """One explanation as the page says it."""
    may = project.is_active and project.access.contributes and row.person_id != project.access.person.pk and not row.is_heard
    return Line(row, f"{_where(row, project)}. {_heard(row)}", may)


def _where(row: Explanation, project: BuyingProject) -> str:
    if row.session is None:
        return f"In their own words, {say_day(row.said_on)}"
    row.session.milestone.project = project
    return f"At the {row.session.milestone.stage.sitting.name.lower()}, {say_day(row.said_on)}"


def _heard(row: Explanation) -> str:
    if row.heard_by is None:
        return "Nobody has heard it yet."
    return f"Heard by {row.heard_by.name}." if row.hearing == Hearing.HEARD else f"{row.heard_by.name} says: let’s talk."
