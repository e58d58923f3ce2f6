"""People: the agency, the person who signs in, the stakeholder of one project."""

from __future__ import annotations

import datetime
from collections.abc import Container
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from projects.models.words import AgencyPostKind, Decision, Expertise, Function, Kind, Role

if TYPE_CHECKING:
    from projects.models.project import ProjectQuerySet


class Agency(models.Model):
    """A public-sector agency. Its code begins the references of its projects: DES-014."""

    code = models.SlugField(max_length=8, unique=True, help_text="Two to eight capital letters; begins every project reference.")
    name = models.CharField(max_length=200)
    email_domains = models.JSONField(default=list, blank=True, help_text="Staff with these e-mail domains may start projects.")
    next_number = models.PositiveIntegerField(default=1)
    word_for_buyer = models.CharField(max_length=40, default="Buyer", help_text="The agency's own word for the buyer.")
    activities_left_out = models.JSONField(
        default=list, blank=True, help_text="Numbers of usual activities that its projects do not begin with."
    )
    own_activities = models.JSONField(default=list, blank=True, help_text="Titles of activities of its own, after the usual ones.")
    topics_left_out = models.JSONField(default=list, blank=True, help_text="Usual topics of contact that its projects do not begin with.")
    own_topics = models.JSONField(default=list, blank=True, help_text="Topics of contact of its own, after the usual ones.")
    expertise_left_out = models.JSONField(default=list, blank=True, help_text="Kinds of expertise that it never asks for.")
    medium_from = models.PositiveSmallIntegerField(default=5, help_text="The lowest rating of a risk that is medium; below: low.")
    high_from = models.PositiveSmallIntegerField(default=10, help_text="The lowest that is high.")
    extreme_from = models.PositiveSmallIntegerField(default=17, help_text="The lowest that is extreme.")
    version = models.PositiveIntegerField(default=1, help_text="Of its set-up.")

    class Meta:
        verbose_name_plural = "agencies"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(medium_from__gte=2, medium_from__lt=F("high_from"), high_from__lt=F("extreme_from"), extreme_from__lte=25),
                name="risk_levels_rise",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def buyer_in_a_sentence(self) -> str:
        """Its word for the buyer in the middle of a sentence: "the sponsor", "the SRO"."""
        return self.word_for_buyer if self.word_for_buyer.isupper() else self.word_for_buyer.lower()

    def word_for(self, role: str) -> str:
        """A role as the agency calls it: "Sponsor", "On behalf of the sponsor"."""
        ours = {Role.BUYER: self.word_for_buyer, Role.BUYERS_AGENT: f"On behalf of the {self.buyer_in_a_sentence}"}
        return ours.get(Role(role), Role(role).label)

    def say(self, role: str) -> str:
        """The same in the middle of a sentence: "sponsor", "procurement officer"."""
        word = self.word_for(role)
        return self.buyer_in_a_sentence if role == Role.BUYER else word[:1].lower() + word[1:]

    def asks_about(self, decided: Container[str] = ()) -> list[Expertise]:
        """The kinds of expertise that a project of it is asked about: what it leaves out only where the project has decided it already."""
        return [kind for kind in Expertise if kind.value in decided or kind.value not in self.expertise_left_out]


class PersonManager(BaseUserManager["Person"]):
    """Makes people; an e-mail address is optional, a password is for administrators of the site only."""

    def create_user(self, email: str | None = None, password: str | None = None, **fields: object) -> Person:
        """A person; without an e-mail address nobody can sign in as them."""
        person = self.model(email=(email or "").strip().lower() or None, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def with_address(self, email: str, **fields: object) -> Person:
        """The person with this e-mail address, or else a new one with these fields: one, also where two ask at the same moment."""
        return self.get_or_create(email=email.strip().lower(), defaults={"password": make_password(None), **fields})[0]

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> Person:
        """An administrator of the site, for the admin pages."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> Person:
        """By e-mail address, whatever its letter case."""
        return self.get(email=(username or "").lower())


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody named in a project or working for an agency; signs in by e-mail, if they have one."""

    name = models.CharField(max_length=200)
    email = models.EmailField(null=True, blank=True, unique=True)
    position = models.CharField(max_length=200, blank=True)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="staff")
    is_active = models.BooleanField(default=True, help_text="Off once somebody has left the agency; they can no longer sign in.")
    is_staff = models.BooleanField(default=False, help_text="May look at the admin pages.")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name_plural = "people"
        constraints = [models.UniqueConstraint(Lower("email"), name="one_person_per_email")]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name as shown."""
        return self.name

    @property
    def projects(self) -> ProjectQuerySet:
        """The projects this person may open today, each carrying what `projects.access` needs to tell their role."""
        from projects.models.project import BuyingProject

        return BuyingProject.objects.open_to(self)

    @property
    def email_domain(self) -> str:
        """The part after the @, or nothing."""
        return (self.email or "").rpartition("@")[2]


class AgencyPostQuerySet(models.QuerySet["AgencyPost"]):
    """Posts, by day."""

    def current(self, today: datetime.date) -> AgencyPostQuerySet:
        """Those that run on this day."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=today), starts_on__lte=today)


