"""`wellkept demo`: Larkmoor, a small maker of kettles and grinders, with sixty days of its post.

Written by us; the same seed gives the same company, its times counted back from now. Everything goes through the
rooms' own operations, so the demo obeys every rule that a real desk does.
"""

from __future__ import annotations

import argparse
import sys
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from wellkept.accounts.models import Agent
from wellkept.kernel import clock
from wellkept.kernel.errors import Refused

from .company import SIGN_INS, found
from .macros import write_macros
from .playbooks import write_playbooks
from .rules import write_rules
from .writer import write_post

NOTE = "demo-sign-in.txt"
SEED = 1


def run(options: argparse.Namespace) -> int:
    """Fills an empty desk. A desk that people use is left alone."""
    if Agent.objects.exists():
        raise Refused("There are people on this desk already. Use an empty data folder: --data DIR.")
    _fill(options.seed)
    print(sign_in_hint("http://127.0.0.1:8000"))
    return 0


def fill_once() -> None:
    """For `serve --demo`: fills an empty desk, and leaves any other as it is."""
    if not Agent.objects.exists():
        _fill(SEED)


def sign_in_hint(address: str) -> str:
    """How to sign in, with the password that was made for this desk alone."""
    note = Path(settings.DATA) / NOTE
    if not note.exists():
        return f"Sign in at {address}/sign-in"
    return f"Sign in at {address}/sign-in\n{note.read_text(encoding='utf-8').rstrip()}"


def _fill(seed: int) -> None:
    print("Writing sixty days of post for a small company …", file=sys.stderr, flush=True)
    at = clock.now()
    company, password = found(at=at)
    write_playbooks(company, at=at - timedelta(days=61))
    write_macros(company, at=at - timedelta(days=61))
    write_post(company, seed=seed, now=at)
    write_rules(company, at=at)
    note = Path(settings.DATA) / NOTE
    note.touch(mode=0o600)
    note.write_text(
        "".join(f"  {email:26} {role}\n" for email, role in SIGN_INS) + f"  password: {password}\n",
        encoding="utf-8",
    )
