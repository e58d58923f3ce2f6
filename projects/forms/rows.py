"""The rows of registers, typed: what their forms share."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django import forms
from django.db.models import Q

from projects.models import BuyingProject, RegisterRow


class RowForm(forms.Form):
    """A row, new or there already. The same form of a new one sent twice adds one; that of an old one carries the version it began with.

    `people` are its fields that choose among the people of the project; whoever is in the row stays in the choice, even having left.
    """

    people: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, project: BuyingProject, row: RegisterRow | None = None, **kwargs: Any) -> None:
        self.project, self.row = project, row
        super().__init__(*args, initial={**stored(self.base_fields, row), **kwargs.pop("initial", {})}, **kwargs)
        for name in self.people:
            here = project.stakeholders.filter(Q(left_at=None) | Q(pk__in=_ids(self.initial.get(name))))
            self.fields[name].queryset = here.in_reading_order()
        if row:
            self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, initial=row.version)
        else:
            self.fields["nonce"] = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)

    def wish(self) -> dict[str, Any]:
        """What the operation is asked for."""
        return dict(self.cleaned_data)

    def stored(self) -> dict[str, Any]:
        """The row as it is now, as this form would show it."""
        return stored(self.base_fields, self.row)


class RemovingForm(forms.Form):
    """What is asked when a row is taken off: nothing, unless its register's says more."""

    no_optional = True

    def __init__(self, *args: Any, project: BuyingProject, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


def stored(names: Any, row: RegisterRow | None) -> dict[str, Any]:
    """What a row holds in the fields of these names; nothing for a new one."""
    return {name: _held(row, name) for name in names} if row else {}


def _held(row: RegisterRow, name: str) -> Any:
    value = getattr(row, name)
    return list(value.order_by("pk")) if hasattr(value, "order_by") else value


def _ids(value: Any) -> list[int]:
    several = value if isinstance(value, list) else [value] if value else []
    return [each.pk for each in several]
