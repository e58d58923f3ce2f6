"""Milestone 1: what the project shows for its criteria. Source of what is needed: the guide's words and `docs/decisions`."""

from __future__ import annotations

from django.urls import reverse

from milestones.findings.base import Facts, Finding, Missing, people_page, raci_page
from milestones.findings.communication import communication_planned
from milestones.findings.planned import work_plan
from projects import raci
from projects.models import Held, Role, Stakeholder
from projects.words import listed


def stakeholders_identified(facts: Facts) -> list[Finding]:
    """1.1: buyer, officer, an approver, somebody affected, and everyone listed has a part in words."""
    return [
        _seat(facts, "1.1.buyer", Role.BUYER, "The buyer"),
        _seat(facts, "1.1.officer", Role.PROCUREMENT_OFFICER, "The procurement officer"),
        _one_of(facts, "1.1.approver", [s for s in facts.stakeholders if s.is_approver], "approver", "approves this buy"),
        _one_of(
            facts,
            "1.1.affected",
            [s for s in facts.stakeholders if s.is_affected],
            "affected group or person",
            "is affected by what is bought",
        ),
        _parts(facts),
        _expertise(facts),
        _support(facts),
    ]


def responsibilities_identified(facts: Facts) -> list[Finding]:
    """1.2: at least one activity, and nothing wrong in the RACI matrix; what is worth a look beside."""
    number = len(facts.matrix.activities)
    found = raci.problems(facts.matrix)
    broken, noticed = [p for p in found if p.is_error], [p for p in found if not p.is_error]
    counted = f"{number} activit{'y' if number == 1 else 'ies'} in the RACI matrix." if number else "No activity is in the RACI matrix yet."
    none = () if number else (Missing("none:1.2.activities", "an activity"),)
    right = "Each activity has one person accountable and somebody responsible." if number else "No activity yet, so nothing to check yet."
    return [
        Finding("1.2.activities", needed=True, says=counted, missing=none, **raci_page(facts)),
        Finding("1.2.rules", needed=True, says=_said(broken) or right, missing=_missing(broken), **raci_page(facts)),
        Finding(
            "1.2.notices", needed=False, says=_said(noticed) or "Nothing else stands out.", missing=_missing(noticed), **raci_page(facts)
        ),
    ]


def _said(problems: list[raci.Problem]) -> str:
    """The first three in full, then how many more."""
    more = f" And {len(problems) - 3} more." if len(problems) > 3 else ""
    return " ".join(problem.says for problem in problems[:3]) + more


def _missing(problems: list[raci.Problem]) -> tuple[Missing, ...]:
    """Each activity, or person where it is about no activity, once."""
    things = [p.activity or p.stakeholder for p in problems]
    return tuple(dict.fromkeys(Missing(f"{thing._meta.model_name}:{thing.pk}", str(thing)) for thing in things if thing))


def objective_and_plans(facts: Facts) -> list[Finding]:
    """1.3: the objective is documented, and there is a draft work plan and communication plan."""
    objective = facts.objective
    wanted = {"problem_or_opportunity": "the problem or opportunity", "desired_outcome": "the desired outcome"}
    kept = facts.kept(Held.OBJECTIVE)
    missing = [Missing(f"objective:{name}", words) for name, words in wanted.items() if not getattr(objective, name, "") and not kept]
    says = f"The objective does not say {listed([m.name for m in missing])} yet." if missing else kept or _objective_says(facts)
    where = {"where": reverse("projects:objective_edit", args=[facts.project.ref]), "where_label": "Write the objective"}
    measures = getattr(objective, "measure_count", 0)
    counted = f"{measures} measure{'' if measures == 1 else 's'} of success." if measures else "No measure of success yet."
    return [
        Finding("1.3.objective", needed=True, says=says, missing=tuple(missing), **where),
        Finding(
            "1.3.measures",
            needed=False,
            says=counted,
            missing=() if measures else (Missing("objective:measures", "measures of success"),),
            **where,
        ),
        *work_plan(facts),
        *communication_planned(facts),
    ]


def _objective_says(facts: Facts) -> str:
    return f"The objective says the problem or opportunity and the desired outcome (version {facts.objective.version})."  # type: ignore[union-attr]  # it holds, so there is one


def _seat(facts: Facts, key: str, role: Role, words: str) -> Finding:
    holder = facts.holder(role)
    if holder:
        return Finding(key, needed=True, says=f"{words} is {holder.name}.")
    return Finding(
        key, needed=True, says=f"{words} is not named yet.", missing=(Missing(f"seat:{role.value}", words.lower()),), **people_page(facts)
    )


def _one_of(facts: Facts, key: str, found: list[Stakeholder], noun: str, verb: str) -> Finding:
    if found:
        verb = verb if len(found) == 1 else verb.replace("approves", "approve").replace("is affected", "are affected")
        return Finding(key, needed=True, says=f"{listed([s.name for s in found])} {verb}.")
    article = "an" if noun[0] in "aeiou" else "a"
    return Finding(
        key, needed=True, says=f"No {noun} is listed yet.", missing=(Missing(f"none:{key}", f"{article} {noun}"),), **people_page(facts)
    )


def _parts(facts: Facts) -> Finding:
    without = [s for s in facts.stakeholders if not s.part.strip()]
    number = len(facts.stakeholders)
    if not without and number:
        return Finding(
            "1.1.parts",
            needed=True,
            says=f"{number} listed, each with a part in words." if number > 1 else "1 listed, with a part in words.",
        )
    if not number:
        return Finding(
            "1.1.parts", needed=True, says="Nobody is listed yet.", missing=(Missing("none:1.1.parts", "people"),), **people_page(facts)
        )
    has = "has" if len(without) == 1 else "have"
    says = f"{number} listed. {listed([s.name for s in without])} {has} no part in words yet."
    return Finding(
        "1.1.parts", needed=True, says=says, missing=tuple(Missing(f"stakeholder:{s.pk}", s.name) for s in without), **people_page(facts)
    )


def _expertise(facts: Facts) -> Finding:
    kinds = facts.project.agency.asks_about(facts.expertise)
    undecided = [kind for kind in kinds if kind not in facts.expertise]
    needed = [need.get_kind_display().lower() for need in facts.expertise.values() if need.decision == "needed"]
    where = {"where": reverse("projects:expertise", args=[facts.project.ref]), "where_label": "Decide expertise"}
    if not undecided:
        says = f"Each kind of expertise is decided: {len(needed)} needed."
    else:
        says = f"{len(kinds) - len(undecided)} of {len(kinds)} kinds of expertise decided."
    return Finding(
        "1.1.expertise", needed=False, says=says, missing=tuple(Missing(f"expertise:{k.value}", k.label) for k in undecided), **where
    )


def _support(facts: Facts) -> Finding:
    approvers = [s for s in facts.stakeholders if s.is_approver]
    without = [s for s in approvers if not s.support_criteria.strip()]
    missing: tuple[Missing, ...]
    if not approvers:
        says, missing = (
            "What approvers need to say yes: nobody is listed as an approver yet.",
            (Missing("none:1.1.support", "an approver"),),
        )
    elif without:
        says, missing = (
            f"What {listed([s.name for s in without])} needs to say yes is not written yet.",
            tuple(Missing(f"stakeholder:{s.pk}", s.name) for s in without),
        )
    else:
        says, missing = "What each approver needs to say yes is written.", ()
    return Finding("1.1.support", needed=False, says=says, missing=missing, **people_page(facts))
