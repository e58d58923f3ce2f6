"""Confirming, withdrawing, reopening; as completed on."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from projects.access import EVERYONE, project_view, signed_in


@project_view(EVERYONE)
def confirm(request: HttpRequest, project: Any, **kwargs: Any) -> HttpResponse:
    """Being built."""
    raise Http404


@project_view(EVERYONE)
def withdraw(request: HttpRequest, project: Any, **kwargs: Any) -> HttpResponse:
    """Being built."""
    raise Http404


@project_view(EVERYONE)
def reopen(request: HttpRequest, project: Any, **kwargs: Any) -> HttpResponse:
    """Being built."""
    raise Http404


@project_view(EVERYONE)
def completed(request: HttpRequest, project: Any, **kwargs: Any) -> HttpResponse:
    """Being built."""
    raise Http404
