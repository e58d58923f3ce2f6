"""The summary: everything current, once, the same in every format; restricted fields only for those who may see them."""

import csv
import io
import json
from html import unescape
from pathlib import Path

import docx
import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags
from docx.enum.section import WD_ORIENT
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from milestones.summary import summary_of
from milestones.summary.csvs import defused
from projects.access import open_project
from projects.clock import today
from projects.models import Activity, Agency, BuyingProject, HistoryEntry, Letters, Risk
from projects.operations.people import edit_stakeholder
from projects.operations.project import restrict_value
from tests.factories import ActivityFactory, ObjectiveFactory, ProjectFactory, RiskFactory, StakeholderFactory, complete, reopen
from tests.summary_rows import INTEREST, SUPPORT, VALUE, Texts, fill_summary, found_in

SCHEMA = Path(__file__).resolve().parents[2] / "docs" / "schema" / "project-1.json"
UNICODE = "Çãé – “≥ 90 %” 𝛑 日本語 "
FORMULAS = ("=1+1 ", "+1+1 ", "-1+1 ", "@SUM(1) ", '=HYPERLINK("https://example.org";"x") ', "{=1+1} ")
FILES = ("summary.docx", "summary.xlsx", "raci.csv", "history.csv", "project.json")


def get(client, project, name="summary/"):
    response = client.get(f"/projects/{project.ref}/{name}")
    assert response.status_code == 200
    return response


def bytes_of(client, project, name):
    response = get(client, project, name)
    return b"".join(response.streaming_content) if response.streaming else response.content


# ---- The page -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["officer", "viewer"])
def test_every_section_leads_to_the_page_where_it_is_kept(project, client_of, who, request):
    client = client_of(request.getfixturevalue(who))
    page = get(client, project)
    urls = [url for _, url, _ in page.context["sections"]]
    assert [section for section, _, _ in page.context["sections"]] == list(page.context["summary"].sections)
    assert [client.get(url).status_code for url in urls] == [200] * 13
    assert all(f'<p class="no-print">Kept on the page <a href="{url}">' in page.text for url in urls)


# ---- Each format, read back as text -------------------------------------------------------------------------------


def page_text(client, project):
    return unescape(strip_tags(get(client, project).content.decode()))


def read_docx(client, project):
    return docx.Document(io.BytesIO(bytes_of(client, project, "summary.docx")))


def docx_text(client, project):
    document = read_docx(client, project)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def read_xlsx(client, project):
    return openpyxl.load_workbook(io.BytesIO(bytes_of(client, project, "summary.xlsx")))


def cells_of(book):
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


def xlsx_text(client, project):
    return "\n".join(str(cell.value) for cell in cells_of(read_xlsx(client, project)))


def read_json(client, project):
    return json.loads(bytes_of(client, project, "project.json"))


def leaves(value):
    if isinstance(value, dict):
        return [leaf for inner in value.values() for leaf in leaves(inner)]
    return [leaf for inner in value for leaf in leaves(inner)] if isinstance(value, list) else [value]


def json_text(client, project):
    return "\n".join(map(str, leaves(read_json(client, project))))


def csv_rows(client, project, name):
    return list(csv.reader(io.StringIO(bytes_of(client, project, name).decode("utf-8-sig"), newline="")))


FORMATS = [page_text, docx_text, xlsx_text, json_text]


@pytest.fixture
def filled(project, member, wider):
    """Its texts by what they are; and the project."""
    complete(project, 1)
    return fill_summary(project, UNICODE)


def wrong_in_formats(client, project, texts, without=()):
    """By format, the texts that are missing, and those that should not be there."""
    wrong = {read.__name__: list(found_in(texts, read(client, project), without)) for read in FORMATS}
    return {name: words for name, words in wrong.items() if words}


def test_every_section_and_table_is_named(project, officer, client_of):
    found = summary_of(open_project(officer, project.ref))
    wanted = [section.title for section in found.sections] + [table.title for section in found.sections for table in section.tables]
    for read in (page_text, docx_text, xlsx_text):
        text = read(client_of(officer), project)
        assert [title for title in wanted if title not in text] == []
    assert len(found.sections) == 13


