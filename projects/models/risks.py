"""Open items: assumptions, questions, gaps, decisions, actions."""

import datetime

from django.db import models
from django.db.models import Q

from projects.models.people import Person, Stakeholder
from projects.models.project import BuyingProject
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
