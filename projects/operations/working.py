"""Ways of working: what the team agrees on."""

from __future__ import annotations

from projects.models import WorkingAgreement
from projects.operations.rows import Register

AGREEMENTS = Register(WorkingAgreement, "working agreement", {"topic": "Say what the agreement is about", "text": "Say what is agreed"})
