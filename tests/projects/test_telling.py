import datetime
from zoneinfo import ZoneInfo

import pytest

from projects.models import Agency, BuyingProject, HistoryEntry, Person
from projects.telling import NOTHING, Told, changes, names_for, tell, tell_days
from tests.factories import StakeholderFactory

NAMES = {7: "Mei Waratah", 8: "Omar Wattle"}
PROJECT = BuyingProject(agency=Agency())
RUTH = Person(pk=1, name="Ruth Melaleuca")
SYDNEY = ZoneInfo("Australia/Sydney")


def entry(verb, about="buyingproject", about_id=7, role="procurement_officer", **fields):
    return HistoryEntry(project=PROJECT, verb=verb, about=about, about_id=about_id, actor=RUTH, actor_role=role, **fields)


def deed(verb, *args, **fields):
    sentence = tell(entry(verb, *args, **fields), NAMES)
    assert sentence.startswith("Ruth Melaleuca, procurement officer, ")
    assert sentence.endswith(".")
    return sentence.removeprefix("Ruth Melaleuca, procurement officer, ").removesuffix(".")


def test_tell_names_the_actor_with_their_role():
    said = tell(entry("criterion marked as met", "successcriterion", label="Criterion 1.2"), {})
    assert said == "Ruth Melaleuca, procurement officer, marked criterion 1.2 as met."


def test_tell_names_whom_the_actor_covers_for():
    covered = entry("criterion marked as met", "successcriterion", label="Criterion 1.2", covers_for=Person(pk=2, name="Omar Wattle"))
    assert tell(covered, {}) == "Ruth Melaleuca, covering for Omar Wattle as procurement officer, marked criterion 1.2 as met."


@pytest.mark.parametrize(
    ("verb", "says"),
    [
        ("project started", "started the project"),
        ("title changed", "changed the title of the project"),
        ("value restricted", "let only the buyer's side and the procurement officer see the value band"),
        ("value shown to the team", "let the core buying team see the value band"),
        ("value band changed", "changed the value band"),
        ("project paused", "paused the project"),
        ("project stopped", "stopped the project"),
        ("project resumed", "resumed the project"),
    ],
)
def test_tell_what_is_about_the_project(verb, says):
    assert deed(verb, label="DES-014" if verb == "project started" else "") == says


@pytest.mark.parametrize(
    ("verb", "says"),
    [
        ("stakeholder edited", "changed what is recorded of Mei Waratah"),
        ("contact details changed", "changed the contact details of Mei Waratah"),
        ("contact details removed", "removed the contact details of Mei Waratah"),
        ("left the project", "left the project"),
        ("stakeholder removed", "removed Mei Waratah from the project"),
        ("what they need to say yes", "changed what Mei Waratah needs to say yes"),
    ],
)
def test_tell_what_is_about_people(verb, says):
    assert deed(verb, "stakeholder") == says


def test_tell_that_a_position_was_filled():
    assert deed("position filled", "stakeholder", label="Legal expert") == "named Mei Waratah to fill the position “legal expert”"


def test_tell_of_somebody_nobody_can_name():
    assert deed("stakeholder removed", "stakeholder", 99) == "removed somebody from the project"


@pytest.mark.parametrize(
    ("after", "says"),
    [
        ({"role": "team_member", "kind": "person"}, "added Mei Waratah as team member"),
        ({"role": "buyer"}, "added Mei Waratah as buyer"),
        ({"role": "buyers_agent"}, "added Mei Waratah to act on behalf of the buyer"),
        ({"role": "wider", "kind": "group"}, "added Mei Waratah, a group"),
        ({"role": "team_member", "kind": "position"}, "added Mei Waratah, a position nobody fills yet"),
    ],
)
def test_tell_who_was_added(after, says):
    assert deed("stakeholder added", "stakeholder", after=after) == says


@pytest.mark.parametrize(
    ("role", "says"),
    [
        ("buyer", "Ruth Melaleuca, procurement officer, joined as buyer."),
        ("procurement_officer", "Ruth Melaleuca, procurement officer, joined the project."),
        ("buyers_agent", "Ruth Melaleuca, procurement officer, joined to act on behalf of the buyer."),
    ],
)
def test_tell_who_joined_by_themselves(role, says):
    assert tell(entry("stakeholder added", "stakeholder", after={"role": role}), {7: "Ruth Melaleuca"}) == says


def test_tell_a_change_of_role():
    says = "changed the role of Mei Waratah from team member to procurement officer"
    assert deed("role changed", "stakeholder", before={"role": "team_member"}, after={"role": "procurement_officer"}) == says


@pytest.mark.parametrize(("version", "says"), [(1, "wrote the objective"), (12, "wrote version 12 of the objective")])
def test_tell_a_version_of_the_objective(version, says):
    assert deed("objective written", "objective", label=f"Objective, version {version}") == says


def test_tell_a_decision_on_expertise():
    says = "marked the expertise “Cyber security” as not needed"
    assert deed("expertise decided", "expertiseneed", label="Cyber security", after={"decision": "not_needed"}) == says


