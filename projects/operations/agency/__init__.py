"""An agency's set-up, by its administrators: who serves it, what its projects begin with, whom they ask."""

from projects.operations.agency.contacts import change_contact, name_contact, remove_contact
from projects.operations.agency.posts import change_post, end_post, give_post
from projects.operations.agency.setup import (
    choose_activities,
    choose_expertise,
    choose_topics,
    set_domains,
    set_risk_levels,
    set_word_for_buyer,
)

__all__ = [
    "change_contact",
    "change_post",
    "choose_activities",
    "choose_expertise",
    "choose_topics",
    "end_post",
    "give_post",
    "name_contact",
    "remove_contact",
    "set_domains",
    "set_risk_levels",
    "set_word_for_buyer",
]
