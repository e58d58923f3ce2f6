"""Views: each loads, cleans, makes one call, answers."""

from milestones.views.answers import change, tick
from milestones.views.confirming import completed, confirm, reopen, withdraw
from milestones.views.explanations import hear, said_it_back
from milestones.views.meeting import (
    meeting,
    meeting_agreed,
    meeting_block,
    meeting_briefed,
    meeting_fall,
    meeting_finish,
    meeting_read,
    meeting_who,
)
from milestones.views.milestone import evidence_add, evidence_remove, milestone
from milestones.views.overview import news, overview
from milestones.views.sessions import invitation, pre_read, session, session_cancel, session_held
from milestones.views.start import start, start_check, start_discard, start_outcome, start_part, start_people, start_title
from milestones.views.summary import history_csv, project_json, raci_csv, summary, summary_docx, summary_xlsx
from milestones.views.work import my_work, portfolio, take_on

__all__ = [
    "change",
    "completed",
    "confirm",
    "evidence_add",
    "evidence_remove",
    "hear",
    "history_csv",
    "invitation",
    "meeting",
    "meeting_agreed",
    "meeting_block",
    "meeting_briefed",
    "meeting_fall",
    "meeting_finish",
    "meeting_read",
    "meeting_who",
    "milestone",
    "my_work",
    "news",
    "overview",
    "portfolio",
    "pre_read",
    "project_json",
    "raci_csv",
    "reopen",
    "said_it_back",
    "session",
    "session_cancel",
    "session_held",
    "start",
    "start_check",
    "start_discard",
    "start_outcome",
    "start_part",
    "start_people",
    "start_title",
    "summary",
    "summary_docx",
    "summary_xlsx",
    "take_on",
    "tick",
    "withdraw",
]
