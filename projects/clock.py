"""The one function that tells the time. The demo and the tests may set it; nothing else in the apps asks a clock."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

_set_to: ContextVar[datetime.datetime | None] = ContextVar("clock", default=None)


def now() -> datetime.datetime:
    """This moment, aware; or the moment the clock is set to."""
    return _set_to.get() or timezone.now()


def today() -> datetime.date:
    """This day in Sydney."""
    return timezone.localdate(now())


@contextmanager
def clock_at(moment: datetime.datetime) -> Iterator[None]:
    """Within it, `now()` is this moment. For the demo and the tests."""
    token = _set_to.set(moment)
    try:
        yield
    finally:
        _set_to.reset(token)
