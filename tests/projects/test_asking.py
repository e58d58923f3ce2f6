"""Asking people to take part, and what they say."""

import datetime
import uuid

import pytest

from projects.models import Role
from projects.my_part import part_of
from projects.operations.asking import acknowledge_part, answer_invitation, ask_question, cannot_do_part, invite, letters_now, record_answer
from projects.operations.people import edit_stakeholder, remove_stakeholder
from projects.operations.raci import set_letters
from projects.refusals import ChangedMeanwhile, FieldNeeded, NotNow, NotYourPart, ProjectStopped, ReasonNeeded, SentElsewhere
from projects.telling import changes, names_for, tell
from tests.factories import ActivityFactory, ProjectFactory, StakeholderFactory

DAY = datetime.date(2026, 11, 3)
BY = datetime.date(2026, 12, 4)


@pytest.fixture
def me(project, member, clock):
    return project.stakeholders.get(person=member)


def ask(stakeholder, by, **wanted):
    return invite(**{"stakeholder": stakeholder, "asked_on": DAY, "for_what": "Advice.", "by": by, "nonce": uuid.uuid4(), **wanted})


def record(invitation, by, **wanted):
    said = {"answer": "yes", "reason": "", "how": "by phone", "answered_on": DAY, "version": invitation.version}
    record_answer(**{"invitation": invitation, "by": by, **said, **wanted})


# ---- invite -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["buyer", "agent", "officer", "cover"])
def test_asked_by_either_side_in_both_names(request, project, me, buyer, officer, who):
    by = request.getfixturevalue(who)
    row = ask(me, by, time_asked="about 6 hours", needed_by=BY, has_managers_agreement=True)
    assert (row.buyer, row.officer, row.asked_by, row.for_what, row.answer) == (buyer, officer, by, "Advice.", "")
    entry = project.history.last()
    assert "asked Mei" in tell(entry, {me.pk: "Mei"})
    told = [(line.field, line.after) for line in changes(entry, names_for(project))]
    assert [field for field, _ in told] == ["Asked on", "Asked for", "Time asked for", "Needed by", "Their manager agrees"]


def test_asking_again_ends_the_one_before_and_the_same_form_asks_once(me, buyer):
    nonce = uuid.uuid4()
    first = ask(me, buyer, nonce=nonce)
    assert ask(me, buyer, nonce=nonce) == first
    second = ask(me, buyer)
    assert list(me.invitations.live()) == [second]
    with pytest.raises(SentElsewhere):
        ask(StakeholderFactory(project=me.project), buyer, nonce=nonce)


@pytest.mark.parametrize("wanted", [{"for_what": " "}, {"asked_on": BY}])
def test_not_without_words_or_on_a_day_to_come(me, buyer, wanted):
    with pytest.raises(FieldNeeded):
        ask(me, buyer, **wanted)
    assert not me.invitations.exists()


def test_not_a_group_a_seat_or_who_has_left(project, me, buyer):
    nobody = [StakeholderFactory(project=project, group=True), StakeholderFactory(project=project, left=True)]
    for row in [*nobody, project.stakeholders.get(role=Role.BUYER)]:
        with pytest.raises(NotNow):
            ask(row, buyer)


def test_not_in_one_name(db, clock):
    alone = ProjectFactory(without_officer=True)
    buyer = alone.stakeholders.get(role=Role.BUYER).person
    with pytest.raises(NotNow) as refused:
        ask(StakeholderFactory(project=alone), buyer)
    assert refused.value.missing == ["the procurement officer is not named yet"]
    assert refused.value.where == f"/projects/{alone.ref}/people/"


def test_not_by_others_nor_in_somebody_elses_project(me, member, outsider):
    for by in (member, outsider):
        with pytest.raises(NotYourPart):
            ask(me, by)


# ---- the answer ---------------------------------------------------------------------------------------------------


def test_the_person_answers_once(project, me, member, buyer, clock):
    row = ask(me, buyer)
    answer_invitation(invitation=row, version=1, answer="yes", by=member)
    answer_invitation(invitation=row, version=1, answer="yes", by=member)
    assert (row.answer, row.answered_by, row.answered_at, row.version) == ("yes", member, clock.now, 2)
    assert project.history.filter(verb="invitation answered").count() == 1


