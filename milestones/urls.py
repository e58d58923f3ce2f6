"""Addresses of the journey."""

app_name = "milestones"
urlpatterns: list = []
