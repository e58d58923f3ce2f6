"""Adding an open item, and its page."""

import datetime
import uuid
from http import HTTPStatus

import pytest
from django.urls import reverse

from projects.clock import now, today
from projects.models import OpenItem, OpenItemKind
from projects.operations.open_items import edit_open_item
from projects.operations.people import remove_stakeholder
from tests.factories import OpenItemFactory, ProjectFactory, StakeholderFactory, buyer_of


@pytest.fixture
def add(project):
    return reverse("projects:open_item_add", args=[project.ref])


@pytest.fixture
def item(project):
    return OpenItemFactory(project=project, text="Who pays?")


@pytest.fixture
def page(project, item):
    return reverse("projects:open_item", args=[project.ref, item.pk])


def typed(**fields):
    return {"kind": "question", "text": "Who pays?", "owner": "", "due_on": "", **fields}


def added(**fields):
    return typed(nonce=str(uuid.uuid4()), **fields)


# ---- open_item_add ------------------------------------------------------------------------------------------------


def test_open_item_add_by_a_member(project, client_of, member, add):
    owner = project.stakeholders.get(person=member)
    answer = client_of(member).post(add, added(owner=str(owner.pk), due_on="2026-12-04"))
    assert (answer.status_code, answer["Location"]) == (HTTPStatus.SEE_OTHER, reverse("projects:open_items", args=[project.ref]))
    item = project.open_items.get()
    assert (item.text, item.owner, item.due_on.isoformat(), item.raised_by) == ("Who pays?", owner, "2026-12-04", member)


def test_open_item_add_twice_adds_one(project, client_of, member, add):
    client, same = client_of(member), added()
    assert [client.post(add, same).status_code for _ in range(2)] == [HTTPStatus.SEE_OTHER] * 2
    assert project.open_items.count() == 1


def test_open_item_add_offers_those_who_are_here(project, client_of, member, add):
    gone = StakeholderFactory(project=project, left=True)
    shown = client_of(member).get(add)
    assert shown.status_code == HTTPStatus.OK
    assert gone.name not in [str(label) for _, label in shown.context["form"].fields["owner"].choices]
    assert client_of(member).post(add, added(owner=str(gone.pk))).status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_open_item_add_without_text_keeps_the_rest(project, client_of, member, add):
    answer = client_of(member).post(add, added(text=" ", due_on="2026-12-04"))
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert '<a href="#id_text">Say what is open</a>' in answer.text
    assert 'value="2026-12-04"' in answer.text
    assert not project.open_items.exists()


def test_open_item_add_to_a_stopped_project(client_of):
    project = ProjectFactory(stopped=True)
    client, add = client_of(buyer_of(project)), reverse("projects:open_item_add", args=[project.ref])
    assert client.get(add).status_code == HTTPStatus.CONFLICT
    answer = client.post(add, added(text="Who tells the supplier?"))
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "Who tells the supplier?" in answer.text
    assert not project.open_items.exists()


def test_open_item_add_is_for_the_core_team(project, client_of, wider, viewer, add):
    assert [client_of(person).post(add, added()).status_code for person in (wider, viewer)] == [HTTPStatus.FORBIDDEN] * 2
    assert not project.open_items.exists()


def test_open_item_add_not_in_somebody_elses_project(client_of, member):
    other = ProjectFactory()
    assert client_of(member).post(reverse("projects:open_item_add", args=[other.ref]), added()).status_code == HTTPStatus.NOT_FOUND
    assert not other.open_items.exists()


# ---- open_item ----------------------------------------------------------------------------------------------------


def test_open_item_opens_with_what_is_stored(project, client_of, buyer, item, page):
    edit_open_item(item=item, version=1, due_on=project.started_at.date(), by=buyer)
    shown = client_of(buyer).get(page)
    assert shown.status_code == HTTPStatus.OK
    assert f'value="{project.started_at.date().isoformat()}"' in shown.text


