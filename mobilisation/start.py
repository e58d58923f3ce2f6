"""Whether the server may start: it does not serve without the rules of access, the migrations and the triggers."""

import logging

from django.core.checks import ERROR, run_checks
from django.db import OperationalError, connection

from mobilisation.health import missing_migrations, missing_triggers

logger = logging.getLogger(__name__)


def why_not_start() -> str:
    """One sentence that says what is missing; empty when the server may start.

    A database that is away is waited for: pages answer 503 and /health/ready fails until it is back.
    """
    errors = [str(message.msg) for message in run_checks(tags=["mobilise"]) if message.level >= ERROR]
    if errors:
        return f"Mobilise does not start. {'. '.join(errors)}."
    try:
        return why_not_serve()
    except OperationalError:
        logger.exception("The database does not answer; starting without it")
        return ""
    finally:
        connection.close()


def why_not_serve() -> str:
    """What the database lacks, in a sentence."""
    if missing := missing_migrations():
        return f"Mobilise does not start: the database lacks {len(missing)} migrations, first {missing[0]}. Run: manage.py migrate"
    if missing := missing_triggers():
        return f"Mobilise does not start: the database lacks the triggers {', '.join(missing)}. Run: manage.py migrate"
    return ""
