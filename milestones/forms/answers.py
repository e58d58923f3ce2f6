"""The officer's wish for one criterion, typed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from projects.forms.fields import Day, Text

# The reason each wish asks for: its label and hint. "Met" by one press asks for none.
REASONS = {
    "met_with_reason": (
        "Why is it met all the same?",
        "For people: “Met, except Mei Chen (on leave), to follow by 20 November.”",
    ),
    "not_needed": ("Not needed, because", "The buyer reads this beside the criterion."),
    "take_back": ("Why is the answer taken back?", ""),
    "look_again": ("Still stands, because", "Needed while something is missing. The buyer reads this beside the criterion."),
}
WISHES = ("met", *REASONS, "met_and_confirm")
NUMBERS = ("version", "milestone_version", "owner")


class AnswerForm(forms.Form):
    """What the officer wishes, at the version that was seen. `page` is "change" where a reason was typed, and what was typed comes back.

    Whether a reason is needed is for the operation to say: it knows what is missing.
    """

    no_optional = True

    wish = forms.ChoiceField(choices=[(wish, wish) for wish in WISHES])
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    milestone_version = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)
    page = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = Text(max_length=4000, rows=3, required=False)
    follow_up_on = Day(
        label="To follow up by (optional)", what="the day to follow up by", help_text="A day here makes an open item.", required=False
    )
    owner = forms.IntegerField(label="Who follows it up (optional)", required=False, widget=forms.Select)

    def __init__(self, *args: Any, wish: str = "", people: Iterable[tuple[int, str]] = (), **kwargs: Any) -> None:
        kind = "met_with_reason" if wish == "met_and_confirm" else wish
        super().__init__(*args, auto_id=f"{kind or 'id'}_%s", **kwargs)
        label, hint = REASONS.get(kind, ("Reason", ""))
        self.fields["reason"].label, self.fields["reason"].help_text = label, hint
        if kind == "met_with_reason":
            self.fields["owner"].widget.choices = [("", "Nobody yet"), *people]
        elif kind in REASONS:
            del self.fields["follow_up_on"], self.fields["owner"]

    def clean(self) -> dict[str, Any]:
        """Somebody to follow up needs a day to do it by."""
        cleaned = super().clean() or {}
        if cleaned.get("owner") and "follow_up_on" in self.fields and not cleaned.get("follow_up_on") and "follow_up_on" not in self.errors:
            self.add_error("follow_up_on", "Enter the day to follow up by")
        return cleaned

    def at(self, *, version: int, milestone_version: int) -> AnswerForm:
        """The same form with all that was typed, as it would be sent on what is there now."""
        self.data = self.data.copy()
        self.data["version"], self.data["milestone_version"] = version, milestone_version
        return self

    @property
    def typed(self) -> str:
        """The reason as it was typed."""
        return str(self.data.get("reason", ""))


def wish_in(data: Any) -> str:
    """The wish that was sent; nothing where it is not one of the wishes."""
    wish = data.get("wish", "")
    return wish if wish in WISHES else ""
