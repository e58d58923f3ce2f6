"""manage.py verify: compares what is stored with what it follows from, for every project. Changes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from milestones import gate
from milestones.journey import Journey
from milestones.management.tables import require_tables
from milestones.models import Completion, Milestone
from milestones.playbook import stages
from milestones.standing import look, stand
from projects.history import broken_links
from projects.models import BuyingProject

STANDING = ("current_milestone", "criteria_met", "criteria_not_needed", "criteria_total", "things_changed", "waits_on")


class Command(BaseCommand):
    help = "Check every project: its history, what it shows, where it stands, the gate. One line for each that is broken, and exit code 1."

    def handle(self, *args: Any, **options: Any) -> None:
        require_tables()
        number = broken = 0
        for project in BuyingProject.objects.order_by("pk").iterator(chunk_size=100):
            number += 1
            wrong = list(what_is_wrong(project))
            broken += bool(wrong)
            if wrong:
                self.stdout.write(f"{project.ref}: {'; '.join(wrong)}.")
        if broken:
            raise CommandError(f"{broken} of {number} projects broken.")
        self.stdout.write(f"{number} projects, none broken.")


def what_is_wrong(project: BuyingProject) -> Iterator[str]:
    """What does not hold in the project, each in words; nothing for a sound one."""
    journey = Journey(project)
    for sequence in broken_links(project):
        yield f"history entry {sequence} does not fit what is before it"
    for milestone in journey.milestones:
        yield from _gate_is_broken(journey, milestone)
    yield from _laid_out_otherwise(journey)
    for criterion in look(journey):
        yield f"{criterion.key} stores other findings than the project shows"
    yield from _stands_elsewhere(journey)


def _laid_out_otherwise(journey: Journey) -> Iterator[str]:
    guide = [stage.criterion_key(n) for stage in stages(journey.project.playbook) for n in range(1, len(stage.criteria) + 1)]
    if [criterion.key for criterion in journey.criteria] != guide:
        yield "its criteria are not those of its guide"


def _stands_elsewhere(journey: Journey) -> Iterator[str]:
    project = journey.project
    stored = {name: getattr(project, name) for name in STANDING}
    stand(journey)
    for name, value in stored.items():
        if getattr(project, name) != value:
            yield f"{name} is stored as {json.dumps(value)} and counted as {json.dumps(getattr(project, name))}"


def _gate_is_broken(journey: Journey, milestone: Milestone) -> Iterator[str]:
    here = f"milestone {milestone.position}"
    given = journey.confirmations_of(milestone)
    if any(confirmation.version != milestone.version for confirmation in given):
        yield f"{here} has a live confirmation of another version"
    waiting = Completion.objects.filter(milestone=milestone, reopening=None).exclude(pk=milestone.completion_id or 0)
    if waiting.exists():
        yield f"{here} has a completion that neither stands nor was reopened"
    if milestone.is_complete:
        yield from _is_complete_wrongly(journey, milestone, here)


def _is_complete_wrongly(journey: Journey, milestone: Milestone, here: str) -> Iterator[str]:
    if gate.held_back_by(milestone, journey.milestones):
        yield f"{here} is complete before one that comes first"
    if not gate.is_ready(journey.criteria_of(milestone)):
        yield f"{here} is complete without every answer"
    if not gate.may_count((c.side, c.person_id) for c in journey.confirmations_of(milestone)):
        yield f"{here} is complete without two confirmations by two people"
    if not Completion.objects.filter(pk=milestone.completion_id, milestone=milestone, reopening=None).exists():
        yield f"{here} is complete by a completion that is not its own or was reopened"
