"""People added, edited, given roles, handed over to, gone: who may, what is refused, what history keeps."""

import uuid

import pytest

from projects.access import open_project
from projects.models import Audience, Kind, Person, ProjectState, Role
from projects.operations import people as operations
from projects.operations.people import (
    add_many,
    add_stakeholder,
    edit_stakeholder,
    fill_position,
    give_role,
    hand_over,
    remove_contact_details,
    remove_stakeholder,
    roles_to_give,
)
from projects.operations.project import stop_project
from projects.refusals import ChangedMeanwhile, FieldNeeded, NotNow, NotYourPart, ProjectStopped
from tests.factories import ActivityFactory, PersonFactory, ProjectFactory, StakeholderFactory, buyer_of

TEAM = [Role.TEAM_MEMBER, Role.WIDER]


def stake(project, person):
    return project.stakeholders.get(person=person, left_at=None)


def last(project, verb):
    return project.history.filter(verb=verb).last()


def with_seats_empty(agency, part):
    """A project whose starter is its only person."""
    from milestones.operations import ProjectStart, start_project

    starter = PersonFactory(agency=agency)
    return start_project(start=ProjectStart(title="New", agency=agency, part=part), by=starter), starter


def has_signed_in(person, clock):
    person.last_login = clock.now
    person.save(update_fields=["last_login"])


# ---- add_stakeholder ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["buyer", "agent", "officer", "cover"])
def test_added_by_either_side(request, project, clock, who):
    by = request.getfixturevalue(who)
    added = add_stakeholder(project=project, name=" Tom Okafor ", email="Tom@DES.example", by=by, part="Advises.", phone="02 5550 0101")
    assert (added.name, added.email, added.role, added.kind, added.joined_at) == (
        "Tom Okafor",
        "tom@des.example",
        Role.TEAM_MEMBER,
        Kind.PERSON,
        clock.now,
    )
    assert (added.person.email, added.person.agency, added.added_by) == ("tom@des.example", project.agency, by)
    entry = last(project, "stakeholder added")
    assert (entry.about_id, entry.after["role"], entry.after["part"]) == (added.pk, "team_member", "Advises.")
    assert not {"name", "email", "phone"} & set(entry.after)


@pytest.mark.parametrize("who", ["member", "wider", "viewer", "outsider", "administrator"])
def test_added_by_nobody_else(request, project, who):
    before = project.stakeholders.count()
    with pytest.raises(NotYourPart):
        add_stakeholder(project=project, name="Tom Okafor", by=request.getfixturevalue(who))
    assert project.stakeholders.count() == before


def test_an_address_that_somebody_has_links_that_person(project, buyer, outsider):
    people = Person.objects.count()
    added = add_stakeholder(project=project, name="O. Mallee", email=outsider.email.upper(), by=buyer)
    assert (added.person, added.name, Person.objects.count()) == (outsider, "O. Mallee", people)


def test_without_an_address_nobody_can_sign_in_as_them(project, buyer):
    first, second = (add_stakeholder(project=project, name="Tom Okafor", by=buyer) for _ in range(2))
    assert (first.person.email, first.person == second.person) == (None, False)


def test_the_same_form_twice_adds_one(project, buyer):
    nonce = uuid.uuid4()
    first = add_stakeholder(project=project, name="Tom Okafor", email="tom@des.example", nonce=nonce, by=buyer)
    assert add_stakeholder(project=project, name="Tom Okafor", email="tom@des.example", nonce=nonce, by=buyer) == first
    assert project.stakeholders.filter(name="Tom Okafor").count() == 1


def test_nobody_is_listed_twice(project, buyer, member):
    with pytest.raises(NotNow) as refusal:
        add_stakeholder(project=project, name="Mei again", email=member.email, by=buyer)
    assert refusal.value.says == "Mei Waratah is in this project already."
    assert refusal.value.where == f"/projects/DES-001/people/{stake(project, member).pk}/"


def test_who_left_can_be_added_again(project, buyer, member):
    remove_stakeholder(stakeholder=stake(project, member), by=buyer)
    again = add_stakeholder(project=project, name="Mei Waratah", email=member.email, by=buyer)
    assert (again.person, project.stakeholders.filter(person=member).count()) == (member, 2)


