"""Letters held, in words; and what becomes of them when somebody who is in the project fills a position."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import QuerySet

from projects.models import Activity, Assignment, BuyingProject, Kind, Letters, OpenItem, Stakeholder
from projects.raci import in_words, merged

# What a position has and who fills it has not is theirs from then on; what they have already stays.
TAKEN_OVER = (
    "part",
    "why_it_matters",
    "function",
    "expertise",
    "interest",
    "support_criteria",
    "is_approver",
    "is_affected",
    "is_high_interest",
)
SAID = {Letters.A: "Accountable for", Letters.AR: "Accountable and responsible for", Letters.R: "Responsible for"}
SAID |= {Letters.C: "Consulted on", Letters.I: "Informed about"}


@dataclass(frozen=True)
class Move:
    """What somebody holds in one activity once they fill the position: what the position held, what they had, what it becomes."""

    activity: Activity
    held: str
    had: str
    becomes: str

    @property
    def says(self) -> str:
        """In words, with what becomes of letters that they have there already."""
        becomes, held, had = (in_words(letters) for letters in (self.becomes, self.held, self.had))
        if not had:
            return becomes
        if self.becomes == self.had:
            return f"{becomes}, as they are already" + (f"; the position was {held.lower()}" if self.held != self.had else "")
        if self.becomes == self.held:
            return f"{becomes}, instead of {had.lower()}"
        return f"{becomes}: {held.lower()} by the position, {had.lower()} already"


@dataclass(frozen=True)
class Filling:
    """What happens when somebody who is in the project fills a position."""

    moves: list[Move]
    items: list[OpenItem]
    fields: dict[str, object] = field(default_factory=dict)

    @property
    def stamp(self) -> dict[str, str]:
        """What was shown of it, to be compared when it is done: letters by activity."""
        return {str(move.activity.pk): move.becomes for move in self.moves}


def filling_of(position: Stakeholder, filler: Stakeholder) -> Filling:
    """What would move from the position to who fills it: letters of current activities, open items, what is recorded. Two queries."""
    held: dict[int, dict[int, str]] = defaultdict(dict)
    activities: dict[int, Activity] = {}
    for row in _letters(Assignment.objects.filter(stakeholder__in=[position, filler])):
        held[row.stakeholder_id][row.activity_id] = row.letters
        activities[row.activity_id] = row.activity
    own = held[filler.pk]
    moves = [Move(activities[pk], letters, own.get(pk, ""), merged(letters, own.get(pk, ""))) for pk, letters in held[position.pk].items()]
    fields = {name: getattr(position, name) for name in TAKEN_OVER if getattr(position, name) and not getattr(filler, name)}
    return Filling(moves, list(position.open_items.unanswered().order_by("pk")), fields)


def letters_in_words(stakeholder: Stakeholder) -> list[tuple[str, list[str]]]:
    """What they hold in the current activities, the strongest first: ("Accountable for", ["Draft the work plan"]). One query."""
    titles: dict[str, list[str]] = defaultdict(list)
    for row in _letters(stakeholder.assignments.all()):
        titles[row.letters].append(row.activity.title)
    return [(words, titles[letters]) for letters, words in SAID.items() if letters in titles]


def _letters(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    return rows.filter(activity__removed_at=None).select_related("activity").order_by("activity__position", "activity_id")


def who_can_fill(project: BuyingProject) -> list[tuple[int, str]]:
    """The people in the project, as (id, words)."""
    people = project.stakeholders.current().filter(kind=Kind.PERSON).in_reading_order()
    return [(s.pk, ", ".join(words for words in (s.name, s.position) if words)) for s in people]
