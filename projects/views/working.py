"""Ways of working: what is regular, what the team works with, what it agreed on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from mobilisation.htmx import answer
from projects.access import BUYERS_SIDE, CORE, READERS, SIDES, opens_by_link, project_view
from projects.changes import require_active
from projects.forms.working import AccessForm, AgreementForm, CadenceForm, CloseObjectionForm, ObjectionForm, ToolForm
from projects.models import BuyingProject, Stakeholder
from projects.operations.objections import can_get_in, cannot_get_in, close_objection, object_to
from projects.operations.working import AGREEMENTS, CADENCE, TOOLS
from projects.pages import project_page
from projects.refusals import NotYourPart
from projects.views.rows import Pages, add_page, edit_page, remove_page
from projects.working import problems_of, working_page

LIST = "projects:ways_of_working"
OF_AGREEMENTS = Pages(
    AGREEMENTS,
    AgreementForm,
    list=LIST,
    add="projects:agreement_add",
    edit="projects:agreement",
    remove="projects:agreement_remove",
    thing="Working agreement",
)
OF_CADENCE = Pages(
    CADENCE,
    CadenceForm,
    list=LIST,
    add="projects:cadence_add",
    edit="projects:cadence",
    remove="projects:cadence_remove",
    thing="Regular meeting or report",
)
OF_TOOLS = Pages(TOOLS, ToolForm, list=LIST, add="projects:tool_add", edit="projects:tool", remove="projects:tool_remove", thing="Tool")


@project_view(READERS)
def ways_of_working(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """All of it on one page, with who cannot get in and who objects."""
    return project_page(request, project, LIST, working_page(project))


@opens_by_link("GET", "POST")
@project_view(CORE)
def objection_add(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """“I object, because …”, in one's own name."""
    form = ObjectionForm(request.POST if request.method == "POST" else None)
    me = own_row(project)
    if not form.is_bound:
        require_active(project)
    if not form.is_valid():
        return project_page(request, project, "projects:objection_add", {"form": form}, under=LIST, status=422 if form.is_bound else 200)
    object_to(stakeholder=me, by=request.user, **form.cleaned_data)
    return _to_my_part(request, project, "Your objection is recorded. The buyer closes it with a reason.")


@project_view(BUYERS_SIDE)
def objection_close(request: HttpRequest, project: BuyingProject, objection: int) -> HttpResponse:
    """Close an objection with a reason."""
    row = get_object_or_404(project.objections.select_related("stakeholder"), pk=objection)
    form = CloseObjectionForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        require_active(project)
    if not form.is_valid():
        context = {"form": form, "objection": row}
        return project_page(request, project, "projects:objection_close", context, under=LIST, status=422 if form.is_bound else 200)
    close_objection(objection=row, by=request.user, **form.cleaned_data)
    where = reverse(LIST, args=[project.ref])
    return answer(request, template="projects/ways_of_working.html", redirect_to=where, message="The objection is closed.")


@opens_by_link("GET", "POST")
@project_view(CORE)
def tool_access(request: HttpRequest, project: BuyingProject, row: int) -> HttpResponse:
    """“I can't get in”, with a note if wanted, or “I can get in now”, to one tool."""
    wanted = get_object_or_404(project.tools.current().select_related("owner"), pk=row)
    form = AccessForm(request.POST if request.method == "POST" else None)
    me = own_row(project)
    if not form.is_bound:
        require_active(project)
    if not form.is_valid():
        context = {"form": form, "tool": wanted}
        return project_page(request, project, "projects:tool_access", context, under=LIST, status=422 if form.is_bound else 200)
    if form.cleaned_data["can"] == "no":
        cannot_get_in(tool=wanted, stakeholder=me, note=form.cleaned_data["note"], by=request.user)
        return _to_my_part(request, project, f"That you cannot get into {wanted.name} is recorded. Whoever lets people in sees it.")
    can_get_in(tool=wanted, stakeholder=me, by=request.user)
    return _to_my_part(request, project, f"Good: you can get into {wanted.name}.")


@require_POST
@project_view(SIDES)
def access_solved(request: HttpRequest, project: BuyingProject, problem: int) -> HttpResponse:
    """Somebody can get in now, says one of the two sides."""
    row = get_object_or_404(problems_of(project), pk=problem)
    can_get_in(tool=row.tool, stakeholder=row.stakeholder, by=request.user)
    where = reverse(LIST, args=[project.ref])
    return answer(request, template="projects/ways_of_working.html", redirect_to=where, message=f"{row.stakeholder.name} can get in now.")


def own_row(project: BuyingProject) -> Stakeholder:
    """My row in the project. Raises NotYourPart for who has no part of their own."""
    if not project.access.has_part:
        raise NotYourPart("Only who is in the core team themselves can say this.")
    return project.stakeholders.get(pk=project.access.stake)


def _to_my_part(request: HttpRequest, project: BuyingProject, message: str) -> HttpResponse:
    where = reverse("projects:my_part", args=[project.ref])
    return answer(request, template="projects/ways_of_working.html", redirect_to=where, message=message)


@project_view(SIDES)
def agreement_add(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """Add one."""
    return add_page(request, project, OF_AGREEMENTS)


@project_view(SIDES)
def agreement(request: HttpRequest, project: BuyingProject, row: int) -> HttpResponse:
    """Change one."""
    return edit_page(request, project, OF_AGREEMENTS, row)


@project_view(SIDES)
def agreement_remove(request: HttpRequest, project: BuyingProject, row: int) -> HttpResponse:
    """Take one off."""
    return remove_page(request, project, OF_AGREEMENTS, row)


@project_view(SIDES)
def cadence_add(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """Add a regular meeting or report."""
    return add_page(request, project, OF_CADENCE)


@project_view(SIDES)
def cadence(request: HttpRequest, project: BuyingProject, row: int) -> HttpResponse:
    """Change one."""
    return edit_page(request, project, OF_CADENCE, row)


@project_view(SIDES)
def cadence_remove(request: HttpRequest, project: BuyingProject, row: int) -> HttpResponse:
    """Take one off."""
    return remove_page(request, project, OF_CADENCE, row)


@project_view(SIDES)
def tool_add(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """Add a tool."""
    return add_page(request, project, OF_TOOLS)


@project_view(SIDES)
def tool(request: HttpRequest, project: BuyingProject, row: int) -> HttpResponse:
    """Change one."""
    return edit_page(request, project, OF_TOOLS, row)


@project_view(SIDES)
def tool_remove(request: HttpRequest, project: BuyingProject, row: int) -> HttpResponse:
    """Take one off."""
    return remove_page(request, project, OF_TOOLS, row)
