"""The journey for staff of the site: to look at. Nothing of it is changed here."""

from django.contrib import admin

from milestones.models import (
    Agreement,
    Attendance,
    Completion,
    Confirmation,
    Evidence,
    Explanation,
    Milestone,
    NotesRead,
    ProjectDraft,
    Reopening,
    Session,
    SuccessCriterion,
)
from mobilisation.staff import ReadOnly

admin.site.register(
    Milestone,
    ReadOnly,
    list_display=["project", "position", "version", "completion"],
    list_filter=["position"],
    list_select_related=["project", "completion"],
    search_fields=["project__ref"],
)
admin.site.register(
    SuccessCriterion,
    ReadOnly,
    list_display=["__str__", "milestone", "answer", "answered_at", "answered_by", "is_computed"],
    list_filter=["answer"],
    list_select_related=["milestone", "answered_by"],
    search_fields=["milestone__project__ref"],
)
admin.site.register(
    Confirmation,
    ReadOnly,
    list_display=["milestone", "side", "person", "role", "given_at", "ended_at", "ended_why"],
    list_filter=["side", "ended_why"],
    list_select_related=["milestone", "person"],
    search_fields=["milestone__project__ref", "person__name"],
)
admin.site.register(
    Completion,
    ReadOnly,
    list_display=["milestone", "at", "by"],
    list_select_related=["milestone", "by"],
    search_fields=["milestone__project__ref"],
)
admin.site.register(
    Reopening,
    ReadOnly,
    list_display=["completion", "at", "by", "reason"],
    list_select_related=["completion", "by"],
    search_fields=["completion__milestone__project__ref"],
)
admin.site.register(
    Evidence,
    ReadOnly,
    list_display=["criterion", "kind", "title", "added_at", "added_by", "removed_at"],
    list_filter=["kind"],
    list_select_related=["criterion__milestone", "added_by"],
    search_fields=["title", "criterion__milestone__project__ref"],
)
admin.site.register(
    Session,
    ReadOnly,
    list_display=["milestone", "planned_at", "held_on"],
    list_select_related=["milestone"],
    search_fields=["milestone__project__ref"],
)
admin.site.register(
    ProjectDraft,
    ReadOnly,
    list_display=["__str__", "person", "saved_at", "project"],
    list_select_related=["person", "project"],
    search_fields=["person__name"],
)
admin.site.register(
    Attendance,
    ReadOnly,
    list_display=["session", "stakeholder", "presence", "said_it_back", "briefed_on"],
    list_filter=["presence"],
    list_select_related=["session__milestone", "stakeholder"],
    search_fields=["stakeholder__project__ref", "stakeholder__name"],
)
admin.site.register(
    Explanation,
    ReadOnly,
    list_display=["project", "stakeholder", "said_on", "hearing", "heard_by", "heard_at"],
    list_filter=["hearing"],
    list_select_related=["project", "stakeholder", "heard_by"],
    search_fields=["project__ref", "stakeholder__name"],
)
admin.site.register(
    Agreement,
    ReadOnly,
    list_display=["session", "about", "agreed_on", "recorded_by"],
    list_filter=["about"],
    list_select_related=["session__milestone", "recorded_by"],
    search_fields=["session__milestone__project__ref"],
)
admin.site.register(
    NotesRead,
    ReadOnly,
    list_display=["session", "stakeholder", "at", "by"],
    list_select_related=["session__milestone", "stakeholder", "by"],
    search_fields=["stakeholder__project__ref", "stakeholder__name"],
)
