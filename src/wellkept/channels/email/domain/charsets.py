"""Bytes to text as people meant it: labels that lie, labels nobody knows, and no label at all."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

MISLABELLED = "charset-mislabelled"
BROKEN = "charset-broken"
UNKNOWN = "charset-unknown"

# What mail programs write, as the WHATWG encoding standard reads it: a label means the widest charset people
# used it for. "iso-8859-1" is windows-1252 on every screen since 1995.
_MEANT = {
    "ascii": "ascii",
    "usascii": "ascii",
    "ansix341968": "ascii",
    "7bit": "ascii",
    "iso88591": "cp1252",
    "latin1": "cp1252",
    "l1": "cp1252",
    "iso885911987": "cp1252",
    "windows1252": "cp1252",
    "cp1252": "cp1252",
    "ansi": "cp1252",
    "iso88599": "cp1254",
    "latin5": "cp1254",
    "iso885911": "cp874",
    "tis620": "cp874",
    "windows874": "cp874",
    "gb2312": "gb18030",
    "gb231280": "gb18030",
    "euccn": "gb18030",
    "gbk": "gb18030",
    "xgbk": "gb18030",
    "cp936": "gb18030",
    "windows936": "gb18030",
    "hzgb2312": "hz",
    "big5": "big5hkscs",
    "xxbig5": "big5hkscs",
    "cnbig5": "big5hkscs",
    "windows950": "cp950",
    "shiftjis": "cp932",
    "sjis": "cp932",
    "xsjis": "cp932",
    "mskanji": "cp932",
    "windows31j": "cp932",
    "iso2022jp": "iso2022_jp",
    "iso2022jp1": "iso2022_jp",
    "iso2022jp2": "iso2022_jp",
    "csiso2022jp": "iso2022_jp",
    "cp50220": "iso2022_jp",
    "cp50221": "iso2022_jp",
    "xeucjp": "euc_jp",
    "ujis": "euc_jp",
    "euckr": "cp949",
    "ksc56011987": "cp949",
    "ksc56011989": "cp949",
    "ksc5601": "cp949",
    "ks": "cp949",
    "windows949": "cp949",
    "iso88598i": "iso8859_8",
    "iso88598e": "iso8859_8",
    "iso88596i": "iso8859_6",
    "unicode11utf7": "utf_7",
    "unicode11utf8": "utf_8",
    "xunicode20utf8": "utf_8",
    "utf8mb4": "utf_8",
    "macintosh": "mac_roman",
    "xmacroman": "mac_roman",
    "xmaccyrillic": "mac_cyrillic",
    "xmacce": "mac_latin2",
}
# Only text codecs that take linear time. Python's registry also holds zlib, rot13, idna, punycode, unicode_escape.
_TEXT = re.compile(
    r"(?:utf_?(?:8|7|16|32)(?:_sig|_?[lb]e)?|iso8859_?\d+|cp(?:125\d|4\d\d|8\d\d|9\d\d|1006|1125)|koi8_[rtu]"
    r"|mac_\w+|gb\w+|big5\w*|euc_\w+|euc\w\w|shift_\w+|shift\w+|iso2022_\w+|johab|hz|ptcp154|kz1048|hp_roman8)\Z"
)
_NOISE = re.compile(r"[^a-z0-9]")
# In these, bytes below 0x80 do not all mean ASCII.
_STATEFUL = ("utf_7", "utf-7", "utf_16", "utf-16", "utf_32", "utf-32", "iso2022", "hz")
_SINGLE_BYTE = ("cp125", "iso8859", "koi8", "mac_", "mac-", "cp8", "cp4")
# Five codes are undefined: they stay the control characters of ISO-8859-1, so that any bytes can be read.
_WINDOWS_1252 = "".join(bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(256))
MOST_ESCAPES = 20_000


@lru_cache(maxsize=256)
def codec(label: str) -> str | None:
    """Python's name of the charset a label means, or None when nobody knows the label."""
    plain = _NOISE.sub("", label[:60].lower())
    if not plain:
        return None
    meant = _MEANT.get(plain)
    if meant:
        return meant
    try:
        name = codecs.lookup(label[:60].strip().lower()).name.replace("-", "_")
    except (LookupError, ValueError, UnicodeError):
        try:
            name = codecs.lookup(plain).name.replace("-", "_")
        except (LookupError, ValueError, UnicodeError):
            return None
    return name if _TEXT.match(name) else None


