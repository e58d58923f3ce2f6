"""Why their parts matter, typed: a sentence for each of the team."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from projects.forms.fields import Seen, Text
from projects.models import Stakeholder

LONGEST = 2000


class SentencesForm(forms.Form):
    """A sentence for each. `seen` is what the page showed, by id: only what differs from it is written."""

    seen = Seen(widget=forms.HiddenInput, error_messages={"required": Seen.default_error_messages["invalid"]})
    no_optional = True

    def __init__(self, *args: Any, people: Sequence[Stakeholder], **kwargs: Any) -> None:
        super().__init__(*args, initial={"seen": {str(person.pk): person.why_it_matters for person in people}}, **kwargs)
        self.people = people
        for person in people:
            self.fields[f"why-{person.pk}"] = Text(
                label=f"Why does the part of {person.name} matter?",
                initial=person.why_it_matters,
                max_length=LONGEST,
                rows=2,
                required=False,
                error_messages={"max_length": f"Shorten why the part of {person.name} matters to {LONGEST} characters"},
            )

    @staticmethod
    def named_in(data: Mapping[str, Any]) -> list[int]:
        """The ids of whom a form that was sent is about."""
        return [int(key[4:]) for key in data if re.fullmatch(r"why-[0-9]{1,18}", key)]

    def clean_seen(self) -> dict[str, str]:
        """Sentences by id: of all whose were sent."""
        seen = self.cleaned_data["seen"]
        sent = {str(person.pk) for person in self.people if f"why-{person.pk}" in self.data}
        if not isinstance(seen, dict) or not all(isinstance(sentence, str) for sentence in seen.values()) or sent - set(seen):
            raise forms.ValidationError(Seen.default_error_messages["invalid"], code="invalid")
        return seen

    def wish(self) -> dict[str, Any]:
        """What the operation is asked for: of those whom the page showed."""
        seen = self.cleaned_data["seen"]
        base = {person.pk: seen[str(person.pk)] for person in self.people if str(person.pk) in seen}
        return {"base": base, "wanted": {pk: self.cleaned_data[f"why-{pk}"] for pk in base}}

    @property
    def typed(self) -> dict[int, str]:
        """What was written here and differs from what the page showed, by id."""
        wish = self.wish()
        return {pk: text for pk, text in wish["wanted"].items() if text != wish["base"][pk]}

    def again(self, people: Sequence[Stakeholder]) -> SentencesForm:
        """The form for these people as they are now, with what was written here in it: another press writes that."""
        data = {f"why-{person.pk}": self.typed.get(person.pk, person.why_it_matters) for person in people}
        return SentencesForm({**data, "seen": json.dumps({str(person.pk): person.why_it_matters for person in people})}, people=people)
