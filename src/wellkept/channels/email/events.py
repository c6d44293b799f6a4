"""What happened to mail before it became a message, or instead of it. Ids and plain values only."""

from __future__ import annotations

from dataclasses import dataclass

from wellkept.kernel.events import Event, declare


@dataclass(frozen=True, kw_only=True)
class MailEvent(Event):
    """What all share. `inbox_id` is None when the mail was for no address of ours."""

    kind = "mail"
    inbound_id: int
    inbox_id: int | None


@declare
@dataclass(frozen=True, kw_only=True)
class MailSuspended(MailEvent):
    """A rule held it back; a person may release it. `reason` is a word of `screening.Reason`."""

    kind = "mail.suspended"
    reason: str


@declare
@dataclass(frozen=True, kw_only=True)
class MailHeld(MailEvent):
    """It could not be processed in several tries; nothing is lost, a person looks."""

    kind = "mail.held"


@declare
@dataclass(frozen=True, kw_only=True)
class MailReleased(MailEvent):
    """A person sent it on: it is processed again, without the rule that had stopped it."""

    kind = "mail.released"
    reason: str


@declare
@dataclass(frozen=True, kw_only=True)
class MailDropped(MailEvent):
    """A person decided that it is nothing. The source stays as long as sources do."""

    kind = "mail.dropped"
    reason: str


@declare
@dataclass(frozen=True, kw_only=True)
class MailReread(Event):
    """A message was read again from its source, after the parser learned something."""

    kind = "mail.reread"
    conversation_id: int
    inbox_id: int
    message_id: int


@declare
@dataclass(frozen=True, kw_only=True)
class SenderJudged(Event):
    """An address or a domain was blocked or allowed, or that was taken back (verdict "")."""

    kind = "mail.sender_judged"
    rule_id: int
    verdict: str


@declare
@dataclass(frozen=True, kw_only=True)
class WebhookSecretChanged(Event):
    """The old secret of an account's inbound webhook stopped working."""

    kind = "mail.webhook_secret_changed"
    inbox_id: int
    account_id: int


@declare
@dataclass(frozen=True, kw_only=True)
class EmailAccountChanged(Event):
    """An address was given to an inbox, its servers were set, or it was removed. `changed` names the settings."""

    kind = "mail.account_changed"
    inbox_id: int
    account_id: int
    changed: list[str]
