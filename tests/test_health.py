import json
import logging

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from mobilisation import health, start, triggers

ALL_WELL = {"database": "ok", "migrations": "ok", "triggers": "ok", "disk": "ok"}


def test_live_asks_no_database(client):
    client.cookies["session"] = "whatever"
    answer = client.get("/health/live")
    assert (answer.status_code, answer.json()) == (200, {"process": "ok"})


def test_ready_when_all_is_well(client, db):
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (200, ALL_WELL)


@pytest.mark.slow
def test_not_ready_without_a_migration(client, db):
    if settings.MIGRATION_MODULES:
        pytest.skip("here the tables came all at once; CI's slow tests and its run on PostgreSQL migrate")
    MigrationRecorder(connection).record_unapplied("mobilisation", "0001_cache_table")
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (503, {**ALL_WELL, "migrations": "fail"})
    assert start.why_not_start() == (
        "Mobilise does not start: the database lacks 1 migrations, first mobilisation.0001_cache_table. Run: manage.py migrate"
    )


def test_not_ready_without_a_trigger(client, db):
    triggers.uninstall(connection)
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (503, {**ALL_WELL, "triggers": "fail"})
    assert start.why_not_start().startswith("Mobilise does not start: the database lacks the triggers ")


def test_not_ready_while_the_database_is_away(client, monkeypatch):
    def away():
        raise OperationalError("connection refused")

    monkeypatch.setattr(health, "database_problems", away)
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (503, {**ALL_WELL, "database": "fail", "migrations": "fail", "triggers": "fail"})


def test_not_ready_while_the_disk_is_full(client, db, monkeypatch):
    monkeypatch.setattr(health, "ROOM_NEEDED", 10**18)
    assert client.get("/health/ready").json() == {**ALL_WELL, "disk": "fail"}


def test_the_reason_is_in_the_log_and_not_on_the_page(client, db, monkeypatch, caplog):
    monkeypatch.setitem(health.CHECKS, "triggers", lambda: ["gate_is_kept"])
    with caplog.at_level(logging.ERROR):
        answer = client.get("/health/ready")
    assert "gate_is_kept" in caplog.text
    assert "gate_is_kept" not in answer.text


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_health_is_asked_not_told(client, db, path):
    assert client.post(path).status_code == 405


def test_the_server_starts_when_all_is_well(db):
    assert start.why_not_start() == ""


def test_the_server_starts_while_the_database_is_away(db, monkeypatch):
    def away():
        raise OperationalError("connection refused")

    monkeypatch.setattr(start, "why_not_serve", away)
    assert start.why_not_start() == ""


def test_the_server_does_not_start_while_an_address_has_no_rule(db, settings):
    settings.THIRD_PARTY_VIEWS = {}
    assert start.why_not_start().startswith("Mobilise does not start. Nothing says who may open /admin/ (admin:index).")


def test_health_tells_no_version(client, db):
    assert "5.2" not in json.dumps(dict(client.get("/health/ready").headers))
