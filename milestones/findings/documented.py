"""What is documented for milestone 3: the proposed work (3.1) and the buying project management plan (3.2)."""

from __future__ import annotations

import datetime

from django.urls import reverse

from milestones.findings.base import Facts, Finding, Missing
from projects.models import Held
from projects.words import listed

LATELY = datetime.timedelta(days=90)
PARTS = {"governance": "governance", "change_control": "change control"}


def work_documented(facts: Facts) -> list[Finding]:
    """3.1: objective, scope and plan are here, or one link is the single source of truth; worth checking, decisions and old checks."""
    kept = facts.kept(Held.DOCUMENTATION)
    needed = [Finding("3.1.documentation", needed=True, says=kept)] if kept else [_objective(facts), _scope(facts), _plan(facts)]
    return [*needed, _decisions(facts), _links(facts)]


def management_plan_written(facts: Facts) -> list[Finding]:
    """3.2: the approach is written, or the plan is kept elsewhere; worth checking, for a plan here, its other written parts."""
    plan, kept = facts.management_plan, facts.kept(Held.MANAGEMENT)
    approach = plan.approach.strip() if plan else ""
    none = () if approach or kept else (Missing("managementplan:approach", "the approach"),)
    says = f"The management plan says the approach: {_short(approach)}" if approach else kept or "The approach is not written yet."
    found = [Finding("3.2.approach", needed=True, says=says, missing=none, **_management(facts))]
    return found if kept and not approach else [*found, *_parts(facts)]


def _parts(facts: Facts) -> list[Finding]:
    found = []
    for name, words in PARTS.items():
        written = getattr(facts.management_plan, name, "").strip()
        says = f"The management plan says its {words}." if written else f"The management plan does not say its {words} yet."
        none = () if written else (Missing(f"managementplan:{name}", words),)
        found.append(Finding(f"3.2.{name}", needed=False, says=says, missing=none, **_management(facts)))
    return found


def _objective(facts: Facts) -> Finding:
    objective, kept = facts.objective, facts.kept(Held.OBJECTIVE)
    written = bool(objective and objective.problem_or_opportunity and objective.desired_outcome)
    none = () if written or kept else (Missing("none:3.1.objective", "the objective"),)
    here = "The objective is here." if written else "The problem or opportunity and the desired outcome are not both written yet."
    return Finding("3.1.objective", needed=True, says=kept or here, missing=none, **_writing(facts))


def _scope(facts: Facts) -> Finding:
    objective, kept = facts.objective, facts.kept(Held.OBJECTIVE)
    written = bool(objective and (objective.scope_in.strip() or objective.scope_out.strip()))
    none = () if written or kept else (Missing("none:3.1.scope", "the scope"),)
    here = "The scope is here." if written else "The scope is not written yet: what is in it, or what is not."
    return Finding("3.1.scope", needed=True, says=kept or here, missing=none, **_writing(facts))


def _plan(facts: Facts) -> Finding:
    dated, kept = [a for a in facts.matrix.activities if a.starts_on or a.ends_on], facts.kept(Held.WORK_PLAN)
    none = () if dated or kept else (Missing("none:3.1.plan", "an activity with a date"),)
    here = f"{len(dated)} activit{'y has' if len(dated) == 1 else 'ies have'} a date." if dated else "No activity has a date yet."
    where = {"where": reverse("projects:plan", args=[facts.project.ref]), "where_label": "Go to the work plan"}
    return Finding("3.1.plan", needed=True, says=kept or here, missing=none, **where)


def _decisions(facts: Facts) -> Finding:
    number = facts.decisions_made
    says = f"{number} decision{'' if number == 1 else 's'} recorded." if number else "No decision is recorded yet."
    where = {"where": reverse("projects:open_items", args=[facts.project.ref]), "where_label": "Go to open items"}
    none = () if number else (Missing("none:3.1.decisions", "a decision with what was decided"),)
    return Finding("3.1.decisions", needed=False, says=says, missing=none, **where)


def _links(facts: Facts) -> Finding:
    """Worth checking only: a day that passes takes nothing away that is needed."""
    rows = facts.elsewhere.values()
    old = [row for row in rows if row.checked_on and row.checked_on < facts.today - LATELY]
    says = "Each record kept elsewhere was checked in the last 90 days." if rows else "No record is kept elsewhere."
    if old:
        says = f"Not checked in the last 90 days: {listed([row.title for row in old])}."
    where = {"where": reverse("projects:held_elsewhere", args=[facts.project.ref]), "where_label": "Go to the records held elsewhere"}
    missing = tuple(Missing(f"heldelsewhere:{row.pk}", row.title) for row in old)
    return Finding("3.1.links", needed=False, says=says, missing=missing, **where)


def _short(text: str) -> str:
    words = text.split("\n")[0]
    return words if len(words) <= 120 else f"{words[:120].rsplit(' ', 1)[0]} …"


def _writing(facts: Facts) -> dict[str, str]:
    return {"where": reverse("projects:objective_edit", args=[facts.project.ref]), "where_label": "Write the objective"}


def _management(facts: Facts) -> dict[str, str]:
    return {"where": reverse("projects:management_plan_edit", args=[facts.project.ref]), "where_label": "Write the management plan"}
