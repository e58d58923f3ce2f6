"""The work plan: read, planned, dated; loops and impossible days refused in words; who says how far something is."""

import datetime
import itertools
import re
import uuid

import pytest

from projects.gantt import NARROW, draw
from projects.models import Activity, ActivityStatus, Assignment, Kind
from projects.operations.plans import date_activities, dates_of, plan_activity, set_status
from projects.operations.raci import remove_activity
from projects.plan import edges_of, loop_through, plan_of, working_days_before
from projects.refusals import ChangedMeanwhile, FieldNeeded, NotNow, NotYourPart
from tests.factories import ActivityFactory, KeyMilestoneFactory, StakeholderFactory, plan_work

DAY = datetime.date(2026, 11, 12)  # a Thursday


@pytest.fixture
def activity(project):
    return ActivityFactory(project=project, title="Write the brief")


def again(activity):
    return Activity.objects.get(pk=activity.pk)


# ---- Rules --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "day"), [(0, DAY), (1, DAY - datetime.timedelta(1)), (4, DAY - datetime.timedelta(6)), (9, DAY - datetime.timedelta(13))]
)
def test_working_days_leave_out_weekends(number, day):
    assert working_days_before(DAY, number) == day


@pytest.mark.parametrize(
    ("needs", "edges", "loop"),
    [([2], {}, []), ([2], {2: [3]}, []), ([2], {2: [1]}, [1, 2, 1]), ([2], {2: [3], 3: [1]}, [1, 2, 3, 1]), ([2, 3], {2: [3], 3: []}, [])],
)
def test_a_loop_is_found_with_its_way(needs, edges, loop):
    assert loop_through(1, needs, edges) == loop


def test_loops_elsewhere_do_not_hold_it_up():
    assert loop_through(1, [2], {2: [3], 3: [2]}) == []


# ---- Planning -----------------------------------------------------------------------------------------------------


def test_an_activity_is_planned_with_its_history(activity, project, officer):
    before = ActivityFactory(project=project, title="Ask the callers")
    wanted = {"stage": "before", "deliverable": " A brief ", "starts_on": DAY, "ends_on": DAY, "approval_days": 5, "status": "under_way"}
    assert plan_activity(activity=activity, version=1, by=officer, depends_on=[before], **wanted) is True
    row = again(activity)
    assert (row.stage, row.deliverable, row.ends_on, row.approval_days, row.status, row.version) == (
        "before",
        "A brief",
        DAY,
        5,
        "under_way",
        2,
    )
    entry = project.history.last()
    assert (entry.verb, entry.label, entry.after["depends_on"], entry.after["ends_on"]) == (
        "activity planned",
        "Write the brief",
        ["Ask the callers"],
        DAY.isoformat(),
    )


def test_the_same_plan_again_changes_nothing(activity, project, officer):
    plan_activity(activity=activity, version=1, by=officer, ends_on=DAY)
    length = project.history.count()
    assert plan_activity(activity=activity, version=9, by=officer, ends_on=DAY) is False
    assert project.history.count() == length


def test_an_end_before_the_start_is_refused_in_words(activity, officer):
    with pytest.raises(FieldNeeded, match="Write the brief cannot end on Wednesday 11 November 2026"):
        plan_activity(activity=activity, version=1, by=officer, starts_on=DAY, ends_on=DAY - datetime.timedelta(1))
    assert again(activity).starts_on is None


def test_a_loop_is_refused_and_named(activity, project, officer):
    ask = ActivityFactory(project=project, title="Ask the callers")
    plan_activity(activity=activity, version=1, by=officer, depends_on=[ask])
    with pytest.raises(FieldNeeded, match="“Ask the callers” waits for “Write the brief”, which waits for “Ask the callers”"):
        plan_activity(activity=ask, version=1, by=officer, depends_on=[activity])
    assert edges_of(project) == {activity.pk: [ask.pk]}


def test_an_activity_of_another_project_or_taken_off_is_not_waited_for(activity, project, officer, buyer):
    gone = ActivityFactory(project=project)
    remove_activity(activity=gone, by=buyer)
    for other in (ActivityFactory(), gone):
        with pytest.raises(NotNow):
            plan_activity(activity=activity, version=1, by=officer, depends_on=[other])


def test_a_plan_changed_meanwhile_is_a_conflict_that_names_who(activity, officer, buyer):
    plan_activity(activity=activity, version=1, by=buyer, ends_on=DAY)
    with pytest.raises(ChangedMeanwhile, match=buyer.name):
        plan_activity(activity=activity, version=1, by=officer, deliverable="A brief")


def test_a_member_plans_nothing(activity, member):
    with pytest.raises(NotYourPart):
        plan_activity(activity=activity, version=1, by=member, ends_on=DAY)


