"""The objective: each revision is a new version; the one before stays as it was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from projects.changes import History, change
from projects.clock import now
from projects.merging import merge
from projects.models import Audience, BuyingProject, Objective, Person, SuccessMeasure
from projects.refusals import BothChanged, ChangedMeanwhile

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

    `seen` is the version the writer started from, 0 for none: of what is wanted, only what differs from that version is written.
    `measures` are dicts of measure, baseline, target, by_when; None keeps them. Raises BothChanged where somebody has changed the same
    since, ChangedMeanwhile where there is no such version.
    """
    with change(project, by=by) as history:
        last, began = project.objectives.first(), project.objectives.filter(version=seen).first()
        kept, wish = fields_of(last), {name: value.strip() for name, value in wanted.items()}
        rows = {} if measures is None else {"measures": [_whole(row) for row in measures if row.get("measure", "").strip()]}
        fresh, clashes = merge(seen=fields_of(began), kept=kept, wanted={**wish, **rows})
        if not fresh:
            return last
        by_whom = last.written_by if last else "Somebody"
        if seen and not began:
            raise ChangedMeanwhile(f"{by_whom} wrote another version while you were typing.")
        if clashes:
            raise BothChanged(f"{by_whom} wrote another version while you were typing, and changed the same.", clashes)
        return _write(history, last.version + 1 if last else 1, kept, {**kept, **fresh}, team_needs_to_see and last is not None)


def wrote(version: Objective, seen: int, by: Person) -> bool:
    """Whether this version is what `by` wrote after having `seen` another; else nothing of theirs was different."""
    return version.version != seen and version.written_by_id == by.pk


def fields_of(last: Objective | None) -> dict[str, Any]:
    """What a version says: its texts, and its measures as one field."""
    return {**_current(last), "measures": _measures(last)}


def _current(last: Objective | None) -> dict[str, str]:
    return {name: getattr(last, name) if last else "" for name in FIELDS}


def _measures(last: Objective | None) -> list[dict[str, str]]:
    return [_whole({name: getattr(row, name) for name in MEASURE}) for row in last.measures.all()] if last else []


def _whole(row: dict[str, str]) -> dict[str, str]:
    return {name: row.get(name, "").strip() for name in MEASURE}


def _write(history: History, version: int, old: dict[str, Any], new: dict[str, Any], team_needs_to_see: bool) -> Objective:
    by = history.access.person
    stamp = {"version": version, "written_at": now(), "written_by": by, "team_needs_to_see": team_needs_to_see}
    objective = Objective.objects.create(project=history.project, **stamp, **{name: new[name] for name in FIELDS})
    rows = enumerate(new["measures"], start=1)
    SuccessMeasure.objects.bulk_create(SuccessMeasure(objective=objective, place=place, **row) for place, row in rows)
    _record(history, objective, old, new)
    return objective


def _record(history: History, objective: Objective, old: dict[str, Any], new: dict[str, Any]) -> None:
    """Two entries where the value band moved: it has an audience of its own."""
    label = f"Objective, version {objective.version}"
    moved = [name for name in (*FIELDS, "measures") if old[name] != new[name]]
    told = [name for name in moved if name != "value_band"]
    after = {**{name: new[name] for name in told}, "team_needs_to_see": objective.team_needs_to_see}
    history.add("objective written", objective, before={name: old[name] for name in told}, after=after, label=label)
    if "value_band" in moved:
        values = {"before": {"value_band": old["value_band"]}, "after": {"value_band": new["value_band"]}}
        history.add("value band changed", objective, label=label, audience=Audience.VALUE, **values)
