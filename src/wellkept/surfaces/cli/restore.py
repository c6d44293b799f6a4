"""`wellkept restore FILE`: a backup into an empty data folder, proven before it is said to be good."""

from __future__ import annotations

import argparse
import sys
import tarfile
from pathlib import Path

from django.conf import settings
from django.db import connection

from wellkept.kernel.errors import Refused


def run(options: argparse.Namespace) -> int:
    """Unpacks, then runs the doctor; its answer is the answer."""
    data = Path(settings.DATA)
    if (data / "wellkept.sqlite3").exists():
        raise Refused(f"{data} holds a desk already. Restore into an empty folder with --data DIR.")
    try:
        with tarfile.open(options.file, "r:gz") as archive:
            names = archive.getnames()
            if "wellkept.sqlite3" not in names:
                raise Refused(f"{options.file} is no backup of a desk: it holds no database.")
            archive.extractall(data, filter="data")
    except (OSError, tarfile.TarError) as error:
        raise Refused(f"{options.file} cannot be read: {error}.") from error
    connection.close()
    from wellkept.surfaces.cli.doctor import run as examine

    print(f"{len(names)} entries unpacked into {data}.", file=sys.stderr)
    return examine(options)
