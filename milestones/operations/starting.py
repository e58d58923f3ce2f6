"""Starting a project: a draft that survives going away, and one press that creates everything."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.db.models import F

from milestones.journey import journey_of
from milestones.models import Milestone, ProjectDraft, Session, SuccessCriterion
from milestones.playbook import CURRENT, stages
from milestones.standing import bring_up_to_date
from milestones.starts import ProjectStart
from projects.access import MEMBERS, may_start_in
from projects.changes import History, change
from projects.clock import now
from projects.models import Agency, BuyingProject, Person, Role, Stakeholder
from projects.operations.objective import write_objective
from projects.operations.people import add_within
from projects.refusals import FieldNeeded, NotNow, NotYourPart

STARTER_ROLES = {"buyer": Role.BUYER, "preparing": Role.BUYERS_AGENT, "officer": Role.PROCUREMENT_OFFICER}


def start_project(*, start: ProjectStart, by: Person) -> BuyingProject:
    """Create the project with its three milestones, sixteen criteria and sessions, and the people named. From the same draft, once.

    Raises FieldNeeded without a title or a part, NotYourPart where the person may not start projects in the agency, NotNow where the same
    person is named for both sides.
    """
    _require_whole(start, by)
    with transaction.atomic():
        agency = Agency.objects.select_for_update().get(pk=start.agency.pk)
        twin = BuyingProject.objects.filter(started_from=start.draft).first() if start.draft else None
        return twin or _create(start, agency, by)


def save_draft(*, person: Person, typed: dict[str, Any], draft: ProjectDraft | None = None, nonce: uuid.UUID | None = None) -> ProjectDraft:
    """Keep what was typed so far, as this person's own; over what the draft has already. The same form, by its nonce, makes one draft.

    One that became a project meanwhile, or was thrown away, stays as it is. Raises NotNow for a nonce that is another person's draft.
    """
    draft = draft or _draft_of(person, nonce or uuid.uuid4())
    draft.typed, draft.saved_at = {**draft.typed, **typed}, now()
    ProjectDraft.objects.filter(pk=draft.pk, project=None).update(typed=draft.typed, saved_at=draft.saved_at)
    return draft


def _draft_of(person: Person, nonce: uuid.UUID) -> ProjectDraft:
    draft, _ = ProjectDraft.objects.get_or_create(pk=nonce, defaults={"person": person, "saved_at": now()})
    if draft.person_id != person.pk:
        raise NotNow("Somebody else has sent this form already. Open it again and type it once more.", missing=["a form of your own"])
    return draft


def discard_draft(*, draft: ProjectDraft) -> None:
    """Throw a draft away. One that became a project stays."""
    ProjectDraft.objects.filter(pk=draft.pk, project=None).delete()


def _require_whole(start: ProjectStart, by: Person) -> None:
    if not start.title.strip():
        raise FieldNeeded("Enter a title.", missing=["a title"])
    if start.part not in STARTER_ROLES:
        raise FieldNeeded("Say what your part is.", missing=["your part"])
    if start.agency not in may_start_in(by):
        who = f"The administrator of {start.agency}"
        raise NotYourPart(
            f"You cannot start projects in {start.agency}: it does not list your e-mail domain.", missing=["your e-mail domain"], who=who
        )
    named = {start.officer_email.strip().lower(), start.buyer_email.strip().lower()} - {""}
    if by.email in named or (start.officer_email and start.officer_email.strip().lower() == start.buyer_email.strip().lower()):
        raise NotNow("Buyer and procurement officer are two different people.", missing=["the other person"])


def _create(start: ProjectStart, agency: Agency, by: Person) -> BuyingProject:
    project = BuyingProject.objects.create(
        agency=agency,
        ref=f"{agency.code}-{agency.next_number:03}",
        title=start.title.strip(),
        playbook=CURRENT,
        started_at=now(),
        started_by=by,
        started_from=start.draft,
        changed_at=now(),
        officer_wanted_at=now() if start.ask_for_officer and start.part != "officer" else None,
    )
    Agency.objects.filter(pk=agency.pk).update(next_number=F("next_number") + 1)
    _lay_out(project)
    _seat_starter(project, start, by)
    with change(project, by=by, roles=MEMBERS) as history:
        _write_first(history, start)
        history.written.take()  # all of it is computed now, once
        bring_up_to_date(journey_of(project))
    if start.draft:
        ProjectDraft.objects.filter(pk=start.draft).update(project=project)
    problem, outcome = start.problem_or_opportunity, start.desired_outcome
    if problem.strip() or outcome.strip():
        write_objective(project=project, seen=0, by=by, problem_or_opportunity=problem, desired_outcome=outcome)
    return project


def _lay_out(project: BuyingProject) -> None:
    """Three milestones, sixteen criteria, three sessions."""
    laid = [Milestone(project=project, position=stage.position, key=stage.key) for stage in stages(project.playbook)]
    milestones = Milestone.objects.bulk_create(laid)
    SuccessCriterion.objects.bulk_create(
        SuccessCriterion(milestone=milestone, position=position)
        for milestone in milestones
        for position in range(1, len(milestone.stage.criteria) + 1)
    )
    Session.objects.bulk_create(Session(milestone=milestone) for milestone in milestones)


def _seat_starter(project: BuyingProject, start: ProjectStart, by: Person) -> Stakeholder:
    role = STARTER_ROLES[start.part]
    details = {"email": by.email or "", "position": by.position, "is_delegate": role == Role.BUYER}
    return Stakeholder.objects.create(project=project, person=by, name=by.name, role=role, joined_at=now(), added_by=by, **details)


def _write_first(history: History, start: ProjectStart) -> None:
    project, by = history.project, history.access.person
    after = {"title": project.title, "agency": project.agency_id, "playbook": project.playbook, "part": start.part}
    history.add("project started", project, after=after, label=project.ref)
    mine = project.stakeholders.get(person=by)
    history.add("stakeholder added", mine, after={"role": mine.role, "kind": mine.kind})
    named = {Role.BUYER: (start.buyer_name, start.buyer_email), Role.PROCUREMENT_OFFICER: (start.officer_name, start.officer_email)}
    for role, (name, email) in named.items():
        if role != mine.role and (name.strip() or email.strip()):
            add_within(history, name=name.strip() or email.strip(), email=email, role=role)
