"""The stakeholder communication plan: its lines, a version for each change, and sending it."""

import datetime
import uuid

import pytest

from projects.clock import today
from projects.communication import items_of, share_of, to_see, version_of, without_item
from projects.models import Held, Kind
from projects.operations.communication import COMMUNICATION, send_communication
from projects.operations.people import remove_stakeholder
from projects.operations.rows import add_row, edit_row, remove_row
from projects.refusals import ChangedMeanwhile, FieldNeeded, NotNow, NotYourPart, SentElsewhere
from projects.telling import changes, names_for, tell
from tests.factories import (
    CirculationFactory,
    CommunicationItemFactory,
    HeldElsewhereFactory,
    ProjectFactory,
    StakeholderFactory,
)

YESTERDAY = datetime.timedelta(days=1)
SEE = {"team_needs_to_see": True}


def add(project, by, **wanted):
    return add_row(
        register=COMMUNICATION, project=project, by=by, nonce=uuid.uuid4(), **{"audience": "Leaders", "message": "Soon.", **wanted}
    )


def edit(row, by, **wanted):
    row.refresh_from_db()
    return edit_row(register=COMMUNICATION, row=row, version=row.version, by=by, **wanted)


def send(project, by, **wanted):
    return send_communication(
        **{"project": project, "version": version_of(project), "sent_on": today(), "by": by, "nonce": uuid.uuid4(), **wanted}
    )


@pytest.fixture
def line(project, buyer):
    return add(project, buyer)


@pytest.fixture
def pages(project):
    return f"/projects/{project.ref}/communication/"


# ---- Versions -----------------------------------------------------------------------------------------------------


def test_each_change_makes_a_version_and_says_what_changed(line, officer):
    edit(line, officer, message="In March.", channel="By e-mail")
    remove_row(register=COMMUNICATION, row=line, by=officer)
    said = [(r.version, r.what_changed, r.written_by.name) for r in line.project.communication_revisions.all()]
    buyer = line.added_by.name
    assert said == [
        (3, "Taken off: Leaders", officer.name),
        (2, "Changed: Leaders (message, how)", officer.name),
        (1, "Added: Leaders", buyer),
    ]


def test_the_same_again_makes_no_version(line, buyer):
    edit(line, buyer, message=" Soon. ")
    remove_row(register=COMMUNICATION, row=line, by=buyer)
    remove_row(register=COMMUNICATION, row=line, by=buyer)
    assert version_of(line.project) == 2


def test_before_it_was_sent_nobody_is_asked_to_see_a_change(line, buyer):
    edit(line, buyer, message="In March.", beside=SEE)
    assert to_see(line.project) is None
    assert not line.project.communication_revisions.filter(team_needs_to_see=True).exists()


def test_after_it_was_sent_the_team_is_asked_to_see_what_is_marked(line, buyer):
    send(line.project, buyer)
    edit(line, buyer, message="In March.", beside=SEE)
    edit(line, buyer, message="In march.")
    assert to_see(line.project).version == 2
    asked = line.project.history.get(verb="communication plan to be seen")
    assert tell(asked, {}).endswith("asked the team to read version 2 of the communication plan.")


def test_a_matter_of_wording_asks_nobody(line, buyer):
    send(line.project, buyer)
    edit(line, buyer, message="Soon!", beside={"team_needs_to_see": False})
    assert to_see(line.project) is None


def test_sending_it_again_shows_the_change_to_everyone(line, buyer):
    send(line.project, buyer)
    remove_row(register=COMMUNICATION, row=add(line.project, buyer), by=buyer, beside=SEE)
    assert to_see(line.project).what_changed == "Taken off: Leaders"
    send(line.project, buyer)
    assert to_see(line.project) is None


# ---- Lines --------------------------------------------------------------------------------------------------------


def test_a_group_sends_nothing(project, buyer):
    with pytest.raises(FieldNeeded):
        add(project, buyer, owner=StakeholderFactory(project=project, group=True))
    assert add(project, buyer, owner=StakeholderFactory(project=project, position_only=True)).owner.kind == Kind.POSITION


