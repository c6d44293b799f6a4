"""A private Dovecot for the tests that fetch mail from a real IMAP server: `with server() as mailbox`.

`python -m scripts.dovecot` finds Dovecot, or installs it (as root on Debian), and prints where it is.
"""

from __future__ import annotations

import getpass
import imaplib
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from . import programs

NAMES = ("dovecot", "/usr/sbin/dovecot", "/usr/local/sbin/dovecot", "/opt/homebrew/sbin/dovecot")
MISSING = (
    "No Dovecot found: on Debian and Ubuntu, apt-get install dovecot-imapd; on a Mac, brew install dovecot."
)


class NoDovecot(Exception):
    """No Dovecot on this machine, or it did not start. Says what to do."""


@dataclass(frozen=True)
class Mailbox:
    """An empty mailbox to sign in to. Plain IMAP on this machine; any user name makes a mailbox of its own."""

    host: str
    port: int
    user: str
    password: str


def find() -> str | None:
    """The path of a Dovecot that starts, or None."""
    return programs.first_that_runs(NAMES)


def ensure() -> str | None:
    """As `find`, but tries to install it first where there is none."""
    found = find()
    if found is None and programs.apt_install("dovecot-imapd"):
        found = find()
    return found


@contextmanager
def server(user: str = "dana@customer.example") -> Iterator[Mailbox]:
    """Runs until the block ends and keeps nothing. Raises NoDovecot."""
    path = find()
    if path is None:
        raise NoDovecot(MISSING)
    folder = Path(tempfile.mkdtemp(prefix="wkim-"))
    mailbox = Mailbox(host="127.0.0.1", port=_free_port(), user=user, password="throwaway")  # noqa: S106  opens a throwaway mailbox
    try:
        configuration = folder / "dovecot.conf"
        configuration.write_text(_configuration(folder, mailbox, _version(path)), encoding="utf-8")
        log = folder / "log"
        process = subprocess.Popen(
            [path, "-F", "-c", configuration],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait(process, mailbox, log)
            yield mailbox
        finally:
            process.terminate()
            process.wait(timeout=20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(process: subprocess.Popen[bytes], mailbox: Mailbox, log: Path) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with imaplib.IMAP4(mailbox.host, mailbox.port, timeout=5) as client:
                client.login(mailbox.user, mailbox.password)
                return
        except (OSError, imaplib.IMAP4.error):
            time.sleep(0.1)
    said = log.read_text(errors="replace")[-2000:] if log.exists() else "nothing in its log"
    raise NoDovecot(f"Dovecot did not start: {said}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _version(path: str) -> tuple[int, int]:
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    found = re.match(r"(\d+)\.(\d+)", said)
    return (int(found[1]), int(found[2])) if found else (2, 3)


def _configuration(folder: Path, mailbox: Mailbox, version: tuple[int, int]) -> str:
    """Dovecot 2.4 renamed a third of its settings and wants to be told which version it is spoken to in."""
    root = os.geteuid() == 0
    owner = "nobody" if root else getpass.getuser()
    # As root the sign-in runs as Dovecot's own users; otherwise everything is us, and nothing may change its root.
    ours = {"internal_user": owner, "internal_group": _group(owner), "login_user": owner}
    users = "" if root else "".join(f"default_{name} = {value}\n" for name, value in ours.items())
    chroot = "" if root else "chroot =\n"
    mail = folder / "mail"
    mail.mkdir()
    if root:
        folder.chmod(0o755)
        shutil.chown(mail, owner)
    common = f"""
base_dir = {folder}/run
log_path = {folder}/log
protocols = imap
ssl = no
listen = {mailbox.host}
mail_fsync = never
{users}
service imap-login {{
  {chroot}
  inet_listener imap {{
    port = {mailbox.port}
  }}
}}
service anvil {{
  {chroot}
}}
"""
    if version < (2, 4):
        return f"""{common}
disable_plaintext_auth = no
mail_location = maildir:{mail}/%u
first_valid_uid = 1
passdb {{
  driver = static
  args = password={{PLAIN}}{mailbox.password}
}}
userdb {{
  driver = static
  args = uid={owner} gid={_group(owner)} home={mail}/%u
}}
"""
    return f"""dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
{common}
auth_allow_cleartext = yes
mail_driver = maildir
mail_path = {mail}/%{{user}}
first_valid_uid = 1
passdb static {{
  password = {{PLAIN}}{mailbox.password}
}}
userdb static {{
  fields {{
    uid = {owner}
    gid = {_group(owner)}
    home = {mail}/%{{user}}
  }}
}}
"""


def _group(user: str) -> str:
    return subprocess.run(["id", "-gn", user], capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    dovecot = ensure()
    print(dovecot or MISSING)
    sys.exit(dovecot is None)
