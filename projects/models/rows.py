"""What the rows of every register share."""

from __future__ import annotations

from typing import TypeVar

from django.db import models
from django.db.models import Q

from projects.models.people import Person

Row = TypeVar("Row", bound="RegisterRow")


class RowQuerySet(models.QuerySet[Row]):
    """Rows of a register, by whether they are still in it."""

    def current(self) -> RowQuerySet[Row]:
        """Those not taken off, in the order they came."""
        return self.filter(removed_at=None).order_by("pk")


class RegisterRow(models.Model):
    """One row of a register of its `project`. Taking it off is a date; a row is never deleted. `nonce` is that of the form that made it."""

    version = models.PositiveIntegerField(default=1)
    nonce = models.UUIDField(null=True, blank=True, unique=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = RowQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at=None) ^ Q(removed_by__isnull=False), name="removing_%(class)s_has_its_who_and_when"
            )
        ]

    @property
    def is_current(self) -> bool:
        """Whether it is still in its register."""
        return self.removed_at is None
