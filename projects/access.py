"""Who may open and do what: the only answer. Everything is closed until a view says otherwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, cast

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from mobilisation.access import opens_by_link as opens_by_link
from mobilisation.access import public as public
from mobilisation.access import signed_in as signed_in
from projects.clock import today
from projects.models import Agency, AgencyPostKind, Audience, BuyingProject, Person, Role
from projects.refusals import NotYourPart

View = Callable[..., HttpResponse]

BUYERS_SIDE = frozenset({Role.BUYER, Role.BUYERS_AGENT})
OFFICER = frozenset({Role.PROCUREMENT_OFFICER})
SIDES = BUYERS_SIDE | OFFICER
CORE = SIDES | {Role.TEAM_MEMBER}
READERS = CORE | {Role.VIEWER}
MEMBERS = CORE | {Role.WIDER}
EVERYONE = READERS | {Role.WIDER}


@dataclass(frozen=True)
class Access:
    """What one person is in one project now, and so what they may see and do there.

    `role` is their own; `roles` adds the officer's while they cover for the officer. `covers_for` is that officer's id.
    `position` is theirs in this project, else in general. Posts of the agency open no project by themselves.
    `by_link`: they came by a personal link, and see their own part only.
    """

    person: Person
    role: Role | None
    roles: frozenset[Role]
    stake: int | None
    covers_for: int | None
    position: str = ""
    by_link: bool = False

    def holds(self, roles: frozenset[Role]) -> bool:
        """Whether one of these roles is theirs."""
        return bool(self.roles & roles)

    def acting(self, roles: frozenset[Role]) -> tuple[Role, int | None]:
        """The role they act in where one of `roles` is asked for, and whom they cover for then."""
        if self.role in roles:
            return self.role, None
        if self.covers_for and Role.PROCUREMENT_OFFICER in roles:
            return Role.PROCUREMENT_OFFICER, self.covers_for
        return next(iter(self.roles & roles)), None

    @property
    def is_buyers_side(self) -> bool:
        """Buyer, or on behalf of the buyer."""
        return self.holds(BUYERS_SIDE)

    @property
    def is_officer(self) -> bool:
        """The procurement officer, or who covers for the officer today."""
        return self.holds(OFFICER)

    @property
    def edits(self) -> bool:
        """May edit the record: people, objective, sessions; stop and resume; reopen."""
        return self.holds(SIDES)

    @property
    def contributes(self) -> bool:
        """May add evidence and open items."""
        return self.holds(CORE)

    @property
    def reads_record(self) -> bool:
        """Sees what the project shows, evidence, open items and history."""
        return self.holds(READERS) and not self.by_link

    @property
    def sees_influence(self) -> bool:
        """Sees what approvers need to say yes, and conflicts."""
        return self.holds(SIDES)

    @property
    def has_part(self) -> bool:
        """Has a page *my part* here."""
        return self.stake is not None

    def limited_to_own_part(self) -> Access:
        """The same for who came by a personal link: their own role alone, without the officer's while they cover."""
        return replace(self, roles=frozenset({self.role} if self.role else ()), covers_for=None, by_link=True)

    def sees_value(self, project: BuyingProject) -> bool:
        """Sees the value band: both sides always; team and viewers unless the buyer restricts it."""
        return self.holds(SIDES) or (self.reads_record and not project.is_value_restricted)

    def audiences(self, project: BuyingProject) -> list[Audience]:
        """The history entries they may read, by audience."""
        if not self.reads_record:
            return []
        seen = [Audience.TEAM]
        seen += [Audience.VALUE] if self.sees_value(project) else []
        return [*seen, Audience.SIDES] if self.sees_influence else seen


def access_of(person: Person, project: BuyingProject) -> Access:
    """What the person is in a project that came from `seen_by` or `open_to`."""
    return _access(person, project, covers=project.i_cover, views=project.i_view)  # type: ignore[attr-defined]  # annotations of seen_by


def access_in(person: Person, project: BuyingProject) -> Access:
    """What the person is in one project that came from `with_stake_of`: covers and posts are read only for whom they could matter."""
    role = project.my_role  # type: ignore[attr-defined]  # an annotation of with_stake_of
    covers = role not in SIDES and project.my_officer is not None and _covers(person, project)  # type: ignore[attr-defined]  # an annotation of with_stake_of
    return _access(person, project, covers=covers, views=not role and serves(person, project, AgencyPostKind.VIEWER))


def _covers(person: Person, project: BuyingProject) -> bool:
    return project.stakeholders.covered_by(person, today()).exists()


def serves(person: Person, project: BuyingProject, kind: AgencyPostKind) -> bool:
    """Whether the person holds such a post of the project's agency today."""
    return person.posts.current(today()).filter(agency=project.agency_id, kind=kind).exists()


