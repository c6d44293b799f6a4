"""Card numbers are masked before anyone or any index sees them. The raw source keeps the bytes as they came."""

from __future__ import annotations

import re

from stdnum import luhn

# 13 to 19 digits in groups as people write them. Not inside a longer number, word, address or file name.
_NUMBER = re.compile(
    r"(?<![\w/=&?%#.+-])(?<!\d[ -])[2-6]\d(?:(?:[ \u00a0-]|&nbsp;)?\d){11,17}(?![\w=&%-]|[ ]\d)"
)
_TAG = re.compile(r"(<[^<>]*>)")
_DIGITS = re.compile(r"\d")

# First digits and lengths of the card schemes (ISO/IEC 7812 as the schemes publish them): without them one in ten
# parcel numbers would pass for a card.
_SCHEMES = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})"  # Visa
    r"|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}"  # Mastercard
    r"|3[47]\d{13}"  # American Express
    r"|6(?:011|5\d\d|4[4-9]\d)\d{12,15}"  # Discover
    r"|35(?:2[89]|[3-8]\d)\d{12}"  # JCB
    r"|3(?:0[0-5]|[68]\d)\d{11}"  # Diners Club
    r"|62\d{14,17}"  # UnionPay
    r"|(?:5018|5020|5038|5893|6304|6759|676[1-3])\d{8,15}"  # Maestro
)


def mask_cards(text: str) -> tuple[str, int]:
    """The text with every card number but its last four digits replaced by dots, and how many there were."""
    count = 0

    def mask(match: re.Match[str]) -> str:
        nonlocal count
        number = match.group()
        digits = "".join(_DIGITS.findall(number))
        if not _SCHEMES.fullmatch(digits) or not luhn.is_valid(digits):
            return number
        count += 1
        return _DIGITS.sub("•", number, count=len(digits) - 4)

    return _NUMBER.sub(mask, text), count


def mask_cards_in_html(html: str) -> tuple[str, int]:
    """The same for HTML: only what stands between tags, so that no address inside a link changes."""
    if not _NUMBER.search(html):
        return html, 0
    count = 0
    parts = _TAG.split(html)
    for index in range(0, len(parts), 2):
        parts[index], found = mask_cards(parts[index])
        count += found
    return "".join(parts), count
