"""What holds around every page: headers, ids, logs, sessions that end, refusals, and the answers when something is wrong."""

import json
import logging
import re
from html import unescape

import pytest
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from mobilisation.access import public, signed_in
from mobilisation.checks import every_address_has_a_rule
from mobilisation.handler import Handler
from mobilisation.htmx import answer, poll
from mobilisation.logs import JsonFormatter
from mobilisation.refusals import Refusal
from mobilisation.urls import *  # noqa: F403  the real addresses, and more
from mobilisation.urls import urlpatterns as real_addresses

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/projects/DES-001/?page=2"}


# ---- A few views that go wrong, or are answered in parts -----------------------------------------------------------


class Raises:
    error: Exception | None = None


@signed_in
def raises(request):
    raise Raises.error


@signed_in
def changes(request):
    return answer(
        request,
        template="account/sign_in.html",
        parts=request.GET.getlist("part"),
        redirect_to="/account/",
        message="Saved.",
        refusal=Raises.error,
    )


@poll
@signed_in
def polls(request):
    return HttpResponse(status=204)


@public("to be read whole")
def reads(request):
    return HttpResponse(request.POST.get("text", ""))


def forgotten(request):
    return HttpResponse()


urlpatterns = [
    *real_addresses,
    path("test/raises/", raises, name="raises"),
    path("test/changes/", changes, name="changes"),
    path("test/polls/", polls, name="polls"),
    path("test/reads/", reads, name="reads"),
]
pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def with_test_addresses(settings):
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def client(client_of, outsider):
    client = client_of(outsider)
    client.raise_request_exception = False
    return client


@pytest.fixture
def raising(monkeypatch):
    return lambda error: monkeypatch.setattr(Raises, "error", error)


# ---- Headers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/sign-in/", "/help/", "/nowhere/", "/health/live", "/admin/login/"])
def test_everything_has_the_policy(stranger, address):
    given = stranger.get(address).headers
    assert given["Content-Security-Policy"] == POLICY
    assert given["Permissions-Policy"].startswith("accelerometer=(), ")
    assert (given["X-Frame-Options"], given["X-Content-Type-Options"]) == ("DENY", "nosniff")
    assert (given["Referrer-Policy"], given["Cross-Origin-Opener-Policy"]) == ("same-origin", "same-origin")


@pytest.mark.parametrize("address", ["/account/", "/help/", "/", "/nowhere/"])
def test_what_somebody_signed_in_sees_is_kept_nowhere(client, address):
    assert client.get(address).headers["Cache-Control"] == "no-store, private"


def test_trace_is_refused(stranger):
    assert stranger.trace("/sign-in/").status_code == 405


@pytest.mark.parametrize(("given", "kept"), [("a-proxy-says-1234", True), ("short", False), ("with spaces and <tags>", False), ("", False)])
def test_each_answer_has_an_id(stranger, given, kept):
    answered = stranger.get("/help/", headers={"X-Request-ID": given})["X-Request-ID"]
    assert (answered == given) is kept
    assert len(answered) >= 8


def test_each_request_has_a_line_without_anything_personal(client, outsider, caplog):
    with caplog.at_level(logging.INFO, "mobilisation.request"):
        client.get("/account/?next=somebody@agency.example")
    line = json.loads(JsonFormatter().format(caplog.records[-1]))
    assert {name: line[name] for name in ("method", "route", "status", "user_id")} == {
        "method": "GET",
        "route": "site:account",
        "status": 200,
        "user_id": outsider.pk,
    }
    assert line["at"].endswith("+00:00")
    assert "somebody" not in json.dumps(line)


def test_addresses_are_struck_out_of_errors():
    try:
        raise ValueError("Key (email)=(ruth.melaleuca@agency.nsw.gov.au) already exists.")
    except ValueError:
        record = logging.getLogger("x").makeRecord("x", logging.ERROR, __file__, 1, "To %s", ("a@b.example",), exc_info=True)
    record.exc_info = (ValueError, ValueError("Key (email)=(ruth.melaleuca@agency.nsw.gov.au) already exists."), None)
    line = json.loads(JsonFormatter().format(record))
    assert (line["says"], line["error"]) == ("To [address]", "ValueError: Key (email)=([address]) already exists.")


# ---- Signed in, and for how long ----------------------------------------------------------------------------------


def test_a_stranger_is_sent_to_sign_in_and_back(stranger):
    answered = stranger.get("/account/?a=1")
    assert (answered.status_code, answered.url) == (302, "/sign-in/?next=%2Faccount%2F%3Fa%3D1")


