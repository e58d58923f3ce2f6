"""The meeting of a milestone: planned, held, who came, what was agreed, who said the project back, and who read the notes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from milestones.models.journey import Milestone
from projects.models import BuyingProject, ObjectionAbout, OpenItem, Person, Role, Stakeholder


class Session(models.Model):
    """The meeting of a milestone: planned for, and held on. Dates in the past can be recorded.

    `agenda` is a list of {"title", "minutes", "criteria": keys}. `sequence` is that of its calendar invitation: it rises with each change
    that those who come have to know. Finishing happens once; `minutes_taken` is how long it took, where somebody said so.
    """

    milestone = models.OneToOneField(Milestone, on_delete=models.PROTECT, related_name="session")
    planned_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=300, blank=True, help_text="A room or a link.")
    runner = models.ForeignKey(Stakeholder, null=True, blank=True, on_delete=models.PROTECT, related_name="sessions_run")
    agenda = models.JSONField(default=list, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    held_on = models.DateField(null=True, blank=True)
    held_recorded_at = models.DateTimeField(null=True, blank=True)
    hearer = models.ForeignKey(
        Stakeholder,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sessions_heard",
        help_text="Who hears the members.",
    )
    agreed = models.JSONField(default=list, blank=True, help_text="What is being agreed, by `ObjectionAbout`; finishing records it.")
    minutes_taken = models.PositiveSmallIntegerField(null=True, blank=True)
    notes = models.TextField(blank=True)
    items = models.ManyToManyField(OpenItem, blank=True, related_name="sessions", help_text="Decisions, questions, actions as they fell.")
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(finished_at=None) ^ Q(finished_by__isnull=False), name="finishing_has_its_who_and_when"),
            models.CheckConstraint(condition=Q(finished_at=None) | Q(held_on__isnull=False), name="a_finished_session_was_held"),
        ]

    def __str__(self) -> str:
        return f"Session of milestone {self.milestone_id}"

    @property
    def is_recorded(self) -> bool:
        """Whether anything is recorded of it."""
        return bool(self.planned_at or self.held_on or self.place or self.notes)

    @property
    def is_finished(self) -> bool:
        """Whether its paperwork was done by Finish."""
        return self.finished_at is not None


class Presence(models.TextChoices):
    """Whether somebody was at a session."""

    EXPECTED = "expected", "Asked to come"
    PRESENT = "present", "Present"
    APOLOGY = "apology", "Apology"
    BRIEFED = "briefed", "Briefed separately"


class Attendance(models.Model):
    """One stakeholder and one session: asked to come, present, an apology, or briefed separately since."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendances")
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="attendances")
    presence = models.CharField(max_length=10, choices=Presence, default=Presence.EXPECTED)
    said_it_back = models.BooleanField(default=False, help_text="Marked while the meeting runs; finishing makes it an explanation.")
    briefed_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "stakeholder"], name="one_attendance_per_session_and_stakeholder"),
            models.CheckConstraint(condition=Q(presence="briefed") ^ Q(briefed_on=None), name="a_briefing_has_its_day"),
        ]

    def __str__(self) -> str:
        return f"{self.stakeholder}: {self.get_presence_display()}"


class Hearing(models.TextChoices):
    """What another said to an explanation. Blank: nothing yet."""

    HEARD = "heard", "I heard it"
    TALK = "talk", "Let’s talk"


class Explanation(models.Model):
    """Said it back: one person explained the project, at a session or in their own words; another heard it. No scores.

    `person` is who was in the stakeholder's row then. `words` are optional, and what was said at a session needs none. At a session, who
    heard it is recorded with it.
    """

    project = models.ForeignKey(BuyingProject, on_delete=models.PROTECT, related_name="explanations")
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="explanations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, null=True, blank=True, on_delete=models.PROTECT, related_name="explanations")
    words = models.TextField(blank=True)
    said_on = models.DateField()
    hearing = models.CharField(max_length=10, choices=Hearing, blank=True)
    heard_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    heard_as = models.CharField(max_length=20, choices=Role, blank=True, help_text="The role of who heard it, as it was.")
    heard_at = models.DateTimeField(null=True, blank=True)
    nonce = models.UUIDField(null=True, blank=True, unique=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "stakeholder"], condition=Q(session__isnull=False), name="one_explanation_per_session_and_stakeholder"
            ),
            models.CheckConstraint(condition=Q(session__isnull=False) | ~Q(words=""), name="an_explanation_is_said_or_written"),
            models.CheckConstraint(
                condition=Q(hearing="", heard_by=None, heard_as="", heard_at=None)
                | (~Q(hearing="") & ~Q(heard_as="") & Q(heard_by__isnull=False, heard_at__isnull=False)),
                name="a_hearing_has_its_who_and_when",
            ),
            models.CheckConstraint(condition=~Q(heard_by=models.F("person")), name="nobody_hears_themselves"),
        ]

    def __str__(self) -> str:
        return f"{self.stakeholder}, {self.said_on}"

    @property
    def is_heard(self) -> bool:
        """Whether another person heard it."""
        return self.hearing == Hearing.HEARD


class Agreement(models.Model):
    """Something was agreed by those present, recorded once for all of them. Whoever was absent is told; anybody may object."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="agreements")
    about = models.CharField(max_length=20, choices=ObjectionAbout)
    agreed_on = models.DateField()
    present = models.JSONField(default=list, help_text="The ids of the stakeholders who were present.")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["session", "about"], name="one_agreement_per_session_and_subject")]

    def __str__(self) -> str:
        return f"{self.get_about_display()}, {self.agreed_on}"


class NotesRead(models.Model):
    """“I've read the notes”: one stakeholder, one session; `by` is who was in that row then."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="notes_read")
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="notes_read")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "notes read"
        constraints = [models.UniqueConstraint(fields=["session", "stakeholder", "by"], name="notes_are_read_once_by_a_person")]

    def __str__(self) -> str:
        return f"{self.stakeholder}, {self.at}"
