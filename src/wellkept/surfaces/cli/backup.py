"""`wellkept backup FILE`: database, files and key in one archive, taken while the desk runs."""

from __future__ import annotations

import argparse
import os
import sqlite3
import tarfile
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection

from wellkept.kernel.errors import Refused

PARTS = ("files", "outbox")


def run(options: argparse.Namespace) -> int:
    """Writes the archive beside its name first and renames it when it is whole."""
    if connection.vendor != "sqlite":
        raise Refused(
            "The database is PostgreSQL: back it up with pg_dump, and copy the files folder and secret.key "
            "after it (docs/guides/backup.md)."
        )
    target = Path(options.file).resolve()
    part = target.with_name(f"{target.name}.part")
    data = Path(settings.DATA)
    with tempfile.TemporaryDirectory(dir=data) as folder:
        copy = Path(folder) / "wellkept.sqlite3"
        copy_database(data / "wellkept.sqlite3", copy)
        # Files come after the database: a file that a copied row names was there before the row was.
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with (
            os.fdopen(handle, "wb") as raw,
            tarfile.open(fileobj=raw, mode="w:gz", compresslevel=3) as archive,
        ):
            archive.add(copy, "wellkept.sqlite3")
            archive.add(data / "secret.key", "secret.key") if (data / "secret.key").exists() else None
            for name in PARTS:
                if (data / name).exists():
                    archive.add(data / name, name)
            raw.flush()
            os.fsync(raw.fileno())
    part.rename(target)
    print(
        f"{target}: {target.stat().st_size / 1_048_576:.1f} MB. It holds the secret key: keep it as safe as the desk."
    )
    return 0


def copy_database(source: Path, target: Path) -> None:
    """A consistent copy through SQLite's own backup interface; writers go on meanwhile."""
    with sqlite3.connect(source) as reader, sqlite3.connect(target) as writer:
        reader.backup(writer, pages=2000)
    reader.close()
    writer.close()
