"""The pages of a session: plan it with its agenda, record that it was held, call it off."""

import datetime

import pytest

from milestones.models import Answer, Attendance, Session
from projects.models import Role
from tests.factories import (
    ProjectFactory,
    SessionFactory,
    StakeholderFactory,
    answer_criterion,
    buyer_of,
    meet,
    milestone_of,
    officer_of,
    plan,
)

ROWS = [("10", "A first RACI", "15", "1.2"), ("20", "Next steps", "10", "")]


def where(project, page="session/", position=1):
    return f"/projects/{project.ref}/milestones/{position}/{page}"


def milestone_page(client_of, person, project):
    return " ".join(client_of(person).get(where(project, "")).text.split())


def session_of(project):
    return Session.objects.get(milestone__project=project, milestone__position=1)


def agenda(*rows):
    typed = {
        f"agenda-{n}-{name}": value
        for n, row in enumerate(rows)
        for name, value in zip(("order", "title", "minutes", "criteria"), row, strict=True)
    }
    return {"agenda-TOTAL_FORMS": len(rows), "agenda-INITIAL_FORMS": 0, **typed}


def planned(project, *rows, **more):
    typed = {"planned_on": "2026-11-20", "planned_time": "10:00", "place": "Room 4", "version": session_of(project).version}
    return {**typed, **agenda(*rows), **more}


def held(project, **more):
    return {"held_on": "2026-10-03", "minutes_taken": "", "notes": "", "version": session_of(project).version, **more}


def pk(project, role):
    return project.stakeholders.get(role=role).pk


def shown(response):
    return [
        (row["title"].value(), str(row["minutes"].value()), row["criteria"].value())
        for row in response.context["agenda"]
        if row["title"].value()
    ]


# ---- Planned ------------------------------------------------------------------------------------------------------


def test_a_session_is_planned_in_sydney_time(client_of, project, buyer):
    response = client_of(buyer).post(where(project), planned(project))
    assert (response.status_code, response.url) == (303, where(project, ""))
    assert 'Friday 20 November 2026, 10 am, <span class="place">Room 4</span>' in milestone_page(client_of, buyer, project)


def test_session_keeps_who_runs_it_who_comes_and_the_agenda(client_of, project, buyer):
    people = {"runner": pk(project, Role.BUYER), "coming": [pk(project, Role.PROCUREMENT_OFFICER)]}
    client_of(buyer).post(where(project), planned(project, *ROWS, **people))
    session = session_of(project)
    assert (session.runner_id, [row.stakeholder_id for row in session.attendances.all()]) == (people["runner"], people["coming"])
    assert session.agenda == [
        {"title": "A first RACI", "minutes": 15, "criteria": ["1.2"]},
        {"title": "Next steps", "minutes": 10, "criteria": []},
    ]
    assert "Ruth Banksia runs it" in milestone_page(client_of, buyer, project)
    assert "<dt>Asked to come</dt><dd>Omar Wattle</dd>" in milestone_page(client_of, buyer, project)


@pytest.mark.parametrize(
    ("order", "titles"), [("5", ["Last", "First", "Second"]), ("15", ["First", "Last", "Second"]), ("", ["First", "Second", "Last"])]
)
def test_rows_are_moved_by_their_numbers(client_of, project, buyer, order, titles):
    rows = [("10", "First", "5", ""), ("20", "Second", "5", ""), (order, "Last", "5", "")]
    client_of(buyer).post(where(project), planned(project, *rows))
    assert [item["title"] for item in session_of(project).agenda] == titles


def test_an_emptied_row_is_none(client_of, project, buyer):
    client_of(buyer).post(where(project), planned(project, ROWS[0], ("20", "", "", "")))
    assert [item["title"] for item in session_of(project).agenda] == ["A first RACI"]


