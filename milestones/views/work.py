"""My work, the portfolio, and taking a project on from the queue."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from milestones.forms.work import PortfolioForm
from milestones.portfolio import COUNTED, agencies_of, page_of, scope, tallies
from milestones.work import work_of
from mobilisation.htmx import SeeOther, answer
from projects.access import may_start_in, signed_in
from projects.agency import to_take_on
from projects.models import Role
from projects.operations import project as operations


@signed_in
def my_work(request: HttpRequest) -> HttpResponse:
    """What waits on who is signed in over all projects, their projects, drafts and covers, and what their agency has for them."""
    return render(request, "milestones/my_work.html", work_of(request.user))


@signed_in
def portfolio(request: HttpRequest) -> HttpResponse:
    """The projects who is signed in may open, as asked for, newest change first."""
    agencies = agencies_of(request.user)
    form = PortfolioForm(request.GET, agencies=agencies)
    wanted, projects = form.wanted(), scope(request.user, agencies)
    page, counts = page_of(request.user, projects, wanted), tallies(request.user, projects, wanted)
    is_empty = not page.rows and not counts[0].number
    context = {"filters": form, "page": page, "tallies": counts, "is_empty": is_empty, "is_bounded": counts[0].number == COUNTED}
    return render(request, "milestones/portfolio.html", {**context, "may_start": is_empty and bool(may_start_in(request.user))})


@signed_in
def take_on(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask whether to become the officer of a project in the queue; sent, it is done. Once more leads to the project."""
    project = get_object_or_404(to_take_on(request.user), ref=ref)
    overview = reverse("milestones:overview", args=[project.ref])
    if project.my_role == Role.PROCUREMENT_OFFICER:
        return SeeOther(overview)
    if request.method != "POST":
        return render(request, "milestones/take_on.html", {"project": project})
    operations.take_on(project=project, by=request.user)
    said = f"You are now the procurement officer of {project.ref} {project.title}."
    return answer(request, template="milestones/take_on.html", redirect_to=overview, message=said)
