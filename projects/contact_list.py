"""The list of who to contact for what as lines to read: whom to ask, how to reach them, what is wrong. One query, whatever its length."""

from __future__ import annotations

from dataclasses import dataclass

from projects.contacts import backup_gap_of, can_be_reached, gap_of, in_order, offered, suggest
from projects.matrix import matrix_of
from projects.models import AgencyContact, BuyingProject, ContactTopic, Stakeholder
from projects.roster import dial, role_words


@dataclass(frozen=True)
class Contact:
    """Somebody to ask: name, part in words, and how to reach them, where they can be reached."""

    name: str
    part: str
    email: str = ""
    phone: str = ""
    has_left: bool = False

    @property
    def dial(self) -> str:
        """The number to call; see `projects.roster.dial`."""
        return dial(self.phone)


@dataclass(frozen=True)
class Line:
    """One topic: whom to ask first, who stands in, and what is wrong with either, in words."""

    topic: ContactTopic
    first: Contact | None
    backup: Contact | None
    gap: str
    check: str

    @property
    def is_reached(self) -> bool:
        """Whether there is somebody to ask."""
        return not self.gap

    def has(self, words: str) -> bool:
        """Whether topic, names or parts hold these words, whatever their letter case."""
        people = (f"{one.name} {one.part}" for one in (self.first, self.backup) if one)
        return words.casefold() in " ".join([self.topic.topic, *people]).casefold()


def lines_of(project: BuyingProject) -> list[Line]:
    """The topics on the project's list, in its order."""
    rows = project.contact_topics.filter(is_used=True).select_related("first", "first_of_agency", "backup")
    return [_line(project, row) for row in in_order(rows, project.agency)]


@dataclass(frozen=True)
class Offer:
    """A topic that a project may use: its name, whether it is on the list, and whom it would begin with, where that is not chosen yet."""

    name: str
    is_used: bool
    begins_with: str


def offers_of(project: BuyingProject) -> list[Offer]:
    """Every topic the project may use, in the order of the list: five queries."""
    there = {row.topic: row.is_used for row in project.contact_topics.order_by("pk")}
    matrix, of_agency = matrix_of(project), {contact.topic: contact for contact in project.agency.contacts.filter(removed_at=None)}
    found = []
    for name in offered(project.agency, there):
        begins = suggest(name, matrix, of_agency) if name not in there else None
        with_whom = begins and (begins.first or begins.first_of_agency)
        found.append(Offer(name, there.get(name, False), with_whom.name if with_whom else ""))
    return found


def _line(project: BuyingProject, row: ContactTopic) -> Line:
    first = _person(project, row.first) or _of_agency(project, row.first_of_agency)
    return Line(row, first, _person(project, row.backup), gap_of(row), backup_gap_of(row))


def _person(project: BuyingProject, stakeholder: Stakeholder | None) -> Contact | None:
    if stakeholder is None:
        return None
    if not stakeholder.is_current:
        return Contact(stakeholder.name, "", has_left=True)
    part = ", ".join(words for words in (role_words(project, stakeholder.role), stakeholder.position) if words)
    reach = {"email": stakeholder.email, "phone": stakeholder.phone} if can_be_reached(stakeholder) else {}
    return Contact(stakeholder.name, part, **reach)


def _of_agency(project: BuyingProject, contact: AgencyContact | None) -> Contact | None:
    if contact is None:
        return None
    reach = {"email": contact.email, "phone": contact.phone} if contact.is_reachable else {}
    return Contact(contact.name, project.agency.name, **reach, has_left=not contact.is_reachable)