@pytest.mark.parametrize("typed", ["1.4,1.1", "1.1 1.4", "1.1 and 1.4", "1.4; 1.1, 1.1"])
def test_criteria_are_typed_with_anything_between_them(client_of, project, buyer, typed):
    client_of(buyer).post(where(project), planned(project, ("10", "Who", "5", typed)))
    assert session_of(project).agenda[0]["criteria"] == ["1.1", "1.4"]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (("10", "Who", "", ""), "Enter its minutes: agenda, row 1"),
        (("10", "", "5", ""), "Enter what it is about, or clear the row: agenda, row 1"),
        (("10", "Who", "soon", ""), "Enter its minutes as a number: agenda, row 1"),
        (("10", "Who", "0", ""), "Enter at least 1 minute: agenda, row 1"),
        (("first", "Who", "5", ""), "Enter its place as a number, such as 15: agenda, row 1"),
        (("10", "Who", "5", "2.1"), "Enter criteria by number, from 1.1 to 1.4, such as “1.1, 1.2”: agenda, row 1"),
    ],
)
def test_half_a_row_says_what_is_wrong_and_keeps_what_was_typed(client_of, project, buyer, row, says):
    response = client_of(buyer).post(where(project), planned(project, row))
    assert (response.status_code, [problem["text"] for problem in response.context["problems"]]) == (422, [says])
    assert [f'value="{typed}"' in response.text for typed in row if typed] == [True] * len([typed for typed in row if typed])
    assert session_of(project).agenda == []


def test_an_agenda_that_was_not_sent_whole_is_not_lost_in_silence(client_of, project, buyer):
    typed = {"planned_on": "2026-11-20", "planned_time": "10:00", "version": 1}
    response = client_of(buyer).post(where(project), typed)
    assert (response.status_code, "The agenda was not sent whole" in response.text) == (422, True)


@pytest.mark.parametrize(("typed", "field"), [({"planned_time": ""}, "planned_time"), ({"planned_on": ""}, "planned_on")])
def test_half_a_time_is_refused(client_of, project, buyer, typed, field):
    response = client_of(buyer).post(where(project), planned(project, **typed))
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])


def test_each_field_of_a_plan_says_what_is_wrong_with_it_and_is_kept(client_of, project, buyer):
    response = client_of(buyer).post(where(project), planned(project, planned_on="31/02/2026", planned_time="25:00"))
    assert {name: list(errors) for name, errors in response.context["form"].errors.items()} == {
        "planned_on": ["Enter the planned day as day, month and year, such as 12/11/2026"],
        "planned_time": ["Enter the planned time, such as 10:00"],
    }
    assert [f'value="{words}"' in response.text for words in ("31/02/2026", "25:00")] == [True, True]


def test_a_plan_that_says_nothing_is_not_saved(client_of, project, buyer):
    response = client_of(buyer).post(where(project), planned(project, planned_on="", planned_time="", place=""))
    says = "Enter the day it is planned for, or where it will be"
    assert (response.status_code, response.context["form"].errors) == (422, {"planned_on": [says]})


def test_a_session_that_was_planned_can_be_emptied(client_of, project, buyer):
    plan(milestone_of(project, 1), by=buyer)
    empty = planned(project, planned_on="", planned_time="", place="")
    assert client_of(buyer).post(where(project), empty).status_code == 303
    assert (session_of(project).is_recorded, session_of(project).agenda) == (False, [])


@pytest.mark.parametrize("field", ["runner", "coming"])
def test_nobody_of_another_project_is_chosen(client_of, project, buyer, field):
    stranger = pk(ProjectFactory(agency=project.agency), Role.BUYER)
    response = client_of(buyer).post(where(project), planned(project, **{field: stranger}))
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])


def test_the_asterisk_of_the_guide_has_its_note(client_of, project, buyer):
    page = client_of(buyer).get(where(project)).text
    assert ("1-2hr* session" in page, "*Indicative duration" in page) == (True, True)


# ---- What is suggested --------------------------------------------------------------------------------------------


def test_a_session_nobody_has_planned_begins_with_the_suggested_agenda_and_people(client_of, project, buyer):
    response = client_of(buyer).get(where(project))
    assert shown(response)[0] == ("The problem, and the evidence for it", "15", "1.3, 1.4")
    assert {s.role for s in response.context["form"].initial["coming"]} == {Role.BUYER, Role.BUYERS_AGENT, Role.PROCUREMENT_OFFICER}
    assert "Adds up to <strong>90 minutes</strong>; the guide suggests 1 to 2 hours." in response.text


