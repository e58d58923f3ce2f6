"""What somebody does for a whole agency: the queue for an officer, seats whose holder has gone, covers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from projects.access import agencies_served
from projects.clock import today
from projects.models import Agency, AgencyPost, AgencyPostKind, BuyingProject, Cover, Kind, Person, ProjectState, Role, Stakeholder

SEATS = (Role.BUYER, Role.PROCUREMENT_OFFICER)


def posts_of(person: Person) -> dict[str, set[int]]:
    """The agencies, as ids, that the person serves today, by the kind of post. One query."""
    served: dict[str, set[int]] = defaultdict(set)
    for kind, agency in person.posts.current(today()).values_list("kind", "agency"):
        served[kind].add(agency)
    return served


def in_queue(person: Person, agencies: Iterable[int]) -> QuerySet[BuyingProject]:
    """The projects that wait for an officer from these agencies, longest first, each carrying what the person is in it."""
    wanting = BuyingProject.objects.filter(agency__in=list(agencies), officer_wanted_at__isnull=False, state=ProjectState.ACTIVE)
    return wanting.seen_by(person).select_related("started_by", "agency").order_by("officer_wanted_at", "pk")


def to_take_on(person: Person) -> QuerySet[BuyingProject]:
    """What the person may take on from the queues of their agencies, and what they have taken on: pressing twice is once."""
    theirs = BuyingProject.objects.filter(agency__in=agencies_served(person, AgencyPostKind.OFFICER)).seen_by(person)
    waiting = Q(officer_wanted_at__isnull=False, state=ProjectState.ACTIVE)
    return theirs.filter(waiting | Q(my_role=Role.PROCUREMENT_OFFICER)).select_related("started_by", "agency")


def seats_left(agencies: Iterable[int]) -> QuerySet[Stakeholder]:
    """The seats in these agencies' projects whose holder's account is off."""
    left = Stakeholder.objects.current().filter(role__in=SEATS, person__is_active=False, project__agency__in=list(agencies))
    return left.select_related("project__agency").order_by("project__ref", "role")


def seats_to_hand_over(person: Person, ref: str) -> QuerySet[Stakeholder]:
    """The seats of one project that the person, as an administrator of its agency, hands over for holders who have gone."""
    return seats_left(agencies_served(person, AgencyPostKind.ADMINISTRATOR)).filter(project__ref=ref)


def successors(project: BuyingProject) -> list[Stakeholder]:
    """Who in the project can take over a seat: people who are in it now, can sign in, and hold no seat."""
    people = project.stakeholders.current().filter(kind=Kind.PERSON, person__is_active=True).exclude(role__in=SEATS)
    people = people.select_related("project__agency")
    return list(people.in_reading_order())


def covers_of(person: Person) -> QuerySet[Cover]:
    """Covers that run or are to come: by this person, and for them."""
    covers = Cover.objects.filter(Q(officer=person) | Q(covered_by=person), ended_at=None, ends_on__gte=today())
    return covers.select_related("officer", "covered_by").order_by("starts_on", "pk")


def covers_to_manage(person: Person) -> QuerySet[Cover]:
    """The covers that are not over of officers the person speaks for: themselves, and those of agencies they administer. Ended ones too."""
    theirs = Q(officer=person) | Q(officer__agency__in=agencies_served(person, AgencyPostKind.ADMINISTRATOR))
    return Cover.objects.filter(theirs, ends_on__gte=today()).select_related("officer", "covered_by").order_by("starts_on", "pk")


def officers_for(person: Person) -> list[Person]:
    """The officers for whom the person may record a cover: themselves first, if they are one, and those of agencies they administer."""
    administered = agencies_served(person, AgencyPostKind.ADMINISTRATOR)
    posts = AgencyPost.objects.current(today()).filter(kind=AgencyPostKind.OFFICER).values("person")
    seats = Stakeholder.objects.current().filter(role=Role.PROCUREMENT_OFFICER).values("person")
    theirs = Q(pk=person.pk) | Q(agency__in=administered)
    officers = Person.objects.filter(theirs, Q(pk__in=posts) | Q(pk__in=seats), is_active=True).select_related("agency")
    return sorted(officers, key=lambda officer: (officer.pk != person.pk, officer.name, officer.pk))


# ---- The agency's own page -----------------------------------------------------------------------------------------


def posts_running(agency: Agency) -> QuerySet[AgencyPost]:
    """Who serves the agency now or from a later day on, by name."""
    running = agency.posts.filter(Q(ends_on=None) | Q(ends_on__gte=today()))
    return running.select_related("person", "agency").order_by("person__name", "pk")


def queue_of(agency: Agency) -> QuerySet[BuyingProject]:
    """The projects of the agency that wait for an officer, longest first: reference, title and starter, for whoever may not open them."""
    waiting = agency.projects.filter(officer_wanted_at__isnull=False, state=ProjectState.ACTIVE)
    return waiting.select_related("started_by").order_by("officer_wanted_at", "pk")


def projects_run_by(agency: Agency, officer: Person) -> QuerySet[BuyingProject]:
    """The agency's projects whose officer this is now."""
    seats = officer.stakes.current().filter(role=Role.PROCUREMENT_OFFICER).values("project")
    return agency.projects.filter(pk__in=seats).exclude(state=ProjectState.STOPPED).order_by("ref")


def covers_in(agency: Agency) -> QuerySet[Cover]:
    """The covers, running or to come, of officers of the agency."""
    covers = Cover.objects.filter(officer__agency=agency, ended_at=None, ends_on__gte=today())
    return covers.select_related("officer", "covered_by").order_by("starts_on", "pk")
