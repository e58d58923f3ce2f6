"""Who to contact for what: whom topics begin with, what is wrong with the list, and its changes."""

import datetime
import uuid

import pytest

from projects.contacts import TOPICS, backup_gaps, gaps, in_order, offered, suggest
from projects.matrix import matrix_of
from projects.models import ContactSending, ContactTopic, Role
from projects.operations.contacts import add_topic, send_contacts, set_contact, use_topics
from projects.operations.people import remove_contact_details, remove_stakeholder
from projects.operations.raci import remove_activity
from projects.refusals import ChangedMeanwhile, FieldNeeded, NotNow, NotYourPart, SentElsewhere
from tests.factories import (
    ActivityFactory,
    AgencyContactFactory,
    ContactSendingFactory,
    ContactTopicFactory,
    ProjectFactory,
    StakeholderFactory,
)


@pytest.fixture
def ruth(project):
    return project.stakeholders.get(role=Role.BUYER)


@pytest.fixture
def omar(project):
    return project.stakeholders.get(role=Role.PROCUREMENT_OFFICER)


@pytest.fixture
def mei(project, member):
    return project.stakeholders.get(person=member)


@pytest.fixture
def media(project, mei, ruth):
    return ContactTopicFactory(project=project, topic="Media", first=mei, backup=ruth)


def last(project):
    entry = project.history.last()
    return entry.verb, entry.label, entry.before, entry.after


def names(project, topic):
    found = suggest(topic, matrix_of(project), {c.topic: c for c in project.agency.contacts.filter(removed_at=None)})
    return tuple(str(one) if one else None for one in (found.first, found.first_of_agency and found.first_of_agency.name, found.backup))


# ---- Whom a topic begins with -------------------------------------------------------------------------------------


def test_there_are_fourteen_usual_topics():
    assert len(TOPICS) == 14


def test_the_letters_come_first_then_function_and_role(project, mei):
    assert names(project, "Objective and scope") == ("Ada Grevillea", None, "Ruth Banksia")
    ActivityFactory(project=project, title="Scope the challenge (problem shaping)", letters={mei: "AR"})
    assert names(project, "Objective and scope") == ("Mei Waratah", None, "Ada Grevillea")


def test_an_activity_is_known_by_its_number_or_by_its_name(project, mei, omar):
    ActivityFactory(project=project, title="market research AND supplier engagement", letters={mei: "A"})
    assert names(project, "Supplier enquiries") == ("Mei Waratah", None, "Omar Wattle")


def test_an_activity_off_the_list_gives_nobody(project, mei, buyer):
    activity = ActivityFactory(project=project, title="Market research and supplier engagement", letters={mei: "A"})
    remove_activity(activity=activity, by=buyer)
    assert names(project, "Supplier enquiries") == ("Omar Wattle", None, "Ada Grevillea")


def test_expertise_gives_a_contact_and_a_second_a_back_up(project):
    StakeholderFactory(project=project, person__name="Lena Legal", expertise="legal")
    assert names(project, "Contract and legal") == ("Lena Legal", None, "Omar Wattle")


def test_the_agencys_own_contact_comes_where_nobody_of_the_project_does(project):
    AgencyContactFactory(agency=project.agency, topic="Media")
    AgencyContactFactory(agency=project.agency, topic="Probity")
    assert names(project, "Media") == (None, "Media team", None)
    assert names(project, "Probity") == (None, "Probity team", "Omar Wattle")
    StakeholderFactory(project=project, person__name="Pip Probity", expertise="probity")
    assert names(project, "Probity") == ("Pip Probity", None, "Omar Wattle")


def test_any_topic_may_have_a_contact_of_the_agency(project):
    AgencyContactFactory(agency=project.agency, topic="Site visits")
    assert names(project, "Site visits") == (None, "Site visits team", None)
    assert names(project, "Parking") == (None, None, None)


def test_who_cannot_be_reached_is_not_suggested(project, buyer):
    lena = StakeholderFactory(project=project, expertise="privacy", person__name="Lena Privacy")
    assert names(project, "Privacy")[0] == "Lena Privacy"
    remove_contact_details(stakeholder=lena, by=buyer)
    assert names(project, "Privacy") == (None, None, None)


