"""Copying from another project, typed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms

from projects.copying import PARTS
from projects.models import BuyingProject

ID = re.compile(r"[0-9]{1,18}")


class CopyForm(forms.Form):
    """From which of my projects, and what."""

    source = forms.ChoiceField(label="From which project?", error_messages={"required": "Choose a project"})
    parts = forms.MultipleChoiceField(
        label="What do you copy?",
        choices=list(PARTS.items()),
        initial=list(PARTS),
        widget=forms.CheckboxSelectMultiple,
        help_text="Dates, answers, risks, history and what only the two sides see are never copied.",
        error_messages={"required": "Choose what to copy"},
    )

    def __init__(self, *args: Any, projects: Iterable[BuyingProject], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.projects = {str(project.pk): project for project in projects}
        self.fields["source"].choices = [(pk, str(project)) for pk, project in self.projects.items()]

    @property
    def asks_for(self) -> int | None:
        """The id of a project that was asked for and is none of the choices."""
        asked = self["source"].value() or ""
        return int(asked) if asked not in self.projects and ID.fullmatch(asked) else None

    def wish(self) -> dict[str, Any]:
        """What the operation is asked for."""
        return {"source": self.projects[self.cleaned_data["source"]], "parts": self.cleaned_data["parts"]}