def test_a_form_of_a_stranger_leads_back_to_its_page(stranger):
    answered = stranger.post("/test/changes/", headers={"Referer": "http://testserver/projects/DES-001/"})
    assert (answered.status_code, answered.url) == (302, "/sign-in/?next=%2Fprojects%2FDES-001%2F")
    assert "You were signed out, so nothing was saved." in stranger.get(answered.url).text


def given_back(answered: HttpResponse) -> dict[str, str]:
    """The fields on the page that gives back what was typed, by label."""
    fields = re.findall(r"<label[^>]*>(.*?)</label>\s*<textarea[^>]* readonly>(.*?)</textarea>", answered.text, re.DOTALL)
    return {label: unescape(text) for label, text in fields}


def test_who_was_signed_out_while_typing_gets_what_they_typed_back_unsaved(stranger):
    nonce = "0b2f4c1e-8a39-4f9e-9d7e-0e6f0a4b1c2d"
    sent = {"desired_outcome": "Calls <b>answered</b>\nin a minute", "seen": "7", "nonce": nonce, "day_1": "12", "who": ["Mei", "Noor"]}
    answered = stranger.post("/test/changes/", sent, headers={"Referer": "http://testserver/projects/DES-001/objective/edit/"})
    assert (answered.status_code, answered["Cache-Control"]) == (401, "no-store, private")
    assert given_back(answered) == {"Desired outcome": "Calls <b>answered</b>\nin a minute", "Who": "Mei\nNoor"}
    assert 'href="/sign-in/?next=%2Fprojects%2FDES-001%2Fobjective%2Fedit%2F"' in answered.text
    assert nonce not in answered.text
    assert "You were signed out, so nothing was saved." in answered.text


def test_what_is_given_back_has_a_limit(stranger):
    answered = stranger.post("/test/changes/", {"short": "A word", "long": "a" * 20_001})
    assert given_back(answered) == {"Short": "A word"}


def test_a_part_moves_the_whole_page_to_sign_in(stranger):
    answered = stranger.post("/test/changes/", headers=HTMX)
    assert (answered.status_code, answered["HX-Redirect"]) == (401, "/sign-in/?next=%2Fprojects%2FDES-001%2F%3Fpage%3D2")
    assert "You were signed out, so nothing was saved." in stranger.get(answered["HX-Redirect"]).text


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "http://testserver//evil.example/", "javascript:alert(1)", "", "http://testserver/sign-out/"]
)
def test_nobody_is_led_elsewhere(stranger, address):
    answered = stranger.post("/test/changes/", headers={**HTMX, "HX-Current-URL": address})
    assert answered["HX-Redirect"] == "/sign-in/"


@pytest.fixture
def at(time_machine):
    return lambda moment: time_machine.move_to(f"2026-11-12T{moment}+11:00", tick=False)


def test_two_hours_without_a_press_end_a_session_and_the_page_says_so(at, client_of, outsider):
    at("10:00")
    client = client_of(outsider)
    at("12:00")
    assert client.get("/account/").status_code == 200
    at("14:01")
    answered = client.get("/account/")
    assert (answered.status_code, answered.url) == (302, "/sign-in/?next=%2Faccount%2F")
    assert "You were signed out after two hours without a press." in client.get(answered.url).text
    assert SESSION_KEY not in client.session


def test_an_ended_session_shows_a_public_page_to_nobody_in_particular(at, client_of, outsider):
    at("10:00")
    client = client_of(outsider)
    at("12:01")
    answered = client.get("/help/")
    assert (answered.status_code, outsider.name in answered.text) == (200, False)


def test_twelve_hours_end_a_session_however_busy(at, client_of, outsider):
    at("08:00")
    client = client_of(outsider)
    for hour in (9, 11, 13, 15, 17, 19):
        at(f"{hour:02}:00")
        assert client.get("/account/").status_code == 200
    at("20:01")
    answered = client.post("/test/changes/", headers=HTMX)
    assert answered.status_code == 401
    assert "You were signed out after twelve hours." in client.get(answered["HX-Redirect"]).text


def test_a_poll_keeps_no_session_alive(at, client_of, outsider):
    at("10:00")
    client = client_of(outsider)
    for moment in ("11:00", "11:59"):
        at(moment)
        assert client.get("/test/polls/").status_code == 204
    at("12:01")
    assert client.get("/test/polls/", headers=HTMX).status_code == 401


