"""The project itself."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from projects.access import EVERYONE, project_view, signed_in


@project_view(EVERYONE)
def project_edit(request: HttpRequest, project: Any, **kwargs: Any) -> HttpResponse:
    """Being built."""
    raise Http404


@project_view(EVERYONE)
def value(request: HttpRequest, project: Any, **kwargs: Any) -> HttpResponse:
    """Being built."""
    raise Http404


@project_view(EVERYONE)
def stop(request: HttpRequest, project: Any, **kwargs: Any) -> HttpResponse:
    """Being built."""
    raise Http404


@project_view(EVERYONE)
def resume(request: HttpRequest, project: Any, **kwargs: Any) -> HttpResponse:
    """Being built."""
    raise Http404
