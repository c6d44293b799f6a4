import pytest

from wellkept.channels.email.domain.cards import mask_cards, mask_cards_in_html


@pytest.mark.parametrize(
    "text, shown",
    [
        (
            "4111 1111 1111 1111",
            "\u2022\u2022\u2022\u2022 \u2022\u2022\u2022\u2022 \u2022\u2022\u2022\u2022 1111",
        ),
        (
            "card:5555-5555-5555-4444.",
            "card:\u2022\u2022\u2022\u2022-\u2022\u2022\u2022\u2022-\u2022\u2022\u2022\u2022-4444.",
        ),
        ("378282246310005", "\u2022" * 11 + "0005"),
        ("(6011111111111117)", "(" + "\u2022" * 12 + "1117)"),
        ("3530111333300000", "\u2022" * 12 + "0000"),
    ],
)
def test_a_card_number_keeps_its_last_four(text, shown):
    assert mask_cards(text) == (shown, 1)


@pytest.mark.parametrize(
    "text",
    [
        "4111 1111 1111 1112",
        "order 1234567890123456",
        "https://shop.example/t/4111111111111111",
        "https://shop.example/?id=4111111111111111&x",
        "parcel 4111 1111 1111 1111 22",
        "4111111111111111111111",
        "file_4111111111111111.pdf",
        "+49 4111 1111 1111 1111"[:12],
        "",
    ],
)
def test_what_only_looks_like_one_stays(text):
    assert mask_cards(text) == (text, 0)


def test_html_is_masked_between_tags_only():
    html = '<a href="/4111111111111111" title="4111111111111111">4111&nbsp;1111&nbsp;1111&nbsp;1111</a>'
    masked, count = mask_cards_in_html(html)
    assert count == 1
    assert masked.startswith('<a href="/4111111111111111" title="4111111111111111">')
    assert "1111&nbsp;1111</a>" not in masked


def test_a_body_full_of_digits_costs_no_more_than_its_length():
    mask_cards("4 1 " * 100_000)
    mask_cards("4" * 300_000)
