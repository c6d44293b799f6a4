"""Pages, as WSGI. The server runs this in a fixed pool of threads (project/asgi.py)."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wellkept.project.settings")

application = get_wsgi_application()
