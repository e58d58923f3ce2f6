"""Signing in by e-mailed code and out again; in the demo, as one of its people. allauth's views, mounted one by one."""

from smtplib import SMTPException
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import Login
from allauth.account.stages import LoginByCodeStage, LoginStageController
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import ConfirmLoginCodeView, LogoutView, RequestLoginCodeView
from allauth.core import ratelimit
from allauth.core.internal import ratelimit as counting
from allauth.core.internal.ratelimit import get_ip
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, login
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.module_loading import import_string
from django.views.decorators.http import require_POST

from mobilisation.access import opens_by_link, public, signs_in
from mobilisation.apps import note_the_time
from mobilisation.context import BY_LINK
from mobilisation.htmx import SeeOther
from mobilisation.typed import Typed, typed_in

BACKEND = settings.AUTHENTICATION_BACKENDS[0]


def may_try(request: HttpRequest, action: str, email: str) -> bool:
    """Whether this network may try again for this account: the two are counted together, so that nobody locks somebody else out."""
    return bool(ratelimit.consume(request, action=action, key=f"{email.lower()} {get_ip(request)}"))


def may_look(request: HttpRequest, action: str) -> bool:
    """Whether this network may ask again at all: a GET counts too, since its answer tells whether there is something."""
    return bool(counting.consume(request, app="allauth.account", action=action, limit_get=True))


# ---- The forms ----------------------------------------------------------------------------------------------------


class SignInForm(RequestLoginCodeForm):
    """Asks for the e-mail address. Whether it is known or not, the answer is the same."""

    email = forms.EmailField(
        label="Your work e-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": "Enter your e-mail address.",
            "invalid": "Enter an e-mail address in full, like name@agency.nsw.gov.au.",
        },
    )

    def clean_email(self) -> str:
        """The address in small letters, if it may be tried again."""
        self.cleaned_data["email"] = self.cleaned_data["email"].lower()
        if not may_try(get_adapter().request, "sign_in_here", self.cleaned_data["email"]):
            raise get_adapter().validation_error("too_many_login_attempts")
        return super().clean_email()


class CodeForm(ConfirmLoginCodeForm):
    """Asks for the code that was sent."""

    code = forms.CharField(
        label="The code in the e-mail",
        max_length=40,
        help_text="Eight letters. Capitals and the dash do not matter.",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false", "class": "input--10"}),
        error_messages={"required": "Enter the code that we sent you."},
    )


# ---- In and out ---------------------------------------------------------------------------------------------------


@method_decorator([signs_in, public("signing in")], name="dispatch")
class SignIn(RequestLoginCodeView):
    """Asks for an e-mail address and sends a code to it; in the demo, lists its people."""

    access_rule = "public: signing in"
    template_name = "account/sign_in.html"
    form_class = SignInForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Who is signed in is sent on, but in the demo may come to be somebody else."""
        if settings.IS_DEMO and request.method == "GET" and request.user.is_authenticated and "next" not in request.GET:
            return self.render_to_response(self.get_context_data())
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: SignInForm) -> HttpResponse:
        """Send the code, or say that mail cannot be sent just now."""
        try:
            send_code(self.request, form._user, form.cleaned_data["email"])
        except (OSError, SMTPException):
            form.add_error(None, "We cannot send mail just now. Try again in a few minutes.")
            return self.render_to_response(self.get_context_data(form=form), status=503)
        return SeeOther(self.passthrough_next_url(reverse("account_confirm_login_code")))

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        """The page again, 422; 429 after too many tries."""
        too_many = form.has_error("email", "too_many_login_attempts")
        return self.render_to_response(self.get_context_data(form=form), status=429 if too_many else 422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the people of the demo, where this is one."""
        demo = import_string(settings.DEMO_PEOPLE)() if settings.IS_DEMO else []
        return {**super().get_context_data(**kwargs), "demo": demo}

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> None:
        """Somebody who waits for a code may ask for another."""


@method_decorator([signs_in, public("signing in")], name="dispatch")
class Code(ConfirmLoginCodeView):
    """Asks for the code, and signs in who has it. An account that may be made is made now, not before."""

    access_rule = "public: signing in"
    template_name = "account/code.html"
    form_class = CodeForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """As allauth does; where there is no code to ask for any more, say so."""
        response = super().dispatch(request, *args, **kwargs)
        if request.method == "POST" and not getattr(self, "_process", None) and not request.user.is_authenticated:
            messages.error(request, "That code no longer works. Ask for another.")
        return response

    def _verify_form_valid(self, form: CodeForm) -> HttpResponse:
        if not self._process.user:
            self._process._user = get_adapter().join(self._process.state["email"])
        return super()._verify_form_valid(form)

    def form_invalid(self, form: CodeForm) -> HttpResponse:
        """The page again, 422, while tries are left."""
        if self._process.record_invalid_attempt():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        messages.error(self.request, "That was not the code, too many times. Ask for another.")
        return SeeOther(self.passthrough_next_url(reverse("account_login")))


