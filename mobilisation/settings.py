"""Settings, in one file. What differs between machines comes from the environment; `MOBILISE_MODE` says what kind of machine it is.

In the environment: MOBILISE_MODE, SECRET_KEY, ALLOWED_HOSTS, SITE_ADDRESS, EMAIL_URL, MAIL_FROM, DATABASE_URL, DATABASE_POOL, PROXIES,
SESSION_IDLE_MINUTES, DEBUG.
"""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent

# ---- What kind of machine ------------------------------------------------------------------------------------------

# demo: people to sign in as, loopback only. development: the default. production: Secure cookies, HSTS, https, mail.
MOBILISE_MODE = env.str("MOBILISE_MODE", default="development")
if MOBILISE_MODE not in {"demo", "development", "production"}:
    raise ImproperlyConfigured("MOBILISE_MODE is one of demo, development, production.")
IN_PRODUCTION = MOBILISE_MODE == "production"
IS_DEMO = MOBILISE_MODE == "demo"

DEBUG = env.bool("DEBUG", default=False) and not IN_PRODUCTION

NEEDED_IN_PRODUCTION = {
    "SECRET_KEY": "a long random text that signs cookies",
    "ALLOWED_HOSTS": "the host names this site answers to, with commas between",
    "SITE_ADDRESS": "where people find it, for links in mail: https://mobilise.example.nsw.gov.au",
    "EMAIL_URL": "the mail server that sends sign-in codes: smtp+tls://user:password@mail.example.nsw.gov.au:587",
}
if IN_PRODUCTION:
    for name, meaning in NEEDED_IN_PRODUCTION.items():
        if not env.str(name, default=""):
            raise ImproperlyConfigured(f"In production {name} must be set in the environment: {meaning}.")
SECRET_KEY = env.str("SECRET_KEY", default="development-only-not-a-secret-but-long-enough-for-the-checks")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
SITE_ADDRESS = env.str("SITE_ADDRESS", default=f"http://127.0.0.1:{env.int('PORT', default=8000)}").rstrip("/")
if IN_PRODUCTION and not SITE_ADDRESS.startswith("https://"):
    raise ImproperlyConfigured("In production SITE_ADDRESS must begin with https://.")

# ---- What it is made of --------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "milestones",
    "projects",
    "mobilisation",
    "mobilisation.apps.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "template_partials",
    "allauth",
    "allauth.account",
]

MIDDLEWARE = [
    "mobilisation.middleware.HeadersMiddleware",
    "mobilisation.middleware.RequestMiddleware",
    "mobilisation.middleware.UnreadableMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "projects.by_link.LinkMiddleware",
    "mobilisation.middleware.SessionTimeMiddleware",
    "mobilisation.middleware.SignInRequiredMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "mobilisation.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "mobilisation.urls"
WSGI_APPLICATION = "mobilisation.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# ---- Database and cache --------------------------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'var' / 'mobilise.sqlite3'}")}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    Path(DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["CONN_MAX_AGE"] = None
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"]["OPTIONS"] = {
        "pool": {"min_size": 1, "max_size": env.int("DATABASE_POOL", default=4), "timeout": 5},
        "connect_timeout": 5,
        "options": "-c lock_timeout=5s -c statement_timeout=15s -c idle_in_transaction_session_timeout=15s",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Counts tries at signing in. Its table is made by a migration of `mobilisation`.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

# What says no at start-up and in /health/ready: functions that take the connection and name what is missing.
TRIGGER_CHECKS = ["mobilisation.triggers.missing"]

# ---- People --------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "projects.Person"
AUTHENTICATION_BACKENDS = ["projects.sign_in.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"

# Sign-in by e-mailed code alone: no passwords (they are for the admin pages), no sign-up, no address book of allauth's own.
ACCOUNT_ADAPTER = "projects.sign_in.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
# A workshop signs in from one network; one account is limited together with the network, so that nobody can lock somebody else out.
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "60/m/ip",
    "sign_in_here": "5/10m/key",
    "try_code": "60/m/ip",
    "admin_password": "20/m/ip,5/5m/key",
    "open_link": "60/m/ip",
}
DEMO_PEOPLE = "projects.sign_in.demo_people"

# ---- Sessions, cookies, addresses ----------------------------------------------------------------------------------

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_IDLE_SECONDS = 60 * env.int("SESSION_IDLE_MINUTES", default=120)  # 15 minutes would end a workshop
SESSION_LONGEST_SECONDS = 12 * 60 * 60
SESSION_SEEN_EVERY_SECONDS = 60
SESSION_COOKIE_AGE = 13 * 60 * 60  # outlives the session, so that the sign-in page can say why it ended
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-session" if IN_PRODUCTION else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if IN_PRODUCTION else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IN_PRODUCTION
CSRF_FAILURE_VIEW = "mobilisation.views.csrf_failure"
CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS] if IN_PRODUCTION else []
MESSAGE_STORAGE = "django.contrib.messages.storage.fallback.FallbackStorage"

SECURE_SSL_REDIRECT = IN_PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if IN_PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IN_PRODUCTION
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Django 6 knows this name; until then `mobilisation.middleware` reads it. Nothing is inline, so there are no nonces.
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}
PERMISSIONS_POLICY = [
    *("accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "geolocation", "gyroscope"),
    *("magnetometer", "microphone", "midi", "payment", "picture-in-picture", "publickey-credentials-get", "screen-wake-lock"),
    "usb",
]

# The number of proxies in front that set X-Forwarded-For and X-Forwarded-Proto, each overwriting what the browser sent.
PROXIES = env.int("PROXIES", default=0)
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000  # a RACI matrix of 40 by 30 is 1,200 selects, and what they were
DATA_UPLOAD_MAX_NUMBER_FILES = 10

# Views of packages, which cannot say themselves who may open them: a name, or the namespace of a group, and the reason.
THIRD_PARTY_VIEWS = {
    "admin:": "Django's admin: staff only, by password; looks at everything and changes only agencies, posts and persons' flags.",
}

# ---- Mail, logs ----------------------------------------------------------------------------------------------------

# On a demo or a developer's machine mail is printed, not sent.
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 5
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("MAIL_FROM", default="Mobilise <mobilise@localhost>")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "mobilisation.logs.JsonFormatter"}},
    "handlers": {"stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "json"}},
    "root": {"handlers": ["stdout"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.request": {"level": "ERROR"},  # refusals are in the line of each request already
        "django.security": {"level": "ERROR"},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
    },
}

# ---- Language, time, static files ----------------------------------------------------------------------------------

LANGUAGE_CODE = "en-au"
TIME_ZONE = "Australia/Sydney"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES = "whitenoise.storage.CompressedManifestStaticFilesStorage"
if MOBILISE_MODE == "development":
    STATICFILES, WHITENOISE_USE_FINDERS = "django.contrib.staticfiles.storage.StaticFilesStorage", True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": STATICFILES},
}
