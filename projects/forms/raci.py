"""The RACI matrix, typed: an activity, who does the day-to-day work, and letters by cell."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from projects.access import BUYERS_SIDE
from projects.forms.fields import one_line
from projects.models import Activity, Function, Kind, Letters, Role, Stakeholder
from projects.raci import Cells, Matrix


class ActivityForm(forms.Form):
    """What is done, and whether whoever is accountable has to hold the financial delegation."""

    title = forms.CharField(
        label="What is done?",
        help_text="Begin with a verb, such as “Prepare contract terms”.",
        max_length=200,
        validators=[one_line],
        error_messages={"required": "Enter what is done"},
    )
    needs_delegate = forms.BooleanField(label="Whoever is accountable has to hold the financial delegation", required=False)


class AddActivityForm(ActivityForm):
    """The same form sent twice adds one."""

    nonce = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)


class RenameActivityForm(ActivityForm):
    """At the version that was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class UsualForm(forms.Form):
    """Which of the usual activities, and whether product owner and project manager are one person."""

    no_optional = True

    which = forms.ChoiceField(choices=[("first", "The first 8"), ("rest", "The rest")], widget=forms.HiddenInput)
    day_to_day = forms.TypedChoiceField(
        label="Who does the day-to-day work?",
        help_text="In a small team one person is product owner and project manager. Otherwise each is a position until somebody fills it.",
        required=False,
        empty_value=None,
    )

    def __init__(self, *args: Any, team: Iterable[Stakeholder], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = {s.pk: s for s in team if s.kind == Kind.PERSON and s.is_core and s.is_current}
        choices = [(str(pk), s.name) for pk, s in people.items()]
        self.fields["day_to_day"].choices = [("", "A product owner and a project manager, two people"), *choices]
        self.fields["day_to_day"].coerce = lambda pk: people[int(pk)]
        self.initial.setdefault("day_to_day", _day_to_day(people.values()))


def _day_to_day(team: Iterable[Stakeholder]) -> int | None:
    """Whom the page suggests where nobody is product owner or project manager: who acts on behalf of the buyer, else the buyer."""
    by_role = {s.role: s.pk for s in team if s.role in BUYERS_SIDE}
    if any(s.function in {Function.PRODUCT_OWNER, Function.PROJECT_MANAGER} for s in team):
        return None
    return by_role.get(Role.BUYERS_AGENT) or by_role.get(Role.BUYER)


class CellsForm(forms.Form):
    """Letters by cell, as posted. Not a field a cell: there may be 1,200, and a cell that was not sent stays as it is.

    `base` is the cells as the page showed them, those that hold something, as JSON: {"12-7": "R"} by activity and stakeholder.
    """

    base = forms.CharField(widget=forms.HiddenInput, max_length=60_000, required=False)

    def __init__(self, data: Mapping[str, str] | None, *, matrix: Matrix, activities: Iterable[Activity]) -> None:
        super().__init__(data)
        grid = ((a.pk, s.pk) for a in activities for s in matrix.stakeholders)
        self.grid = {f"{activity}-{stakeholder}": (activity, stakeholder) for activity, stakeholder in grid}

    def clean_base(self) -> Cells:
        """The cells as shown. What this page did not write is an error."""
        try:
            sent = json.loads(self.cleaned_data["base"] or "{}")
        except (ValueError, RecursionError):
            sent = None
        if not isinstance(sent, dict) or not all(key in self.grid and letters in Letters.values for key, letters in sent.items()):
            raise forms.ValidationError("The page was not sent whole, or people or activities have changed. Open it again.", code="invalid")
        return {self.grid[key]: letters for key, letters in sent.items()}

    def clean(self) -> dict[str, Any]:
        """The cells wanted, under `wanted`. A cell with what is no letter is an error."""
        cleaned = super().clean() or {}
        sent = self.sent
        if sent != self.chosen:
            raise forms.ValidationError("Choose a letter from the list", code="invalid")
        return {**cleaned, "wanted": sent}

    @property
    def sent(self) -> Cells:
        """The cells as posted, whatever they hold, without those of which "Use theirs" was chosen."""
        mine = ((key, cell) for key, cell in self.grid.items() if self.data.get(f"take-{key}") != "theirs")
        return {cell: self.data[f"cell-{key}"] for key, cell in mine if f"cell-{key}" in self.data}

    @property
    def chosen(self) -> Cells:
        """The cells as posted that hold letters, or none: what a page that says no shows again."""
        return {cell: letters for cell, letters in self.sent.items() if letters == "" or letters in Letters.values}

    @property
    def rows(self) -> set[int]:
        """The activities of which cells were posted, as ids."""
        return {activity for activity, _ in self.sent}

    @property
    def is_whole(self) -> bool:
        """Whether cells of all the activities were posted."""
        return self.rows == {activity for activity, _ in self.grid.values()}


def stored_base(matrix: Matrix, activities: Iterable[Activity]) -> str:
    """The cells of these activities as the hidden field `base` carries them."""
    shown = {a.pk for a in activities}
    return json.dumps({f"{a}-{s}": letters for (a, s), letters in matrix.cells.items() if a in shown}, separators=(",", ":"))
