"""What the project shows for each criterion: one function a criterion, each returning its findings."""

from milestones.findings.base import Facts, Finding, Missing
from milestones.findings.registry import FINDERS, is_computed, reading, show

__all__ = ["FINDERS", "Facts", "Finding", "Missing", "is_computed", "reading", "show"]
