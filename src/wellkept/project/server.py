"""`wellkept serve`: one supervisor, two children that share its memory.

The supervisor loads the code, opens the listening sockets and forks. `web` answers pages, streams and incoming mail
connections; `work` processes mail, sends, fetches and runs tasks. A child that dies is started again; when the
supervisor dies, the children notice and stop. See docs/decisions/0002-one-process-tree.md.
"""

from __future__ import annotations

import contextlib
import gc
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

STOP_SECONDS = 10.0
READY_SECONDS = 30.0


@dataclass(frozen=True)
class Sockets:
    """Listening sockets, opened before the fork so that a taken port is said at once."""

    http: socket.socket
    smtp: socket.socket | None = None
    lmtp: socket.socket | None = None


@dataclass
class Child:
    """One forked process and how to start it again."""

    name: str
    run: Callable[[Callable[[], None]], None]
    pid: int = 0
    started: float = 0.0
    ready: int = -1


@dataclass
class Supervisor:
    """Starts the children, says when all answer, and keeps them running."""

    children: list[Child]
    on_ready: Callable[[], None]
    stopping: bool = field(default=False, init=False)

    def run(self) -> int:
        """Blocks until TERM or INT; returns the exit code."""
        gc.collect()
        gc.freeze()  # what is loaded now stays shared between the children
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        for child in self.children:
            self._start(child)
        if not self._all_ready():
            self._end_children()
            return 1
        self.on_ready()
        while not self.stopping:
            self._reap()
        self._end_children()
        return 0

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _start(self, child: Child) -> None:
        reader, writer = os.pipe()
        child.started = time.monotonic()
        parent = os.getpid()
        child.pid = os.fork()
        if child.pid:
            os.close(writer)
            child.ready = reader
            return
        os.close(reader)
        code = 1
        try:
            _follow(parent)
            child.run(lambda: _say_ready(writer))
            code = 0
        except KeyboardInterrupt:
            code = 0
        except BaseException:
            import traceback

            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def _all_ready(self) -> bool:
        deadline = time.monotonic() + READY_SECONDS
        for child in self.children:
            while not self.stopping:
                left = deadline - time.monotonic()
                if left <= 0:
                    print(
                        f"{child.name} did not come up within {READY_SECONDS:.0f} seconds.", file=sys.stderr
                    )
                    return False
                with contextlib.suppress(InterruptedError):
                    if select.select([child.ready], [], [], min(left, 0.5))[0]:
                        if os.read(child.ready, 1) != b"!":
                            print(f"{child.name} stopped while starting; see above.", file=sys.stderr)
                            return False
                        break
            os.close(child.ready)
        return not self.stopping

    def _reap(self) -> None:
        with contextlib.suppress(ChildProcessError):
            pid, status = os.waitpid(-1, os.WNOHANG)
            for child in self.children:
                if pid and child.pid == pid and not self.stopping:
                    print(
                        f"{child.name} stopped ({os.waitstatus_to_exitcode(status)}); starting it again.",
                        file=sys.stderr,
                    )
                    time.sleep(max(0.0, 1.0 - (time.monotonic() - child.started)))
                    self._start(child)
                    os.close(child.ready)
        time.sleep(0.2)

    def _end_children(self) -> None:
        for child in self.children:
            _signal(child.pid, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        waiting = {child.pid for child in self.children if child.pid}
        while waiting and time.monotonic() < deadline:
            with contextlib.suppress(ChildProcessError):
                pid, _ = os.waitpid(-1, os.WNOHANG)
                waiting.discard(pid)
            time.sleep(0.05)
        for pid in waiting:
            _signal(pid, signal.SIGKILL)


def _signal(pid: int, number: int) -> None:
    if pid:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def _say_ready(writer: int) -> None:
    os.write(writer, b"!")
    os.close(writer)


def _follow(parent: int) -> None:
    """Stops this child when its supervisor is gone, however it went."""
    import threading

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    threading.Thread(target=watch, name="follow", daemon=True).start()


def listen(host: str, port: int, what: str) -> socket.socket:
    """An open listening socket. Stops the start with a sentence when the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
    except OSError as error:
        sys.exit(f"Cannot listen on {host}:{port} for {what}: {error.strerror}. Choose another port.")
    sock.listen(1024)
    sock.setblocking(False)
    sock.set_inheritable(True)
    return sock
