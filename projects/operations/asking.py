"""Asking people to take part, and what they say: invitation and answer, “Yes, that's my part”, “I can't”, “I have a question”."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse

from projects.access import BUYERS_SIDE, MEMBERS
from projects.changes import History, change, who_changed
from projects.clock import now, today
from projects.models import (
    Acknowledgement,
    BuyingProject,
    Invitation,
    InvitationAnswer,
    Kind,
    OpenItem,
    OpenItemKind,
    Person,
    Role,
    Stakeholder,
)
from projects.operations.people import SEATS, require_current
from projects.refusals import ChangedMeanwhile, FieldNeeded, NotNow, NotYourPart, ReasonNeeded, SentElsewhere

ASKED = ("asked_on", "for_what", "time_asked", "needed_by", "has_managers_agreement")


def invite(
    *,
    stakeholder: Stakeholder,
    asked_on: datetime.date,
    for_what: str,
    by: Person,
    nonce: uuid.UUID,
    time_asked: str = "",
    needed_by: datetime.date | None = None,
    has_managers_agreement: bool = False,
) -> Invitation:
    """Record that a person was asked, in the names of the buyer's side and the officer, by either side. The same form twice asks once.

    Asking again ends the invitation before. Raises FieldNeeded without words or with a day to come, NotNow where a side has nobody or
    the stakeholder is not a person to ask, SentElsewhere for a form sent for somebody else.
    """
    wanted = dict(zip(ASKED, (asked_on, for_what, time_asked, needed_by, has_managers_agreement), strict=True))
    with change(stakeholder.project, by=by) as history:
        stakeholder.refresh_from_db()
        return _ask(history, stakeholder, wanted, nonce)


@dataclass(frozen=True)
class Asked:
    """Invitations that stand: those made now, and those of people who were asked already."""

    now: list[Invitation]
    before: list[Invitation]


def invite_several(
    *,
    project: BuyingProject,
    for_what: Mapping[int, str],
    asked_on: datetime.date,
    by: Person,
    nonce: uuid.UUID,
    time_asked: str = "",
    needed_by: datetime.date | None = None,
    managers_agree: Collection[int] = (),
) -> Asked:
    """Record in one act that several people were asked, each for what stands under their id; `managers_agree` has the ids of those
    whose manager agrees. Whoever was asked already stays as asked, so the same form twice asks once.

    Raises FieldNeeded where nobody is chosen, NotNow for somebody who is not in the project, and else as `invite`; nothing is written then.
    """
    with change(project, by=by) as history:
        if not for_what:
            raise FieldNeeded("Choose at least one person to ask.", missing=["who is asked"])
        rows = {row.pk: row for row in project.stakeholders.filter(pk__in=for_what).in_reading_order()}
        if set(rows) != set(for_what):
            raise NotNow("Somebody on this page is not in the project.", missing=["people of this project"])
        shared = {"asked_on": asked_on, "time_asked": time_asked, "needed_by": needed_by}
        before = list(Invitation.objects.live().filter(stakeholder__in=rows).select_related("stakeholder").order_by("pk"))
        asked = {invitation.stakeholder_id for invitation in before}
        fresh = {pk: row for pk, row in rows.items() if pk not in asked}
        own = {pk: {"for_what": for_what[pk], "has_managers_agreement": pk in managers_agree} for pk in fresh}
        made = [_ask(history, row, {**shared, **own[pk]}, uuid.uuid5(nonce, str(pk))) for pk, row in fresh.items()]
        return Asked(made, before)


def answer_invitation(
    *, invitation: Invitation, version: int, answer: str, by: Person, reason: str = "", seen: Mapping[str, Any] | None = None
) -> None:
    """Say yes or no to an invitation, by the person who was asked. The same again changes nothing.

    A yes is also “Yes, that's my part” where the page showed (`seen`: letters and sentence) a whole part, and it still is that.
    A no is one to the part, too.

    Raises NotYourPart for others, FieldNeeded without yes or no, ReasonNeeded for a no without one, ChangedMeanwhile if it is not at
    `version`, NotNow where the invitation has ended.
    """
    with change(invitation.stakeholder.project, by=by, roles=MEMBERS) as history:
        _require_own(invitation.stakeholder, by)
        said = {"answer": answer, "reason": reason.strip(), "how": "", "answered_on": today()}
        _answer(history, invitation, version, said, "invitation answered")
        me = invitation.stakeholder
        letters, sentence = letters_now(me), me.why_it_matters
        is_whole = bool(letters and sentence.strip()) and seen == {"letters": letters, "sentence": sentence}
        if answer == InvitationAnswer.YES and is_whole:
            _acknowledge(history, me, letters, sentence)
        if answer == InvitationAnswer.NO:
            _refuse_part(history, me, reason.strip())


def record_answer(
    *, invitation: Invitation, version: int, answer: str, reason: str, how: str, answered_on: datetime.date, by: Person
) -> None:
    """Record what somebody answered elsewhere ("by phone", that day), by either side. The same again changes nothing.

    Raises FieldNeeded without how or with a day to come, and else as `answer_invitation`.
    """
    with change(invitation.stakeholder.project, by=by) as history:
        if not how.strip():
            raise FieldNeeded("Say how they answered, as in “by phone”.", missing=["how they answered"])
        _require_past(answered_on, "the day they answered")
        said = {"answer": answer, "reason": reason.strip(), "how": how.strip(), "answered_on": answered_on}
        _answer(history, invitation, version, said, "invitation answer recorded")


def acknowledge_part(
    *, stakeholder: Stakeholder, letters_shown: Mapping[str, str], by: Person, sentence_shown: str | None = None
) -> Acknowledgement:
    """“Yes, that's my part”, by the person themselves, to their letters and sentence as they are. The same again changes nothing.

    It is a yes to what they were asked for, too, where they have not said yes to that.

    Raises NotYourPart for others, ChangedMeanwhile where the page showed other letters or another sentence.
    """
    with change(stakeholder.project, by=by, roles=MEMBERS) as history:
        stakeholder.refresh_from_db()
        _require_own(stakeholder, by)
        letters, sentence = letters_now(stakeholder), stakeholder.why_it_matters
        if dict(letters_shown) != letters or sentence_shown not in (None, sentence):
            raise ChangedMeanwhile("Your part changed while you were reading. Read it as it is now, then say yes to it.")
        asked = stakeholder.invitations.live().exclude(answer=InvitationAnswer.YES).first()
        if asked:
            said = {"answer": InvitationAnswer.YES.value, "reason": "", "how": "", "answered_on": today()}
            _answer(history, asked, asked.version, said, "invitation answered")
        return _acknowledge(history, stakeholder, letters, sentence)


def cannot_do_part(*, stakeholder: Stakeholder, instead: str, reason: str, by: Person) -> OpenItem:
    """“I can't, ask someone else”, by the person themselves: an open item for the buyer's side; a yes they said before no
    longer counts, neither to their part nor to an invitation.

    The same again, while it is open and they have not said yes since, changes nothing.

    Raises ReasonNeeded without a reason, NotYourPart for others.
    """
    with change(stakeholder.project, by=by, roles=MEMBERS) as history:
        stakeholder.refresh_from_db()
        _require_own(stakeholder, by)
        reason, instead = reason.strip(), instead.strip()
        if not reason:
            raise ReasonNeeded("Say why you can't.", missing=["a reason"])
        text = f"{stakeholder.name} can’t do their part: {reason}" + (f"\nAsk instead: {instead}" if instead else "")
        asked = stakeholder.invitations.live().exclude(answer=InvitationAnswer.NO).first()
        if asked:
            said = {"answer": InvitationAnswer.NO.value, "reason": reason, "how": "", "answered_on": today()}
            _answer(history, asked, asked.version, said, "invitation answered")
        _refuse_part(history, stakeholder, reason)
        twin = history.project.open_items.unanswered().filter(raised_by=by, text=text).first()
        return twin or _open_item(history, OpenItemKind.ACTION, text, uuid.uuid4())


def ask_question(*, stakeholder: Stakeholder, text: str, nonce: uuid.UUID, by: Person) -> OpenItem:
    """“I have a question”, by the person themselves: an open item that the buyer's side has. The same form twice asks once.

    Raises FieldNeeded without a text, NotYourPart for others, SentElsewhere for a form sent in another project.
    """
    with change(stakeholder.project, by=by, roles=MEMBERS) as history:
        stakeholder.refresh_from_db()
        _require_own(stakeholder, by)
        twin = OpenItem.objects.filter(nonce=nonce).first()
        if twin:
            if twin.project_id != history.project.pk:
                raise SentElsewhere
            return twin
        if not text.strip():
            raise FieldNeeded("Write your question.", missing=["the question"])
        return _open_item(history, OpenItemKind.QUESTION, text.strip(), nonce)


def letters_now(stakeholder: Stakeholder) -> dict[str, str]:
    """The letters of a stakeholder by activity id, as an acknowledgement keeps them; of activities still on the list."""
    rows = stakeholder.assignments.filter(activity__removed_at=None).order_by("activity_id")
    return {str(activity): letters for activity, letters in rows.values_list("activity_id", "letters")}


def _acknowledge(history: History, stakeholder: Stakeholder, letters: dict[str, str], sentence: str) -> Acknowledgement:
    """Their yes to the part as it is; the one they gave, where that still says so."""
    last = stakeholder.acknowledgements.counting().last()
    if last and last.still_says(letters, sentence):
        return last
    said = stakeholder.acknowledgements.create(letters=letters, why_it_matters=sentence, at=now(), by=history.access.person)
    history.add("part acknowledged", stakeholder)
    return said


def _refuse_part(history: History, stakeholder: Stakeholder, reason: str) -> None:
    """That they can't do the part as it is; nothing where that is what they said last."""
    letters, sentence = letters_now(stakeholder), stakeholder.why_it_matters
    last = stakeholder.acknowledgements.counting().last()
    if last and last.cannot == reason and last.is_about(letters, sentence):
        return
    stakeholder.acknowledgements.create(letters=letters, why_it_matters=sentence, cannot=reason, at=now(), by=history.access.person)
    history.add("part refused", stakeholder)


