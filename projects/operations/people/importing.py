"""Many people brought in at once, from a table."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from projects.changes import change
from projects.models import BuyingProject, Kind, Person, Stakeholder
from projects.operations.people.adding import add_within
from projects.refusals import SentElsewhere

Mark = tuple[str, str]
ADDRESS, BARE = "address", "bare"
Wish = Mapping[str, Any]  # what `add_stakeholder` takes: name, e-mail, kind, role and the rest


@dataclass(frozen=True)
class Sorted:
    """Rows, by their place among those asked for: those to add, and those left out with the reason in words."""

    fresh: dict[int, Wish]
    left_out: dict[int, str]


def sort_out(*, project: BuyingProject, rows: Iterable[Wish]) -> Sorted:
    """Which rows are new. The same e-mail address is the same person; where one of two has none, so is the same name of the same kind.

    Who is in the project already is left out, and so is who comes twice among the rows.
    """
    known = _listed(project)
    fresh: dict[int, Wish] = {}
    left_out: dict[int, str] = {}
    for place, wish in enumerate(rows):
        kind, name, email = wish["kind"], wish["name"], wish.get("email", "")
        why = next((known[mark] for mark in _asked(kind, name, email) if mark in known), "")
        if why:
            left_out[place] = why
        else:
            fresh[place] = wish
            known |= dict.fromkeys(_marks(kind, name, [email]), f"Comes twice: {name} is in a row above")
    return Sorted(fresh, left_out)


def _listed(project: BuyingProject) -> dict[Mark, str]:
    """By what the people of the project are known, and who they are."""
    known: dict[Mark, str] = {}
    for stakeholder in project.stakeholders.current().select_related("person"):
        addresses = [stakeholder.email, (stakeholder.person.email if stakeholder.person else "") or ""]
        known |= dict.fromkeys(_marks(stakeholder.kind, stakeholder.name, addresses), f"{stakeholder.name} is in this project already")
    return known


def _marks(kind: str, name: str, emails: Iterable[str]) -> list[Mark]:
    """By what one is known: the addresses of a person, the name within its kind, the name of one who has no address."""
    addresses = [email.strip().lower() for email in emails if email.strip() and kind == Kind.PERSON]
    names = [(kind, _plain(name)), *[(BARE, _plain(name))] * (kind == Kind.PERSON and not addresses)]
    return [*((ADDRESS, address) for address in addresses), *names]


def _asked(kind: str, name: str, email: str) -> list[Mark]:
    """By what a row is looked for among the known."""
    if kind == Kind.PERSON and email.strip():
        return [(ADDRESS, email.strip().lower()), (BARE, _plain(name))]
    return [(kind, _plain(name))]


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def import_people(*, project: BuyingProject, rows: Iterable[Wish], by: Person, nonce: uuid.UUID) -> list[Stakeholder]:
    """Add everyone of the rows who is new, as `sort_out` finds it now. All or none; the same rows with the same nonce add them once.

    Raises as `add_stakeholder` does.
    """
    rows = list(rows)
    own = [uuid.uuid5(nonce, json.dumps(wish, sort_keys=True)) for wish in rows]
    with change(project, by=by) as history:
        twins = list(Stakeholder.objects.filter(nonce__in=own).order_by("pk"))
        if any(twin.project_id != project.pk for twin in twins):
            raise SentElsewhere
        done = {twin.nonce for twin in twins}
        fresh = sort_out(project=project, rows=rows).fresh
        return [*twins, *(add_within(history, **wish, nonce=own[at]) for at, wish in fresh.items() if own[at] not in done)]
