"""Milestone 2: what the project shows for its criteria. Source of what is needed: the guide's words and `docs/decisions`."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from milestones.findings.base import SIDES_CAN, Facts, Finding, Missing, people_page
from projects.contacts import Gap, backup_gaps, gaps
from projects.models import InvitationAnswer, Role, Stakeholder
from projects.words import listed, say_day

ASKING = (Role.BUYER, Role.PROCUREMENT_OFFICER)  # in whose names people are asked
NAMED = 8  # people in one sentence
THEMSELVES = "Each of them on “My part”, or buyer’s side or procurement officer, who can record it"


def team_engaged(facts: Facts) -> list[Finding]:
    """2.1: everybody of the core team but the two in whose names people are asked was asked, and said yes."""
    others = [s for s in facts.team if s.role not in ASKING]
    people = people_page(facts)
    if not others:
        none = (Missing("none:2.1.members", "somebody in the core team besides buyer and procurement officer"),)
        return [Finding("2.1.asked", needed=True, says="Nobody else is in the core team yet.", missing=none, **people)]
    asked = [s for s in others if s.pk in facts.invitations]
    return [
        Finding(
            "2.1.asked",
            needed=True,
            says=_all_or_not(len(others), "was asked in both names", "is not asked yet", [s for s in others if s not in asked]),
            missing=_named(s for s in others if s not in asked),
            where=reverse("projects:ask_team", args=[facts.project.ref]),
            where_label="Ask the team",
        ),
        _said_yes(facts, others, people),
        *_worth_asking(facts, asked, people),
    ]


def roles_known(facts: Facts) -> list[Finding]:
    """2.3: each of the core team has a letter and a sentence tying their part to the outcome, and said yes since either changed."""
    lettered = {stakeholder for _, stakeholder in facts.matrix.cells}
    without = [s for s in facts.team if s.pk not in lettered]
    wordless = [s for s in facts.team if not s.why_it_matters.strip()]
    project, number = facts.project, len(facts.team)
    if not number:
        return [
            Finding(
                "2.3.letters",
                needed=True,
                says="Nobody is in the core team yet.",
                missing=(Missing("none:2.3.team", "people"),),
                **people_page(facts),
            )
        ]
    return [
        Finding(
            "2.3.letters",
            needed=True,
            says=_all_or_not(number, "has a part in an activity", "has no part in any activity", without),
            missing=_named(without),
            where=reverse("projects:raci", args=[project.ref]),
            where_label="Go to the RACI matrix",
        ),
        Finding(
            "2.3.sentence",
            needed=True,
            says=_all_or_not(number, "has a sentence on why their part matters", "has no sentence on why their part matters", wordless),
            missing=_named(wordless),
            where=reverse("projects:why_it_matters", args=[project.ref]),
            where_label="Write why their parts matter",
        ),
        _said_their_part(facts),
    ]


def contacts_known(facts: Facts) -> list[Finding]:
    """2.4: topics are on the list, each has somebody to ask who can be reached, and the list went to everyone."""
    topics, sent = facts.contact_topics, facts.contacts_sent
    contacts, number = _contacts(facts), len(facts.contact_topics)
    counted = f"{number} topic{'' if number == 1 else 's'} on the list." if number else "No topic is on the list yet."
    none = () if number else (Missing("none:2.4.topics", "a topic"),)
    went = f"The list went to everyone on {say_day(sent.sent_on)}. Whoever joined since has it by joining." if sent else ""
    not_sent = () if sent else (Missing("none:2.4.sent", "the list, sent to everyone"),)
    unreached, alone = gaps(topics), backup_gaps(topics)
    reached = "Each has somebody to ask, who can be reached." if number else "No topic yet, so nobody to reach yet."
    backups = Finding("2.4.backups", needed=False, says=_gaps_said(alone) or "Each has a back-up.", missing=_topics(alone), **contacts)
    return [
        Finding("2.4.topics", needed=True, says=counted, missing=none, **contacts),
        Finding("2.4.reachable", needed=True, says=_gaps_said(unreached) or reached, missing=_topics(unreached), **contacts),
        Finding("2.4.sent", needed=True, says=went or "The list has not gone to everyone yet.", missing=not_sent, **contacts),
        *([backups] if number else []),
    ]


def _contacts(facts: Facts) -> dict[str, str]:
    return {"where": reverse("projects:contacts", args=[facts.project.ref]), "where_label": "Go to who to contact for what"}


def _gaps_said(found: list[Gap]) -> str:
    """The first three in full, then how many more."""
    more = f" And {len(found) - 3} more." if len(found) > 3 else ""
    return " ".join(gap.says for gap in found[:3]) + more


def _topics(found: list[Gap]) -> tuple[Missing, ...]:
    return tuple(Missing(f"topic:{gap.topic.pk}", gap.topic.topic) for gap in found)


def _said_yes(facts: Facts, others: list[Stakeholder], people: dict[str, str]) -> Finding:
    answers = {s: facts.invitations[s.pk].answer if s.pk in facts.invitations else "" for s in others}
    no = [s for s, answer in answers.items() if answer == InvitationAnswer.NO]
    waiting = [s for s, answer in answers.items() if not answer]
    yes = len(others) - len(no) - len(waiting)
    said = [_each(yes, "said yes")] if not no and not waiting else [f"{yes} of {len(others)} said yes."]
    said += [f"{_names(no)} said no."] * bool(no)
    said += [f"No answer yet from {_names(waiting)}."] * bool(waiting)
    more = {**people, "who": THEMSELVES if waiting else SIDES_CAN}
    return Finding("2.1.yes", needed=True, says=" ".join(said), missing=_named([*no, *waiting]), **more)


def _worth_asking(facts: Facts, asked: list[Stakeholder], people: dict[str, str]) -> list[Finding]:
    """What an invitation should say besides; nothing while nobody was asked."""
    if not asked:
        return []
    wanted = {
        "2.1.time": ("was told about how much time", "was not told about how much time", "time_asked"),
        "2.1.manager": ("has their manager’s agreement", "has no manager’s agreement recorded", "has_managers_agreement"),
    }
    found = []
    for key, (holds, fails, field) in wanted.items():
        without = [s for s in asked if not getattr(facts.invitations[s.pk], field)]
        says = _all_or_not(len(asked), holds, fails, without)
        found.append(Finding(key, needed=False, says=says, missing=_named(without), **people))
    return found


def _said_their_part(facts: Facts) -> Finding:
    """Who said yes to their part as it is now."""
    changed, silent, cannot = [], [], []
    for stakeholder in facts.team:
        said = facts.acknowledgements.get(stakeholder.pk)
        if said is None:
            silent.append(stakeholder)
        elif said.cannot:
            cannot.append(stakeholder)
        elif not said.still_says(_letters(facts, stakeholder), stakeholder.why_it_matters):
            changed.append(stakeholder)
    yes = len(facts.team) - len(silent) - len(changed) - len(cannot)
    words = (
        [_each(yes, "said “Yes, that’s my part”")]
        if not silent and not changed and not cannot
        else [f"{yes} of {len(facts.team)} said yes to their part."]
    )
    words += [f"Not yet: {_names(silent)}."] * bool(silent)
    words += [f"{_names(cannot)} said that they can’t do it: change their part, or ask somebody else."] * bool(cannot)
    words += [f"Changed since they said so: {_names(changed)}."] * bool(changed)
    return Finding(
        "2.3.yes",
        needed=True,
        says=" ".join(words),
        missing=_named([*silent, *changed, *cannot]),
        who="Buyer’s side or procurement officer, and each of them on “My part”" if cannot else "Each of them, on “My part”",
        **people_page(facts),
    )


def _letters(facts: Facts, stakeholder: Stakeholder) -> dict[str, str]:
    """As an acknowledgement keeps them."""
    return {str(activity.pk): letters for activity, letters in facts.matrix.letters_of(stakeholder).items()}


def _named(people: Iterable[Stakeholder]) -> tuple[Missing, ...]:
    return tuple(Missing(f"stakeholder:{s.pk}", s.name) for s in people)


def _names(people: Iterable[Stakeholder]) -> str:
    """Who has to act is named, so that nobody has to look for it."""
    return listed([person.name for person in people], NAMED)


def _each(number: int, holds: str) -> str:
    """As in "Each of the 5 was asked."."""
    return f"{'The one person' if number == 1 else f'Each of the {number}'} {holds}."


def _all_or_not(number: int, holds: str, fails: str, without: list[Stakeholder]) -> str:
    """That it holds for each, or for whom it does not."""
    if not without:
        return _each(number, holds)
    verb, _, rest = fails.partition(" ")
    many = {"is": "are", "has": "have", "was": "were"}[verb]
    return f"{_names(without)} {verb if len(without) == 1 else many} {rest}."
