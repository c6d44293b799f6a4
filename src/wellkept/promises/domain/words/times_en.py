"""English words of time."""

from __future__ import annotations

import re

from .tokens import TimeWords, any_of, compiled

_NUMBERS = {
    **{
        w: float(n)
        for n, w in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
    },
    "a": 1.0,
    "an": 1.0,
    "the": 1.0,
    "half an": 0.5,
    "half a": 0.5,
    "a couple of": 2.0,
    "couple of": 2.0,
    "a couple": 2.0,
    "fourteen": 14.0,
    "twenty": 20.0,
    "thirty": 30.0,
    "a half": 0.5,
}
_N = (
    r"(?:\d{1,3}(?:\.\d)?|half\s+an?|a\s+couple\s+of|a\s+couple|couple\s+of|"
    + any_of("one two three four five six seven eight nine ten eleven twelve fourteen twenty thirty an a")
    + r")"
)
_WD = any_of(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun"
)
_MON = any_of(
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec"
)
_H = r"(?:[01]?\d|2[0-4])"
_BIZ = r"(?P<biz>business|working|work)[\s-]+"
_AP = r"\s?(?P<ap>[ap]\.?m\b\.?)"
_HOUR_WORD = any_of("one two three four five six seven eight nine ten eleven twelve")
_BY = r"(?:at|by|before|until|till|around|about|from|to|than|@|and|-|–|after)"

