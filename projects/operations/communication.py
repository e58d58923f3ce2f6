"""The stakeholder communication plan: its lines, the version that each change makes, and sending it."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.urls import reverse

from projects.changes import History, change
from projects.clock import now, today
from projects.communication import version_of
from projects.models import BuyingProject, Circulation, CommunicationItem, CommunicationRevision, Held, Kind, Person
from projects.operations.rows import Register
from projects.refusals import ChangedMeanwhile, FieldNeeded, NotNow, SentElsewhere

# What history calls what was done to a line, as the list of versions says it.
DEEDS = {"added": "Added", "changed": "Changed", "removed": "Taken off"}
WORDS = {
    "audience": "audience",
    "stakeholders": "who it is for",
    "message": "message",
    "channel": "how",
    "frequency": "how often",
    "trigger": "what it is sent after",
    "owner": "who sends it",
    "feedback_route": "how people answer",
}


def fits(history: History, row: CommunicationItem, wanted: dict[str, Any]) -> None:
    """Who sends it is somebody: a person, or a position that somebody will fill. Raises FieldNeeded."""
    owner = wanted.get("owner")
    if owner and owner.kind == Kind.GROUP:
        raise FieldNeeded(f"{owner.name} is a group: choose one person who sends it.", missing=["a person who sends it"])


def revise(history: History, row: CommunicationItem, beside: dict[str, Any]) -> None:
    """A changed line makes a version of the plan. The team needs to see it if whoever changed it says so, once the plan was sent."""
    project = history.project
    entry = history.entries[-1]
    fields = [words for name, words in WORDS.items() if name in entry.before]
    what = f"{DEEDS[entry.verb.rpartition(' ')[2]]}: {row.audience}{' (' + ', '.join(fields) + ')' if fields else ''}"
    asked = _needs_to_be_seen(project, beside)
    revision = CommunicationRevision.objects.create(
        project=project,
        version=version_of(project) + 1,
        what_changed=what[:300],
        team_needs_to_see=asked,
        written_at=now(),
        written_by=history.access.person,
    )
    if asked:
        history.add("communication plan to be seen", revision, label=f"Version {revision.version}", after={"what_changed": what[:300]})


def _needs_to_be_seen(project: BuyingProject, beside: dict[str, Any]) -> bool:
    """Whether the team is asked to see a change: whoever made it says so, and the team has the plan."""
    return bool(beside.get("team_needs_to_see")) and project.circulations.exists()


NEEDED = {"audience": "Say who is told", "message": "Say what they are told"}
COMMUNICATION = Register(CommunicationItem, "communication item", NEEDED, many=("stakeholders",), check=fits, after=revise)


def send_communication(
    *, project: BuyingProject, version: int, sent_on: datetime.date, by: Person, nonce: uuid.UUID, how: str = ""
) -> Circulation:
    """Record that the plan went to everyone in the core team, by either side: on everybody's page, or outside Mobilise, `how`.

    The same form twice records it once. For a day before today the version of that day is recorded. Whoever joins later has it by joining.
    Raises NotNow while there is no plan, ChangedMeanwhile if it is not at `version`, FieldNeeded for a day to come, SentElsewhere for a
    form sent in another project.
    """
    with change(project, by=by) as history:
        twin = Circulation.objects.filter(nonce=nonce).first()
        if twin:
            if twin.project_id != project.pk:
                raise SentElsewhere
            return twin
        _require_plan(project)
        if sent_on > today():
            raise FieldNeeded("The day it was sent cannot be in the future.", missing=["the day it was sent"])
        if version != version_of(project):
            raise ChangedMeanwhile("The plan changed while you were looking at it. Look at it again before you send it.")
        return _circulate(history, nonce, {"sent_on": sent_on, "how": how.strip()})


def _require_plan(project: BuyingProject) -> None:
    kept = [row for row in project.held_elsewhere.current().filter(what=Held.COMMUNICATION) if row.counts]
    if not kept and not project.communication_items.current().exists():
        where = reverse("projects:communication", args=[project.ref])
        raise NotNow("There is no plan to send yet.", missing=["at least one line"], where=where, where_label="See the communication plan")


def _circulate(history: History, nonce: uuid.UUID, sent: dict[str, Any]) -> Circulation:
    project = history.project
    team = project.stakeholders.current().core().filter(kind=Kind.PERSON).in_reading_order()
    circulation = Circulation.objects.create(
        project=project,
        nonce=nonce,
        plan_version=_version_on(project, sent["sent_on"]),
        sent_to=[stakeholder.pk for stakeholder in team],
        recorded_at=now(),
        recorded_by=history.access.person,
        **sent,
    )
    told = {"sent_on": circulation.sent_on.isoformat(), "sent_how": circulation.how, "sent_to": circulation.sent_to}
    history.add("communication plan sent", circulation, label=f"Version {circulation.plan_version}", after=told)
    return circulation


def _version_on(project: BuyingProject, day: datetime.date) -> int:
    """The version at the end of that day; the first, where it was written here later than it went."""
    revisions = project.communication_revisions.all()
    revision = revisions.filter(written_at__date__lte=day).first() or revisions.last()
    return revision.version if revision else 0
