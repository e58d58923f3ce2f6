"""The site's own pages, and the answers when something is wrong."""

import sys

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from mobilisation.access import opens_by_link, public, signed_in
from mobilisation.htmx import SeeOther
from mobilisation.middleware import in_words
from mobilisation.sign_in import page_of, to_sign_in, typed_again
from mobilisation.typed import typed_in

TOO_OLD = "Nothing was changed: you signed in or out in another tab, the page was open for a long time, or your browser blocks cookies."

# ---- Pages --------------------------------------------------------------------------------------------------------


@opens_by_link("GET")
@public("what the service follows, for anybody who considers using it")
def guide(request: HttpRequest) -> HttpResponse:
    """The guide in short."""
    return render(request, "pages/guide.html")


@opens_by_link("GET")
@public("help to sign in is needed before signing in")
def help(request: HttpRequest) -> HttpResponse:
    """Help."""
    return render(request, "pages/help.html")


@opens_by_link("GET")
@public("the accessibility statement")
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "pages/accessibility.html")


@opens_by_link("GET")
@public("what is kept about people, which they may ask before signing in")
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about people."""
    return render(request, "pages/privacy.html")


@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """Who somebody is here, and how long they stay signed in."""
    times = {"idle": in_words(settings.SESSION_IDLE_SECONDS), "longest": in_words(settings.SESSION_LONGEST_SECONDS)}
    return render(request, "site/account.html", times)


@signed_in
@require_POST
def sign_out_elsewhere(request: HttpRequest) -> HttpResponse:
    """End every session of theirs but this one."""
    others = [row.pk for row in Session.objects.filter(expire_date__gt=timezone.now()).iterator() if is_other(row, request)]
    Session.objects.filter(pk__in=others).delete()
    messages.success(request, f"You are signed out everywhere else: {len(others)} {'session' if len(others) == 1 else 'sessions'} ended.")
    return SeeOther(reverse("site:account"))


def is_other(row: Session, request: HttpRequest) -> bool:
    """Whether the stored session is one of the same person in another browser."""
    return row.pk != request.session.session_key and row.get_decoded().get(SESSION_KEY) == str(request.user.pk)


# ---- When something is wrong --------------------------------------------------------------------------------------


def plain(status: int, **headers: str) -> HttpResponse:
    """A page that asks nothing of database, session or request."""
    return HttpResponse(render_to_string(f"{status}.html"), status=status, headers=headers)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400; 413 for a body that is too large."""
    return plain(413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: not there, or not for them."""
    return render(request, "404.html", status=404)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429."""
    return plain(429, **{"Retry-After": "60"})


def failed(request: HttpRequest) -> HttpResponse:
    """500; 503 while the database is away, does not answer in time, or cannot write."""
    return plain(503, **{"Retry-After": "10"}) if is_database_away(sys.exc_info()[1]) else plain(500)


def is_database_away(error: BaseException | None) -> bool:
    """Whether the database, and not our code, is why nothing was answered. (SQLite says "no such table" by the same class.)"""
    return isinstance(error, OperationalError | InterfaceError) and "no such" not in str(error)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that is not from a page of ours now, with what was typed; htmx goes to sign-in, which leads back to a fresh page."""
    if request.htmx:  # type: ignore[attr-defined]  # set by HtmxMiddleware
        return to_sign_in(request, "Your page was too old to save, so nothing was changed. Repeat the last step.")
    if typed := typed_in(request):
        return typed_again(TOO_OLD, typed, status=403, way_on=page_of(request), way_on_label="Load the page again")
    return HttpResponse(render_to_string("403_csrf.html"), status=403)
