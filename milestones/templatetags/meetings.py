"""What the meetings of a project ask of somebody, for their own page, which belongs to the record."""

from __future__ import annotations

from typing import Any

from django import template

from milestones.forms.meeting import WordsForm
from milestones.models import Presence, Session
from projects.models import BuyingProject, Stakeholder

register = template.Library()


@register.inclusion_tag("milestones/parts/my_meetings.html", takes_context=True)
def my_meetings(context: dict[str, Any], project: BuyingProject, me: Stakeholder) -> dict[str, Any]:
    """The notes of the meetings that were held, whether they read those they missed; whether they said it back. Four queries.

    Only for the core team: a wider stakeholder is asked none of this.
    """
    shared = {"project": project, "me": me, "access": project.access, "csrf_token": context.get("csrf_token")}
    if not project.access.contributes:
        return shared
    held = (
        Session.objects.filter(milestone__project=project, held_on__isnull=False)
        .select_related("milestone")
        .order_by("milestone__position")
    )
    there = dict(me.attendances.values_list("session_id", "presence"))
    read = set(me.notes_read.filter(by=me.person_id).values_list("session_id", flat=True))
    said = me.explanations.filter(person=me.person_id).order_by("recorded_at").last()
    return {**shared, "meetings": [_line(project, session, there, read) for session in held], "said": said, "words": WordsForm()}


def _line(project: BuyingProject, session: Session, there: dict[int, str], read: set[int]) -> dict[str, Any]:
    session.milestone.project = project
    presence = there.get(session.pk, "")
    was_told = presence in {Presence.PRESENT, Presence.BRIEFED} or session.pk in read
    return {
        "session": session,
        "sitting": session.milestone.stage.sitting.name,
        "position": session.milestone.position,
        "presence": {Presence.PRESENT: "You were there.", Presence.BRIEFED: "You were briefed separately."}.get(presence, ""),
        "has_read": session.pk in read,
        "asks": session.is_finished and not was_told and (session.milestone.position > 1 or bool(presence)),
    }
