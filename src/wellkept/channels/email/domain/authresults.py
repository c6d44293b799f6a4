"""What our own mail server found out about a sender (Authentication-Results, RFC 8601).

Anybody can write such a header into a mail. Only the topmost one that carries our own server's name counts, because
that server adds its header on top and removes what came in under its name (RFC 8601 section 5).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

MOST_CHARS = 8 * 1024

_TOKEN = re.compile(r"[^\"()\\]+|\\.|[\"()\\]", re.S)
_MEANING = re.compile(r"[;=\s\"]+")
_METHOD = re.compile(r"\s*([a-z0-9-]{1,20})(?:\s*/\s*\d{1,3})?\s*=\s*([a-z]{1,20})", re.I)
_PROPERTY = re.compile(
    r"\b(header\.d|header\.i|header\.from|smtp\.mailfrom|smtp\.helo)\s*=\s*\"?([^\s;\"]{1,320})", re.I
)
_RESULTS = frozenset(
    ["pass", "fail", "softfail", "hardfail", "neutral", "none", "temperror", "permerror", "policy", "unknown"]
)


@dataclass(frozen=True, slots=True)
class AuthResults:
    """Results in lower case: "pass", "fail", "softfail", "none", …; "" where our server said nothing.

    `dkim` is "pass" when any signature passed, and `dkim_domains` are the domains of those that did.
    """

    spf: str = ""
    dkim: str = ""
    dmarc: str = ""
    arc: str = ""
    spf_domain: str = ""
    dkim_domains: tuple[str, ...] = ()
    from_domain: str = ""

    @property
    def is_known(self) -> bool:
        """Did our server say anything at all?"""
        return bool(self.spf or self.dkim or self.dmarc or self.arc)


def read(headers: Sequence[tuple[str, str]], *, authserv_id: str) -> AuthResults:
    """The results of the topmost header by `authserv_id`; empty when it is "" or no header is by it.

    `headers` are those of a ParsedMail: decoded, top first.
    """
    ours = authserv_id.strip().lower()
    if not ours:
        return AuthResults()
    for name, value in headers:
        if name.lower() != "authentication-results":
            continue
        who, _, rest = _bare(value[:MOST_CHARS]).partition(";")
        if (who.split() or [""])[0].strip('"').lower() == ours:
            return _results(rest)
    return AuthResults()


def _bare(text: str) -> str:
    """Without comments, and with quoted strings that can no longer divide anything.

    Senders choose what stands there (names in HELO, local parts): it must never read as a statement. When a bracket
    or a quote has no end, only what came before it is believed.
    """
    out: list[str] = []
    depth = 0
    quoted: list[str] | None = None
    for piece in _TOKEN.findall(text):
        if depth:
            depth += {"(": 1, ")": -1}.get(piece, 0)
        elif quoted is not None:
            if piece == '"':
                out.append(_MEANING.sub("_", "".join(quoted)))
                quoted = None
            else:
                quoted.append(piece)
        elif piece == "(":
            depth = 1
        elif piece == '"':
            quoted = []
        else:
            out.append(piece)
    return "".join(out)


def _results(text: str) -> AuthResults:
    found: dict[str, str] = {}
    domains: list[str] = []
    spf_domain = from_domain = ""
    for statement in text.split(";")[:50]:
        match = _METHOD.match(statement)
        if not match:
            continue
        method, result = match[1].lower(), match[2].lower()
        if result not in _RESULTS:
            continue
        properties = _properties(statement)
        if method == "dkim":
            if result == "pass":
                signer = properties.get("header.d") or properties.get("header.i", "").rpartition("@")[2]
                if signer and signer not in domains:
                    domains.append(signer)
            if found.get("dkim") != "pass":
                found["dkim"] = result
        elif method in ("spf", "dmarc", "arc"):
            # Said twice, the worse counts: a sender's own words end up in comments, and could end a comment early.
            if found.get(method, "pass") != "pass":
                continue
            found[method] = "fail" if result == "hardfail" else result
            if method == "spf":
                spf_domain = (properties.get("smtp.mailfrom") or properties.get("smtp.helo", "")).rpartition(
                    "@"
                )[2]
            elif method == "dmarc":
                from_domain = properties.get("header.from", "").rpartition("@")[2]
    return AuthResults(
        spf=found.get("spf", ""),
        dkim=found.get("dkim", ""),
        dmarc=found.get("dmarc", ""),
        arc=found.get("arc", ""),
        spf_domain=spf_domain,
        dkim_domains=tuple(domains),
        from_domain=from_domain,
    )


def _properties(statement: str) -> dict[str, str]:
    """Properties by lower-case name; one that is given twice with different values says nothing."""
    found: dict[str, str] = {}
    for name, value in _PROPERTY.findall(statement):
        name, value = name.lower(), value.lower()
        found[name] = value if found.get(name, value) == value else ""
    return found
