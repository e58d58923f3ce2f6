"""Ways of working, typed."""

from __future__ import annotations

import uuid

from django import forms

from projects.forms.fields import Day, Line, Text
from projects.forms.rows import RowForm
from projects.models import CadenceKind, ObjectionAbout, Stakeholder, ToolPurpose


def _owner(label: str) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(label=label, queryset=Stakeholder.objects.none(), required=False, empty_label="Nobody yet")


class AgreementForm(RowForm):
    """What the team agreed on, and about what."""

    topic = Line(label="What is it about?", help_text="For example: when we answer, how we decide, what stays confidential.")
    text = Text(label="What is agreed?", help_text="In a sentence that everyone would say the same way.", max_length=4000, rows=3)


class CadenceForm(RowForm):
    """A meeting or a report that comes again and again."""

    people = ("owner",)

    kind = forms.ChoiceField(label="What is it?", choices=CadenceKind.choices, initial=CadenceKind.MEETING)
    name = Line(label="What is it called?", help_text="Such as “Weekly stand-up”.", error_messages={"required": "Say what it is called"})
    frequency = Line(label="How often?", help_text="Such as every Monday.", max_length=100, required=False)
    first_on = Day(label="When is the first?", what="the day of the first", required=False)
    day_and_time = Line(label="At what time?", help_text="Such as 9.30 am.", max_length=100, required=False)
    duration = Line(label="How long?", help_text="Such as 15 minutes.", max_length=60, required=False)
    purpose = Line(label="What is it for?", max_length=300, required=False)
    owner = _owner("Who runs it?")
    attendees = Line(label="Who comes, or who gets it?", max_length=300, required=False)


class ToolForm(RowForm):
    """What the team works with, and for what."""

    people = ("owner",)

    purpose = forms.ChoiceField(label="What is it for?", choices=ToolPurpose.choices)
    name = Line(
        label="What is it called?",
        help_text="Such as “Project folder in the records system”.",
        error_messages={"required": "Say what it is called"},
    )
    address = Line(label="Where is it?", help_text="A link beginning with https://, a channel, a room.", max_length=500, required=False)
    owner = _owner("Who lets people in?")


class ObjectionForm(forms.Form):
    """“I object, because …”; the same form sent twice is once."""

    about = forms.ChoiceField(
        label="What do you object to?",
        choices=ObjectionAbout.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you object to"},
    )
    because = Text(
        label="Because …", help_text="The core team reads this.", max_length=2000, rows=3, error_messages={"required": "Say why you object"}
    )
    nonce = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)


class CloseObjectionForm(forms.Form):
    """Why an objection is closed."""

    reason = Text(
        label="Why is it closed?",
        help_text="What was changed, or why it stays as it is. Who objected reads this.",
        max_length=2000,
        rows=3,
        error_messages={"required": "Say why it is closed"},
    )


class AccessForm(forms.Form):
    """Whether somebody can get into a tool. `can` is the button that was pressed."""

    can = forms.ChoiceField(
        choices=[("no", "I can’t get in"), ("yes", "I can get in now")],
        widget=forms.HiddenInput,
        error_messages={"required": "Say whether you can get in"},
    )
    note = Line(label="What happens when you try?", max_length=300, required=False)
