"""What a language file says."""

from __future__ import annotations

from dataclasses import dataclass


def listed(phrases: str) -> tuple[str, ...]:
    """The phrases between the bars, without the line breaks of this file."""
    return tuple(filter(None, (" ".join(one.split()) for one in phrases.split("|"))))


@dataclass(frozen=True)
class Phrases:
    """How mail programs speak one language. All in lower case, straight apostrophes, single spaces."""

    starts: tuple[str, ...]  # how "On …, Anna wrote:" begins
    wrote: tuple[str, ...]  # its verb, wherever it stands
    me: tuple[str, ...]  # who writes of himself is telling, not quoting
    sender: tuple[str, ...]  # labels of the header block: From,
    sent: tuple[str, ...]  # Sent or Date,
    to: tuple[str, ...]
    subject: tuple[str, ...]
    original: tuple[str, ...]  # "-----Original Message-----"
    forwarded: tuple[str, ...]  # "---------- Forwarded message ---------"
    device: tuple[str, ...] = ()  # "Sent from my iPhone": what stands before the name of the device
    device_after: tuple[str, ...] = ()  # the same behind it, where the language has it so
    legal: tuple[str, ...] = ()  # tell-tales of a disclaimer; two of them make one
    headings: tuple[str, ...] = ()  # how a disclaimer introduces itself
    goodbyes: tuple[str, ...] = ()  # the last words before a name
    marker: tuple[str, ...] = ()  # "reply above this line"
    spaced: bool = True  # False where words are not divided by spaces
