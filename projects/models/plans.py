"""What is planned and written: key milestones, the management plan, who is told what, records held elsewhere, and who has read what."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.db import models
from django.db.models import Q

from projects.models.people import Person, Stakeholder
from projects.models.project import BuyingProject
from projects.models.rows import RegisterRow
from projects.models.words import Held, Readable
from projects.words import say_day


def is_web_address(words: str) -> bool:
    """Whether a browser may be led there: http or https, with a host."""
    try:
        parts = urlsplit(words)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not any(c.isspace() for c in words)


class KeyMilestone(RegisterRow):
    """A day of the plan that everybody looks to: the tender opens, the contract is signed. Not one of the guide's three milestones."""

    project = models.ForeignKey(BuyingProject, on_delete=models.PROTECT, related_name="key_milestones")
    title = models.CharField(max_length=200)
    due_on = models.DateField(null=True, blank=True)
    reached_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title


class ManagementPlan(models.Model):
    """What the buying project management plan says in writing; the rest is composed from what the project holds. One row a project."""

    project = models.OneToOneField(BuyingProject, on_delete=models.PROTECT, related_name="management_plan")
    approach = models.TextField(blank=True, help_text="In a sentence.")
    governance = models.TextField(blank=True)
    change_control = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"Management plan of {self.project_id}, version {self.version}"


class CommunicationItem(RegisterRow):
    """One line of the stakeholder communication plan: who is told what, how, how often, by whom."""

    project = models.ForeignKey(BuyingProject, on_delete=models.PROTECT, related_name="communication_items")
    audience = models.CharField(max_length=200, help_text="In words: “Contact centre team leaders”.")
    stakeholders = models.ManyToManyField(Stakeholder, blank=True, related_name="communication_items")
    message = models.TextField()
    channel = models.CharField(max_length=200, blank=True)
    frequency = models.CharField(max_length=100, blank=True)
    trigger = models.CharField(max_length=200, blank=True, help_text="What it is sent after, where it has no frequency.")
    owner = models.ForeignKey(Stakeholder, null=True, blank=True, on_delete=models.PROTECT, related_name="communication_owned")
    feedback_route = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.audience


class CommunicationRevision(models.Model):
    """One version of the communication plan: every change of its lines makes one. What it says then is history's to tell."""

    project = models.ForeignKey(BuyingProject, on_delete=models.PROTECT, related_name="communication_revisions")
    version = models.PositiveIntegerField()
    what_changed = models.CharField(max_length=300)
    team_needs_to_see = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["project", "version"], name="one_communication_plan_per_project_and_version")]

    def __str__(self) -> str:
        return f"Communication plan of {self.project_id}, version {self.version}"


class Circulation(models.Model):
    """The communication plan went to everyone in the core team, at a version; whoever joins later has it by joining."""

    project = models.ForeignKey(BuyingProject, on_delete=models.PROTECT, related_name="circulations")
    plan_version = models.PositiveIntegerField()
    sent_on = models.DateField()
    how = models.CharField(max_length=200, blank=True, help_text="Outside Mobilise: “by e-mail”. Blank: shown on everybody's page.")
    sent_to = models.JSONField(default=list, help_text="The ids of the stakeholders it went to.")
    nonce = models.UUIDField(null=True, blank=True, unique=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["recorded_at", "pk"]

    def __str__(self) -> str:
        return f"{self.project_id}, version {self.plan_version}, {self.sent_on}"


class HeldElsewhere(RegisterRow):
    """A record that the agency keeps in its own system. Once somebody has checked it, it counts like one held here."""

    project = models.ForeignKey(BuyingProject, on_delete=models.PROTECT, related_name="held_elsewhere")
    what = models.CharField(max_length=20, choices=Held)
    title = models.CharField(max_length=200)
    where = models.CharField(max_length=500, help_text="A link, or a file number.")
    checked_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    checked_on = models.DateField(null=True, blank=True)

    class Meta(RegisterRow.Meta):
        verbose_name_plural = "held elsewhere"
        constraints = [
            *RegisterRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["project", "what"], condition=Q(removed_at=None), name="one_current_record_elsewhere_of_a_kind"
            ),
            models.CheckConstraint(condition=Q(checked_on=None) ^ Q(checked_by__isnull=False), name="checking_has_its_who_and_when"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def counts(self) -> bool:
        """Whether it counts like a record held here: it still stands, and somebody checked it."""
        return self.is_current and self.checked_on is not None

    @property
    def says_checked(self) -> str:
        """Who checked it and when, in words; load it with `select_related("checked_by")`."""
        return (
            f"checked by {self.checked_by.name} on {say_day(self.checked_on)}" if self.checked_by and self.checked_on else "not checked yet"
        )

    @property
    def link(self) -> str:
        """Where it is kept, if that is an address of the web; a file number is none."""
        return self.where if is_web_address(self.where) else ""


class Reading(models.Model):
    """“I've read it”: one stakeholder, one version of what the team needs to see. `by` is who was in that seat then."""

    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="readings")
    what = models.CharField(max_length=20, choices=Readable)
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stakeholder", "by", "what", "version"], name="one_reading_per_person_and_version")]

    def __str__(self) -> str:
        return f"{self.stakeholder}: {self.get_what_display()}, version {self.version}"
