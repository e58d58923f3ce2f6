"""A draft of a project in words: what it is called, what is missing, what has been said, and what starting it needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from milestones.models import ProjectDraft
from milestones.starts import ProjectStart
from projects.clock import today
from projects.models import Agency, AgencyPostKind, Person
from projects.refusals import NotYourPart

PARTS = ("buyer", "preparing", "officer")
STEPS = ["start_title", "start_part", "start_people", "start_outcome", "start_check"]
OF_A_PART = {
    "buyer": {"officer_name", "officer_email", "ask_for_officer"},
    "preparing": {"buyer_name", "buyer_email", "officer_name", "officer_email", "ask_for_officer"},
    "officer": {"buyer_name", "buyer_email"},
}
NO_AGENCY = Agency()  # until one is chosen, the usual words
ALWAYS = {"title", "part", "problem_or_opportunity", "desired_outcome"}


@dataclass(frozen=True)
class Said:
    """One line of what the draft says: the question, the answer, and the page that changes it."""

    about: str
    value: str
    url: str
    is_text: bool = False


def parts(agency: Agency) -> dict[str, str]:
    """What a starter may be, in words."""
    buyer = agency.buyer_in_a_sentence
    words = (f"I’m the {buyer}", f"I’m preparing this for the {buyer}", "I’m the procurement officer")
    return dict(zip(PARTS, words, strict=True))


def address(draft: ProjectDraft, step: str) -> str:
    """The address of one page of the draft."""
    return reverse(f"milestones:{step}", args=[draft.pk])


def after(draft: ProjectDraft, step: str, changing: bool) -> str:
    """Where a page leads: to the next one; while something is changed from the check page, back there.

    Another part asks for other people, so that page follows it in any case.
    """
    if step == "start_part" and changing:
        return address(draft, "start_people") + "?change=1"
    return address(draft, "start_check" if changing else STEPS[STEPS.index(step) + 1])


def go_on(draft: ProjectDraft) -> str:
    """Where to take the draft up again: at what it cannot do without, else at the check."""
    missing = what_is_missing(draft)
    return missing[0]["href"] if missing else address(draft, "start_check")


def what_is_missing(draft: ProjectDraft) -> list[dict[str, str]]:
    """What the draft cannot start without, each with the page for it."""
    typed = draft.typed
    asked = [
        ("Enter a title", typed.get("title"), "start_title"),
        ("Choose an agency", typed.get("agency"), "start_title"),
        ("Say what your part is", typed.get("part") in PARTS, "start_part"),
    ]
    return [{"text": text, "href": f"{address(draft, step)}?change=1"} for text, there, step in asked if not there]


def summary(draft: ProjectDraft, agency: Agency | None) -> list[Said]:
    """All that the draft says, in the order it was asked."""
    typed, part = draft.typed, draft.typed.get("part", "")
    words = agency or NO_AGENCY
    people = OF_A_PART.get(part, set())
    lines = [
        ("Title", typed.get("title", ""), "start_title"),
        ("Agency", agency.name if agency else "", "start_title"),
        ("Your part", parts(words).get(part, ""), "start_part"),
    ]
    if "buyer_name" in people:
        lines.append((words.word_for_buyer, _named(typed, "buyer"), "start_people"))
    if "officer_name" in people:
        asked = "Ask the procurement team" if typed.get("ask_for_officer") else _named(typed, "officer")
        lines.append(("Procurement officer", asked, "start_people"))
    said = [Said(about, value or "Not said yet", f"{address(draft, step)}?change=1") for about, value, step in lines]
    texts = [("Problem or opportunity", "problem_or_opportunity"), ("Desired outcome", "desired_outcome")]
    url = f"{address(draft, 'start_outcome')}?change=1"
    return said + [Said(about, typed.get(name) or "Not said yet", url, is_text=True) for about, name in texts]


def _named(typed: dict[str, Any], who: str) -> str:
    return ", ".join(words for words in (typed.get(f"{who}_name", ""), typed.get(f"{who}_email", "")) if words)


def start_of(draft: ProjectDraft, agency: Agency) -> ProjectStart:
    """What starting it needs. What was typed for another part is left out."""
    part = draft.typed.get("part", "")
    kept = ALWAYS | OF_A_PART.get(part, set())
    texts = {"title": "", "part": ""} | {name: value for name, value in draft.typed.items() if name in kept}
    return ProjectStart(agency=agency, draft=draft.pk, **texts)


def agency_of(draft: ProjectDraft) -> Agency | None:
    """The agency chosen, if there is one."""
    return Agency.objects.filter(pk=draft.typed.get("agency")).first()


def names_others(draft: ProjectDraft) -> bool:
    """Whether it names somebody who has to be told the address."""
    people = OF_A_PART.get(draft.typed.get("part", ""), set())
    return any(draft.typed.get(name) for name in ("buyer_name", "officer_name") if name in people)


def cannot_start(person: Person) -> NotYourPart:
    """Why somebody may start projects in no agency, and who can change that."""
    domain = f" ({person.email_domain})" if person.email_domain else ""
    return NotYourPart(
        "You cannot start a project yet: no agency here lists the domain of your e-mail address" + domain + ".",
        who=_administrators(person) or "the administrator of your agency",
    )


def _administrators(person: Person) -> str:
    if person.agency is None:
        return ""
    posts = person.agency.posts.current(today()).filter(kind=AgencyPostKind.ADMINISTRATOR).select_related("person")
    names = " or ".join(post.person.name for post in posts.order_by("person__name"))
    return f"{names}, administrator of {person.agency}" if names else f"the administrator of {person.agency}"
