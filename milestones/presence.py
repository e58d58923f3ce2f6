"""Who is at a meeting, mark by mark: as it is kept, as a page showed it, as somebody wants it. Knows no database, clock or web."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from milestones.models import Attendance, Presence, Session
from projects.merging import Clashes, merge

Marks = Mapping[str, Any]
SHOWN = {Presence.PRESENT.value, Presence.APOLOGY.value}


def marks(
    *,
    present: Collection[int] = (),
    apologies: Collection[int] = (),
    said_it_back: Collection[int] = (),
    hearer: int | None = None,
    agreed: Collection[str] = (),
) -> dict[str, Any]:
    """The marks that say this: "at_12" is present or apology, "said_12", "hearer", "agrees_cadence". What is not said is not in it."""
    here = {f"at_{pk}": Presence.PRESENT.value for pk in present} | {f"at_{pk}": Presence.APOLOGY.value for pk in apologies}
    said = {f"said_{pk}": True for pk in said_it_back}
    return {**here, **said, "hearer": hearer, **{f"agrees_{about}": True for about in agreed}}


def marks_of(session: Session, rows: Iterable[Attendance]) -> dict[str, Any]:
    """The marks as they are kept."""
    there = list(rows)
    return marks(
        present=[row.stakeholder_id for row in there if row.presence == Presence.PRESENT],
        apologies=[row.stakeholder_id for row in there if row.presence == Presence.APOLOGY],
        said_it_back=[row.stakeholder_id for row in there if row.said_it_back],
        hearer=session.hearer_id,
        agreed=session.agreed,
    )


def people_in(wanted: Iterable[str]) -> set[int]:
    """The ids of everybody that these marks are about."""
    return {int(name.rpartition("_")[2]) for name in wanted if name.startswith(("at_", "said_"))}


def agreed_in(wanted: Marks) -> list[str]:
    """What these marks say is agreed."""
    return sorted(name.removeprefix("agrees_") for name, value in wanted.items() if value and name.startswith("agrees_"))


def merge_marks(*, seen: Marks, kept: Marks, wanted: Marks) -> tuple[dict[str, Any], Clashes]:
    """All marks as they should be, and the clashes: a mark both changed, or marks of one person that do not go together any more."""
    whole = {**dict.fromkeys(seen), **wanted}
    fresh, clashes = merge(seen=seen, kept=kept, wanted=whole)
    merged = {**kept, **fresh}
    for pk in people_in(merged):
        names = (f"at_{pk}", f"said_{pk}")
        others = any((kept.get(name) or None) != (seen.get(name) or None) for name in names)
        if others and said_from_afar(merged, pk) and not clashes.keys() & set(names):
            clashes |= {name: (kept.get(name), whole.get(name)) for name in names if name in fresh}
    return merged, clashes


def said_from_afar(wanted: Marks, pk: int) -> bool:
    """Whether somebody is marked as having said it back who is not marked as present."""
    return bool(wanted.get(f"said_{pk}")) and wanted.get(f"at_{pk}") != Presence.PRESENT
