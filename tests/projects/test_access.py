"""What somebody is in a project, and so what they may see and do there."""

import datetime
from types import SimpleNamespace

import pytest
from django.http import Http404, HttpResponse

from milestones.mine import is_mine, is_officers
from projects.access import (
    BUYERS_SIDE,
    CORE,
    EVERYONE,
    MEMBERS,
    OFFICER,
    READERS,
    SIDES,
    Access,
    access_in,
    agencies_served,
    may_start_in,
    names_of,
    open_project,
    project_view,
    public,
    require,
    serves,
    signed_in,
    who_holds,
)
from projects.clock import today
from projects.models import AgencyPostKind, Audience, BuyingProject, Person, Role
from projects.operations.covers import record_cover
from projects.operations.people import remove_stakeholder
from projects.refusals import NotYourPart
from tests.factories import AgencyFactory, AgencyPostFactory, CoverFactory, PersonFactory, ProjectFactory, StakeholderFactory

SHOWN, RESTRICTED = BuyingProject(is_value_restricted=False), BuyingProject(is_value_restricted=True)
DAY = datetime.timedelta(days=1)


def access_as(*roles, role=None, covers_for=None, stake=None):
    own = role or (roles[0] if roles else None)
    return Access(person=Person(), role=own, roles=frozenset(roles), stake=stake, covers_for=covers_for)


# ---- Access: pure -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "holds"),
    [
        (Role.BUYER, "is_buyers_side edits contributes reads_record sees_influence"),
        (Role.BUYERS_AGENT, "is_buyers_side edits contributes reads_record sees_influence"),
        (Role.PROCUREMENT_OFFICER, "is_officer edits contributes reads_record sees_influence"),
        (Role.TEAM_MEMBER, "contributes reads_record"),
        (Role.WIDER, ""),
        (Role.VIEWER, "reads_record"),
    ],
)
def test_what_each_role_may(role, holds):
    access = access_as(role)
    names = ["is_buyers_side", "is_officer", "edits", "contributes", "reads_record", "sees_influence"]
    assert [name for name in names if getattr(access, name)] == holds.split()


@pytest.mark.parametrize(
    ("role", "when_shown", "when_restricted"),
    [
        (Role.BUYER, True, True),
        (Role.PROCUREMENT_OFFICER, True, True),
        (Role.TEAM_MEMBER, True, False),
        (Role.VIEWER, True, False),
        (Role.WIDER, False, False),
    ],
)
def test_who_sees_the_value_band(role, when_shown, when_restricted):
    assert [access_as(role).sees_value(project) for project in (SHOWN, RESTRICTED)] == [when_shown, when_restricted]


@pytest.mark.parametrize(
    ("role", "when_shown", "when_restricted"),
    [
        (Role.BUYER, [Audience.TEAM, Audience.VALUE, Audience.SIDES], [Audience.TEAM, Audience.VALUE, Audience.SIDES]),
        (Role.TEAM_MEMBER, [Audience.TEAM, Audience.VALUE], [Audience.TEAM]),
        (Role.VIEWER, [Audience.TEAM, Audience.VALUE], [Audience.TEAM]),
        (Role.WIDER, [], []),
    ],
)
def test_whose_history_one_reads(role, when_shown, when_restricted):
    assert [access_as(role).audiences(project) for project in (SHOWN, RESTRICTED)] == [when_shown, when_restricted]


def test_somebody_with_a_stake_has_a_part():
    assert [access_as(Role.WIDER, stake=3).has_part, access_as(Role.VIEWER).has_part] == [True, False]


def test_acting_in_ones_own_role_comes_before_covering():
    access = access_as(Role.TEAM_MEMBER, Role.PROCUREMENT_OFFICER, role=Role.TEAM_MEMBER, covers_for=7)
    assert [access.acting(CORE), access.acting(SIDES)] == [(Role.TEAM_MEMBER, None), (Role.PROCUREMENT_OFFICER, 7)]


def test_acting_for_the_officer_as_somebody_who_is_not_in_the_project():
    access = Access(person=Person(), role=None, roles=OFFICER, stake=None, covers_for=7)
    assert access.acting(SIDES) == (Role.PROCUREMENT_OFFICER, 7)


