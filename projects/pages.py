"""A page of a project: its template, its menu, and who is looking."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import resolve, reverse

from projects.access import CORE, EVERYONE, MEMBERS, READERS, SIDES
from projects.models import BuyingProject, Role

# The project menu: label, view, who finds it there, and under it the same.
Entry = tuple[str, str, frozenset[Role], list[tuple[str, str, frozenset[Role]]]]
MENU: list[Entry] = [
    ("Overview", "milestones:overview", EVERYONE, []),
    ("Milestones", "milestones:milestone", READERS, []),
    (
        "People and RACI",
        "projects:people",
        EVERYONE,
        [
            ("Add people", "projects:person_add", SIDES),
            ("Expertise", "projects:expertise", READERS),
            ("RACI matrix", "projects:raci", READERS),
            ("Who to contact", "projects:contacts", EVERYONE),
            ("Said it back", "milestones:said_it_back", CORE),
        ],
    ),
    (
        "Plan",
        "projects:plan",
        READERS,
        [
            ("Work plan", "projects:plan", READERS),
            ("Communication plan", "projects:communication", READERS),
            ("Management plan", "projects:management_plan", READERS),
            ("Ways of working", "projects:ways_of_working", READERS),
        ],
    ),
    (
        "Risks and questions",
        "projects:risks",
        READERS,
        [
            ("Risks", "projects:risks", READERS),
            ("Open items", "projects:open_items", READERS),
            ("Add an open item", "projects:open_item_add", CORE),
        ],
    ),
    (
        "Record",
        "projects:objective",
        READERS,
        [
            ("Objective", "projects:objective", READERS),
            ("Held elsewhere", "projects:held_elsewhere", READERS),
            ("Summary", "milestones:summary", READERS),
            ("History", "projects:history", READERS),
        ],
    ),
    ("My part", "projects:my_part", MEMBERS, []),
]


def project_page(
    request: HttpRequest, project: BuyingProject, name: str, context: dict[str, Any] | None = None, *, under: str = "", status: int = 200
) -> HttpResponse:
    """The page called `name` ("projects:people" is templates/projects/people.html), marked in the menu under `under`, or under itself."""
    return render(request, template_of(name), page_context(project, under or name, context), status=status)


def page_context(project: BuyingProject, under: str, context: dict[str, Any] | None = None) -> dict[str, Any]:
    """What every page of a project is drawn from: `project`, `access`, `menu`, and its own."""
    return {"project": project, "access": project.access, "menu": menu(project, under), **(context or {})}


def template_of(name: str) -> str:
    """The template of a page, by its URL name."""
    return f"{name.replace(':', '/')}.html"


def menu(project: BuyingProject, under: str) -> list[dict[str, Any]]:
    """The project menu for who is looking; only pages they may open, the current one marked."""
    entries = _that_open_by_link(project) if project.access.by_link else MENU
    return [_entry(project, entry, under) for entry in entries if _finds(project, entry[1], entry[2])]


def _finds(project: BuyingProject, name: str, roles: frozenset[Role]) -> bool:
    return project.access.holds(roles) and (name != "projects:my_part" or project.access.has_part)


def _that_open_by_link(project: BuyingProject) -> list[Entry]:
    """The pages that open for who came by a personal link, as their views say, one beside the other."""
    flat = [page for label, name, roles, pages in MENU for page in [(label, name, roles), *pages] if name != "milestones:milestone"]
    return [(*page, []) for page in flat if "GET" in getattr(resolve(reverse(page[1], args=[project.ref])).func, "link_methods", ())]


def _entry(project: BuyingProject, entry: Entry, under: str) -> dict[str, Any]:
    label, name, _, pages = entry
    children: list[dict[str, Any]] = (
        _milestones(project, under)
        if name == "milestones:milestone"
        else [
            {"label": words, "url": reverse(page, args=[project.ref]), "current": page == under, "children": []}
            for words, page, roles in pages
            if _finds(project, page, roles)
        ]
    )
    url = children[0]["url"] if name == "milestones:milestone" else reverse(name, args=[project.ref])
    return {"label": label, "url": url, "current": name == under or any(c["current"] for c in children), "children": children}


def _milestones(project: BuyingProject, under: str) -> list[dict[str, Any]]:
    """The three milestones; `under` is "milestones:milestone/2" on a page of the second."""
    urls = [(n, reverse("milestones:milestone", args=[project.ref, n])) for n in (1, 2, 3)]
    return [{"label": f"Milestone {n}", "url": url, "current": under == f"milestones:milestone/{n}", "children": []} for n, url in urls]
