"""Open items, typed."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from projects.forms.fields import Day, Text
from projects.models import BuyingProject, OpenItem, OpenItemKind

# How each kind of open item ends: what is asked then, and the word for it.
ENDS = {
    OpenItemKind.ASSUMPTION: ("Does it hold, and how do you know?", "answered"),
    OpenItemKind.QUESTION: ("What is the answer?", "answered"),
    OpenItemKind.GAP: ("How was it closed?", "closed"),
    OpenItemKind.DECISION: ("What was decided?", "decided"),
    OpenItemKind.ACTION: ("What was done?", "done"),
}


class OpenItemListForm(forms.Form):
    """Which page of the list: those still open unless `show` says answered, those before a key."""

    show = forms.ChoiceField(required=False, choices=[("answered", "Answered")])
    before = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)

    @property
    def answered(self) -> bool:
        """Whether the answered ones are asked for."""
        return self.is_valid() and self.cleaned_data["show"] == "answered"

    def narrow(self, items: QuerySet[OpenItem]) -> QuerySet[OpenItem]:
        """The items asked for, the newest first."""
        wanted = {"answered_at__isnull": not self.answered}
        if self.is_valid() and self.cleaned_data["before"]:
            wanted["pk__lt"] = self.cleaned_data["before"]
        return items.filter(**wanted).order_by("-pk")


class OpenItemForm(forms.Form):
    """What is open, who has it, by when."""

    kind = forms.ChoiceField(
        label="What is it?",
        choices=OpenItemKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is"},
    )
    text = Text(
        label="What is open?",
        help_text="One thing in a sentence or two.",
        max_length=4000,
        rows=3,
        error_messages={"required": "Say what is open"},
    )
    owner = forms.ModelChoiceField(label="Who has it?", queryset=None, required=False, empty_label="Nobody yet")
    due_on = Day(label="By when?", what="the day it is due", required=False)

    def __init__(self, *args: Any, project: BuyingProject, kept_owner: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = project.stakeholders.filter(Q(left_at=None) | Q(pk=kept_owner))
        self.fields["owner"].queryset = here.in_reading_order()

    def wish(self) -> dict[str, Any]:
        """What the operation is asked for."""
        return dict(self.cleaned_data)


class AddOpenItemForm(OpenItemForm):
    """A new one; the same form sent twice adds one."""

    nonce = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)


class EditOpenItemForm(OpenItemForm):
    """One that is there, with how it ended. Its owner can be kept, even one who has left. An action is `done` by a press of its own."""

    answer = Text(help_text="Leave this empty while it is open.", max_length=4000, rows=3, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, item: OpenItem, **kwargs: Any) -> None:
        super().__init__(*args, project=item.project, kept_owner=item.owner_id, initial=stored(item), **kwargs)
        self.fields["answer"].label, _ = ENDS[OpenItemKind(item.kind)]

    def clean_answer(self) -> str:
        """What was done need not be told: "Done." stands for it."""
        return self.cleaned_data["answer"] or ("Done." if "done" in self.data else "")


def stored(item: OpenItem) -> dict[str, Any]:
    """The item as its form shows it."""
    fields = ("kind", "text", "owner", "due_on", "answer", "version")
    return {name: getattr(item, name) for name in fields}