def test_a_no_has_its_reason_and_an_answer_is_yes_or_no(me, member, buyer):
    row = ask(me, buyer)
    with pytest.raises(ReasonNeeded):
        answer_invitation(invitation=row, version=1, answer="no", by=member)
    with pytest.raises(FieldNeeded):
        answer_invitation(invitation=row, version=1, answer="perhaps", by=member)
    answer_invitation(invitation=row, version=1, answer="no", reason="On leave.", by=member)
    assert (row.answer, row.reason) == ("no", "On leave.")


def test_only_the_person_answers_and_only_what_they_saw(me, member, buyer, outsider):
    row = ask(me, buyer)
    for by in (buyer, outsider):
        with pytest.raises(NotYourPart):
            answer_invitation(invitation=row, version=1, answer="yes", by=by)
    with pytest.raises(ChangedMeanwhile):
        answer_invitation(invitation=row, version=7, answer="yes", by=member)
    ask(me, buyer)
    with pytest.raises(NotNow):
        answer_invitation(invitation=row, version=1, answer="yes", by=member)


def test_either_side_records_an_answer(project, me, buyer, officer):
    row = ask(me, buyer)
    record(row, officer)
    record(row, officer)
    assert (row.answer, row.how, row.answered_on, row.answered_by) == ("yes", "by phone", DAY, officer)
    told = [(line.field, line.after) for line in changes(project.history.last(), {})]
    assert ("Answer", "Yes") in told


@pytest.mark.parametrize("wanted", [{"how": ""}, {"answered_on": BY}])
def test_an_answer_is_not_recorded_without_how_and_when(me, buyer, wanted):
    with pytest.raises(FieldNeeded):
        record(ask(me, buyer), buyer, **wanted)


def test_an_answer_is_not_recorded_by_others(me, member, outsider, buyer):
    row = ask(me, buyer)
    for by in (member, outsider):
        with pytest.raises(NotYourPart):
            record(row, by)


# ---- Yes, that's my part ------------------------------------------------------------------------------------------


def test_yes_to_letters_and_sentence_until_either_changes(project, me, member, buyer):
    activity = ActivityFactory(project=project, letters={me: "R"})
    gone = ActivityFactory(project=project, letters={me: "C"}, removed=True)
    shown = {str(activity.pk): "R"}
    assert letters_now(me) == shown
    assert str(gone.pk) not in shown
    first = acknowledge_part(stakeholder=me, letters_shown=shown, sentence_shown="", by=member)
    assert acknowledge_part(stakeholder=me, letters_shown=shown, by=member) == first
    set_letters(project=project, base={(activity.pk, me.pk): "R"}, wanted={(activity.pk, me.pk): "C"}, by=buyer)
    with pytest.raises(ChangedMeanwhile):
        acknowledge_part(stakeholder=me, letters_shown=shown, by=member)
    assert not first.still_says(letters_now(me), "")
    assert acknowledge_part(stakeholder=me, letters_shown=letters_now(me), by=member) != first
    with pytest.raises(ChangedMeanwhile):
        acknowledge_part(stakeholder=me, letters_shown=letters_now(me), sentence_shown="Another.", by=member)


def test_a_wider_stakeholder_says_yes_too(project, wider):
    row = project.stakeholders.get(person=wider)
    assert acknowledge_part(stakeholder=row, letters_shown={}, by=wider).letters == {}


def test_nobody_says_yes_for_another(me, buyer, outsider):
    for by in (buyer, outsider):
        with pytest.raises(NotYourPart):
            acknowledge_part(stakeholder=me, letters_shown={}, by=by)


# ---- I can't, and a question --------------------------------------------------------------------------------------


def test_who_cannot_leaves_it_to_the_buyers_side(project, me, member, buyer):
    row = ask(me, buyer)
    wish = {"stakeholder": me, "instead": "Mei Chen", "reason": "On leave.", "by": member}
    item = cannot_do_part(**wish)
    assert cannot_do_part(**wish) == item
    row.refresh_from_db()
    assert (row.answer, row.reason, item.kind, item.owner.person) == ("no", "On leave.", "action", buyer)
    assert item.text == f"{me.name} can’t do their part: On leave.\nAsk instead: Mei Chen"
    assert cannot_do_part(**{**wish, "instead": ""}).text == f"{me.name} can’t do their part: On leave."
    with pytest.raises(ReasonNeeded):
        cannot_do_part(**{**wish, "reason": " "})


