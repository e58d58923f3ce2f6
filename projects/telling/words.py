"""The words of history: a sentence for each verb, a name for each field, labels for choices. A new verb or field gets its line here."""

from __future__ import annotations

from projects.models import (
    Decision,
    Expertise,
    Function,
    Held,
    InvitationAnswer,
    Kind,
    ObjectionAbout,
    OpenItemKind,
    ProjectState,
    Role,
)
from projects.questions import QUESTIONS

NOTHING = "Nothing"
SOMEBODY = "somebody"
SHORT = 2
SEEN_BY_SIDES = "the buyer's side and the procurement officer"

# What each verb of the history says after the actor's name. {name} is the stakeholder it is about, {thing} its label.
SENTENCES = {
    "project started": "started the project",
    "title changed": "changed the title of the project",
    "value restricted": f"let only {SEEN_BY_SIDES} see the value band",
    "value shown to the team": "let the core buying team see the value band",
    "value band changed": "changed the value band",
    "project paused": "paused the project",
    "project stopped": "stopped the project",
    "project resumed": "resumed the project",
    "position filled": "named {name} to fill the position “{thing}”",
    "stakeholder edited": "changed what is recorded of {name}",
    "contact details changed": "changed the contact details of {name}",
    "contact details removed": "removed the contact details of {name}",
    "left the project": "left the project",
    "stakeholder removed": "removed {name} from the project",
    "what they need to say yes": "changed what {name} needs to say yes",
    "open item edited": "changed the open item “{thing}”",
    "open item answered": "answered “{thing}”",
    "criterion marked as met": "marked {thing} as met",
    "criterion marked as met, with a reason": "marked {thing} as met, with a reason",
    "criterion marked as not needed": "marked {thing} as not needed",
    "criterion taken back": "took back the answer to {thing}",
    "criterion looked at again": "looked at {thing} again",
    "milestone confirmed": "confirmed {thing}",
    "milestone confirmed on behalf of the buyer": "confirmed {thing} on behalf of the buyer",
    "milestone completed": "completed {thing} with the second confirmation",
    "milestone reopened": "reopened {thing}",
    "confirmation withdrawn": "withdrew the confirmation of {thing} by {side}",
    "confirmation lapsed": "changed something, so the confirmation of {thing} by {side} no longer counts",
    "confirmation ended by reopening": "reopened a milestone, which ended the confirmation of {thing} by {side}",
    "evidence added": "added evidence to {thing}: {title}",
    "evidence removed": "removed evidence from {thing}: {title}",
    "session planned": "planned the {thing}",
    "session cancelled": "cancelled the {thing}",
    "session recorded": "recorded the {thing}",
    "meeting attended": "recorded who is at the {thing}",
    "meeting finished": "finished the {thing}",
    "project said back": "recorded that {name} said the project back at the {thing}",
    "something agreed": "recorded what those present at the {thing} agreed",
    "briefed separately": "recorded that {name} was briefed separately on the {thing}",
    "notes read": "read the notes of the {thing}",
    "project explained": "explained the project in their own words",
    "explanation heard": "heard how {name} explains the project",
    "explanation to be talked about": "wants to talk with {name} about how they explain the project",
    "activity added": "added the activity “{title}”",
    "activity changed": "changed the activity “{title}”",
    "activity removed": "took the activity “{title}” off the list",
    "letters changed": "changed who does what in “{title}”",
    "stakeholder asked": "asked {name} to take part, in the names of the buyer and the procurement officer",
    "invitation answered": "answered for themselves when asked to take part",
    "invitation answer recorded": "recorded what {name} answered when asked to take part",
    "invitation ended": "ended the invitation of {name}, whose part has another person’s address now",
    "part acknowledged": "said yes, that’s my part",
    "part no longer acknowledged": "ended the yes to their part of {name}, whose part has another person’s address now",
    "personal link made": "made a personal link that opens the part of {name} for seven days",
    "personal link revoked": "ended the personal link of {name}",
    "contact topic used": "put “{thing}” on the list of who to contact for what",
    "contact topic left out": "took “{thing}” off the list of who to contact for what",
    "contact changed": "changed who to contact for “{thing}”",
    "contact list sent": "sent everyone the list of who to contact for what",
    "version read": "said they have read the {thing}",
    "working agreement added": "added the working agreement on {thing}",
    "working agreement changed": "changed the working agreement on {thing}",
    "working agreement removed": "took the working agreement on {thing} off the list",
    "communication item added": "added a line to the communication plan, for “{thing}”",
    "communication item changed": "changed the line of the communication plan for “{thing}”",
    "communication item removed": "took the line for “{thing}” off the communication plan",
    "communication plan to be seen": "asked the team to read {thing} of the communication plan",
    "communication plan sent": "sent the team the communication plan, {thing}",
    "record held elsewhere added": "recorded where “{title}” is kept",
    "record held elsewhere changed": "changed where “{thing}” is kept, or when it was checked",
    "record held elsewhere removed": "took “{thing}” off the records held elsewhere",
}

