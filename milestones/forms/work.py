"""What the portfolio is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from milestones.portfolio import Key, key_of
from projects.models import Agency

MILESTONES = [("", "Any"), ("1", "Milestone 1"), ("2", "Milestone 2"), ("3", "Milestone 3"), ("4", "Mobilised")]
SHOWS = [("", "Everything"), ("waiting", "Waiting on me"), ("look", "Changes to look at")]
STATES = [("", "Any"), ("active", "Active"), ("not_active", "Paused or stopped"), ("paused", "Paused"), ("stopped", "Stopped")]


class KeyField(forms.CharField):
    """A place in the list, as its address carries it."""

    def clean(self, value: Any) -> Key | None:
        """The key; nothing for nothing. Raises ValidationError for what is no key."""
        text = super().clean(value)
        try:
            return key_of(text) if text else None
        except (ValueError, OverflowError) as error:
            raise forms.ValidationError("There is no such place in the list.") from error


class PortfolioForm(forms.Form):
    """Words, agency, milestone, what it waits on, state, and the place in the list. What cannot be right is left out, not refused."""

    no_optional = True

    q = forms.CharField(label="Title or reference", max_length=200, required=False, widget=forms.TextInput(attrs={"type": "search"}))
    show = forms.ChoiceField(label="Show", choices=SHOWS, required=False)
    milestone = forms.ChoiceField(label="Milestone", choices=MILESTONES, required=False)
    state = forms.ChoiceField(label="State", choices=STATES, required=False)
    agency = forms.TypedChoiceField(label="Agency", coerce=int, empty_value=None, required=False)
    after = KeyField(required=False, widget=forms.HiddenInput)
    before = KeyField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(agency.pk, agency.name) for agency in agencies]
        self.fields["agency"].choices = [("", "Any"), *choices]
        if len(choices) < 2:
            del self.fields["agency"]

    def wanted(self) -> dict[str, Any]:
        """What was asked for and can be right."""
        self.is_valid()
        return self.cleaned_data
