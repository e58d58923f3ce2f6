"""What every test may ask for: a project with its people around it, a client for each, the clock; and a flush that gets past the triggers.

People are named by what they are in `project`: `buyer`, `agent` (on behalf of the buyer), `officer`, `member`, `wider`; and beside it
`cover` (covers for the officer), `viewer`, `administrator` and `agency_officer` (posts of the agency), `outsider` (staff, not in the
project), `stranger` (a client that nobody is signed in to).
"""

import datetime
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from zoneinfo import ZoneInfo

import pytest
from django.db import connections
from django.test import Client, TransactionTestCase
from hypothesis import settings as hypothesis

from milestones.findings.registry import Finder
from mobilisation import triggers
from projects.clock import clock_at, now
from projects.models import Agency, AgencyPostKind, BuyingProject, Person, Role
from tests.declared import find_as_declared
from tests.factories import (
    AgencyFactory,
    AgencyPostFactory,
    CoverFactory,
    PersonFactory,
    ProjectFactory,
    StakeholderFactory,
)
from tests.kept import Kept, keep
from tests.planted import plant_from_environment

SYDNEY = ZoneInfo("Australia/Sydney")
START = datetime.datetime(2026, 11, 12, 10, tzinfo=SYDNEY)

hypothesis.register_profile("dev", deadline=None)
hypothesis.register_profile("ci", deadline=None, derandomize=True, print_blob=True, database=None)
hypothesis.load_profile("ci" if os.environ.get("CI") else "dev")


