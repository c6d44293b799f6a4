"""Commands that work on a desk: each a module with `run(options) -> int`."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module

from wellkept.kernel.errors import Refused

MODULES = {
    "demo": "demo",
    "agent add": "agent",
    "token add": "token",
    "mail add-address": "address",
    "backup": "backup",
    "restore": "restore",
    "doctor": "doctor",
    "bench": "bench",
}


def run(command: str, options: argparse.Namespace) -> int:
    """The command's exit code; a refusal is one sentence on standard error and 1."""
    module = import_module(f"wellkept.surfaces.cli.{MODULES[command]}")
    try:
        return int(module.run(options))
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 1
