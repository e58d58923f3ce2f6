"""Open items."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from projects.access import EVERYONE, project_view, signed_in


@project_view(EVERYONE)
def open_item_add(request: HttpRequest, project: Any, **kwargs: Any) -> HttpResponse:
    """Being built."""
    raise Http404


@project_view(EVERYONE)
def open_item(request: HttpRequest, project: Any, **kwargs: Any) -> HttpResponse:
    """Being built."""
    raise Http404
