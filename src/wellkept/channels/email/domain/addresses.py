"""Mailboxes out of address headers (RFC 5322), our own and strict: the library's took the wrong part of a From
(CVE-2023-27043). Structure is read before anything is decoded, so an encoded comma or bracket is never structure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from . import headers

MOST_ADDRESSES = 1_000
MOST_NAME = 200
MOST_ADDRESS = 320  # 64 @ 255, RFC 5321 section 4.5.3.1
MOST_BYTES = 96 * 1024
MOST_WORDS = 2_000  # characters of one word of a name
MOST_WORDS_EACH = 200  # words of one mailbox

AMBIGUOUS = "from-ambiguous"
MISSING = "from-missing"
NAMES_ANOTHER = "from-names-another-address"


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox: the name as people read it ("" when none was given) and the address as it was written.

    `address` is "" where the header named somebody without giving an address.
    """

    name: str
    address: str

    @property
    def key(self) -> str:
        """The address for comparing: ASCII letters in lower case and nothing else changed (CVE-2019-19844)."""
        return lower(self.address)


def lower(address: str) -> str:
    """ASCII lower case only: Unicode folding makes different addresses equal."""
    return address.translate(_LOWER)


@dataclass(slots=True)
class Parsed:
    """What an address header held. `is_odd` when anything in it was not plain RFC 5322."""

    addresses: list[Address] = field(default_factory=list)
    is_odd: bool = False
    was_cut: bool = False


_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_QUOTED = r"|(?P<quoted>\"(?:[^\"\\]|\\.)*+\")"
_TOKENS = (
    r"(?P<space>\s+)"
    r"|(?P<word>=\?[^\s?]{1,80}\?[bBqQ]\?[^?\"<>]{0,2000}\?=)"
    + _QUOTED
    + r"|(?P<angle><[^<>\"]{0,1000}+>|<\"(?:[^\"\\<>]|\\.){0,200}+\"@[^<>\"]{0,300}+>)"
    r"|(?P<open>\()"
    r"|(?P<literal>\[[^\[\]<>\s,]{0,255}+\])"
    r"|(?P<atom>[^\s\"(),:;<>\[\]]+)"
    r"|(?P<mark>.)"
)
_TOKEN = re.compile(_TOKENS, re.S)
_TOKEN_WITHOUT_QUOTES = re.compile(_TOKENS.replace(_QUOTED, ""), re.S)
_COMMENT = re.compile(r"[^()\\]+|\\.|[()]", re.S)
_STRICT = re.compile(
    r"(?:[^\x00-\x20\x7f\"(),.:;<>@\[\\\]]+(?:\.[^\x00-\x20\x7f\"(),.:;<>@\[\\\]]+)*|\"(?:[^\"\\\r\n]|\\.){1,62}\")"
    r"@(?:[^\x00-\x20\x7f\"(),.:;<>@\[\\\]]+(?:\.[^\x00-\x20\x7f\"(),.:;<>@\[\\\]]+)*|\[[0-9A-Za-z.:-]{1,60}\])\Z"
)
_UNQUOTABLE = re.compile(r"\"([^\s\"(),.:;<>@\[\\\]]+(?:\.[^\s\"(),.:;<>@\[\\\]]+)*)\"(?=@)")
_INSIDE = re.compile(r"<\s*([^\s<>@]{1,64}@[^\s<>@]{1,255})\s*>")
_ANY = re.compile(r"[^\s<>@\"'(),;:]{1,64}@[^\s<>@\"'(),;:]{1,255}\.[^\s<>@\"'(),;:]{1,60}")
_ESCAPE = re.compile(r"\\(.)", re.S)
_SCHEME = re.compile(r"(?:mailto|smtp):", re.I)


def is_strict(address: str) -> bool:
    """Is this one plain addr-spec, with a domain, within the lengths of RFC 5321?"""
    return len(address) <= MOST_ADDRESS and bool(_STRICT.match(address))


