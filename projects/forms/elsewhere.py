"""Records kept in the agency's own system, typed."""

from __future__ import annotations

from django import forms

from projects.forms.fields import Day, Line
from projects.forms.rows import RowForm
from projects.models import Held


class ElsewhereForm(RowForm):
    """Which record, what it is called there, where it is, and when it was last checked."""

    what = forms.ChoiceField(label="Which record is it?", choices=Held, widget=forms.RadioSelect)
    title = Line(label="What is it called there?", help_text="As somebody would look for it.")
    where = Line(label="Link or file number", max_length=500, help_text="A link begins with https://. A file number stays as you type it.")
    checked_on = Day(
        label="When did you check it?",
        what="the day you checked it",
        required=False,
        help_text="That it is there, opens and is up to date. Then it counts like a record kept here. Leave it empty if nobody has.",
    )


class CheckForm(forms.Form):
    """“I checked it today”, of the version that was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)