def test_positions_and_leavers_are_not_suggested(project):
    StakeholderFactory(project=project, position_only=True, expertise="cyber")
    StakeholderFactory(project=project, expertise="cyber", left=True)
    assert names(project, "Security") == (None, None, None)


def test_a_wider_stakeholder_may_be_a_contact(project):
    StakeholderFactory(project=project, person__name="Wanda Wards", expertise="operations", role=Role.WIDER)
    assert names(project, "Users and operations")[0] == "Wanda Wards"


def test_what_the_agency_leaves_out_and_adds(agency):
    agency.topics_left_out, agency.own_topics = ["Media", "Records"], ["Site visits"]
    assert offered(agency, ["Records", "Parking"]) == [t for t in TOPICS if t != "Media"] + ["Site visits", "Parking"]


def test_the_rows_are_in_the_order_of_the_list(project):
    project.agency.own_topics = ["Site visits"]
    project.agency.save()
    rows = [ContactTopicFactory(project=project, topic=name) for name in ("Parking", "Site visits", "Media", "Art", "Privacy")]
    assert [row.topic for row in in_order(rows, project.agency)] == ["Privacy", "Media", "Site visits", "Parking", "Art"]


# ---- What is wrong with the list ----------------------------------------------------------------------------------


def said(project):
    rows = in_order(project.contact_topics.filter(is_used=True), project.agency)
    return [gap.says for gap in gaps(rows)], [gap.says for gap in backup_gaps(rows)]


def test_nothing_is_wrong_where_both_can_be_reached(project, media):
    assert said(project) == ([], [])


def test_nobody_is_named(project):
    ContactTopicFactory(project=project, topic="Media", first=None)
    assert said(project) == (["Media has nobody to ask yet."], ["Media has no back-up."])


def test_leavers_are_named(project, media, mei, ruth, buyer):
    ContactTopicFactory(project=project, topic="Records", first=ruth, backup=mei)
    remove_stakeholder(stakeholder=mei, by=buyer)
    assert said(project) == (
        ["Mei Waratah, whom to ask first about Media, has left."],
        ["Mei Waratah, the back-up for Records, has left."],
    )


def test_who_has_no_contact_details_is_named(project, media, mei, buyer):
    remove_contact_details(stakeholder=mei, by=buyer)
    assert said(project)[0] == ["Mei Waratah, whom to ask first about Media, has no e-mail address and no telephone number."]


def test_a_contact_that_the_agency_removed_is_named(project):
    desk = AgencyContactFactory(agency=project.agency, topic="Media")
    ContactTopicFactory(project=project, topic="Media", first_of_agency=desk)
    assert said(project)[0] == []
    desk.removed_at = datetime.datetime(2026, 11, 12, tzinfo=datetime.UTC)
    desk.save()
    assert said(project)[0] == ["Media team, whom to ask first about Media, is not a contact of the agency any more."]


# ---- Topics on the list and off it --------------------------------------------------------------------------------


def test_topics_begin_with_whom_is_suggested(project, buyer, ruth, omar):
    desk = AgencyContactFactory(agency=project.agency, topic="Media")
    use_topics(project=project, put_on=["Money and delegation", "Probity", "Media"], by=buyer)
    rows = {row.topic: (row.first, row.first_of_agency, row.backup) for row in project.contact_topics.all()}
    assert rows == {"Money and delegation": (ruth, None, None), "Probity": (omar, None, None), "Media": (None, desk, None)}
    told = project.history.order_by("-sequence")[:3]
    assert {(entry.verb, entry.label) for entry in told} == {("contact topic used", name) for name in rows}
    assert last(project)[3] == {"first": None, "first_of_agency": desk.pk, "backup": None}


def test_again_changes_nothing_and_overwrites_nobody(project, buyer, media, mei):
    project.refresh_from_db()
    length = project.history_length
    use_topics(project=project, put_on=["Media"], by=buyer)
    media.refresh_from_db()
    assert (media.first, media.version, project.history_length) == (mei, 1, length)


