"""What somebody leaves behind is said before they go."""

import pytest

from tests.factories import ActivityFactory


@pytest.fixture
def row(project, member):
    return project.stakeholders.get(person=member)


@pytest.fixture
def with_letters(project, row, buyer):
    """Mei answers for one activity alone, works on one alone, and is one of two in a third."""
    ruth = project.stakeholders.get(person=buyer)
    ActivityFactory(project=project, title="Draft contract terms", letters={row: "AR"})
    ActivityFactory(project=project, title="Evaluate proposals", letters={row: "R", ruth: "A"})
    ActivityFactory(project=project, title="Market research", letters={row: "R", ruth: "AR"})


LEFT = ["Draft contract terms would have nobody accountable and nobody responsible.", "Evaluate proposals would have nobody responsible."]


def test_removing_somebody_says_what_they_leave_behind(project, row, buyer, with_letters, client_of):
    page = client_of(buyer).get(f"/projects/{project.ref}/people/{row.pk}/remove/")
    assert page.context["left_behind"] == LEFT
    assert all(says in page.text for says in LEFT)
    assert "Market research" not in page.text


def test_leaving_says_so_too(project, member, with_letters, client_of):
    page = client_of(member).get(f"/projects/{project.ref}/my-part/leave/")
    assert page.context["left_behind"] == LEFT
    assert "Without you" in page.text


def test_nothing_is_said_where_nothing_is_left_behind(project, row, buyer, client_of):
    page = client_of(buyer).get(f"/projects/{project.ref}/people/{row.pk}/remove/")
    assert page.context["left_behind"] == []
    assert "left-behind" not in page.text


def test_topics_that_nobody_would_answer_for_are_named(project, row, buyer, client_of):
    project.contact_topics.create(topic="Privacy", first=row)
    project.contact_topics.create(topic="Media", first=row, is_used=False)
    page = client_of(buyer).get(f"/projects/{project.ref}/people/{row.pk}/remove/")
    assert page.context["left_behind"] == ["Nobody would be asked first about Privacy."]
