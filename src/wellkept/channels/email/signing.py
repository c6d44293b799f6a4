"""The keys that sign reply addresses, subject marks and our Message-IDs."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b

from django.conf import settings

from .domain.tokens import Key, Keys

_PURPOSE = b"mail tokens"


def signing_keys() -> Keys:
    """The first signs; the installation's earlier secret keys are still read, as long as they are configured."""
    return _keys(settings.SECRET_KEY, tuple(settings.SECRET_KEY_FALLBACKS))


@lru_cache(maxsize=8)
def _keys(secret: str, older: tuple[str, ...]) -> Keys:
    return tuple(
        Key(blake2b(_PURPOSE, key=one.encode()[:64], digest_size=32).digest()) for one in (secret, *older)
    )
