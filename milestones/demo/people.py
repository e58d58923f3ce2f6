"""The agencies and people of the demo, and what each does there."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from projects.clock import today
from projects.models import Agency, AgencyContact, AgencyPost, AgencyPostKind, Expertise, Function, Person, Role
from projects.operations.covers import record_cover

DOMAIN = "example.org"

# What the demo adds to its data: an administrator of each agency; a portfolio viewer and a cover in the first; a wider stakeholder with an
# account.
VIEWER = ("Petra Wandoo", "Portfolio manager, Investment and Assurance")
ADMINISTRATORS = {
    "DES": ("Idris Karri", "Manager, Procurement Systems"),
    "BCH": ("Tara Boobialla", "Manager, Procurement Governance"),
    "DRR": ("Marek Silkyoak", "Manager, Procurement Policy"),
    "SPR": ("June Wilga", "Manager, Corporate Services"),
}
VIEWED_FOR = datetime.timedelta(days=365)
ON_LEAVE_IN, ON_LEAVE_FOR = datetime.timedelta(days=14), datetime.timedelta(days=11)
WIDER = ("Noor Wattle", "Convenor, Customer Panel")
WIDER_EMAIL = "noor.wattle@panel.example"  # of no agency, so she starts no projects

# Whom each agency's projects ask where they have nobody of their own: the team of that name, by topic.
DESKS = {
    "Privacy": "Privacy and information access team",
    "Security": "Cyber security team",
    "Probity": "Integrity team",
    "Media": "Media team",
}

EXPERTISE: dict[str, tuple[Expertise, str, str]] = {
    "legal": (
        Expertise.LEGAL,
        "Advises on contract terms and legal risk.",
        "Sound terms let us start with no surprises for the people we serve.",
    ),
    "cyber": (Expertise.CYBER, "Assesses the security of what is offered.", "People trust a service only when their information is safe."),
    "privacy": (Expertise.PRIVACY, "Leads the privacy impact assessment.", "The outcome must not cost anybody their privacy."),
    "finance": (
        Expertise.FINANCE,
        "Confirms funding and checks whole-of-life cost.",
        "The outcome has to be affordable for as long as it lasts.",
    ),
    "data and AI": (
        Expertise.DATA_AI,
        "Leads the AI assessment and the test data.",
        "What is drafted by machine has to be right for each person.",
    ),
    "accessibility": (
        Expertise.ACCESSIBILITY,
        "Checks that everybody can use what is bought.",
        "The outcome counts only if it reaches everybody.",
    ),
    "enterprise architecture": (
        Expertise.TECHNICAL,
        "Checks how it fits with the systems we have.",
        "It must work with what staff use every day.",
    ),
    "technical": (Expertise.TECHNICAL, "Advises on integration and on the trial.", "It must work where the work is done."),
    "probity": (Expertise.PROBITY, "Advises on fairness and conflicts of interest.", "A fair process keeps the outcome standing."),
    "change": (
        Expertise.CHANGE,
        "Speaks for frontline staff and plans the change with them.",
        "The outcome happens only if staff take it up.",
    ),
    "community": (
        Expertise.COMMUNITY,
        "Leads engagement with communities and Traditional Owners.",
        "The outcome depends on those who know the place.",
    ),
    "nursing": (Expertise.OPERATIONS, "Speaks for wards and clinics.", "The outcome is time back for patients."),
    "clinical safety": (Expertise.OPERATIONS, "Checks clinical safety and infection control.", "No outcome is worth a risk to a patient."),
    "field operations": (Expertise.OPERATIONS, "Speaks for field crews, and for their safety.", "The outcome is decided in the field."),
    "ranger": (Expertise.OPERATIONS, "Speaks for rangers and visitors on the ground.", "The outcome is decided in the reserves."),
}


@dataclass(frozen=True)
class Character:
    """One person of the demo: who they are, and how they take part in a project."""

    person: Person
    role: Role
    details: dict[str, Any]


def make_agencies(data: dict[str, Any]) -> dict[str, Agency]:
    """The agencies by code, made where they are not there yet."""
    made = {}
    for code, words in data.items():
        made[code], _ = Agency.objects.get_or_create(code=code, defaults={"name": words["name"], "email_domains": [DOMAIN]})
        for topic, name in DESKS.items():
            reach = {"email": f"{topic.lower()}.{code.lower()}@{DOMAIN}", "phone": _phone(name + code)}
            AgencyContact.objects.get_or_create(agency=made[code], topic=topic, removed_at=None, defaults={"name": name, **reach})
    return made


def make_people(data: dict[str, Any], agencies: dict[str, Agency]) -> dict[str, dict[str, Character]]:
    """The people by agency and initials, made where they are not there yet, with the posts that officers hold in their agency."""
    cast = {code: {key: _character(words, agencies[code]) for key, words in a["people"].items()} for code, a in data.items()}
    for code, people in cast.items():
        for character in people.values():
            if character.role == Role.PROCUREMENT_OFFICER:
                _post(agencies[code], character.person, AgencyPostKind.OFFICER)
    return cast


def make_extras(agency: Agency) -> Person:
    """The portfolio viewer of the agency; returns the wider stakeholder who has an account."""
    _post(agency, person(*VIEWER, agency), AgencyPostKind.VIEWER, today() + VIEWED_FOR)
    return person(*WIDER, None, WIDER_EMAIL)


def make_administrators(agencies: dict[str, Agency]) -> None:
    """An administrator of each agency."""
    for code, words in ADMINISTRATORS.items():
        _post(agencies[code], person(*words, agencies[code]), AgencyPostKind.ADMINISTRATOR)


def make_cover(officer: Person, covered_by: Person) -> None:
    """The officer is on leave in two weeks, and covered; once."""
    if not officer.covers.exists():
        starts_on = today() + ON_LEAVE_IN
        record_cover(officer=officer, covered_by=covered_by, starts_on=starts_on, ends_on=starts_on + ON_LEAVE_FOR, by=officer)


def person(name: str, position: str, agency: Agency | None, email: str = "") -> Person:
    """The person with the demo's address for this name, made where not there yet."""
    address = email or f"{name.lower().replace(' ', '.')}@{DOMAIN}"
    known = Person.objects.filter(email=address).first()
    return known or Person.objects.create_user(address, name=name, position=position, agency=agency)


