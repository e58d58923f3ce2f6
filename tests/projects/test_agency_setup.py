"""What an agency's projects begin with: changed by its administrators, with history, and honoured by its projects."""

import pytest

from projects import changes
from projects.agency_changes import change_agency
from projects.agency_telling import SENTENCES, tell_agency
from projects.changes import refresh_projects
from projects.email_domains import PUBLIC, tidy, why_not
from projects.models import Agency, AgencyPost, BuyingProject, Decision, Expertise, Person
from projects.operations.agency import choose_activities, choose_expertise, set_domains, set_risk_levels, set_word_for_buyer
from projects.operations.expertise import decide_expertise
from projects.operations.usual import add_usual
from projects.raci import USUAL
from projects.refusals import Busy, ChangedMeanwhile, FieldNeeded, NotYourPart
from projects.risk_register import register_of
from projects.risks import Level, level_of
from tests.factories import AgencyFactory, AgencyPostFactory, MitigantFactory, RiskFactory, criterion_of

pytestmark = pytest.mark.django_db


def verbs(agency) -> list[str]:
    return [entry.verb for entry in agency.entries.order_by("sequence")]


# ---- Who may, and what is written -----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["buyer", "officer", "agency_officer", "viewer", "outsider"])
def test_nobody_but_an_administrator_changes_the_agency(project, agency, who, request):
    with pytest.raises(NotYourPart) as refused:
        set_word_for_buyer(agency=agency, word="Sponsor", version=1, by=request.getfixturevalue(who))
    assert (refused.value.who, Agency.objects.get(pk=agency.pk).word_for_buyer) == ("the administrators of this service", "Buyer")


def test_nor_an_administrator_of_another_agency(agency, administrator):
    other = AgencyPostFactory(agency=AgencyFactory(), kind="administrator").person
    with pytest.raises(NotYourPart) as refused:
        set_word_for_buyer(agency=agency, word="Sponsor", version=1, by=other)
    assert refused.value.who == "Anh Quandong"


def test_nor_one_whose_post_is_over_or_whose_account_is_off(agency, administrator, clock):
    AgencyPost.objects.filter(person=administrator).update(ends_on=clock.today)
    set_word_for_buyer(agency=agency, word="Sponsor", version=1, by=administrator)
    clock.move(days=1)
    with pytest.raises(NotYourPart):
        set_word_for_buyer(agency=agency, word="Owner", version=2, by=administrator)
    clock.move(days=-1)
    Person.objects.filter(pk=administrator.pk).update(is_active=False)
    with pytest.raises(NotYourPart):
        set_word_for_buyer(agency=agency, word="Owner", version=2, by=administrator)


def test_a_change_is_written_with_who_and_what(agency, administrator, clock):
    set_word_for_buyer(agency=agency, word="  Business   owner ", version=1, by=administrator)
    (entry,) = agency.entries.all()
    assert (entry.sequence, entry.actor, entry.verb, entry.at) == (2, administrator, "word for buyer changed", clock.now)
    assert (entry.before, entry.after) == ({"word_for_buyer": "Buyer"}, {"word_for_buyer": "Business owner"})
    assert (agency.word_for_buyer, agency.version) == ("Business owner", 2)
    (event,) = tell_agency(agency.entries.all())
    assert event.says == "Anh Quandong changed the word for the buyer from “Buyer” to “Business owner”."


def test_the_same_again_changes_nothing(agency, administrator):
    for _ in range(2):
        set_word_for_buyer(agency=agency, word="Sponsor", version=1, by=administrator)
    assert (verbs(agency), agency.version) == (["word for buyer changed"], 2)


