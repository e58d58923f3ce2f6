"""My work: what waits on somebody, what they have, and where each of their projects stands, in words.

As many queries for one project as for thirty, and a bounded number of rows of everything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse

from milestones.asked import Asked, asked_by_meetings
from milestones.draft import cannot_start
from milestones.mine import is_buyers, is_mine, is_officers, waits_on
from milestones.models import Confirmation, Ending, Side, SuccessCriterion
from projects.access import BUYERS_SIDE, SIDES, Access, access_of, may_start_in
from projects.agency import covers_of, in_queue, posts_of, seats_left
from projects.asked import asked_over_all
from projects.clock import today
from projects.models import AgencyPostKind, BuyingProject, OpenItem, Person, ProjectState, Role, Stakeholder

SHOWN = 10
QUEUE_SHOWN = 20

Seats = dict[int, dict[str, Stakeholder]]
Looks = dict[int, list[SuccessCriterion]]


@dataclass(frozen=True)
class Thing:
    """One thing that waits on somebody: what to do, where, in which project, and what there is to know about it."""

    what: str
    url: str
    project: BuyingProject
    hint: str = ""
    is_ready: bool = False


@dataclass(frozen=True)
class Row:
    """A project in a list: where it stands, what the reader is in it, and whether something needs another look."""

    project: BuyingProject
    stands: str
    waits: str
    part: str
    look: str


def work_of(person: Person) -> dict[str, Any]:
    """All that the page *my work* shows of somebody's projects."""
    waiting = list(person.projects.filter(waits_on(person)).select_related("agency").order_by("changed_at", "pk")[: SHOWN + 1])
    mine = list(person.projects.filter(is_mine(person)).select_related("agency").order_by("-changed_at", "-pk")[: SHOWN + 1])
    seats, looks = seats_of([*waiting, *mine]), looks_of(waiting)
    items, may_start = list(items_of(person)[: SHOWN + 1]), bool(may_start_in(person))
    agency = agency_work_of(person)
    things = [thing for project in waiting for thing in things_of(person, project, seats[project.pk], looks[project.pk])]
    return {
        "things": things[:SHOWN],
        "more_things": len(things) > SHOWN,
        "rows": [row_of(person, project, seats[project.pk]) for project in mine[:SHOWN]],
        "more_rows": len(mine) > SHOWN,
        "lapsed": list(lapsed_of(person)[:SHOWN]),
        "items": items[:SHOWN],
        "more_items": len(items) > SHOWN,
        "today": today(),
        "asked": asked_of(person)[:SHOWN],
        "drafts": list(person.drafts.filter(project=None)[:SHOWN]),
        "covers": list(covers_of(person)[:SHOWN]),
        "may_start": may_start,
        "cannot_start": None if may_start else cannot_start(person),
        "keeps_covers": any(project.my_role == Role.PROCUREMENT_OFFICER for project in mine) or agency["serves"] or agency["administers"],
        **agency,
    }


def asked_of(person: Person) -> list[Asked]:
    """What waits for a word of somebody over all their projects: the project, in words, and the page for it."""
    on_their_page = [(project, words, reverse("projects:my_part", args=[project.ref])) for project, words in asked_over_all(person)]
    return [*on_their_page, *asked_by_meetings(person)]


def seats_of(projects: Iterable[BuyingProject]) -> Seats:
    """Who holds the two seats of each project now, by project and role. One query."""
    seats: Seats = defaultdict(dict)
    holders = Stakeholder.objects.current().filter(project__in={p.pk for p in projects}, role__in=SIDES)
    for holder in holders.only("project_id", "role", "name", "person_id").order_by("pk"):
        seats[holder.project_id].setdefault(holder.role, holder)
    return seats


