"""What is proved: confirmations, completions, reopenings, evidence. Only a confirmation's ending is ever written later."""

from django.db import models
from django.db.models import Q

from milestones.models.journey import Milestone, SuccessCriterion
from projects.models import Person, Role


class Side(models.TextChoices):
    """The two who confirm."""

    BUYER = "buyer", "Buyer's side"
    OFFICER = "officer", "Procurement officer"


class Ending(models.TextChoices):
    """Why a confirmation no longer counts."""

    WITHDRAWN = "withdrawn", "Withdrawn"
    LAPSED = "lapsed", "Lapsed: something changed after it was given"
    REOPENED = "reopened", "Ended when the milestone was reopened"


class ConfirmationQuerySet(models.QuerySet["Confirmation"]):
    """Confirmations, by whether they count."""

    def live(self) -> "ConfirmationQuerySet":
        """Those that have not ended."""
        return self.filter(ended_at=None)


class Confirmation(models.Model):
    """ "I confirm this milestone is achieved", given at the version its giver saw, for one side by one person."""

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="confirmations")
    side = models.CharField(max_length=10, choices=Side)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role, help_text="In which role it was given.")
    position = models.CharField(max_length=200, blank=True, help_text="The position of who confirmed, as it was.")
    covers_for = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(help_text="The milestone's version that was seen.")
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_why = models.CharField(max_length=10, choices=Ending, blank=True)

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["milestone", "side"], condition=Q(ended_at=None), name="one_live_confirmation_per_side"),
            models.UniqueConstraint(fields=["milestone", "person"], condition=Q(ended_at=None), name="one_live_confirmation_per_person"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, ended_why="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_why="")),
                name="an_ended_confirmation_says_who_when_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()}, milestone {self.milestone_id}"

    @property
    def is_on_behalf(self) -> bool:
        """Given on behalf of the buyer."""
        return self.role == Role.BUYERS_AGENT


class Completion(models.Model):
    """The frozen record of a completion: answers, findings, confirmations and versions, as they were. Written once, kept as written."""

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="completions")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", help_text="Who gave the second confirmation.")
    record = models.JSONField()

    class Meta:
        ordering = ["milestone", "at", "pk"]

    def __str__(self) -> str:
        return f"Completion of milestone {self.milestone_id}"


class Reopening(models.Model):
    """Says that a completion no longer stands: who, when, why."""

    completion = models.OneToOneField(Completion, on_delete=models.PROTECT, related_name="reopening")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="reopening_has_its_reason")]

    def __str__(self) -> str:
        return f"Reopening of completion {self.completion_id}"


class EvidenceKind(models.TextChoices):
    """What evidence can be; files come later."""

    LINK = "link", "Link"
    NOTE = "note", "Note"


class Evidence(models.Model):
    """A link or a note somebody attached to a criterion. It never changes an answer. Removing it is a date."""

    criterion = models.ForeignKey(SuccessCriterion, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=10, choices=EvidenceKind)
    title = models.CharField(max_length=200)
    address = models.URLField(max_length=1000, blank=True)
    text = models.TextField(blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    nonce = models.UUIDField(null=True, blank=True, unique=True)

    class Meta:
        verbose_name_plural = "evidence"
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="link") & ~Q(address="")) | (Q(kind="note", address="") & ~Q(text="")),
                name="a_link_has_an_address_and_a_note_a_text",
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None) ^ Q(removed_by__isnull=False), name="removing_evidence_has_its_who_and_when"
            ),
        ]

    def __str__(self) -> str:
        return self.title
