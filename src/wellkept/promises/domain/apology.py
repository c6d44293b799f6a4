"""A note to the customer when a promise broke: what was promised, whose fault it is, and by when it will be done.

Plain words in the order that mends most: responsibility first, then what happens next (Lewicki 2016). Nothing like
"sorry if" or "any inconvenience". Each note holds one promise, with a date that `words.find` reads as it is meant.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

FIRST = "en"
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}
_DAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
}


@dataclass(frozen=True, slots=True)
class Words:
    """Sentences of a language. `answer`: an answer was owed; `words`: what somebody said; `else_`: anything else."""

    hello: str
    hello_you: str
    answer: str
    words: str
    else_: str
    fault: str
    next: str
    clock: str


_SAID: Mapping[str, Words] = {
    "en": Words(
        hello="Hello {name},",
        hello_you="Hello,",
        answer="you should have heard from us by {was}, and you did not.",
        words="this is what we told you:\n\n> {text}\n\nIt was due by {was}, and it did not happen.",
        else_="what we owed you was due by {was}, and it did not happen.",
        fault="That is our fault, and I am sorry.",
        next="We will write to you by {due}.",
        clock="(That is the time in {place}.)",
    ),
    "de": Words(
        hello="Guten Tag {name},",
        hello_you="Guten Tag,",
        answer="Sie hätten bis {was} von uns hören sollen und haben nichts gehört.",
        words="das hatten wir Ihnen geschrieben:\n\n> {text}\n\nFällig war es {was}, und es ist nicht geschehen.",
        else_="was wir Ihnen schuldeten, war {was} fällig, und es ist nicht geschehen.",
        fault="Das ist unser Fehler, und es tut mir leid.",
        next="Wir melden uns bei Ihnen bis {due}.",
        clock="(Das ist die Zeit in {place}.)",
    ),
    "es": Words(
        hello="Hola, {name}:",
        hello_you="Hola:",
        answer="debería haber recibido noticias nuestras antes del {was}, y no ha sido así.",
        words="esto es lo que le dijimos:\n\n> {text}\n\nEl plazo era el {was}, y no se ha cumplido.",
        else_="lo que le debíamos vencía el {was}, y no se ha cumplido.",
        fault="La culpa es nuestra, y lo siento.",
        next="Le escribiremos antes del {due}.",
        clock="(Es la hora de {place}.)",
    ),
}


def language_of(tag: str) -> str:
    """The language that we have words in: en, de or es; English for every other."""
    known = tag.replace("_", "-").split("-")[0].lower()
    return known if known in _SAID else FIRST


def apology(
    *,
    language: str,
    name: str,
    kind: str,
    text: str,
    was_due_at: datetime,
    due_at: datetime,
    zone: ZoneInfo,
    says_zone: bool = False,
) -> str:
    """The note. `text` is what was said in words, "" for a promise that nobody put in words; moments are aware.

    `says_zone`: name the place whose clock it is, because the customer's own is not known.
    """
    words = _SAID[language_of(language)]
    was = written(was_due_at, zone, language)
    if text:
        sentence = words.words.format(text=_quoted(text), was=was)
    elif kind in ("first_reply", "next_reply", "update"):
        sentence = words.answer.format(was=was)
    else:
        sentence = words.else_.format(was=was)
    hello = words.hello.format(name=name) if name else words.hello_you
    lines = [
        hello,
        "",
        f"{sentence} {words.fault}",
        "",
        words.next.format(due=written(due_at, zone, language)),
    ]
    if says_zone:
        lines += ["", words.clock.format(place=zone.key.split("/")[-1].replace("_", " "))]
    return "\n".join(lines)


def written(at: datetime, zone: ZoneInfo, language: str) -> str:
    """Weekday, date and time of the zone's clock: "Friday 12 June 2026, 12:00"."""
    local = at.astimezone(zone)
    language = language_of(language)
    day = _DAYS[language].split()[local.weekday()]
    time = f"{local.hour:02}:{local.minute:02}"
    if language == "de":
        return f"{day}, {local.day:02}.{local.month:02}.{local.year}, {time} Uhr"
    month = _MONTHS[language].split()[local.month - 1]
    if language == "es":
        return f"{day} {local.day} de {month} de {local.year} a las {time}"
    return f"{day} {local.day} {month} {local.year}, {time}"


def _quoted(text: str) -> str:
    """On one line: it stands as a quotation, in which nobody looks for promises again."""
    return " ".join(text.split())
