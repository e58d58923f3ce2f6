"""The people of a project as lines to read: in which part, how to reach them, which seats are empty. One query, whatever their number."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from projects.access import SIDES, who_holds
from projects.models import BuyingProject, Decision, Expertise, Function, Kind, Role, Stakeholder
from projects.operations.people import SEATS

KEY_ROLES = (Role.BUYER, Role.BUYERS_AGENT, Role.PROCUREMENT_OFFICER)


@dataclass(frozen=True)
class Line:
    """One stakeholder on the page: the role and what they are expert in, in words, and what the reader may do with the line."""

    stakeholder: Stakeholder
    role: str
    does: str
    may_edit: bool
    may_hand_over: bool
    activities: int = 0  # in how many current ones they hold letters; counted by `roster` only

    @property
    def dial(self) -> str:
        """The number to call; see `dial`."""
        return dial(self.stakeholder.phone)

    @property
    def under_name(self) -> str:
        """Position and organisation."""
        return ", ".join(words for words in (self.stakeholder.position, self.stakeholder.organisation) if words)

    @property
    def marks(self) -> str:
        """What they are to the buy besides their role: approver, affected, of high interest."""
        who = self.stakeholder
        marks = {"Approves this buy": who.is_approver, "Affected by what is bought": who.is_affected, "High interest": who.is_high_interest}
        return ". ".join(words for words, holds in marks.items() if holds)

    @property
    def edit_word(self) -> str:
        """What the link to their page says."""
        return "Name a person" if self.stakeholder.kind == Kind.POSITION else "Edit"

    @property
    def edit_whom(self) -> str:
        """What it says further, to those who hear it alone."""
        return f"for {self.stakeholder.name}" if self.stakeholder.kind == Kind.POSITION else self.stakeholder.name


@dataclass(frozen=True)
class EmptySeat:
    """A seat that nobody holds: who can fill it, and where, if the reader can; since when the agency's procurement team is asked."""

    label: str
    who: str
    where: str
    asked_at: datetime.datetime | None


@dataclass(frozen=True)
class Roster:
    """Everyone of a project, grouped as the page shows them."""

    core: list[Line]
    wider: list[Line]
    positions: list[Line]
    left: list[Line]
    seats: list[EmptySeat]

    @property
    def approvers(self) -> list[Line]:
        """Who has to say yes to this buy."""
        return [line for line in (*self.core, *self.wider, *self.positions) if line.stakeholder.is_approver]

    @property
    def letters_left(self) -> list[Line]:
        """Who has left and still holds letters, which count for nothing."""
        return [line for line in self.left if line.activities]

    @property
    def counted(self) -> str:
        """How many there are: "5 people, 1 group, 2 positions nobody fills yet"."""
        return counted([line.stakeholder.kind for line in (*self.core, *self.wider, *self.positions)])


def counted(kinds: list[str]) -> str:
    """How many of each kind: "5 people, 1 group, 2 positions nobody fills yet"."""
    words = {Kind.PERSON: ("person", "people"), Kind.GROUP: ("group", "groups"), Kind.POSITION: ("position", "positions")}
    said = [f"{kinds.count(k)} {one if kinds.count(k) == 1 else many}" for k, (one, many) in words.items() if k in kinds]
    return ", ".join(said) + (" nobody fills yet" if Kind.POSITION in kinds else "")


def roster(project: BuyingProject) -> Roster:
    """Everyone as the person in `project.access` may read them."""
    letters = Count("assignments", filter=Q(assignments__activity__removed_at=None))
    everyone = list(project.stakeholders.in_reading_order().annotate(activities=letters))
    lines = [_line(project, stakeholder) for stakeholder in everyone]
    here = [line for line in lines if line.stakeholder.is_current]
    positions = [line for line in here if line.stakeholder.kind == Kind.POSITION]
    named = [line for line in here if line.stakeholder.kind != Kind.POSITION]
    return Roster(
        core=[line for line in named if line.stakeholder.is_core],
        wider=[line for line in named if not line.stakeholder.is_core],
        positions=positions,
        left=[line for line in lines if not line.stakeholder.is_current],
        seats=_empty_seats(project, [line.stakeholder for line in here]),
    )


def key_people(project: BuyingProject) -> list[Line]:
    """Buyer, on behalf of the buyer, officer: who a member turns to."""
    found = project.stakeholders.current().filter(role__in=KEY_ROLES).in_reading_order()
    return [_line(project, stakeholder) for stakeholder in found]


def whom_to_ask(lines: Iterable[Line], me: Stakeholder) -> Line | None:
    """Of the key people, whom somebody asks first: who acts day to day for the buyer, else the buyer, else the officer; never oneself."""
    others = [line for line in lines if line.stakeholder.pk != me.pk]
    order = [Role.BUYERS_AGENT, Role.BUYER, Role.PROCUREMENT_OFFICER]
    return min(others, key=lambda line: (not line.stakeholder.is_reachable, order.index(Role(line.stakeholder.role))), default=None)


def role_words(project: BuyingProject, role: str) -> str:
    """The role as the agency calls it."""
    return project.agency.word_for(role)


def role_in_a_sentence(project: BuyingProject, role: str) -> str:
    """As in "You are the buyer", "You are a team member", "You act on behalf of the buyer"."""
    buyer = project.agency.buyer_in_a_sentence
    sentences = {
        Role.BUYER: f"You are the {buyer}",
        Role.BUYERS_AGENT: f"You act on behalf of the {buyer}",
        Role.PROCUREMENT_OFFICER: "You are the procurement officer",
    }
    return sentences.get(Role(role), f"You are a {Role(role).label.lower()}")


