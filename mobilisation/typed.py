"""What somebody typed into a form that cannot be saved now, to be shown to them again."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import HttpRequest

NEVER = re.compile(r"csrf|password|nonce|version|seen|stamp", re.IGNORECASE)
NOT_WORDS = re.compile(r"[\d\W_]*|[0-9a-f]{8}-[0-9a-f-]{27}", re.IGNORECASE)
AT_MOST = 20_000  # characters of all fields together


@dataclass(frozen=True)
class Typed:
    """One field: what it is called, as far as its name tells, and what was in it."""

    label: str
    text: str

    @property
    def rows(self) -> int:
        """How many lines to show it in."""
        return min(12, 1 + len(self.text) // 60 + self.text.count("\n"))


def typed_in(request: HttpRequest) -> list[Typed]:
    """What the request's form brought in words, in its order; not its tokens, ids, days and numbers. Nothing where it is not a form.

    Nothing of a form that another site sent either: its words would be shown here as if somebody had typed them.
    """
    if request.method != "POST" or request.headers.get("Origin", _here(request)) != _here(request):
        return []
    found, left = [], AT_MOST
    for name, values in request.POST.lists():
        text = "\n".join(value for value in values if not NOT_WORDS.fullmatch(value))
        if text.strip() and not NEVER.search(name) and len(text) <= left:
            left -= len(text)
            found.append(Typed(_label(name), text))
    return found


def _here(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _label(name: str) -> str:
    """ "desired_outcome" becomes "Desired outcome"; a prefix and a row's number go."""
    words = re.sub(r"[\W_\d]+", " ", name).strip()
    return words[:1].upper() + words[1:] or "Field"
