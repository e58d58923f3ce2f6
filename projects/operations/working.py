"""Ways of working: what is regular, what the team works with, what it agrees on."""

from __future__ import annotations

from projects.models import CadenceItem, Tool, WorkingAgreement
from projects.operations.rows import Register

AGREEMENTS = Register(WorkingAgreement, "working agreement", {"topic": "Say what the agreement is about", "text": "Say what is agreed"})
CADENCE = Register(CadenceItem, "cadence item", {"name": "Say what it is called"})
TOOLS = Register(Tool, "tool", {"name": "Say what it is called", "purpose": "Choose what it is for"})
