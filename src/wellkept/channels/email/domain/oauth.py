"""The words of OAuth2: asking for consent with a proof key, and reading what a token endpoint answers."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

# What the answer leaves open is asked for again soon (RFC 6749, 5.1: expires_in is only recommended).
UNKNOWN_LIFE_SECONDS = 300
LONGEST_LIFE_SECONDS = 24 * 3600
MOST_TOKEN = 16 * 1024
# Words for trouble of the provider's own. Any other error word is about us, and repeating changes nothing.
PASSING = {"temporarily_unavailable", "server_error", "slow_down"}


@dataclass(frozen=True, slots=True)
class Tokens:
    """What was granted. `refresh_token` is "" when the one before stays good."""

    access_token: str
    lives_seconds: int
    refresh_token: str


class Refused(Exception):
    """The provider said no, and will say so again. `error` is its word (RFC 6749, 5.2), the text its reason."""

    def __init__(self, error: str, why: str) -> None:
        super().__init__(why or error)
        self.error = error


class NotNow(Exception):
    """The provider has trouble of its own. `after_seconds` is when it wants to be asked again, 0 if it did not say."""

    def __init__(self, why: str, *, after_seconds: int = 0) -> None:
        super().__init__(why)
        self.after_seconds = after_seconds


def code_challenge(verifier: str) -> str:
    """The S256 challenge of a verifier (RFC 7636, 4.2)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode("ascii")).digest()).rstrip(b"=").decode()


def consent_url(endpoint: str, parameters: Mapping[str, str], *, verifier: str) -> str:
    """Where a person gives consent: the endpoint, its own query kept, with the code flow's parameters."""
    parts = urlsplit(endpoint)
    query = {
        **dict(parse_qsl(parts.query)),
        **parameters,
        "response_type": "code",
        "code_challenge": code_challenge(verifier),
        "code_challenge_method": "S256",
    }
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(query), ""))


def read_tokens(status: int, body: bytes, *, retry_after: str = "") -> Tokens:
    """The tokens of an answer (RFC 6749, 5.1). Raises Refused, or NotNow for whatever may pass."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    found = found if isinstance(found, dict) else {}
    if status == 200:
        return _granted(found)
    error, why = found.get("error"), found.get("error_description")
    why = why if isinstance(why, str) else ""
    if isinstance(error, str) and error and error not in PASSING and 400 <= status < 500 and status != 429:
        raise Refused(error, why)
    raise NotNow(f"It answered {status}. {why}".strip(), after_seconds=_seconds(retry_after))


def _granted(found: Mapping[str, object]) -> Tokens:
    token, kind = found.get("access_token"), found.get("token_type")
    if not _is_token(token) or not isinstance(kind, str) or kind.lower() != "bearer":
        raise NotNow("It answered without a bearer token.")
    refresh = found.get("refresh_token")
    return Tokens(
        access_token=str(token),
        lives_seconds=min(_seconds(found.get("expires_in")) or UNKNOWN_LIFE_SECONDS, LONGEST_LIFE_SECONDS),
        refresh_token=str(refresh) if _is_token(refresh) else "",
    )


def _seconds(found: object) -> int:
    """A number of seconds; some providers write it as text. 0 for anything else."""
    text = str(found) if isinstance(found, int | str) else ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


def _is_token(found: object) -> bool:
    """Visible ASCII only (RFC 6749, appendix A.12): nothing that could end a line of SMTP or IMAP."""
    return (
        isinstance(found, str)
        and 0 < len(found) <= MOST_TOKEN
        and all("!" <= character <= "~" for character in found)
    )
