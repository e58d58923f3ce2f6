"""What the site's own views say of themselves: open to the world, or to everybody signed in. Projects have more: `projects.access`."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseBase

View = Callable[..., HttpResponseBase]


def public(reason: str) -> Callable[[View], View]:
    """The view is open to the world, for this reason."""

    def mark(view: View) -> View:
        view.access_rule = f"public: {reason}"  # type: ignore[attr-defined]  # read by the system check
        return login_not_required(view)

    return mark


def signed_in(view: View) -> View:
    """The view is for everybody who is signed in; it reaches only what starts at `request.user`."""
    view.access_rule = "signed in"  # type: ignore[attr-defined]  # read by the system check
    return view


def opens_by_link(*methods: str) -> Callable[[View], View]:
    """The view opens by these methods in a session by a personal link too. Whatever does not say so is closed there."""

    def mark(view: View) -> View:
        view.link_methods = frozenset(methods) | ({"HEAD"} if "GET" in methods else set())  # type: ignore[attr-defined]  # read by the middleware
        return view

    return mark


def signs_in(view: View) -> View:
    """The view is a step of signing in: who came by a personal link is nobody to it yet."""
    view.is_signing_in = True  # type: ignore[attr-defined]  # read by the middleware
    return view


def without_session(view: View) -> View:
    """The view answers without looking who asks, so that it needs no database."""
    view.is_without_session = True  # type: ignore[attr-defined]  # read by the middleware
    return view


def rule_of(view: Any) -> str:
    """The view's rule, in words; empty when it has none."""
    return str(getattr(view, "access_rule", "") or getattr(getattr(view, "view_class", None), "access_rule", ""))
