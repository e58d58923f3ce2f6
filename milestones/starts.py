"""What starting a project needs, as a value."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from projects.models import Agency


@dataclass(frozen=True)
class ProjectStart:
    """What starting needs: title and agency; the starter's part ("buyer", "preparing", "officer"); the rest as far as it is known.

    `ask_for_officer` puts the project in the agency's queue. `draft` is the draft it comes from: two presses start one project.
    """

    title: str
    agency: Agency
    part: str
    buyer_name: str = ""
    buyer_email: str = ""
    officer_name: str = ""
    officer_email: str = ""
    ask_for_officer: bool = False
    problem_or_opportunity: str = ""
    desired_outcome: str = ""
    draft: uuid.UUID | None = None
