"""The entry for the application server."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mobilisation.settings")
application = get_wsgi_application()

from mobilisation.start import why_not_start  # noqa: E402  needs the application set up

if reason := why_not_start():
    sys.exit(reason)
