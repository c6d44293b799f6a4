"""Signed marks by which an answer finds its conversation, and what each of them proves.

*Reply token* (`support+1k…@example.com`): whoever uses it has received a mail of this conversation that was written
to this person. It is bound to conversation and person. It does not prove that the sender is that person: a mail can
be forwarded. So it names a conversation; joining is decided by who sends (`threading.match`).

*Subject token* (`[#2841-k3f9…]`): the same, for mail programs that lose the reply address.

*Our Message-ID* in In-Reply-To or References: whoever names it has seen that mail or an answer to it. Bound to the
conversation and to the address it was sent from, to no person.

A number alone (`[#2841]`, `support+2841@`) proves nothing and is read nowhere. There is one format; a token of
another or unsigned format is no token. Keys rotate: the first key signs, every key is accepted until its end.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets as random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

_FORMAT = "1"
_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
_REPLY_MAC, _SUBJECT_MAC, _ID_MAC = 12, 8, 10  # bytes: guessing goes over the network and is limited there
_REPLY = re.compile(rf"{_FORMAT}([{_ALPHABET}]{{2}})([{_ALPHABET}]{{20,33}})")
_SUBJECT = re.compile(rf"\[#(\d{{1,18}})-{_FORMAT}([{_ALPHABET}]{{2}})([{_ALPHABET}]{{13}})\]", re.IGNORECASE)
_ID = re.compile(
    rf"<?([{_ALPHABET}]{{16,40}})\.(\d{{1,18}})\.{_FORMAT}([{_ALPHABET}]{{2}})([{_ALPHABET}]{{16}})@([^\s<>@]{{1,253}})>?"
)


@dataclass(frozen=True)
class Key:
    """A signing secret of at least 16 bytes. `until` ends its acceptance; None while it is in use."""

    secret: bytes
    until: datetime | None = None

    def __post_init__(self) -> None:
        if len(self.secret) < 16:
            raise ValueError("A signing key needs at least 16 bytes.")

    @property
    def id(self) -> str:
        """Two characters that name the key inside a token; they reveal nothing of it."""
        return _base32(hashlib.sha256(b"wellkept key id\0" + self.secret).digest())[:2]


Keys = Sequence[Key]  # the first signs, all are read


@dataclass(frozen=True)
class Proven:
    """A genuine token: the conversation, and the person among those asked for to whom it was written."""

    conversation_id: int
    person: str


def reply_token(keys: Keys, conversation_id: int, person: str) -> str:
    """The token for the reply address of mails of this conversation to this person's address.

    At most 36 lower-case letters and digits: it survives programs that fold the case of a local part.
    """
    mac = _mac(keys[0], "reply", _REPLY_MAC, conversation_id, _normalised(person))
    return f"{_FORMAT}{keys[0].id}{_base32(_number(conversation_id) + mac)}"


def claimed_conversation(token: str) -> int | None:
    """The conversation that a reply token names, unproven: good for looking up whom to prove it with, nothing else."""
    parts = _reply_parts(token)
    return parts[1] if parts else None


def read_token(keys: Keys, token: str, persons: Iterable[str], *, at: datetime) -> Proven | None:
    """Proves a reply token against the persons it may have been written to. None when it is not genuine."""
    parts = _reply_parts(token)
    if parts is None:
        return None
    key_id, conversation_id, given = parts
    return _prove(keys, key_id, "reply", given, conversation_id, persons, at)


def subject_token(keys: Keys, conversation_id: int, person: str) -> str:
    """The token for subjects, with its brackets: `[#2841-1k3f9…]`."""
    mac = _mac(keys[0], "subject", _SUBJECT_MAC, conversation_id, _normalised(person))
    return f"[#{conversation_id}-{_FORMAT}{keys[0].id}{_base32(mac)}]"


def claimed_in_subject(subject: str) -> Iterator[tuple[str, int]]:
    """The subject tokens in it with the conversation each names, unproven; at most five."""
    for _, found in zip(range(5), _SUBJECT.finditer(subject[:2_000]), strict=False):
        yield found[0], int(found[1])


def read_subject_token(keys: Keys, token: str, persons: Iterable[str], *, at: datetime) -> Proven | None:
    """Proves a subject token, as `read_token`."""
    found = _SUBJECT.fullmatch(token)
    given = _bytes(found[3].lower(), _SUBJECT_MAC) if found else None
    if not found or given is None:
        return None
    return _prove(keys, found[2].lower(), "subject", given, int(found[1]), persons, at)


def without_subject_tokens(subject: str) -> str:
    """The subject as the person wrote it."""
    return " ".join(_SUBJECT.sub(" ", subject).split()) if "[#" in subject else subject


def mint_message_id(keys: Keys, conversation_id: int, domain: str) -> str:
    """A fresh Message-ID with its angle brackets: `<random.conversation.mac@domain>`."""
    nonce = _base32(random.token_bytes(15))
    domain = _normalised(domain)
    mac = _base32(_mac(keys[0], "message", _ID_MAC, conversation_id, nonce, domain))
    return f"<{nonce}.{conversation_id}.{_FORMAT}{keys[0].id}{mac}@{domain}>"


def read_message_id(keys: Keys, value: str, *, at: datetime) -> int | None:
    """The conversation of a Message-ID that we minted, with or without brackets; None for anybody else's."""
    found = _ID.fullmatch(value.strip())
    given = _bytes(found[4], _ID_MAC) if found else None
    if not found or given is None:
        return None
    conversation_id = int(found[2])
    for key in _accepted(keys, found[3], at):
        mac = _mac(key, "message", _ID_MAC, conversation_id, found[1], _normalised(found[5]))
        if hmac.compare_digest(mac, given):
            return conversation_id
    return None