def test_a_question_is_the_buyers_to_answer(project, wider, buyer):
    row, nonce = project.stakeholders.get(person=wider), uuid.uuid4()
    item = ask_question(stakeholder=row, text=" When? ", nonce=nonce, by=wider)
    assert ask_question(stakeholder=row, text="When?", nonce=nonce, by=wider) == item
    assert (item.kind, item.text, item.owner.person, item.raised_by) == ("question", "When?", buyer, wider)
    with pytest.raises(FieldNeeded):
        ask_question(stakeholder=row, text="", nonce=uuid.uuid4(), by=wider)
    other = StakeholderFactory(person=wider)
    with pytest.raises(SentElsewhere):
        ask_question(stakeholder=other, text="When?", nonce=nonce, by=wider)


@pytest.mark.parametrize("operation", ["cannot", "question"])
def test_not_for_another_nor_after_leaving(me, member, buyer, outsider, operation):
    def say(by):
        if operation == "cannot":
            return cannot_do_part(stakeholder=me, instead="", reason="No.", by=by)
        return ask_question(stakeholder=me, text="Why?", nonce=uuid.uuid4(), by=by)

    for by in (buyer, outsider):
        with pytest.raises(NotYourPart):
            say(by)
    remove_stakeholder(stakeholder=me, by=member)
    with pytest.raises(NotYourPart):
        say(member)


def test_nothing_while_the_project_is_stopped(db, clock):
    stopped = ProjectFactory(stopped=True)
    row = stopped.stakeholders.get(role=Role.BUYER)
    with pytest.raises(ProjectStopped):
        ask_question(stakeholder=row, text="Why?", nonce=uuid.uuid4(), by=row.person)


# ---- Another person on the row ------------------------------------------------------------------------------------


@pytest.fixture
def replaced(project, me, member, buyer):
    """Mei said yes to an invitation and to their part; then their address was corrected to somebody else's."""
    row = ask(me, buyer)
    answer_invitation(invitation=row, version=1, answer="yes", by=member)
    acknowledge_part(stakeholder=me, letters_shown={}, by=member)
    edit_stakeholder(stakeholder=me, version=me.version, email="somebody.else@des.example", by=buyer)
    me.refresh_from_db()
    return me


def test_what_somebody_said_does_not_go_to_who_gets_their_part(project, replaced, member):
    part = part_of(replaced)
    assert (part.invitation, part.is_said, part.changed) == (None, False, "")
    assert replaced.acknowledgements.get().by == member


def test_history_says_what_counts_no_more(project, replaced):
    names = names_for(project)
    last = list(project.history.order_by("sequence"))[-3:]
    assert [tell(entry, names) for entry in last] == [
        "Ruth Banksia, buyer, ended the invitation of Mei Waratah, whose part has another person’s address now.",
        "Ruth Banksia, buyer, ended the yes to their part of Mei Waratah, whose part has another person’s address now.",
        "Ruth Banksia, buyer, changed the contact details of Mei Waratah.",
    ]
    assert [(line.field, line.before, line.after) for line in changes(last[0], names)] == [("Answer", "Yes", "Nothing")]


def test_the_other_person_says_it_themselves(project, replaced, buyer):
    other = replaced.person
    acknowledge_part(stakeholder=replaced, letters_shown={}, by=other)
    assert part_of(replaced).is_said
    row = ask(replaced, buyer)
    answer_invitation(invitation=row, version=1, answer="no", reason="On leave.", by=other)
    assert part_of(replaced).invitation.answer == "no"


def test_an_invitation_not_answered_yet_stays_and_history_says_nothing_more(project, me, buyer):
    row = ask(me, buyer)
    edit_stakeholder(stakeholder=me, version=me.version, email="somebody.else@des.example", by=buyer)
    assert me.invitations.live().get() == row
    assert not project.history.filter(verb__in=["invitation ended", "part no longer acknowledged"]).exists()


def test_nothing_of_it_in_somebody_elses_project(project, me, replaced, member, buyer):
    """The same person's words elsewhere stand."""
    elsewhere = StakeholderFactory(project=ProjectFactory(), person=member)
    acknowledge_part(stakeholder=elsewhere, letters_shown={}, by=member)
    assert part_of(elsewhere).is_said


