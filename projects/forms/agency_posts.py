"""Who serves an agency, typed: name, e-mail address, last day."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from projects.clock import today
from projects.forms.fields import Day, Line
from projects.models import AgencyPostKind


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
