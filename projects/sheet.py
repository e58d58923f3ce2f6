"""A table of people read from CSV, as Excel and others write it. Pure: knows no database and no web."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MOST_BYTES = 200_000
MOST_ROWS = 500
MOST_COLUMNS = 100

# What may be told of a person: the heading as the template has it, and what else it is called. Function and expertise share their words.
COLUMNS: dict[str, tuple[str, tuple[str, ...]]] = {
    "name": ("Name", ("full name", "display name", "person", "who")),
    "email": ("E-mail", ("email address", "mail", "e-mail address")),
    "phone": ("Phone", ("telephone", "phone number", "mobile", "tel")),
    "role": ("Role", ("role in the project", "project role")),
    "kind": ("Kind", ("type",)),
    "function": ("Function", ("function or expertise", "function/expertise")),
    "expertise": ("Expertise", ("expert in", "area of expertise")),
    "organisation": ("Organisation", ("organization", "agency", "company", "department")),
    "position": ("Position", ("job title", "position title")),
    "part": ("Part", ("what they do here", "what they do")),
    "is_approver": ("Approver", ("approves", "approves this buy", "is approver")),
    "is_affected": ("Affected", ("affected by what is bought", "is affected")),
}
TEMPLATE = ",".join(heading for heading, _ in COLUMNS.values()) + "\r\n"

SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # xlsx and ods; xls
SAVE_AS = "In Excel: File, Save As, “CSV UTF-8 (Comma delimited)”."


class UnreadableError(ValueError):
    """The table cannot be read; its words say why, and what to do."""


@dataclass(frozen=True)
class Row:
    """One row below the headings: its number as a spreadsheet counts, and its cells by column, without blanks around them."""

    number: int
    cells: dict[str, str]
    extra: str = ""  # what stands under no heading


@dataclass(frozen=True)
class Sheet:
    """What was read. `ignored`: headings nobody knows, as they stand."""

    rows: list[Row]
    ignored: list[str] = field(default_factory=list)


def decode(data: bytes) -> str:
    """The text of a file: UTF-8 with or without its mark, UTF-16 with it, else as Windows writes it. Raises UnreadableError."""
    if data.startswith(SPREADSHEETS):
        raise UnreadableError(f"This is a spreadsheet, not a CSV file. {SAVE_AS}")
    for encoding in _encodings(data):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableError(f"The letters in this file could not be read. {SAVE_AS}")


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    return ("utf-8-sig", "cp1252")


def read_sheet(text: str) -> Sheet:
    """The rows of a table with headings, parted by commas, semicolons or tabs. Empty rows count as rows and are left out.

    Raises UnreadableError where it is empty, is no text, has no heading “Name” or the same twice, or is too long or wide.
    """
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        raise UnreadableError(f"This is not text. {SAVE_AS}")
    text, separator = _separated(text)
    numbered = [(number, cells) for number, cells in _records(text, separator) if any(cells)]
    if not numbered:
        raise UnreadableError("There is nothing in it. The first row holds the headings, each row below one person.")
    (_, headings), *body = numbered
    if len(headings) > MOST_COLUMNS:
        raise UnreadableError(f"It has {len(headings)} columns. Leave at most {MOST_COLUMNS}.")
    columns, ignored = _columns(headings)
    if not body:
        raise UnreadableError("There are headings, and nobody below them.")
    if len(body) > MOST_ROWS:
        raise UnreadableError(f"It has {len(body)} rows. Bring in at most {MOST_ROWS} at a time.")
    return Sheet([_row(number, cells, columns, len(headings)) for number, cells in body], ignored)


def _separated(text: str) -> tuple[str, str]:
    """The text without Excel's own first line "sep=;", and what parts its cells: what comes most often in the headings."""
    told = re.match(r"sep=([,;\t])\r?\n", text, re.IGNORECASE)
    if told:
        return text[told.end() :], told[1]
    first = re.sub(r'"[^"]*"', "", text.lstrip("\r\n").split("\n", 1)[0])
    return text, max(",;\t", key=first.count)


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with its number, its cells without blanks around them."""
    number = 0
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            number += 1
            yield number, [cell.strip() for cell in cells]
    except csv.Error as error:
        says = "a quotation mark is missing or stands where none belongs, or a cell is too long"
        raise UnreadableError(f"Row {number + 1} could not be read: {says}.") from error


def _columns(headings: list[str]) -> tuple[dict[int, str], list[str]]:
    """Which column stands where, and the headings nobody knows."""
    found = {place: _known(heading) for place, heading in enumerate(headings)}
    columns = {place: name for place, name in found.items() if name}
    twice = [COLUMNS[name][0] for name in COLUMNS if list(columns.values()).count(name) > 1]
    if twice:
        raise UnreadableError(f"Two columns are headed “{twice[0]}”. Keep one of them.")
    if "name" not in columns.values():
        raise UnreadableError("No column is headed “Name”. The first row holds the headings; the others can be left out.")
    return columns, [heading for place, heading in enumerate(headings) if heading and place not in columns]


def _known(heading: str) -> str:
    """The column that a heading means, whatever its case and hyphens; nothing where it means none."""
    plain = _plain(heading)
    return next((name for name, (title, others) in COLUMNS.items() if plain in {_plain(word) for word in (title, *others)}), "")


def _plain(words: str) -> str:
    return re.sub(r"[\s\-_.:*]", "", words).casefold()


def _row(number: int, cells: list[str], columns: dict[int, str], width: int) -> Row:
    whole = [*cells, *[""] * (width - len(cells))]
    return Row(number, {name: whole[place] for place, name in columns.items()}, " ".join(filter(None, whole[width:])))
