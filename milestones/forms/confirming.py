"""Confirming and reopening, typed."""

from __future__ import annotations

from django import forms

from projects.forms.fields import Text


class ConfirmForm(forms.Form):
    """The version of the milestone that was seen."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class ReopenForm(forms.Form):
    """Why, and the stamp of all that was listed as undone by it."""

    reason = Text(
        label="Why is it reopened?",
        help_text="Kept with the record of the completion, for everybody who reads it later.",
        max_length=4000,
        rows=4,
        required=False,
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)
    no_optional = True

    def at(self, stamp: str) -> ReopenForm:
        """The same form with the reason typed, for the list as it is now."""
        self.data = self.data.copy()
        self.data["stamp"] = stamp
        return self
