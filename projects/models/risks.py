"""Risks and what mitigates them; open items: assumptions, questions, gaps, decisions, actions."""

import datetime

from django.db import models
from django.db.models import Q

from projects.models.people import Person, Stakeholder
from projects.models.project import BuyingProject
from projects.models.rows import RegisterRow
from projects.models.words import OpenItemKind


class OpenItemQuerySet(models.QuerySet["OpenItem"]):
    """Open items, by whether they still are."""

    def unanswered(self) -> "OpenItemQuerySet":
        """Those still open."""
        return self.filter(answered_at=None)

    def overdue(self, today: datetime.date) -> "OpenItemQuerySet":
        """Those still open whose day has passed."""
        return self.unanswered().filter(due_on__lt=today)


class OpenItem(models.Model):
    """Something the project has not settled yet, who has it, and by when."""

    project = models.ForeignKey(BuyingProject, on_delete=models.PROTECT, related_name="open_items")
    kind = models.CharField(max_length=12, choices=OpenItemKind)
    text = models.TextField()
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Stakeholder, null=True, blank=True, on_delete=models.PROTECT, related_name="open_items")
    due_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    nonce = models.UUIDField(null=True, blank=True, unique=True)

    objects = OpenItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="an_answer_has_its_who_and_when",
            )
        ]

    def __str__(self) -> str:
        return self.text


class Risk(RegisterRow):
    """Something that may go wrong. `added_at` is when it was raised. Rating is likelihood times consequence, 1 to 25."""

    project = models.ForeignKey(BuyingProject, on_delete=models.PROTECT, related_name="risks")
    title = models.CharField(max_length=200)
    cause = models.TextField(blank=True)
    effect = models.TextField(blank=True)
    likelihood = models.PositiveSmallIntegerField(help_text="1 rare to 5 almost certain.")
    consequence = models.PositiveSmallIntegerField(help_text="1 insignificant to 5 severe.")
    owner = models.ForeignKey(Stakeholder, null=True, blank=True, on_delete=models.PROTECT, related_name="risks_owned")
    accepted_because = models.TextField(blank=True, help_text="Accepted by the buyer's side, because …")
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_because = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta(RegisterRow.Meta):
        constraints = [
            *RegisterRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(likelihood__range=(1, 5), consequence__range=(1, 5)), name="a_risk_is_rated_on_five_by_five"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None, accepted_because="")
                | (Q(accepted_at__isnull=False, accepted_by__isnull=False) & ~Q(accepted_because="")),
                name="accepting_a_risk_has_its_who_when_and_why",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, closed_because="")
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(closed_because="")),
                name="closing_a_risk_has_its_who_when_and_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def rating(self) -> int:
        """Likelihood times consequence."""
        return self.likelihood * self.consequence

    @property
    def is_open(self) -> bool:
        """Neither closed nor taken off."""
        return self.closed_at is None and self.is_current


class Mitigant(RegisterRow):
    """What is done so that a risk is less likely, or hurts less."""

    project = models.ForeignKey(BuyingProject, on_delete=models.PROTECT, related_name="mitigants")
    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="mitigants")
    action = models.TextField()
    owner = models.ForeignKey(Stakeholder, null=True, blank=True, on_delete=models.PROTECT, related_name="mitigants_owned")
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.action


class RiskLook(models.Model):
    """“We looked on …, nothing above low”: the team looked for risks and found none worth a row."""

    project = models.ForeignKey(BuyingProject, on_delete=models.PROTECT, related_name="risk_looks")
    looked_on = models.DateField()
    note = models.TextField(blank=True)
    nonce = models.UUIDField(null=True, blank=True, unique=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["looked_on", "pk"]

    def __str__(self) -> str:
        return f"{self.project_id}, {self.looked_on}"