def _access(person: Person, project: BuyingProject, *, covers: bool, views: bool) -> Access:
    own = Role(project.my_role) if project.my_role else (Role.VIEWER if views else None)  # type: ignore[attr-defined]  # annotations
    covers = covers and own not in BUYERS_SIDE
    officer = {Role.PROCUREMENT_OFFICER} if covers else set()
    return Access(
        person=person,
        role=own,
        roles=frozenset(({own} if own else set()) | officer),
        stake=project.my_stake,  # type: ignore[attr-defined]  # an annotation
        covers_for=project.my_officer if covers else None,  # type: ignore[attr-defined]  # an annotation
        position=project.my_position or person.position,  # type: ignore[attr-defined]  # an annotation
    )


def project_view(roles: frozenset[Role]) -> Callable[[View], View]:
    """The view is handed the project named by `ref`, with its `access`: 404 outside the project, 403 with the reason inside it.

    A page asked for in small letters leads to its own address.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, ref: str, *args: Any, **kwargs: Any) -> HttpResponse:
            project = open_project(cast(Person, request.user), ref)  # LoginRequiredMiddleware lets nobody else in
            request.project = project  # type: ignore[attr-defined]  # for the pages that say no
            if getattr(request, "personal_link", None):
                project.access = project.access.limited_to_own_part()
            is_read = request.method in {"GET", "HEAD"}
            require(project, roles, "open this" if is_read else "do this")
            if is_read and ref != project.ref:
                return redirect(request.get_full_path().replace(ref, project.ref, 1))
            return view(request, project, *args, **kwargs)

        guarded.access_rule = roles  # type: ignore[attr-defined]  # read by the system check
        return guarded

    return wrap


def agency_view(view: View) -> View:
    """The view is handed the agency named by `code`: 404 for everybody but who administers it today."""

    @wraps(view)
    def guarded(request: HttpRequest, code: str, *args: Any, **kwargs: Any) -> HttpResponse:
        agency = get_object_or_404(administered_by(cast(Person, request.user)), code=code.upper())
        return view(request, agency, *args, **kwargs)

    guarded.access_rule = "agency administrator"  # type: ignore[attr-defined]  # read by the system check
    return guarded


def administered_by(person: Person) -> QuerySet[Agency]:
    """The agencies whose administrator the person is today."""
    posts = person.posts.current(today()).filter(kind=AgencyPostKind.ADMINISTRATOR)
    return Agency.objects.filter(pk__in=posts.values("agency"))


def open_project(person: Person, ref: str) -> BuyingProject:
    """The project, with what the person is in it; small letters in the reference will do.

    Raises Http404 where there is none, or none for them: the two look the same.
    """
    project = BuyingProject.objects.with_stake_of(person).filter(ref=ref.upper()).select_related("agency").first()
    access = access_in(person, project) if project else None
    if project is None or access is None or not access.roles:
        raise Http404("There is no project here that you can open.")
    project.access = access
    return project


def require(project: BuyingProject, roles: frozenset[Role], what: str = "do this") -> None:
    """Raise NotYourPart, naming who can, unless the access holds one of the roles."""
    if not project.access.holds(roles):
        raise NotYourPart(f"Only {who_holds(roles)} can {what}.", who=names_of(project, roles))


def who_holds(roles: frozenset[Role]) -> str:
    """The holders of these roles, in words."""
    if roles == OFFICER:
        return "the procurement officer"
    if roles == BUYERS_SIDE:
        return "the buyer, or who acts on behalf of the buyer,"
    if roles == SIDES:
        return "the buyer’s side or the procurement officer"
    if roles == frozenset({Role.BUYER}):
        return "the buyer"
    return "the core buying team"


def names_of(project: BuyingProject, roles: frozenset[Role]) -> str:
    """The names of those who hold these roles now: "Ruth Melaleuca"; "nobody yet" where the seat is empty."""
    seats = roles & SIDES
    holders = project.stakeholders.current().filter(role__in=seats).in_reading_order()
    return ", ".join(holder.name for holder in holders) or "nobody yet"


def may_start_in(person: Person) -> list[Agency]:
    """The agencies in which the person may start a project: their own, or any if they have none, that lists their e-mail domain; and those
    where they are on the buyer's side or the officer of a project already."""
    seats = person.stakes.current().filter(role__in=SIDES).values("project__agency")
    at_work = set(Agency.objects.filter(pk__in=seats).values_list("pk", flat=True))
    return [a for a in Agency.objects.all() if a.pk in at_work or _is_staff_of(person, a)]


def _is_staff_of(person: Person, agency: Agency) -> bool:
    return person.agency_id in {None, agency.pk} and bool(person.email_domain) and person.email_domain in agency.email_domains


def agencies_served(person: Person, kind: AgencyPostKind) -> list[int]:
    """The agencies whose officer, viewer or administrator the person is today, as ids."""
    return list(person.posts.current(today()).filter(kind=kind).values_list("agency", flat=True))
