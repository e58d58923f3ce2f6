"""The work plan: the activities of the RACI matrix with their dates, read once and told in words. Whoever is responsible owns an activity.

Working days are Monday to Friday; public holidays are not known here.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from projects.matrix import matrix_of
from projects.models import Activity, ActivityStage, ActivityStatus, BuyingProject, KeyMilestone, Kind, Stakeholder
from projects.raci import ANSWERS, WORKS, Matrix
from projects.words import listed, say_date, say_day, say_short_day

Edges = Mapping[int, Collection[int]]
WEEKEND = 5


@dataclass(frozen=True)
class PlanLine:
    """One activity as the plan shows it. `approval_from` is the day by which its approval has to begin."""

    activity: Activity
    owners: list[Stakeholder]
    accountable: list[Stakeholder]
    needs: list[Activity]
    overdue: str
    is_mine: bool = False
    checks: list[str] = field(default_factory=list)
    approval_from: datetime.date | None = None

    @property
    def is_dated(self) -> bool:
        """Whether any day is said."""
        return bool(self.activity.starts_on or self.activity.ends_on)

    @property
    def when(self) -> str:
        """Its days in words."""
        return when_words(self.activity)


@dataclass(frozen=True)
class Plan:
    """The plan: its lines in the order of the list, its key milestones by day."""

    lines: list[PlanLine]
    milestones: list[KeyMilestone]

    def of_stage(self, stage: str) -> list[PlanLine]:
        """The lines of one stage; one without a stage is before going to market."""
        return [line for line in self.lines if stage_of(line.activity) == stage]

    @property
    def stages(self) -> list[tuple[str, list[PlanLine]]]:
        """Each stage that has lines, with its name."""
        found = [(stage.label, self.of_stage(stage)) for stage in ActivityStage]
        return [(label, lines) for label, lines in found if lines]


def stage_of(activity: Activity) -> str:
    """Its stage; one that nobody said counts as before going to market."""
    return activity.stage or ActivityStage.BEFORE


def plan_of(project: BuyingProject, today: datetime.date, *, matrix: Matrix | None = None, me: int | None = None) -> Plan:
    """The plan as it is, to the stakeholder `me`. Five queries, however many activities."""
    matrix = matrix or matrix_of(project)
    edges = edges_of(project)
    by_id = {activity.pk: activity for activity in matrix.activities}
    lines = [
        line_of(activity, matrix, [by_id[pk] for pk in edges.get(activity.pk, []) if pk in by_id], today, me)
        for activity in matrix.activities
    ]
    return Plan(lines, sorted(project.key_milestones.current(), key=lambda m: (m.due_on is None, m.due_on or today, m.pk)))


def edges_of(project: BuyingProject) -> dict[int, list[int]]:
    """What each activity depends on, by id. One query."""
    through = Activity.depends_on.through.objects.filter(from_activity__project=project)
    edges: dict[int, list[int]] = {}
    for after, before in through.order_by("pk").values_list("from_activity", "to_activity"):
        edges.setdefault(after, []).append(before)
    return edges


def line_of(activity: Activity, matrix: Matrix, needs: list[Activity], today: datetime.date, me: int | None = None) -> PlanLine:
    """One activity with its owners, what it waits for, and what is worth a look."""
    ends_on, days, owners = activity.ends_on, activity.approval_days, matrix.holding(activity, WORKS)
    return PlanLine(
        activity=activity,
        owners=owners,
        accountable=[s for s in matrix.holding(activity, ANSWERS) if s.kind == Kind.PERSON],
        needs=needs,
        overdue=overdue_words(activity, today),
        is_mine=any(owner.pk == me for owner in owners),
        checks=[says for says in (_early_words(activity, needed) for needed in needs) if says],
        approval_from=working_days_before(ends_on, days) if ends_on and days else None,
    )


def when_words(activity: Activity) -> str:
    """Its days in words: "12 November to 4 December 2026", "By 4 December", "No dates yet"."""
    starts, ends = activity.starts_on, activity.ends_on
    if starts and ends:
        return say_day(starts) if starts == ends else f"{_from(starts, ends)} to {say_date(ends)}"
    if starts:
        return f"From {say_day(starts)}"
    return f"By {say_day(ends)}" if ends else "No dates yet"


def _from(starts: datetime.date, ends: datetime.date) -> str:
    """Without its year where that is the same."""
    return say_short_day(starts) if starts.year == ends.year else say_date(starts)


def overdue_words(activity: Activity, today: datetime.date) -> str:
    """That its day has passed, said and not scolded; nothing where it has not, or the work is done."""
    if activity.ends_on and activity.ends_on < today and activity.status != ActivityStatus.DONE:
        return f"Was to end on {say_day(activity.ends_on)}"
    return ""


def _early_words(activity: Activity, needed: Activity) -> str:
    """That it starts before what it waits for ends; nothing where it does not."""
    if activity.starts_on and needed.ends_on and activity.starts_on <= needed.ends_on:
        return f"It starts before “{needed.title}” ends, on {say_day(needed.ends_on)}."
    return ""


def working_days_before(day: datetime.date, number: int) -> datetime.date:
    """The day that many working days earlier."""
    while number > 0:
        day -= datetime.timedelta(days=1)
        number -= day.weekday() < WEEKEND
    return day


def loop_through(activity: int, needs: Collection[int], edges: Edges) -> list[int]:
    """The activities of a loop that `activity` would close by depending on `needs`, from it and back to it; empty where there is none."""
    whole = {**edges, activity: list(needs)}
    trails = [[activity, need] for need in needs]
    seen: set[int] = set()
    while trails:
        trail = trails.pop()
        if trail[-1] == activity:
            return trail
        if trail[-1] not in seen:
            seen.add(trail[-1])
            trails += [[*trail, before] for before in whole.get(trail[-1], [])]
    return []


def loop_words(loop: Iterable[int], titles: Mapping[int, str]) -> str:
    """A loop in words: "“A” waits for “B”, which waits for “A”"."""
    first, *others = [f"“{titles[pk]}”" for pk in loop]
    return f"{first} waits for {', which waits for '.join(others)}"


def owners_words(line: PlanLine) -> str:
    """Who owns it, or that nobody does."""
    return listed([s.name for s in line.owners]) if line.owners else "Nobody yet"
