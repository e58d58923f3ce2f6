"""What would come from another project, and what is left out and why. Reads; writes nothing.

Never copied: answers, explanations, history, readings, invitations, risks, dates, and what only buyer's side and officer see.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from projects.models import Activity, Assignment, BuyingProject, CadenceItem, Kind, Role, Stakeholder, Tool, WorkingAgreement

PARTS = {
    "people": "People, with their parts in words",
    "activities": "Activities, with their letters and the shape of the plan",
    "cadence": "Cadence",
    "tools": "Tools",
    "agreements": "Working agreements",
}
COPIED_ROLES = (Role.TEAM_MEMBER, Role.WIDER)
SEATS = (Role.BUYER, Role.BUYERS_AGENT, Role.PROCUREMENT_OFFICER)


@dataclass
class Coming:
    """What would come, and what is left out, by name and why."""

    people: list[Stakeholder] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    cadence: list[CadenceItem] = field(default_factory=list)
    tools: list[Tool] = field(default_factory=list)
    agreements: list[WorkingAgreement] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_nothing(self) -> bool:
        """Whether nothing would come."""
        return not any((self.people, self.activities, self.cadence, self.tools, self.agreements))


def coming_from(source: BuyingProject, project: BuyingProject, parts: Collection[str]) -> Coming:
    """What would come now. At most nine queries, however much there is."""
    coming = Coming()
    if "people" in parts:
        _people(coming, source, project)
    if "activities" in parts:
        _rows(coming, "activities", source.activities.current(), {a.title.casefold() for a in project.activities.current()})
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
            coming.left_out.append((row.name, "holds a seat there; seats are named in each project"))
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


def letters_by_activity(source: BuyingProject) -> dict[int, dict[int, str]]:
    """The letters of the other project: by activity and stakeholder. One query."""
    found: dict[int, dict[int, str]] = {}
    rows = Assignment.objects.filter(activity__project=source, activity__removed_at=None)
    for activity, stakeholder, letters in rows.values_list("activity", "stakeholder", "letters"):
        found.setdefault(activity, {})[stakeholder] = letters
    return found
