"""Making a personal link."""

from __future__ import annotations

from typing import Any

from django import forms


class LinkForm(forms.Form):
    """A press, with the last link that the page knew of."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, error_messages={"required": "Open this page again"})

    def wish(self) -> dict[str, Any]:
        """What the operation is asked for."""
        return dict(self.cleaned_data)
