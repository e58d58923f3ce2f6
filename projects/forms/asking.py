"""What somebody says to their part, typed; and the asking."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from projects.clock import today
from projects.forms.fields import Day, Line, Seen, Text
from projects.models import InvitationAnswer, Stakeholder


class SeenForm(forms.Form):
    """“Yes, that's my part”: with the letters and the sentence that the page showed."""

    seen = Seen(widget=forms.HiddenInput)

    def clean_seen(self) -> dict[str, Any]:
        """Letters by activity, and the sentence."""
        seen = self.cleaned_data["seen"]
        if not (isinstance(seen, dict) and isinstance(seen.get("letters"), dict) and isinstance(seen.get("sentence"), str)):
            raise forms.ValidationError("Open this page again")
        return seen

    def wish(self) -> dict[str, Any]:
        """What the operation is asked for."""
        seen = self.cleaned_data["seen"]
        return {"letters_shown": seen["letters"], "sentence_shown": seen["sentence"]}


class AnswerForm(forms.Form):
    """Yes or no to an invitation."""

    answer = forms.ChoiceField(
        label="Can you do this?",
        choices=InvitationAnswer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose yes or no"},
    )
    reason = Text(label="If not, why?", max_length=2000, rows=2, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def wish(self) -> dict[str, Any]:
        """What the operation is asked for."""
        return dict(self.cleaned_data)


class OwnAnswerForm(AnswerForm):
    """One's own yes or no, with the part that the page showed: one yes where it is whole."""

    seen = Seen(widget=forms.HiddenInput, required=False)


class RecordAnswerForm(AnswerForm):
    """What somebody answered elsewhere."""

    how = Line(label="How did they answer?", help_text="As in “by phone”.", error_messages={"required": "Say how they answered"})
    answered_on = Day(label="When did they answer?", what="the day they answered", initial=today)
    field_order = ("answer", "reason", "how", "answered_on", "version")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].label = "What did they say?"


class CannotForm(forms.Form):
    """“I can't, ask someone else”."""

    reason = Text(label="Why can’t you?", max_length=2000, rows=2, error_messages={"required": "Say why you can’t"})
    instead = Line(label="Who could be asked instead?", help_text="Leave this empty if you don’t know.", required=False)

    def wish(self) -> dict[str, Any]:
        """What the operation is asked for."""
        return dict(self.cleaned_data)


class QuestionForm(forms.Form):
    """“I have a question”; the same form sent twice asks once."""

    text = Text(label="What is your question?", max_length=4000, rows=3, error_messages={"required": "Write your question"})
    nonce = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)

    def wish(self) -> dict[str, Any]:
        """What the operation is asked for."""
        return dict(self.cleaned_data)


class AskingForm(forms.Form):
    """What is the same for one who is asked and for several; the same form sent twice asks once."""

    time_asked = Line(label="About how much time?", help_text="As in “about 6 hours”.", max_length=100, required=False)
    needed_by = Day(label="By when?", what="the day it is needed", required=False)
    asked_on = Day(label="When were they asked?", what="the day they were asked", initial=today)
    nonce = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)

    def wish(self) -> dict[str, Any]:
        """What the operation is asked for."""
        return dict(self.cleaned_data)


class InviteForm(AskingForm):
    """Asking one person, in the names of both sides."""

    for_what = Text(
        label="What do you ask them for?",
        help_text="As in “advice on contract terms”.",
        max_length=2000,
        rows=2,
        error_messages={"required": "Say what you ask them for"},
    )
    has_managers_agreement = forms.BooleanField(label="Their manager agrees", required=False)
    field_order = ("for_what", "time_asked", "needed_by", "has_managers_agreement", "asked_on", "nonce")


class AskTeamForm(AskingForm):
    """Asking several people in one go, each for something of their own."""

    def __init__(self, *args: Any, people: Sequence[Stakeholder], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        for person in people:
            self.fields[f"ask-{person.pk}"] = forms.BooleanField(label=person.name, initial=True, required=False)
            self.fields[f"for-{person.pk}"] = Text(
                label=f"What do you ask {person.name} for?",
                initial=person.part,
                max_length=2000,
                rows=2,
                required=not self.is_bound or f"ask-{person.pk}" in self.data,
                error_messages={"required": f"Say what you ask {person.name} for"},
            )
            self.fields[f"manager-{person.pk}"] = forms.BooleanField(label=f"The manager of {person.name} agrees", required=False)

    @staticmethod
    def chosen_in(data: Mapping[str, Any]) -> list[int]:
        """The ids of whom a form that was sent chose: they stay on it, also where they were asked meanwhile."""
        return [int(key[4:]) for key in data if re.fullmatch(r"ask-[0-9]{1,18}", key)]

    @property
    def rows(self) -> list[tuple[Stakeholder, forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Each person with their three fields."""
        return [(p, self[f"ask-{p.pk}"], self[f"for-{p.pk}"], self[f"manager-{p.pk}"]) for p in self.people]

    @property
    def shared(self) -> list[forms.BoundField]:
        """The fields that hold for all."""
        return [self[name] for name in AskingForm.base_fields if name != "nonce"]

    def clean(self) -> dict[str, Any]:
        """Somebody is chosen."""
        cleaned = super().clean() or self.cleaned_data
        if self.people and not any(cleaned.get(f"ask-{person.pk}") for person in self.people):
            self.add_error(f"ask-{self.people[0].pk}", "Choose at least one person to ask")
        return cleaned

    def wish(self) -> dict[str, Any]:
        """What the operation is asked for."""
        shared = {name: self.cleaned_data[name] for name in AskingForm.base_fields}
        chosen = [person.pk for person in self.people if self.cleaned_data[f"ask-{person.pk}"]]
        agreeing = [pk for pk in chosen if self.cleaned_data[f"manager-{pk}"]]
        return {**shared, "for_what": {pk: self.cleaned_data[f"for-{pk}"] for pk in chosen}, "managers_agree": agreeing}