def test_acting_in_a_role_that_is_neither_ones_own_nor_covered():
    access = access_as(Role.VIEWER, Role.TEAM_MEMBER, role=Role.VIEWER)
    assert access.acting(CORE) == (Role.TEAM_MEMBER, None)


@pytest.mark.parametrize(
    ("roles", "says"),
    [
        (OFFICER, "the procurement officer"),
        (BUYERS_SIDE, "the buyer, or who acts on behalf of the buyer,"),
        (SIDES, "the buyer’s side or the procurement officer"),
        (frozenset({Role.BUYER}), "the buyer"),
        (CORE, "the core buying team"),
        (READERS, "the core buying team"),
    ],
)
def test_who_holds_in_words(roles, says):
    assert who_holds(roles) == says


# ---- What somebody is in a project --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "role"),
    [
        ("buyer", Role.BUYER),
        ("agent", Role.BUYERS_AGENT),
        ("officer", Role.PROCUREMENT_OFFICER),
        ("member", Role.TEAM_MEMBER),
        ("wider", Role.WIDER),
        ("viewer", Role.VIEWER),
    ],
)
def test_open_project_says_what_somebody_is(request, project, who, role):
    access = open_project(request.getfixturevalue(who), project.ref).access
    assert (access.role, access.roles, access.covers_for) == (role, {role}, None)
    assert access.has_part is (role != Role.VIEWER)


def test_a_reference_in_small_letters_opens_the_same(project, member, outsider):
    assert open_project(member, project.ref.lower()) == project
    with pytest.raises(Http404):
        open_project(outsider, project.ref.lower())


@pytest.mark.parametrize("who", ["outsider", "administrator", "agency_officer"])
def test_nobody_else_opens_it_a_post_of_the_agency_neither(request, project, who):
    with pytest.raises(Http404):
        open_project(request.getfixturevalue(who), project.ref)


def test_there_is_no_such_project(project, buyer):
    with pytest.raises(Http404):
        open_project(buyer, "DES-999")


def test_a_member_of_one_project_does_not_open_another(project, member):
    with pytest.raises(Http404):
        open_project(member, ProjectFactory(agency=project.agency).ref)


def test_who_has_left_opens_it_no_more(project, member, buyer):
    remove_stakeholder(stakeholder=project.stakeholders.get(person=member), by=buyer)
    with pytest.raises(Http404):
        open_project(member, project.ref)


def test_a_cover_is_the_officer_and_recorded_as_covering(project, officer, cover):
    access = open_project(cover, project.ref).access
    assert (access.role, access.roles, access.covers_for, access.has_part) == (None, OFFICER, officer.pk, False)


def test_a_member_who_covers_is_both(project, officer, member):
    CoverFactory(officer=officer, covered_by=member)
    access = open_project(member, project.ref).access
    assert (access.role, access.roles, access.covers_for) == (Role.TEAM_MEMBER, {Role.TEAM_MEMBER, *OFFICER}, officer.pk)


@pytest.mark.parametrize("who", ["buyer", "agent"])
def test_nobody_on_the_buyers_side_covers_for_the_officer(request, project, officer, who):
    person = request.getfixturevalue(who)
    CoverFactory(officer=officer, covered_by=person)
    access = open_project(person, project.ref).access
    assert (access.is_officer, access.covers_for) == (False, None)


@pytest.mark.parametrize(("starts", "ends", "opens"), [(-1, -1, False), (-1, 0, True), (0, 0, True), (0, 1, True), (1, 2, False)])
def test_a_cover_and_a_post_open_from_their_first_day_to_their_last(project, officer, outsider, clock, starts, ends, opens):
    days = {"starts_on": clock.today + starts * DAY, "ends_on": clock.today + ends * DAY}
    CoverFactory(officer=officer, covered_by=outsider, **days)
    viewer = AgencyPostFactory(agency=project.agency, **days).person
    assert [person.projects.exists() for person in (outsider, viewer)] == [opens, opens]


