"""The portfolio: whose projects, chosen, counted, paged by key, at the same cost for any number."""

import datetime

import pytest
from django.test import Client

from milestones.operations import ProjectStart, start_project
from milestones.portfolio import SIZE, key_of, token_of
from projects.models import BuyingProject, ProjectState, Role
from projects.operations.people import add_stakeholder
from projects.operations.project import stop_project
from tests.factories import (
    AgencyFactory,
    AgencyPostFactory,
    CoverFactory,
    PersonFactory,
    ProjectFactory,
    StakeholderFactory,
    answer_criterion,
    make_ready,
)

pytestmark = pytest.mark.django_db


def shown(client: Client, query: str = "") -> list[str]:
    page = client.get(f"/projects/{query}")
    assert page.status_code == 200
    return [row.project.ref for row in page.context["page"].rows]


def numbers(client: Client) -> dict[str, int]:
    return {tally.words: tally.number for tally in client.get("/projects/").context["tallies"]}


@pytest.fixture
def person(agency):
    return PersonFactory(agency=agency, name="Petra Banksia")


@pytest.fixture
def several(agency, person, clock) -> list[BuyingProject]:
    """DES-001 to DES-004, of which the last changed last: in milestone 1, ready in 1, in milestone 2, mobilised."""
    made = []
    for done in (0, 0, 1, 3):
        clock.move(days=1)
        made.append(ProjectFactory(agency=agency, buyer=person, complete=done))
    make_ready(made[1], 1)
    return made


# ---- Whose ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["buyer", "agent", "officer", "member", "wider", "cover", "viewer"])
def test_who_may_open_a_project_finds_it_with_a_link(project, client_of, who, request):
    client = client_of(request.getfixturevalue(who))
    assert shown(client) == [project.ref]
    assert f'href="/projects/{project.ref}/"' in client.get("/projects/").content.decode()


@pytest.mark.parametrize("who", ["outsider", "administrator", "agency_officer"])
def test_nobody_else_does(project, client_of, who, request):
    page = client_of(request.getfixturevalue(who)).get("/projects/")
    assert (page.context["page"].rows, page.context["is_empty"]) == ([], True)
    assert project.title not in page.content.decode()


def test_a_viewer_finds_their_agencys_projects_only(project, client_of):
    assert shown(client_of(AgencyPostFactory(agency=AgencyFactory()).person)) == []


# ---- Order, words, filters -----------------------------------------------------------------------------------------


def test_the_newest_change_comes_first(several, client_of, person, clock):
    clock.move(days=1)
    answer_criterion(several[0], "1.1")
    assert shown(client_of(person)) == ["DES-001", "DES-004", "DES-002", "DES-003"]


@pytest.mark.parametrize("words", ["grants", "DES-002", "  Grants ", "des-002"])
def test_search_finds_title_and_reference(several, agency, client_of, person, words):
    BuyingProject.objects.filter(ref="DES-002").update(title="Grants platform")
    assert shown(client_of(person), f"?q={words}") == ["DES-002"]


@pytest.mark.parametrize(
    ("query", "refs"),
    [
        ("?milestone=1", {"DES-001", "DES-002"}),
        ("?milestone=2", {"DES-003"}),
        ("?milestone=4", {"DES-004"}),
        ("?show=waiting", {"DES-001", "DES-002", "DES-003"}),
        ("?show=look", set()),
        ("?milestone=1&q=DES-001", {"DES-001"}),
        ("?milestone=9&state=nothing&agency=x&after=x&before=1-x", {"DES-001", "DES-002", "DES-003", "DES-004"}),
    ],
)
def test_filters(several, client_of, person, query, refs):
    assert set(shown(client_of(person), query)) == refs


def test_filter_by_state(several, client_of, person):
    stop_project(project=several[0], state=ProjectState.PAUSED, reason="No money.", by=person)
    stop_project(project=several[1], state=ProjectState.STOPPED, reason="No need.", by=person)
    found = {state: set(shown(client_of(person), f"?state={state}")) for state in ("active", "paused", "stopped", "not_active")}
    assert found == {
        "active": {"DES-003", "DES-004"},
        "paused": {"DES-001"},
        "stopped": {"DES-002"},
        "not_active": {"DES-001", "DES-002"},
    }


def test_filter_by_agency_is_there_where_there_are_several(several, client_of, person, agency):
    assert "agency" not in client_of(person).get("/projects/").context["filters"].fields
    other = AgencyFactory(code="TRN")
    StakeholderFactory(project=ProjectFactory(agency=other), person=person)
    assert shown(client_of(person), f"?agency={other.pk}") == ["TRN-001"]
    assert len(shown(client_of(person), f"?agency={agency.pk}")) == 4


def test_agencies_to_choose_from_are_those_covered_in_and_viewed_too(client_of, person):
    project = ProjectFactory()
    CoverFactory(officer=project.stakeholders.get(role=Role.PROCUREMENT_OFFICER).person, covered_by=person)
    viewed = AgencyPostFactory(person=person, agency=AgencyFactory()).agency
    choices = client_of(person).get("/projects/").context["filters"].fields["agency"].choices
    assert {pk for pk, _ in choices if pk} == {project.agency_id, viewed.pk}


