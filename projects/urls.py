"""Addresses of the record."""

from django.urls import path

from projects import views

app_name = "projects"

PROJECT = "projects/<slug:ref>/"
PERSON = PROJECT + "people/<int:stakeholder>/"
AGENCY = "agency/<slug:code>/"
COMMUNICATION = PROJECT + "communication/"
ELSEWHERE = PROJECT + "held-elsewhere/"
WAYS = PROJECT + "ways-of-working/"
ACTIVITY = PROJECT + "raci/<int:activity>/"

urlpatterns = [
    path(PROJECT + "people/", views.people, name="people"),
    path(PROJECT + "people/add/", views.person_add, name="person_add"),
    path(PROJECT + "people/paste/", views.people_paste, name="people_paste"),
    path(PROJECT + "people/import/", views.people_import, name="people_import"),
    path(PROJECT + "people/import/template.csv", views.people_import_template, name="people_import_template"),
    path(PROJECT + "people/ask/", views.ask_team, name="ask_team"),
    path(PROJECT + "people/why/", views.why_it_matters, name="why_it_matters"),
    path(PROJECT + "people/expertise/", views.expertise, name="expertise"),
    path(PERSON, views.person, name="person"),
    path(PERSON + "role/", views.person_role, name="person_role"),
    path(PERSON + "fill/", views.position_fill, name="position_fill"),
    path(PERSON + "hand-over/", views.hand_over, name="hand_over"),
    path(PERSON + "invite/", views.invite, name="invite"),
    path(PERSON + "invite/answer/", views.invitation_answer, name="invitation_answer"),
    path(PERSON + "link/", views.personal_link, name="personal_link"),
    path(PERSON + "link/end/", views.personal_link_end, name="personal_link_end"),
    path(PERSON + "remove/", views.person_remove, name="person_remove"),
    path(PERSON + "remove-contact-details/", views.contact_remove, name="contact_remove"),
    path(PROJECT + "raci/", views.raci, name="raci"),
    path(PROJECT + "raci/edit/", views.raci_edit, name="raci_edit"),
    path(PROJECT + "raci/check/", views.raci_check, name="raci_check"),
    path(PROJECT + "raci/usual/", views.raci_usual, name="raci_usual"),
    path(PROJECT + "raci/add/", views.activity_add, name="activity_add"),
    path(ACTIVITY, views.activity, name="activity"),
    path(ACTIVITY + "rename/", views.activity_rename, name="activity_rename"),
    path(ACTIVITY + "remove/", views.activity_remove, name="activity_remove"),
    path(PROJECT + "contacts/", views.contacts, name="contacts"),
    path(PROJECT + "contacts/use/", views.contacts_use, name="contacts_use"),
    path(PROJECT + "contacts/add/", views.contact_add, name="contact_add"),
    path(PROJECT + "contacts/send/", views.contacts_send, name="contacts_send"),
    path(PROJECT + "contacts/<int:topic>/", views.contact, name="contact"),
    path(PROJECT + "my-part/", views.my_part, name="my_part"),
    path(PROJECT + "my-part/details/", views.my_details, name="my_details"),
    path(PROJECT + "my-part/leave/", views.leave, name="leave"),
    path(PROJECT + "objective/", views.objective, name="objective"),
    path(PROJECT + "objective/compare/", views.objective_compare, name="objective_compare"),
    path(PROJECT + "objective/edit/", views.objective_edit, name="objective_edit"),
    path(PROJECT + "open-items/", views.open_items, name="open_items"),
    path(PROJECT + "open-items/add/", views.open_item_add, name="open_item_add"),
    path(PROJECT + "open-items/<int:item>/", views.open_item, name="open_item"),
    path(WAYS, views.ways_of_working, name="ways_of_working"),
    path(WAYS + "agreements/add/", views.agreement_add, name="agreement_add"),
    path(WAYS + "agreements/<int:row>/", views.agreement, name="agreement"),
    path(WAYS + "agreements/<int:row>/remove/", views.agreement_remove, name="agreement_remove"),
    path(COMMUNICATION, views.communication, name="communication"),
    path(COMMUNICATION + "add/", views.communication_add, name="communication_add"),
    path(COMMUNICATION + "send/", views.communication_send, name="communication_send"),
    path(COMMUNICATION + "<int:row>/", views.communication_item, name="communication_item"),
    path(COMMUNICATION + "<int:row>/remove/", views.communication_remove, name="communication_remove"),
    path(ELSEWHERE, views.held_elsewhere, name="held_elsewhere"),
    path(ELSEWHERE + "add/", views.elsewhere_add, name="elsewhere_add"),
    path(ELSEWHERE + "<int:row>/", views.elsewhere, name="elsewhere"),
    path(ELSEWHERE + "<int:row>/check/", views.elsewhere_check, name="elsewhere_check"),
    path(ELSEWHERE + "<int:row>/remove/", views.elsewhere_remove, name="elsewhere_remove"),
    path(PROJECT + "history/", views.history, name="history"),
    path(PROJECT + "edit/", views.project_edit, name="project_edit"),
    path(PROJECT + "value/", views.value, name="value"),
    path(PROJECT + "stop/", views.stop, name="stop"),
    path(PROJECT + "resume/", views.resume, name="resume"),
    path("agency/hand-over/<slug:ref>/", views.agency_hand_over, name="agency_hand_over"),
    path("agency/", views.agency_choice, name="agency_choice"),
    path(AGENCY, views.agency, name="agency"),
    path(AGENCY + "domains/", views.agency_domains, name="agency_domains"),
    path(AGENCY + "word/", views.agency_word, name="agency_word"),
    path(AGENCY + "activities/", views.agency_activities, name="agency_activities"),
    path(AGENCY + "topics/", views.agency_topics, name="agency_topics"),
    path(AGENCY + "contacts/add/", views.agency_contact_add, name="agency_contact_add"),
    path(AGENCY + "contacts/<int:contact>/", views.agency_contact, name="agency_contact"),
    path(AGENCY + "contacts/<int:contact>/remove/", views.agency_contact_remove, name="agency_contact_remove"),
    path(AGENCY + "expertise/", views.agency_expertise, name="agency_expertise"),
    path(AGENCY + "people/add/<slug:kind>/", views.agency_post_add, name="agency_post_add"),
    path(AGENCY + "people/<int:post>/", views.agency_post, name="agency_post"),
    path(AGENCY + "people/<int:post>/end/", views.agency_post_end, name="agency_post_end"),
    path("link/<str:secret>/", views.open_link, name="open_link"),
    path("account/cover/", views.cover, name="cover"),
    path("account/cover/<int:cover>/end/", views.cover_end, name="cover_end"),
]
