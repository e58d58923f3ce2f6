"""Addresses of the journey."""

from django.urls import path

from milestones import views

app_name = "milestones"

PROJECT = "projects/<slug:ref>/"
MILESTONE = PROJECT + "milestones/<int:position>/"
MEETING = MILESTONE + "meeting/"
CRITERION = MILESTONE + "criteria/<int:criterion>/"

urlpatterns = [
    path("", views.my_work, name="my_work"),
    path("projects/", views.portfolio, name="portfolio"),
    path("projects/new/", views.start, name="start"),
    path("projects/new/<uuid:draft>/", views.start_title, name="start_title"),
    path("projects/new/<uuid:draft>/part/", views.start_part, name="start_part"),
    path("projects/new/<uuid:draft>/people/", views.start_people, name="start_people"),
    path("projects/new/<uuid:draft>/outcome/", views.start_outcome, name="start_outcome"),
    path("projects/new/<uuid:draft>/check/", views.start_check, name="start_check"),
    path("projects/new/<uuid:draft>/discard/", views.start_discard, name="start_discard"),
    path("projects/<slug:ref>/take-on/", views.take_on, name="take_on"),
    path(PROJECT, views.overview, name="overview"),
    path(PROJECT + "news/", views.news, name="news"),
    path(PROJECT + "summary/", views.summary, name="summary"),
    path(PROJECT + "summary.docx", views.summary_docx, name="summary_docx"),
    path(PROJECT + "summary.xlsx", views.summary_xlsx, name="summary_xlsx"),
    path(PROJECT + "raci.csv", views.raci_csv, name="raci_csv"),
    path(PROJECT + "history.csv", views.history_csv, name="history_csv"),
    path(PROJECT + "project.json", views.project_json, name="project_json"),
    path(PROJECT + "said-it-back/", views.said_it_back, name="said_it_back"),
    path(PROJECT + "said-it-back/<int:explanation>/", views.hear, name="hear"),
    path(MILESTONE, views.milestone, name="milestone"),
    path(MILESTONE + "session/", views.session, name="session"),
    path(MEETING, views.meeting, name="meeting"),
    path(MEETING + "who/", views.meeting_who, name="meeting_who"),
    path(MEETING + "fall/", views.meeting_fall, name="meeting_fall"),
    path(MEETING + "finish/", views.meeting_finish, name="meeting_finish"),
    path(MEETING + "agreed/", views.meeting_agreed, name="meeting_agreed"),
    path(MEETING + "briefed/", views.meeting_briefed, name="meeting_briefed"),
    path(MEETING + "read/", views.meeting_read, name="meeting_read"),
    path(MEETING + "<slug:block>/", views.meeting_block, name="meeting_block"),
    path(MILESTONE + "session/held/", views.session_held, name="session_held"),
    path(MILESTONE + "session/cancel/", views.session_cancel, name="session_cancel"),
    path(MILESTONE + "session.ics", views.invitation, name="invitation"),
    path(MILESTONE + "pre-read/", views.pre_read, name="pre_read"),
    path(CRITERION, views.tick, name="tick"),
    path(CRITERION + "change/", views.change, name="change"),
    path(CRITERION + "evidence/", views.evidence_add, name="evidence_add"),
    path(CRITERION + "evidence/<int:evidence>/remove/", views.evidence_remove, name="evidence_remove"),
    path(MILESTONE + "confirm/", views.confirm, name="confirm"),
    path(MILESTONE + "withdraw/", views.withdraw, name="withdraw"),
    path(MILESTONE + "reopen/", views.reopen, name="reopen"),
    path(MILESTONE + "completed/", views.completed, name="completed"),
]
