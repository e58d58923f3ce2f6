"""Starting a project: the operations."""

import uuid

import pytest

from milestones.models import ProjectDraft
from milestones.operations import ProjectStart, discard_draft, save_draft, start_project
from milestones.playbook import CURRENT
from projects.models import Agency, BuyingProject, Person, Role
from projects.refusals import FieldNeeded, NotNow, NotYourPart
from tests.factories import AgencyFactory, PersonFactory, ProjectDraftFactory, StakeholderFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def starter(agency: Agency) -> Person:
    return PersonFactory(agency=agency, name="Stella Acacia", position="Director")


def start(agency: Agency, by: Person, **wanted) -> BuyingProject:
    return start_project(start=ProjectStart(**{"title": "Chairs", "agency": agency, "part": "buyer", **wanted}), by=by)


def seats(project: BuyingProject) -> dict[str, str]:
    return {stakeholder.role: stakeholder.name for stakeholder in project.stakeholders.all()}


# ---- What comes about ----------------------------------------------------------------------------------------------


def test_a_title_and_an_agency_and_a_part_are_enough(agency, starter, clock):
    project = start(agency, starter, title="  Chairs ")
    assert (project.ref, project.title, project.playbook) == ("DES-001", "Chairs", CURRENT)
    assert (project.started_by, project.started_at, project.officer_wanted_at) == (starter, clock.now, None)
    assert seats(project) == {Role.BUYER: "Stella Acacia"}


def test_it_has_three_milestones_with_four_five_and_seven_criteria_and_a_session_each(agency, starter):
    milestones = start(agency, starter).milestones.order_by("position")
    assert [(m.position, m.criteria.count(), m.session.held_on) for m in milestones] == [(1, 4, None), (2, 5, None), (3, 7, None)]


def test_where_it_stands_is_there_from_the_start(agency, starter):
    project = BuyingProject.objects.get(pk=start(agency, starter).pk)
    assert (project.current_milestone, project.criteria_met, project.criteria_total) == (1, 0, 4)
    assert project.waits_on == [Role.BUYER, Role.PROCUREMENT_OFFICER]


def test_references_count_up_within_an_agency(agency, starter):
    other = AgencyFactory(code="TRN", email_domains=["des.example"])
    elsewhere = PersonFactory(agency=other, email="x@des.example")
    assert [start(agency, starter).ref, start(agency, starter).ref, start(other, elsewhere).ref] == ["DES-001", "DES-002", "TRN-001"]


@pytest.mark.parametrize(
    ("part", "role", "is_delegate"),
    [("buyer", Role.BUYER, True), ("preparing", Role.BUYERS_AGENT, False), ("officer", Role.PROCUREMENT_OFFICER, False)],
)
def test_the_starter_takes_the_part_they_name(agency, starter, part, role, is_delegate):
    mine = start(agency, starter, part=part).stakeholders.get()
    assert (mine.person, mine.role, mine.is_delegate, mine.position) == (starter, role, is_delegate, "Director")


def test_both_sides_are_named_by_somebody_who_prepares_it(agency, starter):
    named = {"buyer_name": "Ruth", "buyer_email": "Ruth@des.example", "officer_name": "Omar", "officer_email": "omar@des.example"}
    project = start(agency, starter, part="preparing", **named)
    assert seats(project) == {Role.BUYERS_AGENT: "Stella Acacia", Role.BUYER: "Ruth", Role.PROCUREMENT_OFFICER: "Omar"}
    assert project.stakeholders.get(role=Role.BUYER).person.email == "ruth@des.example"


def test_an_officer_names_the_buyer(agency, starter):
    assert seats(start(agency, starter, part="officer", buyer_name="Ruth"))[Role.BUYER] == "Ruth"


def test_somebody_named_by_address_alone_is_called_by_it(agency, starter):
    assert seats(start(agency, starter, officer_email="omar@des.example"))[Role.PROCUREMENT_OFFICER] == "omar@des.example"


def test_what_is_named_for_the_starters_own_part_is_not_added(agency, starter):
    assert seats(start(agency, starter, part="officer", officer_name="Omar")) == {Role.PROCUREMENT_OFFICER: "Stella Acacia"}


def test_asking_for_an_officer_puts_it_in_the_queue(agency, starter, clock):
    assert start(agency, starter, ask_for_officer=True).officer_wanted_at == clock.now


def test_an_officer_does_not_ask_for_one(agency, starter):
    assert start(agency, starter, part="officer", ask_for_officer=True).officer_wanted_at is None


def test_problem_and_outcome_become_the_first_objective(agency, starter):
    objective = start(agency, starter, problem_or_opportunity="People stand.").objectives.get()
    assert (objective.version, objective.problem_or_opportunity, objective.desired_outcome) == (1, "People stand.", "")


