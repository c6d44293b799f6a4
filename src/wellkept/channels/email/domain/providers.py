"""Mailboxes that are signed in to with OAuth2: who gives consent and tokens, and where the mail is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

# A directory of Microsoft's: its id, one of its domains, or one of the words for "any".
TENANT = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{0,63}")


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail goes out or lies. `security` is starttls or tls."""

    host: str
    port: int
    security: str


@dataclass(frozen=True, slots=True)
class Preset:
    """A provider as its documentation has it. `asks` are further parameters of the consent page."""

    authorization_endpoint: str
    token_endpoint: str
    scopes: str
    smtp: MailServer
    imap: MailServer
    asks: dict[str, str] = field(default_factory=dict)


# "Using OAuth 2.0 for Web Server Applications" and "OAuth 2.0 Mechanism" for Gmail. A refresh token is given only
# with access_type=offline, and a second time only after consent was asked for again.
GOOGLE = Preset(
    authorization_endpoint="https://accounts.google.com/o/oauth2/v2/auth",
    token_endpoint="https://oauth2.googleapis.com/token",  # noqa: S106  an address, no password
    scopes="https://mail.google.com/",
    smtp=MailServer("smtp.gmail.com", 587, "starttls"),
    imap=MailServer("imap.gmail.com", 993, "tls"),
    asks={"access_type": "offline", "prompt": "consent"},
)

# "Authenticate an IMAP, POP or SMTP connection using OAuth".
_MICROSOFT = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0"
_MICROSOFT_SCOPES = (
    "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access"
)


def microsoft(tenant: str) -> Preset:
    """Microsoft 365. An empty `tenant` means any organisation; raises ValueError for what cannot be one."""
    tenant = tenant or "organizations"
    if not TENANT.fullmatch(tenant):
        raise ValueError("A directory is an id or a domain, like shop.example.")
    base = _MICROSOFT.format(tenant=tenant)
    return Preset(
        authorization_endpoint=f"{base}/authorize",
        token_endpoint=f"{base}/token",
        scopes=_MICROSOFT_SCOPES,
        smtp=MailServer("smtp.office365.com", 587, "starttls"),
        imap=MailServer("outlook.office365.com", 993, "tls"),
        asks={"prompt": "select_account"},
    )