def test_what_is_taken_off_is_not_planned(activity, officer):
    remove_activity(activity=activity, by=officer)
    with pytest.raises(NotNow):
        plan_activity(activity=activity, version=1, by=officer, ends_on=DAY)


# ---- Status -------------------------------------------------------------------------------------------------------


def test_who_is_responsible_says_how_far_it_is(project, member):
    mine = ActivityFactory(project=project, letters={project.stakeholders.get(person=member): "R"})
    assert set_status(activity=mine, status="done", by=member) is True
    assert set_status(activity=mine, status="done", by=member) is False
    assert again(mine).status == ActivityStatus.DONE
    assert project.history.filter(verb="activity planned").count() == 1


@pytest.mark.parametrize("letters", ["A", "C", "I"])
def test_other_letters_say_nothing_of_it(project, member, letters):
    row = ActivityFactory(project=project, letters={project.stakeholders.get(person=member): letters})
    with pytest.raises(NotYourPart):
        set_status(activity=row, status="done", by=member)


def test_either_side_says_it_and_only_what_there_is(activity, officer):
    set_status(activity=activity, status="held_up", by=officer)
    with pytest.raises(FieldNeeded):
        set_status(activity=activity, status="finished", by=officer)
    assert again(activity).status == ActivityStatus.HELD_UP


# ---- Many at once -------------------------------------------------------------------------------------------------


@pytest.fixture
def three(project):
    return [ActivityFactory(project=project) for _ in range(3)]


def shown(rows):
    return {row.pk: dates_of(row) for row in rows}


def test_only_what_differs_is_written(project, officer, three):
    wanted = {**shown(three), three[1].pk: ("market", DAY.isoformat(), "")}
    assert date_activities(project=project, base=shown(three), wanted=wanted, by=officer) == 1
    assert [(again(a).stage, again(a).starts_on, again(a).version) for a in three] == [("", None, 1), ("market", DAY, 2), ("", None, 1)]


def test_two_who_date_different_rows_both_get_theirs(project, officer, buyer, three):
    base = shown(three)
    date_activities(project=project, base=base, wanted={**base, three[0].pk: ("", "", DAY.isoformat())}, by=buyer)
    date_activities(project=project, base=base, wanted={**base, three[1].pk: ("", "", DAY.isoformat())}, by=officer)
    assert [again(a).ends_on for a in three] == [DAY, DAY, None]


def test_the_same_row_is_a_conflict_by_name_and_nothing_is_written(project, officer, buyer, three):
    base = shown(three)
    date_activities(project=project, base=base, wanted={**base, three[0].pk: ("", "", DAY.isoformat())}, by=buyer)
    mine = {**base, three[0].pk: ("", DAY.isoformat(), ""), three[1].pk: ("", DAY.isoformat(), "")}
    with pytest.raises(ChangedMeanwhile, match=three[0].title):
        date_activities(project=project, base=base, wanted=mine, by=officer)
    assert again(three[1]).starts_on is None


@pytest.mark.parametrize(("dates", "refusal"), [(("moon", "", ""), FieldNeeded), (("", "2026-11-12", "2026-11-11"), FieldNeeded)])
def test_what_cannot_be_is_refused(project, officer, three, dates, refusal):
    with pytest.raises(refusal):
        date_activities(project=project, base=shown(three), wanted={three[0].pk: dates}, by=officer)


def test_a_row_of_another_project_is_refused(project, officer, three):
    theirs = ActivityFactory()
    with pytest.raises(NotNow):
        date_activities(project=project, base=shown(three), wanted={theirs.pk: ("", DAY.isoformat(), "")}, by=officer)


# ---- The plan read ------------------------------------------------------------------------------------------------


def test_the_owner_is_the_responsible(project, officer, buyer):
    people = {s.person: s for s in project.stakeholders.all()}
    ActivityFactory(project=project, letters={people[officer]: "R", people[buyer]: "A"})
    line = plan_of(project, DAY).lines[0]
    assert ([s.person for s in line.owners], [s.person for s in line.accountable]) == ([officer], [buyer])


def test_overdue_is_said_until_it_is_done(activity, project, officer):
    plan_work(activity, ends_on=DAY)
    tomorrow = DAY + datetime.timedelta(1)
    assert [plan_of(project, day).lines[0].overdue for day in (DAY, tomorrow)] == ["", "Was to end on Thursday 12 November 2026"]
    set_status(activity=activity, status="done", by=officer)
    assert plan_of(project, tomorrow).lines[0].overdue == ""


@pytest.mark.parametrize(
    ("starts", "ends", "says"),
    [
        (None, None, "No dates yet"),
        (DAY, None, "From Thursday 12 November 2026"),
        (None, DAY, "By Thursday 12 November 2026"),
        (DAY, DAY, "Thursday 12 November 2026"),
        (DAY, DAY + datetime.timedelta(1), "12 November to 13 November 2026"),
    ],
)
def test_its_days_read_as_words(activity, project, starts, ends, says):
    plan_work(activity, starts_on=starts, ends_on=ends)
    assert plan_of(project, DAY).lines[0].when == says


