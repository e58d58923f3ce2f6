"""What is done for a whole agency, typed: handing over for somebody who has gone, recording who covers for an officer."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from projects.forms.fields import Day, Line, Text
from projects.models import Person, Role, Stakeholder


class LeaverForm(forms.Form):
    """Which part is handed over, to whom (somebody in the project, or somebody new), and why."""

    seat = forms.TypedChoiceField(
        label="Which part is handed over?",
        coerce=Role,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the part", "invalid_choice": "Choose a part whose holder has gone"},
    )
    to = forms.TypedChoiceField(
        label="Who takes it over?",
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": "Choose somebody who is in the project now"},
    )
    name = Line(label="Name of somebody new", required=False)
    email = forms.EmailField(label="E-mail of somebody new", max_length=254, required=False, help_text="They sign in by it.")
    reason = Text(
        label="Why is it handed over?",
        help_text="The project's history keeps it, and its team reads it.",
        max_length=2000,
        rows=3,
        error_messages={"required": "Say why it is handed over"},
    )
    no_optional = True

    def __init__(self, *args: Any, seats: Iterable[Stakeholder], people: Iterable[Stakeholder], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {person.pk: person for person in people}
        choices = [(seat.role, f"{seat.project.agency.word_for(seat.role)}, held by {seat.name}") for seat in seats]
        self.fields["seat"].choices = choices
        self.fields["seat"].initial = choices[0][0] if len(choices) == 1 else None
        listed = [(pk, f"{person.name}, {person.project.agency.say(person.role)}") for pk, person in self.people.items()]
        self.fields["to"].choices = [("", "Somebody new, named below"), *listed]

    def clean(self) -> dict[str, Any]:
        """Either somebody in the project, or somebody new with name and e-mail address."""
        given = super().clean() or self.cleaned_data
        if "to" in self.errors:
            return given
        if given.get("to") and (given.get("name") or given.get("email")):
            self.add_error("to", "Choose somebody in the project, or name somebody new: not both")
        elif not given.get("to"):
            for field, words in {"name": "Enter a name, or choose somebody in the project", "email": "Enter their e-mail address"}.items():
                if not given.get(field) and field not in self.errors:
                    self.add_error(field, words)
        return given

    @property
    def new_holder(self) -> str:
        """The name of who takes over."""
        to = self.people.get(self.cleaned_data["to"])
        return to.name if to else self.cleaned_data["name"]

    def wish(self) -> dict[str, Any]:
        """What the operation is asked for."""
        return {**self.cleaned_data, "to": self.people.get(self.cleaned_data["to"])}


class CoverForm(forms.Form):
    """Who covers for which officer, from which day to which."""

    officer = forms.TypedChoiceField(
        label="For whom?", coerce=int, error_messages={"required": "Choose an officer", "invalid_choice": "Choose an officer from the list"}
    )
    email = forms.EmailField(
        label="E-mail of who covers",
        help_text="Somebody of the same agency who has an account.",
        max_length=254,
        error_messages={"required": "Enter the e-mail address of who covers"},
    )
    starts_on = Day(what="the first day", label="First day")
    ends_on = Day(what="the last day", label="Last day")

    def __init__(self, *args: Any, officers: Iterable[Person], me: Person, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.officers: Mapping[int, Person] = {officer.pk: officer for officer in officers}
        self.today = today
        choices = [(pk, f"{officer.name} (you)" if pk == me.pk else officer.name) for pk, officer in self.officers.items()]
        self.fields["officer"].choices = choices if len(choices) == 1 else [("", "Choose an officer"), *choices]
        if len(choices) == 1:
            self.fields["officer"].widget = forms.HiddenInput()
            self.fields["officer"].initial = choices[0][0]

    def clean_ends_on(self) -> datetime.date:
        """A day that is not over yet."""
        if self.cleaned_data["ends_on"] < self.today:
            raise forms.ValidationError("The last day is over already")
        return self.cleaned_data["ends_on"]

    def clean(self) -> dict[str, Any]:
        """Days in their order; who covers has an account in the officer's agency, and is not the officer."""
        given = super().clean() or self.cleaned_data
        if given.get("starts_on") and given.get("ends_on") and given["ends_on"] < given["starts_on"]:
            self.add_error("ends_on", "The last day is before the first")
        officer, email = self.officers.get(given.get("officer", 0)), given.get("email", "").lower()
        if officer and email:
            given["covered_by"] = self._who_covers(officer, email)
        return given

    def _who_covers(self, officer: Person, email: str) -> Person | None:
        if email == officer.email:
            self.add_error("email", "Choose somebody else: this is the officer's own e-mail address")
            return None
        found = officer.agency.staff.filter(email=email, is_active=True).first() if officer.agency else None
        if found is None:
            self.add_error("email", f"Nobody of {officer.agency or 'the same agency'} has an account with this e-mail address")
        return found

    def wish(self) -> dict[str, Any]:
        """What the operation is asked for."""
        given = self.cleaned_data
        return {"officer": self.officers[given["officer"]], **{name: given[name] for name in ("covered_by", "starts_on", "ends_on")}}
