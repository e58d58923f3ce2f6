"""Why each part matters: the sentences of the whole team, written on one page."""

import json
from http import HTTPStatus

import pytest
from django.urls import reverse

from milestones.findings import Facts
from milestones.findings.organise import roles_known
from projects.models import ProjectState, Role
from projects.operations.people import SentencesChanged, edit_stakeholder, give_role, remove_stakeholder, write_sentences
from projects.operations.project import stop_project
from projects.refusals import NotNow, NotYourPart
from projects.telling import changes, names_for, tell
from tests.factories import ActivityFactory, ObjectiveFactory, ProjectFactory, StakeholderFactory

DONE, WRONG, TAKEN = HTTPStatus.SEE_OTHER, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT


@pytest.fixture
def mei(project, member):
    return project.stakeholders.get(person=member)


@pytest.fixture
def ruth(project):
    return project.stakeholders.get(role=Role.BUYER)


def at(project):
    return reverse("projects:why_it_matters", args=[project.ref])


def team(project):
    return project.stakeholders.current().core().filter(kind="person")


def typed(project, **sentences):
    """The form as the page sends it: everybody's sentence as it is, but for those named here by their first name."""
    rows = {row.pk: row for row in team(project)}
    seen = {str(pk): row.why_it_matters for pk, row in rows.items()}
    written = {f"why-{pk}": sentences.get(row.name.split()[0].lower(), row.why_it_matters) for pk, row in rows.items()}
    return {"seen": json.dumps(seen), **written}


def said(project):
    return {row.name.split()[0]: row.why_it_matters for row in team(project) if row.why_it_matters}


# ---- write_sentences ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["buyer", "agent", "officer", "cover"])
def test_only_what_differs_is_written_and_told_one_entry_a_person(request, project, mei, ruth, who):
    by = request.getfixturevalue(who)
    base = {mei.pk: "", ruth.pk: ""}
    written = write_sentences(project=project, base=base, wanted={mei.pk: " People find us. ", ruth.pk: ""}, by=by)
    assert (written, said(project)) == ([mei], {"Mei": "People find us."})
    entry = project.history.last()
    assert tell(entry, names_for(project)).endswith("changed what is recorded of Mei Waratah.")
    assert [(line.field, line.before, line.after) for line in changes(entry, names_for(project))] == [
        ("Why their part matters", "Nothing", "People find us.")
    ]
    again = {mei.pk: "People find us.", ruth.pk: "Callers wait less."}
    assert write_sentences(project=project, base=base, wanted=again, by=by) == [ruth]
    assert project.history.filter(verb="stakeholder edited").count() == 2


def test_the_version_of_who_was_written_for_moves(project, mei, ruth, buyer):
    versions = [row.version for row in (mei, ruth)]
    write_sentences(project=project, base={mei.pk: ""}, wanted={mei.pk: "People find us."}, by=buyer)
    assert [row.version for row in project.stakeholders.filter(pk__in=[mei.pk, ruth.pk]).order_by("-pk")] == [versions[0] + 1, versions[1]]


def test_only_the_same_persons_sentence_is_a_conflict(project, mei, ruth, buyer, officer):
    base = {mei.pk: "", ruth.pk: ""}
    write_sentences(project=project, base=base, wanted={mei.pk: "Theirs.", ruth.pk: ""}, by=officer)
    assert write_sentences(project=project, base=base, wanted={mei.pk: "", ruth.pk: "Mine."}, by=buyer) == [ruth]
    with pytest.raises(SentencesChanged) as refused:
        write_sentences(project=project, base=base, wanted={mei.pk: "Mine.", ruth.pk: "Mine."}, by=buyer)
    assert refused.value.people == {mei.pk: ("Theirs.", "Mine.")}
    assert "Mei Waratah" in refused.value.says
    assert "Omar Wattle made the last change" in refused.value.says
    assert said(project) == {"Mei": "Theirs.", "Ruth": "Mine."}


