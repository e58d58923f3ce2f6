"""Answering a criterion: met, met with a reason, not needed, taken back, looked at again."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from milestones.journey import Journey, journey_of
from milestones.models import Answer, Ending, Milestone, SuccessCriterion
from milestones.operations.asking import require_not_locked, require_open, require_reason, require_version, what_is_missing
from milestones.operations.confirming import confirm_within
from milestones.operations.ending import end_confirmation
from milestones.standing import bring_up_to_date, marks
from projects.access import OFFICER
from projects.changes import History, change
from projects.clock import now
from projects.models import OpenItem, OpenItemKind, Person
from projects.refusals import NotNow, ReasonNeeded

WORDS = {
    Answer.MET: "marked as met",
    Answer.MET_WITH_REASON: "marked as met, with a reason",
    Answer.NOT_NEEDED: "marked as not needed",
    Answer.NOT_MET: "taken back",
}


@dataclass
class Answering:
    """One criterion under the lock, with its journey and what is written about it."""

    journey: Journey
    criterion: SuccessCriterion
    history: History
    by: Person


def tick_criterion(*, criterion: SuccessCriterion, version: int, by: Person) -> None:
    """Mark the criterion met, keeping the findings as they are now. The same wish on the same facts changes nothing.

    Raises GateClosed or AlreadyComplete while its milestone is not open, ChangedMeanwhile if it is not at `version`, and ReasonNeeded,
    naming what is missing, if something needed does not hold or is not computed yet.
    """
    with _answering(criterion, by) as answering:
        _tick(answering, version)


def tick_with_reason(
    *,
    criterion: SuccessCriterion,
    version: int,
    reason: str,
    by: Person,
    follow_up_on: datetime.date | None = None,
    owner: int | None = None,
) -> None:
    """Mark the criterion met although something needed is missing, keeping what was missing. A day to follow up makes an open item,
    for the stakeholder with the id `owner`.

    Raises as `tick_criterion` does; ReasonNeeded without a reason.
    """
    with _answering(criterion, by) as answering:
        _tick_with_reason(answering, version, reason, follow_up_on, owner)


def mark_not_needed(*, criterion: SuccessCriterion, version: int, reason: str, by: Person) -> None:
    """Mark the criterion as not needed, because of the reason. Raises as `tick_with_reason` does."""
    with _answering(criterion, by) as answering:
        now_is, wanted = answering.criterion, require_reason(reason, f"Say why {criterion.key} is not needed.", ["a reason"])
        if now_is.answer == Answer.NOT_NEEDED and now_is.reason == wanted:
            return
        require_version(answering.journey, now_is, version)
        _write(answering, Answer.NOT_NEEDED, wanted)


def take_back_criterion(*, criterion: SuccessCriterion, version: int, reason: str, by: Person) -> None:
    """Take the answer back: the criterion is not met. Raises as `tick_with_reason` does; for one that is not met it changes nothing."""
    with _answering(criterion, by) as answering:
        if answering.criterion.answer == Answer.NOT_MET:
            return
        wanted = require_reason(reason, f"Say why the answer to {criterion.key} is taken back.", ["a reason"])
        require_version(answering.journey, answering.criterion, version)
        _write(answering, Answer.NOT_MET, wanted)


def look_again(*, criterion: SuccessCriterion, version: int, still_stands: str, by: Person) -> None:
    """Say that the officer has looked at what the project shows now: its new baseline. In a complete milestone too; the answer stays.

    Raises GateClosed while the milestone is locked, ReasonNeeded without "still stands, because" while something needed is missing, and
    ChangedMeanwhile. Where nothing needs another look it changes nothing.
    """
    with change(criterion.milestone.project, by=by, roles=OFFICER) as history:
        answering = _read(criterion, history, by)
        require_not_locked(answering.journey, answering.criterion.milestone)
        if answering.criterion.needs_another_look:
            _look_again(answering, version, still_stands)


def tick_and_confirm(
    *,
    criterion: SuccessCriterion,
    version: int,
    milestone_version: int,
    by: Person,
    reason: str = "",
    follow_up_on: datetime.date | None = None,
    owner: int | None = None,
) -> None:
    """Mark the last criterion as met and confirm its milestone for the officer's side, both or neither.

    Raises as `tick_criterion` (or with a reason as `tick_with_reason`) and `confirm_milestone` do.
    """
    with _answering(criterion, by) as answering:
        milestone = answering.criterion.milestone
        was = milestone.version
        if reason.strip():
            _tick_with_reason(answering, version, reason, follow_up_on, owner)
        else:
            _tick(answering, version)
        seen = milestone_version + (milestone.version - was)
        confirm_within(answering.history, answering.journey, milestone, seen, by)


def tick_within(history: History, journey: Journey, key: str, version: int, by: Person) -> None:
    """Mark a criterion as met within a change that is under way, its findings computed already; raises as `tick_criterion` does."""
    criterion = journey.criterion(key)
    require_open(journey, criterion.milestone)
    _tick(Answering(journey, criterion, history, by), version)


@contextmanager
def _answering(criterion: SuccessCriterion, by: Person) -> Iterator[Answering]:
    with change(criterion.milestone.project, by=by, roles=OFFICER) as history:
        answering = _read(criterion, history, by)
        require_open(answering.journey, answering.criterion.milestone)
        yield answering


def _read(criterion: SuccessCriterion, history: History, by: Person) -> Answering:
    journey = journey_of(history.project)
    bring_up_to_date(journey, frozenset({criterion.key}))
    return Answering(journey, journey.criterion(criterion.key), history, by)


def _tick(answering: Answering, version: int) -> None:
    criterion = answering.criterion
    if criterion.answer == Answer.MET and not criterion.needs_another_look:
        return
    require_version(answering.journey, criterion, version)
    if not criterion.one_press_suffices:
        who = next((f["who"] for f in criterion.missing), "")
        says = f"{criterion.key} cannot be marked as met by one press: say why it is met all the same."
        raise ReasonNeeded(says, missing=what_is_missing(criterion), who=who)
    _write(answering, Answer.MET, "")


def _tick_with_reason(answering: Answering, version: int, reason: str, follow_up_on: datetime.date | None, owner: int | None) -> None:
    criterion = answering.criterion
    wanted = require_reason(reason, f"Say why {criterion.key} is met all the same.", what_is_missing(criterion))
    if _already(criterion, wanted):
        return
    require_version(answering.journey, criterion, version)
    _write(answering, Answer.MET_WITH_REASON, wanted)
    if follow_up_on:
        _follow_up(answering, wanted, follow_up_on, owner)


def _already(criterion: SuccessCriterion, reason: str) -> bool:
    return criterion.answer == Answer.MET_WITH_REASON and criterion.reason == reason and not criterion.needs_another_look


def _follow_up(answering: Answering, reason: str, day: datetime.date, owner: int | None) -> None:
    project, history = answering.history.project, answering.history
    if owner is not None and not project.stakeholders.current().filter(pk=owner).exists():
        raise NotNow("The person to follow this up is no longer in this project.", missing=["somebody in the project to follow it up"])
    text = f"Criterion {answering.criterion.key}, met with a reason: {reason}"
    item = OpenItem(
        project=project, kind=OpenItemKind.ACTION, text=text, raised_at=now(), raised_by=answering.by, owner_id=owner, due_on=day
    )
    item.save()
    after = {"kind": item.kind, "text": text, "owner": owner, "due_on": day.isoformat()}
    history.add("open item added", item, after=after, label=text)


def _write(answering: Answering, answer: Answer, reason: str) -> None:
    """Set the answer, keep what the project shows with it, raise the versions, and let confirmations given lapse."""
    criterion, history = answering.criterion, answering.history
    before = _as_history(criterion)
    not_met = answer == Answer.NOT_MET
    criterion.answer, criterion.reason = answer, "" if not_met else reason
    criterion.answered_at, criterion.answered_by = (None, None) if not_met else (now(), answering.by)
    criterion.answered_position = "" if not_met else history.position
    criterion.kept = [] if not_met else criterion.findings
    criterion.looked_at = criterion.looked_by = None
    criterion.still_stands, criterion.newly_missing = "", []
    criterion.baseline = {} if not_met else marks(criterion)
    criterion.version += 1
    criterion.save()
    after = {**_as_history(criterion), **({"because": reason} if not_met else {})}
    history.add(f"criterion {WORDS[answer]}", criterion, before=before, after=after, label=f"Criterion {criterion.key}")
    _raise_version(answering)


def _as_history(criterion: SuccessCriterion) -> dict[str, Any]:
    fields = {"answer": criterion.answer, "reason": criterion.reason, "version": criterion.version}
    return {**fields, "missing": [m["name"] for f in criterion.kept for m in f["missing"] if f["needed"]]}


def _look_again(answering: Answering, version: int, still_stands: str) -> None:
    criterion, history = answering.criterion, answering.history
    names = [thing["name"] for thing in criterion.newly_missing]
    says, missing = f"Say why the answer to {criterion.key} still stands.", [f["says"] for f in criterion.missing]
    wanted = require_reason(still_stands, says, missing)
    require_version(answering.journey, criterion, version)
    before = {"still_stands": criterion.still_stands, "version": criterion.version}
    criterion.looked_at, criterion.looked_by, criterion.still_stands = now(), answering.by, wanted
    criterion.baseline, criterion.newly_missing = marks(criterion), []
    criterion.version += 1
    criterion.save()
    after = {"still_stands": wanted, "version": criterion.version, "seen": names}
    history.add("criterion looked at again", criterion, before=before, after=after, label=f"Criterion {criterion.key}")
    if not criterion.milestone.is_complete:
        _raise_version(answering)


def _raise_version(answering: Answering) -> None:
    """The milestone's version rises, so confirmations given at the version before lapse."""
    milestone: Milestone = answering.criterion.milestone
    for confirmation in answering.journey.confirmations_of(milestone):
        end_confirmation(answering.history, answering.journey, confirmation, Ending.LAPSED, answering.by)
    milestone.version += 1
    milestone.save(update_fields=["version"])
