"""Makes `.venv` and installs the locked packages into it: `setup.py run` or `setup.py dev`.

Does nothing, quickly, when `.venv/.stamp` says that the same locks are installed here already.
Runs on any Python from 3.11 with nothing but the standard library.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / ".stamp"
# The development lock contains every line of the running one (tests/test_house.py), so one install serves both.
LOCKS = {"run": "requirements.lock", "dev": "requirements-dev.lock"}


def main() -> None:
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    if wanted not in LOCKS:
        sys.exit("Say what to set up: setup.py run, or setup.py dev.")
    if is_ready(wanted):
        return
    started = time.monotonic()
    if not is_usable():
        say(f"Making .venv with Python {sys.version.split()[0]}")
        make_venv()
    say(f"Installing the packages of {LOCKS[wanted]}")
    STAMP.unlink(missing_ok=True)
    install("--require-hashes", "-r", LOCKS[wanted])
    install("--no-deps", "-e", ".")
    STAMP.write_text("\n".join(stamp_lines(wanted)) + "\n", encoding="utf-8")
    say(f"Set up in {time.monotonic() - started:.0f} s")


def is_ready(wanted: str) -> bool:
    """Whether the stamp tells of this very place and of the wanted lock (or of the larger one)."""
    try:
        lines = STAMP.read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    return PYTHON.exists() and lines in (stamp_lines(wanted), stamp_lines("dev"))


def stamp_lines(wanted: str) -> list[str]:
    """The place, because scripts in a moved environment name the old one; the lock; and what names our own command."""
    project = (ROOT / "pyproject.toml").read_bytes().partition(b"[tool.")[0]
    lock = (ROOT / LOCKS[wanted]).read_bytes()
    return [str(ROOT), f"project {_digest(project)}", f"{LOCKS[wanted]} {_digest(lock)}"]


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def is_usable() -> bool:
    """Whether `.venv` holds a Python that starts, is new enough and knows itself to live here."""
    code = "import sys; print(sys.prefix if sys.version_info >= (3, 11) else '')"
    try:
        result = subprocess.run([PYTHON, "-c", code], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    script = VENV / "bin" / "activate"
    return (
        result.stdout.strip() == str(VENV)
        and script.exists()
        and str(VENV) in script.read_text(encoding="utf-8")
    )


def make_venv() -> None:
    base = getattr(sys, "_base_executable", None) or sys.executable
    shutil.rmtree(VENV, ignore_errors=True)
    uv = shutil.which("uv")
    if uv:
        run(uv, "venv", "--quiet", "--python", base, str(VENV))
        return
    if importlib.util.find_spec("ensurepip") is None:
        install_debian_venv()
    run(base, "-m", "venv", str(VENV))


def install_debian_venv() -> None:
    """Debian and Ubuntu keep the part of Python that makes environments in a package of its own."""
    package = f"python3.{sys.version_info.minor}-venv"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.exit(
            f"This Python cannot make virtual environments. Install what is missing with: "
            f"sudo apt-get install {package} (or install uv), then run this again."
        )
    say(f"Installing {package}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run("apt-get", "update", "-qq", env=quiet)
    run(
        "apt-get",
        "install",
        "-qq",
        "-y",
        "--no-install-recommends",
        package,
        env=quiet,
        stdout=subprocess.DEVNULL,
    )


def install(*arguments: str) -> None:
    """Through uv where it is on the PATH, else through pip; through pip as well where uv reaches no index."""
    uv = shutil.which("uv")
    if uv:
        command = [uv, "pip", "install", "--quiet", "--python", str(PYTHON), *arguments]
        if subprocess.run(command, cwd=ROOT).returncode == 0:
            return
        say("uv could not do it; trying pip")
        run(PYTHON, "-m", "ensurepip", "--upgrade", stdout=subprocess.DEVNULL)
    run(PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input", *arguments)


def run(*command: str | Path, env: dict[str, str] | None = None, stdout: int | None = None) -> None:
    result = subprocess.run(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=stdout)
    if result.returncode:
        sys.exit(f"Set-up stopped: {' '.join(map(str, command))} failed. Its own words are above.")


def say(sentence: str) -> None:
    print(sentence, flush=True)


if __name__ == "__main__":
    main()
