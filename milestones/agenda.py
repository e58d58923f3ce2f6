"""The agenda of a meeting: suggested from what is usually on it and what is not met yet. Knows no database, clock or web."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

CHECK = 5  # minutes to look at what is met already


@dataclass(frozen=True)
class Item:
    """One point of an agenda: what it is about, its minutes, and the criteria it serves, by number."""

    title: str
    minutes: int
    criteria: tuple[str, ...] = ()

    def as_stored(self) -> dict[str, Any]:
        """As kept in JSON on the session."""
        return {"title": self.title, "minutes": self.minutes, "criteria": list(self.criteria)}


@dataclass(frozen=True)
class Suggestion:
    """An agenda, and in words why it differs from the usual one."""

    items: list[Item]
    reasons: list[str]

    def as_stored(self) -> list[dict[str, Any]]:
        """The agenda as kept in JSON on the session."""
        return [item.as_stored() for item in self.items]


# What is usually on the agenda of each session, by milestone. Ours, within the guide's duration.
USUAL: dict[str, tuple[Item, ...]] = {
    "define": (
        Item("The problem, and the evidence for it", 15, ("1.3", "1.4")),
        Item("Outcomes, and how we will measure them", 20, ("1.3", "1.4")),
        Item("Scale, funding and timing", 10, ("1.3",)),
        Item("Who is affected, helps and approves", 20, ("1.1", "1.4")),
        Item("A first RACI matrix", 15, ("1.2",)),
        Item("How the two of us work, and next steps", 10, ("1.3",)),
    ),
    "organise": (
        Item("The problem or opportunity", 8, ("2.2",)),
        Item("The outcomes we want", 10, ("2.2",)),
        Item("The team, and who does what", 12, ("2.1", "2.3")),
        Item("Communication plan and contacts", 8, ("2.4", "2.5")),
        Item("Conflicts, confidentiality, records", 3),
        Item("Say it back", 4, ("2.2",)),
    ),
    "align": (
        Item("Why we are here", 10, ("3.1",)),
        Item("Approach and stages", 15, ("3.2", "3.4")),
        Item("Deliverables, milestones and timelines", 20, ("3.4",)),
        Item("RACI: who does what, and the gaps", 15, ("3.3",)),
        Item("Cadence, tools and ways of working", 20, ("3.5", "3.6")),
        Item("Assumptions, questions and risks", 15, ("3.7",)),
        Item("Agree or object", 5, ("3.5", "3.6")),
    ),
}


def suggest(usual: Iterable[Item], *, met: Collection[str], not_needed: Collection[str]) -> Suggestion:
    """The usual agenda for what is left: an item all of whose criteria are not needed is left out; one whose criteria are all met
    is shortened to five minutes to check. Items that serve no criterion stay.
    """
    items, reasons = [], []
    for item in usual:
        kept, why = _for_what_is_left(item, met, not_needed)
        items += [kept] if kept else []
        reasons += [f"{why} for “{item.title}”" if kept else f"{why} “{item.title}”"] if why else []
    return Suggestion(items, [f"{reason}." for reason in reasons])


def _for_what_is_left(item: Item, met: Collection[str], not_needed: Collection[str]) -> tuple[Item | None, str]:
    """The item as it should be, or nothing, and why where it is not as usual."""
    needed = [key for key in item.criteria if key not in not_needed]
    if item.criteria and not needed:
        return None, f"{_all_are(item.criteria)} not needed, which leaves out"
    if needed and all(key in met for key in needed) and item.minutes > CHECK:
        return Item(item.title, CHECK, item.criteria), f"{_all_are(needed)} met: {CHECK} minutes to check, instead of {item.minutes},"
    return item, ""


def _all_are(keys: Iterable[str]) -> str:
    told = list(keys)
    return f"{told[0]} is" if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]} are"


def total_minutes(agenda: Iterable[Mapping[str, Any]]) -> int:
    """How long a stored agenda takes."""
    return sum(item["minutes"] for item in agenda)


def say_item(item: Mapping[str, Any]) -> str:
    """One stored item: "Who is affected, 20 minutes (1.1, 1.4)"."""
    minutes = f"{item['minutes']} minute{'' if item['minutes'] == 1 else 's'}"
    serves = f" ({', '.join(item['criteria'])})" if item["criteria"] else ""
    return f"{item['title']}, {minutes}{serves}"
