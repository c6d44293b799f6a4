"""Asks a provider's web API to send, and sorts what it answers as the mail server's answers are sorted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from wellkept.channels.email.exchange import Answer, BrokeOff, exchange
from wellkept.channels.email.targets import NotReached
from wellkept.channels.registry import DeliveryFailed
from wellkept.kernel.text import one_line

from . import contract
from .contract import ServerTrouble

MOST_BYTES = 256 * 1024
NOT_NOW = {408, 425, 429}
# The key, the account or its bill: it stays so until somebody changes something, whatever the mail.
NOT_WITH_US = {401, 402, 403}


def ask(name: str, url: str, *, headers: Mapping[str, str], body: bytes) -> Answer:
    """Posts to the provider called `name`; any status comes back. Raises ServerTrouble or DeliveryFailed."""
    try:
        return exchange(
            url,
            method="POST",
            headers={"Accept": "application/json", **headers},
            body=body,
            seconds=contract.WHOLE_SECONDS,
            each_seconds=contract.TIMEOUT_SECONDS,
            most_bytes=MOST_BYTES,
        )
    except NotReached as error:
        raise ServerTrouble(f"{name} cannot be reached. {error}") from error
    except BrokeOff as error:
        raise DeliveryFailed(
            f"{name} broke off before it said whether it has the mail: {error}. It goes again as the same message.",
            can_retry=True,
        ) from error


def refusal(name: str, answer: Answer, *, words: str) -> DeliveryFailed:
    """The failure to raise for an answer that is no success. `words` are the provider's own."""
    said = one_line(f"{answer.status} {words}", limit=300).strip()
    if answer.status in NOT_WITH_US:
        return ServerTrouble(f"{name} does not accept the key, or not for this address: {said}")
    if answer.status in NOT_NOW or answer.status >= 500:
        return DeliveryFailed(f"{name} cannot take it now: {said}", can_retry=True)
    if answer.status < 400:  # a redirect or a page: this is not the provider's API
        return ServerTrouble(f"{name} gave an answer that is none of its API: {said}")
    return DeliveryFailed(f"{name} refused it: {said}", can_retry=False)


def fields(answer: Answer) -> dict[str, Any]:
    """The JSON object in the answer; empty when there is none."""
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def text(answer: Answer) -> str:
    """What a person can read of an answer that is no JSON object."""
    return one_line(answer.body[:2000].decode("utf-8", "replace"), limit=200)
