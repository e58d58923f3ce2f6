"""Telling the story of one project: the acts of its people, each at its own time, through the operations."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils import timezone

from milestones.demo.people import Character
from milestones.journey import Journey
from milestones.models import EvidenceKind, Milestone, Session
from milestones.operations import (
    ProjectStart,
    add_evidence,
    confirm_milestone,
    explain,
    finish_meeting,
    hear_explanation,
    plan_session,
    record_presence,
    start_project,
    tick_criterion,
)
from milestones.planning import suggestion_for, who_is_suggested
from projects.clock import clock_at, now
from projects.communication import version_of
from projects.contacts import offered
from projects.models import Agency, BuyingProject, Decision, Expertise, Held, InvitationAnswer, Kind, Person, Readable, Role, Stakeholder
from projects.operations.asking import acknowledge_part, answer_invitation, invite_several, letters_now
from projects.operations.communication import COMMUNICATION, send_communication
from projects.operations.contacts import send_contacts, set_contact, use_topics
from projects.operations.elsewhere import ELSEWHERE
from projects.operations.expertise import decide_expertise
from projects.operations.management import write_management_plan
from projects.operations.objective import write_objective
from projects.operations.open_items import add_open_item
from projects.operations.people import add_stakeholder, edit_stakeholder
from projects.operations.plans import KEY_MILESTONES, date_activities, dates_of
from projects.operations.raci import add_activity, set_letters
from projects.operations.reading import record_reading
from projects.operations.risks import add_risk
from projects.operations.rows import Register, add_row
from projects.operations.working import AGREEMENTS, CADENCE, TOOLS
from projects.risks import Consequence, Likelihood

LIKELY = {likelihood.label: likelihood.value for likelihood in Likelihood}
HURTS = {consequence.label: consequence.value for consequence in Consequence} | {"Catastrophic": Consequence.SEVERE.value}

NOTES = {
    1: "We agreed on the problem, on what will be different, and on whom to bring in. First letters are in the matrix.",
    2: "Everybody heard what the project is for and said it back. Parts, contacts and the communication plan were walked through.",
    3: "We walked through approach, dates, cadence, tools and risks, and agreed on how we work.",
}
TOOLS_USED = {
    "documents": "Project folder in the records system",
    "talk": "The project's channel",
    "meet": "Video room 4.2",
    "tasks": "The board",
}

NAMES = uuid.UUID("6f0d1c8e-0f0b-4f9a-9b1d-3f1f6a5d2c11")


class Story:
    """One project of the demo and its people. Each act happens a few minutes after the one before."""

    def __init__(self, key: str, words: dict[str, Any], agency: Agency, cast: dict[str, Character]) -> None:
        self.key, self.words, self.agency = key, words, agency
        self.team = {initials: cast[initials] for initials in words["team"]}
        self.moment = now()
        self.project: BuyingProject

    @property
    def id(self) -> uuid.UUID:
        """The same for the same project of the demo, each time it is loaded."""
        return uuid.uuid5(NAMES, self.key)

    @property
    def buyer(self) -> Person:
        """The buyer."""
        return self._first(Role.BUYER)

    @property
    def agent(self) -> Person:
        """Who acts on behalf of the buyer."""
        return self._first(Role.BUYERS_AGENT)

    @property
    def officer(self) -> Person:
        """The procurement officer."""
        return self._first(Role.PROCUREMENT_OFFICER)

    def _first(self, role: Role) -> Person:
        return next(c.person for c in self.team.values() if c.role == role)

    def days_ago(self, days: int, hour: int = 10) -> None:
        """What follows happens on that day from that hour, Sydney time."""
        day = timezone.localtime(timezone.now()) - datetime.timedelta(days=days)
        self.moment = day.replace(hour=hour, minute=0, second=0, microsecond=0)

    @contextmanager
    def act(self) -> Iterator[None]:
        """One act, four minutes after the one before, and never in the time to come."""
        self.moment += datetime.timedelta(minutes=4)
        with clock_at(min(self.moment, timezone.now())):
            yield

    def start(self, *, with_problem: bool = True, with_outcome: bool = True) -> None:
        """Whoever acts for the buyer starts the project, naming buyer and officer."""
        start = ProjectStart(
            title=self.words["title"],
            agency=self.agency,
            part="preparing",
            buyer_name=self.buyer.name,
            buyer_email=self.buyer.email or "",
            officer_name=self.officer.name,
            officer_email=self.officer.email or "",
            problem_or_opportunity=self.words["problem"] if with_problem else "",
            desired_outcome=self.words["outcome"] if with_outcome else "",
            draft=self.id,
        )
        with self.act():
            self.project = start_project(start=start, by=self.agent)

    def describe(self, *, but: tuple[str, ...] = ()) -> None:
        """The people who started get their parts in words; the rest of the team joins."""
        listed = {s.person_id: s for s in self.project.stakeholders.all()}
        for initials, character in self.team.items():
            if initials in but:
                continue
            if character.person.pk in listed:
                stakeholder = listed[character.person.pk]
                with self.act():
                    edit_stakeholder(stakeholder=stakeholder, version=stakeholder.version, by=self.buyer, **character.details)
            else:
                self.join(initials)

    def join(self, initials: str, **changes: Any) -> None:
        """Somebody of the team joins; the buyer adds them."""
        character = self.team[initials]
        details = {**character.details, **changes, "role": character.role, "email": character.person.email}
        with self.act():
            add_stakeholder(project=self.project, name=character.person.name, by=self.buyer, **details)

    def list_affected(self, *, with_part: bool = True) -> None:
        """The affected groups are listed."""
        for group in self.words["stakeholders"]:
            part = f"{group['engagement']}." if with_part else ""
            details = {"interest": group["interest"], "part": part, "is_affected": True, "kind": Kind.GROUP, "role": Role.WIDER}
            with self.act():
                add_stakeholder(project=self.project, name=group["stakeholder"], by=self.officer, **details)

    def decide_expertise(self, *, needed: tuple[Expertise, ...] = (), undecided: tuple[Expertise, ...] = ()) -> None:
        """What the team has is needed; the rest is not, but what is named here."""
        here = set(self.project.stakeholders.current().exclude(expertise="").values_list("expertise", flat=True))
        has = here | {kind.value for kind in needed}
        decisions = {
            kind.value: (Decision.NEEDED if kind in has else Decision.NOT_NEEDED).value for kind in Expertise if kind not in undecided
        }
        with self.act():
            decide_expertise(project=self.project, decisions=decisions, notes={}, by=self.officer)

    def list_activities(self) -> None:
        """The activities of the project, and who has which letters in them: of two who would be accountable, the first."""
        cells: dict[tuple[int, int], str] = {}
        people = dict(self.project.stakeholders.current().exclude(person=None).values_list("person", "pk"))
        for words in self.words["raci"]:
            with self.act():
                nonce = uuid.uuid5(self.id, words["activity"])
                activity = add_activity(project=self.project, title=words["activity"], by=self.officer, nonce=nonce)
            named = {people.get(self.team[initials].person.pk): held for initials, held in letters_in(words).items()}
            cells |= {(activity.pk, stakeholder): held for stakeholder, held in named.items() if stakeholder}
        with self.act():
            set_letters(project=self.project, base={}, wanted=cells, by=self.officer)

    def give_letter(self, title: str, initials: str, letters: str) -> None:
        """One letter more in one activity."""
        activity = self.project.activities.get(title=title)
        stakeholder = self.project.stakeholders.current().get(person=self.team[initials].person)
        with self.act():
            set_letters(project=self.project, base={}, wanted={(activity.pk, stakeholder.pk): letters}, by=self.officer)

    def ask_everyone(self, *, but: tuple[str, ...] = ()) -> None:
        """Everybody of the team but buyer and officer is asked in both names, for what they do here; each says yes."""
        asked = {s.person_id: s for s in self.project.stakeholders.current().core() if s.role in {Role.BUYERS_AGENT, Role.TEAM_MEMBER}}
        people = [c.person for initials, c in self.team.items() if c.person.pk in asked and initials not in but]
        for_what = {asked[person.pk].pk: asked[person.pk].part for person in people}
        with self.act():
            made = invite_several(
                project=self.project,
                for_what=for_what,
                asked_on=timezone.localdate(self.moment),
                time_asked="about a day a week until we go to market",
                managers_agree=set(for_what),
                nonce=uuid.uuid5(self.id, f"asked {self.moment:%Y-%m-%d}"),
                by=self.agent,
            )
        for invitation in made.now:
            with self.act():
                answer_invitation(
                    invitation=invitation, version=invitation.version, answer=InvitationAnswer.YES, by=invitation.stakeholder.person
                )

    def say_yes(self, *, but: tuple[str, ...] = ()) -> None:
        """Everybody of the team says yes to their part as it is."""
        silent = [self.team[initials].person.pk for initials in but]
        team = self.project.stakeholders.current().core().exclude(person=None).exclude(person__in=silent)
        for stakeholder in team.select_related("person"):
            with self.act():
                acknowledge_part(stakeholder=stakeholder, letters_shown=letters_now(stakeholder), by=stakeholder.person)

    def name_contacts(self) -> None:
        """The usual topics, each with whom it is suggested to ask; where nobody is, whoever acts for the buyer."""
        with self.act():
            use_topics(project=self.project, put_on=offered(self.agency), by=self.agent)
        agent, officer = (self.project.stakeholders.current().get(person=person) for person in (self.agent, self.officer))
        for topic in self.project.contact_topics.filter(first=None, first_of_agency=None):
            with self.act():
                set_contact(topic=topic, version=topic.version, first=agent, backup=officer, by=self.agent)

    def send_contacts(self) -> None:
        """The list goes to everyone."""
        with self.act():
            sent_on = timezone.localdate(self.moment)
            send_contacts(project=self.project, sent_on=sent_on, how="by e-mail", nonce=uuid.uuid5(self.id, "contacts"), by=self.agent)

    def plan_communication(self) -> None:
        """The lines of the communication plan, each with who sends it and the group it is for, where that is listed."""
        listed = list(self.project.stakeholders.current())
        people = {s.person_id: s for s in listed if s.person_id}
        for words in self.words["comms"]:
            named = [s for s in listed if s.name.casefold() == words["audience"].casefold()]
            texts = {name: words[name] for name in ("audience", "message", "channel", "frequency")}
            owner, nonce = people.get(self.team[words["owner"]].person.pk), uuid.uuid5(self.id, words["message"])
            with self.act():
                add_row(
                    register=COMMUNICATION,
                    project=self.project,
                    by=self.agent,
                    nonce=nonce,
                    owner=owner,
                    stakeholders=named,
                    feedback_route="To whoever sends it, or to the project’s mailbox",
                    **texts,
                )

    def send_communication(self) -> None:
        """The communication plan goes to the team."""
        version, nonce = version_of(self.project), uuid.uuid5(self.id, "communication")
        with self.act():
            sent_on = timezone.localdate(self.moment)
            send_communication(project=self.project, version=version, sent_on=sent_on, how="by e-mail", nonce=nonce, by=self.agent)

    def document(self) -> None:
        """The documentation of the work is in the agency's records, one folder for the team, checked today."""
        with self.act():
            add_row(
                register=ELSEWHERE,
                project=self.project,
                by=self.agent,
                nonce=uuid.uuid5(self.id, "documentation"),
                what=Held.DOCUMENTATION,
                title=f"{self.project.ref} {self.project.title}: one folder for the team",
                where=f"https://records.example/{self.project.ref.lower()}",
                checked_on=timezone.localdate(self.moment),
            )

    def write_management_plan(self) -> None:
        """The written parts of the management plan."""
        with self.act():
            write_management_plan(
                project=self.project,
                version=0,
                by=self.agent,
                approach="Show the market the problem, try a small answer with the people it is for, then choose by what the trial shows.",
                governance=f"{self.buyer.name} decides on scope, money and time. The steering group meets once a month.",
                change_control="A change of scope, money or time is an open item of the kind decision, and the buyer answers it.",
            )

    def write_objective(self, *, team_needs_to_see: bool = False, **texts: str) -> None:
        """The objective's next version, with its measures and value band."""
        measures = [{"measure": words} for words in self.words["measures"]]
        last = self.project.objectives.first()
        seen = last.version if last else 0
        values = {"measures": measures, "value_band": self.words["value"], "team_needs_to_see": team_needs_to_see}
        with self.act():
            write_objective(project=self.project, seen=seen, by=self.agent, **values, **texts)

    def read_objective(self, *readers: str) -> None:
        """These have read the objective as it is now."""
        version = self.project.objectives.latest("version").version
        for initials in readers:
            person = self.team[initials].person
            with self.act():
                row = self.project.stakeholders.current().get(person=person)
                record_reading(stakeholder=row, what=Readable.OBJECTIVE, version=version, by=person)

    def meet(
        self,
        position: int,
        *,
        planned_in_days: int | None = None,
        held: bool = True,
        minutes: int = 0,
        absent: tuple[str, ...] = (),
        silent: tuple[str, ...] = (),
        agreed: tuple[str, ...] = (),
    ) -> None:
        """The session of a milestone is planned with its suggested agenda, for today or a day to come, and held unless said otherwise."""
        milestone = Journey(self.project).milestone(position)
        day = self.moment if planned_in_days is None else self.moment + datetime.timedelta(days=planned_in_days)
        coming = who_is_suggested(milestone)
        with self.act():
            plan_session(
                milestone=milestone,
                planned_at=day.replace(hour=10, minute=0),
                place="Meeting room 4.2, or by video",
                runner=self.project.stakeholders.current().get(person=self.agent),
                coming=coming,
                agenda=suggestion_for(milestone, Journey(self.project)).as_stored(),
                version=milestone.session.version,
                by=self.agent,
            )
        if held:
            away = {self.team[initials].person.pk for initials in (*absent,)}
            quiet = {self.team[initials].person.pk for initials in (*silent,)}
            self._hold(milestone, [s for s in coming if s.person_id not in away], quiet, minutes, agreed)

    def _hold(self, milestone: Milestone, there: list[Stakeholder], quiet: set[int], minutes: int, agreed: tuple[str, ...]) -> None:
        """Who is there and says it back is recorded as it runs; whoever acts for the buyer finishes it."""
        with self.act():
            record_presence(
                milestone=milestone,
                seen={},
                present=[s.pk for s in there],
                said_it_back=[s.pk for s in there if s.person_id not in quiet],
                hearer=next(s.pk for s in there if s.person_id == self.officer.pk),
                agreed=agreed,
                by=self.agent,
            )
        with self.act():
            finish_meeting(
                milestone=milestone,
                version=Session.objects.get(milestone=milestone).version,
                held_on=timezone.localdate(self.moment),
                notes=NOTES[milestone.position],
                minutes_taken=minutes or milestone.stage.sitting.suggested_minutes,
                ticks={},
                by=self.agent,
            )

    def explain(self, initials: str, words: str, *, heard_by: str) -> None:
        """Somebody writes what the project is for in their own words, and another hears it."""
        person = self.team[initials].person
        with self.act():
            nonce = uuid.uuid5(self.id, f"words of {initials}")
            written = explain(stakeholder=self.project.stakeholders.get(person=person), words=words, nonce=nonce, by=person)
        with self.act():
            hear_explanation(explanation=written, hearing="heard", by=self.team[heard_by].person)

    def date_the_plan(self) -> None:
        """Each activity has its days, one after the other."""
        rows = list(self.project.activities.current())
        first = timezone.localdate(self.moment) + datetime.timedelta(days=21)
        days = {row.pk: first + datetime.timedelta(days=12 * number) for number, row in enumerate(rows)}
        wanted = {pk: ("", day.isoformat(), (day + datetime.timedelta(days=11)).isoformat()) for pk, day in days.items()}
        with self.act():
            date_activities(project=self.project, base={row.pk: dates_of(row) for row in rows}, wanted=wanted, by=self.agent)

    def look_ahead(self) -> None:
        """The days that everybody looks to."""
        for number, title in enumerate(("Market briefing", "Proposals close", "Contract signed"), start=2):
            due_on = timezone.localdate(self.moment) + datetime.timedelta(days=45 * number)
            self._add(KEY_MILESTONES, title, title=title, due_on=due_on)

    def work_together(self, *, how_often: str = "Every Tuesday") -> None:
        """When the team meets, what it works with, what it agreed on."""
        first_on = timezone.localdate(self.moment) + datetime.timedelta(days=7)
        stand_up = {"name": "Stand-up", "frequency": how_often, "day_and_time": "9.30 am", "duration": "15 minutes", "first_on": first_on}
        report = {"kind": "report", "name": "One-page status", "frequency": "Every second Thursday", "attendees": "Steering group"}
        self._add(CADENCE, "stand-up", **stand_up)
        self._add(CADENCE, "report", **report)
        for purpose, name in TOOLS_USED.items():
            self._add(TOOLS, f"tool {purpose}", purpose=purpose, name=name)
        agreed = "We answer each other within one working day, and say so when we cannot."
        self._add(AGREEMENTS, "agreement", topic="Answering each other", text=agreed)

    def _add(self, register: Register, key: str, **values: Any) -> None:
        """A row of a register, once."""
        with self.act():
            add_row(register=register, project=self.project, by=self.agent, nonce=uuid.uuid5(self.id, f"{register.noun} {key}"), **values)

    def answer(self, *keys: str) -> None:
        """The officer marks these as met, by one press each: the project shows all that they need."""
        for key in keys:
            criterion = Journey(self.project).criterion(key)
            with self.act():
                tick_criterion(criterion=criterion, version=criterion.version, by=self.officer)

    def complete(self, position: int, *, on_behalf: bool = False) -> None:
        """Every criterion is answered, and both sides confirm."""
        journey = Journey(self.project)
        self.answer(*[c.key for c in journey.criteria_of(journey.milestone(position)) if not c.is_answered])
        for who in (self.officer, self.agent if on_behalf else self.buyer):
            milestone = Journey(self.project).milestone(position)
            with self.act():
                confirm_milestone(milestone=milestone, version=milestone.version, by=who)

    def open_item(self, kind: str, text: str, *, owner: str, due_in_days: int) -> None:
        """Something is left open, with an owner and a day."""
        stakeholder = self.project.stakeholders.get(person=self.team[owner].person)
        due_on = timezone.localdate() + datetime.timedelta(days=due_in_days)
        with self.act():
            add_open_item(
                project=self.project, kind=kind, text=text, by=self.agent, nonce=uuid.uuid5(self.id, text), owner=stakeholder, due_on=due_on
            )

    def raise_risks(self) -> None:
        """The risks of the project, each with its owner and what is done about it, where anything is yet."""
        here = {s.person_id: s for s in self.project.stakeholders.current()}
        for number, words in enumerate(self.words["risks"], 1):
            wish = {"title": words["risk"], "likelihood": LIKELY[words["likelihood"]], "consequence": HURTS[words["consequence"]]}
            due_on = timezone.localdate() + datetime.timedelta(days=12 * number)
            with self.act():
                add_risk(
                    project=self.project,
                    by=self.agent,
                    nonce=uuid.uuid5(self.id, words["risk"]),
                    owner=here.get(self.team[words["owner"]].person.pk),
                    action=words["control"],
                    due_on=due_on if words["control"] else None,
                    **wish,
                )

    def evidence(self, key: str, title: str, *, text: str) -> None:
        """A note beside a criterion."""
        criterion = Journey(self.project).criterion(key)
        with self.act():
            add_evidence(
                criterion=criterion, kind=EvidenceKind.NOTE, title=title, text=text, nonce=uuid.uuid5(self.id, title), by=self.officer
            )


def letters_in(words: dict[str, Any]) -> dict[str, str]:
    """Who has which letters in an activity of the data, by initials; whoever answers and works does both."""
    told = dict.fromkeys(words["I"], "I") | dict.fromkeys(words["C"], "C") | dict.fromkeys(words["R"], "R")
    answers = {initials: "AR" if initials in words["R"] else "A" for initials in words["A"][:1]}
    return told | answers
