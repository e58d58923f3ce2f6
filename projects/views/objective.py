"""The objective: what the project is for, version by version."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from mobilisation.htmx import answer
from projects.access import READERS, SIDES, project_view
from projects.changes import require_active
from projects.comparing import keeping_theirs, objective_clashes, show_again
from projects.forms.objective import BaseMeasures, ObjectiveForm, measures_of
from projects.models import BuyingProject, Objective, Readable
from projects.operations.objective import fields_of, write_objective, wrote
from projects.pages import project_page
from projects.problem import thing_to_buy
from projects.questions import answers
from projects.readers import who_read
from projects.refusals import BothChanged, Refusal
from projects.revisions import compare_versions


@project_view(READERS)
def objective(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """The current version in full, or an earlier one by `?version=`, and the list of all."""
    versions = list(project.objectives.select_related("written_by"))
    shown = _chosen(versions, request.GET.get("version"))
    context = {
        "shown": shown,
        "is_current": shown is None or shown.pk == versions[0].pk,
        "versions": versions,
        "answers": answers(shown, with_value=project.access.sees_value(project)) if shown else [],
        "measures": list(shown.measures.all()) if shown else [],
        **(_for_sides(project, versions) if project.access.edits else {}),
    }
    return project_page(request, project, "projects:objective", context)


def _for_sides(project: BuyingProject, versions: Sequence[Objective]) -> dict[str, Any]:
    """What only buyer's side and officer see beside it: who has read it, and whether the problem names a thing to buy."""
    current = versions[0].problem_or_opportunity if versions else ""
    return {"who_read": who_read(project, Readable.OBJECTIVE, versions), "product": thing_to_buy(current)}


@project_view(READERS)
def objective_compare(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """Two versions side by side: `?from=1&to=3`; without them, the current one and the one before it."""
    versions = list(project.objectives.select_related("written_by").prefetch_related("measures"))
    new = _chosen(versions, request.GET.get("to"))
    before = next((version for version in versions if new and version.version < new.version), None)
    old = _chosen(versions, request.GET["from"]) if "from" in request.GET else before
    context: dict[str, Any] = {"versions": versions, "old": old, "new": new}
    if old and new:
        old, new = sorted((old, new), key=lambda version: version.version)
        compared = compare_versions(old, new, with_value=project.access.sees_value(project))
        context |= {"old": old, "new": new, "compared": compared}
    return project_page(request, project, "projects:objective_compare", context, under="projects:objective")


@project_view(SIDES)
def objective_edit(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """Write the next version."""
    if request.method != "POST":
        require_active(project)
        return _edit_page(request, project, *_forms(project, None))
    form, measures = _forms(project, request.POST)
    if not (form.is_valid() & measures.is_valid()):
        return _edit_page(request, project, form, measures, status=422)
    try:
        wish = keeping_theirs(request.POST, {**form.wish(), "measures": measures.wish()})
        written = write_objective(project=project, by=request.user, **wish)
    except BothChanged as refusal:
        return _conflict(request, project, form, measures, refusal)
    except Refusal as refusal:
        return _edit_page(request, project, form, measures, refusal=refusal, status=refusal.status)
    return answer(request, **_done(project, form, written))


def _chosen(versions: Sequence[Objective], wanted: str | None) -> Objective | None:
    """The version asked for by its number, or the current one. Raises Http404 for one there never was."""
    if wanted is None:
        return versions[0] if versions else None
    chosen = next((version for version in versions if str(version.version) == wanted), None)
    if chosen is None:
        raise Http404("There is no such version of the objective.")
    return chosen


def _forms(project: BuyingProject, data: Any) -> tuple[ObjectiveForm, BaseMeasures]:
    last = project.objectives.first()
    return ObjectiveForm(data, last=last, with_value=project.access.sees_value(project)), measures_of(last, data)


def _edit_page(request: HttpRequest, project: BuyingProject, form: ObjectiveForm, measures: BaseMeasures, **more: Any) -> HttpResponse:
    status = more.pop("status", 200)
    problems = measures.problems if measures.is_bound else []
    product = thing_to_buy(str(form["problem_or_opportunity"].value() or ""))
    context = {"product": product, "form": form, "measures": measures, "problems": problems, "has_errors": bool(problems), **more}
    return project_page(request, project, "projects:objective_edit", context, under="projects:objective", status=status)


def _conflict(
    request: HttpRequest, project: BuyingProject, form: ObjectiveForm, measures: BaseMeasures, refusal: BothChanged
) -> HttpResponse:
    """What both changed, to choose; the form carries the version that is current now, with yours where you changed something."""
    theirs = project.objectives.select_related("written_by").first()
    seen = fields_of(project.objectives.filter(version=form.cleaned_data["seen"]).first())
    fresh = ObjectiveForm(last=theirs, with_value=project.access.sees_value(project))
    show_again(fresh, form, seen)
    rows = measures if measures.says() != seen["measures"] else measures_of(theirs)
    more = {"refusal": refusal, "status": refusal.status, "theirs": theirs, "clashes": objective_clashes(form, refusal.fields)}
    return _edit_page(request, project, fresh, rows, **more)


def _done(project: BuyingProject, form: ObjectiveForm, written: Objective | None) -> dict[str, Any]:
    is_new = written is not None and wrote(written, form.cleaned_data["seen"], project.access.person)
    message = f"Version {written.version} of the objective is saved." if is_new else "Nothing was different, so no new version was written."
    where = reverse("projects:objective", args=[project.ref])
    return {"template": "projects/objective_edit.html", "redirect_to": where, "message": message}
