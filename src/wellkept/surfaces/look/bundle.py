"""The style sheets in one file, and the modules by their names.

There is no build step: the files are read as they lie when the process starts, joined in the order of `ORDER`, and
served under an address that holds their hash, so that a browser keeps them for ever.
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

HERE = Path(__file__).resolve().parent / "static" / "look"
ORDER = ("tokens", "base")
LAST = ("desk", "three", "page", "console")


@cache
def css() -> bytes:
    """All style sheets of all surfaces, tokens and base first, layouts last."""
    parts = {path.stem: path for path in sorted(HERE.glob("css/*.css"))}
    middle = [name for name in parts if name not in (*ORDER, *LAST)]
    paths = [parts[name] for name in (*ORDER, *middle, *LAST) if name in parts]
    for app in ("desk", "console", "accounts"):
        root = Path(apps.get_app_config(app).path) / "static" / app / "css"
        paths += sorted(root.glob("*.css"))
    return "\n".join(path.read_text(encoding="utf-8") for path in paths).encode()


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
    found = {}
    for app in ("look", "desk", "console", "accounts"):
        root = Path(apps.get_app_config(app).path) / "static" / app / "js"
        for path in sorted(root.glob("*.js")):
            found[f"{app}/{path.stem}"] = static(f"{app}/js/{path.name}")
    return json.dumps({"imports": found}, separators=(",", ":"))