def test_two_at_the_same_thing_conflict_and_two_at_different_things_do_not(agency, administrator):
    set_word_for_buyer(agency=agency, word="Sponsor", version=1, by=administrator)
    set_domains(agency=agency, domains=["des.example", "more.example"], version=1, by=administrator)
    with pytest.raises(ChangedMeanwhile, match="Anh Quandong saved this"):
        set_word_for_buyer(agency=agency, word="Owner", version=1, by=administrator)
    set_word_for_buyer(agency=agency, word="Owner", version=agency.version, by=administrator)
    assert (agency.word_for_buyer, verbs(agency)) == (
        "Owner",
        ["word for buyer changed", "domains changed", "word for buyer changed"],
    )


def test_a_lock_that_cannot_be_had_is_said(agency, administrator, monkeypatch):
    from django.db import OperationalError

    def fail(words: str):
        with change_agency(agency, by=administrator):
            raise OperationalError(words)

    with pytest.raises(Busy):
        fail("database is locked")
    with pytest.raises(OperationalError):
        fail("disk I/O error")


def test_every_deed_has_its_sentence(agency, administrator):
    every = set(SENTENCES)
    with change_agency(agency, by=administrator) as history:
        for verb in sorted(every):
            words = {"kind": "officer", "ends_on": None, "word_for_buyer": "Sponsor", "starts_on": "2026-11-12"}
            history.note(verb, person=administrator, label="Privacy", before=words, after={**words, "ends_on": "2026-12-01"})
    told = [event.says for event in tell_agency(agency.entries.select_related("actor", "person"))]
    assert len(told) == len(every)
    assert "Anh Quandong added Anh Quandong as a procurement officer, until Tuesday 1 December 2026." in told


# ---- E-mail domains -------------------------------------------------------------------------------------------------


def test_domains_are_kept_tidy(agency, administrator):
    set_domains(agency=agency, domains=[" DES.example", "des.example", "", "more.example."], version=1, by=administrator)
    assert agency.email_domains == ["des.example", "more.example"]
    (event,) = tell_agency(agency.entries.all())
    assert (event.came, event.went) == (["more.example"], [])


@pytest.mark.parametrize(
    ("domain", "why"),
    [
        ("@des.example", "Leave out everything up to the @: “des.example”, not “@des.example”"),
        ("anna@des.example", "Leave out everything up to the @: “des.example”, not “anna@des.example”"),
        ("anna@", "Leave out everything up to the @: “des.example”, not “anna@”"),
        ("des", "“des” has no dot: enter the whole part after the @, such as “des.nsw.gov.au”"),
        ("de s.example", "“de s.example” is not an e-mail domain: letters, digits and hyphens, parted by dots"),
        ("-des.example", "“-des.example” is not an e-mail domain: letters, digits and hyphens, parted by dots"),
        (".example", "“.example” is not an e-mail domain: letters, digits and hyphens, parted by dots"),
        ("gmail.com", "“gmail.com” is a public mail provider: anybody could start projects for the agency with an address there"),
    ],
)
def test_what_cannot_be_the_agencys_domain(agency, administrator, domain, why):
    assert why_not(domain) == why
    with pytest.raises(FieldNeeded) as refused:
        set_domains(agency=agency, domains=["des.example", domain], version=1, by=administrator)
    assert (refused.value.says, Agency.objects.get(pk=agency.pk).email_domains) == (f"{why}.", ["des.example"])


def test_public_providers_are_tidy_domains():
    assert {"gmail.com", "outlook.com", "hotmail.com", "bigpond.com", "icloud.com"} <= PUBLIC
    assert tidy(PUBLIC) == list(PUBLIC)


def test_a_domain_of_another_agency_is_refused_unless_it_was_shared_before(agency, administrator):
    other = AgencyFactory(name="Rivers", email_domains=["rivers.example"])
    with pytest.raises(FieldNeeded, match="belongs to Rivers already"):
        set_domains(agency=agency, domains=["des.example", "rivers.example"], version=1, by=administrator)
    Agency.objects.filter(pk=other.pk).update(email_domains=["des.example"])
    set_domains(agency=agency, domains=["des.example", "more.example"], version=1, by=administrator)
    assert agency.email_domains == ["des.example", "more.example"]


