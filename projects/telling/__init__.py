"""History told: each entry a sentence, and what it changed in words. Asks no database: who is who is handed in."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils import timezone

from projects.models import BuyingProject, Decision, HistoryEntry, Kind, Letters, OpenItemKind, Role
from projects.telling.words import (
    ARTICLES,
    AS_WRITTEN,
    CHOICES,
    CHOICES_ABOUT,
    DAYS,
    FIELDS,
    NOTHING,
    PEOPLE,
    SAID,
    SENTENCES,
    SHORT,
    SIDES,
    SOMEBODY,
)
from projects.words import say_day, say_moment

__all__ = ["NOTHING", "SENTENCES", "SPECIAL", "Day", "Event", "Told", "changes", "names_for", "say_measure", "tell", "tell_days"]

Names = Mapping[int, str]


@dataclass(frozen=True)
class Told:
    """One field that an entry changed: its name, and what it was (None where there was no before) and became, in words."""

    field: str
    before: str | None
    after: str


def names_for(project: BuyingProject) -> dict[int, str]:
    """The names of everybody ever listed in the project, by stakeholder id: one query."""
    return dict(project.stakeholders.values_list("pk", "name"))


@dataclass(frozen=True)
class Event:
    """One entry, told: when, the sentence, the position of who did it at the time, and what changed."""

    at: datetime.datetime
    sequence: int
    sentence: str
    position: str
    changes: list[Told]

    @property
    def is_long(self) -> bool:
        """Whether what changed is folded away at first."""
        return len(self.changes) > SHORT


@dataclass(frozen=True)
class Day:
    """One day in Sydney and what happened on it."""

    on: datetime.date
    events: list[Event]


def tell_days(entries: Iterable[HistoryEntry], names: Names) -> list[Day]:
    """The entries by day, in the order they come in."""
    days = groupby(entries, key=lambda entry: timezone.localdate(entry.at))
    return [Day(on, [_event(entry, names) for entry in those]) for on, those in days]


def _event(entry: HistoryEntry, names: Names) -> Event:
    return Event(entry.at, entry.sequence, tell(entry, names), entry.actor_position, changes(entry, names))


def tell(entry: HistoryEntry, names: Names) -> str:
    """The entry as a sentence: "Ruth Melaleuca, procurement officer, marked criterion 1.2 as met."

    `names` comes from `names_for`; load the entry from its project's history with `select_related("actor", "covers_for")`, and the project
    with its agency, whose word for the buyer is said, or each costs a query.
    """
    return f"{who(entry)}, {deed(entry, names)}."


def who(entry: HistoryEntry) -> str:
    """The actor with the role they acted in then, and whom they covered for."""
    role = entry.project.agency.say(entry.actor_role)
    if entry.covers_for:
        return f"{entry.actor.name}, covering for {entry.covers_for.name} as {role}"
    return f"{entry.actor.name}, {role}"


def deed(entry: HistoryEntry, names: Names) -> str:
    """What was done, as the rest of a sentence that begins with the actor. An unknown verb is said as it stands."""
    if entry.verb in SPECIAL:
        return SPECIAL[entry.verb](entry, names)
    sentence = SENTENCES.get(entry.verb, f"{entry.verb}: {{thing}}" if entry.label else entry.verb)
    return sentence.format(
        name=names.get(entry.about_id, SOMEBODY),
        thing=_thing(entry),
        side=SIDES.get(entry.after.get("side", ""), "one side"),
        title=entry.after.get("title") or entry.before.get("title", ""),
        buyer=entry.project.agency.buyer_in_a_sentence,
    )


def changes(entry: HistoryEntry, names: Names) -> list[Told]:
    """The fields that the entry changed, in words. What was nothing and stays nothing, and what its sentence says, is not told."""
    there = [name for name in FIELDS if name in entry.before or name in entry.after]
    sentence = deed(entry, names).lower()
    told = [line for name in there for line in [_told(entry, name, names)] if name not in SAID or not _said(line, sentence)]
    return [line for line in told if line.before != line.after and not (line.before is None and line.after in {NOTHING, "No"})]


def _said(line: Told, sentence: str) -> bool:
    return all(words.lower().rstrip(".") in sentence for words in (line.before, line.after) if words)


def _told(entry: HistoryEntry, name: str, names: Names) -> Told:
    label = "Part of who started it" if (entry.about, name) == ("buyingproject", "part") else FIELDS[name]
    before = _say(entry, name, entry.before[name], names) if name in entry.before else None
    return Told(label, before, _say(entry, name, entry.after.get(name), names))


def _say(entry: HistoryEntry, name: str, value: Any, names: Names) -> str:
    """One value in words, with the agency's word for the buyer."""
    agency = entry.project.agency
    if name == "role" and value in Role.values:
        return agency.word_for(value)
    words = say(entry.about, name, value, names)
    if (entry.about, name) == ("buyingproject", "part"):
        return words.format(Buyer=agency.word_for_buyer, buyer=agency.buyer_in_a_sentence)
    return words