def test_an_empty_project_has_a_summary_too(project, buyer, client_of):
    texts = [read(client_of(buyer), project) for read in FORMATS]
    assert ["Telephony for the contact centre" in text for text in texts] == [True] * 4


def table_of(summary, key):
    return next(table for section in summary.sections for table in section.tables if table.key == key)


def test_the_meetings_say_when_who_came_what_was_said_and_agreed(project, officer):
    fill_summary(project)
    found = summary_of(open_project(officer, project.ref))
    day = today()
    assert table_of(found, "meetings").rows[1] == (
        2,
        "Project briefing",
        None,
        day,
        "owner 1",
        40,
        "30 minutes to 1 hour",
        "notes of the meeting 1",
    )
    assert table_of(found, "attendance").rows == (("Project briefing", "owner 1", "Present", None),)
    assert table_of(found, "said_back").rows == (("owner 1", day, "Project briefing", "Ruth Banksia"),)
    assert table_of(found, "agreed").rows == (("The cadence", "Project briefing", day, "owner 1"),)


def test_what_the_project_shows_is_listed_under_each_criterion(project, officer):
    shown = table_of(summary_of(open_project(officer, project.ref)), "shown").rows
    assert ("1.1", "Needed", True, "The buyer is Ruth Banksia.") in shown
    assert len({row[0] for row in shown}) == 16


def test_an_empty_section_says_so(project, buyer, client_of):
    text = page_text(client_of(buyer), project)
    found = summary_of(open_project(buyer, project.ref))
    empty = [table.empty for section in found.sections for table in section.tables if not table.rows]
    assert len(empty) > 12
    assert [says for says in empty if says not in text] == []
    shown = [row[3] for row in table_of(found, "shown").rows]
    said = [*empty, *shown, "No activity yet."]  # the matrix
    assert docx_text(client_of(buyer), project).count("yet.") == sum(str(says).count("yet.") for says in said)


def test_somebody_elses_project_is_not_in_it(project, officer, client_of):
    texts = fill_summary(ProjectFactory(agency=project.agency), "Elsewhere ")
    assert texts[VALUE].startswith("Elsewhere")
    assert ["Elsewhere" in read(client_of(officer), project) for read in FORMATS] == [False] * 4


# ---- Who sees what ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["buyer", "agent", "officer", "cover"])
def test_both_sides_see_every_text_of_every_section_in_every_format(who, request, project, filled, client_of):
    restrict_value(project=project, is_restricted=True, by=request.getfixturevalue("buyer"))
    assert wrong_in_formats(client_of(request.getfixturevalue(who)), project, filled) == {}


@pytest.mark.parametrize("who", ["member", "viewer"])
def test_team_and_viewers_see_no_influence(who, request, project, filled, client_of):
    assert wrong_in_formats(client_of(request.getfixturevalue(who)), project, filled, without=(INTEREST, SUPPORT)) == {}


@pytest.mark.parametrize("who", ["member", "viewer"])
def test_team_and_viewers_see_no_value_once_it_is_restricted(who, request, project, filled, buyer, client_of):
    restrict_value(project=project, is_restricted=True, by=buyer)
    assert wrong_in_formats(client_of(request.getfixturevalue(who)), project, filled, without=(INTEREST, SUPPORT, VALUE)) == {}


def test_the_summary_says_for_whom_it_is_made(project, officer, member, client_of):
    assert "it holds what only they may read" in page_text(client_of(officer), project)
    assert "is left out" in page_text(client_of(member), project)


@pytest.mark.parametrize("name", ["summary/", *FILES])
def test_wider_stakeholders_get_neither_page_nor_file(name, project, wider, outsider, client_of):
    assert client_of(wider).get(f"/projects/{project.ref}/{name}").status_code == 403
    assert client_of(outsider).get(f"/projects/{project.ref}/{name}").status_code == 404


