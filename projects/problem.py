"""Whether a problem names a thing to buy, pure: a small rule that would rather say nothing than scold. Never in anybody's way.

What people wish for is told from what they have ("the old platform fails") and from what customers do ("they have to buy two tickets").
"""

from __future__ import annotations

import re

THING = r"(?:software )?(?:system|platform|software|app|application|licen[cs]es?|portal|chatbot|database|product|tool|solution)s?"
FEW = r"(?:[\w’'-]+ ){0,4}?"  # words between, in the same sentence
US = r"(?:we|the agency|the department|the district|the council|the team|the project|this project)"
WISH = r"(?:need|want|require|must|should|have|has|plan|propose|intend|would like|wish)s?(?: to)?"
LIKED = r"(?:new|modern|better|single|off-the-shelf|cloud-based|cloud|integrated|digital)"

PATTERNS = [
    rf"\b{US} (?:also )?{WISH} (?:buy|purchase|acquire|license)\b(?: [\w’'-]+){{0,4}}",
    rf"\b{WISH} (?:procure|tender for)\b(?: [\w’'-]+){{0,4}}",
    rf"\b(?:need|want|require)s? (?:a|an|some|more|another|the) {FEW}{LIKED} {FEW}{THING}\b",
    rf"\b(?:need|want|require)s? {LIKED} {FEW}{THING}\b",
    rf"\b{US} (?:need|want|require|lack)s? (?:a|an|some|more|another) {FEW}{THING}\b",
    rf"\b(?:a|an) {LIKED} {FEW}{THING} (?:is|are) (?:needed|required|wanted)\b",
    rf"\b(?:{US} )?(?:need|want|plan|propose|intend)s? to replace {FEW}{THING}(?: with (?:[\w’'-]+ ?){{1,4}})?",
    rf"\b(?:needs?|has|have|must|should|ought) (?:to )?be replaced (?:with|by) {FEW}{THING}\b",
    rf"(?:^|(?<=[.!?] )|(?<=\n))(?:buy|procure|purchase|implement|introduce|roll out) (?:a|an|new|the) {FEW}{THING}\b",
    rf"(?:^|(?<=[.!?] )|(?<=\n))replace {FEW}{THING} with (?:[\w’'-]+ ?){{1,4}}",
]
NAMED = re.compile("|".join(f"(?:{pattern})" for pattern in PATTERNS), re.IGNORECASE)


def thing_to_buy(problem: str) -> str:
    """The words of a problem that name a thing to buy, as they stand there; nothing where there are none."""
    found = NAMED.search(re.sub(r"[ \t]+", " ", problem))
    return found.group().strip() if found else ""
