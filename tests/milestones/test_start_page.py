"""Starting a project: the pages."""

import uuid

import pytest
from django.urls import reverse

from milestones.draft import start_of
from milestones.models import ProjectDraft
from milestones.operations import start_project
from projects.models import BuyingProject, Role
from projects.sending import drawn
from tests.factories import AgencyFactory, PersonFactory, ProjectDraftFactory

pytestmark = pytest.mark.django_db

START = "/projects/new/"
STEPS = ["start_title", "start_part", "start_people", "start_outcome", "start_check", "start_discard"]


def url(draft: ProjectDraft, step: str) -> str:
    return reverse(f"milestones:{step}", args=[draft.pk])


@pytest.fixture
def draft(agency, outsider) -> ProjectDraft:
    return ProjectDraftFactory(person=outsider, typed={"title": "Chairs", "agency": agency.pk, "part": "buyer"})


@pytest.fixture
def client(client_of, outsider):
    return client_of(outsider)


# ---- The first page ------------------------------------------------------------------------------------------------


def test_start_asks_for_title_and_an_agency_one_may_start_in(client, agency):
    AgencyFactory(name="Department of Elsewhere")
    page = client.get(START)
    assert (page.status_code, page.context["form"].fields["agency"].choices) == (200, [(agency.pk, "Department of Examples")])


def test_start_makes_a_draft_and_goes_on(client, agency, outsider):
    nonce = str(uuid.uuid4())
    for _ in range(2):
        answer = client.post(START, {"title": " Chairs ", "agency": agency.pk, "nonce": nonce})
    draft = ProjectDraft.objects.get()
    assert (answer.status_code, answer.url) == (303, url(draft, "start_part"))
    assert (str(draft.pk), draft.person, draft.typed) == (nonce, outsider, {"title": "Chairs", "agency": agency.pk})


def test_start_says_what_is_missing_and_keeps_the_rest(client, agency):
    page = client.post(START, {"title": "", "agency": agency.pk, "nonce": uuid.uuid4()})
    assert (page.status_code, page.context["form"].errors) == (422, {"title": ["Enter a title"]})
    assert not ProjectDraft.objects.exists()


def test_start_takes_no_agency_one_may_not_start_in(client):
    elsewhere = AgencyFactory()
    page = client.post(START, {"title": "Chairs", "agency": elsewhere.pk, "nonce": uuid.uuid4()})
    assert (page.status_code, page.context["form"].errors) == (422, {"agency": ["Choose an agency from the list"]})


def test_start_sent_again_after_it_became_a_project_leads_there(client, agency, outsider, draft):
    project = start_project(start=start_of(draft, agency), by=outsider)
    answer = client.post(START, {"title": "Chairs", "agency": agency.pk, "nonce": draft.pk})
    assert (answer.status_code, answer.url) == (303, f"/projects/{project.ref}/")


@pytest.mark.parametrize("method", ["get", "post"])
def test_start_tells_who_may_not_why_and_who_can_help(client_of, agency, administrator, method):
    guest = PersonFactory(agency=agency, email="guest@elsewhere.example")
    page = getattr(client_of(guest), method)(START)
    assert page.status_code == 403
    assert "no agency here lists the domain of your e-mail address (elsewhere.example)" in page.content.decode()
    assert "Anh Quandong, administrator of Department of Examples" in page.content.decode()


def test_start_without_an_administrator_or_an_agency_still_says_who(client_of, agency):
    for home, who in ((agency, "the administrator of Department of Examples"), (None, "the administrator of your agency")):
        page = client_of(PersonFactory(agency=home, without_email=True)).get(START)
        assert page.context["refusal"].who == who


# ---- The steps -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", STEPS)
def test_a_draft_is_only_its_owners(client_of, draft, officer, step):
    for method in ("get", "post"):
        assert getattr(client_of(officer), method)(url(draft, step)).status_code == 404


@pytest.mark.parametrize("step", STEPS)
def test_each_step_is_a_page(client, draft, step):
    assert client.get(url(draft, step)).status_code == 200


@pytest.mark.parametrize("step", STEPS)
def test_once_it_is_a_project_each_step_leads_there(client, draft, agency, outsider, step):
    project = start_project(start=start_of(draft, agency), by=outsider)
    for method in ("get", "post"):
        answer = getattr(client, method)(url(draft, step))
        assert (answer.status_code, answer.url) == (303, f"/projects/{project.ref}/")
    assert BuyingProject.objects.count() == 1