def test_nobody_without_a_name(project, buyer):
    with pytest.raises(FieldNeeded):
        add_stakeholder(project=project, name="  ", by=buyer)


def test_a_group_is_wider_and_has_no_account(project, buyer):
    people = Person.objects.count()
    added = add_stakeholder(project=project, name="Suppliers", email="all@x.example", kind=Kind.GROUP, by=buyer)
    assert (added.role, added.person, Person.objects.count()) == (Role.WIDER, None, people)


@pytest.mark.parametrize("role", [Role.TEAM_MEMBER, Role.BUYERS_AGENT])
def test_a_group_is_nothing_else(project, buyer, role):
    with pytest.raises(FieldNeeded):
        add_stakeholder(project=project, name="Suppliers", kind=Kind.GROUP, role=role, by=buyer)


def test_a_position_is_on_the_team_or_wider(project, buyer):
    assert add_stakeholder(project=project, name="A lawyer", kind=Kind.POSITION, by=buyer).role == Role.TEAM_MEMBER
    with pytest.raises(FieldNeeded):
        add_stakeholder(project=project, name="Somebody", kind=Kind.POSITION, role=Role.BUYERS_AGENT, by=buyer)


def test_what_they_need_to_say_yes_is_history_of_the_sides_only(project, buyer):
    add_stakeholder(project=project, name="Ana Ruiz", is_approver=True, support_criteria="A named owner.", by=buyer)
    entry = last(project, "what they need to say yes")
    assert (entry.audience, entry.after) == (Audience.SIDES, {"support_criteria": "A named owner."})
    assert "support_criteria" not in last(project, "stakeholder added").after


def test_nobody_is_added_while_stopped(project, buyer):
    stop_project(project=project, state=ProjectState.PAUSED, reason="No money.", by=buyer)
    with pytest.raises(ProjectStopped):
        add_stakeholder(project=project, name="Tom Okafor", by=buyer)


# ---- Who gives which role ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "roles"),
    [("buyer", [Role.BUYERS_AGENT, *TEAM]), ("agent", TEAM), ("officer", TEAM), ("cover", TEAM)],
)
def test_roles_to_give_where_both_seats_are_held(request, project, who, roles):
    opened = open_project(request.getfixturevalue(who), project.ref)
    assert roles_to_give(opened) == roles
    for role in Role.in_a_project():
        if role not in roles:
            with pytest.raises((NotYourPart, NotNow)):
                add_stakeholder(project=project, name="Tom Okafor", role=role, by=request.getfixturevalue(who))


@pytest.mark.parametrize(
    ("part", "roles"),
    [
        ("buyer", [Role.BUYERS_AGENT, Role.PROCUREMENT_OFFICER, *TEAM]),
        ("preparing", [Role.BUYER, Role.BUYERS_AGENT, Role.PROCUREMENT_OFFICER, *TEAM]),
        ("officer", [Role.BUYER, *TEAM]),
    ],
)
def test_a_seat_never_filled_is_filled_by_who_is_there(agency, part, roles):
    project, starter = with_seats_empty(agency, part)
    assert roles_to_give(open_project(starter, project.ref)) == roles
    for role in reversed(roles):  # on behalf of the buyer before there is one
        assert add_stakeholder(project=project, name=f"New {role}", role=role, by=starter).role == role


def test_a_new_buyer_holds_the_delegation(agency):
    project, officer = with_seats_empty(agency, "officer")
    assert add_stakeholder(project=project, name="Ruth", role=Role.BUYER, by=officer).is_delegate
    assert not add_stakeholder(project=project, name="Mei", by=officer).is_delegate


def test_a_new_officer_ends_the_wait_in_the_queue(agency):
    from milestones.operations import ProjectStart, start_project

    buyer = PersonFactory(agency=agency)
    project = start_project(start=ProjectStart(title="New", agency=agency, part="buyer", ask_for_officer=True), by=buyer)
    assert project.officer_wanted_at
    add_stakeholder(project=project, name="Omar", role=Role.PROCUREMENT_OFFICER, by=buyer)
    project.refresh_from_db()
    assert project.officer_wanted_at is None


