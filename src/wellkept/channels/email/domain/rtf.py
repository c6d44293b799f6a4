"""Rich text as Outlook packs it: unpacked (MS-OXRTFCP) and read as plain text. Enough to answer a person, no more."""

from __future__ import annotations

import re
import struct

MOST_BYTES = 2 * 1024 * 1024

_COMPRESSED = 0x75465A4C  # "LZFu"
_PLAIN = 0x414C454D  # "MELA"
# MS-OXRTFCP section 2.1.3.1.4: what the dictionary holds before the first byte.
_START = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)


def unpack(data: bytes) -> bytes:
    """The RTF in a compressed RTF stream, at most 2 MiB of it; b"" when it is no such stream."""
    if len(data) < 16:
        return b""
    _, size, kind = struct.unpack_from("<III", data)
    size = min(size, MOST_BYTES)
    if kind == _PLAIN:
        return data[16 : 16 + size]
    if kind != _COMPRESSED:
        return b""
    window = bytearray(4096)
    window[: len(_START)] = _START
    write = len(_START)
    out = bytearray()
    position = 16
    while position < len(data) and len(out) < size:
        flags = data[position]
        position += 1
        for bit in range(8):
            if flags >> bit & 1:
                if position + 1 >= len(data):
                    return bytes(out[:size])
                token = data[position] << 8 | data[position + 1]
                position += 2
                offset, length = token >> 4, (token & 0xF) + 2
                if offset == write:
                    return bytes(out[:size])  # a reference to the writing place is the end
                for step in range(length):
                    byte = window[(offset + step) & 0xFFF]
                    out.append(byte)
                    window[write] = byte
                    write = (write + 1) & 0xFFF
            else:
                if position >= len(data):
                    return bytes(out[:size])
                byte = data[position]
                position += 1
                out.append(byte)
                window[write] = byte
                write = (write + 1) & 0xFFF
    return bytes(out[:size])


_TOKEN = re.compile(
    rb"\\'([0-9a-fA-F]{2})|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+"
)
_HIDDEN = frozenset(
    b"fonttbl colortbl stylesheet info pict object themedata datastore listtable listoverridetable generator "
    b"xmlnstbl rsidtbl latentstyles header footer fldinst htmltag mhtmltag".split()
)
_MARKS = {
    b"par": "\n",
    b"line": "\n",
    b"row": "\n",
    b"tab": "\t",
    b"cell": "\t",
    b"emdash": "—",
    b"endash": "–",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"bullet": "•",
}
_LINE_TAGS = (b"<br", b"</p", b"</div", b"</tr", b"</li")  # of HTML that was wrapped in RTF
MOST_DEPTH = 500


def to_text(rtf: bytes) -> str:
    """The words of an RTF document. Of HTML wrapped in RTF (`\\fromhtml1`) the words too, without its tags."""
    charset = "cp1252"
    page = re.search(rb"\\ansicpg(\d{3,5})", rtf[:2_000])
    if page:
        charset = "cp" + page[1].decode()
    out: list[str] = []
    run = bytearray()
    hidden_from = 0  # the depth at which a hidden group began, 0 when what comes is shown
    stack: list[tuple[int, bool]] = []
    skip, fallback = 0, 1
    is_hidden = False

    def flush() -> None:
        if run:
            try:
                out.append(run.decode(charset, "replace"))
            except LookupError:
                out.append(run.decode("cp1252", "replace"))
            run.clear()

    for match in _TOKEN.finditer(rtf[:MOST_BYTES]):
        hexadecimal, word, number, symbol, brace, plain = match.groups()
        if brace == b"{":
            if len(stack) >= MOST_DEPTH:
                break
            stack.append((fallback, is_hidden))
        elif brace == b"}":
            if not stack:
                break
            fallback, is_hidden = stack.pop()
            if hidden_from > len(stack):
                hidden_from = 0
        elif word is not None:
            if word in _HIDDEN and not hidden_from:
                hidden_from = len(stack)
            elif word == b"uc" and number:
                fallback = min(max(int(number), 0), 10)
            elif word == b"htmlrtf":
                is_hidden = number != b"0"
            elif hidden_from or is_hidden:
                continue
            elif word == b"u" and number:
                flush()
                code = int(number) & 0xFFFF
                out.append(chr(code))
                skip = fallback
            elif word in _MARKS:
                flush()
                out.append(_MARKS[word])
        elif hidden_from or is_hidden:
            if plain is not None and plain.lower().startswith(_LINE_TAGS):
                flush()
                out.append("\n")
        elif hexadecimal is not None:
            if skip:
                skip -= 1
            else:
                run.append(int(hexadecimal, 16))
        elif symbol is not None:
            if symbol == b"*" and not hidden_from:
                hidden_from = len(stack)  # a destination that old readers skip, as we do
            elif symbol in b"\\{}":
                run += symbol
            elif symbol == b"~":
                run += b" "
        elif plain is not None:
            run += plain[skip:]
            skip = max(0, skip - len(plain))
    flush()
    text = "".join(out).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.strip()
