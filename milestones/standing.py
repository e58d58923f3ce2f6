"""What the project shows, and where it stands: computed on change and stored where pages read it."""

from __future__ import annotations

from milestones import gate
from milestones.findings import Finding, is_computed, reading, show
from milestones.journey import Journey, journey_of
from milestones.models import Answer, SuccessCriterion
from projects.models import BuyingProject, Role

STORED = ("findings", "is_computed", "baseline", "newly_missing")


def refresh(project: BuyingProject, written: frozenset[str] | None = None) -> None:
    """Compute and store what the project shows where it reads the tables written, or everywhere; and set the project's standing.

    The project's row is saved by the change.
    """
    journey = journey_of(project)
    bring_up_to_date(journey, None if written is None else reading(written))
    stand(journey)


def bring_up_to_date(journey: Journey, keys: frozenset[str] | None = None) -> None:
    """Compute what the project shows now for all criteria, or for these, and store it where it differs from what they had."""
    moved = look(journey, keys)
    if moved:
        SuccessCriterion.objects.bulk_update(moved, STORED)


def look(journey: Journey, keys: frozenset[str] | None = None) -> list[SuccessCriterion]:
    """Set on all criteria, or on these, what the project shows now; return those where that differs from what they had. Writes nothing."""
    shown = show(journey.project, keys)
    looked = [c for c in journey.criteria if keys is None or c.key in keys]
    return [criterion for criterion in looked if _set_findings(criterion, shown.get(criterion.key, []))]


def _set_findings(criterion: SuccessCriterion, findings: list[Finding]) -> bool:
    before = [getattr(criterion, name) for name in STORED]
    criterion.findings = [finding.as_stored() for finding in findings]
    criterion.is_computed = is_computed(criterion.key)
    criterion.baseline = baseline_of(criterion) if criterion.is_answered else {}
    criterion.newly_missing = _newly_missing(criterion)
    return before != [getattr(criterion, name) for name in STORED]


def marks(criterion: SuccessCriterion) -> dict[str, list[str]]:
    """What its needed findings miss now, by key: the marks of the persons or things."""
    return {f["key"]: [m["mark"] for m in f["missing"]] for f in criterion.findings if f["needed"]}


def baseline_of(criterion: SuccessCriterion) -> dict[str, list[str]]:
    """Its baseline, with findings first computed since it was answered taken in as they are now."""
    return {**marks(criterion), **criterion.baseline}


def _newly_missing(criterion: SuccessCriterion) -> list[dict[str, str]]:
    if criterion.answer not in {"met", "met_with_reason"}:
        return []
    new = gate.newly_missing(marks(criterion), criterion.baseline)
    names = {m["mark"]: m["name"] for f in criterion.findings for m in f["missing"]}
    return [{"mark": mark, "name": names[mark]} for mark in new]


def stand(journey: Journey) -> None:
    """Set the standing fields on the project's row from the journey in hand."""
    project, current = journey.project, journey.current
    criteria = journey.criteria_of(current) if current else []
    project.current_milestone = current.position if current else 4
    project.criteria_total = len(criteria)
    project.criteria_not_needed = sum(criterion.answer == Answer.NOT_NEEDED for criterion in criteria)
    project.criteria_met = len(criteria) - len(gate.unanswered(criteria)) - project.criteria_not_needed
    project.things_changed = things_changed(journey.criteria)
    project.waits_on = waits_on(journey)


def things_changed(criteria: list[SuccessCriterion]) -> int:
    """How many persons or things need another look over these criteria, each counted once."""
    return len({thing["mark"] for criterion in criteria for thing in criterion.newly_missing})


def waits_on(journey: Journey) -> list[str]:
    """The seats the next step waits on: the officer to look again or to answer; both sides while a criterion to answer still needs
    something, as either can add it; then each side that has not confirmed. Once mobilised, the officer where something has changed since.
    """
    current = journey.current
    if gate.to_look_at(journey.criteria_up_to(current) if current else journey.criteria):
        return [Role.PROCUREMENT_OFFICER]
    if current is None:
        return []
    left = gate.unanswered(journey.criteria_of(current))
    if left:
        return [Role.PROCUREMENT_OFFICER] if all(c.one_press_suffices for c in left) else [Role.BUYER, Role.PROCUREMENT_OFFICER]
    given = {c.side for c in journey.confirmations_of(current)}
    seats = {"buyer": Role.BUYER, "officer": Role.PROCUREMENT_OFFICER}
    return [seat for side, seat in seats.items() if side not in given]
