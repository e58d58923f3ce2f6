"""What is asked of one member of a project at this moment, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from projects.access import BUYERS_SIDE
from projects.models import BuyingProject, OpenItem, Role, Stakeholder
from projects.words import say_short_day


@dataclass(frozen=True)
class Ask:
    """One thing asked: what, and the page for it with the words of its link."""

    says: str
    where: str
    label: str


def asked_of(project: BuyingProject, me: Stakeholder, items: Sequence[OpenItem] = ()) -> list[Ask]:
    """The next step of the project where it waits on them, and their open `items`, the first due first.

    Asks no database; nothing while the project is paused or stopped.
    """
    if not project.is_active:
        return []
    return [*_next_step(project, Role(me.role)), *_to_settle(project, items)]


def _to_settle(project: BuyingProject, items: Sequence[OpenItem]) -> list[Ask]:
    """One open item in its own words; several are counted, and the first due said."""
    if not items:
        return []
    first, kind = items[0], items[0].get_kind_display()
    due = f" By {say_short_day(first.due_on)}." if first.due_on else ""
    text = first.text.strip()
    said = f"{kind}: {text}{'' if text[-1] in '.?!' else '.'}{due}"
    words = said if len(items) == 1 else f"{len(items)} open items are yours. The first is: {said[:1].lower()}{said[1:]}"
    return [Ask(words, reverse("projects:open_item", args=[project.ref, first.pk]), f"Go to the {kind.lower()}")]


def _next_step(project: BuyingProject, role: Role) -> list[Ask]:
    if project.is_mobilised or not _waits_on(project, role):
        return []
    number = project.current_milestone
    words = f"Milestone {number} waits on you: {project.says_met}."
    return [Ask(words, reverse("milestones:milestone", args=[project.ref, number]), f"Go to milestone {number}")]


def _waits_on(project: BuyingProject, role: Role) -> bool:
    return role in project.waits_on or (role in BUYERS_SIDE and Role.BUYER in project.waits_on)
