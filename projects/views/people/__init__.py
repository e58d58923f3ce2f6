"""The people of a project."""

from projects.views.people.expertise import expertise
from projects.views.people.importing import people_import, people_import_template
from projects.views.people.listing import people, people_paste, person_add
from projects.views.people.one import contact_remove, person, person_remove
from projects.views.people.positions import position_fill
from projects.views.people.roles import hand_over, person_role
from projects.views.people.sentences import why_it_matters

__all__ = [
    "contact_remove",
    "expertise",
    "hand_over",
    "people",
    "people_import",
    "people_import_template",
    "people_paste",
    "person",
    "person_add",
    "person_remove",
    "person_role",
    "position_fill",
    "why_it_matters",
]
