"""Who to contact for what: topics put on the list and taken off, contacts chosen, the list sent."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection, Iterable
from typing import Any

from django.urls import reverse

from projects.changes import History, change, differences, who_changed
from projects.clock import now, today
from projects.contacts import LONGEST, Suggestion, offered, suggest
from projects.matrix import matrix_of
from projects.models import AgencyContact, BuyingProject, ContactSending, ContactTopic, Kind, Person, Stakeholder
from projects.refusals import ChangedMeanwhile, FieldNeeded, NotNow, SentElsewhere


def use_topics(*, project: BuyingProject, by: Person, put_on: Collection[str] = (), take_off: Collection[str] = ()) -> None:
    """Put topics on the project's list and take others off it, by either side. The same again changes nothing.

    A topic that comes new begins with the contacts suggested for it; one that was there keeps what somebody chose. Taken off, it keeps its
    contacts. Raises FieldNeeded for a topic that is neither usual, nor the agency's, nor the project's own.
    """
    with change(project, by=by) as history:
        there = {row.topic: row for row in project.contact_topics.all()}
        unknown = [name for name in put_on if name not in offered(project.agency, there)]
        if unknown:
            raise FieldNeeded(f"{unknown[0]} is not on offer here. Add it as a topic of your own.", missing=["a topic from the list"])
        _add_suggested(history, [name for name in put_on if name not in there])
        for name, row in there.items():
            if name in put_on and not row.is_used:
                _put_on(history, row)
            elif name in take_off and row.is_used:
                row.is_used, row.version = False, row.version + 1
                row.save(update_fields=["is_used", "version"])
                history.add("contact topic left out", row, label=name)


def add_topic(
    *,
    project: BuyingProject,
    topic: str,
    by: Person,
    first: Stakeholder | None = None,
    first_of_agency: AgencyContact | None = None,
    backup: Stakeholder | None = None,
) -> ContactTopic:
    """Put a topic of the project's own on the list, with its contacts, by either side. The same form twice adds one.

    One that was taken off comes back, with the contacts named now. Raises FieldNeeded without a name or for contacts that cannot be,
    NotNow where the topic is on the list with other contacts.
    """
    chosen = Suggestion(first=first, first_of_agency=first_of_agency, backup=backup)
    contacts = vars(chosen)
    with change(project, by=by) as history:
        name = _name(topic)
        row = next((row for row in project.contact_topics.all() if row.topic.casefold() == name.casefold()), None)
        if row and row.is_used:
            if not differences(row, contacts)[1]:
                return row
            raise NotNow(f"{row.topic} is on the list already.", **_list_of(project))
        _require_fit(project, contacts, contacts)
        if row:
            _put_on(history, row, contacts)
            return row
        return _create(history, {name: chosen})[0]


def set_contact(
    *,
    topic: ContactTopic,
    version: int,
    by: Person,
    first: Stakeholder | None = None,
    first_of_agency: AgencyContact | None = None,
    backup: Stakeholder | None = None,
) -> None:
    """Choose whom to ask first about a topic, in the project or of the agency, and who stands in. The same again changes nothing.

    Nobody is an answer too: the list then names the gap. Raises FieldNeeded for contacts that cannot be, NotNow for somebody who has left
    or once the topic is taken off, ChangedMeanwhile if it is not at `version`.
    """
    project = topic.project
    with change(project, by=by) as history:
        topic.refresh_from_db()
        if not topic.is_used:
            raise NotNow(f"{topic.topic} was taken off the list.", missing=["the topic on the list"], **_list_of(project))
        contacts = {"first": first, "first_of_agency": first_of_agency, "backup": backup}
        before, after = differences(topic, contacts)
        if not after:
            return
        if topic.version != version:
            raise ChangedMeanwhile(f"{topic.topic} changed while you were choosing. {who_changed(project, topic)}")
        _require_fit(project, contacts, after)
        _store(topic, after)
        history.add("contact changed", topic, before=_plain(before), after=_plain(after), label=topic.topic)


def send_contacts(*, project: BuyingProject, sent_on: datetime.date, by: Person, nonce: uuid.UUID, how: str = "") -> ContactSending:
    """Record that the list went to everyone in the core team, by either side: on everybody's page, or outside Mobilise, `how`.

    The same form twice records it once. Whoever joins later has the list by joining. Raises NotNow while no topic is on the list,
    FieldNeeded for a day to come, SentElsewhere for a form sent in another project.
    """
    with change(project, by=by) as history:
        twin = ContactSending.objects.filter(nonce=nonce).first()
        if twin:
            if twin.project_id != project.pk:
                raise SentElsewhere
            return twin
        if not project.contact_topics.filter(is_used=True).exists():
            raise NotNow("There is nothing on the list to send yet.", missing=["at least one topic"], **_list_of(project))
        if sent_on > today():
            raise FieldNeeded("The day it was sent cannot be in the future.", missing=["the day it was sent"])
        sent = {"sent_on": sent_on, "how": how.strip()}
        sending = ContactSending.objects.create(project=project, nonce=nonce, recorded_at=now(), recorded_by=by, **sent)
        history.add("contact list sent", sending, after={"sent_on": sent_on.isoformat(), "sent_how": sending.how})
        return sending


def _add_suggested(history: History, names: Iterable[str]) -> None:
    names = list(names)
    if names:
        matrix = matrix_of(history.project)
        of_agency = {contact.topic: contact for contact in history.project.agency.contacts.filter(removed_at=None)}
        _create(history, {name: suggest(name, matrix, of_agency) for name in names})


def _create(history: History, wanted: dict[str, Suggestion]) -> list[ContactTopic]:
    rows = [ContactTopic(project=history.project, topic=name, **vars(contacts)) for name, contacts in wanted.items()]
    ContactTopic.objects.bulk_create(rows)
    for row in rows:
        history.add("contact topic used", row, after=_plain(vars(wanted[row.topic])), label=row.topic)
    return rows


def _put_on(history: History, row: ContactTopic, contacts: dict[str, Any] | None = None) -> None:
    before, after = differences(row, contacts or {})
    _store(row, {"is_used": True, **after})
    history.add("contact topic used", row, before=_plain(before), after=_plain(after), label=row.topic)


def _store(row: ContactTopic, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*values, "version"])


def _name(topic: str) -> str:
    name = " ".join(topic.split())
    if not name:
        raise FieldNeeded("Enter the topic.", missing=["the topic"])
    if len(name) > LONGEST:
        raise FieldNeeded(f"Shorten the topic to {LONGEST} characters.", missing=["a shorter topic"])
    return name


def _require_fit(project: BuyingProject, contacts: dict[str, Any], changed: dict[str, Any]) -> None:
    """The contacts go together, and each that is new can be one: a person in this project, or a live contact of its agency."""
    if contacts["first"] and contacts["first_of_agency"]:
        raise FieldNeeded("Choose one to ask first: somebody in the project or the agency’s contact.", missing=["one first contact"])
    if contacts["backup"] and contacts["first"] == contacts["backup"]:
        raise FieldNeeded("Choose somebody else as the back-up.", missing=["a second person as the back-up"])
    for stakeholder in (changed.get("first"), changed.get("backup")):
        if stakeholder:
            _require_person(project, stakeholder)
    of_agency = changed.get("first_of_agency")
    if of_agency and (of_agency.agency_id != project.agency_id or of_agency.removed_at):
        raise NotNow("That is not a contact of the agency any more.", missing=["a contact of the agency that stands"])


def _require_person(project: BuyingProject, stakeholder: Stakeholder) -> None:
    if stakeholder.project_id != project.pk or not stakeholder.is_current:
        raise NotNow("The contact is not in this project any more.", missing=["a contact who is in the project"])
    if stakeholder.kind != Kind.PERSON:
        raise FieldNeeded(f"{stakeholder.name} is not a person who can be asked.", missing=["a person"])


def _list_of(project: BuyingProject) -> dict[str, str]:
    return {"where": reverse("projects:contacts", args=[project.ref]), "where_label": "See who to contact for what"}


def _plain(contacts: dict[str, Any]) -> dict[str, int | None]:
    return {name: contact.pk if contact else None for name, contact in contacts.items()}
