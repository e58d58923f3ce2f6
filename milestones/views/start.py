"""Starting a project."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from projects.access import EVERYONE, project_view, signed_in


@signed_in
def start(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Being built."""
    raise Http404


@signed_in
def start_title(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Being built."""
    raise Http404


@signed_in
def start_part(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Being built."""
    raise Http404


@signed_in
def start_people(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Being built."""
    raise Http404


@signed_in
def start_outcome(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Being built."""
    raise Http404


@signed_in
def start_check(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Being built."""
    raise Http404


@signed_in
def start_discard(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Being built."""
    raise Http404
