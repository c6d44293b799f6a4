"""English."""

from __future__ import annotations

from .words import Phrases, listed

PHRASES = Phrases(
    starts=listed("on | in a message dated | quoting | at"),
    wrote=listed("wrote | writes | has written"),
    me=listed("i"),
    sender=listed("from"),
    sent=listed("sent | date | sent on"),
    to=listed("to"),
    subject=listed("subject"),
    original=listed(
        """original message | original email | original appointment | reply message | previous message"""
    ),
    forwarded=listed(
        """forwarded message | forwarded email | begin forwarded message | start of forwarded message |
        forwarded by"""
    ),
    device=listed("sent from | sent via | sent with | sent using | get | download"),
    legal=listed(
        """confidential | privileged | intended recipient | intended solely | intended only | addressee |
        unauthorized | unauthorised | notify the sender | please delete | delete this | delete it |
        disclaimer | strictly prohibited | registered in | virus | liability |
        consider the environment | before printing | unsubscribe | received this in error |
        received this email in error | received this message in error | mailing list"""
    ),
    headings=listed("disclaimer | confidentiality notice | legal notice | confidential: | notice:"),
    goodbyes=listed(
        """kind regards | best regards | regards | warm regards | many thanks | best wishes |
        yours sincerely | sincerely | cheers | best | with kind regards | yours truly |
        yours faithfully"""
    ),
    marker=listed(
        """reply above this line | please type your reply above | write your reply above |
        reply above the line"""
    ),
)
