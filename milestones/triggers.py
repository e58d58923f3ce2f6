"""The gate as the database keeps it: the net under the operations, in the same order as they write.

Answering: the criterion, confirmations that lapse, the milestone's version. Completing: the confirmation, the completion, the milestone.
Reopening, the last milestone first: the reopening, the milestone, its confirmations. Between two steps nothing else can slip in: a
completion that is written holds its milestone closed before it stands, and a reopening takes it away before the milestone says so.
"""

from mobilisation.triggers import Law, changed, kept, written_once

MILESTONE, CRITERION = "milestones_milestone", "milestones_successcriterion"
CONFIRMATION, COMPLETION, REOPENING = "milestones_confirmation", "milestones_completion", "milestones_reopening"

# ---- What a condition asks of other rows. Each takes SQL for an id, a position, a version. -------------------------


def _of(milestone: str, column: str) -> str:
    return f"(SELECT m.{column} FROM milestones_milestone m WHERE m.id = {milestone})"  # noqa: S608 (our own names)


def _lock(project: str) -> str:
    return f"FROM projects_buyingproject p WHERE p.id = {project} FOR UPDATE"


def _is_reopened(completion: str) -> str:
    return f"EXISTS (SELECT 1 FROM milestones_reopening r WHERE r.completion_id = {completion})"  # noqa: S608 (our own names)


def _is_complete(milestone: str) -> str:
    """A completion stands, or is written and not reopened."""
    written = f"SELECT 1 FROM milestones_completion c WHERE c.milestone_id = {milestone} AND NOT {_is_reopened('c.id')}"  # noqa: S608 (our own names)
    return f"({_of(milestone, 'completion_id')} IS NOT NULL OR EXISTS ({written}))"


def _is_held_back(project: str, position: str) -> str:
    """Not every milestone before is there and complete."""
    before = (
        f"SELECT COUNT(*) FROM milestones_milestone b WHERE b.project_id = {project} AND b.position < {position} "  # noqa: S608 (our own names)
        f"AND b.completion_id IS NOT NULL AND NOT {_is_reopened('b.completion_id')}"
    )
    return f"({before}) <> {position} - 1"


def _is_not_open(milestone: str) -> str:
    held = _is_held_back(_of(milestone, "project_id"), _of(milestone, "position"))
    return f"({_is_complete(milestone)} OR {held})"


def _is_unanswered(milestone: str) -> str:
    """A criterion is not answered, or there is none."""
    rows = f"SELECT 1 FROM milestones_successcriterion s WHERE s.milestone_id = {milestone}"  # noqa: S608 (our own names)
    return f"(NOT EXISTS ({rows}) OR EXISTS ({rows} AND s.answer = 'not_met'))"


def _is_unconfirmed(milestone: str, version: str) -> str:
    """There are not two live confirmations at this version, one of each side, by two different people."""
    live = " AND ".join(f"{row}.ended_at IS NULL AND {row}.version = {version}" for row in ("b", "o"))
    return (
        "NOT EXISTS (SELECT 1 FROM milestones_confirmation b JOIN milestones_confirmation o ON o.milestone_id = b.milestone_id "  # noqa: S608 (our own names)
        f"WHERE b.milestone_id = {milestone} AND b.side = 'buyer' AND o.side = 'officer' AND b.person_id <> o.person_id AND {live})"
    )


def _is_followed(project: str, position: str) -> str:
    """A later milestone is complete."""
    later = f"SELECT 1 FROM milestones_milestone l WHERE l.project_id = {project} AND l.position > {position}"  # noqa: S608 (our own names)
    return f"EXISTS ({later} AND l.completion_id IS NOT NULL)"


# ---- Milestones ----------------------------------------------------------------------------------------------------

BECOMES_COMPLETE = "OLD.completion_id IS NULL AND NEW.completion_id IS NOT NULL"
BECOMES_OPEN = "OLD.completion_id IS NOT NULL AND NEW.completion_id IS NULL"
STAYS_COMPLETE = "OLD.completion_id IS NOT NULL AND NEW.completion_id IS NOT NULL"


def _completing(name: str, says: str, refuses: str) -> Law:
    return Law(name, MILESTONE, "UPDATE", says, when=BECOMES_COMPLETE, refuses=refuses, lock=_lock("NEW.project_id"))