def test_who_has_left_meanwhile_is_written_nothing(project, mei, ruth, buyer):
    remove_stakeholder(stakeholder=mei, by=buyer)
    base = {mei.pk: "", ruth.pk: ""}
    with pytest.raises(NotNow, match="Mei Waratah has left this project"):
        write_sentences(project=project, base=base, wanted={mei.pk: "People find us.", ruth.pk: "Mine."}, by=buyer)
    assert said(project) == {}
    assert write_sentences(project=project, base=base, wanted={mei.pk: "", ruth.pk: "Mine."}, by=buyer) == [ruth]


def test_nobody_of_another_project_is_written_for(project, buyer):
    other = StakeholderFactory()
    with pytest.raises(NotNow):
        write_sentences(project=project, base={other.pk: ""}, wanted={other.pk: "Mine."}, by=buyer)
    other.refresh_from_db()
    assert other.why_it_matters == ""


def test_not_by_others_nor_in_somebody_elses_project(project, mei, member, wider, buyer):
    for by in (member, wider, ProjectFactory().stakeholders.get(role=Role.BUYER).person):
        with pytest.raises(NotYourPart):
            write_sentences(project=project, base={mei.pk: ""}, wanted={mei.pk: "Mine."}, by=by)


# ---- The page -----------------------------------------------------------------------------------------------------


def test_it_shows_the_outcome_and_everybodys_letters_in_words(project, mei, buyer, client_of):
    ObjectiveFactory(project=project, desired_outcome="Nobody waits.", procurement_outcome="A telephone that works.", by=buyer)
    for title, letters in {"Draft the terms": "AR", "Plan the change": "C", "Test it": "AR"}.items():
        ActivityFactory(project=project, title=title, letters={mei: letters})
    edit_stakeholder(stakeholder=mei, version=mei.version, part="Writes the terms.", by=buyer)
    StakeholderFactory(project=project, position_only=True, name="Evaluation panel")
    page = client_of(buyer).get(at(project))
    for words in ("Nobody waits.", "A telephone that works.", "Writes the terms.", "Why does the part of Mei Waratah matter?"):
        assert words in page.text
    assert "Accountable and responsible for Draft the terms; Test it." in page.text
    assert "Consulted on Plan the change." in page.text
    assert ("Evaluation panel" in page.text, "No part in any activity yet." in page.text) == (False, True)


def test_without_an_outcome_it_says_where_to_write_it(project, officer, client_of):
    page = client_of(officer).get(at(project)).text
    assert ("The outcome is not written yet." in page, reverse("projects:objective_edit", args=[project.ref]) in page) == (True, True)


def test_all_are_written_by_one_press_and_pressing_twice_writes_once(project, buyer, client_of):
    client, form = client_of(buyer), typed(project, mei="People find us.", ada="Staff stay.")
    page = client.post(at(project), form, follow=True)
    assert page.redirect_chain == [(reverse("projects:people", args=[project.ref]), DONE)]
    assert "Why it matters is saved for Ada Grevillea and Mei Waratah." in page.text
    assert "Nothing was changed." in client.post(at(project), form, follow=True).text
    assert (said(project), project.history.filter(verb="stakeholder edited").count()) == (
        {"Ada": "Staff stay.", "Mei": "People find us."},
        2,
    )


def test_it_is_found_from_people_and_from_what_is_missing(project, buyer, client_of):
    assert f'href="{at(project)}"' in client_of(buyer).get(reverse("projects:people", args=[project.ref])).text
    (found,) = [f for f in roles_known(Facts(project)) if f.key == "2.3.sentence"]
    assert (found.where, found.where_label) == (at(project), "Write why their parts matter")


def test_a_sentence_that_is_too_long_is_told_and_nothing_is_lost(project, mei, buyer, client_of):
    page = client_of(buyer).post(at(project), typed(project, mei="x" * 2001, ada="Staff stay."))
    assert (page.status_code, "x" * 2001 in page.text, "Staff stay." in page.text) == (WRONG, True, True)
    assert "Shorten why the part of Mei Waratah matters to 2000 characters" in page.text


