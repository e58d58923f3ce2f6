"""Ceremony counted: whole mobilisations through the pages, and how many recorded acts they take beyond entering data.

One press that changes something is one act; so is Finish. What people would have to write down anyway, in whatever tool, is data: names,
letters, dates, risks. Source of the bounds: at most 45 acts for eleven people, 20 for three, and no answer "with a reason".
"""

import datetime

import pytest

from milestones.models import Answer, SuccessCriterion
from projects.clock import today
from projects.models import BuyingProject, Kind
from tests.factories import PersonFactory, ProjectFactory
from tests.pressing import press

pytestmark = pytest.mark.slow

DATA, ACT = "data", "act"
SOON = (today() + datetime.timedelta(days=30)).isoformat()
WHY = "Callers wait less when this is done well."


class Team:
    """Everybody's browser, and what they pressed."""

    def __init__(self, project: BuyingProject, client_of) -> None:
        self.project, self.client_of = project, client_of
        self.pressed: dict[str, list[str]] = {DATA: [], ACT: []}
        self.clients: dict = {}

    def press(self, who, path: str, button: str, *, counts_as: str = DATA, **typed):
        """Somebody presses a button of a page of the project; only what changed something is counted."""
        client = self.clients.setdefault(who, self.client_of(who))
        before = BuyingProject.objects.get(pk=self.project.pk).history_length
        page = press(client, f"/projects/{self.project.ref}/{path}", button, **typed)
        if BuyingProject.objects.get(pk=self.project.pk).history_length > before:
            self.pressed[counts_as].append(f"{path}: {button}")
        return page

    def people(self):
        """The core team now."""
        return list(self.project.stakeholders.current().core().filter(kind=Kind.PERSON).in_reading_order())

    def answers(self) -> set[str]:
        return set(SuccessCriterion.objects.filter(milestone__project=self.project).values_list("answer", flat=True))


def meet(team: Team, officer, position: int, **more) -> None:
    """Everybody whom the meeting is for is there and says it back; the officer finishes it and marks what is covered."""
    there = [s for s in team.people() if position > 1 or s.role in {"buyer", "procurement_officer"}]
    at = {f"at_{s.pk}": "present" for s in there} | {f"said_{s.pk}": "on" for s in there}
    hearer = next(s for s in there if s.person == officer).pk
    base = f"milestones/{position}/meeting/"
    team.press(officer, base, "Save who is here", counts_as=ACT, hearer=hearer, **at, **more)
    team.press(officer, f"{base}finish/", "Finish", counts_as=ACT, notes="What was said, in short.")
    criteria = SuccessCriterion.objects.filter(milestone__project=team.project, milestone__position=position)
    assert {c.key: [f["says"] for f in c.missing] for c in criteria if c.answer != Answer.MET} == {}


def confirm(team: Team, position: int, *people) -> None:
    for person in people:
        team.press(person, f"milestones/{position}/confirm/", f"Confirm milestone {position}", counts_as=ACT)


def define(team: Team, buyer, officer, others: int) -> None:
    """Milestone 1: what it is for, who is who, a first matrix, a plan; the alignment session."""
    objective = {
        "problem_or_opportunity": "People wait 20 minutes.",
        "desired_outcome": "Nobody waits.",
        "procurement_outcome": "A service.",
        "scope_in": "Telephony.",
    }
    team.press(buyer, "objective/edit/", "Save the objective", **objective)
    team.press(buyer, "people/add/", "^Add$", kind="group", name="Callers", part="They call.", is_affected="on", role="wider")
    for number in range(others):
        who = {"name": f"Member {number}", "email": f"member{number}@des.example", "part": "Advises on one thing."}
        team.press(buyer, "people/add/", "^Add$", **who)
    for stakeholder in team.people()[:2]:
        team.press(buyer, f"people/{stakeholder.pk}/", "^Save$", part="Leads for one side.", is_approver="on")
    team.press(buyer, "raci/", "Add the first 8", day_to_day=team.people()[0].pk)
    ends = {f"end_{activity.pk}": SOON for activity in team.project.activities.current()}
    team.press(buyer, "plan/dates/", "Save the dates", **ends)
    team.press(buyer, "communication/add/", "Add", audience="Callers", message="What changes, and when.")
    meet(team, officer, 1)
    confirm(team, 1, officer, buyer)


def organise(team: Team, buyer, officer) -> None:
    """Milestone 2: the team is asked, knows its part and whom to contact; the briefing."""
    team.press(buyer, "people/why/", "Save", **{f"why-{s.pk}": WHY for s in team.people()})
    team.press(buyer, "people/ask/", "Ask them", counts_as=ACT)
    for stakeholder in team.people():
        team.press(stakeholder.person, "my-part/", "Yes, that’s my part", counts_as=ACT)
    team.press(buyer, "contacts/use/", "Save the topics", topics=["Objective and scope", "Process, rules and timing"])
    team.press(buyer, "contacts/send/", "Put the list", counts_as=ACT)
    team.press(buyer, "communication/send/", "Put the plan", counts_as=ACT)
    meet(team, officer, 2)
    confirm(team, 2, officer, buyer)


def align(team: Team, buyer, officer) -> None:
    """Milestone 3: how it is gone about, when, with which risks; the workshop."""
    workshop, owner = "milestones/3/meeting/", team.people()[0].pk
    team.press(buyer, workshop, "Save the approach", **{"approach-approach": "Talk to the market, then choose."})
    team.press(buyer, "plan/milestones/add/", "Add it", title="Tender opens", due_on=SOON)
    team.press(buyer, "ways-of-working/cadence/add/", "Add it", name="Stand-up", frequency="Every Monday", first_on=SOON)
    for purpose, name in {"documents": "Records folder", "talk": "Team channel"}.items():
        team.press(buyer, "ways-of-working/tools/add/", "Add it", purpose=purpose, name=name)
    team.press(buyer, "ways-of-working/agreements/add/", "Add it", topic="Answers", text="Within a day.")
    risk = {"title": "Nobody offers", "likelihood": 2, "consequence": 4, "owner": owner, "action": "Talk to the market first."}
    team.press(buyer, "risks/add/", "Add", **risk)
    meet(team, officer, 3, agreed=["cadence", "ways"])
    confirm(team, 3, officer, buyer)


@pytest.mark.parametrize(("number", "most"), [(3, 20), (11, 45)])
def test_a_whole_mobilisation_takes_few_recorded_acts_and_no_reason(agency, client_of, number, most):
    buyer = PersonFactory(agency=agency, name="Ruth Banksia", email="ruth.banksia@des.example")
    officer = PersonFactory(agency=agency, name="Omar Wattle", email="omar.wattle@des.example")
    team = Team(ProjectFactory(agency=agency, buyer=buyer, officer=officer), client_of)
    define(team, buyer, officer, others=number - 2)
    organise(team, buyer, officer)
    align(team, buyer, officer)
    assert len(team.people()) == number
    assert team.answers() == {Answer.MET.value}
    assert BuyingProject.objects.get(pk=team.project.pk).is_mobilised
    acts = 1 + len(team.pressed[ACT])  # starting it was one
    assert acts == {3: 19, 11: 27}[number], team.pressed[ACT]
    assert acts <= most
