"""M22 with the figures printed on its card, and counting."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept.kernel.statistics.readability import (
    count,
    flesch_kincaid_grade,
    flesch_reading_ease,
    lix,
    syllables_in,
)


def test_m22_gives_the_grades_of_its_card():
    assert round(flesch_kincaid_grade(words=30, sentences=2, syllables=40), 2) == 5.99
    assert round(flesch_reading_ease(words=30, sentences=2, syllables=40), 1) == 78.8


def test_m22_counts_long_words_for_other_languages():
    assert lix(words=40, sentences=4, long_words=10) == 35


def test_m22_refuses_a_text_without_words():
    with pytest.raises(ValueError):
        flesch_kincaid_grade(words=0, sentences=0, syllables=0)


@pytest.mark.parametrize(
    "text, words, sentences, longest",
    [
        ("We will write tomorrow. Thank you!", 6, 2, 4),
        ("It costs 3.50, e.g. with a stamp. Yes", 7, 2, 6),
        ("One line\n\nAnother line", 4, 2, 2),
        ("Don't worry… it's well-kept", 4, 2, 2),
        ("", 0, 0, 0),
        ("12 + 3", 0, 0, 0),
    ],
)
def test_words_and_sentences_are_counted_as_a_reader_would(text, words, sentences, longest):
    found = count(text)
    assert (found.words, found.sentences, found.longest_sentence_words) == (words, sentences, longest)


@pytest.mark.parametrize(
    "word, syllables",
    [("promise", 2), ("owed", 2), ("table", 2), ("keep", 1), ("the", 1), ("customer", 3), ("delivery", 4)],
)
def test_syllables_are_estimated_by_groups_of_vowels(word, syllables):
    assert syllables_in(word) == syllables


@given(st.text())
def test_any_text_can_be_counted(text):
    found = count(text)
    assert found.sentences <= found.words <= found.syllables
    assert found.longest_sentence_words <= found.words