def accept_by_attending(history: History, stakeholders: Iterable[Stakeholder], how: str, on: datetime.date) -> list[Stakeholder]:
    """Within a change: attending counts as yes, for each of these who was asked and has not answered. Return them. Two queries."""
    pending = {i.stakeholder_id: i for i in Invitation.objects.live().filter(answer="", stakeholder__in=stakeholders)}
    accepting = [stakeholder for stakeholder in stakeholders if stakeholder.pk in pending]
    said = {"answer": InvitationAnswer.YES.value, "reason": "", "how": how, "answered_on": on}
    for stakeholder in accepting:
        invitation = pending[stakeholder.pk]
        before = {name: getattr(invitation, name) for name in said}
        _set_answer(invitation, said, history.access.person)
        history.add("invitation answer recorded", stakeholder, before=_plain(before), after=_plain(said))
    Invitation.objects.bulk_update(pending.values(), [*said, "answered_at", "answered_by", "version"])
    return accepting


def _set_answer(invitation: Invitation, said: dict[str, Any], by: Person) -> None:
    for name, value in {**said, "answered_at": now(), "answered_by": by, "version": invitation.version + 1}.items():
        setattr(invitation, name, value)


def _ask(history: History, stakeholder: Stakeholder, wanted: dict[str, Any], nonce: uuid.UUID) -> Invitation:
    twin = Invitation.objects.filter(nonce=nonce).first()
    if twin:
        if twin.stakeholder_id != stakeholder.pk:
            raise SentElsewhere
        return twin
    _require_can_be_asked(stakeholder)
    wanted = {**wanted, "for_what": wanted["for_what"].strip(), "time_asked": wanted["time_asked"].strip()}
    if not wanted["for_what"]:
        raise FieldNeeded(f"Say what you ask {stakeholder.name} for.", missing=["what you ask for"])
    _require_past(wanted["asked_on"], "the day they were asked")
    buyer, officer = _names(history.project)
    stakeholder.invitations.live().update(ended_at=now())
    asked = {**wanted, "asked_at": now(), "asked_by": history.access.person}
    invitation = stakeholder.invitations.create(**asked, buyer=buyer, officer=officer, nonce=nonce)
    history.add("stakeholder asked", stakeholder, after=_plain(wanted))
    return invitation


