"""Who covers for an officer on leave: recorded, ended early, told in the agency's history."""

import datetime

import pytest

from projects.agency_telling import tell_agency
from projects.models import Cover
from projects.operations.covers import end_cover, record_cover
from projects.refusals import FieldNeeded, NotYourPart


@pytest.fixture
def days(clock):
    return {"starts_on": clock.today, "ends_on": clock.today + datetime.timedelta(days=7)}


@pytest.mark.parametrize("who", ["officer", "administrator"])
def test_a_cover_is_recorded_once_by_the_officer_or_the_administrator(request, officer, outsider, days, clock, who):
    by = request.getfixturevalue(who)
    first, second = (record_cover(officer=officer, covered_by=outsider, **days, by=by) for _ in range(2))
    assert first == second
    assert (first.covered_by, first.recorded_by, first.recorded_at) == (outsider, by, clock.now)


def test_a_cover_opens_the_project_for_its_days_alone(project, officer, outsider, days, clock):
    record_cover(officer=officer, covered_by=outsider, **days, by=officer)
    opens = [outsider.projects.count()]
    for _ in range(2):
        clock.move(days=7)
        opens.append(outsider.projects.count())
    assert opens == [1, 1, 0]


def test_a_cover_is_another_person_and_ends_after_it_starts(officer, outsider, days):
    with pytest.raises(FieldNeeded):
        record_cover(officer=officer, covered_by=officer, **days, by=officer)
    with pytest.raises(FieldNeeded):
        record_cover(officer=officer, covered_by=outsider, starts_on=days["ends_on"], ends_on=days["starts_on"], by=officer)
    assert not Cover.objects.exists()


@pytest.mark.parametrize("who", ["buyer", "viewer", "outsider"])
def test_a_cover_is_recorded_and_ended_by_nobody_else(request, officer, cover, days, who):
    by = request.getfixturevalue(who)
    with pytest.raises(NotYourPart):
        record_cover(officer=officer, covered_by=by, **days, by=by)
    with pytest.raises(NotYourPart):
        end_cover(cover=Cover.objects.get(), by=by)
    assert Cover.objects.get().ended_at is None


@pytest.mark.parametrize("who", ["officer", "administrator"])
def test_a_cover_is_ended_early_once(request, project, officer, cover, clock, who):
    row, by = Cover.objects.get(), request.getfixturevalue(who)
    ended_at = clock.now
    end_cover(cover=row, by=by)
    clock.move(hours=1)
    end_cover(cover=row, by=by)
    row.refresh_from_db()
    assert row.ended_at == ended_at
    assert cover.projects.count() == 0


# ---- What the agency's history says -------------------------------------------------------------------------------


DAYS = "from Thursday 12 November 2026 to Thursday 19 November 2026"


def told(agency):
    return [event.says for event in tell_agency(agency.entries.select_related("actor", "person").order_by("sequence"))]


def test_the_agencys_history_tells_a_cover_once(agency, officer, administrator, outsider, days):
    for _ in range(2):
        cover = record_cover(officer=officer, covered_by=outsider, **days, by=officer)
    for _ in range(2):
        end_cover(cover=cover, by=administrator)
    assert told(agency) == [
        f"Omar Wattle recorded that Otto Mallee covers for Omar Wattle, {DAYS}.",
        f"Anh Quandong ended the cover of Omar Wattle by Otto Mallee early: it was to run {DAYS}.",
    ]
    agency.refresh_from_db()
    (entry, _) = agency.entries.order_by("sequence")
    assert (entry.person, entry.after["covered_by"], agency.version) == (officer, outsider.pk, 3)


def test_what_an_administrator_recorded_the_officer_records_for_all_their_projects(agency, officer, administrator, outsider, days):
    first = record_cover(officer=officer, covered_by=outsider, **days, by=administrator)
    assert record_cover(officer=officer, covered_by=outsider, **days, by=administrator) == first
    own = record_cover(officer=officer, covered_by=outsider, **days, by=officer)
    assert (own == first, own.recorded_by, Cover.objects.count()) == (False, officer, 2)
    assert record_cover(officer=officer, covered_by=outsider, **days, by=administrator) in {first, own}
    assert len(told(agency)) == 2


def test_a_refusal_is_not_told(agency, officer, outsider, days):
    with pytest.raises(NotYourPart):
        record_cover(officer=officer, covered_by=outsider, **days, by=outsider)
    assert told(agency) == []


def test_an_officer_of_no_agency_is_covered_and_no_agency_is_told(agency, officer, outsider, days):
    officer.agency = None
    officer.save()
    cover = record_cover(officer=officer, covered_by=outsider, **days, by=officer)
    end_cover(cover=cover, by=officer)
    cover.refresh_from_db()
    assert (cover.ended_at is not None, told(agency)) == (True, [])
