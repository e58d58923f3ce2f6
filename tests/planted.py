"""Breaks the rules of the gate, the lock and the role check, one at a time. `tests/test_planted.py` shows that some test catches each.

A plant is switched on by the environment: `PLANTED="rule 2: answers are gated" pytest …` (see tests/conftest.py).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction

import milestones.findings.agreed as agreed
import milestones.findings.base as base
import milestones.findings.communication as communication
import milestones.findings.define as define
import milestones.findings.documented as documented
import milestones.findings.explained as explained
import milestones.findings.organise as organise
import milestones.findings.planned as planned
import milestones.findings.risks as risks
import milestones.operations.answers as answers
import milestones.operations.confirming as confirming
import milestones.operations.reopening as reopening
import milestones.operations.sessions as sessions
import milestones.standing as standing
import projects.changes as changes
import projects.contacts as contacts
import projects.operations.communication as operations
import projects.raci as raci
import projects.readers as readers
import projects.reading as reading
from milestones.findings import Finding, Missing
from mobilisation.refusals import Refusal
from projects.models import Acknowledgement, BuyingProject
from projects.models.asking import AcknowledgementQuerySet
from projects.written import Written, tables_written

SCENARIOS, LOOKING, RACES = (f"tests/milestones/test_{name}.py" for name in ("scenarios", "looking_again", "races"))
TOUCHED = "tests/milestones/test_touched.py"
SHOWN, DOCUMENTED = "tests/milestones/test_communication_shown.py", "tests/milestones/test_documented.py"
READING = "tests/projects/test_reading.py"
MEETING, PLANNED = "tests/milestones/test_meeting.py", "tests/milestones/test_planned.py"
WORKING = "tests/projects/test_working.py"
RULES, ORGANISE = "tests/milestones/test_rules.py", "tests/milestones/test_organise.py"


@dataclass(frozen=True)
class Plant:
    """One broken rule: what is replaced by what, and the tests one of which must fail then."""

    module: Any
    name: str
    by: Callable[..., Any]
    caught_by: str


def nothing(*args: Any, **kwargs: Any) -> None:
    """A check that never refuses."""


def untouched(reason: str, *args: Any, **kwargs: Any) -> str:
    """A reason that nobody asks for."""
    return reason.strip() or "-"


@contextmanager
def without_lock(project: BuyingProject, *, by: Any) -> Any:
    """A change that neither locks nor reads again: what the caller has in hand is taken for what is so."""
    with transaction.atomic(), tables_written() as written:
        project.access = changes.access_in(by, BuyingProject.objects.with_stake_of(by).get(pk=project.pk))
        yield written


def remembered_role(project: BuyingProject, roles: Any) -> None:
    """The role check, left out."""


def preparing_is_blocked(*, milestone: Any, **kwargs: Any) -> None:
    """Sessions of a locked milestone cannot be planned."""
    raise Refusal("This milestone is locked.")


def keeps_nothing(criterion: Any) -> list[str]:
    """What is needed is never missing."""
    return []


def always_one_press(criterion: Any) -> bool:
    """One press, whatever is missing."""
    return True


def silence_is_a_yes(facts: Any, others: Any, people: Any) -> Finding:
    """Whoever does not answer has said yes."""
    return Finding("2.1.yes", needed=True, says="Each said yes.")


def nothing_changed(facts: Any) -> Finding:
    """Whatever changed, everyone has read it."""
    return Finding("2.5.changes", needed=False, says="Nothing has changed.")


def old_links_are_needed(facts: Any) -> Finding:
    """A passing day takes away what is needed."""
    old = [row for row in facts.elsewhere.values() if row.checked_on < facts.today - documented.LATELY]
    return Finding("3.1.links", needed=True, says="-", missing=tuple(Missing(f"heldelsewhere:{row.pk}", row.title) for row in old))


def anybody_hears(facts: Any, roles: Any) -> list[Any]:
    """What a side said counts, whoever heard it."""
    here = {s.pk: s.person_id for s in facts.team if s.role in roles}
    return [e for e in facts.explanations if here.get(e.stakeholder_id) == e.person_id and e.is_heard]


def unheard_counts(facts: Any, stakeholder: Any) -> bool:
    """Saying it back is enough, though nobody heard it."""
    mine = [e for e in facts.explanations if (e.stakeholder_id, e.person_id) == (stakeholder.pk, stakeholder.person_id)]
    return any(explained._counts(facts, stakeholder, e) for e in mine)


def a_position_is_a_name(facts: Any, key: str, activities: Any, *, needed: bool) -> Finding:
    """Whoever answers for it is somebody by name, a position too."""
    without = [a for a in activities if not facts.matrix.holding(a, planned.ANSWERS)]
    return Finding(key, needed=needed, says="-", missing=planned._activities(without))


def a_position_is_an_expert(facts: Any, people: Any) -> Finding:
    """What is needed has somebody, by name or not."""
    return Finding("3.3.experts", needed=True, says="-")


def undated_milestones_count(facts: Any) -> Finding:
    """A key milestone needs no date."""
    return Finding("3.4.milestones", needed=True, says="-")


def without_owner_or_end(facts: Any, activities: Any) -> list[Any]:
    """Every activity is owned and dated."""
    return []


def objected_to_in_vain(facts: Any, ways: Any, key: str, about: Any, what: str) -> Finding:
    """Objections stand in nobody's way."""
    return Finding(key, needed=True, says="-")