def test_open_item_is_answered(client_of, officer, item, page):
    answer = client_of(officer).post(page, typed(answer="We do.", version="1"))
    assert answer.status_code == HTTPStatus.SEE_OTHER
    item.refresh_from_db()
    assert (item.answer, item.answered_by, item.version) == ("We do.", officer, 2)
    assert "Answered by Omar Wattle" in client_of(officer).get(page).text


def test_open_item_is_opened_again(client_of, officer, item, page):
    edit_open_item(item=item, version=1, answer="We do.", by=officer)
    client_of(officer).post(page, typed(answer="", version="2"))
    item.refresh_from_db()
    assert (item.answer, item.answered_at) == ("", None)


def test_open_item_keeps_an_owner_who_has_left(project, client_of, buyer, page, item):
    owner = StakeholderFactory(project=project)
    edit_open_item(item=item, version=1, owner=owner, by=buyer)
    remove_stakeholder(stakeholder=owner, by=buyer)
    answer = client_of(buyer).post(page, typed(owner=str(owner.pk), answer="We do.", version="2"))
    assert answer.status_code == HTTPStatus.SEE_OTHER
    item.refresh_from_db()
    assert (item.owner, item.answer) == (owner, "We do.")


def test_open_item_without_text(client_of, buyer, item, page):
    assert client_of(buyer).post(page, typed(text="", version="1")).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    item.refresh_from_db()
    assert item.text == "Who pays?"


def test_open_item_is_read_by_a_member_with_the_reason(client_of, member, item, page):
    shown = client_of(member).get(page).text
    assert "Only Ruth Banksia who raised this, the buyer" in shown
    assert "Who pays?" in shown
    assert "<textarea" not in shown


def test_open_item_names_its_owner_among_those_who_can_change_it(project, client_of, buyer, member, wider, item, page):
    edit_open_item(item=item, version=1, owner=project.stakeholders.get(person=wider), by=buyer)
    assert "Only Ruth Banksia who raised this, Noor Correa who has it, the buyer" in client_of(member).get(page).text


def test_open_item_names_once_who_raised_it_and_has_it(project, client_of, buyer, member, item, page):
    edit_open_item(item=item, version=1, owner=project.stakeholders.get(person=buyer), by=buyer)
    assert "Only Ruth Banksia who raised this and has it, the buyer" in client_of(member).get(page).text


def test_open_item_is_changed_by_its_owner(project, client_of, buyer, member, item, page):
    edit_open_item(item=item, version=1, owner=project.stakeholders.get(person=member), by=buyer)
    client = client_of(member)
    assert "<textarea" in client.get(page).text
    owner = str(project.stakeholders.get(person=member).pk)
    assert client.post(page, typed(owner=owner, answer="We do.", version="2")).status_code == HTTPStatus.SEE_OTHER


def test_open_item_is_read_by_a_viewer(client_of, viewer, officer, item, page):
    edit_open_item(item=item, version=1, answer="We do.", by=officer)
    shown = client_of(viewer).get(page).text
    assert "Only the core buying team can change open items." in shown
    assert "We do." in shown


@pytest.mark.parametrize("who", ["member", "viewer"])
def test_open_item_refuses_others_and_keeps_what_they_typed(request, client_of, item, page, who):
    answer = client_of(request.getfixturevalue(who)).post(page, typed(answer="I do.", version="1"))
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert "I do." in answer.text
    item.refresh_from_db()
    assert item.answer == ""


def test_open_item_of_a_paused_project_can_be_read(client_of):
    project = ProjectFactory()
    item = OpenItemFactory(project=project)
    by = buyer_of(project)
    client, page = client_of(by), reverse("projects:open_item", args=[project.ref, item.pk])
    client.post(reverse("projects:stop", args=[project.ref]), {"state": "paused", "reason": "No money this year."})
    assert "This project is paused, so nothing can be changed until it is resumed." in client.get(page).text
    answer = client.post(page, typed(answer="We do.", version="1"))
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "No money this year." in answer.text


