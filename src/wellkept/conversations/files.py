"""Where attachments lie: under random names, outside anything a server would run."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

from wellkept.kernel.ids import random_key


@dataclass(frozen=True, slots=True)
class Stored:
    storage_key: str
    size: int
    sha256: str


def store(data: bytes) -> Stored:
    """Writes the bytes under a fresh random name and returns where they lie."""
    name = random_key()
    key = default_storage.save(f"attachments/{name[:2]}/{name}", ContentFile(data))
    return Stored(storage_key=key, size=len(data), sha256=hashlib.sha256(data).hexdigest())


def open_stored(storage_key: str) -> File[bytes]:
    """The bytes again, as an open file. Raises FileNotFoundError."""
    return default_storage.open(storage_key, "rb")


def forget(storage_key: str) -> None:
    """Removes the bytes; quietly when they are gone already."""
    default_storage.delete(storage_key)
