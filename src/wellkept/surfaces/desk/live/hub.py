"""Hands each new event to the streams whose agent may know of it."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import DatabaseError, close_old_connections

from . import log
from .log import Entry, Viewer

logger = logging.getLogger("wellkept.live")

POLL_SECONDS = 0.1
CHECK_SECONDS = 5.0
QUEUE = 1000
ACCESS_KINDS = ("agent.", "team.", "inbox.")

T = TypeVar("T")


class Stream:
    """One open browser. `queue` gets ready-made frames; None ends it."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self.queue: asyncio.Queue[bytes | None] = asyncio.Queue(QUEUE)

    def put(self, frame: bytes | None) -> None:
        """Adds a frame; a browser that does not read fast enough is let go and resumes by itself."""
        try:
            self.queue.put_nowait(frame)
        except asyncio.QueueFull:
            self.end()

    def end(self) -> None:
        while not self.queue.empty():
            self.queue.get_nowait()
        self.queue.put_nowait(None)


class Hub:
    """All streams of this process and the one reader of the log."""

    def __init__(self) -> None:
        self.streams: set[Stream] = set()
        self.closing = False
        self._last = 0
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="live")
        self._started: asyncio.Future[None] | None = None
        self._task: asyncio.Task[None] | None = None

    async def read(self, function: Callable[..., T], *arguments: object) -> T:
        """Runs a database read in the hub's own thread, with its own lasting connection."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, _guarded, function, arguments)

    async def join(self, stream: Stream) -> int:
        """Adds a stream and returns the id from which on it hears of everything."""
        if self._started is None:  # set before anything is awaited: of many first browsers only one starts it
            self._started = asyncio.ensure_future(self._start())
        await asyncio.shield(self._started)
        self.streams.add(stream)
        return self._last

    async def _start(self) -> None:
        self._last = await self.read(log.newest_id)
        self._task = asyncio.create_task(self._run())

    def leave(self, stream: Stream) -> None:
        self.streams.discard(stream)

    def close(self) -> None:
        """Ends every stream: without it an open browser would hold up the shutdown."""
        self.closing = True
        for stream in list(self.streams):
            stream.end()
        if self._task:
            self._task.cancel()

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        checked = loop.time()
        while not self.closing:
            await asyncio.sleep(POLL_SECONDS)
            try:
                entries = await self.read(log.entries_after, self._last)
                if any(entry.kind.startswith(ACCESS_KINDS) for entry in entries) or (
                    loop.time() - checked > CHECK_SECONDS
                ):
                    await self._recheck()
                    checked = loop.time()
            except DatabaseError:
                logger.exception("the live stream could not read the log; trying again")
                await asyncio.sleep(1)
                continue
            self._hand_out(entries)

    def _hand_out(self, entries: list[Entry]) -> None:
        for entry in entries:
            self._last = entry.id
            if entry.conversation_id is None:
                continue
            frame = frame_of(entry)
            for stream in self.streams:
                if may_know(stream.viewer, entry):
                    stream.put(frame)

    async def _recheck(self) -> None:
        """Who was signed out, or lost a right, since the last look."""
        if not self.streams:
            return
        valid = await self.read(log.still_valid, [stream.viewer.session_key for stream in self.streams])
        access = await self.read(log.accesses, [stream.viewer.agent_id for stream in self.streams])
        for stream in list(self.streams):
            viewer = stream.viewer
            if viewer.session_key not in valid or viewer.agent_id not in access:
                stream.end()
            elif access[viewer.agent_id] != viewer.access:
                stream.viewer = Viewer(viewer.session_key, viewer.agent_id, access[viewer.agent_id])
                stream.put(b"event: access\ndata: {}\n\n")


def may_know(viewer: Viewer, entry: Entry) -> bool:
    """Whether this agent may learn of this event: the permission check of the stream."""
    return viewer.access.sees_inbox(entry.inbox_id) or viewer.access.sees_inbox(entry.previous_inbox_id)


def frame_of(entry: Entry) -> bytes:
    """The event as one server-sent event."""
    data = {
        "id": entry.conversation_id,
        "kind": entry.kind,
        "inbox_id": entry.inbox_id,
        "by": [entry.actor_kind, entry.actor_id],
        "at": entry.at.isoformat(),
    }
    return (
        f"id: {entry.id}\nevent: conversation\ndata: {json.dumps(data, separators=(',', ':'))}\n\n".encode()
    )


def _guarded(function: Callable[..., T], arguments: tuple[object, ...]) -> T:
    try:
        return function(*arguments)
    except DatabaseError:
        close_old_connections()
        raise


hub = Hub()
