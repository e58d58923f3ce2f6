"""Fields that several forms share."""

import datetime

import pytest
from django import forms

from projects.forms.fields import Day, Line, Text
from projects.sending import drawn


class AForm(forms.Form):
    title = Line()
    on = Day(what="the day it was held", required=False)
    text = Text(required=False)


def typed(**fields):
    form = AForm({"title": "Chairs", **fields})
    form.is_valid()
    return form


def test_a_title_that_is_too_long_is_kept_and_told():
    form = typed(title="x" * 201)
    assert form.errors == {"title": ["Shorten it to 200 characters: it has 201"]}
    shown = str(form["title"])
    assert ('data-count="200"' in shown, "maxlength" in shown, "x" * 201 in shown) == (True, False, True)


@pytest.mark.parametrize("text", ["2026-11-12", "12/11/2026", "12 November 2026", "12 Nov 2026"])
def test_a_day_is_picked_or_typed(text):
    assert typed(on=text).cleaned_data["on"] == datetime.date(2026, 11, 12)


@pytest.mark.parametrize("text", ["31/02/2026", "2026-02-31", "soon", "20266-11-12"])
def test_what_is_no_day_comes_back_as_it_was_typed(text):
    form = typed(on=text)
    assert form.errors == {"on": ["Enter the day it was held as day, month and year, such as 12/11/2026"]}
    assert ('type="text"' in str(form["on"]), f'value="{text}"' in str(form["on"])) == (True, True)


@pytest.mark.parametrize("form", [AForm(), AForm({"on": "2026-11-12"}), AForm(initial={"on": datetime.date(2026, 11, 12)})])
def test_a_day_is_asked_for_as_a_day(form):
    assert 'type="date"' in str(form["on"])


@pytest.mark.parametrize("text", ["0001-01-01", "2016-11-01", "2036-11-20", "9999-12-31"])
def test_a_year_far_away_is_mistyped(clock, text):
    assert typed(on=text).errors == {"on": ["Check the year of the day it was held: it is more than ten years away"]}


@pytest.mark.parametrize("mark", ["\u202a", "\u202e", "\u2066", "\u2069"])
def test_characters_that_turn_the_text_are_refused_in_a_title_and_left_out_of_a_text(mark):
    assert typed(title=f"Chairs{mark}").errors == {"title": ["Write it on one line, with plain letters"]}
    assert typed(text=f"One{mark} two\r\nthree").cleaned_data["text"] == "One two\nthree"


def test_an_address_to_send_breaks_between_its_parts_only():
    pieces = ["http://testserver/", "projects/", "DES-001/", "my-part/"]
    drawn_so = "".join(f"<span>{piece}</span><wbr>" for piece in pieces)
    assert drawn("http://testserver/projects/DES-001/my-part/") == f'<span class="address">{drawn_so}</span>'
    assert "&lt;b&gt;" in drawn("http://x.example/<b>")
