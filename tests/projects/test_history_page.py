"""The history page: who may read which entries, by day, narrowed, fifty a page."""

import datetime
import re
from http import HTTPStatus

import pytest
from django.urls import reverse

from projects.models import Role
from projects.operations.objective import write_objective
from projects.operations.people import edit_stakeholder
from projects.operations.project import edit_project, restrict_value
from tests.factories import HistoryEntryFactory, ProjectFactory, answer_criterion, criterion_of

VALUE = "$1 million to $3 million"


@pytest.fixture
def page(project):
    return reverse("projects:history", args=[project.ref])


def sentences(answer):
    return [event.sentence for day in answer.context["days"] for event in day.events]


def sequences(answer):
    return [event.sequence for day in answer.context["days"] for event in day.events]


def test_history_is_told_newest_first(project, client_of, member, page):
    answer_criterion(project, "1.1")
    answer = client_of(member).get(page)
    assert answer.status_code == HTTPStatus.OK
    assert sentences(answer)[0] == "Omar Wattle, procurement officer, marked criterion 1.1 as met, with a reason."
    assert sentences(answer)[-1] == "Ruth Banksia, buyer, started the project."
    assert sequences(answer) == sorted(sequences(answer), reverse=True)


def test_history_is_by_days_in_sydney(project, client_of, member, page, clock):
    clock.set(datetime.datetime(2026, 11, 12, 14, tzinfo=datetime.UTC))
    HistoryEntryFactory(project=project)
    shown = client_of(member).get(page).text
    assert "<h2>Friday 13 November 2026</h2>" in shown
    assert re.search(r"<time[^>]*>1 am</time>", shown)


def test_history_shows_before_and_after_in_words(project, client_of, buyer, member, page):
    edit_project(project=project, title="Telephony, all of it", version=1, by=buyer)
    shown = client_of(member).get(page).text
    assert "<dt>Title, before</dt><dd>Telephony for the contact centre</dd>" in shown
    assert "<dt>Title, after</dt><dd>Telephony, all of it</dd>" in shown


def test_history_names_whom_a_cover_covers_for(project, client_of, cover, member, page):
    edit_project(project=project, title="Telephony, all of it", version=1, by=cover)
    assert sentences(client_of(member).get(page))[0].startswith("Cleo Saltbush, covering for Omar Wattle as procurement officer, changed")


def test_history_shows_only_what_the_reader_may_read(project, client_of, buyer, officer, member, viewer, page):
    write_objective(project=project, seen=0, by=buyer, value_band=VALUE)
    approver = project.stakeholders.get(role=Role.WIDER)
    edit_stakeholder(stakeholder=approver, version=approver.version, by=buyer, support_criteria="A letter from the minister.")
    restrict_value(project=project, is_restricted=True, by=buyer)
    pages = [client_of(person).get(page).text for person in (buyer, officer, member, viewer)]
    assert [VALUE in shown for shown in pages] == [True, True, False, False]
    assert ["A letter from the minister." in shown for shown in pages] == [True, True, False, False]
    restrict_value(project=project, is_restricted=False, by=buyer)
    assert [VALUE in client_of(person).get(page).text for person in (member, viewer)] == [True, True]


def test_history_shows_no_contact_details(project, client_of, buyer, page):
    stakeholder = project.stakeholders.get(role=Role.WIDER)
    edit_stakeholder(stakeholder=stakeholder, version=stakeholder.version, by=buyer, phone="02 5550 0199", email="new@elsewhere.example")
    shown = client_of(buyer).get(page).text
    assert "changed the contact details of Noor Correa" in shown
    assert "02 5550 0199" not in shown
    assert "new@elsewhere.example" not in shown


def test_history_escapes_what_people_wrote(project, client_of, buyer, page):
    edit_project(project=project, title="<b>Bold</b>", version=1, by=buyer)
    assert "<dd>&lt;b&gt;Bold&lt;/b&gt;</dd>" in client_of(buyer).get(page).text


def test_history_is_narrowed_by_what_and_who(project, client_of, buyer, officer, member, page):
    answer_criterion(project, "1.1")
    edit_project(project=project, title="Telephony, all of it", version=1, by=officer)
    client = client_of(member)
    by_officer = client.get(page, {"who": officer.pk})
    assert {said.split(",")[0] for said in sentences(by_officer)} == {"Omar Wattle"}
    assert len(sentences(by_officer)) == 2
    both = sentences(client.get(page, {"who": officer.pk, "what": "criteria"}))
    assert both == ["Omar Wattle, procurement officer, marked criterion 1.1 as met, with a reason."]
    assert sentences(client.get(page, {"what": "open-items"})) == []


@pytest.mark.parametrize("query", [{"what": "gossip"}, {"who": "x"}, {"who": "0"}, {"before": "x"}, {"before": "0"}])
def test_history_of_nonsense(client_of, member, page, query):
    assert client_of(member).get(page, query).status_code == HTTPStatus.NOT_FOUND


def test_history_offers_only_actors_whose_entries_one_may_read(project, client_of, buyer, officer, member, page):
    approver = project.stakeholders.get(role=Role.WIDER)
    edit_stakeholder(stakeholder=approver, version=approver.version, by=officer, support_criteria="A letter.")
    choices = [client_of(person).get(page).context["form"].fields["who"].choices for person in (buyer, member)]
    assert [len(choice) for choice in choices] == [3, 2]


def test_history_is_fifty_a_page_by_sequence(project, client_of, member, page):
    for number in range(60):
        HistoryEntryFactory(project=project, verb="title changed", after={"title": f"Title {number}"})
    client = client_of(member)
    first = client.get(page)
    assert len(sequences(first)) == 50
    HistoryEntryFactory(project=project)
    second = client.get(page + first.context["older"])
    assert sequences(second)[0] == sequences(first)[-1] - 1
    assert sequences(second)[-1] == 1
    assert (second.context["older"], second.context["newest"]) == ("", "?")


def test_history_keeps_its_choice_on_the_next_page(project, client_of, buyer, member, page):
    for _ in range(51):
        HistoryEntryFactory(project=project)
    older = client_of(member).get(page, {"what": "project", "who": buyer.pk}).context["older"]
    assert re.fullmatch(rf"\?what=project&who={buyer.pk}&before=\d+", older)


def test_history_is_not_for_wider_stakeholders(client_of, wider, outsider, page):
    assert client_of(wider).get(page).status_code == HTTPStatus.FORBIDDEN
    assert client_of(outsider).get(page).status_code == HTTPStatus.NOT_FOUND


def test_history_of_one_project_says_nothing_of_another(project, client_of, member, page):
    HistoryEntryFactory(project=ProjectFactory(), after={"title": "Their title"})
    assert "Their title" not in client_of(member).get(page).text


@pytest.mark.parametrize("rows", [1, 3])
def test_history_asks_as_many_queries_for_three_entries_as_for_one(project, client_of, member, page, django_assert_num_queries, rows):
    for number in range(rows):
        answer_criterion(project, f"1.{number + 1}")
    assert criterion_of(project, "1.1").is_answered
    client = client_of(member)
    client.get(page)
    with django_assert_num_queries(7):
        client.get(page)
