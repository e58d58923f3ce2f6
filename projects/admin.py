"""The record for staff of the site: everything to look at; agencies, their posts and who may sign in to change."""

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from mobilisation.staff import ReadOnly
from projects.models import (
    AccessProblem,
    Acknowledgement,
    Activity,
    Agency,
    AgencyContact,
    AgencyEntry,
    AgencyPost,
    Assignment,
    BuyingProject,
    CadenceItem,
    Circulation,
    CommunicationItem,
    CommunicationRevision,
    ContactSending,
    ContactTopic,
    Cover,
    ExpertiseNeed,
    HeldElsewhere,
    HistoryEntry,
    Invitation,
    KeyMilestone,
    ManagementPlan,
    Mitigant,
    Objection,
    Objective,
    OpenItem,
    Person,
    PersonalLink,
    Reading,
    Risk,
    RiskLook,
    Stakeholder,
    SuccessMeasure,
    Tool,
    WorkingAgreement,
)

DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


class DomainsField(forms.CharField):
    """E-mail domains, one a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        """The list as lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        """The lines as a list in small letters. Raises ValidationError for what is no domain."""
        domains = [line.strip().lower().removeprefix("@") for line in str(value or "").splitlines() if line.strip()]
        for domain in domains:
            if not DOMAIN.fullmatch(domain):
                raise ValidationError(f"{domain} is not an e-mail domain.")
        return domains

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the list differs."""
        try:
            return bool(self.to_python(data) != (initial or []))
        except ValidationError:
            return True


class AgencyForm(forms.ModelForm):
    """An agency, with its domains one a line."""

    email_domains = DomainsField(required=False, help_text="One a line. Staff with these e-mail domains may sign in and start projects.")


@admin.register(Agency)
class AgencyAdmin(ReadOnly):
    """Agencies: added, renamed, their domains and word for the buyer. The code stays, because references begin with it."""

    form = AgencyForm
    adds = True
    changes = ("name", "email_domains", "word_for_buyer")
    fields = ["code", "name", "email_domains", "word_for_buyer"]
    list_display = ["code", "name", "email_domains"]
    search_fields = ["code", "name"]


@admin.register(AgencyPost)
class AgencyPostAdmin(ReadOnly):
    """Officers, portfolio viewers and administrators of agencies. A post ends by its date."""

    adds = True
    changes = ("starts_on", "ends_on")
    list_display = ["agency", "kind", "person", "starts_on", "ends_on"]
    list_filter = ["kind", "agency"]
    list_select_related = ["agency", "person"]
    search_fields = ["person__name", "person__email"]
    autocomplete_fields = ["person"]


@admin.register(Person)
class PersonAdmin(ReadOnly):
    """People: whether they may sign in, and, for a superuser to say, whether they may come here."""

    changes = ("is_active", "is_staff")
    fields = ["name", "email", "position", "agency", "is_active", "is_staff", "is_superuser", "created_at", "last_login"]
    list_display = ["name", "email", "position", "agency", "is_active", "is_staff"]
    list_filter = ["is_active", "is_staff", "agency"]
    list_select_related = ["agency"]
    search_fields = ["name", "email"]
    ordering = ["name", "pk"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Only a superuser makes somebody staff."""
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_superuser else [*fields, "is_staff"]