def _reopening(name: str, says: str, refuses: str) -> Law:
    return Law(name, MILESTONE, "UPDATE", says, when=BECOMES_OPEN, refuses=refuses, lock=_lock("NEW.project_id"))


ITS_OWN = "SELECT 1 FROM milestones_completion c WHERE c.id = NEW.completion_id AND c.milestone_id = NEW.id"

MILESTONES = [
    *kept(MILESTONE, "milestones", ["project_id", "position"]),
    Law(
        "a_milestone_keeps_its_place",
        MILESTONE,
        "UPDATE",
        "A milestone keeps its project, its position and its key.",
        when=changed("id", "project_id", "position", "key"),
    ),
    Law(
        "a_milestone_begins_incomplete",
        MILESTONE,
        "INSERT",
        "A milestone is not complete when it begins.",
        when="NEW.completion_id IS NOT NULL",
    ),
    Law(
        "a_milestone_version_only_rises",
        MILESTONE,
        "UPDATE",
        "The version of a milestone only rises, stays while it is complete, and rises when it is reopened.",
        when=f"NEW.version < OLD.version OR ({STAYS_COMPLETE} AND NEW.version <> OLD.version)"
        f" OR ({BECOMES_OPEN} AND NEW.version = OLD.version)",
    ),
    Law(
        "a_completion_is_never_exchanged",
        MILESTONE,
        "UPDATE",
        "A milestone is reopened before another completion of it stands.",
        when=f"{STAYS_COMPLETE} AND NEW.completion_id <> OLD.completion_id",
    ),
    _completing(
        "a_milestone_has_a_completion_of_its_own",
        "A milestone is complete by a completion of its own that was not reopened.",
        f"NOT EXISTS ({ITS_OWN}) OR {_is_reopened('NEW.completion_id')}",
    ),
    _completing(
        "a_milestone_comes_after_those_before_it",
        "A milestone is complete only if all before it are.",
        _is_held_back("NEW.project_id", "NEW.position"),
    ),
    _completing(
        "a_complete_milestone_has_every_answer",
        "A milestone is complete only if it has criteria and each is answered.",
        _is_unanswered("NEW.id"),
    ),
    _completing(
        "a_complete_milestone_has_two_confirmations",
        "A milestone is complete only if buyer's side and officer, two people, have confirmed it at its present version.",
        _is_unconfirmed("NEW.id", "NEW.version"),
    ),
    _reopening(
        "milestones_are_reopened_last_first",
        "A milestone is reopened only if none after it is complete.",
        _is_followed("NEW.project_id", "NEW.position"),
    ),
    _reopening(
        "a_milestone_is_reopened_by_a_reopening",
        "A milestone is reopened only by a reopening of its completion, which says who, when and why.",
        f"NOT {_is_reopened('OLD.completion_id')}",
    ),
]

# ---- Criteria ------------------------------------------------------------------------------------------------------

CRITERIA = [
    *kept(CRITERION, "criteria", ["milestone_id", "position"]),
    Law(
        "a_criterion_keeps_its_place",
        CRITERION,
        "UPDATE",
        "A criterion keeps its milestone and its position.",
        when=changed("id", "milestone_id", "position"),
    ),
    Law(
        "a_criterion_version_only_rises",
        CRITERION,
        "UPDATE",
        "The version of a criterion only rises.",
        when="NEW.version < OLD.version",
    ),
    Law(
        "a_criterion_begins_unanswered",
        CRITERION,
        "INSERT",
        "A criterion is not answered when it begins.",
        when="NEW.answer <> 'not_met'",
    ),
    Law(
        "a_criterion_begins_before_its_milestone_is_complete",
        CRITERION,
        "INSERT",
        "A complete milestone gets no other criteria.",
        refuses=_is_complete("NEW.milestone_id"),
        lock=_lock(_of("NEW.milestone_id", "project_id")),
    ),
    Law(
        "an_answer_changes_only_in_an_open_milestone",
        CRITERION,
        "UPDATE",
        "An answer changes only while its milestone is open: all before it are complete, and it is not.",
        when=changed("answer", "reason", "answered_at", "answered_by_id", "answered_position", "kept"),
        refuses=_is_not_open("OLD.milestone_id"),
        lock=_lock(_of("OLD.milestone_id", "project_id")),
    ),
]

# ---- Confirmations -------------------------------------------------------------------------------------------------

