"""Who to contact for what."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from projects.models.people import Agency, Person, Stakeholder
from projects.models.project import BuyingProject


class AgencyContact(models.Model):
    """Whom the agency's projects ask about one topic when they name nobody of their own: its privacy team, its media desk."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="contacts")
    topic = models.CharField(max_length=80, help_text="A name of a topic, as in `projects.contacts.TOPICS` or of the agency's own.")
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "topic"], condition=Q(removed_at=None), name="one_contact_per_agency_and_topic"),
            models.CheckConstraint(condition=~Q(email="") | ~Q(phone=""), name="an_agency_contact_can_be_reached"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.topic})"

    @property
    def is_reachable(self) -> bool:
        """Whether it still stands; it always has an e-mail address or a telephone number."""
        return self.removed_at is None


class ContactTopic(models.Model):
    """One topic of a project: whom to ask first, and who is the back-up. Not in use: the project does not need it."""

    project = models.ForeignKey(BuyingProject, on_delete=models.PROTECT, related_name="contact_topics")
    topic = models.CharField(max_length=80)
    is_used = models.BooleanField(default=True)
    first = models.ForeignKey(Stakeholder, null=True, blank=True, on_delete=models.PROTECT, related_name="first_contact_for")
    first_of_agency = models.ForeignKey(AgencyContact, null=True, blank=True, on_delete=models.PROTECT, related_name="first_contact_for")
    backup = models.ForeignKey(Stakeholder, null=True, blank=True, on_delete=models.PROTECT, related_name="backup_for")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "topic"], name="one_row_per_project_and_topic"),
            models.CheckConstraint(condition=Q(first=None) | Q(first_of_agency=None), name="one_first_contact_per_topic"),
        ]

    def __str__(self) -> str:
        return self.topic


class ContactSending(models.Model):
    """The list of contacts went to everyone who was in the core team then; whoever joins later has it by joining."""

    project = models.ForeignKey(BuyingProject, on_delete=models.PROTECT, related_name="contact_sendings")
    sent_on = models.DateField()
    how = models.CharField(max_length=200, blank=True, help_text="Outside Mobilise: “by e-mail”. Blank: shown on everybody's page.")
    nonce = models.UUIDField(null=True, blank=True, unique=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["recorded_at", "pk"]

    def __str__(self) -> str:
        return f"{self.project_id}, {self.sent_on}"
