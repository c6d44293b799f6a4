"""Public raw messages with the fields that good parsers agree on, where that corpus is at hand."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest

from wellkept.channels.email.domain.parse import parse, to_json

ENOUGH = 0.95
SLOWEST_SECONDS = 2.0


def _corpus() -> Path:
    root = Path(__file__).resolve().parents[6]
    shared = Path(os.environ.get("WELLKEPT_SHARED") or root.parent / "shared")
    corpus = shared / "data" / "mail"
    if not (corpus / "expectations.json").is_file():
        pytest.skip("The corpus of raw mail is not here; WELLKEPT_SHARED says where it is.")
    return corpus


def _seen(line: dict[str, Any]) -> dict[str, Any]:
    return {
        "subject": line["subject"],
        "message_id": line["message_id"],
        "from_email": (line["from"] or {}).get("address"),
        "to": [one["address"] for one in line["to"]],
        "cc": [one["address"] for one in line["cc"]],
        "attachment_count": len(line["attachments"]),
        "attachment_names": [one["name"] for one in line["attachments"]],
        "body_text": " ".join(line["text"].split()),
    }


def test_nearly_every_field_that_good_parsers_agree_on_is_read_the_same():
    corpus = _corpus()
    right, wrong = 0, []
    for row in json.loads((corpus / "expectations.json").read_text("utf-8")):
        started = time.process_time()
        seen = _seen(to_json(parse((corpus / row["raw"]).read_bytes())))
        assert time.process_time() - started < SLOWEST_SECONDS, row["id"]
        for field, expected in row["expect"].items():
            if seen[field] == expected:
                right += 1
            else:
                wrong.append(f"{row['id']} {field}")
    assert right / (right + len(wrong)) >= ENOUGH, wrong
