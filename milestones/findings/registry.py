"""Which function shows which criterion: all sixteen are computed."""

from __future__ import annotations

from collections.abc import Callable

from milestones.findings.agreed import cadence_agreed, ways_agreed
from milestones.findings.base import Facts, Finding
from milestones.findings.communication import plan_circulated
from milestones.findings.define import objective_and_plans, responsibilities_identified, stakeholders_identified
from milestones.findings.documented import management_plan_written, work_documented
from milestones.findings.explained import both_explain, everyone_explains
from milestones.findings.organise import contacts_known, roles_known, team_engaged
from milestones.findings.planned import key_stakeholders, timelines
from milestones.findings.risks import risks_mitigated
from projects.models import BuyingProject

FINDERS: dict[str, Callable[[Facts], list[Finding]]] = {
    "1.1": stakeholders_identified,
    "1.2": responsibilities_identified,
    "1.3": objective_and_plans,
    "1.4": both_explain,
    "2.1": team_engaged,
    "2.2": everyone_explains,
    "2.3": roles_known,
    "2.4": contacts_known,
    "2.5": plan_circulated,
    "3.1": work_documented,
    "3.2": management_plan_written,
    "3.3": key_stakeholders,
    "3.4": timelines,
    "3.5": cadence_agreed,
    "3.6": ways_agreed,
    "3.7": risks_mitigated,
}


def is_computed(key: str) -> bool:
    """Whether the criterion has a function; a playbook to come may bring one that has none yet."""
    return key in FINDERS


def show(project: BuyingProject, keys: frozenset[str] | None = None) -> dict[str, list[Finding]]:
    """The findings of the project now, by criterion key: all, or those of these criteria. A constant number of queries."""
    facts = Facts(project)
    return {key: finder(facts) for key, finder in FINDERS.items() if keys is None or key in keys}