def _post(agency: Agency, holder: Person, kind: AgencyPostKind, ends_on: datetime.date | None = None) -> None:
    AgencyPost.objects.get_or_create(agency=agency, person=holder, kind=kind, defaults={"starts_on": today(), "ends_on": ends_on})


def _character(words: dict[str, str], agency: Agency) -> Character:
    title, _, rest = words["role"].partition(" - ")
    role, details = _part(title, rest)
    position = details.pop("position")
    who = person(words["name"], position, agency, words["email"])
    return Character(who, role, {"position": position, "organisation": agency.name, "phone": _phone(who.name), **details})


def _part(title: str, rest: str) -> tuple[Role, dict[str, Any]]:
    if title.startswith("Buyer"):
        return Role.BUYER, {
            "position": rest,
            "part": "Answers for the outcome and the money; decides at each step.",
            "why_it_matters": "Owns the outcome.",
            "is_approver": True,
            "support_criteria": "A clear problem, a named owner for each risk, and a plan that the team can keep.",
        }
    if title.startswith("Product owner"):
        return Role.BUYERS_AGENT, {
            "position": "Product owner",
            "function": Function.PRODUCT_OWNER,
            "part": "Owns the problem and the outcome day to day, for the buyer.",
            "why_it_matters": "Keeps the work on the outcome.",
        }
    if title.startswith("Project manager"):
        return Role.BUYERS_AGENT, {
            "position": "Project manager",
            "function": Function.PROJECT_MANAGER,
            "part": "Plans the work and keeps everybody informed.",
            "why_it_matters": "Gets the outcome there in time.",
        }
    if title.startswith("Procurement officer"):
        return Role.PROCUREMENT_OFFICER, {
            "position": "Senior procurement officer" if "senior" in title else "Procurement officer",
            "function": Function.PROCUREMENT,
            "part": "Runs the buying process, fair and in order.",
            "why_it_matters": "The way we buy decides what we can get.",
        }
    expertise, part, why = next(words for key, words in EXPERTISE.items() if rest.startswith(key))
    position = f"{rest[0].upper()}{rest[1:]} expert"
    return Role.TEAM_MEMBER, {
        "position": position,
        "function": Function.EXPERT,
        "expertise": expertise,
        "part": part,
        "why_it_matters": why,
    }


def _phone(name: str) -> str:
    """A number from the range kept for fiction, 5550 and two digits more, always the same for the same name."""
    return f"02 5550 {sum(map(ord, name)) % 10000:04}"