# ---- What it says -------------------------------------------------------------------------------------------------


def section(project, person, key):
    return next(s for s in summary_of(open_project(person, project.ref)).sections if s.key == key)


def rows(project, person, key, table):
    return next(t for t in section(project, person, key).tables if t.key == table).rows


def test_it_says_where_each_milestone_stands_and_since_when(clock, project, officer):
    complete(project, 1)
    first, second, third = rows(project, officer, "standing", "milestones")
    assert first[2:] == ("Complete", 4, 0, 4, clock.today, "Omar Wattle, Ruth Banksia")
    assert second[2:] == ("Open", 0, 0, 5, None, "")
    assert third[2:] == ("Not open yet", 0, 0, 7, None, "")


def test_a_reopened_milestone_is_no_longer_complete(project, officer):
    complete(project, 1)
    reopen(project, 1)
    assert rows(project, officer, "standing", "milestones")[0][2] == "Ready to confirm"
    assert rows(project, officer, "standing", "milestones")[0][6] is None


def test_it_shows_the_newest_objective(project, officer):
    ObjectiveFactory(project=project, problem_or_opportunity="Calls are lost.")
    ObjectiveFactory(project=project, problem_or_opportunity="Nobody calls any more.")
    facts = {fact.key: fact.value for fact in section(project, officer, "objective").facts}
    assert (facts["problem_or_opportunity"], facts["version"]) == ("Nobody calls any more.", project.objectives.count())


def test_the_owner_of_an_activity_is_who_is_responsible(project, officer):
    seats = {s.role: s for s in project.stakeholders.all()}
    ActivityFactory(
        project=project, title="Write it", letters={seats["buyer"]: "AR", seats["procurement_officer"]: "R", seats["wider"]: "C"}
    )
    written = rows(project, officer, "plan", "activities")[0]
    assert (written[0], written[3], written[4]) == ("Write it", "Ruth Banksia, Omar Wattle", "Ruth Banksia")


def test_an_activity_past_its_end_is_said_to_be_until_it_is_done(clock, project, officer):
    activity = ActivityFactory(project=project)
    Activity.objects.filter(pk=activity.pk).update(ends_on=clock.today)
    assert rows(project, officer, "plan", "activities")[0][-1] is False
    clock.move(days=1)
    assert rows(project, officer, "plan", "activities")[0][-1] is True
    Activity.objects.filter(pk=activity.pk).update(status="done")
    assert rows(project, officer, "plan", "activities")[0][-1] is False


def test_what_was_taken_off_is_not_in_it(project, officer):
    fill_summary(project)
    ActivityFactory(project=project, title="Taken off", removed=True)
    risk = Risk.objects.get()
    Risk.objects.update(removed_at=risk.added_at, removed_by=risk.added_by)
    assert rows(project, officer, "risks", "risks") == ()
    assert rows(project, officer, "risks", "mitigants") == ()
    assert "Taken off" not in [row[0] for row in rows(project, officer, "plan", "activities")]


def test_risks_are_open_ones_first_and_the_highest_of_them(project, officer):
    fill_summary(project)
    one = Risk.objects.get()
    for number, (likelihood, consequence) in enumerate([(1, 1), (5, 5), (5, 4)], start=2):
        Risk.objects.create(
            project=project,
            title=f"Risk {number}",
            likelihood=likelihood,
            consequence=consequence,
            added_at=one.added_at,
            added_by=one.added_by,
        )
    closed = {"closed_at": one.added_at, "closed_by": one.added_by, "closed_because": "It cannot happen now."}
    Risk.objects.filter(title="Risk 3").update(**closed)
    told = [(row[0], row[5], row[6], row[8], row[9]) for row in rows(project, officer, "risks", "risks")]
    assert told == [
        (one.title, 20, "Extreme", "Accepted", one.accepted_because),
        ("Risk 4", 20, "Extreme", "Open", ""),
        ("Risk 2", 1, "Low", "Open", ""),
        ("Risk 3", 25, "Extreme", "Closed", "It cannot happen now."),
    ]


