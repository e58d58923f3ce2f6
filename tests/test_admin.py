import datetime

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.sites import all_sites
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from mobilisation.staff import ReadOnly
from projects.models import Agency, AgencyPost, HistoryEntry, Person
from tests.factories import CompletionFactory, EvidenceFactory, OpenItemFactory, ReopeningFactory, SessionFactory

OURS = [*apps.get_app_config("projects").get_models(), *apps.get_app_config("milestones").get_models()]
MAY_CHANGE = {"agency", "agencypost", "person"}


@pytest.fixture(autouse=True)
def no_tries_yet(db):
    cache.clear()


@pytest.fixture
def root(client_of, db):
    return client_of(Person.objects.create_superuser("root@admin.example", "a long password", name="Root"))


@pytest.fixture
def staff(client_of, db):
    return client_of(Person.objects.create_user("staff@admin.example", "a long password", name="Staff", is_staff=True))


def page_of(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def test_all_of_ours_and_nothing_else_is_there():
    (site,) = all_sites
    assert set(site._registry) == set(OURS)
    assert all(isinstance(options, ReadOnly) for options in site._registry.values())


@pytest.mark.parametrize("who", ["stranger", "outsider", "buyer", "administrator"])
def test_only_staff_come_in(request, client_of, who):
    person = request.getfixturevalue(who)
    client = person if isinstance(person, Client) else client_of(person)
    answer = client.get("/admin/")
    assert (answer.status_code, answer.url.partition("?")[0]) == (302, "/admin/login/" if who != "stranger" else "/sign-in/")


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.model_name)
def test_every_list_opens(staff, project, model):
    assert staff.get(page_of(model, "changelist")).status_code == 200


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.model_name)
def test_adding_and_deleting(staff, project, model):
    may_add = model in {Agency, AgencyPost}
    row = model._default_manager.first()
    deleting = staff.post(page_of(model, "delete", row.pk), {"post": "yes"}).status_code if row else 403
    assert (staff.get(page_of(model, "add")).status_code, deleting) == (200 if may_add else 403, 403)


def test_every_row_can_be_looked_at(staff):
    ReopeningFactory()
    for factory in (CompletionFactory, EvidenceFactory, OpenItemFactory, SessionFactory):
        factory()
    for model in OURS:
        for row in model._default_manager.all()[:1]:
            assert staff.get(page_of(model, "change", row.pk)).status_code == 200


def test_nothing_of_a_journey_or_record_changes(root, project):
    for model in OURS:
        row = model._default_manager.first()
        if row and model._meta.model_name not in MAY_CHANGE:
            assert (model, root.post(page_of(model, "change", row.pk), {"title": "x"}).status_code) == (model, 403)


def test_an_agency_is_renamed_and_its_domains_are_lines(staff, agency):
    page = page_of(Agency, "change", agency.pk)
    staff.post(
        page, {"name": "Department of Cases", "email_domains": "@CASES.example\n\nmore.example", "word_for_buyer": "Buyer", "code": "X"}
    )
    agency.refresh_from_db()
    assert (agency.code, agency.name, agency.email_domains) == ("DES", "Department of Cases", ["cases.example", "more.example"])


@pytest.mark.parametrize("domains", ["example", "a@b.example", "*.example"])
def test_what_is_no_domain_is_refused(staff, agency, domains):
    answer = staff.post(page_of(Agency, "change", agency.pk), {"name": "New", "email_domains": domains, "word_for_buyer": "Buyer"})
    agency.refresh_from_db()
    assert (answer.status_code, agency.name) == (200, "Department of Examples")
    assert "is not an e-mail domain." in answer.text


def test_an_agency_is_added(staff):
    staff.post(page_of(Agency, "add"), {"code": "NEW", "name": "New", "email_domains": "new.example", "word_for_buyer": "Buyer"})
    assert Agency.objects.values_list("code", "email_domains", "next_number").get() == ("NEW", ["new.example"], 1)


def test_a_post_is_given_and_ended(staff, agency, outsider):
    data = {"agency": agency.pk, "person": outsider.pk, "kind": "viewer", "starts_on": "2026-11-12", "ends_on": ""}
    staff.post(page_of(AgencyPost, "add"), data)
    post = outsider.posts.get()
    staff.post(page_of(AgencyPost, "change", post.pk), {**data, "kind": "administrator", "ends_on": "2026-11-30"})
    post.refresh_from_db()
    assert (post.kind, post.ends_on) == ("viewer", datetime.date(2026, 11, 30))


def test_somebody_who_left_is_switched_off_and_nothing_else_of_them_changes(staff, outsider):
    staff.post(page_of(Person, "change", outsider.pk), {"name": "Changed", "email": "x@y.example", "is_superuser": "on"})
    before = (outsider.name, outsider.email)
    outsider.refresh_from_db()
    assert (outsider.name, outsider.email) == before
    assert (outsider.is_active, outsider.is_superuser) == (False, False)


def test_only_a_superuser_makes_somebody_staff(staff, root, outsider):
    for client, expected in ((staff, False), (root, True)):
        client.post(page_of(Person, "change", outsider.pk), {"is_active": "on", "is_staff": "on"})
        outsider.refresh_from_db()
        assert outsider.is_staff is expected


def test_no_page_shows_a_password(root, outsider):
    assert "argon2" not in root.get(page_of(Person, "change", outsider.pk)).text
    assert "password" not in admin.site.get_model_admin(Person).fields


def test_staff_come_in_by_password_and_tries_are_limited():
    Person.objects.create_superuser("root@admin.example", "a long password", name="Root")
    here, there = {"REMOTE_ADDR": "192.0.2.1"}, {"REMOTE_ADDR": "192.0.2.2"}
    wrong = {"username": "root@admin.example", "password": "wrong"}
    answers = [Client(**here).post("/admin/login/", wrong).text for _ in range(6)]
    assert ["Too many tries" in answer for answer in answers] == [False] * 5 + [True]
    assert "Too many tries" in Client(**here).post("/admin/login/", {**wrong, "password": "a long password"}).text
    answer = Client(**there).post("/admin/login/?next=/admin/", {**wrong, "password": "a long password"})
    assert (answer.status_code, answer.url) == (302, "/admin/")


def test_an_admin_change_is_not_a_history_entry(staff, project):
    before = HistoryEntry.objects.count()
    staff.post(page_of(Agency, "change", project.agency.pk), {"name": "Other", "email_domains": "", "word_for_buyer": "Buyer"})
    assert HistoryEntry.objects.count() == before
