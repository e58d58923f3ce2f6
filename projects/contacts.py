"""Who to contact for what, pure: the usual topics, whom each begins with, what is wrong with the list. Source: domain.md, "Contact topic".

A topic is reached when its first contact is a person who is in the project, with an e-mail address or a telephone number, or a contact of
the agency that still stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from projects.models import Agency, AgencyContact, ContactTopic, Kind, Role, Stakeholder
from projects.raci import ANSWERS, END_USER, MANAGER, OWNER, Matrix, number_of

# Where a contact comes from: the number of a usual activity (who is accountable for it); a role, function or expertise; the agency's own.
Source = int | str
AGENCY = "agency"
LONGEST = 80  # characters of a topic
BUYER, AGENT, OFFICER = Role.BUYER.value, Role.BUYERS_AGENT.value, Role.PROCUREMENT_OFFICER.value

# The usual topics, and where the contact of each comes from: the first that gives somebody gives the first contact, the next the back-up.
TOPICS: dict[str, tuple[Source, ...]] = {
    "Objective and scope": (7, 1, OWNER, AGENT, BUYER),
    "Money and delegation": (5, "finance", BUYER),
    "Process, rules and timing": (13, 15, OFFICER, MANAGER, AGENT),
    "Supplier enquiries": (8, OFFICER, AGENT),
    "Contract and legal": ("legal", 17, OFFICER),
    "Privacy": ("privacy", AGENCY, 9),
    "Security": ("cyber", AGENCY, 10),
    "Technical": ("technical", "data_ai"),
    "Users and operations": (END_USER, "operations", "change", 20),
    "Probity": ("probity", AGENCY, 6, OFFICER),
    "Records": ("records", AGENCY, MANAGER, OFFICER),
    "Meetings and access": (MANAGER, 3, AGENT, OFFICER),
    "Media": (AGENCY,),
    "Urgent absence": (MANAGER, AGENT, OFFICER, BUYER),
}


@dataclass(frozen=True)
class Suggestion:
    """Whom a topic begins with: a person or a contact of the agency, never both; and who stands in."""

    first: Stakeholder | None = None
    first_of_agency: AgencyContact | None = None
    backup: Stakeholder | None = None


def offered(agency: Agency, there: Iterable[str] = ()) -> list[str]:
    """The topics a project may use, in their order: the usual ones, the agency's own, those of the project; what the agency leaves out is
    left out unless it is there already."""
    there = list(there)
    usual = [name for name in TOPICS if name in there or name not in agency.topics_left_out]
    return list(dict.fromkeys([*usual, *agency.own_topics, *there]))


def in_order(topics: Iterable[ContactTopic], agency: Agency) -> list[ContactTopic]:
    """The rows in the order of the list; what belongs to the project alone last, as it was added."""
    places = {name: place for place, name in enumerate([*TOPICS, *agency.own_topics])}
    return sorted(topics, key=lambda row: (places.get(row.topic, len(places)), row.pk))


def suggest(topic: str, matrix: Matrix, of_agency: Mapping[str, AgencyContact]) -> Suggestion:
    """Whom the topic begins with: only who can be reached. `of_agency`: the agency's live contacts by topic."""
    found = list(dict.fromkeys(_candidates(topic, matrix, of_agency)))
    first = found[0] if found else None
    backup = next((one for one in found[1:] if isinstance(one, Stakeholder)), None)
    if isinstance(first, AgencyContact):
        return Suggestion(first_of_agency=first, backup=backup)
    return Suggestion(first=first, backup=backup)


def _candidates(topic: str, matrix: Matrix, of_agency: Mapping[str, AgencyContact]) -> Iterator[Stakeholder | AgencyContact]:
    for source in (*TOPICS.get(topic, ()), AGENCY):
        if source == AGENCY:
            yield from (of_agency[topic] for _ in [0] if topic in of_agency)
        elif isinstance(source, int):
            yield from (s for a in matrix.activities if number_of(a) == source for s in matrix.holding(a, ANSWERS) if can_be_reached(s))
        else:
            yield from (s for s in matrix.stakeholders if source in {s.role, s.function, s.expertise} and can_be_reached(s))


def can_be_reached(stakeholder: Stakeholder) -> bool:
    """Whether it is a person who is in the project, with an e-mail address or a telephone number."""
    return stakeholder.kind == Kind.PERSON and stakeholder.is_current and stakeholder.is_reachable


@dataclass(frozen=True)
class Gap:
    """A topic that is not reached, or whose back-up does not hold, and why, in words."""

    topic: ContactTopic
    says: str


def gaps(topics: Iterable[ContactTopic]) -> list[Gap]:
    """The topics without a first contact who can be reached."""
    return [Gap(row, says) for row in topics for says in [gap_of(row)] if says]


def backup_gaps(topics: Iterable[ContactTopic]) -> list[Gap]:
    """The topics without a back-up who can be reached: worth checking, in the way of nothing."""
    return [Gap(row, says) for row in topics for says in [backup_gap_of(row)] if says]


def gap_of(topic: ContactTopic) -> str:
    """Why the topic is not reached, as a sentence; nothing where it is."""
    if topic.first:
        return _why_not(topic.first, f"whom to ask first about {topic.topic}")
    if topic.first_of_agency is None:
        return f"{topic.topic} has nobody to ask yet."
    if topic.first_of_agency.is_reachable:
        return ""
    return f"{topic.first_of_agency.name}, whom to ask first about {topic.topic}, is not a contact of the agency any more."


def backup_gap_of(topic: ContactTopic) -> str:
    """Why nobody stands in for the topic's first contact, as a sentence; nothing where somebody does."""
    if topic.backup:
        return _why_not(topic.backup, f"the back-up for {topic.topic}")
    return f"{topic.topic} has no back-up."


def _why_not(stakeholder: Stakeholder, part: str) -> str:
    if not stakeholder.is_current:
        return f"{stakeholder.name}, {part}, has left."
    return "" if can_be_reached(stakeholder) else f"{stakeholder.name}, {part}, has no e-mail address and no telephone number."
