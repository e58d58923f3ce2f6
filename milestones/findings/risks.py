"""3.7: what the project shows for risks and what mitigates them. Source of what is needed: the guide's words and `docs/decisions`."""

from __future__ import annotations

from django.urls import reverse

from milestones.findings.base import Facts, Finding, Missing
from projects.models import Held, Risk
from projects.risks import Level, lacks, level_of
from projects.words import listed, say_day

WORST = (Level.HIGH, Level.EXTREME)
CAN = "Who raised or owns the risk, buyer’s side or procurement officer; only the buyer’s side can accept it"


def risks_mitigated(facts: Facts) -> list[Finding]:
    """3.7: each open risk has an owner and a mitigant, or the buyer's side accepted it; with no risk, the team looked for them.

    Once milestone 3 is complete, what was raised since disturbs nothing.
    """
    looked_at = _before_completion(facts)
    where = {"where": reverse("projects:risks", args=[facts.project.ref]), "where_label": "Go to the risks"}
    return [_register(facts, looked_at, where), _worst(facts, looked_at, where)]


def _before_completion(facts: Facts) -> list[Risk]:
    return [risk for risk in facts.risks if facts.mobilised_at is None or risk.added_at <= facts.mobilised_at]


def _register(facts: Facts, risks: list[Risk], where: dict[str, str]) -> Finding:
    if not risks:
        return _looked(facts, where)
    wanting = [(risk, needs) for risk in risks if (needs := lacks(risk, risk.mitigants.all()))]
    missing = tuple(Missing(f"risk:{risk.pk}", risk.title) for risk, _ in wanting)
    says = _wanting(wanting) if wanting else _settled([risk for risk in risks if risk.is_open], len(risks))
    return Finding("3.7.risks", needed=True, says=says, missing=missing, who=CAN, **where)


def _wanting(wanting: list[tuple[Risk, list[str]]]) -> str:
    """The first three in full, then how many more."""
    said = " ".join(f"“{risk.title}” has no {' and no '.join(need.split()[1] for need in needs)} yet." for risk, needs in wanting[:3])
    return said + (f" And {len(wanting) - 3} more." if len(wanting) > 3 else "")


def _settled(still_open: list[Risk], number: int) -> str:
    if not still_open:
        return "1 risk, closed." if number == 1 else f"{number} risks, all closed."
    accepted = sum(risk.accepted_at is not None for risk in still_open)
    held, others = len(still_open) - accepted, f"{accepted} accepted by the buyer’s side"
    counted = f"{len(still_open)} open risk{'' if len(still_open) == 1 else 's'}"
    with_both = f"{'each' if held > 1 and not accepted else held} with an owner and a mitigant"
    return f"{counted}: {', '.join([with_both] * bool(held) + [others] * bool(accepted))}."


def _looked(facts: Facts, where: dict[str, str]) -> Finding:
    """No risk is on the register: the team looked for them, or keeps them elsewhere."""
    look, says = facts.risk_look, facts.kept(Held.RISKS)
    if look and not says:
        says = f"The team looked for risks on {say_day(look.looked_on)}, and found nothing above low."
    if says:
        return Finding("3.7.risks", needed=True, says=says)
    says = "No risk is on the register, and nobody has said that you looked."
    none = (Missing("none:3.7.risks", "the risks, or that you looked for them"),)
    return Finding("3.7.risks", needed=True, says=says, missing=none, **where)


def _worst(facts: Facts, risks: list[Risk], where: dict[str, str]) -> Finding:
    """Worth checking: what is done about high and extreme risks has a day."""
    agency = facts.project.agency
    worst = [risk for risk in risks if risk.is_open and not risk.accepted_at and level_of(risk.rating, agency) in WORST]
    undated = [risk for risk in worst if any(m.due_on is None and m.done_on is None for m in risk.mitigants.all())]
    missing = tuple(Missing(f"risk:{risk.pk}", risk.title) for risk in undated)
    if undated:
        says = f"What is done about {listed([f'“{risk.title}”' for risk in undated])} has no day yet."
    else:
        says = "What is done about high and extreme risks has a day." if worst else "No open risk is high or extreme."
    return Finding("3.7.dates", needed=False, says=says, missing=missing, who=CAN, **where)
