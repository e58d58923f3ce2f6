"""What is typed in a meeting: the fields of the records that an item of the agenda is about, fewer than on their own pages."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms

from projects.forms.communication import ItemForm
from projects.forms.fields import Day, Line, Seen, Text, one_line
from projects.forms.management import ManagementPlanForm
from projects.forms.objective import LONG, MeasureForm
from projects.forms.working import CadenceForm, ToolForm
from projects.models import BuyingProject, Kind, Letters, ManagementPlan, Objective, Role
from projects.questions import HINTS, QUESTIONS

SAID_ALOUD = ("problem_or_opportunity", "desired_outcome", "procurement_outcome")


class AimForm(forms.Form):
    """The questions that everybody has to be able to answer. The rest of the objective stays as it is."""

    no_optional = True
    questions: ClassVar[tuple[str, ...]] = SAID_ALOUD

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, project: BuyingProject, **kwargs: Any) -> None:
        self.project, last = project, project.objectives.first()
        super().__init__(*args, initial={**_aim(last, self.questions), "seen": last.version if last else 0}, **kwargs)
        for name in self.questions:
            self.fields[name] = self.question(name)

    def question(self, name: str) -> forms.CharField:
        """One of the objective's questions."""
        said = {"label": QUESTIONS[name], "help_text": HINTS.get(name, ""), "required": False}
        if name in LONG:
            return Text(max_length=8000, rows=3, **said)
        return forms.CharField(max_length=Objective._meta.get_field(name).max_length, **said)

    def wish(self) -> dict[str, Any]:
        """What the operation is asked for."""
        return dict(self.cleaned_data)

    def shown(self) -> dict[str, Any]:
        """What the page had shown."""
        return _aim(self.project.objectives.filter(version=self.cleaned_data["seen"]).first(), self.questions)


def _aim(version: Objective | None, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(version, name, "") for name in names}


class ScopeForm(AimForm):
    """How large it is, what pays for it, and why now."""

    questions = ("scope_in", "scope_out", "funding_status", "why_now")


