"""What somebody's own page shows of what was asked of them: invitation, letters in words, and whether they said yes to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from projects.models import Assignment, Invitation, Stakeholder
from projects.raci import in_words


@dataclass(frozen=True)
class Part:
    """One stakeholder's part as it is now. `changed`: what changed since they said yes; `is_said`: they said yes to this."""

    invitation: Invitation | None
    assignments: list[Assignment]
    seen: dict[str, Any]
    is_said: bool
    changed: str

    @property
    def is_waiting(self) -> bool:
        """Whether an invitation has no answer yet."""
        return self.invitation is not None and not self.invitation.answer

    @property
    def letters(self) -> list[tuple[str, str]]:
        """Activity and letters in words, in the order of the list."""
        return [(row.activity.title, in_words(row.letters)) for row in self.assignments]


def part_of(me: Stakeholder) -> Part:
    """The part as it is now: three queries."""
    rows = list(me.assignments.filter(activity__removed_at=None).select_related("activity").order_by("activity__position", "activity_id"))
    letters = {str(row.activity_id): row.letters for row in rows}
    last = me.acknowledgements.counting().last()
    says = bool(last and last.still_says(letters, me.why_it_matters))
    changed = ""
    if last and not says:
        words = (["what you do in the activities"] * (last.letters != letters)) + (
            ["why your part matters"] * (last.why_it_matters != me.why_it_matters)
        )
        changed = f"Changed since you said yes: {' and '.join(words)}."
    seen = {"letters": letters, "sentence": me.why_it_matters}
    return Part(me.invitations.live().select_related("buyer", "officer").first(), rows, seen, says, changed)