def test_open_item_shows_theirs_and_yours_and_keeps_mine(client_of, buyer, officer, item, page):
    edit_open_item(item=item, version=1, kind=OpenItemKind.GAP, text="Who pays for it?", by=buyer)
    client = client_of(officer)
    answer = client.post(page, typed(text="Who pays in 2027?", version="1", due_on="2026-12-04"))
    assert answer.status_code == HTTPStatus.CONFLICT
    assert [(row.label, row.theirs, row.yours) for row in answer.context["differences"]] == [
        ("What is it?", "Gap", "Question"),
        ("What is open?", "Who pays for it?", "Who pays in 2027?"),
        ("By when?", "", "Friday 4 December 2026"),
    ]
    assert client.post(page, answer.context["form"].data).status_code == HTTPStatus.SEE_OTHER
    item.refresh_from_db()
    assert (item.text, item.kind) == ("Who pays in 2027?", "question")


def test_open_item_not_of_another_project(project, client_of, buyer):
    theirs = OpenItemFactory()
    client = client_of(buyer)
    under_mine = reverse("projects:open_item", args=[project.ref, theirs.pk])
    under_theirs = reverse("projects:open_item", args=[theirs.project.ref, theirs.pk])
    answers = [client.post(page, typed(answer="We do.", version="1")) for page in (under_mine, under_theirs)]
    assert [answer.status_code for answer in answers] == [HTTPStatus.NOT_FOUND] * 2
    assert [client.get(page).status_code for page in (under_mine, under_theirs)] == [HTTPStatus.NOT_FOUND] * 2


def test_open_item_is_not_for_wider_stakeholders(client_of, wider, page):
    assert client_of(wider).get(page).status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize("rows", [1, 3])
def test_open_item_asks_as_many_queries_with_three_owners_to_choose_from_as_with_one(
    project, client_of, buyer, page, django_assert_num_queries, rows
):
    for _ in range(rows):
        StakeholderFactory(project=project)
    client = client_of(buyer)
    client.get(page)
    with django_assert_num_queries(5):
        client.get(page)


# ---- open_items ---------------------------------------------------------------------------------------------------


@pytest.fixture
def listed(project):
    return reverse("projects:open_items", args=[project.ref])


def texts(page):
    return [item.text for item in page.context["items"]]


def test_open_items_lists_what_is_open_and_what_was_answered(project, client_of, member, buyer, listed, item):
    other = OpenItemFactory(project=project, text="Who signs?")
    done = {"version": item.version, "kind": item.kind, "text": item.text, "owner": None, "due_on": None, "answer": "We do."}
    edit_open_item(item=item, by=buyer, **done)
    client = client_of(member)
    assert (texts(client.get(listed)), texts(client.get(f"{listed}?show=answered"))) == ([other.text], [item.text])
    assert "We do." in client.get(f"{listed}?show=answered").text


def test_open_items_are_fifty_a_page(project, client_of, member, listed):
    items = OpenItem.objects.bulk_create(
        OpenItem(project=project, kind="question", text=f"Question {n}", raised_at=now(), raised_by=member) for n in range(51)
    )
    client = client_of(member)
    first = client.get(listed)
    assert (len(texts(first)), texts(first)[0], first.context["older"]) == (50, "Question 50", f"?before={items[1].pk}")
    older = client.get(f"{listed}{first.context['older']}")
    assert (texts(older), older.context["older"]) == (["Question 0"], "")


@pytest.mark.parametrize(
    "query", ["?before=x", "?before=0", "?show=nothing", "?kind=nothing&owner=x", "?owner=999999", f"?before={'9' * 30}"]
)
def test_open_items_leave_out_what_makes_no_sense(client_of, member, listed, item, query):
    assert texts(client_of(member).get(listed + query)) == [item.text]


def test_open_items_of_another_project_are_not_listed(client_of, member, listed):
    OpenItemFactory()
    page = client_of(member).get(listed)
    assert (texts(page), "Nothing is open." in page.text) == ([], True)


