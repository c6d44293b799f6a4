"""The figures, for programs and for people."""

from __future__ import annotations

import os
import platform
from typing import Any

from wellkept.kernel import clock

from .measures import Timing


def outcome(*, size: dict[str, Any], results: dict[str, Any], seconds: float) -> dict[str, Any]:
    """Everything measured, with the ratio of each page to the bare view of the same run."""
    pages: list[Timing] = results["pages"]
    live: Timing = results["live"]
    return {
        "at": clock.now().isoformat(timespec="seconds"),
        "machine": f"{os.cpu_count()} cores, {platform.platform()}, Python {platform.python_version()}",
        **size,
        "pages": [
            {
                "work": timing.name,
                "p50_ms": round(timing.quantile(0.5), 2),
                "p95_ms": round(timing.quantile(0.95), 2),
                "ratio_p50": round(timing.ratio(0.5), 2),
                "ratio_p95": round(timing.ratio(0.95), 2),
                "wire_kb": round(timing.wire_bytes / 1024, 1),
            }
            for timing in pages
        ],
        "mails_per_second": round(results["mails_per_second"], 1),
        "live_p50_ms": round(live.quantile(0.5), 1),
        "live_p95_ms": round(live.quantile(0.95), 1),
        "live_deliveries": len(live.values),
        "idle_pss_mb": results["idle_mb"] and round(results["idle_mb"], 1),
        "loaded_pss_mb": results["loaded_mb"] and round(results["loaded_mb"], 1),
        "seconds": round(seconds, 1),
    }


def table(outcome: dict[str, Any]) -> str:
    """The same as text. Ratios are to the bare view asked in turn with the work: p50 to p50, p95 to p95."""
    lines = [
        f"{outcome['conversations']:,} conversations, {outcome['messages']:,} messages, {outcome['database']}; "
        f"{outcome['machine']}; {outcome['at']}",
        f"{'work':34} {'p50 ms':>8} {'p95 ms':>8} {'ratio p50':>10} {'ratio p95':>10} {'wire KB':>8}",
    ]
    lines += [
        f"{page['work']:34} {page['p50_ms']:8.2f} {page['p95_ms']:8.2f} {page['ratio_p50']:10.2f} "
        f"{page['ratio_p95']:10.2f} {page['wire_kb']:8.1f}"
        for page in outcome["pages"]
    ]
    lines += [
        f"receive by SMTP: {outcome['mails_per_second']} mails a second, threaded and searchable",
        f"live update: p50 {outcome['live_p50_ms']} ms, p95 {outcome['live_p95_ms']} ms "
        f"over {outcome['live_deliveries']:,} deliveries",
        f"memory, all processes (PSS): {outcome['idle_pss_mb']} MB idle, {outcome['loaded_pss_mb']} MB after",
    ]
    return "\n".join(lines)
