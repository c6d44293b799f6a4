"""What must be true before anything is served: tables, static files, a workspace."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import shutil
import sys
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from wellkept import __version__


def prepare() -> None:
    """Safe to repeat; quick when there is nothing to do."""
    _migrate()
    from wellkept.accounts.queries import workspace

    workspace()


def _migrate() -> None:
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("Preparing the database …", file=sys.stderr, flush=True)
        call_command("migrate", interactive=False, verbosity=0)


def collect_static() -> None:
    """Copies, hashes and compresses the static files once for each state of the code.

    For `serve` alone: another command must not swap the files under a desk that is running.
    """
    root = Path(settings.STATIC_ROOT)
    stamp = root.with_suffix(".stamp")
    mark = _static_mark()
    if stamp.exists() and stamp.read_text() == mark and root.exists():
        return
    print("Preparing static files …", file=sys.stderr, flush=True)
    fresh = root.with_name(f"{root.name}.{os.getpid()}")
    settings.STATIC_ROOT = fresh
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            call_command("collectstatic", interactive=False, verbosity=0)
    finally:
        settings.STATIC_ROOT = root
    shutil.rmtree(root, ignore_errors=True)
    fresh.rename(root)
    stamp.write_text(mark)


def _static_mark() -> str:
    package = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256(__version__.encode())
    for path in sorted(package.glob("**/static/**/*")):
        if path.is_file():
            digest.update(
                f"{path.relative_to(package)}:{path.stat().st_mtime_ns}:{path.stat().st_size}".encode()
            )
    return digest.hexdigest()
