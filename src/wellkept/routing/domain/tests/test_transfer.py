"""How well a draft that sends the customer away is found. The figures are facts of transfer_sentences.py."""

import pytest

from wellkept.routing.domain.transfer import find_transfers

from .transfer_sentences import HELD_OUT, LABELLED


def figures(sentences):
    found = [(label, bool(find_transfers(text))) for label, text in sentences]
    hits = sum(label and said for label, said in found)
    return hits, sum(said for _, said in found), sum(label for label, _ in found)


@pytest.mark.parametrize("label, text", LABELLED, ids=[text for _, text in LABELLED])
def test_each_sentence_tried_on(label, text):
    assert bool(find_transfers(text)) is label


def test_precision_and_recall_on_what_was_held_out():
    hits, said, there = figures(HELD_OUT)
    assert (hits, said, there) == (12, 13, 12)  # precision 0.92, recall 1


def test_the_sentence_and_the_department_are_named_where_they_stand():
    draft = "Dear Dana,\n\nthank you. Please contact our billing team directly. Best, Ben"
    (one,) = find_transfers(draft)
    assert draft[one.start : one.end].strip() == one.text == "Please contact our billing team directly."
    assert one.whom == "our billing team"


def test_what_the_customer_wrote_is_not_read():
    assert find_transfers("> Please contact billing.\nI have done that for you.") == []


def test_an_address_does_not_end_a_sentence():
    (one,) = find_transfers("Please write to our billing team at billing@larkmoor.example today.")
    assert one.text.endswith("today.")


def test_a_long_draft_is_read_to_its_bound_only():
    assert find_transfers("word " * 100_000) == []
