"""What we tell allauth. Who may have an account is a matter of the domain: see the subclass named in ACCOUNT_ADAPTER."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


class SignInAdapter(DefaultAccountAdapter):
    """Codes by mail, no sign-up; addresses to go on to stay on this host; links in mail come from SITE_ADDRESS."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": "That is not the code that we sent. Check it, or ask for another.",
        "too_many_login_attempts": "Too many tries in a short time. Wait ten minutes, then try again.",
    }

    def may_join(self, email: str) -> bool:
        """Whether somebody with this address and no account may have one by showing that it is theirs."""
        return False

    def join(self, email: str) -> AbstractBaseUser:
        """Their account, made now unless there is one. The address is known to be theirs."""
        raise NotImplementedError

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: there is no sign-up."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Whether the address is on the host that was asked, over https where that was."""
        return url_has_allowed_host_and_scheme(url, {self.request.get_host()}, require_https=self.request.is_secure())

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """Back to sign-in: they left between asking for the code and using it."""
        messages.error(request, "This account is closed. Ask your agency's administrator.")
        return HttpResponseRedirect(reverse("account_login"))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """One plain-text mail."""
        self.render_mail(template_prefix, email, {"site_address": settings.SITE_ADDRESS, "email": email, **context}).send()
