"""What the team agreed: the cadence. For 3.5."""

from __future__ import annotations

from django.urls import reverse

from milestones.absent import knows
from milestones.findings.base import SIDES_CAN, Facts, Finding, Missing
from milestones.models import Agreement
from projects.models import CadenceKind, Held, ObjectionAbout, Stakeholder, ToolPurpose
from projects.words import listed, say_day


def cadence_agreed(facts: Facts) -> list[Finding]:
    """3.5: a regular meeting with frequency and first date, agreed at the kick-off or since; the absent were told; nobody objects."""
    ways = {"where": reverse("projects:ways_of_working", args=[facts.project.ref]), "where_label": "Go to the ways of working"}
    report = [c for c in facts.cadence if c.kind == CadenceKind.REPORT]
    no_report = () if report else (Missing("none:3.5.report", "a report"),)
    reported = f"{report[0].name} is the reporting line." if report else "No regular report is listed."
    return [
        _meeting(facts, ways),
        _agreed(facts),
        _told(facts),
        _objections(facts, ways, "3.5.objections", ObjectionAbout.CADENCE, "the cadence"),
        Finding("3.5.report", needed=False, says=reported, missing=no_report, **ways),
    ]


def ways_agreed(facts: Facts) -> list[Finding]:
    """3.6: where documents live, how the team talks, one agreement; everybody gets in; nobody objects. Worth checking: other tools."""
    ways = {"where": reverse("projects:ways_of_working", args=[facts.project.ref]), "where_label": "Go to the ways of working"}
    purposes = [ToolPurpose.DOCUMENTS, ToolPurpose.TALK, ToolPurpose.MEET, ToolPurpose.TASKS]
    without = [p for p in purposes if not any(t.purpose == p for t in facts.tools)]
    checked = f"No tool yet for: {listed([p.label.lower() for p in without])}." if without else "There is a tool for each purpose."
    return [
        _tool(facts, ways, "3.6.documents", ToolPurpose.DOCUMENTS, "where documents live"),
        _tool(facts, ways, "3.6.talk", ToolPurpose.TALK, "how the team talks"),
        _agreement_made(facts, ways),
        _access(facts, ways),
        _objections(facts, ways, "3.6.objections", ObjectionAbout.WAYS, "tools and ways of working"),
        Finding("3.6.tools", needed=False, says=checked, missing=tuple(Missing(f"purpose:{p}", p.label) for p in without), **ways),
    ]


def _tool(facts: Facts, ways: dict[str, str], key: str, purpose: ToolPurpose, words: str) -> Finding:
    found, elsewhere = [t.name for t in facts.tools if t.purpose == purpose], facts.kept(Held.WAYS)
    if found or elsewhere:
        return Finding(key, needed=True, says=f"{purpose.label}: {listed(found)}." if found else elsewhere)
    return Finding(key, needed=True, says=f"It is not said yet {words}.", missing=(Missing(f"none:{key}", words),), **ways)


def _agreement_made(facts: Facts, ways: dict[str, str]) -> Finding:
    number, elsewhere = len(facts.working_agreements), facts.kept(Held.WAYS)
    if number or elsewhere:
        says = f"{number} working agreement{'' if number == 1 else 's'}." if number else elsewhere
        return Finding("3.6.agreement", needed=True, says=says)
    missing = (Missing("none:3.6.agreement", "a working agreement"),)
    return Finding("3.6.agreement", needed=True, says="No working agreement is written yet.", missing=missing, **ways)


def _access(facts: Facts, ways: dict[str, str]) -> Finding:
    found = facts.access_problems
    if not found:
        return Finding("3.6.access", needed=True, says="Nobody says that they cannot get in.")
    says = " ".join(f"{p.stakeholder.name} cannot get into {p.tool.name}." for p in found[:3])
    missing = tuple(Missing(f"accessproblem:{p.pk}", f"{p.stakeholder.name}: {p.tool.name}") for p in found)
    return Finding("3.6.access", needed=True, says=says, missing=missing, **ways)


