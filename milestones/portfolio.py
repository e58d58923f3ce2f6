"""The portfolio: the projects somebody may open, chosen, counted, and paged by key.

Four queries whatever there is: the page, the seats on it, the counts, the agencies to choose from.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet

from milestones.mine import is_mine, needs_a_look, waits_on
from milestones.work import Row, row_of, seats_of
from projects.clock import today
from projects.models import Agency, AgencyPost, AgencyPostKind, BuyingProject, Person, ProjectState

SIZE = 25
COUNTED = 1000
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
STOPPED = [ProjectState.PAUSED, ProjectState.STOPPED]

Key = tuple[datetime.datetime, int]


@dataclass(frozen=True)
class Page:
    """One page of the portfolio, newest change first; `newer` and `older` are the queries of the pages beside it, or nothing."""

    rows: list[Row]
    newer: str
    older: str


@dataclass(frozen=True)
class Tally:
    """How many projects of one sort there are, and the query that shows them."""

    number: int
    words: str
    query: str
    is_chosen: bool


def scope(person: Person, agencies: Sequence[Agency]) -> QuerySet[BuyingProject]:
    """The projects the person may open. Who views none for an agency has only their own, which the database then looks up one by one."""
    views = any(agency.is_viewed for agency in agencies)  # type: ignore[attr-defined]  # an annotation of agencies_of
    return person.projects if views else person.projects.filter(is_mine(person))


def chosen_from(person: Person, projects: QuerySet[BuyingProject], wanted: Mapping[str, Any]) -> QuerySet[BuyingProject]:
    """Those that answer to what is wanted: words, agency, milestone, what they wait on, state."""
    if words := wanted.get("q"):
        projects = projects.filter(Q(title__icontains=words) | Q(ref__icontains=words))
    if wanted.get("agency"):
        projects = projects.filter(agency=wanted["agency"])
    if wanted.get("milestone"):
        projects = projects.filter(current_milestone=wanted["milestone"])
    if wanted.get("show"):
        projects = projects.filter(waits_on(person) if wanted["show"] == "waiting" else needs_a_look(person))
    if state := wanted.get("state"):
        projects = projects.filter(state__in=STOPPED) if state == "not_active" else projects.filter(state=state)
    return projects


def page_of(person: Person, projects: QuerySet[BuyingProject], wanted: Mapping[str, Any]) -> Page:
    """The page that begins after the key `after`, or ends before the key `before`, or the first."""
    projects = chosen_from(person, projects, wanted).select_related("agency")
    after, before = wanted.get("after"), wanted.get("before")
    if before:
        found = list(projects.filter(newer_than(before)).order_by("changed_at", "pk")[: SIZE + 1])
        shown, has_newer, has_older = found[:SIZE][::-1], len(found) > SIZE, True
    else:
        found = list((projects.filter(older_than(after)) if after else projects).order_by("-changed_at", "-pk")[: SIZE + 1])
        shown, has_newer, has_older = found[:SIZE], bool(after), len(found) > SIZE
    seats = seats_of(shown)
    return Page(
        rows=[row_of(person, project, seats[project.pk]) for project in shown],
        newer=query_of(wanted, before=token_of(shown[0])) if shown and has_newer else "",
        older=query_of(wanted, after=token_of(shown[-1])) if shown and has_older else "",
    )


def older_than(key: Key) -> Q:
    """What comes after this key; the guard lets the database begin there in the index instead of reading all before it."""
    at, pk = key
    return Q(changed_at__lte=at) & (Q(changed_at__lt=at) | Q(pk__lt=pk))


def newer_than(key: Key) -> Q:
    """What comes before this key."""
    at, pk = key
    return Q(changed_at__gte=at) & (Q(changed_at__gt=at) | Q(pk__gt=pk))


def token_of(project: BuyingProject) -> str:
    """The key of a project in an address: microseconds and id."""
    return f"{(project.changed_at - EPOCH) // datetime.timedelta(microseconds=1)}-{project.pk}"


def key_of(token: str) -> Key:
    """The key back from an address. Raises ValueError or OverflowError for what is none."""
    at, _, pk = token.partition("-")
    return EPOCH + datetime.timedelta(microseconds=int(at)), int(pk)


def query_of(wanted: Mapping[str, Any], **more: Any) -> str:
    """The query of an address that asks for the same, and more; without the page's own place."""
    asked = {name: value for name, value in wanted.items() if value and name not in {"after", "before"}}
    return f"?{urlencode({**asked, **more})}"


def tallies(person: Person, projects: QuerySet[BuyingProject], wanted: Mapping[str, Any]) -> list[Tally]:
    """How many there are of each sort, each leading to them: over the 1,000 that changed last, so that no number of projects slows it."""
    newest = BuyingProject.objects.filter(pk__in=projects.order_by("-changed_at", "-pk").values("pk")[:COUNTED])
    sorts = _sorts(person)
    numbers = newest.aggregate(**{name: Count("pk", filter=condition) for name, (_, _, condition) in sorts.items()})
    asked = {name: str(value) for name, value in wanted.items() if value and name not in {"after", "before"}}
    return [
        Tally(numbers[name], words, f"?{urlencode(query)}" if query else "?", asked == query) for name, (words, query, _) in sorts.items()
    ]


def _sorts(person: Person) -> dict[str, tuple[str, dict[str, str], Q]]:
    milestones = {f"milestone_{n}": (f"in milestone {n}", {"milestone": str(n)}, Q(current_milestone=n)) for n in (1, 2, 3)}
    return {
        "everything": ("in all", {}, Q(pk__isnull=False)),
        "waiting": ("waiting on me", {"show": "waiting"}, waits_on(person)),
        "look": ("with changes to look at", {"show": "look"}, needs_a_look(person)),
        **milestones,
        "mobilised": ("mobilised", {"milestone": "4"}, Q(current_milestone=4)),
        "not_active": ("paused or stopped", {"state": "not_active"}, Q(state__in=STOPPED)),
    }


def agencies_of(person: Person) -> list[Agency]:
    """The agencies whose projects the person may find here; `is_viewed` where they look at all of them."""
    viewed = AgencyPost.objects.current(today()).filter(person=person, kind=AgencyPostKind.VIEWER).values("agency")
    mine = BuyingProject.objects.filter(is_mine(person)).values("agency")
    return list(Agency.objects.filter(Q(pk__in=viewed) | Q(pk__in=mine)).annotate(is_viewed=Q(pk__in=viewed)))
