"""What is asked of a stakeholder, and what they said: invitation, acknowledgement, and the link that opens their part."""

from __future__ import annotations

import datetime
import hashlib
from typing import Any

from django.db import models
from django.db.models import Q

from projects.models.people import Person, Stakeholder
from projects.models.words import InvitationAnswer, Role


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations, by whether they still stand."""

    def live(self) -> InvitationQuerySet:
        """The latest for each stakeholder: asking again ends the one before."""
        return self.filter(ended_at=None)


class Invitation(models.Model):
    """A member is asked, in the names of buyer and procurement officer, for something, by when; yes, no, or not answered yet."""

    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="invitations")
    asked_on = models.DateField()
    buyer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", help_text="In whose name, of the buyer's side.")
    officer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", help_text="In whose name, of procurement.")
    for_what = models.TextField()
    time_asked = models.CharField(max_length=100, blank=True, help_text="About how much time: “about 6 hours”.")
    needed_by = models.DateField(null=True, blank=True)
    has_managers_agreement = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=3, choices=InvitationAnswer, blank=True)
    reason = models.TextField(blank=True, help_text="Of a no.")
    how = models.CharField(max_length=200, blank=True, help_text="Where somebody else recorded it: “by phone”.")
    answered_on = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    nonce = models.UUIDField(null=True, blank=True, unique=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stakeholder"], condition=Q(ended_at=None), name="one_live_invitation_per_stakeholder"),
            models.CheckConstraint(
                condition=Q(answer="", answered_on=None, answered_at=None, answered_by=None)
                | (~Q(answer="") & Q(answered_on__isnull=False, answered_at__isnull=False, answered_by__isnull=False)),
                name="an_invitation_is_answered_by_somebody_on_a_day",
            ),
            models.CheckConstraint(condition=~Q(answer="no") | ~Q(reason=""), name="a_no_has_its_reason"),
            models.CheckConstraint(condition=~Q(buyer=models.F("officer")), name="asked_in_two_names"),
        ]

    def __str__(self) -> str:
        return f"{self.stakeholder}, {self.asked_on}"


class AcknowledgementQuerySet(models.QuerySet["Acknowledgement"]):
    """What was said yes to, by whose word it is."""

    def counting(self) -> AcknowledgementQuerySet:
        """Those of the person whom the stakeholder is now: a yes goes with who said it, and never to another who gets their part."""
        return self.filter(by=models.F("stakeholder__person"))


class Acknowledgement(models.Model):
    """“Yes, that's my part”, or “I can't”: one stakeholder, to the letters and the sentence as they were then. The last one counts.

    Append-only in meaning: never changed.
    """

    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="acknowledgements")
    letters = models.JSONField(default=dict, help_text="Their letters by activity id, as text.")
    why_it_matters = models.TextField(blank=True)
    cannot = models.TextField(blank=True, help_text="Why they can't. Blank: they said yes.")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = AcknowledgementQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.stakeholder}, {self.at}"

    def still_says(self, letters: dict[str, Any], why_it_matters: str) -> bool:
        """Whether it was a yes, and neither letters nor sentence changed since."""
        return not self.cannot and self.is_about(letters, why_it_matters)

    def is_about(self, letters: dict[str, Any], why_it_matters: str) -> bool:
        """Whether neither letters nor sentence changed since."""
        return self.letters == letters and self.why_it_matters == why_it_matters


LINK_ROLES = (Role.TEAM_MEMBER, Role.WIDER)


def digest_of(secret: str) -> str:
    """What is kept of a link's secret: chance enough, so that a digest without salt tells nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()


class PersonalLinkQuerySet(models.QuerySet["PersonalLink"]):
    """Links, by whether they still open anything."""

    def live(self, now: datetime.datetime) -> PersonalLinkQuerySet:
        """Neither revoked nor run out; their stakeholder has not left, is active, and is neither buyer's side nor officer."""
        here = {"stakeholder__left_at": None, "stakeholder__person__is_active": True, "stakeholder__role__in": LINK_ROLES}
        return self.filter(revoked_at=None, expires_at__gt=now, **here)


class PersonalLink(models.Model):
    """Opens one person's part of one project, for seven days, and nothing else. The link itself is not kept, only its digest."""

    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="personal_links")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the secret, in hexadecimal.")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = PersonalLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.stakeholder}, until {self.expires_at}"