@method_decorator([opens_by_link("GET", "POST"), public("signing out twice is no error")], name="dispatch")
class SignOut(LogoutView):
    """Asks, then signs out and has the browser forget what it kept of the pages. Cookies stay: they are other services' too."""

    access_rule = "public: signing out twice is no error"
    template_name = "account/sign_out.html"

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign out."""
        response = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response


@signs_in
@public("the demo, which listens on loopback only; 404 anywhere else")
@require_POST
def sign_in_as(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign in as one of the demo's people."""
    groups = import_string(settings.DEMO_PEOPLE)() if settings.IS_DEMO else []
    person = next((entry.person for group in groups for entry in group.people if entry.person.pk == pk), None)
    if person is None:
        raise Http404("There is nobody here to sign in as.")
    login(request, person, backend=BACKEND)
    return SeeOther(get_next_redirect_url(request) or resolve_url(settings.LOGIN_REDIRECT_URL))


def begin_session_by_link(request: HttpRequest, person: AbstractBaseUser, link: int) -> None:
    """A new session for somebody who holds a personal link, marked with its id; nothing of the session before stays.

    Not `login`: nobody showed that the address is theirs, so it does not count as signing in, and `last_login` stays as it was.
    """
    request.session.flush()
    request.session[SESSION_KEY] = str(person.pk)
    request.session[BACKEND_SESSION_KEY] = BACKEND
    request.session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    note_the_time(request)
    request.session[BY_LINK] = link
    request.user = person
    rotate_token(request)


def send_code(request: HttpRequest, person: AbstractBaseUser | None, email: str) -> None:
    """Send a code to the address of an account, or of one that may be made; any other gets a mail that says there is none."""
    if person or not get_adapter().may_join(email):
        LoginCodeVerificationProcess.initiate(request=request, user=person, email=email)
        return
    pending = Login(user=None, email=email)
    pending.state["stages"] = {"current": LoginByCodeStage.key}
    stage = LoginByCodeStage(LoginStageController(request, pending), request, pending)
    stage.state.update(LoginCodeVerificationProcess.initial_state(user=None, email=email), initiated_by_user=True)
    process = LoginCodeVerificationProcess(stage=stage)
    get_adapter().send_mail("account/email/login_code", email, {"code": process.generate_code()})
    process.persist()


# ---- To sign-in, and back to where somebody was -------------------------------------------------------------------


def to_sign_in(request: HttpRequest, why: str = "") -> HttpResponse:
    """Go to sign-in and then back to the page somebody is on. htmx gets 401 and moves the whole page there. `why` is said there.

    Who sent a form with something typed gets that back first, with 401: nothing typed is lost.
    """
    page = page_of(request)
    address = resolve_url(settings.LOGIN_URL) + (f"?{urlencode({'next': page})}" if page != "/" else "")
    typed = [] if request.htmx else typed_in(request)  # type: ignore[attr-defined]  # set by HtmxMiddleware
    if typed:
        return typed_again(why, typed, status=401, way_on=address, way_on_label="Sign in")
    if why:
        messages.warning(request, why)
    if request.htmx:  # type: ignore[attr-defined]  # set by HtmxMiddleware
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def typed_again(why: str, typed: list[Typed], *, status: int, way_on: str, way_on_label: str) -> HttpResponse:
    """The page that gives back what was typed: nothing of it was saved, and nothing is kept. It asks nothing of database or session."""
    context = {"why": why, "typed": typed, "way_on": way_on, "way_on_label": way_on_label, "signed_out": status == 401}
    return HttpResponse(render_to_string("typed_again.html", context), status=status, headers={"Cache-Control": "no-store, private"})


def page_of(request: HttpRequest) -> str:
    """The path of the page that somebody is on, not of the part or form that they used; "/" where that is not one of ours."""
    if request.htmx:  # type: ignore[attr-defined]  # set by HtmxMiddleware
        address = request.htmx.current_url or ""  # type: ignore[attr-defined]  # set by HtmxMiddleware
    else:
        address = request.get_full_path() if request.method in {"GET", "HEAD"} else request.headers.get("Referer", "")
    try:
        parts = urlsplit(address)
    except ValueError:  # the browser may send anything: "http://[x"
        return "/"
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    is_page = url_has_allowed_host_and_scheme(path, None) and path.startswith("/") and not path.startswith(("/sign-", "/link/"))
    return path if is_ours and is_page else "/"
