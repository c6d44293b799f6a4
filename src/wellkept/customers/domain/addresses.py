"""When two addresses are one."""

from __future__ import annotations

from wellkept.kernel.text import storable

MOST_CHARS = 320


def normalise_address(address: str) -> str:
    """ASCII letters lower-case, every other character as it is: folding more would join strangers (CVE-2019-19844)."""
    return "".join(chr(ord(c) + 32) if "A" <= c <= "Z" else c for c in storable(address).strip())[:MOST_CHARS]
