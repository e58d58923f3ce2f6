"""The project itself, typed: its title, who sees the value band, why it is paused or stopped."""

from __future__ import annotations

from typing import Any

from django import forms

from projects.forms.fields import Line, Text
from projects.models import ProjectState


class ProjectForm(forms.Form):
    """The title."""

    title = Line(label="Title", error_messages={"required": "Enter a title"})
    version = forms.IntegerField(widget=forms.HiddenInput)


class ValueForm(forms.Form):
    """Who sees the value band."""

    is_restricted = forms.TypedChoiceField(
        label="Who sees the value band?",
        choices=[
            ("no", "The core buying team and the agency's portfolio viewers"),
            ("yes", "Only the buyer's side and the procurement officer"),
        ],
        coerce=lambda choice: choice == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who sees it"},
    )


class StopForm(forms.Form):
    """Pause or stop, and why."""

    state = forms.ChoiceField(
        label="What is happening?",
        choices=[
            (ProjectState.PAUSED.value, "Pause: we expect to go on with it"),
            (ProjectState.STOPPED.value, "Stop: we do not expect to go on with it"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose pause or stop"},
    )
    reason = Text(
        label="Why?",
        help_text="Everybody in the project reads this, wherever something cannot be done because of it.",
        max_length=2000,
        rows=3,
        error_messages={"required": "Say why"},
    )

    def wish(self) -> dict[str, Any]:
        """What the operation is asked for."""
        return {"state": ProjectState(self.cleaned_data["state"]), "reason": self.cleaned_data["reason"]}