def what_they_bring(stakeholder: Stakeholder) -> str:
    """Function and expertise in words, where the role and the other do not say it: "Product owner. Legal expertise"."""
    is_said = (stakeholder.function == Function.EXPERT and stakeholder.expertise) or stakeholder.function == Function.PROCUREMENT
    function = "" if is_said else stakeholder.get_function_display()
    expertise = f"{stakeholder.get_expertise_display()} expertise" if stakeholder.expertise else ""
    return ". ".join(words for words in (function, expertise) if words)


def dial(phone: str) -> str:
    """The number of a tel: link: what comes before any extension, without blanks; nothing where there is none."""
    number = re.sub(r"[^\d+]", "", re.split(r"[A-Za-z#,;/]", phone)[0])
    return number if any(character.isdigit() for character in number) else ""


def _line(project: BuyingProject, stakeholder: Stakeholder) -> Line:
    access, is_mine = project.access, stakeholder.pk == project.access.stake
    return Line(
        stakeholder=stakeholder,
        role=role_words(project, stakeholder.role),
        does=what_they_bring(stakeholder),
        may_edit=access.edits and project.is_active and stakeholder.is_current,
        may_hand_over=is_mine and stakeholder.role in SEATS,
        activities=getattr(stakeholder, "activities", 0),
    )


def _empty_seats(project: BuyingProject, here: Iterable[Stakeholder]) -> list[EmptySeat]:
    sides = [s for s in here if s.role in SIDES]
    who = " or ".join(s.name for s in sides) or who_holds(SIDES)
    add = reverse("projects:person_add", args=[project.ref]) if project.access.edits and project.is_active else ""
    empty = [seat for seat in SEATS if seat not in {s.role for s in sides}]
    return [EmptySeat(role_words(project, seat), who, add and f"{add}?role={seat.value}", _asked_at(project, seat)) for seat in empty]


def _asked_at(project: BuyingProject, seat: Role) -> datetime.datetime | None:
    return project.officer_wanted_at if seat == Role.PROCUREMENT_OFFICER else None


def facts_of(project: BuyingProject, stakeholder: Stakeholder) -> list[tuple[str, Any]]:
    """What the reader may know of one stakeholder besides name, role and contact, as (label, words)."""
    known: list[tuple[str, Any]] = [
        ("Position", stakeholder.position),
        ("Organisation", stakeholder.organisation),
        ("Brings", what_they_bring(stakeholder)),
    ]
    if project.access.reads_record:
        known += [
            ("What they do here", stakeholder.part or "Not written yet."),
            ("Why it matters", stakeholder.why_it_matters),
            ("Their interest", stakeholder.interest),
            ("Affected by what is bought", "Yes" if stakeholder.is_affected else ""),
            ("High interest", "Yes" if stakeholder.is_high_interest else ""),
            ("Approver", "Yes" if stakeholder.is_approver else ""),
        ]
    if project.access.sees_influence:
        known += [("What they need to say yes", stakeholder.support_criteria)]
    return [(label, words) for label, words in known if words]


def why_role_stays(project: BuyingProject, stakeholder: Stakeholder, givable: Iterable[Role]) -> str:
    """Why this reader cannot give or take away the stakeholder's role now, and who can; nothing where they can."""
    if not stakeholder.is_current:
        return f"{stakeholder.name} has left this project."
    if stakeholder.role in SEATS:
        seat = project.agency.say(stakeholder.role)
        return f"{stakeholder.name} is the {seat}. Only they can hand that part over; it is never just left empty."
    if stakeholder.role == Role.BUYERS_AGENT and Role.BUYERS_AGENT not in givable:
        buyer = project.agency.buyer_in_a_sentence
        return f"Only the {buyer} gives and takes the role on behalf of the {buyer}."
    return ""


def roles_for(stakeholder: Stakeholder, givable: Iterable[Role]) -> list[Role]:
    """The roles this stakeholder may be given, with the one they have: a group is wider, a position team member or wider."""
    fits = {
        Kind.GROUP: {Role.WIDER},
        Kind.POSITION: {Role.TEAM_MEMBER, Role.WIDER},
    }.get(Kind(stakeholder.kind), set(Role.in_a_project()))
    return [role for role in Role.in_a_project() if role in fits and (role in givable or role == stakeholder.role)]


def who_can_take_over(project: BuyingProject) -> list[tuple[int, str]]:
    """The people who can take a seat over, as (id, words)."""
    people = project.stakeholders.current().filter(kind=Kind.PERSON).exclude(role__in=SEATS).select_related("person")
    return [(s.pk, ", ".join(words for words in (s.name, s.position, _without_way_in(s)) if words)) for s in people.in_reading_order()]


def _without_way_in(stakeholder: Stakeholder) -> str:
    return "" if stakeholder.person and stakeholder.person.email else "who has no e-mail address, so cannot sign in"


@dataclass(frozen=True)
class KindOfExpertise:
    """One kind of expertise: whether it is needed, in words, and who has it."""

    kind: Expertise
    decided: str
    note: str
    people: list[Stakeholder]


def kinds_of_expertise(project: BuyingProject, states: Mapping[str, tuple[str, str]]) -> list[KindOfExpertise]:
    """All fourteen, with the decision and note of each from `states`."""
    having: dict[str, list[Stakeholder]] = defaultdict(list)
    for stakeholder in project.stakeholders.current().exclude(expertise="").in_reading_order():
        having[stakeholder.expertise].append(stakeholder)
    found = [(kind, *states.get(kind, ("", ""))) for kind in project.agency.asks_about(states)]
    return [KindOfExpertise(kind, say_decision(decision), note, having[kind]) for kind, decision, note in found]


def say_decision(decision: str) -> str:
    """Needed, not needed, or that nobody decided."""
    return Decision(decision).label if decision else "Not decided yet"
