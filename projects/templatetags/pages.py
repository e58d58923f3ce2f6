"""The menu of a project, for pages that are not handed it: those that say no."""

from typing import Any

from django import template

from projects.models import BuyingProject
from projects.pages import menu

register = template.Library()


@register.simple_tag
def menu_of(project: BuyingProject) -> list[dict[str, Any]]:
    """The project menu for who is looking, with nothing marked."""
    return menu(project, "")
