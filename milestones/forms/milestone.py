"""Evidence, typed."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms

from milestones.models import EvidenceKind
from projects.forms.fields import Line, Text


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
