"""What the project shows for 3.7: risks and what mitigates them."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from milestones.findings import Facts
from milestones.findings.risks import risks_mitigated
from tests.factories import MitigantFactory, RiskFactory, RiskLookFactory, StakeholderFactory

MONDAY = datetime.date(2026, 12, 7)


@pytest.fixture
def owner(project):
    return StakeholderFactory(project=project)


def shown(project):
    return {finding.key: finding for finding in risks_mitigated(Facts(project))}


def needed(project):
    return shown(project)["3.7.risks"]


def test_nothing_on_the_register_is_not_proof(project):
    found = needed(project)
    assert (found.holds, [m.mark for m in found.missing]) == (False, ["none:3.7.risks"])
    assert found.says == "No risk is on the register, and nobody has said that you looked."
    assert found.where == f"/projects/{project.ref}/risks/"


def test_having_looked_is(project, clock):
    RiskLookFactory(project=project)
    assert (needed(project).holds, needed(project).says) == (
        True,
        "The team looked for risks on Thursday 12 November 2026, and found nothing above low.",
    )


def test_a_risk_without_owner_is_named(project):
    risk = RiskFactory(project=project, title="Fire")
    MitigantFactory(risk=risk)
    found = needed(project)
    assert [(m.mark, m.name) for m in found.missing] == [(f"risk:{risk.pk}", "Fire")]
    assert found.says == "“Fire” has no owner yet."


def test_a_risk_without_mitigant_is_named(project, owner):
    RiskFactory(project=project, title="Fire", owner=owner)
    assert needed(project).says == "“Fire” has no mitigant yet."


def test_the_first_three_are_said_and_the_rest_counted(project):
    risks = [RiskFactory(project=project, title=f"R{number}") for number in range(5)]
    found = needed(project)
    assert found.says.startswith("“R0” has no owner and no mitigant yet. “R1”")
    assert found.says.endswith("And 2 more.")
    assert [m.mark for m in found.missing] == [f"risk:{risk.pk}" for risk in risks]


def test_owned_and_mitigated_or_accepted_it_holds(project, owner):
    first = MitigantFactory(risk=RiskFactory(project=project, owner=owner)).risk
    assert (needed(project).holds, needed(project).says) == (True, "1 open risk: 1 with an owner and a mitigant.")
    MitigantFactory(risk=RiskFactory(project=project, owner=owner))
    assert needed(project).says == "2 open risks: each with an owner and a mitigant."
    RiskFactory(project=project, accepted="It is cheap.")
    assert needed(project).says == "3 open risks: 2 with an owner and a mitigant, 1 accepted by the buyer’s side."
    assert first.is_open


def test_accepted_alone_is_enough(project):
    RiskFactory(project=project, accepted="It is cheap.")
    assert (needed(project).holds, needed(project).says) == (True, "1 open risk: 1 accepted by the buyer’s side.")


def test_closed_risks_are_settled(project):
    RiskFactory(project=project, closed="Over.")
    assert (needed(project).holds, needed(project).says) == (True, "1 risk, closed.")
    RiskFactory(project=project, closed="Over.")
    assert needed(project).says == "2 risks, all closed."


def test_a_risk_taken_off_is_no_risk(project):
    RiskFactory(project=project, removed=True)
    assert [m.mark for m in needed(project).missing] == ["none:3.7.risks"]


def test_worth_checking_is_whether_high_risks_have_a_day(project, owner):
    assert shown(project)["3.7.dates"].says == "No open risk is high or extreme."
    MitigantFactory(risk=RiskFactory(project=project, likelihood=1, consequence=5))
    MitigantFactory(risk=RiskFactory(project=project, likelihood=5, consequence=5, accepted="Fine."))
    assert shown(project)["3.7.dates"].holds is True
    high = RiskFactory(project=project, title="Fire", likelihood=5, consequence=2)
    MitigantFactory(risk=high, due_on=MONDAY)
    assert shown(project)["3.7.dates"].says == "What is done about high and extreme risks has a day."
    MitigantFactory(risk=high)
    found = shown(project)["3.7.dates"]
    assert (found.needed, found.says, [m.mark for m in found.missing]) == (
        False,
        "What is done about “Fire” has no day yet.",
        [f"risk:{high.pk}"],
    )


def test_it_takes_the_same_queries_with_one_risk_and_with_many(project, owner):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            risks_mitigated(Facts(type(project).objects.select_related("agency").get(pk=project.pk)))
        return len(captured)

    MitigantFactory(risk=RiskFactory(project=project, owner=owner))
    few = queries()
    for _ in range(4):
        MitigantFactory(risk=RiskFactory(project=project, owner=owner))
    assert queries() == few == 4
