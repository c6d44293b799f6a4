"""Whether a promise is kept by writing: "get back to you", "let you know". Sending a lid is not."""

from __future__ import annotations

import re

_YOU = r"(?:\s+to)?\s+you\b"
_WRITING = re.compile(
    rf"""\b(?:
      (?:get|come|write|report)\s+back\b | let\s+you\s+know\b | keep\s+you\s+(?:posted|updated|informed)\b
    | (?:write|e-?mail|message|update|inform|notify|tell|answer|respond|reply|follow\s+up\s+with){_YOU}
    | (?:reply|respond|answer)\s+(?:by|before|on|today|tomorrow|within|in\s+full)\b
    | be\s+in\s+touch\b | hear\s+(?:back\s+)?from\s+(?:me|us)\b

    | meld(?:e|en)\b | schreib(?:e|en)\s+(?:ich\s+|wir\s+)?(?:Ihnen|dir|euch)\b | Bescheid\b | Rückmeldung\b
    | antwort(?:e|en)\b | informier(?:e|en)\b | sag(?:e|en)\s+(?:ich\s+|wir\s+)?(?:Ihnen|dir|euch)\b
    | hören\s+(?:Sie|wir\s+voneinander)\b | auf\s+dem\s+Laufenden\b

    | escribi?r\w*\b | respond\w*\b | contest\w*\b | avis\w*\b | informar\w*\b | dir(?:é|emos)\b
    | (?:pond|mantend)r\w*\s+en\s+contacto\b | noticias\b | (?:mantendr\w*)\s+al\s+(?:tanto|corriente)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)


def is_word_back(text: str) -> bool:
    """True for a promise that a message to the customer keeps, in English, German or Spanish."""
    return _WRITING.search(text) is not None
