"""The desk under measurement: a real `wellkept serve`, in processes of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import TracebackType

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from wellkept.accounts.models import Agent
from wellkept.accounts.web.sessions import SessionStore


class Served:
    """Starts the server on entry, stops it on exit."""

    def __init__(self) -> None:
        self.port = _free_port()
        self.smtp_port = _free_port()

    def __enter__(self) -> Served:
        environment = {**os.environ, "WELLKEPT_BENCH": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "wellkept", "serve", "--data", str(settings.DATA),
             "--port", str(self.port), "--smtp-port", str(self.smtp_port)],
            env=environment, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.process.stdout
        for line in self.process.stdout:
            if line.startswith("ready "):
                return self
        raise SystemExit("The desk did not start; see above.")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)

    def cookie(self, agent: Agent) -> str:
        """A signed-in browser's cookie."""
        session = SessionStore()
        session[SESSION_KEY] = str(agent.pk)
        session[BACKEND_SESSION_KEY] = "wellkept.accounts.web.backend.PasswordBackend"
        session[HASH_SESSION_KEY] = agent.get_session_auth_hash()
        session.create()
        return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"

    def memory_mb(self) -> float | None:
        """PSS of all processes together, None where the system does not say."""
        total = 0
        for pid in _family(self.process.pid):
            try:
                text = Path(f"/proc/{pid}/smaps_rollup").read_text()
            except OSError:
                return None
            total += next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
        return total / 1024


def _family(pid: int) -> list[int]:
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += _family(int(child))
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
