"""Finding a program, and installing it from Debian's packages where we may."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path


def first_that_runs(names: Iterable[str], *, version_flag: str = "--version") -> str | None:
    """The first of these names or paths that starts. A name that only tells how to install the thing does not count."""
    for name in names:
        path = shutil.which(name)
        if path and _runs([path, version_flag]):
            return path
    return None


def _runs(command: list[str]) -> bool:
    try:
        return (
            subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=30).returncode == 0
        )
    except (OSError, subprocess.TimeoutExpired):
        return False


def apt_install(*packages: str) -> bool:
    """Whether Debian's packages were installed. Only root on Debian tries: Ubuntu's chromium is a pointer to a shop."""
    if os.geteuid() != 0 or not shutil.which("apt-get") or not _is_debian():
        return False
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-qq", "-y", "--no-install-recommends", *packages],
    ):
        result = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if result.returncode:
            print(result.stderr.strip() or result.stdout.strip(), flush=True)
            return False
    return True


def _is_debian() -> bool:
    try:
        lines = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    return "ID=debian" in lines
