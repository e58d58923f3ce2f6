"""Personal links: made by either side, opened by whoever holds one.

The secret is answered to the POST that makes it, on a page that no browser keeps, and not by way of a redirect: it would have to be put
down somewhere in between, and all that is kept of it is its digest. Loading that page again sends the same form, which is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from mobilisation.htmx import SeeOther, answer
from mobilisation.sign_in import may_look
from projects.access import SIDES, opens_by_link, project_view, public
from projects.by_link import is_theirs, link_for, open_session
from projects.forms.links import LinkForm
from projects.models import BuyingProject, PersonalLink, Stakeholder
from projects.operations import links
from projects.pages import project_page
from projects.refusals import Refusal
from projects.sending import mail_to
from projects.words import say_day


@project_view(SIDES)
def personal_link(request: HttpRequest, project: BuyingProject, stakeholder: int) -> HttpResponse:
    """Whether there is a link for somebody, and a press that makes one; what it made is shown once."""
    row = _find(project, stakeholder)
    if request.method != "POST":
        return _page(request, project, row)
    form = LinkForm(request.POST)
    if not form.is_valid():
        return _page(request, project, row, form=form, status=422)
    try:
        secret = links.make_link(stakeholder=row, by=request.user, **form.wish())
    except Refusal as refusal:
        return _page(request, project, row, refusal=refusal, status=refusal.status)
    return _page(request, project, row, address=request.build_absolute_uri(reverse("projects:open_link", args=[secret])))


@require_POST
@project_view(SIDES)
def personal_link_end(request: HttpRequest, project: BuyingProject, stakeholder: int) -> HttpResponse:
    """End somebody's link."""
    row = _find(project, stakeholder)
    links.revoke_link(stakeholder=row, by=request.user)
    where, said = reverse("projects:personal_link", args=[project.ref, row.pk]), f"The personal link of {row.name} opens nothing any more."
    return answer(request, template="projects/personal_link.html", redirect_to=where, message=said)


def _find(project: BuyingProject, stakeholder: int) -> Stakeholder:
    return get_object_or_404(project.stakeholders.select_related("person"), pk=stakeholder)


def _page(request: HttpRequest, project: BuyingProject, row: Stakeholder, *, address: str = "", **more: Any) -> HttpResponse:
    link, status = links.live_link(row), more.pop("status", 200)
    context = {
        "row": row,
        "why_not": links.why_no_link(row),
        "link": link,
        "may_make": project.is_active,
        "form": LinkForm(initial={"seen": links.last_made(row)}),
        "address": address,
        "mail": _mail(request, project, row, link, address) if address and link else "",
    }
    return project_page(request, project, "projects:personal_link", {**context, **more}, under="projects:people", status=status)


def _mail(request: HttpRequest, project: BuyingProject, row: Stakeholder, link: PersonalLink, address: str) -> str:
    """An e-mail with the link in it, written and not sent."""
    says = [
        f"Hello {row.name}",
        f"This is your part in “{project.title}”: what we ask of you, why it matters, and whom to turn to. Open it and press “Continue”:",
        address,
        f"It is for you alone, so please do not pass it on. It works until {say_day(timezone.localdate(link.expires_at))}.",
        str(request.user),
    ]
    return mail_to(row.email, f"Your part in “{project.title}”", "\n\n".join(says))


# ---- Opening one --------------------------------------------------------------------------------------------------


def _tells_nobody(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Nothing keeps the page, and no request that follows from it carries its address."""

    @wraps(view)
    def quiet(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["Referrer-Policy"] = "strict-origin"  # not no-referrer: its Origin "null" is no proof of where a form comes from
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return quiet


@opens_by_link("GET", "POST")
@public("whoever holds a personal link opens it; a GET, as of machines that look at mail, does nothing")
@_tells_nobody
def open_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask to continue as the person of the link, then do. A link that opens nothing is one page, whatever is wrong with it."""
    if not may_look(request, "open_link"):
        return ratelimit.respond_429(request)
    link = link_for(secret)
    if link is None:
        return render(request, "projects/open_link.html", {"link": None}, status=404)
    if request.method != "POST":
        return render(request, "projects/open_link.html", {"link": link, "is_theirs": is_theirs(request, link)})
    open_session(request, link)
    return SeeOther(reverse("projects:my_part", args=[link.stakeholder.project.ref]))
