"""Addresses of the record."""

app_name = "projects"
urlpatterns: list = []
