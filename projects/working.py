"""Ways of working as pages show them: what is regular, tools, agreements; who cannot get in, who objects."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from projects.models import AccessProblem, BuyingProject, CadenceKind, Objection, ObjectionAbout, Stakeholder, Tool


def working_page(project: BuyingProject) -> dict[str, Any]:
    """All that the page is drawn from: five queries, however much there is."""
    cadence = list(project.cadence.current().select_related("owner"))
    problems, tools = list(open_problems(project)), project.tools.current().select_related("owner")
    return {
        "meetings": [row for row in cadence if row.kind == CadenceKind.MEETING],
        "reports": [row for row in cadence if row.kind == CadenceKind.REPORT],
        "tools": [{"row": row, "is_link": is_link(row), "problems": [p for p in problems if p.tool_id == row.pk]} for row in tools],
        "agreements": list(project.working_agreements.current()),
        "objections": list(project.objections.select_related("stakeholder", "closed_by")),
    }


def problems_of(project: BuyingProject) -> QuerySet[AccessProblem]:
    """Who could or cannot get into which tool of the project, ever."""
    return AccessProblem.objects.filter(tool__project=project).select_related("stakeholder", "tool").order_by("pk")


def open_problems(project: BuyingProject) -> QuerySet[AccessProblem]:
    """Who of those here cannot get into which tool now."""
    return problems_of(project).filter(tool__removed_at=None, solved_at=None, stakeholder__left_at=None)


def open_objections(project: BuyingProject, about: ObjectionAbout) -> list[Objection]:
    """The objections to one thing that the buyer has not closed."""
    return list(project.objections.filter(about=about, closed_at=None).select_related("stakeholder"))


def tools_of(project: BuyingProject, me: Stakeholder) -> list[dict[str, Any]]:
    """The tools on somebody's own page, and whether they said that they cannot get in. Two queries."""
    mine = set(me.access_problems.filter(solved_at=None).values_list("tool", flat=True))
    return [{"tool": tool, "is_link": is_link(tool), "cannot": tool.pk in mine} for tool in project.tools.current()]


def is_link(tool: Tool) -> bool:
    """Whether its address leads somewhere by a press."""
    return tool.address.startswith(("https://", "http://"))
