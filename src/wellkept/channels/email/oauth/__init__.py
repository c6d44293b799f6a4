"""Signing in to a mailbox with OAuth2: access tokens that are renewed in time, by one process at a time."""

from .bearers import Bearer, bearer_of
from .endpoint import NoToken
from .renewing import access_token

__all__ = ["Bearer", "NoToken", "access_token", "bearer_of"]
