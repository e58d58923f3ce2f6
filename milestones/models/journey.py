"""Milestones and their success criteria. What a criterion shows is computed on change and stored here (`milestones.standing`)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from milestones.playbook import Stage, stage_at
from projects.models import BuyingProject, Person


class Milestone(models.Model):
    """One of the three, in order. `completion` is its standing completion, or nothing."""

    project = models.ForeignKey(BuyingProject, on_delete=models.PROTECT, related_name="milestones")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=10)
    version = models.PositiveIntegerField(default=1, help_text="Rises with every answer and every look again while it is not complete.")
    completion = models.OneToOneField("Completion", null=True, blank=True, on_delete=models.PROTECT, related_name="stands_for")

    class Meta:
        ordering = ["project", "position"]
        constraints = [
            models.UniqueConstraint(fields=["project", "position"], name="one_milestone_per_project_and_position"),
            models.CheckConstraint(condition=Q(position__range=(1, 3)), name="there_are_three_milestones"),
        ]

    def __str__(self) -> str:
        return f"Milestone {self.position}"

    @property
    def is_complete(self) -> bool:
        """Whether a completion of it stands."""
        return self.completion_id is not None

    @property
    def stage(self) -> Stage:
        """Its words in the guide, in the version the project began with."""
        return stage_at(self.project.playbook, self.position)


class Answer(models.TextChoices):
    """What the officer said of a criterion."""

    NOT_MET = "not_met", "Not met"
    MET = "met", "Met"
    MET_WITH_REASON = "met_with_reason", "Met, with a reason"
    NOT_NEEDED = "not_needed", "Not needed"


class SuccessCriterion(models.Model):
    """One of the guide's sixteen bullets, its answer, and what the project shows for it.

    `findings` is what the project shows now; `kept` the findings as they were when it was answered; `baseline` names, by finding
    key, what was missing when the officer last looked; `newly_missing` what needed findings name beyond that.
    """

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=1, help_text="Rises with every answer and every look again.")

    answer = models.CharField(max_length=20, choices=Answer, default=Answer.NOT_MET)
    reason = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_position = models.CharField(max_length=200, blank=True, help_text="The position of who answered, as it was.")
    kept = models.JSONField(default=list, blank=True)

    looked_at = models.DateTimeField(null=True, blank=True)
    looked_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    still_stands = models.TextField(blank=True, help_text="Still stands, because …")
    baseline = models.JSONField(default=dict, blank=True)

    is_computed = models.BooleanField(default=False, help_text="What the project shows for it is computed.")
    findings = models.JSONField(default=list, blank=True)
    newly_missing = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["milestone", "position"]
        verbose_name_plural = "success criteria"
        constraints = [
            models.UniqueConstraint(fields=["milestone", "position"], name="one_criterion_per_milestone_and_position"),
            models.CheckConstraint(
                condition=Q(answer="not_met", answered_at=None, answered_by=None)
                | (~Q(answer="not_met") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="an_answer_to_a_criterion_has_its_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(answer__in=["met_with_reason", "not_needed"]) | ~Q(reason=""),
                name="met_with_a_reason_and_not_needed_have_a_reason",
            ),
            models.CheckConstraint(condition=Q(looked_at=None) ^ Q(looked_by__isnull=False), name="looking_has_its_who_and_when"),
        ]

    def __str__(self) -> str:
        return f"Criterion {self.key}"

    @property
    def key(self) -> str:
        """Its number: "2.3"."""
        return f"{self.milestone.position}.{self.position}"

    @property
    def words(self) -> str:
        """The guide's words, as they stand."""
        return self.milestone.stage.criteria[self.position - 1]

    @property
    def hint(self) -> str:
        """A sharper word from a sibling page of the guide, or nothing."""
        return self.milestone.stage.hints.get(self.position, "")

    @property
    def is_answered(self) -> bool:
        """Met, met with a reason, or not needed."""
        return self.answer != Answer.NOT_MET

    @property
    def needs_another_look(self) -> bool:
        """Whether something needed is missing now that was not when the officer last looked."""
        return bool(self.newly_missing)

    @property
    def missing(self) -> list[dict[str, Any]]:
        """The needed findings that do not hold now, as stored."""
        return [finding for finding in self.findings if finding["needed"] and not finding["holds"]]

    @property
    def one_press_suffices(self) -> bool:
        """Whether all that is needed is computed and holds."""
        return self.is_computed and bool(self.findings) and not self.missing
