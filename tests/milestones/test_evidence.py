"""Evidence: added by the core team, taken off by who added it or by a side; nothing is lost."""

import uuid

import pytest

from milestones.models import Evidence
from milestones.operations import add_evidence, remove_evidence
from projects.refusals import FieldNeeded, NotYourPart
from tests.factories import EvidenceFactory, criterion_of

NOTE = {"kind": "note", "title": "Minutes", "text": "Agreed on the phone."}
LINK = {"kind": "link", "title": "Minutes", "address": "https://records.example/1"}


@pytest.mark.parametrize("wanted", [NOTE, LINK])
@pytest.mark.parametrize("who", ["member", "buyer", "agent", "officer"])
def test_the_core_team_adds_a_link_or_a_note_in_a_locked_milestone_too(project, who, wanted, request):
    by = request.getfixturevalue(who)
    add_evidence(criterion=criterion_of(project, "3.1"), nonce=uuid.uuid4(), by=by, **wanted)
    assert (project.history.last().verb, project.history.last().actor) == ("evidence added", by)


@pytest.mark.parametrize("who", ["wider", "viewer", "outsider"])
def test_nobody_else_does(project, who, request):
    with pytest.raises(NotYourPart):
        add_evidence(criterion=criterion_of(project, "1.1"), nonce=uuid.uuid4(), by=request.getfixturevalue(who), **NOTE)
    assert Evidence.objects.count() == 0


def test_the_same_form_twice_adds_one(project, member):
    nonce = uuid.uuid4()
    for _ in range(2):
        add_evidence(criterion=criterion_of(project, "1.1"), nonce=nonce, by=member, **NOTE)
    assert Evidence.objects.count() == 1


@pytest.mark.parametrize("blank", [{**NOTE, "text": " "}, {**LINK, "address": ""}])
def test_a_note_has_a_text_and_a_link_an_address(project, member, blank):
    with pytest.raises(FieldNeeded):
        add_evidence(criterion=criterion_of(project, "1.1"), nonce=uuid.uuid4(), by=member, **blank)


def test_who_added_it_or_a_side_takes_it_off_and_it_stays_in_the_record(project, member, buyer):
    by_officer = EvidenceFactory(criterion=criterion_of(project, "1.1"))
    with pytest.raises(NotYourPart):
        remove_evidence(evidence=by_officer, by=member)
    own = EvidenceFactory(criterion=criterion_of(project, "1.1"), by=member)
    for evidence, by in ((own, member), (by_officer, buyer), (by_officer, buyer)):
        remove_evidence(evidence=evidence, by=by)
    assert sorted(Evidence.objects.values_list("removed_by", flat=True)) == sorted([member.pk, buyer.pk])
    assert [e.verb for e in project.history.order_by("sequence")].count("evidence removed") == 2
