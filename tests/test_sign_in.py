import re
from smtplib import SMTPException

import pytest
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache
from django.test import Client

from projects.models import AgencyPostKind, Person
from projects.sign_in import demo_people, name_from
from tests.factories import AgencyPostFactory, PersonFactory


@pytest.fixture(autouse=True)
def no_tries_yet(db):
    cache.clear()


@pytest.fixture
def demo(settings):
    settings.IS_DEMO = True


def ask(client, email, **data):
    return client.post("/sign-in/", {"email": email, **data})


def code_in(mail):
    return re.search(r"^ {4}(\S+)$", mail.body, re.MULTILINE)[1]


def who(client):
    return client.session.get(SESSION_KEY)


def words_of(client, email):
    page = client.get("/sign-in/code/").text
    return re.sub(r'value="\w{64}"', "", page).replace(email, "")


def test_a_person_signs_in_with_the_code_in_the_mail(stranger, outsider, mailoutbox):
    asked = ask(stranger, outsider.email.upper())
    assert (asked.status_code, asked.url) == (303, "/sign-in/code/")
    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == ([outsider.email], "Your code for Mobilise")
    answer = stranger.post("/sign-in/code/", {"code": code_in(mail).lower()})
    assert (answer.status_code, answer.url, who(stranger)) == (302, "/", str(outsider.pk))


def test_the_session_has_another_key_after_signing_in(stranger, outsider, mailoutbox):
    ask(stranger, outsider.email)
    before = stranger.session.session_key
    stranger.post("/sign-in/code/", {"code": code_in(mailoutbox[0])})
    assert stranger.session.session_key != before


def test_signing_in_leads_back_to_where_somebody_was_going(stranger, outsider, mailoutbox):
    asked = ask(stranger, outsider.email, next="/account/")
    assert asked.url == "/sign-in/code/?next=%2Faccount%2F"
    answer = stranger.post(asked.url, {"code": code_in(mailoutbox[0])})
    assert answer.url == "/account/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "http:///evil.example"])
def test_signing_in_leads_nowhere_else(stranger, outsider, mailoutbox, elsewhere):
    ask(stranger, outsider.email, next=elsewhere)
    answer = stranger.post("/sign-in/code/", {"code": code_in(mailoutbox[0]), "next": elsewhere})
    assert answer.url == "/"


def test_known_and_unknown_are_told_the_same(outsider, mailoutbox):
    known, unknown = Client(), Client()
    answers = [ask(known, outsider.email), ask(unknown, "nobody@elsewhere.example")]
    assert {(a.status_code, a.url) for a in answers} == {(303, "/sign-in/code/")}
    assert words_of(known, outsider.email) == words_of(unknown, "nobody@elsewhere.example")
    assert [mail.subject for mail in mailoutbox] == ["Your code for Mobilise", "Signing in to Mobilise"]
    assert not Person.objects.filter(email="nobody@elsewhere.example").exists()


def test_who_has_left_gets_no_code(stranger, outsider, mailoutbox):
    Person.objects.filter(pk=outsider.pk).update(is_active=False)
    ask(stranger, outsider.email)
    assert [mail.subject for mail in mailoutbox] == ["Signing in to Mobilise"]


def test_who_left_after_asking_is_not_let_in(stranger, outsider, mailoutbox):
    ask(stranger, outsider.email)
    Person.objects.filter(pk=outsider.pk).update(is_active=False)
    answer = stranger.post("/sign-in/code/", {"code": code_in(mailoutbox[0])})
    assert (answer.url, who(stranger)) == ("/sign-in/", None)


def test_who_is_deactivated_is_out_at_once(client_of, outsider):
    client = client_of(outsider)
    Person.objects.filter(pk=outsider.pk).update(is_active=False)
    assert client.get("/account/").status_code == 302


