"""Whether there is a database to work on at all."""

from __future__ import annotations

from django.core.management.base import CommandError
from django.db import connection

from projects.models import BuyingProject


def require_tables() -> None:
    """Raise CommandError, saying what to do, in a database that has no tables of ours."""
    if BuyingProject._meta.db_table not in connection.introspection.table_names():
        raise CommandError(
            "This database has no tables of Mobilise yet. Set DATABASE_URL to the site’s database "
            "(the demo’s: DATABASE_URL=sqlite:///var/demo.sqlite3), or make the tables first: manage.py migrate."
        )