def test_being_seen_is_written_at_most_once_a_minute(at, client_of, outsider, django_assert_num_queries):
    at("10:00:00")
    client = client_of(outsider)
    at("10:00:59")
    with django_assert_num_queries(2):
        client.get("/account/")
    seen = client.session["seen"]
    at("10:01:00")
    client.get("/account/")
    assert client.session["seen"] == seen + 60


# ---- Answers ------------------------------------------------------------------------------------------------------


def test_a_browser_is_led_on_with_a_message(client):
    answered = client.post("/test/changes/")
    assert (answered.status_code, answered.url) == (303, "/account/")
    assert "Saved." in client.get(answered.url).text


def test_htmx_without_parts_is_led_on_too(client):
    assert client.post("/test/changes/", headers=HTMX)["HX-Redirect"] == "/account/"


def test_htmx_gets_the_parts_and_the_sentence(client, monkeypatch):
    monkeypatch.setattr("mobilisation.htmx.render_to_string", lambda name, context, request: f'<p id="{name.partition("#")[2]}">x</p>')
    answered = client.post("/test/changes/?part=row&part=panel", headers=HTMX)
    assert answered.text == (
        '<p id="row">x</p><p data-hx-swap-oob="true" id="panel">x</p><div data-hx-swap-oob="innerHTML:#live">Saved.</div>'
    )


def test_a_sentence_is_escaped(client, monkeypatch, raising):
    monkeypatch.setattr("mobilisation.htmx.render_to_string", lambda *_: "")
    raising(Refusal("<b>No</b>"))
    answered = client.post("/test/changes/?part=row", headers=HTMX)
    assert (answered.status_code, answered.text) == (409, '<div data-hx-swap-oob="innerHTML:#live">&lt;b&gt;No&lt;/b&gt;</div>')


def refusal_of(status):
    refusal = Refusal("Milestone 2 opens later.", missing=["milestone 1"], who="Priya Nair", where="/projects/DES-001/")
    refusal.status = status
    return refusal


@pytest.mark.parametrize("status", [403, 409, 422, 503])
def test_a_refusal_is_a_page(client, raising, status):
    raising(refusal_of(status))
    answered = client.post("/test/raises/")
    assert answered.status_code == status
    for words in ("Milestone 2 opens later.", "<li>milestone 1</li>", "Priya Nair", 'href="/projects/DES-001/"'):
        assert words in answered.text


@pytest.mark.parametrize("status", [403, 409, 422, 503])
def test_a_refusal_of_a_part_is_a_notice_in_its_place(client, raising, status):
    raising(refusal_of(status))
    answered = client.post("/test/raises/", headers=HTMX)
    assert (answered.status_code, answered["HX-Retarget"], answered["HX-Reswap"]) == (status, "#refusal", "innerHTML")
    assert "<html" not in answered.text
    assert '<div data-hx-swap-oob="innerHTML:#live">Milestone 2 opens later.</div>' in answered.text


def test_every_page_has_the_place_for_a_refusal(client):
    assert client.get("/account/").text.count('<div id="refusal"></div>') == 1


# ---- When something is wrong --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (PermissionDenied(), 403),
        (ValueError("ours"), 500),
        (OperationalError("server closed the connection unexpectedly"), 503),
        (OperationalError("couldn't get a connection after 5.00 sec"), 503),
        (OperationalError("database or disk is full"), 503),
        (InterfaceError("connection already closed"), 503),
        (OperationalError("no such table: projects_agency"), 500),
    ],
)
def test_what_goes_wrong_has_a_page(client, raising, error, status):
    raising(error)
    answered = client.get("/test/raises/")
    assert (answered.status_code, answered.text.count("<h1>"), "Traceback" in answered.text) == (status, 1, False)
    assert answered.has_header("Retry-After") is (status == 503)


def test_without_a_database_the_page_asks_none(client, raising, django_assert_num_queries):
    raising(OperationalError("server closed the connection unexpectedly"))
    with django_assert_num_queries(2):
        client.get("/test/raises/")


def test_a_page_that_is_not_there(stranger, client):
    assert [who.get("/nowhere/").status_code for who in (stranger, client)] == [404, 404]


