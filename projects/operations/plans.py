"""The work plan changed: an activity planned, many dated at once, a status said by who owns it; key milestones."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from typing import Any

from projects.access import CORE, SIDES, Access
from projects.changes import History, change, differences, who_changed
from projects.models import Activity, ActivityStage, ActivityStatus, BuyingProject, KeyMilestone, Person
from projects.operations.raci import require_there
from projects.operations.rows import Register, plain
from projects.plan import edges_of, loop_through, loop_words
from projects.raci import WORKS
from projects.refusals import ChangedMeanwhile, FieldNeeded, NotNow, NotYourPart
from projects.words import say_day

KEY_MILESTONES = Register(KeyMilestone, "key milestone", {"title": "Say what is reached"})

Dates = tuple[str, str, str]  # stage, start and end, days as ISO text, "" for none
DATED = ("stage", "starts_on", "ends_on")


def plan_activity(*, activity: Activity, version: int, by: Person, depends_on: Collection[Activity] = (), **wanted: Any) -> bool:
    """Plan an activity (stage, deliverable, starts_on, ends_on, approval_days, status, what it depends on), by either side.

    Returns whether anything was different. Raises FieldNeeded for days that cannot be or a loop, naming it, NotNow for an activity that is
    not there any more, ChangedMeanwhile if it is not at `version`.
    """
    with change(activity.project, by=by) as history:
        activity.refresh_from_db()
        require_there(activity)
        before, after = differences(activity, {name: value.strip() if isinstance(value, str) else value for name, value in wanted.items()})
        needs = sorted(depends_on, key=lambda needed: needed.pk)
        needed = list(activity.depends_on.order_by("pk"))
        if needs != needed:
            before["depends_on"], after["depends_on"] = [n.title for n in needed], [n.title for n in needs]
        if not after:
            return False
        _require_version(activity, version)
        _require_order(activity.title, after.get("starts_on", activity.starts_on), after.get("ends_on", activity.ends_on))
        if needs != needed:
            _require_no_loop(history.project, activity, needs)
            activity.depends_on.set(needs)
        _store(activity, {name: value for name, value in after.items() if name != "depends_on"})
        history.add("activity planned", activity, before=plain(before), after=plain(after), label=activity.title)
        return True


def set_status(*, activity: Activity, status: str, by: Person) -> bool:
    """Say how far an activity is, by who is responsible for it or either side. The same again changes nothing; returns whether it did.

    Raises NotYourPart for others, FieldNeeded for a status there is not, NotNow for an activity that is not there any more.
    """
    with change(activity.project, by=by, roles=CORE) as history:
        activity.refresh_from_db()
        require_there(activity)
        if status not in ActivityStatus.values:
            raise FieldNeeded("Choose how far it is.", missing=["a status"])
        if not may_set_status(activity, history.access):
            raise NotYourPart("Only who is responsible for this, the buyer’s side or the procurement officer can say how far it is.")
        if activity.status == status:
            return False
        was, activity.status = activity.status, status
        activity.version += 1
        activity.save(update_fields=["status", "version"])
        history.add("activity planned", activity, before={"status": was}, after={"status": status}, label=activity.title)
        return True


def may_set_status(activity: Activity, access: Access) -> bool:
    """Whether they may say how far it is: either side, and who is responsible for it."""
    return access.holds(SIDES) or (
        access.stake is not None and activity.assignments.filter(stakeholder=access.stake, letters__in=WORKS).exists()
    )


def date_activities(*, project: BuyingProject, base: Mapping[int, Dates], wanted: Mapping[int, Dates], by: Person) -> int:
    """Say stage, start and end of many activities at once, by either side; `base` is what the page showed. Returns how many changed.

    Only rows that differ from `base` are written, and only the same row changed meanwhile is a conflict. Raises FieldNeeded for days that
    cannot be, NotNow for an activity that is not there any more, ChangedMeanwhile naming the rows; nothing is written then.
    """
    with change(project, by=by) as history:
        asked = {pk: dates for pk, dates in wanted.items() if base.get(pk) != dates}
        rows = {activity.pk: activity for activity in project.activities.current().filter(pk__in=asked)}
        if set(asked) - set(rows):
            raise NotNow("An activity that this page shows is no longer on the list.", missing=["the page as it is now: open it again"])
        fresh = {pk: dates for pk, dates in asked.items() if dates_of(rows[pk]) != dates}
        moved = [rows[pk].title for pk in fresh if dates_of(rows[pk]) != base.get(pk)]
        if moved:
            raise ChangedMeanwhile(f"Somebody changed the same while you were typing: {', '.join(moved)}. Nothing of yours was written.")
        for pk, dates in fresh.items():
            _date(history, rows[pk], dates)
        return len(fresh)


def dates_of(activity: Activity) -> Dates:
    """Stage, start and end as a form shows them."""
    return (activity.stage, _text(activity.starts_on), _text(activity.ends_on))


def _text(day: datetime.date | None) -> str:
    return day.isoformat() if day else ""


def _date(history: History, activity: Activity, dates: Dates) -> None:
    stage, starts_on, ends_on = dates[0], _day(dates[1]), _day(dates[2])
    if stage and stage not in ActivityStage.values:
        raise FieldNeeded(f"Choose a stage for {activity.title}.", missing=["a stage"])
    _require_order(activity.title, starts_on, ends_on)
    before, after = differences(activity, dict(zip(DATED, (stage, starts_on, ends_on), strict=True)))
    _store(activity, after)
    history.add("activity planned", activity, before=plain(before), after=plain(after), label=activity.title)


def _day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def _require_version(activity: Activity, version: int) -> None:
    if activity.version != version:
        raise ChangedMeanwhile(f"This changed while you were typing. {who_changed(activity.project, activity)}")


def _require_order(title: str, starts_on: datetime.date | None, ends_on: datetime.date | None) -> None:
    if starts_on and ends_on and starts_on > ends_on:
        says = f"{title} cannot end on {say_day(ends_on)}: it starts later, on {say_day(starts_on)}."
        raise FieldNeeded(says, missing=["an end that is not before the start"])


def _require_no_loop(project: BuyingProject, activity: Activity, needs: list[Activity]) -> None:
    if any(needed.project_id != project.pk or needed.removed_at for needed in needs):
        raise NotNow("An activity it depends on is not on the list any more.", missing=["activities that are on the list"])
    loop = loop_through(activity.pk, [needed.pk for needed in needs], edges_of(project))
    if loop:
        titles = dict(project.activities.values_list("pk", "title"))
        raise FieldNeeded(f"That is a loop: {loop_words(loop, titles)}.", missing=["one that does not wait for this one"])


def _store(activity: Activity, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(activity, name, value)
    activity.version += 1
    activity.save(update_fields=[*values, "version"])
