"""The record: people, objective, plans, risks, history."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """The record app; it never imports the journey."""

    name = "projects"
    verbose_name = "The record"