def test_nobody_of_another_project_is_named(project, buyer):
    with pytest.raises(NotNow):
        add(project, buyer, stakeholders=[StakeholderFactory()])
    assert (project.communication_items.count(), version_of(project)) == (0, 0)


def test_a_leaver_who_was_named_may_stay_named(project, buyer):
    leaver, mei = StakeholderFactory(project=project), StakeholderFactory(project=project)
    row = add(project, buyer, stakeholders=[leaver])
    remove_stakeholder(stakeholder=leaver, by=buyer)
    assert edit(row, buyer, stakeholders=[leaver, mei])
    assert set(row.stakeholders.all()) == {leaver, mei}
    other = add(project, buyer)
    with pytest.raises(NotNow):
        edit(other, buyer, stakeholders=[leaver])


def test_history_tells_whom_a_line_is_for_by_name(project, buyer):
    people = [StakeholderFactory(project=project, name=name) for name in ("Mei Chen", "Dan Kelly")]
    add(project, buyer, stakeholders=people)
    entry, names = project.history.last(), names_for(project)
    assert tell(entry, names).endswith("added a line to the communication plan, for “Leaders”.")
    assert {told.field: told.after for told in changes(entry, names)}["Who of the people listed that is"] == "Mei Chen, Dan Kelly"


def test_who_is_of_high_interest_and_in_no_line_is_named(project, buyer):
    high = [StakeholderFactory(project=project, is_high_interest=True, name=name) for name in ("Ada", "Bo", "Cy")]
    StakeholderFactory(project=project, name="Nobody in particular")
    add(project, buyer, stakeholders=[high[0]])
    remove_row(register=COMMUNICATION, row=add(project, buyer, stakeholders=[high[1]]), by=buyer)
    remove_stakeholder(stakeholder=high[2], by=buyer)
    assert without_item(project.stakeholders.all(), items_of(project)) == [high[1]]


# ---- Sending ------------------------------------------------------------------------------------------------------


def test_sending_keeps_the_version_and_whom_it_went_to(line, buyer, member, wider):
    sent = send(line.project, buyer, how=" by e-mail ")
    team = line.project.stakeholders.current().core()
    assert (sent.plan_version, sent.how, set(sent.sent_to)) == (1, "by e-mail", {s.pk for s in team})
    entry = line.project.history.last()
    told = {told.field: told.after for told in changes(entry, names_for(line.project))}
    assert tell(entry, {}).endswith("sent the team the communication plan, version 1.")
    assert (told["How it was sent"], member.name in told["Sent to"]) == ("by e-mail", True)


def test_the_same_form_twice_sends_once(line, buyer):
    nonce = uuid.uuid4()
    assert send(line.project, buyer, nonce=nonce) == send(line.project, buyer, nonce=nonce)
    assert line.project.circulations.count() == 1


def test_a_form_sent_in_another_project_sends_nothing(line, buyer):
    nonce = uuid.uuid4()
    send(line.project, buyer, nonce=nonce)
    other = ProjectFactory(buyer=buyer, agency=line.project.agency)
    add(other, buyer)
    with pytest.raises(SentElsewhere):
        send(other, buyer, nonce=nonce)


def test_an_empty_plan_is_not_sent(project, line, buyer):
    remove_row(register=COMMUNICATION, row=line, by=buyer)
    with pytest.raises(NotNow):
        send(project, buyer)


def test_a_plan_kept_elsewhere_is_sent_once_it_is_checked(project, buyer):
    kept = HeldElsewhereFactory(project=project, what=Held.COMMUNICATION, checked_on=None)
    with pytest.raises(NotNow):
        send(project, buyer)
    kept.checked_on, kept.checked_by = today(), buyer
    kept.save()
    assert send(project, buyer).plan_version == 0


def test_a_day_to_come_is_refused(line, buyer):
    with pytest.raises(FieldNeeded):
        send(line.project, buyer, sent_on=today() + YESTERDAY)


