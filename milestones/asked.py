"""What the meetings ask of one person over all their projects: notes to read, and how others say what a project is for, to hear."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import F, Q
from django.urls import reverse

from milestones.absent import is_to_read
from milestones.models import Attendance, Explanation, Hearing, NotesRead, Session
from projects.access import BUYERS_SIDE, OFFICER, SIDES
from projects.models import BuyingProject, Person, ProjectState, Role, Stakeholder
from projects.words import listed

MOST = 50

Asked = tuple[BuyingProject, str, str]


def asked_by_meetings(person: Person) -> list[Asked]:
    """What is to be read and heard: the project, in words, and the page for it. Six queries, whatever the number of projects."""
    stakes = Stakeholder.objects.current().core().filter(person=person, project__state=ProjectState.ACTIVE).select_related("project")
    rows = list(stakes.order_by("joined_at", "pk")[:MOST])
    return [*_notes_to_read(rows), *_to_hear(person, rows)]


def _notes_to_read(rows: Sequence[Stakeholder]) -> list[Asked]:
    """The notes of the meetings that were held, where somebody missed them or something was agreed without them since."""
    held = Session.objects.filter(milestone__project__in=[row.project_id for row in rows], held_on__isnull=False)
    sessions = held.select_related("milestone").prefetch_related("agreements").defer("notes", "agenda").order_by("milestone__position")
    there = {(a.stakeholder_id, a.session_id): a for a in Attendance.objects.filter(stakeholder__in=rows)}
    read = {(n.stakeholder_id, n.session_id): n.at for n in NotesRead.objects.filter(stakeholder__in=rows, by=F("stakeholder__person"))}
    by_project: dict[int, list[Session]] = defaultdict(list)
    for session in sessions:
        by_project[session.milestone.project_id].append(session)
    found = []
    for row in rows:
        for session in by_project[row.project_id]:
            session.milestone.project = row.project
            place = (row.pk, session.pk)
            if is_to_read(session, row, there.get(place), read.get(place), session.agreements.all()):
                where = reverse("projects:my_part", args=[row.project.ref])
                page = f"{where}#meeting-{session.milestone.position}-title"
                found.append((row.project, f"Read the notes of the {session.milestone.stage.sitting.name.lower()}", page))
    return found


def _to_hear(person: Person, rows: Sequence[Stakeholder]) -> list[Asked]:
    """What others wrote in their own words and nobody has heard. Both sides hear each other, and either hears the members."""
    hearing = {row.project_id: row for row in rows if row.role in SIDES}
    unheard = Q(hearing="") | Q(hearing=Hearing.TALK, heard_by=person)
    written = Explanation.objects.filter(unheard, project__in=hearing, session=None, person=F("stakeholder__person"))
    names: dict[int, dict[int, str]] = defaultdict(dict)
    for row in written.exclude(person=person).filter(stakeholder__left_at=None).select_related("stakeholder").order_by("recorded_at"):
        if _hears(Role(hearing[row.project_id].role), Role(row.stakeholder.role)):
            names[row.project_id][row.stakeholder_id] = row.stakeholder.name
    return [
        (
            mine.project,
            f"Hear how {listed(list(names[pk].values()))} {'says' if len(names[pk]) == 1 else 'say'} what it is for",
            reverse("milestones:said_it_back", args=[mine.project.ref]),
        )
        for pk, mine in hearing.items()
        if names[pk]
    ]


def _hears(mine: Role, theirs: Role) -> bool:
    """A side does not hear itself; the other side, and the members, it does."""
    return not (mine in BUYERS_SIDE and theirs in BUYERS_SIDE) and not (mine in OFFICER and theirs in OFFICER)
