"""Email, both ways: SMTP and LMTP in, the pipe, IMAP, webhooks; SMTP, providers' APIs and a local outbox out.

Owns: EmailAccount, OAuthGrant, ImapState, RawSource, InboundMail, MailId, SenderRule, SentAutomatically, Alarm.
Offers: `operations.accept` (bytes in, durably), `processing.process_waiting`, `adapter` (bytes out), `domain/` (pure).
Publishes: MailSuspended, MailHeld, MailReleased, MailDropped, MailReread, SenderJudged, EmailAccountChanged, …
Needs: conversations and below, `channels.registry`.
"""
