"""The `work` child and `wellkept worker`: everything that nobody waits for on a page."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable

from django.db import DatabaseError, close_old_connections, connection

from wellkept.kernel import clock

log = logging.getLogger("wellkept.work")

BUSY_SECONDS = 0.001
IDLE_SECONDS = 0.15


def run(ready: Callable[[], None]) -> None:
    """Works until TERM. Each loop has a thread and a database connection of its own."""
    from wellkept.channels.delivery import deliver_due
    from wellkept.channels.email.fetching import ImapKeeper
    from wellkept.channels.email.processing import process_waiting
    from wellkept.kernel import tasks

    def mail_in() -> int:
        return process_waiting(limit=50, at=clock.now())

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    tasks.schedule_recurring(at=clock.now())
    connection.close()
    loops = [
        threading.Thread(target=_loop, args=(stop, name, step), name=name)
        for name, step in (
            ("mail in", mail_in),
            ("mail out", lambda: deliver_due(limit=5, at=clock.now())),
            ("mail out 2", lambda: deliver_due(limit=5, at=clock.now())),
            ("tasks", lambda: tasks.run_due(limit=20, at=clock.now())),
        )
    ]
    if (
        connection.vendor == "postgresql"
    ):  # which writes for several at once; SQLite would only make them queue
        loops.append(threading.Thread(target=_loop, args=(stop, "mail in 2", mail_in), name="mail in 2"))
    keeper = ImapKeeper()
    for thread in loops:
        thread.start()
    keeper.start()
    ready()
    while not stop.wait(1):
        pass
    keeper.stop()
    for thread in loops:
        thread.join(timeout=8)


def _loop(stop: threading.Event, name: str, step: Callable[[], int]) -> None:
    """Calls `step` until told to stop: again at once while it finds work, else after a short rest."""
    while not stop.is_set():
        try:
            done = step()
        except DatabaseError:
            log.exception("%s: the database did not answer; trying again", name)
            close_old_connections()
            done = 0
            stop.wait(1)
        except Exception:  # one bad item must not end the loop
            log.exception("%s stumbled", name)
            done = 0
            stop.wait(1)
        stop.wait(BUSY_SECONDS if done else IDLE_SECONDS)
    connection.close()
