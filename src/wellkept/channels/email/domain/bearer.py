"""What a client says to sign in with an access token in place of a password, before base64."""

from __future__ import annotations

from typing import Literal

Mechanism = Literal["XOAUTH2", "OAUTHBEARER"]


def first_words(mechanism: Mechanism, *, user: str, token: str, host: str, port: int) -> str:
    """The standard's OAUTHBEARER (RFC 7628, 3.1), or XOAUTH2 as Google and Microsoft describe it."""
    if mechanism == "XOAUTH2":
        return f"user={user}\1auth=Bearer {token}\1\1"
    name = user.replace("=", "=3D").replace(",", "=2C")
    return f"n,a={name},\1host={host}\1port={port}\1auth=Bearer {token}\1\1"


def after_refusal(mechanism: Mechanism) -> str:
    """A server that refuses first sends its reasons, and wants this before it says no."""
    return "\1" if mechanism == "OAUTHBEARER" else ""
