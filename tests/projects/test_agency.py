"""What is done for a whole agency: handing over for somebody who has gone, covers."""

import datetime

import pytest
from django.urls import reverse

from projects.models import Cover, Person, Role
from projects.operations.people import remove_stakeholder
from projects.operations.project import hand_over_for_leaver
from projects.refusals import NotNow
from tests.factories import AgencyFactory, AgencyPostFactory, CoverFactory, PersonFactory, ProjectFactory

pytestmark = pytest.mark.django_db

COVER = "/account/cover/"


@pytest.fixture
def gone(project, officer):
    """The officer's account is off."""
    Person.objects.filter(pk=officer.pk).update(is_active=False)
    return officer


def hand_over_page(project) -> str:
    return reverse("projects:agency_hand_over", args=[project.ref])


def holders(project, role) -> list[str]:
    return list(project.stakeholders.current().filter(role=role).values_list("name", flat=True))


# ---- Handing over for somebody who has gone ------------------------------------------------------------------------


def test_the_administrator_hands_over_to_somebody_in_the_project(project, gone, administrator, member, client_of):
    to = project.stakeholders.get(person=member)
    sent = {"seat": Role.PROCUREMENT_OFFICER, "to": to.pk, "reason": "Omar has left the department."}
    page = client_of(administrator).post(hand_over_page(project), sent, follow=True)
    assert page.redirect_chain == [("/", 303)]
    assert [str(m) for m in page.context["messages"]] == [f"Mei Waratah is the procurement officer of {project.ref} now."]
    assert holders(project, Role.PROCUREMENT_OFFICER) == ["Mei Waratah"]
    assert project.history.last().after["because"] == "Omar has left the department."


def test_or_to_somebody_new(project, gone, administrator, client_of):
    sent = {"seat": Role.PROCUREMENT_OFFICER, "to": "", "name": "Nia Acacia", "email": "nia@des.example", "reason": "Omar has left."}
    answer = client_of(administrator).post(hand_over_page(project), sent)
    assert (answer.status_code, answer.url) == (303, "/")
    assert project.stakeholders.get(role=Role.PROCUREMENT_OFFICER).person.email == "nia@des.example"


def test_the_page_offers_the_seat_that_is_left_and_those_who_can_take_it(project, gone, administrator, client_of):
    form = client_of(administrator).get(hand_over_page(project)).context["form"]
    assert form.fields["seat"].choices == [(Role.PROCUREMENT_OFFICER, "Procurement officer, held by Omar Wattle")]
    assert [words for _, words in form.fields["to"].choices] == [
        "Somebody new, named below",
        "Ada Grevillea, on behalf of the buyer",
        "Mei Waratah, team member",
        "Noor Correa, wider stakeholder",
    ]


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({}, ["seat", "reason", "name", "email"]),
        ({"seat": "buyer", "name": "N", "email": "n@des.example", "reason": "R"}, ["seat"]),
        ({"seat": "procurement_officer", "name": "N", "email": "n@des.example"}, ["reason"]),
        ({"seat": "procurement_officer", "name": "N", "reason": "R"}, ["email"]),
        ({"seat": "procurement_officer", "to": "999999", "reason": "R"}, ["to"]),
    ],
)
def test_what_cannot_be_right_is_refused_and_kept_on_the_page(project, gone, administrator, client_of, sent, wrong):
    page = client_of(administrator).post(hand_over_page(project), sent)
    assert (page.status_code, sorted(page.context["form"].errors)) == (422, sorted(wrong))
    assert holders(project, Role.PROCUREMENT_OFFICER) == ["Omar Wattle"]


def test_somebody_in_the_project_or_somebody_new_not_both(project, gone, administrator, member, client_of):
    to = project.stakeholders.get(person=member)
    sent = {"seat": "procurement_officer", "to": to.pk, "name": "N", "email": "n@des.example", "reason": "R"}
    page = client_of(administrator).post(hand_over_page(project), sent)
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["to"])


def test_a_refusal_keeps_what_was_typed(project, gone, administrator, buyer, client_of):
    sent = {"seat": "procurement_officer", "to": "", "name": "Ruth", "email": buyer.email, "reason": "Omar has left."}
    page = client_of(administrator).post(hand_over_page(project), sent)
    assert (page.status_code, page.context["refusal"].says) == (409, "Ruth Banksia is in this project already.")
    assert page.context["form"]["reason"].value() == "Omar has left."


