"""The page that brings people in from a CSV file."""

import uuid
from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from projects.models import Kind, ProjectState, Role
from projects.operations.people import remove_stakeholder
from projects.operations.project import stop_project
from projects.sheet import COLUMNS, MOST_BYTES, TEMPLATE
from tests.factories import ProjectFactory, StakeholderFactory, buyer_of

DONE, TAKEN, LARGE, WRONG = HTTPStatus.SEE_OTHER, HTTPStatus.CONFLICT, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNPROCESSABLE_ENTITY
TWO = "Name,E-mail,Part\r\nTom Okafor,Tom@x.example,Advises on terms.\r\nJo Hakea,,"


@pytest.fixture
def page(client_of, officer, project):
    """The page as the officer sends it: text or file, and what else."""
    client = client_of(officer)

    def send(text="", *, to=project, **more):
        sent = {"text": text, "nonce": str(uuid.uuid4()), **more}
        return client.post(reverse("projects:people_import", args=[to.ref]), sent)

    send.client, send.url = client, reverse("projects:people_import", args=[project.ref])
    return send


def file(content, name="people.csv"):
    return SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode(), "text/csv")


def names(project):
    return set(project.stakeholders.current().values_list("name", flat=True))


def errors(answer):
    return [str(words) for field in answer.context["form"].errors.values() for words in field]


# ---- Before anything is saved -------------------------------------------------------------------------------------


def test_people_import_asks_for_a_file_or_rows_and_says_what_the_columns_hold(page):
    answer = page.client.get(page.url)
    assert 'enctype="multipart/form-data"' in answer.text
    assert [heading for heading, _ in COLUMNS.values() if f"<dt>{heading}</dt>" not in answer.text] == []


def test_people_import_shows_and_writes_nothing(page, project, member):
    before = names(project)
    answer = page(f"{TWO}\r\nM. Waratah,{member.email},")
    assert [row.wish["name"] for row in answer.context["fresh"]] == ["Tom Okafor", "Jo Hakea"]
    assert [(row.number, why) for row, why in answer.context["left_out"]] == [(4, f"{member.name} is in this project already")]
    assert "Row 4." in answer.text
    assert names(project) == before


def test_people_import_reads_a_file_and_keeps_it_as_if_it_had_been_pasted(page):
    answer = page(file=file("Name;Position\r\nZoë;Größe".encode("cp1252")))
    assert [row.wish["position"] for row in answer.context["fresh"]] == ["Größe"]
    assert answer.context["form"]["text"].value() == "Name;Position\r\nZoë;Größe"


def test_people_import_takes_the_file_before_what_was_pasted(page):
    answer = page("Name\nPasted", file=file("Name\nFrom the file"))
    assert [row.wish["name"] for row in answer.context["fresh"]] == ["From the file"]


def test_people_import_names_headings_it_does_not_know(page):
    answer = page("Name,Shoe size,Surname\nTom,39,Okafor")
    assert "Not read: Shoe size, Surname" in answer.text


def test_people_import_understands_the_words_of_the_columns(page):
    text = (
        "Name,Role,Kind,Function,Expertise,Approver,Affected\n"
        "Tom,wider stakeholder,,End user,LEGAL,Yes,x\n"
        "Staff,,A group,,,no,\n"
        "Tester,Team,position,,,,\n"
        "Ada,,,cyber,,,\n"
    )
    rows = [row.wish for row in page(text).context["fresh"]]
    shown = ("role", "kind", "function", "expertise", "is_approver", "is_affected")
    assert [tuple(row.get(name) for name in shown) for row in rows] == [
        (Role.WIDER, Kind.PERSON, "end_user", "legal", True, True),
        (Role.WIDER, Kind.GROUP, None, None, False, False),
        (Role.TEAM_MEMBER, Kind.POSITION, None, None, False, False),
        (Role.TEAM_MEMBER, Kind.PERSON, None, "cyber", False, False),
    ]


def test_people_import_tells_everything_that_is_wrong_by_row_and_column(page, project):
    before = names(project)
    text = (
        "Name,E-mail,Kind,Role,Expertise,Approver,Part\n"
        ",tom@x.example,,,,,\n"
        "Jo,not an address,thing,chair,lawyering,perhaps,\n"
        '"Two\nlines",,group,team member,,,,beside\n'
        "A tester,,position,on behalf of the buyer,,,\n"
        "Fine,,,,,,\n"
    )
    answer = page(text, confirm="1")
    assert answer.status_code == WRONG
    assert errors(answer) == [
        "Row 2, Name: Enter a name",
        "Row 3, E-mail: Enter an e-mail address, like name@agency.example",
        "Row 3, Kind: “thing” is none of: person, group, position",
        "Row 3, Role: “chair” is no role. Write “Team member” or “Wider stakeholder”",
        "Row 3, Expertise: “lawyering” is no function or expertise. “What the columns hold” lists them",
        "Row 3, Approver: Write “yes” or leave it empty, not “perhaps”",
        "Row 4: “beside” stands under no heading",
        "Row 4, Name: Write it on one line, with plain letters",
        "Row 4, Role: A group is a wider stakeholder",
        "Row 5, Role: Only the buyer gives the role on behalf of the buyer",
    ]
    assert answer.context["form"]["text"].value() == text
    assert names(project) == before


def test_people_import_tells_the_first_of_very_many_errors(page):
    told = errors(page("Name,Kind\n" + "Jo,thing\n" * 40))
    assert (len(told), told[-1]) == (31, "And 10 more like these")


