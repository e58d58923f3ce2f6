"""The page on why each part matters: who is on it, what each does in words, what somebody else wrote meanwhile."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from projects.comparing import Difference
from projects.matrix import matrix_of
from projects.models import BuyingProject, Kind, Stakeholder
from projects.operations.people import SentencesChanged
from projects.positions import SAID
from projects.raci import Matrix
from projects.refusals import Refusal


@dataclass(frozen=True)
class Team:
    """The people of the core team in reading order, and the matrix that says what each does."""

    people: list[Stakeholder]
    matrix: Matrix

    def letters_of(self, person: Stakeholder) -> list[str]:
        """What they hold, the strongest first: "Accountable for Draft the terms; Test it."."""
        held = self.matrix.letters_of(person)
        titles = {words: [activity.title for activity, its in held.items() if its == letters] for letters, words in SAID.items()}
        return [f"{words} {'; '.join(those)}." for words, those in titles.items() if those]


def team_of(project: BuyingProject, and_of: Collection[int] = ()) -> Team:
    """Who is on the page: three queries, and one more for those of these ids who are not in the core team any more."""
    matrix = matrix_of(project)
    people = [s for s in matrix.stakeholders if s.is_current and s.is_core and s.kind == Kind.PERSON]
    gone = set(and_of) - {person.pk for person in people}
    return Team([*people, *(project.stakeholders.filter(pk__in=gone).in_reading_order() if gone else ())], matrix)


def theirs_and_yours(people: list[Stakeholder], refusal: Refusal) -> list[Difference]:
    """The sentences that somebody else changed meanwhile, beside one's own."""
    changed = refusal.people if isinstance(refusal, SentencesChanged) else {}
    return [Difference(person.name, *changed[person.pk]) for person in people if person.pk in changed]
