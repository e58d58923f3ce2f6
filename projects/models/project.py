"""The buying project, its objective, and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q

from projects.clock import today
from projects.models.people import Agency, AgencyPost, Person, Stakeholder
from projects.models.words import AgencyPostKind, ProjectState, Role

if TYPE_CHECKING:
    from projects.access import Access


class ProjectQuerySet(models.QuerySet["BuyingProject"]):
    """Projects, by who may open them."""

    def with_stake_of(self, person: Person) -> ProjectQuerySet:
        """All of these projects, each carrying `my_stake`, `my_role`, `my_position` and, to tell covers, `my_officer`."""
        here = Q(stakeholders__left_at=None)
        return self.annotate(
            mine=FilteredRelation("stakeholders", condition=here & Q(stakeholders__person=person)),
            seat=FilteredRelation("stakeholders", condition=here & Q(stakeholders__role=Role.PROCUREMENT_OFFICER)),
            my_stake=F("mine__pk"),
            my_role=F("mine__role"),
            my_position=F("mine__position"),
            my_officer=F("seat__person"),
        )

    def seen_by(self, person: Person) -> ProjectQuerySet:
        """All of these projects, each carrying what this person is in it: their stake, and whether `i_cover` or `i_view`."""
        covered = Stakeholder.objects.covered_by(person, today()).filter(project=OuterRef("pk"))
        viewing = AgencyPost.objects.current(today()).filter(person=person, agency=OuterRef("agency"), kind=AgencyPostKind.VIEWER)
        return self.with_stake_of(person).annotate(i_cover=Exists(covered), i_view=Exists(viewing))

    def open_to(self, person: Person) -> ProjectQuerySet:
        """Those this person may open: as a stakeholder, as a cover for the officer, or as a portfolio viewer of the agency."""
        mine = Stakeholder.objects.current().filter(person=person).values("project")
        theirs = Stakeholder.objects.covered_by(person, today()).values("project")
        viewed = AgencyPost.objects.current(today()).filter(person=person, kind=AgencyPostKind.VIEWER).values("agency")
        return self.filter(Q(pk__in=mine) | Q(pk__in=theirs) | Q(agency__in=viewed)).seen_by(person)


class BuyingProject(models.Model):
    """The piece of work. The standing fields are written by `refresh`, in the transaction of the change that moved them."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="projects")
    ref = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    playbook = models.CharField(max_length=20, help_text="The version of the guide it began with.")
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    started_from = models.UUIDField(null=True, blank=True, unique=True, help_text="The draft it came from: pressing twice starts one.")
    officer_wanted_at = models.DateTimeField(null=True, blank=True, help_text="In the agency's queue for an officer since.")
    is_value_restricted = models.BooleanField(default=False, help_text="Only buyer's side and officer see the value band.")
    version = models.PositiveIntegerField(default=1, help_text="Of the title and the restriction.")

    state = models.CharField(max_length=10, choices=ProjectState, default=ProjectState.ACTIVE)
    state_reason = models.TextField(blank=True)
    state_at = models.DateTimeField(null=True, blank=True)
    state_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    # Where it stands, as `milestones.standing.refresh` last wrote it.
    current_milestone = models.PositiveSmallIntegerField(default=1, help_text="1 to 3; 4 once mobilised.")
    criteria_met = models.PositiveSmallIntegerField(default=0, help_text="Met, also with a reason, in the current milestone.")
    criteria_not_needed = models.PositiveSmallIntegerField(default=0, help_text="Marked as not needed, in the current milestone.")
    criteria_total = models.PositiveSmallIntegerField(default=0, help_text="In the current milestone.")
    things_changed = models.PositiveSmallIntegerField(
        default=0, help_text="Persons and things that need another look, over all milestones."
    )
    waits_on = models.JSONField(default=list, blank=True, help_text="Who the next step waits on: roles.")

    # The end of the history, kept here so that writing the next entry needs no look at the last.
    changed_at = models.DateTimeField()
    history_length = models.PositiveIntegerField(default=0)
    history_digest = models.CharField(max_length=64, blank=True)

    objects = ProjectQuerySet.as_manager()

    access: Access  # set by `@project_view` and by `change`

    class Meta:
        indexes = [
            models.Index(fields=["-changed_at", "-id"], name="newest_change_first"),
            models.Index(fields=["agency", "-changed_at", "-id"], name="newest_change_in_agency"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state="active") | ~Q(state_reason=""), name="stopping_has_its_reason"),
            models.CheckConstraint(condition=Q(current_milestone__range=(1, 4)), name="standing_is_in_one_of_three_or_mobilised"),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"

    @property
    def is_active(self) -> bool:
        """Neither paused nor stopped."""
        return self.state == ProjectState.ACTIVE

    @property
    def criteria_left(self) -> int:
        """How many criteria of the current milestone are not answered yet."""
        return self.criteria_total - self.criteria_met - self.criteria_not_needed

    @property
    def says_met(self) -> str:
        """How the current milestone stands: "2 of 4 met", "2 of 4 met, 1 not needed"."""
        apart = f", {self.criteria_not_needed} not needed" if self.criteria_not_needed else ""
        return f"{self.criteria_met} of {self.criteria_total} met{apart}"

    @property
    def is_mobilised(self) -> bool:
        """All three milestones are complete."""
        return self.current_milestone == 4


class Objective(models.Model):
    """One version of what the project is for. A revision is a new row; the newest is current."""

    project = models.ForeignKey(BuyingProject, on_delete=models.PROTECT, related_name="objectives")
    version = models.PositiveIntegerField()
    problem_or_opportunity = models.TextField(blank=True)
    desired_outcome = models.TextField(blank=True)
    procurement_outcome = models.TextField(blank=True)
    business_objective = models.TextField(blank=True)
    scope_in = models.TextField(blank=True)
    scope_out = models.TextField(blank=True)
    constraints = models.TextField(blank=True)
    why_now = models.TextField(blank=True)
    value_band = models.CharField(max_length=100, blank=True)
    funding_status = models.CharField(max_length=200, blank=True)
    team_needs_to_see = models.BooleanField(default=False, help_text="Whether the team needs to see what changed since the version before.")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "version"], name="one_objective_per_project_and_version")]
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"Objective of {self.project_id}, version {self.version}"


class SuccessMeasure(models.Model):
    """How the outcome will be measured; not a success criterion."""

    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="measures")
    place = models.PositiveSmallIntegerField()
    measure = models.CharField(max_length=300)
    baseline = models.CharField(max_length=100, blank=True)
    target = models.CharField(max_length=100, blank=True)
    by_when = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["objective", "place"], name="one_measure_per_place")]
        ordering = ["place"]

    def __str__(self) -> str:
        return self.measure
