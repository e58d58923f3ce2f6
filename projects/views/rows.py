"""Pages of a register's rows: each is added, changed and taken off on a page of its own.

A noun's views call these with its `Pages`; `views/working.py` holds the shortest example.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from mobilisation.htmx import answer
from projects.changes import require_active
from projects.comparing import compare
from projects.forms.rows import RemovingForm, RowForm
from projects.models import BuyingProject
from projects.operations.rows import Register, add_row, edit_row, remove_row
from projects.pages import project_page
from projects.refusals import ChangedMeanwhile, NotYourPart, Refusal


@dataclass(frozen=True)
class Pages:
    """The pages of one register: its form, the URL names of its list and of a row's pages, and what a row is called in a message.

    `removing` is the form of what is asked when a row is taken off, where anything is.
    `within` are the ids in those addresses between the project's and the row's; `adds` is the operation that adds a row.
    """

    register: Register
    form: type[RowForm]
    list: str
    add: str
    edit: str
    remove: str
    thing: str
    removing: type[RemovingForm] = RemovingForm
    within: tuple[int, ...] = ()
    adds: Callable[..., Any] = add_row

    def at(self, name: str, project: BuyingProject, *row: int) -> str:
        """The address of one of these pages."""
        return reverse(name, args=[project.ref, *self.within, *row])


def add_page(
    request: HttpRequest, project: BuyingProject, pages: Pages, *, begins_with: dict[str, Any] | None = None, **given: Any
) -> HttpResponse:
    """Add a row. The form `begins_with` these values; `given` are values of the row that no field asks for."""
    if request.method != "POST":
        require_active(project)
        return _page(request, project, pages, pages.add, {"form": pages.form(project=project, initial=begins_with or {})})
    form = pages.form(request.POST, project=project)
    if not form.is_valid():
        return _page(request, project, pages, pages.add, {"form": form}, status=422)
    try:
        pages.adds(register=pages.register, project=project, by=request.user, **form.wish(), **given)
    except Refusal as refusal:
        return _page(request, project, pages, pages.add, {"form": form, "refusal": refusal}, status=refusal.status)
    return _done(request, project, pages, f"{pages.thing} added.")


def edit_page(request: HttpRequest, project: BuyingProject, pages: Pages, pk: int) -> HttpResponse:
    """Change a row, or see why one cannot."""
    row = get_object_or_404(pages.register.model, project=project, pk=pk)
    _require_may(project, pages, row)
    if request.method != "POST":
        require_active(project)
        return _page(request, project, pages, pages.edit, {"form": pages.form(project=project, row=row), "row": row})
    form = pages.form(request.POST, project=project, row=row)
    if not form.is_valid():
        return _page(request, project, pages, pages.edit, {"form": form, "row": row}, status=422)
    try:
        changed = edit_row(register=pages.register, row=row, by=request.user, **form.wish())
    except ChangedMeanwhile as refusal:
        return _conflict(request, project, pages, form, refusal)
    except Refusal as refusal:
        return _page(request, project, pages, pages.edit, {"form": form, "row": row, "refusal": refusal}, status=refusal.status)
    return _done(request, project, pages, f"{pages.thing} saved." if changed else "Nothing was different, so nothing was saved.")


def remove_page(request: HttpRequest, project: BuyingProject, pages: Pages, pk: int, **more: Any) -> HttpResponse:
    """Take a row off, after a page that says what that means."""
    row = get_object_or_404(pages.register.model, project=project, pk=pk)
    form = pages.removing(request.POST if request.method == "POST" else None, project=project)
    if form.is_bound and form.is_valid():
        remove_row(register=pages.register, row=row, by=request.user, beside=form.cleaned_data)
        return _done(request, project, pages, f"{pages.thing} taken off.")
    _require_may(project, pages, row)
    require_active(project)
    return _page(request, project, pages, pages.remove, {"row": row, "form": form, **more}, status=422 if form.errors else 200)


def _require_may(project: BuyingProject, pages: Pages, row: Any) -> None:
    if not pages.register.may_edit(row, project.access):
        raise NotYourPart(pages.register.who_can)


def _conflict(request: HttpRequest, project: BuyingProject, pages: Pages, form: RowForm, refusal: Refusal) -> HttpResponse:
    """Theirs and yours; the form below carries the version that is current now, so that it can be kept."""
    data = request.POST.copy()
    data["version"] = str(form.row.version)
    mine = pages.form(data, project=project, row=form.row)
    more = {"form": mine, "row": form.row, "refusal": refusal, "differences": compare(form, form.stored())}
    return _page(request, project, pages, pages.edit, more, status=refusal.status)


def _page(request: HttpRequest, project: BuyingProject, pages: Pages, name: str, context: dict[str, Any], **more: Any) -> HttpResponse:
    context = {"back": pages.at(pages.list, project), **_links(project, pages, context.get("row")), **context}
    return project_page(request, project, name, context, under=pages.list, **more)


def _links(project: BuyingProject, pages: Pages, row: Any) -> dict[str, str]:
    """Where a row that is there already is changed and taken off."""
    names = {"fresh": pages.edit, "remove": pages.remove} if row else {}
    return {link: pages.at(name, project, row.pk) for link, name in names.items()}


def _done(request: HttpRequest, project: BuyingProject, pages: Pages, message: str) -> HttpResponse:
    return answer(request, template="parts/row_form.html", redirect_to=pages.at(pages.list, project), message=message)
