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


class ReadOnly(admin.ModelAdmin):
    """Rows for staff to look at. What a subclass lets be changed it names in `changes`; whether rows may be added, in `adds`."""

    changes: tuple[str, ...] = ()
    adds = False
    show_full_result_count = False
    list_per_page = 50

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        """Every field that may not be changed."""
        every = [field.name for field in self.opts.get_fields() if field.concrete and not field.auto_created]
        return [] if obj is None and self.adds else [name for name in every if name not in self.changes]

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Staff; the site lets nobody else in."""
        return True

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Staff."""
        return True

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Staff, where rows may be added."""
        return self.adds

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Staff, where something may be changed."""
        return bool(self.changes)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody: nothing is deleted, it ends."""
        return False


class StaffSite(admin.AdminSite):
    """Django's admin with its sign-in limited. Only what is made of `ReadOnly` is in it: what packages register is left out."""

    site_header = site_title = "Mobilise: administration"
    index_title = "Look at everything; change agencies, their posts and who may sign in"
    login_form = PasswordForm

    def register(self, model_or_iterable: Any, admin_class: type[admin.ModelAdmin] | None = None, **options: Any) -> None:
        """Register a model, if it is by way of `ReadOnly`."""
        if admin_class and issubclass(admin_class, ReadOnly):
            super().register(model_or_iterable, admin_class, **options)