def test_the_core_team_is_suggested_for_the_others(client_of, project, buyer):
    response = client_of(buyer).get(where(project, position=2))
    assert [s.role for s in response.context["form"].initial["coming"]][-1] == Role.TEAM_MEMBER
    assert Role.WIDER not in {s.role for s in response.context["form"].initial["coming"]}


def test_a_planned_session_shows_its_own_agenda(client_of, project, buyer):
    plan(milestone_of(project, 1), by=buyer, agenda=[{"title": "Lunch", "minutes": 30, "criteria": []}])
    assert shown(client_of(buyer).get(where(project))) == [("Lunch", "30", "")]


def test_the_suggested_agenda_comes_by_a_button_that_saves_nothing(client_of, project, buyer):
    answer_criterion(project, "1.2", Answer.NOT_NEEDED)
    version = session_of(project).version
    response = client_of(buyer).post(where(project), planned(project, ("10", "Lunch", "30", ""), place="Room 9", use="suggested"))
    assert (response.status_code, 'value="Room 9"' in response.text) == (200, True)
    assert "1.2 is not needed, which leaves out “A first RACI matrix”." in response.text
    assert (session_of(project).version, session_of(project).agenda) == (version, [])
    rows = [row["title"] for row in response.context["agenda"].rows]
    assert (rows[0], len(rows)) == ("Lunch", 6)  # what was typed stays, and what is usual comes after it
    both = client_of(buyer).post(where(project), planned(project, ("10", rows[1].upper(), "30", ""), use="suggested"))
    assert len(both.context["agenda"].rows) == 5  # one that is on it already does not come twice


def test_more_rows_come_by_a_button_that_saves_nothing_and_puts_them_in_order(client_of, project, buyer):
    typed = planned(project, ROWS[0], ("5", "Hello", "5", ""), use="rows", coming=[pk(project, Role.BUYER)], planned_on="soon")
    response = client_of(buyer).post(where(project), typed)
    assert shown(response) == [("Hello", "5", ""), ("A first RACI", "15", "1.2")]
    assert (len(response.context["agenda"].forms), 'value="soon"' in response.text) == (4, True)
    assert f'value="{pk(project, Role.BUYER)}" class="nsw-form__checkbox-input" id="id_coming_0" checked' in " ".join(response.text.split())
    assert session_of(project).agenda == []


def test_rows_that_are_wrong_are_not_put_in_order_and_say_so(client_of, project, buyer):
    response = client_of(buyer).post(where(project), planned(project, ("10", "Who", "", ""), use="rows"))
    assert (response.status_code, response.context["problems"][0]["text"]) == (422, "Enter its minutes: agenda, row 1")


# ---- Two at once --------------------------------------------------------------------------------------------------


def test_a_plan_changed_meanwhile_shows_theirs_and_yours(client_of, project, buyer, officer):
    mine = planned(project, *ROWS, coming=[pk(project, Role.BUYER), pk(project, Role.PROCUREMENT_OFFICER)])
    plan(milestone_of(project, 1), by=officer, place="Room 9", agenda=[], coming=[])
    response = client_of(buyer).post(where(project), mine)
    assert response.status_code == 409
    told = {d.label: (d.theirs, d.yours) for d in response.context["differences"]}
    assert told["Place"] == ("Room 9", "Room 4")
    assert told["Who comes"] == ("", "Omar Wattle, Ruth Banksia")
    assert told["Agenda"] == ("", "A first RACI, 15 minutes (1.2)\nNext steps, 10 minutes")
    kept = {**mine, "version": response.context["form"]["version"].value()}
    assert client_of(buyer).post(where(project), kept).status_code == 303
    assert (session_of(project).place, len(session_of(project).agenda), session_of(project).attendances.count()) == ("Room 4", 2, 2)


def test_a_plan_changed_meanwhile_with_the_same_agenda_does_not_compare_it(client_of, project, buyer, officer):
    mine = planned(project)
    plan(milestone_of(project, 1), by=officer, place="Room 9", agenda=[])
    differing = client_of(buyer).post(where(project), mine).context["differences"]
    assert "Agenda" not in {d.label for d in differing}


