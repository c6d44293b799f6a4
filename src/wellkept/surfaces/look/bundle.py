"""The style sheets in one file, and the modules by their names.

There is no build step: the files are read as they lie, joined once a process, and served under an address that holds
their hash, so that a browser keeps them for ever. Whatever room lays a file into `static/<its label>/css` or `…/js` is
in: no list of rooms has to change for a new surface.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from functools import cache
from pathlib import Path

from django.apps import apps
from django.templatetags.static import static
from django.urls import reverse

# Cascade layers decide between kinds of rules; within the layer of parts, layouts come after what they lay out.
FIRST = ("tokens", "base")
LAST = ("desk", "three", "page", "console", "print")


@cache
def css() -> bytes:
    """All style sheets of all rooms: the look's tokens and base first, its layouts last, then each room's own."""
    return "\n".join(path.read_text(encoding="utf-8") for path in style_sheets()).encode()


def style_sheets() -> list[Path]:
    """The files behind `css`, in the order in which they are joined."""
    look = {path.stem: path for path in _files("look", "css")}
    middle = [name for name in look if name not in (*FIRST, *LAST)]
    own = [path for room in _rooms() if room != "look" for path in _files(room, "css")]
    return [*(look[name] for name in (*FIRST, *middle, *LAST)), *own]


@cache
def css_gzipped() -> bytes:
    """The same, compressed once."""
    return gzip.compress(css(), 9, mtime=0)


@cache
def css_hash() -> str:
    return hashlib.sha256(css()).hexdigest()[:16]


def css_url() -> str:
    """Where the style sheet lies in this version."""
    return reverse("look-css", args=[css_hash()])


@cache
def import_map() -> str:
    """Bare names of our modules to their hashed addresses: `import "desk/composer"`."""
    modules = {
        f"{room}/{path.stem}": static(f"{room}/js/{path.name}")
        for room in _rooms()
        for path in _files(room, "js")
    }
    return json.dumps({"imports": modules}, separators=(",", ":"))


def _rooms() -> list[str]:
    return [config.label for config in apps.get_app_configs() if config.name.startswith("wellkept.")]


def _files(room: str, kind: str) -> list[Path]:
    return sorted((Path(apps.get_app_config(room).path) / "static" / room / kind).glob(f"*.{kind}"))
