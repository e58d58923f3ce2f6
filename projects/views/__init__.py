"""Views: each loads, cleans, makes one call, answers."""

from projects.views.agency import agency_hand_over, cover, cover_end
from projects.views.agency_contacts import agency_contact, agency_contact_add, agency_contact_remove
from projects.views.agency_posts import agency_post, agency_post_add, agency_post_end
from projects.views.agency_setup import (
    agency,
    agency_activities,
    agency_choice,
    agency_domains,
    agency_expertise,
    agency_topics,
    agency_word,
)
from projects.views.asking import ask_team, invitation_answer, invite
from projects.views.communication import communication, communication_add, communication_item, communication_remove, communication_send
from projects.views.contacts import contact, contact_add, contacts, contacts_send, contacts_use
from projects.views.elsewhere import elsewhere, elsewhere_add, elsewhere_check, elsewhere_remove, held_elsewhere
from projects.views.history import history
from projects.views.links import open_link, personal_link, personal_link_end
from projects.views.my_part import leave, my_details, my_part
from projects.views.objective import objective, objective_compare, objective_edit
from projects.views.open_items import open_item, open_item_add, open_items
from projects.views.people import (
    contact_remove,
    expertise,
    hand_over,
    people,
    people_import,
    people_import_template,
    people_paste,
    person,
    person_add,
    person_remove,
    person_role,
    position_fill,
    why_it_matters,
)
from projects.views.project import project_edit, resume, stop, value
from projects.views.raci import activity, activity_add, activity_remove, activity_rename, raci, raci_check, raci_edit, raci_usual
from projects.views.working import agreement, agreement_add, agreement_remove, ways_of_working

__all__ = [
    "activity",
    "activity_add",
    "activity_remove",
    "activity_rename",
    "agency",
    "agency_activities",
    "agency_choice",
    "agency_contact",
    "agency_contact_add",
    "agency_contact_remove",
    "agency_domains",
    "agency_expertise",
    "agency_hand_over",
    "agency_post",
    "agency_post_add",
    "agency_post_end",
    "agency_topics",
    "agency_word",
    "agreement",
    "agreement_add",
    "agreement_remove",
    "ask_team",
    "communication",
    "communication_add",
    "communication_item",
    "communication_remove",
    "communication_send",
    "contact",
    "contact_add",
    "contact_remove",
    "contacts",
    "contacts_send",
    "contacts_use",
    "cover",
    "cover_end",
    "elsewhere",
    "elsewhere_add",
    "elsewhere_check",
    "elsewhere_remove",
    "expertise",
    "hand_over",
    "held_elsewhere",
    "history",
    "invitation_answer",
    "invite",
    "leave",
    "my_details",
    "my_part",
    "objective",
    "objective_compare",
    "objective_edit",
    "open_item",
    "open_item_add",
    "open_items",
    "open_link",
    "people",
    "people_import",
    "people_import_template",
    "people_paste",
    "person",
    "person_add",
    "person_remove",
    "person_role",
    "personal_link",
    "personal_link_end",
    "position_fill",
    "project_edit",
    "raci",
    "raci_check",
    "raci_edit",
    "raci_usual",
    "resume",
    "stop",
    "value",
    "ways_of_working",
    "why_it_matters",
]
