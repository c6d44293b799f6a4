"""What can be wrong with a mail, code by code. The codes are stable; the sentences are for people, in English."""

from __future__ import annotations

SENTENCES = {
    "addresses-cut": "There were more recipients than we keep.",
    "addresses-odd": "A recipient is written in a way the standard does not know.",
    "base64-broken": "An encoded part is damaged; what could be read is shown.",
    "charset-broken": "Some characters do not fit the named character set and are shown as �.",
    "charset-mislabelled": "The text is not in the character set it names; we read it as what it most likely is.",
    "charset-unknown": "The text names a character set nobody knows.",
    "date-broken": "The date cannot be read.",
    "date-missing": "The mail has no date.",
    "from-ambiguous": "The From header is not exactly one plain address, so the sender is not certain.",
    "from-missing": "The mail does not say who sent it.",
    "from-names-another-address": "The sender's name shows an address that is not the sender's.",
    "header-junk": "The header has lines that belong to no field.",
    "header-unterminated": "The header ends without the blank line that belongs there.",
    "headers-cut": "There were more or longer header fields than we keep.",
    "message-id-missing": "The mail has no Message-ID.",
    "mime-boundary-absent": "A mail of several parts holds none that can be found.",
    "mime-boundary-missing": "A mail of several parts does not say how they are divided.",
    "mime-too-deep": "Parts are nested too deeply; the inner ones are kept as one attachment.",
    "mime-unterminated": "A mail of several parts ends early; something may be missing.",
    "parts-cut": "There were more parts than we keep.",
    "text-cut": "The text is longer than we keep; the whole is in the raw source.",
    "tnef-broken": "winmail.dat could not be unpacked and is kept as it is.",
    "unreadable": "The mail could not be read as one; its bytes are shown as text.",
    "uuencode-broken": "An encoded file is damaged; what could be read is kept.",
}
