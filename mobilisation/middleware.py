"""Around every request: its id and log line, security headers, the end of sessions, sign-in, refusals."""

import re
import time
import uuid
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.deprecation import MiddlewareMixin
from django_htmx.http import reswap, retarget

from mobilisation.context import request_id
from mobilisation.handler import UNREADABLE
from mobilisation.htmx import live
from mobilisation.logs import log_request
from mobilisation.refusals import Refusal
from mobilisation.sign_in import to_sign_in

GetResponse = Callable[[HttpRequest], HttpResponse]
METHODS = ["GET", "HEAD", "POST", "OPTIONS"]
GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


class RequestMiddleware:
    """Each request has an id, which a proxy may give it, and one line in the log. TRACE is refused."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the id in X-Request-ID."""
        given = request.headers.get("X-Request-ID", "")
        request.id = given if GIVEN_ID.fullmatch(given) else uuid.uuid4().hex  # type: ignore[attr-defined]  # for the log
        token = request_id.set(request.id)  # type: ignore[attr-defined]  # as above
        began = time.perf_counter()
        try:
            response = HttpResponseNotAllowed(METHODS) if request.method == "TRACE" else self.get_response(request)
            response["X-Request-ID"] = request.id  # type: ignore[attr-defined]  # as above
            log_request(request, response, 1000 * (time.perf_counter() - began))
            return response
        finally:
            request_id.reset(token)


class UnreadableMiddleware(MiddlewareMixin):
    """A request that could not be read as it was sent is wrong, whatever it asks for: 400."""

    def process_request(self, request: HttpRequest) -> None:
        """Let through what was read whole. Raises BadRequest for the rest."""
        if request.META.get(UNREADABLE):
            raise BadRequest("The content type names no text encoding.")


class HeadersMiddleware:
    """Content security policy and permissions policy on everything; nothing shown to somebody signed in is kept by a browser or proxy.

    A view may set a policy of its own. Reads SECURE_CSP as Django 6 does.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.policy = "; ".join(f"{name} {' '.join(sources)}" for name, sources in settings.SECURE_CSP.items())
        self.permissions = ", ".join(f"{feature}=()" for feature in settings.PERMISSIONS_POLICY)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the headers."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault("Permissions-Policy", self.permissions)
        person = getattr(request, "_cached_user", None)  # looked up by the page, or not at all
        if person is not None and person.is_authenticated:
            response.headers["Cache-Control"] = "no-store, private"
        return response


class SessionTimeMiddleware(MiddlewareMixin):
    """Ends a session that nobody used for SESSION_IDLE_SECONDS, or that began SESSION_LONGEST_SECONDS ago, and says so.

    What a person does keeps it alive, noted at most once a minute; a poll (`mobilisation.htmx.poll`) does not.
    """

    def process_view(self, request: HttpRequest, view: Any, args: Sequence[Any], kwargs: dict[str, Any]) -> HttpResponse | None:
        """Go to sign-in when the session ended; a public page is shown to nobody in particular."""
        if getattr(view, "is_without_session", False) or SESSION_KEY not in request.session:
            return None
        now = int(time.time())
        why = why_ended(request.session.get("began", 0), request.session.get("seen", 0), now)
        if why:
            logout(request)
            return to_sign_in(request, why) if getattr(view, "login_required", True) else None
        if not getattr(view, "is_poll", False) and now - request.session["seen"] >= settings.SESSION_SEEN_EVERY_SECONDS:
            request.session["seen"] = now
        return None


def why_ended(began: int, seen: int, now: int) -> str:
    """The sentence for a session that is over; empty while it is not."""
    if now - seen > settings.SESSION_IDLE_SECONDS:
        return f"You were signed out after {in_words(settings.SESSION_IDLE_SECONDS)} without a press. Sign in to go on where you were."
    if now - began > settings.SESSION_LONGEST_SECONDS:
        return f"You were signed out after {in_words(settings.SESSION_LONGEST_SECONDS)}. Sign in to go on where you were."
    return ""


def in_words(seconds: int) -> str:
    """A length of time: "two hours", "90 minutes"."""
    hours, rest = divmod(seconds, 3600)
    return {1: "an hour", 2: "two hours", 12: "twelve hours"}.get(hours, f"{hours} hours") if not rest else f"{seconds // 60} minutes"


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Every view is for somebody signed in, unless it says that it is public; then nobody is looked up."""

    def process_view(self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any) -> HttpResponse | None:
        """Go to sign-in where nobody is signed in."""
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponse:
        """Go to sign-in and come back; a page in use is told why."""
        is_in_use = request.htmx or request.method == "POST"  # type: ignore[attr-defined]  # set by HtmxMiddleware
        return to_sign_in(request, "You were signed out, so nothing was saved. Sign in to go on where you were." if is_in_use else "")


class RefusalMiddleware(MiddlewareMixin):
    """A refusal that no view caught is answered with its status: a browser gets a page, htmx a notice at the head of the page."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a Refusal; anything else goes its way."""
        return refused(request, exception) if isinstance(exception, Refusal) else None

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Whoever opens the address of a form gets a page that says so."""
        if response.status_code != 405 or request.method != "GET":
            return response
        page = render(request, "405.html", status=405)
        page["Allow"] = response["Allow"]
        return page


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The answer to a wish that is not granted."""
    context = {"refusal": refusal}
    if request.htmx:  # type: ignore[attr-defined]  # set by HtmxMiddleware
        notice = render_to_string("parts/refusal.html", context, request) + live(refusal.says)
        response = reswap(retarget(HttpResponse(notice, status=refusal.status), "#refusal"), "innerHTML")
    else:
        response = render(request, f"{refusal.status}.html", context, status=refusal.status)
    if refusal.status == 503:
        response["Retry-After"] = "5"
    return response
