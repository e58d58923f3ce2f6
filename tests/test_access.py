"""Who may open and do what, over every address: this table is the documentation of permissions. An address missing from it fails.

A row is an address asked for plainly (a POST has an empty form, so 422 says: allowed, and something is missing). 302 sends to sign-in,
404 is a project that is not theirs, 403 a part that is not theirs.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from projects.models import BuyingProject, Person
from tests.factories import (
    AccessProblemFactory,
    ActivityFactory,
    AgencyContactFactory,
    CadenceItemFactory,
    CommunicationItemFactory,
    ContactTopicFactory,
    CoverFactory,
    EvidenceFactory,
    ExplanationFactory,
    HeldElsewhereFactory,
    InvitationFactory,
    KeyMilestoneFactory,
    MitigantFactory,
    ObjectionFactory,
    OpenItemFactory,
    ProjectDraftFactory,
    RiskFactory,
    SessionFactory,
    StakeholderFactory,
    ToolFactory,
    WorkingAgreementFactory,
    complete,
    criterion_of,
    milestone_of,
)

WHO = ("stranger", "outsider", "wider", "member", "buyer", "agent", "officer", "viewer", "administrator")

# url name                  request                                  stranger outsider wider member buyer agent officer viewer administrator
TABLE = """
milestones:my_work          GET  /                                                          302 200 200 200 200 200 200 200 200
milestones:my_work          POST /                                                          302 200 200 200 200 200 200 200 200
milestones:portfolio        GET  /projects/                                                 302 200 200 200 200 200 200 200 200
milestones:portfolio        POST /projects/                                                 302 200 200 200 200 200 200 200 200
milestones:start            GET  /projects/new/                                             302 200 200 200 200 200 200 200 200
milestones:start            POST /projects/new/                                             302 422 422 422 422 422 422 422 422
milestones:start_title      GET  /projects/new/{draft}/                                     302 404 404 404 200 404 404 404 404
milestones:start_title      POST /projects/new/{draft}/                                     302 404 404 404 422 404 404 404 404
milestones:start_part       GET  /projects/new/{draft}/part/                                302 404 404 404 200 404 404 404 404
milestones:start_part       POST /projects/new/{draft}/part/                                302 404 404 404 422 404 404 404 404
milestones:start_people     GET  /projects/new/{draft}/people/                              302 404 404 404 303 404 404 404 404
milestones:start_people     POST /projects/new/{draft}/people/                              302 404 404 404 303 404 404 404 404
milestones:start_outcome    GET  /projects/new/{draft}/outcome/                             302 404 404 404 200 404 404 404 404
milestones:start_outcome    POST /projects/new/{draft}/outcome/                             302 404 404 404 303 404 404 404 404
milestones:start_check      GET  /projects/new/{draft}/check/                               302 404 404 404 200 404 404 404 404
milestones:start_check      POST /projects/new/{draft}/check/                               302 404 404 404 422 404 404 404 404
milestones:start_discard    GET  /projects/new/{draft}/discard/                             302 404 404 404 200 404 404 404 404
milestones:start_discard    POST /projects/new/{draft}/discard/                             302 404 404 404 303 404 404 404 404
milestones:take_on          GET  /projects/{ref}/take-on/                                   302 404 404 404 404 404 404 404 404
milestones:take_on          POST /projects/{ref}/take-on/                                   302 404 404 404 404 404 404 404 404
milestones:overview         GET  /projects/{ref}/                                           302 404 200 200 200 200 200 200 404
milestones:overview         POST /projects/{ref}/                                           302 404 200 200 200 200 200 200 404
milestones:news             GET  /projects/{ref}/news/                                      302 404 204 204 204 204 204 204 404
milestones:news             POST /projects/{ref}/news/                                      302 404 204 204 204 204 204 204 404
milestones:milestone        GET  /projects/{ref}/milestones/2/                              302 404 403 200 200 200 200 200 404
milestones:milestone        POST /projects/{ref}/milestones/2/                              302 404 403 200 200 200 200 200 404
milestones:session          GET  /projects/{ref}/milestones/2/session/                      302 404 403 403 200 200 200 403 404
milestones:session          POST /projects/{ref}/milestones/2/session/                      302 404 403 403 422 422 422 403 404
milestones:meeting          GET  /projects/{ref}/milestones/2/meeting/                      302 404 403 200 200 200 200 200 404
milestones:meeting          POST /projects/{ref}/milestones/2/meeting/                      302 404 403 200 200 200 200 200 404
milestones:meeting_who      GET  /projects/{ref}/milestones/2/meeting/who/                  302 405 405 405 405 405 405 405 405
milestones:meeting_who      POST /projects/{ref}/milestones/2/meeting/who/                  302 404 403 422 422 422 422 403 404
milestones:meeting_fall     GET  /projects/{ref}/milestones/2/meeting/fall/                 302 405 405 405 405 405 405 405 405
milestones:meeting_fall     POST /projects/{ref}/milestones/2/meeting/fall/                 302 404 403 422 422 422 422 403 404
milestones:meeting_block    GET  /projects/{ref}/milestones/2/meeting/objective/            302 405 405 405 405 405 405 405 405
milestones:meeting_block    POST /projects/{ref}/milestones/2/meeting/objective/            302 404 403 403 422 422 422 403 404
milestones:meeting_agreed   GET  /projects/{ref}/milestones/2/meeting/agreed/               302 404 403 403 409 409 409 403 404
milestones:meeting_agreed   POST /projects/{ref}/milestones/2/meeting/agreed/               302 404 403 403 409 409 409 403 404
milestones:meeting_briefed  GET  /projects/{ref}/milestones/2/meeting/briefed/              302 405 405 405 405 405 405 405 405
milestones:meeting_briefed  POST /projects/{ref}/milestones/2/meeting/briefed/              302 404 403 422 422 422 422 403 404
milestones:meeting_read     GET  /projects/{ref}/milestones/2/meeting/read/                 302 405 405 405 405 405 405 405 405
milestones:meeting_read     POST /projects/{ref}/milestones/2/meeting/read/                 302 404 403 409 409 409 409 403 404
milestones:meeting_finish   GET  /projects/{ref}/milestones/2/meeting/finish/               302 404 403 403 200 200 200 403 404
milestones:meeting_finish   POST /projects/{ref}/milestones/2/meeting/finish/               302 404 403 403 422 422 422 403 404
milestones:said_it_back     GET  /projects/{ref}/said-it-back/                              302 404 403 200 200 200 200 403 404
milestones:said_it_back     POST /projects/{ref}/said-it-back/                              302 404 403 422 422 422 422 403 404
milestones:hear             GET  /projects/{ref}/said-it-back/{explanation}/                302 405 405 405 405 405 405 405 405
milestones:hear             POST /projects/{ref}/said-it-back/{explanation}/                302 404 403 422 422 422 422 403 404
milestones:session_held     GET  /projects/{ref}/milestones/2/session/held/                 302 404 403 403 200 200 200 403 404
milestones:session_held     POST /projects/{ref}/milestones/2/session/held/                 302 404 403 403 422 422 422 403 404
milestones:session_cancel   GET  /projects/{ref}/milestones/2/session/cancel/               302 404 403 403 200 200 200 403 404
milestones:session_cancel   POST /projects/{ref}/milestones/2/session/cancel/               302 404 403 403 422 422 422 403 404
milestones:invitation       GET  /projects/{ref}/milestones/2/session.ics                   302 404 403 200 200 200 200 200 404
milestones:invitation       POST /projects/{ref}/milestones/2/session.ics                   302 405 405 405 405 405 405 405 405
milestones:pre_read         GET  /projects/{ref}/milestones/2/pre-read/                     302 404 403 200 200 200 200 200 404
milestones:pre_read         POST /projects/{ref}/milestones/2/pre-read/                     302 404 403 200 200 200 200 200 404
milestones:tick             GET  /projects/{ref}/milestones/2/criteria/1/                   302 405 405 405 405 405 405 405 405
milestones:tick             POST /projects/{ref}/milestones/2/criteria/1/                   302 404 403 403 403 403 422 403 404
milestones:change           GET  /projects/{ref}/milestones/2/criteria/1/change/            302 404 403 403 403 403 200 403 404
milestones:change           POST /projects/{ref}/milestones/2/criteria/1/change/            302 404 403 403 403 403 200 403 404
milestones:evidence_add     GET  /projects/{ref}/milestones/2/criteria/1/evidence/          302 404 403 200 200 200 200 403 404
milestones:evidence_add     POST /projects/{ref}/milestones/2/criteria/1/evidence/          302 404 403 422 422 422 422 403 404
milestones:evidence_remove  GET  /projects/{ref}/milestones/2/criteria/1/evidence/{evidence}/remove/ 302 404 403 403 200 200 200 403 404
milestones:evidence_remove  POST /projects/{ref}/milestones/2/criteria/1/evidence/{evidence}/remove/ 302 404 403 403 303 303 303 403 404
milestones:confirm          GET  /projects/{ref}/milestones/2/confirm/                      302 404 403 403 200 200 200 403 404
milestones:confirm          POST /projects/{ref}/milestones/2/confirm/                      302 404 403 403 422 422 422 403 404
milestones:withdraw         GET  /projects/{ref}/milestones/2/withdraw/                     302 405 405 405 405 405 405 405 405
milestones:withdraw         POST /projects/{ref}/milestones/2/withdraw/                     302 404 403 403 303 303 303 403 404
milestones:reopen           GET  /projects/{ref}/milestones/2/reopen/                       302 404 403 403 200 200 200 403 404
milestones:reopen           POST /projects/{ref}/milestones/2/reopen/                       302 404 403 403 409 409 409 403 404
milestones:completed        GET  /projects/{ref}/milestones/2/completed/                    302 404 403 200 200 200 200 200 404
milestones:completed        POST /projects/{ref}/milestones/2/completed/                    302 404 403 200 200 200 200 200 404
milestones:summary          GET  /projects/{ref}/summary/                               302 404 403 200 200 200 200 200 404
milestones:summary          POST /projects/{ref}/summary/                               302 405 405 405 405 405 405 405 405
milestones:summary_docx     GET  /projects/{ref}/summary.docx                           302 404 403 200 200 200 200 200 404
milestones:summary_docx     POST /projects/{ref}/summary.docx                           302 405 405 405 405 405 405 405 405
milestones:summary_xlsx     GET  /projects/{ref}/summary.xlsx                           302 404 403 200 200 200 200 200 404
milestones:summary_xlsx     POST /projects/{ref}/summary.xlsx                           302 405 405 405 405 405 405 405 405
milestones:raci_csv         GET  /projects/{ref}/raci.csv                               302 404 403 200 200 200 200 200 404
milestones:raci_csv         POST /projects/{ref}/raci.csv                               302 405 405 405 405 405 405 405 405
milestones:history_csv      GET  /projects/{ref}/history.csv                            302 404 403 200 200 200 200 200 404
milestones:history_csv      POST /projects/{ref}/history.csv                            302 405 405 405 405 405 405 405 405
milestones:project_json     GET  /projects/{ref}/project.json                           302 404 403 200 200 200 200 200 404
milestones:project_json     POST /projects/{ref}/project.json                           302 405 405 405 405 405 405 405 405
projects:people             GET  /projects/{ref}/people/                                    302 404 200 200 200 200 200 200 404
projects:people             POST /projects/{ref}/people/                                    302 404 200 200 200 200 200 200 404
projects:person_add         GET  /projects/{ref}/people/add/                                302 404 403 403 200 200 200 403 404
projects:person_add         POST /projects/{ref}/people/add/                                302 404 403 403 422 422 422 403 404
projects:copy_from          GET  /projects/{ref}/copy/                                      302 404 403 403 200 200 200 403 404
projects:copy_from          POST /projects/{ref}/copy/                                      302 404 403 403 422 422 422 403 404
projects:ask_team           GET  /projects/{ref}/people/ask/                                302 404 403 403 200 200 200 403 404
projects:ask_team           POST /projects/{ref}/people/ask/                                302 404 403 403 422 422 422 403 404
projects:why_it_matters     GET  /projects/{ref}/people/why/                                302 404 403 403 200 200 200 403 404
projects:why_it_matters     POST /projects/{ref}/people/why/                                302 404 403 403 422 422 422 403 404
projects:people_paste       GET  /projects/{ref}/people/paste/                              302 404 403 403 200 200 200 403 404
projects:people_paste       POST /projects/{ref}/people/paste/                              302 404 403 403 422 422 422 403 404
projects:people_import      GET  /projects/{ref}/people/import/                             302 404 403 403 200 200 200 403 404
projects:people_import      POST /projects/{ref}/people/import/                             302 404 403 403 422 422 422 403 404
projects:people_import_template GET  /projects/{ref}/people/import/template.csv             302 404 403 403 200 200 200 403 404
projects:people_import_template POST /projects/{ref}/people/import/template.csv             302 405 405 405 405 405 405 405 405
projects:expertise          GET  /projects/{ref}/people/expertise/                          302 404 403 200 200 200 200 200 404
projects:expertise          POST /projects/{ref}/people/expertise/                          302 404 403 403 422 422 422 403 404
projects:person             GET  /projects/{ref}/people/{stakeholder}/                      302 404 200 200 200 200 200 200 404
projects:person             POST /projects/{ref}/people/{stakeholder}/                      302 404 403 403 422 422 422 403 404
projects:person_role        GET  /projects/{ref}/people/{stakeholder}/role/                 302 404 403 403 200 200 200 403 404
projects:person_role        POST /projects/{ref}/people/{stakeholder}/role/                 302 404 403 403 422 422 422 403 404
projects:position_fill      GET  /projects/{ref}/people/{position}/fill/                    302 404 403 403 200 200 200 403 404
projects:position_fill      POST /projects/{ref}/people/{position}/fill/                    302 404 403 403 422 422 422 403 404
projects:hand_over          GET  /projects/{ref}/people/{stakeholder}/hand-over/            302 404 403 200 403 403 403 403 404
projects:hand_over          POST /projects/{ref}/people/{stakeholder}/hand-over/            302 404 403 422 403 403 403 403 404
projects:invite             GET  /projects/{ref}/people/{stakeholder}/invite/               302 404 403 403 200 200 200 403 404
projects:invite             POST /projects/{ref}/people/{stakeholder}/invite/               302 404 403 403 422 422 422 403 404
projects:invitation_answer  GET  /projects/{ref}/people/{stakeholder}/invite/answer/        302 404 403 403 200 200 200 403 404
projects:invitation_answer  POST /projects/{ref}/people/{stakeholder}/invite/answer/        302 404 403 403 422 422 422 403 404
projects:personal_link      GET  /projects/{ref}/people/{stakeholder}/link/                 302 404 403 403 200 200 200 403 404
projects:personal_link      POST /projects/{ref}/people/{stakeholder}/link/                 302 404 403 403 422 422 422 403 404
projects:personal_link_end  GET  /projects/{ref}/people/{stakeholder}/link/end/             302 405 405 405 405 405 405 405 405
projects:personal_link_end  POST /projects/{ref}/people/{stakeholder}/link/end/             302 404 403 403 303 303 303 403 404
projects:person_remove      GET  /projects/{ref}/people/{stakeholder}/remove/               302 404 403 403 200 200 200 403 404
projects:person_remove      POST /projects/{ref}/people/{stakeholder}/remove/               302 404 403 403 303 303 303 403 404
projects:contact_remove     GET  /projects/{ref}/people/{stakeholder}/remove-contact-details/ 302 404 403 200 200 200 200 403 404
projects:contact_remove     POST /projects/{ref}/people/{stakeholder}/remove-contact-details/ 302 404 403 303 303 303 303 403 404
projects:my_part            GET  /projects/{ref}/my-part/                                   302 404 200 200 200 200 200 403 404
projects:my_part            POST /projects/{ref}/my-part/                                   302 404 422 422 422 422 422 403 404
projects:my_details         GET  /projects/{ref}/my-part/details/                           302 404 200 200 200 200 200 403 404
projects:my_details         POST /projects/{ref}/my-part/details/                           302 404 422 422 422 422 422 403 404
projects:leave              GET  /projects/{ref}/my-part/leave/                             302 404 200 200 200 200 200 403 404
projects:leave              POST /projects/{ref}/my-part/leave/                             302 404 303 303 409 303 409 403 404
projects:objective          GET  /projects/{ref}/objective/                                 302 404 403 200 200 200 200 200 404
projects:objective          POST /projects/{ref}/objective/                                 302 404 403 200 200 200 200 200 404
projects:objective_compare  GET  /projects/{ref}/objective/compare/                         302 404 403 200 200 200 200 200 404
projects:objective_compare  POST /projects/{ref}/objective/compare/                         302 404 403 200 200 200 200 200 404
projects:objective_edit     GET  /projects/{ref}/objective/edit/                            302 404 403 403 200 200 200 403 404
projects:objective_edit     POST /projects/{ref}/objective/edit/                            302 404 403 403 422 422 422 403 404
projects:raci               GET  /projects/{ref}/raci/                                      302 404 403 200 200 200 200 200 404
projects:raci               POST /projects/{ref}/raci/                                      302 404 403 200 200 200 200 200 404
projects:raci_edit          GET  /projects/{ref}/raci/edit/                                 302 404 403 403 200 200 200 403 404
projects:raci_edit          POST /projects/{ref}/raci/edit/                                 302 404 403 403 303 303 303 403 404
projects:raci_check         GET  /projects/{ref}/raci/check/                                302 405 405 405 405 405 405 405 405
projects:raci_check         POST /projects/{ref}/raci/check/                                302 404 403 403 200 200 200 403 404
projects:raci_usual         GET  /projects/{ref}/raci/usual/                                302 404 403 403 200 200 200 403 404
projects:raci_usual         POST /projects/{ref}/raci/usual/                                302 404 403 403 422 422 422 403 404
projects:activity_add       GET  /projects/{ref}/raci/add/                                  302 404 403 403 200 200 200 403 404
projects:activity_add       POST /projects/{ref}/raci/add/                                  302 404 403 403 422 422 422 403 404
projects:activity           GET  /projects/{ref}/raci/{activity}/                           302 404 403 403 200 200 200 403 404
projects:activity           POST /projects/{ref}/raci/{activity}/                           302 404 403 403 303 303 303 403 404
projects:activity_rename    GET  /projects/{ref}/raci/{activity}/rename/                    302 404 403 403 200 200 200 403 404
projects:activity_rename    POST /projects/{ref}/raci/{activity}/rename/                    302 404 403 403 422 422 422 403 404
projects:activity_remove    GET  /projects/{ref}/raci/{activity}/remove/                    302 404 403 403 200 200 200 403 404
projects:activity_remove    POST /projects/{ref}/raci/{activity}/remove/                    302 404 403 403 303 303 303 403 404
projects:contacts           GET  /projects/{ref}/contacts/                                  302 404 200 200 200 200 200 200 404
projects:contacts           POST /projects/{ref}/contacts/                                  302 404 200 200 200 200 200 200 404
projects:contacts_use       GET  /projects/{ref}/contacts/use/                              302 404 403 403 200 200 200 403 404
projects:contacts_use       POST /projects/{ref}/contacts/use/                              302 404 403 403 422 422 422 403 404
projects:contacts_send      GET  /projects/{ref}/contacts/send/                             302 404 403 403 200 200 200 403 404
projects:contacts_send      POST /projects/{ref}/contacts/send/                             302 404 403 403 422 422 422 403 404
projects:contact_add        GET  /projects/{ref}/contacts/add/                              302 404 403 403 200 200 200 403 404
projects:contact_add        POST /projects/{ref}/contacts/add/                              302 404 403 403 422 422 422 403 404
projects:contact            GET  /projects/{ref}/contacts/{topic}/                          302 404 403 403 200 200 200 403 404
projects:contact            POST /projects/{ref}/contacts/{topic}/                          302 404 403 403 422 422 422 403 404
projects:open_items         GET  /projects/{ref}/open-items/                                302 404 403 200 200 200 200 200 404
projects:open_items         POST /projects/{ref}/open-items/                                302 404 403 200 200 200 200 200 404
projects:open_item_add      GET  /projects/{ref}/open-items/add/                            302 404 403 200 200 200 200 403 404
projects:open_item_add      POST /projects/{ref}/open-items/add/                            302 404 403 422 422 422 422 403 404
projects:open_item          GET  /projects/{ref}/open-items/{item}/                         302 404 403 200 200 200 200 200 404
projects:open_item          POST /projects/{ref}/open-items/{item}/                         302 404 403 403 422 422 422 403 404
projects:plan               GET  /projects/{ref}/plan/                                      302 404 403 200 200 200 200 200 404
projects:plan               POST /projects/{ref}/plan/                                      302 404 403 200 200 200 200 200 404
projects:plan_dates         GET  /projects/{ref}/plan/dates/                                302 404 403 403 200 200 200 403 404
projects:plan_dates         POST /projects/{ref}/plan/dates/                                302 404 403 403 422 422 422 403 404
projects:plan_activity_edit GET  /projects/{ref}/plan/{activity}/                           302 404 403 403 200 200 200 403 404
projects:plan_activity_edit POST /projects/{ref}/plan/{activity}/                           302 404 403 403 422 422 422 403 404
projects:activity_status    GET  /projects/{ref}/plan/{activity}/status/                    302 405 405 405 405 405 405 405 405
projects:activity_status    POST /projects/{ref}/plan/{activity}/status/                    302 404 403 422 422 422 422 403 404
projects:key_milestone_add  GET  /projects/{ref}/plan/milestones/add/                       302 404 403 403 200 200 200 403 404
projects:key_milestone_add  POST /projects/{ref}/plan/milestones/add/                       302 404 403 403 422 422 422 403 404
projects:key_milestone      GET  /projects/{ref}/plan/milestones/{key_milestone}/           302 404 403 403 200 200 200 403 404
projects:key_milestone      POST /projects/{ref}/plan/milestones/{key_milestone}/           302 404 403 403 422 422 422 403 404
projects:key_milestone_remove GET  /projects/{ref}/plan/milestones/{key_milestone}/remove/    302 404 403 403 200 200 200 403 404
projects:key_milestone_remove POST /projects/{ref}/plan/milestones/{key_milestone}/remove/    302 404 403 403 303 303 303 403 404
projects:risks              GET  /projects/{ref}/risks/                                     302 404 403 200 200 200 200 200 404
projects:risks              POST /projects/{ref}/risks/                                     302 404 403 200 200 200 200 200 404
projects:risk_add           GET  /projects/{ref}/risks/add/                                 302 404 403 200 200 200 200 403 404
projects:risk_add           POST /projects/{ref}/risks/add/                                 302 404 403 422 422 422 422 403 404
projects:risks_looked       GET  /projects/{ref}/risks/looked/                              302 404 403 403 200 200 200 403 404
projects:risks_looked       POST /projects/{ref}/risks/looked/                              302 404 403 403 422 422 422 403 404
projects:risk               GET  /projects/{ref}/risks/{risk}/                              302 404 403 200 200 200 200 200 404
projects:risk               POST /projects/{ref}/risks/{risk}/                              302 404 403 200 200 200 200 200 404
projects:risk_edit          GET  /projects/{ref}/risks/{risk}/edit/                         302 404 403 403 200 200 200 403 404
projects:risk_edit          POST /projects/{ref}/risks/{risk}/edit/                         302 404 403 403 422 422 422 403 404
projects:risk_remove        GET  /projects/{ref}/risks/{risk}/remove/                       302 404 403 403 200 200 200 403 404
projects:risk_remove        POST /projects/{ref}/risks/{risk}/remove/                       302 404 403 403 303 303 303 403 404
projects:risk_accept        GET  /projects/{ref}/risks/{risk}/accept/                       302 404 403 403 200 200 403 403 404
projects:risk_accept        POST /projects/{ref}/risks/{risk}/accept/                       302 404 403 403 422 422 403 403 404
projects:risk_close         GET  /projects/{ref}/risks/{risk}/close/                        302 404 403 403 200 200 200 403 404
projects:risk_close         POST /projects/{ref}/risks/{risk}/close/                        302 404 403 403 422 422 422 403 404
projects:mitigant_add       GET  /projects/{ref}/risks/{risk}/mitigants/add/                302 404 403 200 200 200 200 403 404
projects:mitigant_add       POST /projects/{ref}/risks/{risk}/mitigants/add/                302 404 403 422 422 422 422 403 404
projects:mitigant           GET  /projects/{ref}/risks/{risk}/mitigants/{mitigant}/         302 404 403 403 200 200 200 403 404
projects:mitigant           POST /projects/{ref}/risks/{risk}/mitigants/{mitigant}/         302 404 403 403 422 422 422 403 404
projects:mitigant_remove    GET  /projects/{ref}/risks/{risk}/mitigants/{mitigant}/remove/  302 404 403 403 200 200 200 403 404
projects:mitigant_remove    POST /projects/{ref}/risks/{risk}/mitigants/{mitigant}/remove/  302 404 403 403 303 303 303 403 404
projects:ways_of_working    GET  /projects/{ref}/ways-of-working/                           302 404 403 200 200 200 200 200 404
projects:ways_of_working    POST /projects/{ref}/ways-of-working/                           302 404 403 200 200 200 200 200 404
projects:cadence_add        GET  /projects/{ref}/ways-of-working/cadence/add/               302 404 403 403 200 200 200 403 404
projects:cadence_add        POST /projects/{ref}/ways-of-working/cadence/add/               302 404 403 403 422 422 422 403 404
projects:cadence            GET  /projects/{ref}/ways-of-working/cadence/{cadence}/         302 404 403 403 200 200 200 403 404
projects:cadence            POST /projects/{ref}/ways-of-working/cadence/{cadence}/         302 404 403 403 422 422 422 403 404
projects:cadence_remove     GET  /projects/{ref}/ways-of-working/cadence/{cadence}/remove/  302 404 403 403 200 200 200 403 404
projects:cadence_remove     POST /projects/{ref}/ways-of-working/cadence/{cadence}/remove/  302 404 403 403 303 303 303 403 404
projects:tool_add           GET  /projects/{ref}/ways-of-working/tools/add/                 302 404 403 403 200 200 200 403 404
projects:tool_add           POST /projects/{ref}/ways-of-working/tools/add/                 302 404 403 403 422 422 422 403 404
projects:tool               GET  /projects/{ref}/ways-of-working/tools/{tool}/              302 404 403 403 200 200 200 403 404
projects:tool               POST /projects/{ref}/ways-of-working/tools/{tool}/              302 404 403 403 422 422 422 403 404
projects:tool_remove        GET  /projects/{ref}/ways-of-working/tools/{tool}/remove/       302 404 403 403 200 200 200 403 404
projects:tool_remove        POST /projects/{ref}/ways-of-working/tools/{tool}/remove/       302 404 403 403 303 303 303 403 404
projects:tool_access        GET  /projects/{ref}/ways-of-working/tools/{tool}/access/       302 404 403 200 200 200 200 403 404
projects:tool_access        POST /projects/{ref}/ways-of-working/tools/{tool}/access/       302 404 403 422 422 422 422 403 404
projects:access_solved      GET  /projects/{ref}/ways-of-working/access/{problem}/solved/   302 405 405 405 405 405 405 405 405
projects:access_solved      POST /projects/{ref}/ways-of-working/access/{problem}/solved/   302 404 403 403 303 303 303 403 404
projects:objection_add      GET  /projects/{ref}/ways-of-working/object/                    302 404 403 200 200 200 200 403 404
projects:objection_add      POST /projects/{ref}/ways-of-working/object/                    302 404 403 422 422 422 422 403 404
projects:objection_close    GET  /projects/{ref}/ways-of-working/objections/{objection}/close/ 302 404 403 403 200 200 403 403 404
projects:objection_close    POST /projects/{ref}/ways-of-working/objections/{objection}/close/ 302 404 403 403 422 422 403 403 404
projects:agreement_add      GET  /projects/{ref}/ways-of-working/agreements/add/            302 404 403 403 200 200 200 403 404
projects:agreement_add      POST /projects/{ref}/ways-of-working/agreements/add/            302 404 403 403 422 422 422 403 404
projects:agreement          GET  /projects/{ref}/ways-of-working/agreements/{agreement}/    302 404 403 403 200 200 200 403 404
projects:agreement          POST /projects/{ref}/ways-of-working/agreements/{agreement}/    302 404 403 403 422 422 422 403 404
projects:agreement_remove   GET  /projects/{ref}/ways-of-working/agreements/{agreement}/remove/ 302 404 403 403 200 200 200 403 404
projects:agreement_remove   POST /projects/{ref}/ways-of-working/agreements/{agreement}/remove/ 302 404 403 403 303 303 303 403 404
projects:management_plan    GET  /projects/{ref}/plan/management/                       302 404 403 200 200 200 200 200 404
projects:management_plan    POST /projects/{ref}/plan/management/                       302 404 403 200 200 200 200 200 404
projects:management_plan_edit GET  /projects/{ref}/plan/management/edit/                  302 404 403 403 200 200 200 403 404
projects:management_plan_edit POST /projects/{ref}/plan/management/edit/                  302 404 403 403 422 422 422 403 404
projects:communication      GET  /projects/{ref}/communication/                         302 404 403 200 200 200 200 200 404
projects:communication      POST /projects/{ref}/communication/                         302 404 403 200 200 200 200 200 404
projects:communication_add  GET  /projects/{ref}/communication/add/                     302 404 403 403 200 200 200 403 404
projects:communication_add  POST /projects/{ref}/communication/add/                     302 404 403 403 422 422 422 403 404
projects:communication_send GET  /projects/{ref}/communication/send/                    302 404 403 403 200 200 200 403 404
projects:communication_send POST /projects/{ref}/communication/send/                    302 404 403 403 422 422 422 403 404
projects:communication_item GET  /projects/{ref}/communication/{line}/                  302 404 403 403 200 200 200 403 404
projects:communication_item POST /projects/{ref}/communication/{line}/                  302 404 403 403 422 422 422 403 404
projects:communication_remove GET  /projects/{ref}/communication/{line}/remove/           302 404 403 403 200 200 200 403 404
projects:communication_remove POST /projects/{ref}/communication/{line}/remove/           302 404 403 403 303 303 303 403 404
projects:held_elsewhere     GET  /projects/{ref}/held-elsewhere/                        302 404 403 200 200 200 200 200 404
projects:held_elsewhere     POST /projects/{ref}/held-elsewhere/                        302 404 403 200 200 200 200 200 404
projects:elsewhere_add      GET  /projects/{ref}/held-elsewhere/add/                    302 404 403 403 200 200 200 403 404
projects:elsewhere_add      POST /projects/{ref}/held-elsewhere/add/                    302 404 403 403 422 422 422 403 404
projects:elsewhere          GET  /projects/{ref}/held-elsewhere/{elsewhere}/            302 404 403 403 200 200 200 403 404
projects:elsewhere          POST /projects/{ref}/held-elsewhere/{elsewhere}/            302 404 403 403 422 422 422 403 404
projects:elsewhere_check    GET  /projects/{ref}/held-elsewhere/{elsewhere}/check/      302 405 405 405 405 405 405 405 405
projects:elsewhere_check    POST /projects/{ref}/held-elsewhere/{elsewhere}/check/      302 404 403 403 422 422 422 403 404
projects:elsewhere_remove   GET  /projects/{ref}/held-elsewhere/{elsewhere}/remove/     302 404 403 403 200 200 200 403 404
projects:elsewhere_remove   POST /projects/{ref}/held-elsewhere/{elsewhere}/remove/     302 404 403 403 303 303 303 403 404
projects:history            GET  /projects/{ref}/history/                                   302 404 403 200 200 200 200 200 404
projects:history            POST /projects/{ref}/history/                                   302 404 403 200 200 200 200 200 404
projects:project_edit       GET  /projects/{ref}/edit/                                      302 404 403 403 200 200 200 403 404
projects:project_edit       POST /projects/{ref}/edit/                                      302 404 403 403 422 422 422 403 404
projects:value              GET  /projects/{ref}/value/                                     302 404 403 403 200 200 403 403 404
projects:value              POST /projects/{ref}/value/                                     302 404 403 403 422 422 403 403 404
projects:stop               GET  /projects/{ref}/stop/                                      302 404 403 403 200 200 200 403 404
projects:stop               POST /projects/{ref}/stop/                                      302 404 403 403 422 422 422 403 404
projects:resume             GET  /projects/{ref}/resume/                                    302 404 403 403 200 200 200 403 404
projects:resume             POST /projects/{ref}/resume/                                    302 404 403 403 303 303 303 403 404
projects:agency_hand_over   GET  /agency/hand-over/{ref}/                                   302 404 404 404 404 404 404 404 404
projects:agency_hand_over   POST /agency/hand-over/{ref}/                                   302 404 404 404 404 404 404 404 404
projects:agency_choice      GET  /agency/                                               302 404 404 404 404 404 404 404 302
projects:agency_choice      POST /agency/                                               302 404 404 404 404 404 404 404 302
projects:agency             GET  /agency/{code}/                                        302 404 404 404 404 404 404 404 200
projects:agency             POST /agency/{code}/                                        302 404 404 404 404 404 404 404 200
projects:agency_domains     GET  /agency/{code}/domains/                                302 404 404 404 404 404 404 404 200
projects:agency_domains     POST /agency/{code}/domains/                                302 404 404 404 404 404 404 404 422
projects:agency_word        GET  /agency/{code}/word/                                   302 404 404 404 404 404 404 404 200
projects:agency_word        POST /agency/{code}/word/                                   302 404 404 404 404 404 404 404 422
projects:agency_risk_levels GET  /agency/{code}/risk-levels/                            302 404 404 404 404 404 404 404 200
projects:agency_risk_levels POST /agency/{code}/risk-levels/                            302 404 404 404 404 404 404 404 422
projects:agency_activities  GET  /agency/{code}/activities/                             302 404 404 404 404 404 404 404 200
projects:agency_activities  POST /agency/{code}/activities/                             302 404 404 404 404 404 404 404 422
projects:agency_topics      GET  /agency/{code}/topics/                                 302 404 404 404 404 404 404 404 200
projects:agency_topics      POST /agency/{code}/topics/                                 302 404 404 404 404 404 404 404 422
projects:agency_contact_add GET  /agency/{code}/contacts/add/                           302 404 404 404 404 404 404 404 200
projects:agency_contact_add POST /agency/{code}/contacts/add/                           302 404 404 404 404 404 404 404 422
projects:agency_contact     GET  /agency/{code}/contacts/{agency_contact}/              302 404 404 404 404 404 404 404 200
projects:agency_contact     POST /agency/{code}/contacts/{agency_contact}/              302 404 404 404 404 404 404 404 422
projects:agency_contact_remove GET  /agency/{code}/contacts/{agency_contact}/remove/       302 404 404 404 404 404 404 404 200
projects:agency_contact_remove POST /agency/{code}/contacts/{agency_contact}/remove/       302 404 404 404 404 404 404 404 303
projects:agency_expertise   GET  /agency/{code}/expertise/                              302 404 404 404 404 404 404 404 200
projects:agency_expertise   POST /agency/{code}/expertise/                              302 404 404 404 404 404 404 404 422
projects:agency_post_add    GET  /agency/{code}/people/add/viewer/                      302 404 404 404 404 404 404 404 200
projects:agency_post_add    POST /agency/{code}/people/add/viewer/                      302 404 404 404 404 404 404 404 422
projects:agency_post        GET  /agency/{code}/people/{post}/                          302 404 404 404 404 404 404 404 200
projects:agency_post        POST /agency/{code}/people/{post}/                          302 404 404 404 404 404 404 404 422
projects:agency_post_end    GET  /agency/{code}/people/{post}/end/                      302 404 404 404 404 404 404 404 200
projects:agency_post_end    POST /agency/{code}/people/{post}/end/                      302 404 404 404 404 404 404 404 303
projects:cover              GET  /account/cover/                                            302 200 200 200 200 200 200 200 200
projects:cover              POST /account/cover/                                            302 403 403 403 403 403 422 403 422
projects:cover_end          GET  /account/cover/{cover}/end/                                302 404 404 404 404 404 200 404 200
projects:cover_end          POST /account/cover/{cover}/end/                                302 404 404 404 404 404 303 404 303
projects:open_link          GET  /link/{secret}/                                            404 404 404 404 404 404 404 404 404
projects:open_link          POST /link/{secret}/                                            404 404 404 404 404 404 404 404 404
account_login               GET  /sign-in/                                                  200 302 302 302 302 302 302 302 302
account_login               POST /sign-in/                                                  422 302 302 302 302 302 302 302 302
account_signup              GET  /sign-in/                                                  200 302 302 302 302 302 302 302 302
account_signup              POST /sign-in/                                                  422 302 302 302 302 302 302 302 302
account_confirm_login_code  GET  /sign-in/code/                                             302 302 302 302 302 302 302 302 302
account_confirm_login_code  POST /sign-in/code/                                             302 302 302 302 302 302 302 302 302
sign_in_as                  GET  /sign-in/demo/{person}/                                    405 405 405 405 405 405 405 405 405
sign_in_as                  POST /sign-in/demo/{person}/                                    404 404 404 404 404 404 404 404 404
account_logout              GET  /sign-out/                                                 302 200 200 200 200 200 200 200 200
account_logout              POST /sign-out/                                                 302 302 302 302 302 302 302 302 302
site:account                GET  /account/                                                  302 200 200 200 200 200 200 200 200
site:account                POST /account/                                                  302 200 200 200 200 200 200 200 200
site:sign_out_elsewhere     GET  /account/sign-out-elsewhere/                               302 405 405 405 405 405 405 405 405
site:sign_out_elsewhere     POST /account/sign-out-elsewhere/                               302 303 303 303 303 303 303 303 303
site:guide                  GET  /guide/                                                    200 200 200 200 200 200 200 200 200
site:guide                  POST /guide/                                                    200 200 200 200 200 200 200 200 200
site:help                   GET  /help/                                                     200 200 200 200 200 200 200 200 200
site:help                   POST /help/                                                     200 200 200 200 200 200 200 200 200
site:accessibility          GET  /accessibility/                                            200 200 200 200 200 200 200 200 200
site:accessibility          POST /accessibility/                                            200 200 200 200 200 200 200 200 200
site:privacy                GET  /privacy/                                                  200 200 200 200 200 200 200 200 200
site:privacy                POST /privacy/                                                  200 200 200 200 200 200 200 200 200
health:live                 GET  /health/live                                               200 200 200 200 200 200 200 200 200
health:live                 POST /health/live                                               405 405 405 405 405 405 405 405 405
health:ready                GET  /health/ready                                              200 200 200 200 200 200 200 200 200
health:ready                POST /health/ready                                              405 405 405 405 405 405 405 405 405
"""

# Addresses of third parties, by hand: Django's admin, for staff of the site only.
THIRD_PARTY = {
    "admin:index": "/admin/",
    "admin:login": "/admin/login/",
    "admin:logout": "/admin/logout/",
    "admin:password_change": "/admin/password_change/",
    "admin:password_change_done": "/admin/password_change/done/",
    "admin:autocomplete": "/admin/autocomplete/",
    "admin:jsi18n": "/admin/jsi18n/",
    "admin:view_on_site": "/admin/r/1/1/",
}


@dataclass(frozen=True)
class Row:
    """One address, asked for by everybody: what each is answered with."""

    name: str
    method: str
    path: str
    statuses: tuple[int, ...]


ROWS = [
    Row(name, method, path, tuple(map(int, codes))) for name, method, path, *codes in (line.split() for line in TABLE.strip().splitlines())
]


def names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    """Every name among the addresses; one without a name as "?"."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from names(pattern.url_patterns, inner)
        else:
            yield f"{space}{pattern.name or '?'}"


