"""Finds in a draft that a customer is sent to another department of ours (PRINCIPLES.md, C21).

"Please contact billing directly" makes the customer begin again; handing the conversation over does not. A sentence is
found when it asks the customer (an imperative, "please", "you need to", "wenden Sie sich", "póngase") to contact, write
to, call or ask a part of a company. A person's own line ("call me"), a customer's own bank or carrier, and what we do
ourselves ("I have asked billing") are not. English, German and Spanish; pure, and quick enough for every pause in
typing: one pass of a few patterns over at most 20,000 characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST = 20_000

_END = r"[.!?;\n]"
_GAP = r"[^.!?;\n]"
# An address or a number with dots in it does not end a sentence.
_DOT = re.compile(r"(?<=\w)\.(?=\w)")


@dataclass(frozen=True, slots=True)
class Sent:
    """`start` and `end` are offsets of the sentence in the draft; `whom` is the department as it is written there."""

    start: int
    end: int
    text: str
    whom: str


_EN_DEPARTMENT = (
    r"(?:(?:our|the|their)\s+)?(?:\w+[\s-]){0,3}?"
    r"(?:department|team|colleagues?|desk|division|hotline|help\s?line|branch|office|unit)\b(?:\s+(?:for|of)\s+\w+)?"
    r"|(?:our\s+|the\s+)?(?:billing|sales|accounts(?:\s+payable|\s+receivable)?|accounting|finance|returns|"
    r"wholesale|shipping|logistics|orders|technical\s+support|tech\s+support|customer\s+(?:service|care|support)|"
    r"support|repairs?|service\s+cent(?:re|er)|warranty|complaints?|human\s+resources|HR|legal|IT|warehouse)\b"
)
_EN_VERB = (
    r"(?:contact(?:ing)?|get(?:ting)?\s+in\s+(?:touch|contact)\s+with|reach(?:ing)?\s+out\s+to|reach|"
    r"writ(?:e|ing)\s+(?:directly\s+|instead\s+|again\s+)?to|e-?mail(?:ing)?|call(?:ing)?|ring(?:ing)?|phon(?:e|ing)|"
    r"speak(?:ing)?\s+(?:to|with)|talk(?:ing)?\s+(?:to|with)|turn(?:ing)?\s+to|"
    r"ask(?:ing)?|send(?:ing)?\s+(?:this|it|that|your\s+\w+|an?\s+e-?mail|a\s+message)\s+to|"
    r"forward(?:ing)?\s+(?:this|it|that|your\s+\w+)\s+to|direct(?:ing)?\s+(?:this|it|your\s+\w+)\s+to)"
)
_EN_ASKS = (
    r"(?:please|kindly|you(?:'ll|\s+will)?\s+(?:need|have|want)\s+to|you\s+(?:should|must|can|could|may|might)|"
    r"you(?:'d|\s+would)\s+(?:need|have)\s+to|you\s+are\s+best|you're\s+best|"
    r"(?:could|can|would)\s+you|I(?:'d|\s+would)?\s+(?:ask|advise|suggest|recommend)(?:\s+you)?(?:\s+to)?|"
    r"I\s+must\s+ask\s+you\s+to|feel\s+free\s+to|try|best\s+to|it\s+is\s+best\s+to)"
)
_ENGLISH = re.compile(
    rf"(?:\b{_EN_ASKS}\s+(?:\w+\s+){{0,2}}?|(?:^|(?<=[.!?\n:,;]))\s*(?:then\s+|just\s+|simply\s+)?)"
    rf"\b{_EN_VERB}\s+(?:with\s+|to\s+)?(?P<whom>{_EN_DEPARTMENT})",
    re.IGNORECASE | re.MULTILINE,
)

_DE_DEPARTMENT = (
    r"(?:(?:unsere[rnm]?|die|der|dem|den|das|unser)\s+)?(?:\w+[\s-]){0,3}?"
    r"(?:\w*abteilung|\w*team|\w*kolleg(?:en|in|innen)|\w*hotline|\w*stelle|\w*service|\w*dienst|\w*buchhaltung|"
    r"\w*vertrieb|\w*zentrale|\w*verwaltung|support|versand|lager|großhandel|werkstatt|reparatur\w*)\b"
)
_GERMAN = re.compile(
    r"(?:wenden\s+Sie\s+sich\s+(?:\w+\s+){0,4}?an|wende\s+dich\s+(?:\w+\s+){0,4}?an|"
    r"(?:kontaktieren|fragen)\s+Sie\s+(?:\w+\s+){0,3}?|"
    r"schreiben\s+Sie\s+(?:\w+\s+){0,4}?an|rufen\s+Sie\s+(?:\w+\s+){0,3}?(?:bei|in)|"
    r"melden\s+Sie\s+sich\s+(?:\w+\s+){0,3}?(?:bei|beim)|sprechen\s+Sie\s+(?:\w+\s+){0,3}?mit|"
    r"setzen\s+Sie\s+sich\s+(?:\w+\s+){0,3}?mit|"
    r"(?:müssen|sollten|können|müssten|könnten)\s+Sie\s+sich\s+(?:\w+\s+){0,3}?(?:an|bei|beim|mit)|"
    r"Sie\s+(?:müssen|sollten|können|müssten|könnten)\s+sich\s+(?:\w+\s+){0,3}?(?:an|bei|beim|mit))\s*"
    rf"(?P<whom>{_DE_DEPARTMENT})",
    re.IGNORECASE,
)

_ES_DEPARTMENT = (
    r"(?:(?:nuestro|nuestra|nuestros|nuestras|el|la|los|las)\s+)?(?:\w+\s+){0,2}?"
    r"(?:departamento|equipo|servicio|área|sección|oficina|compañeros|compañeras|colegas|central)\b"
    r"(?:\s+(?:de|del|al)\s+\w+)?"
    r"|(?:nuestro\s+|nuestra\s+|el\s+|la\s+)?(?:facturación|contabilidad|ventas|devoluciones|atención\s+al\s+cliente|"
    r"soporte(?:\s+técnico)?|almacén|administración|reclamaciones|logística)\b"
)
_SPANISH = re.compile(
    r"(?:p[óo]ng(?:ase|anse|ase\s+usted)\s+en\s+contacto\s+(?:\w+\s+)?con|ponte\s+en\s+contacto\s+(?:\w+\s+)?con|"
    r"(?:ponerse|ponerte)\s+en\s+contacto\s+(?:\w+\s+)?con|"
    r"contact(?:e|en|a|ar)\s+(?:\w+mente\s+)?(?:con|a)?|escrib(?:a|an|e|ir)\s+(?:\w+mente\s+)?(?:a|al)|"
    r"llam(?:e|en|a|ar)\s+(?:\w+mente\s+)?(?:a|al)|dir[íi]j(?:ase|anse)\s+(?:\w+mente\s+)?(?:a|al)|dirigirse\s+(?:a|al)|"
    r"consult(?:e|en|a|ar)\s+(?:\w+mente\s+)?(?:con|a)|habl(?:e|en|a|ar)\s+(?:\w+mente\s+)?con|"
    r"env[íi](?:e|en|a)(?:lo|la)?\s+(?:\w+\s+){0,4}?(?:a|al))\s+"
    rf"(?P<whom>{_ES_DEPARTMENT})",
    re.IGNORECASE,
)

# Who asks there is not us asking the customer, or whom they are sent to is theirs.
_OURS = re.compile(
    r"\b(?:I|we|he|she|they|my\s+colleague|a\s+colleague)(?:\s+(?:will|have|had|am|are|can|could|would|did|also|already|"
    r"just|now)|'ll|'ve|'m|'re)*\s+(?:\w+\s+){0,2}?$"
    r"|\b(?:ich|wir)\s+(?:\w+\s+){0,3}?$|\b(?:yo|nosotros)\s+(?:\w+\s+){0,2}?$|\b(?:voy|vamos)\s+a\s+$"
    r"|\b(?:no\s+need\s+to|(?:need|have)\s+not(?:\s+to)?|needn't|(?:do\s+not|don't)\s+(?:need|have)\s+to|without|"
    r"instead\s+of|rather\s+than)\s+(?:\w+\s+){0,2}?$"
    r"|\bno\s+(?:hace\s+falta|es\s+necesario|tiene\s+que|necesita)\s+(?:que\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)
_NOT_NEEDED = re.compile(
    r"\b(?:no\s+need\s+to|needn't|(?:do\s+not|don't|did\s+not|didn't)\s+(?:need|have)\s+to|never\s+(?:need|have)\s+to|"
    r"(?:müssen|brauchen)\s+Sie\s+(?:sich\s+)?nicht|ohne\s+dass|no\s+(?:hace\s+falta|es\s+necesario|tiene\s+que|necesita))\b",
    re.IGNORECASE,
)
_THEIRS = re.compile(
    r"\b(?:your|their|his|her|the\s+carrier|the\s+courier|ihre[rnm]?|deine[rnm]?|su|sus|tu)\b|\bus\b|\bme\b|"
    r"\bcarrier's\b|\bcourier's\b|\bbank's\b",
    re.IGNORECASE,
)


def find_transfers(text: str) -> list[Sent]:
    """The sentences that send the customer elsewhere, in order. Quoted lines (`> …`) are not read."""
    text = text[:MOST]
    found: list[Sent] = []
    for start, end in _sentences(text):
        sentence = text[start:end]
        if sentence.lstrip().startswith(">") or _NOT_NEEDED.search(sentence):
            continue
        hit = next(
            (one for pattern in (_ENGLISH, _GERMAN, _SPANISH) if (one := _sent(pattern, sentence))), None
        )
        if hit is not None:
            found.append(Sent(start, end, sentence.strip(), " ".join(hit.split())))
    return found


def _sent(pattern: re.Pattern[str], sentence: str) -> str | None:
    for match in pattern.finditer(sentence):
        whom = match["whom"]
        if not _OURS.search(sentence[: match.start()]) and not _THEIRS.search(whom):
            return whom
    return None


def _sentences(text: str) -> list[tuple[int, int]]:
    plain = _DOT.sub("_", text)
    return [(one.start(), one.end()) for one in re.finditer(rf"{_GAP}+{_END}?", plain) if one[0].strip()]
