"""What is a promise, what only looks like one, and where it begins and ends."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from wellkept.promises.domain.words import find

ZONE = ZoneInfo("Europe/London")
TUESDAY = datetime(2026, 3, 10, 10, 20, tzinfo=ZONE)


def found(text):
    return find(text, sent_at=TUESDAY, zone=ZONE)


@pytest.mark.parametrize(
    "text",
    [
        "I'll check with the warehouse and get back to you by Friday noon.",
        "I’ll write tomorrow.",
        "Your case will be reviewed by our team within 48 hours.",
        "Maria from billing will email you tomorrow.",
        "You can count on us to fix this by tomorrow.",
        "Ich kümmere mich darum.",
        "Eine Kollegin ruft Sie morgen Vormittag zurück.",
        "Te lo soluciono hoy.",
        "Le mantendré informado.",
    ],
)
def test_a_commitment_to_act_for_the_customer_is_a_promise(text):
    assert len(found(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Will you send the photo tomorrow?",
        "I'll be happy to help.",
        "We look forward to hearing from you by Friday.",
        "I can't promise that we will have it by Friday.",
        "We called you on Monday.",
        "Orders usually ship within 2 days.",
        "Please send us the photos by Friday.",
        "You wrote that we will call you on Monday.",
        "I can call you tomorrow if that suits you.",
        "Your subscription will renew on Friday.",
        "> I'll call you tomorrow.",
        "Bye\n-- \nBen\nI'll answer you within a day.",
        "Wir haben das Paket am Montag verschickt.",
        "Bitte senden Sie uns das Foto bis morgen.",
        "¿Le enviamos otro el viernes?",
        "Le enviamos el paquete el lunes pasado.",
    ],
)
def test_what_only_looks_like_a_promise_is_left_alone(text):
    assert found(text) == []


def test_offsets_cut_the_promise_out_of_the_text_as_given():
    text = "Sorry for that 🙈.\n\n> when?\n\nI’ll call you tomorrow at 5pm. Bye"
    (one,) = found(text)
    assert text[one.start : one.end] == one.text == "I’ll call you tomorrow at 5pm"


def test_two_times_in_one_sentence_are_two_promises():
    first, second = found("I'll refund you today and you will hear from our courier by Thursday 10am.")
    assert first.text == "I'll refund you today"
    assert second.text.startswith("you will hear")
    assert second.due == datetime(2026, 3, 12, 10, 0, tzinfo=ZONE)


def test_steps_towards_one_time_are_one_promise():
    (one,) = found("Let me look into it and I'll write again this afternoon.")
    assert one.strength == "firm"
    assert one.due_kind == "part_of_day"


def test_a_span_after_a_condition_has_no_time_yet():
    (one,) = found("Once the parcel is back with us we'll refund you within 2 days.")
    assert (one.strength, one.due_kind, one.due) == ("conditional", "conditional", None)


def test_a_day_after_a_condition_is_still_that_day():
    (one,) = found("If you confirm the address, I'll send the contract on Monday.")
    assert (one.strength, one.due) == ("conditional", datetime(2026, 3, 16, 17, 0, tzinfo=ZONE))


@pytest.mark.parametrize(
    "text", ["I'll try to call you tomorrow.", "We aim to fix it today.", "Wir versuchen es bis morgen."]
)
def test_an_attempt_is_an_aim(text):
    assert [one.strength for one in found(text)] == ["aim"]


@pytest.mark.parametrize(
    "text", ["We'll be in touch soon.", "I'll ask them asap.", "Wir melden uns in Kürze.", "Le aviso pronto."]
)
def test_soon_is_vague_and_has_no_time(text):
    assert [(one.due_kind, one.due) for one in found(text)] == [("vague", None)]


def test_a_promise_without_any_time_says_so():
    assert [(one.due_kind, one.due) for one in found("I'll look into this.")] == [("none", None)]


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        find("I'll call.", sent_at=datetime(2026, 3, 10), zone=ZONE)  # noqa: DTZ001 - that is the point
