"""The work plan: for 1.3, and for 3.3 and 3.4."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from milestones.findings.base import Facts, Finding, Missing, people_page, raci_page
from projects.models import Activity, ActivityStage, Decision, Held, Kind, Role, Stakeholder
from projects.plan import stage_of
from projects.raci import ANSWERS, WORKS
from projects.words import listed, say_day


def work_plan(facts: Facts) -> list[Finding]:
    """1.3: a work plan, which is an activity with a date; worth checking once there are any, that all have dates and owners."""
    activities = facts.matrix.activities
    dated = [a for a in activities if a.starts_on or a.ends_on]
    elsewhere = facts.kept(Held.WORK_PLAN)
    says = f"{len(dated)} of {len(activities)} activities in the work plan have a date." if activities else "There is no work plan yet."
    missing = () if dated or elsewhere else (Missing("none:1.3.work_plan", "a work plan: an activity with a date"),)
    unready = _unready(facts, activities)
    dates = Finding("1.3.dates", needed=False, says=_dated_words(unready), missing=_activities(unready), **_plan(facts))
    plan = Finding("1.3.work_plan", needed=True, says=elsewhere or says, missing=missing, **_plan(facts))
    return [plan, dates] if activities else [plan]


def key_stakeholders(facts: Facts) -> list[Finding]:
    """3.3: buyer, officer, approver and each needed expert are named people, and whoever answers for what comes before going to market."""
    people = [s for s in facts.stakeholders if s.kind == Kind.PERSON]
    now, later = _next(facts), _later(facts)
    return [
        _named(facts, "3.3.buyer", "buyer", [s for s in people if s.role == Role.BUYER]),
        _named(facts, "3.3.officer", "procurement officer", [s for s in people if s.role == Role.PROCUREMENT_OFFICER]),
        _named(facts, "3.3.approver", "approver", [s for s in people if s.is_approver]),
        _experts(facts, people),
        _accountable(facts, "3.3.accountable", now, needed=True),
        *([_accountable(facts, "3.3.later", later, needed=False)] if later else []),
    ]


def timelines(facts: Facts) -> list[Finding]:
    """3.4: approach in a sentence; key milestones dated; the next stage's activities owned and dated; worth checking, all the others."""
    now, later = _next(facts), _later(facts)
    return [
        _approach(facts),
        _milestones(facts),
        _owned_and_dated(facts, "3.4.activities", now, needed=True),
        *([_owned_and_dated(facts, "3.4.later", later, needed=False)] if later else []),
    ]


def _next(facts: Facts) -> list[Activity]:
    """The activities before going to market; one without a stage counts."""
    return [a for a in facts.matrix.activities if stage_of(a) == ActivityStage.BEFORE]


def _later(facts: Facts) -> list[Activity]:
    """All the others."""
    return [a for a in facts.matrix.activities if stage_of(a) != ActivityStage.BEFORE]


def _unready(facts: Facts, activities: Iterable[Activity]) -> list[Activity]:
    """Those without an end, or without an owner."""
    return [a for a in activities if not a.ends_on or not facts.matrix.holding(a, WORKS)]


def _dated_words(unready: list[Activity]) -> str:
    return f"Without an end or an owner: {listed([a.title for a in unready])}." if unready else "Each activity has an end and an owner."


def _named(facts: Facts, key: str, noun: str, found: list[Stakeholder]) -> Finding:
    if found:
        return Finding(key, needed=True, says=f"{noun[:1].upper()}{noun[1:]}: {listed([s.name for s in found])}.")
    article = "an" if noun[0] in "aeiou" else "a"
    missing = (Missing(f"none:{key}", f"{article} {noun}, by name"),)
    return Finding(key, needed=True, says=f"No {noun} is named.", missing=missing, **people_page(facts))


