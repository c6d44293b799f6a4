"""The last update of a mail's processing: it counts only once."""

from __future__ import annotations

from wellkept.channels.email.letter import Letter
from wellkept.channels.email.models import InboundMail

from . import lookups


class DoneByAnother(Exception):
    """Another worker ended this mail first: everything of this try must be rolled back."""


def end(
    row: InboundMail,
    letter: Letter,
    *,
    state: str,
    reason: str = "",
    detail: str = "",
    message_id: int | None = None,
) -> None:
    """Writes what became of the mail, inside the transaction that made it so. Raises DoneByAnother."""
    is_ours = lookups.end(
        row.pk,
        state=state,
        reason=reason[:40],
        detail=detail[:500],
        sender=letter.contact[:320],
        subject=letter.subject[:300],
        message_id=message_id,
    )
    if not is_ours:
        raise DoneByAnother(f"inbound mail {row.pk} was taken by another worker")
