"""Fields that several forms share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.forms.fields import InvalidJSONInput

# Line ends, and the characters that turn the direction of what follows them: a name could pretend to be another.
one_line = RegexValidator("[\\r\\n\u202a-\u202e\u2066-\u2069]", "Write it on one line, with plain letters", inverse_match=True)


class Text(forms.CharField):
    """People's own text over several lines.

    A browser sends every line end as two characters; one is kept, so that what nobody changed stays the same.
    """

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> str:
        """The text with plain line ends."""
        return super().to_python(str(value).replace("\r\n", "\n") if value else value)


class Seen(forms.JSONField):
    """What a page showed, sent back with its form. It comes as the page wrote it, or it is an error, whatever it is."""

    default_error_messages = {"invalid": "The page was not sent whole. Open it again."}

    def to_python(self, value: Any) -> Any:
        """The value read. Numbers too long and lists too deep for Python to read are as wrong as any other."""
        try:
            return super().to_python(value)
        except (ValueError, RecursionError) as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What was sent, as it was sent."""
        return data if data is None else InvalidJSONInput(data)
