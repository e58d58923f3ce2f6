"""Copying from another project: what comes, what never does, who may, and once only."""

import datetime

import pytest

from projects.copying import SEAT, Coming, coming_from
from projects.models import Role
from projects.operations.copying import copy_from
from projects.operations.people import remove_stakeholder
from projects.operations.raci import remove_activity
from projects.refusals import FieldNeeded, NotYourPart
from projects.telling import deed, names_for
from projects.views.copying import copied_words
from tests.factories import (
    ActivityFactory,
    CadenceItemFactory,
    PersonFactory,
    ProjectFactory,
    RiskFactory,
    StakeholderFactory,
    ToolFactory,
    WorkingAgreementFactory,
    plan_work,
)

ALL = ("people", "activities", "cadence", "tools", "agreements")


@pytest.fixture
def source(project, agency, buyer, officer):
    """Another project of the same two, with a lawyer, a group, two activities and ways of working."""
    other = ProjectFactory(agency=agency, buyer=buyer, officer=officer)
    seats = {s.role: s for s in other.stakeholders.all()}
    lawyer = StakeholderFactory(
        project=other, name="Lee Lawyer", part="Advises on terms.", support_criteria="A clean contract.", interest="Few surprises."
    )
    StakeholderFactory(project=other, group=True, name="Callers", affected=True)
    first = ActivityFactory(project=other, title="Ask the callers", letters={seats[Role.BUYER]: "A", lawyer: "R"})
    second = ActivityFactory(project=other, title="Write the brief", letters={lawyer: "AR"})
    plan_work(first, stage="before", ends_on=datetime.date(2026, 12, 4), deliverable="A list", approval_days=3)
    plan_work(second, depends_on=[first], status="under_way")
    CadenceItemFactory(project=other, name="Stand-up", owner=lawyer)
    ToolFactory(project=other, name="Records folder")
    WorkingAgreementFactory(project=other, topic="Answers")
    RiskFactory(project=other)
    return other


def copy(project, source, by, parts=ALL):
    return copy_from(project=project, source=source, parts=parts, by=by)


def test_people_come_with_their_parts_and_without_what_the_sides_alone_see(project, source, buyer):
    copy(project, source, buyer, ["people"])
    lawyer = project.stakeholders.get(name="Lee Lawyer")
    assert (lawyer.part, lawyer.role, lawyer.support_criteria, lawyer.interest) == ("Advises on terms.", Role.TEAM_MEMBER, "", "")
    assert project.stakeholders.get(name="Callers").is_affected


def test_activities_come_with_letters_and_the_shape_of_the_plan_and_no_dates(project, source, buyer):
    copy(project, source, buyer)
    first, second = project.activities.current()
    assert (first.title, first.stage, first.deliverable) == ("Ask the callers", "before", "A list")
    assert (first.approval_days, first.ends_on) == (3, None)
    assert (second.status, list(second.depends_on.all())) == ("not_started", [first])
    held = {a.stakeholder.name: a.letters for a in first.assignments.select_related("stakeholder")}
    assert held == {buyer.name: "A", "Lee Lawyer": "R"}


def test_two_there_who_are_one_here_leave_both_letters(project, agency, buyer, officer):
    other = ProjectFactory(agency=agency, buyer=officer, officer=PersonFactory(agency=agency))
    officers = other.stakeholders.get(role=Role.PROCUREMENT_OFFICER)
    ActivityFactory(project=other, title="Ask the market", letters={other.stakeholders.get(person=officer): "A", officers: "R"})
    copy(project, other, officer, ["activities"])
    assert [(a.stakeholder.person, a.letters) for a in project.activities.get().assignments.all()] == [(officer, "AR")]


def test_a_letter_of_who_is_not_here_stays_there(project, source, buyer):
    copy(project, source, buyer, ["activities"])
    held = {a.letters for activity in project.activities.current() for a in activity.assignments.all()}
    assert held == {"A"}


