"""What the project shows of its communication plan: that there is one (1.3), and that the team has it (2.5)."""

import uuid

from django.db import connection
from django.test.utils import CaptureQueriesContext

from milestones.findings import Facts
from milestones.findings.communication import communication_planned, plan_circulated
from milestones.findings.registry import is_computed
from projects.clock import now, today
from projects.models import Held, Readable, Reading
from projects.operations.communication import COMMUNICATION, send_communication
from projects.operations.people import remove_stakeholder
from projects.operations.rows import edit_row, remove_row
from tests.factories import CirculationFactory, CommunicationItemFactory, HeldElsewhereFactory, StakeholderFactory, buyer_of

SEE = {"team_needs_to_see": True}


def shown(finder, project):
    return {finding.key: finding for finding in finder(Facts(project))}


def holds(finder, project):
    return {key: finding.holds for key, finding in shown(finder, project).items()}


def change(row, **beside):
    row.refresh_from_db()
    said = {"message": f"Version after {row.version}."}
    edit_row(register=COMMUNICATION, row=row, version=row.version, by=buyer_of(row.project), beside=beside, **said)


# ---- 1.3 ----------------------------------------------------------------------------------------------------------


def test_without_a_line_1_3_names_the_communication_plan(project):
    found = shown(communication_planned, project)
    assert {key: (f.needed, f.holds) for key, f in found.items()} == {
        "1.3.communication": (True, False),
    }
    assert found["1.3.communication"].where == f"/projects/{project.ref}/communication/"


def test_one_line_is_a_plan(project, buyer):
    row = CommunicationItemFactory(project=project)
    found = shown(communication_planned, project)["1.3.communication"]
    assert (found.holds, found.says) == (True, "1 line in the stakeholder communication plan.")
    remove_row(register=COMMUNICATION, row=row, by=buyer)
    assert not shown(communication_planned, project)["1.3.communication"].holds


def test_a_plan_kept_elsewhere_counts_once_it_is_checked(project):
    row = HeldElsewhereFactory(project=project, what=Held.COMMUNICATION, checked_on=None)
    assert not shown(communication_planned, project)["1.3.communication"].holds
    type(row).objects.filter(pk=row.pk).update(checked_on=today(), checked_by=buyer_of(project))
    assert holds(communication_planned, project) == {"1.3.communication": True}
    assert holds(plan_circulated, project)["2.5.plan"]


def test_a_line_whose_owner_is_missing_or_has_left_is_named(project, buyer):
    leaver, stays = StakeholderFactory(project=project), StakeholderFactory(project=project)
    rows = [
        CommunicationItemFactory(project=project, audience=name, owner=owner)
        for name, owner in {"A": None, "B": leaver, "C": stays}.items()
    ]
    remove_stakeholder(stakeholder=leaver, by=buyer)
    found = shown(communication_planned, project)["1.3.communication_owners"]
    assert (found.needed, found.says) == (False, "Nobody sends yet: A and B.")
    assert [m.mark for m in found.missing] == [f"communicationitem:{row.pk}" for row in rows[:2]]


def test_every_line_with_an_owner_holds(project):
    CommunicationItemFactory(project=project, owner=StakeholderFactory(project=project))
    assert shown(communication_planned, project)["1.3.communication_owners"].says == "Each line has somebody who sends it."


def test_somebody_of_high_interest_in_no_line_is_named(project):
    mei = StakeholderFactory(project=project, is_high_interest=True)
    CommunicationItemFactory(project=project)
    found = shown(communication_planned, project)["1.3.communication_interest"]
    assert (found.needed, [m.mark for m in found.missing], mei.name in found.says) == (False, [f"stakeholder:{mei.pk}"], True)
    CommunicationItemFactory(project=project, stakeholders=[mei])
    assert shown(communication_planned, project)["1.3.communication_interest"].holds


# ---- 2.5 ----------------------------------------------------------------------------------------------------------


def test_a_plan_that_was_not_sent_is_not_circulated(project):
    CommunicationItemFactory(project=project)
    assert holds(plan_circulated, project) == {"2.5.plan": True, "2.5.sent": False}
    assert shown(plan_circulated, project)["2.5.sent"].where.endswith("/communication/send/")


def test_once_sent_all_of_2_5_holds_and_a_joiner_has_it_by_joining(project):
    CirculationFactory(project=project, how="by e-mail")
    StakeholderFactory(project=project)
    found = shown(plan_circulated, project)
    assert {f.holds for f in found.values()} == {True}
    assert ", by e-mail. Whoever joined since has it by joining." in found["2.5.sent"].says
    assert is_computed("2.5")


def test_a_change_to_be_seen_names_who_has_not_read_it(project, buyer, officer, member):
    row = CommunicationItemFactory(project=project)
    CirculationFactory(project=project)
    change(row, **SEE)
    joiner = StakeholderFactory(project=project)
    found = shown(plan_circulated, project)["2.5.changes"]
    named = {m.mark for m in found.missing}
    others = project.stakeholders.current().core().exclude(person=buyer).exclude(pk=joiner.pk)
    assert (found.needed, named) == (False, {f"stakeholder:{s.pk}" for s in others})
    for stakeholder in others:
        Reading.objects.create(stakeholder=stakeholder, what=Readable.COMMUNICATION, version=2, at=now(), by=stakeholder.person)
    assert shown(plan_circulated, project)["2.5.changes"].says.endswith("Everyone in the team has read it.")


def test_reading_an_earlier_change_or_something_else_is_not_reading_this_one(project, member):
    row = CommunicationItemFactory(project=project)
    CirculationFactory(project=project)
    change(row, **SEE)
    change(row, **SEE)
    me = project.stakeholders.get(person=member)
    for what, version in ((Readable.COMMUNICATION, 2), (Readable.OBJECTIVE, 3)):
        Reading.objects.create(stakeholder=me, what=what, version=version, at=now(), by=member)
    assert f"stakeholder:{me.pk}" in {m.mark for m in shown(plan_circulated, project)["2.5.changes"].missing}


def test_sending_it_again_clears_the_change(project, buyer):
    row = CommunicationItemFactory(project=project)
    CirculationFactory(project=project)
    change(row, **SEE)
    assert not holds(plan_circulated, project)["2.5.changes"]
    send_communication(project=project, version=2, sent_on=today(), by=buyer, nonce=uuid.uuid4())
    assert holds(plan_circulated, project)["2.5.changes"]


def test_a_passing_day_takes_nothing_away(project, clock):
    CirculationFactory(project=project)
    clock.move(days=400)
    assert set(holds(plan_circulated, project).values()) == {True}


def test_the_same_queries_for_1_and_100_lines(project):
    mei = StakeholderFactory(project=project)
    counts = []
    for number in (1, 99):
        for _ in range(number):
            CommunicationItemFactory(project=project, stakeholders=[mei], owner=mei)
        with CaptureQueriesContext(connection) as captured:
            facts = Facts(project)
            communication_planned(facts), plan_circulated(facts)
        counts.append(len(captured))
    assert counts == [7, 7]
