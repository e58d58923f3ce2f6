"""Why each part matters, for the whole team on one page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from projects.access import SIDES, project_view
from projects.changes import require_active
from projects.forms.sentences import SentencesForm
from projects.models import BuyingProject
from projects.operations.people import write_sentences
from projects.refusals import Refusal
from projects.sentences import Team, team_of, theirs_and_yours
from projects.views.people.common import page_of_one, to_people
from projects.words import listed


@project_view(SIDES)
def why_it_matters(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """Write the sentence that ties each one's part to the outcome."""
    team = team_of(project, SentencesForm.named_in(request.POST))
    if request.method != "POST":
        require_active(project)
        return _page(request, project, team, SentencesForm(people=team.people))
    form = SentencesForm(request.POST, people=team.people)
    if not form.is_valid():
        return _page(request, project, team, form, status=422)
    try:
        written = write_sentences(project=project, by=request.user, **form.wish())
    except Refusal as refusal:
        return _refused(request, project, form, refusal)
    names = listed([row.name for row in written])
    return to_people(request, project, f"Why it matters is saved for {names}." if written else "Nothing was changed.")


def _refused(request: HttpRequest, project: BuyingProject, form: SentencesForm, refusal: Refusal) -> HttpResponse:
    """What was typed stays, over what is there now; of those who have left it is shown apart, so that the rest can be saved."""
    team = team_of(project, [person.pk for person in form.people])
    here = [person for person in team.people if person.is_current]
    lost = [(person.name, form.typed[person.pk]) for person in team.people if not person.is_current and person.pk in form.typed]
    more = {"refusal": refusal, "differences": theirs_and_yours(here, refusal), "lost": lost}
    return _page(request, project, team, form.again(here), status=refusal.status, **more)


def _page(request: HttpRequest, project: BuyingProject, team: Team, form: SentencesForm, **more: Any) -> HttpResponse:
    status = more.pop("status", 200)
    rows = [(person, team.letters_of(person), form[f"why-{person.pk}"]) for person in form.people]
    context = {"form": form, "rows": rows, "objective": project.objectives.first(), **more}
    return page_of_one(request, project, "projects:why_it_matters", context, status=status)
