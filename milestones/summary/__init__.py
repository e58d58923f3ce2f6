"""The summary: everything current on one page, composed once and written as page, DOCX, XLSX and JSON, so that all say the same."""

from milestones.summary.compose import summary_of
from milestones.summary.shapes import Column, Fact, Grid, Section, Summary, Table, say

__all__ = ["Column", "Fact", "Grid", "Section", "Summary", "Table", "say", "summary_of"]
