import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "MOBILISE_MODE": "production",
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-0123456789-ABCDEFGHIJ",
    "ALLOWED_HOSTS": "mobilise.example",
    "SITE_ADDRESS": "https://mobilise.example",
    "EMAIL_URL": "smtp://localhost:25",
}


def settings_in(tmp_path, environment, *names):
    """The settings as a process with this environment has them, or what it says when it does not start."""
    code = f"from mobilisation import settings; print([getattr(settings, name) for name in {names!r}])"
    own = {name: os.environ[name] for name in ("PATH",)} | {"DATABASE_URL": f"sqlite:///{tmp_path}/unused.sqlite3", **environment}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True, check=False)  # noqa: S603  our own words
    return done.stdout.strip() or done.stderr.strip().splitlines()[-1]


def without(name):
    return {key: value for key, value in PRODUCTION.items() if key != name}


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "EMAIL_URL", "SITE_ADDRESS"])
def test_production_does_not_start_without(tmp_path, name):
    assert f"In production {name} must be set in the environment: " in settings_in(tmp_path, without(name))


def test_production_is_found_by_https_only(tmp_path):
    assert "SITE_ADDRESS must begin with https://" in settings_in(tmp_path, {**PRODUCTION, "SITE_ADDRESS": "http://mobilise.example"})


def test_there_are_three_modes(tmp_path):
    assert "MOBILISE_MODE is one of demo, development, production." in settings_in(tmp_path, {"MOBILISE_MODE": "staging"})


NAMES = (
    "DEBUG",
    "IS_DEMO",
    "SECURE_SSL_REDIRECT",
    "SECURE_HSTS_SECONDS",
    "SESSION_COOKIE_SECURE",
    "SESSION_COOKIE_NAME",
    "CSRF_COOKIE_NAME",
)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({**PRODUCTION, "DEBUG": "1"}, [False, False, True, 31536000, True, "__Host-session", "__Host-csrf"]),
        ({"MOBILISE_MODE": "demo"}, [False, True, False, 0, False, "session", "csrf"]),
        ({}, [False, False, False, 0, False, "session", "csrf"]),
        ({"DEBUG": "1"}, [True, False, False, 0, False, "session", "csrf"]),
    ],
    ids=["production", "demo", "development", "watch"],
)
def test_only_production_sets_secure_cookies_and_https(tmp_path, environment, expected):
    assert settings_in(tmp_path, environment, *NAMES) == str(expected)


def test_a_proxy_is_believed_only_when_there_is_one(tmp_path):
    code = "SECURE_PROXY_SSL_HEADER"
    assert "has no attribute" in settings_in(tmp_path, PRODUCTION, code)
    assert settings_in(tmp_path, {**PRODUCTION, "PROXIES": "1"}, code) == "[('HTTP_X_FORWARDED_PROTO', 'https')]"


def test_requests_do_not_run_in_a_transaction(tmp_path):
    assert "'ATOMIC_REQUESTS': False" in settings_in(tmp_path, {}, "DATABASES")
    assert "'ATOMIC_REQUESTS': False" in settings_in(tmp_path, {"DATABASE_URL": "postgresql://u:p@h/d"}, "DATABASES")
