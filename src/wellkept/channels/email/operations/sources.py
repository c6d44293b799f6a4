"""The bytes as they came: small ones compressed in their row, large ones in the file store."""

from __future__ import annotations

import hashlib
import zlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from wellkept.channels.email.models import RawSource
from wellkept.conversations.files import settle
from wellkept.kernel.ids import random_key

MOST_IN_ROW = 256 * 1024
QUICKLY_ABOVE = 256 * 1024  # pictures hardly shrink: do not spend a second on them


class SourceMissing(Exception):
    """The file of a large source is not in the file store."""


def keep(raw: bytes) -> RawSource:
    """A row not yet saved. A large source is in the file store, and on the disk, before this returns."""
    packed = zlib.compress(raw, 1 if len(raw) > QUICKLY_ABOVE else 6)
    source = RawSource(sha256=hashlib.sha256(raw).hexdigest(), size=len(raw))
    if len(packed) <= MOST_IN_ROW:
        source.content = packed
        return source
    name = random_key()
    source.storage_key = default_storage.save(f"raw/{name[:2]}/{name}", ContentFile(packed))
    settle(source.storage_key)
    return source


def forget(source: RawSource) -> None:
    """Takes the file away again when the row was not written."""
    if source.storage_key:
        default_storage.delete(source.storage_key)


def read_raw(raw_source: RawSource) -> bytes:
    """The bytes exactly as they came. Raises SourceMissing when a large source's file is gone."""
    if raw_source.content is not None:
        return zlib.decompress(bytes(raw_source.content))
    try:
        with default_storage.open(raw_source.storage_key, "rb") as file:
            return zlib.decompress(file.read())
    except FileNotFoundError as error:
        raise SourceMissing(
            _("The file %(name)s is gone. Restore it from a backup.") % {"name": raw_source.storage_key}
        ) from error