# ---- The word for the buyer -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["", "  ", "x" * 41])
def test_a_word_is_needed(agency, administrator, word):
    with pytest.raises(FieldNeeded):
        set_word_for_buyer(agency=agency, word=word, version=1, by=administrator)


# ---- Levels of risks ------------------------------------------------------------------------------------------------


def set_levels(agency, administrator, *starts, version=1):
    names = dict(zip(("medium_from", "high_from", "extreme_from"), starts, strict=True))
    set_risk_levels(agency=agency, **names, version=version, by=administrator)


def test_every_risk_of_its_projects_is_judged_by_its_levels(project, agency, administrator):
    risk = RiskFactory(project=project, likelihood=3, consequence=3)
    MitigantFactory(risk=risk)
    refresh_projects(agency.projects.all())
    assert worst(project) == "No open risk is high or extreme."
    set_levels(agency, administrator, 4, 8, 9)
    assert worst(project) == f"What is done about “{risk.title}” has no day yet."
    (row,) = register_of(BuyingProject.objects.get(pk=project.pk))
    assert row.level == Level.EXTREME


def worst(project) -> str:
    (finding,) = [finding for finding in criterion_of(project, "3.7").findings if finding["key"] == "3.7.dates"]
    return finding["says"]


def test_the_levels_of_another_agencys_projects_stay(agency, administrator):
    set_levels(agency, administrator, 4, 8, 9)
    assert level_of(9, AgencyFactory()) == Level.MEDIUM


def test_a_change_of_levels_is_told_by_what_differs(agency, administrator):
    set_levels(agency, administrator, 5, 12, 20)
    (event,) = tell_agency(agency.entries.all())
    assert event.says == "Anh Quandong changed the levels of risks: high from 12, before 10; extreme from 20, before 17."


def test_the_same_levels_again_compute_nothing(project, agency, administrator, monkeypatch):
    monkeypatch.setattr(changes, "_refresh", [lambda project: pytest.fail("computed")])
    set_levels(agency, administrator, 5, 10, 17)
    assert verbs(agency) == []


def test_levels_that_do_not_rise_are_refused(agency, administrator):
    with pytest.raises(FieldNeeded) as refused:
        set_levels(agency, administrator, 5, 5, 17)
    assert refused.value.says == "High must begin above 5, where medium begins."
    assert verbs(agency) == []


# ---- Activities -----------------------------------------------------------------------------------------------------


def test_a_project_begins_with_what_the_agency_chose(project, agency, administrator, buyer):
    own = ["Tell the union", "tell  the UNION", "", "Book the room"]
    choose_activities(agency=agency, left_out=[3, 11, 99], own=own, version=1, by=administrator)
    assert (agency.activities_left_out, agency.own_activities) == ([3, 11], ["Tell the union", "Book the room"])
    project.refresh_from_db()
    for which in ("first", "rest"):
        add_usual(project=project, which=which, by=buyer)
    titles = [activity.title for activity in project.activities.current()]
    wanted = [usual.title for usual in USUAL if usual.number not in {3, 11}]
    assert sorted(titles) == sorted([*wanted, "Tell the union", "Book the room"])


def test_what_a_project_has_already_stays(project, agency, administrator, buyer):
    add_usual(project=project, which="first", by=buyer)
    choose_activities(agency=agency, left_out=[1, 2], own=[], version=1, by=administrator)
    assert project.activities.current().count() == 8
    (event,) = tell_agency(agency.entries.all())
    assert event.came == [f"Left out: {USUAL[0].title}", f"Left out: {USUAL[1].title}"]


