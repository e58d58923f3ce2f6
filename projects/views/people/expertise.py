"""The kinds of expertise a buy needs."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

from mobilisation.htmx import answer
from projects.access import READERS, SIDES, project_view, require
from projects.comparing import Difference
from projects.forms.people import ExpertiseForm
from projects.models import BuyingProject
from projects.operations import expertise as experts
from projects.pages import project_page
from projects.refusals import ChangedMeanwhile, Refusal
from projects.roster import kinds_of_expertise, say_decision
from projects.views.people.common import at, may_write


@project_view(READERS)
def expertise(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """The kinds of expertise: which are needed, and who has them."""
    states = {need.kind: experts.state_of(need) for need in project.expertise_needs.all()}
    if request.method != "POST":
        return _expertise_page(request, project, states, _form(project, states) if may_write(project) else None)
    require(project, SIDES)
    form = _form(project, states, request.POST)
    if not form.is_valid():
        return _expertise_page(request, project, states, form, status=422)
    try:
        experts.decide_expertise(project=project, by=request.user, **form.wish())
    except ChangedMeanwhile as refusal:
        return _expertise_conflict(request, project, form, refusal)
    except Refusal as refusal:
        return _expertise_page(request, project, states, form, refusal=refusal, status=refusal.status)
    return answer(
        request,
        template="projects/expertise.html",
        redirect_to=at(project, "expertise"),
        message="What expertise this buy needs is saved.",
    )


def _form(project: BuyingProject, states: dict[str, tuple[str, str]], data: QueryDict | None = None) -> ExpertiseForm:
    """The form for the kinds this project is asked about."""
    return ExpertiseForm(data, states=states, kinds=project.agency.asks_about(states))


def _expertise_page(
    request: HttpRequest, project: BuyingProject, states: dict[str, tuple[str, str]], form: ExpertiseForm | None, **more: Any
) -> HttpResponse:
    """Each kind with what is decided and who has it, and its two fields where there is a form."""
    status = more.pop("status", 200)
    kinds = kinds_of_expertise(project, states)
    rows = [{"kind": k, "box": form[k.kind.value] if form else None, "note": form[f"{k.kind.value}_note"] if form else None} for k in kinds]
    undecided = len([kind for kind in kinds if kind.kind not in states])
    context = {"form": form, "rows": rows, "undecided": undecided, **more}
    return project_page(request, project, "projects:expertise", context, status=status)


def _expertise_conflict(request: HttpRequest, project: BuyingProject, form: ExpertiseForm, refusal: ChangedMeanwhile) -> HttpResponse:
    """Theirs and yours; what only they changed is taken over, and the form carries what is there now, so that yours can be kept."""
    states = {need.kind: experts.state_of(need) for need in project.expertise_needs.all()}
    data = request.POST.copy()
    data["seen"] = json.dumps({kind: list(state) for kind, state in states.items()})
    for kind, (decision, note) in form.changed_elsewhere(states).items():
        data[f"{kind}_note"] = note
        data[kind] = "on" if decision == "needed" else ""
    mine = _form(project, states, data)
    clashes = [Difference(label, _say(theirs), _say(yours)) for label, theirs, yours in form.clashes(states)]
    context = {"differences": clashes, "refusal": refusal, "rest": request.POST.get("rest", "")}
    return _expertise_page(request, project, states, mine, status=refusal.status, **context)


def _say(state: tuple[str, str]) -> str:
    """Decision and note in words."""
    return "\n".join(words for words in (say_decision(state[0]), state[1]) if words)