@pytest.mark.parametrize("role", ["Buyer", "procurement officer", "officer", "Sponsor"])
def test_people_import_gives_no_seat(page, project, role):
    project.agency.word_for_buyer = "Sponsor"
    project.agency.save()
    (words,) = errors(page(f"Name,Role\nTom,{role}", confirm="1"))
    assert words == (
        f"Row 2, Role: “{role}” is not given by a list. Bring them in as a team member; "
        "the part itself is given or handed over on their own page"
    )


def test_people_import_on_behalf_of_the_buyer_by_the_buyer_only(client_of, project, buyer, page):
    text = "Name,Role,Kind\nTom,On behalf of the buyer,\nTester,On behalf of the buyer,position"
    assert len(errors(page(text))) == 2
    answer = client_of(buyer).post(page.url, {"text": text, "nonce": str(uuid.uuid4())})
    assert errors(answer) == ["Row 3, Role: A position nobody fills yet cannot act on behalf of the buyer"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "There is nothing in it"),
        (b"PK\x03\x04", "This is a spreadsheet, not a CSV file"),
        (b"Name\nMei\0", "This is not text"),
        (TEMPLATE.encode("utf-8-sig"), "nobody below them"),
    ],
)
def test_people_import_says_what_is_wrong_with_a_file(page, content, says):
    answer = page(file=file(content))
    assert answer.status_code == WRONG
    assert [says in words for words in errors(answer)] == [True]


def test_people_import_needs_a_file_or_rows(page):
    assert (page(" \n").status_code, errors(page())) == (WRONG, ["Choose a file, or paste the rows"])


def test_people_import_takes_not_too_much(page):
    text = "Name,Part\n" + f"Mei,{'é' * 100}\n" * (MOST_BYTES // 200)
    for answer in (page(text), page(file=file(text))):
        assert answer.status_code == LARGE
        assert errors(answer) == ["This is too much at once: at most 200 kB, which is more than 500 people. Split it in two."]
    assert page("Name\n" + "Mei\n" * 501).status_code == WRONG


# ---- Saved --------------------------------------------------------------------------------------------------------


def test_people_import_confirmed_adds_them_once(page, project):
    nonce = str(uuid.uuid4())
    first = page(TWO, confirm="1", nonce=nonce)
    again = page(TWO, confirm="1", nonce=nonce)
    assert (first.status_code, again.status_code) == (DONE, DONE)
    tom, jo = project.stakeholders.filter(name__in=["Tom Okafor", "Jo Hakea"]).order_by("-name")
    assert (tom.person.email, tom.part, jo.email) == ("tom@x.example", "Advises on terms.", "")
    assert "Added: 2 people. They sign in by their e-mail address." in page.client.get(first.url).text


def test_people_import_adds_what_the_preview_showed(page, project):
    shown = page('Name,Part\n"O’Brien, Pat","Says ""yes"" & <b>signs</b>,\nthen tells."')
    page(shown.context["form"]["text"].value().replace("\n", "\r\n"), confirm="1")
    assert project.stakeholders.get(name="O’Brien, Pat").part == 'Says "yes" & <b>signs</b>,\nthen tells.'


def test_people_import_of_those_who_are_there_adds_nobody(page, member):
    text = f"Name,Email\nMei,{member.email}"
    assert "there is nobody to add" in page(text).text
    answer = page.client.get(page(text, confirm="1").url)
    assert "Everyone was listed already, so nobody was added." in answer.text


def test_people_import_of_groups_says_nothing_of_signing_in(page):
    answer = page.client.get(page("Name,Kind\nCustomers,group\nStaff,group", confirm="1").url)
    assert "Added: 2 groups." in answer.text


def test_people_import_keeps_everything_where_it_is_refused(page, project, member):
    nonce = str(uuid.uuid4())
    page(TWO, confirm="1", nonce=nonce, to=project)
    other = ProjectFactory(agency=project.agency, officer=page.client.get(page.url).context["user"])
    answer = page(TWO, confirm="1", nonce=nonce, to=other)
    assert answer.status_code == TAKEN
    assert (answer.context["form"]["text"].value(), names(other) & {"Tom Okafor"}) == (TWO, set())


def test_people_import_while_stopped(page, project, buyer):
    stop_project(project=project, state=ProjectState.PAUSED, reason="No money.", by=buyer)
    assert page.client.get(page.url).status_code == TAKEN
    answer = page(TWO, confirm="1")
    assert (answer.status_code, answer.context["form"]["text"].value()) == (TAKEN, TWO)


def test_people_import_not_in_somebody_elses_project(page, project):
    other = ProjectFactory(agency=project.agency)
    assert page(TWO, confirm="1", to=other).status_code == HTTPStatus.NOT_FOUND
    assert page.client.get(reverse("projects:people_import_template", args=[other.ref])).status_code == HTTPStatus.NOT_FOUND


def test_people_import_shows_one_and_three_with_the_same_queries(page, project):
    def count(number):
        with CaptureQueriesContext(connection) as captured:
            page("Name,E-mail\n" + "".join(f"P{n},p{n}@x.example\n" for n in range(number)))
        return len(captured)

    assert count(1) == count(3)
    StakeholderFactory(project=project)
    assert count(1) == count(3)


def test_people_import_takes_somebody_who_left_back(page, project, member):
    remove_stakeholder(stakeholder=project.stakeholders.get(person=member), by=buyer_of(project))
    page(f"Name,Email\n{member.name},{member.email}", confirm="1")
    assert project.stakeholders.current().get(person=member).name == member.name


def test_people_import_template_opens_in_a_spreadsheet(page, project):
    answer = page.client.get(reverse("projects:people_import_template", args=[project.ref]))
    assert answer.headers["Content-Disposition"] == f'attachment; filename="people-{project.ref}.csv"'
    assert answer.content.decode("utf-8-sig") == TEMPLATE
