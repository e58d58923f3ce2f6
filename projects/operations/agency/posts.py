"""Who serves an agency: officers, portfolio viewers, administrators. A post ends by its last day; no row goes."""

from __future__ import annotations

import datetime

from django.db.models import Q
from django.urls import reverse

from projects.agency_changes import change_agency, require_another
from projects.clock import today
from projects.models import Agency, AgencyPost, AgencyPostKind, Person
from projects.refusals import ChangedMeanwhile, FieldNeeded, NotNow
from projects.words import say_day

Day = datetime.date


def give_post(*, agency: Agency, kind: AgencyPostKind, name: str, email: str, ends_on: Day | None, by: Person) -> AgencyPost:
    """Give somebody a post from today, found or made by e-mail address; one that had ended begins anew. The same again changes nothing.

    Raises FieldNeeded without an address, a name for somebody new, or a viewer's last day; NotNow where their account is off, or they hold
    the post with another last day; NotYourPart for a post of one's own.
    """
    with change_agency(agency, by=by) as history:
        _require_last_day(kind, ends_on)
        person = _person(agency, name, email)
        post = agency.posts.filter(person=person, kind=kind).first() or AgencyPost(agency=agency, person=person, kind=kind)
        if post.pk and not is_over(post):
            if post.ends_on == ends_on:
                return post
            raise _held_already(post)
        require_another(person, by)
        post.starts_on, post.ends_on = today(), ends_on
        post.save()
        history.note("post given", person=person, after={"kind": kind.value, "ends_on": _iso(ends_on)})
        return post


def change_post(*, post: AgencyPost, ends_on: Day | None, seen: Day | None, by: Person) -> None:
    """Set a post's last day, or none; `seen` is the one the page showed. The same again changes nothing.

    Raises FieldNeeded for a viewer without one or a day that is over, NotNow where the post is over or nobody else would administer,
    ChangedMeanwhile.
    """
    with change_agency(post.agency, by=by) as history:
        post = history.agency.posts.select_related("person").get(pk=post.pk)
        if is_over(post):
            raise NotNow(f"{post.person} is not {_a(post)} any more. Add them again instead.", missing=["a post that runs"])
        if post.ends_on == ends_on:
            return
        if post.ends_on != seen:
            raise ChangedMeanwhile(f"The last day changed while you had this page open: {_until(post)}. Yours is not saved yet.")
        _require_last_day(AgencyPostKind(post.kind), ends_on)
        _require_an_administrator(post, ends_on)
        before, post.ends_on = {"ends_on": _iso(post.ends_on)}, ends_on
        post.save(update_fields=["ends_on"])
        history.note("post changed", person=post.person, before=before, after={"ends_on": _iso(ends_on), "kind": post.kind})


def end_post(*, post: AgencyPost, by: Person) -> None:
    """End a post now: yesterday was its last day. What they do in projects stays theirs. Twice is once.

    Raises NotNow where nobody else would administer the agency.
    """
    with change_agency(post.agency, by=by) as history:
        post = history.agency.posts.select_related("person").get(pk=post.pk)
        if is_over(post):
            return
        yesterday = today() - datetime.timedelta(days=1)
        _require_an_administrator(post, yesterday)
        post.starts_on, post.ends_on = min(post.starts_on, yesterday), yesterday
        post.save(update_fields=["starts_on", "ends_on"])
        history.note("post ended", person=post.person, after={"kind": post.kind})


def is_over(post: AgencyPost) -> bool:
    """Whether its last day is behind us."""
    return post.ends_on is not None and post.ends_on < today()


def _person(agency: Agency, name: str, email: str) -> Person:
    """The person with this address, or a new one; the agency is theirs if it lists their domain and no other is."""
    address = email.strip().lower()
    if not address:
        raise FieldNeeded("Enter their e-mail address: they sign in by it.", missing=["an e-mail address"])
    person = Person.objects.filter(email=address).first()
    if person is None:
        if not name.strip():
            raise FieldNeeded("Enter their name.", missing=["a name"])
        person = Person.objects.with_address(address, name=name.strip())
    if not person.is_active:
        raise NotNow(f"{person}’s account is off.", missing=["an account that is on"], who="The administrators of this service")
    if person.agency_id is None and person.email_domain in agency.email_domains:
        person.agency = agency
        person.save(update_fields=["agency"])
    return person


def _require_last_day(kind: AgencyPostKind, ends_on: Day | None) -> None:
    if ends_on is None and kind == AgencyPostKind.VIEWER:
        raise FieldNeeded("Enter the last day: a portfolio viewer always has one.", missing=["a last day"])
    if ends_on is not None and ends_on < today():
        raise FieldNeeded("The last day is over already.", missing=["a last day from today on"])


def _require_an_administrator(post: AgencyPost, ends_on: Day | None) -> None:
    """Raise NotNow if, with this last day, nobody would administer the agency after it."""
    if post.kind != AgencyPostKind.ADMINISTRATOR or ends_on is None or (post.ends_on and ends_on >= post.ends_on):
        return
    others = post.agency.posts.current(today()).filter(kind=post.kind, person__is_active=True).exclude(pk=post.pk)
    if not others.filter(Q(ends_on=None) | Q(ends_on__gt=ends_on)).exists():
        add = reverse("projects:agency_post_add", args=[post.agency.code, post.kind])
        says = f"At least one administrator stays, and there would be nobody after {post.person}."
        raise NotNow(says, missing=["another administrator"], who="You", where=add, where_label="Add an administrator")


def _held_already(post: AgencyPost) -> NotNow:
    where = reverse("projects:agency_post", args=[post.agency.code, post.pk])
    says = f"{post.person} is {_a(post)} already, {_until(post)}."
    return NotNow(says, missing=["a change of their last day"], where=where, where_label="Change their last day")


def _a(post: AgencyPost) -> str:
    label = post.get_kind_display().lower()
    return f"{'an' if label[0] in 'aeiou' else 'a'} {label}"


def _until(post: AgencyPost) -> str:
    return f"until {say_day(post.ends_on)}" if post.ends_on else "with no last day"


def _iso(day: Day | None) -> str | None:
    return day.isoformat() if day else None
