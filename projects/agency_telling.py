"""An agency's history in sentences: "Idris Karri added Vera Boronia as a portfolio viewer, until Friday 1 January 2027." """

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from projects.models import AgencyEntry, AgencyPostKind, Expertise
from projects.raci import USUAL
from projects.words import say_day

TITLES = {usual.number: usual.title for usual in USUAL}


@dataclass(frozen=True)
class AgencyEvent:
    """One change: when, and what was done, as a sentence; what came and what went, in words."""

    at: datetime.datetime
    says: str
    came: list[str]
    went: list[str]


def tell_agency(entries: Iterable[AgencyEntry]) -> list[AgencyEvent]:
    """The entries in their order; load them with `select_related("actor", "person")`."""
    return [_event(entry) for entry in entries]


def _event(entry: AgencyEntry) -> AgencyEvent:
    before, after = _lines(entry.before), _lines(entry.after)
    came, went = [line for line in after if line not in before], [line for line in before if line not in after]
    return AgencyEvent(entry.at, f"{entry.actor} {SENTENCES[entry.verb](entry)}.", came, went)


# Fields that are lists, each with the words before one of its lines.
LISTS: dict[str, Callable[[Any], str]] = {
    "email_domains": str,
    "activities_left_out": lambda number: f"Left out: {TITLES.get(number, number)}",
    "own_activities": str,
    "topics_left_out": lambda topic: f"Left out: {topic}",
    "own_topics": str,
    "expertise_left_out": lambda kind: f"Not asked: {Expertise(kind).label}",
}


def _lines(values: Mapping[str, Any]) -> list[str]:
    return [say(value) for name, say in LISTS.items() for value in values.get(name, [])]


def _post(entry: AgencyEntry) -> str:
    label = AgencyPostKind(entry.after["kind"]).label.lower()
    return f"{'an' if label[0] in 'aeiou' else 'a'} {label}"


def _until(values: Mapping[str, Any]) -> str:
    day = values.get("ends_on")
    return f"until {say_day(datetime.date.fromisoformat(day))}" if day else "with no last day"


def _from_to(values: Mapping[str, Any]) -> str:
    first, last = (say_day(datetime.date.fromisoformat(values[day])) for day in ("starts_on", "ends_on"))
    return f"from {first} to {last}"


def _levels(entry: AgencyEntry) -> str:
    """ "high from 12, before 10": what differs."""
    return "; ".join(f"{name.removesuffix('_from')} from {after}, before {entry.before[name]}" for name, after in entry.after.items())


SENTENCES: dict[str, Callable[[AgencyEntry], str]] = {
    "domains changed": lambda entry: "changed the e-mail domains",
    "word for buyer changed": lambda entry: (
        f"changed the word for the buyer from “{entry.before['word_for_buyer']}” to “{entry.after['word_for_buyer']}”"
    ),
    "risk levels changed": lambda entry: f"changed the levels of risks: {_levels(entry)}",
    "activities chosen": lambda entry: "chose the activities that projects are offered",
    "topics chosen": lambda entry: "chose the topics of contact",
    "expertise chosen": lambda entry: "chose the expertise that projects are asked about",
    "post given": lambda entry: f"added {entry.person} as {_post(entry)}, {_until(entry.after)}",
    "post changed": lambda entry: (
        f"changed the last day of {entry.person}, {_post(entry)}: {_until(entry.after)}, before {_until(entry.before)}"
    ),
    "post ended": lambda entry: f"ended the part of {entry.person} as {_post(entry)}",
    "cover recorded": lambda entry: f"recorded that {entry.label} covers for {entry.person}, {_from_to(entry.after)}",
    "cover ended": lambda entry: f"ended the cover of {entry.person} by {entry.label} early: it was to run {_from_to(entry.after)}",
    "contact named": lambda entry: f"named the agency’s contact for “{entry.label}”",
    "contact changed": lambda entry: f"changed the agency’s contact for “{entry.label}”",
    "contact removed": lambda entry: f"removed the agency’s contact for “{entry.label}”",
}
