"""What is recorded of a stakeholder, changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from projects.access import MEMBERS, SIDES
from projects.changes import History, change, differences, who_changed
from projects.clock import now
from projects.merging import merge
from projects.models import Person, Stakeholder
from projects.operations.links import end_link
from projects.operations.people.checks import person_for, require_current, require_not_listed, require_version
from projects.operations.people.recording import CONTACT, INFLUENCE, RECORDED, record_influence
from projects.refusals import BothChanged, FieldNeeded, NotNow

OWN = frozenset({"position", "organisation", "email", "phone"})


def edit_stakeholder(*, stakeholder: Stakeholder, version: int, by: Person, seen: Mapping[str, Any] | None = None, **wanted: Any) -> None:
    """Change what is recorded of a stakeholder, by either side; or one's own contact details. Roles: `give_role`, `hand_over`.

    Raises ChangedMeanwhile if it is not at `version`; or, where the page says what it had `seen`, BothChanged if somebody else changed the
    same field, and what only one of the two changed is kept. Raises FieldNeeded without a name, NotYourPart for anything but one's own
    details, and NotNow where a new address would sign in somebody else.
    """
    own = stakeholder.person_id == by.pk and set(wanted) <= OWN
    with change(stakeholder.project, by=by, roles=MEMBERS if own else SIDES) as history:
        stakeholder.refresh_from_db()
        require_current(stakeholder)
        wanted = {name: value.strip() if isinstance(value, str) else value for name, value in wanted.items()}
        if seen is not None:
            wanted = _only_mine(stakeholder, seen, wanted)
        before, after = differences(stakeholder, wanted)
        if not after:
            return
        if seen is None:
            require_version(stakeholder, version)
        if "name" in after and not after["name"]:
            raise FieldNeeded("Enter a name.", missing=["a name"])
        if "email" in after:
            after["email"] = after["email"].lower()
            _link(history, stakeholder, after["email"])
        _store(history, stakeholder, before, after)


def _only_mine(stakeholder: Stakeholder, seen: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    fresh, clashes = merge(seen=seen, kept={name: getattr(stakeholder, name) for name in wanted}, wanted=wanted)
    if clashes:
        by_whom = who_changed(stakeholder.project, stakeholder)
        raise BothChanged(f"Somebody else changed the same of {stakeholder.name} while you were typing. {by_whom}", clashes)
    return fresh


def _link(history: History, stakeholder: Stakeholder, email: str) -> None:
    """A new address of somebody who has never signed in is the address they will sign in by; one who has keeps their own.

    Of a buyer, an officer and who acts on behalf of the buyer only who gave them the part corrects it: another address is another person.
    """
    person = stakeholder.person
    if person is None or not email or person.email == email or (person.email and person.last_login):
        return
    if stakeholder.role in SIDES and _who_gave_the_role(history, stakeholder) != history.access.person.pk:
        raise NotNow("Another address would give this part to somebody else; hand it over instead.", who=stakeholder.name)
    known = person_for(name=stakeholder.name, email=email, agency=history.project.agency, position=stakeholder.position)
    require_not_listed(history.project, known)
    end_link(history, stakeholder)  # it was sent to the address before
    _end_what_they_said(history, stakeholder, person)
    stakeholder.person = known
    stakeholder.save(update_fields=["person"])


def _end_what_they_said(history: History, stakeholder: Stakeholder, person: Person) -> None:
    """What this person said themselves of their part is not said by who gets it: they are asked again. What a side recorded stays."""
    answered = stakeholder.invitations.live().filter(answered_by=person, how="").first()
    if answered:
        answered.ended_at = now()
        answered.save(update_fields=["ended_at"])
        history.add("invitation ended", stakeholder, before={"answer": answered.answer}, after={"answer": ""})
    last = stakeholder.acknowledgements.counting().last()
    if last and not last.cannot:
        history.add("part no longer acknowledged", stakeholder)


def _who_gave_the_role(history: History, stakeholder: Stakeholder) -> int | None:
    """The id of the person who gave the role that the stakeholder has now: who added them, unless it was given or handed over later."""
    given = history.project.history.filter(about="stakeholder", about_id=stakeholder.pk, verb="role changed").order_by("sequence").last()
    return given.actor_id if given else stakeholder.added_by_id


def _store(history: History, stakeholder: Stakeholder, before: dict[str, Any], after: dict[str, Any]) -> None:
    for name, value in after.items():
        setattr(stakeholder, name, value)
    stakeholder.version += 1
    stakeholder.save()
    recorded = [name for name in RECORDED if name in after]
    if recorded:
        history.add("stakeholder edited", stakeholder, before={n: before[n] for n in recorded}, after={n: after[n] for n in recorded})
    if CONTACT & set(after):
        history.add("contact details changed", stakeholder)
    record_influence(history, stakeholder, before, {n: after[n] for n in INFLUENCE if n in after})