@pytest.mark.parametrize(
    ("step", "sent", "following"),
    [
        ("start_title", {"title": "Seats"}, "start_part"),
        ("start_part", {"part": "officer"}, "start_people"),
        ("start_people", {"officer_name": "Omar", "officer_email": "omar@des.example"}, "start_outcome"),
        ("start_outcome", {"desired_outcome": "People sit."}, "start_check"),
    ],
)
def test_a_step_is_kept_and_leads_on(client, draft, agency, step, sent, following):
    answer = client.post(url(draft, step), {"agency": agency.pk, **sent})
    assert (answer.status_code, answer.url) == (303, url(draft, following))
    draft.refresh_from_db()
    assert {**draft.typed, **sent} == draft.typed


@pytest.mark.parametrize(("step", "sent"), [("start_title", {"title": "Seats"}), ("start_people", {}), ("start_outcome", {})])
def test_a_change_leads_back_to_the_check(client, draft, agency, step, sent):
    answer = client.post(url(draft, step) + "?change=1", {"agency": agency.pk, **sent})
    assert (answer.status_code, answer.url) == (303, url(draft, "start_check"))


def test_another_part_asks_for_other_people(client, draft):
    answer = client.post(url(draft, "start_part") + "?change=1", {"part": "preparing"})
    assert answer.url == url(draft, "start_people") + "?change=1"


def test_a_step_opens_with_what_was_typed(client, draft):
    assert client.get(url(draft, "start_title")).context["form"]["title"].value() == "Chairs"


def test_without_a_part_nobody_is_asked_for_yet(client, outsider):
    draft = ProjectDraftFactory(person=outsider)
    answer = client.get(url(draft, "start_people"))
    assert (answer.status_code, answer.url) == (303, url(draft, "start_part"))


def test_a_part_there_is_not_is_refused(client, draft):
    page = client.post(url(draft, "start_part"), {"part": "administrator"})
    assert (page.status_code, page.context["form"].errors) == (422, {"part": ["Choose your part"]})


@pytest.mark.parametrize(
    ("part", "fields"),
    [
        ("buyer", ["officer_name", "officer_email", "ask_for_officer"]),
        ("preparing", ["buyer_name", "buyer_email", "officer_name", "officer_email", "ask_for_officer"]),
        ("officer", ["buyer_name", "buyer_email"]),
    ],
)
def test_the_other_side_is_asked_for(client, agency, outsider, part, fields):
    draft = ProjectDraftFactory(person=outsider, typed={"part": part})
    assert list(client.get(url(draft, "start_people")).context["form"].fields) == fields


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"officer_email": "omar@des.example"}, "officer_name"),
        ({"officer_name": "Omar", "officer_email": "omar"}, "officer_email"),
        ({"officer_name": "Omar\nWattle"}, "officer_name"),
        ({"officer_name": "Omar", "ask_for_officer": "on"}, "ask_for_officer"),
        ({"buyer_name": "R", "buyer_email": "r@x.example", "officer_name": "O", "officer_email": "R@x.example"}, "officer_email"),
    ],
)
def test_people_that_cannot_be_right_are_refused_and_kept_on_the_page(client, outsider, sent, wrong):
    draft = ProjectDraftFactory(person=outsider, typed={"part": "preparing"})
    page = client.post(url(draft, "start_people"), sent)
    assert (page.status_code, list(page.context["form"].errors)) == (422, [wrong])
    assert all(page.context["form"][name].value() for name in sent)


def test_ones_own_address_is_not_the_other_sides(client, outsider, draft):
    page = client.post(url(draft, "start_people"), {"officer_name": "Me", "officer_email": outsider.email.upper()})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["officer_email"])


def test_other_people_of_an_earlier_part_are_forgotten(client, outsider):
    draft = ProjectDraftFactory(person=outsider, typed={"part": "officer", "officer_name": "Omar", "ask_for_officer": True})
    client.post(url(draft, "start_people"), {"buyer_name": "Ruth"})
    draft.refresh_from_db()
    assert (draft.typed["buyer_name"], draft.typed["officer_name"], draft.typed["ask_for_officer"]) == ("Ruth", "", False)


# ---- Check and start -----------------------------------------------------------------------------------------------