def test_staff_of_a_listed_domain_get_an_account_with_the_right_code_not_before(stranger, agency, mailoutbox):
    ask(stranger, "Lena.Fig_Tree@DES.example")
    assert not Person.objects.filter(email="lena.fig_tree@des.example").exists()
    stranger.post("/sign-in/code/", {"code": "BBBB-BBBB"})
    assert not Person.objects.filter(email="lena.fig_tree@des.example").exists()
    stranger.post("/sign-in/code/", {"code": code_in(mailoutbox[0])})
    person = Person.objects.get(email="lena.fig_tree@des.example")
    assert (person.name, person.agency, person.has_usable_password(), who(stranger)) == ("Lena Fig Tree", agency, False, str(person.pk))


def test_somebody_named_meanwhile_is_not_made_twice(stranger, agency, mailoutbox):
    ask(stranger, "lena@des.example")
    lena = Person.objects.create_user("lena@des.example", name="Lena Figtree")
    stranger.post("/sign-in/code/", {"code": code_in(mailoutbox[0])})
    assert who(stranger) == str(lena.pk)


def test_a_domain_of_several_agencies_says_no_agency(stranger, agency, mailoutbox):
    agency.__class__.objects.create(code="OTH", name="Other", email_domains=["des.example"])
    ask(stranger, "lena@des.example")
    stranger.post("/sign-in/code/", {"code": code_in(mailoutbox[0])})
    assert Person.objects.get(email="lena@des.example").agency is None


def test_a_name_from_an_address():
    assert [name_from("ruth.melaleuca@a.b"), name_from("rm@a.b")] == ["Ruth Melaleuca", "Rm"]


def test_a_wrong_code_can_be_tried_again_five_times(stranger, outsider, mailoutbox):
    ask(stranger, outsider.email)
    answers = [stranger.post("/sign-in/code/", {"code": "wrong"}).status_code for _ in range(5)]
    assert answers == [422, 422, 422, 422, 303]
    assert stranger.post("/sign-in/code/", {"code": code_in(mailoutbox[0])}).url == "/sign-in/"
    assert "That code no longer works. Ask for another." in stranger.get("/sign-in/").text


def test_a_code_is_of_no_use_in_another_browser(stranger, outsider, mailoutbox):
    ask(stranger, outsider.email)
    other = Client()
    other.post("/sign-in/code/", {"code": code_in(mailoutbox[0])})
    assert who(other) is None


def test_a_code_works_for_15_minutes(stranger, outsider, mailoutbox, time_machine):
    time_machine.move_to("2026-11-12T10:00:00+11:00")
    ask(stranger, outsider.email)
    time_machine.move_to("2026-11-12T10:15:30+11:00")
    assert stranger.post("/sign-in/code/", {"code": code_in(mailoutbox[0])}).url == "/sign-in/"
    assert who(stranger) is None


def test_another_code_can_be_asked_for(stranger, outsider, mailoutbox):
    ask(stranger, outsider.email)
    assert stranger.get("/sign-in/").status_code == 200
    ask(stranger, outsider.email)
    stranger.post("/sign-in/code/", {"code": code_in(mailoutbox[1])})
    assert who(stranger) == str(outsider.pk)


@pytest.mark.parametrize("email", ["", "ruth", "ruth@"])
def test_what_is_no_address_is_said_so(stranger, email):
    answer = ask(stranger, email)
    assert answer.status_code == 422
    assert "<title>Error: Sign in" in answer.text


def test_tries_are_limited_by_account_and_network_together(outsider, officer, mailoutbox):
    here, there = {"REMOTE_ADDR": "192.0.2.1"}, {"REMOTE_ADDR": "192.0.2.2"}
    tries = [Client(**here).post("/sign-in/", {"email": outsider.email}).status_code for _ in range(6)]
    assert tries == [303, 303, 303, 303, 303, 429]
    assert Client(**here).post("/sign-in/", {"email": officer.email}).status_code == 303
    assert Client(**there).post("/sign-in/", {"email": outsider.email}).status_code == 303


def test_without_a_mail_server_everybody_is_told_the_same(outsider, monkeypatch):
    def fails(self, *args, **kwargs):
        raise SMTPException("away")

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", fails)
    answers = [ask(Client(), email) for email in (outsider.email, "nobody@elsewhere.example")]
    assert [a.status_code for a in answers] == [503, 503]
    assert all("We cannot send mail just now." in a.text for a in answers)


