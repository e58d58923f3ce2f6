"""Open items, typed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Q, QuerySet

from projects.forms.fields import Day, Text
from projects.models import BuyingProject, OpenItem, OpenItemKind, Stakeholder

# How each kind of open item ends: what is asked then, and the word for it.
ENDS = {
    OpenItemKind.ASSUMPTION: ("Does it hold, and how do you know?", "answered"),
    OpenItemKind.QUESTION: ("What is the answer?", "answered"),
    OpenItemKind.GAP: ("How was it closed?", "closed"),
    OpenItemKind.DECISION: ("What was decided?", "decided"),
    OpenItemKind.ACTION: ("What was done?", "done"),
}


NOBODY = "nobody"


class Asked(forms.ChoiceField):
    """A choice in an address: what is none of them is no choice."""

    def clean(self, value: Any) -> str:
        """The choice, or nothing."""
        return value if value and self.valid_value(value) else ""


class Key(forms.IntegerField):
    """A key in an address: what cannot be one is none."""

    def clean(self, value: Any) -> int | None:
        """The key, or nothing."""
        try:
            return super().clean(value)
        except forms.ValidationError:
            return None


class OpenItemListForm(forms.Form):
    """Which items: those still open unless `show` says answered, of a kind, of an owner, before a key. Sent by GET, and always valid."""

    no_optional = True

    kind = Asked(label="Kind", choices=[("", "Every kind"), *OpenItemKind.choices])
    owner = Asked(label="Who has it")
    show = Asked(choices=[("answered", "Answered")], widget=forms.HiddenInput)
    before = Key(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, owners: Iterable[Stakeholder], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(str(owner.pk), owner.name if owner.is_current else f"{owner.name} (has left)") for owner in owners]
        self.fields["owner"].choices = [("", "Anybody"), (NOBODY, "Nobody yet"), *names]
        self.full_clean()

    @property
    def answered(self) -> bool:
        """Whether the answered ones are asked for."""
        return self.cleaned_data["show"] == "answered"

    @property
    def narrows(self) -> bool:
        """Whether a kind or an owner is chosen."""
        return bool(self.cleaned_data["kind"] or self.cleaned_data["owner"])

    def narrow(self, items: QuerySet[OpenItem]) -> QuerySet[OpenItem]:
        """The items asked for, the newest first."""
        asked = self.cleaned_data
        wanted: dict[str, Any] = {"answered_at__isnull": not self.answered}
        if asked["kind"]:
            wanted["kind"] = asked["kind"]
        if asked["owner"]:
            wanted["owner"] = None if asked["owner"] == NOBODY else asked["owner"]
        if asked["before"]:
            wanted["pk__lt"] = asked["before"]
        return items.filter(**wanted).order_by("-pk")

    def address(self, **more: Any) -> str:
        """The query string of this list with another `show`, or of its page before a key."""
        kept = {name: self.cleaned_data[name] for name in ("kind", "owner", "show")} | more
        return "?" + urlencode({name: value for name, value in kept.items() if value})

    @property
    def still_open(self) -> str:
        """The address of the same, still open."""
        return self.address(show="")

    @property
    def ended(self) -> str:
        """The address of the same, answered or done."""
        return self.address(show="answered")

    @property
    def everything(self) -> str:
        """The address of the same, of every kind and everybody's."""
        return self.address(kind="", owner="")


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