def test_starting_before_what_it_waits_for_ends_is_worth_checking(activity, project):
    ask = ActivityFactory(project=project, title="Ask the callers")
    plan_work(ask, ends_on=DAY)
    plan_work(activity, starts_on=DAY, depends_on=[ask])
    assert plan_of(project, DAY).lines[0].checks == ["It starts before “Ask the callers” ends, on Thursday 12 November 2026."]


def test_approval_begins_in_time(activity, project):
    plan_work(activity, ends_on=DAY, approval_days=4)
    assert plan_of(project, DAY).lines[0].approval_from == datetime.date(2026, 11, 6)


def test_without_a_stage_it_is_before_going_to_market(activity, project):
    after = ActivityFactory(project=project)
    plan_work(after, stage="after")
    assert [(label, [line.activity for line in lines]) for label, lines in plan_of(project, DAY).stages] == [
        ("Before going to market", [activity]),
        ("Contract and putting it to use", [after]),
    ]


# ---- The picture --------------------------------------------------------------------------------------------------


def test_nothing_dated_is_no_picture(activity, project):
    assert draw(plan_of(project, DAY), DAY) is None


def test_the_picture_has_a_bar_for_each_dated_activity_and_a_mark_for_each_key_milestone(activity, project):
    ActivityFactory(project=project, title="Not dated")
    plan_work(activity, starts_on=DAY, ends_on=DAY + datetime.timedelta(20), approval_days=3)
    KeyMilestoneFactory(project=project, title="Tender opens", due_on=DAY + datetime.timedelta(40))
    picture = draw(plan_of(project, DAY), DAY)
    assert [(bar.title, bar.shape, bar.approval_x is not None) for bar in picture.bars] == [("Write the brief", "not_started", True)]
    assert [mark.title for mark in picture.marks] == ["Tender opens"]
    assert all(picture.left <= bar.x < bar.x + bar.width <= picture.width for bar in picture.bars)
    assert picture.today_x == picture.bars[0].x
    assert picture.description == "1 activity and 1 key milestone between November 2026 and December 2026."


def test_the_narrow_picture_has_each_title_over_its_bar(activity, project):
    plan_work(activity, starts_on=DAY, ends_on=DAY + datetime.timedelta(400))
    KeyMilestoneFactory(project=project, title="Tender opens", due_on=DAY + datetime.timedelta(40))
    picture = draw(plan_of(project, DAY), DAY, NARROW)
    (bar,), (mark,) = picture.bars, picture.marks
    assert bar.title_y < bar.y < mark.title_y < mark.y < picture.height
    assert (picture.left, picture.width) == (4, 330)
    assert len(picture.months) <= 6
    assert bar.x + bar.width <= picture.width
    assert picture.today_x < picture.today_label_x < picture.width


# ---- The pages ----------------------------------------------------------------------------------------------------


@pytest.fixture
def base(project):
    return f"/projects/{project.ref}/plan/"


def test_the_page_says_in_words_what_the_picture_shows(activity, project, officer, client_of, base):
    plan_work(activity, starts_on=DAY, ends_on=DAY, deliverable="A brief")
    page = client_of(officer).get(base)
    assert "<svg" in page.text
    for words in ("Thursday 12 November 2026", "A brief", "Nobody yet", "Not started"):
        assert words in page.text


def test_both_pictures_are_named_and_all_their_facts_stand_in_the_tables(activity, project, officer, client_of, base):
    plan_work(activity, starts_on=DAY, ends_on=DAY + datetime.timedelta(20), approval_days=3, status="held_up")
    KeyMilestoneFactory(project=project, title="Tender opens", due_on=DAY + datetime.timedelta(40), reached_on=DAY)
    page = client_of(officer).get(base).text
    named = re.findall(r'<svg [^>]*role="img" aria-label="([^"]*)"', page)
    assert named == ["The plan over time: 1 activity and 1 key milestone between November 2026 and December 2026."] * 2
    words = " ".join(re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL).split())
    for fact in (
        *("Write the brief", "12 November to 2 December 2026", "Held up"),
        *("Approval takes 3 working days: from 27 November", "Tender opens", "Tuesday 22 December 2026", "Thursday 12 November 2026"),
    ):
        assert fact in words


def test_an_activity_is_planned_on_its_page(activity, officer, client_of, base):
    typed = {"stage": "market", "deliverable": "A brief", "starts_on": "2026-11-12", "ends_on": "", "status": "done", "version": 1}
    answered = client_of(officer).post(f"{base}{activity.pk}/", typed, follow=True)
    assert answered.redirect_chain == [(base, 303)]
    assert (again(activity).stage, again(activity).starts_on) == ("market", DAY)


