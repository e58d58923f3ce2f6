"""Fields that several forms share."""

from __future__ import annotations

import datetime
import re
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.forms.fields import InvalidJSONInput

from projects.clock import today

# The characters that turn the direction of what follows them: a name could pretend to be another.
TURNING = "\u202a-\u202e\u2066-\u2069"
one_line = RegexValidator(f"[\\r\\n{TURNING}]", "Write it on one line, with plain letters", inverse_match=True)


def without_turning(text: str) -> str:
    """The text without those characters: nobody types them, but copying an address from some programs brings them along."""
    return re.sub(f"[{TURNING}]", "", text)


TYPED = ["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"]
FAR = 3653  # days


class Line(forms.CharField):
    """A title. Too long a one is kept as it was typed and told so: a browser would cut it without a word."""

    def __init__(self, *, max_length: int = 200, **kwargs: Any) -> None:
        says = {"max_length": "Shorten it to %(limit_value)d characters: it has %(show_value)d", **kwargs.pop("error_messages", {})}
        super().__init__(validators=[one_line], max_length=max_length, error_messages=says, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A count beside it instead of an end to typing."""
        return {"data-count": self.max_length}


class DayInput(forms.DateInput):
    """A day. What was typed and is none comes back as text: in a browser's own field for days it would be gone."""

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"type": "date", "class": "input--10"})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """As a day where it is one."""
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"]
        context["widget"]["type"] = "date" if shown is None or _is_day(shown) else "text"
        return context


def _is_day(text: str) -> bool:
    try:
        return len(text) == len("2026-11-12") and bool(datetime.date.fromisoformat(text))
    except ValueError:
        return False


class Day(forms.DateField):
    """A day within ten years of today, picked or typed: "12/11/2026", "12 November 2026". `what` it is, as in "the planned day"."""

    widget = DayInput

    def __init__(self, *, what: str, **kwargs: Any) -> None:
        invalid = f"Enter {what} as day, month and year, such as 12/11/2026"
        super().__init__(input_formats=TYPED, error_messages={"invalid": invalid, "required": f"Enter {what}"}, **kwargs)
        self.what = what

    def validate(self, value: Any) -> None:
        """Raise ValidationError for a year that is mistyped."""
        super().validate(value)
        if value and abs((value - today()).days) > FAR:
            raise forms.ValidationError(f"Check the year of {self.what}: it is more than ten years away", code="far")


class Text(forms.CharField):
    """People's own text over several lines.

    A browser sends every line end as two characters; one is kept, so that what nobody changed stays the same. Characters that turn the
    direction of the text are left out.
    """

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> str:
        """The text with plain line ends."""
        return super().to_python(without_turning(str(value)).replace("\r\n", "\n") if value else value)


class Several(forms.ModelMultipleChoiceField):
    """Several rows. A number too large for any row is no choice, like any other that is none."""

    def clean(self, value: Any) -> Any:
        """The rows chosen. SQLite cannot even be asked for such a number."""
        try:
            return super().clean(value)
        except OverflowError as error:
            raise forms.ValidationError(self.error_messages["invalid_list"], code="invalid_list") from error


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


class SeenFields(Seen):
    """What a page showed in each field of its form, by name; nothing where a form came without it."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> dict[str, Any] | None:
        """A dict, or nothing. Raises ValidationError for anything else."""
        seen = super().clean(value)
        if seen is not None and not isinstance(seen, dict):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return seen
