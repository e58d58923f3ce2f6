"""The parser of an e-mail's To line."""

import pytest

from projects.paste import Pasted, read_people

MEI = Pasted("Mei Chen", "mei@x.example")
DAN = Pasted("Dan Kelly", "dan@x.example")


def read(text):
    return list(read_people(text).people)


def unread(text):
    return list(read_people(text).unread)


def test_a_to_line_with_commas_quotes_and_a_bare_address():
    reading = read_people('Mei Chen <mei@x.example>, "Kelly, Dan" <dan@x.example>; ana.ruiz@x.example')
    assert list(reading.people) == [MEI, DAN, Pasted("Ana Ruiz", "ana.ruiz@x.example", is_guessed=True)]
    assert reading.unread == ()


@pytest.mark.parametrize(
    "text",
    [
        "Kelly, Dan <dan@x.example>; Chen, Mei <mei@x.example>",
        "Kelly, Dan <dan@x.example>, Chen, Mei <mei@x.example>",
        "Dan Kelly <dan@x.example>,Mei Chen <mei@x.example>,",
        "Dan Kelly <dan@x.example>\nMei Chen <mei@x.example>\n",
        "To: Dan Kelly <DAN@X.example>\r\n\r\nCc: 'Mei Chen' <mailto:mei@x.example>",
        '"Dan Kelly" <dan@x.example>;;"Mei \\"Chen" <mei@x.example>',
    ],
)
def test_separators_and_quotes_of_every_mail_program(text):
    assert (read(text), unread(text)) == ([DAN, MEI], [])


def test_a_two_word_last_name_is_turned_only_where_commas_part_no_people():
    assert read("van Dyk, Anna <anna@x.example>;") == [Pasted("Anna van Dyk", "anna@x.example")]
    assert (read("Mei Chen, Dan Kelly <dan@x.example>"), unread("Mei Chen, Dan Kelly <dan@x.example>")) == ([DAN], ["Mei Chen"])


def test_a_department_in_brackets_stays_behind_the_name():
    assert read('"Kelly, Dan (Finance)" <dan@x.example>') == [Pasted("Dan Kelly (Finance)", "dan@x.example")]


def test_an_address_given_as_its_own_name_gives_a_guessed_one():
    assert read("'mei.chen@x.example' <mei.chen@x.example>") == [Pasted("Mei Chen", "mei.chen@x.example", is_guessed=True)]


def test_an_address_without_letters_is_its_own_name():
    assert read("007@x.example") == [Pasted("007@x.example", "007@x.example", is_guessed=True)]


def test_an_address_twice_is_one_person_with_the_name_given():
    assert read("mei@x.example, Mei Chen <MEI@x.example>, Somebody Else <mei@x.example>, mei@x.example") == [MEI]


@pytest.mark.parametrize(
    "text",
    ["Mei Chen", "mei@", "Mei <mei>", "<>", "mei@x", "mei@x..example", f"{'a' * 60}@{'b' * 200}.example", f"{'A' * 201} <a@x.example>"],
)
def test_what_cannot_be_read_is_kept_as_it_stood(text):
    assert (read(text), unread(text)) == ([], [text])


def test_several_that_cannot_be_read_are_kept_apart():
    assert (read("Ana, Ben; Mei Chen <mei@x.example>; Cy"), unread("Ana, Ben; Mei Chen <mei@x.example>; Cy")) == (
        [MEI],
        ["Ana", "Ben", "Cy"],
    )


@pytest.mark.parametrize(
    "text", ["", " \n ,;, ", '"', "<", ">", "," * 20_000, "<" * 20_000, '"a' * 5_000, "a@" * 9_000, "a." * 9_000 + "@"]
)
def test_nothing_hostile_is_read_as_a_person(text):
    assert read(text) == []


@pytest.mark.parametrize("text", ["<broken@; Mei Chen <mei@x.example>", "<broken@, Mei Chen <mei@x.example>"])
def test_a_bracket_never_closed_swallows_nobody(text):
    assert (read(text), unread(text)) == ([MEI], ["<broken@"])
