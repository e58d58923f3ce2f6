"""How dates read in templates: `{{ at|moment }}`, `{{ on|day }}`, `{{ on|short_day }}`, `{{ at|clock_time }}`."""

import datetime

from django import template
from django.utils import timezone

from projects import words

register = template.Library()


@register.filter
def day(value: datetime.date | datetime.datetime | None) -> str:
    """ "Thursday 12 November 2026"; nothing for nothing."""
    return words.say_day(_day(value)) if value else ""


@register.filter
def short_day(value: datetime.date | datetime.datetime | None) -> str:
    """ "12 November"; nothing for nothing."""
    return words.say_short_day(_day(value)) if value else ""


@register.filter
def moment(value: datetime.datetime | None) -> str:
    """ "Thursday 12 November 2026, 10 am"; nothing for nothing."""
    return words.say_moment(value) if value else ""


@register.filter
def clock_time(value: datetime.datetime | None) -> str:
    """ "10.42 am"; nothing for nothing."""
    return words.say_time(value) if value else ""


def _day(value: datetime.date | datetime.datetime) -> datetime.date:
    return timezone.localdate(value) if isinstance(value, datetime.datetime) else value
