"""Own words found, nothing lost."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept.channels.email.domain.trim import trim
from wellkept.channels.email.domain.trim.phrases import LANGUAGES

from .trim_html import HTML_SAMPLES

FOLDER = Path(__file__).parent / "samples" / "trim"


def _samples():
    for file in sorted(FOLDER.glob("*.txt")):
        parts = file.read_text(encoding="utf-8").split("#### ")[1:]
        for mail, reply in zip(parts[::2], parts[1::2], strict=True):
            name, _, text = mail.partition("\n")
            yield pytest.param(text, reply.removeprefix("reply\n").rstrip("\n"), id=f"{file.stem}: {name}")


def lines_of(text):
    return Counter(line.strip() for line in text.splitlines() if line.strip())


@pytest.mark.parametrize("text, reply", list(_samples()))
def test_own_words_are_found(text, reply):
    trimmed = trim(text)
    assert trimmed.reply == reply
    assert lines_of(text) == lines_of(trimmed.reply) + lines_of(trimmed.rest)


@pytest.mark.parametrize("sample", HTML_SAMPLES, ids=lambda sample: sample.name)
def test_the_elements_of_mail_programs_show_what_the_text_does_not(sample):
    trimmed = trim(sample.text, sample.html)
    assert trimmed.reply == sample.reply
    if sample.text:
        assert lines_of(sample.text) == lines_of(trimmed.reply) + lines_of(trimmed.rest)


def test_there_are_enough_samples_to_mean_something():
    assert len(list(_samples())) + len(HTML_SAMPLES) >= 60
    assert len(LANGUAGES) == 20


def test_html_that_says_something_else_than_the_text_is_not_believed():
    text = "Please send a lid.\n\nAnd a handle."
    html = '<div class="gmail_quote"><blockquote class="gmail_quote">And a handle, not found here</blockquote></div>'
    assert trim(text, html).reply == text


def test_line_ends_of_any_system_read_the_same():
    text = "Yes.\n\nOn Mon, 3 Mar 2025 at 10:42, Ben <help@larkmoor.example> wrote:\n> Shall we?\n"
    assert trim(text.replace("\n", "\r\n")) == trim(text) == trim(text.replace("\n", "\r"))


_PIECES = st.sampled_from(
    [
        "Hello Ben,", "yes", "", "", "> quoted", ">> deeper", "> ", "-- ", "--", "-----", "_" * 32, "Dana", "👍",
        "On Mon, 3 Mar 2025 at 10:42, Ben <help@larkmoor.example> wrote:", "Am 3. März 2025 um 10:42",
        "schrieb Ben <help@larkmoor.example>:", "From: Ben <help@larkmoor.example>", "Sent: Monday", "To: Dana",
        "Subject: lid", "-----Original Message-----", "---------- Forwarded message ---------", "Sent from my iPhone",
        "This e-mail is confidential. If you are not the intended recipient, please delete it.", "wrote:", ">From now",
        "## Reply above this line ##", "Kind regards", "Tel. +44 1632 960123", "www.whitfield.example", "\u2028x", "\x0c",
    ]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=25).map("\n".join))
def test_nothing_is_ever_lost(text):
    trimmed = trim(text)
    assert lines_of(text) == lines_of(trimmed.reply) + lines_of(trimmed.rest)
    assert trimmed.reply.strip() or not text.strip()


@given(st.text(max_size=300), st.text(max_size=200))
def test_nothing_is_lost_of_any_text_whatever_the_html(text, words):
    trimmed = trim(text, f'<div class="gmail_quote">{words}<blockquote type="cite">{text}</blockquote></div>')
    kept = trimmed.reply + trimmed.rest
    assert all(line.strip() in kept for line in text.replace("\r", "\n").split("\n") if text.strip())
    assert trimmed.reply.strip() or not text.strip()


@pytest.mark.parametrize(
    "line",
    [
        "An ordinary line of words with 12:30 in it\n", "On a@a@a@a@a@:\n", "----\n", "From: a\n\n", "> q\nx\n", "__________\n",
        "Sent from my iPhone\n", "On 2025-2025-2025 Anna a@b.example wrote x:\n", "confidential intended recipient\n\n", "\n",
    ],
    ids=lambda line: line.strip()[:20] or "blank",
)  # fmt: skip
def test_five_megabytes_take_no_longer_than_two_seconds(line):
    started = time.process_time()
    trim(line * (5_000_000 // len(line)))
    assert time.process_time() - started < 2
