"""Unguessable names. 128 bits or more, from the operating system."""

from __future__ import annotations

import hashlib
import secrets


def random_key(*, bits: int = 160) -> str:
    """A fresh lower-case hexadecimal name of `bits` random bits."""
    return secrets.token_hex(bits // 8)


def digest(secret: str) -> str:
    """What is stored in place of a secret that a person carries: SHA-256, hexadecimal.

    Safe without salt because every such secret is itself at least 128 random bits.
    """
    return hashlib.sha256(secret.encode()).hexdigest()
