"""Mail as it came, where it goes, and what must not happen twice."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellkept.accounts.models import Agent
from wellkept.conversations.models import Conversation, Inbox, Message

OAUTH_PROVIDERS = [("google", "Google"), ("microsoft", "Microsoft 365"), ("other", _("Another provider"))]
MAILGUN_REGIONS = [("us", _("United States")), ("eu", _("European Union"))]


class EmailAccount(models.Model):
    """One address of an inbox, with its way out and, if it has one, its way in (IMAP)."""

    class Way(models.TextChoices):
        DESK = "desk", _("The desk's own server")
        SMTP = "smtp", _("An SMTP server")
        MAILGUN = "mailgun", "Mailgun"
        SES = "ses", "Amazon SES"

    class Security(models.TextChoices):
        STARTTLS = "starttls", "STARTTLS"
        TLS = "tls", "TLS"
        NONE = "none", "None (only on your own network)"

    inbox = models.ForeignKey(Inbox, on_delete=models.CASCADE, related_name="email_accounts")
    address = models.CharField(max_length=254, unique=True)
    from_name = models.CharField(max_length=120, default="", blank=True)
    created_at = models.DateTimeField()

    sends_by = models.CharField(max_length=8, choices=Way.choices, default=Way.DESK)
    smtp_host = models.CharField(max_length=253, default="", blank=True)
    smtp_port = models.PositiveIntegerField(default=587)
    smtp_security = models.CharField(max_length=8, choices=Security.choices, default=Security.STARTTLS)
    smtp_user = models.CharField(max_length=254, default="", blank=True)
    smtp_secret = models.TextField(default="", blank=True)  # sealed: a password or a bearer token
    smtp_uses_token = models.BooleanField(default=False)  # of the OAuthGrant, if there is one
    mailgun_domain = models.CharField(max_length=253, default="", blank=True)  # "" = the address's own
    mailgun_region = models.CharField(max_length=2, choices=MAILGUN_REGIONS, default="us")
    mailgun_secret = models.TextField(default="", blank=True)  # sealed
    ses_region = models.CharField(max_length=24, default="", blank=True)
    ses_key_id = models.CharField(max_length=128, default="", blank=True)
    ses_secret = models.TextField(default="", blank=True)  # sealed

    imap_host = models.CharField(max_length=253, default="", blank=True)
    imap_port = models.PositiveIntegerField(default=993)
    imap_security = models.CharField(max_length=8, choices=Security.choices, default=Security.TLS)
    imap_user = models.CharField(max_length=254, default="", blank=True)
    imap_secret = models.TextField(default="", blank=True)  # sealed: a password or a bearer token
    imap_uses_token = models.BooleanField(default=False)  # of the OAuthGrant, if there is one
    imap_folder = models.CharField(max_length=120, default="INBOX")
    imap_marks_seen = models.BooleanField(default=True)  # what is stored here becomes \Seen there
    imap_since = models.DateTimeField(null=True, blank=True)  # mail older than this is left where it is
    imap_confirmed_at = models.DateTimeField(null=True, blank=True)  # after the dry run, by a person

    receipt_text = models.TextField(default="", blank=True)  # sent once to each new conversation; "" = none
    webhook_hash = models.CharField(max_length=64, default="", blank=True)
    webhook_signing_key = models.TextField(
        default="", blank=True
    )  # sealed: the provider's own, where it signs
    dkim_selector = models.CharField(max_length=63, default="", blank=True)
    dkim_key = models.TextField(default="", blank=True)  # sealed PEM

    class Meta:
        ordering = ["address"]
        constraints = [
            models.CheckConstraint(condition=Q(address__contains="@"), name="email_account_address")
        ]

    def __str__(self) -> str:
        return self.address


class OAuthGrant(models.Model):
    """What a mailbox's owner has allowed us at their provider, and the tokens that show it (RFC 6749).

    One that was refused asks the provider for nothing more until a person connects again.
    """

    account = models.OneToOneField(EmailAccount, on_delete=models.CASCADE, related_name="oauth")
    provider = models.CharField(max_length=9, choices=OAUTH_PROVIDERS)
    tenant = models.CharField(max_length=64, default="", blank=True)  # Microsoft's only
    authorization_endpoint = models.CharField(
        max_length=500, default="", blank=True
    )  # others' only, these three
    token_endpoint = models.CharField(max_length=500, default="", blank=True)
    scopes = models.CharField(max_length=1000, default="", blank=True)
    client_id = models.CharField(max_length=255)
    client_secret = models.TextField(default="", blank=True)  # sealed
    refresh_token = models.TextField(default="", blank=True)  # sealed; the latest, where each is good once
    access_token = models.TextField(default="", blank=True)  # sealed
    renewed_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    granted_at = models.DateTimeField(null=True)  # when a person connected it
    renewing_until = models.DateTimeField(null=True)  # one process renews at a time
    retry_at = models.DateTimeField(null=True)  # the provider had trouble, and is left alone until then
    refused_at = models.DateTimeField(null=True)
    refused_why = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(refused_at__isnull=True, refused_why="")
                | (Q(refused_at__isnull=False) & ~Q(refused_why="")),
                name="oauth_refusal_with_reason",
            )
        ]


class ImapState(models.Model):
    """How far a folder has been read. A change of UIDVALIDITY starts the folder again; content hashes keep it once."""

    account = models.OneToOneField(EmailAccount, on_delete=models.CASCADE, related_name="imap_state")
    uid_validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    connected_at = models.DateTimeField(null=True)
    last_mail_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, default="", blank=True)
    error_since = models.DateTimeField(null=True)


class RawSource(models.Model):
    """The bytes as they came. Small ones lie compressed in the row, large ones in the file store."""

    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    content = models.BinaryField(null=True)  # zlib
    storage_key = models.CharField(max_length=120, default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(content__isnull=False, storage_key="")
                | (Q(content__isnull=True) & ~Q(storage_key="")),
                name="raw_source_in_one_place",
            )
        ]


class InboundMail(models.Model):
    """One delivery to us, from the moment it was acknowledged. The row is also the queue of what to process."""

    class State(models.TextChoices):
        RECEIVED = "received"  # stored and acknowledged; waits for its turn
        PROCESSED = "processed"  # became a message, or a report on one of ours
        SUSPENDED = "suspended"  # held back by a rule: a person may release it
        HELD = "held"  # could not be processed: nothing lost, a person looks
        DUPLICATE = "duplicate"  # the same mail had come already
        DROPPED = "dropped"  # a person decided it is nothing

    raw = models.ForeignKey(RawSource, on_delete=models.PROTECT, related_name="arrivals")
    via = models.CharField(max_length=12)  # smtp, lmtp, pipe, imap, webhook
    # Handed over by the operator's own mail server, whose Authentication-Results may be believed.
    is_from_own_server = models.BooleanField(default=False)
    envelope_from = models.CharField(max_length=320, default="", blank=True)
    envelope_to = models.JSONField(default=list)
    dedupe_key = models.CharField(max_length=64, unique=True)
    received_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.RECEIVED)
    reason = models.CharField(max_length=40, default="", blank=True)
    detail = models.CharField(max_length=500, default="", blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    sender = models.CharField(max_length=320, default="", blank=True)
    subject = models.CharField(max_length=300, default="", blank=True)
    message = models.ForeignKey(Message, null=True, on_delete=models.SET_NULL, related_name="inbound_mails")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="inbound_waiting", condition=Q(state="received")),
            models.Index(
                fields=["-received_at", "-id"],
                name="inbound_held",
                condition=Q(state__in=["suspended", "held"]),
            ),
            models.Index(fields=["sender", "received_at"], name="inbound_sender"),
        ]
        constraints = [models.CheckConstraint(condition=~Q(dedupe_key=""), name="inbound_dedupe_given")]


class MailId(models.Model):
    """A Message-ID seen on a message, ours or theirs. One message may be known by several (copies, rewrites)."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="mail_ids")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    value = models.CharField(max_length=255, db_index=True)  # without the angle brackets
    is_ours = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "value"], name="mail_id_once")]


class SenderRule(models.Model):
    """A person's decision on who may write: one address, or "@domain" for all of it."""

    class Verdict(models.TextChoices):
        BLOCK = "block"
        ALLOW = "allow"

    pattern = models.CharField(max_length=320, unique=True)
    verdict = models.CharField(max_length=5, choices=Verdict.choices)
    why = models.CharField(max_length=200, default="", blank=True)
    by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pattern"]
        constraints = [models.CheckConstraint(condition=Q(pattern__contains="@"), name="sender_rule_pattern")]


class SentAutomatically(models.Model):
    """When we last answered an address by machine: what the loop breaker and the receipt's pause read."""

    address = models.CharField(max_length=320)
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["address", "at"], name="auto_sent_address")]


class Alarm(models.Model):
    """Something about mail that a person must know now. Open until it is over."""

    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=320, default="", blank=True)
    text = models.CharField(max_length=500)
    since = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "about"], condition=Q(cleared_at__isnull=True), name="alarm_open_once"
            )
        ]
