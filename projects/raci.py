"""The rules of the RACI matrix, pure: know no database, clock or web. Source: domain.md, "RACI".

Responsible does the work. Accountable answers for it; exactly one. Consulted is asked before. Informed is told after.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from projects.models import Activity, ActivityStage, Kind, Letters, Role, Stakeholder
from projects.words import listed

Cells = dict[tuple[int, int], str]

ANSWERS = frozenset({Letters.A, Letters.AR})
WORKS = frozenset({Letters.R, Letters.AR})
FOR_A_GROUP = frozenset({Letters.C, Letters.I})
MOST_RESPONSIBLE = 3
MANY_ACTIVITIES = 8
SMALL_TEAM = 5


@dataclass(frozen=True)
class Matrix:
    """Activities in order; stakeholders in reading order, leavers with letters left last; letters by (activity id, stakeholder id)."""

    activities: tuple[Activity, ...]
    stakeholders: tuple[Stakeholder, ...]
    cells: Cells

    @cached_property
    def by_id(self) -> dict[int, Stakeholder]:
        """The stakeholders by id."""
        return {s.pk: s for s in self.stakeholders}

    def row(self, activity: Activity) -> dict[Stakeholder, str]:
        """Who has which letters in an activity, in reading order."""
        cells = ((s, self.cells.get((activity.pk, s.pk), "")) for s in self.stakeholders)
        return {stakeholder: letters for stakeholder, letters in cells if letters}

    def letters_of(self, stakeholder: Stakeholder) -> dict[Activity, str]:
        """The letters of one stakeholder, in the order of the activities."""
        cells = ((a, self.cells.get((a.pk, stakeholder.pk), "")) for a in self.activities)
        return {activity: letters for activity, letters in cells if letters}

    def holding(self, activity: Activity, letters: Iterable[str]) -> list[Stakeholder]:
        """Who holds one of these letters in an activity so that it counts: a leaver's count for nothing."""
        wanted = frozenset(letters)
        return [s for s, held in self.row(activity).items() if held in wanted and s.is_current]


@dataclass(frozen=True)
class Problem:
    """Something wrong (an error) or worth a look (a notice) in the matrix: where, and in words."""

    rule: str
    says: str
    is_error: bool
    activity: Activity | None = None
    stakeholder: Stakeholder | None = None


def problems(matrix: Matrix) -> list[Problem]:
    """Everything wrong or worth a look: activity by activity, then person by person."""
    by_activity = [problem for activity in matrix.activities for problem in _of_activity(matrix, activity)]
    return [*by_activity, *_without_letters(matrix), *_overloaded(matrix)]


def errors(matrix: Matrix) -> list[Problem]:
    """What stands in the way of criterion 1.2; never of saving."""
    return [problem for problem in problems(matrix) if problem.is_error]


def notices(matrix: Matrix) -> list[Problem]:
    """What is worth a look and in the way of nothing."""
    return [problem for problem in problems(matrix) if not problem.is_error]


def _of_activity(matrix: Matrix, activity: Activity) -> list[Problem]:
    return [
        *_accountable(matrix, activity),
        *_responsible(matrix, activity),
        *_counting_for_nothing(matrix, activity),
        *_on_a_position(matrix, activity),
        *_delegate(matrix, activity),
    ]


def _accountable(matrix: Matrix, activity: Activity) -> list[Problem]:
    held = matrix.holding(activity, ANSWERS)
    if len(held) == 1:
        return []
    if held:
        says = f"{len(held)} people are accountable for {activity.title}: {listed([s.name for s in held])}. It takes exactly one."
        return [Problem("accountable", says, True, activity)]
    return [Problem("accountable", f"{activity.title} has nobody accountable.", True, activity)]


def _responsible(matrix: Matrix, activity: Activity) -> list[Problem]:
    held = matrix.holding(activity, WORKS)
    if not held:
        return [Problem("responsible", f"{activity.title} has nobody responsible.", True, activity)]
    if len(held) > MOST_RESPONSIBLE:
        says = f"{len(held)} people are responsible for {activity.title}: more than {MOST_RESPONSIBLE} seldom works."
        return [Problem("many_responsible", says, False, activity)]
    return []


def _counting_for_nothing(matrix: Matrix, activity: Activity) -> list[Problem]:
    found = []
    for stakeholder, letters in matrix.row(activity).items():
        if not stakeholder.is_current:
            says = f"{stakeholder.name} has left, so being {in_words(letters).lower()} for {activity.title} counts for nothing."
            found.append(Problem("left", says, True, activity, stakeholder))
        elif stakeholder.kind == Kind.GROUP and letters not in FOR_A_GROUP:
            says = f"{stakeholder.name} is a group, so it cannot be {in_words(letters).lower()} for {activity.title}."
            found.append(Problem("group", says, True, activity, stakeholder))
    return found


