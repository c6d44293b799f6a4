"""Header values: flattened, encoded by the library, folded where its own folding would harm."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from typing import Any

from .mail import Mailbox, NotSendable

_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}))*")
_ID = re.compile(r"[!-;=?-~]{3,400}")  # printable ASCII without the brackets
SUBJECT_LIMIT = 900
REFERENCES_KEPT = 20


class _Ids(UnstructuredHeader):
    """References and their kin. The library would encode a long id as if it were words; ids are never encoded."""

    def fold(self, *, policy: Any) -> str:
        return f"{self.name}: {f'{policy.linesep} '.join(str(self).split())}{policy.linesep}"  # type: ignore[attr-defined]  # the registry adds `name`


def policy() -> EmailPolicy[EmailMessage]:
    """How our mail is written: CR LF, 78 columns, names encoded, ids left alone."""
    registry = HeaderRegistry()
    for name in ("references", "in-reply-to", "message-id", "thread-index"):
        registry.map_to_type(name, _Ids)  # type: ignore[arg-type]  # a mixin, as the registry's own are
    return SMTP.clone(header_factory=registry, cte_type="7bit")


def flat(value: str, *, limit: int = 200) -> str:
    """The value on one line: CR, LF, NUL and their kin become spaces, so that no header can start inside another."""
    return " ".join(_BREAKS.sub(" ", value).split())[:limit].strip()


def address(mailbox: Mailbox) -> Address:
    """The mailbox for a header. Raises NotSendable for what is no plain address."""
    local, at, domain = mailbox.address.strip().rpartition("@")
    try:
        domain = domain.encode("ascii").decode() if domain.isascii() else domain.encode("idna").decode()
    except UnicodeError as error:
        raise NotSendable(f"{flat(mailbox.address)!r} has no valid domain.") from error
    if (
        not at
        or not _LOCAL.fullmatch(local)
        or not _DOMAIN.fullmatch(domain)
        or len(local) > 64
        or len(domain) > 253
    ):
        raise NotSendable(f"{flat(mailbox.address)!r} is no address that mail can be sent to.")
    return Address(display_name=flat(mailbox.name, limit=120), username=local, domain=domain)


def addresses(mailboxes: Iterable[Mailbox]) -> list[Address]:
    """Each once, in order."""
    found = {str(one.addr_spec).lower(): one for one in reversed([address(mailbox) for mailbox in mailboxes])}
    return list(reversed(found.values()))


def message_id(value: str) -> str:
    """The id in its brackets, "" when it is none."""
    bare = value.strip().removeprefix("<").removesuffix(">")
    return f"<{bare}>" if _ID.fullmatch(bare) else ""


def references(values: Sequence[str], parent: str) -> list[str]:
    """The ids of the thread, oldest first, the parent last: the first one and the latest twenty."""
    parent_id = message_id(parent)
    ids = [one for one in dict.fromkeys(map(message_id, values)) if one and one != parent_id]
    if parent_id:
        ids.append(parent_id)
    return ids if len(ids) <= REFERENCES_KEPT + 1 else [ids[0], *ids[-REFERENCES_KEPT:]]
