"""The agency's own page and what is changed from it, through the client."""

import datetime

import pytest
from django.urls import reverse

from milestones import operations as journey
from milestones.starts import ProjectStart
from projects.models import Agency, AgencyPost
from projects.operations.agency import end_post, set_word_for_buyer
from tests.factories import AgencyFactory, AgencyPostFactory, CoverFactory, PersonFactory, ProjectFactory

pytestmark = pytest.mark.django_db

PAGE = "/agency/DES/"


@pytest.fixture
def client(administrator, client_of):
    return client_of(administrator)


def queued(agency, buyer):
    start = ProjectStart(title="Waiting for an officer", agency=agency, part="buyer", ask_for_officer=True)
    return journey.start_project(start=start, by=buyer)


# ---- Who opens it ---------------------------------------------------------------------------------------------------


def test_one_agency_is_opened_at_once(client):
    answer = client.get("/agency/")
    assert (answer.status_code, answer.url) == (302, PAGE)


def test_of_several_one_is_chosen(administrator, client):
    AgencyPostFactory(agency=AgencyFactory(code="RIV", name="Rivers"), person=administrator, kind="administrator")
    AgencyPostFactory(agency=AgencyFactory(name="Roads"), person=administrator, kind="officer")
    assert [agency.name for agency in client.get("/agency/").context["agencies"]] == ["Department of Examples", "Rivers"]
    assert client.get("/agency/riv/").context["agency"].name == "Rivers"


@pytest.mark.parametrize("who", ["buyer", "officer", "member", "viewer", "agency_officer", "outsider"])
def test_nobody_else_opens_it(project, client_of, who, request):
    client = client_of(request.getfixturevalue(who))
    assert [client.get("/agency/").status_code, client.get(PAGE).status_code] == [404, 404]


def test_nor_an_administrator_of_another_agency_nor_one_whose_post_is_over(agency, administrator, client, client_of, clock):
    other = AgencyPostFactory(agency=AgencyFactory(), kind="administrator").person
    assert client_of(other).get(PAGE).status_code == 404
    AgencyPost.objects.filter(person=administrator).update(ends_on=clock.today - datetime.timedelta(days=1))
    assert [client.get("/agency/").status_code, client.get(PAGE).status_code] == [404, 404]


def test_it_opens_no_project(project, client):
    assert client.get(f"/projects/{project.ref}/").status_code == 404


# ---- What is on it --------------------------------------------------------------------------------------------------


def test_the_queue_is_known_by_reference_title_and_starter(agency, project, buyer, client):
    waiting = queued(agency, buyer)
    page = client.get(PAGE)
    assert [(row.ref, row.title, str(row.started_by)) for row in page.context["queue"]] == [
        (waiting.ref, "Waiting for an officer", "Ruth Banksia")
    ]
    assert f"/projects/{waiting.ref}/" not in page.content.decode()


def test_who_serves_is_listed_by_kind(agency, administrator, viewer, agency_officer, client):
    kinds = {kind.value: [post.person.name for post in posts] for kind, posts in client.get(PAGE).context["kinds"]}
    assert kinds == {"officer": ["Ines Ironbark"], "viewer": ["Vera Boronia"], "administrator": ["Anh Quandong"]}
    end_post(post=viewer.posts.get(), by=administrator)
    assert dict(client.get(PAGE).context["kinds"])["viewer"] == []


def test_covers_and_changes_are_shown(agency, officer, cover, administrator, client):
    set_word_for_buyer(agency=agency, word="Sponsor", version=1, by=administrator)
    page = client.get(PAGE)
    assert [str(row) for row in page.context["covers"]] == ["Cleo Saltbush covers for Omar Wattle"]
    assert [event.says for event in page.context["changes"]] == ["Anh Quandong changed the word for the buyer from “Buyer” to “Sponsor”."]


def test_another_agencys_things_are_not_on_it(agency, client):
    other = AgencyFactory()
    AgencyPostFactory(agency=other)
    queued(other, PersonFactory(agency=other, email=f"b@{other.email_domains[0]}"))
    CoverFactory(officer=PersonFactory(agency=other))
    context = client.get(PAGE).context
    assert [len(posts) for _, posts in context["kinds"]] == [0, 0, 1]
    assert (list(context["queue"]), list(context["covers"]), context["changes"]) == ([], [], [])


# ---- Settings -------------------------------------------------------------------------------------------------------