def test_a_plan_of_a_project_paused_meanwhile_keeps_what_was_typed(client_of, agency):
    project = ProjectFactory(agency=agency, paused=True)
    response = client_of(buyer_of(project)).post(where(project), planned(project, *ROWS))
    assert (response.status_code, 'value="Room 4"' in response.text, 'value="Next steps"' in response.text) == (409, True, True)
    assert client_of(buyer_of(project)).get(where(project)).status_code == 409


@pytest.mark.parametrize("page", ["session/", "session/held/", "session/cancel/"])
@pytest.mark.parametrize(("who", "status"), [("member", 403), ("viewer", 403), ("wider", 403), ("outsider", 404)])
def test_others_plan_record_and_cancel_nothing(client_of, project, request, page, who, status):
    client = client_of(request.getfixturevalue(who))
    assert client.get(where(project, page)).status_code == status
    assert client.post(where(project, page), planned(project)).status_code == status


# ---- Held ---------------------------------------------------------------------------------------------------------


def test_session_held_says_both_days_on_the_milestone_page(client_of, project, buyer, clock):
    present = [pk(project, Role.BUYER), pk(project, Role.PROCUREMENT_OFFICER)]
    response = client_of(buyer).post(where(project, "session/held/"), held(project, minutes_taken="95", present=present))
    assert (response.status_code, response.url) == (303, where(project, ""))
    page = milestone_page(client_of, buyer, project)
    assert "<dd>Saturday 3 October 2026, recorded 12 November</dd>" in page
    assert "<dt>Who was there</dt><dd>Ruth Banksia, Omar Wattle</dd>" in page
    assert "Took 95 minutes; the guide suggests 1 to 2 hours." in page


def test_session_held_ticks_those_who_were_there_before(client_of, project, buyer):
    SessionFactory(milestone=milestone_of(project, 1), planned=True)
    client_of(buyer).post(where(project, "session/held/"), held(project, present=[pk(project, Role.BUYER)]))
    form = client_of(buyer).get(where(project, "session/held/")).context["form"]
    assert [s.role for s in form.initial["present"]] == [Role.BUYER]


def test_session_held_in_the_future_is_refused_at_its_field(client_of, project, buyer, clock):
    response = client_of(buyer).post(where(project, "session/held/"), held(project, held_on="2026-11-13"))
    says = "Friday 13 November 2026 is still to come; a session is held on a day that has been."
    assert (response.status_code, response.context["form"].errors["held_on"]) == (422, [says])


@pytest.mark.parametrize("typed", [{}, {"notes": "It went well."}, {"minutes_taken": "95"}], ids=["nothing", "notes", "minutes"])
def test_session_held_needs_its_day(client_of, project, buyer, typed):
    response = client_of(buyer).post(where(project, "session/held/"), held(project, held_on="", **typed))
    assert (response.status_code, response.context["form"].errors) == (422, {"held_on": ["Enter the day it was held"]})


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"held_on": "soon"}, "Enter the day it was held as day, month and year, such as 12/11/2026"),
        ({"minutes_taken": "long"}, "Enter the minutes as a number, such as 95"),
        ({"minutes_taken": "0"}, "Enter the minutes as a number, such as 95"),
        ({"minutes_taken": "6000"}, "Enter the minutes it took, at most 600"),
        ({"present": "999999"}, "Choose people who are in this project"),
    ],
)
def test_session_held_says_what_is_wrong(client_of, project, buyer, typed, says):
    response = client_of(buyer).post(where(project, "session/held/"), held(project, **typed))
    assert (response.status_code, response.context["form"].errors) == (422, {next(iter(typed)): [says]})


def test_session_held_by_mistake_can_be_emptied(client_of, project, buyer):
    SessionFactory(milestone=milestone_of(project, 1), held=True)
    assert client_of(buyer).post(where(project, "session/held/"), held(project, held_on="")).status_code == 303
    assert session_of(project).held_on is None


