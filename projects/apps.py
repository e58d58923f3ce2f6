"""The record: people, objective, plans, risks, history."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """The record app; it never imports the journey."""

    name = "projects"
    verbose_name = "The record"

    def ready(self) -> None:
        """Have the database keep the laws of the record."""
        from mobilisation import triggers
        from projects.triggers import LAWS

        triggers.keep(self, LAWS)
