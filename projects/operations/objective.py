"""The objective: each revision is a new version; the one before stays as it was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from projects.changes import History, change
from projects.clock import now
from projects.models import Audience, BuyingProject, Objective, Person, SuccessMeasure
from projects.refusals import ChangedMeanwhile

FIELDS = (
    "problem_or_opportunity",
    "desired_outcome",
    "procurement_outcome",
    "business_objective",
    "scope_in",
    "scope_out",
    "constraints",
    "why_now",
    "value_band",
    "funding_status",
)
MEASURE = ("measure", "baseline", "target", "by_when")


def write_objective(
    *,
    project: BuyingProject,
    seen: int,
    by: Person,
    measures: Sequence[dict[str, str]] | None = None,
    team_needs_to_see: bool = False,
    **wanted: str,
) -> Objective | None:
    """Write a new version of the objective, by either side; fields left out stay as they are. Without a difference nothing is written.

    `seen` is the version the writer started from, 0 for none. `measures` are dicts of measure, baseline, target, by_when; None keeps them.
    Raises ChangedMeanwhile if somebody has written a version since.
    """
    with change(project, by=by) as history:
        last = project.objectives.first()
        texts, rows = _current(last), _measures(last)
        new_texts = {**texts, **{name: value.strip() for name, value in wanted.items()}}
        new_rows = rows if measures is None else [_whole(row) for row in measures if row.get("measure", "").strip()]
        if (new_texts, new_rows) == (texts, rows):
            return last
        if (last.version if last else 0) != seen:
            raise ChangedMeanwhile(f"{last.written_by if last else 'Somebody'} wrote another version while you were typing.")
        return _write(history, seen + 1, (texts, rows), (new_texts, new_rows), team_needs_to_see and last is not None)


def _current(last: Objective | None) -> dict[str, str]:
    return {name: getattr(last, name) if last else "" for name in FIELDS}


def _measures(last: Objective | None) -> list[dict[str, str]]:
    return [_whole({name: getattr(row, name) for name in MEASURE}) for row in last.measures.all()] if last else []


def _whole(row: dict[str, str]) -> dict[str, str]:
    return {name: row.get(name, "").strip() for name in MEASURE}


def _write(history: History, version: int, old: tuple[Any, Any], new: tuple[Any, Any], team_needs_to_see: bool) -> Objective:
    by = history.access.person
    stamp = {"version": version, "written_at": now(), "written_by": by, "team_needs_to_see": team_needs_to_see}
    objective = Objective.objects.create(project=history.project, **stamp, **new[0])
    SuccessMeasure.objects.bulk_create(SuccessMeasure(objective=objective, place=place, **row) for place, row in enumerate(new[1], start=1))
    _record(history, objective, old, new)
    return objective


def _record(history: History, objective: Objective, old: tuple[Any, Any], new: tuple[Any, Any]) -> None:
    """Two entries where the value band moved: it has an audience of its own."""
    label = f"Objective, version {objective.version}"
    moved = {name for name in FIELDS if old[0][name] != new[0][name]}
    texts = [name for name in FIELDS if name in moved and name != "value_band"]
    before, after = {n: old[0][n] for n in texts}, {n: new[0][n] for n in texts}
    if old[1] != new[1]:
        before["measures"], after["measures"] = old[1], new[1]
    after["team_needs_to_see"] = objective.team_needs_to_see
    history.add("objective written", objective, before=before, after=after, label=label)
    if "value_band" in moved:
        values = {"before": {"value_band": old[0]["value_band"]}, "after": {"value_band": new[0]["value_band"]}}
        history.add("value band changed", objective, label=label, audience=Audience.VALUE, **values)
