"""One's own details, typed."""

from __future__ import annotations

from typing import Any

from django import forms

from projects.forms.fields import one_line
from projects.models import Readable, Stakeholder


class ReadForm(forms.Form):
    """“I've read it”, about the version that the page showed."""

    what = forms.TypedChoiceField(choices=Readable.choices, coerce=Readable, widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def wish(self) -> dict[str, Any]:
        """What the operation is asked for."""
        return dict(self.cleaned_data)


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

    def __init__(self, *args: Any, stakeholder: Stakeholder, by_link: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, initial=stored(stakeholder), **kwargs)
        if by_link:
            self.kept = self.initial["email"]
            del self.fields["email"]

    def clean(self) -> dict[str, Any]:
        """By a personal link, which may have been passed on, nobody changes the address that somebody signs in by."""
        if "email" not in self.fields and self.data.get("email", self.kept).strip().lower() != self.kept:
            raise forms.ValidationError("Your e-mail address cannot be changed by a personal link. Sign in by e-mail to change it.")
        return self.cleaned_data

    def clean_email(self) -> str:
        """In small letters, as it is kept."""
        return self.cleaned_data["email"].lower()

    def wish(self) -> dict[str, Any]:
        """What the operation is asked for."""
        return dict(self.cleaned_data)


def stored(stakeholder: Stakeholder) -> dict[str, Any]:
    """The stakeholder as the form shows them."""
    return {name: getattr(stakeholder, name) for name in OWN}
