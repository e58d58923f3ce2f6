"""The questions of the objective, once: for its page, its form and its history."""

from __future__ import annotations

from dataclasses import dataclass

from projects.models import Objective

QUESTIONS = {
    "problem_or_opportunity": "What is the problem or opportunity?",
    "desired_outcome": "What will be different when it is solved?",
    "procurement_outcome": "What must the buying achieve?",
    "business_objective": "Which business objective does it serve?",
    "scope_in": "What is in scope?",
    "scope_out": "What is out of scope?",
    "constraints": "What are the constraints?",
    "why_now": "Why now?",
    "value_band": "About how much is it worth?",
    "funding_status": "Where does the money stand?",
}
HINTS = {
    "problem_or_opportunity": "Who is affected, how often, and what it costs them. Leave the solution out for now.",
    "desired_outcome": "For the people affected, in words they would use.",
    "procurement_outcome": "What has to be bought or agreed for that. Milestone 2 asks that everyone on the team can explain this.",
    "business_objective": "From the agency's plan, if it serves one.",
    "constraints": "Dates, rules, systems or contracts that cannot move.",
    "value_band": "A range is enough, such as “$1 million to $3 million”.",
    "funding_status": "For example “approved in this year's budget” or “business case to come”.",
}
MEASURE_WORDS = {"measure": "Measure", "baseline": "Now", "target": "Target", "by_when": "By when"}


@dataclass(frozen=True)
class Answered:
    """One question with its answer in one version; an empty answer is for the page to put in words."""

    name: str
    question: str
    answer: str


def answers(objective: Objective, *, with_value: bool) -> list[Answered]:
    """The questions with their answers in this version; the value band only for those who see it."""
    names = [name for name in QUESTIONS if with_value or name != "value_band"]
    return [Answered(name, QUESTIONS[name], getattr(objective, name)) for name in names]