def _experts(facts: Facts, people: list[Stakeholder]) -> Finding:
    """Each kind of expertise that is needed has a person; a position does not count."""
    needed = [need for need in facts.expertise.values() if need.decision == Decision.NEEDED]
    held = {s.expertise for s in people}
    without = [need for need in needed if need.kind not in held]
    if without:
        missing = tuple(Missing(f"expertise:{need.kind}", need.get_kind_display()) for need in without)
        says = f"Nobody is named for {listed([m.name for m in missing])}."
        return Finding("3.3.experts", needed=True, says=says, missing=missing, **people_page(facts))
    says = "Each kind of expertise that is needed has somebody by name." if needed else "No expertise is marked as needed."
    return Finding("3.3.experts", needed=True, says=says)


def _accountable(facts: Facts, key: str, activities: list[Activity], *, needed: bool) -> Finding:
    if needed and not activities:
        missing = (Missing(f"none:{key}", "an activity before going to market"),)
        says = "No activity before going to market is in the RACI matrix yet."
        return Finding(key, needed=True, says=says, missing=missing, **raci_page(facts))
    without = [a for a in activities if not any(s.kind == Kind.PERSON for s in facts.matrix.holding(a, ANSWERS))]
    if not without:
        when = "before going to market" if needed else "for later"
        return Finding(key, needed=needed, says=f"Each activity {when} has somebody accountable by name.")
    says = f"Nobody is accountable by name for {listed([_to_name(a) for a in without])}."
    return Finding(key, needed=needed, says=says, missing=_activities(without), **raci_page(facts))


def _to_name(activity: Activity) -> str:
    """The activity, with the day by which somebody has to be named: when it starts."""
    return f"{activity.title} (to be named by {say_day(activity.starts_on)})" if activity.starts_on else activity.title


def _approach(facts: Facts) -> Finding:
    elsewhere = facts.kept(Held.MANAGEMENT)
    is_written = bool(getattr(facts.management_plan, "approach", "").strip())
    says = "The approach is written in a sentence." if is_written else elsewhere or "The approach is not written yet."
    missing = () if is_written or elsewhere else (Missing("none:3.4.approach", "the approach in a sentence"),)
    where = {"where": reverse("projects:management_plan", args=[facts.project.ref]), "where_label": "Go to the management plan"}
    return Finding("3.4.approach", needed=True, says=says, missing=missing, **where)


def _milestones(facts: Facts) -> Finding:
    rows, elsewhere = facts.key_milestones, facts.kept(Held.WORK_PLAN)
    undated = [m for m in rows if m.due_on is None]
    if not rows and not elsewhere:
        none = (Missing("none:3.4.milestones", "a key milestone with a date"),)
        return Finding("3.4.milestones", needed=True, says="No key milestone is named yet.", missing=none, **_plan(facts))
    says = f"No date yet: {listed([m.title for m in undated])}." if undated else elsewhere or _all_dated(len(rows))
    missing = tuple(Missing(f"keymilestone:{m.pk}", m.title) for m in undated)
    return Finding("3.4.milestones", needed=True, says=says, missing=missing, **_plan(facts))


def _all_dated(number: int) -> str:
    return f"{number} key milestones, each with its date." if number > 1 else "1 key milestone, with its date."


def _owned_and_dated(facts: Facts, key: str, activities: list[Activity], *, needed: bool) -> Finding:
    elsewhere, unready = facts.kept(Held.WORK_PLAN), _unready(facts, activities)
    if elsewhere and (unready or not activities):
        return Finding(key, needed=needed, says=elsewhere)
    if needed and not activities:
        missing = (Missing(f"none:{key}", "an activity before going to market"),)
        return Finding(key, needed=True, says="No activity before going to market is planned yet.", missing=missing, **_plan(facts))
    when = "before going to market" if needed else "for later"
    says = f"Without an owner or an end: {listed([a.title for a in unready])}." if unready else f"Each activity {when} is owned and dated."
    return Finding(key, needed=needed, says=says, missing=_activities(unready), **_plan(facts))


def _activities(rows: Iterable[Activity]) -> tuple[Missing, ...]:
    return tuple(Missing(f"activity:{a.pk}", a.title) for a in rows)


def _plan(facts: Facts) -> dict[str, str]:
    return {"where": reverse("projects:plan", args=[facts.project.ref]), "where_label": "Go to the work plan"}