def test_a_rating_has_the_level_of_the_agency(project, officer):
    RiskFactory(project=project, likelihood=4, consequence=4)
    assert [row[6] for row in rows(project, officer, "risks", "risks")] == ["High"]
    Agency.objects.filter(pk=project.agency_id).update(high_from=12, extreme_from=16)
    assert [row[6] for row in rows(BuyingProject.objects.get(pk=project.pk), officer, "risks", "risks")] == ["Extreme"]


def test_a_leaver_is_said_to_have_left(project, officer):
    leaver = StakeholderFactory(project=project, left=True)
    Risk.objects.create(project=project, title="R", likelihood=1, consequence=1, owner=leaver, added_at=leaver.joined_at, added_by=officer)
    assert rows(project, officer, "risks", "risks")[0][7] == f"{leaver.name} (has left)"
    assert leaver.name not in [row[0] for row in rows(project, officer, "people", "core_team")]


def test_what_is_wrong_in_the_matrix_stands_beside_the_activity(project, officer, client_of):
    ActivityFactory(project=project, title="Write the strategy")
    text = docx_text(client_of(officer), project)
    assert "Write the strategy\nWrite the strategy has nobody accountable." in text
    assert "1 activity needs attention" in text


def test_the_page_prints_with_its_title_on_every_sheet(clock, project, officer, client_of):
    title = f"{project.ref} {project.title}. Summary as at Thursday 12 November 2026, 10 am"
    assert f'data-running="{title}"' in get(client_of(officer), project).content.decode()


# ---- Files --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_named_after_the_project_and_is_kept_nowhere(name, project, member, client_of):
    response = get(client_of(member), project, name)
    assert response["Content-Disposition"] == f'attachment; filename="{project.ref}-{name}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("name", ["summary/", *FILES])
def test_reading_writes_nothing(name, project, officer, client_of):
    fill_summary(project)
    before = HistoryEntry.objects.count()
    bytes_of(client_of(officer), project, name)
    assert HistoryEntry.objects.count() == before
    assert client_of(officer).post(f"/projects/{project.ref}/{name}").status_code == 405


def test_the_page_links_to_every_file(project, viewer, client_of):
    page = get(client_of(viewer), project).content.decode()
    assert [name for name in FILES if f'href="/projects/{project.ref}/{name}"' not in page] == []


def test_a_text_in_the_spreadsheet_is_never_a_formula_or_a_link(project, officer, client_of):
    texts = fill_summary(project, *FORMULAS)
    cells = cells_of(read_xlsx(client_of(officer), project))
    assert {cell.data_type for cell in cells} == {"s", "n", "d"}
    assert [cell.coordinate for cell in cells if cell.hyperlink] == []
    assert list(found_in(texts, "\n".join(str(cell.value) for cell in cells))) == []


def test_days_and_numbers_in_the_spreadsheet_are_days_and_numbers(clock, project, officer, client_of):
    fill_summary(project)
    sheet = read_xlsx(client_of(officer), project)["Risks and mitigants"]
    row = next(row for row in sheet.iter_rows() if row[0].value == "risk 1")
    assert [cell.value for cell in row[3:6]] == [4, 5, 20]
    assert [cell.data_type for cell in row[3:6]] == ["n"] * 3
    assert (row[10].value.date(), row[10].is_date) == (clock.today, True)


def test_a_text_longer_than_a_cell_says_that_it_is_cut(project, officer, client_of):
    ObjectiveFactory(project=project, problem_or_opportunity="a" * 40_000)
    cut = [cell.value for cell in cells_of(read_xlsx(client_of(officer), project)) if len(str(cell.value)) > 30_000]
    assert [(len(value), value.endswith("(cut here, where a cell ends)")) for value in cut] == [(32_767, True)]
    assert "a" * 40_000 in docx_text(client_of(officer), project)


