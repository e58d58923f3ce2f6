"""Personal links: each opens one person's part of one project for seven days, and nothing else."""

from __future__ import annotations

import datetime
import secrets

from projects.changes import History, change
from projects.clock import now
from projects.models import Kind, Person, PersonalLink, Stakeholder
from projects.models.asking import LINK_ROLES, digest_of
from projects.refusals import ChangedMeanwhile, NotNow

LASTS = datetime.timedelta(days=7)


def make_link(*, stakeholder: Stakeholder, by: Person, seen: int | None = None) -> str:
    """The secret of a new link to a person's part, by either side; told this once, of which only the digest is kept. The link before ends.

    `seen` is the id of the last link that whoever asks knows of, 0 for none: so the same form twice makes one. Raises ChangedMeanwhile
    where another was made since, NotNow for those who have no link (`why_no_link`).
    """
    with change(stakeholder.project, by=by) as history:
        stakeholder.refresh_from_db()
        why_not = why_no_link(stakeholder)
        if why_not:
            raise NotNow(why_not, missing=["a team member or wider stakeholder who is in the project"])
        if seen is not None and seen != last_made(stakeholder):
            raise ChangedMeanwhile(
                f"A link for {stakeholder.name} was made already. It was shown once, to whoever made it.",
                missing=["make a new one if you do not have it; the one before then ends"],
            )
        _end(stakeholder)
        secret = secrets.token_urlsafe(32)
        stakeholder.personal_links.create(digest=digest_of(secret), made_at=now(), made_by=by, expires_at=now() + LASTS)
        history.add("personal link made", stakeholder)
        return secret


def revoke_link(*, stakeholder: Stakeholder, by: Person) -> None:
    """End the link to a person's part, by either side; whoever came by it is out at their next press. While stopped too; twice is once."""
    with change(stakeholder.project, by=by, while_stopped=True) as history:
        end_link(history, stakeholder)


def end_link(history: History, stakeholder: Stakeholder) -> None:
    """End the link that still opens something, within a change that is under way: somebody left, got a side's role, is another person."""
    if _end(stakeholder):
        history.add("personal link revoked", stakeholder)


def live_link(stakeholder: Stakeholder) -> PersonalLink | None:
    """The link that opens their part now."""
    return stakeholder.personal_links.live(now()).first()


def last_made(stakeholder: Stakeholder) -> int:
    """The id of the last link made for them; 0 where there was none."""
    return stakeholder.personal_links.order_by("-pk").values_list("pk", flat=True).first() or 0


def why_no_link(stakeholder: Stakeholder) -> str:
    """Why there is no link for them, in a sentence; empty where there may be one."""
    name = stakeholder.name
    if stakeholder.left_at:
        return f"{name} has left this project."
    if stakeholder.kind != Kind.PERSON or stakeholder.person is None:
        return f"{name} is not a person who could open a link."
    if stakeholder.role not in LINK_ROLES:
        return f"{name} is here as {stakeholder.project.agency.say(stakeholder.role)}, which takes signing in by e-mail."
    if not stakeholder.person.is_active:
        return f"The account of {name} is closed."
    return ""


def _end(stakeholder: Stakeholder) -> bool:
    """Whether there was a link to end: neither revoked nor run out."""
    return bool(stakeholder.personal_links.filter(revoked_at=None, expires_at__gt=now()).update(revoked_at=now()))
