"""Which kinds of expertise a buy needs: one pass, tick any; the rest are not needed in one press."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from projects.changes import History, change
from projects.clock import now
from projects.models import BuyingProject, Decision, Expertise, ExpertiseNeed, Function, Kind, Person, Role
from projects.operations.people import add_within
from projects.refusals import ChangedMeanwhile

State = tuple[str, str]
UNDECIDED: State = ("", "")


def decide_expertise(
    *,
    project: BuyingProject,
    decisions: Mapping[str, str],
    notes: Mapping[str, str],
    by: Person,
    seen: Mapping[str, State] | None = None,
) -> None:
    """Record for each kind of expertise that it is needed or not needed. One that is needed and that nobody has becomes a position.

    `decisions` maps kinds to `Decision` values; kinds left out stay as they are. The same decisions again change nothing. `seen` holds
    decision and note of each kind as the actor saw them, nothing for undecided: raises ChangedMeanwhile where one is not so any more.
    """
    with change(project, by=by) as history:
        known = {need.kind: need for need in project.expertise_needs.select_related("decided_by")}
        wanted = {Expertise(kind): (Decision(decision), notes.get(kind, "").strip()) for kind, decision in decisions.items()}
        fresh = {kind: state for kind, state in wanted.items() if state_of(known.get(kind)) != state}
        if seen is not None:
            _require_as_seen(known, fresh, seen)
        for kind, (decision, note) in fresh.items():
            _decide(history, known.get(kind), kind, decision, note)


def state_of(need: ExpertiseNeed | None) -> State:
    """Decision and note, as `seen` holds them."""
    return (need.decision, need.note) if need else UNDECIDED


def _require_as_seen(known: Mapping[str, ExpertiseNeed], wanted: Iterable[Expertise], seen: Mapping[str, State]) -> None:
    moved = [kind for kind in wanted if state_of(known.get(kind)) != tuple(seen.get(kind, UNDECIDED))]
    if moved:
        who = known[moved[0]].decided_by.name
        labels = ", ".join(kind.label for kind in moved)
        raise ChangedMeanwhile(f"{who} decided on the same expertise while you had this page open: {labels}. Yours is not saved yet.")


def _decide(history: History, need: ExpertiseNeed | None, kind: Expertise, decision: Decision, note: str) -> None:
    before = {"decision": need.decision, "note": need.note} if need else {}
    need = need or ExpertiseNeed(project=history.project, kind=kind)
    need.decision, need.note, need.decided_at, need.decided_by = decision, note, now(), history.access.person
    need.save()
    history.add("expertise decided", need, before=before, after={"decision": decision.value, "note": note}, label=kind.label)
    if decision == Decision.NEEDED:
        _have_somebody(history, kind)


def _have_somebody(history: History, kind: Expertise) -> None:
    if not history.project.stakeholders.current().filter(expertise=kind).exists():
        name = f"{kind.label} expert"
        add_within(history, name=name, kind=Kind.POSITION, role=Role.TEAM_MEMBER, function=Function.EXPERT, expertise=kind)