def test_the_refusal_of_an_agents_role_names_who_gives_it(project, buyer, officer):
    with pytest.raises(NotYourPart) as refusal:
        add_stakeholder(project=project, name="Tom", role=Role.BUYERS_AGENT, by=officer)
    assert refusal.value.who == buyer.name


def test_while_nobody_is_buyer_only_the_buyers_side_gives_an_agents_role(agency):
    project, officer = with_seats_empty(agency, "officer")
    with pytest.raises(NotYourPart) as refusal:
        add_stakeholder(project=project, name="Tom", role=Role.BUYERS_AGENT, by=officer)
    assert refusal.value.who == "whoever acts on behalf of the buyer"


# ---- add_many -----------------------------------------------------------------------------------------------------


def test_many_are_added_but_those_listed_already(project, officer, member):
    people = [("Mei", member.email.upper()), ("Tom", "tom@des.example"), ("Tom", "TOM@des.example"), ("Ana", "ana@des.example")]
    added = add_many(project=project, people=people, role=Role.WIDER, by=officer)
    assert [(s.name, s.email, s.role) for s in added] == [("Tom", "tom@des.example", "wider"), ("Ana", "ana@des.example", "wider")]
    assert add_many(project=project, people=people, role=Role.WIDER, by=officer) == []


def test_all_are_added_or_none(project, officer, member):
    remove_contact_details(stakeholder=stake(project, member), by=member)
    with pytest.raises(NotNow):
        add_many(project=project, people=[("Tom", "tom@des.example"), ("Mei", member.email)], role=Role.WIDER, by=officer)
    assert not project.stakeholders.filter(name="Tom").exists()


# ---- edit_stakeholder ---------------------------------------------------------------------------------------------


def test_edited_by_either_side(project, officer, member):
    row = stake(project, member)
    edit_stakeholder(stakeholder=row, version=1, by=officer, part=" Draws the maps. ", is_affected=True, phone="02 5550 0101")
    row.refresh_from_db()
    assert (row.part, row.is_affected, row.phone, row.version) == ("Draws the maps.", True, "02 5550 0101", 2)
    entry = last(project, "stakeholder edited")
    assert (entry.before, entry.after) == (
        {"part": "Does their part of the work.", "is_affected": False},
        {"part": "Draws the maps.", "is_affected": True},
    )
    assert (last(project, "contact details changed").before, last(project, "contact details changed").after) == ({}, {})


def test_the_same_wish_writes_nothing_whatever_its_version(project, officer, member):
    row, before = stake(project, member), project.history.count()
    edit_stakeholder(stakeholder=row, version=99, by=officer, part=row.part)
    assert (project.history.count(), stake(project, member).version) == (before, 1)


def test_an_old_version_is_a_conflict_that_names_who(project, buyer, officer, member):
    edit_stakeholder(stakeholder=stake(project, member), version=1, by=buyer, part="Theirs.")
    with pytest.raises(ChangedMeanwhile) as refusal:
        edit_stakeholder(stakeholder=stake(project, member), version=1, by=officer, part="Mine.")
    assert "Ruth Banksia made the last change" in refusal.value.says
    assert stake(project, member).part == "Theirs."


def test_a_name_is_never_taken_away(project, officer, member):
    with pytest.raises(FieldNeeded):
        edit_stakeholder(stakeholder=stake(project, member), version=1, by=officer, name=" ")


def test_own_contact_details_are_everybodys_to_change(project, member, wider):
    for person in (member, wider):
        edit_stakeholder(stakeholder=stake(project, person), version=1, by=person, phone="02 5550 0101", organisation="Elsewhere")
        assert (stake(project, person).phone, stake(project, person).organisation) == ("02 5550 0101", "Elsewhere")


@pytest.mark.parametrize("wish", [{"part": "Everything."}, {"phone": "1", "is_approver": True}, {"name": "The boss"}])
def test_the_rest_of_ones_own_row_is_not(project, member, wish):
    with pytest.raises(NotYourPart):
        edit_stakeholder(stakeholder=stake(project, member), version=1, by=member, **wish)


def test_nor_are_the_details_of_others(project, member, wider):
    with pytest.raises(NotYourPart):
        edit_stakeholder(stakeholder=stake(project, wider), version=1, by=member, phone="02 5550 0101")


