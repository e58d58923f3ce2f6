"""An agency's set-up, typed: e-mail domains, word for the buyer, what projects begin with, who serves the agency."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from projects.clock import today
from projects.email_domains import tidy, why_not
from projects.forms.fields import Day, Line, Text, one_line
from projects.models import Agency, AgencyPostKind, Expertise
from projects.raci import USUAL

LONGEST_TITLE = 200


class Lines(Text):
    """A list, one thing a line; blank lines are left out."""

    def prepare_value(self, value: Any) -> Any:
        """The list as lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """The lines as a list."""
        return [" ".join(line.split()) for line in super().to_python(value).splitlines() if line.strip()]

    def run_validators(self, value: Any) -> None:
        """Each line by itself."""
        for line in value:
            one_line(line)
            if len(line) > LONGEST_TITLE:
                raise ValidationError(f"Shorten “{line[:40]}…” to {LONGEST_TITLE} characters: it has {len(line)}")


class SettingForm(forms.Form):
    """One setting of an agency; `version` is the agency's as the page showed it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    no_optional = True

    @classmethod
    def was(cls, agency: Agency) -> dict[str, Any]:
        """The form's fields as the agency has them now."""
        raise NotImplementedError

    def wish(self) -> dict[str, Any]:
        """What the operation is asked for."""
        return self.cleaned_data

    def said(self, values: dict[str, Any]) -> list[tuple[str, str]]:
        """Label and words of each field, with these values."""
        return [(str(field.label), _words(field.field, values[field.name])) for field in self.visible_fields()]


def _words(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.MultipleChoiceField):
        return "\n".join(str(words) for key, words in field.choices if key in value)
    return "\n".join(value) if isinstance(value, list) else str(value)


class DomainsForm(SettingForm):
    """E-mail domains, one a line."""

    domains = Lines(
        label="E-mail domains",
        help_text="One on each line: what comes after the @ in your staff’s addresses. Whoever has one can sign in and start projects.",
        required=False,
        rows=5,
    )

    @classmethod
    def was(cls, agency: Agency) -> dict[str, Any]:
        """The domains."""
        return {"domains": agency.email_domains}

    def clean_domains(self) -> list[str]:
        """Domains of the agency's own; each that cannot be one is said."""
        domains = tidy(self.cleaned_data["domains"])
        wrong = [problem for problem in map(why_not, domains) if problem]
        if wrong:
            raise ValidationError(wrong)
        return domains


class WordForm(SettingForm):
    """What the agency calls the buyer."""

    word = Line(
        label="Word for the buyer",
        max_length=40,
        help_text="As in “Buyer”, “Sponsor” or “Business owner”. Pages say it wherever they name the role.",
        error_messages={"required": "Enter the word your agency uses, such as “Buyer”"},
    )

    @classmethod
    def was(cls, agency: Agency) -> dict[str, Any]:
        """The word."""
        return {"word": agency.word_for_buyer}


class ActivitiesForm(SettingForm):
    """Which usual activities projects are offered, and the agency's own."""

    usual = forms.TypedMultipleChoiceField(
        label="Usual activities that your projects are offered",
        choices=[(str(usual.number), usual.title) for usual in USUAL],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    own = Lines(label="Your agency’s own activities", help_text="One on each line. They come after the usual ones.", required=False, rows=5)

    @classmethod
    def was(cls, agency: Agency) -> dict[str, Any]:
        """All the usual ones but those left out, and its own."""
        kept = [str(usual.number) for usual in USUAL if usual.number not in agency.activities_left_out]
        return {"usual": kept, "own": agency.own_activities}

    def wish(self) -> dict[str, Any]:
        """What is left out, by number."""
        given = self.cleaned_data
        left_out = [usual.number for usual in USUAL if str(usual.number) not in given["usual"]]
        return {"left_out": left_out, "own": given["own"], "version": given["version"]}


class AskedExpertiseForm(SettingForm):
    """Which kinds of expertise projects are asked about."""

    asked = forms.MultipleChoiceField(
        label="Kinds of expertise that your projects are asked about",
        choices=Expertise.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="What a project has decided already stays decided.",
    )

    @classmethod
    def was(cls, agency: Agency) -> dict[str, Any]:
        """All kinds but those left out."""
        return {"asked": [kind.value for kind in Expertise if kind.value not in agency.expertise_left_out]}

    def wish(self) -> dict[str, Any]:
        """What is left out."""
        left_out = [kind.value for kind in Expertise if kind.value not in self.cleaned_data["asked"]]
        return {"left_out": left_out, "version": self.cleaned_data["version"]}


class LastDayForm(forms.Form):
    """The last day of a post; a portfolio viewer's is needed."""

    HELP: ClassVar[dict[bool, str]] = {
        True: "A portfolio viewer always has one. You can set a later one at any time.",
        False: "Leave it empty for as long as it lasts.",
    }

    ends_on = Day(what="the last day", label="Last day")
    seen = forms.DateField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kind: AgencyPostKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        needed = kind == AgencyPostKind.VIEWER
        day = self.fields["ends_on"]
        day.required, day.help_text = needed, self.HELP[needed]
        day.error_messages["required"] = "Enter the last day: a portfolio viewer always has one"

    def clean_ends_on(self) -> datetime.date | None:
        """A day that is not over yet."""
        if self.cleaned_data["ends_on"] and self.cleaned_data["ends_on"] < today():
            raise ValidationError("The last day is over already")
        return self.cleaned_data["ends_on"]


class PostForm(LastDayForm):
    """Somebody who is to serve the agency."""

    name = Line(label="Name", error_messages={"required": "Enter their name"})
    email = forms.EmailField(
        label="E-mail address", max_length=254, help_text="They sign in by it.", error_messages={"required": "Enter their e-mail address"}
    )
    seen = None
    field_order = ["name", "email", "ends_on"]
