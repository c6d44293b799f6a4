"""Which surface answers which address."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("wellkept.surfaces.look.urls")),
    path("", include("wellkept.accounts.web.urls")),
    path("console/", include("wellkept.surfaces.console.urls")),
    path("", include("wellkept.surfaces.portal.urls")),
    path("hooks/mail/", include("wellkept.channels.email.web.urls")),
    path("", include("wellkept.surfaces.desk.urls")),
]

if settings.IS_BENCH:  # the yardstick of `wellkept bench`, there only while it runs
    from wellkept.surfaces.cli.bench.bare import bare

    urlpatterns.insert(0, path("bench/bare", bare))

handler403 = "wellkept.surfaces.look.views.no_permission"
handler404 = "wellkept.surfaces.look.views.not_found"
handler500 = "wellkept.surfaces.look.views.broken"