def test_taken_off_and_put_back_it_keeps_its_contacts(project, buyer, media, mei):
    use_topics(project=project, take_off=["Media", "Records"], by=buyer)
    media.refresh_from_db()
    assert (media.is_used, media.version) == (False, 2)
    assert last(project) == ("contact topic left out", "Media", {}, {})
    length = project.history_length
    use_topics(project=project, take_off=["Media"], by=buyer)
    assert project.history_length == length
    use_topics(project=project, put_on=["Media"], by=buyer)
    media.refresh_from_db()
    assert (media.is_used, media.first, media.version) == (True, mei, 3)
    assert last(project) == ("contact topic used", "Media", {}, {})


def test_a_topic_that_is_not_on_offer_is_refused(project, buyer):
    with pytest.raises(FieldNeeded):
        use_topics(project=project, put_on=["Media", "Parking"], by=buyer)
    assert project.contact_topics.count() == 0


# ---- A topic of one's own -----------------------------------------------------------------------------------------


def test_added_with_its_contacts_and_twice_is_once(project, agent, mei, ruth):
    row = add_topic(project=project, topic="  Site   visits ", first=mei, backup=ruth, by=agent)
    assert (row.topic, row.first, row.backup, row.is_used) == ("Site visits", mei, ruth, True)
    assert last(project) == ("contact topic used", "Site visits", {}, {"first": mei.pk, "first_of_agency": None, "backup": ruth.pk})
    assert add_topic(project=project, topic="site visits", first=mei, backup=ruth, by=agent) == row
    assert project.contact_topics.count() == 1


def test_one_on_the_list_with_other_contacts_is_refused(project, buyer, media, ruth):
    with pytest.raises(NotNow) as refused:
        add_topic(project=project, topic="media", first=ruth, by=buyer)
    assert (refused.value.says, refused.value.where) == ("Media is on the list already.", f"/projects/{project.ref}/contacts/")


def test_one_taken_off_comes_back_with_the_contacts_named_now(project, buyer, media, ruth, mei):
    use_topics(project=project, take_off=["Media"], by=buyer)
    add_topic(project=project, topic="Media", first=ruth, by=buyer)
    media.refresh_from_db()
    assert (media.is_used, media.first, media.backup) == (True, ruth, None)
    assert last(project)[2:] == ({"first": mei.pk, "backup": ruth.pk}, {"first": ruth.pk, "backup": None})


@pytest.mark.parametrize("topic", [" ", "x" * 81])
def test_without_a_name_or_with_too_long_a_one_it_is_refused(project, buyer, topic):
    with pytest.raises(FieldNeeded):
        add_topic(project=project, topic=topic, by=buyer)


# ---- Contacts chosen ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["buyer", "agent", "officer"])
def test_chosen_by_either_side(request, project, media, ruth, mei, who):
    set_contact(topic=media, version=1, first=ruth, backup=None, by=request.getfixturevalue(who))
    assert (media.first, media.backup, media.version) == (ruth, None, 2)
    assert last(project) == ("contact changed", "Media", {"first": mei.pk, "backup": ruth.pk}, {"first": ruth.pk, "backup": None})


def test_of_the_agency_or_nobody(project, media, buyer):
    desk = AgencyContactFactory(agency=project.agency, topic="Media")
    set_contact(topic=media, version=1, first_of_agency=desk, by=buyer)
    assert (media.first, media.first_of_agency) == (None, desk)
    set_contact(topic=media, version=2, by=buyer)
    assert gaps([media])[0].says == "Media has nobody to ask yet."


def test_the_same_again_changes_nothing_at_any_version(project, media, mei, ruth, buyer):
    length = project.history_length
    set_contact(topic=media, version=7, first=mei, backup=ruth, by=buyer)
    media.project.refresh_from_db()
    assert (media.version, media.project.history_length) == (1, length)


def test_on_an_old_version_the_other_change_is_named(media, mei, ruth, buyer, officer):
    set_contact(topic=media, version=1, first=ruth, by=officer)
    with pytest.raises(ChangedMeanwhile) as refused:
        set_contact(topic=media, version=1, first=mei, by=buyer)
    assert "Omar Wattle made the last change" in refused.value.says
    media.refresh_from_db()
    assert media.first == ruth


