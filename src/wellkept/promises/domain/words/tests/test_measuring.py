"""The labelled sentences, and what is counted over them."""

from __future__ import annotations

import pytest

from wellkept.promises.domain.words.found import Found
from wellkept.promises.domain.words.measuring import Label, Rate, labelled, matched, score
from wellkept.schedules.domain.reading import read_calendar


def test_there_are_enough_sentences_of_each_language_and_enough_look_alikes():
    sentences = labelled()
    by_language = {name: sum(one.language == name for one in sentences) for name in ("en", "de", "es")}
    assert by_language["en"] >= 500
    assert min(by_language.values()) >= 100
    assert sum(not one.promises for one in sentences) >= 0.45 * len(sentences)
    assert len({one.text for one in sentences}) == len(sentences)


def test_every_label_marks_words_of_its_sentence_and_a_time_that_is_ahead():
    for one in labelled():
        for label in one.promises:
            assert one.text[label.start : label.end].strip()
            assert label.due is None or label.due > one.sent_at


@pytest.mark.parametrize("half", ["tuning", "held-out"])
def test_either_half_reaches_precision_and_recall(half):
    result = score([one for one in labelled() if one.half == half], calendar_of=read_calendar)
    assert (result.precision.value or 0) >= 0.9
    assert (result.recall.value or 0) >= 0.7
    assert (result.due.value or 0) >= 0.9


@pytest.mark.parametrize(
    "hits, n, low, high",
    [(45, 50, 0.786, 0.957), (9, 10, 0.596, 0.982), (10, 10, 0.722, 1), (0, 10, 0, 0.278)],
)
def test_an_interval_is_wilsons(hits, n, low, high):
    assert Rate(hits, n).interval == pytest.approx((low, high), abs=0.0006)


def test_half_of_the_characters_in_common_is_found_and_less_is_not():
    one = Found(0, 10, "x" * 10, None, "none", "firm")
    assert matched([one], [Label(0, 20, None, "firm")])
    assert not matched([one], [Label(0, 21, None, "firm")])


def test_one_promise_answers_one_label_only():
    one = Found(0, 10, "x" * 10, None, "none", "firm")
    assert len(matched([one], [Label(0, 10, None, "firm"), Label(0, 11, None, "firm")])) == 1
