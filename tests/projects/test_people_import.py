"""People brought in from a table: who is new, and each once."""

import uuid

import pytest

from projects.models import Kind, ProjectState, Role, Stakeholder
from projects.operations.people import import_people, remove_stakeholder, sort_out
from projects.operations.project import stop_project
from projects.refusals import NotYourPart, ProjectStopped, SentElsewhere
from tests.factories import ProjectFactory, StakeholderFactory, buyer_of, officer_of


def row(name, email="", kind=Kind.PERSON, role=Role.TEAM_MEMBER, **more):
    return {"name": name, "email": email, "kind": kind, "role": Role.WIDER if kind == Kind.GROUP else role, **more}


def names(project):
    return set(project.stakeholders.current().values_list("name", flat=True))


def bring_in(project, *rows, by=None, nonce=None):
    return import_people(project=project, rows=rows, by=by or buyer_of(project), nonce=nonce or uuid.uuid4())


def left_out(project, *rows):
    return sort_out(project=project, rows=rows).left_out


# ---- Who is new ---------------------------------------------------------------------------------------------------


def test_the_same_address_is_the_same_person_whatever_the_name(project, member):
    assert left_out(project, row("M. Waratah", member.email.upper())) == {0: f"{member.name} is in this project already"}


def test_the_address_somebody_signs_in_by_is_known_too(project, member):
    project.stakeholders.filter(person=member).update(email="desk@elsewhere.example")
    wished = [row("Mei", member.email), row("Mei", "desk@elsewhere.example")]
    assert set(left_out(project, *wished)) == {0, 1}


def test_the_same_name_is_the_same_where_one_of_two_has_no_address(project, member):
    StakeholderFactory(project=project, person=None, kind=Kind.POSITION, name="A lawyer")
    StakeholderFactory(project=project, group=True, name="Call centre staff")
    StakeholderFactory(project=project, person__email=None, person__name="Dan Kelly")
    rows = [
        row(member.name.upper()),
        row("a  lawyer", kind=Kind.POSITION),
        row("Call centre staff", kind=Kind.GROUP),
        row("Dan Kelly", "dan@des.example"),
    ]
    assert set(left_out(project, *rows)) == {0, 1, 2, 3}


def test_the_same_name_with_another_address_or_of_another_kind_is_new(project, member):
    rows = [row(member.name, "another.mei@des.example"), row(member.name, kind=Kind.POSITION), row("A team", "desk@x.example", Kind.GROUP)]
    assert left_out(project, *rows) == {}


def test_who_comes_twice_among_the_rows_is_added_once(project):
    rows = [row("Tom Okafor", "tom@des.example"), row("Thomas", "tom@des.example"), row("Jo"), row("jo"), row("Jo", "jo@des.example")]
    assert left_out(project, *rows) == {
        1: "Comes twice: Tom Okafor is in a row above",
        3: "Comes twice: Jo is in a row above",
        4: "Comes twice: Jo is in a row above",
    }


def test_who_has_left_is_new_again(project, member, buyer):
    remove_stakeholder(stakeholder=project.stakeholders.get(person=member), by=buyer)
    assert left_out(project, row(member.name, member.email)) == {}


def test_people_of_another_project_are_new_here(project):
    other = StakeholderFactory(person__email="sam@des.example")
    assert left_out(project, row(other.name, "sam@des.example")) == {}


# ---- import_people ------------------------------------------------------------------------------------------------


def test_import_people_adds_all_with_history(project, buyer):
    rows = [
        row("Tom Okafor", "Tom@des.example", position="Lawyer", part="Advises on terms.", expertise="legal", is_approver=True),
        row("Customers", kind=Kind.GROUP, is_affected=True),
        row("A tester", kind=Kind.POSITION),
    ]
    tom, customers, tester = bring_in(project, *rows, by=buyer)
    assert (tom.person.email, tom.position, tom.part, tom.expertise, tom.is_approver) == (
        "tom@des.example",
        "Lawyer",
        "Advises on terms.",
        "legal",
        True,
    )
    assert (customers.kind, customers.role, customers.is_affected) == (Kind.GROUP, Role.WIDER, True)
    assert (tester.kind, tester.person) == (Kind.POSITION, None)
    entries = project.history.filter(verb="stakeholder added", about_id__in=[tom.pk, customers.pk, tester.pk])
    assert (entries.count(), {entry.actor for entry in entries}) == (3, {buyer})


def test_import_people_leaves_out_who_is_there(project, member):
    before = names(project)
    (added,) = bring_in(project, row("Mei", member.email), row("Tom Okafor"))
    assert names(project) == before | {"Tom Okafor"}
    assert added.name == "Tom Okafor"


def test_import_people_twice_is_once_even_after_somebody_left(project, buyer):
    nonce, rows = uuid.uuid4(), [row("Tom Okafor", "tom@des.example"), row("Customers", kind=Kind.GROUP)]
    first = bring_in(project, *rows, nonce=nonce)
    remove_stakeholder(stakeholder=first[0], by=buyer)
    assert bring_in(project, *rows, nonce=nonce) == first
    assert names(project) & {"Tom Okafor", "Customers"} == {"Customers"}


def test_import_people_with_more_rows_adds_the_rest(project):
    nonce = uuid.uuid4()
    bring_in(project, row("Tom Okafor"), nonce=nonce)
    bring_in(project, row("Tom Okafor"), row("Jo Hakea"), nonce=nonce)
    assert project.stakeholders.filter(name__in=["Tom Okafor", "Jo Hakea"]).count() == 2


def test_import_people_of_a_form_sent_in_another_project(project, buyer):
    nonce = uuid.uuid4()
    bring_in(ProjectFactory(agency=project.agency), row("Tom Okafor"), nonce=nonce)
    with pytest.raises(SentElsewhere):
        bring_in(project, row("Tom Okafor"), nonce=nonce)


def test_import_people_is_all_or_none(project, officer):
    before = names(project)
    with pytest.raises(NotYourPart):
        bring_in(project, row("Tom Okafor"), row("Jo Hakea", "jo@x.example", role=Role.BUYERS_AGENT), by=officer)
    assert names(project) == before


def test_import_people_links_who_has_an_account(project, outsider):
    (added,) = bring_in(project, row("Otto M.", outsider.email))
    assert (added.person, added.name) == (outsider, "Otto M.")


@pytest.mark.parametrize("who", ["member", "wider", "viewer", "outsider"])
def test_import_people_by_nobody_else(request, project, who):
    with pytest.raises(NotYourPart):
        bring_in(project, row("Tom Okafor"), by=request.getfixturevalue(who))


def test_import_people_not_in_somebody_elses_project(project, officer):
    other = ProjectFactory(agency=project.agency)
    with pytest.raises(NotYourPart):
        bring_in(other, row("Tom Okafor"), by=officer)
    assert officer_of(other) != officer


def test_import_people_not_while_stopped(project, buyer):
    stop_project(project=project, state=ProjectState.PAUSED, reason="No money.", by=buyer)
    with pytest.raises(ProjectStopped):
        bring_in(project, row("Tom Okafor"))
    assert not Stakeholder.objects.filter(name="Tom Okafor").exists()