SETTINGS = {
    "domains": ({"domains": "des.example\r\n\r\nMORE.example"}, {"email_domains": ["des.example", "more.example"]}),
    "word": ({"word": "Sponsor"}, {"word_for_buyer": "Sponsor"}),
    "risk-levels": (
        {"medium_from": "4", "high_from": "9", "extreme_from": "16"},
        {"medium_from": 4, "high_from": 9, "extreme_from": 16},
    ),
    "activities": (
        {"usual": [str(n) for n in range(2, 21)], "own": "Tell the union\r\nBook a room"},
        {"activities_left_out": [1], "own_activities": ["Tell the union", "Book a room"]},
    ),
    "expertise": ({"asked": ["legal", "privacy"]}, {}),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_is_saved(agency, client, name):
    sent, wanted = SETTINGS[name]
    answer = client.post(f"{PAGE}{name}/", {**sent, "version": 1})
    agency.refresh_from_db()
    assert (answer.status_code, answer.url, agency.version) == (303, PAGE, 2)
    assert {key: getattr(agency, key) for key in wanted} == wanted
    if name == "expertise":
        assert len(agency.expertise_left_out) == 12


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_sent_as_it_was_changes_nothing(agency, client, name):
    form = client.get(f"{PAGE}{name}/").context["form"]
    sent = {field.name: field.value() for field in form}
    assert client.post(f"{PAGE}{name}/", sent).status_code == 303
    assert (Agency.objects.get(pk=agency.pk).version, agency.entries.count()) == (1, 0)


@pytest.mark.parametrize("name", SETTINGS)
def test_no_other_agencys_setting_is_changed(client, name):
    other = AgencyFactory(code="RIV")
    sent, _ = SETTINGS[name]
    assert [client.get(f"/agency/RIV/{name}/").status_code, client.post(f"/agency/RIV/{name}/", sent).status_code] == [404, 404]
    assert other.entries.count() == 0


def test_every_wrong_domain_is_said_and_kept(agency, client):
    page = client.post(f"{PAGE}domains/", {"domains": "des.example\n@gmail.com\ngmail.com\nnsw", "version": 1})
    assert (page.status_code, len(page.context["form"].errors["domains"])) == (422, 3)
    assert page.context["form"]["domains"].value() == "des.example\n@gmail.com\ngmail.com\nnsw"


def test_a_domain_of_another_agency_is_refused_on_the_page(agency, client):
    AgencyFactory(name="Rivers", email_domains=["rivers.example"])
    page = client.post(f"{PAGE}domains/", {"domains": "rivers.example", "version": 1})
    assert (page.status_code, page.context["refusal"].says) == (422, "“rivers.example” belongs to Rivers already.")


@pytest.mark.parametrize("own", ["x" * 201, "A\u202eB\x0bC" + "y" * 300])
def test_an_activity_that_is_too_long(client, own):
    page = client.post(f"{PAGE}activities/", {"usual": [], "own": own, "version": 1})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["own"])


def test_levels_that_do_not_rise_are_said_at_their_field(agency, client):
    page = client.post(f"{PAGE}risk-levels/", {"medium_from": "5", "high_from": "4", "extreme_from": "30", "version": 1})
    assert page.status_code == 422
    assert page.context["form"].errors == {"extreme_from": ["Enter a number from 2 to 25"]}
    page = client.post(f"{PAGE}risk-levels/", {"medium_from": "5", "high_from": "4", "extreme_from": "17", "version": 1})
    assert page.context["form"].errors == {"high_from": ["High must begin above 5, where medium begins"]}
    assert page.context["form"]["high_from"].value() == "4"
    assert agency.entries.count() == 0


def test_levels_are_seen_as_a_matrix_and_in_words(agency, client):
    client.post(f"{PAGE}risk-levels/", {"medium_from": "2", "high_from": "12", "extreme_from": "25", "version": 1})
    page = client.get(f"{PAGE}risk-levels/")
    (_, top), *_ = page.context["matrix"]
    assert [cell.level for cell in top] == ["medium", "medium", "high", "high", "extreme"]
    text = page.content.decode()
    assert "By rating: 1 low, 2–11 medium, 12–24 high, 25 extreme." in text
    assert 'risk-cell--extreme"><span><span class="risk-word">Extreme, </span>25</span>' in text
    assert "1 low, 2–11 medium, 12–24 high, 25 extreme" in client.get(PAGE).content.decode()


def test_theirs_and_yours(agency, administrator, client):
    set_word_for_buyer(agency=agency, word="Sponsor", version=1, by=administrator)
    page = client.post(f"{PAGE}word/", {"word": "Owner", "version": 1})
    (row,) = page.context["differences"]
    assert (page.status_code, row.label, row.theirs, row.yours) == (409, "Word for the buyer", "Sponsor", "Owner")
    assert client.post(f"{PAGE}word/", {"word": "Owner", "version": page.context["form"]["version"].value()}).status_code == 303
    assert Agency.objects.get(pk=agency.pk).word_for_buyer == "Owner"


def test_lists_that_differ_are_told_line_by_line(agency, client):
    client.post(f"{PAGE}activities/", {"usual": ["1", "2"], "own": "Tell the union", "version": 1})
    page = client.post(f"{PAGE}activities/", {"usual": ["1"], "own": "", "version": 1})
    usual, own = page.context["differences"]
    assert (usual.yours, own.theirs, own.yours) == ("Define the business objective and desired outcome", "Tell the union", "")
    assert usual.theirs.splitlines()[1] == "Identify stakeholders and build the RACI matrix"


# ---- Who serves -----------------------------------------------------------------------------------------------------