def everybody_gets_in(facts: Any, ways: Any) -> Finding:
    """Whoever says that they cannot get in is not heard."""
    return Finding("3.6.access", needed=True, says="-")


def unchecked(facts: Any) -> dict[str, Any]:
    """What nobody has checked counts all the same."""
    return {row.what: row for row in facts.project.held_elsewhere.current()}


def nothing_written(written: Written) -> frozenset[str]:
    """A change of which nothing is seen."""
    return frozenset()


parts = define._parts


def reads_the_risks(facts: base.Facts) -> Finding:
    """A finding of 1.1 that also reads the risks."""
    list(facts.risks)
    return parts(facts)


PLANTS: dict[str, Plant] = {
    "rule 1: preparing is blocked": Plant(sessions, "change", preparing_is_blocked, f"{RULES}::test_rule_1_preparing_is_never_blocked"),
    "rule 2: answers are not gated": Plant(answers, "require_open", nothing, f"{SCENARIOS} -k scenario_12"),
    "rule 2: confirmations are not gated": Plant(confirming, "require_open", nothing, f"{RULES} -k rule_2"),
    "rule 3: anybody answers": Plant(changes, "require", remembered_role, f"{RULES} -k rule_3"),
    "rule 4: one press always suffices": Plant(
        answers.SuccessCriterion, "one_press_suffices", property(always_one_press), f"{RULES} -k rule_4"
    ),
    "rule 5: not needed without a reason": Plant(answers, "require_reason", untouched, f"{RULES} -k rule_5"),
    "rule 6: taken back without a reason": Plant(answers, "require_reason", untouched, f"{RULES} -k rule_6"),
    "rule 7: confirmed before it is ready": Plant(confirming, "require_ready", nothing, f"{RULES} -k rule_7"),
    "rule 7: one person for both sides": Plant(confirming, "_require_free", nothing, f"{SCENARIOS} -k scenario_8"),
    "rule 8: confirmations do not lapse": Plant(answers, "_raise_version", nothing, f"{SCENARIOS} -k scenario_9"),
    "rule 8: any version counts": Plant(confirming, "require_seen", nothing, f"{RULES} -k rule_8"),
    "rule 9: reopened without the list": Plant(reopening, "require_stamp", nothing, f"{SCENARIOS} -k scenario_13"),
    "rule 10: nothing needs another look": Plant(standing.gate, "newly_missing", lambda now, baseline: [], LOOKING),
    "rule 11: a refusal names nothing": Plant(answers, "what_is_missing", keeps_nothing, f"{RULES} -k rule_11"),
    "the same wish is an error": Plant(answers, "require_version", lambda *a: (_ for _ in ()).throw(Refusal("No.")), f"{RULES} -k rule_6"),
    "stopped projects are written to": Plant(changes, "require_active", nothing, f"{SCENARIOS} -k stopped_project"),
    "1.2: any number of people is accountable": Plant(raci, "_accountable", lambda matrix, activity: [], f"{SCENARIOS} -k scenario_1_"),
    "2.1: silence is a yes": Plant(organise, "_said_yes", silence_is_a_yes, f"{ORGANISE} -k no_is_named"),
    "2.3: an old yes counts": Plant(Acknowledgement, "still_says", lambda *seen: True, f"{ORGANISE} -k said_yes_to_again"),
    "2.3: a yes stays with the row": Plant(AcknowledgementQuerySet, "counting", lambda said: said, f"{ORGANISE} -k goes_with_the_person"),
    "2.4: who has left is still a contact": Plant(contacts, "_why_not", lambda stakeholder, part: "", f"{SCENARIOS} -k scenario_4_contact"),
    "2.5: any change is one to be seen": Plant(operations, "_needs_to_be_seen", lambda project, beside: True, f"{SCENARIOS} -k scenario_5"),
    "2.5: a change is read without reading": Plant(communication, "_changes", nothing_changed, f"{SCENARIOS} -k scenario_5"),
    "1.3: no line is a plan": Plant(communication, "_plan", lambda facts, key: Finding(key, needed=True, says="-"), SHOWN),
    "3.1: an old check takes away what is needed": Plant(documented, "_links", old_links_are_needed, DOCUMENTED),
    "1.4: anybody hears a side": Plant(explained, "_heard", anybody_hears, f"{MEETING} -k 1_4_is_not_heard_by_a_member"),
    "2.2: unheard counts": Plant(explained, "_said", unheard_counts, f"{MEETING} -k 2_2_names_each"),
    "2.2: said before the briefing counts": Plant(explained, "_counts", lambda *seen: True, f"{MEETING} -k 2_2_takes_over"),
    "3.3: a position answers for it": Plant(planned, "_accountable", a_position_is_a_name, f"{PLANNED} -k 3_3_asks_who"),
    "3.3: nobody is an expert": Plant(planned, "_experts", a_position_is_an_expert, f"{PLANNED} -k 3_3_takes_an_expert"),
    "3.4: a key milestone without a date": Plant(planned, "_milestones", undated_milestones_count, f"{PLANNED} -k 3_4_names_a_key"),
    "3.4: without owner or end": Plant(planned, "_unready", without_owner_or_end, f"{PLANNED} -k 3_4_names_activities"),
    "3.5: the absent are not told": Plant(agreed, "knows", lambda *seen: True, f"{MEETING} -k 3_5_names_the_absent"),
    "3.5: an objection is not heard": Plant(agreed, "_objections", objected_to_in_vain, f"{WORKING} -k open_objection"),
    "3.6: who cannot get in is not heard": Plant(agreed, "_access", everybody_gets_in, f"{WORKING} -k 3_6_names_who_cannot"),
    "held elsewhere: unchecked counts": Plant(base.Facts, "elsewhere", property(unchecked), "tests/projects/test_elsewhere.py -k count"),
    "2.2: a reading stays with the row": Plant(readers, "_own", lambda readings: readings, f"{READING} -k person_in_the_row"),
    "2.2: joiners have to catch up": Plant(reading, "_has_without_asking", lambda row, version: False, f"{READING} -k left_to_read"),
    "3.7: a risk that nothing mitigates is settled": Plant(
        risks, "lacks", lambda risk, mitigants: [], f"{SCENARIOS} -k scenario_6_a_risk_with"
    ),
    "3.7: risks raised since count": Plant(
        risks, "_before_completion", lambda facts: facts.risks, f"{SCENARIOS} -k raised_after_completion"
    ),
    "the lock": Plant(changes, "locked", without_lock, RACES),
    "nobody sees what a change writes": Plant(Written, "take", nothing_written, TOUCHED),
    "a finding reads what it does not name": Plant(define, "_parts", reads_the_risks, "tests/milestones/test_define.py"),
}


def plant_from_environment(patch: Any) -> None:
    """Break the one rule that the environment names, if it names one."""
    name = os.environ.get("PLANTED")
    if name:
        plant = PLANTS[name]
        patch.setattr(plant.module, plant.name, plant.by)
