"""A change computes what the project shows only where something it wrote is read."""

import pytest

from milestones.findings.registry import FINDERS, reading
from milestones.models import SuccessCriterion
from projects.models import Assignment, HistoryEntry, Risk, SuccessMeasure
from projects.written import tables_written
from tests.factories import ActivityFactory, RiskFactory, StakeholderFactory

MATRIX = {"1.2", "1.3", "2.3", "3.1", "3.3", "3.4"}


def spoil(project):
    """Store something else for every criterion, so that computing shows."""
    SuccessCriterion.objects.filter(milestone__project=project).update(findings=[])


def computed(project):
    """The criteria whose findings were computed since."""
    rows = SuccessCriterion.objects.filter(milestone__project=project).exclude(findings=[]).select_related("milestone__project")
    return {criterion.key for criterion in rows}


def test_a_table_leads_to_the_criteria_that_read_it():
    tables = {model: model._meta.db_table for model in (Assignment, HistoryEntry, Risk, SuccessMeasure)}
    assert reading(frozenset()) == frozenset()
    assert reading(frozenset({tables[Assignment]})) == MATRIX
    assert reading(frozenset({tables[HistoryEntry]})) == frozenset()
    assert reading(frozenset({tables[Risk], tables[SuccessMeasure]})) == {"3.7", "1.3", "2.2", "3.1"}
    assert {key for key, finder in FINDERS.items() if finder.tables} == set(FINDERS)


def test_a_new_activity_computes_the_criteria_of_the_matrix(project):
    spoil(project)
    ActivityFactory(project=project)
    assert computed(project) == MATRIX


def test_a_risk_computes_its_own_criterion(project):
    spoil(project)
    RiskFactory(project=project)
    assert computed(project) == {"3.7"}


def test_a_new_project_computes_all(project):
    assert computed(project) == set(FINDERS)


@pytest.mark.django_db
def test_what_the_orm_writes_is_noted_and_what_it_reads_is_not(project):
    mei = StakeholderFactory(project=project)
    with tables_written() as written:
        project.stakeholders.count()
        assert written.take() == frozenset()
        Assignment.objects.bulk_create([])
        project.stakeholders.filter(pk=mei.pk).update(part="Reads contracts")
        RiskFactory(project=project)
        taken = written.take()
        assert {"projects_stakeholder", "projects_risk", "projects_historyentry", "projects_buyingproject"} <= taken
        assert "projects_assignment" not in taken
        assert written.take() == frozenset()
