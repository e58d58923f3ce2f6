"""Said it back: who explained the project, and who heard it. For 1.4 and 2.2."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.urls import reverse

from milestones.findings.base import Facts, Finding, Missing
from milestones.models import Explanation
from projects.access import BUYERS_SIDE, OFFICER, SIDES
from projects.models import Role, Stakeholder
from projects.words import listed

AT_THE_MEETING = "Whoever runs the meeting, or each of them on “My part”"


def both_explain(facts: Facts) -> list[Finding]:
    """1.4: buyer's side and officer each said it back, and the other heard it; worth checking, that they did so in writing."""
    where = _meeting(facts, 1)
    written = [side for side, roles in _SIDES.items() if any(e.words for e in _heard(facts, roles))]
    unwritten = [side for side in _SIDES if side not in written]
    agree = "Buyer’s side and procurement officer each wrote it in their own words." if not unwritten else _not_written(unwritten)
    return [
        _side(facts, "1.4.buyer", BUYERS_SIDE, "buyer’s side", "procurement officer"),
        _side(facts, "1.4.officer", OFFICER, "procurement officer", "buyer’s side"),
        Finding("1.4.writing", needed=False, says=agree, missing=tuple(Missing(f"side:{s}", f"the {s}") for s in unwritten), **where),
    ]


def everyone_explains(facts: Facts) -> list[Finding]:
    """2.2: each of the core team said it back at the briefing or since, and another heard it. Buyer's side and officer carry over from 1.4
    once the procurement outcome is written. Worth checking: who has not read a change of the objective that the team needs to see.
    """
    silent = [s for s in facts.team if not _said(facts, s)]
    number = len(facts.team)
    if not number:
        none = (Missing("none:2.2.team", "people"),)
        return [Finding("2.2.said", needed=True, says="Nobody is in the core team yet.", missing=none, **_meeting(facts, 2))]
    yes = number - len(silent)
    says = f"{yes} of {number} said it back. {_not_yet(facts, silent)}" if silent else "Everyone said it back, and somebody heard it."
    missing = tuple(Missing(f"stakeholder:{s.pk}", s.name) for s in silent)
    return [Finding("2.2.said", needed=True, says=says, missing=missing, who=AT_THE_MEETING, **_meeting(facts, 2)), *_read(facts)]


def _read(facts: Facts) -> list[Finding]:
    """Nothing while no change of the objective is one that the team needs to see."""
    unread = facts.objective_unread
    if unread is None:
        return []
    says = "Everyone has read what changed in the objective."
    if unread:
        says = f"What changed in the objective is not read yet by {listed([s.name for s in unread])}."
    missing = tuple(Missing(f"stakeholder:{s.pk}", s.name) for s in unread)
    page = {"where": reverse("projects:objective", args=[facts.project.ref]), "where_label": "Go to the objective"}
    return [Finding("2.2.read", needed=False, says=says, missing=missing, who="Each of them, on “My part”", **page)]


_SIDES: dict[str, frozenset[Role]] = {"buyer’s side": BUYERS_SIDE, "procurement officer": OFFICER}


def _heard(facts: Facts, roles: Collection[Role]) -> list[Explanation]:
    """What people who hold these roles now said, and somebody of the other side heard."""
    other = SIDES - frozenset(roles)
    here = {s.pk: s.person_id for s in facts.team if s.role in roles}
    return [e for e in facts.explanations if here.get(e.stakeholder_id) == e.person_id and e.is_heard and e.heard_as in other]


def _side(facts: Facts, key: str, roles: Collection[Role], side: str, other: str) -> Finding:
    heard = _heard(facts, roles)
    where = _meeting(facts, 1)
    if heard:
        names = {s.pk: s.name for s in facts.team}
        return Finding(key, needed=True, says=f"{names[heard[-1].stakeholder_id]} said it back, and the {other} heard it.")
    says = f"The {side} has not said it back to the {other} yet."
    return Finding(key, needed=True, says=says, missing=(Missing(f"side:{side}", f"the {side}"),), who=AT_THE_MEETING, **where)


def _not_written(sides: list[str]) -> str:
    return f"Not in writing yet: {listed([f'the {side}' for side in sides])}."


def _said(facts: Facts, stakeholder: Stakeholder) -> bool:
    mine = [e for e in facts.explanations if (e.stakeholder_id, e.person_id) == (stakeholder.pk, stakeholder.person_id) and e.is_heard]
    return any(_counts(facts, stakeholder, e) for e in mine)


def _counts(facts: Facts, stakeholder: Stakeholder, explanation: Explanation) -> bool:
    """At the briefing or the workshop, or in writing since the briefing; for the two sides what they said before, too."""
    briefing = facts.sessions[2].held_on
    is_since = explanation.session_id != facts.sessions[1].pk and briefing is not None and explanation.said_on >= briefing
    return is_since or (stakeholder.role in SIDES and _outcome_is_written(facts))


def _outcome_is_written(facts: Facts) -> bool:
    return bool(facts.objective and facts.objective.procurement_outcome.strip())


def _not_yet(facts: Facts, silent: Iterable[Stakeholder]) -> str:
    silent = list(silent)
    says = f"Not yet: {listed([s.name for s in silent])}."
    if facts.sessions[2].held_on is None:
        says += " The briefing is not recorded as held yet."
    elif any(s.role in SIDES for s in silent) and not _outcome_is_written(facts):
        says += " What buyer and officer said before counts once what the buying must achieve is written."
    return says


def _meeting(facts: Facts, position: int) -> dict[str, str]:
    sitting = facts.sessions[position].milestone.stage.sitting.name
    return {
        "where": reverse("milestones:meeting", args=[facts.project.ref, position]),
        "where_label": f"Go to the {sitting.lower()}",
    }
