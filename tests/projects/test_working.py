"""Ways of working: what is regular, tools; who cannot get in, who objects; and what 3.6 needs of it."""

import uuid

import pytest

from projects.models import ObjectionAbout
from projects.operations.objections import can_get_in, cannot_get_in, close_objection, object_to
from projects.operations.people import remove_stakeholder
from projects.operations.rows import remove_row
from projects.operations.working import TOOLS
from projects.refusals import FieldNeeded, NotNow, NotYourPart, ReasonNeeded, SentElsewhere
from projects.working import open_objections
from tests.factories import (
    AccessProblemFactory,
    CadenceItemFactory,
    HeldElsewhereFactory,
    ObjectionFactory,
    PersonalLinkFactory,
    ProjectFactory,
    StakeholderFactory,
    ToolFactory,
    WorkingAgreementFactory,
    criterion_of,
)


@pytest.fixture
def mine(project, member):
    return project.stakeholders.get(person=member)


def missing(project, key="3.6"):
    return {f["key"]: [m["name"] for m in f["missing"]] for f in criterion_of(project, key).findings if f["missing"]}


# ---- I can't get in -----------------------------------------------------------------------------------------------


def test_who_cannot_get_in_says_so_once(project, mine, member):
    tool = ToolFactory(project=project)
    assert cannot_get_in(tool=tool, stakeholder=mine, by=member, note=" No account ") == cannot_get_in(
        tool=tool, stakeholder=mine, by=member
    )
    entry = project.history.last()
    assert (entry.verb, entry.label, entry.after) == ("cannot get in", tool.name, {"note": "No account"})


def test_nobody_says_it_for_another(project, mine, officer):
    with pytest.raises(NotYourPart):
        cannot_get_in(tool=ToolFactory(project=project), stakeholder=mine, by=officer)


def test_a_tool_that_was_taken_off_shuts_nobody_out(project, mine, member, officer):
    tool = ToolFactory(project=project)
    remove_row(register=TOOLS, row=tool, by=officer)
    with pytest.raises(NotNow):
        cannot_get_in(tool=tool, stakeholder=mine, by=member)


@pytest.mark.parametrize("who", ["member", "officer", "buyer"])
def test_the_person_or_either_side_says_that_it_is_solved(project, mine, request, who):
    problem = AccessProblemFactory(stakeholder=mine)
    by = request.getfixturevalue(who)
    can_get_in(tool=problem.tool, stakeholder=mine, by=by)
    problem.refresh_from_db()
    assert problem.solved_by == by
    length = project.history.count()
    can_get_in(tool=problem.tool, stakeholder=mine, by=by)
    assert project.history.count() == length


def test_another_member_does_not(project, mine):
    problem = AccessProblemFactory(stakeholder=mine)
    with pytest.raises(NotYourPart):
        can_get_in(tool=problem.tool, stakeholder=mine, by=StakeholderFactory(project=project).person)


# ---- I object -----------------------------------------------------------------------------------------------------


def test_an_objection_is_said_once_and_closed_with_a_reason(project, mine, member, buyer):
    nonce = uuid.uuid4()
    said = [object_to(stakeholder=mine, about="ways", because=" Too late ", nonce=nonce, by=member) for _ in range(2)]
    assert said[0] == said[1]
    assert [o.because for o in open_objections(project, ObjectionAbout.WAYS)] == ["Too late"]
    close_objection(objection=said[0], reason="We moved it.", by=buyer)
    close_objection(objection=said[0], reason="Again.", by=buyer)
    said[0].refresh_from_db()
    assert (said[0].closing_reason, said[0].closed_by) == ("We moved it.", buyer)
    assert open_objections(project, ObjectionAbout.WAYS) == []
    assert project.history.filter(verb="objection closed").count() == 1


