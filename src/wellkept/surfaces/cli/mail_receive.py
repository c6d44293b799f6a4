"""`wellkept mail receive`: one mail from a mail server's pipe. Exit 0 means that it is on the disk, 75 that it is not.

The mail server is the queue for everything that can go wrong here, a missing database and a broken setting
included: 75 is EX_TEMPFAIL of sysexits.h, on which it keeps the mail and tries again.
"""

from __future__ import annotations

import email.utils
import os
import re
import sys
from collections.abc import Iterator

STORED = 0
TRY_AGAIN = 75
HEADERS = ("delivered-to", "x-original-to", "envelope-to", "to", "cc")
MOST_HEADER_BYTES = 256 * 1024


class _NotReady(Exception):
    """There is no desk here yet."""


def run(inbox: str | None) -> int:
    """Stores what standard input holds. `inbox` is the address it came for; without it $RECIPIENT, else its headers."""
    try:
        number = _receive(sys.stdin.buffer, inbox)
    except (
        BaseException
    ) as error:  # SystemExit of a bad setting too: only 75 makes the mail server keep the mail
        print(f"Not stored, try again: {_sentence(error)}", file=sys.stderr)
        return TRY_AGAIN
    print(f"Stored as {number}.", file=sys.stderr)
    return STORED


def _sentence(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _receive(pipe: object, inbox: str | None) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wellkept.project.settings")
    import django
    from django.conf import settings

    django.setup()
    _check_there_is_a_desk()
    raw = pipe.read(settings.MAX_MESSAGE_BYTES + 1)  # type: ignore[attr-defined]  # a binary stream
    if len(raw) > settings.MAX_MESSAGE_BYTES:
        raise _NotReady(
            f"The mail is larger than {settings.MAX_MESSAGE_BYTES} bytes (WELLKEPT_MAX_MESSAGE_MB)."
        )
    if not raw.strip():
        raise _NotReady("Nothing came on standard input.")

    from wellkept.channels.email.operations import accept
    from wellkept.kernel import clock

    raw = _without_mbox_line(raw)
    recipient = inbox or os.environ.get("RECIPIENT") or os.environ.get("ORIGINAL_RECIPIENT")
    sender = os.environ.get("SENDER", "")
    arrived = accept(
        raw=raw,
        envelope_from="" if sender.upper() in ("MAILER-DAEMON", "<>") else sender,
        envelope_to=[recipient] if recipient else _own_addresses(raw),
        via="pipe",
        at=clock.now(),
    )
    return int(arrived.pk)


def _check_there_is_a_desk() -> None:
    """Opening a SQLite database that is not there would make an empty one."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3") and not os.path.exists(database["NAME"]):
        raise _NotReady(f"There is no desk in {settings.DATA}. Is WELLKEPT_DATA set, and was it served once?")


def _without_mbox_line(raw: bytes) -> bytes:
    """Some pipes put "From sender date" before the headers; its date would make every try another mail."""
    return raw.partition(b"\n")[2] if raw.startswith(b"From ") else raw


def _own_addresses(raw: bytes) -> list[str]:
    """The addresses in the headers that are ours; all of them when none is, for the page of held-back mail."""
    from wellkept.channels.email.addresses import Addresses

    addresses = Addresses.read()
    named = list(dict.fromkeys(_named(raw)))[:50]
    return [address for address in named if addresses.find(address)] or named


def _named(raw: bytes) -> Iterator[str]:
    head = re.split(rb"\r?\n\r?\n", raw[:MOST_HEADER_BYTES], maxsplit=1)[0]
    lines = re.sub(rb"\r?\n[ \t]+", b" ", head).decode("utf-8", "replace").splitlines()
    for wanted in HEADERS:
        for line in lines:
            name, _, value = line.partition(":")
            if name.strip().lower() == wanted:
                yield from (address for _, address in email.utils.getaddresses([value]) if "@" in address)