def test_somebody_who_left_meanwhile_takes_nothing_over(project, gone, administrator, buyer, member):
    to = project.stakeholders.get(person=member)
    remove_stakeholder(stakeholder=project.stakeholders.get(pk=to.pk), by=buyer)
    wish = {"project": project, "seat": Role.PROCUREMENT_OFFICER, "to": to, "name": "", "email": "", "reason": "R", "by": administrator}
    with pytest.raises(NotNow):
        hand_over_for_leaver(**wish)
    assert holders(project, Role.PROCUREMENT_OFFICER) == ["Omar Wattle"]


@pytest.mark.parametrize("who", ["buyer", "member", "viewer", "agency_officer", "outsider"])
def test_nobody_else_hands_over(project, gone, client_of, who, request):
    client = client_of(request.getfixturevalue(who))
    assert [client.get(hand_over_page(project)).status_code, client.post(hand_over_page(project)).status_code] == [404, 404]


def test_nor_an_administrator_of_another_agency(project, gone, client_of):
    client = client_of(AgencyPostFactory(agency=AgencyFactory(), kind="administrator").person)
    assert [client.get(hand_over_page(project)).status_code, client.post(hand_over_page(project)).status_code] == [404, 404]


def test_where_nobody_has_gone_there_is_nothing_to_hand_over(project, administrator, client_of):
    client = client_of(administrator)
    assert [client.get(hand_over_page(project)).status_code, client.post(hand_over_page(project)).status_code] == [404, 404]


# ---- Covers --------------------------------------------------------------------------------------------------------


def days(clock, first: int, last: int) -> dict[str, str]:
    return {name: str(clock.today + datetime.timedelta(days=n)) for name, n in {"starts_on": first, "ends_on": last}.items()}


def test_an_officer_records_who_covers(officer, outsider, client_of, clock):
    answer = client_of(officer).post(COVER, {"officer": officer.pk, "email": outsider.email.upper(), **days(clock, 1, 5)})
    assert (answer.status_code, answer.url) == (303, COVER)
    cover = Cover.objects.get()
    assert (cover.officer, cover.covered_by, cover.recorded_by) == (officer, outsider, officer)
    assert (cover.starts_on - clock.today, cover.ends_on - clock.today) == (datetime.timedelta(days=1), datetime.timedelta(days=5))


def test_the_same_again_records_one(officer, outsider, client_of, clock):
    for _ in range(2):
        client_of(officer).post(COVER, {"officer": officer.pk, "email": outsider.email, **days(clock, 1, 5)})
    assert Cover.objects.count() == 1


def test_an_officer_with_a_post_records_too(agency_officer, outsider, client_of, clock):
    client_of(agency_officer).post(COVER, {"officer": agency_officer.pk, "email": outsider.email, **days(clock, 0, 0)})
    assert Cover.objects.get().officer == agency_officer


def test_an_administrator_records_for_the_agencys_officers(administrator, agency_officer, officer, outsider, client_of, clock):
    client = client_of(administrator)
    choices = client.get(COVER).context["form"].fields["officer"].choices
    assert [words for _, words in choices] == ["Choose an officer", "Ines Ironbark", "Omar Wattle"]
    client.post(COVER, {"officer": officer.pk, "email": outsider.email, **days(clock, 0, 5)})
    assert (Cover.objects.get().officer, Cover.objects.get().recorded_by) == (officer, administrator)


def test_nobody_records_for_another_officer(officer, agency_officer, outsider, client_of, clock):
    page = client_of(officer).post(COVER, {"officer": agency_officer.pk, "email": outsider.email, **days(clock, 0, 5)})
    assert (page.status_code, list(page.context["form"].errors), Cover.objects.count()) == (422, ["officer"], 0)


@pytest.mark.parametrize("who", ["buyer", "member", "outsider", "viewer"])
def test_who_is_no_officer_reads_who_can(project, client_of, who, request):
    client = client_of(request.getfixturevalue(who))
    assert [client.get(COVER).status_code, client.post(COVER).status_code] == [200, 403]
    assert "Procurement officers record who covers for them" in client.get(COVER).content.decode()


