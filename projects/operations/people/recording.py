"""What history keeps of a stakeholder."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from projects.changes import History
from projects.models import Audience, Stakeholder

# What history records of a stakeholder; people appear by id, contact details are only said to have changed.
RECORDED = (
    "kind",
    "role",
    "function",
    "expertise",
    "part",
    "why_it_matters",
    "interest",
    "is_affected",
    "is_high_interest",
    "is_approver",
    "is_delegate",
)
CONTACT = {"name", "email", "phone", "organisation", "position"}
INFLUENCE = ("support_criteria",)


def record_influence(history: History, stakeholder: Stakeholder, before: dict[str, Any], after: dict[str, Any]) -> None:
    """What they need to say yes, written for buyer and officer only; nothing where there was and is nothing."""
    if any(after.values()) or any(before.get(name) for name in after):
        old = {name: before.get(name, "") for name in after}
        history.add("what they need to say yes", stakeholder, before=old, after=after, audience=Audience.SIDES)


def recorded(stakeholder: Stakeholder, names: Iterable[str]) -> dict[str, Any]:
    """These fields as they are now."""
    return {name: getattr(stakeholder, name) for name in names}
