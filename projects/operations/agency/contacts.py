"""Whom an agency's projects ask about a topic when they name nobody of their own: one contact a topic."""

from __future__ import annotations

from django.urls import reverse

from projects.agency_changes import change_agency
from projects.changes import differences, refresh_projects
from projects.clock import now
from projects.contacts import offered
from projects.models import Agency, AgencyContact, ContactTopic, Person
from projects.refusals import FieldNeeded, NotNow

VERBS = ("contact named", "contact changed", "contact removed")


def name_contact(*, agency: Agency, topic: str, name: str, email: str, phone: str, by: Person) -> AgencyContact:
    """Name the agency's contact for a topic that has none. The same again changes nothing.

    Raises FieldNeeded for a topic that projects are not offered, or without a name or a way to reach them; NotNow where the topic has
    another contact.
    """
    words = _words(name, email, phone)
    with change_agency(agency, by=by) as history:
        if topic not in offered(agency):
            raise FieldNeeded("Choose a topic from the list.", missing=["a topic that your projects are offered"])
        there = agency.contacts.filter(topic=topic, removed_at=None).first()
        if there and not differences(there, words)[1]:
            return there
        if there:
            where = reverse("projects:agency_contact", args=[agency.code, there.pk])
            raise NotNow(f"{topic} has a contact already: {there.name}.", missing=["nothing"], where=where, where_label="Change it")
        contact = AgencyContact.objects.create(agency=agency, topic=topic, **words)
        history.note("contact named", label=topic)
        return contact


def change_contact(*, contact: AgencyContact, name: str, email: str, phone: str, version: int, by: Person) -> None:
    """Change who a contact is and how to reach them, for every project that asks there. The same again changes nothing.

    Raises FieldNeeded as `name_contact` does, NotNow where it was removed, ChangedMeanwhile where this contact changed after the agency
    was at `version`.
    """
    words = _words(name, email, phone)
    with change_agency(contact.agency, by=by) as history:
        contact.refresh_from_db()
        if not contact.is_reachable:
            raise _gone(contact)
        if not differences(contact, words)[1]:
            return
        history.require_seen(VERBS, version, contact.topic)
        for field, value in words.items():
            setattr(contact, field, value)
        contact.save(update_fields=list(words))
        history.note("contact changed", label=contact.topic)
        _refresh_who_asks(contact)


def remove_contact(*, contact: AgencyContact, by: Person) -> None:
    """Take the contact away: projects that ask there are told that nobody is reached. Twice is once."""
    with change_agency(contact.agency, by=by) as history:
        contact.refresh_from_db()
        if not contact.is_reachable:
            return
        contact.removed_at = now()
        contact.save(update_fields=["removed_at"])
        history.note("contact removed", label=contact.topic)
        _refresh_who_asks(contact)


def _gone(contact: AgencyContact) -> NotNow:
    says = f"{contact.name} is not the agency’s contact for {contact.topic} any more."
    add = reverse("projects:agency_contact_add", args=[contact.agency.code])
    return NotNow(says, missing=["a contact that stands"], where=add, where_label="Name a contact")


def _words(name: str, email: str, phone: str) -> dict[str, str]:
    words = {"name": name.strip(), "email": email.strip().lower(), "phone": phone.strip()}
    if not words["name"]:
        raise FieldNeeded("Enter a name.", missing=["a name"])
    if not words["email"] and not words["phone"]:
        raise FieldNeeded("Enter an e-mail address or a telephone number.", missing=["a way to reach them"])
    return words


def _refresh_who_asks(contact: AgencyContact) -> None:
    asking = ContactTopic.objects.filter(first_of_agency=contact).values("project")
    refresh_projects(contact.agency.projects.filter(pk__in=asking))
