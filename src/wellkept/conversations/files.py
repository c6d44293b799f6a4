"""Where attachments lie: under random names, outside anything a server would run."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, default_storage

from wellkept.kernel.ids import random_key


@dataclass(frozen=True, slots=True)
class Stored:
    storage_key: str
    size: int
    sha256: str


def store(data: bytes) -> Stored:
    """Writes the bytes under a fresh random name and returns where they lie. They are on the disk by then."""
    name = random_key()
    key = default_storage.save(f"attachments/{name[:2]}/{name}", ContentFile(data))
    settle(key)
    return Stored(storage_key=key, size=len(data), sha256=hashlib.sha256(data).hexdigest())


def settle(storage_key: str) -> None:
    """Waits until the file and the names that lead to it are on the disk: a row must never outlive its file.

    Does nothing for a store on another machine, which answers for itself.
    """
    if not isinstance(default_storage, FileSystemStorage):
        return
    file = default_storage.path(storage_key)
    folder = os.path.dirname(file)
    for path in (file, folder, os.path.dirname(folder)):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def open_stored(storage_key: str) -> File[bytes]:
    """The bytes again, as an open file. Raises FileNotFoundError."""
    return default_storage.open(storage_key, "rb")


def forget(storage_key: str) -> None:
    """Removes the bytes; quietly when they are gone already."""
    default_storage.delete(storage_key)