@pytest.mark.parametrize(
    ("first", "last", "email", "wrong"),
    [
        (5, 1, "otto@des.example", "ends_on"),
        (-5, -1, "otto@des.example", "ends_on"),
        (0, 5, "omar@des.example", "email"),
        (0, 5, "nobody@des.example", "email"),
        (0, 5, "gone@des.example", "email"),
        (0, 5, "other@trn.example", "email"),
    ],
)
def test_covers_that_cannot_be_right(agency, officer, client_of, clock, first, last, email, wrong):
    Person.objects.filter(pk=officer.pk).update(email="omar@des.example")
    PersonFactory(agency=agency, email="otto@des.example")
    PersonFactory(agency=agency, email="gone@des.example", is_active=False)
    PersonFactory(email="other@trn.example")
    page = client_of(officer).post(COVER, {"officer": officer.pk, "email": email, **days(clock, first, last)})
    assert (page.status_code, list(page.context["form"].errors), page.context["form"]["email"].value()) == (422, [wrong], email)
    assert not Cover.objects.exists()


def test_an_officer_of_no_agency_is_told_so(client_of, clock):
    officer = PersonFactory(agency=None)
    ProjectFactory(officer=officer)
    page = client_of(officer).post(COVER, {"officer": officer.pk, "email": "x@des.example", **days(clock, 0, 5)})
    assert page.context["form"].errors == {"email": ["Nobody of the same agency has an account with this e-mail address"]}


def test_a_form_without_anything_says_what_is_missing(officer, client_of):
    page = client_of(officer).post(COVER, {})
    assert (page.status_code, set(page.context["form"].errors)) == (422, {"officer", "email", "starts_on", "ends_on"})


def test_a_cover_is_ended_by_the_officer_once(officer, cover, client_of):
    row, client = Cover.objects.get(), client_of(officer)
    url = reverse("projects:cover_end", args=[row.pk])
    assert client.get(url).status_code == 200
    assert [client.post(url).status_code, client.post(url).status_code] == [303, 303]
    row.refresh_from_db()
    assert row.ended_at is not None
    assert "It has ended already" in client.get(url).content.decode()


def test_or_by_an_administrator_of_the_agency(administrator, cover, client_of):
    answer = client_of(administrator).post(reverse("projects:cover_end", args=[Cover.objects.get().pk]))
    assert (answer.status_code, answer.url, Cover.objects.filter(ended_at=None).count()) == (303, COVER, 0)


@pytest.mark.parametrize("who", ["cover", "buyer", "agency_officer", "outsider"])
def test_nobody_else_ends_it(cover, client_of, who, request):
    client, url = client_of(request.getfixturevalue(who)), reverse("projects:cover_end", args=[Cover.objects.get().pk])
    assert [client.get(url).status_code, client.post(url).status_code, Cover.objects.filter(ended_at=None).count()] == [404, 404, 1]


def test_whom_i_cover_for_is_listed(cover, client_of):
    assert [row.officer.name for row in client_of(cover).get(COVER).context["mine"]] == ["Omar Wattle"]


@pytest.mark.parametrize("number", [1, 3])
def test_covers_cost_the_same_for_one_and_for_three(officer, client_of, number, django_assert_num_queries):
    for _ in range(number):
        CoverFactory(officer=officer)
        CoverFactory(covered_by=officer)
    client = client_of(officer)
    client.get(COVER)
    with django_assert_num_queries(7):
        assert len(client.get(COVER).context["managed"]) == number


@pytest.mark.parametrize(("who", "is_led"), [("officer", True), ("agency_officer", True), ("buyer", False), ("administrator", False)])
def test_the_account_page_leads_officers_to_it(project, client_of, who, is_led, request):
    page = client_of(request.getfixturevalue(who)).get("/account/").content.decode()
    assert ("Record who covers for you" in page) == is_led


def test_days_are_typed_as_one_would_write_them(officer, outsider, client_of, clock):
    sent = {"officer": officer.pk, "email": outsider.email, "starts_on": "13/11/2026", "ends_on": "20 November 2026"}
    assert client_of(officer).post(COVER, sent).status_code == 303
    page = client_of(officer).post(COVER, {**sent, "starts_on": "soon", "ends_on": ""})
    assert page.context["form"].errors == {
        "starts_on": ["Enter the first day as day, month and year, such as 12/11/2026"],
        "ends_on": ["Enter the last day"],
    }
    assert page.context["form"]["starts_on"].value() == "soon"
