"""How hard a text is to read: M22. A hint for the writer, never a mark."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Below this many words the grades jump about: show the longest sentence instead (M22).
FEWEST_WORDS = 60
LONG_WORD = 6

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?…]+(?=\s|$)|\n{2,}")
_VOWELS = re.compile(r"[aeiouyàáâäèéêëìíîïòóôöùúûü]+")
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|etc|mr|mrs|ms|dr|no|st|vs|approx)\.(?=\s)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Counts:
    """Of a text: words, sentences, syllables as English counts them, and words of more than six letters."""

    words: int
    sentences: int
    syllables: int
    long_words: int
    longest_sentence_words: int


def flesch_kincaid_grade(*, words: int, sentences: int, syllables: int) -> float:
    """M22: US school grade, .39·words/sentences + 11.8·syllables/words − 15.59. (30, 2, 40) → 5.99. English only.

    Source: Kincaid and others 1975.
    """
    _check(words, sentences)
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59


def flesch_reading_ease(*, words: int, sentences: int, syllables: int) -> float:
    """M22: 206.835 − 1.015·words/sentences − 84.6·syllables/words; 60 and above is plain. (30, 2, 40) → 78.8.

    English only. Source: Flesch 1948.
    """
    _check(words, sentences)
    return 206.835 - 1.015 * words / sentences - 84.6 * syllables / words


def lix(*, words: int, sentences: int, long_words: int) -> float:
    """M22 for other languages: words/sentences + 100·(words of more than six letters)/words. Below 40 is plain.

    Source: Björnsson 1968.
    """
    _check(words, sentences)
    return words / sentences + 100 * long_words / words


def count(text: str) -> Counts:
    """Counts the words and sentences of a text. A text without a word has no sentence either.

    A sentence ends at . ! ? … before a space or the end, or at an empty line; "e.g." and the like do not end one.
    """
    spans = _SENTENCE_END.split(_ABBREVIATION.sub(lambda found: found[0].replace(".", ""), text))
    sentences = [words for span in spans if (words := _WORD.findall(span))]
    words = [word for sentence in sentences for word in sentence]
    return Counts(
        words=len(words),
        sentences=len(sentences),
        syllables=sum(map(syllables_in, words)),
        long_words=sum(len(word) > LONG_WORD for word in words),
        longest_sentence_words=max(map(len, sentences), default=0),
    )


def syllables_in(word: str) -> int:
    """An estimate for English: groups of vowels, without a silent e at the end; at least one."""
    plain = word.lower()
    groups = len(_VOWELS.findall(plain))
    silent = plain.endswith("e") and not plain.endswith(("le", "ee", "ie", "ue", "oe", "ye")) and groups > 1
    return max(1, groups - silent)


def _check(words: int, sentences: int) -> None:
    if words < 1 or sentences < 1:
        raise ValueError("Readability needs at least one word in one sentence.")
