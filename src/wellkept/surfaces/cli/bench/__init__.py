"""`wellkept bench`: the speed budget, measured on generated data, as ratios to a bare Django view in the same run.

Generates a desk of the wanted size in a folder of its own, serves it as `wellkept serve` would, and asks it over
HTTP and SMTP from outside. Figures are for people and, with --json, for programs.
"""

from __future__ import annotations

import argparse
import json
import sys
import time

from . import data, measures, report
from .server import Served


def run(options: argparse.Namespace) -> int:
    """0 always: figures are read, never asserted."""
    began = time.monotonic()
    size = data.prepare(conversations=options.conversations, say=_say)
    with Served() as served:
        results = measures.all_of(served, conversations=options.conversations, say=_say)
    outcome = report.outcome(size=size, results=results, seconds=time.monotonic() - began)
    if options.json:
        print(json.dumps(outcome, indent=1))
    else:
        print(report.table(outcome))
    return 0


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
