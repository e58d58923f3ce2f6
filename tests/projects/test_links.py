"""Personal links: made once, told once, ended with the part they open."""

import datetime

import pytest

from projects.models import PersonalLink, ProjectState, Role
from projects.models.asking import digest_of
from projects.operations.links import LASTS, last_made, live_link, make_link, revoke_link, why_no_link
from projects.operations.people import edit_stakeholder, give_role, hand_over, remove_stakeholder
from projects.operations.project import stop_project
from projects.refusals import ChangedMeanwhile, NotNow, NotYourPart, ProjectStopped
from projects.telling import names_for, tell
from tests.factories import PersonalLinkFactory, ProjectFactory, StakeholderFactory


@pytest.fixture
def me(project, member, clock):
    return project.stakeholders.get(person=member)


def told(project):
    rows = project.history.select_related("actor", "covers_for")
    return [tell(row, names_for(project)).split(", ", 1)[1] for row in rows if "personal link" in row.verb]


# ---- make_link ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["buyer", "agent", "officer", "cover"])
def test_made_by_either_side_for_seven_days(request, me, clock, who):
    by = request.getfixturevalue(who)
    secret = make_link(stakeholder=me, by=by)
    link = live_link(me)
    assert (link.made_by, link.made_at, link.expires_at, link.revoked_at) == (by, clock.now, clock.now + LASTS, None)
    assert (datetime.timedelta(days=7), len(secret), link.digest) == (LASTS, 43, digest_of(secret))


def test_the_secret_is_nowhere_but_with_who_made_it(project, me, buyer):
    secret = make_link(stakeholder=me, by=buyer)
    rows = [*PersonalLink.objects.values(), *project.history.values()]
    assert [row for row in rows if secret in str(row)] == []
    assert told(project) == ["buyer, made a personal link that opens the part of Mei Waratah for seven days."]


@pytest.mark.parametrize("who", ["member", "wider", "outsider", "viewer", "administrator"])
def test_not_made_by_others(request, me, who):
    with pytest.raises(NotYourPart):
        make_link(stakeholder=me, by=request.getfixturevalue(who))
    assert last_made(me) == 0


def test_a_new_one_ends_the_one_before(me, buyer, clock):
    first = PersonalLinkFactory(stakeholder=me)
    second = PersonalLinkFactory(stakeholder=me)
    first.refresh_from_db()
    assert (first.revoked_at, live_link(me), last_made(me)) == (clock.now, second, second.pk)


def test_the_same_form_twice_makes_one(project, me, buyer):
    make_link(stakeholder=me, by=buyer, seen=0)
    with pytest.raises(ChangedMeanwhile, match="was made already"):
        make_link(stakeholder=me, by=buyer, seen=0)
    assert (PersonalLink.objects.count(), len(told(project))) == (1, 1)
    make_link(stakeholder=me, by=buyer, seen=last_made(me))
    assert PersonalLink.objects.count() == 2


def test_a_link_is_of_one_stakeholder_alone(project, me, wider):
    other = project.stakeholders.get(person=wider)
    links = [PersonalLinkFactory(stakeholder=row) for row in (me, other)]
    assert [live_link(row) for row in (me, other)] == links


def test_not_for_those_who_sign_in_or_are_nobody(project, buyer, agent):
    rows = {role: project.stakeholders.get(role=role) for role in (Role.BUYER, Role.BUYERS_AGENT, Role.PROCUREMENT_OFFICER)}
    others = [{"group": True}, {"position_only": True}, {"left": True}]
    for row in [*rows.values(), *(StakeholderFactory(project=project, **kind) for kind in others)]:
        with pytest.raises(NotNow) as refused:
            make_link(stakeholder=row, by=buyer)
        assert refused.value.says == why_no_link(row) != ""
    says = "Ada Grevillea is here as on behalf of the buyer, which takes signing in by e-mail."
    assert why_no_link(rows[Role.BUYERS_AGENT]) == says


def test_not_for_a_closed_account(me, buyer):
    me.person.is_active = False
    me.person.save()
    with pytest.raises(NotNow, match="is closed"):
        make_link(stakeholder=me, by=buyer)


def test_not_made_while_paused(project, me, buyer):
    stop_project(project=project, state=ProjectState.PAUSED, reason="No money.", by=buyer)
    with pytest.raises(ProjectStopped):
        make_link(stakeholder=me, by=buyer)


# ---- revoke_link, and what ends a link --------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["buyer", "officer"])
def test_ended_by_either_side_once_and_while_stopped(request, project, me, buyer, who):
    PersonalLinkFactory(stakeholder=me)
    stop_project(project=project, state=ProjectState.PAUSED, reason="No money.", by=buyer)
    for _ in range(2):
        revoke_link(stakeholder=me, by=request.getfixturevalue(who))
    assert (live_link(me), told(project)[1:]) == (None, [f"{_role(who)}, ended the personal link of Mei Waratah."])


def _role(who):
    return {"buyer": "buyer", "officer": "procurement officer"}[who]


def test_not_ended_by_others(me, wider):
    link = PersonalLinkFactory(stakeholder=me)
    with pytest.raises(NotYourPart):
        revoke_link(stakeholder=me, by=wider)
    assert live_link(me) == link


def test_it_runs_out(project, me, buyer, clock):
    PersonalLinkFactory(stakeholder=me)
    clock.move(days=7, seconds=-1)
    assert live_link(me) is not None
    clock.move(seconds=1)
    assert live_link(me) is None
    revoke_link(stakeholder=me, by=buyer)
    assert len(told(project)) == 1


def test_leaving_ends_it(me, buyer):
    link = PersonalLinkFactory(stakeholder=me)
    remove_stakeholder(stakeholder=me, by=buyer)
    link.refresh_from_db()
    assert link.revoked_at is not None


def test_a_sides_role_ends_it_for_good(project, me, buyer, officer):
    PersonalLinkFactory(stakeholder=me)
    give_role(stakeholder=me, role=Role.BUYERS_AGENT, by=buyer)
    assert live_link(me) is None
    give_role(stakeholder=me, role=Role.TEAM_MEMBER, by=buyer)
    assert live_link(me) is None
    PersonalLinkFactory(stakeholder=me)
    hand_over(seat=Role.PROCUREMENT_OFFICER, to=me, by=officer)
    assert not me.personal_links.filter(revoked_at=None).exists()


def test_a_role_that_is_no_sides_keeps_it(me, buyer):
    link = PersonalLinkFactory(stakeholder=me)
    give_role(stakeholder=me, role=Role.WIDER, by=buyer)
    assert live_link(me) == link


def test_another_person_by_another_address_ends_it(project, buyer):
    """It was sent to the address before."""
    row = StakeholderFactory(project=project)
    PersonalLinkFactory(stakeholder=row)
    edit_stakeholder(stakeholder=row, version=row.version, email="somebody.else@des.example", by=buyer)
    assert live_link(row) is None


def test_a_closed_account_ends_it(me):
    PersonalLinkFactory(stakeholder=me)
    me.person.is_active = False
    me.person.save()
    assert live_link(me) is None


def test_nobody_ends_a_link_of_another_project(buyer, clock):
    other = PersonalLinkFactory(stakeholder__project=ProjectFactory())
    with pytest.raises(NotYourPart):
        revoke_link(stakeholder=other.stakeholder, by=buyer)
    assert live_link(other.stakeholder) == other