# What a field is called; fields not named here are for machines and are not told.
FIELDS = {
    "title": "Title",
    "part": "What they do here",
    "state": "State",
    "answer": "Answer",
    "reason": "Reason",
    "because": "Because",
    "role": "Role",
    "kind": "Kind",
    "function": "Function",
    "expertise": "Expertise",
    "why_it_matters": "Why their part matters",
    "interest": "Interest",
    "is_affected": "Affected by what is bought",
    "is_high_interest": "High interest",
    "is_approver": "Approver",
    "is_delegate": "Holds the financial delegation",
    "support_criteria": "What they need to say yes",
    "decision": "Decision",
    "note": "Note",
    **QUESTIONS,
    "measures": "Measures of success",
    "team_needs_to_see": "The team needs to see this change",
    "text": "Text",
    "owner": "Owner",
    "due_on": "Due",
    "missing": "Missing at the time",
    "still_stands": "Still stands, because",
    "seen": "Looked at again",
    "address": "Address",
    "planned_at": "Planned for",
    "place": "Place",
    "runner": "Who runs it",
    "coming": "Who is asked to come",
    "agenda": "Agenda",
    "held_on": "Held on",
    "notes": "Notes",
    "needs_delegate": "Needs the financial delegation",
    "letters": "Who does what",
    "asked_on": "Asked on",
    "for_what": "Asked for",
    "time_asked": "Time asked for",
    "needed_by": "Needed by",
    "has_managers_agreement": "Their manager agrees",
    "how": "How they answered",
    "answered_on": "Answered on",
    "by_link": "By a personal link",
    "first": "First contact",
    "first_of_agency": "First contact, of the agency",
    "backup": "Back-up",
    "sent_on": "Sent on",
    "topic": "Topic",
    "present": "Present",
    "apologies": "Apologies",
    "said_it_back": "Said it back",
    "heard_by": "Heard by",
    "hearer": "Who hears the members",
    "agreed": "Being agreed",
    "about": "About",
    "agreed_on": "Agreed on",
    "briefed_on": "Briefed on",
    "minutes_taken": "Minutes it took",
    "sent_how": "How it was sent",
    "what": "Record",
    "what_changed": "What changed",
    "sent_to": "Sent to",
    "audience": "Who is told",
    "stakeholders": "Who of the people listed that is",
    "message": "What they are told",
    "channel": "How",
    "frequency": "How often",
    "trigger": "Sent after",
    "feedback_route": "How they answer",
    "where": "Where it is kept",
    "checked_on": "Checked on",
}

# Things whose label is in the words of whoever wrote it: it keeps its capital letter.
AS_WRITTEN = {"communicationitem", "heldelsewhere"}

# Fields that a sentence may say in full.
SAID = {"role", "kind", "decision", "state", "text", "title"}

# Fields that hold a stakeholder, or several, by id.
PEOPLE = {
    "owner",
    "first",
    "backup",
    "runner",
    "coming",
    "present",
    "apologies",
    "said_it_back",
    "heard_by",
    "hearer",
    "stakeholders",
    "sent_to",
}

# Fields that hold a day.
DAYS = {
    "due_on",
    "held_on",
    "asked_on",
    "needed_by",
    "answered_on",
    "sent_on",
    "checked_on",
    "agreed_on",
    "briefed_on",
}

STARTERS = {"buyer": "Buyer", "preparing": "Preparing this for the buyer", "officer": "Procurement officer"}
EVIDENCE = {"link": "Link", "note": "Note"}
ANSWERS = {"not_met": "Not met", "met": "Met", "met_with_reason": "Met, with a reason", "not_needed": "Not needed"}

# The labels of fields that hold a choice, whatever they are a field of.
CHOICES: dict[str, dict[str, str]] = {
    "state": dict(ProjectState.choices),
    "role": dict(Role.choices),
    "function": dict(Function.choices),
    "expertise": dict(Expertise.choices),
    "decision": dict(Decision.choices),
    "kind": dict(Kind.choices),
    "about": dict(ObjectionAbout.choices),
    "agreed": dict(ObjectionAbout.choices),
}

# The same for a field of one thing, by its model and name.
CHOICES_ABOUT: dict[tuple[str, str], dict[str, str]] = {
    ("openitem", "kind"): dict(OpenItemKind.choices),
    ("evidence", "kind"): EVIDENCE,
    ("successcriterion", "answer"): ANSWERS,
    ("buyingproject", "part"): STARTERS,
    ("stakeholder", "answer"): dict(InvitationAnswer.choices),
    ("heldelsewhere", "what"): dict(Held.choices),
}

SIDES = {"buyer": "the buyer's side", "officer": "the procurement officer"}
ARTICLES = {OpenItemKind.ASSUMPTION: "an", OpenItemKind.ACTION: "an"}
