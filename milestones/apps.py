"""The journey: starting a project, where it stands, what it shows, the gate."""

from django.apps import AppConfig


class MilestonesConfig(AppConfig):
    """The journey app; when ready it hands `refresh` to the record, the one seam upward."""

    name = "milestones"
    verbose_name = "The journey"

    def ready(self) -> None:
        """Have every change to the record recompute what the project shows, and the database keep the laws of the gate."""
        from milestones.standing import refresh
        from milestones.triggers import LAWS
        from mobilisation import triggers
        from projects.changes import after_each_change

        after_each_change(refresh)
        triggers.keep(self, LAWS)
