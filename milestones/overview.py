"""The overview of a project: what comes next for who is looking, whom the rest waits on, and the latest, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from milestones import gate
from milestones.journey import Journey, journey_of
from milestones.models import Milestone, SuccessCriterion
from milestones.rows import may_open
from milestones.seats import EMPTY, Seats, seats_among
from milestones.steps import steps
from projects import telling
from projects.access import SIDES
from projects.clock import now, today
from projects.models import BuyingProject, HistoryEntry, OpenItem, Role, Stakeholder
from projects.words import say_short_day

NEXT = 3
LATEST = 5


@dataclass(frozen=True)
class Thing:
    """Something to be done next: what, where (for who may open that), a hint, whom it waits on, whether that is who is looking.

    `is_shared`: the project still needs it and either side can do it, so it waits on nobody in particular.
    """

    says: str
    where: str
    hint: str
    who: str
    is_mine: bool
    is_shared: bool = False


@dataclass(frozen=True)
class NextStep:
    """The one next step of a first day."""

    title: str
    says: str
    where: str = ""
    label: str = ""


@dataclass(frozen=True)
class Standpoint:
    """A project as it stands, and who is looking at it."""

    project: BuyingProject
    journey: Journey
    seats: Seats
    items: list[OpenItem]

    @property
    def current(self) -> Milestone | None:
        """The milestone that is worked on."""
        return self.journey.current

    def page(self, name: str, *args: Any) -> str:
        """The address of a page of the journey."""
        return reverse(f"milestones:{name}", args=[self.project.ref, *args])

    def criterion_page(self, criterion: SuccessCriterion) -> str:
        """The place of a criterion on the page of its milestone."""
        position = criterion.milestone.position
        return f"{self.page('milestone', position)}#criterion-{position}-{criterion.position}"


def overview_page(project: BuyingProject) -> dict[str, Any]:
    """All that the overview is drawn from. Queries: the journey, everybody ever listed, the objective, open items, history."""
    journey, reads = journey_of(project), project.access.reads_record
    everybody = list(project.stakeholders.in_reading_order())
    listed = [s for s in everybody if s.is_current]
    items = list(project.open_items.unanswered().select_related("owner").order_by("due_on", "pk")) if reads else []
    view = Standpoint(project, journey, seats_among(listed), items)
    things = things_to_do(view)
    next_things, needs = [t for t in things if not t.is_shared], [t for t in things if t.is_shared]
    return {
        "steps": steps(project, journey),
        "first": first_step(view),
        "next_things": next_things[:NEXT],
        "more_things": next_things[NEXT:],
        "needs": needs[:NEXT],
        "more_needs": needs[NEXT:],
        "everything": things,
        "waiting": waiting_on(next_things),
        "either": view.seats.either,
        "adds_what_is_needed": adds_what_is_needed(project),
        "key_people": key_people(listed),
        "objective": project.objectives.first(),
        "items": items,
        "overdue": {item.pk for item in items if item.due_on and item.due_on < today()},
        "history": latest(project, {s.pk: s.name for s in everybody}) if reads else [],
        "current": journey.current,
    }


def key_people(listed: Iterable[Stakeholder]) -> list[Stakeholder]:
    """Both sides and the approvers, in reading order."""
    return [s for s in listed if s.role in SIDES or s.is_approver]


def latest(project: BuyingProject, names: dict[int, str]) -> list[dict[str, Any]]:
    """The latest entries of the history that they may read, told: one query."""
    entries = project.history.filter(audience__in=project.access.audiences(project)).select_related("actor", "covers_for")
    return [{"at": entry.at, "says": telling.tell(entry, names)} for entry in entries.order_by("-sequence")[:LATEST]]


# ---- What comes next ----------------------------------------------------------------------------------------------


def adds_what_is_needed(project: BuyingProject) -> bool:
    """Whether it waits on who is looking, of the buyer's side, for something that a criterion to answer still needs."""
    return bool(project.is_active and project.access.is_buyers_side and Role.BUYER in project.waits_on and project.criteria_left)


def things_to_do(view: Standpoint) -> list[Thing]:
    """Everything open, what waits on who is looking first. Nothing while the project is stopped, nor for wider stakeholders."""
    if not view.project.is_active or not view.project.access.reads_record:
        return []
    things = [*_looks(view), *_current(view), *_items(view)]
    return [t for t in things if t.is_mine] + [t for t in things if not t.is_mine]


