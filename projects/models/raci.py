"""The RACI matrix: activities, and who has which letters in them. What is right and wrong in it says `projects.raci`."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from projects.models.people import Person, Stakeholder
from projects.models.project import BuyingProject
from projects.models.words import ActivityStage, ActivityStatus, Letters


class ActivityQuerySet(models.QuerySet["Activity"]):
    """Activities, by whether they are still done."""

    def current(self) -> ActivityQuerySet:
        """Those not removed, in their order."""
        return self.filter(removed_at=None).order_by("position", "pk")


class Activity(models.Model):
    """Something the team does: a row of the RACI matrix, and of the work plan. Removing is a date; a row is never deleted."""

    project = models.ForeignKey(BuyingProject, on_delete=models.PROTECT, related_name="activities")
    position = models.PositiveIntegerField(help_text="Its place in the list.")
    title = models.CharField(max_length=200)
    usual = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Its number in the usual list, 1 to 20, if it came from there."
    )
    needs_delegate = models.BooleanField(default=False, help_text="Whoever is accountable for it has to hold the financial delegation.")
    stage = models.CharField(max_length=10, choices=ActivityStage, blank=True)
    deliverable = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    approval_days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Working days its approval takes, at the end of it: the lead time."
    )
    status = models.CharField(max_length=12, choices=ActivityStatus, default=ActivityStatus.NOT_STARTED)
    depends_on = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="needed_by")
    version = models.PositiveIntegerField(default=1, help_text="Of the row and its plan.")
    nonce = models.UUIDField(null=True, blank=True, unique=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "activities"
        constraints = [
            models.UniqueConstraint(
                fields=["project", "usual"], condition=Q(removed_at=None), name="one_current_activity_per_usual_number"
            ),
            models.CheckConstraint(condition=Q(removed_at=None) ^ Q(removed_by__isnull=False), name="removing_has_its_who_and_when"),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(starts_on__lte=F("ends_on")), name="an_activity_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Assignment(models.Model):
    """The letters of one stakeholder in one activity. An empty cell has no row; what it held is in history."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="assignments")
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="assignments")
    letters = models.CharField(max_length=2, choices=Letters)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "stakeholder"], name="one_row_per_activity_and_stakeholder"),
            models.CheckConstraint(condition=Q(letters__in=Letters.values), name="letters_are_r_a_ar_c_or_i"),
        ]

    def __str__(self) -> str:
        return f"{self.stakeholder}: {self.get_letters_display()}"
