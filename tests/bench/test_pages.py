"""How long the pages take that people open most, on the demo: a picture to look at, never a test of time.

`./dev bench` prints, for each page, the queries and the milliseconds at the median and at the 95th percentile over `ROUNDS` rounds, and the
median over that of the account page, which has our layout and the person but no project (the floor). Within one process, without a server:
what is compared is our own work.
"""

import statistics
import time
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from projects.models import BuyingProject, Kind, Role

ROUNDS = 60
PAGES = {
    "overview": "/projects/{ref}/",
    "milestone": "/projects/{ref}/milestones/2/",
    "meeting": "/projects/{ref}/milestones/2/meeting/",
    "portfolio": "/projects/",
    "my work": "/",
    "my part": "/projects/{ref}/my-part/",
    "RACI matrix": "/projects/{ref}/raci/",
    "work plan": "/projects/{ref}/plan/",
    "summary": "/projects/{ref}/summary/",
}
FLOOR = "/account/"


@pytest.fixture
def ref(db) -> str:
    """The first project of the demo, with eleven people."""
    call_command("demo", stdout=StringIO())
    return "DES-001"


@pytest.fixture
def client(ref) -> Client:
    """Its procurement officer."""
    project = BuyingProject.objects.get(ref=ref)
    officer = project.stakeholders.current().get(role=Role.PROCUREMENT_OFFICER, kind=Kind.PERSON)
    client = Client()
    client.force_login(officer.person)
    return client


def milliseconds(client: Client, path: str) -> float:
    """One request."""
    began = time.perf_counter()
    assert client.get(path).status_code == 200
    return 1000 * (time.perf_counter() - began)


def queries(client: Client, path: str) -> int:
    """How many it takes."""
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def test_pages(client, ref):
    """All pages in each round, so that what else the machine does falls on all alike."""
    paths = {"floor": FLOOR, **{name: path.format(ref=ref) for name, path in PAGES.items()}}
    took: dict[str, list[float]] = {name: [] for name in paths}
    for round_ in range(-3, ROUNDS):  # three to warm up
        for name, path in paths.items():
            spent = milliseconds(client, path)
            if round_ >= 0:
                took[name].append(spent)
    floor = statistics.median(took["floor"])
    print(f"\n{connection.vendor}, {ROUNDS} rounds\n{'page':14}{'queries':>8}{'p50 ms':>9}{'p95 ms':>9}{'× floor':>9}")
    for name, path in paths.items():
        p50, p95 = statistics.median(took[name]), statistics.quantiles(took[name], n=20)[-1]
        print(f"{name:14}{queries(client, path):8}{p50:9.1f}{p95:9.1f}{p50 / floor:9.1f}")
