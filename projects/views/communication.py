"""The stakeholder communication plan: who is told what, and that the team has it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from mobilisation.htmx import answer
from projects.access import READERS, SIDES, project_view
from projects.changes import require_active
from projects.communication import items_of, to_see, version_of, without_item
from projects.forms.communication import CirculateForm, ItemForm, RemoveItemForm
from projects.models import BuyingProject, Kind
from projects.operations.communication import COMMUNICATION, send_communication
from projects.pages import project_page
from projects.refusals import ChangedMeanwhile, Refusal
from projects.views.rows import Pages, add_page, edit_page, remove_page

PAGES = Pages(
    COMMUNICATION,
    ItemForm,
    list="projects:communication",
    add="projects:communication_add",
    edit="projects:communication_item",
    remove="projects:communication_remove",
    thing="Line of the plan",
    removing=RemoveItemForm,
)
VERSIONS = 20  # shown on the page; history has them all


@project_view(READERS)
def communication(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """The plan: its lines, whom none names, who has it, its versions."""
    items, people = items_of(project), list(project.stakeholders.current().in_reading_order())
    revisions = list(project.communication_revisions.select_related("written_by")[:VERSIONS])
    context = {
        "items": items,
        "without": without_item(people, items),
        "version": revisions[0].version if revisions else 0,
        "revisions": revisions,
        "sent": project.circulations.last(),
        "to_see": to_see(project),
        "may_edit": project.access.edits and project.is_active,
    }
    return project_page(request, project, "projects:communication", context)


@project_view(SIDES)
def communication_add(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """Add a line; for the stakeholder that `?for=` names."""
    asked = request.GET.get("for", "")
    whom = project.stakeholders.current().filter(pk=asked).first() if asked.isdecimal() and len(asked) < 19 else None
    return add_page(request, project, PAGES, begins_with={"audience": whom.name, "stakeholders": [whom]} if whom else {})


@project_view(SIDES)
def communication_item(request: HttpRequest, project: BuyingProject, row: int) -> HttpResponse:
    """Change a line."""
    return edit_page(request, project, PAGES, row)


@project_view(SIDES)
def communication_remove(request: HttpRequest, project: BuyingProject, row: int) -> HttpResponse:
    """Take a line off."""
    return remove_page(request, project, PAGES, row)


@project_view(SIDES)
def communication_send(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """See exactly who gets what; then send it to everyone in the core team, or record that it was sent."""
    if request.method != "POST":
        require_active(project)
        return _send_page(request, project, CirculateForm(initial={"version": version_of(project)}))
    form = CirculateForm(request.POST)
    if not form.is_valid():
        return _send_page(request, project, form, status=422)
    try:
        send_communication(project=project, by=request.user, **form.wish())
    except ChangedMeanwhile as refusal:
        return _send_page(request, project, _at(project, request.POST), refusal=refusal, status=refusal.status)
    except Refusal as refusal:
        return _send_page(request, project, form, refusal=refusal, status=refusal.status)
    where = reverse("projects:communication", args=[project.ref])
    return answer(
        request,
        template="projects/communication.html",
        redirect_to=where,
        message="The plan is on everyone’s “My part”, and it is recorded that it went to them. Mobilise sends no e-mail.",
    )


def _at(project: BuyingProject, typed: Any) -> CirculateForm:
    """What was typed, at the version that is current now."""
    data = typed.copy()
    data["version"] = str(version_of(project))
    return CirculateForm(data)


def _send_page(request: HttpRequest, project: BuyingProject, form: CirculateForm, *, status: int = 200, **more: Any) -> HttpResponse:
    """The form, and below it everybody of the team with the lines that name them."""
    items = items_of(project)
    team = project.stakeholders.current().core().filter(kind=Kind.PERSON).in_reading_order()
    context = {
        "form": form,
        "items": items,
        "version": version_of(project),
        "who_gets": [(member, [item for item in items if member in item.stakeholders.all()]) for member in team],
        "sent": project.circulations.last(),
    }
    return project_page(request, project, "projects:communication_send", {**context, **more}, under="projects:communication", status=status)
