"""What the meetings of a project ask of somebody, for their own page, which belongs to the record."""

from __future__ import annotations

import datetime
from typing import Any

from django import template

from milestones.absent import is_to_read, knows, was_there
from milestones.forms.meeting import WordsForm
from milestones.models import Attendance, Presence, Session
from projects.models import BuyingProject, Stakeholder
from projects.words import say_day

register = template.Library()


@register.inclusion_tag("milestones/parts/my_meetings.html", takes_context=True)
def my_meetings(context: dict[str, Any], project: BuyingProject, me: Stakeholder) -> dict[str, Any]:
    """The notes of the meetings that were held, whether they read those they missed; whether they said it back. Five queries.

    Only for the core team: a wider stakeholder is asked none of this.
    """
    shared = {"project": project, "me": me, "access": project.access, "csrf_token": context.get("csrf_token")}
    if not project.access.contributes:
        return shared
    held = (
        Session.objects.filter(milestone__project=project, held_on__isnull=False)
        .select_related("milestone")
        .prefetch_related("agreements")
        .order_by("milestone__position")
    )
    there = {row.session_id: row for row in me.attendances.all()}
    read = dict(me.notes_read.filter(by=me.person_id).values_list("session_id", "at"))
    said = me.explanations.filter(person=me.person_id).order_by("recorded_at").last()
    return {
        **shared,
        "meetings": [_line(project, me, session, there.get(session.pk), read.get(session.pk)) for session in held],
        "said": said,
        "words": WordsForm(),
    }


def _line(
    project: BuyingProject, me: Stakeholder, session: Session, row: Attendance | None, read_at: datetime.datetime | None
) -> dict[str, Any]:
    session.milestone.project = project
    presence, agreements = row.presence if row else "", list(session.agreements.all())
    unknown = [a for a in agreements if not knows(a, me, row.briefed_on if row else None, read_at)]
    return {
        "session": session,
        "sitting": session.milestone.stage.sitting.name,
        "position": session.milestone.position,
        "presence": {Presence.PRESENT: "You were there.", Presence.BRIEFED: "You were briefed separately."}.get(presence, ""),
        "has_read": read_at is not None,
        "agreed": [f"{a.get_about_display()}, on {say_day(a.agreed_on)}" for a in agreements],
        "asks": is_to_read(session, me, row, read_at, agreements),
        "asks_again": bool(unknown) and (read_at is not None or was_there(row)),
    }
