"""Narrowing the history: what it is about, who did it, and where the page begins."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet

from projects.models import HistoryEntry

# What people look for, and the kinds of things that belong to it.
ABOUT = {
    "criteria": ("Success criteria and evidence", ["successcriterion", "evidence"]),
    "milestones": ("Milestones and confirmations", ["milestone", "confirmation", "session"]),
    "people": ("People and expertise", ["stakeholder", "expertiseneed"]),
    "objective": ("Objective", ["objective"]),
    "open-items": ("Open items", ["openitem"]),
    "project": ("The project itself", ["buyingproject"]),
}


class HistoryForm(forms.Form):
    """A form that is sent by GET: its address is the page."""

    no_optional = True

    what = forms.ChoiceField(
        label="About", required=False, choices=[("", "Everything"), *((key, label) for key, (label, _) in ABOUT.items())]
    )
    who = forms.ChoiceField(label="Done by", required=False)
    before = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actors: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [("", "Everybody"), *((str(pk), name) for pk, name in actors)]

    def narrow(self, entries: QuerySet[HistoryEntry]) -> QuerySet[HistoryEntry]:
        """The entries asked for."""
        wanted = self.cleaned_data
        narrowed = {
            "about__in": ABOUT[wanted["what"]][1] if wanted["what"] else None,
            "actor": wanted["who"] or None,
            "sequence__lt": wanted["before"],
        }
        return entries.filter(**{key: value for key, value in narrowed.items() if value is not None})

    def address(self, **more: int) -> str:
        """The query string of another page of the same."""
        return "?" + urlencode({name: self.cleaned_data[name] for name in ("what", "who") if self.cleaned_data[name]} | more)

    @property
    def narrows(self) -> bool:
        """Whether a choice is made."""
        return bool(self.cleaned_data["what"] or self.cleaned_data["who"])