@pytest.mark.parametrize(("kind", "says"), [("question", "added a question: “Who pays"), ("action", "added an action: “Who pays")])
def test_tell_a_new_open_item(kind, says):
    assert deed("open item added", "openitem", label="Who pays?", after={"kind": kind}) == f"{says}?”"


def test_tell_an_open_item_written_before_it_had_a_label():
    assert deed("open item added", "openitem", after={"kind": "gap", "text": "No lawyer.\nAt all."}) == "added a gap: “No lawyer”"


def test_tell_an_open_item_of_many_words_in_short():
    said = deed("open item answered", "openitem", label="word " * 40)
    assert said == "answered “" + "word " * 24 + "…”"


@pytest.mark.parametrize(
    ("verb", "says"),
    [
        ("criterion marked as met, with a reason", "marked criterion 1.2 as met, with a reason"),
        ("criterion marked as not needed", "marked criterion 1.2 as not needed"),
        ("criterion taken back", "took back the answer to criterion 1.2"),
        ("criterion looked at again", "looked at criterion 1.2 again"),
    ],
)
def test_tell_an_answer(verb, says):
    assert deed(verb, "successcriterion", label="Criterion 1.2") == says


@pytest.mark.parametrize(
    ("verb", "says"),
    [
        ("milestone confirmed", "confirmed milestone 1"),
        ("milestone confirmed on behalf of the buyer", "confirmed milestone 1 on behalf of the buyer"),
        ("milestone completed", "completed milestone 1 with the second confirmation"),
        ("milestone reopened", "reopened milestone 1"),
        ("confirmation withdrawn", "withdrew the confirmation of milestone 1 by the buyer's side"),
        ("confirmation lapsed", "changed something, so the confirmation of milestone 1 by the buyer's side no longer counts"),
        ("confirmation ended by reopening", "reopened a milestone, which ended the confirmation of milestone 1 by the buyer's side"),
    ],
)
def test_tell_what_is_about_a_milestone(verb, says):
    assert deed(verb, "milestone", label="Milestone 1", after={"side": "buyer"}) == says


def test_tell_evidence():
    assert (
        deed("evidence added", "evidence", label="Criterion 1.1", after={"title": "Minutes"}) == "added evidence to criterion 1.1: Minutes"
    )
    says = "removed evidence from criterion 1.1: Minutes"
    assert deed("evidence removed", "evidence", label="Criterion 1.1", before={"title": "Minutes"}) == says


def test_tell_a_session():
    assert deed("session recorded", "session", label="Alignment session, milestone 1") == "recorded the alignment session, milestone 1"


def test_tell_an_unknown_verb_as_it_stands():
    assert deed("risk accepted", "risk", label="Late delivery") == "risk accepted: late delivery"
    assert deed("risk accepted", "risk") == "risk accepted"


def test_braces_in_what_people_write_are_only_text():
    assert deed("open item edited", "openitem", label="{name.__class__}") == "changed the open item “{name.__class__}”"


# ---- What changed -------------------------------------------------------------------------------------------------


def told(about, before, after):
    return changes(entry("whatever", about, before=before, after=after), NAMES)


def test_changes_are_said_in_words():
    answer = told("successcriterion", {"answer": "not_met", "version": 1}, {"answer": "met_with_reason", "version": 2})
    assert answer == [Told("Answer", "Not met", "Met, with a reason")]


@pytest.mark.parametrize(
    ("about", "name", "value", "says"),
    [
        ("stakeholder", "role", "buyers_agent", "On behalf of the buyer"),
        ("stakeholder", "kind", "position", "A position nobody fills yet"),
        ("stakeholder", "function", "end_user", "End user"),
        ("stakeholder", "expertise", "cyber", "Cyber security"),
        ("stakeholder", "is_approver", True, "Yes"),
        ("stakeholder", "part", "buyer", "buyer"),
        ("buyingproject", "part", "preparing", "Preparing this for the buyer"),
        ("buyingproject", "state", "paused", "Paused"),
        ("openitem", "kind", "gap", "Gap"),
        ("openitem", "owner", 8, "Omar Wattle"),
        ("openitem", "owner", 99, "somebody"),
        ("openitem", "owner", None, NOTHING),
        ("openitem", "answer", "met", "met"),
        ("openitem", "due_on", "2026-11-12", "Thursday 12 November 2026"),
        ("evidence", "kind", "link", "Link"),
        ("session", "held_on", "2026-11-12", "Thursday 12 November 2026"),
        ("session", "planned_at", "2026-11-11T23:00:00+00:00", "Thursday 12 November 2026, 10 am"),
        ("successcriterion", "missing", ["Mei", "Dan"], "Mei, Dan"),
        ("expertiseneed", "decision", "not_needed", "Not needed"),
    ],
)
def test_a_value_in_words(about, name, value, says):
    before = {name: "x"} if name not in {"due_on", "held_on", "planned_at", "owner"} else {name: 7 if name == "owner" else None}
    assert told(about, before, {name: value})[0].after == says


