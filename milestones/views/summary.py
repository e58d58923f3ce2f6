"""The summary as a page, and as files to take away. Reading it writes nothing."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from milestones.summary import summary_of
from milestones.summary.csvs import history_csv_of, raci_csv_of
from milestones.summary.docx import docx_of
from milestones.summary.project_json import document_of
from milestones.summary.xlsx import xlsx_of
from projects.access import READERS, project_view
from projects.models import BuyingProject
from projects.pages import project_page

# The page where each section is kept: its address and its name.
KEPT = {
    "standing": ("milestones:overview", "Overview"),
    "meetings": ("milestones:overview", "Overview"),
    "objective": ("projects:objective", "Objective"),
    "people": ("projects:people", "People"),
    "raci": ("projects:raci", "RACI matrix"),
    "plan": ("projects:plan", "Work plan"),
    "management": ("projects:management_plan", "Management plan"),
    "communication": ("projects:communication", "Communication plan"),
    "risks": ("projects:risks", "Risks"),
    "open_items": ("projects:open_items", "Open items"),
    "ways_of_working": ("projects:ways_of_working", "Ways of working"),
    "contacts": ("projects:contacts", "Who to contact"),
    "elsewhere": ("projects:held_elsewhere", "Held elsewhere"),
}
OFFICE = "application/vnd.openxmlformats-officedocument."
CSV = "text/csv; charset=utf-8"


@require_safe
@project_view(READERS)
def summary(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """Everything current on one page, to read and to print."""
    found = summary_of(project)
    sections = [(section, reverse(KEPT[section.key][0], args=[project.ref]), KEPT[section.key][1]) for section in found.sections]
    context = {"summary": found, "sections": sections, "running": found.running, "wide": True}
    return project_page(request, project, "milestones:summary", context)


@require_safe
@project_view(READERS)
def summary_docx(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """The summary for Word."""
    return _file(project, "summary.docx", docx_of(summary_of(project)), f"{OFFICE}wordprocessingml.document")


@require_safe
@project_view(READERS)
def summary_xlsx(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """The summary as a spreadsheet."""
    return _file(project, "summary.xlsx", xlsx_of(summary_of(project)), f"{OFFICE}spreadsheetml.sheet")


@require_safe
@project_view(READERS)
def project_json(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """The summary for other programs, as docs/schema describes it."""
    written = json.dumps(document_of(summary_of(project)), ensure_ascii=False, indent=1)
    return _file(project, "project.json", written.encode(), "application/json")


@require_safe
@project_view(READERS)
def raci_csv(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """The RACI matrix as a table."""
    return _file(project, "raci.csv", "".join(raci_csv_of(project)).encode(), CSV)


@require_safe
@project_view(READERS)
def history_csv(request: HttpRequest, project: BuyingProject) -> HttpResponseBase:
    """The history as far as the reader may read it, sent while it is read: it may be long."""
    return _named(project, "history.csv", StreamingHttpResponse(history_csv_of(project), content_type=CSV))


def _file(project: BuyingProject, name: str, written: bytes, kind: str) -> HttpResponse:
    return _named(project, name, HttpResponse(written, content_type=kind))


def _named(project: BuyingProject, name: str, answer: HttpResponseBase) -> HttpResponseBase:
    """To be kept under the project's reference: "DES-014-summary.docx"."""
    answer["Content-Disposition"] = f'attachment; filename="{project.ref}-{name}"'
    return answer
