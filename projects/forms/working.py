"""Ways of working, typed."""

from __future__ import annotations

from projects.forms.fields import Line, Text
from projects.forms.rows import RowForm


class AgreementForm(RowForm):
    """What the team agreed on, and about what."""

    topic = Line(label="What is it about?", help_text="For example: when we answer, how we decide, what stays confidential.")
    text = Text(label="What is agreed?", help_text="In a sentence that everyone would say the same way.", max_length=4000, rows=3)
