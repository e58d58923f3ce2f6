"""Two people at the same moment, over real connections: whatever the order, nothing is broken. Fifty rounds each on PostgreSQL."""

import threading
import uuid
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection, connections

from milestones import operations as journey
from milestones.journey import Journey
from milestones.models import Answer
from projects.models import AgencyPostKind, BuyingProject, Person, Role, Stakeholder
from projects.operations.agency import give_post
from projects.operations.people import add_stakeholder, hand_over
from projects.refusals import Refusal
from projects.sign_in import Adapter
from tests.factories import (
    AgencyPostFactory,
    PersonFactory,
    ProjectFactory,
    StakeholderFactory,
    answer_criterion,
    buyer_of,
    complete,
    confirm,
    criterion_of,
    make_ready,
    milestone_of,
    officer_of,
)
from tests.milestones.replay import disagreements

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

Act = Callable[[], None]


@pytest.fixture
def rounds() -> range:
    """Fifty on PostgreSQL; five on SQLite, where one writer at a time is the engine's own rule."""
    return range(50 if connection.vendor == "postgresql" else 5)


def race(*acts: Act) -> list[str]:
    """Start the acts together, each on its own connection; what each ended with: "done" or the name of its refusal."""
    ends, start = [""] * len(acts), threading.Barrier(len(acts))

    def run(place: int, act: Act) -> None:
        start.wait(timeout=20)
        try:
            act()
            ends[place] = "done"
        except Refusal as refusal:
            ends[place] = type(refusal).__name__
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return ends


def assert_whole(project: BuyingProject) -> Journey:
    """The gate's law holds, and history tells the present."""
    now = Journey(BuyingProject.objects.get(pk=project.pk))
    complete_ones = [m.is_complete for m in now.milestones]
    assert complete_ones == sorted(complete_ones, reverse=True)
    for milestone in now.milestones:
        live = now.confirmations_of(milestone)
        assert len({c.side for c in live}) == len({c.person_id for c in live}) == len(live)
        if milestone.is_complete:
            assert [c.key for c in now.criteria_of(milestone) if c.answer == Answer.NOT_MET] == []
            assert {c.side for c in live} == {"buyer", "officer"}
    assert disagreements(project) == []
    return now


def test_answer_against_take_back(rounds: range) -> None:
    project = ProjectFactory()
    officer = officer_of(project)
    for number in rounds:
        if criterion_of(project, "1.2").answer == Answer.NOT_MET:
            answer_criterion(project, "1.2", reason=f"Round {number} begins.")
        one, other = criterion_of(project, "1.2"), criterion_of(project, "1.2")
        ends = race(
            partial(journey.tick_with_reason, criterion=one, version=one.version, reason=f"Round {number}.", by=officer),
            partial(journey.take_back_criterion, criterion=other, version=other.version, reason="Not so.", by=officer),
        )
        assert sorted(ends) == ["ChangedMeanwhile", "done"]
        assert_whole(project)


def test_confirm_against_take_back(rounds: range) -> None:
    for _ in rounds:
        project = ProjectFactory()
        make_ready(project, 1)
        confirm(project, 1, buyer_of(project))
        officer, milestone, criterion = officer_of(project), milestone_of(project, 1), criterion_of(project, "1.2")
        ends = race(
            partial(journey.confirm_milestone, milestone=milestone, version=milestone.version, by=officer),
            partial(journey.take_back_criterion, criterion=criterion, version=criterion.version, reason="Not so.", by=officer),
        )
        assert sorted(ends) in (["AlreadyComplete", "done"], ["ChangedMeanwhile", "done"])
        assert_whole(project)


def test_reopen_against_confirm(rounds: range) -> None:
    for _ in rounds:
        project = ProjectFactory()
        make_ready(project, 2)
        confirm(project, 2, buyer_of(project))
        officer, buyer = officer_of(project), buyer_of(project)
        first, second = milestone_of(project, 1), milestone_of(project, 2)
        stamp = journey.undoing(Journey(project), first).stamp
        ends = race(
            partial(journey.reopen_milestone, milestone=first, stamp=stamp, reason="The scope moved.", by=buyer),
            partial(journey.confirm_milestone, milestone=second, version=second.version, by=officer),
        )
        assert sorted(ends) in (["ChangedMeanwhile", "done"], ["GateClosed", "done"])
        assert_whole(project)