def looks_of(projects: Iterable[BuyingProject]) -> Looks:
    """The criteria that need another look, up to the milestone worked on, by project. One query."""
    looks: Looks = defaultdict(list)
    ids = {p.pk for p in projects}
    criteria = SuccessCriterion.objects.filter(milestone__project__in=ids, milestone__project__things_changed__gt=0)
    criteria = criteria.filter(milestone__position__lte=F("milestone__project__current_milestone")).select_related("milestone")
    for criterion in criteria.only("position", "newly_missing", "milestone__position", "milestone__project_id").order_by(
        "milestone__position", "position"
    ):
        if criterion.needs_another_look:
            looks[criterion.milestone.project_id].append(criterion)
    return looks


def things_of(person: Person, project: BuyingProject, seats: dict[str, Stakeholder], looks: list[SuccessCriterion]) -> Iterator[Thing]:
    """What waits on somebody in one project; `waits_on` chose the project by the same rules."""
    access = access_of(person, project)
    if access.is_officer:
        yield from _officers_things(project, access, seats, looks)
    if access.is_buyers_side:
        yield from _buyers_things(project, access, seats)


def _officers_things(
    project: BuyingProject, access: Access, seats: dict[str, Stakeholder], looks: list[SuccessCriterion]
) -> Iterator[Thing]:
    holder = seats.get(Role.PROCUREMENT_OFFICER)
    hint = f"You cover for {holder.name}." if access.covers_for and access.role not in SIDES and holder else ""
    if looks:
        yield _look_again(project, looks, hint)
    if Role.PROCUREMENT_OFFICER in project.waits_on and project.criteria_left:
        yield Thing(_to_answer(project), _page(project), project, hint)
    elif Role.PROCUREMENT_OFFICER in project.waits_on and not looks:
        yield Thing(f"Confirm milestone {project.current_milestone}", _page(project, "confirm"), project, hint, is_ready=True)
    if not seats.keys() & BUYERS_SIDE and not project.is_mobilised:
        yield _name_somebody(project, "Name the buyer")


def _buyers_things(project: BuyingProject, access: Access, seats: dict[str, Stakeholder]) -> Iterator[Thing]:
    buyer = seats.get(Role.BUYER)
    if not buyer and not project.is_mobilised:
        yield _name_somebody(project, "Name the buyer")
    elif buyer and Role.BUYER in project.waits_on:
        yield _buyers_step(project, access, buyer)
    if Role.PROCUREMENT_OFFICER not in seats and not project.officer_wanted_at and not project.is_mobilised:
        yield _name_somebody(project, "Name the procurement officer")


def _buyers_step(project: BuyingProject, access: Access, buyer: Stakeholder) -> Thing:
    adds, number = bool(project.criteria_left), project.current_milestone
    hint = "" if access.role == Role.BUYER else f"On behalf of {buyer.name}, who can {'add it' if adds else 'confirm'} too."
    if adds:
        return Thing(f"Add what milestone {number} still needs", _page(project), project, hint)
    return Thing(f"Confirm milestone {number}", _page(project, "confirm"), project, hint, is_ready=True)


def _look_again(project: BuyingProject, looks: list[SuccessCriterion], hint: str) -> Thing:
    names = list(dict.fromkeys(thing["name"] for criterion in looks for thing in criterion.newly_missing))
    said = f"Changed since you looked: {', '.join(names[:3])}{f' and {len(names) - 3} more' if len(names) > 3 else ''}."
    first = looks[0]
    place = first.milestone.position
    url = f"{reverse('milestones:milestone', args=[project.ref, place])}#criterion-{place}-{first.position}"
    return Thing(f"Look again at {_and([criterion.key for criterion in looks])}", url, project, f"{said} {hint}".strip())


def _to_answer(project: BuyingProject) -> str:
    left, total = project.criteria_left, project.criteria_total
    if left == 1:
        return f"Answer the last criterion of milestone {project.current_milestone}"
    return f"Answer {f'the {left}' if left == total else f'{left} more'} criteria of milestone {project.current_milestone}"


def _name_somebody(project: BuyingProject, what: str) -> Thing:
    return Thing(what, reverse("projects:person_add", args=[project.ref]), project, "Nobody is named yet.")


def _page(project: BuyingProject, name: str = "milestone") -> str:
    return reverse(f"milestones:{name}", args=[project.ref, project.current_milestone])


