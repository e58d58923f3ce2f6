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

import milestones.findings.base as base
import milestones.findings.communication as communication
import milestones.findings.define as define
import milestones.findings.documented as documented
import milestones.findings.organise as organise
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
