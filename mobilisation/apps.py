"""The site as an app, and Django's admin with our site of it."""

import time
from typing import Any

from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.contrib.auth.signals import user_logged_in
from django.core.checks import register
from django.http import HttpRequest

from mobilisation.context import BY_LINK


class MobilisationConfig(AppConfig):
    """The site: it knows no domain."""

    name = "mobilisation"
    verbose_name = "The site"

    def ready(self) -> None:
        """Check at start that every address says who may open it; note when somebody signs in."""
        from mobilisation.checks import every_address_has_a_rule

        register(every_address_has_a_rule, "mobilise")
        user_logged_in.connect(note_the_time, dispatch_uid="note the time of signing in")


class StaffAdminConfig(admin.AdminConfig):
    """Django's admin, with the site in `mobilisation.staff`."""

    default = False
    default_site = "mobilisation.staff.StaffSite"


def note_the_time(request: HttpRequest, **_: Any) -> None:
    """A session begins when somebody signs in. `SessionTimeMiddleware` ends it."""
    if request.session.pop(BY_LINK, None):  # of the same person: Django would keep its key
        request.session.cycle_key()
    request.session["began"] = request.session["seen"] = int(time.time())
