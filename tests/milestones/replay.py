"""Replaying the history of a project: what it says the present state is, without looking at any other table."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from projects.models import BuyingProject, HistoryEntry


@dataclass
class Replayed:
    """Answers by criterion id, standing completions by milestone id, live confirmations by id, current roles by stakeholder id, state."""

    answers: dict[int, str] = field(default_factory=dict)
    completions: dict[int, int] = field(default_factory=dict)
    confirmations: dict[int, tuple[str, int]] = field(default_factory=dict)
    roles: dict[int, str] = field(default_factory=dict)
    state: str = "active"


def replay(entries: Iterable[HistoryEntry]) -> Replayed:
    """The state after these entries, in order."""
    state = Replayed()
    for entry in entries:
        _apply(state, entry)
    return state


def _apply(state: Replayed, entry: HistoryEntry) -> None:
    after = entry.after
    match entry.about:
        case "successcriterion" if "answer" in after:
            state.answers[entry.about_id] = after["answer"]
        case "milestone":
            state.completions[entry.about_id] = after["completion"]
        case "confirmation" if "ended" in after:
            del state.confirmations[entry.about_id]
        case "confirmation":
            state.confirmations[entry.about_id] = (after["side"], after["person"])
        case "stakeholder" if entry.verb in {"stakeholder removed", "left the project"}:
            del state.roles[entry.about_id]
        case "stakeholder" if "role" in after:
            state.roles[entry.about_id] = after["role"]
        case "buyingproject" if "state" in after:
            state.state = after["state"]


def present(project: BuyingProject) -> Replayed:
    """The same, read from the tables."""
    milestones = list(project.milestones.all())
    criteria = [c for m in milestones for c in m.criteria.all()]
    live = [c for m in milestones for c in m.confirmations.live()]
    return Replayed(
        answers={c.pk: c.answer for c in criteria},
        completions={m.pk: m.completion_id for m in milestones},
        confirmations={c.pk: (c.side, c.person_id) for c in live},
        roles={s.pk: s.role for s in project.stakeholders.current()},
        state=BuyingProject.objects.get(pk=project.pk).state,
    )


def disagreements(project: BuyingProject) -> list[str]:
    """Where history and the tables tell different stories; empty when they agree."""
    said, is_now = replay(project.history.order_by("sequence")), present(project)
    said.answers = {**dict.fromkeys(is_now.answers, "not_met"), **said.answers}
    said.completions = {**dict.fromkeys(is_now.completions), **said.completions}
    return [name for name in ("answers", "completions", "confirmations", "roles", "state") if getattr(said, name) != getattr(is_now, name)]
