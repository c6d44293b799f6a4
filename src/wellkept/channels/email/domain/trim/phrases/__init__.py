"""One file a language: how its mail programs introduce a quote, a forward, a signature. Add one, and list it here."""

from __future__ import annotations

from . import ar, cs, da, de, en, es, fi, fr, it, ja, ko, nl, no, pl, pt, ru, sv, tr, uk, zh
from .words import Phrases

LANGUAGES: dict[str, Phrases] = {
    "en": en.PHRASES,
    "de": de.PHRASES,
    "fr": fr.PHRASES,
    "es": es.PHRASES,
    "it": it.PHRASES,
    "pt": pt.PHRASES,
    "nl": nl.PHRASES,
    "pl": pl.PHRASES,
    "sv": sv.PHRASES,
    "da": da.PHRASES,
    "no": no.PHRASES,
    "fi": fi.PHRASES,
    "cs": cs.PHRASES,
    "ru": ru.PHRASES,
    "uk": uk.PHRASES,
    "tr": tr.PHRASES,
    "ja": ja.PHRASES,
    "zh": zh.PHRASES,
    "ko": ko.PHRASES,
    "ar": ar.PHRASES,
}

__all__ = ["LANGUAGES", "Phrases"]
