"""The agency's own page, for its administrators, and what its projects begin with: each setting on a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from mobilisation.htmx import answer
from projects.access import administered_by, agency_view, signed_in
from projects.agency import covers_in, posts_running, queue_of
from projects.agency_telling import tell_agency
from projects.clock import today
from projects.comparing import Difference
from projects.contacts import offered
from projects.forms.agency_setup import ActivitiesForm, AskedExpertiseForm, DomainsForm, RiskLevelsForm, SettingForm, TopicsForm, WordForm
from projects.models import Agency, AgencyPostKind, Expertise
from projects.operations import agency as operations
from projects.raci import USUAL
from projects.refusals import ChangedMeanwhile, Refusal
from projects.risks import Consequence, matrix, say_levels

SHOWN = 20


@signed_in
def agency_choice(request: HttpRequest) -> HttpResponse:
    """The agencies somebody administers; the page itself where it is one; 404 for everybody else."""
    agencies = list(administered_by(request.user))
    if not agencies:
        raise Http404("You administer no agency.")
    if len(agencies) == 1:
        return redirect("projects:agency", agencies[0].code)
    return render(request, "projects/agency_choice.html", {"agencies": agencies})


@agency_view
def agency(request: HttpRequest, agency: Agency) -> HttpResponse:
    """All that the agency has set up: who serves it, the queue, what projects begin with, what was changed."""
    posts, waiting = list(posts_running(agency)), list(queue_of(agency)[: SHOWN + 1])
    changes = agency.entries.select_related("actor", "person")[:SHOWN]
    context = {
        "agency": agency,
        "kinds": [(kind, [post for post in posts if post.kind == kind]) for kind in AgencyPostKind],
        "queue": waiting[:SHOWN],
        "more_waiting": len(waiting) > SHOWN,
        "today": today(),
        "covers": covers_in(agency),
        "activities": [usual for usual in USUAL if usual.number not in agency.activities_left_out],
        "all_activities": len(USUAL),
        "topics": offered(agency),
        "contacts": agency.contacts.filter(removed_at=None).order_by("topic"),
        "levels": say_levels(agency),
        "never_asked": [kind.label for kind in Expertise if kind.value in agency.expertise_left_out],
        "changes": tell_agency(changes),
    }
    return render(request, "projects/agency.html", context)


@dataclass(frozen=True)
class Setting:
    """One setting: its page, its form, the operation that saves it, and what is said then."""

    name: str
    form: type[SettingForm]
    save: Callable[..., None]
    said: str
    shows: Callable[[Agency], dict[str, Any]] = lambda agency: {}


def _levels(agency: Agency) -> dict[str, Any]:
    """Its levels of risks, as the matrix of five by five and in words."""
    return {"matrix": matrix([], agency), "consequences": list(Consequence), "levels": say_levels(agency)}


DOMAINS = Setting("agency_domains", DomainsForm, operations.set_domains, "The e-mail domains are saved.")
WORD = Setting("agency_word", WordForm, operations.set_word_for_buyer, "The word for the buyer is saved.")
RISK_LEVELS = Setting("agency_risk_levels", RiskLevelsForm, operations.set_risk_levels, "The levels of risks are saved.", _levels)
ACTIVITIES = Setting("agency_activities", ActivitiesForm, operations.choose_activities, "The activities are saved.")
TOPICS = Setting("agency_topics", TopicsForm, operations.choose_topics, "The topics of contact are saved.")
EXPERTISE = Setting("agency_expertise", AskedExpertiseForm, operations.choose_expertise, "The kinds of expertise are saved.")


@agency_view
def agency_domains(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Whose staff may start projects."""
    return _setting(request, agency, DOMAINS)


@agency_view
def agency_word(request: HttpRequest, agency: Agency) -> HttpResponse:
    """What the agency calls the buyer."""
    return _setting(request, agency, WORD)


@agency_view
def agency_risk_levels(request: HttpRequest, agency: Agency) -> HttpResponse:
    """From which rating a risk is medium, high and extreme."""
    return _setting(request, agency, RISK_LEVELS)


@agency_view
def agency_activities(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Which activities its projects are offered."""
    return _setting(request, agency, ACTIVITIES)


@agency_view
def agency_topics(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Which topics of contact its projects are offered."""
    return _setting(request, agency, TOPICS)


@agency_view
def agency_expertise(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Which kinds of expertise its projects are asked about."""
    return _setting(request, agency, EXPERTISE)


def _setting(request: HttpRequest, agency: Agency, setting: Setting) -> HttpResponse:
    """Show the setting; sent, save it."""
    if request.method != "POST":
        return _page(request, agency, setting, setting.form(initial={**setting.form.was(agency), "version": agency.version}))
    form = setting.form(request.POST)
    if not form.is_valid():
        return _page(request, agency, setting, form, status=422)
    try:
        setting.save(agency=agency, by=request.user, **form.wish())
    except ChangedMeanwhile as refusal:
        return _conflict(request, agency, setting, form, refusal)
    except Refusal as refusal:
        return _page(request, agency, setting, form, refusal=refusal, status=refusal.status)
    return answer(request, template="projects/agency.html", redirect_to=at(agency, "agency"), message=setting.said)


def _conflict(request: HttpRequest, agency: Agency, setting: Setting, form: SettingForm, refusal: Refusal) -> HttpResponse:
    """Theirs and yours; the form below carries the version that is current now, so that it can be kept."""
    agency.refresh_from_db()
    data = request.POST.copy()
    data["version"] = str(agency.version)
    rows = zip(form.said(setting.form.was(agency)), form.said(form.cleaned_data), strict=False)
    differences = [Difference(label, theirs, yours) for (label, theirs), (_, yours) in rows if theirs != yours]
    more = {"refusal": refusal, "differences": differences, "fresh": at(agency, setting.name), "status": refusal.status}
    return _page(request, agency, setting, setting.form(data), **more)


def _page(request: HttpRequest, agency: Agency, setting: Setting, form: SettingForm, **more: Any) -> HttpResponse:
    status = more.pop("status", 200)
    return render(
        request, f"projects/{setting.name}.html", {"agency": agency, "form": form, **setting.shows(agency), **more}, status=status
    )


def at(agency: Agency, name: str, *args: Any) -> str:
    """The address of a page of this agency."""
    return reverse(f"projects:{name}", args=[agency.code, *args])