def test_ways_of_working_come_and_risks_do_not(project, source, buyer):
    copy(project, source, buyer)
    stand_up = project.cadence.get()
    assert (stand_up.name, stand_up.owner.name, stand_up.first_on) == ("Stand-up", "Lee Lawyer", None)
    assert (project.tools.get().name, project.working_agreements.get().topic) == ("Records folder", "Answers")
    assert project.risks.count() == 0


def test_each_has_its_own_history_here(project, source, buyer):
    copy(project, source, buyer)
    verbs = [entry.verb for entry in project.history.order_by("sequence")]
    assert verbs[verbs.index("copied from another project") :] == [
        "copied from another project",
        "stakeholder added",
        "stakeholder added",
        "activity added",
        "activity added",
        "activity planned",
        "activity planned",
        "cadence item added",
        "tool added",
        "working agreement added",
    ]


def test_the_shape_of_the_plan_is_in_the_history(project, source, buyer):
    copy(project, source, buyer)
    first, second = project.history.filter(verb="activity planned").order_by("sequence")
    assert first.after == {"stage": "before", "deliverable": "A list", "approval_days": 3}
    assert second.after == {"depends_on": ["Ask the callers"]}
    assert deed(second, names_for(project)) == "planned the activity “write the brief”"


def test_an_activity_without_a_plan_has_no_plan_in_the_history(project, agency, buyer):
    other = ProjectFactory(agency=agency, buyer=buyer)
    ActivityFactory(project=other)
    copy(project, other, buyer, ["activities"])
    assert not project.history.filter(verb="activity planned").exists()


# ---- Seen before it is done ---------------------------------------------------------------------------------------


def test_what_comes_says_the_shape_of_the_plan_and_who_has_which_letter(project, source, buyer):
    first, second = coming_from(source, project, ALL).shapes
    assert (first.letters, first.waits_for) == ([("Lee Lawyer", "Responsible"), (buyer.name, "Accountable")], [])
    assert (second.letters, second.waits_for) == ([("Lee Lawyer", "Accountable and responsible")], ["Ask the callers"])


def test_letters_that_would_not_come_are_named_with_whose_they_are(project, source, buyer):
    coming = coming_from(source, project, ["activities"])
    assert coming.left_out == [("Lee Lawyer", "is not in this project, so letters stay there: “Ask the callers” and “Write the brief”")]
    assert [line.letters for line in coming.shapes] == [[(buyer.name, "Accountable")], []]


def test_a_leaver_there_brings_no_letters(project, source, buyer):
    remove_stakeholder(stakeholder=source.stakeholders.get(name="Lee Lawyer"), by=buyer)
    coming = coming_from(source, project, ALL)
    assert [row.name for row in coming.people] == ["Callers"]
    assert ("Lee Lawyer", "is not in this project, so letters stay there: “Ask the callers” and “Write the brief”") in coming.left_out


def test_what_would_not_be_waited_for_is_named(project, source, buyer):
    ActivityFactory(project=project, title="ask the CALLERS")
    coming = coming_from(source, project, ALL)
    assert ("“Write the brief”", "will not wait for “Ask the callers”, which does not come") in coming.left_out
    assert [line.waits_for for line in coming.shapes] == [[]]
    copy(project, source, buyer)
    assert list(project.activities.get(title="Write the brief").depends_on.all()) == []


def test_what_was_taken_off_there_is_not_missed(project, source, buyer):
    remove_activity(activity=source.activities.get(title="Ask the callers"), by=buyer)
    assert [why for _, why in coming_from(source, project, ALL).left_out if "wait" in why] == []


def test_once_more_copies_nothing(project, source, buyer):
    copy(project, source, buyer)
    length = project.history.count()
    assert copy(project, source, buyer).is_nothing
    assert project.history.count() == length


def test_seats_stay_there_and_who_is_here_is_not_doubled(project, source, buyer):
    StakeholderFactory(project=project, name="lee lawyer")
    left_out = dict(copy(project, source, buyer, ["people"]).left_out)
    assert left_out["Lee Lawyer"] == "is here already"
    assert left_out[buyer.name] == SEAT
    assert project.stakeholders.filter(name__iexact="lee lawyer").count() == 1


