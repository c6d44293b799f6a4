"""From an outbox row to the finished mail: who writes, to whom, what it answers, what it carries."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal
from zoneinfo import ZoneInfo

from wellkept.channels.registry import DeliveryFailed
from wellkept.conversations.files import open_stored
from wellkept.conversations.models import Attachment, Conversation, Delivery, Message
from wellkept.customers.operations import normalise_address
from wellkept.kernel import secrets

from .addresses import Addresses, domain_of
from .domain import subjects, tokens
from .domain.compose import File, Mailbox, NotSendable, OutgoingMail, Picture, Quoted, compose, sign_dkim
from .models import EmailAccount
from .signing import signing_keys
from .threads import account_for, ancestry, last_inbound, name_once, takes_tags, thread_index


@dataclass(frozen=True)
class Prepared:
    """A mail ready to leave, the account it leaves by, and the addresses it goes to."""

    raw: bytes
    account: EmailAccount
    recipients: list[str]


def prepare(delivery: Delivery) -> Prepared:
    """The whole mail, the same at every call. Raises DeliveryFailed when it cannot be written."""
    message = delivery.message
    answered = last_inbound(message)
    account = account_for(message.conversation, answered)
    if account is None:
        raise DeliveryFailed("Its inbox has no email address to write from. Add one first.", can_retry=False)
    to, cc = _people(message)
    recipients = [person.address for person in [*to, *cc]]
    if not recipients:
        raise DeliveryFailed("It has nobody to go to but ourselves.", can_retry=False)
    name_once(delivery, account)
    try:
        mail = _written(delivery, account, answered, to, cc)
        raw = _signed(compose(mail), account)
    except NotSendable as error:
        raise DeliveryFailed(str(error), can_retry=False) from error
    return Prepared(raw=raw, account=account, recipients=recipients)


def _written(
    delivery: Delivery, account: EmailAccount, answered: Message | None, to: list[Mailbox], cc: list[Mailbox]
) -> OutgoingMail:
    message, conversation = delivery.message, delivery.message.conversation
    thread = ancestry(message)
    mail = OutgoingMail(
        sender=Mailbox(account.address, account.from_name or conversation.inbox.name),
        to=to,
        cc=cc,
        subject=_subject(message, is_answer=bool(thread.parent)),
        date=message.created_at,
        message_id=delivery.external_id,
        in_reply_to=thread.parent,
        references=thread.references,
        markdown=message.text,
        signature=_signature(message),
        language=conversation.language or conversation.inbox.language,
        automatic=_automatic(message, is_answer=answered is not None),
        loop_mark=account.address,
    )
    if message.is_automatic:
        return mail  # a machine gives back neither words nor files of whoever wrote
    pictures, files = _enclosures(message)
    return replace(
        mail,
        pictures=pictures,
        attachments=files,
        reply_to=_reply_address(message, account) if takes_tags(answered) else None,
        history=_history(message, answered),
        parent_thread_index=thread_index(answered) if answered else "",
    )


def _people(message: Message) -> tuple[list[Mailbox], list[Mailbox]]:
    """To and Cc without our own addresses: a desk that writes to itself never stops."""
    addresses = Addresses.read()

    def others(people: list[dict[str, str]]) -> list[Mailbox]:
        named = [Mailbox(person.get("address", ""), person.get("name", "")) for person in people]
        return [one for one in named if one.address and not addresses.is_own(one.address)]

    return others(message.to), others(message.cc)


def _subject(message: Message, *, is_answer: bool) -> str:
    subject = message.subject
    if not is_answer or message.is_automatic or subjects.is_answer(subject):
        return subject
    return f"Re: {subject}"


def _signature(message: Message) -> str:
    """The person's, then the inbox's; a notice has no person."""
    own = message.agent.signature if message.agent else ""
    parts = [part.strip() for part in (own, message.conversation.inbox.signature)]
    return "\n\n".join(filter(None, parts))


def _automatic(message: Message, *, is_answer: bool) -> Literal["", "generated", "replied"]:
    if not message.is_automatic:
        return ""
    return "replied" if is_answer else "generated"  # RFC 3834, section 5


def _reply_address(message: Message, account: EmailAccount) -> Mailbox | None:
    """The account's address with a signed tag, bound to the conversation and to the person written to."""
    if not message.to:
        return None
    token = tokens.reply_token(signing_keys(), message.conversation_id, message.to[0]["address"])
    local, _, domain = account.address.rpartition("@")
    if len(local) + 1 + len(token) > 64:  # RFC 5321, 4.5.3.1.1
        return None
    return Mailbox(f"{local}+{token}@{domain}", account.from_name or message.conversation.inbox.name)


def _history(message: Message, answered: Message | None) -> Quoted | None:
    """The customer's last words, unless somebody would read them who was not part of that mail."""
    if answered is None or answered.is_automatic:
        return None
    people = [*answered.to, *answered.cc]
    knew = {normalise_address(person.get("address", "")) for person in people}
    knew.add(normalise_address(answered.author_address))
    reads = {normalise_address(person.get("address", "")) for person in [*message.to, *message.cc]}
    text = answered.reply_text or answered.text
    if not reads <= knew or not text.strip():
        return None
    moment = (answered.sent_at or answered.created_at).astimezone(_zone(message.conversation))
    return Quoted(name=answered.author_name or answered.author_address, at=moment, text=text)


def _zone(conversation: Conversation) -> ZoneInfo:
    try:
        return ZoneInfo(conversation.customer.timezone or "UTC")
    except (KeyError, ValueError, OSError):  # what was once a zone, or never one
        return ZoneInfo("UTC")


def _enclosures(message: Message) -> tuple[list[Picture], list[File]]:
    """Pictures that the text shows, and everything else."""
    pictures, files = [], []
    for attachment in message.attachments.order_by("pk"):
        data = _bytes(attachment)
        if attachment.content_id and f"cid:{attachment.content_id}" in message.text:
            pictures.append(Picture(attachment.content_id, attachment.name, attachment.content_type, data))
        else:
            files.append(File(attachment.name, attachment.content_type, data))
    return pictures, files


def _bytes(attachment: Attachment) -> bytes:
    name = attachment.name
    try:
        with open_stored(attachment.storage_key) as file:
            return bytes(file.read())
    except FileNotFoundError as error:
        raise DeliveryFailed(f"The file {name} is missing from the store.", can_retry=False) from error
    except OSError as error:
        raise DeliveryFailed(f"The file {name} cannot be read just now.", can_retry=True) from error


def _signed(raw: bytes, account: EmailAccount) -> bytes:
    if not account.dkim_key or account.sends_by == EmailAccount.Way.SES:
        return (
            raw  # SES writes its own Message-ID and Date, which would break our signature, and signs itself
        )
    try:
        key = secrets.unseal(account.dkim_key)
    except secrets.CannotOpen as error:
        raise DeliveryFailed(
            f"The DKIM key of {account.address} cannot be opened. {error}", can_retry=True
        ) from error
    domain = domain_of(account.address)
    return sign_dkim(raw, domain=domain, selector=account.dkim_selector, private_key=key.encode())
