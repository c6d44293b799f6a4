"""The quoted message below an answer, introduced in the reader's language."""

from __future__ import annotations

from datetime import datetime

from wellkept.channels.email.domain.html import from_text

from .mail import Quoted

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
}
_INTRODUCTIONS = {
    "en": "On {day} {month} {year} at {time}, {name} wrote:",
    "de": "Am {day}. {month} {year} um {time} schrieb {name}:",
    "es": "El {day} de {month} de {year} a las {time}, {name} escribió:",
    "fr": "Le {day} {month} {year} à {time}, {name} a écrit :",
    "it": "Il giorno {day} {month} {year} alle ore {time} {name} ha scritto:",
    "nl": "Op {day} {month} {year} om {time} schreef {name}:",
    "pt": "Em {day} de {month} de {year} às {time}, {name} escreveu:",
}
LIMIT = 40_000  # characters of history; the desk has the rest


def introduction(name: str, at: datetime, language: str) -> str:
    """ "On 3 March 2025 at 10:42, Ben wrote:", in English when we do not speak the language."""
    code = language.lower().replace("_", "-").partition("-")[0]
    code = code if code in _INTRODUCTIONS else "en"
    return _INTRODUCTIONS[code].format(
        day=at.day, month=_MONTHS[code].split()[at.month - 1], year=at.year, time=f"{at:%H:%M}", name=name
    )


def as_text(quoted: Quoted, name: str, language: str) -> str:
    """With ">" before every line."""
    lines = quoted.text[:LIMIT].replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n")
    return "\n".join([introduction(name, quoted.at, language), *(f"> {line}".rstrip() for line in lines)])


def as_html(quoted: Quoted, name: str, language: str) -> str:
    """As the element that mail programs fold away."""
    style = "margin:0 0 0 4px;padding:0 0 0 12px;border-left:2px solid #d0d0d0;color:#555555"
    return (
        f'<div class="moz-cite-prefix">{from_text(introduction(name, quoted.at, language))}</div>'
        f'<blockquote type="cite" style="{style}">{from_text(quoted.text[:LIMIT])}</blockquote>'
    )
