"""What is asked of people: of one member of a project, in words; of one person over all their projects; who is still to be asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from projects.access import BUYERS_SIDE
from projects.models import Acknowledgement, Assignment, BuyingProject, Invitation, Kind, OpenItem, Person, ProjectState, Role, Stakeholder
from projects.readers import WORDS, asked_to_read
from projects.words import say_short_day


@dataclass(frozen=True)
class Ask:
    """One thing asked: what, and the page for it with the words of its link."""

    says: str
    where: str
    label: str


def asked_of(project: BuyingProject, me: Stakeholder, items: Sequence[OpenItem] = ()) -> list[Ask]:
    """The next step of the project where it waits on them, and their open `items`, the first due first.

    Asks no database; nothing while the project is paused or stopped.
    """
    if not project.is_active:
        return []
    return [*_next_step(project, Role(me.role)), *_to_settle(project, items)]


def _to_settle(project: BuyingProject, items: Sequence[OpenItem]) -> list[Ask]:
    """One open item in its own words; several are counted, and the first due said."""
    if not items:
        return []
    first, kind = items[0], items[0].get_kind_display()
    due = f" By {say_short_day(first.due_on)}." if first.due_on else ""
    text = first.text.strip()
    said = f"{kind}: {text}{'' if text[-1] in '.?!' else '.'}{due}"
    words = said if len(items) == 1 else f"{len(items)} open items are yours. The first is: {said[:1].lower()}{said[1:]}"
    return [Ask(words, reverse("projects:open_item", args=[project.ref, first.pk]), f"Go to the {kind.lower()}")]


def _next_step(project: BuyingProject, role: Role) -> list[Ask]:
    if project.is_mobilised or not _waits_on(project, role):
        return []
    number = project.current_milestone
    words = f"Milestone {number} waits on you: {project.says_met}."
    return [Ask(words, reverse("milestones:milestone", args=[project.ref, number]), f"Go to milestone {number}")]


def _waits_on(project: BuyingProject, role: Role) -> bool:
    return role in project.waits_on or (role in BUYERS_SIDE and Role.BUYER in project.waits_on)


def to_ask(project: BuyingProject, and_of: Collection[int] = ()) -> list[Stakeholder]:
    """The people of the core team, without buyer and officer, who were not asked yet; of those with these ids also who was. One query.

    Each carries `is_asked`.
    """
    team = project.stakeholders.current().core().filter(kind=Kind.PERSON).exclude(role__in=[Role.BUYER, Role.PROCUREMENT_OFFICER])
    asked = team.annotate(is_asked=Exists(Invitation.objects.live().filter(stakeholder=OuterRef("pk"))))
    return list(asked.filter(Q(is_asked=False) | Q(pk__in=and_of)).in_reading_order())


MOST = 50


def asked_over_all(person: Person) -> list[tuple[BuyingProject, str]]:
    """What waits for a word of this person on "My part" of their active projects: seven queries, whatever their number.

    An invitation as soon as it is there; a version that the team needs to see; "Yes, that's my part" from milestone 2 on, once they have a
    letter and a sentence to say yes to.
    """
    stakes = Stakeholder.objects.current().core().filter(person=person, project__state=ProjectState.ACTIVE).select_related("project")
    rows = list(stakes.order_by("joined_at", "pk")[:MOST])
    waiting = set(Invitation.objects.live().filter(stakeholder__in=rows, answer="").values_list("stakeholder", flat=True))
    letters: dict[int, dict[str, str]] = defaultdict(dict)
    for cell in Assignment.objects.filter(stakeholder__in=rows, activity__removed_at=None):
        letters[cell.stakeholder_id][str(cell.activity_id)] = cell.letters
    said = {word.stakeholder_id: word for word in Acknowledgement.objects.counting().filter(stakeholder__in=rows).order_by("at", "pk")}
    asked = [(row.project, "Say whether you can take part") for row in rows if row.pk in waiting]
    asked += [(row.project, f"Read what changed in {WORDS[what]}") for row, what in asked_to_read(person, rows)]
    return asked + [
        (row.project, "Your part has changed: say whether it is yours" if row.pk in said else "Say whether your part is yours")
        for row in rows
        if row.pk not in waiting and _is_to_say_yes(row, letters[row.pk], said.get(row.pk))
    ]


def _is_to_say_yes(row: Stakeholder, letters: dict[str, str], said: Acknowledgement | None) -> bool:
    whole = bool(letters and row.why_it_matters.strip()) and row.project.current_milestone > 1
    return whole and not (said and said.is_about(letters, row.why_it_matters))
