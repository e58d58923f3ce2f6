"""One's own details, typed."""

from __future__ import annotations

from typing import Any

from django import forms

from projects.forms.fields import one_line
from projects.models import Stakeholder

OWN = ("position", "organisation", "email", "phone", "version")


class MyDetailsForm(forms.Form):
    """How one is reached in a project."""

    position = forms.CharField(label="Position", help_text="Your job title.", max_length=200, required=False, validators=[one_line])
    organisation = forms.CharField(label="Organisation", max_length=200, required=False, validators=[one_line])
    email = forms.EmailField(
        label="E-mail to reach you by",
        max_length=254,
        required=False,
        error_messages={"invalid": "Enter an e-mail address, like name@agency.example"},
    )
    phone = forms.CharField(
        label="Phone", max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel", "class": "input--20"})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, stakeholder: Stakeholder, **kwargs: Any) -> None:
        super().__init__(*args, initial=stored(stakeholder), **kwargs)

    def clean_email(self) -> str:
        """In small letters, as it is kept."""
        return self.cleaned_data["email"].lower()

    def wish(self) -> dict[str, Any]:
        """What the operation is asked for."""
        return dict(self.cleaned_data)


def stored(stakeholder: Stakeholder) -> dict[str, Any]:
    """The stakeholder as the form shows them."""
    return {name: getattr(stakeholder, name) for name in OWN}
