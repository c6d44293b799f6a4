"""One process, two manners: streams are native async, pages run in a fixed pool of threads.

A page costs half the processor time this way (docs/decisions/0003-pages-in-threads.md), and each thread keeps its
database connection.
"""

from __future__ import annotations

import re

from a2wsgi import WSGIMiddleware
from django.conf import settings
from whitenoise import WhiteNoise

from wellkept.surfaces.desk.live.stream import Receive, Scope, Send, live

from .wsgi import application as pages_wsgi

_HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")


class Application:
    """The ASGI entrance."""

    def __init__(self) -> None:
        files = WhiteNoise(
            pages_wsgi, root=settings.STATIC_ROOT, prefix="static/", immutable_file_test=_is_hashed
        )
        self.pages = WSGIMiddleware(files, workers=settings.PAGE_THREADS)
        # Pictures from elsewhere wait for strangers' servers, which must not hold up anybody's page.
        self.waiting = WSGIMiddleware(files, workers=4)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        if scope["path"] == "/live":
            await live(scope, receive, send)
        elif scope["path"] == "/remote-picture":
            await self.waiting(scope, receive, send)  # type: ignore[arg-type]  # as below
        else:
            await self.pages(scope, receive, send)  # type: ignore[arg-type]  # a2wsgi has its own names for the same shapes


def _is_hashed(path: str, url: str) -> bool:
    """A name with its content's hash in it may be kept for ever."""
    return bool(_HASHED.search(url))
