"""A session, typed: planned with its agenda, called off, recorded as held."""

from __future__ import annotations

import datetime
import re
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from milestones.agenda import say_item
from milestones.models import Attendance, Milestone, Presence, Session
from projects.access import CORE
from projects.forms.fields import Day, Several, Text, one_line
from projects.models import Agency, Kind, Stakeholder

STEP = 10  # between the numbers of two rows, so that another can be given a number in between
ROWS = 4
SPARE_ROWS = 2
MOST_ROWS = 40
LONGEST = 600  # minutes
STRANGERS = dict.fromkeys(("invalid_choice", "invalid_pk_value"), "Choose people who are in this project")


def _number(mode: str) -> forms.TextInput:
    """A field for a number that keeps what was typed, whatever it is: a browser's own field for numbers would lose it."""
    return forms.TextInput(attrs={"class": "input--5", "inputmode": mode})


class One(forms.ModelChoiceField):
    """Somebody of the project, with their role."""

    agency: Agency

    def label_from_instance(self, obj: Any) -> str:
        """ "Ruth Melaleuca, procurement officer"."""
        return f"{obj.name}, {self.agency.say(obj.role)}"


class People(Several):
    """People of the project, with their roles."""

    agency: Agency
    label_from_instance = One.label_from_instance


class PlanForm(forms.Form):
    """When, where, who runs it and who is asked to come. An empty one is only sent to empty what `is_recorded`."""

    no_optional = True  # blanks are fine everywhere

    planned_on = Day(label="Day", what="the planned day", required=False)
    planned_time = forms.TimeField(
        label="Time",
        help_text="Sydney time, such as 10:00.",
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"class": "input--5"}),
        input_formats=["%H:%M", "%H.%M", "%I:%M %p", "%I.%M %p", "%I %p", "%I%p", "%I:%M%p", "%I.%M%p"],
        error_messages={"invalid": "Enter the planned time, such as 10:00"},
    )
    place = forms.CharField(label="Place", help_text="A room or a link.", max_length=300, required=False, validators=[one_line])
    runner = One(
        queryset=None,
        label="Who runs it",
        help_text="Somebody of the core buying team. With an e-mail address, answers to the invitation go to them.",
        required=False,
        empty_label="Not decided yet",
        error_messages={"invalid_choice": "Choose somebody of the core buying team to run it"},
    )
    coming = People(
        queryset=None,
        label="Who comes",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=STRANGERS,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, milestone: Milestone, is_recorded: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_recorded = is_recorded
        _people(self.fields["runner"], milestone, to_run(milestone))
        _people(self.fields["coming"], milestone, to_come(milestone))

    def clean(self) -> dict[str, Any]:
        """A day and a time belong together."""
        cleaned = super().clean() or {}
        day, time = cleaned.get("planned_on"), cleaned.get("planned_time")
        if day and not time and "planned_time" not in self.errors:
            self.add_error("planned_time", "Enter the time it is planned for")
        if time and not day and "planned_on" not in self.errors:
            self.add_error("planned_on", "Enter the day it is planned for")
        if not (self.errors or self.is_recorded or day or cleaned.get("place")):
            self.add_error("planned_on", "Enter the day it is planned for, or where it will be")
        return cleaned

    def wish(self) -> dict[str, Any]:
        """What the operation is asked for, but the agenda."""
        day, time = self.cleaned_data["planned_on"], self.cleaned_data["planned_time"]
        planned_at = timezone.make_aware(datetime.datetime.combine(day, time)) if day and time else None
        return {"planned_at": planned_at, **{name: self.cleaned_data[name] for name in ("place", "runner", "coming", "version")}}


class HeldForm(forms.Form):
    """When it was held, how long it took, who was there, notes. Who was there is not asked again once it was finished."""

    no_optional = True  # but for the day, all of it is

    held_on = Day(label="Held on", what="the day it was held", help_text="A day in the past is fine.", required=False)
    minutes_taken = forms.IntegerField(
        label="How many minutes did it take?",
        required=False,
        min_value=1,
        max_value=LONGEST,
        widget=_number("numeric"),
        error_messages={
            "invalid": "Enter the minutes as a number, such as 95",
            "min_value": "Enter the minutes as a number, such as 95",
            "max_value": f"Enter the minutes it took, at most {LONGEST}",
        },
    )
    present = People(
        queryset=None,
        label="Who was there",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=STRANGERS,
    )
    notes = Text(label="Notes", help_text="Write this as if everybody in the core team will read it.", max_length=8000, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, milestone: Milestone, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.was_held = milestone.session.held_on is not None
        self.fields["minutes_taken"].help_text = f"The guide suggests {milestone.stage.sitting.duration}."
        if milestone.session.is_finished:
            del self.fields["present"]
        else:
            _people(self.fields["present"], milestone, to_come(milestone))

    def clean(self) -> dict[str, Any]:
        """It was held on a day; only what was recorded by mistake is emptied, as a whole."""
        cleaned = super().clean() or {}
        said = cleaned.get("minutes_taken") or cleaned.get("present") or cleaned.get("notes")
        if not self.errors and not cleaned.get("held_on") and (said or not self.was_held):
            self.add_error("held_on", "Enter the day it was held")
        return cleaned

    def wish(self) -> dict[str, Any]:
        """What the operation is asked for."""
        return dict(self.cleaned_data)


class CancelForm(forms.Form):
    """Why it is called off."""

    reason = Text(
        label="Why?",
        help_text="This stays in the history, and everybody in the core team can read it.",
        max_length=2000,
        rows=3,
        error_messages={"required": "Say why"},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class AgendaRow(forms.Form):
    """One point of the agenda; one without a title and minutes is none."""

    order = forms.DecimalField(
        label="Order",
        required=False,
        max_digits=6,
        decimal_places=2,
        widget=_number("decimal"),
        error_messages={"invalid": "Enter its place as a number, such as 15"},
    )
    title = forms.CharField(label="What it is about", max_length=200, required=False, validators=[one_line])
    minutes = forms.IntegerField(
        label="Minutes",
        required=False,
        min_value=1,
        max_value=LONGEST,
        widget=_number("numeric"),
        error_messages={"invalid": "Enter its minutes as a number", "min_value": "Enter at least 1 minute"},
    )
    criteria = forms.CharField(label="Criteria", max_length=100, required=False, widget=forms.TextInput(attrs={"class": "input--10"}))

    def __init__(self, *args: Any, keys: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = keys

    def clean_criteria(self) -> list[str]:
        """Their numbers, each once and in order, typed with anything between them."""
        named = [number for number in re.split(r"(?:,|;|\s|\band\b)+", self.cleaned_data["criteria"]) if number]
        strange = [number for number in named if number not in self.keys]
        if strange:
            says = f"Enter criteria by number, from {self.keys[0]} to {self.keys[-1]}, such as “{', '.join(self.keys[:2])}”"
            raise forms.ValidationError(says, code="strange")
        return sorted(set(named))

    def clean(self) -> dict[str, Any]:
        """A title has its minutes, and minutes their title."""
        row = super().clean() or {}
        if row.get("title") and not row.get("minutes") and "minutes" not in self.errors:
            self.add_error("minutes", "Enter its minutes")
        if row.get("minutes") and not row.get("title") and "title" not in self.errors:
            self.add_error("title", "Enter what it is about, or clear the row")
        return row

    @property
    def item(self) -> dict[str, Any]:
        """The row as a session keeps it."""
        return {name: self.cleaned_data[name] for name in ("title", "minutes", "criteria")}


class BaseAgenda(forms.BaseFormSet):
    """The rows of the agenda, with room for more. `keys` are the criteria a row may serve, `rows` what it was made from."""

    keys: list[str]
    rows: list[dict[str, Any]]

    def wish(self) -> list[dict[str, Any]]:
        """The rows in the order of their numbers; those without one come last, as they stand."""
        rows = [form for form in self.forms if form.cleaned_data.get("title")]
        return [form.item for form in sorted(rows, key=lambda form: _place(form.cleaned_data["order"]))]

    @property
    def total(self) -> int:
        """The minutes of the rows as they are shown, where they are minutes."""
        told = [str(form["minutes"].value() or "") for form in self.forms]
        return sum(int(minutes) for minutes in told if re.fullmatch("[0-9]{1,3}", minutes))

    @property
    def problems(self) -> list[dict[str, str]]:
        """What is wrong in the rows, for the error summary."""
        whole = [{"text": "The agenda was not sent whole. Open the page again.", "href": ""} for _ in self.non_form_errors()]
        wrong = [(number, form[name]) for number, form in enumerate(self.forms, start=1) for name in form.errors]
        told = [(f"{error}: agenda, row {number}", field) for number, field in wrong for error in field.errors]
        return [*whole, *({"text": text, "href": f"#{field.auto_id}"} for text, field in told)]


Agenda = forms.formset_factory(AgendaRow, formset=BaseAgenda, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


def agenda_of(milestone: Milestone, rows: list[dict[str, Any]], data: Any = None) -> BaseAgenda:
    """These rows as they are kept, numbered, and empty ones below; or what was typed."""
    shown = [{**row, "order": STEP * number, "criteria": ", ".join(row["criteria"])} for number, row in enumerate(rows, start=1)]
    shown += [{}] * max(ROWS - len(shown), SPARE_ROWS)
    keys = [milestone.stage.criterion_key(number) for number in range(1, len(milestone.stage.criteria) + 1)]
    agenda = Agenda(data, initial=shown[:MOST_ROWS], prefix="agenda", form_kwargs={"keys": keys})
    agenda.keys, agenda.rows = keys, rows
    return agenda


def say_agenda(rows: list[dict[str, Any]]) -> str:
    """An agenda in words, a line for each point."""
    return "\n".join(say_item(row) for row in rows)


def stored_plan(session: Session, rows: list[Attendance]) -> dict[str, Any]:
    """The plan as its form shows it. Of one that is cancelled the day is asked for anew."""
    planned = timezone.localtime(session.planned_at) if session.planned_at and not session.cancelled_at else None
    return {
        "planned_on": planned.date() if planned else None,
        "planned_time": planned.time() if planned else None,
        "place": session.place,
        "runner": session.runner,
        "coming": [row.stakeholder for row in rows],
        "version": session.version,
    }


def stored_held(session: Session, rows: list[Attendance]) -> dict[str, Any]:
    """What is recorded of its having been held."""
    there = [row.stakeholder for row in rows if row.presence == Presence.PRESENT]
    return {"present": there, **{name: getattr(session, name) for name in ("held_on", "minutes_taken", "notes", "version")}}


def to_run(milestone: Milestone) -> QuerySet[Stakeholder]:
    """Who may run it: the people of the core team now, and who was to run it."""
    here = Q(left_at=None, kind=Kind.PERSON, role__in=CORE)
    return milestone.project.stakeholders.filter(here | Q(pk=milestone.session.runner_id)).in_reading_order()


def to_come(milestone: Milestone) -> QuerySet[Stakeholder]:
    """Who may come: the people of the project now, and whoever is on its list."""
    here = Q(left_at=None, kind=Kind.PERSON) | Q(pk__in=milestone.session.attendances.values("stakeholder"))
    return milestone.project.stakeholders.filter(here).in_reading_order()


def _people(field: Any, milestone: Milestone, people: QuerySet[Stakeholder]) -> None:
    field.agency, field.queryset = milestone.project.agency, people


def _place(order: Any) -> tuple[bool, Any]:
    return (order is None, order or 0)