def test_changes_to_look_at_are_not_shown_to_a_wider_stakeholder(project, client_of, member, wider, buyer):
    answer_criterion(project, "1.1")
    add_stakeholder(project=project, name="Dan Kelly", by=buyer)
    assert [shown(client_of(p), "?show=look") for p in (member, wider)] == [[project.ref], []]
    assert [numbers(client_of(p))["with changes to look at"] for p in (member, wider)] == [1, 0]
    assert "1 thing has changed" not in client_of(wider).get("/projects/").content.decode()


# ---- Counts --------------------------------------------------------------------------------------------------------


def test_counts_are_links_that_show_as_many(several, client_of, person):
    client = client_of(person)
    tallies = client.get("/projects/").context["tallies"]
    assert {tally.words: tally.number for tally in tallies} == {
        "in all": 4,
        "waiting on me": 3,
        "with changes to look at": 0,
        "in milestone 1": 2,
        "in milestone 2": 1,
        "in milestone 3": 0,
        "mobilised": 1,
        "paused or stopped": 0,
    }
    assert [len(shown(client, tally.query)) for tally in tallies] == [tally.number for tally in tallies]


def test_the_count_that_is_shown_is_marked(several, client_of, person):
    chosen = {
        query: [t.words for t in client_of(person).get(f"/projects/{query}").context["tallies"] if t.is_chosen]
        for query in ("", "?show=waiting", "?q=x")
    }
    assert chosen == {"": ["in all"], "?show=waiting": ["waiting on me"], "?q=x": []}


def test_waiting_on_me_is_the_same_here_as_on_my_work(several, agency, client_of, person):
    start_project(start=ProjectStart(title="Chairs", agency=agency, part="preparing"), by=person)
    client = client_of(person)
    waiting = {thing.project.ref for thing in client.get("/").context["things"]}
    assert set(shown(client, "?show=waiting")) == waiting == {"DES-001", "DES-002", "DES-003", "DES-005"}


# ---- Pages ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def many(agency, viewer) -> list[str]:
    """60 projects of the agency, some changed at the same moment; their references, newest change first."""
    by, at = PersonFactory(agency=agency), datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)
    rows = BuyingProject.objects.bulk_create(
        BuyingProject(
            agency=agency,
            ref=f"X-{n:03}",
            title="X",
            playbook="nsw-2026",
            started_at=at,
            started_by=by,
            changed_at=at + datetime.timedelta(hours=n // 7),
        )
        for n in range(60)
    )
    return [row.ref for row in sorted(rows, key=lambda row: (row.changed_at, row.pk), reverse=True)]


def test_pages_follow_each_other_by_key_and_back(many, client_of, viewer):
    client = client_of(viewer)
    first = client.get("/projects/").context["page"]
    second = client.get(f"/projects/{first.older}").context["page"]
    third = client.get(f"/projects/{second.older}").context["page"]
    assert [row.project.ref for page in (first, second, third) for row in page.rows] == many
    assert [(bool(page.newer), bool(page.older), len(page.rows)) for page in (first, second, third)] == [
        (False, True, SIZE),
        (True, True, SIZE),
        (True, False, 10),
    ]
    back = client.get(f"/projects/{third.newer}").context["page"]
    assert (back.rows, bool(back.newer), bool(back.older)) == (second.rows, True, True)
    start = client.get(f"/projects/{second.newer}").context["page"]
    assert (start.rows, start.newer) == (first.rows, "")


def test_a_page_keeps_what_was_asked_for(many, client_of, viewer):
    page = client_of(viewer).get("/projects/?milestone=1&q=x").context["page"]
    assert page.older.startswith("?q=x&milestone=1&after=")
    assert shown(client_of(viewer), page.older) == many[SIZE : 2 * SIZE]


def test_a_key_comes_back_from_its_address(project):
    assert key_of(token_of(project)) == (project.changed_at, project.pk)


# ---- Nothing there -------------------------------------------------------------------------------------------------


def test_with_nothing_there_it_says_the_next_thing_to_do(client_of, outsider):
    page = client_of(outsider).get("/projects/").content.decode()
    assert "Start one, or ask a colleague to add you to theirs." in page
    assert 'href="/projects/new/"' in page


def test_who_may_not_start_is_told_how_projects_come(client_of, agency):
    guest = PersonFactory(agency=agency, email="guest@elsewhere.example")
    page = client_of(guest).get("/projects/").content.decode()
    assert "adds you by your e-mail address, guest@elsewhere.example" in page
    assert 'href="/projects/new/"' not in page


def test_where_nothing_fits_all_is_a_link_away(project, client_of, buyer):
    page = client_of(buyer).get("/projects/?q=nothing").content.decode()
    assert "No project fits." in page


# ---- What it costs -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3, 30])
def test_it_costs_the_same_for_one_project_and_for_thirty(agency, person, client_of, number, django_assert_num_queries):
    for _ in range(number):
        ProjectFactory(agency=agency, buyer=person)
    client = client_of(person)
    client.get("/projects/")
    with django_assert_num_queries(6):  # the session, the person; the page, its seats, the counts, the agencies
        assert len(shown(client)) == min(number, SIZE)
