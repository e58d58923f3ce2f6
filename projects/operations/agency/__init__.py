"""An agency's set-up, by its administrators: who serves it, what its projects begin with, whom they ask."""

from projects.operations.agency.posts import change_post, end_post, give_post
from projects.operations.agency.setup import choose_activities, choose_expertise, set_domains, set_word_for_buyer

__all__ = [
    "change_post",
    "choose_activities",
    "choose_expertise",
    "end_post",
    "give_post",
    "set_domains",
    "set_word_for_buyer",
]
