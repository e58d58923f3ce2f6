"""Risks and what mitigates them: anybody of the core team raises one; the buyer's side accepts one; who has it, or a side, closes it."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.db import transaction

from projects.access import BUYERS_SIDE, CORE, SIDES, Access
from projects.changes import History, change, who_changed
from projects.clock import now, today
from projects.models import BuyingProject, Mitigant, Person, Risk, RiskLook
from projects.operations.rows import Register, add_row, store
from projects.refusals import ChangedMeanwhile, FieldNeeded, NotNow, NotYourPart, SentElsewhere


def may_edit(row: Any, access: Access) -> bool:
    """Whether they may change the risk or mitigant: either side, who raised it, who owns it."""
    is_theirs = row.added_by_id == access.person.pk or (access.stake is not None and row.owner_id == access.stake)
    return access.holds(SIDES) or (access.holds(CORE) and is_theirs)


def may_edit_mitigant(row: Mitigant, access: Access) -> bool:
    """Whether they may change the mitigant: who may change its risk, who added it, who has it."""
    return may_edit(row, access) or may_edit(row.risk, access)


def _fits_a_risk(history: History, mitigant: Mitigant, wanted: dict[str, Any]) -> None:
    """A new mitigant is of an open risk of this project; what is done was done by today."""
    if mitigant.risk.project_id != history.project.pk:
        raise NotNow("This risk is not in this project.", missing=["a risk of this project"])
    if not mitigant.pk and not mitigant.risk.is_open:
        raise NotNow("This risk is closed or taken off, so nothing is added to it.", missing=["an open risk"])
    _require_past(wanted.get("done_on"), "the day it was done")


RISKS = Register(
    Risk,
    "risk",
    {
        "title": "Say what may go wrong",
        "likelihood": "Choose how likely it is",
        "consequence": "Choose how much it would hurt",
    },
    adders=CORE,
    editors=CORE,
    may_edit=may_edit,
    who_can="Only who raised this risk, its owner, the buyer’s side or the procurement officer can change it.",
)
MITIGANTS = Register(
    Mitigant,
    "mitigant",
    {"action": "Say what is done about the risk"},
    adders=CORE,
    editors=CORE,
    may_edit=may_edit_mitigant,
    who_can="Only who added this, who has it or the risk, the buyer’s side or the procurement officer can change it.",
    check=_fits_a_risk,
)


def add_risk(
    *,
    project: BuyingProject,
    by: Person,
    nonce: uuid.UUID,
    action: str = "",
    due_on: datetime.date | None = None,
    register: Register = RISKS,
    **wanted: Any,
) -> Risk:
    """Raise a risk; with an `action`, its first mitigant too, which the owner of the risk has. The same form twice adds one of each.

    Raises as `add_row` does; then neither is added.
    """
    with transaction.atomic():
        risk: Risk = add_row(register=register, project=project, by=by, nonce=nonce, **wanted)
        if action.strip():
            first: dict[str, Any] = {"risk": risk, "action": action, "owner": wanted.get("owner"), "due_on": due_on}
            add_row(register=MITIGANTS, project=project, by=by, nonce=uuid.uuid5(nonce, "its first mitigant"), **first)
        return risk


def accept_risk(*, risk: Risk, because: str, version: int, by: Person) -> bool:
    """The buyer's side accepts the risk, because …; without a reason, takes that back. Return whether anything was different.

    Raises NotYourPart for others, NotNow for one that is closed or taken off, ChangedMeanwhile if it is not at `version`.
    """
    with change(risk.project, by=by, roles=BUYERS_SIDE) as history:
        risk.refresh_from_db()
        _require_open(risk)
        return _set(history, risk, "accepted", because, version)


def close_risk(*, risk: Risk, because: str, version: int, by: Person) -> bool:
    """Close the risk, because …; without a reason, open it again. Return whether anything was different.

    Raises NotYourPart for who may not change it, NotNow for one taken off, ChangedMeanwhile if it is not at `version`.
    """
    with change(risk.project, by=by, roles=CORE) as history:
        risk.refresh_from_db()
        if not risk.is_current:
            raise NotNow("This risk was taken off the register.", missing=["a risk that is still there"])
        if not may_edit(risk, history.access):
            raise NotYourPart(RISKS.who_can)
        return _set(history, risk, "closed", because, version)


def record_look(*, project: BuyingProject, looked_on: datetime.date, note: str = "", nonce: uuid.UUID, by: Person) -> RiskLook:
    """“We looked on …, nothing above low”, by either side. The same form twice records one.

    Raises FieldNeeded for a day to come, SentElsewhere for a form sent in another project.
    """
    _require_past(looked_on, "the day you looked")
    with change(project, by=by) as history:
        twin = RiskLook.objects.filter(nonce=nonce).first()
        if twin:
            if twin.project_id != project.pk:
                raise SentElsewhere
            return twin
        stamp = {"nonce": nonce, "recorded_at": now(), "recorded_by": by}
        look = RiskLook.objects.create(project=project, looked_on=looked_on, note=note.strip(), **stamp)
        history.add("looked for risks", look, after={"looked_on": looked_on.isoformat(), "note": look.note})
        return look


def _set(history: History, risk: Risk, what: str, because: str, version: int) -> bool:
    """Write reason, who and when of accepting or closing, or clear them."""
    name, because = f"{what}_because", because.strip()
    before = getattr(risk, name)
    if before == because:
        return False
    if risk.version != version:
        raise ChangedMeanwhile(f"This changed while you were typing. {who_changed(risk.project, risk)}")
    when, who = (now(), history.access.person) if because else (None, None)
    store(risk, {name: because, f"{what}_at": when, f"{what}_by": who})
    verbs = {"accepted": ("risk accepted", "risk no longer accepted"), "closed": ("risk closed", "risk opened again")}
    history.add(verbs[what][not because], risk, before={"because": before}, after={"because": because}, label=risk.title)
    return True


def _require_open(risk: Risk) -> None:
    if not risk.is_open:
        raise NotNow("This risk is closed or taken off, so there is nothing to accept.", missing=["an open risk"])


def _require_past(day: datetime.date | None, what: str) -> None:
    if day and day > today():
        raise FieldNeeded(f"Enter {what}: today or before.", missing=[what])
