"""An agency's set-up, typed: e-mail domains, word for the buyer, what projects begin with, whom they ask."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from projects.contacts import TOPICS
from projects.email_domains import tidy, why_not
from projects.forms.fields import Line, Text, one_line
from projects.models import Agency, AgencyContact, Expertise
from projects.raci import USUAL
from projects.risks import WORST, wrong_levels

LONGEST_TITLE = 200
MOST_LINES = 100


class Lines(Text):
    """A list, one thing a line; blank lines are left out."""

    def prepare_value(self, value: Any) -> Any:
        """The list as lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """The lines as a list."""
        return [" ".join(line.split()) for line in super().to_python(value).splitlines() if line.strip()]

    def run_validators(self, value: Any) -> None:
        """How many there are; each line by itself."""
        if len(value) > MOST_LINES:
            raise ValidationError(f"Keep at most {MOST_LINES} lines: there are {len(value)}")
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


LEVELS = ("medium_from", "high_from", "extreme_from")


def rating_from(level: str) -> forms.IntegerField:
    """The lowest rating of a level."""
    number = "Enter a number from 2 to 25"
    return forms.IntegerField(
        label=f"{level} from",
        min_value=2,
        max_value=WORST,
        widget=forms.NumberInput(attrs={"class": "input--5"}),
        error_messages={
            "required": f"Enter the lowest rating that is {level.lower()}",
            **dict.fromkeys(("invalid", "min_value", "max_value"), number),
        },
    )


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


class RiskLevelsForm(SettingForm):
    """From which rating a risk is medium, high and extreme."""

    medium_from = rating_from("Medium")
    high_from = rating_from("High")
    extreme_from = rating_from("Extreme")

    @classmethod
    def was(cls, agency: Agency) -> dict[str, Any]:
        """Where each begins."""
        return {name: getattr(agency, name) for name in LEVELS}

    def clean(self) -> dict[str, Any]:
        """Each above the one before; what is wrong is said at its field."""
        given = super().clean() or self.cleaned_data
        if all(name in given for name in LEVELS):
            for name, problem in wrong_levels({name: given[name] for name in LEVELS}).items():
                self.add_error(name, problem)
        return given


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


class TopicsForm(SettingForm):
    """Which usual topics of contact projects are offered, and the agency's own."""

    usual = forms.MultipleChoiceField(
        label="Usual topics that your projects are offered",
        choices=[(topic, topic) for topic in TOPICS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    own = Lines(label="Your agency’s own topics", help_text="One on each line. They come after the usual ones.", required=False, rows=5)

    @classmethod
    def was(cls, agency: Agency) -> dict[str, Any]:
        """All the usual ones but those left out, and its own."""
        return {"usual": [topic for topic in TOPICS if topic not in agency.topics_left_out], "own": agency.own_topics}

    def wish(self) -> dict[str, Any]:
        """What is left out."""
        given = self.cleaned_data
        return {"left_out": [topic for topic in TOPICS if topic not in given["usual"]], "own": given["own"], "version": given["version"]}


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


class AgencyContactForm(SettingForm):
    """Who an agency's contact is, and how to reach them."""

    name = Line(label="Name", help_text="A person or a team, as in “Privacy team”.", error_messages={"required": "Enter a name"})
    email = forms.EmailField(label="E-mail address", max_length=254, required=False)
    phone = Line(label="Telephone", max_length=40, required=False)

    @classmethod
    def of(cls, contact: AgencyContact) -> dict[str, Any]:
        """The contact as it is now."""
        return {name: getattr(contact, name) for name in ("name", "email", "phone")}

    def clean(self) -> dict[str, Any]:
        """One way to reach them at least."""
        given = super().clean() or self.cleaned_data
        if not given.get("email") and not given.get("phone") and "email" not in self.errors and "phone" not in self.errors:
            self.add_error("email", "Enter an e-mail address or a telephone number")
        return given


class NewContactForm(AgencyContactForm):
    """A contact for a topic that has none."""

    topic = forms.ChoiceField(label="Topic", error_messages={"required": "Choose a topic"})
    version = None
    field_order = ["topic", "name", "email", "phone"]

    def __init__(self, *args: Any, topics: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = [("", "Choose a topic"), *((topic, topic) for topic in topics)]