class MeasuredForm(MeasureForm):
    """One more measure of success."""

    def __init__(self, *args: Any, project: BuyingProject, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"].required = True
        self.fields["measure"].error_messages["required"] = "Enter what is measured"

    def wish(self) -> dict[str, Any]:
        """What the operation is asked for."""
        return dict(self.cleaned_data)

    def shown(self) -> dict[str, Any]:
        """A new row was not shown yet."""
        return {}


class SomebodyForm(forms.Form):
    """Somebody who comes up in the meeting: who, as what, what they do. The rest can wait."""

    WHO = [
        ("member", "A person in the core team"),
        ("wider", "A person outside the core team"),
        ("group", "A group"),
        ("position", "A position nobody fills yet"),
    ]
    AS = {
        "member": (Kind.PERSON, Role.TEAM_MEMBER),
        "wider": (Kind.PERSON, Role.WIDER),
        "group": (Kind.GROUP, Role.WIDER),
        "position": (Kind.POSITION, Role.TEAM_MEMBER),
    }

    who = forms.ChoiceField(label="Who or what is it?", choices=WHO, initial="member")
    name = Line(label="Name", error_messages={"required": "Enter a name"})
    email = forms.EmailField(
        label="E-mail", max_length=254, required=False, error_messages={"invalid": "Enter an e-mail address, like name@agency.example"}
    )
    part = Text(label="What they do here", help_text="In a sentence.", max_length=2000, rows=2, required=False)
    is_affected = forms.BooleanField(label="Affected by what is bought", required=False)
    is_approver = forms.BooleanField(label="Approves this buy", required=False)
    nonce = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)

    def __init__(self, *args: Any, project: BuyingProject, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def wish(self) -> dict[str, Any]:
        """What the operation is asked for."""
        kind, role = self.AS[self.cleaned_data["who"]]
        return {"kind": kind, "role": role, **{name: value for name, value in self.cleaned_data.items() if name != "who"}}


class DoingForm(forms.Form):
    """An activity with the two who matter most in it: who answers for it and who does it. They may be one."""

    title = forms.CharField(label="What is done?", max_length=200, validators=[one_line], error_messages={"required": "Enter what is done"})
    accountable = forms.ModelChoiceField(label="Who answers for it (accountable)?", queryset=None, required=False, empty_label="Nobody yet")
    responsible = forms.ModelChoiceField(label="Who does it (responsible)?", queryset=None, required=False, empty_label="Nobody yet")
    nonce = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)

    def __init__(self, *args: Any, project: BuyingProject, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = project.stakeholders.current().exclude(kind=Kind.GROUP).in_reading_order()
        self.fields["accountable"].queryset = self.fields["responsible"].queryset = here

    def wish(self) -> dict[str, Any]:
        """What the operation is asked for."""
        wanted = dict(self.cleaned_data)
        accountable, responsible = wanted.pop("accountable"), wanted.pop("responsible")
        if accountable and accountable == responsible:
            return {**wanted, "letters": {accountable: Letters.AR}}
        named = [(accountable, Letters.A), (responsible, Letters.R)]
        return {**wanted, "letters": {stakeholder: letters for stakeholder, letters in named if stakeholder}}


class WhenForm(forms.Form):
    """When one activity is done. Its stage stays as it is. `seen` are the days that the page showed."""

    seen = Seen(widget=forms.HiddenInput, required=False)  # {} where there is no activity
    activity = forms.ModelChoiceField(label="What is done?", queryset=None, error_messages={"required": "Choose what is done"})
    starts_on = Day(label="Starts on", what="the day it starts", required=False)
    ends_on = Day(label="Ends on", what="the day it ends")

    def __init__(self, *args: Any, project: BuyingProject, **kwargs: Any) -> None:
        self.activities = list(project.activities.current())
        kept = {str(activity.pk): [_iso(activity.starts_on), _iso(activity.ends_on)] for activity in self.activities}
        super().__init__(*args, initial={"seen": kept}, **kwargs)
        self.fields["activity"].queryset = project.activities.current()
        self.fields["activity"].choices = [("", "---------"), *((activity.pk, activity.title) for activity in self.activities)]

    def clean(self) -> dict[str, Any]:
        """An end before its start is said at the end."""
        cleaned = super().clean() or {}
        start, end = cleaned.get("starts_on"), cleaned.get("ends_on")
        if start and end and start > end:
            self.add_error("ends_on", "It cannot end before it starts")
        return cleaned

    def clean_seen(self) -> dict[str, list[str]]:
        """Start and end by activity. Raises ValidationError for anything else than what the page wrote."""
        seen = self.cleaned_data["seen"] or {}
        is_ours = isinstance(seen, dict) and all(isinstance(days, list) and list(map(type, days)) == [str, str] for days in seen.values())
        if not is_ours:
            raise forms.ValidationError(Seen.default_error_messages["invalid"])
        return seen

    def wish(self) -> dict[str, Any]:
        """What is asked for: the days of this one activity, and what the page had shown of them. A start left empty stays."""
        wanted = {name: _iso(self.cleaned_data[name]) for name in ("starts_on", "ends_on") if self.cleaned_data[name]}
        return {"activity": self.cleaned_data["activity"], "seen": self.shown(), **wanted}

    def shown(self) -> dict[str, Any]:
        """What the page had shown of this activity; one it did not have was shown as it is."""
        activity = self.cleaned_data["activity"]
        kept = [_iso(activity.starts_on), _iso(activity.ends_on)]
        return dict(zip(("starts_on", "ends_on"), self.cleaned_data["seen"].get(str(activity.pk), kept), strict=True))


def _iso(day: datetime.date | None) -> str:
    return day.isoformat() if day else ""


class TellForm(ItemForm):
    """Who is told what, and by whom; the rest can wait."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("stakeholders", "trigger", "feedback_route"):
            del self.fields[name]


class ApproachForm(ManagementPlanForm):
    """The approach in a sentence; governance and change control stay as they are."""

    def __init__(self, *args: Any, project: BuyingProject, **kwargs: Any) -> None:
        super().__init__(*args, plan=ManagementPlan.objects.filter(project=project).first(), **kwargs)
        for name in ("governance", "change_control"):
            del self.fields[name]


class MeetForm(CadenceForm):
    """A regular meeting: how often, and when the first is; the rest can wait."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("purpose", "owner", "attendees", "duration"):
            del self.fields[name]


class UseForm(ToolForm):
    """A tool, and for what."""
