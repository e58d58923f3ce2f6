"""What would come from another project, and what is left out and why. Reads; writes nothing.

Never copied: answers, explanations, history, readings, invitations, risks, dates, and what only buyer's side and officer see.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from projects.models import Activity, Assignment, BuyingProject, CadenceItem, Kind, Role, Stakeholder, Tool, WorkingAgreement
from projects.plan import edges_of
from projects.raci import in_words, merged
from projects.words import listed

PARTS = {
    "people": "People, with their parts in words",
    "activities": "Activities, with their letters and the shape of the plan",
    "cadence": "Cadence",
    "tools": "Tools",
    "agreements": "Working agreements",
}
COPIED_ROLES = (Role.TEAM_MEMBER, Role.WIDER)
SEAT = "is buyer, on behalf of the buyer or procurement officer there, which each project names for itself"
SEATS = (Role.BUYER, Role.BUYERS_AGENT, Role.PROCUREMENT_OFFICER)


@dataclass(frozen=True)
class Shape:
    """An activity as it would come: who has which letter here, and what it waits for among those that come."""

    activity: Activity
    letters: list[tuple[str, str]]
    waits_for: list[str]


@dataclass
class Coming:
    """What would come, and what is left out, by name and why."""

    people: list[Stakeholder] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    cadence: list[CadenceItem] = field(default_factory=list)
    tools: list[Tool] = field(default_factory=list)
    agreements: list[WorkingAgreement] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_nothing(self) -> bool:
        """Whether nothing would come."""
        return not any((self.people, self.activities, self.cadence, self.tools, self.agreements))


def coming_from(source: BuyingProject, project: BuyingProject, parts: Collection[str]) -> Coming:
    """What would come now. At most fifteen queries, however much there is."""
    coming = Coming()
    if "people" in parts:
        _people(coming, source, project)
    if "activities" in parts:
        _rows(coming, "activities", source.activities.current(), {a.title.casefold() for a in project.activities.current()})
        _shape(coming, source, project)
    for name, rows in (("cadence", "cadence"), ("tools", "tools"), ("agreements", "working_agreements")):
        if name in parts:
            there = {str(row).casefold() for row in getattr(project, rows).current()}
            _rows(coming, name, getattr(source, rows).current(), there)
    return coming


def _people(coming: Coming, source: BuyingProject, project: BuyingProject) -> None:
    here = list(project.stakeholders.current())
    known = {s.person_id for s in here if s.person_id}
    names = {(s.kind, s.name.casefold()) for s in here}
    for row in source.stakeholders.current().in_reading_order():
        if row.role not in COPIED_ROLES:
            coming.left_out.append((row.name, SEAT))
        elif row.person_id in known or (row.kind, row.name.casefold()) in names:
            coming.left_out.append((row.name, "is here already"))
        else:
            coming.people.append(row)


def _rows(coming: Coming, name: str, rows: Any, there: set[str]) -> None:
    for row in rows:
        if str(row).casefold() in there:
            coming.left_out.append((str(row), "is here already"))
        else:
            getattr(coming, name).append(row)


def _shape(coming: Coming, source: BuyingProject, project: BuyingProject) -> None:
    """Letters and what waits for what, as they would be here; what would not come of them, by name and why."""
    here = matching(source, project) | {row.pk: row for row in coming.people}
    held, edges, names = assignments_by_activity(source), edges_of(source), {s.pk: s.name for s in here.values()}
    titles = {a.pk: a.title for a in coming.activities}
    lost: dict[str, list[str]] = {}
    for row in coming.activities:
        mine = held.get(row.pk, [])
        for cell in mine:
            if cell.stakeholder_id not in here:
                lost.setdefault(cell.stakeholder.name, []).append(f"“{row.title}”")
        letters = [(names[pk], in_words(letter)) for pk, letter in letters_here(mine, here).items()]
        coming.shapes.append(Shape(row, letters, [titles[pk] for pk in edges.get(row.pk, []) if pk in titles]))
    coming.left_out += [(name, f"is not in this project, so letters stay there: {listed(each)}") for name, each in lost.items()]
    there = dict(source.activities.current().exclude(pk__in=titles).values_list("pk", "title"))
    for after, befores in edges.items():
        waited = [f"“{there[pk]}”" for pk in befores if after in titles and pk in there]
        if waited:
            coming.left_out.append((f"“{titles[after]}”", f"will not wait for {listed(waited)}, which does not come"))


def letters_here(held: Iterable[Assignment], here: Mapping[int, Stakeholder]) -> dict[int, str]:
    """The letters of an activity by who stands for whom here. Two there may be one here: then both letters are theirs."""
    found: dict[int, str] = {}
    for cell in held:
        if cell.stakeholder_id in here:
            pk = here[cell.stakeholder_id].pk
            found[pk] = merged(found.get(pk, ""), cell.letters)
    return found


def matching(source: BuyingProject, project: BuyingProject) -> dict[int, Stakeholder]:
    """Who of this project stands for whom of the other, by the other's id: the same person, the same name, or who holds the same seat."""
    here = list(project.stakeholders.current().in_reading_order())
    by_person = {s.person_id: s for s in here if s.person_id}
    by_name = {(s.kind, s.name.casefold()): s for s in here}
    by_seat = {s.role: s for s in reversed(here) if s.role in SEATS}
    found = {}
    for row in source.stakeholders.current():
        match = by_person.get(row.person_id) or by_name.get((row.kind, row.name.casefold())) or by_seat.get(row.role)
        if match and not (match.kind == Kind.GROUP and row.kind != Kind.GROUP):
            found[row.pk] = match
    return found


def assignments_by_activity(source: BuyingProject) -> dict[int, list[Assignment]]:
    """The letters of the other project with whose they are, by activity. One query."""
    found: dict[int, list[Assignment]] = {}
    rows = Assignment.objects.filter(activity__project=source, activity__removed_at=None)
    for row in rows.select_related("stakeholder").order_by("stakeholder__name", "pk"):
        found.setdefault(row.activity_id, []).append(row)
    return found
