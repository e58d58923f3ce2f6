"""The people of the demo."""

import json

import pytest

from milestones.demo.load import DATA
from milestones.demo.people import make_administrators, make_agencies, make_cover, make_extras, make_people
from projects.access import administered_by, may_start_in
from projects.models import AgencyPost, Cover, Person
from projects.sign_in import demo_people

pytestmark = pytest.mark.django_db


def test_the_wider_stakeholder_of_the_demo_is_of_no_agency_and_starts_no_projects():
    agencies = make_agencies(json.loads(DATA.read_text(encoding="utf-8"))["agencies"])
    noor = make_extras(agencies["DES"])
    assert (noor.email, noor.agency, may_start_in(noor)) == ("noor.wattle@panel.example", None, [])
    assert make_extras(agencies["DES"]) == noor
    assert Person.objects.filter(name=noor.name).count() == 1
    assert noor in [offered.person for group in demo_people() for offered in group.people]


def test_each_agency_of_the_demo_has_an_administrator_to_sign_in_as():
    data = json.loads(DATA.read_text(encoding="utf-8"))["agencies"]
    agencies = make_agencies(data)
    for _ in range(2):
        make_administrators(agencies)
    offered = {group.name: group.people for group in demo_people()}["Agency administrator"]
    assert {offer.agency for offer in offered} == {words["name"] for words in data.values()}
    assert all(agency.code in agencies for offer in offered for agency in administered_by(offer.person))
    assert AgencyPost.objects.filter(kind="administrator").count() == 4


def test_the_demo_has_a_viewer_with_a_last_day_and_one_cover():
    data = json.loads(DATA.read_text(encoding="utf-8"))["agencies"]
    agencies = make_agencies(data)
    make_extras(agencies["DES"])
    assert AgencyPost.objects.get(kind="viewer").ends_on is not None
    cast = make_people(data, agencies)["DES"]
    for _ in range(2):
        make_cover(cast["SQ"].person, cast["RM"].person)
    assert str(Cover.objects.get()) == "Ruth Melaleuca covers for Sefa Quandong"
