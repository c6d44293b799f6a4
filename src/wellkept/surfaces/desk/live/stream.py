"""`GET /live`: the ASGI end of the stream. Never touches Django's request cycle."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any

from wellkept.kernel.text import whole

from . import log
from .hub import Hub, Stream, frame_of, hub, may_know
from .log import Viewer

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

BEAT_SECONDS = 15
REPLAY_LIMIT = 2000
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-cache, no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


async def live(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers 401 without a session, 403 to another site, else streams until either side leaves."""
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    if headers.get(b"sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        await _refuse(send, 403)
        return
    viewer = await hub.read(log.viewer_of, _session_key(headers.get(b"cookie", "")))
    if viewer is None or hub.closing:
        await _refuse(send, 401 if viewer is None else 503)
        return
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await _stream(hub, viewer, headers.get(b"last-event-id", ""), receive, send)


async def _stream(hub: Hub, viewer: Viewer, last_seen: str, receive: Receive, send: Send) -> None:
    stream = Stream(viewer)
    start = await hub.join(stream)
    gone = asyncio.create_task(_disconnected(receive))
    gone.add_done_callback(lambda _: stream.end())
    try:
        await _write(send, f"retry: 2000\nid: {start}\nevent: hello\ndata: {{}}\n\n".encode())
        seen = whole(last_seen)
        if seen is not None:
            await _replay(hub, viewer, seen, start, send)
        while (frames := await _next(stream)) is not None:
            await _write(send, frames)
    finally:
        hub.leave(stream)
        gone.cancel()
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _next(stream: Stream) -> bytes | None:
    """All frames that wait, together; a sign of life when there are none for a while; None at the end."""
    try:
        async with asyncio.timeout(BEAT_SECONDS):
            frame = await stream.queue.get()
    except TimeoutError:
        return b": still here\n\n"
    frames = []
    while frame is not None:
        frames.append(frame)
        if stream.queue.empty():
            return b"".join(frames)
        frame = stream.queue.get_nowait()
    return None


async def _replay(hub: Hub, viewer: Viewer, after: int, until: int, send: Send) -> None:
    """What happened while the browser was away. After a long absence it is told to load the page anew."""
    if until - after > REPLAY_LIMIT or after > until:
        await _write(send, b"event: reload\ndata: {}\n\n")
        return
    while after < until:
        entries = await hub.read(log.entries_after, after)
        if not entries:
            return
        for entry in entries:
            after = entry.id
            if entry.id <= until and entry.conversation_id is not None and may_know(viewer, entry):
                await _write(send, frame_of(entry))


async def _write(send: Send, frame: bytes) -> None:
    await send({"type": "http.response.body", "body": frame, "more_body": True})


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _refuse(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


def _session_key(cookie: str) -> str:
    try:
        morsel = SimpleCookie(cookie).get(log.cookie_name())
    except CookieError:
        return ""
    return morsel.value if morsel else ""
