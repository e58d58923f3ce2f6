"""How the team works: cadence, tools, working agreements; who cannot get in, and who objects."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from projects.models.people import Person, Stakeholder
from projects.models.project import BuyingProject
from projects.models.rows import RegisterRow
from projects.models.words import CadenceKind, ObjectionAbout, ToolPurpose


class CadenceItem(RegisterRow):
    """Something regular: a meeting, or a report to somebody."""

    project = models.ForeignKey(BuyingProject, on_delete=models.PROTECT, related_name="cadence")
    kind = models.CharField(max_length=10, choices=CadenceKind, default=CadenceKind.MEETING)
    name = models.CharField(max_length=200)
    purpose = models.CharField(max_length=300, blank=True)
    frequency = models.CharField(max_length=100, blank=True)
    day_and_time = models.CharField(max_length=100, blank=True)
    duration = models.CharField(max_length=60, blank=True)
    owner = models.ForeignKey(Stakeholder, null=True, blank=True, on_delete=models.PROTECT, related_name="cadence_owned")
    attendees = models.CharField(max_length=300, blank=True)
    first_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Tool(RegisterRow):
    """What the team works with, and for what."""

    project = models.ForeignKey(BuyingProject, on_delete=models.PROTECT, related_name="tools")
    purpose = models.CharField(max_length=20, choices=ToolPurpose)
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=500, blank=True, help_text="A link, a channel, a room.")
    owner = models.ForeignKey(Stakeholder, null=True, blank=True, on_delete=models.PROTECT, related_name="tools_owned")

    def __str__(self) -> str:
        return self.name


class WorkingAgreement(RegisterRow):
    """What the team agreed on how it works."""

    project = models.ForeignKey(BuyingProject, on_delete=models.PROTECT, related_name="working_agreements")
    topic = models.CharField(max_length=200)
    text = models.TextField()

    def __str__(self) -> str:
        return self.topic


class AccessProblem(models.Model):
    """“I can't get in”: one stakeholder, one tool; solved by themselves or by a side."""

    tool = models.ForeignKey(Tool, on_delete=models.PROTECT, related_name="access_problems")
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="access_problems")
    note = models.CharField(max_length=300, blank=True)
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    solved_at = models.DateTimeField(null=True, blank=True)
    solved_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tool", "stakeholder"], condition=Q(solved_at=None), name="one_open_access_problem_per_tool_and_stakeholder"
            ),
            models.CheckConstraint(condition=Q(solved_at=None) ^ Q(solved_by__isnull=False), name="solving_has_its_who_and_when"),
        ]

    def __str__(self) -> str:
        return f"{self.stakeholder}: {self.tool}"


class Objection(models.Model):
    """Somebody objects to what was agreed, because …; the buyer closes it with a reason."""

    project = models.ForeignKey(BuyingProject, on_delete=models.PROTECT, related_name="objections")
    about = models.CharField(max_length=20, choices=ObjectionAbout)
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="objections")
    because = models.TextField()
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    nonce = models.UUIDField(null=True, blank=True, unique=True)
    closing_reason = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["said_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(because=""), name="an_objection_has_its_reason"),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, closing_reason="")
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(closing_reason="")),
                name="closing_an_objection_has_its_who_when_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stakeholder}: {self.because}"
