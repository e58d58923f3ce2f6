"""Who to contact for what: read by everyone in the project, kept by both sides."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from mobilisation.htmx import answer
from projects.access import EVERYONE, SIDES, opens_by_link, project_view
from projects.changes import require_active
from projects.comparing import compare
from projects.contact_list import lines_of, offers_of
from projects.forms.contacts import AddTopicForm, EditContactForm, SearchForm, SendForm, UseTopicsForm, stored
from projects.models import BuyingProject, ContactTopic, Kind
from projects.operations.contacts import add_topic, send_contacts, set_contact, use_topics
from projects.pages import project_page
from projects.refusals import ChangedMeanwhile, Refusal


@opens_by_link("GET")
@project_view(EVERYONE)
def contacts(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """The list, topic first, or what of it holds the words looked for; and what is wrong with it."""
    lines, q = lines_of(project), SearchForm(request.GET).words
    context = {
        "lines": [line for line in lines if line.has(q)],
        "q": q,
        "number": len(lines),
        "gaps": [line for line in lines if line.gap],
        "checks": [line for line in lines if line.check],
        "sent": project.contact_sendings.last(),
        "may_edit": project.access.edits and project.is_active,
    }
    return _page(request, project, "contacts", context)


@project_view(SIDES)
def contacts_use(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """Choose which topics are on the list."""
    offers = offers_of(project)
    words = {offer.name: f"{offer.name}: ask {offer.begins_with} first" if offer.begins_with else offer.name for offer in offers}
    used = [offer.name for offer in offers if offer.is_used]
    form = UseTopicsForm(request.POST if request.method == "POST" else None, offers=words, used=used)
    if not form.is_bound:
        require_active(project)
        return _page(request, project, "contacts_use", {"form": form, "used": used})
    if not form.is_valid():
        return _page(request, project, "contacts_use", {"form": form, "used": used}, status=422)
    try:
        use_topics(project=project, by=request.user, **form.wish())
    except Refusal as refusal:
        return _page(request, project, "contacts_use", {"form": form, "used": used, "refusal": refusal}, status=refusal.status)
    return _done(request, project, "The topics are saved.")


@project_view(SIDES)
def contact_add(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """Put a topic of the project's own on the list."""
    form = AddTopicForm(request.POST if request.method == "POST" else None, project=project)
    if not form.is_bound:
        require_active(project)
        return _page(request, project, "contact_add", {"form": form})
    if not form.is_valid():
        return _page(request, project, "contact_add", {"form": form}, status=422)
    try:
        topic = add_topic(project=project, by=request.user, **form.wish())
    except Refusal as refusal:
        return _page(request, project, "contact_add", {"form": form, "refusal": refusal}, status=refusal.status)
    return _done(request, project, f"{topic} is on the list.")


@project_view(SIDES)
def contact(request: HttpRequest, project: BuyingProject, topic: int) -> HttpResponse:
    """Choose whom to ask about one topic."""
    row = get_object_or_404(project.contact_topics.select_related("project__agency", "first", "first_of_agency", "backup"), pk=topic)
    if request.method != "POST":
        require_active(project)
        return _contact_page(request, project, row, EditContactForm(topic=row))
    form = EditContactForm(request.POST, topic=row)
    if not form.is_valid():
        return _contact_page(request, project, row, form, status=422)
    try:
        set_contact(topic=row, by=request.user, **form.wish())
    except ChangedMeanwhile as refusal:
        return _conflict(request, project, row, form, refusal)
    except Refusal as refusal:
        return _contact_page(request, project, row, form, refusal=refusal, status=refusal.status)
    return _done(request, project, f"{row} is saved.")


@project_view(SIDES)
def contacts_send(request: HttpRequest, project: BuyingProject) -> HttpResponse:
    """Send the list to everyone in the core team, or record that it was sent."""
    form = SendForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        require_active(project)
        return _send_page(request, project, form)
    if not form.is_valid():
        return _send_page(request, project, form, status=422)
    try:
        send_contacts(project=project, by=request.user, **form.wish())
    except Refusal as refusal:
        return _send_page(request, project, form, refusal=refusal, status=refusal.status)
    return _done(
        request, project, "The list is on everyone’s “My part”, and it is recorded that it went to them. Mobilise sends no e-mail."
    )


def _contact_page(request: HttpRequest, project: BuyingProject, row: ContactTopic, form: EditContactForm, **more: Any) -> HttpResponse:
    return _page(request, project, "contact", {"topic": row, "form": form, **more}, status=more.pop("status", 200))


def _conflict(
    request: HttpRequest, project: BuyingProject, row: ContactTopic, form: EditContactForm, refusal: ChangedMeanwhile
) -> HttpResponse:
    """Theirs and yours; the form below carries the version that is current now, so that it can be kept."""
    data = request.POST.copy()
    data["version"] = str(row.version)
    mine = EditContactForm(data, topic=row)
    return _contact_page(request, project, row, mine, refusal=refusal, differences=compare(form, stored(row)), status=refusal.status)


def _send_page(request: HttpRequest, project: BuyingProject, form: SendForm, **more: Any) -> HttpResponse:
    """The form, whom the list goes to, and what is not right with it yet."""
    lines = lines_of(project)
    context = {
        "form": form,
        "team": project.stakeholders.current().core().filter(kind=Kind.PERSON).in_reading_order(),
        "number": len(lines),
        "gaps": [line for line in lines if line.gap],
        "sent": project.contact_sendings.last(),
    }
    return _page(request, project, "contacts_send", {**context, **more}, status=more.pop("status", 200))


def _page(request: HttpRequest, project: BuyingProject, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return project_page(request, project, f"projects:{name}", context, under="projects:contacts", status=status)


def _done(request: HttpRequest, project: BuyingProject, message: str) -> HttpResponse:
    where = reverse("projects:contacts", args=[project.ref])
    return answer(request, template="projects/contacts.html", redirect_to=where, message=message)