@pytest.mark.parametrize(("page", "field"), [("domains", "domains"), ("activities", "own"), ("topics", "own")])
def test_a_list_has_at_most_a_hundred_lines(agency, administrator, client_of, page, field):
    client, url = client_of(administrator), f"/agency/DES/{page}/"
    lines = [f"line{n}.example" for n in range(101)]
    answer = client.post(url, {field: "\n".join(lines), "version": agency.version})
    assert (answer.status_code, answer.context["form"].errors[field]) == (422, ["Keep at most 100 lines: there are 101"])
    assert answer.context["form"][field].value() == "\n".join(lines)
    assert client.post(url, {field: "\n".join(lines[:100]), "version": agency.version}).status_code == 303


@pytest.mark.parametrize("title", ["draft the WORK plan", "x" * 201])
def test_an_own_activity_that_cannot_be(agency, administrator, title):
    with pytest.raises(FieldNeeded):
        choose_activities(agency=agency, left_out=[], own=[title], version=1, by=administrator)


# ---- Expertise ------------------------------------------------------------------------------------------------------


def shown(project):
    """The line on expertise, as stored."""
    criterion = project.milestones.get(position=1).criteria.get(position=1)
    return next(finding for finding in criterion.findings if finding["key"] == "1.1.expertise")


def test_a_kind_left_out_is_not_asked(project, agency, administrator, buyer):
    rest = {kind: Decision.NOT_NEEDED for kind in Expertise if kind not in {Expertise.MARKET, Expertise.RECORDS}}
    decide_expertise(project=project, decisions=rest, notes={}, by=buyer)
    assert (shown(project)["holds"], shown(project)["says"]) == (False, "12 of 14 kinds of expertise decided.")
    choose_expertise(agency=agency, left_out=["market", "records", "nothing"], version=1, by=administrator)
    assert agency.expertise_left_out == ["records", "market"]
    assert (shown(project)["holds"], shown(project)["says"]) == (True, "Each kind of expertise is decided: 0 needed.")
    choose_expertise(agency=agency, left_out=["market"], version=agency.version, by=administrator)
    assert [missing["name"] for missing in shown(project)["missing"]] == ["Records"]
    assert next(event.says for event in tell_agency(agency.entries.all())).endswith("chose the expertise that projects are asked about.")


def test_what_was_decided_stays_decided_and_shown(project, agency, administrator, buyer, client_of):
    decide_expertise(project=project, decisions={Expertise.LEGAL: Decision.NEEDED}, notes={}, by=buyer)
    choose_expertise(agency=agency, left_out=["legal", "cyber"], version=1, by=administrator)
    assert shown(project)["says"] == "1 of 13 kinds of expertise decided."
    page = client_of(buyer).get(f"/projects/{project.ref}/people/expertise/")
    assert [row["kind"].kind.value for row in page.context["rows"]] == [kind.value for kind in Expertise if kind != Expertise.CYBER]
    assert "cyber" not in page.context["form"].fields


def test_leaving_out_the_rest_decides_nothing_that_is_not_asked(project, agency, administrator, buyer, client_of):
    choose_expertise(agency=agency, left_out=["cyber"], version=1, by=administrator)
    client_of(buyer).post(f"/projects/{project.ref}/people/expertise/", {"seen": "{}", "legal": "on"})
    decided = set(project.expertise_needs.values_list("kind", flat=True))
    assert decided == {kind.value for kind in Expertise} - {"cyber"}


def test_the_same_kinds_again_compute_nothing(project, agency, administrator, monkeypatch):
    choose_expertise(agency=agency, left_out=["cyber"], version=1, by=administrator)
    monkeypatch.setattr(changes, "_refresh", [lambda project: pytest.fail("computed")])
    choose_expertise(agency=agency, left_out=["cyber"], version=1, by=administrator)


def test_projects_of_other_agencies_are_asked_as_before(project, agency):
    other = AgencyPostFactory(agency=AgencyFactory(), kind="administrator")
    choose_expertise(agency=other.agency, left_out=["cyber"], version=1, by=other.person)
    assert shown(project)["says"] == "0 of 14 kinds of expertise decided."
