"""Who to contact for what, typed: which topics, whom to ask, that the list was sent."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import Q

from projects.clock import today
from projects.contacts import LONGEST, can_be_reached
from projects.forms.fields import Day, Line, Seen
from projects.models import BuyingProject, ContactTopic, Kind

NOBODY = [("", "Nobody yet")]


class SearchForm(forms.Form):
    """What to look for in the list; what makes no sense looks for nothing."""

    q = forms.CharField(required=False, max_length=100)

    @property
    def words(self) -> str:
        """The words to look for."""
        return self.cleaned_data["q"] if self.is_valid() else ""


class UseTopicsForm(forms.Form):
    """Which topics are on the list. `seen` is what was on it on the page: only what was changed there is changed."""

    topics = forms.MultipleChoiceField(
        label="What do people ask about?",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Untick what nobody will ask about.",
    )
    seen = Seen(widget=forms.HiddenInput, required=False)  # an empty list is an answer
    no_optional = True

    def __init__(self, *args: Any, offers: Mapping[str, str], used: Iterable[str], **kwargs: Any) -> None:
        used = list(used)
        super().__init__(*args, initial={"topics": used or list(offers), "seen": used}, **kwargs)
        self.fields["topics"].choices = list(offers.items())

    def clean_seen(self) -> list[str]:
        """The names that were on the list."""
        seen = self.cleaned_data["seen"]
        if not isinstance(seen, list) or not all(isinstance(name, str) for name in seen):
            raise forms.ValidationError("The page was not sent whole. Open it again.", code="invalid")
        return seen

    def wish(self) -> dict[str, Any]:
        """What the operation is asked for."""
        ticked, seen = self.cleaned_data["topics"], self.cleaned_data["seen"]
        return {"put_on": [n for n in ticked if n not in seen], "take_off": [n for n in seen if n not in ticked]}


class ContactForm(forms.Form):
    """Whom to ask first about a topic, and who stands in."""

    first = forms.ChoiceField(label="Whom to ask first", required=False, help_text="Somebody in the project, or a contact of the agency.")
    backup = forms.ChoiceField(label="Who stands in", required=False, help_text="The back-up, when the first is away.")

    def __init__(self, *args: Any, project: BuyingProject, topic: ContactTopic | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = [topic.first_id, topic.backup_id] if topic else []
        people = project.stakeholders.filter(Q(left_at=None, kind=Kind.PERSON) | Q(pk__in=[pk for pk in kept if pk])).in_reading_order()
        desks = project.agency.contacts.filter(Q(removed_at=None) | Q(pk=topic.first_of_agency_id if topic else None)).order_by("topic")
        self.rows: dict[str, Any] = {key_of(row): row for row in (*people, *desks)}
        persons = [(key_of(row), _words(row)) for row in people]
        self.fields["first"].choices = [*NOBODY, *persons, *((key_of(desk), f"{desk.name}, {_of_agency(desk)}") for desk in desks)]
        self.fields["backup"].choices = [*NOBODY, *persons]

    def wish(self) -> dict[str, Any]:
        """What the operation is asked for."""
        chosen = dict(self.cleaned_data)
        first = chosen.pop("first")
        of_agency = first.startswith("agencycontact:")
        return {
            **chosen,
            "first": None if of_agency else self.rows.get(first),
            "first_of_agency": self.rows[first] if of_agency else None,
            "backup": self.rows.get(chosen["backup"]),
        }


class EditContactForm(ContactForm):
    """At the version that was shown. Somebody chosen can be kept, even one who has left."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, topic: ContactTopic, **kwargs: Any) -> None:
        super().__init__(*args, project=topic.project, topic=topic, initial=stored(topic), **kwargs)


class AddTopicForm(ContactForm):
    """A topic of the project's own. The same name twice is one topic."""

    topic = Line(
        label="What do people ask about?",
        help_text="In a few words, such as “Site visits”.",
        max_length=LONGEST,
        error_messages={"required": "Enter what people ask about"},
    )
    field_order = ("topic", "first", "backup")


class SendForm(forms.Form):
    """That the list goes to everyone, or went. The same form twice is one sending."""

    how = Line(
        label="How did you send it yourself?",
        help_text="As in “by e-mail”. Leave it empty where their page in Mobilise is enough.",
        required=False,
    )
    sent_on = Day(label="On which day?", what="the day it was sent", initial=today)
    nonce = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)

    def wish(self) -> dict[str, Any]:
        """What the operation is asked for."""
        return dict(self.cleaned_data)


def key_of(row: Any) -> str:
    """A contact as the form sends it: "stakeholder:12", "agencycontact:3"; nothing for nobody."""
    return f"{row._meta.model_name}:{row.pk}" if row else ""


def stored(topic: ContactTopic) -> dict[str, Any]:
    """The topic as its form shows it."""
    return {"first": key_of(topic.first or topic.first_of_agency), "backup": key_of(topic.backup), "version": topic.version}


def _words(stakeholder: Any) -> str:
    if not stakeholder.is_current:
        return f"{stakeholder.name}, who has left"
    reach = "" if can_be_reached(stakeholder) else "no e-mail and no telephone"
    return ", ".join(words for words in (stakeholder.name, stakeholder.position, reach) if words)


def _of_agency(desk: Any) -> str:
    return f"the agency’s contact for {desk.topic.lower()}" if desk.removed_at is None else "no longer the agency’s contact"
