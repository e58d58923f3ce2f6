"""The plan over time, as a picture: rectangles on a line of months. The table beside it says the same in words."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from projects.plan import Plan, PlanLine

LEFT, WIDTH, ROW, HEAD = 260, 700, 26, 34
LONGEST = 36


@dataclass(frozen=True)
class Bar:
    """One activity: where it lies, and its title as it fits. `approval` is where the part for its approval begins."""

    title: str
    y: int
    x: float
    width: float
    shape: str
    approval_x: float | None
    approval_width: float


@dataclass(frozen=True)
class Mark:
    """A key milestone, or a month's first day."""

    title: str
    x: float
    y: int = 0
    is_reached: bool = False


@dataclass(frozen=True)
class Picture:
    """All that the drawing needs, in units of the drawing."""

    width: int
    height: int
    bars: list[Bar]
    months: list[Mark]
    marks: list[Mark]
    today_x: float | None
    left: int = LEFT
    head: int = HEAD
    description: str = ""


def draw(plan: Plan, today: datetime.date) -> Picture | None:
    """The picture of what is dated; nothing where nothing is."""
    lines = [line for line in plan.lines if line.is_dated]
    milestones = [m for m in plan.milestones if m.due_on]
    days = [d for line in lines for d in (line.activity.starts_on, line.activity.ends_on) if d] + [m.due_on for m in milestones if m.due_on]
    if not days:
        return None
    first, last = _month_start(min(days)), _month_after(max(days))
    scale = WIDTH / (last - first).days

    def at(day: datetime.date) -> float:
        return round(LEFT + (day - first).days * scale, 1)

    bars = [_bar(line, HEAD + number * ROW, at) for number, line in enumerate(lines)]
    foot = HEAD + len(lines) * ROW
    marks = [
        Mark(_short(m.title), at(m.due_on), foot + number * ROW, m.reached_on is not None)
        for number, m in enumerate(milestones)
        if m.due_on
    ]
    return Picture(
        width=LEFT + WIDTH + 10,
        height=foot + len(marks) * ROW + 10,
        bars=bars,
        months=_months(first, last, at),
        marks=marks,
        today_x=at(today) if first <= today < last else None,
        description=f"{len(lines)} activities and {len(marks)} key milestones between {first:%B %Y} and {max(days):%B %Y}.",
    )


def _bar(line: PlanLine, y: int, at) -> Bar:  # type: ignore[no-untyped-def]  # from day to place
    starts = line.activity.starts_on or line.activity.ends_on
    ends = line.activity.ends_on or line.activity.starts_on
    x, end = at(starts), at(ends + datetime.timedelta(days=1))
    approval = at(max(line.approval_from, starts)) if line.approval_from else None
    shape = "late" if line.overdue else line.activity.status
    return Bar(_short(line.activity.title), y, x, round(max(end - x, 4), 1), shape, approval, round(end - approval, 1) if approval else 0)


def _short(title: str) -> str:
    return title if len(title) <= LONGEST else f"{title[: LONGEST - 1].rstrip()}…"


def _months(first: datetime.date, last: datetime.date, at) -> list[Mark]:  # type: ignore[no-untyped-def]  # as above
    found, day = [], first
    while day < last:
        found.append(Mark(f"{day:%b %Y}" if day == first or day.month == 1 else f"{day:%b}", at(day)))
        day = _month_after(day)
    step = -(-len(found) // 14)
    return found[::step]


def _month_start(day: datetime.date) -> datetime.date:
    return day.replace(day=1)


def _month_after(day: datetime.date) -> datetime.date:
    return (day.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
