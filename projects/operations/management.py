"""The written parts of the buying project management plan. The rest of it is composed from what the project holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from projects.changes import change, differences, who_changed
from projects.clock import now
from projects.merging import merge
from projects.models import BuyingProject, ManagementPlan, Person
from projects.refusals import BothChanged, ChangedMeanwhile


def write_management_plan(
    *, project: BuyingProject, version: int, by: Person, seen: Mapping[str, Any] | None = None, **wanted: str
) -> bool:
    """Write approach, governance or change control, by either side; return whether anything was different.

    `version` is the one the writer began with, 0 for none. Raises ChangedMeanwhile if somebody has written since; or, where the page says
    what it had `seen` of each part, BothChanged if somebody has changed the same part.
    """
    with change(project, by=by) as history:
        plan = ManagementPlan.objects.filter(project=project).first() or ManagementPlan(project=project, version=0)
        wish = {name: text.strip() for name, text in wanted.items()}
        if seen is not None:
            wish, clashes = merge(seen=seen, kept={name: getattr(plan, name) for name in wish}, wanted=wish)
            if clashes:
                raise BothChanged(f"Somebody else changed the same while you were typing. {who_changed(project, plan)}", clashes)
        before, after = differences(plan, wish)
        if not after:
            return False
        if seen is None and plan.version != version:
            raise ChangedMeanwhile(f"The plan changed while you were typing. {who_changed(project, plan)}")
        for name, text in after.items():
            setattr(plan, name, text)
        plan.version, plan.written_at, plan.written_by = plan.version + 1, now(), by
        plan.save()
        history.add("management plan written", plan, before=before, after=after, label=f"Version {plan.version}")
        return True