def test_open_items_by_kind_and_owner(project, client_of, member, listed, item):
    mine = project.stakeholders.get(person=member)
    OpenItemFactory(project=project, text="Ask legal", kind="action", owner=mine)
    OpenItemFactory(project=project, text="Who signs?", owner=mine)
    client = client_of(member)
    assert texts(client.get(f"{listed}?kind=action")) == ["Ask legal"]
    assert texts(client.get(f"{listed}?owner={mine.pk}")) == ["Who signs?", "Ask legal"]
    assert texts(client.get(f"{listed}?owner={mine.pk}&kind=question")) == ["Who signs?"]
    assert texts(client.get(f"{listed}?owner=nobody")) == [item.text]


def test_open_items_offer_those_who_have_one_and_say_who_has_left(project, client_of, member, buyer, listed):
    leaver, nobody = StakeholderFactory(project=project, name="Lou Lomandra"), StakeholderFactory(project=project)
    OpenItemFactory(project=project, owner=leaver)
    OpenItemFactory()
    remove_stakeholder(stakeholder=leaver, by=buyer)
    offered = [label for _, label in client_of(member).get(listed).context["asked"].fields["owner"].choices]
    assert offered == ["Anybody", "Nobody yet", "Lou Lomandra (has left)"]
    assert nobody.name not in offered


def test_open_items_keep_the_choice_from_page_to_page(project, client_of, member, listed):
    mine = project.stakeholders.get(person=member)
    who = {"project": project, "raised_at": now(), "raised_by": member, "owner": mine}
    OpenItem.objects.bulk_create(OpenItem(kind="gap", text=f"Gap {n}", **who) for n in range(51))
    page = client_of(member).get(f"{listed}?kind=gap&owner={mine.pk}")
    chosen = f"?kind=gap&owner={mine.pk}"
    asked = page.context["asked"]
    assert page.context["older"] == f"{chosen}&before={page.context['items'][-1].pk}"
    assert (asked.still_open, asked.ended, asked.everything) == (chosen, f"{chosen}&show=answered", "?")
    assert '<option value="gap" selected>Gap</option>' in page.text


def test_open_items_of_which_none_is_like_this(client_of, member, listed, item):
    client = client_of(member)
    page, answered = client.get(f"{listed}?kind=gap"), client.get(f"{listed}?kind=gap&show=answered")
    assert "Nothing like this is open." in page.text
    assert "Nothing like this has been answered or done yet." in answered.text
    assert 'href="?show=answered">Show every kind, everybody’s</a>' in answered.text
    assert '<input type="hidden" name="show" value="answered"' in answered.text


def test_open_items_that_are_overdue_say_so(project, client_of, member, listed):
    OpenItemFactory(project=project, due_on=today() - datetime.timedelta(days=1))
    assert "Overdue" in client_of(member).get(listed).text


# ---- How each kind ends -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "asks", "has_done"),
    [
        ("assumption", "Does it hold, and how do you know?", False),
        ("question", "What is the answer?", False),
        ("gap", "How was it closed?", False),
        ("decision", "What was decided?", False),
        ("action", "What was done?", True),
    ],
)
def test_open_item_asks_by_its_kind(project, client_of, member, buyer, kind, asks, has_done):
    item = OpenItemFactory(project=project, kind=kind)
    page = client_of(buyer).get(reverse("projects:open_item", args=[project.ref, item.pk]))
    assert page.context["form"]["answer"].label == asks
    assert (">Mark as done</button>" in page.text) is has_done


@pytest.mark.parametrize(("said", "stored"), [("", "Done."), ("Heard both.", "Heard both.")])
def test_open_item_that_is_an_action_is_done_by_one_press(project, client_of, member, buyer, said, stored):
    item = OpenItemFactory(project=project, kind="action")
    page = reverse("projects:open_item", args=[project.ref, item.pk])
    client = client_of(buyer)
    sent = {"kind": "action", "text": item.text, "owner": "", "due_on": "", "answer": said, "version": item.version, "done": "1"}
    assert client.post(page, sent).url == reverse("projects:open_items", args=[project.ref])
    item.refresh_from_db()
    assert (item.answer, item.answered_by) == (stored, buyer)
    assert "Done by Ruth Banksia" in client.get(page).text
    assert "<dt>What was done?</dt>" in client_of(member).get(page).text
