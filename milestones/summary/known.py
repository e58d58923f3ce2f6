"""What several sections of a summary are written from, read once."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from projects.access import Access
from projects.clock import today
from projects.matrix import matrix_of
from projects.models import BuyingProject, Person, Stakeholder
from projects.raci import Matrix


@dataclass(frozen=True)
class Known:
    """The project as the reader in `project.access` sees it; everybody ever listed in it; the day."""

    project: BuyingProject
    everyone: list[Stakeholder]
    today: datetime.date

    @property
    def access(self) -> Access:
        """What the reader is here."""
        return self.project.access

    @cached_property
    def names(self) -> dict[int, str]:
        """Names by stakeholder id; who has left is said to have."""
        return {s.pk: s.name if s.is_current else f"{s.name} (has left)" for s in self.everyone}

    @cached_property
    def here(self) -> list[Stakeholder]:
        """Those who have not left."""
        return [s for s in self.everyone if s.is_current]

    @cached_property
    def matrix(self) -> Matrix:
        """The RACI matrix: three queries."""
        return matrix_of(self.project)

    def name(self, stakeholder: int | None) -> str:
        """The name of a stakeholder by id; nothing for nobody."""
        return self.names.get(stakeholder, "") if stakeholder else ""


def known_of(project: BuyingProject) -> Known:
    """Everybody, read in one query."""
    return Known(project, list(project.stakeholders.in_reading_order()), today())


def day_of(moment: datetime.datetime | None) -> datetime.date | None:
    """The day in Sydney."""
    return timezone.localdate(moment) if moment else None


def named(person: Person | None) -> str:
    """The name of a person; nothing for nobody."""
    return person.name if person else ""
