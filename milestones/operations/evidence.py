"""Evidence: a link or a note beside a criterion. It never changes an answer."""

from __future__ import annotations

import uuid

from milestones.models import Evidence, EvidenceKind, SuccessCriterion
from projects.access import CORE, SIDES
from projects.changes import change
from projects.clock import now
from projects.models import Person
from projects.refusals import FieldNeeded, NotYourPart, SentElsewhere


def add_evidence(
    *, criterion: SuccessCriterion, kind: str, title: str, address: str = "", text: str = "", nonce: uuid.UUID, by: Person
) -> None:
    """Attach a link (title, address) or a note (title, text), by anybody of the core team, at any time. The same form twice adds one.

    Raises FieldNeeded where the address or the text is missing, SentElsewhere for a form sent for another criterion.
    """
    wanted = {"kind": kind, "title": title.strip(), "address": address.strip() if kind == EvidenceKind.LINK else "", "text": text.strip()}
    if kind == EvidenceKind.LINK and not wanted["address"]:
        raise FieldNeeded("Enter the address of the link.", missing=["the address"])
    if kind == EvidenceKind.NOTE and not wanted["text"]:
        raise FieldNeeded("Enter the note.", missing=["the note"])
    with change(criterion.milestone.project, by=by, roles=CORE) as history:
        twin = Evidence.objects.filter(nonce=nonce).first()
        if twin:
            if twin.criterion_id != criterion.pk:
                raise SentElsewhere
            return
        evidence = Evidence.objects.create(criterion=criterion, added_at=now(), added_by=by, nonce=nonce, **wanted)
        history.add("evidence added", evidence, after={**wanted, "criterion": criterion.key}, label=f"Criterion {criterion.key}")


def remove_evidence(*, evidence: Evidence, by: Person) -> None:
    """Take evidence off the page, by who added it or by either side; the row and its history stay. Twice is once."""
    criterion = evidence.criterion
    with change(criterion.milestone.project, by=by, roles=CORE) as history:
        evidence.refresh_from_db()
        if evidence.added_by_id != by.pk and not history.access.holds(SIDES):
            raise NotYourPart("Only who added this, the buyer’s side or the procurement officer can remove it.", who=evidence.added_by.name)
        if evidence.removed_at:
            return
        evidence.removed_at, evidence.removed_by = now(), by
        evidence.save(update_fields=["removed_at", "removed_by"])
        history.add("evidence removed", evidence, before={"title": evidence.title}, after={}, label=f"Criterion {criterion.key}")
