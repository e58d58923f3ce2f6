"""How dates read in templates: `{{ at|moment }}`, `{{ on|day }}`, `{{ on|short_day }}`, `{{ at|clock_time }}`."""

import datetime
import re

from django import template
from django.utils import timezone

from projects import words
from projects.models import BuyingProject, Stakeholder

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


@register.filter
def role_of(stakeholder: Stakeholder, project: BuyingProject) -> str:
    """Somebody's role as the project's agency calls it: "Sponsor"."""
    return project.agency.word_for(stakeholder.role)


@register.filter
def say_role_of(stakeholder: Stakeholder, project: BuyingProject) -> str:
    """The same in the middle of a sentence."""
    return project.agency.say(stakeholder.role)


COUNTED = re.compile(r"\bMilestone \d|\d+ of \d+ met|\d+ not needed")


@register.filter
def together(words: str) -> str:
    """The words with a number and what it counts kept on one line: "Milestone 1: 0 of 4 met" breaks after the colon alone."""
    return COUNTED.sub(lambda counted: counted[0].replace(" ", "\N{NO-BREAK SPACE}"), words)


def _day(value: datetime.date | datetime.datetime) -> datetime.date:
    return timezone.localdate(value) if isinstance(value, datetime.datetime) else value