def _looks(view: Standpoint) -> list[Thing]:
    """Criteria to look at again, in complete milestones and in the one that is open."""
    current = view.current
    criteria = view.journey.criteria_up_to(current) if current else view.journey.criteria
    looks = gate.to_look_at(criteria)
    return [_by_officer(view, f"Look again at criterion {c.key}: {_names(c)}", view.criterion_page(c), _criterion_hint(c)) for c in looks]


def _names(criterion: SuccessCriterion) -> str:
    return ", ".join(thing["name"] for thing in criterion.newly_missing)


def _criterion_hint(criterion: SuccessCriterion) -> str:
    return f"Criterion {criterion.key}, {criterion.words}"


def _current(view: Standpoint) -> list[Thing]:
    milestone = view.current
    if milestone is None:
        return []
    left = gate.unanswered(view.journey.criteria_of(milestone))
    things = [*_session(view, milestone), *(thing for criterion in left for thing in _criterion(view, criterion))]
    return [*things, *_incomplete(view, milestone, left), *_confirmations(view, milestone), *_empty_seats(view)]


def _session(view: Standpoint, milestone: Milestone) -> list[Thing]:
    session, name = milestone.session, milestone.stage.sitting.name.lower()
    is_planned = session.planned_at and not session.cancelled_at
    if session.held_on or (is_planned and session.planned_at > now()):
        return []
    says, page = (f"Record that the {name} was held", "session_held") if is_planned else (f"Book the {name}", "session")
    return [_by_sides(view, says, view.page(page, milestone.position), milestone.stage.guide_words)]


def _criterion(view: Standpoint, criterion: SuccessCriterion) -> list[Thing]:
    """What an unanswered criterion waits for: what is still needed, or the officer's answer."""
    hint, is_officer = _criterion_hint(criterion), view.project.access.is_officer
    if criterion.one_press_suffices:
        says = f"Mark {criterion.key} as met" if is_officer else f"{criterion.key} can be marked as met"
        return [_by_officer(view, says, view.criterion_page(criterion), hint)]
    if criterion.missing:
        return [_by_sides(view, finding["says"], finding["where"], hint) for finding in criterion.missing]
    says = f"Answer criterion {criterion.key}" if is_officer else f"Criterion {criterion.key} is not answered yet"
    return [_by_officer(view, says, view.criterion_page(criterion), hint)]


def _incomplete(view: Standpoint, milestone: Milestone, left: Iterable[SuccessCriterion]) -> list[Thing]:
    """The criteria that still need something: the officer answers them too, then or with a reason, so they wait on the officer."""
    keys = [criterion.key for criterion in left if criterion.missing]
    if not keys:
        return []
    hint = "Once what is still needed is there, or with a reason."
    return [_by_officer(view, f"Answer {_and(keys)}", view.page("milestone", milestone.position), hint)]


def _empty_seats(view: Standpoint) -> list[Thing]:
    """Seats that nobody holds, for the side that can name somebody; an officer who was asked for comes from the agency's queue."""
    access, seats, where = view.project.access, view.seats, reverse("projects:person_add", args=[view.project.ref])
    things = []
    if not seats.buyer:
        who, is_mine = (_and(seats.agents), access.is_buyers_side) if seats.agents else (seats.officer, access.is_officer)
        things.append(_thing(view, "Name the buyer", where, "Nobody is named yet.", who, is_mine))
    if not seats.officer and not view.project.officer_wanted_at:
        who = _and([name for name in (seats.buyer, *seats.agents) if name])
        things.append(_thing(view, "Name the procurement officer", where, "Nobody is named yet.", who, access.is_buyers_side))
    return things


