"""Questions every operation of the journey asks first, each answered by nothing or by a refusal in words."""

from __future__ import annotations

from django.urls import reverse

from milestones import gate
from milestones.journey import Journey
from milestones.models import Milestone, SuccessCriterion
from projects.access import OFFICER, SIDES, names_of
from projects.models import HistoryEntry
from projects.refusals import AlreadyComplete, ChangedMeanwhile, GateClosed, NotReady, ReasonNeeded
from projects.words import say_moment


def require_open(journey: Journey, milestone: Milestone) -> None:
    """Raise GateClosed while an earlier milestone is not complete, AlreadyComplete if this one is."""
    require_not_locked(journey, milestone)
    if milestone.is_complete:
        raise AlreadyComplete(
            f"Milestone {milestone.position} is complete, so its answers stay as they are.",
            missing=[f"milestone {milestone.position} has to be reopened first"],
            who=names_of(journey.project, SIDES),
            where=reverse("milestones:reopen", args=[journey.project.ref, milestone.position]),
            where_label=f"Reopen milestone {milestone.position}",
        )


def require_not_locked(journey: Journey, milestone: Milestone) -> None:
    """Raise GateClosed, naming the milestone that is worked on now, while an earlier one is not complete."""
    before = gate.held_back_by(milestone, journey.milestones)
    if before:
        first = before[0].position
        raise GateClosed(
            f"Milestone {milestone.position} opens when milestone {before[-1].position} is complete.",
            missing=[f"milestone {m.position} is not complete" for m in before],
            who=names_of(journey.project, SIDES),
            where=reverse("milestones:milestone", args=[journey.project.ref, first]),
            where_label=f"Go to milestone {first}",
        )


def require_version(journey: Journey, criterion: SuccessCriterion, version: int) -> None:
    """Raise ChangedMeanwhile, naming who changed what, unless the criterion is at this version."""
    if criterion.version != version:
        raise changed(journey, f"criterion {criterion.key}", about="successcriterion", pks=[criterion.pk])


def changed(journey: Journey, what: str, *, about: str, pks: list[int]) -> ChangedMeanwhile:
    """The refusal for something that moved since it was shown, naming the last change to it."""
    entry = HistoryEntry.objects.filter(project=journey.project, about=about, about_id__in=pks).select_related("actor").last()
    by = f" {entry.actor} made the last change on {say_moment(entry.at)}: {entry.verb} ({entry.label})." if entry else ""
    return ChangedMeanwhile(
        f"{what[:1].upper()}{what[1:]} has changed since you opened this page.{by} Nothing of yours was written; here is the latest."
    )


def require_reason(reason: str, says: str, missing: list[str], who: str = "") -> str:
    """The reason, trimmed. Raises ReasonNeeded where it is blank."""
    if not reason.strip():
        raise ReasonNeeded(says, missing=missing, who=who)
    return reason.strip()


def what_is_missing(criterion: SuccessCriterion) -> list[str]:
    """What a criterion misses, in words."""
    return [f["says"] for f in criterion.missing]


def require_ready(journey: Journey, milestone: Milestone) -> None:
    """Raise NotReady, naming each criterion to answer or to look at again, unless the milestone may be confirmed."""
    left = gate.unanswered(journey.criteria_of(milestone))
    looks = gate.to_look_at(journey.criteria_up_to(milestone))
    if not left and not looks:
        return
    missing = [f"criterion {c.key} is not answered yet" for c in left]
    missing += [f"criterion {c.key} needs another look: {', '.join(t['name'] for t in c.newly_missing)}" for c in looks]
    raise NotReady(
        f"Milestone {milestone.position} cannot be confirmed yet.",
        missing=missing,
        who=names_of(journey.project, OFFICER),
        where=reverse("milestones:milestone", args=[journey.project.ref, (left or looks)[0].milestone.position]),
        where_label="See the criteria",
    )