def read(values: list[bytes], *, hint: str = "", most: int = MOST_ADDRESSES) -> Parsed:
    """The mailboxes of these header values in order, at most `most`. Groups are opened, empty ones give nothing."""
    parsed = Parsed()
    left = MOST_BYTES  # for all values together
    for value in values:
        if len(value) > left:
            parsed.was_cut = True
            value = value[:left].rpartition(b",")[0] or value[:left]
        left -= len(value)
        _Reader(headers.plain(value, hint=hint), parsed, most).run()
    return parsed


def read_from(values: list[bytes], *, hint: str = "") -> tuple[Address | None, list[str]]:
    """Who a From names, and problem codes.

    Exactly one From with exactly one plain mailbox is a clear sender. Of anything else the first mailbox is kept
    and `from-ambiguous` said: such an address must not open or join anything on its own.
    """
    parsed = read(values, hint=hint, most=20)
    if not parsed.addresses:
        return None, [MISSING]
    sender = next((one for one in parsed.addresses if one.address), parsed.addresses[0])
    problems = []
    if not sender.address:
        return sender, [MISSING]
    if len(values) > 1 or len(parsed.addresses) > 1 or parsed.is_odd or not is_strict(sender.address):
        problems.append(AMBIGUOUS)
    named = _ANY.search(sender.name)
    if named and lower(named[0].strip(".")) != sender.key:
        problems.append(NAMES_ANOTHER)
    return sender, problems


class _Reader:
    """One pass over one value. A mailbox is gathered as words until a comma, a semicolon or the end."""

    def __init__(self, text: str, into: Parsed, most: int) -> None:
        self.text = text
        self.into = into
        self.most = most
        self.in_group = False
        self.has_loose_quote = False  # looked for once in vain: never again, or a hostile header costs n x n
        self.has_loose_bracket = False
        self._fresh()

    def _fresh(self) -> None:
        self.words: list[tuple[str, str]] = []
        self.angles: list[str] = []
        self.comments: list[str] = []
        self.gap = True

    def run(self) -> None:
        position = 0
        while position < len(self.text):
            if len(self.into.addresses) >= self.most:
                self.into.was_cut = True
                return
            token = _TOKEN_WITHOUT_QUOTES if self.has_loose_quote else _TOKEN
            match = token.match(self.text, position)
            if match is None:  # every character is some token
                break
            position = match.end()
            kind = match.lastgroup or "mark"
            if kind == "open":
                position = self._comment(position)
            elif kind == "space":
                self.gap = True
            elif kind == "angle":
                self.angles.append(match[0][1:-1])
                self.gap = True
            elif kind == "mark":
                self._mark(match[0])
            else:
                self._word(kind, match[0])
        self._flush()

    def _mark(self, mark: str) -> None:
        if mark == ",":
            self._flush()
        elif mark == ";":
            self._flush()
            self.in_group = False
        elif mark == ":" and not self.in_group and not self.angles and not self._has_at():
            self.in_group = True
            self._fresh()
        else:
            self.into.is_odd = True
            self.has_loose_quote = self.has_loose_quote or mark == '"'
            if mark == ":":
                self._word("atom", mark)

    def _has_at(self) -> bool:
        return any("@" in word for _, word in self.words)

    def _word(self, kind: str, text: str) -> None:
        if self.angles:
            self.into.is_odd = self.into.is_odd or kind != "word"
        if len(self.words) >= MOST_WORDS_EACH:
            self.into.is_odd = True
        elif self._touches(kind):
            # Touching pieces are one: "john doe"@example.com, user@[192.0.2.1]
            before_kind, before = self.words.pop()
            if before_kind == "quoted" and kind == "quoted":
                self.words += [(before_kind, before), (kind, text)]
            else:
                self.words.append(("atom" if "@" in before + text else kind, before + text))
        else:
            self.words.append((kind, text))
        self.gap = False

    def _touches(self, kind: str) -> bool:
        if self.gap or kind == "word" or not self.words:
            return False
        before_kind, before = self.words[-1]
        return before_kind != "word" and len(before) < MOST_WORDS

    def _comment(self, position: int) -> int:
        """Past the comment that was opened just before `position`; without an end the bracket is only a mark."""
        depth = 0 if self.has_loose_bracket else 1
        start = position
        for match in _COMMENT.finditer(self.text, position, position + MOST_WORDS) if depth else ():
            if match[0] == "(":
                depth += 1
            elif match[0] == ")":
                depth -= 1
                if not depth:
                    self.comments.append(self.text[start : match.start()])
                    self.gap = True
                    return match.end()
        self.into.is_odd = self.has_loose_bracket = True
        return position

    def _flush(self) -> None:
        words, angles, comments = self.words, self.angles, self.comments
        self._fresh()
        if not words and not angles:
            return
        if angles:
            address, name = _spec(angles[-1]), _phrase(words)
            if len(angles) > 1 or any(
                kind == "atom" and "@" in word and lower(word.strip("'")) != lower(address)
                for kind, word in words
            ):
                self.into.is_odd = True
        else:
            address, name = self._bare(words)
        if not address:
            inside = _INSIDE.search(
                name
            )  # all of it was encoded as one word: kept, but nobody's word is taken
            if inside:
                self.into.is_odd = True
                address, name = inside[1], name[: inside.start()].strip(" \"'")
        if not name and comments:
            name = headers.clean(headers.words(_ESCAPE.sub(r"\1", comments[-1][:MOST_WORDS])))
        if address and not is_strict(address):
            self.into.is_odd = True
        if address or name:
            self.into.addresses.append(Address(name[:MOST_NAME].strip(), address[:MOST_ADDRESS]))

    def _bare(self, words: list[tuple[str, str]]) -> tuple[str, str]:
        """Address and name of a mailbox without angle brackets."""
        with_at = [index for index, (kind, word) in enumerate(words) if kind == "atom" and "@" in word]
        if not with_at:
            lone = words[0][1] if len(words) == 1 else ""
            if lone.startswith('"') and is_strict(lone.strip("\"' ")):
                self.into.is_odd = True
                return lone.strip("\"' "), ""
            return "", _phrase(words)
        joined = "".join(word for _, word in words)
        if len(words) > 1 and len(words) <= 10 and joined.count("@") == 1 and _is_spread(words, with_at[0]):
            self.into.is_odd = True
            return _spec(joined), ""
        if len(words) > 1:
            self.into.is_odd = True
        rest = [word for index, word in enumerate(words) if index != with_at[0]]
        return _spec(words[with_at[0]][1]), _phrase(rest)


