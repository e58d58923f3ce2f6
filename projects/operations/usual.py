"""The usual activities, added with their letters by what people do in the project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from projects.changes import History, change
from projects.models import Activity, BuyingProject, Decision, Expertise, Function, Kind, Letters, Person, Role, Stakeholder
from projects.operations.people import add_within
from projects.operations.raci import add_activity_within
from projects.raci import CORE_TEAM, END_USER, MANAGER, OWNER, Usual, left_of_usual, merged


class Added(list[Activity]):
    """The activities that were added, and the positions that came with them."""

    positions: Sequence[Stakeholder] = ()


def add_usual(*, project: BuyingProject, which: str, by: Person, day_to_day: Stakeholder | None = None) -> Added:
    """Add the first eight usual activities (`which` is "first") or all the others ("rest"), with letters; those that are there stay.

    Letters go by function and expertise. A function with nobody becomes a position; a seat with nobody stays without its letters, which
    the rules then say, and so does expertise that was decided as not needed. `day_to_day`, where given, is product owner and project
    manager in one. What the agency leaves out is left out, and its own activities come with the rest. Again, it adds nothing.
    """
    with change(project, by=by) as history:
        there = list(project.activities.current())
        titles = {activity.title for activity in there}
        first, rest = left_of_usual(there, project.agency.activities_left_out)
        cast = _Cast(history, day_to_day)
        added = [_add(history, usual, cast) for usual in (first if which == "first" else rest)]
        own = [title for title in project.agency.own_activities if which != "first" and title not in titles]
        all_added = Added([*added, *(add_activity_within(history, title=title) for title in own)])
        all_added.positions = cast.positions
        return all_added


def _add(history: History, usual: Usual, cast: _Cast) -> Activity:
    letters = cast.letters(usual.letters)
    words: dict[str, Any] = {"title": usual.title, "needs_delegate": usual.needs_delegate, "usual": usual.number, "stage": usual.stage}
    return add_activity_within(history, **words, letters=letters)


class _Cast:
    """Who does what in a project: found once, and made a position where nobody does."""

    def __init__(self, history: History, day_to_day: Stakeholder | None) -> None:
        self.history = history
        self.people = list(history.project.stakeholders.current().in_reading_order())
        self.not_needed = set(history.project.expertise_needs.filter(decision=Decision.NOT_NEEDED).values_list("kind", flat=True))
        self.positions: list[Stakeholder] = []
        self.found: dict[str, Stakeholder | None] = dict.fromkeys((OWNER, MANAGER), day_to_day) if day_to_day else {}

    def letters(self, by_function: Mapping[str, Letters]) -> dict[int, str]:
        """Letters by stakeholder id; "core team" gives I to every member without another."""
        held: dict[int, str] = {}
        for function, letters in by_function.items():
            stakeholder = None if function == CORE_TEAM else self.who(function)
            if stakeholder:
                held[stakeholder.pk] = merged(held.get(stakeholder.pk, ""), letters.value)
        if CORE_TEAM in by_function:
            team = (s.pk for s in self.people if s.is_core and s.kind == Kind.PERSON)
            return {**dict.fromkeys(team, Letters.I.value), **held}
        return held

    def who(self, function: str) -> Stakeholder | None:
        """Who does this; a new position where nobody does; nobody for a seat that nobody holds, or expertise that is not needed."""
        if function not in self.found:
            self.found[function] = next((s for s in self.people if _does(s, function)), None) or self._position(function)
        return self.found[function]

    def _position(self, function: str) -> Stakeholder | None:
        if function in Role.values or (Expertise.OPERATIONS if function == END_USER else function) in self.not_needed:
            return None
        is_function = function in Function.values
        label = Function(function).label if is_function else f"{Expertise(function).label} expert"
        does = {"function": function, "expertise": ""} if is_function else {"function": Function.EXPERT.value, "expertise": function}
        part = f"Does the work of the {label.lower()}; nobody is named yet."
        position = add_within(
            self.history,
            name=label,
            kind=Kind.POSITION,
            role=Role.TEAM_MEMBER,
            part=part,
            function=does["function"],
            expertise=does["expertise"],
        )
        self.people.append(position)
        self.positions.append(position)
        return position


def _does(stakeholder: Stakeholder, function: str) -> bool:
    if stakeholder.kind == Kind.GROUP:
        return False
    does = {stakeholder.role, stakeholder.function, stakeholder.expertise}
    return function in does or (function == END_USER and Expertise.OPERATIONS in does)
