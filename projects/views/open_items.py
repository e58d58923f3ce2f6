"""Open items: assumptions, questions, gaps, decisions, actions."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from mobilisation.htmx import answer
from projects.access import CORE, READERS, SIDES, project_view
from projects.changes import require_active
from projects.clock import today
from projects.comparing import compare
from projects.forms.open_items import ENDS, AddOpenItemForm, EditOpenItemForm, OpenItemListForm, stored
from projects.models import BuyingProject, OpenItem, OpenItemKind
from projects.operations.open_items import add_open_item, edit_open_item, may_edit
from projects.pages import project_page
from projects.refusals import ChangedMeanwhile, NotYourPart, Refusal

ITEMS_A_PAGE = 50


@project_view(READERS)
def open_items(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """Those still open, or those answered, of a kind or an owner; the newest first, a page at a time. What makes no sense is left out."""
    owners = project.stakeholders.filter(open_items__isnull=False).distinct().in_reading_order()
    asked = OpenItemListForm(request.GET, owners=owners)
    found = list(asked.narrow(project.open_items.select_related("owner", "answered_by"))[: ITEMS_A_PAGE + 1])
    items = found[:ITEMS_A_PAGE]
    older = asked.address(before=items[-1].pk) if len(found) > ITEMS_A_PAGE else ""
    context = {"items": items, "asked": asked, "answered": asked.answered, "older": older, "today": today()}
    return project_page(request, project, "projects:open_items", context)


@project_view(CORE)
def open_item_add(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """Add one."""
    form = AddOpenItemForm(request.POST if request.method == "POST" else None, project=project)
    if not form.is_bound:
        require_active(project)
        return project_page(request, project, "projects:open_item_add", {"form": form})
    if not form.is_valid():
        return project_page(request, project, "projects:open_item_add", {"form": form}, status=422)
    try:
        item = add_open_item(project=project, by=request.user, **form.wish())
    except Refusal as refusal:
        return project_page(request, project, "projects:open_item_add", {"form": form, "refusal": refusal}, status=refusal.status)
    return answer(request, **_done(project, f"{item.get_kind_display()} added."))


@project_view(READERS)
def open_item(request: HttpRequest, project: BuyingProject, item: int) -> HttpResponse:
    """One open item: to change and answer, or to read."""
    row = get_object_or_404(project.open_items.select_related("raised_by", "owner", "answered_by"), pk=item)
    if request.method != "POST":
        return _page(request, project, row, why_not(request, project, row) or EditOpenItemForm(item=row))
    form = EditOpenItemForm(request.POST, item=row)
    if not may_edit(row, project.access.stake, project.access.edits, request.user):
        refusal = NotYourPart(why_not(request, project, row), who=row.raised_by.name)
        return _page(request, project, row, form, refusal=refusal, status=refusal.status)
    if not form.is_valid():
        return _page(request, project, row, form, status=422)
    try:
        edit_open_item(item=row, by=request.user, **form.wish())
    except ChangedMeanwhile as refusal:
        return _conflict(request, project, form, row, refusal)
    except Refusal as refusal:
        return _page(request, project, row, form, refusal=refusal, status=refusal.status)
    return answer(request, **_done(project, f"{row.get_kind_display()} saved."))


def why_not(request: HttpRequest, project: BuyingProject, item: OpenItem) -> str:
    """Why this person cannot change the item now; nothing where they can."""
    access = project.access
    if not access.contributes:
        return "Only the core buying team can change open items."
    if not may_edit(item, access.stake, access.holds(SIDES), request.user):
        return f"Only {_those_who_can(item)}, the buyer’s side or the procurement officer can change it."
    if not project.is_active:
        return f"This project is {project.get_state_display().lower()}, so nothing can be changed until it is resumed."
    return ""


def _those_who_can(item: OpenItem) -> str:
    if item.owner and item.owner.person_id == item.raised_by_id:
        return f"{item.raised_by.name} who raised this and has it"
    return ", ".join([f"{item.raised_by.name} who raised this", *([f"{item.owner.name} who has it"] if item.owner else [])])


def _page(request: HttpRequest, project: BuyingProject, item: OpenItem, form: EditOpenItemForm | str, **more: Any) -> HttpResponse:
    """The page with its form, or with the reason why there is none."""
    status = more.pop("status", 200)
    asks, ended = ENDS[OpenItemKind(item.kind)]
    context = {"item": item, "asks": asks, "ended": ended, **({"why_not": form} if isinstance(form, str) else {"form": form}), **more}
    return project_page(request, project, "projects:open_item", context, under="projects:open_items", status=status)


def _conflict(request: HttpRequest, project: BuyingProject, form: EditOpenItemForm, item: OpenItem, refusal: Refusal) -> HttpResponse:
    """Theirs and yours; the form below carries the version that is current now, so that it can be kept."""
    data = request.POST.copy()
    data["version"] = str(item.version)
    mine = EditOpenItemForm(data, item=item)
    return _page(request, project, item, mine, refusal=refusal, differences=compare(form, stored(item)), status=refusal.status)


def _done(project: BuyingProject, message: str) -> dict[str, Any]:
    where = reverse("projects:open_items", args=[project.ref])
    return {"template": "projects/open_item.html", "redirect_to": where, "message": message}
