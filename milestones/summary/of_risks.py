"""Risks and mitigants, open items, ways of working."""

from __future__ import annotations

from milestones.summary.known import Known, day_of, named
from milestones.summary.shapes import Section, Value, table
from projects.models import Risk
from projects.risks import level_of

RISKS = {
    "risk": "Risk",
    "cause": "Cause",
    "effect": "Effect",
    "likelihood": "Likelihood, 1 to 5",
    "consequence": "Consequence, 1 to 5",
    "rating": "Rating",
    "level": "Level",
    "owner": "Owner",
    "state": "State",
    "because": "Because",
    "raised_on": "Raised on",
}
MITIGANTS = {"risk": "Risk", "mitigant": "Mitigant", "owner": "Owner", "due_on": "Due", "done_on": "Done"}
LOOKS = {"looked_on": "Looked on", "note": "What we found", "recorded_by": "Recorded by"}


def risks(known: Known) -> Section:
    """Every risk, the open ones first and of those the highest; what is done about each; when the team looked and found none."""
    project = known.project
    found = sorted(project.risks.current(), key=lambda risk: (not risk.is_open, -risk.rating, risk.pk))
    order = {risk.pk: place for place, risk in enumerate(found)}
    titles = {risk.pk: risk.title for risk in found}
    mitigants = sorted((m for m in project.mitigants.current() if m.risk_id in order), key=lambda m: (order[m.risk_id], m.pk))
    looks = project.risk_looks.select_related("recorded_by").order_by("-looked_on", "-pk")
    return Section(
        "risks",
        "Risks and mitigants",
        tables=(
            table("risks", "Risks", RISKS, (_risk(known, risk) for risk in found), "No risk is in the register yet."),
            table(
                "mitigants",
                "Mitigants",
                MITIGANTS,
                ((titles[m.risk_id], m.action, known.name(m.owner_id), m.due_on, m.done_on) for m in mitigants),
                "No mitigant is written yet.",
            ),
            table(
                "looks",
                "When we looked for risks and found nothing above low",
                LOOKS,
                ((look.looked_on, look.note, named(look.recorded_by)) for look in looks),
                "No such look is recorded.",
            ),
        ),
    )


def _risk(known: Known, risk: Risk) -> tuple[Value, ...]:
    rated = (risk.likelihood, risk.consequence, risk.rating, level_of(risk.rating, known.project.agency).label)
    return (risk.title, risk.cause, risk.effect, *rated, known.name(risk.owner_id), *_state(risk), day_of(risk.added_at))


def _state(risk: Risk) -> tuple[str, str]:
    """Open, accepted or closed, and why."""
    if risk.closed_at:
        return "Closed", risk.closed_because
    return ("Accepted", risk.accepted_because) if risk.accepted_at else ("Open", "")


OPEN_ITEMS = {
    "kind": "Kind",
    "text": "What it is about",
    "raised_by": "Raised by",
    "raised_on": "Raised on",
    "owner": "Owner",
    "due_on": "Due",
    "answer": "Answer",
    "answered_by": "Answered by",
    "answered_on": "Answered on",
}


def open_items(known: Known) -> Section:
    """Assumptions, questions, gaps, decisions and actions: first what is still open, by day."""
    rows = known.project.open_items.select_related("raised_by", "answered_by")
    late = known.today.max
    ordered = sorted(rows, key=lambda item: (item.answered_at is not None, item.due_on or late, item.pk))
    lines = (
        (
            *(item.get_kind_display(), item.text, named(item.raised_by), day_of(item.raised_at), known.name(item.owner_id), item.due_on),
            *(item.answer, named(item.answered_by), day_of(item.answered_at)),
        )
        for item in ordered
    )
    log = table("items", "Open items", OPEN_ITEMS, lines, "Nothing is open, and nothing was.")
    return Section("open_items", "Open items", tables=(log,))


CADENCE = {
    "kind": "Kind",
    "name": "Name",
    "purpose": "Purpose",
    "frequency": "How often",
    "day_and_time": "Day and time",
    "duration": "How long",
    "owner": "Owner",
    "attendees": "Who comes",
    "first_on": "First on",
}
TOOLS = {"purpose": "What for", "name": "Tool", "address": "Where", "owner": "Owner"}
AGREEMENTS = {"topic": "Topic", "text": "What we agreed"}


def ways(known: Known) -> Section:
    """What is regular, what the team works with, and what it agreed on."""
    project, name = known.project, known.name
    cadence = (
        (
            *(row.get_kind_display(), row.name, row.purpose, row.frequency, row.day_and_time, row.duration),
            *(name(row.owner_id), row.attendees, row.first_on),
        )
        for row in project.cadence.current()
    )
    tools = ((row.get_purpose_display(), row.name, row.address, name(row.owner_id)) for row in project.tools.current())
    agreements = ((row.topic, row.text) for row in project.working_agreements.current())
    return Section(
        "ways_of_working",
        "Ways of working",
        tables=(
            table("cadence", "Cadence", CADENCE, cadence, "No regular meeting or report yet."),
            table("tools", "Tools", TOOLS, tools, "No tool is named yet."),
            table("agreements", "Working agreements", AGREEMENTS, agreements, "Nothing is agreed yet."),
        ),
    )
