"""The real settings, and what differs in tests. DATABASE_URL picks the database; without it, SQLite."""

import shutil
import tempfile
from atexit import register
from pathlib import Path

from mobilisation.settings import *

DEBUG = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True  # looks for a file when asked, so that a new client scans nothing

# SQLite in a file, because threads and a live server share it, and a file for each run, because runs go side by side.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    folder = tempfile.mkdtemp(prefix="mobilise-tests-")
    register(shutil.rmtree, folder, ignore_errors=True)
    DATABASES["default"]["NAME"] = str(Path(folder) / "unused.sqlite3")
    DATABASES["default"]["TEST"] = {"NAME": str(Path(folder) / "tests.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
