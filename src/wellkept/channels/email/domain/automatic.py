"""Did a machine write this? RFC 3834 first, then what programs that never read it send instead."""

from __future__ import annotations

import re

from . import headers
from .addresses import Address
from .headers import Headers

OUT_OF_OFFICE = "out-of-office"  # a person is away, or a "we got your mail"; the sender's address works
AUTO_REPLIED = "auto-replied"  # a machine answered a mail
AUTO_GENERATED = "auto-generated"  # a machine wrote of its own accord: notices, reports, no-reply senders
LIST = "list"  # a mailing list passed it on; a person may have written it
BULK = "bulk"  # newsletters and campaigns

KINDS = (OUT_OF_OFFICE, AUTO_REPLIED, AUTO_GENERATED, LIST, BULK)
"""What `classify` answers besides "". None of them may ever be answered by a machine (RFC 3834 section 2)."""

_AWAY_SUBJECT = re.compile(
    r"\s*(?:\[[^\]]{1,40}\]\s*)?(?:"
    r"auto(?:matic)?[ -]?(?:reply|response|antwort)\b|auto:\s|autoreply|out[ -]of[ -](?:the[ -])?office\b"
    r"|ooo\b\s*[:-]|away from (?:the |my )?office|on (?:vacation|annual leave|holiday)\b|vacation (?:reply|notice)"
    r"|automatische antwort|abwesen|ich bin (?:nicht|derzeit nicht)|außer haus|autosvar|frånvaro|fravær"
    r"|réponse automatique|absence du bureau|absent du bureau|message d.absence"
    r"|respuesta automática|fuera de (?:la )?oficina|ausencia"
    r"|risposta automatica|fuori sede|fuori ufficio|resposta automática|ausente do escritório|fora do escritório"
    r"|automatisch antwoord|afwezig|automatyczna odpowiedź|poza biurem|automatická odpověď|automatikus válasz"
    r"|poissa toimistosta|automaattinen vastaus|automatisk svar|răspuns automat|otomatik (?:yanıt|cevap)"
    r"|автоматический ответ|автоответ|вне офиса|автоматична відповідь"
    r"|自動応答|自動返信|不在|自动回复|自動回覆|自动答复|자동 ?회신|부재중|رد تلقائي|מענה אוטומטי"
    r")",
    re.I,
)
_NOBODY = re.compile(
    r"(?:no[._-]?reply|do[._-]?not[._-]?reply|donotreply|mailer-daemon|postmaster|bounces?|bounced?|notifications?"
    r"|noreply-[^@]*|no-reply[+._-][^@]*|mail-?daemon|auto-?(?:reply|responder|confirm)|nobody)@",
    re.I,
)
_BULK_HEADERS = (
    "feedback-id",
    "x-campaign",
    "x-campaign-id",
    "x-mailgun-batch-id",
    "x-mc-user",
    "x-csa-complaints",
)


def classify(fields: Headers, *, subject: str, sender: Address | None, return_path: str | None) -> str:
    """One of `KINDS`, or "" when nothing says that a machine sent it. Strongest sign first."""
    submitted = _word(fields, "auto-submitted")
    precedence = _word(fields, "precedence")
    is_away = bool(_AWAY_SUBJECT.match(subject[:300]))
    if submitted in ("no", "") and not is_away:
        pass
    elif submitted.startswith(("auto-g", "auto-n")):
        return OUT_OF_OFFICE if is_away else AUTO_GENERATED
    elif is_away:
        return OUT_OF_OFFICE
    elif submitted != "no":
        return AUTO_REPLIED
    if _answers(fields, precedence):
        return AUTO_REPLIED
    if precedence in ("bulk", "junk") or any(fields.has(name) for name in _BULK_HEADERS):
        return BULK
    if precedence == "list" or fields.has("list-id") or fields.has("list-post") or fields.has("mailing-list"):
        return LIST
    if fields.has("list-unsubscribe"):
        return BULK
    if return_path == "" or (sender and _NOBODY.match(sender.key)) or _suppresses(fields):
        return AUTO_GENERATED
    return ""


def _word(fields: Headers, name: str) -> str:
    """The first word of a field, in lower case, without its comment."""
    return re.split(r"[\s;(,]", headers.plain(fields.first(name)[:200]).strip().lower(), maxsplit=1)[0]


def _answers(fields: Headers, precedence: str) -> bool:
    if precedence in ("auto_reply", "auto-reply", "autoreply"):
        return True
    if any(
        fields.has(name)
        for name in ("x-autoreply-from", "x-mail-autoreply", "x-ms-exchange-inbox-rules-loop")
    ):
        return True
    said = (
        _word(fields, name) for name in ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply")
    )
    return any(word not in ("", "no", "false", "0") for word in said)


def _suppresses(fields: Headers) -> bool:
    """Exchange and help desks mark what they send themselves with `All`; people's mail only with parts of it."""
    asked = headers.plain(fields.first("x-auto-response-suppress")[:200]).lower()
    return "all" in asked or ("autoreply" in asked and "oof" in asked)
