"""People, the RACI matrix, and who to contact for what."""

from __future__ import annotations

from collections.abc import Callable

from milestones.summary.known import Known
from milestones.summary.shapes import Fact, Grid, GridLine, Section, Table, Value, table
from projects.contact_list import Contact, Line, lines_of
from projects.grid import NO_ROLE, GridRow, about_people, attention_words, rows_of
from projects.models import Kind, Stakeholder
from projects.raci import problems
from projects.roster import what_they_bring

# What may be told of a person, by key: the label, and how it is read.
TOLD: dict[str, tuple[str, Callable[[Known, Stakeholder], Value]]] = {
    "name": ("Name", lambda known, s: s.name),
    "role": ("Role", lambda known, s: known.project.agency.word_for(s.role)),
    "position": ("Position", lambda known, s: s.position),
    "organisation": ("Organisation", lambda known, s: s.organisation),
    "brings": ("Brings", lambda known, s: what_they_bring(s)),
    "part": ("What they do here", lambda known, s: s.part),
    "is_affected": ("Affected", lambda known, s: s.is_affected),
    "is_high_interest": ("High interest", lambda known, s: s.is_high_interest),
    "email": ("E-mail", lambda known, s: s.email),
    "phone": ("Phone", lambda known, s: s.phone),
    "interest": ("Their interest", lambda known, s: s.interest),
    "support_criteria": ("What they need to say yes", lambda known, s: s.support_criteria),
}
ONLY_SIDES = {"interest", "support_criteria"}
CORE = ("name", "role", "position", "organisation", "brings", "part", "email", "phone")
APPROVERS = ("name", "role", "position", "organisation", "support_criteria")
WIDER = ("name", "position", "organisation", "part", "is_affected", "is_high_interest", "interest", "email", "phone")
GROUPS = ("name", "part", "is_affected", "is_high_interest", "interest")
POSITIONS = ("name", "role", "brings", "part")


def people(known: Known) -> Section:
    """Everyone in it now: core team, approvers, wider stakeholders, groups, positions."""
    persons = [s for s in known.here if s.kind == Kind.PERSON]
    groups, positions = ([s for s in known.here if s.kind == kind] for kind in (Kind.GROUP, Kind.POSITION))
    return Section(
        "people",
        "People",
        tables=(
            _people(known, "core_team", "Core buying team", CORE, [s for s in persons if s.is_core], "Nobody is in the core team yet."),
            _people(known, "approvers", "Approvers", APPROVERS, [s for s in known.here if s.is_approver], "No approver is named yet."),
            _people(known, "wider", "Wider stakeholders", WIDER, [s for s in persons if not s.is_core], "Nobody wider is named yet."),
            _people(known, "groups", "Groups", GROUPS, groups, "No group is named yet."),
            _people(known, "positions", "Positions nobody fills yet", POSITIONS, positions, "Every position is filled."),
        ),
    )


def _people(known: Known, key: str, title: str, wanted: tuple[str, ...], who: list[Stakeholder], empty: str) -> Table:
    shown = [name for name in wanted if known.access.sees_influence or name not in ONLY_SIDES]
    rows = (tuple(TOLD[name][1](known, s) for name in shown) for s in who)
    return table(key, title, {name: TOLD[name][0] for name in shown}, rows, empty)


def raci(known: Known) -> Section:
    """The matrix, what is wrong with it at each activity, and what is worth checking about people."""
    found = problems(known.matrix)
    lines = tuple(_grid_line(row) for row in rows_of(known.matrix, found))
    grid = Grid(tuple(known.names[s.pk] for s in known.matrix.stakeholders), lines, "No activity is in the matrix yet.")
    checking = (f"Worth checking: {says}" for says in about_people(found))
    return Section("raci", "RACI matrix", says=" ".join([f"{attention_words(found)}.", *checking]) if lines else "", grid=grid)


def _grid_line(row: GridRow) -> GridLine:
    letters = tuple(cell.letters.upper() for cell in row.cells)
    return GridLine(row.activity.title, letters, tuple(cell.words or NO_ROLE for cell in row.cells), tuple(row.wrong))


CONTACTS = {
    "topic": "Topic",
    "first": "Ask first",
    "first_part": "Their part",
    "first_email": "E-mail",
    "first_phone": "Phone",
    "backup": "Back-up",
    "backup_email": "E-mail of the back-up",
    "backup_phone": "Phone of the back-up",
    "gap": "Still needed",
}


def contacts(known: Known) -> Section:
    """Topic by topic whom to ask, and when the list was last sent."""
    sent = known.project.contact_sendings.last()
    return Section(
        "contacts",
        "Who to contact for what",
        facts=(Fact("sent_on", "Last sent to the team", sent.sent_on if sent else None),),
        tables=(table("topics", "Topics", CONTACTS, map(_topic, lines_of(known.project)), "No topic is on the list yet."),),
    )


def _topic(line: Line) -> tuple[Value, ...]:
    first, backup = _contact(line.first), _contact(line.backup)
    return (line.topic.topic, *first, backup[0], *backup[2:], line.gap)


def _contact(contact: Contact | None) -> tuple[str, str, str, str]:
    if contact is None:
        return ("", "", "", "")
    return (f"{contact.name} (has left)" if contact.has_left else contact.name, contact.part, contact.email, contact.phone)