# ---- A later “I can't”, and one yes for both ------------------------------------------------------------------------


@pytest.fixture
def whole(project, me, buyer):
    """Mei has a letter and a sentence, and was asked."""
    ActivityFactory(project=project, letters={me: "R"})
    edit_stakeholder(stakeholder=me, version=me.version, why_it_matters="People find us.", by=buyer)
    ask(me, buyer)
    me.refresh_from_db()
    return me


def seen_by(me):
    return {"letters": letters_now(me), "sentence": me.why_it_matters}


def test_a_later_i_cant_takes_the_yes_out_of_force_and_yes_can_be_said_again(project, whole, member):
    answer_invitation(invitation=whole.invitations.get(), version=1, answer="yes", by=member)
    acknowledge_part(stakeholder=whole, letters_shown=letters_now(whole), by=member)
    item = cannot_do_part(stakeholder=whole, instead="", reason="On leave.", by=member)
    part, length = part_of(whole), project.history.count()
    assert (part.is_said, part.refused.cannot, part.changed, part.invitation.answer) == (False, "On leave.", "", "no")
    assert cannot_do_part(stakeholder=whole, instead="", reason="On leave.", by=member) == item
    assert project.history.count() == length
    acknowledge_part(stakeholder=whole, letters_shown=letters_now(whole), by=member)
    part = part_of(whole)
    assert (part.is_said, part.refused, part.invitation.answer) == (True, None, "yes")
    assert cannot_do_part(stakeholder=whole, instead="", reason="On leave.", by=member) == item
    assert (part_of(whole).is_said, part_of(whole).invitation.answer) == (False, "no")


def test_i_cant_is_told_in_history(project, me, member):
    cannot_do_part(stakeholder=me, instead="", reason="On leave.", by=member)
    said = project.history.get(verb="part refused")
    assert tell(said, names_for(project)) == "Mei Waratah, team member, said that they can’t do their part."


def test_what_changed_since_i_cant_is_said(project, whole, member, buyer):
    cannot_do_part(stakeholder=whole, instead="", reason="On leave.", by=member)
    whole.refresh_from_db()
    edit_stakeholder(stakeholder=whole, version=whole.version, why_it_matters="Less to do.", by=buyer)
    whole.refresh_from_db()
    assert (part_of(whole).refused, part_of(whole).changed) == (None, "Changed since you said that you can’t: why your part matters.")


def test_a_yes_to_the_invitation_is_one_to_the_part_shown_with_it(whole, member):
    answer_invitation(invitation=whole.invitations.get(), version=1, answer="yes", seen=seen_by(whole), by=member)
    assert part_of(whole).is_said


def test_a_yes_to_the_invitation_alone_where_the_part_is_another_or_not_whole(project, me, whole, member, buyer):
    shown = {**seen_by(whole), "sentence": "Another."}
    answer_invitation(invitation=whole.invitations.get(), version=1, answer="yes", seen=shown, by=member)
    assert not part_of(whole).is_said
    edit_stakeholder(stakeholder=whole, version=whole.version, why_it_matters="", by=buyer)
    ask(whole, buyer)
    whole.refresh_from_db()
    answer_invitation(invitation=whole.invitations.live().get(), version=1, answer="yes", seen=seen_by(whole), by=member)
    assert not part_of(whole).is_said


def test_a_yes_to_the_part_is_one_to_the_invitation(whole, member):
    acknowledge_part(stakeholder=whole, letters_shown=letters_now(whole), by=member)
    assert (part_of(whole).is_said, part_of(whole).invitation.answer) == (True, "yes")


def test_a_no_to_a_second_invitation_takes_the_yes_to_the_part_out_of_force(whole, member, buyer):
    acknowledge_part(stakeholder=whole, letters_shown=letters_now(whole), by=member)
    ask(whole, buyer)
    answer_invitation(invitation=whole.invitations.live().get(), version=1, answer="no", reason="Too much.", by=member)
    assert part_of(whole).refused.cannot == "Too much."


def test_another_address_after_i_cant_ends_no_yes(project, me, member, buyer):
    cannot_do_part(stakeholder=me, instead="", reason="On leave.", by=member)
    me.refresh_from_db()
    edit_stakeholder(stakeholder=me, version=me.version, email="somebody.else@des.example", by=buyer)
    assert not project.history.filter(verb="part no longer acknowledged").exists()