GIVEN = ("id", "milestone_id", "side", "person_id", "role", "position", "covers_for_id", "version", "given_at")
ENDING = ("ended_at", "ended_by_id", "ended_why")
LIVE_TWIN = (
    "NEW.ended_at IS NULL AND EXISTS (SELECT 1 FROM milestones_confirmation t WHERE t.milestone_id = NEW.milestone_id "
    "AND t.ended_at IS NULL AND (t.side = NEW.side OR t.person_id = NEW.person_id))"
)


def _confirming(name: str, says: str, refuses: str) -> Law:
    return Law(name, CONFIRMATION, "INSERT", says, refuses=refuses, lock=_lock(_of("NEW.milestone_id", "project_id")))


CONFIRMATIONS = [
    *kept(CONFIRMATION, "confirmations"),
    Law(
        "a_live_confirmation_is_never_written_over",
        CONFIRMATION,
        "INSERT",
        "A side and a person have one live confirmation of a milestone, and it is never written over.",
        refuses=LIVE_TWIN,
        only="sqlite",
    ),
    Law(
        "a_confirmation_begins_live",
        CONFIRMATION,
        "INSERT",
        "A confirmation has not ended when it is given.",
        when="NEW.ended_at IS NOT NULL",
    ),
    _confirming(
        "only_an_open_milestone_is_confirmed",
        "A milestone is confirmed only while it is open: all before it are complete, and it is not.",
        _is_not_open("NEW.milestone_id"),
    ),
    _confirming(
        "only_an_answered_milestone_is_confirmed",
        "A milestone is confirmed only if it has criteria and each is answered.",
        _is_unanswered("NEW.milestone_id"),
    ),
    _confirming(
        "a_confirmation_is_of_the_present_version",
        "A milestone is confirmed at its present version.",
        f"NEW.version IS DISTINCT FROM {_of('NEW.milestone_id', 'version')}",
    ),
    Law(
        "a_confirmation_only_ends_and_once",
        CONFIRMATION,
        "UPDATE",
        "A confirmation stays as it was given; it ends, once.",
        when=f"{changed(*GIVEN)} OR (OLD.ended_at IS NOT NULL AND ({changed(*ENDING)}))",
    ),
    Law(
        "a_confirmation_of_a_complete_milestone_stands",
        CONFIRMATION,
        "UPDATE",
        "A confirmation ends only while its milestone is not complete.",
        when=changed(*ENDING),
        refuses=_is_complete("OLD.milestone_id"),
        lock=_lock(_of("OLD.milestone_id", "project_id")),
    ),
]

# ---- Completions and reopenings ------------------------------------------------------------------------------------


def _writing(name: str, says: str, refuses: str) -> Law:
    return Law(name, COMPLETION, "INSERT", says, refuses=refuses, lock=_lock(_of("NEW.milestone_id", "project_id")))


STANDS_FOR = "FROM milestones_milestone m WHERE m.completion_id = NEW.completion_id"

PROOFS = [
    *written_once(COMPLETION, "completions"),
    _writing(
        "a_completion_is_of_an_open_milestone",
        "A completion is written only while its milestone is open: all before it are complete, and it is not.",
        _is_not_open("NEW.milestone_id"),
    ),
    _writing(
        "a_completion_has_every_answer",
        "A completion is written only if its milestone has criteria and each is answered.",
        _is_unanswered("NEW.milestone_id"),
    ),
    _writing(
        "a_completion_has_two_confirmations",
        "A completion is written only if buyer's side and officer, two people, have confirmed its milestone at its present version.",
        _is_unconfirmed("NEW.milestone_id", _of("NEW.milestone_id", "version")),
    ),
    *written_once(REOPENING, "reopenings", ["completion_id"]),
    Law(
        "only_what_stands_is_reopened",
        REOPENING,
        "INSERT",
        "A reopening is of the completion that stands for its milestone.",
        refuses=f"NOT EXISTS (SELECT 1 {STANDS_FOR})",
        lock=_lock(f"(SELECT m.project_id {STANDS_FOR})"),
    ),
    Law(
        "reopenings_are_written_last_first",
        REOPENING,
        "INSERT",
        "A completion is reopened only if no milestone after its own is complete.",
        refuses=f"EXISTS (SELECT 1 {STANDS_FOR} AND {_is_followed('m.project_id', 'm.position')})",
        lock=_lock(f"(SELECT m.project_id {STANDS_FOR})"),
    ),
]

LAWS = [*MILESTONES, *CRITERIA, *CONFIRMATIONS, *PROOFS]
