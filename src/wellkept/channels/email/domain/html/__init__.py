"""HTML of strangers: what may be shown, what it says as text, and text as HTML.

`clean` parses and rebuilds, it never strips: whatever comes out was written by the rebuilder from an allow-list.
"""

from __future__ import annotations

from .cleaning import Cleaned, clean
from .plain import to_text
from .written import from_text

__all__ = ["Cleaned", "clean", "from_text", "to_text"]