@pytest.fixture
def places(project: BuyingProject, buyer: Person, officer: Person, member: Person, viewer: Person) -> dict[str, object]:
    """What the addresses name: the second milestone is open, and there is one of everything."""
    complete(project, 1)
    risk = RiskFactory(project=project)
    return {
        "ref": project.ref,
        "risk": risk.pk,
        "mitigant": MitigantFactory(risk=risk).pk,
        "draft": ProjectDraftFactory(person=buyer).pk,
        "stakeholder": InvitationFactory(stakeholder=project.stakeholders.get(person=member)).stakeholder.pk,
        "position": StakeholderFactory(project=project, position_only=True).pk,
        "evidence": EvidenceFactory(criterion=criterion_of(project, "2.1")).pk,
        "session": SessionFactory(milestone=milestone_of(project, 2), planned=True).pk,
        "item": OpenItemFactory(project=project).pk,
        "activity": ActivityFactory(project=project).pk,
        "explanation": ExplanationFactory(project=project).pk,
        "key_milestone": KeyMilestoneFactory(project=project).pk,
        "cadence": CadenceItemFactory(project=project).pk,
        "tool": (tool := ToolFactory(project=project)).pk,
        "problem": AccessProblemFactory(tool=tool, stakeholder=project.stakeholders.get(person=member)).pk,
        "objection": ObjectionFactory(stakeholder=project.stakeholders.get(person=member)).pk,
        "topic": ContactTopicFactory(project=project).pk,
        "line": CommunicationItemFactory(project=project).pk,
        "elsewhere": HeldElsewhereFactory(project=project).pk,
        "agreement": WorkingAgreementFactory(project=project).pk,
        "cover": CoverFactory(officer=officer).pk,
        "code": project.agency.code,
        "agency_contact": AgencyContactFactory(agency=project.agency).pk,
        "post": viewer.posts.get().pk,
        "person": member.pk,
        "secret": "nobody-made-this",
    }


