"""What a proxy says about a request is believed only when the proxy is ours."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED")


def refuse_unknown_forwarding(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Drops forwarding headers of strangers, and sets `request.client_address` to the real client.

    With trusted proxies the client is the last address in X-Forwarded-For that is not one of them.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        peer = request.META.get("REMOTE_ADDR", "")
        chain = [
            part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()
        ]
        if not is_trusted(peer):
            for name in FORWARDED:
                request.META.pop(name, None)
            chain = []
        request.client_address = next((a for a in reversed(chain) if not is_trusted(a)), peer)  # type: ignore[attr-defined]  # ours to add
        return get_response(request)

    return middleware


def is_trusted(address: str) -> bool:
    """Whether the address is one of WELLKEPT_TRUSTED_PROXIES."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(ip in network for network in settings.TRUSTED_PROXIES)
