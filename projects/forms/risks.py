"""Risks, mitigants, and what is decided about them, typed."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms

from projects.forms.fields import Day, Line, Text
from projects.forms.rows import RowForm
from projects.models import Risk
from projects.risks import Consequence, Likelihood


def _rating(label: str, choices: type[Likelihood] | type[Consequence], says: str) -> forms.TypedChoiceField:
    """One of five, the worst last."""
    five = [("", "Choose one"), *((choice.value, f"{choice.value}  {choice.label}") for choice in choices)]
    return forms.TypedChoiceField(label=label, choices=five, coerce=int, error_messages={"required": says})


def _owner(label: str, help_text: str = "") -> forms.ModelChoiceField:
    return forms.ModelChoiceField(label=label, help_text=help_text, queryset=None, required=False, empty_label="Nobody yet")


class RiskForm(RowForm):
    """What may go wrong, why, what then; how likely and how bad; who has it."""

    people = ("owner",)
    title = Line(label="What may go wrong?", help_text="In a few words.", error_messages={"required": "Say what may go wrong"})
    cause = Text(label="Why could it happen?", max_length=4000, rows=2, required=False)
    effect = Text(label="What would follow?", max_length=4000, rows=2, required=False)
    likelihood = _rating("How likely is it?", Likelihood, "Choose how likely it is")
    consequence = _rating("How much would it hurt?", Consequence, "Choose how much it would hurt")
    owner = _owner("Who keeps an eye on it?", "The owner of the risk.")


class NewRiskForm(RiskForm):
    """The same, with what is done about it first."""

    action = Text(
        label="What do you do about it?",
        help_text="What makes it less likely, or hurt less. The owner of the risk has it; you can add more afterwards.",
        max_length=4000,
        rows=2,
        required=False,
    )
    due_on = Day(label="By when?", what="the day it is due", required=False)


class MitigantForm(RowForm):
    """What is done about a risk, by whom and when."""

    people = ("owner",)
    action = Text(
        label="What do you do about it?",
        help_text="What makes it less likely, or hurt less.",
        max_length=4000,
        rows=3,
        error_messages={"required": "Say what is done about the risk"},
    )
    owner = _owner("Who does it?")
    due_on = Day(label="By when?", what="the day it is due", required=False)
    done_on = Day(label="Done on", what="the day it was done", required=False)


class BecauseForm(forms.Form):
    """Why a risk is accepted or closed; empty, that is taken back."""

    because = Text(label="Because", max_length=2000, rows=3, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)
    no_optional = True

    def __init__(self, *args: Any, risk: Risk, field: str, label: str, **kwargs: Any) -> None:
        self.before = getattr(risk, field)
        super().__init__(*args, initial={"because": self.before, "version": risk.version}, **kwargs)
        self.fields["because"].label = label
        self.fields["because"].help_text = "Empty it to take this back." if self.before else ""

    def clean_because(self) -> str:
        """A reason, unless there was one to take back."""
        if not self.cleaned_data["because"] and not self.before:
            raise forms.ValidationError("Give the reason")
        return self.cleaned_data["because"]

    def wish(self) -> dict[str, Any]:
        """What the operation is asked for."""
        return dict(self.cleaned_data)


class LookForm(forms.Form):
    """“We looked on …, nothing above low.”"""

    looked_on = Day(label="When did you look?", what="the day you looked")
    note = Text(label="Who looked, and at what?", max_length=2000, rows=3, required=False)
    nonce = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)

    def wish(self) -> dict[str, Any]:
        """What the operation is asked for."""
        return dict(self.cleaned_data)
