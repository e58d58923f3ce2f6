"""Starting a project, typed: one form a page. What is typed is kept on the draft under the names of the fields."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms

from milestones.draft import parts
from projects.forms.fields import Line, Text, one_line
from projects.models import Agency

SIGN_IN = "They sign in by it. Without one they cannot sign in."
NOT_AN_ADDRESS = "Enter an e-mail address, like name@agency.example"


class TitleForm(forms.Form):
    """Title and agency: all that a project needs to begin with."""

    title = Line(
        label="What is this buying project called?",
        help_text="A short name that people will recognise, such as “Plain-language letters”.",
        error_messages={"required": "Enter a title"},
    )
    agency = forms.TypedChoiceField(
        label="Which agency is it for?",
        coerce=int,
        error_messages={"required": "Choose an agency", "invalid_choice": "Choose an agency from the list"},
    )

    def __init__(self, *args: Any, agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(agency.pk, agency.name) for agency in agencies]
        self.fields["agency"].choices = choices if len(choices) == 1 else [("", "Choose an agency"), *choices]

    def typed(self) -> dict[str, Any]:
        """What the draft keeps."""
        return {"title": self.cleaned_data["title"], "agency": self.cleaned_data["agency"]}


class FirstForm(TitleForm):
    """The first page of all; by its nonce, pressing twice makes one draft."""

    nonce = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)


class PartForm(forms.Form):
    """What the starter is in the project."""

    part = forms.ChoiceField(
        label="What is your part?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose your part", "invalid_choice": "Choose your part"},
    )

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"].choices = list(parts(agency).items())

    def typed(self) -> dict[str, Any]:
        """What the draft keeps."""
        return self.cleaned_data


class PeopleForm(forms.Form):
    """The other side, or both, by name and e-mail address, as far as they are known; the starter's part decides which.

    `agency` has the word for the buyer.
    """

    buyer_name = forms.CharField(max_length=200, required=False, validators=[one_line])
    buyer_email = forms.EmailField(max_length=254, required=False, help_text=SIGN_IN, error_messages={"invalid": NOT_AN_ADDRESS})
    officer_name = forms.CharField(label="Procurement officer’s name", max_length=200, required=False, validators=[one_line])
    officer_email = forms.EmailField(
        label="Procurement officer’s e-mail", max_length=254, required=False, help_text=SIGN_IN, error_messages={"invalid": NOT_AN_ADDRESS}
    )
    ask_for_officer = forms.BooleanField(label="I don’t know yet: ask the procurement team", required=False)

    def __init__(self, *args: Any, part: str, own_email: str, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own_email = own_email.lower()
        self.same = f"{agency.word_for_buyer} and procurement officer are two different people"
        self.fields["buyer_name"].label = f"{agency.word_for_buyer}’s name"
        self.fields["buyer_email"].label = f"{agency.word_for_buyer}’s e-mail"
        if part == "buyer":
            del self.fields["buyer_name"], self.fields["buyer_email"]
        if part == "officer":
            del self.fields["officer_name"], self.fields["officer_email"], self.fields["ask_for_officer"]

    def clean(self) -> dict[str, Any]:
        """Each who has an address has a name; nobody is both sides; an officer is named or asked for, not both."""
        given = super().clean() or self.cleaned_data
        for who in ("buyer", "officer"):
            email = given.get(f"{who}_email", "").lower()
            if email and not given.get(f"{who}_name") and f"{who}_name" not in self.errors:
                self.add_error(f"{who}_name", "Enter the name that goes with this e-mail address")
            if email and email == self.own_email:
                self.add_error(f"{who}_email", f"This is your own e-mail address. {self.same}")
        if given.get("officer_email") and given.get("officer_email", "").lower() == given.get("buyer_email", "").lower():
            self.add_error("officer_email", self.same)
        if given.get("ask_for_officer") and (given.get("officer_name") or given.get("officer_email")):
            self.add_error("ask_for_officer", "Name the procurement officer, or ask the procurement team: not both")
        return given

    def typed(self) -> dict[str, Any]:
        """What the draft keeps; what belongs to another part is emptied."""
        nobody = {"buyer_name": "", "buyer_email": "", "officer_name": "", "officer_email": "", "ask_for_officer": False}
        return {**nobody, **self.cleaned_data}


class OutcomeForm(forms.Form):
    """Why there is a project at all; it can wait."""

    problem_or_opportunity = Text(
        label="What is the problem or opportunity?",
        help_text="In a few sentences, as you would tell a colleague.",
        max_length=5000,
        required=False,
    )
    desired_outcome = Text(label="What will be different when it is solved?", max_length=5000, required=False)

    def typed(self) -> dict[str, Any]:
        """What the draft keeps."""
        return self.cleaned_data
