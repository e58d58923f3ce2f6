"""The entry for the application server."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mobilisation.settings")
django.setup(set_prefix=False)

from mobilisation.handler import Handler  # noqa: E402  needs the apps set up
from mobilisation.start import why_not_start  # noqa: E402  as above

application = Handler()

if reason := why_not_start():
    sys.exit(reason)
