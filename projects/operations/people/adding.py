"""People, groups and positions added: one, or many at once."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from projects.changes import History, change
from projects.clock import now
from projects.models import BuyingProject, Kind, Person, Role, Stakeholder
from projects.operations.people.checks import person_for, require_may_give, require_not_listed, require_whole
from projects.operations.people.recording import INFLUENCE, RECORDED, record_influence, recorded
from projects.operations.people.seats import out_of_queue
from projects.refusals import FieldNeeded, SentElsewhere


def add_stakeholder(
    *, project: BuyingProject, name: str, by: Person, nonce: uuid.UUID | None = None, email: str = "", **details: Any
) -> Stakeholder:
    """Add a person, group or position. An e-mail address that somebody has already links that person; the same form twice adds one.

    Raises FieldNeeded without a name, NotNow where the person is listed already or the seat is held, NotYourPart for a role the actor may
    not give, SentElsewhere for a form sent in another project.
    """
    with change(project, by=by) as history:
        twin = Stakeholder.objects.filter(nonce=nonce).first() if nonce else None
        if twin and twin.project_id != project.pk:
            raise SentElsewhere
        return twin or add_within(history, name=name, email=email, nonce=nonce, **details)


def add_within(history: History, *, name: str, email: str = "", nonce: uuid.UUID | None = None, **details: Any) -> Stakeholder:
    """Add a stakeholder within a change that is under way; `add_stakeholder` says what it guarantees and raises."""
    project, by = history.project, history.access.person
    if not name.strip():
        raise FieldNeeded("Enter a name.", missing=["a name"])
    kind = details.setdefault("kind", Kind.PERSON)
    role = Role(details.setdefault("role", Role.TEAM_MEMBER if kind != Kind.GROUP else Role.WIDER))
    require_may_give(history, role)
    person = (
        person_for(name=name, email=email, agency=project.agency, position=details.get("position", "")) if kind == Kind.PERSON else None
    )
    require_not_listed(project, person)
    require_whole(kind, role)
    if role == Role.BUYER:
        details.setdefault("is_delegate", True)
    stakeholder = Stakeholder.objects.create(
        project=project, person=person, name=name.strip(), email=email.strip().lower(), nonce=nonce, joined_at=now(), added_by=by, **details
    )
    history.add("stakeholder added", stakeholder, after=recorded(stakeholder, RECORDED))
    record_influence(history, stakeholder, {}, recorded(stakeholder, INFLUENCE))
    out_of_queue(project, role)
    return stakeholder


def add_many(*, project: BuyingProject, people: Iterable[tuple[str, str]], role: Role, by: Person) -> list[Stakeholder]:
    """Add many people, each as (name, e-mail), leaving out those listed already. All or none."""
    with change(project, by=by) as history:
        listed = set(project.stakeholders.current().exclude(email="").values_list("email", flat=True))
        fresh = {email.lower(): name for name, email in people if email.lower() not in listed}
        return [add_within(history, name=name, email=email, role=role) for email, name in fresh.items()]
