"""Who may have an account, and whom the demo offers to sign in as. Named in the settings: the site knows no domain."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby

from django.contrib.auth.backends import ModelBackend
from django.db.models import Exists, OuterRef, Q

from mobilisation.adapter import SignInAdapter
from projects.clock import today
from projects.models import Agency, AgencyPost, AgencyPostKind, Person, Role, Stakeholder

DEMO_DOMAINS = ("example.org", "panel.example")  # reserved: nobody real has such an address


class Adapter(SignInAdapter):
    """An account exists because somebody named the person, or because an agency lists their e-mail domain."""

    def may_join(self, email: str) -> bool:
        """Whether an agency lists the domain, and nobody (not even somebody who left) has the address."""
        return bool(agencies_of(email)) and not Person.objects.filter(email__iexact=email).exists()

    def join(self, email: str) -> Person:
        """The person with this address, made now unless somebody named them meanwhile."""
        known = Person.objects.filter(email__iexact=email).first()
        agencies = agencies_of(email)
        return known or Person.objects.with_address(email, name=name_from(email), agency=agencies[0] if len(agencies) == 1 else None)


class Backend(ModelBackend):
    """Django's own, whose person carries `administers` (an agency, today) and `is_officer` (of an agency today, or in a project): for the
    menu and the account page, without a query more."""

    def get_user(self, user_id: int) -> Person | None:
        """Who is signed in, while their account is on."""
        posts = AgencyPost.objects.current(today()).filter(person=OuterRef("pk"))
        seats = Stakeholder.objects.current().filter(person=OuterRef("pk"), role=Role.PROCUREMENT_OFFICER)
        known = Person.objects.annotate(
            administers=Exists(posts.filter(kind=AgencyPostKind.ADMINISTRATOR)),
            is_officer=Exists(posts.filter(kind=AgencyPostKind.OFFICER)) | Exists(seats),
        )
        person = known.filter(pk=user_id).first()
        return person if person and self.user_can_authenticate(person) else None


def agencies_of(email: str) -> list[Agency]:
    """The agencies that list the domain of this address."""
    domain = email.lower().rpartition("@")[2]
    return [agency for agency in Agency.objects.all() if domain in agency.email_domains]


def name_from(email: str) -> str:
    """A name to begin with, until they give theirs: "ruth.melaleuca@…" is Ruth Melaleuca."""
    return " ".join(word.capitalize() for word in email.partition("@")[0].replace("_", ".").split("."))


# ---- The demo -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Offered:
    """Somebody to sign in as, and what they are, in words."""

    person: Person
    says: str

    @property
    def agency(self) -> str:
        """The name of their agency."""
        return str(self.person.agency or "No agency")


@dataclass(frozen=True)
class Group:
    """People of one role."""

    name: str
    people: list[Offered]

    @property
    def by_agency(self) -> list[tuple[str, list[Offered]]]:
        """The same people under the names of their agencies."""
        return [(name, list(people)) for name, people in groupby(self.people, key=lambda offered: offered.agency)]


def demo_people() -> list[Group]:
    """The people whom the demo made, once each, under the first role they have; who has a post for the whole agency comes last."""
    made = Q()
    for domain in DEMO_DOMAINS:
        made |= Q(email__endswith=f"@{domain}")
    people = Person.objects.filter(made, is_active=True, is_staff=False).select_related("agency")
    seats, posts = seats_by_person(), posts_by_person()
    groups: dict[str, list[Offered]] = defaultdict(list)
    for person in people.order_by("agency__name", "name"):
        group, says = group_of(seats.get(person.pk, []), posts.get(person.pk, []))
        groups[group].append(Offered(person, ": ".join(filter(None, [person.position, says]))))
    order = [*(role.label for role in Role.in_a_project()), *(kind.label for kind in AgencyPostKind), "In no project yet"]
    return [Group(name, groups[name]) for name in dict.fromkeys(order) if name in groups]


def group_of(seats: list[Stakeholder], posts: list[str]) -> tuple[str, str]:
    """The heading somebody stands under, and the projects they are in: their highest role, else the post they hold."""
    if not seats:
        return (posts[0] if posts else "In no project yet"), ""
    highest = min(seats, key=lambda seat: Role.in_a_project().index(Role(seat.role)))
    refs = [seat.project.ref for seat in seats if seat.role == highest.role]
    return Role(highest.role).label, ", ".join(refs)


def seats_by_person() -> dict[int, list[Stakeholder]]:
    """The current seats of everybody, by the person's id."""
    seats = defaultdict(list)
    for seat in Stakeholder.objects.current().exclude(person=None).select_related("project").order_by("project__ref"):
        seats[seat.person_id].append(seat)
    return seats


def posts_by_person() -> dict[int, list[str]]:
    """The names of everybody's posts for an agency today, by the person's id."""
    posts = defaultdict(list)
    for post in AgencyPost.objects.current(today()).order_by("pk"):
        posts[post.person_id].append(post.get_kind_display())
    return posts
