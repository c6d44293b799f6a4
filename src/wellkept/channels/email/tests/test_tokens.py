"""Tokens prove what they say they prove, and nothing else is a token."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept.channels.email.domain import tokens
from wellkept.channels.email.domain.tokens import Key, Proven

AT = datetime(2026, 6, 10, 10, 42, tzinfo=UTC)
KEYS = [Key(b"current secret of this desk")]
DANA, EVE = "dana@whitfield.example", "eve@quayside.example"
ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789"


def test_a_reply_token_names_its_conversation_and_its_person():
    token = tokens.reply_token(KEYS, 2841, DANA)
    assert tokens.claimed_conversation(token) == 2841
    assert tokens.read_token(KEYS, token, [EVE, DANA], at=AT) == Proven(2841, DANA)


def test_a_reply_token_is_worth_nothing_for_another_person():
    assert tokens.read_token(KEYS, tokens.reply_token(KEYS, 2841, DANA), [EVE], at=AT) is None


def test_case_is_folded_in_ascii_only():
    token = tokens.reply_token(KEYS, 2841, DANA)
    assert tokens.read_token(KEYS, token.upper(), ["Dana@Whitfield.EXAMPLE"], at=AT)
    kelvin = tokens.reply_token(KEYS, 2841, "mike@kettle.example")
    assert tokens.read_token(KEYS, kelvin, ["mi\u212ae@kettle.example"], at=AT) is None


def test_a_reply_token_fits_a_local_part():
    token = tokens.reply_token(KEYS, 10**12, DANA)
    assert len(f"support+{token}") <= 64
    assert token == token.lower()
    assert token.isalnum()
    assert token.isascii()


@pytest.mark.parametrize("bare", ["2841", "c2841", "", "1", "+2841", "support+2841", "1aa2841", "١" * 30])
def test_a_number_or_an_older_form_is_no_token(bare):
    assert tokens.claimed_conversation(bare) is None
    assert tokens.read_token(KEYS, bare, [DANA], at=AT) is None


@given(st.integers(1, 10**15), st.data())
def test_a_token_changed_anywhere_is_refused(conversation_id, data):
    token = tokens.reply_token(KEYS, conversation_id, DANA)
    at = data.draw(st.integers(0, len(token) - 1))
    changed = token[:at] + data.draw(st.sampled_from(ALPHABET)) + token[at + 1 :]
    proven = tokens.read_token(KEYS, changed, [DANA], at=AT)
    assert (proven is not None) == (changed == token)


@given(st.text(max_size=60))
def test_reading_survives_any_text(text):
    assert tokens.read_token(KEYS, text, [DANA], at=AT) is None
    assert tokens.read_subject_token(KEYS, text, [DANA], at=AT) is None
    assert tokens.read_message_id(KEYS, text, at=AT) is None
    list(tokens.claimed_in_subject(text))


def test_keys_rotate_and_end():
    old = Key(b"the secret of last year", until=AT)
    token = tokens.reply_token([old], 7, DANA)
    minted = tokens.mint_message_id([old], 7, "larkmoor.example")
    rotated = [*KEYS, old]
    assert tokens.read_token(rotated, token, [DANA], at=AT - timedelta(seconds=1))
    assert tokens.read_message_id(rotated, minted, at=AT - timedelta(seconds=1)) == 7
    assert tokens.read_token(rotated, token, [DANA], at=AT) is None
    assert tokens.read_message_id(rotated, minted, at=AT) is None
    assert tokens.read_token(KEYS, token, [DANA], at=AT - timedelta(days=1)) is None


def test_a_key_is_long_enough_to_be_one():
    with pytest.raises(ValueError, match="16 bytes"):
        Key(b"short")


def test_a_subject_token_is_found_in_a_subject_and_bound_to_the_person():
    token = tokens.subject_token(KEYS, 2841, DANA)
    subject = f"AW: Re: {token.upper()} Ember kettle"
    [(found, number)] = tokens.claimed_in_subject(subject)
    assert number == 2841
    assert tokens.read_subject_token(KEYS, found, [DANA], at=AT) == Proven(2841, DANA)
    assert tokens.read_subject_token(KEYS, found, [EVE], at=AT) is None
    assert tokens.without_subject_tokens(subject) == "AW: Re: Ember kettle"


@pytest.mark.parametrize(
    "subject", ["Re: [#2841] lid", "Re: #2841", "[#2841-]", "[#2841-abc]", "[Ticket 2841]"]
)
def test_a_number_in_the_subject_is_no_token(subject):
    assert list(tokens.claimed_in_subject(subject)) == []


def test_a_subject_token_moved_to_another_number_is_refused():
    token = tokens.subject_token(KEYS, 2841, DANA).replace("#2841", "#2842")
    assert tokens.read_subject_token(KEYS, token, [DANA], at=AT) is None


def test_one_kind_of_token_is_not_another():
    inside = tokens.subject_token(KEYS, 2841, DANA)[7:-1]
    assert tokens.read_token(KEYS, inside, [DANA], at=AT) is None


def test_our_message_id_proves_its_conversation():
    minted = tokens.mint_message_id(KEYS, 2841, "Larkmoor.example")
    assert minted != tokens.mint_message_id(KEYS, 2841, "larkmoor.example")
    assert tokens.read_message_id(KEYS, minted, at=AT) == 2841
    assert tokens.read_message_id(KEYS, minted.strip("<>"), at=AT) == 2841
    assert tokens.read_message_id([Key(b"the secret of another desk")], minted, at=AT) is None
    assert tokens.read_message_id(KEYS, minted.replace(".2841.", ".2842."), at=AT) is None
    assert tokens.read_message_id(KEYS, minted.replace("larkmoor", "quayside"), at=AT) is None


def test_somebody_elses_message_id_is_not_ours():
    assert tokens.read_message_id(KEYS, "<CAFx7+abc.2841.xyz@mail.example>", at=AT) is None