@pytest.mark.parametrize(("about", "because", "refusal"), [("weather", "It rains", FieldNeeded), ("ways", "  ", ReasonNeeded)])
def test_an_objection_says_to_what_and_why(mine, member, about, because, refusal):
    with pytest.raises(refusal):
        object_to(stakeholder=mine, about=about, because=because, nonce=uuid.uuid4(), by=member)


def test_nobody_objects_for_another(mine, officer):
    with pytest.raises(NotYourPart):
        object_to(stakeholder=mine, about="ways", because="No", nonce=uuid.uuid4(), by=officer)


def test_an_objection_sent_in_another_project_is_refused(mine, member, agency, buyer):
    nonce = uuid.uuid4()
    object_to(stakeholder=mine, about="ways", because="No", nonce=nonce, by=member)
    other = StakeholderFactory(project=ProjectFactory(agency=agency, buyer=buyer), person=member)
    with pytest.raises(SentElsewhere):
        object_to(stakeholder=other, about="ways", because="No", nonce=nonce, by=member)


def test_only_the_buyers_side_closes_it_and_not_without_a_reason(mine, officer, member, buyer):
    objection = ObjectionFactory(stakeholder=mine)
    for by in (officer, member):
        with pytest.raises(NotYourPart):
            close_objection(objection=objection, reason="No.", by=by)
    with pytest.raises(ReasonNeeded):
        close_objection(objection=objection, reason=" ", by=buyer)


# ---- 3.6 and 3.5 --------------------------------------------------------------------------------------------------


def test_3_6_of_an_empty_project(project):
    assert missing(project) == {
        "3.6.documents": ["where documents live"],
        "3.6.talk": ["how the team talks"],
        "3.6.agreement": ["a working agreement"],
        "3.6.tools": ["Where documents live", "How we talk", "Where we meet", "How we follow tasks"],
    }


def agree(project):
    for purpose in ("documents", "talk", "meet", "tasks"):
        ToolFactory(project=project, purpose=purpose)
    WorkingAgreementFactory(project=project)


def test_3_6_holds_with_tools_and_one_agreement(project):
    agree(project)
    assert missing(project) == {}


def test_3_6_takes_ways_of_working_held_elsewhere(project):
    HeldElsewhereFactory(project=project, what="ways")
    assert set(missing(project)) == {"3.6.tools"}
    assert "3.5.meeting" not in missing(project, "3.5")


def test_3_6_names_who_cannot_get_in_until_they_can_or_leave(project, mine, buyer):
    agree(project)
    tool = project.tools.first()
    AccessProblemFactory(tool=tool, stakeholder=mine)
    assert missing(project) == {"3.6.access": [f"{mine.name}: {tool.name}"]}
    remove_stakeholder(stakeholder=mine, by=buyer)
    assert missing(project) == {}


def test_an_open_objection_stands_in_the_way_of_what_it_is_about_alone(project, mine, buyer):
    agree(project)
    CadenceItemFactory(project=project)
    objection = ObjectionFactory(stakeholder=mine)
    assert missing(project) == {"3.6.objections": [f"the objection of {mine.name}"]}
    assert "3.5.objections" not in missing(project, "3.5")
    close_objection(objection=objection, reason="We moved it.", by=buyer)
    assert missing(project) == {}


def test_a_meeting_without_frequency_or_first_day_is_named(project):
    CadenceItemFactory(project=project, name="Stand-up", frequency="", first_on=None)
    assert missing(project, "3.5")["3.5.meeting"] == ["Stand-up"]
    says = next(f["says"] for f in criterion_of(project, "3.5").findings if f["key"] == "3.5.meeting")
    assert says == "Stand-up has no frequency and no first date yet."


def test_a_report_is_no_meeting_and_is_worth_having(project):
    CadenceItemFactory(project=project, name="Status report", kind="report")
    found = missing(project, "3.5")
    assert found["3.5.meeting"] == ["a regular meeting"]
    assert "3.5.report" not in found


# ---- The pages ----------------------------------------------------------------------------------------------------


