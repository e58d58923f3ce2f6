"""People of a project: added, edited, given roles, handed over to, gone."""

from projects.operations.people.adding import add_many, add_stakeholder, add_within
from projects.operations.people.checks import (
    SEATS,
    person_for,
    require_current,
    require_may_give,
    require_not_listed,
    require_version,
    require_whole,
    roles_to_give,
)
from projects.operations.people.editing import OWN, edit_stakeholder
from projects.operations.people.importing import import_people, sort_out
from projects.operations.people.leaving import remove_contact_details, remove_stakeholder
from projects.operations.people.positions import fill_from_team, fill_position, require_position
from projects.operations.people.recording import CONTACT, INFLUENCE, RECORDED
from projects.operations.people.seats import change_role, give_role, hand_over, hand_over_within
from projects.operations.people.sentences import SentencesChanged, write_sentences

__all__ = [
    "CONTACT",
    "INFLUENCE",
    "OWN",
    "RECORDED",
    "SEATS",
    "SentencesChanged",
    "add_many",
    "add_stakeholder",
    "add_within",
    "change_role",
    "edit_stakeholder",
    "fill_from_team",
    "fill_position",
    "give_role",
    "hand_over",
    "hand_over_within",
    "import_people",
    "person_for",
    "remove_contact_details",
    "remove_stakeholder",
    "require_current",
    "require_may_give",
    "require_not_listed",
    "require_position",
    "require_version",
    "require_whole",
    "roles_to_give",
    "sort_out",
    "write_sentences",
]
