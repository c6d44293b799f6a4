"""Marks that stand on a line of their own: forwards, original messages, our line, signatures of devices."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from wellkept.channels.email.domain.html.allowed import named

from .lines import folded
from .phrases import LANGUAGES, Phrases

_DEVICES = named(
    """
    iphone ipad ipod imac macbook android samsung galaxy huawei honor xiaomi redmi oppo vivo oneplus nokia
    pixel motorola moto sony xperia lg htc blackberry windows outlook mail gmail yahoo proton aol gmx
    web.de mobile handy smartphone phone phones tablet telefon telefonen telefonon telefonum telefonu
    téléphone móvil movil celular telemóvel telefono telefoon mobil mobiltelefon mobilen mobiltelefonen
    puhelimesta puhelin телефон телефона телефону смартфон смартфона мобильного iphonesta iphonu iphone'u
    iphone'umdan iphone'a ipadistä ipadu ipad'a ipad'imden iphonea 手机 手機 モバイル 휴대폰 휴대전화 스마트폰
    الهاتف هاتفي هاتف آيفون thunderbird spark mailbird fairphone ios почта почты ukr.net seznam wp poczty poczta
    laposte orange vodafone t-mobile telekom
    """
)
_DEVICE = re.compile("|".join(rf"(?<![a-zß-ÿа-яё]){re.escape(name.casefold())}" for name in sorted(_DEVICES)))
_EDGE = " -_=*~<>#:.–—"
_DASHED = re.compile(r"\s*[-_=*~–—]\s?[-_=*~–—]")


def _all(pick: Callable[[Phrases], Iterable[str]]) -> frozenset[str]:
    return frozenset(phrase.casefold() for language in LANGUAGES.values() for phrase in pick(language))


_ORIGINAL = _all(lambda p: p.original)
_FORWARDED = _all(lambda p: p.forwarded)
_MARKER = tuple(_all(lambda p: p.marker))
_BEFORE = tuple(_all(lambda p: p.device))
_AFTER = tuple(_all(lambda p: p.device_after))
_TAKEN_WHOLE = (
    "virus-free.",
    "this email has been checked for viruses",
    "diese e-mail wurde von avast",
    "no virus found",
)


def is_forward(line: str) -> bool:
    """ "---------- Forwarded message ---------", "Begin forwarded message:" and their like in every language."""
    words = folded(line)
    bare = words.strip(_EDGE)
    if bare in _FORWARDED:
        return _DASHED.match(line) is not None or words.endswith((":", "："))
    # Lotus Notes names who forwarded: "----- Forwarded by Anna/Larkmoor on 03/03/2025 -----"
    return words.startswith("--") and words.endswith("--") and bare.startswith(_FORWARDED_BY)


_FORWARDED_BY = tuple(
    phrase for phrase in _FORWARDED if phrase.endswith((" by", " von", " par", " por", " da", " door"))
)


def is_original(line: str) -> bool:
    """ "-----Original Message-----" in every language: what follows is the mail that was answered."""
    return _DASHED.match(line) is not None and folded(line).strip(_EDGE) in _ORIGINAL


def is_our_marker(line: str) -> bool:
    """ "## Reply above this line ##": only with marks around it, so that a person may write the words."""
    words = folded(line).lstrip("> ")
    return words.startswith(("#", "-", "=", "*")) and any(mark in words for mark in _MARKER)


def is_device(line: str) -> bool:
    """ "Sent from my iPhone" and its like: a known way to say it, the device soon after, and hardly anything more."""
    words = folded(line).strip(_EDGE + "()")
    if not 5 < len(words) <= 160:
        return False
    if words.startswith(_TAKEN_WHOLE):
        return True
    words = re.sub(r"\(?<?https?://[^\s>)]{1,150}[>)]?", "", words).strip()
    device = _DEVICE.search(words)
    if device is None:
        return False
    if words.startswith(_BEFORE):
        return device.start() <= 40 and len(words) - device.end() <= 45 and _reads_on(words, device.end())
    return len(words) <= 60 and words.endswith(_AFTER)


# The rest of the device's name, then nothing, or something apart, or a few words as in "Outlook for Android".
_ENDING = re.compile(r"\w*['’]?\w{0,6}(?:$|\s*[,.;:!(|-].*| \w{1,9}(?: \w{1,12}){0,4}$)")
_PAST = re.compile(
    r"\b(?:yesterday|today|and|but|because|gestern|heute|und|aber|hier|ayer|hoy|y|pero|et|mais|ieri|ma)\b"
)


def _reads_on(words: str, end: int) -> bool:
    """Whether what follows the device is still a signature and not the middle of a sentence."""
    return _ENDING.match(words, end) is not None and not _PAST.search(words, end)
