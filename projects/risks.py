"""Risks: levels by the agency's thresholds, what a risk still lacks, and the matrix of five by five. Knows no database, clock or web."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import IntegerChoices, TextChoices

from projects.models import Agency, Mitigant, Risk


class Level(TextChoices):
    """How bad a risk is, by its rating."""

    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"
    EXTREME = "extreme", "Extreme"


class Likelihood(IntegerChoices):
    """How likely it is."""

    RARE = 1, "Rare"
    UNLIKELY = 2, "Unlikely"
    POSSIBLE = 3, "Possible"
    LIKELY = 4, "Likely"
    ALMOST_CERTAIN = 5, "Almost certain"


class Consequence(IntegerChoices):
    """How much it would hurt."""

    INSIGNIFICANT = 1, "Insignificant"
    MINOR = 2, "Minor"
    MODERATE = 3, "Moderate"
    MAJOR = 4, "Major"
    SEVERE = 5, "Severe"


WORST = 25  # the highest rating: five times five


def bands(agency: Agency) -> list[tuple[Level, int, int]]:
    """Each level with its lowest and highest rating, the lowest first."""
    starts = [1, agency.medium_from, agency.high_from, agency.extreme_from]
    ends = [start - 1 for start in starts[1:]] + [WORST]
    return list(zip(Level, starts, ends, strict=True))


def wrong_levels(starts: Mapping[str, int]) -> dict[str, str]:
    """What is wrong with where levels begin ("medium_from", "high_from", "extreme_from"), in words, by name; nothing if they rise."""
    begin = {Level(name.removesuffix("_from")): start for name, start in starts.items()}
    wrong, below, beneath = {}, 1, "1, the lowest rating there is"
    for level, start in begin.items():
        if start <= below:
            wrong[f"{level}_from"] = f"{level.label} must begin above {beneath}"
        elif start > WORST:
            wrong[f"{level}_from"] = f"{level.label} must begin at {WORST} at the latest, the highest rating there is"
        below, beneath = start, f"{start}, where {level.label.lower()} begins"
    return wrong


def level_of(rating: int, agency: Agency) -> Level:
    """The level of a rating from 1 to 25."""
    return next(level for level, _, last in bands(agency) if rating <= last)


def say_levels(agency: Agency) -> str:
    """ "1–4 low, 5–9 medium, 10–16 high, 17–25 extreme"."""
    spans = [(level.label.lower(), f"{first}–{last}" if first < last else f"{first}") for level, first, last in bands(agency)]
    return ", ".join(f"{span} {word}" for word, span in spans)


def lacks(risk: Risk, mitigants: Iterable[Mitigant]) -> list[str]:
    """What an open risk still needs, in words: an owner who is here, a mitigant. Nothing once it is accepted, or closed."""
    if risk.accepted_at or not risk.is_open:
        return []
    owned = risk.owner is not None and risk.owner.is_current
    mitigated = any(mitigant.is_current for mitigant in mitigants)
    return ["an owner"] * (not owned) + ["a mitigant"] * (not mitigated)


@dataclass(frozen=True)
class Rated:
    """A risk as pages show it: its level by the agency's thresholds, its current mitigants, and what it lacks."""

    risk: Risk
    level: Level
    mitigants: list[Mitigant]
    lacks: list[str]

    @property
    def likelihood(self) -> Likelihood:
        """In words."""
        return Likelihood(self.risk.likelihood)

    @property
    def consequence(self) -> Consequence:
        """In words."""
        return Consequence(self.risk.consequence)

    @property
    def more(self) -> int:
        """How many mitigants there are beside the first."""
        return max(len(self.mitigants) - 1, 0)

    @property
    def says(self) -> str:
        """Where it stands: "No owner and no mitigant yet"."""
        if self.risk.closed_at:
            return "Closed"
        if self.risk.accepted_at:
            return "Accepted by the buyer’s side"
        if self.lacks:
            first, *more = [f"no {what.split()[1]}" for what in self.lacks]
            return f"{' and '.join([first[:1].upper() + first[1:], *more])} yet"
        return "Owned and mitigated"


def rated(risk: Risk, agency: Agency, mitigants: Sequence[Mitigant]) -> Rated:
    """The risk with what follows from it."""
    current = [mitigant for mitigant in mitigants if mitigant.is_current]
    return Rated(risk, level_of(risk.rating, agency), current, lacks(risk, current))


@dataclass(frozen=True)
class Cell:
    """One of the twenty-five: its rating and level, and how many open risks are there."""

    consequence: Consequence
    rating: int
    level: Level
    number: int

    @property
    def says(self) -> str:
        """ "2 risks", or nothing."""
        return f"{self.number} risk{'' if self.number == 1 else 's'}" if self.number else ""


def matrix(risks: Iterable[Risk], agency: Agency) -> list[tuple[Likelihood, list[Cell]]]:
    """The rows of the matrix, the most likely first, each with its cells, the least consequence first."""
    there = Counter((risk.likelihood, risk.consequence) for risk in risks)
    return [
        (likelihood, [Cell(c, likelihood * c, level_of(likelihood * c, agency), there[likelihood, c]) for c in Consequence])
        for likelihood in reversed(Likelihood)
    ]


def in_words(ratings: Iterable[int], agency: Agency) -> str:
    """The matrix in a sentence: "3 open risks: 1 extreme, 2 medium"; the worst first."""
    counted = Counter(level_of(rating, agency) for rating in ratings)
    number = sum(counted.values())
    each = ", ".join(f"{counted[level]} {level.label.lower()}" for level in reversed(Level) if counted[level])
    return f"{number} open risk{'' if number == 1 else 's'}: {each}." if number else "No risk is open."
