"""Subjects without what mail programs put before them."""

from __future__ import annotations

import re

from .tokens import without_subject_tokens

# "Answer" and "forwarded", as programs abbreviate them in the languages of their users.
_ANSWER = (
    "re|aw|antw|sv|vs|ref|rif|r|res|resp|odp|ynt|atb|bls|vá|ang|rép|ad|ha|ответ|отв|απ|σχετ|השב"
    "|回复|回覆|答复|返信|回信|답장"
)
_FORWARD = "fw|fwd|wg|wtr|tr|trs|vl|vb|vid|i|rv|enc|pd|doorst|προώθ|пересл|הועבר|转发|轉寄|転送|전달"
_ONE_ANSWER = re.compile(
    rf"\s*(?:{_ANSWER})\s*(?:\[\d{{1,3}}\]|\(\d{{1,3}}\)|\^\d{{1,3}})?\s*[:：]", re.IGNORECASE
)
_ONE_PREFIX = re.compile(
    rf"\s*(?:(?:{_ANSWER}|{_FORWARD})\s*(?:\[\d{{1,3}}\]|\(\d{{1,3}}\)|\^\d{{1,3}})?\s*[:：]|\[[^\]\[]{{1,40}}\])",
    re.IGNORECASE,
)
MOST_PREFIXES = 20


def is_answer(subject: str) -> bool:
    """Whether it says of itself that it answers something ("Re: …"), behind list marks in brackets or not."""
    rest = without_subject_tokens(subject[:1_000])
    for _ in range(MOST_PREFIXES):
        if _ONE_ANSWER.match(rest):
            return True
        found = _ONE_PREFIX.match(rest)
        if not found:
            return False
        rest = rest[found.end() :]
    return False


def plain(subject: str) -> str:
    """What the mail is about: without prefixes, marks and differences of space and case; at most 300 characters."""
    rest = without_subject_tokens(subject[:1_000])
    for _ in range(MOST_PREFIXES):
        found = _ONE_PREFIX.match(rest)
        if not found:
            break
        rest = rest[found.end() :]
    return " ".join(rest.split()).casefold()[:300]