def test_a_project_one_is_not_in_is_not_copied_from(project, agency, buyer):
    theirs = ProjectFactory(agency=agency)
    with pytest.raises(NotYourPart):
        copy(project, theirs, buyer)


def test_a_member_copies_nothing(project, source, member):
    with pytest.raises(NotYourPart):
        copy(project, source, member)


def test_something_is_copied_and_from_another_project(project, source, buyer):
    for wrong in ({"source": source, "parts": []}, {"source": project, "parts": ALL}):
        with pytest.raises(FieldNeeded):
            copy_from(project=project, by=buyer, **wrong)


# ---- The page -----------------------------------------------------------------------------------------------------


def test_the_page_says_what_comes_and_copies_it_by_one_press(project, source, officer, client_of):
    page = f"/projects/{project.ref}/copy/"
    client = client_of(officer)
    shown = client.get(page, {"source": source.pk, "parts": ["people", "tools"]})
    assert [row.name for row in shown.context["coming"].people] == ["Lee Lawyer", "Callers"]
    assert project.tools.count() == 0
    answered = client.post(page, {"source": source.pk, "parts": ["people", "tools"]}, follow=True)
    assert f"Copied from {source.ref}: 2 people and groups and 1 tool. Left out: " in answered.text
    assert (project.tools.count(), project.activities.count()) == (1, 0)
    assert "nothing was copied" in client.post(page, {"source": source.pk, "parts": ["people", "tools"]}, follow=True).text


def test_a_project_they_cannot_open_is_not_found_like_one_that_is_not_there(project, source, officer, client_of):
    theirs = ProjectFactory()
    for answered in (client_of(officer).get, client_of(officer).post):
        for pk in (theirs.pk, 987654321):
            assert answered(f"/projects/{project.ref}/copy/", {"source": pk, "parts": ["people"]}).status_code == 404


def test_one_they_only_look_at_or_that_is_none_is_no_choice(project, source, officer, client_of):
    looked_at = ProjectFactory()
    StakeholderFactory(project=looked_at, person=officer, role=Role.WIDER)
    for answered in (client_of(officer).get, client_of(officer).post):
        for pk in (looked_at.pk, project.pk, "x", "", "9" * 30):
            assert answered(f"/projects/{project.ref}/copy/", {"source": pk, "parts": ["people"]}).status_code == 422


def test_the_page_takes_the_same_queries_however_much_would_come(project, source, officer, client_of, django_assert_num_queries):
    client, asked = client_of(officer), {"source": source.pk, "parts": ALL}
    client.get(f"/projects/{project.ref}/copy/", asked)
    for _ in range(2):
        with django_assert_num_queries(19):
            page = client.get(f"/projects/{project.ref}/copy/", asked)
        for number in range(3):
            who = StakeholderFactory(project=source, name=f"Person {number}")
            plan_work(ActivityFactory(project=source, letters={who: "R"}), depends_on=[source.activities.first()])
            ToolFactory(project=source)
    assert "Waits for “Ask the callers”." in page.text
    assert "Comes out of it: A list. Approval takes 3 working days." in page.text


def test_without_another_project_the_page_says_so(project, officer, client_of):
    assert "there is nothing to copy from" in client_of(officer).get(f"/projects/{project.ref}/copy/").text


def test_the_page_names_five_of_what_was_left_out(source):
    copied = Coming(people=[source.stakeholders.first()], left_out=[(f"Member {n}", "is here already") for n in range(7)])
    said = copied_words(source, copied)
    assert said.startswith(f"Copied from {source.ref}: 1 person or group. Left out: Member 0 is here already.")
    assert said.endswith("Member 4 is here already. And 2 more.")
    assert copied_words(source, Coming(people=[source.stakeholders.first()])) == f"Copied from {source.ref}: 1 person or group."
