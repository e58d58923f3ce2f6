"""Is it alive, is it ready. Names and ok or fail; no versions, no reasons: those are in the log."""

import logging
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from mobilisation.access import public, without_session

logger = logging.getLogger(__name__)

ROOM_NEEDED = 100 * 1024 * 1024


@without_session
@public("asked by the machine that watches this one")
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """200 while the process answers; asks no database."""
    return JsonResponse({"process": "ok"})


@without_session
@public("asked by the machine that sends people here")
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 while people can be served: database, migrations, triggers, disk; else 503."""
    states = {"database": state_of("database", database_problems)}
    for name, check in CHECKS.items():  # a database that does not answer is waited for once
        is_asked = states["database"] == "ok" or name not in ASK_THE_DATABASE
        states[name] = state_of(name, check) if is_asked else "fail"
    return JsonResponse(states, status=200 if set(states.values()) == {"ok"} else 503, headers={"Cache-Control": "no-store"})


def state_of(name: str, check: Callable[[], list[str]]) -> str:
    """The word "ok", or "fail" with the reason in the log."""
    try:
        problems = check()
    except Exception:
        logger.exception("%s could not be checked", name)
        return "fail"
    if problems:
        logger.error("%s: %s", name, "; ".join(problems))
    return "fail" if problems else "ok"


def database_problems() -> list[str]:
    """Raises where the database does not answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return []


def missing_migrations() -> list[str]:
    """The migrations that the code has and the database has not, as "app.name"."""
    applied = MigrationRecorder(connection).applied_migrations()
    return [f"{app}.{name}" for app, name in sorted(known_migrations() - set(applied))]


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """Every migration of the code."""
    return frozenset(MigrationLoader(None).disk_migrations)


def missing_triggers() -> list[str]:
    """The triggers that the database lacks: without them it does not keep the laws."""
    return [name for check in settings.TRIGGER_CHECKS for name in import_string(check)(connection)]


def disk_problems() -> list[str]:
    """Where the database's folder (or, on PostgreSQL, the one for temporary files) cannot be written or is nearly full."""
    is_file = connection.vendor == "sqlite"
    folder = Path(connection.settings_dict["NAME"]).parent if is_file else Path(tempfile.gettempdir())
    with tempfile.TemporaryFile(dir=folder) as probe:
        probe.write(b"room")
    return [] if shutil.disk_usage(folder).free > ROOM_NEEDED else [f"{folder} is nearly full"]


CHECKS = {"migrations": missing_migrations, "triggers": missing_triggers, "disk": disk_problems}
ASK_THE_DATABASE = {"migrations", "triggers"}
