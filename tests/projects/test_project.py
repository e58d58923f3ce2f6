"""The project itself: title, restriction, stopping, resuming; its seats, seen from the agency."""

import pytest

from projects.models import Kind, ProjectState, Role
from projects.operations.people import add_stakeholder, hand_over, remove_contact_details, remove_stakeholder
from projects.operations.project import (
    edit_project,
    hand_over_for_leaver,
    restrict_value,
    resume_project,
    stop_project,
    take_on,
)
from projects.refusals import ChangedMeanwhile, FieldNeeded, NotNow, NotYourPart, ProjectStopped, ReasonNeeded
from tests.factories import AgencyFactory, AgencyPostFactory, ProjectFactory, StakeholderFactory, buyer_of

REASON = "No money this year."


def role_of(project, person):
    return project.stakeholders.current().get(person=person).role


# ---- edit_project -------------------------------------------------------------------------------------------------


def test_the_title_is_changed(project, officer):
    edit_project(project=project, title=" Telephony ", version=1, by=officer)
    project.refresh_from_db()
    assert (project.title, project.version) == ("Telephony", 2)
    entry = project.history.last()
    assert (entry.verb, entry.before, entry.after) == (
        "title changed",
        {"title": "Telephony for the contact centre"},
        {"title": "Telephony"},
    )


def test_the_same_title_again_changes_nothing_even_from_an_old_version(project, buyer):
    edit_project(project=project, title="Telephony", version=1, by=buyer)
    edit_project(project=project, title="Telephony", version=1, by=buyer)
    assert (project.version, project.history.filter(verb="title changed").count()) == (2, 1)


def test_a_title_changed_meanwhile_is_a_conflict_that_names_who(project, buyer, officer):
    edit_project(project=project, title="Telephony", version=1, by=buyer)
    with pytest.raises(ChangedMeanwhile, match="Ruth Banksia made the last change"):
        edit_project(project=project, title="Phones", version=1, by=officer)


def test_not_without_a_title(project, buyer):
    with pytest.raises(FieldNeeded):
        edit_project(project=project, title=" ", version=1, by=buyer)


@pytest.mark.parametrize("who", ["member", "wider", "viewer", "outsider", "administrator"])
def test_nobody_else_changes_title_state_or_restriction(request, project, who):
    by = request.getfixturevalue(who)
    for refused in (
        lambda: edit_project(project=project, title="Phones", version=1, by=by),
        lambda: restrict_value(project=project, is_restricted=True, by=by),
        lambda: stop_project(project=project, state=ProjectState.PAUSED, reason=REASON, by=by),
        lambda: resume_project(project=project, by=by),
    ):
        with pytest.raises(NotYourPart):
            refused()
    length = project.history_length
    project.refresh_from_db()
    assert (project.title, project.history_length) == ("Telephony for the contact centre", length)


# ---- restrict_value -----------------------------------------------------------------------------------------------


def test_the_value_is_restricted_once_and_shown_again(project, buyer, agent):
    restrict_value(project=project, is_restricted=True, by=buyer)
    restrict_value(project=project, is_restricted=True, by=agent)
    restrict_value(project=project, is_restricted=False, by=agent)
    verbs = list(project.history.values_list("verb", flat=True))
    assert verbs[-2:] == ["value restricted", "value shown to the team"]
    assert project.is_value_restricted is False


def test_the_value_is_not_restricted_by_the_officer(project, officer):
    with pytest.raises(NotYourPart):
        restrict_value(project=project, is_restricted=True, by=officer)


# ---- stop_project, resume_project ---------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["buyer", "agent", "officer", "cover"])
@pytest.mark.parametrize("state", [ProjectState.PAUSED, ProjectState.STOPPED])
def test_stopped_and_resumed_by_either_side(request, project, clock, who, state):
    by = request.getfixturevalue(who)
    stop_project(project=project, state=state, reason=f" {REASON} ", by=by)
    project.refresh_from_db()
    assert (project.state, project.state_reason, project.state_at, project.state_by) == (state, REASON, clock.now, by)
    assert project.history.last().after == {"state": state.value, "reason": REASON}
    resume_project(project=project, by=by)
    project.refresh_from_db()
    assert (project.state, project.state_reason) == ("active", "")
    assert project.history.last().before == {"state": state.value, "reason": REASON}


