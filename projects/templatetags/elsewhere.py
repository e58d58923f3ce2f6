"""A line on each page whose record may be kept in the agency's own system: `{% held_elsewhere "objective" %}`. One query."""

from typing import Any

from django import template

from projects.models import Held

register = template.Library()


@register.inclusion_tag("parts/held_elsewhere.html", takes_context=True)
def held_elsewhere(context: dict[str, Any], what: str) -> dict[str, Any]:
    """Where the record of this kind is kept and who checked it when; for who may say so, a way to. Needs `project` and `access`."""
    project = context["project"]
    row = project.held_elsewhere.current().filter(what=what).select_related("checked_by").first()
    return {"row": row, "kind": Held(what), "project": project, "may_edit": context["access"].edits and project.is_active}
