"""What must not reach a log: secrets that people carry in links."""

from __future__ import annotations

import logging
import re

_LINK = re.compile(r"(/(?:set-up|join)/)[^\s/\"'?]+")


class HideSecrets(logging.Filter):
    """Takes the secret out of one-time links. Django names the path of every address it refuses."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true: the line stays, without the secret."""
        said = record.getMessage()
        hidden = _LINK.sub(r"\1…", said)
        if hidden != said:
            record.msg, record.args = hidden, ()
        return True
