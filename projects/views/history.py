"""The history of a project."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from projects.access import EVERYONE, project_view, signed_in


@project_view(EVERYONE)
def history(request: HttpRequest, project: Any, **kwargs: Any) -> HttpResponse:
    """Being built."""
    raise Http404
