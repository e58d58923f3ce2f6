"""Who holds the seats of a project now, in words: "Ruth Melaleuca", or "the buyer, who is not named yet"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from projects.access import SIDES, Access
from projects.models import BuyingProject, Role, Stakeholder

EMPTY = {Role.BUYER: "the buyer, who is not named yet", Role.PROCUREMENT_OFFICER: "the procurement officer, who is not named yet"}


@dataclass(frozen=True)
class Seats:
    """The names of both sides, in reading order."""

    buyer: str = ""
    agents: tuple[str, ...] = ()
    officer: str = ""

    @property
    def sides(self) -> list[str]:
        """Everybody of either side."""
        return [name for name in (self.buyer, *self.agents, self.officer) if name]

    @property
    def either(self) -> str:
        """Everybody of either side, as those any one of whom will do: "Priya Nair, Ada Grevillea or Ruth Melaleuca"."""
        *others, last = self.sides or ["nobody yet"]
        return f"{', '.join(others)} or {last}" if others else last

    def named(self, role: Role | str) -> str:
        """Who holds a seat, or that nobody does."""
        return {Role.BUYER: self.buyer, Role.PROCUREMENT_OFFICER: self.officer}[Role(role)] or EMPTY[Role(role)]

    def waiting_on(self, roles: Iterable[str], access: Access) -> str:
        """Who these seats are, in a sentence, to the holder as "you"; nothing for none."""
        return " and ".join("you" if access.holds(frozenset({Role(role)})) else self.named(role) for role in roles)

    @property
    def only_officer(self) -> str:
        """The subject of a sentence about what only the officer does."""
        return f"Only the procurement officer, {self.officer or 'who is not named yet'}, can"


def seats_of(project: BuyingProject) -> Seats:
    """The seats of the project: one query."""
    return seats_among(project.stakeholders.current().filter(role__in=SIDES).in_reading_order())


def seats_among(stakeholders: Iterable[Stakeholder]) -> Seats:
    """The seats among current stakeholders that are at hand."""
    held = [(s.role, s.name) for s in stakeholders if s.role in SIDES]
    first = dict(reversed(held))
    agents = tuple(name for role, name in held if role == Role.BUYERS_AGENT)
    return Seats(first.get(Role.BUYER, ""), agents, first.get(Role.PROCUREMENT_OFFICER, ""))
