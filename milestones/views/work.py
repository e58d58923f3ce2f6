"""My work and the portfolio."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from projects.access import EVERYONE, project_view, signed_in


@signed_in
def my_work(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Being built."""
    raise Http404


@signed_in
def portfolio(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Being built."""
    raise Http404


@signed_in
def take_on(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Being built."""
    raise Http404