def test_check_lists_what_was_said(client, draft):
    lines = {line.about: line.value for line in client.get(url(draft, "start_check")).context["lines"]}
    assert lines == {
        "Title": "Chairs",
        "Agency": "Department of Examples",
        "Your part": "I’m the buyer",
        "Procurement officer": "Not said yet",
        "Problem or opportunity": "Not said yet",
        "Desired outcome": "Not said yet",
    }


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"ask_for_officer": True}, "Ask the procurement team"),
        ({"officer_name": "Omar", "officer_email": "o@x.example"}, "Omar, o@x.example"),
    ],
)
def test_check_says_how_the_officer_is_found(client, draft, typed, said):
    draft.typed |= typed
    draft.save()
    assert said in [line.value for line in client.get(url(draft, "start_check")).context["lines"]]


def test_check_says_what_is_missing_where_and_refuses(client, outsider):
    draft = ProjectDraftFactory(person=outsider, typed={})
    missing = {"Enter a title": "start_title", "Choose an agency": "start_title", "Say what your part is": "start_part"}
    expected = [{"text": text, "href": url(draft, step) + "?change=1"} for text, step in missing.items()]
    for method, status in (("get", 200), ("post", 422)):
        page = getattr(client, method)(url(draft, "start_check"))
        assert (page.status_code, page.context["problems"]) == (status, expected)
    assert not BuyingProject.objects.exists()


def test_one_press_starts_the_project_and_two_start_one(client, draft):
    for _ in range(2):
        answer = client.post(url(draft, "start_check"))
        assert (answer.status_code, answer.url) == (303, "/projects/DES-001/")
    assert BuyingProject.objects.get().stakeholders.get().role == Role.BUYER


def test_who_named_somebody_is_shown_the_address_to_send_them(client, draft):
    draft.typed |= {"officer_name": "Omar"}
    draft.save()
    page = client.post(url(draft, "start_check"), follow=True)
    said = [str(message) for message in page.context["messages"]]
    assert said == [
        "DES-001 has started. Send this address to the people you named; they sign in there by their e-mail: "
        f"{drawn('http://testserver/projects/DES-001/')}"
    ]


def test_who_named_nobody_is_not(client, draft):
    page = client.post(url(draft, "start_check"), follow=True)
    assert [str(message) for message in page.context["messages"]] == ["DES-001 has started."]


def test_who_may_no_longer_start_reads_why_and_keeps_the_draft(client, draft, agency):
    agency.email_domains = []
    agency.save()
    page = client.post(url(draft, "start_check"))
    assert (page.status_code, page.context["refusal"].who) == (403, "The administrator of Department of Examples")
    assert "You cannot start projects in Department of Examples" in page.content.decode()
    assert (BuyingProject.objects.count(), ProjectDraft.objects.count()) == (0, 1)


# ---- Discard -------------------------------------------------------------------------------------------------------


def test_discard_throws_the_draft_away(client, draft):
    answer = client.post(url(draft, "start_discard"))
    assert (answer.status_code, answer.url, ProjectDraft.objects.count()) == (303, "/", 0)


def test_a_title_that_is_too_long_is_kept_and_told(client_of, outsider, agency):
    sent = {"title": "x" * 201, "agency": agency.pk, "nonce": str(uuid.uuid4())}
    page = client_of(outsider).post("/projects/new/", sent)
    assert page.context["form"].errors["title"] == ["Shorten it to 200 characters: it has 201"]
    assert f'value="{"x" * 201}"' in page.text


@pytest.mark.parametrize(
    ("part", "asks"),
    [
        ("buyer", "Who is the procurement officer?"),
        ("officer", "Who is the buyer?"),
        ("preparing", "Who are the buyer and the procurement officer?"),
    ],
)
def test_the_other_side_is_asked_for_by_name(client_of, outsider, agency, part, asks):
    draft = ProjectDraftFactory(person=outsider, typed={"title": "Chairs", "agency": agency.pk, "part": part})
    page = client_of(outsider).get(f"/projects/new/{draft.pk}/people/").text
    assert (f"<h1>{asks}</h1>" in page, "Starting a project, step 3 of 5" in page) == (True, True)
    assert "step 3 of 5" not in client_of(outsider).get(f"/projects/new/{draft.pk}/people/?change=1").text


def test_an_address_that_is_none_says_how_one_looks(client_of, outsider, agency):
    draft = ProjectDraftFactory(person=outsider, typed={"title": "Chairs", "agency": agency.pk, "part": "officer"})
    page = client_of(outsider).post(f"/projects/new/{draft.pk}/people/", {"buyer_name": "Ann", "buyer_email": "ann"})
    assert page.context["form"].errors["buyer_email"] == ["Enter an e-mail address, like name@agency.example"]
