"""What is done for a whole agency."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from projects.access import EVERYONE, project_view, signed_in


@signed_in
def agency_hand_over(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Being built."""
    raise Http404


@signed_in
def cover(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Being built."""
    raise Http404


@signed_in
def cover_end(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Being built."""
    raise Http404