@pytest.fixture
def clients(request, client_of) -> dict[str, Client]:
    return {who: Client() if who == "stranger" else client_of(request.getfixturevalue(who)) for who in WHO}


def ask(client: Client, row: Row, places: dict[str, object]) -> int:
    """The status of the answer; what it wrote is rolled back, and the client stays signed in."""
    cookies = client.cookies.copy()
    point = transaction.savepoint()
    status = getattr(client, row.method.lower())(row.path.format(**places)).status_code
    transaction.savepoint_rollback(point)
    client.cookies = cookies
    return status


def test_everybody_is_answered_as_the_table_says(places, clients):
    answers = {row: tuple(ask(clients[who], row, places) for who in WHO) for row in ROWS}
    wrong = {f"{row.method} {row.name}": dict(zip(WHO, given, strict=True)) for row, given in answers.items() if given != row.statuses}
    assert wrong == {}


def test_every_address_is_in_the_table():
    ours = {name for name in names(get_resolver().url_patterns) if not name.startswith("admin:")}
    assert ours == {row.name for row in ROWS}


def test_third_party_addresses_are_listed_by_hand():
    """The admin has these, and for each kind of row it shows a list, history, change, add and delete page."""
    kinds = ("_changelist", "_add", "_history", "_delete", "_change")
    admin = {name for name in names(get_resolver().url_patterns) if name.startswith("admin:")}
    assert {n for n in admin if n in THIRD_PARTY or not n.endswith(kinds)} - {"admin:?", "admin:app_list"} == set(THIRD_PARTY)


@pytest.mark.parametrize("path", [*THIRD_PARTY.values(), "/admin/projects/person/", "/admin/milestones/milestone/1/change/"])
def test_the_admin_opens_to_staff_of_the_site_only(path, clients):
    statuses = {who: clients[who].get(path).status_code for who in WHO}
    expected = 200 if path == "/admin/login/" else 302
    assert set(statuses.values()) == {expected}
