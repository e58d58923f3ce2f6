"""How a project starts, and its sessions."""

import uuid

from django.db import models

from milestones.models.journey import Milestone
from projects.models import BuyingProject, Person


class ProjectDraft(models.Model):
    """What somebody has typed so far about a project they are starting. It survives going away; pressing twice starts one project."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="drafts")
    typed = models.JSONField(default=dict)
    saved_at = models.DateTimeField()
    project = models.OneToOneField(BuyingProject, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-saved_at"]

    def __str__(self) -> str:
        return self.typed.get("title") or "Untitled"


class Session(models.Model):
    """The meeting of a milestone: planned for, and held on. Dates in the past can be recorded."""

    milestone = models.OneToOneField(Milestone, on_delete=models.PROTECT, related_name="session")
    planned_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=300, blank=True, help_text="A room or a link.")
    held_on = models.DateField(null=True, blank=True)
    held_recorded_at = models.DateTimeField(null=True, blank=True)
    notes = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"Session of milestone {self.milestone_id}"

    @property
    def is_recorded(self) -> bool:
        """Whether anything is recorded of it."""
        return bool(self.planned_at or self.held_on or self.place or self.notes)
