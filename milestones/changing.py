"""The page on which an answer is changed: the wishes that may be granted now, each as a form; and what is said when one was granted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from milestones import gate
from milestones.forms.answers import AnswerForm
from milestones.journey import Journey, journey_of
from milestones.models import Answer, SuccessCriterion
from milestones.operations.asking import require_open
from milestones.rows import count_words, row_of, would_confirm
from mobilisation.refusals import Refusal
from projects.changes import require_active
from projects.comparing import Difference
from projects.models import BuyingProject, Kind
from projects.refusals import ChangedMeanwhile, ReasonNeeded

HEADINGS = {
    "met": "Met",
    "met_with_reason": "Met, with a reason",
    "not_needed": "Not needed",
    "take_back": "Take the answer back",
    "look_again": "Look again",
}
BUTTONS = {
    "met": "Mark {key} as met",
    "met_with_reason": "Mark {key} as met, with a reason",
    "not_needed": "Mark {key} as not needed",
    "take_back": "Take the answer back",
    "look_again": "I have looked: the answer stands",
}
GRANTED = {
    "met": "Criterion {key} marked as met.",
    "met_with_reason": "Criterion {key} marked as met, with a reason.",
    "not_needed": "Criterion {key} marked as not needed.",
    "take_back": "The answer to criterion {key} is taken back.",
    "look_again": "Criterion {key} looked at again.",
    "met_and_confirm": "Criterion {key} marked as met, and milestone {milestone} confirmed.",
}


@dataclass(frozen=True)
class Choice:
    """One wish on the page, with its form. `is_folded` where another comes first."""

    wish: str
    heading: str
    button: str
    form: AnswerForm
    is_folded: bool
    also_confirms: bool = False


def wishes_now(criterion: SuccessCriterion, journey: Journey) -> list[str]:
    """What the officer may wish for this criterion now, the likeliest first; nothing while its milestone is locked."""
    if gate.held_back_by(criterion.milestone, journey.milestones):
        return []
    look = ["look_again"] if criterion.needs_another_look else []
    if criterion.milestone.is_complete:
        return look
    met = ["met"] if criterion.one_press_suffices and criterion.answer != Answer.MET else []
    return [*look, *met, "met_with_reason", "not_needed", *(["take_back"] if criterion.is_answered else [])]


def change_page(
    project: BuyingProject, criterion: SuccessCriterion, sent: AnswerForm | None = None, refusal: Refusal | None = None
) -> dict[str, Any]:
    """What the change page is drawn from. `sent` is the form as it was sent, which comes back with all that was typed.

    One query, for who can follow up.
    """
    journey, is_officer = journey_of(project), project.access.is_officer
    wishes = wishes_now(criterion, journey) if project.is_active and is_officer else []
    people = list(project.stakeholders.current().filter(kind=Kind.PERSON).in_reading_order().values_list("pk", "name"))
    choices = [_choice(wish, criterion, journey, people, sent, is_folded=wish != wishes[0]) for wish in wishes]
    is_lost = sent is not None and kind_of(sent) not in wishes
    return {
        "milestone": criterion.milestone,
        "criterion": criterion,
        "row": row_of(criterion, project),
        "choices": choices,
        "closed": closed(project, journey, criterion) if not wishes and refusal is None else None,
        "form": sent,
        "refusal": refusal if refusal and not (sent and sent.errors and not isinstance(refusal, ReasonNeeded)) else None,
        "typed": sent.typed if is_lost and sent else "",
        "differences": differences(criterion, sent) if sent and isinstance(refusal, ChangedMeanwhile) and not is_lost else [],
        "sent_wish": kind_of(sent) if sent else "",
    }


def closed(project: BuyingProject, journey: Journey, criterion: SuccessCriterion) -> Refusal | None:
    """Why no answer can be changed now, and what opens it, in the words of the refusal; nothing while it can."""
    try:
        require_active(project)
        require_open(journey, criterion.milestone)
    except Refusal as refusal:
        return refusal
    return None


def kind_of(form: AnswerForm) -> str:
    """Under which wish a form is shown: marking as met and confirming is shown with the reason it was sent with."""
    wish = str(form.data.get("wish", ""))
    return "met_with_reason" if wish == "met_and_confirm" else wish


def _choice(
    wish: str, criterion: SuccessCriterion, journey: Journey, people: list[tuple[int, str]], sent: AnswerForm | None, is_folded: bool
) -> Choice:
    versions = {"version": criterion.version, "milestone_version": criterion.milestone.version}
    if sent is not None and kind_of(sent) == wish:
        form, is_folded = _again(sent, wish, people).at(**versions), False
    else:
        initial = {**versions, "page": "change", "reason": criterion.reason if criterion.answer == wish else ""}
        form = AnswerForm(wish=wish, people=people, initial=initial)
    also = wish in {"met", "met_with_reason"} and would_confirm(journey, criterion)
    return Choice(wish, HEADINGS[wish], BUTTONS[wish].format(key=criterion.key), form, is_folded, also)


def _again(sent: AnswerForm, wish: str, people: list[tuple[int, str]]) -> AnswerForm:
    """The form as it was sent, with its errors, and with those who can follow up to choose from."""
    form = AnswerForm(sent.data, wish=wish, people=people)
    form._errors = sent.errors
    return form


def differences(criterion: SuccessCriterion, sent: AnswerForm) -> list[Difference]:
    """What is there now beside what was sent."""
    by = f", by {criterion.answered_by}" if criterion.answered_by else ""
    answer = Difference("Answer", f"{criterion.get_answer_display()}{by}", HEADINGS[kind_of(sent)])
    return [answer, Difference("Reason", criterion.still_stands or criterion.reason, sent.typed)]


def granted_words(criterion: SuccessCriterion, wish: str) -> str:
    """Say what was granted and how far the milestone is, as in: Criterion 1.2 marked as met. 3 of 4 criteria met."""
    milestone = criterion.milestone
    words = GRANTED[wish].format(key=criterion.key, milestone=milestone.position)
    if milestone.is_complete and wish == "met_and_confirm":
        return f"{words} Milestone {milestone.position} is complete."
    return words if milestone.is_complete else f"{words} {count_words(journey_of(milestone.project).criteria_of(milestone), 'criteria ')}."