def test_what_changed_while_looking_is_not_sent(line, buyer, officer):
    edit(line, officer, message="In March.")
    with pytest.raises(ChangedMeanwhile):
        send(line.project, buyer, version=1)


def test_a_day_gone_by_records_the_version_of_that_day(line, buyer):
    send(line.project, buyer)
    line.project.communication_revisions.update(written_at=line.added_at - 3 * YESTERDAY)
    edit(line, buyer, message="In March.", beside=SEE)
    assert send(line.project, buyer, sent_on=today() - YESTERDAY).plan_version == 1
    assert to_see(line.project).version == 2
    assert send(line.project, buyer, sent_on=today() - 9 * YESTERDAY).plan_version == 1


def test_a_member_neither_writes_nor_sends(line, member):
    with pytest.raises(NotYourPart):
        add(line.project, member)
    with pytest.raises(NotYourPart):
        send(line.project, member)


# ---- My part ------------------------------------------------------------------------------------------------------


def test_once_sent_everyone_of_the_team_has_it_with_their_lines_first(line, buyer, member, wider):
    project = line.project
    me = project.stakeholders.get(person=member)
    for_me = add(project, buyer, audience="The team", stakeholders=[me])
    assert share_of(project, me) is None
    sent = send(project, buyer)
    share = share_of(project, me)
    assert (share.sent, share.mine, share.others, share.elsewhere) == (sent, [for_me], [line], None)
    joiner = StakeholderFactory(project=project)
    assert share_of(project, joiner).others == [line, for_me]
    assert share_of(project, project.stakeholders.get(person=wider)) is None


def test_my_part_shows_the_plan_once_it_was_sent(line, buyer, member, wider, client_of):
    address = f"/projects/{line.project.ref}/my-part/"
    assert "Who is told what" not in client_of(member).get(address).text
    HeldElsewhereFactory(project=line.project, what=Held.COMMUNICATION, title="The plan in the records system")
    add(line.project, buyer, audience="All of us", stakeholders=[line.project.stakeholders.get(person=member)])
    send(line.project, buyer)
    shown = client_of(member).get(address).text
    assert shown.index("All of us") < shown.index("Leaders")
    assert "The plan in the records system" in shown
    assert "Who is told what" not in client_of(wider).get(address).text


# ---- The pages ----------------------------------------------------------------------------------------------------


def typed(**wanted):
    return {"audience": "Leaders", "message": "Soon.", "nonce": str(uuid.uuid4()), **wanted}


def test_communication_add_names_who_of_the_people_listed(project, officer, client_of, pages):
    mei = StakeholderFactory(project=project, name="Mei Chen")
    answered = client_of(officer).post(f"{pages}add/", typed(stakeholders=[mei.pk], owner=mei.pk), follow=True)
    assert answered.redirect_chain == [(pages, 303)]
    assert "Line of the plan added." in answered.text
    assert list(project.communication_items.get().stakeholders.all()) == [mei]


def test_communication_add_takes_nobody_of_another_project(officer, client_of, pages):
    theirs = StakeholderFactory()
    answered = client_of(officer).post(f"{pages}add/", typed(stakeholders=[theirs.pk]))
    assert answered.status_code == 422
    assert client_of(officer).post(f"{pages}add/", typed(owner=theirs.pk)).status_code == 422


def test_communication_add_begins_with_whom_it_is_for(project, officer, client_of, pages):
    mei, theirs = StakeholderFactory(project=project, is_high_interest=True), StakeholderFactory()
    assert f"add/?for={mei.pk}" in client_of(officer).get(pages).text
    asked = [
        client_of(officer).get(f"{pages}add/?for={who}").context["form"].initial.get("audience")
        for who in (mei.pk, theirs.pk, "x", "9" * 30)
    ]
    assert asked == [mei.name, None, None, None]


