"""Secrets of other services, kept encrypted in our database (mail passwords, tokens).

The key is derived from the installation's secret key, so a copied database alone opens nothing.
"""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class CannotOpen(Exception):
    """The stored secret was sealed with another secret key: enter it again."""


def derived_key(purpose: str) -> bytes:
    """32 bytes for one purpose, derived from the secret key by keyed hashing."""
    return hashlib.blake2b(purpose.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=32).digest()


def seal(text: str) -> str:
    """Encrypts and authenticates; "" stays "" so that "nothing set" remains visible."""
    if not text:
        return ""
    return _fernet().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text again. Raises CannotOpen when the secret key has changed."""
    if not sealed:
        return ""
    try:
        return _fernet().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise CannotOpen("This secret was stored under another secret key. Enter it again.") from error


def _fernet() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(derived_key("sealed secrets")))
