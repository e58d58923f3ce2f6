"""Fields that several forms share."""

from __future__ import annotations

from typing import Any

from django import forms


class Text(forms.CharField):
    """People's own text over several lines.

    A browser sends every line end as two characters; one is kept, so that what nobody changed stays the same.
    """

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> str:
        """The text with plain line ends."""
        return super().to_python(str(value).replace("\r\n", "\n") if value else value)
