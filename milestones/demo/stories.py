"""What happened in each of the twelve projects. Where the data's words differ from the domain's, the domain wins."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from milestones.demo.people import WIDER, WIDER_EMAIL
from milestones.demo.story import Story
from projects.models import Expertise, OpenItemKind, Role
from projects.operations.contacts import add_topic
from projects.operations.people import add_stakeholder


def _begin(story: Story, days: int, *, but: tuple[str, ...] = (), whole: bool = False, dated: bool = True) -> None:
    """A project whose people, groups, expertise and objective are recorded well; `whole`: its objective was written in one go."""
    story.days_ago(days)
    story.start(with_problem=not whole, with_outcome=not whole)
    story.describe(but=but)
    story.list_affected()
    story.decide_expertise()
    first = {"problem_or_opportunity": story.words["problem"], "desired_outcome": story.words["outcome"]} if whole else {}
    story.write_objective(**first)
    story.list_activities()
    if dated:
        story.date_the_plan()
    story.plan_communication()
    story.raise_risks()


def _first(story: Story, days: int, *, but: tuple[str, ...] = (), on_behalf: bool = False, whole: bool = False) -> None:
    """… and whose first milestone is complete a few days after it began."""
    _begin(story, days, but=but, whole=whole)
    story.days_ago(days - 4)
    story.meet(1)
    story.complete(1, on_behalf=on_behalf)


def _second(story: Story, days: int) -> None:
    """The briefing is held, and the second milestone complete."""
    story.days_ago(days + 3)
    story.ask_everyone()
    story.name_contacts()
    story.days_ago(days)
    story.meet(2)
    story.say_yes()
    story.send_contacts()
    story.send_communication()
    story.complete(2)


def _third(story: Story) -> None:
    """The workshop is held: how the team goes about it is written and agreed."""
    story.document()
    story.write_management_plan()
    story.look_ahead()
    story.work_together()
    story.meet(3, agreed=("cadence", "ways"))


def p01(story: Story) -> None:
    """Milestone 1 complete; milestone 2: legal and finance still have to say it back. A wider stakeholder has an account."""
    _first(story, 24)
    with story.act():
        name, position = WIDER
        part = "Speaks for customers with low English literacy; tries the letters with the panel."
        details = {"email": WIDER_EMAIL, "position": position, "role": Role.WIDER, "part": part, "is_affected": True}
        why = "Customers say whether a letter is understood."
        add_stakeholder(project=story.project, name=name, by=story.buyer, nonce=uuid.uuid5(story.id, name), why_it_matters=why, **details)
    story.days_ago(14)
    story.ask_everyone()
    story.name_contacts()
    story.days_ago(9)
    story.meet(2, silent=("DL", "FH"))
    story.say_yes()
    story.send_communication()
    story.answer("2.1", "2.3", "2.5")
    story.open_item(OpenItemKind.ACTION, "Hear legal and finance say back the problem and the outcomes.", owner="AB", due_in_days=5)
    story.open_item(
        OpenItemKind.QUESTION, "Can letters be drafted without personal information leaving the agency?", owner="IC", due_in_days=10
    )


def p02(story: Story) -> None:
    """Milestones 1 and 2 complete; milestone 3 met but for one risk that nothing mitigates yet."""
    _first(story, 40, on_behalf=True)
    _second(story, 25)
    story.days_ago(6)
    _third(story)
    story.answer("3.1", "3.2", "3.3", "3.4", "3.5", "3.6")
    story.open_item(OpenItemKind.GAP, "Nothing mitigates yet the risk that Auslan demand is underestimated.", owner="BD", due_in_days=4)
    story.evidence("3.5", "Cadence as agreed", text="Stand-up on Tuesdays at 9.30 am, steering group on the first Thursday of the month.")


def p03(story: Story) -> None:
    """Milestone 1: session held, objective drafted; all that 1.1 needs is there and 1.1 is not marked yet."""
    _begin(story, 8, dated=False)
    story.days_ago(2)
    story.meet(1)
    story.open_item(OpenItemKind.GAP, "Nobody is accountable for the privacy impact assessment yet.", owner="OT", due_in_days=6)
    story.open_item(OpenItemKind.GAP, "The draft work plan has no dates yet.", owner="OT", due_in_days=9)


def p04(story: Story) -> None:
    """Milestone 1 complete, then a second person was made accountable for an activity; milestone 2 in progress."""
    _first(story, 21)
    story.days_ago(7)
    story.give_letter("Complete the cyber security risk assessment", "YL", "A")
    story.ask_everyone()
    story.answer("2.1")
    story.say_yes(but=("KM", "RF"))
    story.name_contacts()
    with story.act():
        add_topic(project=story.project, topic="Visits to the wards", by=story.agent)
    story.open_item(
        OpenItemKind.DECISION, "Two people are accountable for the cyber security risk assessment: choose one.", owner="PS", due_in_days=3
    )


def p05(story: Story) -> None:
    """All three milestones complete: what good looks like."""
    _first(story, 45)
    _second(story, 30)
    story.days_ago(12)
    _third(story)
    story.evidence(
        "3.1", "Where the work is documented", text="One folder for the team, opened to all nine members on the day of the kick-off."
    )
    story.explain(
        "AM", "Patients miss visits because one reminder in English is not enough. They should get one they can act on.", heard_by="YL"
    )
    story.complete(3)


def p06(story: Story) -> None:
    """Started last week; the session is booked; the objective says the problem only."""
    story.days_ago(7)
    story.start(with_outcome=False)
    story.list_activities()
    story.meet(1, planned_in_days=9, held=False)


def p07(story: Story) -> None:
    """Milestone 2 complete, then the privacy expert joined on day 12, and nobody has written yet what she does."""
    _first(story, 30, but=("MJ",))
    _second(story, 22)
    story.days_ago(18)
    story.join("MJ", part="", why_it_matters="")
    story.give_letter("Identify stakeholders and build the RACI matrix", "MJ", "I")
    story.decide_expertise()
    story.days_ago(5)
    story.document()
    story.work_together(how_often="Every Monday")
    story.meet(3)
    story.answer("3.1", "3.3")
    story.open_item(
        OpenItemKind.DECISION, "The cadence is proposed and not agreed: weekly on Mondays, or twice a week?", owner="WP", due_in_days=2
    )


def p08(story: Story) -> None:
    """Milestones 1 and 2 complete on version 1 of the objective, which was then revised: the team needs to see it."""
    _first(story, 35, whole=True)
    _second(story, 24)
    story.days_ago(3)
    story.write_objective(
        desired_outcome="Crews learn of a serious defect within 48 hours of it appearing, and claims for damage fall.",
        team_needs_to_see=True,
    )
    story.read_objective("IB", "BR", "GT")


def p09(story: Story) -> None:
    """Milestone 1 complete; briefing held; the communication plan drafted and not sent."""
    _first(story, 20)
    story.days_ago(9)
    story.ask_everyone()
    story.name_contacts()
    story.days_ago(4)
    story.meet(2)
    story.say_yes()
    story.send_contacts()
    story.answer("2.1", "2.2", "2.3", "2.4")
    story.open_item(OpenItemKind.ACTION, "Send the communication plan to the team.", owner="GT", due_in_days=3)


def p10(story: Story) -> None:
    """Milestone 1: the alignment session is tomorrow; privacy and legal are needed and nobody is named."""
    story.days_ago(6)
    story.start()
    story.describe()
    story.list_affected()
    story.decide_expertise(needed=(Expertise.PRIVACY, Expertise.LEGAL), undecided=(Expertise.RECORDS, Expertise.MARKET, Expertise.CONTRACT))
    story.write_objective()
    story.list_activities()
    story.plan_communication()
    story.raise_risks()
    story.days_ago(0, hour=9)
    story.meet(1, planned_in_days=1, held=False)


def p11(story: Story) -> None:
    """All three complete thirty days ago: mobilised, and handed over to scoping."""
    _first(story, 70)
    _second(story, 55)
    story.days_ago(30)
    _third(story)
    story.complete(3)


def p12(story: Story) -> None:
    """Milestones 1 and 2 complete; milestone 3 not started; the project manager is leaving."""
    _first(story, 33)
    _second(story, 20)
    story.days_ago(2)
    story.open_item(OpenItemKind.ACTION, "Name a successor before the project manager leaves.", owner="VC", due_in_days=7)


STORIES: dict[str, Callable[[Story], None]] = {
    "P01": p01,
    "P02": p02,
    "P03": p03,
    "P04": p04,
    "P05": p05,
    "P06": p06,
    "P07": p07,
    "P08": p08,
    "P09": p09,
    "P10": p10,
    "P11": p11,
    "P12": p12,
}
