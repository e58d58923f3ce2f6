"""How a project starts."""

import uuid

from django.db import models

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
