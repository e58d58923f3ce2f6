"""The meeting, typed: who is here, the end of it, and what is said afterwards."""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django import forms

from milestones.models import Attendance, Hearing, Presence, Session, SuccessCriterion
from milestones.presence import Marks, marks, marks_of
from projects.clock import today
from projects.forms.fields import Day, Seen, Text
from projects.merging import rebased
from projects.models import ObjectionAbout, OpenItemKind, Stakeholder

HERE = [(Presence.PRESENT.value, "Here"), (Presence.APOLOGY.value, "Apology")]
HEARD_BY = "Buyer’s side and procurement officer hear each other, and whoever you choose here, if they say it back too."
MARK = re.compile(r"(at|said)_[0-9]{1,18}|hearer|agrees_[a-z]{1,20}")
AGREEING = {ObjectionAbout.CADENCE: "The cadence", ObjectionAbout.WAYS: "Tools and ways of working"}


class PresenceForm(forms.Form):
    """Who is at the meeting, who said the project back, who hears the members, and in the third meeting what is agreed.

    It carries what the page showed, so that only what is marked differently is written. `clashes` are what somebody else marked
    differently meanwhile, by mark.
    """

    no_optional = True

    seen = Seen(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        session: Session,
        team: Mapping[int, Stakeholder],
        there: Mapping[int, Attendance],
        shown: Marks | None = None,
        clashes: Mapping[str, tuple[Any, Any]] | None = None,
        **kwargs: Any,
    ) -> None:
        self.team, self.there, self.clashes = team, there, clashes or {}
        kept = marks_of(session, there.values())
        shown = kept if shown is None else shown
        agreed = [about for about in AGREEING if shown.get(f"agrees_{about}")]
        super().__init__(*args, initial={"seen": kept, "hearer": shown.get("hearer"), "agreed": agreed}, **kwargs)
        for pk, stakeholder in team.items():
            label = {"required": False, "label": stakeholder.name}
            self.fields[f"at_{pk}"] = forms.ChoiceField(
                choices=[("", "Not here"), *HERE], initial=shown.get(f"at_{pk}") or "", widget=forms.RadioSelect, **label
            )
            self.fields[f"said_{pk}"] = forms.BooleanField(initial=bool(shown.get(f"said_{pk}")), **label)
        people = [("", "Nobody chosen"), *((pk, s.name) for pk, s in team.items())]
        self.fields["hearer"] = forms.TypedChoiceField(
            label="Who hears the members say it back?", help_text=HEARD_BY, choices=people, required=False, coerce=int, empty_value=None
        )
        if session.milestone.position == 3:
            self.fields["agreed"] = forms.MultipleChoiceField(
                label="What do those present agree on?", choices=AGREEING.items(), required=False, widget=forms.CheckboxSelectMultiple
            )

    def clean_seen(self) -> dict[str, Any]:
        """What the page showed: marks by their name."""
        seen = self.cleaned_data["seen"]
        if not isinstance(seen, dict) or not all(MARK.fullmatch(name) for name in seen):
            raise forms.ValidationError("The page was not sent whole. Open it again.")
        return seen

    def lines(self) -> list[dict[str, Any]]:
        """One line a person: who, their fields, and in words what somebody else marked meanwhile."""
        return [
            {"stakeholder": s, "at": self[f"at_{pk}"], "said": self[f"said_{pk}"], "theirs": self._theirs(pk)}
            for pk, s in self.team.items()
        ]

    @property
    def others(self) -> list[str]:
        """What somebody else chose meanwhile that is about nobody's line, in words."""
        told = []
        if "hearer" in self.clashes:
            hearer = self.team.get(self.clashes["hearer"][0])
            told.append(f"Somebody else chose meanwhile who hears the members: {hearer.name if hearer else 'nobody'}.")
        agreed = {about: label for about, label in AGREEING.items() if f"agrees_{about}" in self.clashes}
        return [*told, *(f"Somebody else changed meanwhile whether this is agreed: {label.lower()}." for label in agreed.values())]

    def _theirs(self, pk: int) -> str:
        row = self.there.get(pk)
        if row is None or not {f"at_{pk}", f"said_{pk}"} & self.clashes.keys():
            return ""
        said = ", said it back" if row.said_it_back else ""
        return f"{row.recorded_by.name} marked meanwhile: {dict(HERE).get(row.presence, 'Not here').lower()}{said}."

    def marks(self) -> dict[str, Any]:
        """What is marked, by name of mark."""
        wish = self.wish()
        del wish["seen"]
        return marks(**wish)

    def wish(self) -> dict[str, Any]:
        """What the operation is asked for."""
        chosen = {state: [pk for pk in self.team if self.cleaned_data[f"at_{pk}"] == state] for state, _ in HERE}
        return {
            "seen": self.cleaned_data["seen"],
            "present": chosen[Presence.PRESENT],
            "apologies": chosen[Presence.APOLOGY],
            "said_it_back": [pk for pk in self.team if self.cleaned_data[f"said_{pk}"]],
            "hearer": self.cleaned_data["hearer"],
            "agreed": self.cleaned_data.get("agreed", []),
        }


def presence_again(form: PresenceForm, session: Session, there: Mapping[int, Attendance], clashes: Mapping[str, Any]) -> PresenceForm:
    """The page after a refusal: what was marked on it, and elsewhere what others marked meanwhile, which it has now shown."""
    seen = form.cleaned_data["seen"]
    shown = rebased(seen=seen, kept=marks_of(session, there.values()), wanted={**dict.fromkeys(seen), **form.marks()})
    return PresenceForm(session=session, team=form.team, there=there, shown=shown, clashes=clashes)


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
