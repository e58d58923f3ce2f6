"""What is asked of one member of a project at this moment, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from projects.access import BUYERS_SIDE
from projects.models import BuyingProject, Role, Stakeholder


@dataclass(frozen=True)
class Ask:
    """One thing asked: what, and the page for it with the words of its link."""

    says: str
    where: str
    label: str


def asked_of(project: BuyingProject, me: Stakeholder) -> list[Ask]:
    """The next step of the project where it waits on them. Asks no database; nothing while the project is paused or stopped."""
    if not project.is_active or project.is_mobilised or not _waits_on(project, Role(me.role)):
        return []
    number = project.current_milestone
    words = f"Milestone {number} waits on you: {project.says_met}."
    return [Ask(words, reverse("milestones:milestone", args=[project.ref, number]), f"Go to milestone {number}")]


def _waits_on(project: BuyingProject, role: Role) -> bool:
    return role in project.waits_on or (role in BUYERS_SIDE and Role.BUYER in project.waits_on)
