"""Ways of working: what the team agreed on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from projects.access import READERS, SIDES, project_view
from projects.forms.working import AgreementForm
from projects.models import BuyingProject
from projects.operations.working import AGREEMENTS
from projects.pages import project_page
from projects.views.rows import Pages, add_page, edit_page, remove_page

OF_AGREEMENTS = Pages(
    AGREEMENTS,
    AgreementForm,
    list="projects:ways_of_working",
    add="projects:agreement_add",
    edit="projects:agreement",
    remove="projects:agreement_remove",
    thing="Working agreement",
)


@project_view(READERS)
def ways_of_working(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """What the team agreed on."""
    return project_page(request, project, "projects:ways_of_working", {"agreements": list(project.working_agreements.current())})


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
