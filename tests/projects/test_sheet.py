"""A table of people read from CSV."""

import pytest

from projects.sheet import COLUMNS, MOST_ROWS, TEMPLATE, UnreadableError, decode, read_sheet


def cells(text):
    return [row.cells for row in read_sheet(text).rows]


# ---- Letters ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_is_decoded_however_excel_wrote_it(encoding):
    assert decode("Name\r\nZoë Müller – Lead\r\n".encode(encoding)) == "Name\r\nZoë Müller – Lead\r\n"


@pytest.mark.parametrize("data", [b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0rest"])
def test_a_spreadsheet_is_told_what_to_do(data):
    with pytest.raises(UnreadableError, match="a spreadsheet, not a CSV file"):
        decode(data)


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"Name\n\x81\x8d"])
def test_letters_that_are_none_are_refused(data):
    with pytest.raises(UnreadableError, match="letters in this file could not be read"):
        decode(data)


def test_what_is_no_text_is_refused():
    with pytest.raises(UnreadableError, match="This is not text"):
        read_sheet("Name\nMei\0Chen")


# ---- Rows and cells -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["Name,Phone\nMei,1", "Name;Phone\nMei;1", "Name\tPhone\nMei\t1", "\ufeffName,Phone\r\nMei,1\r\n"])
def test_commas_semicolons_and_tabs_part_cells(text):
    assert cells(text) == [{"name": "Mei", "phone": "1"}]


def test_excels_own_first_line_says_what_parts_cells():
    sheet = read_sheet("sep=;\r\nName;Part\r\nMei;a, b, c\r\n")
    assert [(row.number, row.cells) for row in sheet.rows] == [(2, {"name": "Mei", "part": "a, b, c"})]


def test_a_heading_in_quotes_does_not_count_its_commas():
    assert cells('"Name";"Part, in a, sentence, or two"\nMei;x') == [{"name": "Mei"}]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_end_as_any_system_ends_them(end):
    assert cells(end.join(["Name", "Mei", "Dan"])) == [{"name": "Mei"}, {"name": "Dan"}]


def test_a_cell_may_have_lines_and_quotes_and_what_looks_like_a_formula():
    assert cells('Name,Part\n"Chen, Mei","Says ""yes"".\nThen signs."\n=1+1,@x') == [
        {"name": "Chen, Mei", "part": 'Says "yes".\nThen signs.'},
        {"name": "=1+1", "part": "@x"},
    ]


def test_rows_are_counted_as_a_spreadsheet_counts_them():
    sheet = read_sheet('\n,,\nName,Part\n\n"Mei","two\nlines"\n , \nDan,\n')
    assert [(row.number, row.cells["name"]) for row in sheet.rows] == [(5, "Mei"), (7, "Dan")]


def test_short_rows_are_filled_up_and_what_stands_under_no_heading_is_kept_apart():
    first, second = read_sheet("Name,Phone,Part\nMei\nDan,1,Tests,more,,still").rows
    assert (first.cells, first.extra) == ({"name": "Mei", "phone": "", "part": ""}, "")
    assert (second.cells["part"], second.extra) == ("Tests", "more still")


# ---- Headings -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "column"),
    [("E-MAIL", "email"), ("Email", "email"), ("email_address", "email"), ("Job Title", "position"), ("Organization", "organisation")],
)
def test_headings_are_known_by_other_names(heading, column):
    assert cells(f"Full name,{heading}\nMei,x") == [{"name": "Mei", column: "x"}]


def test_headings_nobody_knows_are_named_and_ignored():
    sheet = read_sheet("Surname,Name,,Shoe size\nChen,Mei,,39")
    assert (sheet.ignored, sheet.rows[0].cells) == (["Surname", "Shoe size"], {"name": "Mei"})


def test_the_template_has_every_column_and_nobody():
    assert len(TEMPLATE.strip().split(",")) == len(COLUMNS)
    assert cells(f"{TEMPLATE}{','.join(COLUMNS)}") == [{name: name for name in COLUMNS}]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "There is nothing in it"),
        (" \n,,\n", "There is nothing in it"),
        (TEMPLATE, "nobody below them"),
        ("mei@x.example\ndan@x.example", "No column is headed “Name”"),
        ("Name,Mail,E-mail\nMei,a,b", "Two columns are headed “E-mail”"),
        ('Name\nMei\n"Dan', "Row 3 could not be read: a quotation mark is missing"),
        ('Name\n"Mei" Chen', "Row 2 could not be read"),
        ("Name\n" + "x" * 140_000, "Row 2 could not be read"),
        ("Name\n" + "Mei\n" * (MOST_ROWS + 1), "It has 501 rows. Bring in at most 500"),
    ],
)
def test_what_cannot_be_read_is_told_why(text, says):
    with pytest.raises(UnreadableError, match=says):
        read_sheet(text)


def test_as_many_as_the_bound_are_read():
    assert len(cells("Name\n" + "Mei\n" * MOST_ROWS)) == MOST_ROWS