def test_theirs_and_yours_on_its_page(activity, officer, client_of, base):
    plan_work(activity, deliverable="Their brief")
    typed = {"stage": "", "deliverable": "My brief", "status": "not_started", "version": 1}
    answered = client_of(officer).post(f"{base}{activity.pk}/", typed)
    assert answered.status_code == 409
    assert "Their brief" in answered.text
    assert "My brief" in answered.text


def test_a_member_finds_only_how_far_their_own_is(project, activity, member, client_of, base):
    mine = ActivityFactory(project=project, letters={project.stakeholders.get(person=member): "AR"})
    page = client_of(member).get(f"{base}{mine.pk}/")
    assert list(page.context["form"].fields) == ["status"]
    client_of(member).post(f"{base}{mine.pk}/", {"status": "done", "ends_on": "2026-11-12"})
    assert (again(mine).status, again(mine).ends_on) == ("done", None)
    assert client_of(member).post(f"{base}{activity.pk}/", {"status": "done"}).status_code == 403


def test_a_member_finds_the_way_to_their_own_on_the_plan(project, activity, member, client_of, base):
    mine = ActivityFactory(project=project, letters={project.stakeholders.get(person=member): "R"})
    page = client_of(member).get(base)
    assert [(line.activity, line.is_mine) for line in page.context["plan"].lines] == [(activity, False), (mine, True)]
    assert f'href="{base}{mine.pk}/"' in page.text
    assert f'href="{base}{activity.pk}/"' not in page.text


def test_many_are_dated_on_one_page(project, officer, three, client_of, base):
    page = client_of(officer).get(f"{base}dates/")
    form = page.context["form"]
    typed = {name: form[name].value() or "" for name in form.fields} | {f"end_{three[0].pk}": "2026-11-12"}
    typed["base"] = form["base"].as_hidden().split('value="')[1].split('"')[0].replace("&quot;", '"')
    answered = client_of(officer).post(f"{base}dates/", typed, follow=True)
    assert "1 activity changed." in answered.text
    assert again(three[0]).ends_on == DAY


@pytest.mark.parametrize("base_sent", ["", "[]", '{"1": 2}', "{", '{"x": ["", "", ""]}'])
def test_a_forged_base_is_refused(officer, three, client_of, base, base_sent):
    assert client_of(officer).post(f"{base}dates/", {"base": base_sent}).status_code == 422


def test_an_end_before_its_start_is_said_at_the_field(officer, three, client_of, base):
    pk = three[0].pk
    typed = {"base": "{}", f"start_{pk}": "2026-11-12", f"end_{pk}": "2026-11-11"}
    answered = client_of(officer).post(f"{base}dates/", typed)
    assert answered.status_code == 422
    assert "cannot end before it starts" in answered.text


def test_an_activity_of_another_project_is_not_found(officer, client_of, base):
    assert client_of(officer).get(f"{base}{ActivityFactory().pk}/").status_code == 404


def test_a_key_milestone_is_added_reached_and_taken_off(project, officer, client_of, base):
    client = client_of(officer)
    client.post(f"{base}milestones/add/", {"title": "Tender opens", "due_on": "2026-12-01", "nonce": uuid.uuid4()})
    row = project.key_milestones.get()
    client.post(f"{base}milestones/{row.pk}/", {"title": "Tender opens", "due_on": "2026-12-01", "reached_on": "2026-11-30", "version": 1})
    row.refresh_from_db()
    assert row.reached_on == datetime.date(2026, 11, 30)
    client.post(f"{base}milestones/{row.pk}/remove/")
    assert list(project.key_milestones.current()) == []


def test_a_plan_of_two_hundred_takes_the_queries_of_one(project, officer, client_of, base, django_assert_num_queries):
    someone = StakeholderFactory(project=project, kind=Kind.PERSON)
    rows = [ActivityFactory(project=project, letters={someone: "AR"})]
    client = client_of(officer)
    client.get(base)
    with django_assert_num_queries(8):
        client.get(base)
    Activity.objects.bulk_create(
        Activity(project=project, title=f"Activity {n}", position=n + 2, ends_on=DAY, added_at=rows[0].added_at, added_by=officer)
        for n in range(199)
    )
    added = list(project.activities.exclude(pk=rows[0].pk))
    Assignment.objects.bulk_create(Assignment(activity=row, stakeholder=someone, letters="R") for row in added)
    for before, after in itertools.pairwise(added):
        after.depends_on.add(before)
    with django_assert_num_queries(8):
        lines = client.get(base).context["plan"].lines
    assert (len(lines), sum(bool(line.needs) for line in lines), sum(line.owners == [someone] for line in lines)) == (200, 198, 200)
