"""The stakeholder communication plan, typed: its lines, and that it was sent."""

from __future__ import annotations

from typing import Any

from django import forms

from projects.forms.contacts import SendForm
from projects.forms.fields import Line, Several, Text
from projects.forms.rows import RemovingForm, RowForm
from projects.models import BuyingProject, Kind, Stakeholder


def seen_by_team() -> forms.TypedChoiceField:
    """Does the team need to see this change?"""
    return forms.TypedChoiceField(
        label="Does the team need to see this change?",
        help_text="The plan was sent already. If so, everyone is asked to read it; a matter of wording needs nobody.",
        choices=[("no", "No, the meaning is the same"), ("yes", "Yes, ask the team to read it")],
        coerce=lambda choice: choice == "yes",
        empty_value=False,
        required=False,
        initial="no",
        widget=forms.RadioSelect,
    )


class ItemForm(RowForm):
    """A line of the plan: who is told what, how, how often, by whom. Once the plan was sent, whether the team needs to see the change."""

    people = ("stakeholders", "owner")

    audience = Line(label="Who is told?", help_text="In words, such as “Contact centre team leaders”.")
    stakeholders = Several(
        label="Who of the people listed is that?",
        queryset=Stakeholder.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="They find this line first on their page, once the plan is sent.",
    )
    message = Text(label="What are they told?", max_length=4000, rows=3)
    channel = Line(label="How?", help_text="Such as by e-mail, in the team meeting, on the intranet.", required=False)
    frequency = Line(label="How often?", help_text="Such as every second Thursday.", max_length=100, required=False)
    trigger = Line(label="Or after what?", help_text="Such as once the tender has closed.", required=False)
    owner = forms.ModelChoiceField(label="Who sends it?", queryset=Stakeholder.objects.none(), required=False, empty_label="Nobody yet")
    feedback_route = Line(label="How do they answer?", help_text="Where their questions go, and to whom.", required=False)

    def __init__(self, *args: Any, project: BuyingProject, **kwargs: Any) -> None:
        super().__init__(*args, project=project, **kwargs)
        self.fields["owner"].queryset = self.fields["owner"].queryset.exclude(kind=Kind.GROUP)
        if project.circulations.exists():
            self.fields["team_needs_to_see"] = seen_by_team()

    def wish(self) -> dict[str, Any]:
        """What the operation is asked for; what is said beside the row's fields apart."""
        wanted = super().wish()
        beside = {"team_needs_to_see": wanted.pop("team_needs_to_see", False)}
        return {**wanted, "beside": beside}


class RemoveItemForm(RemovingForm):
    """Once the plan was sent, whether the team needs to see that the line is gone."""

    def __init__(self, *args: Any, project: BuyingProject, **kwargs: Any) -> None:
        super().__init__(*args, project=project, **kwargs)
        if project.circulations.exists():
            self.fields["team_needs_to_see"] = seen_by_team()


class CirculateForm(SendForm):
    """That the plan goes to everyone, or went, at the version that was shown."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
