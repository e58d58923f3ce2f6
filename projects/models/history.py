"""History: who did what, when, before and after. Rows are written once; the database refuses anything else."""

import hashlib
import json

from django.db import models

from projects.models.people import Person
from projects.models.project import BuyingProject
from projects.models.words import Role


class Audience(models.TextChoices):
    """Who may read an entry. Wider stakeholders read none."""

    TEAM = "team", "The core team and the agency's portfolio viewers"
    VALUE = "value", "Those who may see the value band"
    SIDES = "sides", "Buyer's side and officer"


class HistoryEntry(models.Model):
    """One change. Its order is `sequence`, never the clock; `digest` is over the digest before it and this row."""

    project = models.ForeignKey(BuyingProject, on_delete=models.PROTECT, related_name="history")
    sequence = models.PositiveIntegerField()
    actor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    actor_role = models.CharField(max_length=20, choices=Role)
    actor_position = models.CharField(max_length=200, blank=True)
    covers_for = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=60)
    about = models.CharField(max_length=40, help_text="The kind of thing changed.")
    about_id = models.BigIntegerField()
    label = models.CharField(max_length=200, blank=True, help_text="What it is called on the page; empty for people, who appear by id.")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.TEAM)
    at = models.DateTimeField()
    request_id = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "sequence"], name="one_entry_per_project_and_sequence")]
        ordering = ["project", "sequence"]
        verbose_name_plural = "history"

    def __str__(self) -> str:
        return f"{self.project_id}/{self.sequence} {self.verb}"

    def digest_after(self, previous: str) -> str:
        """The SHA-256, in hex, over the previous digest and this row in canonical JSON (sorted keys, UTC times)."""
        row = {
            "project": self.project_id,
            "sequence": self.sequence,
            "actor": self.actor_id,
            "actor_role": self.actor_role,
            "actor_position": self.actor_position,
            "covers_for": self.covers_for_id,
            "verb": self.verb,
            "about": self.about,
            "about_id": self.about_id,
            "label": self.label,
            "before": self.before,
            "after": self.after,
            "audience": self.audience,
            "at": self.at.timestamp(),
            "request_id": self.request_id,
        }
        canonical = json.dumps([previous, row], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()