def test_nobody_of_another_project_edits(project, member):
    with pytest.raises(NotYourPart):
        edit_stakeholder(stakeholder=stake(project, member), version=1, by=buyer_of(ProjectFactory()), part="Mine.")


def test_a_leaver_stays_as_they_were(project, buyer):
    gone = StakeholderFactory(project=project, left=True)
    with pytest.raises(NotNow):
        edit_stakeholder(stakeholder=gone, version=gone.version, by=buyer, part="Changed.")


def test_what_they_need_to_say_yes_tells_before_and_after_to_the_sides(project, buyer):
    row = add_stakeholder(project=project, name="Ana", support_criteria="A named owner.", by=buyer)
    edit_stakeholder(stakeholder=row, version=1, by=buyer, support_criteria="")
    entry = last(project, "what they need to say yes")
    assert (entry.before, entry.after) == ({"support_criteria": "A named owner."}, {"support_criteria": ""})
    assert last(project, "stakeholder edited") is None


# ---- edit_stakeholder: who signs in by a new address --------------------------------------------------------------


def test_an_address_given_to_somebody_who_had_none_signs_them_in(project, buyer):
    row = add_stakeholder(project=project, name="Tom Okafor", by=buyer)
    edit_stakeholder(stakeholder=row, version=1, by=buyer, email="Tom@DES.example")
    row.refresh_from_db()
    assert (row.person.email, row.email) == ("tom@des.example", "tom@des.example")


def test_a_corrected_address_links_who_has_it(project, buyer, outsider):
    row = add_stakeholder(project=project, name="Otto", email="oto@des.example", by=buyer)
    edit_stakeholder(stakeholder=row, version=1, by=buyer, email=outsider.email)
    row.refresh_from_db()
    assert row.person == outsider


def test_whoever_has_signed_in_keeps_their_own(project, buyer, member, clock):
    has_signed_in(member, clock)
    edit_stakeholder(stakeholder=stake(project, member), version=1, by=buyer, email="other@des.example")
    assert stake(project, member).email == "other@des.example"


def test_no_address_unlinks_nobody(project, buyer, member):
    edit_stakeholder(stakeholder=stake(project, member), version=1, by=buyer, email="")
    edit_stakeholder(stakeholder=stake(project, member), version=2, by=buyer, email=member.email)
    assert stake(project, member).email == member.email


def test_a_group_with_an_address_has_no_account(project, buyer):
    group = StakeholderFactory(project=project, group=True)
    edit_stakeholder(stakeholder=group, version=1, by=buyer, email="all@des.example")
    group.refresh_from_db()
    assert (group.email, group.person) == ("all@des.example", None)


def test_an_address_of_somebody_listed_is_refused(project, buyer, member):
    row = add_stakeholder(project=project, name="Tom Okafor", by=buyer)
    with pytest.raises(NotNow):
        edit_stakeholder(stakeholder=row, version=1, by=buyer, email=member.email)
    row.refresh_from_db()
    assert (row.email, row.person.email) == ("", None)


def test_an_address_takes_nobodys_seat(project, buyer, officer):
    with pytest.raises(NotNow):
        edit_stakeholder(stakeholder=stake(project, buyer), version=1, by=officer, email="mine@des.example")
    assert stake(project, buyer).email == buyer.email


def test_whoever_named_a_seat_may_correct_its_address(project, buyer, officer):
    edit_stakeholder(stakeholder=stake(project, officer), version=1, by=buyer, email="omar@des.example")
    assert project.stakeholders.get(role=Role.PROCUREMENT_OFFICER).person.email == "omar@des.example"


# ---- fill_position ------------------------------------------------------------------------------------------------


def test_a_position_is_filled_and_keeps_its_row(project, officer):
    position = add_stakeholder(project=project, name="Legal expert", kind=Kind.POSITION, expertise="legal", part="Terms.", by=officer)
    for _ in range(2):
        fill_position(stakeholder=position, name=" Mei Chen ", email="Mei@DES.example", by=officer)
    position.refresh_from_db()
    assert (position.kind, position.name, position.email, position.expertise, position.part, position.version) == (
        Kind.PERSON,
        "Mei Chen",
        "mei@des.example",
        "legal",
        "Terms.",
        2,
    )
    assert position.person.email == "mei@des.example"
    entry = last(project, "position filled")
    assert (entry.label, entry.after, project.history.filter(verb="position filled").count()) == ("Legal expert", {"kind": "person"}, 1)


