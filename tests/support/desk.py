"""A desk as people run it: `wellkept serve` in processes of its own, on free ports, with a throwaway data folder."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

WELLKEPT = str(Path(sys.executable).with_name("wellkept"))
START_SECONDS = 60
STOP_SECONDS = 20


@dataclass(frozen=True)
class Desk:
    """A running desk. `url` ends without a slash; `said` is what it printed up to its line `ready`."""

    url: str
    smtp_port: int
    data: Path
    environment: dict[str, str]
    said: str

    def command(self, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """`wellkept …` against the same data, as someone in the next terminal would type it."""
        return run_wellkept(*arguments, environment=self.environment, stdin=stdin)


def run_wellkept(
    *arguments: str, environment: dict[str, str], stdin: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [WELLKEPT, *arguments], input=stdin, capture_output=True, env=environment, timeout=120
    )


def environment_for(data: Path, *, database_url: str = "", **settings: str) -> dict[str, str]:
    """A clean environment: nothing of the tests' own settings reaches the product."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    database = {"DATABASE_URL": database_url} if database_url else {}
    return {**kept, **database, "WELLKEPT_DATA": str(data), **settings}


@contextmanager
def running_desk(data: Path, *arguments: str, database_url: str = "", **settings: str) -> Iterator[Desk]:
    """Serves until the block ends, then asks it to stop and insists that it does so in order.

    `arguments` go to `wellkept serve`; `settings` are `WELLKEPT_…` names and their values.
    """
    data.mkdir(parents=True, exist_ok=True)
    port, smtp_port = free_port(), free_port()
    environment = environment_for(data, database_url=database_url, **settings)
    command = [WELLKEPT, "serve", "--port", str(port), "--smtp-port", str(smtp_port), *arguments]
    # Into files: a pipe that nobody reads would stop the desk once it is full.
    out, err = data.with_name(f"{data.name}.out"), data.with_name(f"{data.name}.err")
    with out.open("wb") as stdout, err.open("wb") as stderr:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            env=environment,
            start_new_session=True,
        )
    try:
        said = _until_ready(process, out, err)
        yield Desk(f"http://127.0.0.1:{port}", smtp_port, data, environment, said)
    finally:
        process.terminate()
        code: int | None = None
        try:
            code = process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.wait()
    assert code == 0, f"the desk did not stop in order (exit {code}): {_tail(err)}"


@contextmanager
def fresh_database(postgres_url: str) -> Iterator[str]:
    """A new, empty database on this PostgreSQL; dropped afterwards, whoever is still connected."""
    import psycopg

    name = f"desk_{uuid4().hex[:12]}"
    with psycopg.connect(
        postgres_url.replace("postgres://", "postgresql://", 1), autocommit=True
    ) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlunsplit(urlsplit(postgres_url)._replace(path=f"/{name}"))
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _until_ready(process: subprocess.Popen[bytes], out: Path, err: Path) -> str:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        said = out.read_text(encoding="utf-8")
        if any(line.startswith("ready ") for line in said.splitlines()):
            return said
        if process.poll() is not None:
            break
        time.sleep(0.02)
    raise AssertionError(f"the desk did not start: {_tail(out)} {_tail(err)}")


def _tail(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")[-3000:]


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
