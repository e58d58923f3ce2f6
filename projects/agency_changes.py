"""Every change of an agency's set-up: its row locked, the administrator's post read again, written with its history."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, transaction

from mobilisation.context import request_id
from projects.changes import is_lock_error
from projects.clock import now, today
from projects.models import Agency, AgencyEntry, AgencyPost, AgencyPostKind, Person
from projects.refusals import Busy, ChangedMeanwhile, NotYourPart
from projects.words import listed, say_moment


class AgencyHistory:
    """What one change writes into the agency's history: nothing, where what was asked for is already so."""

    def __init__(self, agency: Agency, by: Person) -> None:
        self.agency, self.by = agency, by
        self.entries: list[AgencyEntry] = []

    def note(
        self,
        verb: str,
        *,
        person: Person | None = None,
        label: str = "",
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
    ) -> None:
        """One entry. People go in by id, contact details not at all."""
        entry = AgencyEntry(agency=self.agency, actor=self.by, verb=verb, person=person, label=label[:200])
        entry.before, entry.after, entry.at, entry.request_id = before or {}, after or {}, now(), request_id.get()
        self.entries.append(entry)

    def require_seen(self, verbs: Collection[str], version: int, label: str = "") -> None:
        """Raise ChangedMeanwhile if this was changed after the agency was at `version`; what else was changed since does not matter.

        This: what is told by one of these verbs, and with `label`, of that alone.
        """
        same = {"verb__in": list(verbs), "label": label[:200]}
        since = self.agency.entries.filter(**same, sequence__gt=version).select_related("actor").first()
        if since:
            who = f"{since.actor} saved this on {say_moment(since.at)}, while you had the page open."
            raise ChangedMeanwhile(f"{who} Yours is not saved yet.")

    def write(self) -> None:
        """Write the entries, each at the agency's next version. The agency's row is locked."""
        for entry in self.entries:
            self.agency.version += 1
            entry.sequence = self.agency.version
        if self.entries:
            AgencyEntry.objects.bulk_create(self.entries)
            self.agency.save(update_fields=["version"])


@contextmanager
def write_in_agency(agency: Agency, *, by: Person) -> Iterator[AgencyHistory]:
    """Within it the agency's row is locked and read again; its history is written at the end. Who may do it is the caller's to say.

    Raises Busy if the lock cannot be had. On any refusal nothing is written.
    """
    try:
        with transaction.atomic():
            agency.refresh_from_db(from_queryset=Agency.objects.select_for_update())
            history = AgencyHistory(agency, by)
            yield history
            history.write()
    except OperationalError as error:
        if is_lock_error(error):
            raise Busy("Somebody else is saving at this moment, so yours was not saved. Press again in a few seconds.") from error
        raise


@contextmanager
def change_agency(agency: Agency, *, by: Person) -> Iterator[AgencyHistory]:
    """Change the agency's set-up within: its row locked and read again, history written at the end.

    Raises NotYourPart unless `by` is an administrator of this agency today, and Busy as `write_in_agency` does. On any refusal nothing is
    written.
    """
    with write_in_agency(agency, by=by) as history:
        administrators = administrators_of(agency)
        if by.pk not in {person.pk for person in administrators}:
            who = listed([person.name for person in administrators]) or "the administrators of this service"
            raise NotYourPart("Only an administrator of the agency can do this.", who=who)
        yield history


def require_another(person: Person | None, by: Person) -> None:
    """Raise NotYourPart where administrators would give themselves what opens projects: that takes a second person."""
    if person is not None and person.pk == by.pk:
        raise NotYourPart("Nobody gives this to themselves.", who="another administrator of the agency")


def administrators_of(agency: Agency) -> list[Person]:
    """Who administers the agency today and can sign in."""
    posts = AgencyPost.objects.current(today()).filter(agency=agency, kind=AgencyPostKind.ADMINISTRATOR, person__is_active=True)
    return [post.person for post in posts.select_related("person").order_by("person__name", "pk")]