def _on_a_position(matrix: Matrix, activity: Activity) -> list[Problem]:
    held = [s for s in matrix.row(activity) if s.kind == Kind.POSITION and s.is_current]
    return [Problem("position", f"Nobody fills {s.name} yet, who has a part in {activity.title}.", False, activity, s) for s in held]


def _delegate(matrix: Matrix, activity: Activity) -> list[Problem]:
    held = [s for s in matrix.holding(activity, ANSWERS) if not s.is_delegate] if activity.needs_delegate else []
    return [
        Problem("delegate", f"{s.name} is accountable for {activity.title} and does not hold the financial delegation.", False, activity, s)
        for s in held
    ]


def _team(matrix: Matrix) -> list[Stakeholder]:
    return [s for s in matrix.stakeholders if s.is_core and s.is_current and s.kind == Kind.PERSON]


def _without_letters(matrix: Matrix) -> list[Problem]:
    if not matrix.activities:
        return []
    lettered = {stakeholder for _, stakeholder in matrix.cells}
    return [
        Problem("no_letter", f"{s.name} has no part in any activity.", False, stakeholder=s) for s in _team(matrix) if s.pk not in lettered
    ]


def _overloaded(matrix: Matrix) -> list[Problem]:
    """One person accountable for more than half of many activities; in a small team that is as it must be."""
    number = len(matrix.activities)
    if number < MANY_ACTIVITIES or len(_team(matrix)) < SMALL_TEAM:
        return []
    held = Counter(s.pk for activity in matrix.activities for s in matrix.holding(activity, ANSWERS))
    return [
        Problem(
            "overloaded", f"{matrix.by_id[pk].name} is accountable for {count} of {number} activities.", False, stakeholder=matrix.by_id[pk]
        )
        for pk, count in held.items()
        if count > number / 2
    ]


def left_without(matrix: Matrix, stakeholder: Stakeholder) -> list[str]:
    """What the matrix would lack if this stakeholder left: each activity that nobody else is accountable or responsible for, in words."""
    wanted = {"accountable": ANSWERS, "responsible": WORKS}
    lacks = {a: [word for word, letters in wanted.items() if matrix.holding(a, letters) == [stakeholder]] for a in matrix.activities}
    return [f"{activity.title} would have nobody {' and nobody '.join(words)}." for activity, words in lacks.items() if words]


def in_words(letters: str) -> str:
    """What letters mean: "Accountable and responsible"; nothing for none."""
    return Letters(letters).label if letters else ""


def letters_for(stakeholder: Stakeholder) -> list[Letters]:
    """The letters this stakeholder may be given: a group only Consulted or Informed."""
    return [letters for letters in Letters if stakeholder.kind != Kind.GROUP or letters in FOR_A_GROUP]


def merged(one: str, other: str) -> str:
    """The letters of somebody who takes over another's in the same activity: both of accountable and responsible, else the stronger."""
    both = {*one, *other}
    return Letters.AR.value if both >= {"A", "R"} else next((letter for letter in "ARCI" if letter in both), "")


# ---- The usual activities -----------------------------------------------------------------------------------------

# Who an activity's letters go to: a role of the project, a function, or a kind of expertise.
PROCUREMENT, BUYER, CORE_TEAM = Role.PROCUREMENT_OFFICER.value, Role.BUYER.value, "core_team"
OWNER, MANAGER, END_USER, PANEL = "product_owner", "project_manager", "end_user", "evaluation_panel"
FIRST = 8


@dataclass(frozen=True)
class Usual:
    """An activity of the usual list: its number, and who is Responsible, Accountable, Consulted and Informed, by function."""

    number: int
    title: str
    responsible: tuple[str, ...]
    accountable: str
    consulted: tuple[str, ...]
    informed: tuple[str, ...]
    needs_delegate: bool = False

    @property
    def stage(self) -> ActivityStage:
        """When in the buy it is done: 1 to 13, 15 and 16 before going to market, then choosing, then putting it to use."""
        if self.number <= 13 or self.number in {15, 16}:
            return ActivityStage.BEFORE
        return ActivityStage.AFTER if self.number == 20 else ActivityStage.MARKET

    @property
    def letters(self) -> dict[str, Letters]:
        """The letters by function; whoever is both does both."""
        told = dict.fromkeys(self.informed, Letters.I) | dict.fromkeys(self.consulted, Letters.C)
        answers = {self.accountable: Letters.AR if self.accountable in self.responsible else Letters.A}
        return told | dict.fromkeys(self.responsible, Letters.R) | answers


