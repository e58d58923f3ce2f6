"""Every change to a project: locked, role read again, written with its history, and what the project shows computed anew.

The one seam between the record and the journey: the journey registers `refresh` when it is ready.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, OperationalError, models, transaction
from django.db.models import QuerySet
from django.urls import reverse

from mobilisation.context import came_by_link, request_id
from projects.access import SIDES, Access, access_in, names_of, require, serves
from projects.clock import now
from projects.models import AgencyPostKind, Audience, BuyingProject, HistoryEntry, Person, Role
from projects.refusals import Busy, NotYourPart, ProjectStopped, SentElsewhere
from projects.words import say_moment
from projects.written import Written, tables_written

NONCE_TAKEN = re.compile(r"[._]nonce\b|_nonce_")  # by the column on SQLite, by the constraint on PostgreSQL

Refresh = Callable[[BuyingProject, frozenset[str] | None], None]
_refresh: list[Refresh] = []

# The roles that come from a post of the agency.
POSTS = {Role.AGENCY_OFFICER: AgencyPostKind.OFFICER, Role.ADMINISTRATOR: AgencyPostKind.ADMINISTRATOR}

STANDING = (
    "current_milestone",
    "criteria_met",
    "criteria_not_needed",
    "criteria_total",
    "things_changed",
    "waits_on",
    "changed_at",
    "history_length",
    "history_digest",
)


def after_each_change(refresh: Refresh) -> None:
    """Register the journey's one function: it computes and stores what the project shows, and sets its standing.

    It is told which tables were written, so that it looks only at what reads them; nothing means everything.
    """
    _refresh[:] = [refresh]


class History:
    """What one change writes into the history: nothing, where what was asked for is already so."""

    def __init__(self, project: BuyingProject, access: Access, role: Role, covers_for: int | None, written: Written) -> None:
        self.project, self.access, self.role, self.covers_for, self.written = project, access, role, covers_for, written
        self.entries: list[HistoryEntry] = []

    @property
    def position(self) -> str:
        """The actor's position now, kept as it was with what they did."""
        return self.access.position

    def add(
        self,
        verb: str,
        about: models.Model,
        *,
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
        audience: Audience = Audience.TEAM,
        label: str = "",
    ) -> None:
        """One entry: the verb, the thing, and only the fields that differ. People go in by id, contact details not at all.

        What was done by a personal link says so: whoever had the link did it.
        """
        after = {**(after or {}), "by_link": True} if came_by_link.get() else after
        self.entries.append(
            HistoryEntry(
                project=self.project,
                actor=self.access.person,
                actor_role=self.role,
                actor_position=self.position,
                covers_for_id=self.covers_for,
                verb=verb,
                about=about._meta.model_name or "",
                about_id=about.pk,
                label=label[:200],
                before=before or {},
                after=after or {},
                audience=audience,
                at=now(),
                request_id=request_id.get(),
            )
        )

    def write(self) -> None:
        """Chain the entries to the end of the project's history. The project row is locked."""
        for entry in self.entries:
            self.project.history_length += 1
            entry.sequence = self.project.history_length
            entry.digest = self.project.history_digest = entry.digest_after(self.project.history_digest)
        HistoryEntry.objects.bulk_create(self.entries)


@contextmanager
def change(project: BuyingProject, *, by: Person, roles: frozenset[Role] = SIDES, while_stopped: bool = False) -> Iterator[History]:
    """Change the project within: its row locked, the actor's role read again there, history and standing written at the end.

    Raises NotYourPart if `by` holds none of `roles` now, ProjectStopped while paused or stopped (unless `while_stopped`),
    Busy if the lock cannot be had. On any refusal nothing is written.
    """
    with locked(project, by=by) as written:
        require(project, roles)
        if not while_stopped:
            require_active(project)
        history = History(project, project.access, *project.access.acting(roles), written)
        yield history
        finish(history)


@contextmanager
def change_from_agency(project: BuyingProject, *, by: Person, post: Role, while_stopped: bool = False) -> Iterator[History]:
    """Change the project within, as somebody who holds a post of its agency today. Raises as `change` does."""
    with locked(project, by=by) as written:
        if not serves(by, project, POSTS[post]):
            raise NotYourPart(f"Only the {post.label.lower()} can do this.", who=post.label)
        if not while_stopped:
            require_active(project)
        history = History(project, project.access, post, None, written)
        yield history
        finish(history)


@contextmanager
def locked(project: BuyingProject, *, by: Person) -> Iterator[Written]:
    """Within it the project's row is locked and read again, with what `by` is in it now; gives what is written from then on.

    Who came by a personal link is there with their own part alone. Raises Busy, and SentElsewhere for a form whose nonce another project
    took at this very moment: each looks for it under its own lock.

    When it ends in a refusal, nothing read or set within it is kept on the project.
    """
    try:
        with transaction.atomic(), tables_written() as written:
            project.refresh_from_db(from_queryset=BuyingProject.objects.select_for_update())
            _forget(project)
            access = access_in(by, BuyingProject.objects.with_stake_of(by).get(pk=project.pk))
            project.access = access.limited_to_own_part() if came_by_link.get() else access
            yield written
    except Exception as error:
        _forget(project)
        if isinstance(error, OperationalError) and is_lock_error(error):
            raise Busy("Somebody else is saving at this moment, so yours was not saved. Press again in a few seconds.") from error
        if isinstance(error, IntegrityError) and NONCE_TAKEN.search(str(error)):
            raise SentElsewhere from error
        raise


def _forget(project: BuyingProject) -> None:
    """The journey read before the lock, or before what was rolled back, is read again by whoever asks."""
    project.__dict__.pop("journey", None)


def require_active(project: BuyingProject) -> None:
    """Raise ProjectStopped, with the reason and who can resume it, while the project is paused or stopped."""
    if not project.is_active:
        raise ProjectStopped(
            f"This project is {project.get_state_display().lower()}: {project.state_reason}",
            missing=["the project has to be resumed first"],
            who=names_of(project, SIDES),
            where=reverse("projects:resume", args=[project.ref]),
            where_label="Resume the project",
        )


def finish(history: History) -> None:
    """Write the history, have the journey compute what the change could touch, and store its standing: one UPDATE of its row."""
    if not history.entries:
        return
    project = history.project
    history.write()
    project.changed_at = history.entries[-1].at
    for refresh in _refresh:
        refresh(project, history.written.take())
    project.save(update_fields=STANDING)


def refresh_projects(projects: QuerySet[BuyingProject]) -> None:
    """Compute anew what these projects show, after a change outside them that it follows from. Within the caller's transaction."""
    for project in projects.select_for_update().order_by("pk"):
        for refresh in _refresh:
            refresh(project, None)
        project.save(update_fields=STANDING)


def is_lock_error(error: OperationalError) -> bool:
    """Whether the database gave up waiting for a lock, on either engine."""
    state = getattr(error.__cause__, "sqlstate", None)
    return state in {"55P03", "57014", "40P01", "40001"} or "database is locked" in str(error)


def who_changed(project: BuyingProject, instance: models.Model) -> str:
    """Who last changed this, and when, as a sentence of a refusal; nothing where history does not know."""
    about = {"about": instance._meta.model_name, "about_id": instance.pk}
    entry = project.history.filter(**about).select_related("actor").last()
    return f"{entry.actor} made the last change on {say_moment(entry.at)}." if entry else ""


def differences(instance: models.Model, wanted: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What would change: the fields of `wanted` that differ, as they are and as they would be."""
    changed = {name: value for name, value in wanted.items() if getattr(instance, name) != value}
    return {name: getattr(instance, name) for name in changed}, changed
