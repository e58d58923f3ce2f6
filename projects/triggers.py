"""The laws of the record that the database keeps: history and objectives are written once, a project stays what it began as."""

from mobilisation.triggers import Law, changed, kept, written_once

NEXT = "(SELECT COALESCE(MAX(h.sequence), 0) + 1 FROM projects_historyentry h WHERE h.project_id = NEW.project_id)"

HISTORY = [
    *written_once("projects_historyentry", "history", ["project_id", "sequence"]),
    Law(
        "history_goes_on_where_it_ended",
        "projects_historyentry",
        "INSERT",
        "An entry of history has the number after the last one of its project.",
        refuses=f"NEW.sequence IS DISTINCT FROM {NEXT}",
        lock="FROM projects_buyingproject p WHERE p.id = NEW.project_id FOR UPDATE",
    ),
]

OBJECTIVES = [
    *written_once("projects_objective", "objectives", ["project_id", "version"]),
    *written_once("projects_successmeasure", "measures", ["objective_id", "place"]),
]

PROJECTS = [
    *kept("projects_buyingproject", "projects", ["ref"], ["started_from"]),
    Law(
        "a_project_stays_what_it_began_as",
        "projects_buyingproject",
        "UPDATE",
        "A project keeps its number, its agency, its playbook, and who started it when and from what.",
        when=changed("id", "ref", "agency_id", "playbook", "started_at", "started_by_id", "started_from"),
    ),
]

AGENCIES = written_once("projects_agencyentry", "agency_history", ["agency_id", "sequence"])

LAWS = [*HISTORY, *OBJECTIVES, *PROJECTS, *AGENCIES]