def test_somebody_is_added(agency, client):
    answer = client.post(f"{PAGE}people/add/officer/", {"name": "Nia Acacia", "email": "nia@des.example"}, follow=True)
    assert answer.redirect_chain == [(PAGE, 303)]
    said = [str(message) for message in answer.context["messages"]]
    assert said == ["Nia Acacia is a procurement officer of Department of Examples from now on."]
    assert agency.posts.get(kind="officer").person.email == "nia@des.example"


def test_a_viewer_is_added_with_a_last_day(agency, client, clock):
    sent = {"name": "Nia Acacia", "email": "nia@audit.example"}
    page = client.post(f"{PAGE}people/add/viewer/", sent)
    assert (page.status_code, page.context["form"].errors) == (
        422,
        {"ends_on": ["Enter the last day: a portfolio viewer always has one"]},
    )
    over = client.post(f"{PAGE}people/add/viewer/", {**sent, "ends_on": "11/11/2026"})
    assert over.context["form"].errors == {"ends_on": ["The last day is over already"]}
    assert client.post(f"{PAGE}people/add/viewer/", {**sent, "ends_on": "12/11/2026"}).status_code == 303
    assert agency.posts.get(kind="viewer").ends_on == clock.today


def test_a_refusal_keeps_what_was_typed(agency, client):
    PersonFactory(agency=agency, email="nia@des.example", is_active=False)
    page = client.post(f"{PAGE}people/add/administrator/", {"name": "Nia", "email": "nia@des.example"})
    assert (page.status_code, page.context["form"]["name"].value()) == (409, "Nia")


def test_there_are_three_kinds(client):
    assert [client.get(f"{PAGE}people/add/{kind}/").status_code for kind in ("officer", "viewer", "administrator", "king")] == [
        200,
        200,
        200,
        404,
    ]


def test_a_last_day_is_changed(viewer, client, clock):
    url = f"{PAGE}people/{viewer.posts.get().pk}/"
    seen = client.get(url).context["form"]["seen"].value()
    assert client.post(url, {"ends_on": "20 November 2026", "seen": seen or ""}).status_code == 303
    assert viewer.posts.get().ends_on == datetime.date(2026, 11, 20)
    page = client.post(url, {"ends_on": "21 November 2026", "seen": ""})
    assert (page.status_code, page.context["form"]["seen"].value()) == (409, "2026-11-20")
    assert client.post(url, {"ends_on": "21 November 2026", "seen": "2026-11-20"}).status_code == 303


def test_and_taken_away_again(agency_officer, client, clock):
    AgencyPost.objects.filter(person=agency_officer).update(ends_on=clock.today)
    url = f"{PAGE}people/{agency_officer.posts.get().pk}/"
    said = client.post(url, {"ends_on": "", "seen": str(clock.today)}, follow=True).context["messages"]
    assert [str(message) for message in said] == ["Ines Ironbark has no last day now."]
    page = client.post(url, {"ends_on": "nonsense", "seen": ""})
    assert page.status_code == 422


def test_what_an_officer_leaves_is_named_before_it_ends(agency, project, buyer, agency_officer, client):
    url = f"{PAGE}people/{agency_officer.posts.get().pk}/end/"
    runs = ProjectFactory(agency=agency, officer=agency_officer, title="Fleet telematics")
    waiting = queued(agency, buyer)
    page = client.get(url).content.decode()
    assert [words in page for words in (f"{runs.ref} Fleet telematics", f"{waiting.ref} Waiting for an officer, started by")] == [
        True,
        True,
    ]
    AgencyPostFactory(agency=agency, kind="officer")
    assert "Nobody else could take these on" not in client.get(url).content.decode()
    assert [client.post(url).status_code, client.post(url).status_code] == [303, 303]
    assert runs.stakeholders.get(role="procurement_officer").is_current


def test_the_last_administrator_is_told_so(administrator, client):
    url = f"{PAGE}people/{administrator.posts.get().pk}/end/"
    page = client.post(url)
    assert (page.status_code, page.context["refusal"].where) == (409, "/agency/DES/people/add/administrator/")


def test_who_ends_their_own_part_comes_to_my_work(agency, administrator, client):
    AgencyPostFactory(agency=agency, kind="administrator")
    answer = client.post(f"{PAGE}people/{administrator.posts.get().pk}/end/")
    assert (answer.status_code, answer.url, client.get(PAGE).status_code) == (303, "/", 404)


def test_no_post_of_another_agency_is_touched(client):
    post = AgencyPostFactory(agency=AgencyFactory(code="RIV"))
    for path in (f"people/{post.pk}/", f"people/{post.pk}/end/"):
        for place in (PAGE, "/agency/RIV/"):
            assert [client.get(place + path).status_code, client.post(place + path).status_code] == [404, 404]
    assert AgencyPost.objects.get(pk=post.pk).ends_on is None


# ---- In the menu ----------------------------------------------------------------------------------------------------


def test_the_menu_leads_to_it_for_administrators_alone(project, client, client_of, buyer, agency_officer):
    link = f'href="{reverse("projects:agency_choice")}"'
    assert [link in who.get("/help/").content.decode() for who in (client, client_of(buyer), client_of(agency_officer))] == [
        True,
        False,
        False,
    ]