def test_two_confirmations(rounds: range) -> None:
    for _ in rounds:
        project = ProjectFactory()
        make_ready(project, 1)
        one, other = milestone_of(project, 1), milestone_of(project, 1)
        officer, buyer = officer_of(project), buyer_of(project)
        ends = race(
            partial(journey.confirm_milestone, milestone=one, version=one.version, by=officer),
            partial(journey.confirm_milestone, milestone=other, version=other.version, by=buyer),
        )
        assert ends == ["done", "done"]
        assert assert_whole(project).milestone(1).is_complete
        assert milestone_of(project, 1).completions.count() == 1


def test_handover_against_answer(rounds: range) -> None:
    project = ProjectFactory()
    heirs = [StakeholderFactory(project=project, person=PersonFactory(agency=project.agency)) for _ in range(2)]
    for number in rounds:
        officer = officer_of(project)
        heir = next(h for h in heirs if h.person_id != officer.pk)
        criterion = criterion_of(project, "1.3")
        ends = race(
            partial(hand_over, seat=Role.PROCUREMENT_OFFICER, to=heir, by=officer),
            partial(journey.tick_with_reason, criterion=criterion, version=criterion.version, reason=f"Round {number}.", by=officer),
        )
        assert ends in (["done", "done"], ["done", "NotYourPart"])
        last = list(project.history.order_by("sequence"))[-3:]
        answered = [e for e in last if e.about == "successcriterion" and e.after["reason"] == f"Round {number}."]
        assert [e.sequence for e in answered] == ([last[0].sequence] if ends[1] == "done" else [])
        assert_whole(project)


def test_the_same_draft_started_twice_at_once(rounds: range) -> None:
    person = PersonFactory()
    person.agency.email_domains = [person.email_domain]
    person.agency.save()
    for number in rounds:
        draft = journey.save_draft(person=person, typed={"title": f"Twice {number}"})
        start = journey.ProjectStart(title=f"Twice {number}", agency=person.agency, part="buyer", draft=draft.pk)
        assert race(partial(journey.start_project, start=start, by=person), partial(journey.start_project, start=start, by=person)) == [
            "done",
            "done",
        ]
        assert BuyingProject.objects.filter(title=f"Twice {number}").count() == 1


def test_the_same_new_address_in_two_projects_at_once(rounds: range) -> None:
    projects = [ProjectFactory(), ProjectFactory()]
    for number in rounds:
        address = f"at.once.{number}@des.example"
        add = [partial(add_stakeholder, project=p, name="Tom Okafor", email=address, by=buyer_of(p)) for p in projects]
        assert race(*add) == ["done", "done"]
        person = Person.objects.get(email=address)
        assert [p.stakeholders.get(email=address).person for p in projects] == [person, person]


def test_the_same_form_in_two_projects_at_once(rounds: range) -> None:
    projects = [ProjectFactory(), ProjectFactory()]
    for _ in rounds:
        nonce = uuid.uuid4()
        add = [partial(add_stakeholder, project=p, name="Tom Okafor", nonce=nonce, by=buyer_of(p)) for p in projects]
        assert sorted(race(*add)) == ["SentElsewhere", "done"]
        assert Stakeholder.objects.filter(nonce=nonce).count() == 1


def test_the_same_new_address_given_a_post_of_two_agencies_and_a_part_and_signing_in_at_once(rounds: range) -> None:
    project, posts = ProjectFactory(), [AgencyPostFactory(kind=AgencyPostKind.ADMINISTRATOR) for _ in range(2)]
    project.agency.email_domains = ["des.example"]
    project.agency.save()
    for number in rounds:
        address = f"at.once.{number}@des.example"
        officer = {"kind": AgencyPostKind.OFFICER, "name": "Tom Okafor", "email": address, "ends_on": None}
        give = [partial(give_post, agency=p.agency, by=p.person, **officer) for p in posts]
        add = partial(add_stakeholder, project=project, name="Tom Okafor", email=address, by=buyer_of(project))
        assert race(*give, add, partial(Adapter().join, address)) == ["done"] * 4
        person = Person.objects.get(email=address)
        assert (person.posts.count(), person.stakes.count()) == (2, 1)


def test_complete_in_a_race_is_complete_once() -> None:
    project = ProjectFactory()
    complete(project, 1)
    officer, one = officer_of(project), milestone_of(project, 1)
    assert race(*[partial(journey.confirm_milestone, milestone=one, version=one.version, by=officer)] * 2) == ["done", "done"]
    assert milestone_of(project, 1).completions.count() == 1
