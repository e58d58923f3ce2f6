"""What the project shows for the criteria of milestone 2 that are about people: 2.1 and 2.3."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from milestones.findings import Facts
from milestones.findings.organise import roles_known, team_engaged
from milestones.models import Answer
from projects.clock import now
from projects.models import BuyingProject, Role, Stakeholder
from projects.operations.asking import answer_invitation, cannot_do_part
from projects.operations.people import edit_stakeholder, remove_stakeholder
from projects.operations.raci import set_letters
from tests.factories import (
    AcknowledgementFactory,
    ActivityFactory,
    InvitationFactory,
    PersonFactory,
    StakeholderFactory,
    answer_criterion,
    engage_everyone,
    open_up,
)


def shown(finder, project):
    return {finding.key: finding for finding in finder(Facts(project))}


def needs(found):
    return {key: finding.holds for key, finding in found.items() if finding.needed}


def row(project, name):
    return project.stakeholders.current().get(name=name)


# ---- 2.1 ----------------------------------------------------------------------------------------------------------


def test_everybody_but_buyer_and_officer_is_to_be_asked(project):
    found = shown(team_engaged, project)
    assert needs(found) == {"2.1.asked": False, "2.1.yes": False}
    assert found["2.1.asked"].says == "Ada Grevillea and Mei Waratah are not asked yet."
    assert found["2.1.yes"].says == "0 of 2 said yes. No answer yet from Ada Grevillea and Mei Waratah."
    assert [m.mark for m in found["2.1.asked"].missing] == [f"stakeholder:{row(project, n).pk}" for n in ("Ada Grevillea", "Mei Waratah")]


def test_asked_and_answered_yes_it_holds(project):
    for name in ("Ada Grevillea", "Mei Waratah"):
        InvitationFactory(stakeholder=row(project, name), answer="yes", time_asked="a day", has_managers_agreement=True)
    found = shown(team_engaged, project)
    assert {key: finding.says for key, finding in found.items()} == {
        "2.1.asked": "Each of the 2 was asked in both names.",
        "2.1.yes": "Each of the 2 said yes.",
        "2.1.time": "Each of the 2 was told about how much time.",
        "2.1.manager": "Each of the 2 has their manager’s agreement.",
    }
    assert [finding.holds for finding in found.values()] == [True] * 4


def test_a_no_is_named_apart_from_who_has_not_answered(project):
    InvitationFactory(stakeholder=row(project, "Mei Waratah"), answer="no", reason="On leave.")
    InvitationFactory(stakeholder=row(project, "Ada Grevillea"))
    found = shown(team_engaged, project)
    assert found["2.1.asked"].holds is True
    assert found["2.1.yes"].says == "0 of 2 said yes. Mei Waratah said no. No answer yet from Ada Grevillea."
    assert {m.name for m in found["2.1.yes"].missing} == {"Mei Waratah", "Ada Grevillea"}


def test_asking_again_waits_for_the_new_answer(project):
    mei = row(project, "Mei Waratah")
    InvitationFactory(stakeholder=mei, answer="yes")
    InvitationFactory(stakeholder=mei, for_what="Twice as much")
    assert "No answer yet from Ada Grevillea and Mei Waratah." in shown(team_engaged, project)["2.1.yes"].says


def test_positions_groups_and_wider_stakeholders_are_not_asked_for(project):
    before = shown(team_engaged, project)["2.1.asked"].missing
    StakeholderFactory(project=project, position_only=True)
    StakeholderFactory(project=project, group=True)
    assert shown(team_engaged, project)["2.1.asked"].missing == before


def test_buyer_and_officer_alone_are_not_a_team_yet(project, buyer):
    for name in ("Ada Grevillea", "Mei Waratah"):
        remove_stakeholder(stakeholder=row(project, name), by=buyer)
    found = shown(team_engaged, project)
    assert (list(found), found["2.1.asked"].says, found["2.1.asked"].holds) == (
        ["2.1.asked"],
        "Nobody else is in the core team yet.",
        False,
    )


def test_time_and_managers_agreement_are_worth_checking_of_those_asked(project):
    assert list(shown(team_engaged, project)) == ["2.1.asked", "2.1.yes"]
    InvitationFactory(stakeholder=row(project, "Mei Waratah"))
    assert shown(team_engaged, project)["2.1.time"].says == "Mei Waratah was not told about how much time."
    InvitationFactory(stakeholder=row(project, "Ada Grevillea"))
    assert shown(team_engaged, project)["2.1.manager"].says == "Ada Grevillea and Mei Waratah have no manager’s agreement recorded."


# ---- 2.3 ----------------------------------------------------------------------------------------------------------


def test_everybody_of_the_core_team_needs_letter_sentence_and_yes(project):
    found = shown(roles_known, project)
    assert needs(found) == {"2.3.letters": False, "2.3.sentence": False, "2.3.yes": False}
    assert found["2.3.letters"].says == "Ruth Banksia, Ada Grevillea, Omar Wattle and Mei Waratah have no part in any activity."
    assert found["2.3.yes"].says == "0 of 4 said yes to their part. Not yet: Ruth Banksia, Ada Grevillea, Omar Wattle and Mei Waratah."
    assert [len(finding.missing) for finding in found.values()] == [4, 4, 4]


@pytest.mark.parametrize(("more", "rest"), [(4, "Member 2 and Member 3"), (5, "Member 2 and 2 more")])
def test_up_to_eight_are_named(project, more, rest):
    for number in range(more):
        StakeholderFactory(project=project, name=f"Member {number}")
    first = "Ruth Banksia, Ada Grevillea, Omar Wattle, Mei Waratah, Member 0, Member 1"
    assert shown(roles_known, project)["2.3.letters"].says == f"{first}, {rest} have no part in any activity."
    assert shown(team_engaged, project)["2.1.asked"].says.startswith("Ada Grevillea, Mei Waratah, Member 0, Member 1")


def test_with_all_three_it_holds(project):
    found = shown(roles_known, engage_everyone(project))
    assert {key: finding.says for key, finding in found.items()} == {
        "2.3.letters": "Each of the 4 has a part in an activity.",
        "2.3.sentence": "Each of the 4 has a sentence on why their part matters.",
        "2.3.yes": "Each of the 4 said “Yes, that’s my part”.",
    }


def test_other_letters_or_another_sentence_are_to_be_said_yes_to_again(project, buyer):
    engage_everyone(project)
    mei, ada = row(project, "Mei Waratah"), row(project, "Ada Grevillea")
    activity = project.activities.first()
    set_letters(project=project, base={(activity.pk, mei.pk): "I"}, wanted={(activity.pk, mei.pk): "C"}, by=buyer)
    edit_stakeholder(stakeholder=ada, version=ada.version, why_it_matters="Callers wait less, and staff stay.", by=buyer)
    found = shown(roles_known, project)["2.3.yes"]
    assert found.says == "2 of 4 said yes to their part. Changed since they said so: Ada Grevillea and Mei Waratah."
    AcknowledgementFactory(stakeholder=mei)
    assert [m.name for m in shown(roles_known, project)["2.3.yes"].missing] == ["Ada Grevillea"]


def test_a_yes_goes_with_the_person_who_said_it(project, buyer, clock):
    """Somebody who never signed in gets another address, which is another person: nothing of it is theirs."""
    engage_everyone(project)
    mei = row(project, "Mei Waratah")
    invitation = InvitationFactory(stakeholder=mei)
    answer_invitation(invitation=invitation, version=invitation.version, answer="yes", by=mei.person)
    first = mei.person.email
    edit_stakeholder(stakeholder=mei, version=mei.version, email="somebody.else@des.example", by=buyer)
    assert shown(roles_known, project)["2.3.yes"].says == "3 of 4 said yes to their part. Not yet: Mei Waratah."
    engaged = shown(team_engaged, project)
    assert (engaged["2.1.asked"].says, engaged["2.1.yes"].says) == (
        "Mei Waratah is not asked yet.",
        "1 of 2 said yes. No answer yet from Mei Waratah.",
    )
    edit_stakeholder(stakeholder=mei, version=mei.version, email=first, by=buyer)
    assert shown(roles_known, project)["2.3.yes"].holds


def test_a_yes_that_a_side_recorded_stays_with_the_part(project, buyer):
    engage_everyone(project)
    mei = row(project, "Mei Waratah")
    edit_stakeholder(stakeholder=mei, version=mei.version, email="somebody.else@des.example", by=buyer)
    assert needs(shown(team_engaged, project)) == {"2.1.asked": True, "2.1.yes": True}


def test_a_letter_in_an_activity_taken_off_the_list_counts_for_nothing(project):
    ActivityFactory(project=project, letters={row(project, "Mei Waratah"): "AR"}, removed=True)
    assert "Mei Waratah" in [m.name for m in shown(roles_known, project)["2.3.letters"].missing]


def test_a_project_with_nobody_in_it_says_so():
    facts = Facts(BuyingProject(ref="DES-001"))
    facts.team, facts.matrix = [], type("Empty", (), {"cells": {}})
    (found,) = roles_known(facts)
    assert (found.says, found.holds) == ("Nobody is in the core team yet.", False)


def test_one_person_is_not_called_each_of_the_1(project, buyer):
    remove_stakeholder(stakeholder=row(project, "Ada Grevillea"), by=buyer)
    InvitationFactory(stakeholder=row(project, "Mei Waratah"), answer="yes")
    assert shown(team_engaged, project)["2.1.yes"].says == "The one person said yes."


def test_who_said_i_cant_since_is_named_in_both_and_the_officer_is_asked_to_look_again(project, clock):
    open_up(project, 2)
    engage_everyone(project)
    criteria = [answer_criterion(project, key, Answer.MET) for key in ("2.1", "2.3")]
    mei = row(project, "Mei Waratah")
    cannot_do_part(stakeholder=mei, instead="", reason="On leave.", by=mei.person)
    says = "3 of 4 said yes to their part. Mei Waratah said that they can’t do it: change their part, or ask somebody else."
    assert shown(roles_known, project)["2.3.yes"].says == says
    assert shown(team_engaged, project)["2.1.yes"].says == "1 of 2 said yes. Mei Waratah said no."
    for criterion in criteria:
        criterion.refresh_from_db()
        assert (criterion.needs_another_look, criterion.answer) == (True, Answer.MET)
    AcknowledgementFactory(stakeholder=mei)
    assert (shown(roles_known, project)["2.3.yes"].holds, shown(team_engaged, project)["2.1.yes"].holds) == (True, True)
    for criterion in criteria:
        criterion.refresh_from_db()
        assert not criterion.needs_another_look


# ---- Both ---------------------------------------------------------------------------------------------------------


def test_by_one_press_once_all_is_there(project):
    open_up(project, 2)
    engage_everyone(project)
    for key in ("2.1", "2.3"):
        assert answer_criterion(project, key, Answer.MET).answer == Answer.MET


def questions(project):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        facts = Facts(BuyingProject.objects.get(pk=project.pk))
        team_engaged(facts), roles_known(facts)
    return len(asked)


@pytest.mark.parametrize("members", [3, 60])
def test_as_many_questions_for_sixty_members_as_for_three(project, members):
    """The project, its activities, letters and people; invitations and acknowledgements."""
    people = [PersonFactory(name=f"Member {n}") for n in range(members)]
    Stakeholder.objects.bulk_create(
        Stakeholder(project=project, person=p, name=p.name, role=Role.TEAM_MEMBER, joined_at=now()) for p in people
    )
    assert questions(project) == 6