def test_only_a_position_is_filled(project, officer, member):
    group = StakeholderFactory(project=project, group=True)
    for row in (group, stake(project, member)):
        with pytest.raises(NotNow):
            fill_position(stakeholder=row, name="Mei Chen", email="", by=officer)


def test_a_position_is_filled_by_somebody_with_a_name_who_is_not_listed(project, officer, member):
    position = StakeholderFactory(project=project, position_only=True)
    with pytest.raises(FieldNeeded):
        fill_position(stakeholder=position, name=" ", email="", by=officer)
    with pytest.raises(NotNow):
        fill_position(stakeholder=position, name="Mei", email=member.email, by=officer)
    position.refresh_from_db()
    assert (position.kind, position.name) == (Kind.POSITION, "A lawyer")


@pytest.mark.parametrize("who", ["member", "wider", "outsider"])
def test_a_position_is_filled_by_either_side_only(request, project, who):
    by, position = request.getfixturevalue(who), StakeholderFactory(project=project, position_only=True)
    with pytest.raises(NotYourPart):
        fill_position(stakeholder=position, name="Me", email="", by=by)


def test_a_position_that_is_gone_is_not_filled(project, officer):
    gone = StakeholderFactory(project=project, position_only=True, left=True)
    with pytest.raises(NotNow):
        fill_position(stakeholder=gone, name="Mei Chen", email="", by=officer)


# ---- give_role ----------------------------------------------------------------------------------------------------


def test_a_role_is_given_by_either_side(project, officer, wider):
    for _ in range(2):
        give_role(stakeholder=stake(project, wider), role=Role.TEAM_MEMBER, by=officer)
    assert stake(project, wider).role == Role.TEAM_MEMBER
    entries = project.history.filter(verb="role changed")
    assert [(e.before, e.after) for e in entries] == [({"role": "wider"}, {"role": "team_member"})]


@pytest.mark.parametrize("who", ["member", "wider", "viewer", "outsider"])
def test_a_role_is_given_by_nobody_else(request, project, wider, who):
    with pytest.raises(NotYourPart):
        give_role(stakeholder=stake(project, wider), role=Role.TEAM_MEMBER, by=request.getfixturevalue(who))


def test_the_buyer_gives_and_takes_the_role_on_their_behalf(project, buyer, agent, member, officer):
    with pytest.raises(NotYourPart):
        give_role(stakeholder=stake(project, member), role=Role.BUYERS_AGENT, by=officer)
    with pytest.raises(NotYourPart):
        give_role(stakeholder=stake(project, agent), role=Role.TEAM_MEMBER, by=officer)
    give_role(stakeholder=stake(project, member), role=Role.BUYERS_AGENT, by=buyer)
    give_role(stakeholder=stake(project, agent), role=Role.TEAM_MEMBER, by=buyer)
    assert (stake(project, member).role, stake(project, agent).role) == (Role.BUYERS_AGENT, Role.TEAM_MEMBER)


def test_a_held_seat_is_not_given_and_not_left_empty(project, buyer, officer, member):
    with pytest.raises(NotNow) as refusal:
        give_role(stakeholder=stake(project, member), role=Role.PROCUREMENT_OFFICER, by=officer)
    assert refusal.value.who == officer.name
    for seat in (buyer, officer):
        with pytest.raises(NotNow) as refusal:
            give_role(stakeholder=stake(project, seat), role=Role.TEAM_MEMBER, by=buyer)
        assert refusal.value.where == f"/projects/DES-001/people/{stake(project, seat).pk}/hand-over/"


def test_a_seat_never_filled_is_given_to_somebody_here(agency):
    project, officer = with_seats_empty(agency, "officer")
    member = add_stakeholder(project=project, name="Ruth", email="ruth@des.example", by=officer)
    give_role(stakeholder=member, role=Role.BUYER, by=officer)
    member.refresh_from_db()
    assert (member.role, member.is_delegate) == (Role.BUYER, True)


