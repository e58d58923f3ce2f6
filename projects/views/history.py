"""The history of a project."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from projects.access import READERS, project_view
from projects.forms.history import HistoryForm
from projects.models import BuyingProject
from projects.pages import project_page
from projects.telling import names_for, tell_days

ENTRIES_A_PAGE = 50


@project_view(READERS)
def history(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """By day, newest first: what those of the reader's audiences may read, narrowed by what and who."""
    entries = project.history.filter(audience__in=project.access.audiences(project))
    form = HistoryForm(request.GET, actors=entries.order_by("actor__name").values_list("actor", "actor__name").distinct())
    if not form.is_valid():
        raise Http404("There is no such page of the history.")
    page = list(form.narrow(entries).select_related("actor", "covers_for").order_by("-sequence")[: ENTRIES_A_PAGE + 1])
    context = {
        "days": tell_days(page[:ENTRIES_A_PAGE], names_for(project)),
        "form": form,
        "older": form.address(before=page[ENTRIES_A_PAGE - 1].sequence) if len(page) > ENTRIES_A_PAGE else "",
        "newest": form.address() if form.cleaned_data["before"] else "",
    }
    return project_page(request, project, "projects:history", context)
