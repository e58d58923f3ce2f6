"""How dates and names read on every page: "Thursday 12 November 2026, 10 am", in Sydney time."""

import datetime

from django.utils import timezone


def say_day(day: datetime.date) -> str:
    """A day: "Thursday 12 November 2026"."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def say_short_day(day: datetime.date) -> str:
    """A day without its weekday and year: "12 November"."""
    return f"{day.day} {day:%B}"


def say_date(day: datetime.date) -> str:
    """A day in a table: "12 November 2026"."""
    return f"{day.day} {day:%B %Y}"


def say_time(moment: datetime.datetime) -> str:
    """A time of day: "10 am", "2.30 pm"."""
    local = timezone.localtime(moment)
    minutes = f".{local.minute:02}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes} {'am' if local.hour < 12 else 'pm'}"


def say_moment(moment: datetime.datetime) -> str:
    """A day and a time: "Thursday 12 November 2026, 10 am"."""
    return f"{say_day(timezone.localdate(moment))}, {say_time(moment)}"


def listed(names: list[str], most: int = 3) -> str:
    """Names in a sentence, at most so many: "Mei Chen", "Mei Chen and Dan Kelly", "Mei Chen, Dan Kelly and 3 more"."""
    if len(names) > most:
        return f"{', '.join(names[: most - 1])} and {len(names) - most + 1} more"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
