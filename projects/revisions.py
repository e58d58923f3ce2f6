"""Two versions of the objective, word by word: what went and what came. Asks no database, but for measures that were not read with them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from projects.models import Objective
from projects.questions import MEASURE_WORDS, answers
from projects.telling import say_measure

# Beyond this many pairs of words two texts are told whole: comparing them would take longer than anybody waits for a page.
MOST_PAIRS = 4_000_000


@dataclass(frozen=True)
class Piece:
    """A run of words: the same in both versions, or not in the other one."""

    text: str
    is_changed: bool


@dataclass(frozen=True)
class Change:
    """One question answered differently: what it said, and what it says; empty for nothing."""

    question: str
    before: list[Piece]
    after: list[Piece]


@dataclass(frozen=True)
class Comparison:
    """Two versions: the questions answered differently, and those answered alike."""

    changes: list[Change]
    same: list[str]


def compare_versions(old: Objective, new: Objective, *, with_value: bool) -> Comparison:
    """What differs from one version to the other; the value band only for those who see it."""
    pairs = [(a.question, a.answer, b.answer) for a, b in zip(*(answers(v, with_value=with_value) for v in (old, new)), strict=True)]
    pairs.append(("Measures of success", *(_measures(version) for version in (old, new))))
    return Comparison([_change(*pair) for pair in pairs if pair[1] != pair[2]], [question for question, a, b in pairs if a == b and a])


def _measures(version: Objective) -> str:
    return "\n".join(say_measure({name: getattr(row, name) for name in MEASURE_WORDS}) for row in version.measures.all())


def _change(question: str, before: str, after: str) -> Change:
    return Change(question, *words_changed(before, after))


def words_changed(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in runs of words, those that are not in the other marked. Put together again the runs are the texts."""
    old, new = (re.findall(r"\s*\S+\s*", text) for text in (before, after))
    if len(old) * len(new) > MOST_PAIRS:
        return _pieces(old, [(0, len(old))]), _pieces(new, [(0, len(new))])
    matcher = difflib.SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new])
    moved = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    return _pieces(old, [(a, b) for _, a, b, _, _ in moved if a < b]), _pieces(new, [(a, b) for *_, a, b in moved if a < b])


def _pieces(words: list[str], changed: Iterable[tuple[int, int]]) -> list[Piece]:
    """Runs of words, in turn the same and changed; `changed` are their places, in order."""
    pieces, at = [], 0
    for start, end in changed:
        pieces += [Piece("".join(words[at:start]), False), Piece("".join(words[start:end]), True)]
        at = end
    return [piece for piece in [*pieces, Piece("".join(words[at:]), False)] if piece.text]
