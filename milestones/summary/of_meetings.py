"""The three meetings: when, who came, who said the project back and who heard it, what was agreed, the notes."""

from __future__ import annotations

from milestones.models import Agreement, Attendance, Explanation, Hearing, Session
from milestones.summary.known import Known, day_of, named
from milestones.summary.shapes import Section, Value, table

MEETINGS = {
    "milestone": "Milestone",
    "meeting": "Meeting",
    "planned_on": "Planned for",
    "held_on": "Held on",
    "run_by": "Run by",
    "minutes_taken": "Minutes it took",
    "guide": "Length in the guide",
    "notes": "Notes",
}
ATTENDANCE = {"meeting": "Meeting", "name": "Name", "presence": "Presence", "briefed_on": "Briefed on"}
SAID = {"name": "Name", "said_on": "Said on", "where": "Said at", "heard_by": "Heard by"}
AGREED = {"agreed": "What was agreed", "meeting": "Meeting", "agreed_on": "Agreed on", "present": "By"}


def meetings(known: Known) -> Section:
    """Four queries: sessions, attendance, explanations, agreements."""
    project = known.project
    sessions = Session.objects.filter(milestone__project=project).select_related("milestone__project").order_by("milestone__position")
    names = {s.pk: s.milestone.stage.sitting.name for s in sessions}
    came = Attendance.objects.filter(session__milestone__project=project)
    there = sorted(came, key=lambda row: (list(names).index(row.session_id), known.name(row.stakeholder_id)))
    said = project.explanations.select_related("heard_by")
    agreed = Agreement.objects.filter(session__milestone__project=project)
    return Section(
        "meetings",
        "The meetings",
        tables=(
            table("meetings", "When and how", MEETINGS, (_meeting(known, s) for s in sessions), ""),
            table(
                "attendance", "Who came", ATTENDANCE, (_came(known, names, row) for row in there), "Nobody’s attendance is recorded yet."
            ),
            table("said_back", "Who said the project back", SAID, (_said(known, names, e) for e in said), "Nobody has said it back yet."),
            table("agreed", "What was agreed", AGREED, (_agreed(known, names, a) for a in agreed), "Nothing is recorded as agreed yet."),
        ),
    )


def _meeting(known: Known, session: Session) -> tuple[Value, ...]:
    milestone, sitting = session.milestone, session.milestone.stage.sitting
    days = (None if session.cancelled_at else day_of(session.planned_at), session.held_on)
    return (milestone.position, sitting.name, *days, known.name(session.runner_id), session.minutes_taken, sitting.duration, session.notes)


def _came(known: Known, names: dict[int, str], row: Attendance) -> tuple[Value, ...]:
    return (names[row.session_id], known.name(row.stakeholder_id), row.get_presence_display(), row.briefed_on)


def _said(known: Known, names: dict[int, str], explanation: Explanation) -> tuple[Value, ...]:
    where = names[explanation.session_id] if explanation.session_id else "In writing"
    heard = named(explanation.heard_by) if explanation.hearing == Hearing.HEARD else ""
    return (known.name(explanation.stakeholder_id), explanation.said_on, where, heard)


def _agreed(known: Known, names: dict[int, str], agreement: Agreement) -> tuple[Value, ...]:
    by = ", ".join(known.name(pk) for pk in agreement.present)
    return (agreement.get_about_display(), names[agreement.session_id], agreement.agreed_on, by)
