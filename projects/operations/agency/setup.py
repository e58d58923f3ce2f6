"""What an agency's projects begin with, and whose staff may start them. `version` is the agency's, as the page showed it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from projects.agency_changes import AgencyHistory, change_agency
from projects.changes import differences, refresh_projects
from projects.contacts import LONGEST, TOPICS
from projects.email_domains import tidy, why_not
from projects.models import Agency, Expertise, Person
from projects.raci import USUAL
from projects.refusals import FieldNeeded
from projects.risks import wrong_levels

LONGEST_WORD = 40
LONGEST_TITLE = 200


def set_domains(*, agency: Agency, domains: Iterable[str], version: int, by: Person) -> None:
    """The e-mail domains whose staff may start projects. The same again changes nothing.

    Raises FieldNeeded for what is no domain, a public mail provider's or another agency's; ChangedMeanwhile.
    """
    wanted = tidy(domains)
    for problem in filter(None, map(why_not, wanted)):
        raise FieldNeeded(f"{problem}.", missing=["a domain of the agency’s own"])
    with change_agency(agency, by=by) as history:
        for other in Agency.objects.exclude(pk=agency.pk).order_by("name"):
            for domain in wanted:
                if domain in other.email_domains and domain not in agency.email_domains:
                    raise FieldNeeded(f"“{domain}” belongs to {other} already.", missing=["a domain of the agency’s own"])
        _save(history, "domains changed", version, email_domains=wanted)


def set_word_for_buyer(*, agency: Agency, word: str, version: int, by: Person) -> None:
    """What the agency calls the buyer. The same again changes nothing. Raises FieldNeeded without one, ChangedMeanwhile."""
    word = " ".join(word.split())
    if not word or len(word) > LONGEST_WORD:
        raise FieldNeeded(f"Enter the word, up to {LONGEST_WORD} characters.", missing=["a word for the buyer"])
    with change_agency(agency, by=by) as history:
        _save(history, "word for buyer changed", version, word_for_buyer=word)


def set_risk_levels(*, agency: Agency, medium_from: int, high_from: int, extreme_from: int, version: int, by: Person) -> None:
    """From which rating a risk is medium, high and extreme. What its projects show is computed anew. The same again changes nothing.

    Raises FieldNeeded unless each begins above the one before, within 2 to 25; ChangedMeanwhile.
    """
    starts = {"medium_from": medium_from, "high_from": high_from, "extreme_from": extreme_from}
    for problem in wrong_levels(starts).values():
        raise FieldNeeded(f"{problem}.", missing=["levels that rise"])
    with change_agency(agency, by=by) as history:
        if _save(history, "risk levels changed", version, **starts):
            refresh_projects(agency.projects.all())


def choose_activities(*, agency: Agency, left_out: Iterable[int], own: Iterable[str], version: int, by: Person) -> None:
    """The usual activities that its projects do not begin with, by number, and titles of its own. What is in a project already stays.

    The same again changes nothing. Raises FieldNeeded for a title that is too long or is a usual one, ChangedMeanwhile.
    """
    titles = _titles(own, {usual.title.casefold() for usual in USUAL})
    numbers = [usual.number for usual in USUAL if usual.number in set(left_out)]
    with change_agency(agency, by=by) as history:
        _save(history, "activities chosen", version, activities_left_out=numbers, own_activities=titles)


def choose_topics(*, agency: Agency, left_out: Iterable[str], own: Iterable[str], version: int, by: Person) -> None:
    """The usual topics of contact that its projects are not offered, and topics of its own. What is on a project's list already stays.

    The same again changes nothing. Raises FieldNeeded for a topic that is too long or is a usual one, ChangedMeanwhile.
    """
    topics = _titles(own, {topic.casefold() for topic in TOPICS}, LONGEST)
    names = [topic for topic in TOPICS if topic in set(left_out)]
    with change_agency(agency, by=by) as history:
        _save(history, "topics chosen", version, topics_left_out=names, own_topics=topics)


def choose_expertise(*, agency: Agency, left_out: Iterable[str], version: int, by: Person) -> None:
    """The kinds of expertise that its projects are never asked about; what is decided already stays decided, and shown.

    What its projects show is computed anew. The same again changes nothing. Raises ChangedMeanwhile.
    """
    kinds = [kind.value for kind in Expertise if kind.value in set(left_out)]
    with change_agency(agency, by=by) as history:
        if _save(history, "expertise chosen", version, expertise_left_out=kinds):
            refresh_projects(agency.projects.all())


def _titles(typed: Iterable[str], usual: set[str], longest: int = LONGEST_TITLE) -> list[str]:
    """Each title once, whatever its letter case. Raises FieldNeeded."""
    titles: dict[str, str] = {}
    for title in filter(None, (" ".join(line.split()) for line in typed)):
        if len(title) > longest:
            raise FieldNeeded(f"Shorten “{title[:40]}…” to {longest} characters.", missing=["a shorter title"])
        if title.casefold() in usual:
            raise FieldNeeded(f"“{title}” is one of the usual ones: tick it there.", missing=["a title of the agency’s own"])
        titles.setdefault(title.casefold(), title)
    return list(titles.values())


def _save(history: AgencyHistory, verb: str, version: int, **wanted: Any) -> bool:
    """Save what differs, with its history; whether anything did."""
    agency = history.agency
    before, after = differences(agency, wanted)
    if not after:
        return False
    history.require_seen({verb}, version)
    for name, value in after.items():
        setattr(agency, name, value)
    agency.save(update_fields=list(after))
    history.note(verb, before=before, after=after)
    return True