def test_groups_positions_and_leavers_get_no_role_that_is_not_theirs(project, buyer):
    with pytest.raises(FieldNeeded):
        give_role(stakeholder=StakeholderFactory(project=project, group=True), role=Role.TEAM_MEMBER, by=buyer)
    with pytest.raises(FieldNeeded):
        give_role(stakeholder=StakeholderFactory(project=project, position_only=True), role=Role.BUYERS_AGENT, by=buyer)
    with pytest.raises(NotNow):
        give_role(stakeholder=StakeholderFactory(project=project, left=True), role=Role.WIDER, by=buyer)


# ---- hand_over ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("seat", "holder"), [(Role.BUYER, "buyer"), (Role.PROCUREMENT_OFFICER, "officer")])
def test_a_seat_is_handed_over_by_its_holder_who_stays(request, project, member, seat, holder):
    by = request.getfixturevalue(holder)
    hand_over(seat=seat, to=stake(project, member), by=by)
    hand_over(seat=seat, to=stake(project, member), by=by)  # pressed twice
    assert (stake(project, member).role, stake(project, by).role) == (seat, Role.TEAM_MEMBER)
    entries = project.history.filter(verb="role changed")
    assert [(e.about_id, e.after) for e in entries] == [
        (stake(project, by).pk, {"role": "team_member"}),
        (stake(project, member).pk, {"role": seat.value}),
    ]


@pytest.mark.parametrize("who", ["agent", "officer", "cover", "member", "wider"])
def test_the_buyers_seat_is_handed_over_by_nobody_else(request, project, buyer, member, who):
    with pytest.raises(NotYourPart) as refusal:
        hand_over(seat=Role.BUYER, to=stake(project, member), by=request.getfixturevalue(who))
    assert refusal.value.who == buyer.name


def test_an_outsider_hands_nothing_over(project, member, outsider):
    with pytest.raises(NotYourPart):
        hand_over(seat=Role.BUYER, to=stake(project, member), by=outsider)


def test_an_empty_seat_cannot_be_handed_over(agency):
    project, officer = with_seats_empty(agency, "officer")
    member = add_stakeholder(project=project, name="Ruth", by=officer)
    with pytest.raises(NotYourPart) as refusal:
        hand_over(seat=Role.BUYER, to=member, by=officer)
    assert refusal.value.who == "nobody yet"


def test_one_person_never_holds_both_seats(project, buyer, officer):
    with pytest.raises(NotNow):
        hand_over(seat=Role.BUYER, to=stake(project, officer), by=buyer)
    assert stake(project, buyer).role == Role.BUYER


def test_a_seat_goes_to_a_person_who_is_here(project, buyer):
    for to in (StakeholderFactory(project=project, position_only=True), StakeholderFactory(project=project, left=True)):
        with pytest.raises(NotNow):
            hand_over(seat=Role.BUYER, to=to, by=buyer)


def test_a_seat_never_goes_to_somebody_of_another_project(project, buyer):
    elsewhere = StakeholderFactory()
    with pytest.raises(NotYourPart):
        hand_over(seat=Role.BUYER, to=elsewhere, by=buyer)


def test_a_seat_is_handed_over_while_stopped(project, buyer, member):
    stop_project(project=project, state=ProjectState.STOPPED, reason="No money.", by=buyer)
    hand_over(seat=Role.BUYER, to=stake(project, member), by=buyer)
    assert stake(project, member).role == Role.BUYER


# ---- remove_stakeholder -------------------------------------------------------------------------------------------


def test_removed_by_either_side_once(project, officer, member, clock):
    row = stake(project, member)
    for _ in range(2):
        remove_stakeholder(stakeholder=row, by=officer)
    row.refresh_from_db()
    assert (row.left_at, row.left_by, row.part) == (clock.now, officer, "Does their part of the work.")
    assert project.history.filter(verb="stakeholder removed").count() == 1
    assert not member.projects.filter(pk=project.pk).exists()


@pytest.mark.parametrize("who", ["agent", "member", "wider"])
def test_everybody_but_a_seat_leaves_by_themselves(request, project, who):
    person = request.getfixturevalue(who)
    remove_stakeholder(stakeholder=stake(project, person), by=person)
    assert last(project, "left the project").actor == person
    assert not project.stakeholders.current().filter(person=person).exists()


