"""Who serves the agency: added by its administrators, given another last day, ended."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from mobilisation.htmx import answer
from projects.access import agency_view
from projects.agency import posts_running, projects_run_by, queue_of
from projects.clock import today
from projects.forms.agency_posts import LastDayForm, PostForm
from projects.models import Agency, AgencyPost, AgencyPostKind
from projects.operations.agency import change_post, end_post, give_post
from projects.refusals import Refusal
from projects.words import say_day


@agency_view
def agency_post_add(request: HttpRequest, agency: Agency, kind: str) -> HttpResponse:
    """Add an officer, a portfolio viewer or an administrator, by name and e-mail address."""
    if kind not in AgencyPostKind.values:
        raise Http404("There is no such part.")
    post_kind = AgencyPostKind(kind)
    page = {"agency": agency, "kind": post_kind}
    if request.method != "POST":
        return _page(request, "agency_post_add", {**page, "form": PostForm(kind=post_kind)})
    form = PostForm(request.POST, kind=post_kind)
    if not form.is_valid():
        return _page(request, "agency_post_add", {**page, "form": form}, status=422)
    try:
        post = give_post(agency=agency, kind=post_kind, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        return _page(request, "agency_post_add", {**page, "form": form, "refusal": refusal}, status=refusal.status)
    return _done(request, agency, f"{post.person} is {_a(post_kind)} of {agency} from now on.")


@agency_view
def agency_post(request: HttpRequest, agency: Agency, post: int) -> HttpResponse:
    """Somebody's post: its last day, to change."""
    posts = agency.posts.select_related("person", "agency") if request.method == "POST" else posts_running(agency)
    found = get_object_or_404(posts, pk=post)  # what was typed of one that ended meanwhile is kept
    kind = AgencyPostKind(found.kind)
    if request.method != "POST":
        form = LastDayForm(kind=kind, initial={"ends_on": found.ends_on, "seen": found.ends_on})
        return _page(request, "agency_post", {"agency": agency, "post": found, "form": form})
    form = LastDayForm(request.POST, kind=kind)
    if not form.is_valid():
        return _page(request, "agency_post", {"agency": agency, "post": found, "form": form}, status=422)
    try:
        change_post(post=found, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        return _refused(request, found, refusal)
    day = form.cleaned_data["ends_on"]
    return _done(request, agency, f"{found.person}’s last day is {say_day(day)}." if day else f"{found.person} has no last day now.")


@agency_view
def agency_post_end(request: HttpRequest, agency: Agency, post: int) -> HttpResponse:
    """Say what ending somebody's post leaves, and end it. Twice is once."""
    found = get_object_or_404(agency.posts.select_related("person", "agency"), pk=post)
    context = {"agency": agency, "post": found, **_what_it_leaves(agency, found)}
    if request.method != "POST":
        return _page(request, "agency_post_end", context)
    try:
        end_post(post=found, by=request.user)
    except Refusal as refusal:
        return _page(request, "agency_post_end", {**context, "refusal": refusal}, status=refusal.status)
    where = "milestones:my_work" if found.person == request.user and found.kind == AgencyPostKind.ADMINISTRATOR else "projects:agency"
    said = f"{found.person} is no longer {_a(AgencyPostKind(found.kind))} of {agency}."
    return _done(request, agency, said, reverse(where, args=[agency.code] if where == "projects:agency" else []))


def _refused(request: HttpRequest, post: AgencyPost, refusal: Refusal) -> HttpResponse:
    """What was typed stays; the form carries the last day that is current now, so that it can be kept."""
    post.refresh_from_db(fields=["ends_on"])
    data = request.POST.copy()
    data["seen"] = post.ends_on.isoformat() if post.ends_on else ""
    form = LastDayForm(data, kind=AgencyPostKind(post.kind))
    context = {"agency": post.agency, "post": post, "form": form, "refusal": refusal}
    return _page(request, "agency_post", context, status=refusal.status)


def _what_it_leaves(agency: Agency, post: AgencyPost) -> dict[str, Any]:
    """An officer's projects; the queue, where nobody else could take on from it."""
    if post.kind != AgencyPostKind.OFFICER:
        return {}
    others = posts_running(agency).filter(kind=post.kind, person__is_active=True).exclude(pk=post.pk)
    return {"runs": projects_run_by(agency, post.person), "queue": queue_of(agency), "is_last": not others.exists()}


def _a(kind: AgencyPostKind) -> str:
    label = kind.label.lower()
    return f"{'an' if label[0] in 'aeiou' else 'a'} {label}"


def _page(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, f"projects/{name}.html", {"today": today(), **context}, status=status)


def _done(request: HttpRequest, agency: Agency, said: str, where: str = "") -> HttpResponse:
    where = where or reverse("projects:agency", args=[agency.code])
    return answer(request, template="projects/agency.html", redirect_to=where, message=said)
