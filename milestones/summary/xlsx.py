"""The summary as a spreadsheet: a sheet a section; days are days, numbers are numbers, and a text is a text whatever it begins with."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from milestones.summary.shapes import Section, Summary, Table, Value, say

LONGEST = 32_767  # characters in a cell
CUT = " … (cut here, where a cell ends)"
A4 = 9
FIRST, NARROW, MIDDLING, WIDE = 32, 14, 20, 70  # characters
LINE, TALLEST = 15, 409  # points


def xlsx_of(summary: Summary) -> bytes:
    """The whole workbook."""
    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(written, options) as book:
        book.set_properties({"title": f"{summary.ref} {summary.title}: summary", "author": "Mobilise", "created": _plain(summary.as_at)})
        writer = _Writer(book)
        for section in summary.sections:
            writer.write(summary, section)
    return written.getvalue()


def _plain(moment: datetime.datetime) -> datetime.datetime:
    """The moment in UTC, as office files keep it."""
    return moment.astimezone(datetime.UTC).replace(tzinfo=None)


class _Writer:
    """Sheets of one workbook, in its formats."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        text = {"valign": "top", "text_wrap": True}
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.heading = book.add_format({"bold": True, "font_size": 12})
        self.head = book.add_format({**text, "bold": True, "bg_color": "#E6EBF2", "border": 1})
        self.text = book.add_format(text)
        self.line = book.add_format({"valign": "top"})
        self.day = book.add_format({**text, "num_format": "d mmmm yyyy", "align": "left"})
        self.number = book.add_format({**text, "num_format": "0", "align": "left"})

    def write(self, summary: Summary, section: Section) -> None:
        """One sheet: what it is, the facts, the tables one below the other."""
        sheet = self.book.add_worksheet(section.title[:31])
        widths = _page(sheet, summary, section)
        self.put(sheet, 0, 0, f"{summary.ref} {summary.title}: {section.title}", self.title)
        said = (summary.says_when, summary.note, section.says)
        at = 1
        for words in filter(None, said):
            self.put(sheet, at, 0, words, self.line)
            at += 1
        for fact in section.facts:
            sheet.set_row(at, _height([fact.label, fact.words], widths))
            self.put(sheet, at, 0, fact.label, self.head)
            self.put(sheet, at, 1, fact.words if say(fact.value) == "" else fact.value)
            at += 1
        for table in section.all_tables:
            at = self.table(sheet, at + 1, table, widths)

    def table(self, sheet: Worksheet, at: int, table: Table, widths: list[int]) -> int:
        """A table from this row on, with its title over it; the row after it."""
        self.put(sheet, at, 0, table.title, self.heading)
        if not table.rows:
            self.put(sheet, at + 1, 0, table.empty, self.line)
            return at + 2
        for column, label in enumerate(table.labels):
            self.put(sheet, at + 1, column, label, self.head)
        sheet.set_row(at + 1, _height(table.labels, widths))
        for place, row in enumerate(table.rows, start=at + 2):
            sheet.set_row(place, _height(map(say, row), widths))
            for column, value in enumerate(row):
                self.put(sheet, place, column, value)
        return at + 2 + len(table.rows)

    def put(self, sheet: Worksheet, row: int, column: int, value: Value, style: Format | None = None) -> None:
        """One cell by its kind: never a formula, a link or a guess."""
        if value is None or value == "":
            return
        if isinstance(value, datetime.date):
            sheet.write_datetime(row, column, datetime.datetime(value.year, value.month, value.day), self.day)  # noqa: DTZ001 (a day has no zone)
        elif isinstance(value, int) and not isinstance(value, bool):
            sheet.write_number(row, column, value, self.number)
        else:
            sheet.write_string(row, column, _fitting(say(value)), style or self.text)


def _fitting(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - len(CUT)] + CUT


def _height(words: Iterable[str], widths: list[int]) -> float:
    """How tall a row is, in points, so that what is in it shows: not every reader works that out by itself."""
    lines = [sum(1 + len(line) // width for line in text.split("\n")) for text, width in zip(words, widths, strict=False)]
    return min(LINE * max(lines), TALLEST)


def _page(sheet: Worksheet, summary: Summary, section: Section) -> list[int]:
    """How it looks and prints: A4 across, one page wide, with a running title. The widths of its columns, in characters."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    running = f"{summary.ref}: {section.title}".replace("&", "&&")
    sheet.set_header(f"&L{running}&RPage &P of &N")
    number = max((len(table.columns) for table in section.all_tables), default=2)
    others = WIDE if number <= 2 else NARROW if section.grid else MIDDLING
    widths = [FIRST, *[others] * max(number - 1, 1)]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    return widths
