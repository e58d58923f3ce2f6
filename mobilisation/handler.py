"""Where a request enters: one that Django cannot even read is handed on all the same, so that it is answered like any other."""

from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

UNREADABLE = "mobilise.unreadable"


class Request(WSGIRequest):
    """A request. One whose content type names what is no text ("charset=hex") is read without it, and marked."""

    def __init__(self, environ: dict[str, Any]) -> None:
        try:
            super().__init__(environ)
        except (LookupError, ValueError):  # an encoding that is none
            super().__init__({**environ, "CONTENT_TYPE": "", UNREADABLE: True})


class Handler(WSGIHandler):
    """Django's, with our request."""

    request_class = Request
