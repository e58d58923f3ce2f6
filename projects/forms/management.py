"""The written parts of the management plan, typed."""

from __future__ import annotations

from typing import Any

from django import forms

from projects.forms.fields import SeenFields, Text
from projects.models import ManagementPlan

PARTS = ("approach", "governance", "change_control")


class ManagementPlanForm(forms.Form):
    """How the buying goes, in a sentence; who decides what; how a change is decided. It carries the version it began with."""

    approach = Text(
        label="What is the approach, in a sentence?",
        help_text="Such as: “Show the market the problem, buy a small trial from two suppliers, then choose.”",
        max_length=1000,
        rows=3,
        required=False,
    )
    governance = Text(
        label="Who decides what, and who is told?", help_text="Groups that decide, how often they meet.", max_length=4000, required=False
    )
    change_control = Text(
        label="How is a change decided?", help_text="Who may change scope, time or money, and how.", max_length=4000, required=False
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    seen = SeenFields(required=False)

    def __init__(self, *args: Any, plan: ManagementPlan | None, **kwargs: Any) -> None:
        self.plan = plan
        super().__init__(*args, initial={**self.stored(), "seen": self.stored(), "version": plan.version if plan else 0}, **kwargs)

    def stored(self) -> dict[str, str]:
        """The parts as they are written now."""
        return {name: getattr(self.plan, name) if self.plan else "" for name in PARTS}

    def wish(self) -> dict[str, Any]:
        """What the operation is asked for."""
        return dict(self.cleaned_data)

    def shown(self) -> dict[str, Any]:
        """What the page had shown."""
        return self.cleaned_data["seen"] or {}