def test_once_taken_off_it_is_not_changed(project, media, ruth, buyer):
    use_topics(project=project, take_off=["Media"], by=buyer)
    with pytest.raises(NotNow):
        set_contact(topic=media, version=2, first=ruth, by=buyer)


def test_two_first_contacts_or_one_person_twice_are_refused(project, media, ruth, buyer):
    desk = AgencyContactFactory(agency=project.agency, topic="Media")
    for contacts in ({"first": ruth, "first_of_agency": desk}, {"first": ruth, "backup": ruth}):
        with pytest.raises(FieldNeeded):
            set_contact(topic=media, version=1, **contacts, by=buyer)


def test_groups_and_positions_cannot_be_asked(project, media, buyer):
    for kind in ("group", "position_only"):
        with pytest.raises(FieldNeeded):
            set_contact(topic=media, version=1, first=StakeholderFactory(project=project, **{kind: True}), by=buyer)


def test_leavers_and_people_of_another_project_cannot_be_chosen(project, media, buyer):
    for stakeholder in (StakeholderFactory(project=project, left=True), StakeholderFactory()):
        for place in ("first", "backup"):
            with pytest.raises(NotNow):
                set_contact(topic=media, version=1, **{place: stakeholder}, by=buyer)


def test_one_who_has_left_can_be_kept_while_the_other_changes(project, media, mei, omar, buyer):
    remove_stakeholder(stakeholder=mei, by=buyer)
    set_contact(topic=media, version=1, first=mei, backup=omar, by=buyer)
    assert (media.first, media.backup) == (mei, omar)


def test_contacts_of_another_agency_or_removed_ones_cannot_be_chosen(project, media, buyer):
    removed = AgencyContactFactory(agency=project.agency, removed_at=datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC))
    for desk in (AgencyContactFactory(), removed):
        with pytest.raises(NotNow):
            set_contact(topic=media, version=1, first_of_agency=desk, by=buyer)


# ---- The list sent ------------------------------------------------------------------------------------------------


def test_sent_once_however_often_the_form_is_sent(project, media, officer, clock):
    wish = {"project": project, "sent_on": clock.today, "how": " by e-mail ", "by": officer, "nonce": uuid.uuid4()}
    sending = send_contacts(**wish)
    assert (sending.how, sending.recorded_by, sending.sent_on) == ("by e-mail", officer, clock.today)
    assert last(project) == ("contact list sent", "", {}, {"sent_on": "2026-11-12", "sent_how": "by e-mail"})
    assert send_contacts(**wish) == sending
    assert ContactSending.objects.count() == 1


def test_nothing_on_the_list_is_not_sent(project, buyer, clock):
    ContactTopicFactory(project=project, left_out=True)
    with pytest.raises(NotNow):
        send_contacts(project=project, sent_on=clock.today, by=buyer, nonce=uuid.uuid4())


def test_not_sent_on_a_day_to_come(project, media, buyer, clock):
    with pytest.raises(FieldNeeded):
        send_contacts(project=project, sent_on=clock.today + datetime.timedelta(days=1), by=buyer, nonce=uuid.uuid4())


def test_a_form_sent_in_another_project_is_refused(project, media, buyer, clock):
    sending = ContactSendingFactory(project=ProjectFactory())
    with pytest.raises(SentElsewhere):
        send_contacts(project=project, sent_on=clock.today, by=buyer, nonce=sending.nonce)


# ---- Who may ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["member", "wider", "viewer", "outsider"])
def test_changed_by_nobody_else_and_not_in_somebody_elses_project(request, project, media, ruth, who, clock):
    by, length = request.getfixturevalue(who), project.history_length
    for act in (
        lambda: use_topics(project=project, put_on=["Privacy"], by=by),
        lambda: add_topic(project=project, topic="Parking", by=by),
        lambda: set_contact(topic=media, version=1, first=ruth, by=by),
        lambda: send_contacts(project=project, sent_on=clock.today, by=by, nonce=uuid.uuid4()),
    ):
        with pytest.raises(NotYourPart):
            act()
    assert (ContactTopic.objects.count(), ContactSending.objects.count(), project.history_length) == (1, 0, length)