def test_stopping_twice_and_resuming_twice_is_once(project, buyer):
    for _ in range(2):
        stop_project(project=project, state=ProjectState.PAUSED, reason=REASON, by=buyer)
    for _ in range(2):
        resume_project(project=project, by=buyer)
    assert list(project.history.values_list("verb", flat=True))[-2:] == ["project paused", "project resumed"]


def test_a_paused_project_can_be_stopped(project, buyer):
    stop_project(project=project, state=ProjectState.PAUSED, reason=REASON, by=buyer)
    stop_project(project=project, state=ProjectState.STOPPED, reason="Never.", by=buyer)
    assert (project.state, project.state_reason) == ("stopped", "Never.")


def test_stopping_needs_a_reason(project, buyer):
    with pytest.raises(ReasonNeeded):
        stop_project(project=project, state=ProjectState.PAUSED, reason=" ", by=buyer)
    assert project.is_active


@pytest.mark.parametrize("state", ["paused", "stopped"])
def test_while_stopped_every_write_is_refused_with_the_reason_and_who_can_resume(db, state):
    project = ProjectFactory(**{state: True})
    by = buyer_of(project)
    for write in (
        lambda: edit_project(project=project, title="Phones", version=1, by=by),
        lambda: restrict_value(project=project, is_restricted=True, by=by),
        lambda: add_stakeholder(project=project, name="Dan Kelly", by=by),
    ):
        with pytest.raises(ProjectStopped, match=REASON) as refused:
            write()
        assert by.name in refused.value.who
        assert refused.value.where == f"/projects/{project.ref}/resume/"


def test_while_stopped_one_can_still_hand_over_leave_and_remove_contact_details(project, buyer, officer, member):
    stop_project(project=project, state=ProjectState.STOPPED, reason=REASON, by=buyer)
    stake = project.stakeholders.get(person=member)
    hand_over(seat=Role.PROCUREMENT_OFFICER, to=stake, by=officer)
    former = project.stakeholders.get(person=officer)
    remove_contact_details(stakeholder=former, by=officer)
    remove_stakeholder(stakeholder=former, by=officer)
    assert role_of(project, member) == Role.PROCUREMENT_OFFICER
    assert project.stakeholders.get(person=officer).left_at is not None


# ---- take_on ------------------------------------------------------------------------------------------------------


@pytest.fixture
def queued(agency, clock):
    """A project that waits in the agency's queue for an officer."""
    project = ProjectFactory(agency=agency, without_officer=True)
    project.officer_wanted_at = clock.now
    project.save(update_fields=["officer_wanted_at"])
    return project


def test_taken_on_from_the_queue_once(queued, agency_officer):
    for _ in range(2):
        take_on(project=queued, by=agency_officer)
    queued.refresh_from_db()
    assert queued.officer_wanted_at is None
    assert role_of(queued, agency_officer) == Role.PROCUREMENT_OFFICER
    entry = queued.history.last()
    assert (entry.verb, entry.actor_role) == ("stakeholder added", Role.AGENCY_OFFICER)
    assert queued.history.filter(about="stakeholder").count() == 2


def test_taken_on_by_somebody_who_is_in_the_project(queued, agency_officer):
    StakeholderFactory(project=queued, person=agency_officer)
    take_on(project=queued, by=agency_officer)
    assert role_of(queued, agency_officer) == Role.PROCUREMENT_OFFICER
    assert queued.stakeholders.filter(person=agency_officer).count() == 1


def test_not_taken_on_when_somebody_else_was_quicker(queued, agency, agency_officer):
    quicker = AgencyPostFactory(agency=agency, kind="officer").person
    take_on(project=queued, by=quicker)
    with pytest.raises(NotNow, match=quicker.name):
        take_on(project=queued, by=agency_officer)


def test_not_taken_on_when_it_is_not_in_the_queue(agency, agency_officer):
    project = ProjectFactory(agency=agency, without_officer=True)
    with pytest.raises(NotNow, match="no longer in the queue"):
        take_on(project=project, by=agency_officer)


def test_not_taken_on_by_the_buyers_side(queued, agency):
    buyer = buyer_of(queued)
    AgencyPostFactory(agency=agency, person=buyer, kind="officer")
    with pytest.raises(NotNow, match="two different people"):
        take_on(project=queued, by=buyer)


