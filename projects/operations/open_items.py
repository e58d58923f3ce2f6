"""Open items: assumptions, questions, gaps, decisions, actions."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from projects.access import CORE, SIDES
from projects.changes import History, change, differences, who_changed
from projects.clock import now
from projects.models import BuyingProject, OpenItem, Person, Stakeholder
from projects.refusals import ChangedMeanwhile, FieldNeeded, NotNow, NotYourPart, SentElsewhere


def add_open_item(
    *,
    project: BuyingProject,
    kind: str,
    text: str,
    by: Person,
    nonce: uuid.UUID,
    owner: Stakeholder | None = None,
    due_on: datetime.date | None = None,
) -> OpenItem:
    """Add an open item, by anybody of the core team. The same form twice adds one.

    Raises FieldNeeded without a text, SentElsewhere for a form sent in another project.
    """
    with change(project, by=by, roles=CORE) as history:
        return add_open_item_within(history, nonce, kind=kind, text=text, owner=owner, due_on=due_on)


def add_open_item_within(history: History, nonce: uuid.UUID, **wanted: Any) -> OpenItem:
    """Add an open item (kind, text, owner, due_on) within a change that is under way; `add_open_item` says the rest."""
    if not wanted["text"].strip():
        raise FieldNeeded("Say what is open.", missing=["the text"])
    twin = OpenItem.objects.filter(nonce=nonce).first()
    if twin:
        if twin.project_id != history.project.pk:
            raise SentElsewhere
        return twin
    _require_owner(history.project, wanted["owner"])
    wanted["text"] = wanted["text"].strip()
    item = OpenItem.objects.create(project=history.project, raised_at=now(), raised_by=history.access.person, nonce=nonce, **wanted)
    history.add("open item added", item, after=_plain(wanted), label=item.text)
    return item


def edit_open_item(*, item: OpenItem, version: int, by: Person, **wanted: Any) -> None:
    """Change or answer an open item (kind, text, owner, due_on, answer), by either side, who raised it, or who owns it.

    Raises NotYourPart for others, FieldNeeded without a text, ChangedMeanwhile if it is not at `version`.
    """
    with change(item.project, by=by, roles=CORE) as history:
        item.refresh_from_db()
        if not may_edit(item, history.access.stake, history.access.holds(SIDES), by):
            raise NotYourPart(
                "Only who raised this, its owner, the buyer's side or the procurement officer can change it.", who=item.raised_by.name
            )
        before, after = differences(item, {n: v.strip() if isinstance(v, str) else v for n, v in wanted.items()})
        if not after:
            return
        if item.version != version:
            raise ChangedMeanwhile(f"This changed while you were typing. {who_changed(item.project, item)}")
        if not after.get("text", item.text):
            raise FieldNeeded("Say what is open.", missing=["the text"])
        if after.get("owner"):
            _require_owner(item.project, after["owner"])
        _store(item, after, by)
        verb = "open item answered" if after.get("answer") else "open item edited"
        history.add(verb, item, before=_plain(before), after=_plain(after), label=item.text)


def answer_within(history: History, item: OpenItem, answer: str) -> None:
    """Answer an item that was just added, within the same change."""
    _store(item, {"answer": answer}, history.access.person)
    history.add("open item answered", item, after={"answer": answer}, label=item.text)


def may_edit(item: OpenItem, stake: int | None, is_side: bool, by: Person) -> bool:
    """Whether this person may change the item: either side, who raised it, its owner."""
    return is_side or item.raised_by_id == by.pk or (stake is not None and item.owner_id == stake)


def _store(item: OpenItem, after: dict[str, Any], by: Person) -> None:
    for name, value in after.items():
        setattr(item, name, value)
    if "answer" in after:
        item.answered_at, item.answered_by = (now(), by) if item.answer else (None, None)
    item.version += 1
    item.save()


def _require_owner(project: BuyingProject, owner: Stakeholder | None) -> None:
    if owner and (owner.project_id != project.pk or not owner.is_current):
        raise NotNow("The owner is not in this project any more.", missing=["an owner who is in the project"])


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    def plain(value: Any) -> Any:
        if isinstance(value, datetime.date):
            return value.isoformat()
        return value.pk if isinstance(value, Stakeholder) else value

    return {name: plain(value) for name, value in values.items()}
