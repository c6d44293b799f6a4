"""German words of time."""

from __future__ import annotations

import re

from .tokens import TimeWords, any_of, compiled

_SMALL = "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf"
_NUMBERS = {
    **{w: float(n) for n, w in enumerate(_SMALL.split(), 2)},
    **dict.fromkeys("ein eine einer einem einen".split(), 1.0),
    "einer halben": 0.5,
    "eine halbe": 0.5,
    "vierzehn": 14.0,
}
_N = (
    r"(?:\d{1,3}(?:,\d)?|einer\s+halben|eine\s+halbe|"
    + any_of(_SMALL + " vierzehn ein eine einer einem einen")
    + ")"
)
_WD = any_of("montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag")
_MON = any_of(
    "januar februar märz april mai juni juli august september oktober november dezember "
    "jan feb mär apr jun jul aug sep okt nov dez"
)
_PART = r"(?:vormittag|nachmittag|mittag|abend|morgen|früh)s?"
_NEXT = r"(?:nächste[nrms]?|kommende[nrms]?)"
_UNIT = r"(?P<unit>minuten?|min|stunden?|std|h|tage?n?|wochen?|monate?n?)\.?"

TIMES = TimeWords(
    patterns=[
        *compiled(
            (
                "vague",
                r"in\s+kürze|bald|demnächst|so\s+(?:schnell|bald)\s+wie\s+möglich|schnellstmöglich|baldmöglichst|umgehend|zeitnah|"
                r"gleich|sofort|asap|in\s+den\s+(?:nächsten|kommenden)\s+(?:minuten|stunden|tagen|wochen)|in\s+(?:ein\s+paar|einigen|wenigen)\s+\w+|unverzüglich|schnellstens",
            ),
            ("span", rf"(?P<edge>ende|ablauf)\s+des\s+{_NEXT}\s+(?P<biz>werk|arbeits)(?P<unit>tag)e?s"),
            (
                "span",
                rf"(?:innerhalb|binnen|in|nach)\s+(?:von\s+|der\s+nächsten\s+|den\s+nächsten\s+|spätestens\s+|ca\.?\s+|etwa\s+|rund\s+|maximal\s+)*"
                rf"(?:{_N}\s*(?:-|–|bis|oder)\s*)?(?P<n>{_N})\s*(?:(?P<biz>werk|arbeits|geschäfts)|kalender)?{_UNIT}",
            ),
            ("span", rf"(?:am\s+)?{_NEXT}\s+(?P<biz>werk|arbeits)(?P<unit>tag)"),
            ("day", rf"(?:{_WD},?\s+(?:den\s+)?)?(?P<iso>\d{{4}}-\d\d-\d\d)"),
            ("day", rf"(?P<edge>anfang|mitte|ende)\s+(?P<mon>{_MON})(?:\s+(?P<year>20\d\d))?"),
            ("week", r"(?:in\s+der\s+)?(?P<second>über)(?P<which>nächste)[nr]?\s+(?P<unit>woche)"),
            ("day", rf"(?P<dom>[0-3]?\d)\.?\s+(?P<mon>{_MON})(?:\s+(?P<year>20\d\d))?"),
            ("day", r"(?P<first>[0-3]?\d)\.(?P<second>[01]?\d)\.(?P<year>(?:20)?\d\d)?"),
            ("day", r"(?:am|zum|den|dem)\s+(?P<dom>[0-3]?\d)\."),
            (
                "week",
                rf"(?:(?P<edge>anfang|mitte|ende)\s+)?(?P<which>{_NEXT}|dieser|diese|diesen|der|des)\s+(?P<unit>woche|monats?)",
            ),
            (
                "week",
                r"(?P<wkend>(?:am|übers)\s+wochenende)|(?P<after>nach\s+dem\s+wochenende)|vor\s+dem\s+wochenende",
            ),
            (
                "close",
                r"feierabend|(?:ende\s+des\s+|(?:zum|bis)\s+)(?:arbeits|geschäfts)?tage?s?(?:schluss|ende)?|geschäftsschluss|dienstschluss|büroschluss",
            ),
            ("day", r"(?P<rel>übermorgen|heute|(?<!guten\s)(?<!heute\s)morgen)"),
            ("day", rf"(?:(?P<this>diese[nrms]?)\s+|{_NEXT}\s+)?(?P<wd>{_WD})(?={_PART}|s?\b)"),
            ("clock", rf"(?P<quarter>halb|viertel\s+(?:nach|vor))\s+(?P<h>{any_of(_SMALL)}|[01]?\d)"),
            ("clock", r"(?P<h>[01]?\d|2[0-4])[:.](?P<m>[0-5]\d)(?:\s*uhr)?"),
            ("clock", r"(?P<h>[01]?\d|2[0-4])\s*(?:uhr|h)"),
            ("clock", r"(?P<named>mitternacht)"),
            ("part", rf"(?<!guten\s)(?P<part>{_PART})"),
        ),
        ("day", re.compile(rf"(?<!\w)(?P<wd>{_WD})(?={_PART})", re.I)),
        ("part", re.compile(r"(?<=tag)(?P<part>vormittag|nachmittag|mittag|abend|morgen)", re.I)),
    ],
    relative={"heute": 0, "morgen": 1, "übermorgen": 2},
    weekdays={
        "montag": 0,
        "dienstag": 1,
        "mittwoch": 2,
        "donnerstag": 3,
        "freitag": 4,
        "samstag": 5,
        "sonnabend": 5,
        "sonntag": 6,
    },
    months={w: n for n, w in enumerate("jan feb mär apr mai jun jul aug sep okt nov dez".split(), 1)},
    numbers=_NUMBERS,
    units={
        "min": "minute",
        "st": "hour",
        "h": "hour",
        "tag": "day",
        "woche": "week",
        "mon": "month",
        "monats": "month",
        "monat": "month",
    },
    parts={"vormittag": 720, "nachmittag": 1020, "mittag": 720, "abend": 1260, "morgen": 720, "früh": 720},
    clocks={"mitternacht": 1440},
    next_words=re.compile(r"nächst|kommend", re.I),
    early=re.compile(r"anfang", re.I),
    middle=re.compile(r"mitte", re.I),
    before=re.compile(r"\bvor\s+$", re.I),
    aside=re.compile(r"\b(?:seit|vom|über|letzte[nrs]?|bezüglich|wegen|jeden)\s+(?:\w+\s+){0,2}$", re.I),
)
