"""The summary as a document for Word: real headings, tables with header rows that repeat, the RACI matrix on landscape pages.

Everything is made in code from the empty document that python-docx brings, so that no template has to be kept beside it.
"""

from __future__ import annotations

import datetime
import io
import re

from docx import Document
from docx.document import Document as Doc
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section as Pages
from docx.shared import Emu, Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Row
from docx.text.paragraph import Paragraph

from milestones.summary.shapes import Grid, Section, Summary, Table

LANGUAGE = "en-AU"
SHORT, LONG = Mm(210), Mm(297)
MARGIN = Mm(15)
INK, WASH = RGBColor(0x00, 0x26, 0x64), "E6EBF2"
PEOPLE_ACROSS = 10
LEAST, LONG_WORD, MOST = 6, 14, 90  # characters, of a column
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what XML cannot hold


def docx_of(summary: Summary) -> bytes:
    """The whole document."""
    document = Document()
    _set_up(document, summary)
    document.add_paragraph(_clean(f"{summary.ref} {summary.title}"), style="Title")
    for words in (f"{summary.agency}. {summary.says_when}.", summary.note):
        document.add_paragraph(_clean(words))
    for section in summary.sections:
        _write(document, section)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _write(document: Doc, section: Section) -> None:
    if section.grid:
        _turn(document.add_section(WD_SECTION.NEW_PAGE), is_landscape=True)
    document.add_heading(section.title, level=1)
    if section.says:
        document.add_paragraph(_clean(section.says))
    for fact in section.facts:
        told = document.add_paragraph()
        told.add_run(_clean(fact.label)).bold = True
        told.add_run(_clean(f"\n{fact.words}"))
    for table in section.tables:
        document.add_heading(table.title, level=2)
        _table(document, table)
    if section.grid:
        _grid(document, section.grid)
        _turn(document.add_section(WD_SECTION.NEW_PAGE), is_landscape=False)


def _grid(document: Doc, grid: Grid) -> None:
    """The matrix; with many people, one table below the other, so that each can be read."""
    number = len(grid.people)
    for first in range(0, max(number, 1), PEOPLE_ACROSS):
        last = min(first + PEOPLE_ACROSS, number)
        if number > PEOPLE_ACROSS:
            document.add_heading(f"People {first + 1} to {last} of {number}", level=2)
        _table(document, grid.as_table(first, last))


def _table(document: Doc, table: Table) -> None:
    """A table whose head is repeated on each page and whose rows stay whole; its empty sentence where it has no row."""
    if not table.rows:
        document.add_paragraph(table.empty)
        return
    drawn = document.add_table(rows=1 + len(table.rows), cols=len(table.columns), style="Table Grid")
    pages = document.sections[-1]
    lines = [[words for _, words in line] for line in table.lines]
    widths = _widths([table.labels, *lines], pages.page_width - pages.left_margin - pages.right_margin)
    for column, width in zip(drawn.columns, widths, strict=True):
        column._gridCol.w = width
    head, *body = drawn.rows
    _row(head, table.labels, widths, is_head=True)
    _mark(head, "w:tblHeader")
    for row, line in zip(body, lines, strict=True):
        _row(row, line, widths)


def _widths(lines: list[list[str]], room: int) -> list[Length]:
    """How wide each column is: by its longest word and half its longest text, within bounds, so that none takes all of the room."""
    columns = [" ".join(column).split() for column in zip(*lines, strict=True)]
    words = [min(max(map(len, column), default=0), LONG_WORD) for column in columns]
    texts = [min(max(map(len, column)), MOST) for column in zip(*lines, strict=True)]
    shares = [max(LEAST, word + 2, text // 2) for word, text in zip(words, texts, strict=True)]
    return [Emu(int(room * share / sum(shares))) for share in shares]


def _row(row: _Row, words: list[str], widths: list[Length], *, is_head: bool = False) -> None:
    _mark(row, "w:cantSplit")
    for cell, text, width in zip(row.cells, words, widths, strict=True):
        cell._tc.width = width
        paragraph = cell.paragraphs[0]
        paragraph._p.style = "Tablehead" if is_head else "Tabletext"  # by id: by name each cell would search all styles
        paragraph.add_run(_clean(text))
        if is_head:
            _shade(cell._tc.get_or_add_tcPr())


def _mark(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _shade(properties: OxmlElement) -> None:
    shading = OxmlElement("w:shd")
    for name, value in {"w:val": "clear", "w:color": "auto", "w:fill": WASH}.items():
        shading.set(qn(name), value)
    properties.append(shading)


def _clean(text: str) -> str:
    return UNPRINTABLE.sub("", text)


# ---- What holds for the whole document ----------------------------------------------------------------------------


def _set_up(document: Doc, summary: Summary) -> None:
    """Properties, language, fonts, page, and the running title."""
    properties = document.core_properties
    properties.title = _clean(f"{summary.ref} {summary.title}: summary")
    properties.author, properties.language, properties.comments = "Mobilise", LANGUAGE, ""
    properties.created = properties.modified = summary.as_at.astimezone(datetime.UTC).replace(tzinfo=None)
    _speak(document)
    styles = document.styles
    _font(styles["Normal"], 10)
    for name, size in {"Title": 20, "Heading 1": 15, "Heading 2": 11}.items():
        _font(styles[name], size, INK)
    for name, is_bold in {"Table text": False, "Table head": True}.items():
        style = styles.add_style(name, 1)
        style.base_style = styles["Normal"]
        _font(style, 7.5)
        style.font.bold = is_bold
        style.paragraph_format.space_after = Pt(0)
    pages = document.sections[0]
    _turn(pages, is_landscape=False)
    pages.header.paragraphs[0].text = _clean(summary.running)
    _number(pages.footer.paragraphs[0])


def _speak(document: Doc) -> None:
    """The language of the text, for spelling and for voices."""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)


def _font(style: ParagraphStyle, size: float, colour: RGBColor | None = None) -> None:
    """One plain font, whatever the theme says."""
    style.font.name, style.font.size = "Arial", Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)
    if colour is not None:
        style.font.color.rgb = colour


def _turn(pages: Pages, *, is_landscape: bool) -> None:
    """A4, upright or across."""
    pages.orientation = WD_ORIENT.LANDSCAPE if is_landscape else WD_ORIENT.PORTRAIT
    pages.page_width, pages.page_height = (LONG, SHORT) if is_landscape else (SHORT, LONG)
    pages.left_margin = pages.right_margin = pages.top_margin = pages.bottom_margin = MARGIN
    pages.header_distance = pages.footer_distance = Mm(8)


def _number(paragraph: Paragraph) -> None:
    """ "Page 3 of 12", counted by who opens it."""
    for words, field in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
        paragraph.add_run(words)
        counted = OxmlElement("w:fldSimple")
        counted.set(qn("w:instr"), field)
        paragraph._p.append(counted)
