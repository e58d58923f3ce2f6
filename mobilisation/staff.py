"""The admin site: for staff, by password, tries limited; it looks at everything and changes little."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest

from mobilisation.sign_in import may_try


class PasswordForm(AdminAuthenticationForm):
    """Django's form; an account is limited together with the network."""

    def clean(self) -> dict[str, Any]:
        """As Django does, unless there were too many tries."""
        if not may_try(self.request, "admin_password", self.cleaned_data.get("username", "")):
            raise ValidationError("Too many tries in a short time. Wait five minutes, then try again.", code="too_many")
        return super().clean()


class StaffSite(admin.AdminSite):
    """Django's admin with its sign-in limited."""

    site_header = site_title = "Mobilise: administration"
    index_title = "Look at everything; change agencies, their posts, and persons' flags"
    login_form = PasswordForm


class ReadOnly(admin.ModelAdmin):
    """Rows to look at. A subclass that lets something be changed says what, in `changes`."""

    changes: tuple[str, ...] = ()
    show_full_result_count = False
    list_per_page = 50

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        """Every field that may not be changed."""
        every = [field.name for field in self.model._meta.get_fields() if not field.auto_created and field.concrete]
        return [name for name in every if name not in self.changes]

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """No."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Where something may be changed, who may."""
        return bool(self.changes) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """No: nothing is deleted, it ends."""
        return False