def decode(data: bytes, label: str = "", *, hint: str = "") -> tuple[str, str]:
    """The text, and a problem code or "". `hint` is the charset to try when neither label nor UTF-8 fits."""
    name = codec(label) if label else None
    problem = UNKNOWN if label and name is None else ""
    if data.isascii() and (name is None or not name.startswith(_STATEFUL)):
        if b"\x1b$" in data and name in (None, "ascii", "utf_8"):
            return _iso_2022_jp(
                data
            ), problem  # ISO-2022-JP is seven bits wide and often sent without saying so
        return data.decode("ascii"), "" if problem and label.lower().startswith(
            ("x-", "unknown")
        ) else problem
    if name is None or name in ("ascii", "utf_8", "utf_8_sig"):
        return _unlabelled(data, name or "", hint, problem)
    if name == "iso2022_jp":
        return _iso_2022_jp(data), ""
    if name == "utf_16" and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        name = "utf_16_le"
    return _labelled(data, name)


def _labelled(data: bytes, name: str) -> tuple[str, str]:
    if name.startswith(_SINGLE_BYTE):
        # Any bytes at all are valid here, and hardly any but UTF-8 are valid UTF-8: then the label is wrong.
        try:
            return data.decode("utf-8"), MISLABELLED
        except UnicodeDecodeError:
            pass
    if name == "cp1252":
        return _windows_1252(data), ""
    try:
        return data.decode(name), ""
    except (UnicodeError, ValueError):
        pass
    try:
        return data.decode("utf-8"), MISLABELLED
    except UnicodeDecodeError:
        return data.decode(name, "replace"), BROKEN


def _unlabelled(data: bytes, name: str, hint: str, problem: str) -> tuple[str, str]:
    try:
        return data.decode("utf-8"), MISLABELLED if name == "ascii" else problem
    except UnicodeDecodeError:
        pass
    if name.startswith("utf_8"):
        text = data.decode("utf-8", "replace")
        good = sum(1 for character in text[:20_000] if character > "\x7f" and character != "\ufffd")
        if good >= text.count("\ufffd", 0, 20_000):
            return text, BROKEN  # cut in the middle of a character, most likely
        return _windows_1252(data), MISLABELLED
    other = codec(hint) if hint else None
    if other and other not in ("ascii", "utf_8", "utf_8_sig"):
        try:
            return (_windows_1252(data) if other == "cp1252" else data.decode(other)), problem or MISLABELLED
        except (UnicodeError, ValueError):
            pass
    return _windows_1252(data), problem or MISLABELLED


def _windows_1252(data: bytes) -> str:
    return codecs.charmap_decode(data, "strict", _WINDOWS_1252)[0]


_ESCAPE = re.compile(rb"\x1b(\$[@B]|\$\(D|\([BJIH])")


def _iso_2022_jp(data: bytes) -> str:
    """ISO-2022-JP with what Windows adds to it: circled digits of NEC's row 13, half-width kana."""
    try:
        return data.decode("iso2022_jp_ext")
    except UnicodeDecodeError:
        pass
    pieces = _ESCAPE.split(data)
    if len(pieces) > MOST_ESCAPES:
        return data.decode("iso2022_jp_ext", "replace")
    text = [pieces[0].decode("cp932", "replace")]
    for escape, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        if escape in (b"$@", b"$B"):
            text.append(_shift(piece).decode("cp932", "replace"))
        elif escape == b"(I":
            text.append(bytes(b | 0x80 if 0x21 <= b <= 0x5F else b for b in piece).decode("cp932", "replace"))
        elif escape == b"$(D":
            text.append("\ufffd" * (len(piece) // 2))  # JIS X 0212, which Shift JIS cannot hold
        else:
            text.append(piece.decode("cp932", "replace"))
    return "".join(text)


def _shift(piece: bytes) -> bytes:
    """Pairs of JIS X 0208 as Shift JIS. Control characters (a line end inside the run) stay."""
    out = bytearray()
    position, end = 0, len(piece)
    while position < end:
        row = piece[position]
        if row < 0x21 or row > 0x7E or position + 1 >= end:
            out.append(row if row < 0x80 else 0x3F)
            position += 1
            continue
        cell = piece[position + 1]
        position += 2
        if cell < 0x21 or cell > 0x7E:
            out += b"?"
            continue
        out.append((row - 0x21) // 2 + (0x81 if row <= 0x5E else 0xC1))
        if row % 2:
            out.append(cell + (0x1F if cell <= 0x5F else 0x20))
        else:
            out.append(cell + 0x7E)
    return bytes(out)
