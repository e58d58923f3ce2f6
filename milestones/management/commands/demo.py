"""`manage.py demo`: load the demo data."""

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from milestones.demo import load


class Command(BaseCommand):
    """Load the twelve fictional projects, where they are not there yet. Refused in production."""

    help = "Load the demo data: twelve fictional projects. Loading twice changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say what was made. Raises CommandError in production."""
        if settings.MOBILISE_MODE == "production":
            raise CommandError("The demo data is fictional and is not loaded in production.")
        made = load()
        self.stdout.write(f"Demo data: {len(made)} projects made{': ' if made else ', all were there'}{', '.join(made)}.")
