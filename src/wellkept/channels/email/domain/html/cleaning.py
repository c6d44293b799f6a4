"""Turns the HTML of a stranger into HTML we would have written ourselves."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Literal

import nh3

from .allowed import ATTRIBUTES, DROPPED_WHOLE, LINK_SCHEMES, TAGS, named
from .bounds import bounded
from .styles import safe_style
from .tokens import attributes, tokens

LIMIT = 1_000_000  # characters shown; the raw source has the rest
PICTURE_LIMIT = 300_000  # characters of a picture written into the HTML itself
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*", re.IGNORECASE)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,5}%?")
_NUMERIC = named(
    """
    width height border cellpadding cellspacing colspan rowspan span start value
    """
)

Remote = Literal["block", "proxy"]


@dataclass(frozen=True)
class Cleaned:
    """HTML that is safe to show inside the sandboxed frame.

    `blocked_remote` pictures wait under `data-remote-src`; `trackers` invisible ones are gone; `links` are the
    addresses it leads to, in order, each once; `is_truncated` when more than a million characters came.
    """

    html: str
    blocked_remote: int
    links: tuple[str, ...]
    trackers: int = 0
    is_truncated: bool = False


def clean(
    html: str,
    *,
    cid_url: Callable[[str], str | None] | None = None,
    remote: Remote = "block",
    proxy_url: Callable[[str], str] | None = None,
) -> Cleaned:
    """Rebuilds the HTML from the allow-list.

    `cid_url` gives the address of an inline picture by its content id (without brackets), or None when there is no
    such picture. Remote pictures are inert ("block"), or loaded through `proxy_url` ("proxy", when an agent asks).
    Takes bounded time for any input. Whoever shows the result still puts it into a sandbox with a strict CSP.
    """
    if remote == "proxy" and proxy_url is None:
        raise ValueError(
            "remote='proxy' needs proxy_url: pictures are never loaded from the sender directly."
        )
    safe = nh3.clean(
        bounded(html[:LIMIT]),
        tags=set(TAGS),
        clean_content_tags=set(DROPPED_WHOLE),
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes={*LINK_SCHEMES, "cid", "data"},
        url_relative=lambda url: f"https:{url}" if url.startswith("//") else None,
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )
    pictures = _Pictures(cid_url=cid_url, proxy_url=proxy_url if remote == "proxy" else None)
    links: dict[str, None] = {}
    out: list[str] = []
    for kind, value, raw in tokens(safe):
        if kind == "text":
            out.append(value)
        elif kind == "end":
            out.append(f"</{value}>")
        elif value == "img":
            out.append(pictures.write(attributes(raw)))
        else:
            if value == "a" and (href := attributes(raw).get("href")):
                links[href] = None
            out.append(f"<{value}{raw}>")
    return Cleaned(
        html="".join(out),
        blocked_remote=pictures.blocked,
        links=tuple(links),
        trackers=pictures.trackers,
        is_truncated=len(html) > LIMIT,
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "style":
        return safe_style(value) or None
    if name == "href":
        scheme = _SCHEME.match(value.strip())
        return value.strip() if scheme and scheme[1].lower() in LINK_SCHEMES else None
    if name == "src":
        return value.strip() if tag == "img" else None
    if name in _NUMERIC:
        return value.strip() if _NUMBER.fullmatch(value.strip()) else None
    return value[:2_000]


@dataclass
class _Pictures:
    cid_url: Callable[[str], str | None] | None
    proxy_url: Callable[[str], str] | None
    blocked: int = 0
    trackers: int = 0

    def write(self, found: dict[str, str]) -> str:
        source = found.pop("src", "")
        scheme = source.partition(":")[0].lower()
        if scheme in ("http", "https"):
            if _is_invisible(found):
                self.trackers += 1
                return ""
            if self.proxy_url:
                found["src"] = self.proxy_url(source)
            else:
                self.blocked += 1
                found["data-remote-src"] = source
        elif scheme == "cid":
            if self.cid_url and (url := self.cid_url(source[4:].strip("<> "))):
                found["src"] = url
        elif scheme == "data" and len(source) <= PICTURE_LIMIT and _PICTURE.fullmatch(source):
            found["src"] = source
        return "<img" + "".join(f' {name}="{escape(value)}"' for name, value in found.items()) + ">"


def _is_invisible(found: dict[str, str]) -> bool:
    """Whether the picture is one pixel or none: it shows nothing and tells the sender that the mail was opened."""
    style = f";{found.get('style', '')};"
    return (
        found.get("width", "9") in ("0", "1")
        or found.get("height", "9") in ("0", "1")
        or any(f";{side}:{size};" in style for side in ("width", "height") for size in ("0", "0px", "1px"))
        or ";display:none;" in style
    )