@pytest.fixture
def base(project):
    return f"/projects/{project.ref}/ways-of-working/"


def test_my_part_says_i_cannot_get_in_and_that_it_is_solved(project, member, client_of, base):
    tool = ToolFactory(project=project, name="Records folder", address="https://records.example/")
    client, mine = client_of(member), f"/projects/{project.ref}/my-part/"
    assert 'href="https://records.example/"' in client.get(mine).text
    answered = client.post(f"{base}tools/{tool.pk}/access/", {"can": "no"}, follow=True)
    assert answered.redirect_chain == [(mine, 303)]
    assert "You said that you cannot get in." in answered.text
    assert member.name in client_of(member).get(base).text
    assert "You said" not in client.post(f"{base}tools/{tool.pk}/access/", {"can": "yes"}, follow=True).text


def test_what_happens_is_said_with_it_and_read_by_who_lets_people_in(project, member, officer, client_of, base):
    tool = ToolFactory(project=project, name="Records folder", address="https://records.example/")
    client_of(member).post(f"{base}tools/{tool.pk}/access/", {"can": "no", "note": "It asks for a code."})
    page = client_of(officer).get(base).text
    assert "It asks for a code." in page
    assert '<a class="tap" href="https://records.example/" rel="noreferrer">' in page
    assert f'href="{base}tools/{tool.pk}/access/"' in client_of(member).get(base).text


def test_a_note_that_is_too_long_is_kept_on_a_page_of_its_own(project, member, client_of, base):
    tool = ToolFactory(project=project)
    answered = client_of(member).post(f"{base}tools/{tool.pk}/access/", {"can": "no", "note": "x" * 301})
    assert (answered.status_code, list(answered.context["form"].errors)) == (422, ["note"])
    assert "x" * 301 in answered.text
    assert not tool.access_problems.exists()


def test_an_address_that_is_no_link_is_no_link(project, member, client_of):
    ToolFactory(project=project, address="javascript:alert(1)")
    for address in ("my-part", "ways-of-working"):
        page = client_of(member).get(f"/projects/{project.ref}/{address}/").text
        assert 'href="javascript' not in page
        assert "javascript:alert(1)" in page


def test_by_a_personal_link_one_objects_too(project, member, client, base):
    link = PersonalLinkFactory(stakeholder=project.stakeholders.get(person=member))
    client.post(link.path)
    answered = client.post(f"{base}object/", {"about": "ways", "because": "Too late", "nonce": uuid.uuid4()}, follow=True)
    assert answered.redirect_chain == [(f"/projects/{project.ref}/my-part/", 303)]
    assert project.objections.get().because == "Too late"


def test_the_buyer_closes_an_objection_on_its_page(project, buyer, client_of, base, mine):
    objection = ObjectionFactory(stakeholder=mine)
    answered = client_of(buyer).post(f"{base}objections/{objection.pk}/close/", {"reason": "We moved it."}, follow=True)
    assert "The objection is closed." in answered.text
    assert "We moved it." in answered.text


@pytest.mark.parametrize("page", ["objections/{objection}/close/", "access/{problem}/solved/", "tools/{tool}/access/"])
def test_what_is_another_projects_is_not_found(buyer, client_of, base, page):
    theirs = StakeholderFactory()
    problem = AccessProblemFactory(stakeholder=theirs)
    ids = {"objection": ObjectionFactory(stakeholder=theirs).pk, "problem": problem.pk, "tool": problem.tool.pk}
    assert client_of(buyer).post(base + page.format(**ids), {"can": "no", "reason": "x"}).status_code == 404


def test_somebody_can_get_in_now_says_the_officer(project, officer, client_of, base, mine):
    problem = AccessProblemFactory(stakeholder=mine)
    answered = client_of(officer).post(f"{base}access/{problem.pk}/solved/", follow=True)
    assert f"{mine.name} can get in now." in answered.text
    problem.refresh_from_db()
    assert problem.solved_by == officer