TIMES = TimeWords(
    patterns=compiled(
        (
            "vague",
            r"as\s+soon\s+as\s+(?:possible|(?:i|we)\s+can)|asap|soon|shortly|in\s+due\s+course|"
            r"(?:in|within|over)\s+(?:a|the\s+next|the\s+coming)\s+few\s+(?:minutes|hours|days|weeks)|in\s+the\s+(?:next|coming)\s+(?:days|weeks|hours)|in\s+the\s+next\s+couple\s+of\s+\w+|"
            r"momentarily|in\s+a\s+(?:moment|bit|while|sec|second)|at\s+some\s+point|sometime|in\s+no\s+time|"
            r"as\s+quickly\s+as\s+(?:possible|we\s+can|i\s+can)|in\s+the\s+near\s+future|eventually|right\s+away|immediately",
        ),
        (
            "span",
            rf"(?:within|in|after|inside|over)\s+(?:the\s+next\s+|about\s+|around\s+|approximately\s+|no\s+more\s+than\s+|"
            rf"under\s+|max(?:imum)?\s+|at\s+most\s+|less\s+than\s+|another\s+)?(?:{_N}\s*(?:-|–|to|or)\s*)?(?:(?P<n>{_N})[\s-]*)?(?:{_BIZ})?"
            r"(?P<unit>minutes?|mins?|hours?|hrs?|h|days?|weeks?|fortnight|months?)(?:'?\s+time)?",
        ),
        ("span", rf"(?:within|in)\s+the\s+(?P<unit>hour|day)|(?P<n>{_N})\s+{_BIZ}(?P<unit_>days?)(?!\w)"),
        ("span", r"(?P<biz>next\s+(?:business|working)\s+)(?P<unit>day)"),
        ("day", rf"(?:{_WD},?\s+)?(?P<iso>\d{{4}}-\d\d-\d\d)"),
        (
            "day",
            rf"(?P<edge>(?:the\s+)?(?:end|middle|beginning|start)\s+of|early|mid|late)[\s-]+(?P<mon>{_MON})(?:\s+(?P<year>20\d\d))?",
        ),
        (
            "day",
            rf"(?:{_WD},?\s+)?(?:the\s+)?(?P<dom>[0-3]?\d)(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<mon>{_MON})(?:,?\s+(?P<year>20\d\d))?",
        ),
        (
            "day",
            rf"(?:{_WD},?\s+)?(?P<mon>{_MON})\.?\s+(?:the\s+)?(?P<dom>[0-3]?\d)(?:st|nd|rd|th)?(?:,?\s+(?P<year>20\d\d))?(?!:)",
        ),
        ("day", rf"(?:{_WD},?\s+)?(?P<first>[0-3]?\d)[/.](?P<second>[0-3]?\d)(?:[/.](?P<year>(?:20)?\d\d))?"),
        ("day", rf"(?:{_WD},?\s+)?the\s+(?P<dom>[0-3]?\d)(?:st|nd|rd|th)"),
        (
            "week",
            r"(?P<wkend>(?:over|at|on|during|this|through)\s+(?:the\s+)?weekend)|(?P<after>after\s+the\s+weekend)|before\s+the\s+weekend",
        ),
        (
            "day",
            rf"(?P<wd>{_WD})\s+(?P<nextweek>(?:of\s+)?next\s+week)|(?P<nextweek_>next\s+week)\s+(?:on\s+)?(?P<wd_>{_WD})",
        ),
        ("week", r"(?:the\s+)?(?P<unit>week)\s+(?P<second>after)\s+(?P<which>next)"),
        (
            "week",
            r"(?P<edge>(?:early|later|late|mid|(?:(?:the\s+)?(?:end|start|beginning|middle)\s+of)|by\s+the\s+end\s+of))?\s*"
            r"(?P<which>next|this|the|the\s+coming|of\s+the)\s+(?P<unit>week|month)(?!\s+day)",
        ),
        ("week", r"(?P<edge>end)\s+of\s+(?P<unit>week|month)|eow"),
        (
            "close",
            r"(?:the\s+)?end\s+of\s+(?:the\s+|our\s+|my\s+)?(?:business\s+|working\s+|work\s*)?(?:day|play|shift)|eod|eob|cob|"
            r"close\s+of\s+(?:business|play)|end\s+of\s+business",
        ),
        (
            "day",
            r"(?P<rel>the\s+day\s+after\s+tomorrow|day\s+after\s+tomorrow|today|tonight|tomorrow|tmrw|tmr|tomorow|tommorow|tommorrow)",
        ),
        ("day", rf"(?:(?P<this>this)\s+|next\s+|coming\s+)?(?P<wd>{_WD})"),
        ("clock", r"(?P<named>noon|midday|lunchtime|lunch|midnight)"),
        (
            "part",
            r"(?P<part>in\s+the\s+morning|first\s+thing|(?<!good\s)(?:morning|afternoon|evening)|tonight)",
        ),
        ("clock", rf"(?P<h>{_H})[:.](?P<m>[0-5]\d)(?:{_AP})?"),
        ("clock", rf"between\s+{_H}\s+(?:and|-|–)\s+(?P<h>{_H})(?:{_AP})?"),
        ("clock", rf"(?P<h>{_H}){_AP}"),
        ("clock", rf"(?P<h>{_H})\s*(?:o'?clock|h(?!\w))"),
        (
            "clock",
            rf"(?P<quarter>quarter\s+past|quarter\s+to|half\s+past)\s+(?P<h>{_HOUR_WORD}|{_H})(?:{_AP})?",
        ),
        (
            "clock",
            rf"(?:at|by|before|until|till|around)\s+(?P<h>{_H}|{_HOUR_WORD})(?!\s*(?:%|minutes?|hours?|days?|weeks?|business|\w+\s+street))",
        ),
    ),
    relative={
        "today": 0,
        "tonight": 0,
        "tomorrow": 1,
        "tmrw": 1,
        "tmr": 1,
        "tomorow": 1,
        "tommorow": 1,
        "tommorrow": 1,
        "the day after tomorrow": 2,
        "day after tomorrow": 2,
    },
    weekdays={"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6},
    months={w: n for n, w in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)},
    numbers=_NUMBERS,
    units={
        "min": "minute",
        "h": "hour",
        "day": "day",
        "week": "week",
        "fortnight": "fortnight",
        "month": "month",
    },
    parts={
        "in the morning": 720,
        "first thing": 720,
        "morning": 720,
        "afternoon": 1020,
        "evening": 1260,
        "tonight": 1439,
    },
    clocks={"noon": 720, "midday": 720, "lunchtime": 720, "lunch": 720, "midnight": 1440},
    next_words=re.compile(r"next|coming", re.I),
    early=re.compile(r"early|start|beginning", re.I),
    middle=re.compile(r"mid", re.I),
    before=re.compile(r"\bbefore\s+$", re.I),
    aside=re.compile(
        r"\b(?:about|regarding|since|last|every|each|because)\s+(?:(?:the|your|our|an?)\s+)?(?:\w+\s+){0,2}(?:on\s+|of\s+)?$",
        re.I,
    ),
    month_first=True,
)