def test_characters_that_no_office_file_can_hold_stand_in_nobodys_way(project, officer, client_of):
    ObjectiveFactory(project=project, problem_or_opportunity="before\x0b\x1b\x02after\nnext line")
    assert ["after" in read(client_of(officer), project) for read in FORMATS] == [True] * 4


def test_the_document_has_real_headings_header_rows_and_its_language(project, filled, officer, client_of):
    document = read_docx(client_of(officer), project)
    found = summary_of(open_project(officer, project.ref))
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 1"] == [s.title for s in found.sections]
    assert [table for table in document.tables if "w:tblHeader" not in table.rows[0]._tr.xml] == []
    properties = document.core_properties
    assert (properties.title, properties.language) == ("DES-001 Telephony for the contact centre: summary", "en-AU")
    assert found.ref in document.sections[0].header.paragraphs[0].text


def test_the_matrix_stands_on_landscape_pages_of_its_own(project, filled, officer, client_of):
    pages = read_docx(client_of(officer), project).sections
    assert [page.orientation for page in pages] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]
    assert [page.page_width > page.page_height for page in pages] == [False, True, False]
    assert len({page.header.paragraphs[0].text for page in pages}) == 1


def test_a_matrix_of_many_people_goes_on_below(project, officer, client_of):
    people = [StakeholderFactory(project=project, name=f"Person {n:02}") for n in range(20)]
    ActivityFactory(project=project, letters={people[0]: "A", people[19]: "R"})
    text = docx_text(client_of(officer), project)
    assert "People 1 to 10 of 25" in text
    assert "People 21 to 25 of 25" in text
    assert max(len(table.columns) for table in read_docx(client_of(officer), project).tables) <= 11
    assert text.count("Responsible\n") == 1


# ---- CSV ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", " =1", "\n=1", "=", "-", "＝1", "＋1", "－1", "＠a"])
def test_what_a_spreadsheet_would_take_for_a_formula_is_defused(cell):
    assert defused(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "1", "a=1", "'=1", "2026-11-12", "“=”"])
def test_everything_else_stays_as_it_is(cell):
    assert defused(cell) == cell


def test_the_matrix_as_csv(project, officer, client_of):
    buyer = project.stakeholders.get(role="buyer")
    ActivityFactory(project=project, title="=Write, “it”\nnow", letters={buyer: "A"})
    head, row = csv_rows(client_of(officer), project, "raci.csv")
    assert head == ["Activity", "Ruth Banksia", "Ada Grevillea", "Omar Wattle", "Mei Waratah", "Noor Correa", "Still needed"]
    assert row == ["'=Write, “it”\nnow", "Accountable", *["no role"] * 4, "'=Write, “it”\nnow has nobody responsible."]


def test_the_matrix_as_csv_without_an_activity_is_its_head(project, officer, client_of):
    assert [row[0] for row in csv_rows(client_of(officer), project, "raci.csv")] == ["Activity"]


def test_the_history_as_csv_is_the_history_of_the_page_with_a_row_for_each_field(project, officer, client_of):
    ObjectiveFactory(project=project, problem_or_opportunity="=cmd|x", desired_outcome="Nobody waits.")
    head, *written = csv_rows(client_of(officer), project, "history.csv")
    assert head == ["Entry", "Date", "Time", "Who", "Position at the time", "What happened", "Field", "Before", "After"]
    last = [row for row in written if row[0] == str(project.history.count())]
    assert [row[6:] for row in last] == [
        ["What is the problem or opportunity?", "Nothing", "'=cmd|x"],
        ["What will be different when it is solved?", "Nothing", "Nobody waits."],
    ]
    assert {row[0] for row in written} == {str(entry.sequence) for entry in project.history.all()}


