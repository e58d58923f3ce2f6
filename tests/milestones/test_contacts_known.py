"""What the project shows for criterion 2.4: everyone knows who to contact for what."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from milestones.findings import Facts
from milestones.findings.organise import contacts_known
from milestones.models import Answer
from projects.models import Role
from projects.operations.contacts import use_topics
from projects.operations.people import remove_contact_details
from tests.factories import (
    ContactSendingFactory,
    ContactTopicFactory,
    StakeholderFactory,
    answer_criterion,
    criterion_of,
    open_up,
)


def shown(project):
    return {finding.key: finding for finding in contacts_known(Facts(project))}


def holding(project):
    return {key: finding.holds for key, finding in shown(project).items() if finding.needed}


def test_a_new_project_has_no_list(project):
    found = shown(project)
    assert holding(project) == {"2.4.topics": False, "2.4.reachable": True, "2.4.sent": False}
    assert {key: finding.says for key, finding in found.items()} == {
        "2.4.topics": "No topic is on the list yet.",
        "2.4.reachable": "No topic yet, so nobody to reach yet.",
        "2.4.sent": "The list has not gone to everyone yet.",
    }
    assert found["2.4.topics"].where == f"/projects/{project.ref}/contacts/"
    assert [finding.needed for finding in found.values()] == [True, True, True]


def test_with_topics_contacts_and_the_list_sent_it_holds(project, clock):
    mei = project.stakeholders.get(role=Role.TEAM_MEMBER)
    ContactTopicFactory(project=project, topic="Media", backup=mei)
    ContactSendingFactory(project=project)
    assert {key: (finding.holds, finding.says) for key, finding in shown(project).items()} == {
        "2.4.topics": (True, "1 topic on the list."),
        "2.4.reachable": (True, "Each has somebody to ask, who can be reached."),
        "2.4.sent": (True, "The list went to everyone on Thursday 12 November 2026. Whoever joined since has it by joining."),
        "2.4.backups": (True, "Each has a back-up."),
    }


def test_who_joins_after_the_list_was_sent_changes_nothing(project):
    ContactSendingFactory(project=project)
    StakeholderFactory(project=project)
    assert holding(project) == {"2.4.topics": True, "2.4.reachable": True, "2.4.sent": True}


def test_topics_without_somebody_who_can_be_reached_are_named(project, buyer):
    mei = project.stakeholders.get(role=Role.TEAM_MEMBER)
    media = ContactTopicFactory(project=project, topic="Media", first=mei)
    records = ContactTopicFactory(project=project, topic="Records", first=None)
    remove_contact_details(stakeholder=mei, by=buyer)
    found = shown(project)["2.4.reachable"]
    assert [(m.mark, m.name) for m in found.missing] == [(f"topic:{records.pk}", "Records"), (f"topic:{media.pk}", "Media")]
    assert found.says == (
        "Records has nobody to ask yet. Mei Waratah, whom to ask first about Media, has no e-mail address and no telephone number."
    )


def test_of_many_gaps_three_are_said_and_all_are_named(project):
    for number in range(5):
        ContactTopicFactory(project=project, topic=f"Topic {number}", first=None)
    found = shown(project)["2.4.reachable"]
    assert (found.says.endswith("Topic 2 has nobody to ask yet. And 2 more."), len(found.missing)) == (True, 5)


def test_topics_off_the_list_count_for_nothing(project):
    ContactTopicFactory(project=project, topic="Media", first=None, left_out=True)
    assert shown(project)["2.4.topics"].holds is False
    assert shown(project)["2.4.reachable"].missing == ()


def test_by_one_press_once_all_is_there_and_named_again_where_a_topic_comes_new(project, buyer):
    open_up(project, 2)
    ContactSendingFactory(project=project)
    assert answer_criterion(project, "2.4", Answer.MET).answer == Answer.MET
    use_topics(project=project, put_on=["Media"], by=buyer)
    assert [thing["name"] for thing in criterion_of(project, "2.4").newly_missing] == ["Media"]


def queries(project):
    with CaptureQueriesContext(connection) as captured:
        contacts_known(Facts(project))
    return len(captured)


def test_as_many_queries_with_three_people_and_topics_as_with_sixty(project):
    ContactSendingFactory(project=project)
    few = queries(project)
    for _ in range(56):
        ContactTopicFactory(project=project, first=StakeholderFactory(project=project))
    assert (few, queries(project)) == (2, 2)
