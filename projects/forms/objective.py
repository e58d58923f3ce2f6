"""The objective, typed: its questions, its measures of success, and whether the team needs to see what changed."""

from __future__ import annotations

from typing import Any

from django import forms

from projects.forms.fields import Text, one_line
from projects.models import Objective
from projects.questions import HINTS, MEASURE_WORDS, QUESTIONS

ROWS = 4
SPARE_ROWS = 2
MOST_ROWS = 40
LONG = (
    "problem_or_opportunity",
    "desired_outcome",
    "procurement_outcome",
    "business_objective",
    "scope_in",
    "scope_out",
    "constraints",
    "why_now",
)


class ObjectiveForm(forms.Form):
    """The questions. Fields that the writer may not see are not on it, and so stay as they are."""

    no_optional = True

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, last: Objective | None, with_value: bool, **kwargs: Any) -> None:
        initial = {"seen": last.version if last else 0, **({name: getattr(last, name) for name in QUESTIONS} if last else {})}
        super().__init__(*args, initial=initial, **kwargs)
        for name in QUESTIONS:
            if with_value or name != "value_band":
                self.fields[name] = _question(name)
        if last:
            self.fields["team_needs_to_see"] = forms.TypedChoiceField(
                label="Does the team need to see this change?",
                help_text="If so, everyone is asked to read it. A matter of wording needs nobody.",
                choices=[("no", "No, the meaning is the same"), ("yes", "Yes, ask the team to read it")],
                coerce=lambda choice: choice == "yes",
                empty_value=False,
                required=False,
                initial="no",
                widget=forms.RadioSelect,
            )

    def wish(self) -> dict[str, Any]:
        """What the operation is asked for."""
        return dict(self.cleaned_data)


def _question(name: str) -> forms.CharField:
    said = {"label": QUESTIONS[name], "help_text": HINTS.get(name, ""), "required": False}
    if name in LONG:
        return Text(max_length=8000, **said)
    return forms.CharField(max_length=Objective._meta.get_field(name).max_length, validators=[one_line], **said)


SHORT = forms.TextInput(attrs={"class": "input--10"})


class MeasureForm(forms.Form):
    """One measure of success; an empty row is none."""

    measure = forms.CharField(label=MEASURE_WORDS["measure"], max_length=300, required=False, validators=[one_line])
    baseline = forms.CharField(label=MEASURE_WORDS["baseline"], max_length=100, required=False, validators=[one_line], widget=SHORT)
    target = forms.CharField(label=MEASURE_WORDS["target"], max_length=100, required=False, validators=[one_line], widget=SHORT)
    by_when = forms.CharField(label=MEASURE_WORDS["by_when"], max_length=100, required=False, validators=[one_line], widget=SHORT)

    def clean(self) -> dict[str, Any]:
        """Numbers without what they measure are half a row."""
        row = super().clean() or {}
        if not row.get("measure") and "measure" not in self.errors and any(row.values()):
            self.add_error("measure", "Enter what is measured, or clear the row")
        return row


class BaseMeasures(forms.BaseFormSet):
    """The rows of measures, with room for more."""

    def wish(self) -> list[dict[str, str]]:
        """The rows as the operation takes them."""
        return [form.cleaned_data for form in self.forms]

    def says(self) -> list[dict[str, str]]:
        """The rows with something in them, as a version keeps them."""
        return [{name: row.get(name, "") for name in MEASURE_WORDS} for row in self.wish() if row.get("measure")]

    @property
    def problems(self) -> list[dict[str, str]]:
        """What is wrong in the rows, for the error summary."""
        wrong = [(number, form[name]) for number, form in enumerate(self.forms, start=1) for name in form.errors]
        return [{"text": f"{error}: measure {number}", "href": f"#{field.auto_id}"} for number, field in wrong for error in field.errors]


Measures = forms.formset_factory(MeasureForm, formset=BaseMeasures, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


def measures_of(last: Objective | None, data: Any = None) -> BaseMeasures:
    """The rows of a version, and empty ones below; or what was typed."""
    rows: list[dict[str, str]] = [{name: getattr(row, name) for name in MEASURE_WORDS} for row in last.measures.all()] if last else []
    rows += [{}] * max(ROWS - len(rows), SPARE_ROWS)
    return Measures(data, initial=rows[:MOST_ROWS], prefix="measures")
