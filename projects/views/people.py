"""The people of a project."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from projects.access import EVERYONE, project_view, signed_in


@project_view(EVERYONE)
def people(request: HttpRequest, project: Any, **kwargs: Any) -> HttpResponse:
    """Being built."""
    raise Http404


@project_view(EVERYONE)
def person_add(request: HttpRequest, project: Any, **kwargs: Any) -> HttpResponse:
    """Being built."""
    raise Http404


@project_view(EVERYONE)
def people_paste(request: HttpRequest, project: Any, **kwargs: Any) -> HttpResponse:
    """Being built."""
    raise Http404


@project_view(EVERYONE)
def expertise(request: HttpRequest, project: Any, **kwargs: Any) -> HttpResponse:
    """Being built."""
    raise Http404


@project_view(EVERYONE)
def person(request: HttpRequest, project: Any, **kwargs: Any) -> HttpResponse:
    """Being built."""
    raise Http404


@project_view(EVERYONE)
def person_role(request: HttpRequest, project: Any, **kwargs: Any) -> HttpResponse:
    """Being built."""
    raise Http404


@project_view(EVERYONE)
def hand_over(request: HttpRequest, project: Any, **kwargs: Any) -> HttpResponse:
    """Being built."""
    raise Http404


@project_view(EVERYONE)
def person_remove(request: HttpRequest, project: Any, **kwargs: Any) -> HttpResponse:
    """Being built."""
    raise Http404


@project_view(EVERYONE)
def contact_remove(request: HttpRequest, project: Any, **kwargs: Any) -> HttpResponse:
    """Being built."""
    raise Http404