def test_measures_are_a_line_each():
    rows = [
        {"measure": "Calls answered", "baseline": "40%", "target": "80%", "by_when": "June 2027"},
        {"measure": "Complaints", "baseline": "", "target": "none", "by_when": ""},
        {"measure": "Staff are happy", "baseline": "", "target": "", "by_when": "2028"},
        {"measure": "Cost"},
    ]
    line = told("objective", {"measures": []}, {"measures": rows})[0]
    assert (line.field, line.before) == ("Measures of success", NOTHING)
    assert line.after == "Calls answered: from 40% to 80%, by June 2027\nComplaints: to none\nStaff are happy: by 2028\nCost"


def test_what_was_nothing_and_stays_nothing_is_not_told():
    assert told("stakeholder", {}, {"part": "", "is_approver": False, "role": "wider"}) == [Told("Role", None, "Wider stakeholder")]


def test_what_became_nothing_is_told():
    assert told("stakeholder", {"is_approver": True}, {"is_approver": False}) == [Told("Approver", "Yes", "No")]
    assert told("stakeholder", {"role": "wider"}, {}) == [Told("Role", "Wider stakeholder", NOTHING)]


def test_what_the_sentence_says_is_not_told_again():
    def told_of(verb, about, label="", **values):
        return [line.field for line in changes(entry(verb, about, label=label, **values), NAMES)]

    assert told_of("stakeholder added", "stakeholder", after={"role": "buyer", "part": "Pays."}) == ["What they do here"]
    roles = {"before": {"role": "team_member"}, "after": {"role": "buyer", "because": "Left us."}}
    assert told_of("role changed", "stakeholder", **roles) == ["Because"]
    assert told_of("expertise decided", "expertiseneed", "Legal", after={"decision": "needed", "note": "Drafts."}) == ["Note"]
    decisions = {"before": {"decision": "not_needed"}, "after": {"decision": "needed"}}
    assert told_of("expertise decided", "expertiseneed", "Legal", **decisions) == ["Decision"]
    asked = {"kind": "question", "text": "Who pays."}
    assert told_of("open item added", "openitem", "Who pays.", after=asked) == []
    assert told_of("open item added", "openitem", "word " * 40, after={**asked, "text": "word " * 40}) == ["Text"]


def test_what_is_for_machines_is_not_told():
    assert told("confirmation", {}, {"side": "buyer", "person": 3, "version": 4, "milestone": 9, "email": "x@example.org"}) == []


# ---- Days and names -----------------------------------------------------------------------------------------------


def test_tell_days_are_days_in_sydney():
    late, early = (datetime.datetime(2026, 11, 12, hour, tzinfo=datetime.UTC) for hour in (14, 12))
    days = tell_days(
        [entry("title changed", at=late, sequence=2), entry("title changed", at=early, sequence=1, actor_position="Adviser")], {}
    )
    assert [(day.on.day, [event.sequence for event in day.events]) for day in days] == [(13, [2]), (12, [1])]
    assert days[1].events[0].position == "Adviser"


def test_a_change_of_many_fields_is_long():
    def event(**after):
        return tell_days([entry("stakeholder edited", after=after, at=datetime.datetime(2026, 1, 1, tzinfo=SYDNEY))], {})[0].events[0]

    assert [event(part="a", note="b").is_long, event(part="a", note="b", reason="c").is_long] == [False, True]


def test_names_for_knows_leavers_too(project, django_assert_num_queries):
    gone = StakeholderFactory(project=project, left=True)
    with django_assert_num_queries(1):
        names = names_for(project)
    assert names[gone.pk] == gone.name
    assert len(names) == 6


@pytest.mark.parametrize(
    ("verb", "says"),
    [
        ("contact topic used", "put “media” on the list of who to contact for what"),
        ("contact topic left out", "took “media” off the list of who to contact for what"),
        ("contact changed", "changed who to contact for “media”"),
        ("contact list sent", "sent everyone the list of who to contact for what"),
    ],
)
def test_tell_who_to_contact_for_what(verb, says):
    assert deed(verb, "contacttopic", label="Media") == says


def test_contacts_are_told_by_name_and_the_sending_by_day():
    before, after = {"first": 7, "first_of_agency": None, "backup": 8}, {"first": None, "first_of_agency": 3, "backup": None}
    assert changes(entry("contact changed", "contacttopic", before=before, after=after), NAMES) == [
        Told("First contact", "Mei Waratah", NOTHING),
        Told("First contact, of the agency", NOTHING, "The agency’s own contact"),
        Told("Back-up", "Omar Wattle", NOTHING),
    ]
    sent = {"sent_on": "2026-11-12", "sent_how": "by e-mail"}
    assert changes(entry("contact list sent", "contactsending", before={}, after=sent), NAMES) == [
        Told("Sent on", None, "Thursday 12 November 2026"),
        Told("How it was sent", None, "by e-mail"),
    ]
