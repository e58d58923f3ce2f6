"""The overview of a project, and what others changed while a page of it is open."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from milestones.overview import news_since, overview_page
from mobilisation.htmx import poll
from projects.access import EVERYONE, project_view
from projects.models import BuyingProject
from projects.pages import project_page


@project_view(EVERYONE)
def overview(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """Where the project stands, what comes next for who is looking, and whom it waits on."""
    return project_page(request, project, "milestones:overview", overview_page(project))


@poll
@project_view(EVERYONE)
def news(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """A part: what others changed since `?v=`, the length of the history that the page was drawn at; 204 for nothing."""
    seen = request.GET.get("v", "")
    says = news_since(project, int(seen)) if seen.isascii() and seen.isdigit() and len(seen) < 10 else ""
    return render(request, "milestones/news.html", {"says": says}) if says else HttpResponse(status=204)
