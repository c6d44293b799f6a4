"""The local outbox: a folder for messages that have nowhere to go, because no outgoing server is set.

Each message is one whole file that any mail program opens; a half-written one never carries its final name.
"""

from __future__ import annotations

import email.policy
import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from pathlib import Path

from django.conf import settings

_NAME = re.compile(r"\d{8}-[0-9A-Za-z_-]{1,80}\.eml")
_HEADER_BYTES = 16 * 1024


class NotInOutbox(LookupError):
    """There is no such file."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One message in the outbox, as its headers tell."""

    name: str
    subject: str
    sender: str
    to: str
    message_id: str
    kept_at: datetime
    size: int


def keep(raw: bytes, *, name: str, at: datetime) -> Path:
    """Writes the message durably as `<date>-<name>.eml`; the same name again replaces the file."""
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{at:%Y%m%d}-{re.sub(r'[^0-9A-Za-z_-]', '', name)[:80] or 'mail'}.eml"
    unfinished = path.with_suffix(".tmp")
    with open(unfinished, "wb", opener=lambda file, flags: os.open(file, flags, 0o600)) as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    _sync(folder)
    return path


def local_outbox(*, limit: int = 200) -> list[Kept]:
    """What lies there, the newest first. Reads headers only."""
    folder = _folder()
    if not folder.is_dir():
        return []
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if _NAME.fullmatch(entry.name):
                found.append((entry.stat().st_mtime, entry.name, entry.stat().st_size))
    found.sort(reverse=True)
    return [_look(folder / name, modified, size) for modified, name, size in found[:limit]]


def read_kept(name: str) -> bytes:
    """The whole message. Raises NotInOutbox, also for a name that is none of ours."""
    if not _NAME.fullmatch(name):
        raise NotInOutbox(name)
    try:
        return (_folder() / name).read_bytes()
    except OSError as error:
        raise NotInOutbox(name) from error


def _look(path: Path, modified: float, size: int) -> Kept:
    with path.open("rb") as file:
        headers = BytesHeaderParser(policy=email.policy.default).parsebytes(file.read(_HEADER_BYTES))
    return Kept(
        name=path.name,
        subject=str(headers.get("Subject", "")),
        sender=str(headers.get("From", "")),
        to=str(headers.get("To", "")),
        message_id=str(headers.get("Message-ID", "")).strip("<> "),
        kept_at=datetime.fromtimestamp(modified, UTC),
        size=size,
    )


def _folder() -> Path:
    return Path(settings.DATA) / "outbox"


def _sync(folder: Path) -> None:
    """The new name itself is on the disk, too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
