"""What changed in the versions that somebody still has to read, for their own page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import prefetch_related_objects
from django.urls import reverse

from projects.models import Objective, Readable, Stakeholder
from projects.readers import WORDS, last_read_by, versions_of
from projects.reading import to_read
from projects.revisions import Change, compare_versions


@dataclass(frozen=True)
class Unread:
    """Something to read: the current version's number and who wrote it; since which version, and what changed, in words or word by word."""

    what: Readable
    version: int
    written_by: str
    since: int
    where: str
    changes: list[Change] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """What it is, in a sentence."""
        return WORDS[self.what]


def to_read_by(me: Stakeholder, *, with_value: bool) -> tuple[Objective | None, list[Unread]]:
    """The objective as it is now, and what is left for this person to read: three queries, one more where the objective is to be read."""
    read = last_read_by(me)
    objectives, plans = ([*versions_of(me.project, what).select_related("written_by")] for what in Readable)
    found = [_of_objective(me, objectives, read, with_value), _of_plan(me, plans, read)]
    return (objectives[0] if objectives else None), [unread for unread in found if unread]


def _of_objective(me: Stakeholder, versions: Sequence[Objective], read: Mapping[str, int], with_value: bool) -> Unread | None:
    """What changed from the version before the first that they have not read."""
    numbers = to_read(me, versions, read.get(Readable.OBJECTIVE, 0))
    if not numbers:
        return None
    old, new = next(v for v in versions if v.version == numbers[0] - 1), versions[0]
    prefetch_related_objects([old, new], "measures")
    where = f"{reverse('projects:objective_compare', args=[me.project.ref])}?from={old.version}&to={new.version}"
    return Unread(**_told(Readable.OBJECTIVE, new, old.version, where), changes=compare_versions(old, new, with_value=with_value).changes)


def _of_plan(me: Stakeholder, versions: Sequence[Any], read: Mapping[str, int]) -> Unread | None:
    """What changed in words, as whoever changed it said so."""
    numbers = to_read(me, versions, read.get(Readable.COMMUNICATION, 0))
    if not numbers:
        return None
    notes = [v.what_changed for v in reversed(versions) if v.version >= numbers[0]]
    return Unread(**_told(Readable.COMMUNICATION, versions[0], numbers[0] - 1, ""), notes=notes)


def _told(what: Readable, newest: Any, since: int, where: str) -> dict[str, Any]:
    return {"what": what, "version": newest.version, "written_by": newest.written_by.name, "since": since, "where": where}