def _and(words: Sequence[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last


def _confirmations(view: Standpoint, milestone: Milestone) -> list[Thing]:
    """The sides that have not confirmed a milestone that is ready."""
    criteria = view.journey.criteria_of(milestone)
    if not gate.is_ready(criteria) or gate.to_look_at(view.journey.criteria_up_to(milestone)):
        return []
    access, position = view.project.access, milestone.position
    mine = {Role.BUYER: access.is_buyers_side, Role.PROCUREMENT_OFFICER: access.is_officer}
    hint = "Every criterion is answered."
    return [
        _thing(view, f"Confirm milestone {position}", view.page("confirm", position), hint, view.seats.named(seat), mine[Role(seat)])
        for seat in view.project.waits_on
    ]


def _items(view: Standpoint) -> list[Thing]:
    """The open items of who is looking."""
    mine = [item for item in view.items if item.owner_id and item.owner_id == view.project.access.stake]
    return [
        _thing(view, item.text, reverse("projects:open_item", args=[view.project.ref, item.pk]), _due(item), item.owner.name, True)
        for item in mine
    ]


def _due(item: OpenItem) -> str:
    day = f", by {say_short_day(item.due_on)}" if item.due_on else ""
    return f"{item.get_kind_display()}{day}"


def _by_officer(view: Standpoint, says: str, where: str, hint: str) -> Thing:
    return _thing(view, says, where, hint, view.seats.named(Role.PROCUREMENT_OFFICER), view.project.access.is_officer)


def _by_sides(view: Standpoint, says: str, where: str, hint: str) -> Thing:
    return replace(_thing(view, says, where, hint, view.seats.either, view.project.access.edits), is_shared=True)


def _thing(view: Standpoint, says: str, where: str, hint: str, who: str, is_mine: bool) -> Thing:
    return Thing(says, where if may_open(view.project.access, where.partition("#")[0]) else "", hint, who, is_mine)


def waiting_on(things: Iterable[Thing]) -> list[tuple[str, list[Thing]]]:
    """The same things by person, the person with most first; who is looking as "You"."""
    by_person: dict[str, list[Thing]] = {}
    for thing in things:
        by_person.setdefault("You" if thing.is_mine else thing.who, []).append(thing)
    return sorted(by_person.items(), key=lambda pair: -len(pair[1]))


# ---- The first day ------------------------------------------------------------------------------------------------


def first_step(view: Standpoint) -> NextStep | None:
    """The one next step while nothing has been answered and the first session is neither planned nor held."""
    current = view.current
    if current is None or current.position != 1 or not view.project.is_active or not view.project.access.reads_record:
        return None
    if current.session.planned_at or current.session.held_on or any(c.is_answered for c in view.journey.criteria_of(current)):
        return None
    return _book(view) if view.project.access.edits else _will_book(view)


def _book(view: Standpoint) -> NextStep:
    seats, is_officer = view.seats, view.project.access.is_officer
    other = seats.buyer if is_officer else seats.officer
    if other:
        title = f"Next: book the alignment session with {other.split()[0]}"
        return NextStep(title, "Bring what you know; blanks are fine.", view.page("session", 1), "Book the session")
    if view.project.officer_wanted_at and not is_officer:
        where = reverse("projects:objective_edit", args=[view.project.ref])
        says = "The procurement team has been asked for a procurement officer. Meanwhile a sentence or two is a good start."
        return NextStep("Next: say what the problem is", says, where, "Write the objective")
    seat = "buyer" if is_officer else "procurement officer"
    where = reverse("projects:people", args=[view.project.ref])
    return NextStep(f"Next: name the {seat}", "The alignment session needs the two of you.", where, "Go to people")


def _will_book(view: Standpoint) -> NextStep:
    sides = [view.seats.named(role) for role in EMPTY]
    return NextStep("Next: the alignment session", f"It is booked by {sides[0]} and {sides[1]}.")


# ---- News ---------------------------------------------------------------------------------------------------------

# What changed, by the kind of thing; empty for what has a label of its own.
NOUNS = {
    "successcriterion": "",
    "evidence": "",
    "milestone": "",
    "confirmation": "",
    "stakeholder": "the people",
    "objective": "the objective",
    "expertiseneed": "the kinds of expertise",
    "openitem": "an open item",
    "session": "the session",
    "buyingproject": "the project",
}


def news_since(project: BuyingProject, seen: int) -> str:
    """What others changed since the history was this long, as far as who is looking may know; empty for nothing. One query."""
    access = project.access
    if project.history_length <= seen:
        return ""
    entries = project.history.filter(sequence__gt=seen).exclude(actor=access.person).exclude(verb="confirmation lapsed")
    if not access.reads_record:
        return "Something in this project changed." if entries.exists() else ""
    told = entries.filter(audience__in=access.audiences(project)).select_related("actor").order_by("-sequence")[:20]
    return news_words(reversed(told)) if told else ""


def news_words(entries: Iterable[HistoryEntry]) -> str:
    """Who changed what, as in: Ruth Melaleuca changed criterion 1.2."""
    entries = list(entries)
    who = dict.fromkeys(entry.actor.name for entry in entries)
    what = dict.fromkeys(noun(entry) for entry in entries)
    return f"{_few(list(who))} changed {_few(list(what))}."


def noun(entry: HistoryEntry) -> str:
    """What an entry is about, in the middle of a sentence."""
    return NOUNS.get(entry.about) or entry.label[:1].lower() + entry.label[1:] or "something"


def _few(words: list[str]) -> str:
    if len(words) > 2:
        return f"{', '.join(words[:2])} and more"
    return " and ".join(words)
