"""Copy from another project: choose, see what comes, copy."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from mobilisation.htmx import answer
from projects.access import CORE, SIDES, project_view
from projects.changes import require_active
from projects.copying import Coming, coming_from
from projects.forms.copying import CopyForm
from projects.models import BuyingProject
from projects.operations.copying import copy_from as copy_parts
from projects.pages import project_page
from projects.refusals import Refusal
from projects.words import listed


@project_view(SIDES)
def copy_from(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """Choose a project of mine and what to copy; the address then says what would come; one press copies it."""
    mine = list(request.user.projects.filter(my_role__in=CORE).exclude(pk=project.pk).order_by("-changed_at")[:200])
    asked = request.POST if request.method == "POST" else request.GET if "source" in request.GET else None
    form = CopyForm(asked, projects=mine)
    _require_seen(request, form.asks_for)
    if request.method != "POST":
        require_active(project)
    if not form.is_valid():
        return _page(request, project, {"form": form, "mine": mine}, status=422 if form.is_bound else 200)
    wish = form.wish()
    coming = coming_from(wish["source"], project, wish["parts"])
    if request.method != "POST":
        return _page(request, project, {"form": form, "mine": mine, "coming": coming, **wish})
    try:
        copied = copy_parts(project=project, by=request.user, **wish)
    except Refusal as refusal:
        return _page(request, project, {"form": form, "mine": mine, "coming": coming, "refusal": refusal, **wish}, status=refusal.status)
    says = "Everything of it is here already, so nothing was copied." if copied.is_nothing else copied_words(wish["source"], copied)
    where = reverse("projects:people", args=[project.ref])
    return answer(request, template="projects/copy_from.html", redirect_to=where, message=says)


NAMED = 5  # of what was left out, in one message
COUNTED = {
    "people": ("person or group", "people and groups"),
    "activities": ("activity", "activities"),
    "cadence": ("regular meeting", "regular meetings"),
    "tools": ("tool", "tools"),
    "agreements": ("working agreement", "working agreements"),
}


def copied_words(source: BuyingProject, copied: Coming) -> str:
    """How many of what were copied, and what was left out, and why."""
    counts = [(len(getattr(copied, name)), one, many) for name, (one, many) in COUNTED.items()]
    came = listed([f"{number} {one if number == 1 else many}" for number, one, many in counts if number])
    left = [f"{name} {why}." for name, why in copied.left_out]
    more = [f"And {len(left) - NAMED} more."] * (len(left) > NAMED)
    return " ".join([f"Copied from {source.ref}: {came}.", *(["Left out:"] * bool(left)), *left[:NAMED], *more])


def _require_seen(request: HttpRequest, source: int | None) -> None:
    """Raise Http404 where the project asked for is none that they can open: the same as where there is none."""
    if source is not None and not request.user.projects.filter(pk=source).exists():
        raise Http404("There is no project here that you can open.")


def _page(request: HttpRequest, project: BuyingProject, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return project_page(request, project, "projects:copy_from", context, under="projects:people", status=status)