@pytest.mark.parametrize("who", ["outsider", "viewer", "administrator"])
def test_taken_on_by_nobody_else(request, queued, who):
    with pytest.raises(NotYourPart):
        take_on(project=queued, by=request.getfixturevalue(who))


def test_not_taken_on_by_an_officer_of_another_agency_or_while_stopped(queued, agency_officer):
    elsewhere = AgencyPostFactory(agency=AgencyFactory(), kind="officer").person
    with pytest.raises(NotYourPart):
        take_on(project=queued, by=elsewhere)
    stop_project(project=queued, state=ProjectState.STOPPED, reason=REASON, by=buyer_of(queued))
    with pytest.raises(ProjectStopped):
        take_on(project=queued, by=agency_officer)


# ---- hand_over_for_leaver -----------------------------------------------------------------------------------------


@pytest.fixture
def orphaned(project, buyer):
    """A project whose buyer has left the agency."""
    buyer.is_active = False
    buyer.save(update_fields=["is_active"])
    return project


def for_leaver(project, by, **wanted):
    hand_over_for_leaver(
        **{"project": project, "seat": Role.BUYER, "to": None, "name": "", "email": "", "reason": "Left us.", "by": by, **wanted}
    )


def test_a_leavers_seat_goes_to_somebody_in_the_project(orphaned, buyer, member, administrator):
    for_leaver(orphaned, administrator, to=orphaned.stakeholders.get(person=member))
    assert [role_of(orphaned, person) for person in (member, buyer)] == [Role.BUYER, Role.TEAM_MEMBER]
    entry = orphaned.history.last()
    assert (entry.actor_role, entry.after) == (Role.ADMINISTRATOR, {"role": "buyer", "because": "Left us."})


def test_a_leavers_seat_goes_to_somebody_new_while_stopped_too(orphaned, officer, administrator):
    stop_project(project=orphaned, state=ProjectState.STOPPED, reason=REASON, by=officer)
    for_leaver(orphaned, administrator, name="Dan Kelly", email="dan.kelly@des.example")
    assert orphaned.stakeholders.get(role=Role.BUYER).name == "Dan Kelly"


def test_not_for_a_holder_who_is_here_or_a_seat_nobody_holds(project, agency, administrator):
    with pytest.raises(NotNow):
        for_leaver(project, administrator, name="Dan Kelly")
    with pytest.raises(NotNow):
        for_leaver(ProjectFactory(agency=agency, without_officer=True), administrator, seat=Role.PROCUREMENT_OFFICER, name="Dan Kelly")


def test_not_for_what_is_no_seat(project, member, administrator):
    member.is_active = False
    member.save(update_fields=["is_active"])
    with pytest.raises(NotNow):
        for_leaver(project, administrator, seat=Role.TEAM_MEMBER, name="Dan Kelly")


def test_not_without_a_reason(orphaned, administrator):
    with pytest.raises(ReasonNeeded):
        for_leaver(orphaned, administrator, name="Dan Kelly", reason=" ")


def test_not_to_a_group_the_other_seat_or_somebody_who_has_left(orphaned, officer, administrator):
    group = add_stakeholder(project=orphaned, name="Call centre staff", kind=Kind.GROUP, by=officer)
    left = add_stakeholder(project=orphaned, name="Dan Kelly", by=officer)
    remove_stakeholder(stakeholder=left, by=officer)
    for to in (group, orphaned.stakeholders.get(person=officer), left):
        with pytest.raises(NotNow):
            for_leaver(orphaned, administrator, to=to)
    assert orphaned.stakeholders.get(role=Role.BUYER).person.is_active is False


@pytest.mark.parametrize("who", ["officer", "member", "viewer", "agency_officer", "outsider"])
def test_for_a_leaver_by_nobody_but_the_administrator(request, orphaned, who):
    with pytest.raises(NotYourPart):
        for_leaver(orphaned, request.getfixturevalue(who), name="Dan Kelly")


def test_not_by_an_administrator_of_another_agency(orphaned):
    elsewhere = AgencyPostFactory(agency=AgencyFactory(), kind="administrator").person
    with pytest.raises(NotYourPart):
        for_leaver(orphaned, elsewhere, name="Dan Kelly")
