"""manage.py refresh: computes anew what every project shows and where it stands: after an upgrade, new rules show more than was stored."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from milestones.management.tables import require_tables
from projects.changes import refresh_projects
from projects.models import BuyingProject


class Command(BaseCommand):
    help = "Compute anew what every project shows and where it stands, one project at a time. Again, it changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        require_tables()
        projects = list(BuyingProject.objects.order_by("pk").values_list("pk", flat=True))
        for pk in projects:
            with transaction.atomic():
                refresh_projects(BuyingProject.objects.filter(pk=pk))
        if options["verbosity"]:
            self.stdout.write(f"Projects computed anew: {len(projects)}.")