@pytest.mark.parametrize("who", ["buyer", "officer"])
def test_a_seat_is_handed_over_first(request, project, who):
    person = request.getfixturevalue(who)
    with pytest.raises(NotNow):
        remove_stakeholder(stakeholder=stake(project, person), by=person)


def test_an_agent_is_removed_by_the_buyer_only(project, buyer, officer, agent):
    with pytest.raises(NotYourPart):
        remove_stakeholder(stakeholder=stake(project, agent), by=officer)
    remove_stakeholder(stakeholder=stake(project, agent), by=buyer)
    assert not project.stakeholders.current().filter(person=agent).exists()


@pytest.mark.parametrize("who", ["member", "viewer", "outsider"])
def test_removed_by_nobody_else(request, project, wider, who):
    with pytest.raises(NotYourPart):
        remove_stakeholder(stakeholder=stake(project, wider), by=request.getfixturevalue(who))


def test_leaving_works_while_stopped(project, buyer, member):
    stop_project(project=project, state=ProjectState.PAUSED, reason="No money.", by=buyer)
    remove_stakeholder(stakeholder=stake(project, member), by=member)
    assert not project.stakeholders.current().filter(person=member).exists()


# ---- remove_contact_details ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["officer", "member"])
def test_contact_details_are_removed_by_a_side_or_themselves_once(request, project, member, who):
    row, by = stake(project, member), request.getfixturevalue(who)
    for _ in range(2):
        remove_contact_details(stakeholder=row, by=by)
    row.refresh_from_db()
    assert (row.email, row.phone, row.name, row.person.email, row.version) == ("", "", "Mei Waratah", member.email, 2)
    assert project.history.filter(verb="contact details removed").count() == 1


def test_contact_details_are_removed_of_leavers_and_while_stopped(project, buyer):
    gone = StakeholderFactory(project=project, left=True)
    stop_project(project=project, state=ProjectState.PAUSED, reason="No money.", by=buyer)
    remove_contact_details(stakeholder=gone, by=buyer)
    gone.refresh_from_db()
    assert gone.email == ""


@pytest.mark.parametrize("who", ["wider", "viewer", "outsider"])
def test_contact_details_are_removed_by_nobody_else(request, project, member, who):
    with pytest.raises(NotYourPart):
        remove_contact_details(stakeholder=stake(project, member), by=request.getfixturevalue(who))


def test_every_operation_of_people_has_a_test_here():
    public = {name for name, value in vars(operations).items() if callable(value) and value.__module__.startswith(operations.__name__)}
    asked = {"add_within", "person_for", "require_may_give", "require_current", "require_version", "require_not_listed", "require_whole"}
    asked |= {"change_role", "hand_over_within"}
    asked |= {"require_position", "import_people", "sort_out", "fill_from_team"}  # in test_people_import and test_positions
    asked |= {"SentencesChanged", "write_sentences"}  # in test_why_it_matters
    assert {name for name in public - asked if not name.startswith("_")} <= set(globals())


def test_the_letters_of_a_position_that_nobody_filled_go_with_it(project, buyer):
    position, other = StakeholderFactory(project=project, position_only=True), StakeholderFactory(project=project)
    activity = ActivityFactory(project=project, letters={position: "C", other: "R"})
    remove_stakeholder(stakeholder=position, by=buyer)
    assert [row.stakeholder for row in activity.assignments.all()] == [other]
    entry = project.history.filter(verb="letters changed", about_id=activity.pk).order_by("sequence").last()
    assert (entry.before["letters"], entry.after["letters"]) == ({str(position.pk): "C"}, {str(position.pk): ""})
    remove_stakeholder(stakeholder=other, by=buyer)
    assert [row.stakeholder for row in activity.assignments.all()] == [other]


def test_nothing_is_taken_of_a_position_in_somebody_elses_project(project, buyer):
    elsewhere = StakeholderFactory(project=ProjectFactory(), position_only=True)
    activity = ActivityFactory(project=elsewhere.project, letters={elsewhere: "C"})
    with pytest.raises(NotYourPart):
        remove_stakeholder(stakeholder=elsewhere, by=buyer)
    assert activity.assignments.get().stakeholder == elsewhere
