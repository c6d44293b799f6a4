"""German promises: the present tense promises as well as the future does."""

from __future__ import annotations

import re

from .grammar import Language, Rule
from .times_de import TIMES

_ACT = (  # stem of what is done for a customer; the ending follows
    r"(?:antwort|halt|leg|setz(?=en?\s+(?:wir\s+|ich\s+)?(?:uns|mich|das))|bearbeit|besorg|bestell|bring|buch|bestätig|erkundig|erledig|beheb|lös|ersetz|erstatt|frag|geb|gib|hak|hol|informier|kläre?|klär|"
    r"komm|kontaktier|korrigier|kümmer|kümm|lass|leit|liefer|meld|organisier|prüf|prüfe|reparier|ruf|sag|schau|schick|schreib|send|"
    r"sorg|sprech|storn(?:ier)?|tausch|überprüf|übernehm|überweis|unterricht|untersuch|veranlass|verschick|versend|nehm|hör)"
)
_I = rf"\b(?:ich|wir)\s+(?:auch\s+|dann\s+|jetzt\s+)?{_ACT}e?n?\b"
_TURNED = rf"\b{_ACT}(?:e|en|n)?\s+(?:ich|wir)\b"
_OURS = (
    r"\b(?:(?:mein|unser)e?[rn]?\s+(?:[\w-]+\s+){0,1}?(?:kolleg\w+|team|techniker\w*|monteur\w*|handwerker\w*|kurier\w*|bote[n]?|zusteller\w*|vorgesetzte\w*|leiter\w*|kundendienst|support|mitarbeiter\w*|fahrer\w*|buchhaltung|lager|"
    r"abteilung|chef\w*|spezialist\w*)|(?:ein|eine|der|die)\s+(?:kolleg\w+|techniker\w*|monteur\w*|mitarbeiter\w*|fahrer\w*))(?:\s+(?:herr|frau)?\s*(?-i:[A-ZÄÖÜ])\w+)?"
)
_ACTS = r"(?:ruft|meldet|kommt|schickt|sendet|schreibt|prüft|klärt|bringt|liefert|kümmert|kontaktiert|gibt|informiert)"
_NEWS = (
    r"(?:antwort|rückmeldung|bescheid|nachricht|ersatz\w*|gutschrift|rechnung|geld|neue[srn]?\s+\w+|"
    r"anruf|bestätigung|information\w*|paket|lieferung|angebot)"
)
_DONE = (
    r"(?:überwiesen|erstattet|geliefert|zugestellt|versandt|versendet|verschickt|gutgeschrieben|bearbeitet|repariert|zugesandt|zugeschickt|"
    r"ausgetauscht|erledigt|behoben|storniert|gelöst|gutschreiben)"
)


