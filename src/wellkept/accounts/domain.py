"""What an address and a password are, without a database."""

from __future__ import annotations

MAX_PASSWORD_BYTES = 1024


def normalise_email(email: str) -> str:
    """Lower-cases ASCII letters and leaves every other character exactly as it is.

    Folding more would make two people's addresses the same (CVE-2019-19844).
    """
    return "".join(chr(ord(c) + 32) if "A" <= c <= "Z" else c for c in email.strip())
