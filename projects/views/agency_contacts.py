"""The agency's own contacts: one for a topic, for projects that name nobody themselves."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from mobilisation.htmx import answer
from projects.access import agency_view
from projects.comparing import compare
from projects.contacts import offered
from projects.forms.agency_setup import AgencyContactForm, NewContactForm
from projects.models import Agency, AgencyContact
from projects.operations.agency import change_contact, name_contact, remove_contact
from projects.refusals import ChangedMeanwhile, Refusal


@agency_view
def agency_contact_add(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Name a contact for a topic."""
    form = NewContactForm(request.POST if request.method == "POST" else None, topics=offered(agency))
    if not form.is_valid():
        return _page(request, agency, "agency_contact_add", form, status=422 if form.is_bound else 200)
    try:
        contact = name_contact(agency=agency, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        return _page(request, agency, "agency_contact_add", form, refusal=refusal, status=refusal.status)
    return _done(request, agency, f"{contact.name} is the agency’s contact for {contact.topic}.")


@agency_view
def agency_contact(request: HttpRequest, agency: Agency, contact: int) -> HttpResponse:
    """Change who a contact is and how to reach them."""
    found = _find(agency, contact, is_sent=request.method == "POST")
    if request.method != "POST":
        form = AgencyContactForm(initial={**AgencyContactForm.of(found), "version": agency.version})
        return _page(request, agency, "agency_contact", form, contact=found)
    form = AgencyContactForm(request.POST)
    if not form.is_valid():
        return _page(request, agency, "agency_contact", form, contact=found, status=422)
    try:
        change_contact(contact=found, by=request.user, **form.cleaned_data)
    except ChangedMeanwhile as refusal:
        return _conflict(request, found, form, refusal)
    except Refusal as refusal:
        return _page(request, agency, "agency_contact", form, contact=found, refusal=refusal, status=refusal.status)
    return _done(request, agency, f"The contact for {found.topic} is saved.")


@agency_view
def agency_contact_remove(request: HttpRequest, agency: Agency, contact: int) -> HttpResponse:
    """Say which projects ask there, and take the contact away. Twice is once."""
    found = get_object_or_404(agency.contacts.select_related("agency"), pk=contact)
    if request.method != "POST":
        return _page(request, agency, "agency_contact_remove", None, contact=found, asking=found.first_contact_for.count())
    remove_contact(contact=found, by=request.user)
    return _done(request, agency, f"{found.name} is no longer the agency’s contact for {found.topic}.")


def _find(agency: Agency, contact: int, *, is_sent: bool) -> AgencyContact:
    """A contact that stands; one removed meanwhile too where something was typed, so that the refusal can keep it."""
    contacts = agency.contacts.all() if is_sent else agency.contacts.filter(removed_at=None)
    return get_object_or_404(contacts.select_related("agency"), pk=contact)


def _conflict(request: HttpRequest, contact: AgencyContact, form: AgencyContactForm, refusal: Refusal) -> HttpResponse:
    """Theirs and yours; the form below carries the version that is current now, so that it can be kept."""
    contact.refresh_from_db()
    data = request.POST.copy()
    data["version"] = str(contact.agency.version)
    fresh = reverse("projects:agency_contact", args=[contact.agency.code, contact.pk])
    more = {"differences": compare(form, AgencyContactForm.of(contact)), "fresh": fresh, "refusal": refusal, "status": refusal.status}
    return _page(request, contact.agency, "agency_contact", AgencyContactForm(data), contact=contact, **more)


def _page(request: HttpRequest, agency: Agency, name: str, form: Any, **more: Any) -> HttpResponse:
    status = more.pop("status", 200)
    return render(request, f"projects/{name}.html", {"agency": agency, "form": form, **more}, status=status)


def _done(request: HttpRequest, agency: Agency, said: str) -> HttpResponse:
    return answer(request, template="projects/agency.html", redirect_to=reverse("projects:agency", args=[agency.code]), message=said)