def test_session_held_changed_meanwhile_shows_theirs_and_yours(client_of, project, buyer, officer):
    mine = held(project, notes="Mine.", present=[pk(project, Role.BUYER)])
    client_of(officer).post(where(project, "session/held/"), held(project, notes="Theirs."))
    response = client_of(buyer).post(where(project, "session/held/"), mine)
    told = [(d.label, d.theirs, d.yours) for d in response.context["differences"]]
    assert (response.status_code, told) == (409, [("Who was there", "", "Ruth Banksia"), ("Notes", "Theirs.", "Mine.")])
    kept = {**mine, "version": response.context["form"]["version"].value()}
    assert client_of(buyer).post(where(project, "session/held/"), kept).status_code == 303
    assert session_of(project).notes == "Mine."


def test_session_held_in_a_project_paused_meanwhile_keeps_what_was_typed(client_of, agency):
    project = ProjectFactory(agency=agency, paused=True)
    response = client_of(buyer_of(project)).post(where(project, "session/held/"), held(project, notes="Mine."))
    assert (response.status_code, "Mine.</textarea>" in response.text) == (409, True)
    assert client_of(buyer_of(project)).get(where(project, "session/held/")).status_code == 409


def test_session_held_does_not_ask_again_who_was_there_once_it_was_finished(client_of, project, buyer):
    session = SessionFactory(milestone=milestone_of(project, 1), held=True)
    Session.objects.filter(pk=session.pk).update(finished_at=session.held_recorded_at, finished_by=buyer)
    assert "present" not in client_of(buyer).get(where(project, "session/held/")).context["form"].fields
    response = client_of(buyer).post(where(project, "session/held/"), held(project, held_on=session.held_on, notes="It went well."))
    assert (response.status_code, session_of(project).notes) == (303, "It went well.")
    assert Attendance.objects.filter(session=session).count() == 0


# ---- Called off ---------------------------------------------------------------------------------------------------


def cancelling(project, **more):
    return {"reason": "The minister needs us.", "version": session_of(project).version, **more}


def test_session_cancel_says_so_on_the_milestone_page(client_of, project, buyer, clock):
    SessionFactory(milestone=milestone_of(project, 1), planned=True)
    assert client_of(buyer).get(where(project, "session/cancel/")).status_code == 200
    response = client_of(buyer).post(where(project, "session/cancel/"), cancelling(project))
    assert (response.status_code, response.url) == (303, where(project, ""))
    page = milestone_page(client_of, buyer, project)
    assert "Cancelled 12 November. It was planned for Thursday 19 November 2026, 10 am" in page
    assert ("Download the cancellation" in page, "Plan the alignment session" in page, "Cancel the alignment session" in page) == (
        True,
        True,
        False,
    )


def test_session_cancel_asks_for_the_reason(client_of, project, buyer):
    SessionFactory(milestone=milestone_of(project, 1), planned=True)
    response = client_of(buyer).post(where(project, "session/cancel/"), cancelling(project, reason=""))
    assert (response.status_code, response.context["form"].errors["reason"]) == (422, ["Say why"])


def test_session_cancel_of_one_moved_meanwhile_shows_where_it_is_now(client_of, project, buyer, officer):
    SessionFactory(milestone=milestone_of(project, 1), planned=True)
    mine = cancelling(project)
    plan(milestone_of(project, 1), by=officer, place="Room 9")
    response = client_of(buyer).post(where(project, "session/cancel/"), mine)
    assert (response.status_code, "Room 9" in response.text, "The minister needs us.</textarea>" in response.text) == (409, True, True)
    assert response.context["form"]["version"].value() == session_of(project).version


@pytest.mark.parametrize(
    ("state", "says"),
    [({"cancelled": True}, "It is cancelled already, since"), ({"held": True}, "It was held on"), ({}, "It is not planned yet")],
    ids=["cancelled", "held", "not planned"],
)
def test_session_cancel_of_what_is_not_to_come_says_so(client_of, project, buyer, state, says):
    SessionFactory(milestone=milestone_of(project, 1), **state)
    response = client_of(buyer).get(where(project, "session/cancel/"))
    assert (says in response.text, '<button class="button button--danger">' in response.text) == (True, False)


