"""What somebody's own page shows of what was asked of them: invitation, letters in words, and whether they said yes to them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from projects.models import Acknowledgement, Activity, Assignment, Invitation, Stakeholder
from projects.plan import overdue_words, when_words
from projects.raci import WORKS, in_words


@dataclass(frozen=True)
class Doing:
    """One activity and what somebody does in it, in words; if they own it, its days too, and that a day has passed."""

    activity: Activity
    words: str
    is_owned: bool
    when: str
    overdue: str


def doing(row: Assignment, today: datetime.date) -> Doing:
    """What one letter comes to. Who is responsible owns the activity."""
    activity = row.activity
    return Doing(activity, in_words(row.letters), row.letters in WORKS, when_words(activity), overdue_words(activity, today))


@dataclass(frozen=True)
class Part:
    """One stakeholder's part as it is now. `changed`: what changed since they said yes or no; `is_said`: they said
    yes to this; `refused`: they said that they can't do this."""

    invitation: Invitation | None
    assignments: list[Assignment]
    seen: dict[str, Any]
    is_said: bool
    changed: str
    refused: Acknowledgement | None

    @property
    def is_waiting(self) -> bool:
        """Whether an invitation has no answer yet."""
        return self.invitation is not None and not self.invitation.answer

    def does(self, today: datetime.date) -> list[Doing]:
        """What they do in each activity, in the order of the list."""
        return [doing(row, today) for row in self.assignments]


def part_of(me: Stakeholder) -> Part:
    """The part as it is now: three queries."""
    rows = list(me.assignments.filter(activity__removed_at=None).select_related("activity").order_by("activity__position", "activity_id"))
    letters = {str(row.activity_id): row.letters for row in rows}
    last = me.acknowledgements.counting().last()
    says = bool(last and last.still_says(letters, me.why_it_matters))
    refused = last if last and last.cannot and last.is_about(letters, me.why_it_matters) else None
    changed = ""
    if last and not says and not refused:
        words = (["what you do in the activities"] * (last.letters != letters)) + (
            ["why your part matters"] * (last.why_it_matters != me.why_it_matters)
        )
        changed = f"Changed since you said {'that you can’t' if last.cannot else 'yes'}: {' and '.join(words)}."
    seen = {"letters": letters, "sentence": me.why_it_matters}
    return Part(me.invitations.live().select_related("buyer", "officer", "asked_by").first(), rows, seen, says, changed, refused)
