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

from wellkept.kernel.text import whole

_NAME = re.compile(r"\d{8}-[0-9A-Za-z_-]{1,80}\.eml")
_HEADER_BYTES = 16 * 1024
PAGE = 50


class NotInOutbox(LookupError):
    """There is no such file."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One message in the outbox, as its headers tell. `cursor` is its place in the list."""

    name: str
    subject: str
    sender: str
    to: str
    message_id: str
    kept_at: datetime
    size: int
    cursor: str


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


def local_outbox(*, limit: int = PAGE, before: str = "") -> list[Kept]:
    """What lies there, the newest first; `before` is the `cursor` of the last one seen. Reads headers only.

    Raises NotInOutbox for a cursor that is none of ours.
    """
    folder = _folder()
    if not folder.is_dir():
        return []
    last = _place(before) if before else None
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if _NAME.fullmatch(entry.name):
                found.append((entry.stat().st_mtime_ns // 1000, entry.name, entry.stat().st_size))
    found.sort(reverse=True)
    older = [one for one in found if last is None or one[:2] < last]
    return [_look(folder / name, modified, size) for modified, name, size in older[:limit]]


def _place(cursor: str) -> tuple[int, str]:
    modified, _dash, name = cursor.partition("-")
    moment = whole(modified)
    if moment is None or not _NAME.fullmatch(name):
        raise NotInOutbox(cursor)
    return moment, name


def read_kept(name: str) -> bytes:
    """The whole message. Raises NotInOutbox, also for a name that is none of ours."""
    if not _NAME.fullmatch(name):
        raise NotInOutbox(name)
    try:
        return (_folder() / name).read_bytes()
    except OSError as error:
        raise NotInOutbox(name) from error


def _look(path: Path, modified_us: int, size: int) -> Kept:
    with path.open("rb") as file:
        headers = BytesHeaderParser(policy=email.policy.default).parsebytes(file.read(_HEADER_BYTES))
    return Kept(
        name=path.name,
        subject=str(headers.get("Subject", "")),
        sender=str(headers.get("From", "")),
        to=str(headers.get("To", "")),
        message_id=str(headers.get("Message-ID", "")).strip("<> "),
        kept_at=datetime.fromtimestamp(modified_us / 10**6, UTC),
        size=size,
        cursor=f"{modified_us}-{path.name}",
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