def _meeting(facts: Facts, ways: dict[str, str]) -> Finding:
    meetings, elsewhere = [c for c in facts.cadence if c.kind == CadenceKind.MEETING], facts.kept(Held.WAYS)
    if elsewhere:
        return Finding("3.5.meeting", needed=True, says=elsewhere)
    whole = [(c, c.first_on) for c in meetings if c.frequency.strip() and c.first_on]
    for meeting, first_on in whole[:1]:
        return Finding("3.5.meeting", needed=True, says=f"{meeting.name}: {meeting.frequency}, from {say_day(first_on)}.")
    if meetings:
        says = f"{meetings[0].name} has no {_lacks(meetings[0].frequency.strip(), meetings[0].first_on)} yet."
        return Finding("3.5.meeting", needed=True, says=says, missing=(Missing(f"cadence:{meetings[0].pk}", meetings[0].name),), **ways)
    missing = (Missing("none:3.5.meeting", "a regular meeting"),)
    return Finding("3.5.meeting", needed=True, says="No regular meeting is listed yet.", missing=missing, **ways)


def _lacks(frequency: str, first_on: object) -> str:
    return " and no ".join(["frequency"] * (not frequency) + ["first date"] * (not first_on))


def _agreement(facts: Facts) -> Agreement | None:
    return next((a for a in facts.agreements if a.about == ObjectionAbout.CADENCE), None)


def _agreed(facts: Facts) -> Finding:
    agreement = _agreement(facts)
    if agreement:
        return Finding("3.5.agreed", needed=True, says=f"Agreed on {say_day(agreement.agreed_on)} by those present.")
    missing = (Missing("none:3.5.agreed", "an agreement on the cadence"),)
    return Finding("3.5.agreed", needed=True, says="The cadence is not agreed yet.", missing=missing, **_workshop(facts))


def _told(facts: Facts) -> Finding:
    agreement = _agreement(facts)
    if not agreement:
        return Finding("3.5.told", needed=True, says="Nobody has to be told yet.")
    untold = [s for s in facts.team if not _knows(facts, agreement, s)]
    if not untold:
        return Finding("3.5.told", needed=True, says="Everybody was there, or was told since.")
    missing = tuple(Missing(f"stakeholder:{s.pk}", s.name) for s in untold)
    was, has = ("was", "has") if len(untold) == 1 else ("were", "have")
    says = f"{listed([s.name for s in untold])} {was} not there, and {has} not been told."
    who = f"Each of them, by reading the notes; or {SIDES_CAN[0].lower()}{SIDES_CAN[1:]}, who can brief them"
    return Finding("3.5.told", needed=True, says=says, missing=missing, who=who, **_workshop(facts))


def _knows(facts: Facts, agreement: Agreement, stakeholder: Stakeholder) -> bool:
    read_at = facts.notes_read.get((stakeholder.pk, stakeholder.person_id or 0))
    return knows(agreement, stakeholder, facts.briefed.get(stakeholder.pk), read_at)


def _objections(facts: Facts, ways: dict[str, str], key: str, about: ObjectionAbout, what: str) -> Finding:
    found = [o for o in facts.objections if o.about == about]
    if not found:
        return Finding(key, needed=True, says=f"Nobody objects to {what}.")
    names = list(dict.fromkeys(o.stakeholder.name for o in found))
    says = f"{listed(names)} {'objects' if len(names) == 1 else 'object'} to {what}."
    missing = tuple(Missing(f"objection:{o.pk}", f"the objection of {o.stakeholder.name}") for o in found)
    return Finding(key, needed=True, says=says, missing=missing, who="The buyer’s side, who can close it with a reason", **ways)


def _workshop(facts: Facts) -> dict[str, str]:
    return {"where": reverse("milestones:meeting", args=[facts.project.ref, 3]), "where_label": "Go to the kick-off workshop"}
