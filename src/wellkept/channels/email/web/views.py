"""Inbound webhooks. 200 only after the mail is durable; whatever is unsigned, stale or altered leaves no trace.

Amazon SES is not among them: its notices must be checked against a certificate fetched from an address that the
notice itself names. Mail of SES comes in by forwarding to the listener, or by its S3 action and the pipe.
"""

from __future__ import annotations

import base64
import binascii
import json
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import Error as DatabaseTrouble
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from wellkept.channels.email.addresses import without_tag
from wellkept.channels.email.models import EmailAccount
from wellkept.channels.email.operations import accept
from wellkept.customers.operations import normalise_address
from wellkept.kernel import clock
from wellkept.kernel.secrets import CannotOpen, unseal
from wellkept.kernel.text import whole

from .forms import BadForm, fields_of
from .proof import is_secret, is_signed_by_mailgun

log = logging.getLogger("wellkept.mail.hooks")

# A form wraps the mail, and may percent-encode every byte of it.
MOST_WRAPPING = 3


class Refusal(Exception):
    """Answered with this status; nothing was stored."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


def _hook(view: Callable[[HttpRequest, EmailAccount], None]) -> Callable[..., HttpResponse]:
    """Finds the account, answers for the view, and asks the provider to come again when we cannot store."""

    @csrf_exempt
    @require_POST
    @wraps(view)
    def answer(request: HttpRequest, account_id: int) -> HttpResponse:
        try:
            account = EmailAccount.objects.filter(pk=account_id, inbox__archived_at__isnull=True).first()
            # An account that does not exist and a wrong secret look the same from outside.
            view(request, account or EmailAccount())
        except Refusal as refusal:
            return _say(str(refusal), refusal.status)
        except (DatabaseTrouble, OSError) as trouble:
            if isinstance(trouble, UnreadablePostError):
                return _say("The post broke off.", 400)
            log.exception("could not store a mail from a webhook; the provider was told to try again")
            return _say("It cannot be stored just now. Try again.", 503)
        return _say("stored", 200)

    return answer


def _say(text: str, status: int) -> HttpResponse:
    response = HttpResponse(text + "\n", status=status, content_type="text/plain; charset=utf-8")
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    if status == 503:
        response["Retry-After"] = "30"
    return response


@_hook
def raw(request: HttpRequest, account: EmailAccount) -> None:
    """The mail itself as the body; `Authorization: Bearer <secret>`. Optional X-Envelope-From and X-Envelope-To."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not is_secret(secret.strip(), account.webhook_hash):
        raise Refusal(401, "Send the webhook's secret: Authorization: Bearer …")
    recipients = request.headers.get("X-Envelope-To", "").split(",")
    _store(account, _body(request), request.headers.get("X-Envelope-From", ""), recipients)


@_hook
def mailgun(request: HttpRequest, account: EmailAccount) -> None:
    """A Mailgun route that forwards to an address ending in /mime; signed with their key, at most 5 minutes old."""
    fields = _fields(request)
    try:
        key = unseal(account.webhook_signing_key)
    except CannotOpen as error:
        raise Refusal(401, str(error)) from error
    if not is_signed_by_mailgun(fields, key=key, at=clock.now()):
        raise Refusal(401, "The signature is missing, wrong or too old.")
    recipients = _text(fields, "recipient").split(",")
    _store(account, fields.get("body-mime", b""), _text(fields, "sender"), recipients)


@_hook
def sendgrid(request: HttpRequest, account: EmailAccount) -> None:
    """SendGrid's Inbound Parse with "POST the raw, full MIME message"; the secret is the password of the address."""
    _check_password(request, account)
    fields = _fields(request)
    envelope = _json(fields.get("envelope", b"{}"))
    recipients = envelope.get("to")
    _store(account, fields.get("email", b""), str(envelope.get("from") or ""), _strings(recipients))


@_hook
def postmark(request: HttpRequest, account: EmailAccount) -> None:
    """Postmark's inbound webhook with "Include raw email content"; the secret is the password of the address."""
    _check_password(request, account)
    notice = _json(_body(request, most=2))
    source = notice.get("RawEmail")
    sender = notice.get("From")
    _store(
        account,
        source.encode("utf-8", "surrogateescape") if isinstance(source, str) else b"",
        sender if isinstance(sender, str) else "",
        _strings([notice.get("OriginalRecipient")]),
    )


def _check_password(request: HttpRequest, account: EmailAccount) -> None:
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    try:
        _, _, password = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        password = ""
    if scheme.lower() != "basic" or not is_secret(password, account.webhook_hash):
        raise Refusal(401, "Send the webhook's secret as the password: https://mail:SECRET@…")


def _store(account: EmailAccount, source: bytes, envelope_from: str, recipients: list[str]) -> None:
    """The proof holds for this account only, so mail posted here never reaches another inbox."""
    if not source.strip():
        raise Refusal(
            400, "There is no raw mail in this post. Switch on the provider's option that includes it."
        )
    if len(source) > settings.MAX_MESSAGE_BYTES:
        raise Refusal(413, f"Larger than {settings.MAX_MESSAGE_BYTES} bytes.")
    own = normalise_address(account.address)
    wanted = [normalise_address(recipient) for recipient in recipients]
    accept(
        raw=source,
        envelope_from=envelope_from.strip().strip("<>"),
        envelope_to=[address for address in wanted if own in (address, without_tag(address))] or [own],
        via="webhook",
        at=clock.now(),
    )


def _body(request: HttpRequest, *, most: int = 1) -> bytes:
    """The posted bytes, read in pieces so that a false or missing length costs no more than the limit."""
    limit = most * settings.MAX_MESSAGE_BYTES
    if (whole(request.META.get("CONTENT_LENGTH")) or 0) > limit:
        raise Refusal(413, f"Larger than {limit} bytes.")
    pieces, size = [], 0
    while piece := request.read(64 * 1024):
        size += len(piece)
        if size > limit:
            raise Refusal(413, f"Larger than {limit} bytes.")
        pieces.append(piece)
    return b"".join(pieces)


def _fields(request: HttpRequest) -> dict[str, bytes]:
    try:
        return fields_of(_body(request, most=MOST_WRAPPING), request.headers.get("Content-Type", ""))
    except BadForm as error:
        raise Refusal(400, str(error)) from error


def _text(fields: dict[str, bytes], name: str) -> str:
    return fields.get(name, b"").decode("utf-8", "replace")


def _json(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Refusal(400, "This is no JSON.") from error
    if not isinstance(found, dict):
        raise Refusal(400, "This is no JSON object.")
    return found


def _strings(found: object) -> list[str]:
    return [part for part in found if isinstance(part, str)] if isinstance(found, list) else []
