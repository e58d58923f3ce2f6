"""The people of the demo, and what its projects show."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from milestones.demo.load import DATA
from milestones.demo.people import make_administrators, make_agencies, make_cover, make_extras, make_people
from milestones.models import SuccessCriterion
from projects.access import administered_by, may_start_in
from projects.matrix import matrix_of
from projects.models import AgencyPost, BuyingProject, Cover, Person, Readable
from projects.raci import left_without
from projects.readers import versions_of, who_read
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


def finding(project, key):
    stored = SuccessCriterion.objects.get(milestone__project=project, milestone__position=key[0], position=key[2]).findings
    return next(f for f in stored if f["key"] == key)


@pytest.mark.slow
def test_the_demo_shows_what_its_data_describes_and_loads_once():
    call_command("demo", stdout=StringIO())
    call_command("verify", stdout=StringIO())
    by_ref = {project.ref: project for project in BuyingProject.objects.all()}
    assert len(by_ref) == 12
    one_too_many = finding(by_ref["BCH-001"], "1.2.rules")
    assert [m["name"] for m in one_too_many["missing"]] == ["Complete the cyber security risk assessment"]
    assert (by_ref["BCH-001"].things_changed, by_ref["BCH-001"].current_milestone) == (1, 2)
    assert finding(by_ref["DES-003"], "1.2.rules")["says"] == "Complete the privacy impact assessment has nobody accountable."
    joiner = finding(by_ref["DRR-001"], "2.1.asked")
    assert ([m["name"] for m in joiner["missing"]], by_ref["DRR-001"].things_changed) == (["Mirela Jarrah"], 1)
    roads = by_ref["DRR-002"]
    assert (roads.objectives.count(), who_read(roads, Readable.OBJECTIVE, list(versions_of(roads, Readable.OBJECTIVE))).says[:31]) == (
        2,
        "3 of 9 have read version 2. Not",
    )
    assert set(SuccessCriterion.objects.values_list("answer", flat=True)) == {"met", "not_met"}  # nothing "with a reason"
    assert set(SuccessCriterion.objects.values_list("is_computed", flat=True)) == {True}
    silent = finding(by_ref["DES-001"], "2.2.said")
    assert [m["name"] for m in silent["missing"]] == ["Dominic Lomandra", "Farid Hakea"]  # legal and finance
    left = SuccessCriterion.objects.filter(milestone__project=by_ref["DES-002"], milestone__position=3).exclude(answer="met")
    assert [(c.key, [m["name"] for f in c.missing for m in f["missing"]]) for c in left] == [("3.7", ["Auslan demand underestimated"])]
    assert finding(by_ref["DRR-001"], "3.5.agreed")["missing"] != []  # the cadence is proposed, not agreed
    assert finding(by_ref["DES-003"], "1.3.work_plan")["missing"] != []  # the draft work plan has no dates
    assert finding(by_ref["DRR-003"], "2.5.sent")["missing"] != []  # the communication plan is drafted, not sent
    henrik = by_ref["SPR-003"].stakeholders.get(name="Henrik Brushbox")
    assert len(left_without(matrix_of(by_ref["SPR-003"]), henrik)) == 3
    says = StringIO()
    call_command("demo", stdout=says)
    assert (BuyingProject.objects.count(), says.getvalue()) == (12, "Demo data: 0 projects made, all were there.\n")
