"""Dots that end no sentence: abbreviations, initials, and ordinals before a month."""

from __future__ import annotations

import re

LONGEST = 12
"""So many characters before a dot say what it is."""

_SHORT = re.compile(
    r"(?<!\w)(?:"
    r"mr|mrs|ms|dr|prof|jr|st|no|nos|approx|dept|vs|inc|ltd|ext|est|tel|e\.g|i\.e|a\.k\.a|cf|"
    r"nr|bzw|ca|evtl|ggf|inkl|exkl|zzgl|abs|art|str|hr|fr|dipl|ing|max|min|mind|sog|vgl|lt|z\.\s?b|d\.\s?h|u\.\s?a|i\.\s?d|"
    r"sr|sra|srta|dra|ud|uds|vd|vds|núm|pág|aprox|dpto|avda|p\.\s?ej|ee\.\s?uu|"
    r"jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|okt|nov|dec|dez|mär|ene|abr|ago|dic|mon|tue|tues|wed|thu|thur|thurs|fri|"
    r"mo|di|mi|do|(?-i:[a-zäöüA-HJ-ZÄÖÜ]))$",
    re.IGNORECASE,
)
_HALF_DAY = re.compile(r"(?<![a-z])[ap]\.?m$", re.IGNORECASE)
_AFTER_HALF_DAY = re.compile(
    r"\s+(?:\(?(?:[ECMP][SD]?T|GMT|UTC|BST|CES?T|IST|AES?T)\b|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|"
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)\b)",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"(?<!\d)\d{1,2}$")
_AFTER_ORDINAL = re.compile(
    r"\s+(?:(?:jan(?:uar)?|feb(?:ruar)?|märz|mär|apr(?:il)?|mai|juni?|juli?|aug(?:ust)?|sept?(?:ember)?|okt(?:ober)?|"
    r"nov(?:ember)?|dez(?:ember)?|werktag\w*|arbeitstag\w*|quartal\w*|tage?s?|woche|monats?|stock|etage)\b|(?-i:[a-zäöüß]))",
    re.IGNORECASE,
)
_LOWER = re.compile(r"\s+[a-zäöüß]")


def ends_nothing(text: str, dot: int) -> bool:
    """Whether the dot at that place belongs to the word or the number before it: "z. B.", "Dr.", "am 12. Juni"."""
    before = text[max(0, dot - LONGEST) : dot]
    if _ORDINAL.search(before):
        return _AFTER_ORDINAL.match(text, dot + 1) is not None
    if _HALF_DAY.search(before):
        return _AFTER_HALF_DAY.match(text, dot + 1) is not None or _LOWER.match(text, dot + 1) is not None
    return _SHORT.search(before) is not None