def test_who_is_signed_in_is_sent_on(client_of, outsider):
    answer = client_of(outsider).get("/sign-in/?next=/account/")
    assert (answer.status_code, answer.url) == (302, "/account/")


# ---- Out ----------------------------------------------------------------------------------------------------------


def test_looking_at_sign_out_signs_nobody_out(client_of, outsider):
    client = client_of(outsider)
    assert client.get("/sign-out/").status_code == 200
    assert who(client) == str(outsider.pk)


def test_sign_out_has_the_browser_forget_pages_but_not_cookies(client_of, outsider):
    client = client_of(outsider)
    answer = client.post("/sign-out/")
    assert (answer.url, answer["Clear-Site-Data"], who(client)) == ("/sign-in/", '"cache", "storage"', None)
    assert "You are signed out." in client.get("/sign-in/").text


# ---- The demo -----------------------------------------------------------------------------------------------------


def test_the_demo_lists_its_people_by_role_with_a_button_each(stranger, demo, project, agency):
    PersonFactory(name="Ruth Melaleuca", email="ruth.melaleuca@example.org", agency=None)
    viewer = PersonFactory(name="Vera Boronia", email="vera@example.org", agency=None)
    AgencyPostFactory(agency=agency, person=viewer, kind=AgencyPostKind.VIEWER)
    Person.objects.filter(pk=project.stakeholders.get(role="buyer").person_id).update(email="buyer@example.org")
    page = stranger.get("/sign-in/").text
    assert re.findall(r"<button[^>]*>(Sign in as [^<]*)</button>", page) == [
        "Sign in as Ruth Banksia",
        "Sign in as Vera Boronia",
        "Sign in as Ruth Melaleuca",
    ]
    assert [group.name for group in demo_people()] == ["Buyer", "Portfolio viewer", "In no project yet"]


def test_the_demo_signs_in_by_one_press(stranger, demo):
    ruth = PersonFactory(email="ruth.melaleuca@example.org", agency=None)
    answer = stranger.post(f"/sign-in/demo/{ruth.pk}/", {"next": "/account/"})
    assert (answer.status_code, answer.url, who(stranger)) == (303, "/account/", str(ruth.pk))


def test_in_the_demo_who_is_signed_in_may_become_somebody_else(client_of, demo, outsider):
    ruth = PersonFactory(name="Ruth Melaleuca", email="ruth.melaleuca@example.org", agency=None)
    client = client_of(outsider)
    page = client.get("/sign-in/").text
    assert (f"You are signed in as {outsider.name}." in page, "Sign in as Ruth Melaleuca" in page) == (True, True)
    client.post(f"/sign-in/demo/{ruth.pk}/")
    assert who(client) == str(ruth.pk)
    assert client.get("/sign-in/?next=/account/").url == "/account/"


def test_the_demo_signs_in_as_nobody_else(stranger, demo, outsider):
    staff = PersonFactory(email="root@example.org", agency=None, is_staff=True)
    assert [stranger.post(f"/sign-in/demo/{pk}/").status_code for pk in (outsider.pk, staff.pk, 0)] == [404, 404, 404]


def test_outside_the_demo_there_is_nobody_to_sign_in_as(stranger):
    ruth = PersonFactory(email="ruth.melaleuca@example.org", agency=None)
    assert stranger.post(f"/sign-in/demo/{ruth.pk}/").status_code == 404
    assert "Sign in as" not in stranger.get("/sign-in/").text


def test_the_list_takes_as_many_queries_for_many_as_for_one(demo, db, django_assert_num_queries):
    PersonFactory(email="one@example.org", agency=None)
    with django_assert_num_queries(3):
        assert [len(group.people) for group in demo_people()] == [1]
    PersonFactory(email="two@example.org", agency=None)
    PersonFactory(email="three@example.org", agency=None)
    with django_assert_num_queries(3):
        assert [len(group.people) for group in demo_people()] == [3]
