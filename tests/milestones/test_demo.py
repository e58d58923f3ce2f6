"""The people of the demo."""

import json

import pytest

from milestones.demo.load import DATA
from milestones.demo.people import make_agencies, make_extras
from projects.access import may_start_in
from projects.models import Person
from projects.sign_in import demo_people

pytestmark = pytest.mark.django_db


def test_the_wider_stakeholder_of_the_demo_is_of_no_agency_and_starts_no_projects():
    agencies = make_agencies(json.loads(DATA.read_text(encoding="utf-8"))["agencies"])
    noor = make_extras(agencies["DES"])
    assert (noor.email, noor.agency, may_start_in(noor)) == ("noor.wattle@panel.example", None, [])
    assert make_extras(agencies["DES"]) == noor
    assert Person.objects.filter(name=noor.name).count() == 1
    assert noor in [offered.person for group in demo_people() for offered in group.people]