def _prove(
    keys: Keys,
    key_id: str,
    kind: str,
    given: bytes,
    conversation_id: int,
    persons: Iterable[str],
    at: datetime,
) -> Proven | None:
    accepted = list(_accepted(keys, key_id, at))
    for person in persons:
        normalised = _normalised(person)
        for key in accepted:
            if hmac.compare_digest(_mac(key, kind, len(given), conversation_id, normalised), given):
                return Proven(conversation_id=conversation_id, person=normalised)
    return None


def _accepted(keys: Keys, key_id: str, at: datetime) -> Iterator[Key]:
    return (key for key in keys if key.id == key_id and (key.until is None or at < key.until))


def _mac(key: Key, kind: str, size: int, conversation_id: int, *bound: str) -> bytes:
    """Every part carries its length, so that no two different bindings read the same."""
    parts = [part.encode() for part in (f"wellkept {kind} {_FORMAT}", str(conversation_id), *bound)]
    said = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return hmac.digest(key.secret, said, "sha256")[:size]


def _normalised(address: str) -> str:
    """ASCII letters lower-case, all else as it is: folding more would take strangers for one (CVE-2019-19844)."""
    return "".join(chr(ord(c) + 32) if "A" <= c <= "Z" else c for c in address.strip())


def _number(conversation_id: int) -> bytes:
    if not 0 < conversation_id < 1 << 62:
        raise ValueError("A conversation number is positive.")
    return conversation_id.to_bytes((conversation_id.bit_length() + 7) // 8, "big")


def _reply_parts(token: str) -> tuple[str, int, bytes] | None:
    """Key id, conversation and mac; None when the form is not exactly ours."""
    found = _REPLY.fullmatch(token.strip().lower())
    body = _bytes(found[2]) if found else None
    if not found or body is None or len(body) <= _REPLY_MAC or body[0] == 0:
        return None
    return found[1], int.from_bytes(body[:-_REPLY_MAC], "big"), body[-_REPLY_MAC:]


def _base32(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=").lower()


def _bytes(text: str, size: int | None = None) -> bytes | None:
    """The bytes of canonical base32 only: a second spelling of the same bytes is refused."""
    try:
        raw = base64.b32decode(text.upper() + "=" * (-len(text) % 8))
    except ValueError:
        return None
    return raw if _base32(raw) == text and size in (None, len(raw)) else None
