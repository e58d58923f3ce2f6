"""Logs: one JSON object a line, times in UTC. No bodies, cookies, tokens or e-mail addresses."""

import datetime
import json
import logging
import re
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from mobilisation.context import request_id

EMAIL = re.compile(r"[\w.+'%-]+@[\w-]+(\.[\w-]+)+")
LINK = re.compile(r"/link/[^/\s'\"?]+")
FACTS = ("method", "route", "status", "ms", "user_id")

requests = logging.getLogger("mobilisation.request")


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON, with the request it belongs to; e-mail addresses and personal links are struck out."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        facts: dict[str, Any] = {
            "at": datetime.datetime.fromtimestamp(record.created, datetime.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "says": struck(record.getMessage()),
            "request_id": request_id.get(),
        }
        if isinstance(request := getattr(record, "request", None), HttpRequest):
            facts["request_id"] = getattr(request, "id", facts["request_id"])
            facts |= {"method": request.method, "route": route_of(request), "user_id": user_id_of(request)}
        facts |= {name: getattr(record, name) for name in FACTS if hasattr(record, name)}
        if record.exc_info:
            facts["error"] = struck(self.formatException(record.exc_info))
        return json.dumps({name: value for name, value in facts.items() if value not in ("", None)}, default=str)


def struck(words: str) -> str:
    """The words without e-mail addresses and without the secret of a personal link."""
    return EMAIL.sub("[address]", LINK.sub("/link/[secret]", words))


def log_request(request: HttpRequest, response: HttpResponseBase, ms: float) -> None:
    """One line for a request that was answered; none for health and static files, which nobody asked for by name."""
    route = route_of(request)
    if route and not route.startswith("health:"):
        facts = {"method": request.method, "route": route, "status": response.status_code, "ms": round(ms), "user_id": user_id_of(request)}
        requests.info("answered", extra=facts)


def route_of(request: HttpRequest) -> str:
    """The name of the address asked for; never the address, which may carry something of a person's."""
    return request.resolver_match.view_name if request.resolver_match else ""


def user_id_of(request: HttpRequest) -> int | None:
    """The person who asked, if anything has looked yet: a log line asks no database."""
    return getattr(getattr(request, "_cached_user", None), "pk", None)