def _is_spread(words: list[tuple[str, str]], at: int) -> bool:
    """Is it an address with blanks in it (`a @ b . com`, obsolete but legal)?"""
    word = words[at][1]
    return word.startswith("@") or word.endswith("@")


def _spec(text: str) -> str:
    """The address of what stood in angle brackets: without route, scheme, blanks and needless quotes."""
    spec = headers.clean(text)
    if spec.startswith("@") and ":" in spec:
        spec = spec.rpartition(":")[2]  # source route, RFC 5322 section 4.4
    scheme = _SCHEME.match(spec)
    if scheme:
        spec = spec[scheme.end() :]
    if not spec.startswith('"'):
        spec = spec.replace(" ", "") if "@" in spec else spec
    spec = spec.strip("'").strip()
    return _UNQUOTABLE.sub(r"\1", spec)[: MOST_ADDRESS + 1]


def _phrase(words: list[tuple[str, str]]) -> str:
    """The display name: quotes off, escapes undone, encoded words decoded, on one line."""
    if not words:
        return ""
    parts = []
    for kind, word in words[:100]:
        if kind == "quoted":
            word = _ESCAPE.sub(r"\1", word[1:-1]) if "\\" in word else word[1:-1]
        parts.append(word[:MOST_WORDS])
    name = " ".join(parts)
    name = headers.clean(headers.words(name) if "=?" in name else name)
    if len(name) > 1 and name[0] == name[-1] == "'":
        name = name[1:-1].strip()  # Outlook quotes names a second time
    return name
