"""What a project's people have read, from the database; the rule is `projects.reading`. Constant queries, whatever the number of people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from projects import reading
from projects.models import BuyingProject, Circulation, CommunicationRevision, Kind, Objective, Person, Readable, Reading, Stakeholder

WORDS = {Readable.OBJECTIVE: "the objective", Readable.COMMUNICATION: "the stakeholder communication plan"}


def versions_of(project: BuyingProject, what: Readable) -> QuerySet[Any]:
    """Its versions, the newest first; of the communication plan those that were not sent to the team since."""
    return _asked_about(what).filter(project=project).order_by("-version")


def _asked_about(what: Readable) -> QuerySet[Any]:
    """The versions that somebody may have to read: what was sent at that version or a later one has gone to everyone."""
    sent = Circulation.objects.filter(project=OuterRef("project"), plan_version__gte=OuterRef("version"))
    return Objective.objects.all() if what == Readable.OBJECTIVE else CommunicationRevision.objects.filter(~Exists(sent))


def last_read(project: BuyingProject, what: Readable) -> dict[int, int]:
    """The highest version that each stakeholder has read, by stakeholder id: one query. It counts for the person in the row now alone."""
    return _highest(Reading.objects.filter(stakeholder__project=project, what=what))


def last_read_by(me: Stakeholder) -> dict[str, int]:
    """The highest version of each kind that the person in this row has read: one query."""
    return dict(_own(me.readings.all()).order_by("version").values_list("what", "version"))


def team_of(project: BuyingProject) -> list[Stakeholder]:
    """The people of the core team now, in reading order: one query."""
    return list(project.stakeholders.current().core().filter(kind=Kind.PERSON).in_reading_order())


def unread(project: BuyingProject, what: Readable = Readable.OBJECTIVE) -> list[Stakeholder]:
    """Those of the core team who still have to read a version that the team needs to see: three queries."""
    return reading.unread(team_of(project), list(versions_of(project, what)), last_read(project, what))


def who_read(project: BuyingProject, what: Readable, versions: Sequence[reading.Version]) -> reading.WhoRead | None:
    """How far the newest version that the team needs to see is read: two queries, none where there never was one."""
    if not any(version.team_needs_to_see for version in versions):
        return None
    return reading.who_read(team_of(project), versions, last_read(project, what))


def asked_to_read(person: Person, rows: Sequence[Stakeholder]) -> list[tuple[Stakeholder, Readable]]:
    """What this person still has to read, over these rows of theirs, each in another project: a query for each kind, and one for both."""
    read: dict[str, dict[int, int]] = {what: {} for what in Readable.values}
    for what, stakeholder, version in _own(Reading.objects.filter(stakeholder__in=rows)).values_list("what", "stakeholder", "version"):
        read[what][stakeholder] = max(version, read[what].get(stakeholder, 0))
    found = []
    for what in Readable:
        versions: dict[int, list[Any]] = defaultdict(list)
        worth = _asked_about(what).filter(Q(team_needs_to_see=True) | Q(written_by=person), project__in=[row.project_id for row in rows])
        for version in worth.only("project_id", "version", "team_needs_to_see", "written_at", "written_by_id"):
            versions[version.project_id].append(version)
        found += [(row, what) for row in rows if reading.to_read(row, versions[row.project_id], read[what].get(row.pk, 0))]
    return found


def _own(readings: QuerySet[Reading]) -> QuerySet[Reading]:
    return readings.filter(by=F("stakeholder__person"))


def _highest(readings: QuerySet[Reading]) -> dict[int, int]:
    pairs: Iterable[tuple[int, int]] = _own(readings).order_by("version").values_list("stakeholder", "version")
    return dict(pairs)
