"""The `web` child: pages, live streams, and the mail listeners, on one event loop."""

from __future__ import annotations

import socket
from collections.abc import Callable
from types import FrameType

import uvicorn

from wellkept.channels.email.listener import Listener
from wellkept.surfaces.desk.live.hub import hub

from .asgi import Application
from .server import Sockets


def run(opened: Sockets, ready: Callable[[], None]) -> None:
    """Answers until told to stop. Calls `ready` when every socket is being answered."""
    config = uvicorn.Config(
        Application(),
        http="httptools",
        loop="uvloop",
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=65,
        timeout_graceful_shutdown=3,
        backlog=1024,
    )
    WebServer(config, opened, ready).run(sockets=[opened.http])


class WebServer(uvicorn.Server):
    """Uvicorn that starts the mail listeners beside it and lets go of open streams when it stops."""

    def __init__(self, config: uvicorn.Config, opened: Sockets, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self.opened, self.ready = opened, ready
        self.listeners: list[Listener] = []

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        for opened, is_lmtp in ((self.opened.smtp, False), (self.opened.lmtp, True)):
            if opened is not None:
                listener = Listener(lmtp=is_lmtp)
                await listener.start(sock=opened)
                self.listeners.append(listener)
        self.ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        hub.close()
        super().handle_exit(sig, frame)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        hub.close()
        for listener in self.listeners:
            await listener.stop()
        await super().shutdown(sockets=sockets)
