"""Names and addresses read from an e-mail's To line. Pure: knows no database and no web."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MOST_CHARACTERS = 20_000
MOST_PEOPLE = 200

ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+"
)
IN_ANGLES = re.compile(r"^([^<>]*)<([^<>]*)>$")
FIELD_NAME = re.compile(r"^(?:to|cc|bcc|from)\s*:\s*", re.IGNORECASE)
LAST_FIRST = re.compile(r"^([^,()]+),([^,()]+)(\([^()]*\))?$")
LONGEST_ADDRESS, LONGEST_NAME = 254, 200


@dataclass(frozen=True)
class Pasted:
    """One person read: name, e-mail address in small letters, and whether the name was only guessed from the address."""

    name: str
    email: str
    is_guessed: bool = False


@dataclass(frozen=True)
class Reading:
    """What was read: people, each address once; and what could not be read, as it stood."""

    people: tuple[Pasted, ...]
    unread: tuple[str, ...]


def read_people(text: str) -> Reading:
    """The people of a To line: `Mei Chen <mei@x.au>, "Kelly, Dan" <dan@x.au>; bare@x.au`, over any number of lines.

    "Kelly, Dan" becomes "Dan Kelly". A bare address gives a guessed name. Of an address that comes twice the first with a name is kept.
    """
    people: dict[str, Pasted] = {}
    unread: list[str] = []
    for line in text.splitlines():
        for found in _read(FIELD_NAME.sub("", line.strip()), has_semicolons=";" in line):
            if isinstance(found, str):
                unread.append(found)
            elif found.email not in people or (people[found.email].is_guessed and not found.is_guessed):
                people[found.email] = found
    return Reading(tuple(people.values()), tuple(unread))


def _read(line: str, has_semicolons: bool) -> Iterator[Pasted | str]:
    """The entries of one line. A comma may part two people, or a last from a first name: then the first part waits for the second."""
    for piece in _split(line, ";"):
        waiting = ""
        for part in _split(piece, ","):
            entry = _entry(f"{waiting}, {part}" if waiting else part)
            if waiting and not (entry and (has_semicolons or " " not in waiting)):
                yield waiting
                entry = _entry(part)
            if entry:
                yield entry
            waiting = "" if entry else part
        yield from [waiting] if waiting else []


def _split(text: str, separator: str) -> list[str]:
    """The text parted at the separator, not inside quotes or angle brackets; without empty parts."""
    parts, quoted, angled = [""], False, False
    for at, character in enumerate(text):
        if character == '"':
            quoted = not quoted
        elif character in "<>":
            angled = character == "<"
        if character == separator and not quoted and (not angled or _never_closed(text, at)):
            parts.append("")
            angled = False
        else:
            parts[-1] += character
    return [part.strip() for part in parts if part.strip()]


def _never_closed(text: str, at: int) -> bool:
    """Whether the angle bracket open here is followed by another, or by none that closes it."""
    closing, opening = text.find(">", at), text.find("<", at)
    return closing < 0 or 0 <= opening < closing


def _entry(text: str) -> Pasted | None:
    """One person, or nothing where it is not a name with an address or an address alone."""
    found = IN_ANGLES.match(text)
    name, email = (_plain_name(found[1]), found[2]) if found else ("", text)
    email = email.strip().removeprefix("mailto:").strip("'\"").lower()
    if len(email) > LONGEST_ADDRESS or not ADDRESS.fullmatch(email) or len(name) > LONGEST_NAME:
        return None
    return Pasted(name, email) if name and "@" not in name else Pasted(_guessed(email), email, is_guessed=True)


def _plain_name(text: str) -> str:
    """The name without quotes, first name first."""
    name = " ".join(text.replace('\\"', "").replace('"', "").split()).strip("' ,")
    turned = LAST_FIRST.match(name)
    return " ".join(part.strip() for part in (turned[2], turned[1], turned[3] or "")).strip() if turned else name


def _guessed(email: str) -> str:
    """The local part as a name: mei.chen@x.au is "Mei Chen"."""
    words = re.split(r"[._+-]+", email.partition("@")[0])
    return " ".join(word.capitalize() for word in words if word and not word.isdigit()) or email
