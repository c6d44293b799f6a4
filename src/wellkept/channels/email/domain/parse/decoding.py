"""Content-Transfer-Encoding undone, whatever is left of it."""

from __future__ import annotations

import binascii
import re

BAD_BASE64 = "base64-broken"
BAD_UUENCODE = "uuencode-broken"

_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
_OTHER = bytes(code for code in range(256) if code not in _ALPHABET)
_SPACE = b" \t\r\n"
_PADDING = re.compile(rb"=+")


def decode(data: bytes, encoding: str) -> tuple[bytes, str]:
    """The bytes that were sent, and a problem code or "". An unknown encoding leaves them as they are."""
    kind = encoding.strip().lower().partition(";")[0].strip(" \t\"'")
    if kind.startswith("base64") or kind == "b":
        return _base64(data)
    if kind.startswith("quoted") or kind in ("q", "qp"):
        return binascii.a2b_qp(data), ""
    if kind in ("x-uuencode", "uuencode", "x-uue", "uue"):
        return uudecode(data.split(b"\n"))
    return data, ""


def _base64(data: bytes) -> tuple[bytes, str]:
    dense = data.translate(None, _SPACE)
    try:
        return binascii.a2b_base64(dense, strict_mode=True), ""
    except binascii.Error:
        pass
    problem = ""
    if dense.translate(None, _ALPHABET):
        problem = BAD_BASE64
        # Mailing lists hang a plain footer below the padding: it is no data.
        padding = _PADDING.search(dense)
        if padding and dense[padding.end() :].translate(None, _ALPHABET):
            dense = dense[: padding.start()]
        dense = dense.translate(None, _OTHER)
    stripped = dense.rstrip(b"=")
    if b"=" not in stripped:
        decoded, is_whole = _run(stripped)
        return decoded, problem if is_whole else BAD_BASE64
    # Several encoded pieces one after another, each with its padding.
    pieces = [_run(piece) for piece in _PADDING.split(stripped)]
    return b"".join(decoded for decoded, _ in pieces), problem or BAD_BASE64


def _run(dense: bytes) -> tuple[bytes, bool]:
    is_whole = len(dense) % 4 != 1
    if not is_whole:
        dense = dense[:-1]
    return binascii.a2b_base64(dense + b"=" * (-len(dense) % 4)), is_whole


def uudecode(lines: list[bytes]) -> tuple[bytes, str]:
    """What lines of uuencode hold; a `begin` line before and an `end` line after them may be among them."""
    out: list[bytes] = []
    problem = ""
    for line in lines:
        line = line.rstrip(b"\r")
        if line in (b"end", b"`", b"", b" ") or line.startswith(b"begin "):
            continue
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            # Encoders pad lines wrongly: take as many characters as the first one promises.
            try:
                out.append(binascii.a2b_uu(line[: (((line[0] - 32) & 63) * 4 + 5) // 3]))
            except binascii.Error:
                problem = BAD_UUENCODE
    return b"".join(out), problem
