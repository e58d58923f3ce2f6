"""Who still has to read what, pure: knows no database, clock or web. Source: domain.md, “Objective and communication plan have versions”.

A revision says whether the team needs to see it. If so, whoever is in the core team then is asked to read it. Who wrote a version has read
it; who joined since has read what was current by joining; reading a version is reading all before it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from projects.models import Stakeholder


class Version(Protocol):
    """One version of something that the team reads."""

    version: int
    team_needs_to_see: bool
    written_at: datetime.datetime
    written_by_id: int


@dataclass(frozen=True)
class WhoRead:
    """The newest version that the team needs to see: whom it was for, and who of them has not read it yet."""

    version: int
    asked: list[Stakeholder]
    not_yet: list[Stakeholder]

    @property
    def says(self) -> str:
        """As in “7 of 9 have read version 3. Not yet: Mei Chen, Dan Kelly.”."""
        number, read = len(self.asked), len(self.asked) - len(self.not_yet)
        if not self.asked:
            return f"Nobody is asked to read version {self.version}: whoever is in the team wrote it, or joined since."
        if not self.not_yet:
            return f"Everyone who was asked has read version {self.version}: {number} {'person' if number == 1 else 'people'}."
        names = ", ".join(s.name for s in self.not_yet)
        return f"{read} of {number} {'has' if read == 1 else 'have'} read version {self.version}. Not yet: {names}."


def to_read(row: Stakeholder, versions: Iterable[Version], last_read: int) -> list[int]:
    """The numbers of the versions that this person still has to read, lowest first; none for who is not of the core team now.

    `last_read` is the highest version they said they have read, 0 for none.
    """
    if not (row.is_current and row.is_core and row.person_id):
        return []
    known = max([last_read, *(v.version for v in versions if _has_without_asking(row, v))])
    return sorted(v.version for v in versions if v.team_needs_to_see and v.version > known)


def unread(team: Iterable[Stakeholder], versions: Sequence[Version], last_read: Mapping[int, int]) -> list[Stakeholder]:
    """Those of the team who still have to read something. `last_read` maps stakeholder ids to the highest version they have read."""
    return [row for row in team if to_read(row, versions, last_read.get(row.pk, 0))]


def who_read(team: Iterable[Stakeholder], versions: Sequence[Version], last_read: Mapping[int, int]) -> WhoRead | None:
    """How far the newest version that the team needs to see is read; None where there never was one."""
    newest = max((v for v in versions if v.team_needs_to_see), key=lambda v: v.version, default=None)
    if newest is None:
        return None
    asked = [row for row in team if row.is_current and row.is_core and row.person_id and not _has_without_asking(row, newest)]
    return WhoRead(newest.version, asked, unread(asked, versions, last_read))


def _has_without_asking(row: Stakeholder, version: Version) -> bool:
    """Whether they wrote it, or joined when it was there."""
    return version.written_by_id == row.person_id or version.written_at <= row.joined_at
