"""The history of an agency's set-up: who changed what, when. Rows are written once; the database refuses anything else."""

from django.db import models

from projects.models.people import Agency, Person


class AgencyEntry(models.Model):
    """One change of an agency's set-up. `sequence` is the agency's version after it, so that a page can tell what came after it."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="entries")
    sequence = models.PositiveIntegerField()
    actor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=60)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="Whom it is about.")
    label = models.CharField(max_length=200, blank=True, help_text="What it is called on the page; no contact details.")
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField()
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "sequence"], name="one_entry_per_agency_and_sequence")]
        ordering = ["agency", "-sequence"]
        verbose_name_plural = "agency history"

    def __str__(self) -> str:
        return f"{self.agency_id}/{self.sequence} {self.verb}"
