"""The stakeholder communication plan: what the project shows of it, for 1.3 that there is a draft, for 2.5 that the team has it."""

from __future__ import annotations

from django.urls import reverse

from milestones.findings.base import Facts, Finding, Missing
from projects.communication import without_item
from projects.models import Held
from projects.words import listed, say_day


def communication_planned(facts: Facts) -> list[Finding]:
    """Of 1.3: the plan has a line, or is kept elsewhere; worth checking, for a plan here, owners and whoever is of high interest,
    once there are any."""
    found = [_plan(facts, "1.3.communication")]
    if _is_only_elsewhere(facts):
        return found
    owners = [_owners(facts)] if facts.communication_items else []
    interest = [_interest(facts)] if any(s.is_high_interest for s in facts.stakeholders) else []
    return [*found, *owners, *interest]


def plan_circulated(facts: Facts) -> list[Finding]:
    """2.5: there is a plan, and it went to the team; worth checking once it went, what has changed since and who has not read it."""
    changes = [_changes(facts)] if facts.circulation or facts.communication_to_see else []
    return [_plan(facts, "2.5.plan"), _sent(facts), *changes]


def _is_only_elsewhere(facts: Facts) -> bool:
    return not facts.communication_items and Held.COMMUNICATION in facts.elsewhere


def _plan(facts: Facts, key: str) -> Finding:
    number, kept = len(facts.communication_items), facts.kept(Held.COMMUNICATION)
    here = f"{number} line{'' if number == 1 else 's'} in the stakeholder communication plan." if number else ""
    none = () if here or kept else (Missing(f"none:{key}", "a line in the communication plan"),)
    return Finding(key, needed=True, says=here or kept or "Nothing is in the communication plan yet.", missing=none, **_page(facts))


def _owners(facts: Facts) -> Finding:
    items = facts.communication_items
    without = [item for item in items if not (item.owner and item.owner.is_current)]
    says = "Each line has somebody who sends it."
    if without:
        says = f"Nobody sends yet: {listed([item.audience for item in without])}."
    missing = tuple(Missing(f"communicationitem:{item.pk}", item.audience) for item in without)
    return Finding("1.3.communication_owners", needed=False, says=says, missing=missing, **_page(facts))


def _interest(facts: Facts) -> Finding:
    without = without_item(facts.stakeholders, facts.communication_items)
    says = "Everyone of high interest is in a line of the communication plan."
    if without:
        says = f"Of high interest, and in no line of the communication plan: {listed([s.name for s in without])}."
    missing = tuple(Missing(f"stakeholder:{s.pk}", s.name) for s in without)
    return Finding("1.3.communication_interest", needed=False, says=says, missing=missing, **_page(facts))


def _sent(facts: Facts) -> Finding:
    sent = facts.circulation
    if sent is None:
        none = (Missing("none:2.5.sent", "the plan, sent to the team"),)
        return Finding("2.5.sent", needed=True, says="The plan has not gone to the team yet.", missing=none, **_sending(facts))
    how = f", {sent.how}" if sent.how else ""
    says = f"The plan went to the team on {say_day(sent.sent_on)}{how}. Whoever joined since has it by joining."
    return Finding("2.5.sent", needed=True, says=says)


def _changes(facts: Facts) -> Finding:
    """A change since that was marked to be seen names who has not read it. Who wrote it knows it; who joined since has it by joining."""
    change = facts.communication_to_see
    if change is None:
        return Finding("2.5.changes", needed=False, says="Nothing has changed since that the team needs to see.")
    here = [s for s in facts.team if s.person_id != change.written_by_id and s.joined_at <= change.written_at]
    unread = [s for s in here if s.pk not in facts.communication_read]
    changed = f"Changed since it was sent (version {change.version}): {change.what_changed}."
    says = f"{changed} Not read yet by {listed([s.name for s in unread])}." if unread else f"{changed} Everyone in the team has read it."
    missing = tuple(Missing(f"stakeholder:{s.pk}", s.name) for s in unread)
    who = "Each of them, on “My part”; or buyer’s side or procurement officer, who can send the plan again"
    return Finding("2.5.changes", needed=False, says=says, missing=missing, who=who, **_page(facts))


def _page(facts: Facts) -> dict[str, str]:
    return {"where": reverse("projects:communication", args=[facts.project.ref]), "where_label": "Go to the communication plan"}


def _sending(facts: Facts) -> dict[str, str]:
    return {"where": reverse("projects:communication_send", args=[facts.project.ref]), "where_label": "Send the plan to the team"}