def opened(person):
    """The projects that open to the person, by each of the ways that the site asks."""
    listed, mine, officers = (
        set(rows.values_list("ref", flat=True))
        for rows in (person.projects, BuyingProject.objects.filter(is_mine(person)), BuyingProject.objects.filter(is_officers(person)))
    )
    flagged = {project.ref for project in BuyingProject.objects.seen_by(person) if project.i_cover}
    alone = {p.ref for p in BuyingProject.objects.with_stake_of(person) if access_in(person, p).covers_for}
    assert listed == mine == officers == flagged == alone
    return listed


def test_an_administrators_cover_does_not_reach_seats_taken_in_another_agency_later(project, officer, outsider, administrator):
    cover = {"officer": officer, "covered_by": outsider, "starts_on": today(), "ends_on": today()}
    record_cover(**cover, by=administrator)
    elsewhere = ProjectFactory(officer=officer)
    assert opened(outsider) == {project.ref}
    with pytest.raises(Http404):
        open_project(outsider, elsewhere.ref)
    record_cover(**cover, by=officer)
    assert opened(outsider) == {project.ref, elsewhere.ref}


def test_an_administrators_cover_ends_with_the_officers_agency(project, officer, outsider, administrator):
    """Whoever has moved to another agency is covered by nobody that the one before chose: neither there nor here."""
    CoverFactory(officer=officer, covered_by=outsider, recorded_by=administrator)
    officer.agency = ProjectFactory(officer=officer).agency
    officer.save()
    assert opened(outsider) == set()


def test_an_administrators_cover_outlives_their_post_and_not_its_days(project, officer, outsider, administrator, clock):
    CoverFactory(officer=officer, covered_by=outsider, recorded_by=administrator)
    administrator.posts.update(starts_on=clock.today - DAY, ends_on=clock.today - DAY)
    assert opened(outsider) == {project.ref}
    clock.move(days=8)
    assert opened(outsider) == set()


def test_a_cover_that_was_ended_opens_nothing(project, officer, outsider, clock):
    CoverFactory(officer=officer, covered_by=outsider, ended_at=clock.now)
    assert not outsider.projects.exists()


def test_a_viewer_of_another_agency_opens_nothing(project):
    assert not AgencyPostFactory(agency=AgencyFactory()).person.projects.filter(pk=project.pk).exists()


def test_a_stakeholder_who_is_a_viewer_too_is_a_stakeholder(project, wider):
    AgencyPostFactory(agency=project.agency, person=wider)
    assert open_project(wider, project.ref).access.roles == {Role.WIDER}


def test_posts_of_the_agency_are_known_and_open_nothing_more(project, member):
    for kind in (AgencyPostKind.OFFICER, AgencyPostKind.ADMINISTRATOR):
        AgencyPostFactory(agency=project.agency, person=member, kind=kind)
    held = [serves(member, project, kind) for kind in AgencyPostKind]
    assert (held, open_project(member, project.ref).access.roles) == ([True, False, True], {Role.TEAM_MEMBER})


# ---- Refusing -----------------------------------------------------------------------------------------------------


def test_require_names_who_can(project, member):
    opened = open_project(member, project.ref)
    require(opened, CORE)
    with pytest.raises(NotYourPart, match="Only the buyer’s side or the procurement officer can do this") as refused:
        require(opened, SIDES)
    assert refused.value.who == "Ruth Banksia, Ada Grevillea, Omar Wattle"


def test_names_of_an_empty_seat(agency):
    assert names_of(ProjectFactory(agency=agency, without_officer=True), OFFICER) == "nobody yet"


def test_names_of_names_no_mere_member(project):
    assert names_of(project, MEMBERS) == names_of(project, SIDES)


def test_a_project_view_is_handed_its_project(project, member, outsider, wider):
    @project_view(CORE)
    def view(request, project, extra):
        return HttpResponse(f"{project.ref} {project.access.role} {extra}")

    def ask(person):
        return view(SimpleNamespace(user=person, method="GET"), ref=project.ref, extra=3)

    assert view.access_rule == CORE
    assert ask(member).content == b"DES-001 team_member 3"
    with pytest.raises(Http404):
        ask(outsider)
    with pytest.raises(NotYourPart):
        ask(wider)