def say(about: str, name: str, value: Any, names: Names) -> str:
    """One value of a field in words: labels for choices, names for ids, days for dates."""
    if value in (None, "", [], {}):
        return NOTHING
    if isinstance(value, dict):
        return "\n".join(f"{names.get(int(pk), SOMEBODY)}: {dict(Letters.choices).get(held, 'No role')}" for pk, held in value.items())
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        each_is_known = name in PEOPLE or _labels(about, name)
        return ", ".join(say(about, name, each, names) for each in value) if each_is_known else _listed(value)
    if name == "first_of_agency":
        return "The agency’s own contact"
    if name in PEOPLE:
        return names.get(value, SOMEBODY)
    return _labels(about, name).get(value) or _dated(name, str(value))


def _labels(about: str, name: str) -> Mapping[str, str]:
    """The labels of the values a field may hold, where it is a choice: of that thing, or of whatever has such a field."""
    return CHOICES_ABOUT.get((about, name)) or CHOICES.get(name, {})


def _dated(name: str, value: str) -> str:
    if name in DAYS:
        return say_day(datetime.date.fromisoformat(value))
    return say_moment(datetime.datetime.fromisoformat(value)) if name == "planned_at" else value


def _listed(values: Iterable[Any]) -> str:
    """Measures a line each; names with commas between."""
    values = list(values)
    lines = [say_measure(value) if isinstance(value, dict) else str(value) for value in values]
    return ("\n" if any(isinstance(value, dict) for value in values) else ", ").join(lines)


def say_measure(row: Mapping[str, str]) -> str:
    """As in "Calls answered in a minute: from 40% to 80%, by June 2027"."""
    path = [f"{word} {row[key]}" for word, key in (("from", "baseline"), ("to", "target")) if row.get(key)]
    when = [f"by {row['by_when']}"] if row.get("by_when") else []
    rest = ", ".join([" ".join(path)] * bool(path) + when)
    return f"{row['measure']}: {rest}" if rest else row["measure"]


def _added_stakeholder(entry: HistoryEntry, names: Names) -> str:
    name, agency = names.get(entry.about_id, SOMEBODY), entry.project.agency
    if entry.after.get("kind") in {Kind.GROUP, Kind.POSITION}:
        return f"added {name}, {_lower(Kind(entry.after['kind']).label)}"
    if name == entry.actor.name and entry.after["role"] == entry.actor_role:
        return "joined the project"  # as what, the sentence has said already
    role = agency.say(entry.after["role"])
    words = f"to act {role}" if entry.after["role"] == Role.BUYERS_AGENT else f"as {role}"
    return f"joined {words}" if name == entry.actor.name else f"added {name} {words}"


def _changed_role(entry: HistoryEntry, names: Names) -> str:
    before, after = (entry.project.agency.say(values["role"]) for values in (entry.before, entry.after))
    return f"changed the role of {names.get(entry.about_id, SOMEBODY)} from {before} to {after}"


def _wrote_objective(entry: HistoryEntry, names: Names) -> str:
    version = entry.label.rpartition(" ")[2]
    return "wrote the objective" if version == "1" else f"wrote version {version} of the objective"


def _decided_expertise(entry: HistoryEntry, names: Names) -> str:
    return f"marked the expertise “{entry.label}” as {_lower(Decision(entry.after['decision']).label)}"


def _added_open_item(entry: HistoryEntry, names: Names) -> str:
    kind = OpenItemKind(entry.after["kind"])
    return f"added {ARTICLES.get(kind, 'a')} {_lower(kind.label)}: “{_thing(entry)}”"


SPECIAL: dict[str, Callable[[HistoryEntry, Names], str]] = {
    "stakeholder added": _added_stakeholder,
    "role changed": _changed_role,
    "objective written": _wrote_objective,
    "expertise decided": _decided_expertise,
    "open item added": _added_open_item,
}


def _thing(entry: HistoryEntry) -> str:
    """What it is called in the middle of a sentence: the words of people as they wrote them, ours with a small letter."""
    if entry.about == "openitem":
        return _short(entry.label or entry.after.get("text", "an open item"))
    return entry.label if entry.about in AS_WRITTEN else _lower(entry.label)


def _short(text: str, length: int = 120) -> str:
    first = text.strip().split("\n")[0].rstrip(".")
    return first if len(first) <= length else f"{first[:length].rsplit(' ', 1)[0]} …"


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
