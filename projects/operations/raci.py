"""The RACI matrix changed: activities added, renamed, removed; letters given and taken."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import Max
from django.urls import reverse

from projects import raci
from projects.changes import History, change, who_changed
from projects.clock import now
from projects.models import Activity, Assignment, BuyingProject, Person, Stakeholder
from projects.refusals import ChangedMeanwhile, FieldNeeded, NotNow, SentElsewhere

Cell = tuple[int, int]


class CellsChanged(ChangedMeanwhile):
    """409: cells that somebody else changed meanwhile: `cells` maps each to what is there now and what was wanted."""

    def __init__(self, says: str, cells: Mapping[Cell, tuple[str, str]]) -> None:
        super().__init__(says, missing=["your choice between the two"])
        self.cells = dict(cells)


def add_activity(
    *,
    project: BuyingProject,
    title: str,
    by: Person,
    needs_delegate: bool = False,
    nonce: uuid.UUID | None = None,
    letters: Mapping[Stakeholder, str] | None = None,
) -> Activity:
    """Add an activity at the end of the list, with letters where some are given; the same form twice adds one.

    Raises FieldNeeded without a title or for letters that a group cannot hold, NotNow for somebody who is not in the project, SentElsewhere
    for a form sent in another project.
    """
    with change(project, by=by) as history:
        twin = Activity.objects.filter(nonce=nonce).first() if nonce else None
        if twin and twin.project_id != project.pk:
            raise SentElsewhere
        given = letters or {}
        _require_possible({(0, s.pk): held for s, held in given.items()}, {s.pk: s for s in given})
        if any(s.project_id != project.pk for s in given):
            raise NotNow("Somebody named here is not in this project.", missing=["people of this project"])
        held = {s.pk: letter for s, letter in given.items()}
        return twin or add_activity_within(history, title=title, needs_delegate=needs_delegate, nonce=nonce, letters=held)


def add_activity_within(
    history: History,
    *,
    title: str,
    needs_delegate: bool = False,
    nonce: uuid.UUID | None = None,
    usual: int | None = None,
    letters: Mapping[int, str] | None = None,
    stage: str = "",
) -> Activity:
    """Add an activity, with letters by stakeholder id, within a change that is under way."""
    project, letters = history.project, letters or {}
    if not title.strip():
        raise FieldNeeded("Enter what is done.", missing=["the name of the activity"])
    last = project.activities.aggregate(last=Max("position"))["last"] or 0
    activity = Activity.objects.create(
        project=project,
        position=last + 1,
        title=title.strip(),
        needs_delegate=needs_delegate,
        usual=usual,
        stage=stage,
        nonce=nonce,
        added_at=now(),
        added_by=history.access.person,
    )
    Assignment.objects.bulk_create(Assignment(activity=activity, stakeholder_id=pk, letters=held) for pk, held in letters.items())
    after = {"title": activity.title, "needs_delegate": needs_delegate, "letters": {str(pk): held for pk, held in letters.items()}}
    history.add("activity added", activity, after=after, label=activity.title)
    return activity


def edit_activity(*, activity: Activity, version: int, title: str, needs_delegate: bool, by: Person) -> None:
    """Rename an activity, or say whether it needs the financial delegate. The same again changes nothing.

    Raises FieldNeeded without a title, ChangedMeanwhile if it is not at `version`, NotNow once it is removed.
    """
    with change(activity.project, by=by) as history:
        activity.refresh_from_db()
        require_there(activity)
        before = {"title": activity.title, "needs_delegate": activity.needs_delegate}
        after = {"title": title.strip(), "needs_delegate": needs_delegate}
        if before == after:
            return
        if activity.version != version:
            raise ChangedMeanwhile(f"{activity.title} changed while you were typing. {who_changed(activity.project, activity)}")
        if not after["title"]:
            raise FieldNeeded("Enter what is done.", missing=["the name of the activity"])
        activity.title, activity.needs_delegate, activity.version = title.strip(), needs_delegate, version + 1
        activity.save(update_fields=["title", "needs_delegate", "version"])
        history.add("activity changed", activity, before=before, after=after, label=activity.title)


def remove_activity(*, activity: Activity, by: Person) -> None:
    """Take an activity off the list; its letters stay with it, unseen. Once removed, again changes nothing."""
    with change(activity.project, by=by) as history:
        activity.refresh_from_db()
        if activity.removed_at:
            return
        activity.removed_at, activity.removed_by = now(), by
        activity.save(update_fields=["removed_at", "removed_by"])
        history.add("activity removed", activity, before={"title": activity.title}, label=activity.title)


def require_there(activity: Activity) -> None:
    """Raise NotNow once the activity is removed."""
    if activity.removed_at:
        raise gone(activity)


def gone(activity: Activity, chosen: Mapping[str, str] | None = None) -> NotNow:
    """The refusal for an activity that was removed; it says back the letters that somebody chose for it meanwhile, by name."""
    where = reverse("projects:raci", args=[activity.project.ref])
    letters = [f"{name}: {_said(letters)}" for name, letters in (chosen or {}).items() if letters]
    yours = f" Nothing was written of what you chose. {'; '.join(letters)}." if letters else ""
    return NotNow(f"{activity.title} was removed from the list.{yours}", where=where, where_label="See the RACI matrix")


# ---- Letters ------------------------------------------------------------------------------------------------------


def set_letters(*, project: BuyingProject, base: Mapping[Cell, str], wanted: Mapping[Cell, str], by: Person) -> None:
    """Write the cells of `wanted`, by (activity id, stakeholder id), that differ from `base`, which the actor saw; "" is no role.

    Raises CellsChanged, writing nothing, where one of these was changed meanwhile to something else; FieldNeeded where a group would be
    responsible or accountable; NotNow for an activity that was removed or is not of this project, and for somebody who has left.
    """
    with change(project, by=by) as history:
        asked = {cell: letters for cell, letters in wanted.items() if base.get(cell, "") != letters}
        activities = {a.pk: a for a in project.activities.current().filter(pk__in={activity for activity, _ in asked})}
        people = {s.pk: s for s in project.stakeholders.filter(pk__in={stakeholder for _, stakeholder in asked})}
        _require_known(asked, activities, people)
        stored = _stored(activities)
        fresh = {cell: letters for cell, letters in asked.items() if stored.get(cell, "") != letters}
        _require_unchanged(base, fresh, stored, activities, people)
        _require_possible(fresh, people)
        _write(fresh)
        _record(history, fresh, stored, activities)


def write_letters_within(history: History, wanted: Mapping[Cell, str]) -> None:
    """Write the cells within a change that is under way, with their history; those that are so already change nothing.

    The activities have to be current ones of the project, the stakeholders such as may hold the letters.
    """
    activities = {a.pk: a for a in history.project.activities.current().filter(pk__in={activity for activity, _ in wanted})}
    stored = _stored(activities)
    fresh = {cell: letters for cell, letters in wanted.items() if stored.get(cell, "") != letters}
    _write(fresh)
    _record(history, fresh, stored, activities)


def _stored(activities: Iterable[int]) -> dict[Cell, str]:
    rows = Assignment.objects.filter(activity__in=list(activities)).values_list("activity", "stakeholder", "letters")
    return {(activity, stakeholder): letters for activity, stakeholder, letters in rows}


def _require_known(asked: Mapping[Cell, str], activities: Mapping[int, Activity], people: Mapping[int, Stakeholder]) -> None:
    if any(activity not in activities or stakeholder not in people for activity, stakeholder in asked):
        says = "An activity or person that this page shows is no longer in the project."
        raise NotNow(says, missing=["the page as it is now: open it again"])


def _require_unchanged(
    base: Mapping[Cell, str],
    fresh: Mapping[Cell, str],
    stored: Mapping[Cell, str],
    activities: Mapping[int, Activity],
    people: Mapping[int, Stakeholder],
) -> None:
    moved = {cell: (stored.get(cell, ""), letters) for cell, letters in fresh.items() if stored.get(cell, "") != base.get(cell, "")}
    if moved:
        named = [
            f"{people[s].name}, {activities[a].title}: now {_said(theirs)}, you chose {_said(mine)}"
            for (a, s), (theirs, mine) in moved.items()
        ]
        raise CellsChanged(f"Somebody changed the same while you were choosing. {'; '.join(named)}. Nothing of yours was written.", moved)


def _said(letters: str) -> str:
    return raci.in_words(letters).lower() or "no role"


def _require_possible(fresh: Mapping[Cell, str], people: Mapping[int, Stakeholder]) -> None:
    for (_, pk), letters in fresh.items():
        stakeholder = people[pk]
        if letters and not stakeholder.is_current:
            raise NotNow(f"{stakeholder.name} has left this project.", missing=["somebody who is in the project"])
        if letters and letters not in raci.letters_for(stakeholder):
            says = f"{stakeholder.name} is a group: it can be consulted or informed, not responsible or accountable."
            raise FieldNeeded(says, missing=["a person or a position"])


def _write(fresh: Mapping[Cell, str]) -> None:
    emptied = [cell for cell, letters in fresh.items() if not letters]
    if emptied:
        rows = Assignment.objects.filter(activity__in={a for a, _ in emptied}, stakeholder__in={s for _, s in emptied})
        gone = [pk for pk, *cell in rows.values_list("pk", "activity", "stakeholder") if tuple(cell) in set(emptied)]
        Assignment.objects.filter(pk__in=gone).delete()
    Assignment.objects.bulk_create(
        (Assignment(activity_id=a, stakeholder_id=s, letters=letters) for (a, s), letters in fresh.items() if letters),
        update_conflicts=True,
        unique_fields=["activity", "stakeholder"],
        update_fields=["letters"],
    )


def _record(history: History, fresh: Mapping[Cell, str], stored: Mapping[Cell, str], activities: Mapping[int, Activity]) -> None:
    """One entry for each activity: who had which letters, and has now."""
    moved: dict[int, dict[str, tuple[str, str]]] = defaultdict(dict)
    for (activity, stakeholder), letters in fresh.items():
        moved[activity][str(stakeholder)] = (stored.get((activity, stakeholder), ""), letters)
    for pk, cells in moved.items():
        title = activities[pk].title
        before, after = ({"title": title, "letters": {who: pair[at] for who, pair in cells.items()}} for at in (0, 1))
        history.add("letters changed", activities[pk], before=before, after=after, label=title)
