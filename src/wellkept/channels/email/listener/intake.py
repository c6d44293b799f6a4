"""The one thread that writes what arrives: it takes whatever waits and stores it in one commit.

A commit that is really on the disk costs the same for one mail as for fifty, so under load the waiting mails share
it, and a single mail never waits for company.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db import Error as DatabaseTrouble
from django.db import connection

from wellkept.channels.email.addresses import Addresses
from wellkept.channels.email.operations import Mail

log = logging.getLogger("wellkept.mail.in")

TOGETHER = 64
TOGETHER_BYTES = 16 * 1024 * 1024
REFRESH_SECONDS = 3.0

_T = TypeVar("_T")


class NotStored(Exception):
    """The mail is not safe: its sender must keep it and try again."""


@dataclass(frozen=True)
class _Waiting:
    mail: Mail
    answer: asyncio.Future[str]


class Intake:
    """`await put(mail)` comes back when the mail is durable, with the name it is known by.

    `store` writes all mails it is given, or none, and returns a name for each; `read` asks whose mail is ours.
    Both run in this thread, on its own database connection.
    """

    def __init__(
        self, *, store: Callable[[Sequence[Mail]], Sequence[str]], read: Callable[[], Addresses]
    ) -> None:
        self._store = store
        self._read = read
        self._queue: queue.SimpleQueue[_Waiting | asyncio.Future[Addresses] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._addresses: Addresses | None = None
        self._read_at = float("-inf")

    def start(self) -> None:
        """Begins to work. Belongs after the fork: threads do not survive one."""
        self._thread = threading.Thread(target=self._run, name="mail intake", daemon=True)
        self._thread.start()

    async def stop(self) -> None:
        """Stores what waits, then ends."""
        if self._thread is not None:
            self._queue.put(None)
            await asyncio.to_thread(self._thread.join, 10)

    async def put(self, mail: Mail) -> str:
        """Stores the mail. Raises NotStored."""
        answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._queue.put(_Waiting(mail, answer))
        return await answer

    async def addresses(self, *, fresh: bool = False) -> Addresses:
        """Whose mail is ours, at most a few seconds old; `fresh` asks again, though not twice in a second.

        Raises NotStored when the database does not answer.
        """
        known, age = self._addresses, time.monotonic() - self._read_at
        if known is not None and age < (1.0 if fresh else REFRESH_SECONDS):
            return known
        answer: asyncio.Future[Addresses] = asyncio.get_running_loop().create_future()
        self._queue.put(answer)
        return await answer

    def _run(self) -> None:
        ends = False
        while not ends:
            first = self._queue.get()
            batch: list[_Waiting] = []
            asked: list[asyncio.Future[Addresses]] = []
            size = 0
            while True:
                if first is None:
                    ends = True
                elif isinstance(first, _Waiting):
                    batch.append(first)
                    size += len(first.mail.raw)
                else:
                    asked.append(first)
                if ends or len(batch) >= TOGETHER or size >= TOGETHER_BYTES:
                    break
                try:
                    first = self._queue.get_nowait()
                except queue.Empty:
                    break
            if asked:
                self._look_up(asked)
            if batch:
                self._write(batch)
        connection.close()

    def _look_up(self, asked: list[asyncio.Future[Addresses]]) -> None:
        try:
            addresses = self._with_one_more_try(self._read)
        except Exception:
            log.exception("could not read the addresses of the inboxes")
            for answer in asked:
                _resolve(answer, NotStored("The addresses cannot be read just now."))
            return
        self._addresses, self._read_at = addresses, time.monotonic()
        for answer in asked:
            _resolve(answer, addresses)

    def _write(self, batch: list[_Waiting]) -> None:
        mails = [waiting.mail for waiting in batch]
        try:
            names = self._with_one_more_try(lambda: self._store(mails))
        except Exception as error:
            if len(batch) > 1 and not isinstance(error, DatabaseTrouble | OSError):
                for waiting in batch:  # one of them cannot be stored: the others must not suffer for it
                    self._write([waiting])
                return
            log.exception("could not store %d mails; their senders were told to try again", len(batch))
            for waiting in batch:
                _resolve(waiting.answer, NotStored(str(error)))
            return
        for waiting, name in zip(batch, names, strict=True):
            _resolve(waiting.answer, name)

    def _with_one_more_try(self, work: Callable[[], _T]) -> _T:
        """A database that was restarted leaves a dead connection behind: one fresh one is worth a try."""
        try:
            return work()
        except DatabaseTrouble:
            if connection.connection is not None and connection.is_usable():
                raise
            connection.close()
            return work()


def _resolve(answer: asyncio.Future[_T], outcome: _T | NotStored) -> None:
    def tell() -> None:
        if answer.done():
            return  # its client has gone; the mail stays stored, and a repeat is recognised
        if isinstance(outcome, NotStored):
            answer.set_exception(outcome)
        else:
            answer.set_result(outcome)

    with contextlib.suppress(RuntimeError):  # the loop has ended while we wrote
        answer.get_loop().call_soon_threadsafe(tell)