def test_too_large_is_413(stranger, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answered = stranger.post("/test/reads/", {"text": "x" * 200})
    assert (answered.status_code, "<h1>That is too large</h1>" in answered.text) == (413, True)


def test_too_many_fields_is_400(stranger, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2
    assert stranger.post("/test/reads/", {"a": 1, "b": 2, "c": 3}).status_code == 400


@pytest.mark.parametrize("charset", ["hex", "base64", "rot13", "undefined"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_content_type_that_names_no_text_is_400(rf, method, charset):
    status, headers, body = served(rf, method, f"text/html; charset={charset}")
    assert (status, b"<h1>" in body) == ("400 Bad Request", True)
    assert {"Content-Security-Policy", "X-Request-ID"} <= headers.keys()


@pytest.mark.parametrize("content_type", ["", "text/html", "text/html; charset=utf-8", "text/html; charset=klingon"])
def test_other_content_types_are_read(rf, content_type):
    assert served(rf, "GET", content_type)[0] == "200 OK"


def served(rf, method, content_type):
    """What the application server is answered: status, headers, body."""
    started = []
    environ = {**rf.generic(method, "/help/?a=1").environ, "CONTENT_TYPE": content_type}
    body = Handler()(environ, lambda status, headers: started.append((status, dict(headers))))
    return (*started[0], b"".join(body))


def test_a_form_that_is_too_old(outsider, client_of):
    client = Client(enforce_csrf_checks=True)
    client.force_login(outsider)
    answered = client.post("/test/changes/")
    assert (answered.status_code, "Your page was too old to save" in answered.text) == (403, True)


def test_a_form_that_is_too_old_gives_back_what_was_typed(outsider):
    client = Client(enforce_csrf_checks=True)
    client.force_login(outsider)
    answered = client.post("/test/changes/", {"title": "Fleet telematics", "csrfmiddlewaretoken": "abc"})
    assert (answered.status_code, "<title>Your page was too old to save" in answered.text) == (403, True)
    assert given_back(answered) == {"Title": "Fleet telematics"}


def test_the_address_of_a_form_is_a_page_that_says_so(outsider, client_of):
    answered = client_of(outsider).get("/account/sign-out-elsewhere/")
    assert (answered.status_code, answered["Allow"]) == (405, "POST")
    assert "This address only takes a form" in answered.text


def test_a_part_that_is_too_old_gets_a_fresh_page_with_the_reason(outsider):
    client = Client(enforce_csrf_checks=True)
    client.force_login(outsider)
    answered = client.post("/test/changes/", headers={**HTMX, "HX-Current-URL": "http://testserver/account/"})
    assert (answered.status_code, answered["HX-Redirect"]) == (401, "/sign-in/?next=%2Faccount%2F")
    page = client.get(answered["HX-Redirect"], follow=True)
    assert page.redirect_chain == [("/account/", 302)]
    assert "Your page was too old to save, so nothing was changed." in page.text


# ---- Pages and addresses ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/guide/", "/help/", "/accessibility/", "/privacy/", "/sign-in/"])
def test_anybody_may_read(stranger, client, address):
    assert stranger.get(address).status_code == 200


def test_my_account_says_who_i_am(client, outsider):
    page = client.get("/account/").text
    for words in (outsider.name, outsider.position, outsider.email, "two hours without a press", "twelve hours"):
        assert words in page


def test_my_account_leaves_out_what_i_lack(client_of, member):
    member.__class__.objects.filter(pk=member.pk).update(email=None, position="")
    page = client_of(member).get("/account/").text
    assert ("Not given" in page, "<dd>None</dd>" in page) == (True, True)


def test_signing_out_everywhere_else_ends_my_other_sessions_only(client, client_of, outsider, member):
    elsewhere, theirs = client_of(outsider), client_of(member)
    answered = client.post("/account/sign-out-elsewhere/")
    assert (answered.status_code, answered.url) == (303, "/account/")
    assert [who.get("/account/").status_code for who in (client, elsewhere, theirs)] == [200, 302, 200]
    assert client.get("/account/sign-out-elsewhere/").status_code == 405


def test_every_address_says_who_may_open_it():
    assert every_address_has_a_rule(None) == []


def test_an_address_that_does_not_is_an_error(settings, monkeypatch):
    monkeypatch.setattr(f"{__name__}.urlpatterns", [path("forgotten/<int:pk>/", forgotten, name="forgotten")])
    settings.ROOT_URLCONF = __name__
    from django.urls import clear_url_caches

    clear_url_caches()
    (error,) = every_address_has_a_rule(None)
    clear_url_caches()
    assert (error.id, error.msg) == ("mobilise.E001", "Nothing says who may open /forgotten/<int:pk>/ (forgotten)")