def test_without_them_there_is_no_objective(agency, starter):
    assert not start(agency, starter, problem_or_opportunity=" ").objectives.exists()


def test_history_begins_with_it(agency, starter):
    entries = start(agency, starter, officer_name="Omar", desired_outcome="People sit.").history.all()
    assert [(entry.sequence, entry.verb) for entry in entries] == [
        (1, "project started"),
        (2, "stakeholder added"),
        (3, "stakeholder added"),
        (4, "objective written"),
    ]
    assert entries[0].after == {"title": "Chairs", "agency": agency.pk, "playbook": CURRENT, "part": "buyer"}


def test_the_same_draft_starts_one_project(agency, starter):
    draft = ProjectDraftFactory(person=starter)
    first, second = start(agency, starter, draft=draft.pk), start(agency, starter, draft=draft.pk)
    draft.refresh_from_db()
    assert (second, draft.project, BuyingProject.objects.count()) == (first, first, 1)


# ---- Who may, and what is refused ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "missing"), [({"title": " "}, "a title"), ({"part": ""}, "your part"), ({"part": "administrator"}, "your part")]
)
def test_title_and_part_are_needed(agency, starter, wanted, missing):
    with pytest.raises(FieldNeeded) as refused:
        start(agency, starter, **wanted)
    assert (refused.value.status, refused.value.missing) == (422, [missing])


def test_somebody_of_another_domain_is_refused_with_who_can_help(agency):
    with pytest.raises(NotYourPart) as refused:
        start(agency, PersonFactory(email="x@elsewhere.example"))
    assert (refused.value.status, refused.value.who) == (403, "The administrator of Department of Examples")
    assert not BuyingProject.objects.exists()


def test_somebody_without_an_address_is_refused(agency):
    with pytest.raises(NotYourPart):
        start(agency, PersonFactory(agency=agency, without_email=True))


def test_somebody_on_a_side_of_a_project_starts_others_there(project, agency):
    guest = PersonFactory(email="guest@elsewhere.example")
    StakeholderFactory(project=project, person=guest, agent=True)
    assert start(agency, guest).started_by == guest


def test_a_team_member_of_another_domain_does_not(project, agency):
    guest = PersonFactory(email="guest@elsewhere.example")
    StakeholderFactory(project=project, person=guest)
    with pytest.raises(NotYourPart):
        start(agency, guest)


def test_buyer_and_officer_are_two_people(agency, starter):
    with pytest.raises(NotNow):
        start(agency, starter, officer_email=starter.email.upper())
    with pytest.raises(NotNow):
        start(agency, starter, part="preparing", buyer_email="one@des.example", officer_email="One@des.example")
    assert not BuyingProject.objects.exists()


# ---- Drafts --------------------------------------------------------------------------------------------------------


def test_a_draft_keeps_what_was_typed_over_what_it_had(starter, clock):
    draft = save_draft(person=starter, typed={"title": "Chairs", "part": "buyer"})
    clock.move(hours=1)
    save_draft(person=starter, typed={"title": "Seats"}, draft=draft)
    draft = ProjectDraft.objects.get()
    assert (draft.person, draft.typed, draft.saved_at) == (starter, {"title": "Seats", "part": "buyer"}, clock.now)


def test_the_same_form_makes_one_draft(starter):
    nonce = uuid.uuid4()
    for title in ("Chairs", "Seats"):
        save_draft(person=starter, typed={"title": title}, nonce=nonce)
    assert ProjectDraft.objects.values_list("pk", "typed").get() == (nonce, {"title": "Seats"})


def test_nobody_writes_on_another_persons_draft_by_its_id(starter):
    draft = ProjectDraftFactory(typed={"title": "Theirs"})
    with pytest.raises(NotNow):
        save_draft(person=starter, typed={"title": "Mine"}, nonce=draft.pk)
    draft.refresh_from_db()
    assert draft.typed == {"title": "Theirs"}


def test_a_draft_that_became_a_project_stays_as_it_is(agency, starter):
    draft = save_draft(person=starter, typed={"title": "Chairs"})
    project = start(agency, starter, draft=draft.pk)
    save_draft(person=starter, typed={"title": "Late"}, draft=draft)
    assert ProjectDraft.objects.values_list("project", "typed").get() == (project.pk, {"title": "Chairs"})


def test_a_draft_is_thrown_away_but_not_one_that_became_a_project(agency, starter):
    gone, kept = ProjectDraftFactory(person=starter), ProjectDraftFactory(person=starter)
    start(agency, starter, draft=kept.pk)
    for draft in (gone, kept, gone):
        discard_draft(draft=draft)
    assert list(ProjectDraft.objects.all()) == [kept]