class AgencyPost(models.Model):
    """What somebody does for the whole agency: officer, portfolio viewer, administrator; with an end date where wanted."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="posts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    kind = models.CharField(max_length=20, choices=AgencyPostKind)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = AgencyPostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "person", "kind"], name="one_post_of_a_kind_per_person_and_agency"),
            models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="a_post_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.agency}"


class CoverQuerySet(models.QuerySet["Cover"]):
    """Covers, by day."""

    def current(self, today: datetime.date) -> CoverQuerySet:
        """Those that run on this day."""
        return self.filter(starts_on__lte=today, ends_on__gte=today, ended_at=None)


class Cover(models.Model):
    """An officer on leave is covered by another person for dates, over all their projects."""

    officer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="covers")
    covered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="covering")
    starts_on = models.DateField()
    ends_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = CoverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="a_cover_ends_after_it_starts"),
            models.CheckConstraint(condition=~Q(officer=F("covered_by")), name="nobody_covers_for_themselves"),
        ]

    def __str__(self) -> str:
        return f"{self.covered_by} covers for {self.officer}"


class StakeholderQuerySet(models.QuerySet["Stakeholder"]):
    """The people, groups and positions of a project."""

    def current(self) -> StakeholderQuerySet:
        """Those who have not left."""
        return self.filter(left_at=None)

    def core(self) -> StakeholderQuerySet:
        """The core buying team."""
        return self.filter(role__in=CORE_ROLES)

    def covered_by(self, person: Person, today: datetime.date) -> StakeholderQuerySet:
        """The seats of the officers whom the person covers for on this day: all of an officer's where they recorded it themselves.

        Where an administrator did, those in the officer's own agency, which is theirs; what an officer takes on elsewhere is not covered.
        """
        theirs = Q(person__covers__recorded_by=F("person"))
        agencys = Q(
            person__agency=F("project__agency"),
            person__covers__recorded_by__posts__agency=F("project__agency"),
            person__covers__recorded_by__posts__kind=AgencyPostKind.ADMINISTRATOR,
        )
        running = Cover.objects.current(today).filter(covered_by=person)
        return self.current().filter(theirs | agencys, role=Role.PROCUREMENT_OFFICER, person__covers__in=running)

    def in_reading_order(self) -> StakeholderQuerySet:
        """Buyer, on behalf of the buyer, officer, team, wider; by name within each."""
        order = models.Case(*(models.When(role=role, then=place) for place, role in enumerate(Role.in_a_project())), default=9)
        return self.order_by(order, "name", "pk")


CORE_ROLES = (Role.BUYER, Role.BUYERS_AGENT, Role.PROCUREMENT_OFFICER, Role.TEAM_MEMBER)


class Stakeholder(models.Model):
    """A person, group or position in one project. Leaving is a date; a row is never deleted."""

    project = models.ForeignKey("projects.BuyingProject", on_delete=models.PROTECT, related_name="stakeholders")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PERSON)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="stakes")
    role = models.CharField(max_length=20, choices=[(role.value, role.label) for role in Role.in_a_project()], default=Role.TEAM_MEMBER)
    name = models.CharField(max_length=200)
    function = models.CharField(max_length=20, choices=Function, blank=True)
    expertise = models.CharField(max_length=20, choices=Expertise, blank=True)
    part = models.TextField(blank=True, help_text="What they do here.")
    why_it_matters = models.TextField(blank=True, help_text="One sentence tying the part to the outcome.")
    interest = models.TextField(blank=True)
    is_affected = models.BooleanField(default=False, help_text="Affected by what is bought.")
    is_high_interest = models.BooleanField(default=False)
    is_approver = models.BooleanField(default=False)
    is_delegate = models.BooleanField(default=False, help_text="Holds the financial delegation; true for the buyer unless said.")
    support_criteria = models.TextField(blank=True, help_text="What they need to say yes.")
    organisation = models.CharField(max_length=200, blank=True)
    position = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)
    nonce = models.UUIDField(null=True, blank=True, unique=True)
    joined_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    left_at = models.DateTimeField(null=True, blank=True)
    left_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = StakeholderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "person"], condition=Q(left_at=None), name="one_current_row_per_person_and_project"),
            models.UniqueConstraint(fields=["project"], condition=Q(left_at=None, role="buyer"), name="at_most_one_current_buyer"),
            models.UniqueConstraint(
                fields=["project"], condition=Q(left_at=None, role="procurement_officer"), name="at_most_one_current_officer"
            ),
            models.CheckConstraint(condition=Q(kind="person") ^ Q(person=None), name="a_person_is_linked_and_nothing_else_is"),
            models.CheckConstraint(
                condition=Q(kind="person") | Q(role__in=["team_member", "wider"]), name="only_a_person_is_buyers_side_or_officer"
            ),
            models.CheckConstraint(condition=~Q(kind="group") | Q(role="wider"), name="a_group_is_a_wider_stakeholder"),
            models.CheckConstraint(condition=Q(left_at=None) ^ Q(left_by__isnull=False), name="leaving_has_its_who_and_when"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_current(self) -> bool:
        """Whether they have not left."""
        return self.left_at is None

    @property
    def is_core(self) -> bool:
        """Whether they belong to the core buying team."""
        return self.role in CORE_ROLES

    @property
    def is_reachable(self) -> bool:
        """Whether there is an e-mail address or a telephone number."""
        return bool(self.email or self.phone)


class ExpertiseNeed(models.Model):
    """The decision whether a project needs one kind of expertise; no row means not decided."""

    project = models.ForeignKey("projects.BuyingProject", on_delete=models.PROTECT, related_name="expertise_needs")
    kind = models.CharField(max_length=20, choices=Expertise)
    decision = models.CharField(max_length=12, choices=Decision)
    note = models.TextField(blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "kind"], name="one_decision_per_project_and_expertise")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_decision_display()}"