@pytest.mark.parametrize("seen", ["", "{", "[]", '{"1": 2}', '{"x": "y"}', "[" * 100_000])
def test_a_form_that_was_not_sent_whole_says_so(project, buyer, client_of, seen):
    page = client_of(buyer).post(at(project), {**typed(project, mei="People find us."), "seen": seen})
    assert (page.status_code, "The page was not sent whole. Open it again." in page.text) == (WRONG, True)
    assert ("People find us." in page.text, said(project)) == (True, {})


def test_theirs_and_yours_and_keeping_mine(project, mei, ruth, buyer, officer, client_of):
    form = typed(project, mei="Mine.", ruth="Callers wait less.")
    write_sentences(project=project, base={mei.pk: ""}, wanted={mei.pk: "Theirs."}, by=officer)
    ada = team(project).get(name__startswith="Ada")
    write_sentences(project=project, base={ada.pk: ""}, wanted={ada.pk: "Ada’s, by the officer."}, by=officer)
    page = client_of(buyer).post(at(project), form)
    assert [(row.label, row.theirs, row.yours) for row in page.context["differences"]] == [("Mei Waratah", "Theirs.", "Mine.")]
    shown = page.context["form"]
    kept = {"seen": shown["seen"].value(), **{name: shown[name].value() for name in shown.fields if name != "seen"}}
    assert (page.status_code, said(project)) == (TAKEN, {"Mei": "Theirs.", "Ada": "Ada’s, by the officer."})
    assert client_of(buyer).post(at(project), kept).status_code == DONE
    assert said(project) == {"Mei": "Mine.", "Ruth": "Callers wait less.", "Ada": "Ada’s, by the officer."}


def test_what_was_typed_for_who_has_left_is_shown_and_the_rest_can_be_saved(project, mei, buyer, client_of):
    form = typed(project, mei="People find us.", ada="Staff stay.")
    remove_stakeholder(stakeholder=mei, by=buyer)
    page = client_of(buyer).post(at(project), form)
    assert (page.status_code, page.context["lost"], said(project)) == (TAKEN, [("Mei Waratah", "People find us.")], {})
    shown = page.context["form"]
    kept = {"seen": shown["seen"].value(), **{name: shown[name].value() for name in shown.fields if name != "seen"}}
    assert client_of(buyer).post(at(project), kept).status_code == DONE
    assert said(project) == {"Ada": "Staff stay."}


def test_who_is_a_wider_stakeholder_meanwhile_is_still_written_for(project, mei, buyer, client_of):
    form = typed(project, mei="People find us.")
    give_role(stakeholder=mei, role=Role.WIDER, by=buyer)
    assert client_of(buyer).post(at(project), form).status_code == DONE
    mei.refresh_from_db()
    assert mei.why_it_matters == "People find us."


def test_a_paused_project_keeps_what_was_typed_and_says_why(project, buyer, client_of):
    form = typed(project, mei="People find us.")
    stop_project(project=project, state=ProjectState.PAUSED, reason="No money.", by=buyer)
    page = client_of(buyer).post(at(project), form)
    assert (page.status_code, "People find us." in page.text, "This project is paused: No money." in page.text) == (TAKEN, True, True)
    assert client_of(buyer).get(at(project)).status_code == TAKEN


def test_ids_of_another_project_are_left_out(project, buyer, client_of):
    other = StakeholderFactory()
    form = {"seen": json.dumps({str(other.pk): ""}), f"why-{other.pk}": "Mine."}
    assert client_of(buyer).post(at(project), form).status_code == DONE
    other.refresh_from_db()
    assert other.why_it_matters == ""


def test_several_that_changed_are_counted(project, mei, ruth, buyer, officer):
    base = {mei.pk: "", ruth.pk: ""}
    write_sentences(project=project, base=base, wanted={mei.pk: "Theirs.", ruth.pk: "Theirs."}, by=officer)
    with pytest.raises(SentencesChanged, match="Why the part of Ruth Banksia and of 1 more matters changed"):
        write_sentences(project=project, base=base, wanted={mei.pk: "Mine.", ruth.pk: "Mine."}, by=buyer)