def test_a_cancelled_session_asks_for_its_day_anew(client_of, project, buyer):
    SessionFactory(milestone=milestone_of(project, 1), cancelled=True)
    response = client_of(buyer).get(where(project))
    assert (response.context["form"].initial["planned_on"], "A new day plans it again." in response.text) == (None, True)
    client_of(buyer).post(where(project), planned(project))
    assert "Friday 20 November 2026, 10 am" in milestone_page(client_of, buyer, project)


# ---- Read before it -----------------------------------------------------------------------------------------------


def pre_read(client_of, person, project):
    response = client_of(person).get(where(project, "pre-read/"))
    return response, " ".join(response.text.split())


def test_pre_read_says_when_where_who_and_what(client_of, project, member, buyer, clock):
    plan(milestone_of(project, 1), by=buyer, agenda=[{"title": "A first RACI", "minutes": 15, "criteria": ["1.2"]}])
    _, page = pre_read(client_of, member, project)
    assert [words in page for words in ("Thursday 19 November 2026, 10 am", "Room 4", "Ruth Banksia, Ada Grevillea, Omar Wattle")] == [
        True
    ] * 3
    assert ("Agenda, 15 minutes" in page, '<th scope="row">A first RACI</th>' in page) == (True, True)


def test_pre_read_of_a_first_day_says_what_is_not_there_yet(client_of, project, buyer):
    _, page = pre_read(client_of, buyer, project)
    said = ("Not planned yet", "Nobody is asked yet", "No agenda yet.", "Nothing is open: bring what you know.")
    assert [words in page for words in said] == [True] * 4


def test_pre_read_names_what_is_not_met_and_what_it_needs(client_of, project, buyer):
    answer_criterion(project, "1.4")
    answer_criterion(project, "1.3", Answer.NOT_NEEDED)
    response, page = pre_read(client_of, buyer, project)
    assert [talk.row.key for talk in response.context["to_talk_about"]] == ["1.1", "1.2"]
    assert all(says in page for talk in response.context["to_talk_about"] for says in talk.says)


def test_pre_read_keeps_to_two_facts_a_criterion(client_of, project, buyer):
    for _ in range(3):
        StakeholderFactory(project=project)
    response, page = pre_read(client_of, buyer, project)
    first = response.context["to_talk_about"][0]
    assert (len(first.says), f"And {first.more} more." in page) == (2, True)


def test_pre_read_lists_open_items_by_owner_nobody_last(client_of, project, buyer):
    from tests.factories import OpenItemFactory

    owner = project.stakeholders.get(role=Role.TEAM_MEMBER)
    for day in (9, 3, 5, 7, 8):
        OpenItemFactory(project=project, owner=owner, due_on=datetime.date(2026, 12, day))
    OpenItemFactory(project=project, owner=None, due_on=None)
    response, page = pre_read(client_of, buyer, project)
    told = [(p.owner and p.owner.name, [i.due_on and i.due_on.day for i in p.items], p.more) for p in response.context["brings"]]
    assert told == [("Mei Waratah", [3, 5, 7, 8], 1), (None, [None], 0)]
    assert "Nobody has these yet" in page


def test_pre_read_of_a_session_that_was_held_says_how_long_it_took(client_of, project, buyer):
    client_of(buyer).post(where(project, "session/held/"), held(project, minutes_taken="1", present=[pk(project, Role.BUYER)]))
    _, page = pre_read(client_of, buyer, project)
    assert "Held on Saturday 3 October 2026. Took 1 minute; the guide suggests 1 to 2 hours." in page
    assert "<dt>Who was there</dt><dd>Ruth Banksia</dd>" in page


def test_pre_read_of_another_project_is_not_there(client_of, project, buyer, agency):
    other = ProjectFactory(agency=agency, buyer=officer_of(project))
    assert client_of(buyer).get(where(other, "pre-read/")).status_code == 404


def test_the_pre_read_of_a_meeting_that_was_held_plans_nothing(client_of, project, buyer):
    meet(project, 1, finished=True)
    page = client_of(buyer).get(where(project, "pre-read/"))
    assert page.status_code == 200
    assert all(words in page.text for words in ("No agenda was kept.", "What is not met yet", "The objective is not written yet."))
    assert "Plan the alignment session" not in page.text
