"""A session and evidence, typed."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django import forms
from django.utils import timezone

from milestones.models import EvidenceKind, Session
from projects.forms.fields import Day, Line, Text, one_line


class SessionForm(forms.Form):
    """When the session is planned for and where, and when it was held. An empty one is only sent to empty what `is_recorded`."""

    planned_on = Day(label="Planned for, day", what="the planned day", required=False)
    planned_time = forms.TimeField(
        label="Planned for, time",
        help_text="Sydney time, such as 10:00.",
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"class": "input--5"}),
        input_formats=["%H:%M", "%H.%M", "%I:%M %p", "%I.%M %p", "%I %p", "%I%p", "%I:%M%p", "%I.%M%p"],
        error_messages={"invalid": "Enter the planned time, such as 10:00"},
    )
    place = forms.CharField(label="Place", help_text="A room or a link.", max_length=300, required=False, validators=[one_line])
    held_on = Day(label="Held on", what="the day it was held", help_text="Once it has been. A day in the past is fine.", required=False)
    notes = Text(label="Notes", help_text="Write this as if everybody in the core team will read it.", max_length=8000, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_recorded: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_recorded = is_recorded

    def clean(self) -> dict[str, Any]:
        """A day and a time belong together, and something is said."""
        cleaned = super().clean() or {}
        day, time = cleaned.get("planned_on"), cleaned.get("planned_time")
        if day and not time and "planned_time" not in self.errors:
            self.add_error("planned_time", "Enter the time it is planned for")
        if time and not day and "planned_on" not in self.errors:
            self.add_error("planned_on", "Enter the day it is planned for")
        if not (self.errors or self.is_recorded or day or cleaned.get("held_on") or cleaned.get("notes")):
            self.add_error("planned_on", "Enter the day it is planned for, or the day it was held, or notes")
        return cleaned

    def wish(self) -> dict[str, Any]:
        """What the operation is asked for."""
        day, time = self.cleaned_data["planned_on"], self.cleaned_data["planned_time"]
        planned_at = timezone.make_aware(datetime.datetime.combine(day, time)) if day and time else None
        return {"planned_at": planned_at, **{name: self.cleaned_data[name] for name in ("place", "held_on", "notes", "version")}}


def stored_session(session: Session) -> dict[str, Any]:
    """The session as its form shows it."""
    planned = timezone.localtime(session.planned_at) if session.planned_at else None
    fields = {name: getattr(session, name) for name in ("place", "held_on", "notes", "version")}
    return {"planned_on": planned.date() if planned else None, "planned_time": planned.time() if planned else None, **fields}


class EvidenceForm(forms.Form):
    """A link or a note; the same form sent twice adds one."""

    no_optional = True  # which of address and note is needed follows from the kind

    kind = forms.ChoiceField(
        label="What is it?",
        choices=EvidenceKind.choices,
        widget=forms.RadioSelect,
        initial=EvidenceKind.LINK,
        error_messages={"required": "Choose a link or a note"},
    )
    title = Line(label="Title", help_text="What people will see on the page.", error_messages={"required": "Enter a title"})
    address = forms.URLField(
        label="Address",
        help_text="For a link: where it is kept, such as https://records.example.nsw.gov.au/1234.",
        max_length=1000,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Enter an address that begins with https://"},
    )
    text = Text(label="Note", help_text="For a note: what was said or agreed, by whom and when.", max_length=8000, required=False)
    nonce = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)

    def clean_address(self) -> str:
        """Only addresses a browser opens as a page."""
        address = self.cleaned_data["address"]
        if address and not address.lower().startswith(("https://", "http://")):
            raise forms.ValidationError("Enter an address that begins with https://", code="invalid")
        return address

    def clean(self) -> dict[str, Any]:
        """A link has an address, a note a text."""
        cleaned = super().clean() or {}
        if cleaned.get("kind") == EvidenceKind.LINK and not cleaned.get("address") and "address" not in self.errors:
            self.add_error("address", "Enter the address of the link")
        if cleaned.get("kind") == EvidenceKind.NOTE and not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", "Enter the note")
        return cleaned

    def wish(self) -> dict[str, Any]:
        """What the operation is asked for."""
        return dict(self.cleaned_data)
