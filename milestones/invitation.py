"""A session as a calendar entry: the file that invites to it, says that it changed, or that it is cancelled.

REQUEST where whoever runs it has an e-mail address: calendars then answer to them. Else PUBLISH, which has nobody to answer to and so
names no attendees. CANCEL once it is cancelled. Same `UID` always; `SEQUENCE` is the session's.
"""

from __future__ import annotations

import datetime
import uuid
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress

from milestones.agenda import say_item, total_minutes
from milestones.models import Attendance, Milestone
from projects.clock import now
from projects.models import Stakeholder

STANDARD, DAYLIGHT = datetime.timedelta(hours=10), datetime.timedelta(hours=11)
MEETINGS = uuid.UUID("0b6a8c0e-2f43-4c58-9f0e-7d6a0c1b5e39")


def calendar_of(milestone: Milestone, rows: list[Attendance]) -> Calendar:
    """The calendar with its one entry and its time zone. The session is planned, whether cancelled or not."""
    session, runner = milestone.session, milestone.session.runner
    calendar = Calendar()
    calendar.add("prodid", "-//Mobilise//Mobilise//EN")
    calendar.add("version", "2.0")
    method = "REQUEST" if runner and runner.email else "PUBLISH"
    calendar.add("method", "CANCEL" if session.cancelled_at else method)
    event = _event(milestone, rows)
    if runner and runner.email:
        event.add("organizer", _address(runner), encode=0)
        for row in rows:
            if row.stakeholder.email and row.stakeholder.is_current:
                event.add("attendee", _attendee(row.stakeholder), encode=0)
    calendar.add_component(_sydney())
    calendar.add_component(event)
    return calendar


def _sydney() -> Timezone:
    """Sydney's rule since 2008, in two lines. What icalendar makes of the zone lists each change since 1970, which not all readers read."""
    zone = Timezone()
    zone.add("tzid", settings.TIME_ZONE)
    for part, starts, month, before, after, name in (
        (TimezoneDaylight(), datetime.datetime(2008, 10, 5, 2), 10, STANDARD, DAYLIGHT, "AEDT"),  # noqa: DTZ001  local by definition
        (TimezoneStandard(), datetime.datetime(2008, 4, 6, 3), 4, DAYLIGHT, STANDARD, "AEST"),  # noqa: DTZ001  the same
    ):
        part.add("dtstart", starts)
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "1SU"})
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("tzname", name)
        zone.add_component(part)
    return zone


def _event(milestone: Milestone, rows: list[Attendance]) -> Event:
    session, project = milestone.session, milestone.project
    starts = session.planned_at.astimezone(ZoneInfo(settings.TIME_ZONE))  # type: ignore[union-attr]  # it is planned
    address = settings.SITE_ADDRESS + reverse("milestones:milestone", args=[project.ref, milestone.position])
    event = Event()
    event.add("uid", uid_of(milestone))
    event.add("sequence", session.sequence)
    event.add("dtstamp", now())
    event.add("dtstart", starts)
    event.add("dtend", starts + datetime.timedelta(minutes=minutes_of(milestone)))
    event.add("summary", f"{milestone.stage.sitting.name}: {project.title}")
    event.add("status", "CANCELLED" if session.cancelled_at else "CONFIRMED")
    event.add("description", _description(milestone, rows, address))
    event.add("url", address)
    if session.place:
        event.add("location", session.place)
    return event


def minutes_of(milestone: Milestone) -> int:
    """How long it is planned for: its agenda's minutes, or what is suggested while it has none."""
    return total_minutes(milestone.session.agenda) or milestone.stage.sitting.suggested_minutes


def uid_of(milestone: Milestone) -> str:
    """The same for the same session for ever, whatever else changes, and not that of any other."""
    project = milestone.project
    return str(uuid.uuid5(MEETINGS, f"{project.ref} {project.started_at.isoformat()} {milestone.position}"))


def _description(milestone: Milestone, rows: list[Attendance], address: str) -> str:
    """Its agenda, who comes, and where to read on."""
    session = milestone.session
    lines = [f"{milestone.project.ref} {milestone.project.title}"]
    lines += [f"Run by {session.runner.name}"] if session.runner else []
    names = ", ".join(row.stakeholder.name for row in rows if row.stakeholder.is_current)
    lines += [f"Asked to come: {names}"] if names else []
    lines += ["", "Agenda", *(f"- {say_item(item)}" for item in session.agenda)] if session.agenda else []
    return "\n".join([*lines, "", f"What is met and what is missing: {address}"])


def _address(stakeholder: Stakeholder) -> vCalAddress:
    return vCalAddress(f"mailto:{stakeholder.email}", params={"CN": stakeholder.name})


def _attendee(stakeholder: Stakeholder) -> vCalAddress:
    asks = {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"}
    return vCalAddress(f"mailto:{stakeholder.email}", params={"CN": stakeholder.name, **asks})
