"""Which kinds of expertise a buy needs: one pass, tick any; the rest are not needed in one press."""

from __future__ import annotations

from collections.abc import Mapping

from projects.changes import History, change
from projects.clock import now
from projects.models import BuyingProject, Decision, Expertise, ExpertiseNeed, Function, Kind, Person, Role
from projects.operations.people import add_within


def decide_expertise(*, project: BuyingProject, decisions: Mapping[str, str], notes: Mapping[str, str], by: Person) -> None:
    """Record for each kind of expertise that it is needed or not needed. One that is needed and that nobody has becomes a position.

    `decisions` maps kinds to `Decision` values; kinds left out stay as they are. The same decisions again change nothing.
    """
    with change(project, by=by) as history:
        known = {need.kind: need for need in project.expertise_needs.all()}
        for kind, decision in decisions.items():
            _decide(history, known.get(kind), Expertise(kind), Decision(decision), notes.get(kind, "").strip(), by)


def _decide(history: History, need: ExpertiseNeed | None, kind: Expertise, decision: Decision, note: str, by: Person) -> None:
    if need and (need.decision, need.note) == (decision, note):
        return
    before = {"decision": need.decision, "note": need.note} if need else {}
    need = need or ExpertiseNeed(project=history.project, kind=kind)
    need.decision, need.note, need.decided_at, need.decided_by = decision, note, now(), by
    need.save()
    history.add("expertise decided", need, before=before, after={"decision": decision.value, "note": note}, label=kind.label)
    if decision == Decision.NEEDED:
        _have_somebody(history, kind)


def _have_somebody(history: History, kind: Expertise) -> None:
    if not history.project.stakeholders.current().filter(expertise=kind).exists():
        add_within(
            history, name=f"{kind.label} expert", kind=Kind.POSITION, role=Role.TEAM_MEMBER, function=Function.EXPERT, expertise=kind
        )
