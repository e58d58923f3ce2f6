"""What is written and planned: objective, work plan, management plan, communication plan, records held elsewhere."""

from __future__ import annotations

from collections import defaultdict

from milestones.summary.known import Known, day_of, named
from milestones.summary.shapes import Fact, Section, Table, Value, table
from projects.models import Activity, ActivityStatus, Circulation, ManagementPlan
from projects.questions import MEASURE_WORDS, QUESTIONS, answers
from projects.raci import ANSWERS, WORKS


def _versions(row: object) -> tuple[Fact, ...]:
    """Version, day and writer of something written once and revised."""
    return (
        Fact("version", "Version", getattr(row, "version", None)),
        Fact("written_on", "Written on", day_of(getattr(row, "written_at", None))),
        Fact("written_by", "Written by", named(getattr(row, "written_by", None))),
    )


def objective(known: Known) -> Section:
    """The current version, its answers and measures; the value band for those who see it."""
    newest = known.project.objectives.select_related("written_by").first()
    sees = known.access.sees_value(known.project)
    if newest:
        answered = tuple(Fact(one.name, one.question, one.answer) for one in answers(newest, with_value=sees))
        measures = [tuple(getattr(row, name) for name in MEASURE_WORDS) for row in newest.measures.all()]
    else:
        answered = tuple(Fact(name, question, "") for name, question in QUESTIONS.items() if sees or name != "value_band")
        measures = []
    written = table("measures", "Measures of success", MEASURE_WORDS, measures, "No measure of success is written yet.")
    return Section("objective", "Objective", facts=(*answered, *_versions(newest)), tables=(written,))


KEY_MILESTONES = {"title": "Key milestone", "due_on": "Due", "reached_on": "Reached"}
ACTIVITIES = {
    "activity": "Activity",
    "stage": "Stage",
    "deliverable": "Deliverable",
    "owner": "Owner (responsible)",
    "accountable": "Accountable",
    "starts_on": "Start",
    "ends_on": "End",
    "depends_on": "Depends on",
    "approval_days": "Approval, working days",
    "status": "Status",
    "is_overdue": "Past its end",
}


def plan(known: Known) -> Section:
    """Key milestones by day, and the activities of the matrix with what is planned for each."""
    days = known.project.key_milestones.current()
    milestones = sorted(((row.title, row.due_on, row.reached_on) for row in days), key=lambda row: (row[1] is None, row[1]))
    return Section(
        "plan",
        "Work plan",
        tables=(
            table("key_milestones", "Key milestones", KEY_MILESTONES, milestones, "No key milestone is in the plan yet."),
            _activities(known),
        ),
    )


def _activities(known: Known) -> Table:
    titles = {activity.pk: activity.title for activity in known.matrix.activities}
    before: dict[int, list[str]] = defaultdict(list)
    links = Activity.depends_on.through.objects.filter(from_activity__project=known.project).order_by("to_activity__position", "pk")
    for activity, other in links.values_list("from_activity", "to_activity"):
        before[activity] += [titles[other]] if other in titles else []
    rows = (_activity(known, activity, before[activity.pk]) for activity in known.matrix.activities)
    return table("activities", "Activities", ACTIVITIES, rows, "No activity is in the plan yet.")


def _activity(known: Known, activity: Activity, before: list[str]) -> tuple[Value, ...]:
    owners, accountable = (", ".join(s.name for s in known.matrix.holding(activity, letters)) for letters in (WORKS, ANSWERS))
    is_over = activity.ends_on is not None and activity.ends_on < known.today and activity.status != ActivityStatus.DONE
    planned = (activity.starts_on, activity.ends_on, ", ".join(before), activity.approval_days, activity.get_status_display(), is_over)
    return (activity.title, activity.get_stage_display(), activity.deliverable, owners, accountable, *planned)


def management(known: Known) -> Section:
    """The written parts of the buying project management plan; its other parts are the other sections."""
    written = ManagementPlan.objects.filter(project=known.project).select_related("written_by").first()
    labels = {"approach": "Approach, in a sentence", "governance": "Governance", "change_control": "How changes are decided"}
    texts = tuple(Fact(name, label, getattr(written, name, "")) for name, label in labels.items())
    return Section("management", "Buying project management plan", facts=(*texts, *_versions(written)))


COMMUNICATION = {
    "audience": "Audience",
    "stakeholders": "Who",
    "message": "Message",
    "channel": "How",
    "frequency": "How often",
    "trigger": "Sent after",
    "owner": "Owner",
    "feedback_route": "How they answer",
}
REVISIONS = {
    "version": "Version",
    "what_changed": "What changed",
    "team_needs_to_see": "The team needs to see it",
    "written_on": "Written on",
    "written_by": "Written by",
}
CIRCULATIONS = {"plan_version": "Version", "sent_on": "Sent on", "how": "How", "sent_to": "Sent to", "recorded_by": "Recorded by"}


def communication(known: Known) -> Section:
    """The lines of the stakeholder communication plan, its versions, and when each went to whom."""
    project = known.project
    items = [
        (
            item.audience,
            ", ".join(known.name(s.pk) for s in item.stakeholders.all()),
            *(item.message, item.channel, item.frequency, item.trigger),
            *(known.name(item.owner_id), item.feedback_route),
        )
        for item in project.communication_items.current().prefetch_related("stakeholders")
    ]
    revisions = [
        (row.version, row.what_changed, row.team_needs_to_see, day_of(row.written_at), named(row.written_by))
        for row in project.communication_revisions.select_related("written_by")
    ]
    sent = [_circulation(known, row) for row in project.circulations.select_related("recorded_by").order_by("-recorded_at", "-pk")]
    return Section(
        "communication",
        "Stakeholder communication plan",
        facts=(Fact("version", "Version", revisions[0][0] if revisions else None),),
        tables=(
            table("items", "Who is told what", COMMUNICATION, items, "Nothing is in the communication plan yet."),
            table("versions", "Versions of the communication plan", REVISIONS, revisions, "No version is recorded yet."),
            table("sent", "When it was sent", CIRCULATIONS, sent, "It has not been sent yet."),
        ),
    )


def _circulation(known: Known, row: Circulation) -> tuple[Value, ...]:
    to = ", ".join(filter(None, (known.name(stakeholder) for stakeholder in row.sent_to)))
    return (row.plan_version, row.sent_on, row.how or "Shown on everybody’s page", to, named(row.recorded_by))


ELSEWHERE = {"what": "Record", "title": "Title", "where": "Link or file number", "checked_by": "Checked by", "checked_on": "Checked on"}


def elsewhere(known: Known) -> Section:
    """Records that the agency keeps in its own system; what nobody checked does not count yet."""
    rows = [
        (row.get_what_display(), row.title, row.where, named(row.checked_by), row.checked_on)
        for row in known.project.held_elsewhere.current().select_related("checked_by")
    ]
    held = table("records", "Records held elsewhere", ELSEWHERE, rows, "No record is held elsewhere.")
    return Section("elsewhere", "Held elsewhere", tables=(held,))
