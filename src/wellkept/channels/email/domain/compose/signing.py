"""DKIM: the mail signed by the domain it comes from (RFC 6376)."""

from __future__ import annotations

from .mail import NotSendable

_SIGNED = (
    b"from from to cc reply-to subject date message-id in-reply-to references mime-version content-type "
    b"auto-submitted"
).split()  # From is signed twice, so that none can be added


def sign_dkim(raw: bytes, *, domain: str, selector: str, private_key: bytes) -> bytes:
    """The same mail with a DKIM-Signature on top. `private_key` is RSA in PEM.

    Raises NotSendable when the key cannot be used.
    """
    # Imported here: it brings a whole DNS library along, and most desks let their provider sign.
    import dkim  # type: ignore[import-untyped]  # it has no types

    try:
        signature = dkim.sign(
            raw,
            selector=selector.encode("ascii"),
            domain=domain.encode("idna"),
            privkey=private_key,
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=_SIGNED,
        )
    except (dkim.DKIMException, ValueError) as error:
        raise NotSendable(f"The DKIM key of {domain} cannot be used: {error}.") from error
    return bytes(signature) + raw