def row_of(person: Person, project: BuyingProject, seats: dict[str, Stakeholder]) -> Row:
    """A project as a row of a list."""
    access = access_of(person, project)
    count = project.things_changed if access.reads_record else 0
    return Row(
        project=project,
        stands=stands(project),
        waits=waiting_words(person, project, seats),
        part=_part(project, access, seats),
        look=f"{count} {'thing has' if count == 1 else 'things have'} changed" if count else "",
    )


def stands(project: BuyingProject) -> str:
    """Where it stands: "Milestone 2: 3 of 5 met"; "Mobilised"; a stopped one says so first."""
    where = "Mobilised" if project.is_mobilised else f"Milestone {project.current_milestone}: {project.says_met}"
    return where if project.is_active else f"{project.get_state_display()}. {where}"


def waiting_words(person: Person, project: BuyingProject, seats: dict[str, Stakeholder]) -> str:
    """Whom the next step waits on, by name: "you", "Ruth Melaleuca", "a buyer, not named yet"; nothing while stopped or once mobilised."""
    if not project.is_active:
        return ""
    return _and([_holder_words(person, project, role, seats.get(role)) for role in project.waits_on])


def _holder_words(person: Person, project: BuyingProject, role: str, holder: Stakeholder | None) -> str:
    if holder:
        return "you" if holder.person_id == person.pk else holder.name
    if role == Role.PROCUREMENT_OFFICER and project.officer_wanted_at:
        return "the procurement team, asked for an officer"
    word = project.agency.say(role)
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}, not named yet"


def _part(project: BuyingProject, access: Access, seats: dict[str, Stakeholder]) -> str:
    holder = seats.get(Role.PROCUREMENT_OFFICER)
    own = project.agency.word_for(access.role) if access.role else ""
    cover = f"Covering for {holder.name}" if access.covers_for and holder and access.role != Role.PROCUREMENT_OFFICER else ""
    return f"{own}. {cover}" if own and cover else own or cover


def _and(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def lapsed_of(person: Person) -> QuerySet[Confirmation]:
    """The person's confirmations of milestones worked on now that lapsed, and that their side has not given again; newest first."""
    since = Confirmation.objects.filter(milestone=OuterRef("milestone"), side=OuterRef("side"), given_at__gt=OuterRef("given_at"))
    mine = BuyingProject.objects.filter(state=ProjectState.ACTIVE)
    sides = Q(side=Side.BUYER, milestone__project__in=mine.filter(is_buyers(person)))
    sides |= Q(side=Side.OFFICER, milestone__project__in=mine.filter(is_officers(person)))
    lapsed = Confirmation.objects.filter(sides, ~Exists(since), person=person, ended_why=Ending.LAPSED, milestone__completion=None)
    return lapsed.select_related("milestone__project", "ended_by").order_by("-ended_at", "-pk")


def items_of(person: Person) -> QuerySet[OpenItem]:
    """The open items this person owns in active projects, overdue first. A wider stakeholder does not see open items."""
    items = OpenItem.objects.unanswered().filter(owner__person=person, owner__left_at=None, project__state=ProjectState.ACTIVE)
    return items.exclude(owner__role=Role.WIDER).select_related("project").order_by(F("due_on").asc(nulls_last=True), "pk")


def agency_work_of(person: Person) -> dict[str, Any]:
    """What somebody's posts in agencies bring: the queue to take on from, the queue to know of, seats whose holders have gone."""
    served = posts_of(person)
    officers, administers = served[AgencyPostKind.OFFICER], served[AgencyPostKind.ADMINISTRATOR]
    return {
        "serves": bool(officers),
        "queue": _queue(person, officers),
        "administers": bool(administers),
        "views": bool(served[AgencyPostKind.VIEWER]),
        "queue_known": _queue(person, administers - officers),
        "seats_left": list(seats_left(administers)[:QUEUE_SHOWN]) if administers else [],
    }


def _queue(person: Person, agencies: set[int]) -> list[BuyingProject]:
    return list(in_queue(person, agencies)[:QUEUE_SHOWN]) if agencies else []