# ---- The database -------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True, scope="session")
def _flush_past_the_triggers() -> Iterator[None]:
    """Transactional tests flush: the set-up drops the triggers, flushes and installs them again. The triggers have no way out."""
    flush = TransactionTestCase._fixture_teardown

    def drop_flush_install(case: TransactionTestCase) -> None:
        for connection in (connections[alias] for alias in case._databases_names(include_mirrors=False)):
            triggers.uninstall(connection)
        try:
            flush(case)
        finally:
            for connection in (connections[alias] for alias in case._databases_names(include_mirrors=False)):
                triggers.install(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", drop_flush_install)
        yield


@pytest.fixture(autouse=True, scope="session")
def _planted() -> Iterator[None]:
    """One rule broken on purpose, where the environment names it (tests/planted.py)."""
    with pytest.MonkeyPatch.context() as patch:
        plant_from_environment(patch)
        yield


@pytest.fixture(autouse=True, scope="session")
def _what_findings_read() -> Iterator[None]:
    """Whatever a finding reads, in any test, is named in the registry; else a change of it would leave what is stored behind."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Finder, "__call__", find_as_declared)
        yield


# ---- The clock ----------------------------------------------------------------------------------------------------


class Clock:
    """The time as the application is told it in this thread. It stands still until a test sets or moves it."""

    def __init__(self, stack: ExitStack, moment: datetime.datetime) -> None:
        self._stack = stack
        self.set(moment)

    def set(self, moment: datetime.datetime) -> None:
        """It is this moment now."""
        self._stack.enter_context(clock_at(moment))
        self.now = moment

    def move(self, **by: float) -> datetime.datetime:
        """So many days, hours or minutes later: `clock.move(days=1)`."""
        self.set(self.now + datetime.timedelta(**by))
        return self.now

    @property
    def today(self) -> datetime.date:
        """The day in Sydney."""
        return self.now.astimezone(SYDNEY).date()


@pytest.fixture
def clock() -> Iterator[Clock]:
    """Thursday 12 November 2026, 10 am in Sydney."""
    with ExitStack() as stack:
        yield Clock(stack, START)


# ---- A project and its people -------------------------------------------------------------------------------------


def make_agency() -> Agency:
    """The Department of Examples."""
    return AgencyFactory(code="DES", name="Department of Examples", email_domains=["des.example"])


def make_project(agency: Agency) -> BuyingProject:
    """DES-001, started by its buyer, every seat filled, nothing answered."""
    buyer = PersonFactory(agency=agency, name="Ruth Banksia", position="Executive Director")
    officer = PersonFactory(agency=agency, name="Omar Wattle", position="Procurement manager")
    project = ProjectFactory(agency=agency, title="Telephony for the contact centre", buyer=buyer, officer=officer)
    for name, role in {"Ada Grevillea": Role.BUYERS_AGENT, "Mei Waratah": Role.TEAM_MEMBER, "Noor Correa": Role.WIDER}.items():
        StakeholderFactory(project=project, person=PersonFactory(agency=agency, name=name), role=role)
    return BuyingProject.objects.get(pk=project.pk)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> dict[bool, Kept]:
    """The database; and agency and project as rows, made on the clock that runs (False) and on the one that stands at `START` (True).

    Here, because a fixture asked for by name in the middle of a test would make them within that test's transaction.
    """
    with django_db_blocker.unblock():
        running = keep(make_agency, make_project)
        with clock_at(START):
            return {False: running, True: keep(make_agency, make_project)}


@pytest.fixture
def kept(django_db_setup: dict[bool, Kept]) -> Kept:
    """What there is for the clock of this test."""
    return django_db_setup[now() == START]


@pytest.fixture
def agency(db: None, kept: Kept) -> Agency:
    """The Department of Examples, before its first project."""
    return kept.put_back_agency()


@pytest.fixture
def project(agency: Agency, kept: Kept) -> BuyingProject:
    """DES-001, started by its buyer, every seat filled, nothing answered."""
    return kept.put_back_project()


def _of(project: BuyingProject, role: Role) -> Person:
    return project.stakeholders.current().get(role=role).person


@pytest.fixture
def buyer(project: BuyingProject) -> Person:
    return _of(project, Role.BUYER)


@pytest.fixture
def agent(project: BuyingProject) -> Person:
    return _of(project, Role.BUYERS_AGENT)


@pytest.fixture
def officer(project: BuyingProject) -> Person:
    return _of(project, Role.PROCUREMENT_OFFICER)


@pytest.fixture
def member(project: BuyingProject) -> Person:
    return _of(project, Role.TEAM_MEMBER)


@pytest.fixture
def wider(project: BuyingProject) -> Person:
    return _of(project, Role.WIDER)


@pytest.fixture
def outsider(agency: Agency) -> Person:
    return PersonFactory(agency=agency, name="Otto Mallee")


@pytest.fixture
def cover(agency: Agency, officer: Person) -> Person:
    return CoverFactory(officer=officer, covered_by=PersonFactory(agency=agency, name="Cleo Saltbush")).covered_by


def _with_post(agency: Agency, kind: AgencyPostKind, name: str) -> Person:
    return AgencyPostFactory(agency=agency, kind=kind, person=PersonFactory(agency=agency, name=name)).person


@pytest.fixture
def viewer(agency: Agency) -> Person:
    return _with_post(agency, AgencyPostKind.VIEWER, "Vera Boronia")


@pytest.fixture
def administrator(agency: Agency) -> Person:
    return _with_post(agency, AgencyPostKind.ADMINISTRATOR, "Anh Quandong")


@pytest.fixture
def agency_officer(agency: Agency) -> Person:
    return _with_post(agency, AgencyPostKind.OFFICER, "Ines Ironbark")


# ---- Clients ------------------------------------------------------------------------------------------------------


@pytest.fixture
def stranger(db: None) -> Client:
    """A client that nobody is signed in to."""
    return Client()


@pytest.fixture
def client_of(db: None) -> Callable[[Person], Client]:
    """`client_of(officer)` is a new client, signed in as the officer."""

    def sign_in(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return sign_in


@pytest.fixture
def sign_in(client_of: Callable[[Person], Client]) -> Callable[[Person], Client]:
    """The same as `client_of`, as a verb."""
    return client_of
