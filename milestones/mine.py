"""Which projects are somebody's, as what, and which of them wait on them: conditions over the standing on the project's row.

Each is by one list of ids that does not depend on the row, so that the database finds a person's projects among any number: two lists with
an OR between them would have it read them all.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from projects.access import BUYERS_SIDE, MEMBERS, OFFICER
from projects.clock import today
from projects.models import Person, ProjectState, Role, Stakeholder


def held(person: Person, roles: Iterable[Role]) -> QuerySet:
    """The ids of the projects in which the person holds one of these roles."""
    return person.stakes.current().filter(role__in=roles).values("project")


def covered(person: Person) -> QuerySet:
    """The ids of the projects whose officer the person covers for today."""
    return Stakeholder.objects.covered_by(person, today()).values("project")


def is_mine(person: Person) -> Q:
    """Projects the person has a part in, or covers in; not those they only look at for their agency."""
    return Q(pk__in=held(person, MEMBERS).union(covered(person)))


def is_officers(person: Person) -> Q:
    """Projects whose officer the person is, or covers for; never where they are on the buyer's side."""
    return Q(pk__in=held(person, OFFICER).union(covered(person).exclude(project__in=held(person, BUYERS_SIDE))))


def is_buyers(person: Person) -> Q:
    """Projects in which the person is on the buyer's side."""
    return Q(pk__in=held(person, BUYERS_SIDE))


def waits_on(person: Person) -> Q:
    """Active projects in which the next step is this person's: to add, to answer, to look again, to confirm, to name who is missing."""
    officer = _waits_on(Role.PROCUREMENT_OFFICER) | _without(BUYERS_SIDE)
    buyer = _waits_on(Role.BUYER) | _without({Role.BUYER}) | (_without(OFFICER) & Q(officer_wanted_at=None))
    return is_mine(person) & Q(state=ProjectState.ACTIVE) & ((is_officers(person) & officer) | (is_buyers(person) & buyer))


def needs_a_look(person: Person) -> Q:
    """Projects in which something has changed since it was looked at; a wider stakeholder does not see that."""
    return Q(things_changed__gt=0) & ~Q(pk__in=held(person, [Role.WIDER]))


def _waits_on(role: Role) -> Q:
    """At most two roles are kept, the buyer's first."""
    return Q(waits_on__0=role.value) | Q(waits_on__1=role.value)


def _without(roles: Iterable[Role]) -> Q:
    return ~Exists(Stakeholder.objects.current().filter(project=OuterRef("pk"), role__in=roles)) & Q(current_milestone__lt=4)