def _answer(history: History, invitation: Invitation, version: int, said: dict[str, Any], verb: str) -> None:
    invitation.refresh_from_db()
    before = {name: getattr(invitation, name) for name in said}
    if before == said or ((before["answer"], before["reason"]) == (said["answer"], said["reason"]) and verb == "invitation answered"):
        return
    stakeholder = invitation.stakeholder
    require_current(stakeholder)
    if invitation.ended_at:
        raise NotNow(
            f"This invitation of {stakeholder.name} has ended. Answer the latest one, or ask again.", missing=["the latest invitation"]
        )
    if invitation.version != version:
        raise ChangedMeanwhile(f"The answer changed while you were reading. {who_changed(history.project, stakeholder)}")
    if said["answer"] not in InvitationAnswer.values:
        raise FieldNeeded("Choose yes or no.", missing=["yes or no"])
    if said["answer"] == InvitationAnswer.NO and not said["reason"]:
        raise ReasonNeeded("Say why the answer is no.", missing=["a reason"])
    _set_answer(invitation, said, history.access.person)
    invitation.save()
    history.add(verb, stakeholder, before=_plain(before), after=_plain(said))


def _names(project: BuyingProject) -> tuple[Person, Person]:
    """In whose names somebody is asked: the buyer, or who acts on their behalf; and the officer."""
    here = {s.role: s for s in project.stakeholders.current().filter(role__in=[*BUYERS_SIDE, Role.PROCUREMENT_OFFICER])}
    buyer, officer = here.get(Role.BUYER) or here.get(Role.BUYERS_AGENT), here.get(Role.PROCUREMENT_OFFICER)
    missing = [word for word, held in (("the buyer", buyer), ("the procurement officer", officer)) if held is None]
    if buyer is None or officer is None or buyer.person is None or officer.person is None:
        raise NotNow(
            "People are asked in two names: the buyer’s and the procurement officer’s.",
            missing=[f"{word} is not named yet" for word in missing],
            where=reverse("projects:people", args=[project.ref]),
            where_label="See the people",
        )
    return buyer.person, officer.person


