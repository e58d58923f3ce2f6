"""Sessions by a personal link: one project's *my part*, closed by default to everything else, and over as soon as the link is."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from mobilisation.context import BY_LINK, came_by_link
from mobilisation.middleware import refused, why_ended
from mobilisation.sign_in import begin_session_by_link, to_sign_in
from projects.clock import now
from projects.models import PersonalLink
from projects.models.asking import PersonalLinkQuerySet, digest_of
from projects.refusals import NotYourPart

ENDED = "Your personal link no longer opens anything. Ask whoever sent it for a new one, or sign in with your e-mail address."
IDLE = "Nothing was pressed for a long time, so this was closed. Open your personal link again, or sign in with your e-mail address."


def link_for(secret: str) -> PersonalLink | None:
    """The link with this secret, if it opens something now; what never was and what ended look the same."""
    return _live().filter(digest=digest_of(secret)).first()


def open_session(request: HttpRequest, link: PersonalLink) -> None:
    """Begin a session by the link, in place of whatever was there. Who is signed in as that person already stays so: they reach more."""
    person = link.stakeholder.person
    if person is None or is_theirs(request, link):
        return
    begin_session_by_link(request, person, link.pk)


def is_theirs(request: HttpRequest, link: PersonalLink) -> bool:
    """Whether the person of the link is signed in here already, otherwise than by a link."""
    return request.user.pk == link.stakeholder.person_id and BY_LINK not in request.session


class LinkMiddleware:
    """`request.personal_link` is the link that the session came by, if any. Such a session opens what says `opens_by_link`, of its project.

    Asked at each request: the link still lives, and its stakeholder is still who opened it; else the session ends here. What is done in
    one is marked so in the history.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; the link is looked up by who asks for it first."""
        request.personal_link = SimpleLazyObject(lambda: _link_of(request))  # type: ignore[attr-defined]  # read by pages and views
        token = came_by_link.set(False)
        try:
            return self.get_response(request)
        finally:
            came_by_link.reset(token)

    def process_view(self, request: HttpRequest, view: Any, args: Sequence[Any], kwargs: dict[str, Any]) -> HttpResponse | None:
        """Let through, end the session, or say what it opens."""
        if getattr(view, "is_without_session", False) or BY_LINK not in request.session:
            return None
        if getattr(view, "is_signing_in", False):
            request.user, request.personal_link = AnonymousUser(), None  # type: ignore[attr-defined]  # as above
            return None
        link: PersonalLink = request.personal_link  # type: ignore[attr-defined]  # as above
        if not link or why_ended(request.session.get("began", 0), request.session.get("seen", 0), int(time.time())):
            return _ended(request, view, IDLE if link else ENDED)
        if not _opens(request, view, link, kwargs):
            return _closed(request, link)
        came_by_link.set(True)
        return None


def _live() -> PersonalLinkQuerySet:
    return PersonalLink.objects.live(now()).select_related("stakeholder__project", "stakeholder__person")


def _link_of(request: HttpRequest) -> PersonalLink | None:
    """The live link of the session, which is its person's."""
    mark = request.session.get(BY_LINK)
    return _live().filter(pk=mark, stakeholder__person=request.user.pk).first() if mark else None


def _opens(request: HttpRequest, view: Any, link: PersonalLink, kwargs: dict[str, Any]) -> bool:
    methods = getattr(view, "link_methods", frozenset())
    return request.method in methods and kwargs.get("ref", link.stakeholder.project.ref).upper() == link.stakeholder.project.ref


def _ended(request: HttpRequest, view: Any, why: str) -> HttpResponse | None:
    """Nobody any more: on to sign-in with the reason; a public page is shown to nobody in particular."""
    logout(request)
    request.personal_link = None  # type: ignore[attr-defined]  # as above
    return to_sign_in(request, why) if getattr(view, "login_required", True) else None


def _closed(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """403 with what the link opens; the front page leads there. The same for pages that are not there."""
    mine = reverse("projects:my_part", args=[link.stakeholder.project.ref])
    if request.path == "/" and request.method in {"GET", "HEAD"}:
        return redirect(mine)
    opens = f"You came by a personal link. It opens your part in “{link.stakeholder.project.title}”, and nothing else."
    says = f"{opens} To see more, sign in with your e-mail address."
    return refused(request, NotYourPart(says, where=mine, where_label="Go to my part"))