admin.site.register(
    BuyingProject,
    ReadOnly,
    list_display=["ref", "title", "agency", "state", "current_milestone", "changed_at"],
    list_filter=["state", "current_milestone", "agency"],
    list_select_related=["agency"],
    search_fields=["ref", "title"],
    ordering=["ref"],
)
admin.site.register(
    Stakeholder,
    ReadOnly,
    list_display=["project", "name", "role", "kind", "joined_at", "left_at"],
    list_filter=["role", "kind"],
    list_select_related=["project"],
    search_fields=["name", "project__ref"],
)
admin.site.register(
    HistoryEntry,
    ReadOnly,
    list_display=["project", "sequence", "at", "actor", "actor_role", "verb", "label"],
    list_filter=["verb"],
    list_select_related=["project", "actor"],
    search_fields=["project__ref", "actor__name", "request_id"],
)
admin.site.register(
    OpenItem,
    ReadOnly,
    list_display=["project", "kind", "text", "due_on", "answered_at"],
    list_filter=["kind"],
    list_select_related=["project"],
    search_fields=["project__ref", "text"],
)
admin.site.register(
    Objective,
    ReadOnly,
    list_display=["project", "version", "written_at", "written_by"],
    list_select_related=["project", "written_by"],
    search_fields=["project__ref"],
)
admin.site.register(
    SuccessMeasure,
    ReadOnly,
    list_display=["measure", "objective", "place"],
    list_select_related=["objective"],
    search_fields=["measure"],
)
admin.site.register(
    ExpertiseNeed,
    ReadOnly,
    list_display=["project", "kind", "decision", "decided_at", "decided_by"],
    list_filter=["kind", "decision"],
    list_select_related=["project", "decided_by"],
    search_fields=["project__ref"],
)
admin.site.register(
    Cover,
    ReadOnly,
    list_display=["officer", "covered_by", "starts_on", "ends_on", "ended_at"],
    list_select_related=["officer", "covered_by"],
    search_fields=["officer__name", "covered_by__name"],
)
admin.site.register(
    Activity,
    ReadOnly,
    list_display=["project", "position", "title", "removed_at"],
    list_select_related=["project"],
    search_fields=["project__ref", "title"],
)
admin.site.register(
    Assignment,
    ReadOnly,
    list_display=["activity", "stakeholder", "letters"],
    list_filter=["letters"],
    list_select_related=["activity", "stakeholder"],
    search_fields=["activity__project__ref", "stakeholder__name"],
)
admin.site.register(
    AgencyContact,
    ReadOnly,
    list_display=["agency", "topic", "name", "removed_at"],
    list_filter=["agency"],
    list_select_related=["agency"],
)
admin.site.register(
    AgencyEntry,
    ReadOnly,
    list_display=["agency", "sequence", "at", "actor", "verb", "person", "label"],
    list_filter=["verb", "agency"],
    list_select_related=["agency", "actor", "person"],
)
admin.site.register(
    ContactTopic,
    ReadOnly,
    list_display=["project", "topic", "is_used", "first", "first_of_agency", "backup"],
    list_select_related=["project", "first", "first_of_agency", "backup"],
    search_fields=["project__ref", "topic"],
)
admin.site.register(
    ContactSending,
    ReadOnly,
    list_display=["project", "sent_on", "how", "recorded_at", "recorded_by"],
    list_select_related=["project", "recorded_by"],
    search_fields=["project__ref"],
)
admin.site.register(
    Invitation,
    ReadOnly,
    list_display=["stakeholder", "asked_on", "answer", "answered_on", "ended_at"],
    list_filter=["answer"],
    list_select_related=["stakeholder"],
    search_fields=["stakeholder__project__ref", "stakeholder__name"],
)
admin.site.register(
    Acknowledgement,
    ReadOnly,
    list_display=["stakeholder", "at", "by"],
    list_select_related=["stakeholder", "by"],
    search_fields=["stakeholder__project__ref", "stakeholder__name"],
)
admin.site.register(
    PersonalLink,
    ReadOnly,
    fields=["stakeholder", "made_at", "made_by", "expires_at", "revoked_at"],
    list_display=["stakeholder", "made_at", "made_by", "expires_at", "revoked_at"],
    list_select_related=["stakeholder", "made_by"],
    search_fields=["stakeholder__project__ref", "stakeholder__name"],
)
admin.site.register(
    KeyMilestone,
    ReadOnly,
    list_display=["project", "title", "due_on", "reached_on", "removed_at"],
    list_select_related=["project"],
    search_fields=["project__ref", "title"],
)
admin.site.register(
    ManagementPlan,
    ReadOnly,
    list_display=["project", "version", "written_at", "written_by"],
    list_select_related=["project", "written_by"],
    search_fields=["project__ref"],
)
admin.site.register(
    CommunicationItem,
    ReadOnly,
    list_display=["project", "audience", "channel", "owner", "removed_at"],
    list_select_related=["project", "owner"],
    search_fields=["project__ref", "audience"],
)
admin.site.register(
    CommunicationRevision,
    ReadOnly,
    list_display=["project", "version", "what_changed", "team_needs_to_see", "written_at", "written_by"],
    list_filter=["team_needs_to_see"],
    list_select_related=["project", "written_by"],
    search_fields=["project__ref"],
)
admin.site.register(
    Circulation,
    ReadOnly,
    list_display=["project", "plan_version", "sent_on", "how", "recorded_by"],
    list_select_related=["project", "recorded_by"],
    search_fields=["project__ref"],
)
admin.site.register(
    HeldElsewhere,
    ReadOnly,
    list_display=["project", "what", "title", "where", "checked_on", "removed_at"],
    list_filter=["what"],
    list_select_related=["project"],
    search_fields=["project__ref", "title", "where"],
)
admin.site.register(
    Reading,
    ReadOnly,
    list_display=["stakeholder", "what", "version", "at", "by"],
    list_filter=["what"],
    list_select_related=["stakeholder", "by"],
    search_fields=["stakeholder__project__ref", "stakeholder__name"],
)
admin.site.register(
    Risk,
    ReadOnly,
    list_display=["project", "title", "likelihood", "consequence", "owner", "accepted_at", "closed_at", "removed_at"],
    list_select_related=["project", "owner"],
    search_fields=["project__ref", "title"],
)
admin.site.register(
    Mitigant,
    ReadOnly,
    list_display=["risk", "action", "owner", "due_on", "done_on", "removed_at"],
    list_select_related=["risk", "owner"],
    search_fields=["project__ref", "action"],
)
admin.site.register(
    RiskLook,
    ReadOnly,
    list_display=["project", "looked_on", "note", "recorded_by"],
    list_select_related=["project", "recorded_by"],
    search_fields=["project__ref"],
)
admin.site.register(
    CadenceItem,
    ReadOnly,
    list_display=["project", "kind", "name", "frequency", "owner", "removed_at"],
    list_filter=["kind"],
    list_select_related=["project", "owner"],
    search_fields=["project__ref", "name"],
)
admin.site.register(
    Tool,
    ReadOnly,
    list_display=["project", "purpose", "name", "owner", "removed_at"],
    list_filter=["purpose"],
    list_select_related=["project", "owner"],
    search_fields=["project__ref", "name"],
)
admin.site.register(
    WorkingAgreement,
    ReadOnly,
    list_display=["project", "topic", "text", "removed_at"],
    list_select_related=["project"],
    search_fields=["project__ref", "topic"],
)
admin.site.register(
    AccessProblem,
    ReadOnly,
    list_display=["tool", "stakeholder", "said_at", "solved_at"],
    list_select_related=["tool", "stakeholder"],
    search_fields=["tool__project__ref", "stakeholder__name"],
)
admin.site.register(
    Objection,
    ReadOnly,
    list_display=["project", "about", "stakeholder", "said_at", "closed_at"],
    list_filter=["about"],
    list_select_related=["project", "stakeholder"],
    search_fields=["project__ref", "stakeholder__name"],
)