def _open_item(history: History, kind: OpenItemKind, text: str, nonce: uuid.UUID) -> OpenItem:
    """An open item by the actor, which the buyer has, or who acts on their behalf."""
    project = history.project
    owner = project.stakeholders.current().filter(Q(role=Role.BUYER) | Q(role=Role.BUYERS_AGENT)).in_reading_order().first()
    by = history.access.person
    item = project.open_items.create(kind=kind, text=text, owner=owner, raised_at=now(), raised_by=by, nonce=nonce)
    history.add("open item added", item, after={"kind": kind.value, "text": text, "owner": owner.pk if owner else None}, label=text)
    return item


def _require_own(stakeholder: Stakeholder, by: Person) -> None:
    if stakeholder.person_id != by.pk:
        raise NotYourPart(f"Only {stakeholder.name} can say this.", who=stakeholder.name)
    require_current(stakeholder)


def _require_can_be_asked(stakeholder: Stakeholder) -> None:
    require_current(stakeholder)
    if stakeholder.kind != Kind.PERSON:
        raise NotNow(f"{stakeholder.name} is not a person who could answer.", missing=["a person"])
    if stakeholder.role in SEATS:
        raise NotNow(f"{stakeholder.name} is one of the two in whose names people are asked.", missing=["somebody else to ask"])


def _require_past(day: datetime.date, what: str) -> None:
    if day > today():
        raise FieldNeeded(f"Enter {what}: today or before.", missing=[what])


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, datetime.date) else value for name, value in values.items()}
