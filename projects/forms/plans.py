"""The work plan, typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from projects.forms.fields import Day, Line, Seen, Several
from projects.forms.rows import RowForm
from projects.models import Activity, ActivityStage, ActivityStatus

STAGES = [("", "Not said: counts as before going to market"), *ActivityStage.choices]
SHORT_STAGES = [("", "Not said"), *ActivityStage.choices]


class ActivityPlanForm(forms.Form):
    """One activity, planned."""

    stage = forms.ChoiceField(label="Stage", choices=STAGES, required=False)
    deliverable = Line(label="What comes out of it?", help_text="The deliverable, such as “Signed buying strategy”.", required=False)
    starts_on = Day(label="Starts on", what="the day it starts", required=False)
    ends_on = Day(label="Ends on", what="the day it ends", required=False)
    approval_days = forms.IntegerField(
        label="Working days that its approval takes",
        help_text="At the end of it. Leave empty where nobody has to approve it.",
        required=False,
        min_value=1,
        max_value=250,
        widget=forms.NumberInput(attrs={"class": "input--5"}),
    )
    status = forms.ChoiceField(label="How far is it?", choices=ActivityStatus.choices)
    depends_on = Several(label="What has to be done before?", queryset=None, required=False, widget=forms.CheckboxSelectMultiple)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, initial=stored(activity), **kwargs)
        self.fields["depends_on"].queryset = activity.project.activities.current().exclude(pk=activity.pk)

    def wish(self) -> dict[str, Any]:
        """What the operation is asked for."""
        return {**self.cleaned_data, "depends_on": list(self.cleaned_data["depends_on"])}


def stored(activity: Activity) -> dict[str, Any]:
    """The activity as its form shows it."""
    fields = ("stage", "deliverable", "starts_on", "ends_on", "approval_days", "status", "version")
    return {**{name: getattr(activity, name) for name in fields}, "depends_on": list(activity.depends_on.current())}


class StatusForm(forms.Form):
    """How far an activity is."""

    status = forms.ChoiceField(label="How far is it?", choices=ActivityStatus.choices)


class KeyMilestoneForm(RowForm):
    """A day that everybody looks to."""

    title = Line(label="What is reached?", help_text="Such as “Tender opens”.", error_messages={"required": "Say what is reached"})
    due_on = Day(label="When is it due?", what="the day it is due", required=False)
    reached_on = Day(label="Reached on", what="the day it was reached", help_text="Once it was.", required=False)


class DatesForm(forms.Form):
    """Stage, start and end of every activity. `base` is what the page showed, so that only what differs is written."""

    base = Seen(widget=forms.HiddenInput)

    def __init__(self, *args: Any, activities: Iterable[Activity], shown: Mapping[int, Any], **kwargs: Any) -> None:
        self.activities = list(activities)
        initial = {"base": {str(pk): list(dates) for pk, dates in shown.items()}}
        super().__init__(*args, initial=initial, **kwargs)
        for activity in self.activities:
            words = {"required": False}
            self.fields[f"stage_{activity.pk}"] = forms.ChoiceField(
                label=f"Stage: {activity.title}", choices=SHORT_STAGES, initial=activity.stage, **words
            )
            self.fields[f"start_{activity.pk}"] = Day(
                label=f"Start: {activity.title}", what=f"the start of {activity.title}", initial=activity.starts_on, **words
            )
            self.fields[f"end_{activity.pk}"] = Day(
                label=f"End: {activity.title}", what=f"the end of {activity.title}", initial=activity.ends_on, **words
            )

    def lines(self) -> list[dict[str, Any]]:
        """One line an activity: its fields."""
        return [{"activity": a, "fields": [self[f"{name}_{a.pk}"] for name in ("stage", "start", "end")]} for a in self.activities]

    def clean(self) -> dict[str, Any]:
        """An end before its start is said at the end."""
        cleaned = super().clean() or {}
        for activity in self.activities:
            start, end = cleaned.get(f"start_{activity.pk}"), cleaned.get(f"end_{activity.pk}")
            if start and end and start > end:
                self.add_error(f"end_{activity.pk}", f"{activity.title} cannot end before it starts")
        return cleaned

    def clean_base(self) -> dict[int, tuple[str, str, str]]:
        """As the operation takes it. Raises ValidationError for anything else than what the page wrote."""
        try:
            return {int(pk): (str(stage), str(start), str(end)) for pk, (stage, start, end) in self.cleaned_data["base"].items()}
        except (AttributeError, TypeError, ValueError) as error:
            raise forms.ValidationError(Seen.default_error_messages["invalid"]) from error

    def wish(self) -> dict[str, Any]:
        """What the operation is asked for."""
        days = {a.pk: [self.cleaned_data[f"{name}_{a.pk}"] for name in ("start", "end")] for a in self.activities}
        texts = {pk: tuple(day.isoformat() if day else "" for day in pair) for pk, pair in days.items()}
        wanted = {a.pk: (self.cleaned_data[f"stage_{a.pk}"], *texts[a.pk]) for a in self.activities}
        return {"base": self.cleaned_data["base"], "wanted": wanted}