def test_other_views_carry_their_rule():
    @signed_in
    def mine(request): ...

    @public("Whoever is not signed in yet signs in here.")
    def sign_in(request): ...

    assert mine.access_rule == "signed in"
    assert sign_in.access_rule == "public: Whoever is not signed in yet signs in here."
    assert sign_in.login_required is False


def test_everyone_is_everyone_in_a_project_and_its_viewers():
    assert {*Role.in_a_project(), Role.VIEWER} == EVERYONE


# ---- Starting, serving --------------------------------------------------------------------------------------------


def test_staff_start_in_their_agency_where_it_lists_their_domain(agency):
    listed = PersonFactory(agency=agency, email="a@des.example")
    unlisted = PersonFactory(agency=agency, email="a@elsewhere.example")
    silent = PersonFactory(agency=agency, without_email=True)
    assert [may_start_in(person) for person in (listed, unlisted, silent)] == [[agency], [], []]


def test_who_has_no_agency_starts_where_their_domain_is_listed(agency):
    assert may_start_in(PersonFactory(agency=None, email="a@des.example")) == [agency]


def test_staff_of_another_agency_do_not_start_by_a_domain_alone(agency):
    assert may_start_in(PersonFactory(agency=AgencyFactory(email_domains=[]), email="a@des.example")) == []


@pytest.mark.parametrize(("role", "may"), [(Role.BUYERS_AGENT, True), (Role.TEAM_MEMBER, False), (Role.WIDER, False)])
def test_who_is_on_a_side_already_starts_there(project, role, may):
    person = PersonFactory(agency=AgencyFactory(email_domains=[]), email="a@elsewhere.example")
    StakeholderFactory(project=project, person=person, role=role)
    assert (may_start_in(person) == [project.agency]) is may


def test_a_side_that_one_has_left_counts_no_more(project):
    person = PersonFactory(agency=AgencyFactory(email_domains=[]), email="a@elsewhere.example")
    StakeholderFactory(project=project, person=person, role=Role.BUYERS_AGENT, left=True)
    assert may_start_in(person) == []


def test_agencies_served_today(agency, clock):
    person = AgencyPostFactory(agency=agency, kind=AgencyPostKind.OFFICER).person
    AgencyPostFactory(person=person, agency=AgencyFactory(), kind=AgencyPostKind.OFFICER, ends_on=clock.today - DAY)
    AgencyPostFactory(person=person, agency=AgencyFactory(), kind=AgencyPostKind.VIEWER)
    assert agencies_served(person, AgencyPostKind.OFFICER) == [agency.pk]


# ---- Pages that say no, and small letters -------------------------------------------------------------------------


def test_an_address_in_small_letters_leads_to_its_own(project, client_of, member, outsider):
    small = f"/projects/{project.ref.lower()}/history/?what=people"
    answer = client_of(member).get(small)
    assert (answer.status_code, answer.url) == (302, f"/projects/{project.ref}/history/?what=people")
    nowhere = client_of(outsider).get("/projects/xyz-999/history/")
    closed = client_of(outsider).get(small)
    assert (closed.status_code, nowhere.status_code) == (404, 404)
    assert project.title not in closed.text


def test_a_page_that_is_not_theirs_leads_back_into_the_project(project, client_of, member):
    page = client_of(member).get(f"/projects/{project.ref}/people/add/")
    assert page.status_code == 403
    assert "can open this." in page.text
    assert f'<a class="button" href="/projects/{project.ref}/">Back to the project</a>' in page.text
    assert f'<a href="/projects/{project.ref}/">Overview</a>' in page.text


def test_what_is_not_theirs_to_do_says_so(project, client_of, member):
    assert "can do this." in client_of(member).post(f"/projects/{project.ref}/people/add/").text


def test_outside_the_project_a_page_that_says_no_has_no_menu(project, client_of, outsider):
    page = client_of(outsider).get(f"/projects/{project.ref}/people/add/").text
    assert ("Back to the project" in page, 'aria-label="Project"' in page) == (False, False)
