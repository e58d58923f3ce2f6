"""The plan over time, as a picture: rectangles on a line of months, wide or narrow. The table beside it says the same in words."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from projects.models import KeyMilestone
from projects.plan import Plan, PlanLine


@dataclass(frozen=True)
class Frame:
    """How large a picture is: where the bars begin, how wide all months are, how tall a row, where title and bar stand in it."""

    left: int
    width: int
    row: int
    title_at: int
    bar_at: int
    longest: int  # characters of a title
    months: int  # most names of months

    head = 34


WIDE = Frame(left=260, width=700, row=26, title_at=17, bar_at=4, longest=36, months=14)
NARROW = Frame(left=4, width=316, row=42, title_at=14, bar_at=20, longest=44, months=6)  # titles stand over their bars: for phones


@dataclass(frozen=True)
class Bar:
    """One activity: where it lies, and its title as it fits. `approval` is where the part for its approval begins."""

    title: str
    title_y: int
    x: float
    y: int
    width: float
    shape: str
    approval_x: float | None
    approval_width: float


@dataclass(frozen=True)
class Mark:
    """A key milestone, or a month's first day."""

    title: str
    x: float
    title_y: int = 0
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
    left: int
    head: int
    description: str

    @property
    def today_label_x(self) -> float:
        """Where "Today" is written: beside its line, and inside the picture."""
        return min((self.today_x or 0) + 5, self.width - 40)


def draw(plan: Plan, today: datetime.date, frame: Frame = WIDE) -> Picture | None:
    """The picture of what is dated; nothing where nothing is."""
    lines = [line for line in plan.lines if line.is_dated]
    milestones = [m for m in plan.milestones if m.due_on]
    days = [d for line in lines for d in (line.activity.starts_on, line.activity.ends_on) if d] + [m.due_on for m in milestones if m.due_on]
    if not days:
        return None
    first, last = _month_start(min(days)), _month_after(max(days))
    scale = frame.width / (last - first).days

    def at(day: datetime.date) -> float:
        return round(frame.left + (day - first).days * scale, 1)

    bars = [_bar(line, frame.head + number * frame.row, at, frame) for number, line in enumerate(lines)]
    foot = frame.head + len(lines) * frame.row
    marks = [_mark(m, foot + number * frame.row, at, frame) for number, m in enumerate(milestones)]
    return Picture(
        width=frame.left + frame.width + 10,
        height=foot + len(marks) * frame.row + 10,
        bars=bars,
        months=_months(first, last, at, frame.months),
        marks=marks,
        today_x=at(today) if first <= today < last else None,
        left=frame.left,
        head=frame.head,
        description=f"{_count(len(lines), 'activity', 'activities')} and {_count(len(marks), 'key milestone', 'key milestones')} "
        f"{_span(first, max(days))}.",
    )


def _span(first: datetime.date, last: datetime.date) -> str:
    """As in "in December 2026", "between November 2026 and January 2027"."""
    one, other = f"{first:%B %Y}", f"{last:%B %Y}"
    return f"in {one}" if one == other else f"between {one} and {other}"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _bar(line: PlanLine, y: int, at, frame: Frame) -> Bar:  # type: ignore[no-untyped-def]  # from day to place
    starts = line.activity.starts_on or line.activity.ends_on
    ends = line.activity.ends_on or line.activity.starts_on
    x, end = at(starts), at(ends + datetime.timedelta(days=1))
    approval = at(max(line.approval_from, starts)) if line.approval_from else None
    shape = "late" if line.overdue else line.activity.status
    return Bar(
        title=_short(line.activity.title, frame),
        title_y=y + frame.title_at,
        x=x,
        y=y + frame.bar_at,
        width=round(max(end - x, 4), 1),
        shape=shape,
        approval_x=approval,
        approval_width=round(end - approval, 1) if approval else 0,
    )


def _mark(milestone: KeyMilestone, y: int, at, frame: Frame) -> Mark:  # type: ignore[no-untyped-def]  # as above
    title, place = _short(milestone.title, frame), at(milestone.due_on)
    return Mark(title, place, title_y=y + frame.title_at, y=y + frame.bar_at + 8, is_reached=milestone.reached_on is not None)


def _short(title: str, frame: Frame) -> str:
    return title if len(title) <= frame.longest else f"{title[: frame.longest - 1].rstrip()}…"


def _months(first: datetime.date, last: datetime.date, at, most: int) -> list[Mark]:  # type: ignore[no-untyped-def]  # as above
    found, day = [], first
    while day < last:
        found.append(Mark(f"{day:%b %Y}" if day == first or day.month == 1 else f"{day:%b}", at(day)))
        day = _month_after(day)
    step = -(-len(found) // most)
    return found[::step]


def _month_start(day: datetime.date) -> datetime.date:
    return day.replace(day=1)


def _month_after(day: datetime.date) -> datetime.date:
    return (day.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