@pytest.mark.parametrize(("who", "sees"), [("buyer", True), ("officer", True), ("member", False), ("viewer", False)])
def test_the_history_as_csv_has_the_audience_of_the_page(who, sees, request, project, buyer, client_of):
    restrict_value(project=project, is_restricted=True, by=buyer)
    ObjectiveFactory(project=project, value_band="$7 million")
    stakeholder = project.stakeholders.get(role="wider")
    edit_stakeholder(stakeholder=stakeholder, version=stakeholder.version, support_criteria="A tested exit plan.", by=buyer)
    client = client_of(request.getfixturevalue(who))
    told = [client.get(f"/projects/{project.ref}/history/").content.decode(), bytes_of(client, project, "history.csv").decode()]
    assert [[words in text for words in ("$7 million", "A tested exit plan.")] for text in told] == [[sees, sees], [sees, sees]]


# ---- JSON ---------------------------------------------------------------------------------------------------------


def schema():
    return json.loads(SCHEMA.read_text(encoding="utf-8"))


def validate(document):
    Draft202012Validator(schema(), format_checker=Draft202012Validator.FORMAT_CHECKER).validate(document)


@pytest.mark.parametrize("who", ["buyer", "officer", "member", "viewer"])
def test_the_json_is_as_its_schema_says(who, request, project, filled, client_of):
    validate(read_json(client_of(request.getfixturevalue(who)), project))


def test_the_json_of_an_empty_project_is_as_its_schema_says(project, member, client_of):
    validate(read_json(client_of(member), project))


def test_the_json_of_a_restricted_and_stopped_project_is_as_its_schema_says(buyer, agency, client_of):
    stopped = ProjectFactory(agency=agency, buyer=buyer, stopped=True)
    validate(read_json(client_of(buyer), stopped))


def objects_in(part):
    if isinstance(part, dict):
        yield from [part] if part.get("type") == "object" else []
        for inner in part.values():
            yield from objects_in(inner)


def test_the_schema_is_valid_and_closed():
    Draft202012Validator.check_schema(schema())
    found = list(objects_in(schema()))
    assert len(found) > 25
    assert [part for part in found if part.get("additionalProperties") is not False] == []


def test_the_schema_refuses_a_key_that_it_does_not_know(project, officer, client_of):
    document = read_json(client_of(officer), project)
    document["risks"]["mood"] = "good"
    with pytest.raises(ValidationError):
        validate(document)


def test_letters_and_days_in_the_json_are_codes_and_iso_days(clock, project, officer, client_of):
    fill_summary(project)
    document = read_json(client_of(officer), project)
    held = {held["letters"] for activity in document["raci"]["activities"] for held in activity["letters"]}
    assert held == {"R", "A"} <= set(Letters.values)
    assert document["plan"]["activities"][1]["starts_on"] == clock.today.isoformat()
    assert document["schema"] == "project-1"


# ---- How much it costs --------------------------------------------------------------------------------------------

QUERIES = {"summary/": 32, "summary.docx": 32, "summary.xlsx": 32, "project.json": 32, "raci.csv": 7, "history.csv": 5}


def counted(client, project):
    found = {}
    for name in QUERIES:
        with CaptureQueriesContext(connection) as captured:
            bytes_of(client, project, name)
        found[name] = len(captured)
    return found


def test_two_hundred_activities_and_a_hundred_risks_take_the_queries_of_a_few(project, officer, client_of):
    client = client_of(officer)
    fill_summary(project)
    few = counted(client, project)
    fill_summary(project, number=2)
    one, activity = Risk.objects.first(), project.activities.first()
    raised = {"added_at": one.added_at, "added_by": one.added_by, "project": project}
    Risk.objects.bulk_create(Risk(title=f"Risk {n}", likelihood=n % 5 + 1, consequence=3, **raised) for n in range(100))
    added = [Activity(title=f"Activity {n}", position=n + 10, **raised) for n in range(200)]
    for new in Activity.objects.bulk_create(added):
        new.depends_on.add(activity)
    assert (few, counted(client, project)) == (QUERIES, QUERIES)


def test_each_text_of_the_test_is_of_its_own():
    text = Texts("= ", "+ ", number=3)
    assert [text("risk"), text("cause"), text("effect")] == ["= risk 3", "+ cause 3", "= effect 3"]
    assert text.written["cause"] == "+ cause 3"