def _re(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


GERMAN = Language(
    hint=_re(
        r"\b(?:ich|wir|sie|du|ihr|ihre|ihrem|deinem|ihnen|dir|unser\w*|mein\w*|wird|werden|kommt|trifft)\b"
    ),
    rules=(
        Rule(
            _re(
                r"\b(?:ich|wir)\s+(?:versuche|bemühe|bemühen|versuchen)\b|\b(?:versuche|versuchen|bemühe|bemühen)\s+(?:ich|wir)\b"
            ),
            strength="aim",
        ),
        Rule(
            _re(r"\b(?:ich|wir)\s+(?:verspr[ei]ch|garantier|sicher)\w*\b(?:\s+(?:ihnen|dir|euch)\b)?"),
            announces=True,
        ),
        Rule(_re(r"\b(?:ich|wir)\s+(?:werde|werden)\b|\b(?:werde|werden)\s+(?:ich|wir)\b")),
        Rule(_re(rf"{_I}|{_TURNED}")),
        Rule(_re(r"\b(?:ich|wir)\s+mache?n?\b|\bmache?n?\s+(?:ich|wir)\b"), timed=True),
        Rule(
            _re(
                r"\bund\s+(?:werde|melde|halte|gebe|rufe|schicke|sende|schreibe|informiere|antworte|kümmere|sage)n?\b"
            ),
            "elided",
        ),
        Rule(
            _re(rf"\b{_ACTS}\s+(?:sie|dich|ihnen|dir)\s+(?:frau|herr|unser\w*|mein\w*|ein\w*)\s+\w+"),
            timed=True,
        ),
        Rule(
            _re(
                r"\b(?:haben\s+wir|habe\s+ich)\s+(?:das|es|alles|ihr\w*|dein\w*)\b(?=.{0,40}(?:erledigt|gelöst|geklärt|behoben|fertig)\W*$)"
            ),
            timed=True,
        ),
        Rule(_re(r"\bdarauf\s+verlassen,\s+dass\s+(?:ich|wir)\b")),
        Rule(_re(rf"{_OURS}\s+(?:wird|werden|{_ACTS})\b")),
        Rule(
            _re(
                rf"\b(?:erhalten|bekommen|hören|haben)\s+sie\b.{{0,60}}?\b(?:{_NEWS}|von\s+(?:uns|mir))\b|\bsie\s+(?:erhalten|bekommen|hören|haben)\b.{{0,60}}?\b(?:{_NEWS}|von\s+(?:uns|mir))\b"
            ),
            "outcome",
            timed=True,
        ),
        Rule(
            _re(
                rf"\bdu\s+(?:erhältst|bekommst|hörst|hast)\b.{{0,60}}?\b(?:{_NEWS}|von\s+(?:uns|mir))\b|\b(?:erhältst|bekommst|hörst|hast)\s+du\b.{{0,60}}?\b(?:{_NEWS}|von\s+(?:uns|mir))\b"
            ),
            "outcome",
            timed=True,
        ),
        Rule(
            _re(
                rf"(?:\b(?:ihr|ihre|dein|deine|der|die|das)\s+[\wäöü-]+\s+)(?:wird|werden)\b.{{0,80}}?\b{_DONE}\b"
            ),
            "outcome",
            timed=True,
        ),
        Rule(
            _re(
                r"(?:\b(?:ihr|ihre|dein|deine|der|die|das)\s+[\wäöü-]+\s+)(?:kommt|trifft|geht|verlässt)\b(?!\s+(?:aus|auf|nicht|es)\b)"
            ),
            "outcome",
            timed=True,
        ),
        Rule(
            _re(
                r"\b(?:ihr|ihre|dein|deine|das|die|der)\s+[\w-]+\s+(?:ist|sind)\b.{0,60}?\b(?:auf\s+(?:ihrem|deinem)\s+konto|bei\s+(?:ihnen|dir)|"
                r"abholbereit|repariert|fertig)\b"
            ),
            "outcome",
            timed=True,
        ),
    ),
    refused=_re(
        r"\b(?:nicht|kein\w*|nie|niemals|leider)\b|\bin\s+der\s+regel\b|\b(?:normalerweise|üblicherweise|meistens?|grundsätzlich|immer|gewöhnlich)\b|"
        r"\b(?:hier|anbei|hiermit|gestern|vorhin|bereits)\b|\bbitten\b|\bwerden?\s+(?:ich|wir)?\s*(?:sehen|müssen|geschlossen)\b|\b(?:müssen|geschlossen|freuen|benötigen|brauchen|sein)\s*$|"
        r"\bschreibe?n?\s+(?:ihnen|dir),?\s+(?:weil|da|um|bezüglich|wegen)\b|\b(?:rufe?|melde|schreibe)n?\s.{0,30}\b(?:wegen|bezüglich|weil|da)\b|\bbei\s+(?:bestellung|zahlung|rückgabe|buchung)|\bgern\w*\s+zur\s+verfügung\b|\blasse?n?\s+sie\s+(?:uns|mich)\b|\bhören\s+(?:wir\s+)?(?:gerne?\s+)?von\b|\bkomme?n?\s+(?:aus|mit|auf\s+(?!sie|dich|euch)\w+)\b"
    ),
    embedded=_re(
        r"\b(?:ob|warum|wann|wie|wer|was|wo)\s+$|\b(?:sagt\w*|dachte\w*|schrieb\w*|geschrieben|gesagt|versprochen|gehört),?\s+(?:dass\s+)?$|"
        r"\bnicht\s+versprechen\b.{0,40}$|\b(?:dass|daß)\s+$"
    ),
    bystander=_re(r"\b(?:laut\s+unseren|gemäß\s+unseren|in\s+der\s+regel|werden\s+am\s+selben\s+tag)\b"),
    condition=_re(r"\b(?:sobald|wenn|falls|sofern|vorausgesetzt|nachdem|sollten\s+sie)\b"),
    courtesy=_re(
        r"\bwenn\s+(?:sie|du)\s+(?:möchten|wünschen|wollen|magst|willst)\b|\bwenn\s+(?:es|das)\s+(?:ihnen|dir|für\s+sie)\s+(?:passt|recht\s+ist)\b"
    ),
    aim=_re(r"\b(?:versuche|versuchen|bemühe|bemühen|hoffentlich|möglichst|voraussichtlich)\b"),
    boundary=_re(r";|\s[-–—]+\s|—|,?\s+aber\b|:\s|\s\("),
    subordinate=_re(r"\b(?:sobald|wenn|falls|sofern|nachdem|bevor|bis|dass|ob)\s+$"),
    joint=_re(r"[,\s]*(?:\b(?:und|dann)\b(?:\s+dann\b)?)?[,\s]*$|^[,\s]*(?:und|dann)\b\s*"),
    times=TIMES,
)