def test_communication_item_asks_whether_the_team_needs_to_see_it_once_it_was_sent(line, officer, client_of, pages):
    client, page = client_of(officer), f"{pages}{line.pk}/"
    assert "Does the team need to see this change?" not in client.get(page).text
    CirculationFactory(project=line.project)
    assert "Does the team need to see this change?" in client.get(page).text
    client.post(page, {"audience": "Leaders", "message": "In March.", "version": 1, "team_needs_to_see": "yes"})
    assert to_see(line.project).version == 2
    assert "The team needs to see" in client.get(pages).text


def test_communication_item_shows_theirs_and_yours(line, buyer, officer, client_of, pages):
    edit(line, buyer, message="In March.")
    answered = client_of(officer).post(f"{pages}{line.pk}/", {"audience": "Leaders", "message": "In April.", "version": 1})
    assert answered.status_code == 409
    assert all(words in answered.text for words in ("In March.", "In April.", "Keep mine"))


def test_communication_remove_asks_the_same(line, officer, client_of, pages):
    CirculationFactory(project=line.project)
    client, page = client_of(officer), f"{pages}{line.pk}/remove/"
    assert "Does the team need to see this change?" in client.get(page).text
    assert client.post(page, {"team_needs_to_see": "perhaps"}).status_code == 422
    assert client.post(page, {"team_needs_to_see": "yes"}, follow=True).redirect_chain == [(pages, 303)]
    assert to_see(line.project).what_changed == "Taken off: Leaders"


def test_communication_send_shows_exactly_who_gets_what(line, buyer, officer, member, client_of, pages):
    me = line.project.stakeholders.get(person=member)
    add(line.project, buyer, audience="All of us", stakeholders=[me])
    line.project.stakeholders.filter(pk=me.pk).update(email="")
    shown = client_of(officer).get(f"{pages}send/")
    gets = {who.name: [item.audience for item in lines] for who, lines in shown.context["who_gets"]}
    assert (gets[member.name], set(gets)) == (["All of us"], {s.name for s in line.project.stakeholders.current().core()})
    assert "None: they have it on “My part”" in shown.text


def test_communication_send_sends_it(line, officer, client_of, pages):
    sent = {"version": 1, "sent_on": today().isoformat(), "how": "by e-mail", "nonce": str(uuid.uuid4())}
    answered = client_of(officer).post(f"{pages}send/", sent, follow=True)
    assert answered.redirect_chain == [(pages, 303)]
    assert "The plan is on everyone’s “My part”, and it is recorded" in answered.text
    assert "by e-mail" in answered.text


def test_communication_send_of_an_old_version_shows_the_new_one(line, buyer, officer, client_of, pages):
    edit(line, buyer, message="In March.")
    sent = {"version": 1, "sent_on": today().isoformat(), "how": "by fax", "nonce": str(uuid.uuid4())}
    answered = client_of(officer).post(f"{pages}send/", sent)
    assert answered.status_code == 409
    assert all(words in answered.text for words in ('name="version" value="2"', 'value="by fax"'))


def test_communication_send_of_nothing_is_refused(project, officer, client_of, pages):
    sent = {"version": 0, "sent_on": today().isoformat(), "nonce": str(uuid.uuid4())}
    answered = client_of(officer).post(f"{pages}send/", sent)
    assert (answered.status_code, "There is no plan to send yet." in answered.text) == (409, True)


@pytest.mark.parametrize("page", ["", "remove/"])
def test_communication_of_another_project_is_not_found(officer, client_of, pages, page):
    theirs = CommunicationItemFactory()
    assert client_of(officer).post(f"{pages}{theirs.pk}/{page}", typed(version=1)).status_code == 404
    theirs.refresh_from_db()
    assert (theirs.version, theirs.is_current) == (1, True)


def test_communication_lists_its_versions_and_where_the_earlier_ones_are(line, buyer, member, client_of, pages):
    for number in range(20):
        edit(line, buyer, message=f"Soon {number}.")
    shown = client_of(member).get(pages).text
    assert "Version 21. Changed: Leaders (message)." in shown
    assert "Version 1. Added" not in shown
    assert "The earlier ones are in the" in shown
