"""Confirming a milestone, taking that back, and completing it with the second confirmation."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from milestones import gate
from milestones.journey import Journey, journey_of
from milestones.models import Completion, Confirmation, Ending, Milestone, Side
from milestones.operations.asking import changed, require_not_locked, require_open, require_ready
from milestones.operations.ending import end_confirmation
from milestones.standing import bring_up_to_date
from projects.access import BUYERS_SIDE, SIDES
from projects.changes import History, change
from projects.clock import now
from projects.models import Person, Role
from projects.refusals import NotNow


def confirm_milestone(*, milestone: Milestone, version: int, by: Person) -> None:
    """Confirm that the milestone is achieved, for the side `by` acts for. The second valid confirmation completes it.

    Raises GateClosed, AlreadyComplete, NotReady (naming what is left), ChangedMeanwhile if the milestone is not at the `version` that was
    seen, and NotNow where the side, or the same person for the other side, has confirmed. The same wish again changes nothing.
    """
    with change(milestone.project, by=by, roles=SIDES) as history:
        journey = journey_of(history.project)
        now_is = journey.milestone(milestone.position)
        bring_up_to_date(journey, journey.keys_up_to(now_is))
        confirm_within(history, journey, now_is, version, by)


def confirm_within(history: History, journey: Journey, milestone: Milestone, version: int, by: Person) -> None:
    """Confirm within a change that is under way; `confirm_milestone` says what it guarantees and raises."""
    side = side_of(history.role)
    if _has_confirmed(journey, milestone, side, by):
        return
    require_open(journey, milestone)
    _require_free(journey, milestone, side, by)
    _require_buyer(journey, history.role)
    require_seen(journey, milestone, version)
    require_ready(journey, milestone)
    _confirm(history, journey, milestone, side, by)
    if gate.may_count((c.side, c.person_id) for c in journey.confirmations_of(milestone)):
        _complete(history, journey, milestone, by)


def require_seen(journey: Journey, milestone: Milestone, version: int) -> None:
    """Raise ChangedMeanwhile, naming the last answer, unless the milestone is at the version that was seen."""
    if milestone.version != version:
        pks = [c.pk for c in journey.criteria_of(milestone)]
        raise changed(journey, f"milestone {milestone.position}", about="successcriterion", pks=pks)


def withdraw_confirmation(*, milestone: Milestone, by: Person) -> None:
    """Withdraw the confirmation of the side `by` acts for, whoever of that side gave it. Without one it changes nothing.

    Raises AlreadyComplete once the milestone is complete: then it can only be reopened.
    """
    with change(milestone.project, by=by, roles=SIDES) as history:
        journey = journey_of(history.project)
        now_is = journey.milestone(milestone.position)
        require_not_locked(journey, now_is)
        live = [c for c in journey.confirmations_of(now_is) if c.side == side_of(history.role)]
        if live:
            require_open(journey, now_is)
            end_confirmation(history, journey, live[0], Ending.WITHDRAWN, by)


def side_of(role: Role) -> Side:
    """The side a role confirms for."""
    return Side.BUYER if role in BUYERS_SIDE else Side.OFFICER


def _has_confirmed(journey: Journey, milestone: Milestone, side: Side, by: Person) -> bool:
    return any(c.side == side and c.person_id == by.pk for c in journey.confirmations_of(milestone))


def _require_free(journey: Journey, milestone: Milestone, side: Side, by: Person) -> None:
    for given in journey.confirmations_of(milestone):
        where = reverse("milestones:milestone", args=[journey.project.ref, milestone.position])
        if given.person_id == by.pk:
            says = "You have confirmed this milestone for the other side, and it takes two different people."
            raise NotNow(
                says, missing=["the other confirmation has to be withdrawn by its side first"], who=given.get_side_display(), where=where
            )
        if given.side == side:
            says = f"{given.person} has already confirmed milestone {milestone.position} for your side."
            raise NotNow(says, missing=["nothing is missing from your side"], where=where, where_label="See the milestone")


def _require_buyer(journey: Journey, role: Role) -> None:
    """On behalf of the buyer needs a buyer."""
    project = journey.project
    if role == Role.BUYERS_AGENT and not project.stakeholders.current().filter(role=Role.BUYER).exists():
        where = reverse("projects:people", args=[project.ref])
        says = "Nobody is named as the buyer yet, so nobody can confirm on behalf of the buyer."
        raise NotNow(says, missing=["the buyer"], who="The buyer’s side", where=where, where_label="Name the buyer")


def _confirm(history: History, journey: Journey, milestone: Milestone, side: Side, by: Person) -> None:
    confirmation = Confirmation.objects.create(
        milestone=milestone,
        side=side,
        person=by,
        role=history.role,
        position=history.position,
        covers_for_id=history.covers_for,
        version=milestone.version,
        given_at=now(),
    )
    journey.confirmations.append(confirmation)
    on_behalf = " on behalf of the buyer" if confirmation.is_on_behalf else ""
    after = {"side": side.value, "person": by.pk, "version": milestone.version, "milestone": milestone.pk}
    history.add(f"milestone confirmed{on_behalf}", confirmation, after=after, label=f"Milestone {milestone.position}")


def _complete(history: History, journey: Journey, milestone: Milestone, by: Person) -> None:
    completion = Completion.objects.create(milestone=milestone, at=now(), by=by, record=_record(journey, milestone))
    milestone.completion = completion
    milestone.save(update_fields=["completion"])
    after = {"completion": completion.pk, "version": milestone.version}
    history.add("milestone completed", milestone, before={"completion": None}, after=after, label=f"Milestone {milestone.position}")


def _record(journey: Journey, milestone: Milestone) -> dict[str, Any]:
    """The frozen record: in words and ids, so that it can be read without any other row."""
    project, stage = journey.project, milestone.stage
    objective = project.objectives.order_by("-version").first()
    return {
        "project": {"ref": project.ref, "title": project.title, "playbook": project.playbook},
        "milestone": {"position": milestone.position, "title": stage.title, "version": milestone.version},
        "criteria": [_criterion_record(c) for c in journey.criteria_of(milestone)],
        "confirmations": [_confirmation_record(c) for c in journey.confirmations_of(milestone)],
        "people": [
            {"id": s.pk, "name": s.name, "role": s.role, "position": s.position} for s in project.stakeholders.current().in_reading_order()
        ],
        "objective": {"version": objective.version} if objective else None,
        "history": {"length": project.history_length},
    }


def _criterion_record(criterion: Any) -> dict[str, Any]:
    looked = {"at": criterion.looked_at.isoformat(), "by": criterion.looked_by.name} if criterion.looked_at else None
    return {
        "key": criterion.key,
        "words": criterion.words,
        "answer": criterion.answer,
        "reason": criterion.reason,
        "answered_at": criterion.answered_at.isoformat(),
        "answered_by": {"id": criterion.answered_by_id, "name": criterion.answered_by.name, "position": criterion.answered_position},
        "version": criterion.version,
        "is_computed": criterion.is_computed,
        "kept": criterion.kept,
        "findings": criterion.findings,
        "looked_again": looked,
        "still_stands": criterion.still_stands,
        "evidence": [
            {"kind": e.kind, "title": e.title, "address": e.address, "text": e.text} for e in criterion.evidence.filter(removed_at=None)
        ],
    }


def _confirmation_record(confirmation: Confirmation) -> dict[str, Any]:
    return {
        "side": confirmation.side,
        "person": {"id": confirmation.person_id, "name": confirmation.person.name, "position": confirmation.position},
        "role": confirmation.role,
        "covers_for": confirmation.covers_for.name if confirmation.covers_for else None,
        "given_at": confirmation.given_at.isoformat(),
        "version": confirmation.version,
    }
