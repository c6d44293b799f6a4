"""Dots that end no sentence, and words that are somebody else's."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from wellkept.promises.domain.words import find

ZONE = ZoneInfo("Europe/Berlin")
TUESDAY = datetime(2026, 3, 10, 10, 20, tzinfo=ZONE)


def found(text):
    return [one.text for one in find(text, sent_at=TUESDAY, zone=ZONE)]


@pytest.mark.parametrize(
    "text",
    [
        "Wir schicken Ihnen am 12. Juni einen Ersatz",
        "Wir geben Ihnen z. B. morgen um 14 Uhr Bescheid",
        "Wir korrigieren die Rechnung Nr. 4711 bis morgen",
        "I'll ask Dr. Weber about it by 9 a.m. tomorrow",
        "I'll send you the papers, e.g. Form B, by Friday",
        "We'll call you on Dec. 12 at noon",
        "Llamaremos a la Sra. Gómez el lunes",
        "Le enviaremos el modelo núm. 4 mañana",
    ],
)
def test_a_dot_of_an_abbreviation_or_an_ordinal_does_not_cut_a_promise(text):
    assert found(f"{text}. Danke") == [text]


@pytest.mark.parametrize(
    "text, first",
    [
        ("We'll be back at 5 p.m. Please wait.", "We'll be back at 5 p.m"),
        ("Wir kommen am 12. Bitte warten Sie.", "Wir kommen am 12"),
        ("I'll call you on the 15. Thanks.", "I'll call you on the 15"),
    ],
)
def test_a_dot_at_the_end_of_a_sentence_still_ends_it(text, first):
    assert found(text) == [first]


@pytest.mark.parametrize(
    "text",
    [
        'She wrote "we will ship it tomorrow" in her last mail.',
        "Sie schrieben: „Wir melden uns am Montag.“",
        "Usted escribió: «Le llamaremos el lunes sin falta».",
        "Ben said: we'll refund you tomorrow.",
        "Your colleague assured me somebody will call today.",
        "Tell your colleague that I will call him on Monday.",
        "It looks like it will arrive tomorrow.",
        "Order by Thursday and it will arrive on Saturday.",
        "Su banco le enviará una carta en diez días.",
        "El fabricante lo enviará la próxima semana.",
        "Ich rufe an wegen Ihrer Rechnung.",
    ],
)
def test_words_of_others_are_not_ours(text):
    assert found(text) == []


def test_a_quoted_name_of_a_thing_does_not_hide_the_promise():
    assert found('I\'ll reset the "away" switch tomorrow.') == ['I\'ll reset the "away" switch tomorrow']


def test_a_negation_in_the_condition_refuses_nothing():
    assert found("Falls das Paket nicht da ist, senden wir Ihnen ein neues.") != []


def test_a_second_verb_with_a_time_of_its_own_is_a_second_promise():
    assert found("I'll call the pharmacy today and call you back tomorrow before 10am.") == [
        "I'll call the pharmacy today",
        "call you back tomorrow before 10am",
    ]


def test_a_bare_verb_without_a_promise_before_it_is_none():
    assert found("Please check the cable and let you know what it is.") == []