USUAL = (
    Usual(1, "Define the business objective and desired outcome", (OWNER,), BUYER, (PROCUREMENT, END_USER), (MANAGER, "finance")),
    Usual(2, "Identify stakeholders and build the RACI matrix", (MANAGER,), OWNER, (PROCUREMENT,), (BUYER, CORE_TEAM)),
    Usual(3, "Draft the work plan", (MANAGER,), OWNER, (PROCUREMENT,), (CORE_TEAM,)),
    Usual(4, "Prepare and circulate the stakeholder communication plan", (MANAGER,), OWNER, (PROCUREMENT,), (CORE_TEAM,)),
    Usual(5, "Confirm funding and financial delegation", ("finance",), BUYER, (PROCUREMENT,), (OWNER, MANAGER), needs_delegate=True),
    Usual(6, "Manage probity and conflict of interest declarations", (PROCUREMENT,), PROCUREMENT, ("probity",), (BUYER, CORE_TEAM)),
    Usual(7, "Scope the challenge (problem shaping)", (OWNER, END_USER), OWNER, (PROCUREMENT, "technical"), (BUYER,)),
    Usual(8, "Market research and supplier engagement", (PROCUREMENT, OWNER), PROCUREMENT, ("probity", "technical"), (BUYER, "legal")),
    Usual(9, "Complete the privacy impact assessment", (OWNER, "privacy"), BUYER, ("legal", "cyber"), (PROCUREMENT,)),
    Usual(10, "Complete the cyber security risk assessment", ("cyber", "technical"), BUYER, ("legal",), (PROCUREMENT, MANAGER)),
    Usual(11, "Complete the AI assessment (if AI)", (OWNER, "technical"), BUYER, ("privacy", "legal", "cyber"), (PROCUREMENT,)),
    Usual(12, "Prepare the business case", (OWNER, "finance"), BUYER, (PROCUREMENT, "technical"), (MANAGER,)),
    Usual(13, "Design the buying pathway and stages", (PROCUREMENT, OWNER), PROCUREMENT, ("probity", "finance", "technical"), (BUYER,)),
    Usual(
        14,
        "Define evaluation criteria and evaluation plan",
        (PROCUREMENT, OWNER),
        PROCUREMENT,
        ("technical", END_USER, "legal", "finance"),
        (BUYER,),
    ),
    Usual(15, "Write the buying strategy", (PROCUREMENT,), PROCUREMENT, ("legal", "finance", OWNER), (BUYER, MANAGER)),
    Usual(
        16,
        "Approve the buying strategy and funding",
        (PROCUREMENT,),
        BUYER,
        ("finance", "legal"),
        (OWNER, MANAGER),
        needs_delegate=True,
    ),
    Usual(17, "Prepare contract terms", ("legal",), PROCUREMENT, ("cyber", "finance"), (OWNER, MANAGER)),
    Usual(18, "Evaluate proposals", (PANEL,), PROCUREMENT, ("probity", "legal"), (BUYER,)),
    Usual(
        19,
        "Approve award and sign the contract",
        (PROCUREMENT,),
        BUYER,
        ("legal", "finance"),
        (OWNER, MANAGER),
        needs_delegate=True,
    ),
    Usual(20, "Plan implementation and change", (MANAGER,), OWNER, (END_USER, "technical"), (PROCUREMENT,)),
)


def left_of_usual(there: Iterable[Activity], left_out: Iterable[int] = ()) -> tuple[list[Usual], list[Usual]]:
    """The usual activities neither there nor left out by number: those of the first eight, and the others.

    One that somebody typed by its usual name is there too, with or without what stands in brackets.
    """
    there = list(there)
    numbers, titles = {activity.usual for activity in there} | set(left_out), {_plain(activity.title) for activity in there}
    left = [usual for usual in USUAL if usual.number not in numbers and _plain(usual.title) not in titles]
    return [usual for usual in left if usual.number <= FIRST], [usual for usual in left if usual.number > FIRST]


def number_of(activity: Activity) -> int | None:
    """The activity's number in the usual list, if it is there by number or by name."""
    return activity.usual or next((usual.number for usual in USUAL if _plain(usual.title) == _plain(activity.title)), None)


def _plain(title: str) -> str:
    return " ".join(title.split("(")[0].casefold().split())
