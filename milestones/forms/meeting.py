"""The meeting, typed: who is here, the end of it, and what is said afterwards."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django import forms

from milestones.models import Attendance, Hearing, Presence, Session, SuccessCriterion
from projects.clock import today
from projects.forms.fields import Day, Text
from projects.models import ObjectionAbout, OpenItemKind, Stakeholder

HERE = [(Presence.PRESENT.value, "Here"), (Presence.APOLOGY.value, "Apology")]
AGREEING = {ObjectionAbout.CADENCE: "The cadence", ObjectionAbout.WAYS: "Tools and ways of working"}


class PresenceForm(forms.Form):
    """Who is at the meeting, who said the project back, who hears the members, and in the third meeting what is agreed."""

    no_optional = True

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, session: Session, team: Mapping[int, Stakeholder], there: Mapping[int, Attendance], **kwargs: Any
    ) -> None:
        self.team = team
        super().__init__(*args, initial={"version": session.version, "hearer": session.hearer_id, "agreed": session.agreed}, **kwargs)
        for pk, stakeholder in team.items():
            row = there.get(pk)
            label = {"required": False, "label": stakeholder.name}
            self.fields[f"at_{pk}"] = forms.ChoiceField(
                choices=[("", "Not here"), *HERE], initial=_here(row), widget=forms.RadioSelect, **label
            )
            self.fields[f"said_{pk}"] = forms.BooleanField(initial=bool(row and row.said_it_back), **label)
        people = [("", "Nobody chosen"), *((pk, s.name) for pk, s in team.items())]
        hint = "Buyer’s side and procurement officer hear each other."
        self.fields["hearer"] = forms.TypedChoiceField(
            label="Who hears the members say it back?", help_text=hint, choices=people, required=False, coerce=int, empty_value=None
        )
        if session.milestone.position == 3:
            self.fields["agreed"] = forms.MultipleChoiceField(
                label="What do those present agree on?", choices=AGREEING.items(), required=False, widget=forms.CheckboxSelectMultiple
            )

    def lines(self) -> list[dict[str, Any]]:
        """One line a person: who, and their fields."""
        return [{"stakeholder": s, "at": self[f"at_{pk}"], "said": self[f"said_{pk}"]} for pk, s in self.team.items()]

    def wish(self) -> dict[str, Any]:
        """What the operation is asked for."""
        chosen = {state: [pk for pk in self.team if self.cleaned_data[f"at_{pk}"] == state] for state, _ in HERE}
        return {
            "version": self.cleaned_data["version"],
            "present": chosen[Presence.PRESENT],
            "apologies": chosen[Presence.APOLOGY],
            "said_it_back": [pk for pk in self.team if self.cleaned_data[f"said_{pk}"]],
            "hearer": self.cleaned_data["hearer"],
            "agreed": self.cleaned_data.get("agreed", []),
        }


def _here(row: Attendance | None) -> str:
    return row.presence if row and row.presence in dict(HERE) else ""


class FinishForm(forms.Form):
    """The end of the meeting: its day, its notes, and what is marked as met with it."""

    held_on = Day(label="Held on", what="the day it was held")
    minutes_taken = forms.IntegerField(
        label="How many minutes did it take?",
        required=False,
        min_value=1,
        max_value=1440,
        widget=forms.NumberInput(attrs={"class": "input--5"}),
    )
    notes = Text(label="Notes", help_text="Everybody in the core team reads this.", max_length=8000, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, session: Session, supported: Iterable[SuccessCriterion], **kwargs: Any) -> None:
        shown = {"held_on": session.held_on or today(), "notes": session.notes, "version": session.version}
        super().__init__(*args, initial={**shown, "minutes_taken": session.minutes_taken, **kwargs.pop("initial", {})}, **kwargs)
        marks = [(f"{c.key}:{c.version}", f"Mark {c.key} as met: {c.words}") for c in supported]
        if marks:
            self.fields["ticks"] = forms.MultipleChoiceField(
                label="Mark as met",
                help_text="Everything needed holds for these once the meeting is finished. Untick what you do not mark.",
                choices=marks,
                required=False,
                initial=[value for value, _ in marks],
                widget=forms.CheckboxSelectMultiple,
                error_messages={"invalid_choice": "What the project shows has changed. Look at the list again, then press once more"},
            )

    def wish(self) -> dict[str, Any]:
        """What the operation is asked for."""
        ticks = dict(value.split(":") for value in self.cleaned_data.get("ticks", []))
        fields = {name: self.cleaned_data[name] for name in ("held_on", "minutes_taken", "notes", "version")}
        return {**fields, "ticks": {key: int(version) for key, version in ticks.items()}}


class FallForm(forms.Form):
    """A decision, question or action as it falls; the same form sent twice adds one."""

    KINDS = [(kind.value, kind.label) for kind in (OpenItemKind.DECISION, OpenItemKind.QUESTION, OpenItemKind.ACTION)]

    kind = forms.ChoiceField(label="What is it?", choices=KINDS, widget=forms.RadioSelect, error_messages={"required": "Choose what it is"})
    text = Text(label="In a sentence", max_length=4000, rows=2, error_messages={"required": "Write it in a sentence"})
    owner = forms.ModelChoiceField(label="Who has it?", queryset=None, required=False, empty_label="Nobody yet")
    due_on = Day(label="By when?", what="the day it is due", required=False)
    nonce = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)

    def __init__(self, *args: Any, team: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = team

    def wish(self) -> dict[str, Any]:
        """What the operation is asked for."""
        return dict(self.cleaned_data)


class BriefedForm(forms.Form):
    """Who was briefed separately, and when."""

    stakeholder = forms.TypedChoiceField(label="Who?", coerce=int, error_messages={"required": "Choose who was briefed"})
    briefed_on = Day(label="When?", what="the day they were briefed")

    def __init__(self, *args: Any, absent: Iterable[Stakeholder], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stakeholder"].choices = [(s.pk, s.name) for s in absent]
        self.fields["briefed_on"].initial = today()


class AgreedForm(forms.Form):
    """What was agreed after the meeting, when, and by whom."""

    about = forms.ChoiceField(label="What was agreed?", widget=forms.RadioSelect, error_messages={"required": "Choose what was agreed"})
    agreed_on = Day(label="When?", what="the day it was agreed")
    present = forms.TypedMultipleChoiceField(
        label="Who agreed?",
        help_text="Everybody else is asked to read the notes, and anybody may object.",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose who agreed"},
    )

    def __init__(self, *args: Any, team: Iterable[Stakeholder], agreed: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, initial={"agreed_on": today()}, **kwargs)
        self.fields["about"].choices = [(value, label) for value, label in ObjectionAbout.choices if value not in agreed]
        self.fields["present"].choices = [(s.pk, s.name) for s in team]


class WordsForm(forms.Form):
    """The project in one's own words."""

    words = Text(
        label="In your own words",
        help_text="What is the problem, what will be different, and who is involved? Two or three sentences do. The core team reads it.",
        max_length=4000,
        error_messages={"required": "Write it in your own words, in a sentence or two"},
    )
    nonce = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)


class HearingForm(forms.Form):
    """What another says to it."""

    hearing = forms.ChoiceField(choices=Hearing.choices)
